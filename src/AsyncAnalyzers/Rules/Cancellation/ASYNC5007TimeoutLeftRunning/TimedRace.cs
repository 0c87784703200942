namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// <c>await Task.WhenAny(work, Task.Delay(timeout))</c>, and the <c>if</c> that asks which of them has ended. By syntax alone.
/// </summary>
internal sealed class TimedRace
{
    private string? _work;
    private string? _delay;

    /// <summary>The local that holds the answer, and whether the time is up where it is true.</summary>
    private (string Name, bool IsTimedOut)? _answer;

    private TimedRace(InvocationExpressionSyntax call, AwaitExpressionSyntax awaited, InvocationExpressionSyntax delay)
    {
        Call = call;
        Await = awaited;
        Delay = delay;
    }

    /// <summary>The call of <c>WhenAny</c>.</summary>
    public InvocationExpressionSyntax Call { get; }

    public AwaitExpressionSyntax Await { get; }

    /// <summary>The call of <c>Task.Delay</c>.</summary>
    public InvocationExpressionSyntax Delay { get; }

    /// <summary>The local that holds the delay; null where it is made in the race.</summary>
    public VariableDeclaratorSyntax? DelayLocal { get; private set; }

    /// <summary>What races against the delay.</summary>
    public IReadOnlyList<ExpressionSyntax> Works { get; private set; } = Array.Empty<ExpressionSyntax>();

    /// <summary>The local that holds the only work; null where it is started in the race, or comes from elsewhere.</summary>
    public VariableDeclaratorSyntax? WorkLocal { get; private set; }

    /// <summary>The local that is set to the task that ended first.</summary>
    public VariableDeclaratorSyntax? WinnerLocal { get; private set; }

    /// <summary>The statement that awaits the race; null in the body of a member or lambda that is an expression.</summary>
    public StatementSyntax? Statement { get; private set; }

    /// <summary>The <c>if</c> that tells the two outcomes apart, in the statement of the race or behind it.</summary>
    public IfStatementSyntax? Decision { get; private set; }

    /// <summary>What <see cref="Decision"/> does when the time is up; null where nothing is written for that.</summary>
    public StatementSyntax? TimedOutBranch { get; private set; }

    /// <summary>What it does when the work has ended.</summary>
    public StatementSyntax? FinishedBranch { get; private set; }

    public static TimedRace? Of(SimpleNameSyntax whenAny)
    {
        if (CallSyntax.InvocationOf(whenAny) is not { ArgumentList.Arguments: { Count: >= 2 } arguments } call
            || TaskUse.Of(call) is not { Kind: TaskUseKind.Awaited, Place: AwaitExpressionSyntax awaited })
        {
            return null;
        }

        TimedRace? race = null;
        List<ExpressionSyntax>? works = null;
        foreach (ArgumentSyntax argument in arguments)
        {
            if (DelayIn(argument.Expression) is not var (delay, local))
            {
                (works ??= new List<ExpressionSyntax>()).Add(argument.Expression);
            }
            else if (race is null)
            {
                race = new TimedRace(call, awaited, delay) { DelayLocal = local };
            }
            else
            {
                return null;
            }
        }

        if (race is null || works is null)
        {
            return null;
        }

        race.Works = works;
        race.FindNames();
        race.FindDecision();
        return race;
    }

    /// <summary>The statement ends by leaving the block around it.</summary>
    public static bool Leaves(StatementSyntax? statement) => LastOf(statement)
        is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or GotoStatementSyntax;

    /// <summary>The last statement of a block, or the statement itself.</summary>
    public static StatementSyntax? LastOf(StatementSyntax? statement)
    {
        while (statement is BlockSyntax block)
        {
            statement = block.Statements.LastOrDefault();
        }

        return statement;
    }

    /// <summary>The statements behind this one in its block.</summary>
    public static IEnumerable<StatementSyntax> Behind(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => block.Statements.Skip(block.Statements.IndexOf(statement) + 1),
        SwitchSectionSyntax section => section.Statements.Skip(section.Statements.IndexOf(statement) + 1),
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global
            => unit.Members.Skip(unit.Members.IndexOf(global) + 1).OfType<GlobalStatementSyntax>().Select(next => next.Statement),
        _ => Enumerable.Empty<StatementSyntax>(),
    };

