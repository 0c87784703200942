namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Pauses for whoever debugs: no release has them, or they end when a debugger is attached.</summary>
internal static class DebugPause
{
    public static bool Is(InvocationExpressionSyntax call) => WaitsForDebugger(call) || DebugBranches.MayContain(call);

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
}
