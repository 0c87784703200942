namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Whether a function that runs comes to a place in it: on each path that returns, exceptions left aside.</summary>
internal sealed class CertainPlace(SyntaxNode place) : ForwardFlow<ulong>
{
    private const ulong Before = 1;
    private const ulong Behind = 2;

    public override bool FollowsExceptions => false;

    public static bool IsOnEachPath(LockStep step, CancellationToken cancellationToken)
        => FunctionGraph.Of(step.Function, CodeModel.Of(step.Model, cancellationToken)) is { } graph
            && (new CertainPlace(step.Place).Solve(graph, Before, cancellationToken).AtNormalExit & Before) == 0;

    /// <summary>
    /// A condition before the place reads a parameter, a flag, or who holds what: the code may well know whether the lock is held.
    /// </summary>
    public static bool DependsOnFlags(LockStep step, CancellationToken cancellationToken)
    {
        SyntaxNode body = FunctionSyntax.Body(step.Function) ?? step.Function;
        return FunctionSyntax.OwnNodes(body).Select(ConditionOf).OfType<ExpressionSyntax>()
            .Where(condition => condition.SpanStart < step.Place.SpanStart)
            .SelectMany(static condition => condition.DescendantsAndSelf()).OfType<SimpleNameSyntax>()
            .Any(name => name.Identifier.ValueText is "CurrentCount" or "CurrentId" or "ManagedThreadId" or "CurrentManagedThreadId"
                || step.Model.GetSymbolInfo(name, cancellationToken).Symbol switch
                {
                    IParameterSymbol => true,
                    IFieldSymbol field => IsFlag(field.Type),
                    IPropertySymbol property => IsFlag(property.Type),
                    ILocalSymbol local => IsFlag(local.Type),
                    _ => false,
                });

        static bool IsFlag(ITypeSymbol type)
            => type is { SpecialType: SpecialType.System_Boolean } or { Name: "AsyncLocal" or "ThreadLocal" or "Thread" };
    }

    public override ulong Join(ulong left, ulong right) => left | right;

    public override ulong Visit(IOperation operation, ulong before)
        => operation.Syntax == place && operation is IInvocationOperation or IAwaitOperation ? Behind : before;

    private static ExpressionSyntax? ConditionOf(SyntaxNode node) => node switch
    {
        IfStatementSyntax statement => statement.Condition,
        WhileStatementSyntax loop => loop.Condition,
        ForStatementSyntax loop => loop.Condition,
        ForEachStatementSyntax loop => loop.Expression,
        ConditionalExpressionSyntax conditional => conditional.Condition,
        SwitchStatementSyntax @switch => @switch.Expression,
        SwitchExpressionSyntax @switch => @switch.GoverningExpression,
        BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression
        } binary => binary.Left,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } assignment => assignment.Left,
        ConditionalAccessExpressionSyntax access => access.Expression,
        _ => null,
    };
}
