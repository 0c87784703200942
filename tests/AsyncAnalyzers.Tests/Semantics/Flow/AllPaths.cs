namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>
/// All paths through a <see cref="RandomFunction"/>, taken one statement after the other, without a graph. What a path has done is a set of
/// numbers: each call adds its own, an assignment adds its own and takes away those of the same variable. Paths that have done the same are
/// one path, so that loops end. Any call may throw, before it has done its work or after; a typed handler may catch or not. Filters run when
/// the exception has come by the <c>finally</c> blocks on its way, as in the solver, not before.
/// </summary>
internal sealed class AllPaths
{
    public const ulong Begun = 1UL << 63;
    private readonly Dictionary<char, ulong> _ofVariable;
    private readonly bool _withExceptions;

    public AllPaths(RandomFunction function, bool withExceptions)
    {
        _withExceptions = withExceptions;
        _ofVariable = function.Assignments.GroupBy(one => one.Variable)
            .ToDictionary(group => group.Key, group => group.Aggregate(0UL, (bits, one) => bits | (1UL << one.Id)));
        Outcome end = Run(function.Body, [Begun]);
        Returned = [.. end.Normal, .. end.Of[JumpKind.Return]];
        Thrown = end.Of[JumpKind.Throw];
    }

    public HashSet<ulong> Returned { get; }

    public HashSet<ulong> Thrown { get; }

    /// <summary>What paths have done that come to a call or assignment, its operands included.</summary>
    public Dictionary<int, HashSet<ulong>> At { get; } = new();

    private Outcome Run(Statement statement, HashSet<ulong> states)
    {
        var outcome = new Outcome();
        switch (statement)
        {
            case Sequence sequence:
                outcome.Normal = states;
                foreach (Statement part in sequence.Statements)
                {
                    outcome = outcome.Then(Run(part, outcome.Normal));
                }

                return outcome;
            case Evaluate evaluate:
                outcome.Normal = Evaluate(evaluate.Expression, states, outcome);
                return outcome;
            case Jump { Kind: var kind, Value: var value }:
                HashSet<ulong> jumping = Evaluate(value, states, outcome);
                if (kind != JumpKind.Throw || _withExceptions)
                {
                    outcome.Of[kind].UnionWith(jumping);
                }

                return outcome;
            case If @if:
                (HashSet<ulong> then, HashSet<ulong> @else) = Evaluate(@if.Condition, states, outcome);
                Outcome branches = Run(@if.Then, then).Or(Run(@if.Else, @else));
                return outcome.Then(branches);
            case While loop:
                return RunLoop(loop, states);
            case ForEach loop:
                return RunLoop(loop, states);
            case Using @using:
                HashSet<ulong> opened = Evaluate(@using.Resource, states, outcome);
                Outcome used = Run(@using.Body, opened);
                // Of a lock: it may not be to be had.
                return outcome.Then(Closed(used.Or(Throws(@using.Resource is Fixed ? opened : []))));
            case Try @try:
                return RunTry(@try, states);
            default:
                throw new NotSupportedException(statement.ToString());
        }
    }

    private Outcome RunLoop(While loop, HashSet<ulong> states)
    {
        var outcome = new Outcome();
        var left = new HashSet<ulong>();
        HashSet<ulong> atCondition = loop.IsTestedFirst ? [.. states] : [];
        HashSet<ulong> atBody = loop.IsTestedFirst ? [] : [.. states];
        for (int known = -1; known != atCondition.Count + atBody.Count;)
        {
            known = atCondition.Count + atBody.Count;
            (HashSet<ulong> again, HashSet<ulong> done) = Evaluate(loop.Condition, atCondition, outcome);
            left.UnionWith(done);
            atBody.UnionWith(again);
            Outcome body = Run(loop.Body, atBody);
            atCondition.UnionWith(body.Normal);
            EndTurn(body, atCondition, left, outcome);
        }

        outcome.Normal = left;
        return outcome;
    }

    private Outcome RunLoop(ForEach loop, HashSet<ulong> states)
    {
        var outcome = new Outcome();
        HashSet<ulong> items = Evaluate(loop.Items, states, outcome);
        outcome.Or(Throws(items));
        var inside = new Outcome();
        var left = new HashSet<ulong>();
        HashSet<ulong> atNext = [.. items];
        for (int known = -1; known != atNext.Count;)
        {
            known = atNext.Count;
            inside.Or(Throws(atNext));
            left.UnionWith(atNext);
            Outcome body = Run(loop.Body, [.. atNext]);
            atNext.UnionWith(body.Normal);
            EndTurn(body, atNext, left, inside);
        }

        inside.Normal = left;
        return outcome.Then(Closed(inside));
    }

    private static void EndTurn(Outcome body, HashSet<ulong> next, HashSet<ulong> left, Outcome loop)
    {
        next.UnionWith(body.Of[JumpKind.Continue]);
        left.UnionWith(body.Of[JumpKind.Break]);
        loop.Of[JumpKind.Return].UnionWith(body.Of[JumpKind.Return]);
        loop.Of[JumpKind.Throw].UnionWith(body.Of[JumpKind.Throw]);
    }

