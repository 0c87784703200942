namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What runs beside the callback of a timer, or the handler of an event that another thread raises.</summary>
internal sealed class TimerConflicts(ConcurrentStart start, StateUpdate update, LockedWrites others, RuleContext context)
{
    /// <summary>How many calls up the callers of a private method are looked at.</summary>
    private const int MaximumDepth = 4;

    /// <summary>Ten minutes.</summary>
    private const int LongPeriod = 600_000;

    private readonly ISymbol? _source = SourceOf(start, context);

    /// <summary>Null where nothing is known to.</summary>
    /// <param name="body">The code that the update stands in.</param>
    /// <param name="isAlone">A lock keeps other runs of the code out.</param>
    public Conflict? Of(ConcurrentBody body, bool isAlone)
    {
        if (Elsewhere() is { } elsewhere)
        {
            return others.AreUnderLock ? others.At(elsewhere, null)
                : new(elsewhere.GetLocation(), $"other code ({SourceLine.Of(elsewhere)}) updates it concurrently");
        }

        return isAlone || others.AreUnderLock ? null : start.Kind == ConcurrencyKind.Handler ? OfOtherStream() : OfNextTick(body);
    }

    /// <summary>
    /// The update stands in a loop of started work that goes on as long as the object lives, and a member that has nothing to do with that
    /// work updates the field too.
    /// </summary>
    public Conflict? OfWorker()
        => update.Node.Ancestors().TakeWhile(static node => !FunctionSyntax.IsFunction(node)).Any(IsEndless)
            && !context.Types.HasTestFramework
            && Elsewhere() is { } elsewhere && LockSets.At(elsewhere, context.Model).IsEmpty
                ? new(
                    elsewhere.GetLocation(), $"other code ({SourceLine.Of(elsewhere)}) updates it concurrently", IsCertain: false)
                : null;

    /// <summary>
    /// <c>while (true)</c>, <c>while (!token.IsCancellationRequested)</c>, <c>while (await timer.WaitForNextTickAsync())</c>.
    /// </summary>
    private static bool IsEndless(SyntaxNode node) => node switch
    {
        WhileStatementSyntax loop => CallSyntax.WalkDownParentheses(loop.Condition) is LiteralExpressionSyntax
            or PrefixUnaryExpressionSyntax or AwaitExpressionSyntax or IdentifierNameSyntax,
        ForStatementSyntax loop => loop.Condition is null,
        CommonForEachStatementSyntax loop => loop.Expression.DescendantsAndSelf().Any(static part
            => part is SimpleNameSyntax { Identifier.ValueText: "GetConsumingEnumerable" or "ReadAllAsync" }),
        _ => false,
    };

    /// <summary>
    /// A member that has nothing to do with the timer writes the field that its callback counts in. Members that mention the
    /// timer may have stopped it; a process ends by itself.
    /// </summary>
    private ExpressionSyntax? Elsewhere()
    {
        StatePath state = others.State;
        if (state.IsOfVariable || state.Root is IPropertySymbol || !state.IsDirect
            || update.Form is UpdateForm.TestThenWrite or UpdateForm.Coalesce or UpdateForm.ReadThenWrite || IsOfProcess
            || update.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        foreach (MemberDeclarationSyntax member in type.Members)
        {
            if (member is FieldDeclarationSyntax or TypeDeclarationSyntax || member.Span.Contains(update.Node.Span))
            {
                continue;
            }

            ExpressionSyntax? write = state.MentionsAmong(member.Descendants(), context.Model)
                .FirstOrDefault(static mention => Writes.IsWritten(mention)
                    && mention.Parent is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression });
            if (write is not null && IsReachedBesides(member, 0))
            {
                return write;
            }
        }

        return null;
    }

    private bool IsOfProcess => start.Kind == ConcurrencyKind.Handler && start.Name is "OutputDataReceived" or "ErrorDataReceived";

