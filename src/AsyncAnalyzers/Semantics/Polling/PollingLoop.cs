namespace AsyncAnalyzers.Semantics;

/// <summary>A loop that polls a state which could be awaited.</summary>
internal sealed class PollingLoop
{
    private PollingLoop(WaitingLoop shape, PolledState state, IReadOnlyList<PolledState> states, bool isBusy)
    {
        Shape = shape;
        State = state;
        States = states;
        IsBusy = isBusy;
    }

    public WaitingLoop Shape { get; }

    public StatementSyntax Loop => Shape.Loop;

    /// <summary>What it waits for.</summary>
    public PolledState State { get; }

    /// <summary>All that its condition asks for, a cancellation token included.</summary>
    public IReadOnlyList<PolledState> States { get; }

    /// <summary>It lets no time pass between two looks.</summary>
    public bool IsBusy { get; }

    /// <summary>The loop; null where it does more than to wait, or waits for what nobody here can signal.</summary>
    public static PollingLoop? Find(StatementSyntax loop, CodeModel model)
    {
        if (WaitingLoop.Of(loop) is not { } shape || FunctionSyntax.Enclosing(loop) is not { } function)
        {
            return null;
        }

        bool isBusy = true;
        bool backsOff = false;
        foreach (StatementSyntax statement in shape.Pauses)
        {
            switch (LoopPause.KindOf(statement, model))
            {
                case null:
                    return null;
                case PauseKind.BackOff:
                    backsOff = true;
                    break;
                case PauseKind.Sleep or PauseKind.Delay:
                    isBusy = false;
                    break;
            }
        }

        var states = new List<PolledState>();
        foreach ((ExpressionSyntax operand, bool whileWaiting) in shape.Conditions)
        {
            // A limit of time or of attempts, or a look at something foreign: such loops are meant.
            if (PolledState.Of(operand, whileWaiting, model) is not { } state)
            {
                return null;
            }

            states.Add(state);
        }

        PolledState? awaited = states.FirstOrDefault(state => state.Kind is not (PolledKind.Cancellation or PolledKind.Variable))
            ?? states.FirstOrDefault(state => state.Kind == PolledKind.Variable);
        bool isSynchronous = !FunctionSyntax.IsAsync(function)
            && EventLoopContext.Of(loop, model).Relation == EventLoopRelation.Off;
        return awaited is null
            || shape.Work is not null && awaited.Kind is not (PolledKind.Queue or PolledKind.Channel)
            || isSynchronous && isBusy && IsPrimitive(shape, awaited, backsOff)
                ? null
                : new PollingLoop(shape, awaited, states, isBusy && !backsOff);
    }

    /// <summary>Synchronous code that spins with care, over a variable that is read with care: how locks and queues are built.</summary>
    private static bool IsPrimitive(WaitingLoop shape, PolledState state, bool backsOff)
        => backsOff
            || state.Kind == PolledKind.Variable
                && shape.Pauses.Any(pause => LoopPause.CallIn(pause) is { } call && CallSyntax.CalledName(call) == "SpinWait")
                && (state.Symbol is IFieldSymbol { IsVolatile: true } || shape.Conditions.Any(condition
                    => condition.Operand.DescendantsAndSelf().Any(node => node is InvocationExpressionSyntax)));
}
