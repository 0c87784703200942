namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// The callback of a periodic timer changes a collection that another member uses. A member that handles the timer may have stopped it, one
/// that the callback calls runs on its thread.
/// </summary>
internal static class TimerChanges
{
    /// <param name="use">The change in the callback.</param>
    /// <param name="held">The locks that are held there.</param>
    /// <param name="body">The code that the change stands in.</param>
    /// <param name="start">The timer.</param>
    /// <param name="context">What the rule has at hand.</param>
    public static SharedChange? ConflictOf(CollectionUse use, LockSet held, ConcurrentBody body, ConcurrentStart start, RuleContext context)
    {
        if (use.State is not { IsOfVariable: false, IsDirect: true, Root: IFieldSymbol } || !held.IsEmpty
            || use.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        var called = new HashSet<string>(
            start.Functions.Concat(start.Functions.SelectMany(ConcurrentBody.Of).Select(static body => body.Body))
                .SelectMany(static code => code.DescendantsAndSelf()).OfType<IdentifierNameSyntax>()
                .Select(static name => name.Identifier.ValueText),
            StringComparer.Ordinal);
        ISymbol? holder = TimerTypes.HolderOf(start.Call, context.Model);
        foreach (MemberDeclarationSyntax member in type.Members)
        {
            if (NameOfOpen(member) is not { } name || called.Contains(name) || name.StartsWith("Dispose", StringComparison.Ordinal)
                || member.Span.Contains(use.Node.Span) || member.Span.Contains(start.Call.Span))
            {
                continue;
            }

            foreach (ExpressionSyntax mention in use.State.MentionsAmong(member.Descendants(), context.Model))
            {
                AccessUse other = use.UseAt(mention, context.Model);
                if (use.IsHarmful(other)
                    && LockSets.At(mention, context.Model).IsEmpty
                    && !TimerTypes.AreHandledBy(member, holder, context.Model))
                {
                    return new SharedChange(use, mention.GetLocation(), $"'{name}' ({SourceLine.Of(mention)}) can use it at any time");
                }
            }
        }

        return OfNextTick(use, body, start, holder, context);
    }

    /// <summary>
    /// An async callback changes it behind an await, and the next tick waits for nothing. A callback that names the timer may stop it, one
    /// that claims a flag leaves when another one runs.
    /// </summary>
    private static SharedChange? OfNextTick(
        CollectionUse use, ConcurrentBody body, ConcurrentStart start, ISymbol? holder, RuleContext context)
        => FunctionSyntax.IsAsync(body.Started) && body.IsBehindAwait(use.Node)
            && !context.Types.HasUserInterfaceLoop && !context.Types.HasTestFramework
            && start.Period is not InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromHours" or "FromDays" }
            }
            && !TurnBasedTypes.Contain(use.Node, context.Model)
            && !start.Functions.SelectMany(ConcurrentBody.Of).Any(code => TimerTypes.AreNamedIn(code.Body, holder, context.Model)
                || FunctionSyntax.OwnNodes(code.Body).Any(ClaimsTurn))
                ? new SharedChange(
                    use, start.Location, $"ticks of '{start.Name}' ({SourceLine.Of(start.Location)}) can overlap", IsCertain: false)
                : null;

    /// <summary><c>_busy = true</c>, <c>Interlocked.Exchange(ref _busy, 1)</c>, a lock that is taken for a moment.</summary>
    private static bool ClaimsTurn(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax { Right.RawKind: (int)SyntaxKind.TrueLiteralExpression } => true,
        InvocationExpressionSyntax call => CallSyntax.CalledName(call) is "Exchange" or "CompareExchange" or "Wait" or "WaitAsync"
            or "WaitOne" or "TryEnter",
        _ => false,
    };

    /// <summary>The name of a method or property that other types can use.</summary>
    private static string? NameOfOpen(MemberDeclarationSyntax member)
        => !member.Modifiers.Any(static modifier
            => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword) ? null
            : member switch
            {
                MethodDeclarationSyntax method => method.Identifier.ValueText,
                PropertyDeclarationSyntax property => property.Identifier.ValueText,
                _ => null,
            };
}
