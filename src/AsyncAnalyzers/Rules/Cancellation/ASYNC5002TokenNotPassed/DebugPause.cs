namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Pauses for whoever debugs: no release has them, or they end when a debugger is attached.</summary>
internal static class DebugPause
{
    public static bool Is(InvocationExpressionSyntax call) => WaitsForDebugger(call) || IsOfDebugBuild(call);

    /// <summary>What is around the pause asks for <c>Debugger.IsAttached</c>, or says in its name that it is for the debugger.</summary>
    private static bool WaitsForDebugger(SyntaxNode call)
        => call.Ancestors().TakeWhile(static ancestor => ancestor is not TypeDeclarationSyntax).Any(static ancestor => ancestor switch
        {
            IfStatementSyntax @if => Asks(@if.Condition),
            MethodDeclarationSyntax method => method.Identifier.ValueText.Contains("Debugger"),
            LocalFunctionStatementSyntax local => local.Identifier.ValueText.Contains("Debugger"),
            _ => ControlFlowSyntax.LoopCondition(ancestor) is { } condition && Asks(condition),
        });

    private static bool Asks(ExpressionSyntax condition)
        => condition.DescendantsAndSelf().Any(static node => node is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "IsAttached",
            Expression: SimpleNameSyntax { Identifier.ValueText: "Debugger" }
                or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Debugger" },
        });

    /// <summary>Between <c>#if DEBUG</c> and its end, or behind the <c>#else</c> of <c>#if !DEBUG</c>.</summary>
    private static bool IsOfDebugBuild(SyntaxNode call)
    {
        var open = new Stack<(bool IsOfDebug, bool IsElseOfDebug)>();
        for (DirectiveTriviaSyntax? directive = call.SyntaxTree.GetRoot().GetFirstDirective();
            directive is not null && directive.SpanStart < call.SpanStart;
            directive = directive.GetNextDirective())
        {
            switch (directive)
            {
                case IfDirectiveTriviaSyntax @if:
                    open.Push((NamesDebug(@if.Condition), IsRelease(@if.Condition)));
                    break;
                case ElifDirectiveTriviaSyntax elif when open.Count > 0:
                    open.Pop();
                    open.Push((NamesDebug(elif.Condition), false));
                    break;
                case ElseDirectiveTriviaSyntax when open.Count > 0:
                    open.Push((open.Pop().IsElseOfDebug, false));
                    break;
                case EndIfDirectiveTriviaSyntax when open.Count > 0:
                    open.Pop();
                    break;
            }
        }

        return open.Any(static region => region.IsOfDebug);
    }

    private static bool NamesDebug(ExpressionSyntax condition)
        => condition.DescendantsAndSelf().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: var name }
            && name.StartsWith("DEBUG", StringComparison.Ordinal)
            && node.Parent is not PrefixUnaryExpressionSyntax);

    private static bool IsRelease(ExpressionSyntax condition)
        => condition is IdentifierNameSyntax { Identifier.ValueText: "RELEASE" }
            or PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax { Identifier.ValueText: "DEBUG" } };
}