    private Outcome RunTry(Try @try, HashSet<ulong> states)
    {
        Outcome outcome = Run(@try.Body, states);
        HashSet<ulong> thrown = outcome.Of[JumpKind.Throw];
        if (@try.Handlers.Count > 0)
        {
            outcome.Of[JumpKind.Throw] = [];
            foreach (Handler handler in @try.Handlers)
            {
                HashSet<ulong> entering = thrown;
                HashSet<ulong> refused = [];
                if (handler.Filter is { } filter)
                {
                    var failed = new Outcome();
                    (entering, refused) = Evaluate(filter, thrown, failed);
                    refused.UnionWith(failed.Of[JumpKind.Throw]);
                }

                outcome.Or(Run(handler.Body, entering));
                thrown = handler.CatchesAll ? refused : [.. thrown, .. refused];
            }

            outcome.Of[JumpKind.Throw].UnionWith(thrown);
        }

        return @try.Finally is { } @finally ? Through(outcome, entering => Run(@finally, entering)) : outcome;
    }

    private Outcome Closed(Outcome outcome) => Through(outcome, states => Throws(states).Or(new Outcome { Normal = states }));

    private static Outcome Through(Outcome outcome, Func<HashSet<ulong>, Outcome> @finally)
    {
        var result = new Outcome();
        foreach (JumpKind kind in Enum.GetValues<JumpKind>())
        {
            Outcome end = @finally(outcome.Of[kind]);
            result.Of[kind].UnionWith(end.Normal);
            result.Of[JumpKind.Throw].UnionWith(end.Of[JumpKind.Throw]);
        }

        return result.Then(@finally(outcome.Normal));
    }

    private Outcome Throws(IEnumerable<ulong> states)
    {
        var outcome = new Outcome();
        if (_withExceptions)
        {
            outcome.Of[JumpKind.Throw].UnionWith(states);
        }

        return outcome;
    }

    private HashSet<ulong> Evaluate(Expression expression, HashSet<ulong> states, Outcome outcome)
    {
        switch (expression)
        {
            case Call call:
                states = Evaluate(call.Argument, states, outcome);
                Note(call.Id, states);
                HashSet<ulong> called = [.. states.Select(state => state | (1UL << call.Id))];
                outcome.Or(Throws([.. states, .. called]));
                return called;
            case Assign assign:
                states = Evaluate(assign.Value, states, outcome);
                Note(assign.Id, states);
                return [.. states.Select(state => (state & ~_ofVariable[assign.Variable]) | (1UL << assign.Id))];
            case Choice choice:
                (HashSet<ulong> whenTrue, HashSet<ulong> whenFalse) = Evaluate(choice.Condition, states, outcome);
                return [.. Evaluate(choice.WhenTrue, whenTrue, outcome), .. Evaluate(choice.WhenFalse, whenFalse, outcome)];
            default:
                return states;
        }
    }

    private (HashSet<ulong> True, HashSet<ulong> False) Evaluate(Condition condition, HashSet<ulong> states, Outcome outcome)
    {
        switch (condition)
        {
            case Test test:
                states = Evaluate(test.Value, states, outcome);
                return ([.. states], [.. states]);
            case Both both:
                (HashSet<ulong> holds, HashSet<ulong> not) = Evaluate(both.Left, states, outcome);
                (HashSet<ulong> rightHolds, HashSet<ulong> rightNot) = Evaluate(both.Right, both.IsAnd ? holds : not, outcome);
                return both.IsAnd ? (rightHolds, [.. not, .. rightNot]) : ([.. holds, .. rightHolds], rightNot);
            case Not negated:
                (holds, not) = Evaluate(negated.Operand, states, outcome);
                return (not, holds);
            case Always { Value: var value }:
                return value ? ([.. states], []) : ([], [.. states]);
            default:
                throw new NotSupportedException(condition.ToString());
        }
    }

    private void Note(int id, HashSet<ulong> states)
    {
        if (!At.TryGetValue(id, out HashSet<ulong>? known))
        {
            At.Add(id, known = []);
        }

        known.UnionWith(states);
    }

    /// <summary>The ways in which a statement is left.</summary>
    private sealed class Outcome
    {
        public HashSet<ulong> Normal { get; set; } = [];

        public Dictionary<JumpKind, HashSet<ulong>> Of { get; } = Enum.GetValues<JumpKind>().ToDictionary(kind => kind, _ => new HashSet<ulong>());

        /// <summary>What follows is done where this ends normally.</summary>
        public Outcome Then(Outcome next)
        {
            Normal = [];
            return Or(next);
        }

        public Outcome Or(Outcome other)
        {
            Normal = [.. Normal, .. other.Normal];
            foreach ((JumpKind kind, HashSet<ulong> states) in other.Of)
            {
                Of[kind].UnionWith(states);
            }

            return this;
        }
    }
}
