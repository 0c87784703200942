using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>Leaves a loop when a call in it is cancelled, so that the code behind the loop runs as it did.</summary>
internal static class LoopExit
{
    /// <summary>
    /// The tree with <c>try { await … } catch (OperationCanceledException) { break; }</c>; null where that is not possible.
    /// </summary>
    public static SyntaxNode? Around(
        InvocationExpressionSyntax call, InvocationExpressionSyntax passed, StatementSyntax loop, RepairRequest request, SourceText text)
    {
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax
            {
                Parent: BlockSyntax, Expression: AwaitExpressionSyntax await
            } statement
            || CallSyntax.WithoutConfiguration(await.Expression) != call
            || statement.Ancestors().FirstOrDefault(static ancestor
                => ControlFlowSyntax.LoopBody(ancestor) is not null || ancestor is SwitchStatementSyntax) != loop
            || request.Types.OperationCanceledException is not { } exception
            || OneLine.Holds(statement.Parent!))
        {
            return null;
        }

        Indentation layout = Indentation.Of(statement, text);
        string line = layout.Line, inner = line + layout.Unit, end = layout.NewLine;
        string cancelled = AsyncEdit.TypeName(request, exception).ToString();
        StatementSyntax awaited = statement.ReplaceNode(call, passed).WithoutTrivia();
        StatementSyntax guarded = ParseStatement(
            $"try{end}{line}{{{end}{inner}{awaited}{end}{line}}}{end}{line}catch ({cancelled}){end}{line}{{{end}{inner}break;{end}{line}}}",
            options: request.Root.SyntaxTree.Options);
        return request.Root.ReplaceNode(
            statement, guarded.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(statement.GetTrailingTrivia()));
    }
}
