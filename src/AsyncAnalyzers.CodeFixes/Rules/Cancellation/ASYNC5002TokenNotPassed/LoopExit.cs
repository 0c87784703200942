using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>Leaves a loop when a call in it is cancelled, so that the code behind the loop runs as it did.</summary>
internal static class LoopExit
{
    /// <summary>
    /// The tree with <c>try { await … } catch (OperationCanceledException) { break; }</c>; null where that is not possible. Where something
    /// else than the token may cancel the call, as a timeout of <c>HttpClient</c> does, the clause asks the token.
    /// </summary>
    public static SyntaxNode? Around(
        InvocationExpressionSyntax call, InvocationExpressionSyntax passed, OmittedToken omitted, RepairRequest request, SourceText text)
    {
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax
            {
                Parent: BlockSyntax, Expression: AwaitExpressionSyntax await
            } statement
            || CallSyntax.WithoutConfiguration(await.Expression) != call
            || statement.Ancestors().FirstOrDefault(static ancestor
                => ControlFlowSyntax.LoopBody(ancestor) is not null || ancestor is SwitchStatementSyntax) != omitted.LoopToLeave
            || request.Types.OperationCanceledException is not { } exception
            || OneLine.Holds(statement.Parent!))
        {
            return null;
        }

        Indentation layout = Indentation.Of(statement, text);
        string line = layout.Line, inner = line + layout.Unit, end = layout.NewLine;
        string cancelled = AsyncEdit.TypeName(request, exception).ToString();
        string filter = IsCancelledByTokenAlone(omitted.Method, request.Types)
            ? ""
            : $" when ({omitted.Token.Expression}.IsCancellationRequested)";
        StatementSyntax awaited = statement.ReplaceNode(call, passed).WithoutTrivia();
        StatementSyntax guarded = ParseStatement(
            $"try{end}{line}{{{end}{inner}{awaited}{end}{line}}}{end}{line}catch ({cancelled}){filter}{end}"
                + $"{line}{{{end}{inner}break;{end}{line}}}",
            options: request.Root.SyntaxTree.Options);
        return request.Root.ReplaceNode(
            statement, guarded.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(statement.GetTrailingTrivia()));
    }

    /// <summary>A pause, or a wait for a semaphore or a timer: nothing in there is cancelled by itself.</summary>
    private static bool IsCancelledByTokenAlone(IMethodSymbol method, KnownTypes types)
        => (method.Name == "Delay" && method.IsDeclaredIn(types.Task))
            || method.IsDeclaredIn(types.SemaphoreSlim)
            || method.IsDeclaredIn(types.PeriodicTimer);
}
