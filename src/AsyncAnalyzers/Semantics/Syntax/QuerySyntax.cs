namespace AsyncAnalyzers.Semantics;

/// <summary>The clauses of query expressions.</summary>
internal static class QuerySyntax
{
    /// <summary>The first <c>from</c> of a query and the source of a <c>join</c> are evaluated outside of the query's lambdas.</summary>
    public static bool IsSource(SyntaxNode clause, SyntaxNode child) => clause switch
    {
        FromClauseSyntax { Parent: QueryExpressionSyntax } from => child == from.Expression,
        JoinClauseSyntax join => child == join.InExpression,
        _ => false,
    };

    /// <summary>The query, or the part of it after an <c>into</c>, that a clause or an ordering belongs to.</summary>
    public static QueryBodySyntax? BodyOf(SyntaxNode clause) => clause.Parent switch
    {
        QueryBodySyntax body => body,
        OrderByClauseSyntax { Parent: QueryBodySyntax body } => body,
        QueryExpressionSyntax query => query.Body,
        _ => null,
    };

    /// <summary>The nodes of a query that stand for operators of their own.</summary>
    public static IEnumerable<SyntaxNode> OperatorsOf(QueryBodySyntax body)
        => body.Clauses.SelectMany(clause => clause is OrderByClauseSyntax order
            ? order.Orderings.AsEnumerable<SyntaxNode>()
            : new SyntaxNode[] { clause }).Append(body.SelectOrGroup);
}
