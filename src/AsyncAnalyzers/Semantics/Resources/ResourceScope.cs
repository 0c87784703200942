using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// A local that is disposed where a scope ends: by <c>using</c>, by <c>Dispose</c> in a <c>finally</c>, or by a statement of its own.
/// </summary>
/// <param name="Resource">The name of the local.</param>
/// <param name="Span">From where it is in use to where it is disposed.</param>
/// <param name="Opening">
/// What says that it will be: the using statement or declaration, the try statement, or the call of <c>Dispose</c>.
/// </param>
internal readonly record struct ResourceScope(SyntaxToken Resource, TextSpan Span, SyntaxNode Opening)
{
    /// <summary>The statement may open such a scope, by syntax alone.</summary>
    public static bool MayOpen(SyntaxNode node) => node switch
    {
        LocalDeclarationStatementSyntax declaration => declaration.UsingKeyword.IsKind(SyntaxKind.UsingKeyword),
        UsingStatementSyntax @using => @using.Declaration is not null || @using.Expression is IdentifierNameSyntax,
        ExpressionStatementSyntax
        {
            Parent: BlockSyntax { Parent: not FinallyClauseSyntax and not CatchClauseSyntax }
            or GlobalStatementSyntax
        } statement => DisposedBy(statement) is not null,
        TryStatementSyntax { Finally: { } @finally } => @finally.Block.Statements.Any(statement => DisposedBy(statement) is not null),
        _ => false,
    };

    public static IEnumerable<ResourceScope> OpenedBy(SyntaxNode node)
    {
        switch (node)
        {
            case LocalDeclarationStatementSyntax declaration:
                SyntaxNode block = declaration.Parent is GlobalStatementSyntax global ? global.Parent! : declaration.Parent!;
                return declaration.Declaration.Variables.Select(variable
                    => new ResourceScope(variable.Identifier, TextSpan.FromBounds(variable.Span.End, block.Span.End), declaration));
            case UsingStatementSyntax { Declaration: { } declared } @using:
                return declared.Variables.Select(variable
                    => new ResourceScope(variable.Identifier, TextSpan.FromBounds(variable.Span.End, @using.Span.End), @using));
            case UsingStatementSyntax { Expression: IdentifierNameSyntax name } @using:
                return new[] { new ResourceScope(name.Identifier, @using.Statement.Span, @using) };
            case TryStatementSyntax { Finally: { } @finally } @try:
                return @finally.Block.Statements.Select(statement
                    => (Name: DisposedBy(statement), Statement: statement)).Where(disposal => disposal.Name is not null)
                    .Select(disposal
                        => new ResourceScope(
                            disposal.Name!.Identifier, TextSpan.FromBounds(@try.SpanStart, disposal.Statement.SpanStart), @try));
            case ExpressionStatementSyntax statement when DisposedBy(statement) is { } disposed && DeclarationOf(disposed) is { } local:
                int begin = Math.Max(local.Span.End, statement.Parent is BlockSyntax own ? own.SpanStart : 0);
                return new[] { new ResourceScope(disposed.Identifier, TextSpan.FromBounds(begin, statement.SpanStart), statement) };
            default:
                return Enumerable.Empty<ResourceScope>();
        }
    }

    /// <summary>
    /// The local that is declared before the statement, in its block or one around it; not by a <c>using</c>, which disposes it itself.
    /// </summary>
    private static VariableDeclaratorSyntax? DeclarationOf(IdentifierNameSyntax name)
    {
        for (SyntaxNode? node = name; node is not null && !FunctionSyntax.IsFunction(node)
            && node is not MemberDeclarationSyntax; node = node.Parent)
        {
            if (node is not StatementSyntax statement || statement.Parent is not BlockSyntax { Statements: var statements })
            {
                continue;
            }

            foreach (StatementSyntax before in statements)
            {
                if (before is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } declaration
                    && declaration.SpanStart < statement.SpanStart
                    && declaration.Declaration.Variables.FirstOrDefault(variable
                    => variable.Identifier.ValueText == name.Identifier.ValueText) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The local in <c>r.Dispose();</c>, <c>r?.Dispose();</c>, <c>r.Close();</c>, <c>((IDisposable)r).Dispose();</c> and
    /// <c>await r.DisposeAsync();</c>.
    /// </summary>
    private static IdentifierNameSyntax? DisposedBy(StatementSyntax statement)
    {
        ExpressionSyntax? expression = (statement as ExpressionStatementSyntax)?.Expression;
        if (expression is AwaitExpressionSyntax awaited)
        {
            expression = CallSyntax.WithoutConfiguration(awaited.Expression);
        }

        return expression switch
        {
            InvocationExpressionSyntax
            {
                ArgumentList.Arguments.Count: 0,
                Expression: MemberAccessExpressionSyntax
                {
                    Expression: var resource, Name.Identifier.ValueText: "Dispose"
                    or "DisposeAsync" or "Close"
                }
            }
                => CallSyntax.WithoutCasts(resource) as IdentifierNameSyntax,
            ConditionalAccessExpressionSyntax
            {
                Expression: IdentifierNameSyntax name,
                WhenNotNull: InvocationExpressionSyntax
                {
                    ArgumentList.Arguments.Count: 0,
                    Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "DisposeAsync" or "Close" }
                }
            }
                        => name,
            _ => null,
        };
    }
}
