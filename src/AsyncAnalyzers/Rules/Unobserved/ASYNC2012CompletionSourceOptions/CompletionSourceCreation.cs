namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>What is wrong with the options that a TaskCompletionSource is created with.</summary>
internal enum CompletionSourceFlaw
{
    /// <summary>No RunContinuationsAsynchronously: what awaits the task runs inside of SetResult.</summary>
    RunsContinuations,

    /// <summary>A value of TaskContinuationOptions, which the overload for <c>object state</c> takes and ignores.</summary>
    IgnoresOptions,

    /// <summary>Options that the constructor refuses with an exception.</summary>
    RefusesOptions,
}

/// <summary>The creation of a TaskCompletionSource, or the call of its constructor by a derived class.</summary>
internal sealed class CompletionSourceCreation
{
    public const string Flag = "RunContinuationsAsynchronously";

    private const int FlagValue = 64;
    private const int AttachedToParent = 4;

    private CompletionSourceCreation(SyntaxNode node, CompletionSourceFlaw flaw, ExpressionSyntax? options)
    {
        Node = node;
        Flaw = flaw;
        Options = options;
    }

    /// <summary>The <see cref="BaseObjectCreationExpressionSyntax"/> or <see cref="ConstructorInitializerSyntax"/>.</summary>
    public SyntaxNode Node { get; }

    public CompletionSourceFlaw Flaw { get; }

    /// <summary>The argument that holds options; null where there is none.</summary>
    public ExpressionSyntax? Options { get; }

    /// <summary>What a report speaks of: wrong options where there are some, else the whole creation.</summary>
    public SyntaxNode Place => Flaw == CompletionSourceFlaw.RunsContinuations ? Node : Options!;

    /// <summary>The creation, if something is wrong with its options.</summary>
    public static CompletionSourceCreation? Find(SyntaxNode node, CodeModel model)
    {
        if (model.Types.TaskCreationOptions is not { } creationOptions
            || creationOptions.GetMembers(Flag).IsEmpty
            || model.SymbolOf(node) is not IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            || !CompletionSourceSyntax.IsSource(constructor.ContainingType, model.Types))
        {
            return null;
        }

        foreach (ArgumentSyntax argument in ArgumentsOf(node)?.Arguments ?? default)
        {
            ITypeSymbol? type = model.TypeOf(argument.Expression);
            if (type.Is(model.Types.TaskContinuationOptions))
            {
                return new CompletionSourceCreation(node, CompletionSourceFlaw.IgnoresOptions, argument.Expression);
            }

            if (type.Is(creationOptions))
            {
                // Zero is spelt out by somebody who wants just that.
                return model.GetConstantValue(argument.Expression) switch
                {
                    { HasValue: true, Value: int value } when (value & ~(FlagValue | AttachedToParent)) != 0
                        => new CompletionSourceCreation(node, CompletionSourceFlaw.RefusesOptions, argument.Expression),
                    { HasValue: true, Value: AttachedToParent }
                        => new CompletionSourceCreation(node, CompletionSourceFlaw.RunsContinuations, argument.Expression),
                    _ => null,
                };
            }
        }

        return IsHarmless(node, model) ? null : new CompletionSourceCreation(node, CompletionSourceFlaw.RunsContinuations, null);
    }

    public static ArgumentListSyntax? ArgumentsOf(SyntaxNode node) => node switch
    {
        BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
        ConstructorInitializerSyntax initializer => initializer.ArgumentList,
        _ => null,
    };

    /// <summary>
    /// A source of which nothing but a blocking wait asks for the task: there is no continuation. One that nobody can have awaited when
    /// it is completed, since the next statement does that. One that nobody can complete, or whose continuations a comment speaks of:
    /// somebody has thought of them.
    /// </summary>
    private static bool IsHarmless(SyntaxNode creation, CodeModel model)
    {
        if (creation.Parent is MemberAccessExpressionSyntax)
        {
            return true;
        }

        SyntaxNode? place = creation.Ancestors().FirstOrDefault(static node => node is StatementSyntax or MemberDeclarationSyntax);
        if (place is null)
        {
            return false;
        }

        if (place.GetLeadingTrivia().Any(static trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia
                or SyntaxKind.MultiLineCommentTrivia && trivia.ToString().IndexOf("continuation", StringComparison.OrdinalIgnoreCase) >= 0))
        {
            return true;
        }

        if (CompletionSourceSyntax.LocalOf(creation) is { } kept && IsOnlyBlockedOn(kept, model))
        {
            return true;
        }

        ExpressionSyntax? variable = creation.Parent is AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } assignment
            ? assignment.Left
            : null;
        string? name = variable is SimpleNameSyntax or MemberAccessExpressionSyntax ? variable.ToString()
            : CompletionSourceSyntax.LocalOf(creation)?.Identifier.Text;
        return name is not null && place.Parent is BlockSyntax block
            && block.Statements.ElementAtOrDefault(block.Statements.IndexOf((StatementSyntax)place) + 1)
                is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } }
            && access.Expression.ToString() == name
            && (access.Name.Identifier.ValueText.StartsWith("Set", StringComparison.Ordinal)
                || access.Name.Identifier.ValueText.StartsWith("TrySet", StringComparison.Ordinal));
    }

    /// <summary>The local is completed, and a thread waits for its task: <c>done.Task.Wait()</c>.</summary>
    private static bool IsOnlyBlockedOn(VariableDeclaratorSyntax local, CodeModel model)
    {
        bool waits = false;
        foreach (IdentifierNameSyntax mention in VariableMentions.Of(local, model))
        {
            if (mention.Parent is not MemberAccessExpressionSyntax access || access.Expression != mention)
            {
                return false;
            }

            if (access.Name.Identifier.ValueText != "Task")
            {
                continue;
            }

            if (access.Parent is not MemberAccessExpressionSyntax use
                || use.Name.Identifier.ValueText is not ("Wait" or "GetAwaiter" or "Result" or "IsCompleted"))
            {
                return false;
            }

            waits = true;
        }

        return waits;
    }
}
