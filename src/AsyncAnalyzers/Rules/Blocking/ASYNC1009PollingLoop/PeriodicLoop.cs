namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// A loop that does its work, delays for a period that is always the same, and starts again until it is cancelled: what
/// PeriodicTimer is for.
/// </summary>
internal sealed class PeriodicLoop
{
    private PeriodicLoop(StatementSyntax loop, ExpressionStatementSyntax delay, InvocationExpressionSyntax call)
    {
        Loop = loop;
        Delay = delay;
        Call = call;
    }

    public StatementSyntax Loop { get; }

    /// <summary>The statement that delays.</summary>
    public ExpressionStatementSyntax Delay { get; }

    /// <summary><c>Task.Delay(period, token)</c></summary>
    public InvocationExpressionSyntax Call { get; }

    /// <summary>The syntax allows for such a loop: the cheap half of <see cref="Find"/>.</summary>
    public static bool MayBe(SyntaxNode node) => WaitingLoop.PartsOf(node) is (var condition, BlockSyntax body)
        && (condition is null || condition.IsKind(SyntaxKind.TrueLiteralExpression) || TokenIn(condition) is not null)
        && DelayIn(body) is not null;

    /// <summary>
    /// The loop; null where the period may change, the loop ends in another way than by a token, or pauses for more than one reason.
    /// </summary>
    public static PeriodicLoop? Find(StatementSyntax loop, CodeModel model)
    {
        if (!MayBe(loop)
            || WaitingLoop.PartsOf(loop) is not (var condition, BlockSyntax body)
            || DelayIn(body) is not { } delay
            || LoopPause.CallIn(delay) is not { } call
            || LoopPause.KindOf(delay, model) != PauseKind.Delay
            || FunctionSyntax.OwnNodes(body).Any(node
                => node is BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax && LeavesLoop(node, body)
                || node is InvocationExpressionSyntax other && other != call && CallSyntax.CalledName(other) is "Delay" or "Sleep"))
        {
            return null;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        bool endsByToken = condition is not null
            && TokenIn(condition) is { } token
            && model.TypeOf(token).Is(model.Types.CancellationToken)
            || arguments.Count == 2 && model.TypeOf(arguments[1].Expression).Is(model.Types.CancellationToken);
        return endsByToken
            && arguments.All(argument => argument.NameColon is null) && arguments.Count <= 2
            && IsFixed(arguments[0].Expression, model)
                ? new PeriodicLoop(loop, delay, call)
                : null;
    }

    /// <summary><c>token</c> of <c>!token.IsCancellationRequested</c></summary>
    private static ExpressionSyntax? TokenIn(ExpressionSyntax condition)
        => condition is PrefixUnaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.LogicalNotExpression,
            Operand: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested" } access
        }
            ? access.Expression
            : null;

    /// <summary>The first or the last statement of the body, or the last in a try block that is the whole body; beside work.</summary>
    private static ExpressionStatementSyntax? DelayIn(BlockSyntax body)
    {
        BlockSyntax block = body.Statements.Count == 1 && body.Statements[0] is TryStatementSyntax @try ? @try.Block : body;
        return block.Statements.Count < 2 ? null
            : AsDelay(block.Statements[block.Statements.Count - 1]) ?? (block == body ? AsDelay(block.Statements[0]) : null);

        static ExpressionStatementSyntax? AsDelay(StatementSyntax statement)
            => statement is ExpressionStatementSyntax { Expression: AwaitExpressionSyntax } expression
                && LoopPause.CallIn(expression) is { } call
                && CallSyntax.CalledName(call) == "Delay"
                ? expression
                : null;
    }

    private static bool LeavesLoop(SyntaxNode jump, BlockSyntax body)
        => jump is not BreakStatementSyntax
            || !jump.Ancestors().TakeWhile(ancestor
                => ancestor != body).Any(ancestor
                    => ancestor is SwitchStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax
                        or ForStatementSyntax);

    /// <summary>A constant, a readonly field, or a TimeSpan made of one; not zero.</summary>
    private static bool IsFixed(ExpressionSyntax period, CodeModel model)
    {
        if (Durations.IsZero(period, model) || Durations.IsInfinite(period, model))
        {
            return false;
        }

        return model.GetConstantValue(period).HasValue || period switch
        {
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call
                when CallSyntax.CalledName(call) is "FromSeconds" or "FromMilliseconds" or "FromMinutes" or "FromHours" or "FromDays"
                => IsFixed(arguments[0].Expression, model),
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
                => arguments.All(argument => model.GetConstantValue(argument.Expression).HasValue),
            NameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or NameSyntax }
                => model.SymbolOf(period) is IFieldSymbol { IsReadOnly: true },
            _ => false,
        };
    }
}
