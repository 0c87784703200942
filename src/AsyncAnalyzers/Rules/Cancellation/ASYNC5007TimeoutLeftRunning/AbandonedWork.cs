namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Work that a function starts, gives up when a time is over, and could have stopped by a token.</summary>
/// <param name="Call">The call that starts it.</param>
/// <param name="Method">What it binds to.</param>
/// <param name="Parameter">The parameter for the token, of the method or of its overload.</param>
/// <param name="Token">Who can cancel the token that it is given.</param>
/// <param name="Taking">What it still takes when it goes on; null where that is not known.</param>
/// <param name="IsTold">The function tells its caller that the time is up, and says nothing of work that goes on.</param>
internal sealed record AbandonedWork(
    InvocationExpressionSyntax Call, IMethodSymbol Method, IParameterSymbol Parameter, TokenOwner Token, Phrase? Taking, bool IsTold)
{
    /// <summary>The work of a race that the delay may win; null where the function looks after it, or where it cannot be stopped.</summary>
    public static AbandonedWork? In(TimedRace race, CodeModel model)
    {
        if (race.Works.Count != 1
            || StartIn(race.WorkLocal is null ? race.Works[0] : race.WorkLocal.Initializer?.Value) is not { } call
            || (race.WorkLocal is { } local ? !IsForgotten(local, race, model) : race is { Decision: null, WinnerLocal: not null })
            || (race.Decision is null && race.WinnerLocal is null && !IsWinnerDropped(race))
            || race.CodeAfterTimeout().Any(EndingCode.IsIn))
        {
            return null;
        }

        return Of(call, race.Call, IsToldAfter(race), model);
    }

    /// <summary>The work of <c>work.WaitAsync(timeout)</c>, where this is all that is done with its task.</summary>
    public static AbandonedWork? In(InvocationExpressionSyntax wait, ExpressionSyntax task, CodeModel model)
    {
        ExpressionSyntax? value = task;
        if (CallSyntax.WithoutConfiguration(task) is IdentifierNameSyntax name)
        {
            value = UnobservedRace.LocalOf(name) is { } local && !IsMadeInOtherTurn(local, wait)
                && VariableMentions.Of(local, model).All(mention => mention == name)
                ? local.Initializer?.Value
                : null;
        }

        return StartIn(value) is { } call ? Of(call, wait, isTold: false, model) : null;
    }

    /// <summary>The one call that makes the task.</summary>
    public static InvocationExpressionSyntax? StartIn(ExpressionSyntax? task)
        => task is not null && CallSyntax.WithoutConfiguration(task) is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is not null and not ("Delay" or "WhenAll" or "WhenAny" or "ContinueWith")
            ? call
            : null;

    private static AbandonedWork? Of(InvocationExpressionSyntax call, InvocationExpressionSyntax timeout, bool isTold, CodeModel model)
    {
        if (EndingCode.IsName(CallSyntax.CalledName(call)!)
            || FunctionSyntax.Enclosing(call) is not { } function
            || FunctionSyntax.Enclosing(timeout) != function
            || EndingCode.IsItself(function)
            || timeout.Ancestors().TakeWhile(ancestor => ancestor != function).OfType<TryStatementSyntax>().Any(EndingCode.IsInHandlerOf)
            || EndingCode.DisposesWhatIsUsedBy(call, function)
            || CallSyntax.MethodOf(call, model) is not { } method
            || method.ContainingType.IsTaskOrValueTask(model.Types) || method.IsDeclaredIn(model.Types.TaskFactory)
            || !method.ReturnType.IsTaskOrValueTask(model.Types)
            || (TokenArguments.ParameterOf(method, model.Types) ?? TokenArguments.Free(call, method, model))
                is not { IsParams: false } parameter
            || IgnoresToken(parameter, model))
        {
            return null;
        }

        bool isOwn = SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method);
        TokenOwner token = TokenOwners.Of(isOwn ? GivenArgument.For(parameter, call) : null, model);
        Phrase? taking = method.Name switch
        {
            "WaitAsync" when method.IsDeclaredIn(model.Types.SemaphoreSlim) => Phrase.Of($"takes a semaphore that is never released"),
            "ReadAsync" when method.IsDeclaredIn(model.Types.ChannelReader) => Phrase.Of($"takes an item that is lost"),
            _ => null,
        };
        return token == TokenOwner.OfFunction ? null : new AbandonedWork(call, method, parameter, token, taking, isTold);
    }

    /// <summary>
    /// All that is done with the work, beside the race, is to ask whether it has ended, and what is done where it has.
    /// </summary>
    private static bool IsForgotten(VariableDeclaratorSyntax work, TimedRace race, CodeModel model)
    {
        if (LocalAssignments.Of(work, model).Any() || IsMadeInOtherTurn(work, race.Call))
        {
            return false;
        }

        foreach (IdentifierNameSyntax mention in VariableMentions.Of(work, model))
        {
            if (TaskUse.IsCaptured(mention, work) || IsBehindTry(mention, race.Call) || IsMadeInOtherTurn(work, mention)
                || !(race.Call.Span.Contains(mention.Span)
                    || TaskUse.Of(mention).Kind == TaskUseKind.Checked
                    || race.FinishedBranch?.Span.Contains(mention.Span) == true
                    || (TimedRace.Leaves(race.TimedOutBranch) && mention.SpanStart >= race.Decision!.Span.End)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A <c>catch</c> or <c>finally</c> of what is around the race: it runs when the time is up, too.</summary>
    private static bool IsBehindTry(SyntaxNode mention, SyntaxNode race)
        => mention.Ancestors().Any(ancestor
            => ancestor is CatchClauseSyntax or FinallyClauseSyntax && ancestor.Parent!.Span.Contains(race.Span)
                && !ancestor.Span.Contains(race.Span));

    /// <summary>The place is run again and again for the same work: it is a sign of life, not the end.</summary>
    private static bool IsMadeInOtherTurn(VariableDeclaratorSyntax work, SyntaxNode place)
        => place.Ancestors().TakeWhile(ancestor => !FunctionSyntax.IsFunction(ancestor))
            .Any(ancestor => ControlFlowSyntax.LoopBody(ancestor) is not null && !ancestor.Span.Contains(work.Span));

    /// <summary>The task that ended first is dropped, or compared; nobody else is handed it.</summary>
    private static bool IsWinnerDropped(TimedRace race)
        => TaskUse.Of(race.Await).Kind is TaskUseKind.Dropped or TaskUseKind.Discarded or TaskUseKind.Checked;

    /// <summary>When the time is up, the function throws or returns a value.</summary>
    private static bool IsToldAfter(TimedRace race)
    {
        StatementSyntax? last = race.TimedOutBranch is { } branch
            ? TimedRace.LastOf(branch)
            : race.Decision is { } decision && TimedRace.Leaves(race.FinishedBranch)
                ? TimedRace.LastOf(TimedRace.Behind(decision).LastOrDefault())
                : null;
        return last is ThrowStatementSyntax or ReturnStatementSyntax { Expression: not null };
    }

    /// <summary>The method is declared in this compilation and does nothing with its token.</summary>
    private static bool IgnoresToken(IParameterSymbol parameter, CodeModel model)
        => parameter.ContainingSymbol is IMethodSymbol taking
            && CalledSource.DeclarationOf(taking, model.CancellationToken) is { } declaration
            && FunctionSyntax.Body(declaration) is { } body
            && !NameMentions.In(body, model)[parameter.Name].Any();
}
