namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// Another completion of the same source that may come first. Under-approximates: both places have to be known to run beside each other,
/// and what looks like an agreement between the two counts as one.
/// </summary>
/// <param name="Other">The other completion.</param>
/// <param name="IsLikely">False where both are events of one object, which may well exclude each other.</param>
internal sealed record CompletionRace(SourceCompletion Other, bool IsLikely)
{
    /// <summary>The likeliest race of a completion that throws; null where there is none.</summary>
    public static CompletionRace? Find(SourceCompletion completion, CodeModel model)
    {
        if (CompletionOrigin.Of(completion.Receiver, model) is not { } origin)
        {
            return null;
        }

        CompletionSide? side = null;
        CompletionRace? possible = null;
        foreach (SourceCompletion other in OthersOf(origin, completion, model))
        {
            CodeModel there = model.In(other.Name.SyntaxTree);
            if (other.Call == completion.Call || CompletionOrigin.Of(other.Receiver, there) is not { } same || !same.IsSameAs(origin))
            {
                continue;
            }

            side ??= CompletionRun.Of(completion.Call, model) is { } run ? new CompletionSide(completion, run, origin, model) : null;
            if (side is null)
            {
                return null;
            }

            if (CompletionRun.Of(other.Call, there) is { } beside
                && Overlap(side, new CompletionSide(other, beside, same, there)) is { } isLikely)
            {
                if (isLikely && !IsCutOff(completion, other, model, there) && !IsCutOff(other, completion, there, model))
                {
                    return new CompletionRace(other, true);
                }

                possible ??= new CompletionRace(other, false);
            }
        }

        return possible;
    }

    /// <summary>The completions in the code that knows the variable.</summary>
    private static IEnumerable<SourceCompletion> OthersOf(CompletionOrigin origin, SourceCompletion completion, CodeModel model)
    {
        if (!origin.IsMember)
        {
            return FunctionSyntax.Enclosing(completion.Call) is { } function
                ? In(FunctionSyntax.OutermostEnclosing(function), model)
                : Enumerable.Empty<SourceCompletion>();
        }

        return origin.Symbol.DeclaredAccessibility == Accessibility.Private
            ? origin.Symbol.ContainingType.DeclaringSyntaxReferences
                .SelectMany(part => In(part.GetSyntax(model.CancellationToken), model))
            : ProjectMentions.Of(origin.Symbol.Name, model.Compilation, model.CancellationToken)
                .Select(static mention => mention.SyntaxTree).Distinct()
                .SelectMany(tree => In(tree.GetRoot(model.CancellationToken), model));
    }

    private static IEnumerable<SourceCompletion> In(SyntaxNode scope, CodeModel model)
    {
        CodeModel there = model.In(scope.SyntaxTree);
        foreach (SyntaxNode name in TriggerIndex.Of(scope.SyntaxTree, model.CancellationToken)
            .NodesFor(typeof(ASYNC2019CompletionSourceRaceAnalyzer)))
        {
            if (scope.Span.Contains(name.Span) && SourceCompletion.At((SimpleNameSyntax)name, there) is { } completion)
            {
                yield return completion;
            }
        }
    }

