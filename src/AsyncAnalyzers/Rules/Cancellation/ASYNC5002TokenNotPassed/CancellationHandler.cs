namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What takes the exception of a cancellation.</summary>
internal static class CancellationHandler
{
    /// <summary>The clause that a cancellation ends up in.</summary>
    public static CatchClauseSyntax? In(TryStatementSyntax @try)
    {
        foreach (CatchClauseSyntax clause in @try.Catches)
        {
            string? type = clause.Declaration is { } declaration ? TypeNames.Of(declaration.Type) : "Exception";
            if (type is not ("Exception" or "SystemException" or "OperationCanceledException" or "TaskCanceledException"))
            {
                continue;
            }

            // A filter that speaks of the cancellation lets it pass, unless it asks for it; one that asks for something else may do so.
            if (clause.Filter is { } filter && type is "Exception" or "SystemException"
                && filter.Descendants().FirstOrDefault(static node => node is SimpleNameSyntax
                {
                    Identifier.ValueText: "OperationCanceledException" or "TaskCanceledException" or "IsCancellationRequested"
                }) is SimpleNameSyntax asked
                && (asked.Identifier.ValueText == "IsCancellationRequested" || IsNegated(asked, filter)))
            {
                continue;
            }

            if (clause.Filter is { FilterExpression: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not }
                && not.Descendants().Any(static node => node is SimpleNameSyntax { Identifier.ValueText: "IsCancellationRequested" }))
            {
                continue;
            }

            return clause;
        }

        return null;
    }

    /// <summary>The clause is written for cancellations.</summary>
    public static bool IsForCancellation(CatchClauseSyntax clause)
        => clause.Declaration is { } declaration
            && TypeNames.Of(declaration.Type) is "OperationCanceledException" or "TaskCanceledException";

    /// <summary>The clause ends by leaving the code around it.</summary>
    public static bool Leaves(CatchClauseSyntax clause)
        => clause.Block.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax;

    /// <summary><c>is not OperationCanceledException</c>, <c>!(e is OperationCanceledException)</c>.</summary>
    private static bool IsNegated(SyntaxNode type, CatchFilterClauseSyntax filter)
        => type.Ancestors().TakeWhile(ancestor => ancestor != filter)
            .Any(static ancestor => ancestor.Kind() is SyntaxKind.NotPattern or SyntaxKind.LogicalNotExpression);
}
