namespace AsyncAnalyzers.Rules.Threads;

/// <summary>
/// A thread that is made and started as a foreground thread, and runs an endless loop. A program that has no other work than that loop, or
/// that ends its process by a call, is left alone.
/// </summary>
internal static class EndlessForegroundThread
{
    /// <summary>What a comment says that knows of it: <c>// foreground: keeps the process alive</c>.</summary>
    private static readonly string[] Reasons = { "foreground", "keep", "IsBackground" };

    /// <summary>The syntax allows for it: <c>new Thread(…)</c>, <c>Thread t = new(…)</c>, <c>_thread = new(…)</c>.</summary>
    public static bool MayBeAt(SyntaxNode node)
        => node is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 or 2 } arguments } creation
            && arguments[0].Expression is not (LiteralExpressionSyntax or AnonymousFunctionExpressionSyntax
            {
                AsyncKeyword.RawKind: (int)SyntaxKind.AsyncKeyword
            })
            && creation switch
            {
                ObjectCreationExpressionSyntax { Type: var type } => TypeNames.Of(type) == "Thread",
                { Parent: EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type: var type } } }
                    => TypeNames.Of(type) == "Thread",
                { Parent: AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } } => true,
                _ => false,
            };

    /// <summary>
    /// The loop that the thread never leaves; null where it may end, or where it is meant to keep the process alive.
    /// </summary>
    public static StatementSyntax? LoopOf(BaseObjectCreationExpressionSyntax creation, CodeModel model)
    {
        if (!MayBeAt(creation)
            || (creation is ImplicitObjectCreationExpressionSyntax
                && !NameMentions.In(model.SyntaxTree.GetRoot(model.CancellationToken), model)["Thread"].Any())
            || model.SymbolOf(creation) is not IMethodSymbol { Parameters: { Length: > 0 } parameters } constructor
            || !constructor.IsDeclaredIn(model.Types.Thread)
            || GivenArgument.For(parameters[0], creation) is not { } start
            || StartedThread.Find(creation, model) is not { } thread
            || IsMeant(creation)
            || thread.Starts.Any(IsMeant)
            || ThreadLoop.Of(start, model) is not { } loop)
        {
            return null;
        }

        return EndOfProgram.IsByCall(model) || EndOfProgram.IsLeftToThreads(creation, model) ? null : loop;
    }

    /// <summary>A comment beside the statement or field says why.</summary>
    private static bool IsMeant(SyntaxNode node)
        => ExplainedCode.Is(node)
            || node.FirstAncestorOrSelf<SyntaxNode>(static one => one is StatementSyntax or MemberDeclarationSyntax) is not { } place
            || place.GetLeadingTrivia().Concat(place.GetTrailingTrivia()).Any(static trivia
                => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                    && trivia.ToString() is var text
                    && Array.Exists(Reasons, reason => text.IndexOf(reason, StringComparison.OrdinalIgnoreCase) >= 0));
}
