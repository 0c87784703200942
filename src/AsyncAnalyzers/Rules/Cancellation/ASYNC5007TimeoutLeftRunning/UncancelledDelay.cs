namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The delay of a race, which goes on when the work has ended.</summary>
/// <param name="IsLong">It is sure to go on for long, whoever is cancelled.</param>
/// <param name="IsEndless">It ends by its token alone.</param>
/// <param name="HasToken">It is given a token, which others cancel.</param>
internal sealed record UncancelledDelay(bool IsLong, bool IsEndless, bool HasToken)
{
    private const double Short = 5_000;
    private const double ShortInLoop = 1_000;
    private const double Long = 60_000;
    private const double LongInLoop = 10_000;

    public static UncancelledDelay? In(TimedRace race, CodeModel model)
    {
        InvocationExpressionSyntax delay = race.Delay;
        if (delay.ArgumentList.Arguments.FirstOrDefault() is not { } duration
            || FunctionSyntax.Enclosing(race.Call) is not { } function
            || FunctionSyntax.Enclosing(delay) != function
            || EndingCode.IsItself(function)
            || race.CodeAfterTimeout().Any(EndingCode.EndsProgram)
            || (race.DelayLocal is { } local && IsUsedElsewhere(local, race, model))
            || LoopAround(race.Call) is var loop && loop?.Span.Contains(delay.Span) == true && race.Works.All(work
                => IsOlderThan(loop, work, model))
            || (loop is null && OneTimeCode.Is(function, model))
            || CallSyntax.MethodOf(delay, model) is not { } method
            || !method.IsDeclaredIn(model.Types.Task)
            || IsCancelledIn(function, delay))
        {
            return null;
        }

        bool isRepeated = loop?.Span.Contains(delay.Span) == true;
        double? length = Durations.Milliseconds(duration.Expression, model);
        TokenOwner token = TokenOwners.Of(
            TokenArguments.ParameterOf(method, model.Types) is { } parameter ? GivenArgument.For(parameter, delay) : null, model);
        bool isEndless = length == double.PositiveInfinity;
        if (length is null && (isRepeated && Paces(loop!, race)
            || (token != TokenOwner.None && IsInSeconds(duration.Expression) && (!isRepeated || IsForOneTurn(race)))))
        {
            return null;
        }

        return length <= (isRepeated ? ShortInLoop : Short) || token == TokenOwner.OfFunction || (isEndless && token == TokenOwner.None)
            ? null
            : new UncancelledDelay(
                token == TokenOwner.None && length >= (isRepeated ? LongInLoop : Long), isEndless, token != TokenOwner.None);
    }

    /// <summary>The loop awaits another delay in its turn: no more than a few timers run on at a time.</summary>
    private static bool Paces(SyntaxNode loop, TimedRace race)
        => FunctionSyntax.OwnNodes(loop).Any(node => node is AwaitExpressionSyntax await
            && CallSyntax.WithoutConfiguration(await.Expression) is InvocationExpressionSyntax pause
            && CallSyntax.CalledName(pause) == "Delay" && !race.Call.Span.Contains(pause.Span));

    /// <summary><c>TimeSpan.FromSeconds(tries * factor + 5)</c>: some seconds, as the code is written.</summary>
    private static bool IsInSeconds(ExpressionSyntax duration)
        => duration is InvocationExpressionSyntax call && CallSyntax.CalledName(call) == "FromSeconds";

    /// <summary>The loop is left when the work has ended: of its timers one runs on.</summary>
    private static bool IsForOneTurn(TimedRace race)
        => race.Decision is { } decision
            && (TimedRace.LastOf(race.FinishedBranch) is ReturnStatementSyntax or BreakStatementSyntax
                || (TimedRace.LastOf(race.TimedOutBranch) is ContinueStatementSyntax
                    && TimedRace.Behind(decision).Any(static next => next is ReturnStatementSyntax or BreakStatementSyntax)));

    /// <summary><c>Task.Delay(time, _source.Token)</c> in a function that calls <c>_source.Cancel()</c>.</summary>
    private static bool IsCancelledIn(SyntaxNode function, InvocationExpressionSyntax delay)
        => delay.ArgumentList.Arguments.Select(static argument => argument.Expression)
            .FirstOrDefault(static given => given is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" })
            is MemberAccessExpressionSyntax { Expression: var source }
            && FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node => node is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "Cancel" or "CancelAsync" or "Dispose", Expression: var cancelled
            } && SyntaxFactory.AreEquivalent(cancelled, source));

    /// <summary>More is done with the delay than to race it and to compare it with the winner.</summary>
    private static bool IsUsedElsewhere(VariableDeclaratorSyntax local, TimedRace race, CodeModel model)
        => VariableMentions.Of(local, model).Any(mention => !race.Call.Span.Contains(mention.Span)
            && TaskUse.Of(mention) is not
            {
                Kind: TaskUseKind.Checked,
                Place: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression },
            });

    private static SyntaxNode? LoopAround(SyntaxNode node)
        => node.Ancestors().TakeWhile(static ancestor => !FunctionSyntax.IsFunction(ancestor))
            .FirstOrDefault(static ancestor => ControlFlowSyntax.LoopBody(ancestor) is not null);

    /// <summary>The same work is raced in each turn of the loop: all delays but the last one run out there.</summary>
    private static bool IsOlderThan(SyntaxNode loop, ExpressionSyntax work, CodeModel model)
    {
        if (work.DescendantsAndSelf().Any(static node => node is InvocationExpressionSyntax))
        {
            return false;
        }

        ExpressionSyntax root = CallSyntax.LeftmostOf(CallSyntax.WithoutConfiguration(work));
        if (root is ThisExpressionSyntax && root.Parent is MemberAccessExpressionSyntax member)
        {
            root = member.Name;
        }

        return root is IdentifierNameSyntax name && model.SymbolOf(name) switch
        {
            ILocalSymbol or IParameterSymbol => !LocalAssignments.IsWritten(name.Identifier.ValueText, loop, model)
                && !loop.Descendants().Any(node
                    => node is VariableDeclaratorSyntax local && local.Identifier.ValueText == name.Identifier.ValueText),
            IFieldSymbol { IsReadOnly: true } => true,
            _ => false,
        };
    }
}