    /// <summary>All that runs once the time is up, up to the end of the function.</summary>
    public IEnumerable<StatementSyntax> CodeAfterTimeout()
    {
        if (TimedOutBranch is not null)
        {
            yield return TimedOutBranch;
            if (Leaves(TimedOutBranch) && LastOf(TimedOutBranch) is not (ContinueStatementSyntax or BreakStatementSyntax))
            {
                yield break;
            }
        }

        for (SyntaxNode? current = Decision ?? Statement; current is not null && !FunctionSyntax.IsFunction(current);
            current = current.Parent)
        {
            if (current is StatementSyntax statement)
            {
                foreach (StatementSyntax next in Behind(statement))
                {
                    yield return next;
                }
            }
        }
    }

    /// <summary>
    /// Whether the time is up where the condition holds: <c>winner == delay</c>, <c>winner != work</c>, <c>!work.IsCompleted</c>; null
    /// where it asks for something else.
    /// </summary>
    public bool? IsTimedOutWhere(ExpressionSyntax condition)
    {
        switch (CallSyntax.WalkDownParentheses(condition))
        {
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation:
                return !IsTimedOutWhere(negation.Operand);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison:
                bool? isDelay = IsWinner(comparison.Left) ? IsDelay(comparison.Right)
                    : IsWinner(comparison.Right) ? IsDelay(comparison.Left)
                    : null;
                return comparison.IsKind(SyntaxKind.EqualsExpression) ? isDelay : !isDelay;
            case MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "IsCompleted" or "IsCompletedSuccessfully",
                Expression: IdentifierNameSyntax task,
            }:
                return IsDelay(task);
            case IdentifierNameSyntax { Identifier.ValueText: var name } when name == _answer?.Name:
                return _answer?.IsTimedOut;
            default:
                return null;
        }
    }

    private static (InvocationExpressionSyntax Delay, VariableDeclaratorSyntax? Local)? DelayIn(ExpressionSyntax task)
        => CallSyntax.WithoutConfiguration(task) switch
        {
            InvocationExpressionSyntax call when CallSyntax.CalledName(call) == "Delay" => (call, null),
            IdentifierNameSyntax name when UnobservedRace.LocalOf(name) is { Initializer.Value: var value } local
                && CallSyntax.WithoutConfiguration(value) is InvocationExpressionSyntax call && CallSyntax.CalledName(call) == "Delay"
                => (call, local),
            _ => null,
        };

    private void FindNames()
    {
        if (Works.Count == 1 && CallSyntax.WalkDownParentheses(Works[0]) is IdentifierNameSyntax name)
        {
            _work = name.Identifier.ValueText;
            WorkLocal = UnobservedRace.LocalOf(name);
        }

        _delay = DelayLocal?.Identifier.ValueText;
        if (Await.FirstAncestorOrSelf<StatementSyntax>() is { } statement
            && FunctionSyntax.Enclosing(statement) == FunctionSyntax.Enclosing(Await))
        {
            Statement = statement;
        }

        TaskUse winner = TaskUse.Of(Await);
        if (winner is { Kind: TaskUseKind.Assigned, Place: VariableDeclaratorSyntax local })
        {
            WinnerLocal = local;
        }
        else if (winner is { Kind: TaskUseKind.Checked, Place: BinaryExpressionSyntax comparison }
            && CallSyntax.WithCasts(comparison).Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax answer }
            && IsTimedOutWhere(comparison) is { } isTimedOut)
        {
            _answer = (answer.Identifier.ValueText, isTimedOut);
        }
    }

    private void FindDecision()
    {
        if (Statement is null)
        {
            return;
        }

        IfStatementSyntax? decision = Statement is IfStatementSyntax own
            ? own
            : Behind(Statement).OfType<IfStatementSyntax>().FirstOrDefault(@if => IsTimedOutWhere(@if.Condition) is not null);
        if (decision is not null && IsTimedOutWhere(decision.Condition) is { } isTimedOut)
        {
            Decision = decision;
            TimedOutBranch = isTimedOut ? decision.Statement : decision.Else?.Statement;
            FinishedBranch = isTimedOut ? decision.Else?.Statement : decision.Statement;
        }
    }

    private bool IsWinner(ExpressionSyntax task)
        => CallSyntax.WalkDownParentheses(task) is var plain && (plain == Await
            || (plain is IdentifierNameSyntax { Identifier.ValueText: var name } && name == WinnerLocal?.Identifier.ValueText));

    private bool? IsDelay(ExpressionSyntax task)
        => CallSyntax.WalkDownParentheses(task) is not IdentifierNameSyntax { Identifier.ValueText: var name } ? null
            : name == _delay ? true
            : name == _work ? false
            : null;
}
