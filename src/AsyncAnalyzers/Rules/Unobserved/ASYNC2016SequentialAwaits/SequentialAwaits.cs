namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Declarations that follow each other, each with the awaited result of a call that needs none of the others.</summary>
internal static class SequentialAwaits
{
    /// <summary><c>T x = await F(…);</c>, or null.</summary>
    public static AwaitedCall? At(SyntaxNode? statement)
        => statement is LocalDeclarationStatementSyntax
        {
            UsingKeyword.RawKind: 0, AwaitKeyword.RawKind: 0,
            Declaration: { Type: not RefTypeSyntax, Variables: { Count: 1 } variables }
        } declaration
            && variables[0].Initializer?.Value is AwaitExpressionSyntax await
            && CallSyntax.WithoutConfiguration(await.Expression) is InvocationExpressionSyntax
            {
                Expression: SimpleNameSyntax
                or MemberAccessExpressionSyntax
            } call
            ? new AwaitedCall(declaration, await, call)
            : null;

    /// <summary>The statement is the first of several such declarations.</summary>
    public static bool BeginsAt(SyntaxNode statement)
        => At(statement) is not null && At(Neighbor(statement, 1)) is not null && At(Neighbor(statement, -1)) is null;

    /// <summary>The groups of calls, in a run of such declarations, that may run at once; each has two at least.</summary>
    public static IEnumerable<IReadOnlyList<AwaitedCall>> GroupsFrom(SyntaxNode first, CodeModel model)
    {
        SyntaxNode? statement = first;
        while (At(statement) is not null)
        {
            List<AwaitedCall> group = GroupAt(statement!, model);
            if (group.Count > 1)
            {
                yield return group;
            }

            for (int passed = 0; passed < Math.Max(1, group.Count); passed++)
            {
                statement = Neighbor(statement!, 1);
            }
        }
    }

    /// <summary>The call of the statement with those behind it that may run beside it.</summary>
    public static List<AwaitedCall> GroupAt(SyntaxNode first, CodeModel model)
    {
        var group = new List<AwaitedCall>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (SyntaxNode? statement = first; At(statement) is { } next; statement = Neighbor(statement!, 1))
        {
            // The same call once more is there to see whether something has changed.
            if (next.Call.Descendants().Any(node => node is IdentifierNameSyntax name && names.Contains(name.Identifier.ValueText))
                || group.Any(other => SyntaxFactory.AreEquivalent(other.Call, next.Call))
                || next.Declaration.ContainsDirectives
                || !ReadOnlyCode.MayRunBesideOthers(next.Call, model)
                || !IsTask(next.Call, model))
            {
                break;
            }

            group.Add(next);
            names.Add(next.Name);
        }

        return group;
    }

    /// <summary>The call hands out a task with a result.</summary>
    public static bool IsTask(InvocationExpressionSyntax call, CodeModel model)
        => model.TypeOf(call) is { } type && (type.Is(model.Types.TaskOfT) || type.Is(model.Types.ValueTaskOfT));

    private static SyntaxNode? Neighbor(SyntaxNode statement, int distance)
    {
        SyntaxList<StatementSyntax> statements = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        int index = statements.IndexOf((StatementSyntax)statement) + distance;
        return index >= 0 && index < statements.Count ? statements[index] : null;
    }
}

/// <summary>A declaration with the awaited result of a call.</summary>
/// <param name="Declaration">The statement.</param>
/// <param name="Await">The await in it.</param>
/// <param name="Call">The call, without <c>ConfigureAwait</c>.</param>
internal sealed record AwaitedCall(
    LocalDeclarationStatementSyntax Declaration, AwaitExpressionSyntax Await, InvocationExpressionSyntax Call)
{
    /// <summary>The name of the variable.</summary>
    public string Name => Declaration.Declaration.Variables[0].Identifier.ValueText;

    /// <summary>The name of what is called.</summary>
    public string Called => CallSyntax.CalledName(Call)!;

    /// <summary>It is awaited with <c>ConfigureAwait(false)</c>.</summary>
    public bool IsConfigured => CallSyntax.IsConfigured(Await.Expression);
}
