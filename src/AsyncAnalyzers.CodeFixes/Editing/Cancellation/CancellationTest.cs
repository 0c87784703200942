using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary><c>token.ThrowIfCancellationRequested();</c>, and where it may stand.</summary>
internal static class CancellationTest
{
    public static StatementSyntax Of(string token) => ParseStatement(token + ".ThrowIfCancellationRequested();");

    /// <summary>
    /// The exception gets to the caller as a cancellation: not out of <c>async void</c>, nor out of a method that returns a task without
    /// being async, nor out of a <c>try</c> that catches it.
    /// </summary>
    public static bool ReachesCaller(SyntaxNode place, SyntaxNode function, RepairRequest request, CancellationToken cancellationToken)
        => FunctionSyntax.SymbolOf(function, request.ModelFor(cancellationToken)) is { } method
            && (FunctionSyntax.IsAsync(function) ? !method.ReturnsVoid : !method.ReturnType.IsTaskLike(request.Types))
            && !place.Ancestors().TakeWhile(ancestor => ancestor != function).Any(ancestor
                => ancestor is TryStatementSyntax @try && @try.Block.Span.Contains(place.Span) && @try.Catches.Any(MayCatch));

    /// <summary>The body of a loop with the test at its head; null where it is no block, or an empty one.</summary>
    public static BlockSyntax? AtHeadOf(StatementSyntax? body, string token, SourceText text)
    {
        if (body is not BlockSyntax { Statements: { Count: > 0 } statements } block)
        {
            return null;
        }

        StatementSyntax first = statements[0];
        Indentation layout = Indentation.Of(first, text);
        bool beginsLine = text.Lines.IndexOf(first.SpanStart) != text.Lines.IndexOf(block.OpenBraceToken.SpanStart);
        return block.WithStatements(statements.Insert(0, beginsLine
            ? Of(token).WithLeadingTrivia(Whitespace(layout.Line)).WithTrailingTrivia(EndOfLine(layout.NewLine))
            : Of(token).WithTrailingTrivia(Space)));
    }

    /// <summary>What a loop repeats.</summary>
    public static StatementSyntax? BodyOf(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax @while => @while.Statement,
        DoStatementSyntax @do => @do.Statement,
        ForStatementSyntax @for => @for.Statement,
        CommonForEachStatementSyntax each => each.Statement,
        _ => null,
    };

    private static bool MayCatch(CatchClauseSyntax clause)
        => clause.Declaration is null
            || TypeNames.Of(clause.Declaration.Type) is not { } name
            || name is "Exception" or "SystemException" or "OperationCanceledException" or "TaskCanceledException";
}
