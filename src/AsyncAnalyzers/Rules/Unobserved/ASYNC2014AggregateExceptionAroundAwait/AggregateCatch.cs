namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary><c>catch (AggregateException)</c> in async code, and what is thrown out of an AggregateException.</summary>
internal static class AggregateCatch
{
    private static readonly ModelCache<bool> Futile = new();

    /// <summary>By syntax alone: the clause names AggregateException, and the block before it awaits.</summary>
    public static bool MayBeFutile(CatchClauseSyntax clause)
        => clause is { Declaration.Type: { } type, Parent: TryStatementSyntax @try } && IsNamed(type)
            && FunctionSyntax.Enclosing(clause) is { } function && FunctionSyntax.IsAsync(function)
            && FunctionSyntax.OwnNodes(@try.Block).Any(FunctionSyntax.IsAwait);

    /// <summary>
    /// The clause is for the failure of what is awaited, and never entered: nothing in the block throws an AggregateException.
    /// </summary>
    public static bool IsFutile(CatchClauseSyntax clause, CodeModel model)
        => MayBeFutile(clause) && Futile.GetOrAdd(model, clause, _ =>
            model.TypeOf(clause.Declaration!.Type).Is(model.Types.AggregateException)
            && !new AggregateThrowers(model).MayThrow(((TryStatementSyntax)clause.Parent!).Block));

    /// <summary>
    /// What stands for the one exception in an aggregate: <c>x.InnerException</c>, <c>x.InnerExceptions[0]</c> or <c>.First()</c>,
    /// <c>x.Flatten().InnerException</c>, <c>x.GetBaseException()</c>; answers the x. Null for all else.
    /// </summary>
    public static ExpressionSyntax? AggregateOf(ExpressionSyntax expression) => CallSyntax.WithoutSuppression(expression) switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "InnerException", Expression: var aggregate }
            => WithoutFlatten(aggregate),
        InvocationExpressionSyntax
        {
            ArgumentList.Arguments.Count: 0,
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetBaseException", Expression: var aggregate }
        }
            => WithoutFlatten(aggregate),
        InvocationExpressionSyntax
        {
            ArgumentList.Arguments.Count: 0,
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "First" or "Single" or "FirstOrDefault"
                or "SingleOrDefault", Expression: var list
            },
        } => AggregateOfList(list),
        ElementAccessExpressionSyntax
        {
            ArgumentList.Arguments: { Count: 1 } index,
            Expression: var list
        } when index[0].Expression is LiteralExpressionSyntax { Token.ValueText: "0" }
            => AggregateOfList(list),
        _ => null,
    };

    private static ExpressionSyntax? AggregateOfList(ExpressionSyntax list)
        => CallSyntax.WithoutSuppression(list) is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "InnerExceptions",
            Expression: var aggregate
        }
            ? WithoutFlatten(aggregate)
            : null;

    private static ExpressionSyntax WithoutFlatten(ExpressionSyntax aggregate)
        => CallSyntax.WithoutSuppression(aggregate) is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Flatten", Expression: var inner }
        }
            ? CallSyntax.WithoutSuppression(inner)
            : CallSyntax.WithoutSuppression(aggregate);

    private static bool IsNamed(TypeSyntax type) => type switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText == "AggregateException",
        QualifiedNameSyntax qualified => IsNamed(qualified.Right),
        AliasQualifiedNameSyntax aliased => IsNamed(aliased.Name),
        _ => false,
    };
}
