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
    private static readonly string[] Endings =
    {
        "Cancel", "Abort", "Kill", "Dispose", "Close", "Stop", "Disconnect", "Shutdown", "ShutDown", "Terminate", "Reset", "Interrupt", "Exit",
        "FailFast", "Clean", "TearDown", "Drain", "Complete", "TryCancel", "TrySet", "SetCanceled", "Unregister", "Flush",
    };

    /// <summary>The work of a race that the delay may win; null where the function looks after it, or where it cannot be stopped.</summary>
    public static AbandonedWork? In(TimedRace race, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (race.Works.Count != 1
            || StartIn(race.WorkLocal is null ? race.Works[0] : race.WorkLocal.Initializer?.Value) is not { } call
            || (race.WorkLocal is { } local ? !IsForgotten(local, race, model) : race is { Decision: null, WinnerLocal: not null })
            || race.CodeAfterTimeout().Any(EndsSomething))
        {
            return null;
        }

        return Of(call, race.Call, IsToldAfter(race), model, types, cancellationToken);
    }

    /// <summary>The work of <c>work.WaitAsync(timeout)</c>, where this is all that is done with its task.</summary>
    public static AbandonedWork? In(
        InvocationExpressionSyntax wait, ExpressionSyntax task, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        ExpressionSyntax? value = task;
        if (CallSyntax.WithoutConfiguration(task) is IdentifierNameSyntax name)
        {
            value = UnobservedRace.LocalOf(name) is { } local && !IsMadeInOtherTurn(local, wait)
                && VariableMentions.Of(local, model).All(mention => mention == name)
                ? local.Initializer?.Value
                : null;
        }

        return StartIn(value) is { } call ? Of(call, wait, isTold: false, model, types, cancellationToken) : null;
    }

    /// <summary>The one call that makes the task.</summary>
    public static InvocationExpressionSyntax? StartIn(ExpressionSyntax? task)
        => task is not null && CallSyntax.WithoutConfiguration(task) is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is not null and not ("Delay" or "WhenAll" or "WhenAny" or "ContinueWith" or "Unwrap")
            ? call
            : null;

    private static AbandonedWork? Of(
        InvocationExpressionSyntax call, InvocationExpressionSyntax timeout, bool isTold, SemanticModel model, KnownTypes types,
        CancellationToken cancellationToken)
    {
        if (Array.Exists(Endings, ending => CallSyntax.CalledName(call)!.StartsWith(ending, StringComparison.Ordinal))
            || FunctionSyntax.Enclosing(call) is not { } function
            || FunctionSyntax.Enclosing(timeout) != function
            || IsEnding(function)
            || timeout.Ancestors().TakeWhile(ancestor => ancestor != function).OfType<TryStatementSyntax>().Any(EndsSomethingAround)
            || UsesWhatIsDisposed(call, function)
            || CallSyntax.MethodOf(call, model, cancellationToken) is not { } method
            || method.ContainingType.IsTaskOrValueTask(types) || method.IsDeclaredIn(types.TaskFactory)
            || !method.ReturnType.IsTaskOrValueTask(types)
            || (TokenArguments.ParameterOf(method, types) ?? TokenArguments.Free(call, method, model, types)) is not { IsParams: false } parameter
            || IgnoresToken(parameter, model, cancellationToken))
        {
            return null;
        }

        bool isOwn = SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method);
        TokenOwner token = TokenOwners.Of(isOwn ? TokenArguments.Given(call, parameter) : null, model, cancellationToken);
        Phrase? taking = method.Name switch
        {
            "WaitAsync" when method.IsDeclaredIn(types.SemaphoreSlim) => Phrase.Of($"takes a semaphore that is never released"),
            "ReadAsync" when method.IsDeclaredIn(types.ChannelReader) => Phrase.Of($"takes an item that is lost"),
            _ => null,
        };
        return token == TokenOwner.OfFunction ? null : new AbandonedWork(call, method, parameter, token, taking, isTold);
    }

    /// <summary>
    /// All that is done with the work, beside the race, is to ask whether it has ended, and what is done where it has.
    /// </summary>
    private static bool IsForgotten(VariableDeclaratorSyntax work, TimedRace race, SemanticModel model)
    {
        if (LocalAssignments.Of(work, model).Any() || IsMadeInOtherTurn(work, race.Call))
        {
            return false;
        }

        foreach (IdentifierNameSyntax mention in VariableMentions.Of(work, model))
        {
            if (TaskUse.IsCaptured(mention, work) || IsBehindTry(mention, race.Call)
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

    /// <summary>The race is run again and again for the same work: it is a sign of life, not the end.</summary>
    private static bool IsMadeInOtherTurn(VariableDeclaratorSyntax work, SyntaxNode race)
        => race.Ancestors().TakeWhile(ancestor => !FunctionSyntax.IsFunction(ancestor))
            .Any(ancestor => ControlFlowSyntax.LoopBody(ancestor) is not null && !ancestor.Span.Contains(work.Span));

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

    /// <summary>Something is cancelled, closed or disposed there, which may well end the work.</summary>
    private static bool EndsSomething(SyntaxNode code)
        => code.DescendantsAndSelf().Any(static node => node is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is { } name && Array.Exists(Endings, ending => name.StartsWith(ending, StringComparison.Ordinal)));

    private static bool EndsSomethingAround(TryStatementSyntax @try)
        => (@try.Finally is not null && EndsSomething(@try.Finally)) || @try.Catches.Any(EndsSomething);

    /// <summary>A function that ends something itself: what it waits for a while is left on purpose.</summary>
    public static bool IsEnding(SyntaxNode function)
        => function.AncestorsAndSelf().Any(static node => node switch
        {
            MethodDeclarationSyntax method => IsEndingName(method.Identifier.ValueText),
            LocalFunctionStatementSyntax local => IsEndingName(local.Identifier.ValueText),
            DestructorDeclarationSyntax => true,
            _ => false,
        });

    private static bool IsEndingName(string name)
        => name is "OnExit" or "OnClosing" or "OnStop"
            || Array.Exists(Endings, ending => name.StartsWith(ending, StringComparison.Ordinal));

    /// <summary>What the call is made on, or given, is disposed when the function is left.</summary>
    private static bool UsesWhatIsDisposed(InvocationExpressionSyntax call, SyntaxNode function)
    {
        HashSet<string>? disposed = null;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
        {
            VariableDeclarationSyntax? declaration = node switch
            {
                LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword } local => local.Declaration,
                UsingStatementSyntax statement => statement.Declaration,
                _ => null,
            };
            if (declaration is not null)
            {
                (disposed ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(declaration.Variables.Select(variable
                    => variable.Identifier.ValueText));
            }
            else if (node is UsingStatementSyntax { Expression: IdentifierNameSyntax name })
            {
                (disposed ??= new HashSet<string>(StringComparer.Ordinal)).Add(name.Identifier.ValueText);
            }
        }

        return disposed is not null
            && call.DescendantsAndSelf().Any(node => node is IdentifierNameSyntax name && disposed.Contains(name.Identifier.ValueText));
    }

    /// <summary>The method is declared in this compilation and does nothing with its token.</summary>
    private static bool IgnoresToken(IParameterSymbol parameter, SemanticModel model, CancellationToken cancellationToken)
        => parameter.ContainingSymbol is IMethodSymbol taking
            && CalledSource.DeclarationOf(taking, cancellationToken) is { } declaration
            && FunctionSyntax.Body(declaration) is { } body
            && !NameMentions.In(body, model)[parameter.Name].Any();
}
