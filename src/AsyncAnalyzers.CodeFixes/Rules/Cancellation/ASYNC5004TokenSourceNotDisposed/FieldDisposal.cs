using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>Disposes the source that a field holds.</summary>
internal static class FieldDisposal
{
    /// <summary>
    /// Behind the <c>field.Cancel();</c> that stands before the field is set: what was cancelled needs its link no more. Null where no such
    /// statement does.
    /// </summary>
    public static SyntaxNode? BeforeItIsReplaced(SyntaxNode root, ExpressionSyntax creation, string field, SourceText text)
    {
        if (creation.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } statement
            || block.Statements.IndexOf(statement) is not (> 0 and var index)
            || block.Statements[index - 1] is not ExpressionStatementSyntax cancel
            || cancel.Expression.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault() is not { } called
            || CallSyntax.CalledNameSyntax(called) is not IdentifierNameSyntax { Identifier.ValueText: "Cancel" } name
            || CallSyntax.Receiver(name) is not { } receiver
            || (receiver is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var own } ? own : receiver)
                is not IdentifierNameSyntax { Identifier.ValueText: var mentioned }
            || mentioned != field)
        {
            return null;
        }

        StatementSyntax dispose = cancel.ReplaceNodes(new SyntaxNode[] { name, called.ArgumentList }, static (original, _)
            => original is NameSyntax ? IdentifierName("Dispose") : ArgumentList());
        return root.ReplaceNode(block, StatementInsertion.After(block, index - 1, dispose, Indentation.Of(cancel, text)));
    }

    /// <summary>At the end of the Dispose of the type; null where it has none in this file that has a block.</summary>
    public static SyntaxNode? InDispose(
        RepairRequest request, ExpressionSyntax creation, string field, SourceText text, CancellationToken cancellationToken)
    {
        if (creation.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { Left: var left }
            || creation.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || !SymbolEqualityComparer.Default.Equals(
                request.Model.GetSymbolInfo(left, cancellationToken).Symbol?.ContainingType,
                request.Model.GetDeclaredSymbol(type, cancellationToken))
            || BlockOf(type) is not { } block
            || block.Statements.LastOrDefault() is ThrowStatementSyntax)
        {
            return null;
        }

        StatementSyntax dispose = ParseStatement((left is IdentifierNameSyntax ? field : "this." + field) + "?.Dispose();");
        return request.Root.ReplaceNode(block, StatementInsertion.AtEnd(block, dispose, text));
    }

    /// <summary>The block of <c>if (disposing)</c> in <c>Dispose(bool disposing)</c>, else that of <c>Dispose()</c>.</summary>
    private static BlockSyntax? BlockOf(TypeDeclarationSyntax type)
    {
        MethodDeclarationSyntax[] methods = type.Members.OfType<MethodDeclarationSyntax>()
            .Where(static method => method.Identifier.ValueText == "Dispose" && !method.Modifiers.Any(SyntaxKind.StaticKeyword)).ToArray();
        return methods.FirstOrDefault(static method => method.ParameterList.Parameters.Count == 1) is { } pattern
            ? pattern.Body?.Statements.OfType<IfStatementSyntax>().FirstOrDefault(@if => @if.Condition is IdentifierNameSyntax name
                && name.Identifier.ValueText == pattern.ParameterList.Parameters[0].Identifier.ValueText)?.Statement as BlockSyntax
            : methods.FirstOrDefault(static method => method.ParameterList.Parameters.Count == 0)?.Body;
    }
}