    /// <summary>Code runs the member that is neither the callback nor what makes, starts, stops or ends the timer.</summary>
    private bool IsReachedBesides(MemberDeclarationSyntax member, int depth)
    {
        if (depth > MaximumDepth || member is ConstructorDeclarationSyntax or DestructorDeclarationSyntax
            || member.Span.Contains(start.Call.Span)
            || member is MethodDeclarationSyntax { Identifier.ValueText: var name }
                && start.Functions.Any(function => IsNamed(function, name))
            || TimerTypes.AreHandledBy(member, _source, context.Model))
        {
            return false;
        }

        return FunctionSyntax.SymbolOf(member, context.Model) is not { } symbol
            || CallersOf.FindAll(symbol, member, context.Model) is not { } callers
            || callers.Count == 0 || callers.Any(caller => caller.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } above
                && !start.Call.Span.Contains(caller.Span)
                && (caller.SyntaxTree != context.Model.SyntaxTree || IsReachedBesides(above, depth + 1)));
    }

    private static bool IsNamed(SyntaxNode function, string name) => function switch
    {
        IdentifierNameSyntax group => group.Identifier.ValueText == name,
        MemberAccessExpressionSyntax group => group.Name.Identifier.ValueText == name,
        _ => false,
    };

    private bool IsTimerNamedIn(SyntaxNode code)
        => TimerTypes.AreNamedIn(code, _source, context.Model);

    /// <summary>What the timer is kept in, or what raises the event.</summary>
    private static ISymbol? SourceOf(ConcurrentStart start, RuleContext context)
        => start.Call is AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Expression: var source } }
            ? context.Model.SymbolOf(source)
            : TimerTypes.HolderOf(start.Call, context.Model);

    /// <summary>The output and the errors of a process are read by a thread each.</summary>
    private Conflict? OfOtherStream()
    {
        if (!IsOfProcess || FunctionSyntax.Enclosing(start.Call) is not { } function || FunctionSyntax.Body(function) is not { } body)
        {
            return null;
        }

        string name = start.Name == "OutputDataReceived" ? "ErrorDataReceived" : "OutputDataReceived";
        string source = SourceText(start);
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (node is not SimpleNameSyntax mention || mention.Identifier.ValueText != name
                || ConcurrentStart.At(mention) is not { } other || SourceText(other) != source)
            {
                continue;
            }

            foreach (ConcurrentBody code in other.Functions.SelectMany(ConcurrentBody.Of))
            {
                ExpressionSyntax? write = others.State
                    .MentionsIn(code.Body, context.Model).FirstOrDefault(Writes.IsWritten);
                if (write is not null && !LockedWrites.HeldAt(write, code, context).KeepsWritersOut)
                {
                    return new(other.Location, $"'{name}' ({SourceLine.Of(other.Location)}) updates it concurrently");
                }
            }
        }

        return null;
    }

    private static string SourceText(ConcurrentStart subscription)
        => subscription.Call is AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax access }
            ? access.Expression.ToString()
            : "";

    /// <summary>
    /// The next tick comes while this one runs: certain to do harm where the callback awaits between the read and the write. A callback
    /// that names the timer may stop it, or start it again at its end.
    /// </summary>
    private Conflict? OfNextTick(ConcurrentBody body)
    {
        bool isLossy = update.Form is UpdateForm.Step or UpdateForm.Compound or UpdateForm.Recomputed or UpdateForm.ReadThenWrite;
        bool isInterrupted = UpdateOfMany.IsInterrupted(update, body.Body);
        return !isLossy || (!isInterrupted && (IsLongPeriod() || !MayTakeLong()))
            || start.Functions.SelectMany(ConcurrentBody.Of).Any(code => IsTimerNamedIn(code.Body))
            || IsBehindFlag(body.Body, update.Node) || IsBehindFlag(FunctionSyntax.Body(body.Started) ?? body.Started, body.CalledAt)
                ? null
                : new(
                    start.Location, $"ticks of '{start.Name}' ({SourceLine.Of(start.Location)}) can overlap",
                    IsCertain: isInterrupted);
    }

    /// <summary>The callback waits for something: it may still run when the next tick comes.</summary>
    private bool MayTakeLong()
        => start.Functions.SelectMany(ConcurrentBody.Of).Any(code => code.Body.DescendantsAndSelf().Any(node
            => FunctionSyntax.IsAwait(node) || node switch
            {
                InvocationExpressionSyntax call => CallSyntax.CalledName(call) is "Sleep" or "Wait" or "WaitOne" or "WaitAll" or "Join"
                        or "GetResult" or "WaitForExit"
                    || (code.Body.SyntaxTree == context.Model.SyntaxTree && CallSyntax.MethodOf(call, context.Model) is { } method
                        && AsyncCounterpart.IsFrameworkIo(method)),
                MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "Result",
                _ => false,
            }));

    /// <summary>A callback that takes hours is no timer's.</summary>
    private bool IsLongPeriod()
        => start.Period is { } period
            && (period is InvocationExpressionSyntax call ? CallSyntax.CalledName(call) is "FromHours" or "FromDays"
                : context.Model.GetConstantValue(period).Value is int and >= LongPeriod);

    /// <summary><c>if (_busy) return; _busy = true;</c> before the place.</summary>
    private static bool IsBehindFlag(SyntaxNode body, SyntaxNode? place)
        => place is not null && FunctionSyntax.OwnNodes(body).Any(node => node is AssignmentExpressionSyntax
        {
            RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
            Left: IdentifierNameSyntax or MemberAccessExpressionSyntax,
            Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression },
        } claim && claim.Span.End <= place.SpanStart && FunctionSyntax.OwnNodes(body).Any(test => test is IfStatementSyntax condition
            && condition.SpanStart < claim.SpanStart && StateUpdate.Mentions(condition.Condition, claim.Left)));
}