    /// <summary>
    /// The completion stands behind the end of a token source or registration, and the other one takes the source from where it is found:
    /// <c>pending.Tokens.Dispose(); pending.Source.SetResult(answer);</c> Only a callback that runs at that very moment comes between.
    /// </summary>
    private static bool IsCutOff(SourceCompletion completion, SourceCompletion other, CodeModel model, CodeModel there)
        => completion.Call.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } statement
            && block.Statements.TakeWhile(before => before != statement).Any(before
                => before is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax end }
                    && CallSyntax.CalledName(end) == "Dispose"
                    && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(end)!) is { } ended
                    && model.TypeOf(ended) is { Name: "CancellationTokenSource" or "CancellationTokenRegistration" })
            && FunctionSyntax.Enclosing(other.Call) is AnonymousFunctionExpressionSyntax callback
            && CallSyntax.WithCasts(callback).Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax registration }
            && CallSyntax.MethodOf(registration, there) is
            {
                Name: "Register" or "UnsafeRegister", ContainingType.Name: "CancellationToken"
            }
            && FunctionSyntax.Body(callback) is { } body
            && FunctionSyntax.OwnNodes(body).Any(static node => node is InvocationExpressionSyntax taken
                && CallSyntax.CalledName(taken) is "Remove" or "TryRemove");

    /// <summary>True where the two race, false where they may; null where something orders them, or nothing is known.</summary>
    private static bool? Overlap(CompletionSide one, CompletionSide other)
        => one.Run.Function != other.Run.Function && Runs(one, other) is { } isLikely && !AgreedCompletion.Orders(one, other)
            ? isLikely
            : null;

    private static bool? Runs(CompletionSide one, CompletionSide other)
    {
        switch (one.Run.Runner, other.Run.Runner)
        {
            case (CompletionRunner.Timeout, _):
                return IsBehindStart(one.Run, other.Completion) ? true : null;
            case (_, CompletionRunner.Timeout):
                return IsBehindStart(other.Run, one.Completion) ? true : null;
            case (CompletionRunner.Close, CompletionRunner.Close):
                return null;
            case (CompletionRunner.Close, _) or (_, CompletionRunner.Close):
                // Where both throw, one of them is a choice: two buttons of a dialog.
                return (one.Completion.IsTry || other.Completion.IsTry) && IsOpen(one.Origin)
                    && !AgreedCompletion.AsksForState(one.Completion.Call)
                    && !AgreedCompletion.AsksForState(other.Completion.Call)
                        ? true
                        : null;
            case (CompletionRunner.Event, CompletionRunner.Event):
                return one.Run.Raiser is null || other.Run.Raiser is null ? null
                    : !SymbolEqualityComparer.Default.Equals(one.Run.Raiser, other.Run.Raiser) ? true
                    : other.Completion.IsTry ? false : null;
            case (CompletionRunner.Work, CompletionRunner.Event) or (CompletionRunner.Event, CompletionRunner.Work):
                return true;
            case (CompletionRunner.Work, CompletionRunner.Work):
                return UnjoinedStart.AreBeside(one.Run.Start!, other.Run.Start!) ? true : null;
            case (CompletionRunner.Code, CompletionRunner.Event or CompletionRunner.Callback or CompletionRunner.Work):
                return UnjoinedStart.IsLeftBehind(other.Run, one) ? true : null;
            case (CompletionRunner.Event or CompletionRunner.Callback or CompletionRunner.Work, CompletionRunner.Code):
                return UnjoinedStart.IsLeftBehind(one.Run, other) ? true : null;
            default:
                return null;
        }
    }

    /// <summary>The place is not, in the function that sets the time-out, before that or behind its <c>using</c>.</summary>
    private static bool IsBehindStart(CompletionRun timeout, SourceCompletion place)
    {
        if (timeout.Start is not { } start || FunctionSyntax.Enclosing(start) is not { } starter
            || FunctionSyntax.Enclosing(place.Call) != starter)
        {
            return true;
        }

        return UnjoinedStart.ScopeOf(start).Span.Contains(place.Call.Span)
            && (ControlFlowSyntax.LoopAround(start, place.Call, starter) is not null
                || (place.Call.SpanStart > start.Span.End && ControlFlowSyntax.MayReach(start, place.Call)));
    }

    /// <summary>
    /// The source can still be completed by others when the object is closed: it is a member, or in a collection that several threads use.
    /// </summary>
    private static bool IsOpen(CompletionOrigin origin)
        => origin.IsMember
            && (!origin.IsElement
                || (origin.Symbol is IFieldSymbol field ? field.Type : ((IPropertySymbol)origin.Symbol).Type)
                    .Name.StartsWith("Concurrent", StringComparison.Ordinal));
}
