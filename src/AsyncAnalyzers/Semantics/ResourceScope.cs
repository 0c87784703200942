using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>A local that is disposed where a scope ends: by <c>using</c>, or by <c>Dispose</c> in a <c>finally</c>.</summary>
/// <param name="Resource">The name of the local.</param>
/// <param name="Span">From where it is in use to where it is disposed.</param>
/// <param name="Opening">What says that it will be: the using statement or declaration, or the try statement.</param>
internal readonly record struct ResourceScope(SyntaxToken Resource, TextSpan Span, SyntaxNode Opening)
{
    /// <summary>The statement may open such a scope, by syntax alone.</summary>
    public static bool MayOpen(SyntaxNode node) => node switch
    {
        LocalDeclarationStatementSyntax declaration => declaration.UsingKeyword.IsKind(SyntaxKind.UsingKeyword),
        UsingStatementSyntax @using => @using.Declaration is not null || @using.Expression is IdentifierNameSyntax,
        TryStatementSyntax { Finally: { } @finally } => @finally.Block.Statements.Any(statement => DisposedBy(statement) is not null),
        _ => false,
    };

    public static IEnumerable<ResourceScope> OpenedBy(SyntaxNode node)
    {
        switch (node)
        {
            case LocalDeclarationStatementSyntax declaration:
                SyntaxNode block = declaration.Parent is GlobalStatementSyntax global ? global.Parent! : declaration.Parent!;
                return declaration.Declaration.Variables.Select(variable => new ResourceScope(variable.Identifier, TextSpan.FromBounds(variable.Span.End, block.Span.End), declaration));
            case UsingStatementSyntax { Declaration: { } declared } @using:
                return declared.Variables.Select(variable => new ResourceScope(variable.Identifier, TextSpan.FromBounds(variable.Span.End, @using.Span.End), @using));
            case UsingStatementSyntax { Expression: IdentifierNameSyntax name } @using:
                return new[] { new ResourceScope(name.Identifier, @using.Statement.Span, @using) };
            case TryStatementSyntax { Finally: { } @finally } @try:
                return @finally.Block.Statements.Select(statement => (Name: DisposedBy(statement), Statement: statement)).Where(disposal => disposal.Name is not null)
                    .Select(disposal => new ResourceScope(disposal.Name!.Identifier, TextSpan.FromBounds(@try.SpanStart, disposal.Statement.SpanStart), @try));
            default:
                return Enumerable.Empty<ResourceScope>();
        }
    }

    /// <summary>The local in <c>r.Dispose();</c>, <c>r?.Dispose();</c> and <c>await r.DisposeAsync();</c>.</summary>
    private static IdentifierNameSyntax? DisposedBy(StatementSyntax statement)
    {
        ExpressionSyntax? expression = (statement as ExpressionStatementSyntax)?.Expression;
        if (expression is AwaitExpressionSyntax awaited)
        {
            expression = BlockingWait.WithoutConfiguration(awaited.Expression);
        }

        return expression switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name, Name.Identifier.ValueText: "Dispose" or "DisposeAsync" } } => name,
            ConditionalAccessExpressionSyntax { Expression: IdentifierNameSyntax name, WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "DisposeAsync" } } } => name,
            _ => null,
        };
    }
}
