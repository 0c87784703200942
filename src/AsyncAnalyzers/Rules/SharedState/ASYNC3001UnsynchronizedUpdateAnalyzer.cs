namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3001: state that several threads share is read and written back without synchronization.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3001UnsynchronizedUpdateAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Synchronize updates of shared state",
        "'{0}' is updated without synchronization while {1}; {2}",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "An update reads a value and writes one that depends on it: when two threads do so at the same time, one of the two updates is "
            + "lost.");

    private static readonly DiagnosticDescriptor OtherLock = RuleDescriptor.Variant(
        Rule, "'{0}' is updated under lock '{1}' while {2}; hold the same lock");

    public ASYNC3001UnsynchronizedUpdateAnalyzer()
        : base(
            new[] { Rule, OtherLock },
            Trigger.OnNames(ConcurrentStart.TriggerNames)
                .Concat(Array.ConvertAll(UpdateOfMany.Kinds, static kind => Trigger.OnKind(kind, UpdateOfMany.MayBe))).ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node is not SimpleNameSyntax name)
        {
            if (UpdateOfMany.At(node, context) is var (update, state, conflict))
            {
                Report(update, state, conflict, context);
            }
        }
        else if (ConcurrentStart.At(name) is { } start)
        {
            Analyze(start, context);
        }
    }

    private static void Analyze(ConcurrentStart start, RuleContext context)
    {
        MayHappenInParallel? parallel = null;
        SyntaxNode? repeated = null;
        foreach (SyntaxNode function in start.Functions)
        {
            foreach (ConcurrentBody body in ConcurrentBody.Of(function))
            {
                HashSet<string>? ownNames = null;
                foreach (StateUpdate update in StateUpdate.In(body.Body))
                {
                    if (RootName(update.Target) is { } root && (ownNames ??= body.OwnNames()).Contains(root))
                    {
                        continue;
                    }

                    if (parallel is null)
                    {
                        if (!start.IsConfirmed(context.Model))
                        {
                            return;
                        }

                        parallel = MayHappenInParallel.Of(start, context.Model);
                        repeated = start.Kind == ConcurrencyKind.Started ? parallel.RepeatedScope() : null;
                    }

                    Conclude(start, parallel, repeated, body, update, context);
                }
            }
        }
    }

    private static void Conclude(
        ConcurrentStart start, MayHappenInParallel parallel, SyntaxNode? repeated, ConcurrentBody body, StateUpdate update,
        RuleContext context)
    {
        if (StatePath.Of(update.Target, context.Model) is not { } state
            || !IsSharedBy(state, start, repeated, body)
            || !LivesOutsideOf(state, body)
            || LockedWrites.HeldAt(update.Node, body, context) is not { HoldsUnknown: false } held
            || Conflict(start, parallel, repeated, body, update, new LockedWrites(state, held, context), context) is not { } conflict)
        {
            return;
        }

        Report(update, state, conflict, context);
    }

    private static void Report(StateUpdate update, StatePath state, Conflict conflict, RuleContext context)
    {
        if (context.IsTakenOut(state.Holder)
            || MixedUpdate.At(update.Node, context.Model) is not null
            || !context.IsFirstAt(update.Node.Span))
        {
            return;
        }

        if (conflict.Lock is { } mine)
        {
            context.Saying(OtherLock).ReportWithEvidence(
                update.Node.GetLocation(), new[] { conflict.Place }, Display(update.Target), mine, conflict.Text);
            return;
        }

        // Of what is only counted and told, nothing depends on the number.
        context.ReportAs(
            conflict.IsCertain && !Statistic.Is(state, context) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            update.Node.GetLocation(), new[] { conflict.Place }, Display(update.Target), conflict.Text, Remedy(update, state, context));
    }

    /// <summary>What runs at the same time and touches the state too; null where nothing is known to.</summary>
    private static Conflict? Conflict(
        ConcurrentStart start, MayHappenInParallel parallel, SyntaxNode? repeated, ConcurrentBody body, StateUpdate update,
        LockedWrites others, RuleContext context)
    {
        StatePath state = others.State;
        bool isAlone = others.MayExcludeOtherRuns(body, repeated);
        switch (start.Kind)
        {
            case ConcurrencyKind.ParallelLoop when !isAlone:
                return new(start.Location, Concurrently(start.Name, start.Location));
            case ConcurrencyKind.ParallelQuery when !isAlone:
                return new(start.Location, Concurrently("AsParallel", start.Location));
            case ConcurrencyKind.AwaitedTogether:
                return !IsConcurrentBehindAwait(body, update, context) ? null
                    : !isAlone ? new(start.Location, Concurrently("Task.WhenAll", start.Location))
                    : others.AmongRuns(start, update, (other, write) => IsConcurrentBehindAwait(other, write, context));
            case ConcurrencyKind.ParallelLoop or ConcurrencyKind.ParallelQuery:
                return others.AmongRuns(start, update, static (_, _) => true);
            case ConcurrencyKind.ParallelInvoke:
                ConcurrentBody[] delegates = start.Functions
                    .Where(function => function != body.Started && !function.Span.Contains(body.Started.Span))
                    .SelectMany(ConcurrentBody.Of)
                    .Where(other => other.Started != body.Started)
                    .ToArray();
                return others.AreUnderLock ? others.InBodies(delegates)
                    : delegates.SelectMany(other => state.MentionsIn(other.Body, context.Model))
                        .FirstOrDefault() is { } mention
                        ? new(mention.GetLocation(), $"another delegate ({SourceLine.Of(mention)}) uses it concurrently")
                        : null;
            case ConcurrencyKind.Started when repeated is not null:
                return isAlone ? others.AmongRuns(start, update, static (_, _) => true)
                    : new(start.Location, Concurrently(start.Name, start.Location));
            case ConcurrencyKind.Started:
                ParallelNode[] nodes = parallel.Nodes().ToArray();
                return others.AreUnderLock ? others.Beside(nodes, CalledFunction)
                    : Write(nodes.Select(static one => one.Node).ToArray(), state, context) is { } beside
                        ? new(beside.GetLocation(), $"other code ({SourceLine.Of(beside)}) updates it concurrently")
                    : new TimerConflicts(start, update, others, context).OfWorker();
            default:
                return new TimerConflicts(start, update, others, context).Of(body, isAlone);
        }
    }

    private static Phrase Concurrently(string name, Location place) => $"'{name}' ({SourceLine.Of(place)}) runs it concurrently";

    private static ExpressionSyntax? Write(IReadOnlyCollection<SyntaxNode> nodes, StatePath state, RuleContext context)
        => state.MentionsAmong(nodes, context.Model).FirstOrDefault(Writes.IsWritten)
            ?? nodes.OfType<InvocationExpressionSyntax>().Select(CalledFunction).OfType<SyntaxNode>().SelectMany(body
                => state.MentionsIn(body, context.Model)).FirstOrDefault(Writes.IsWritten);

    /// <summary>The body of a function of the same type or scope that is called by its bare name.</summary>
    private static SyntaxNode? CalledFunction(InvocationExpressionSyntax call)
        => call.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            ? ConcurrentBody.Of(call.Expression).FirstOrDefault()?.Body
            : null;

    /// <summary>
    /// Before its first await the code for one item runs before that for the next. Behind it, it runs on the pool; on the loop of a user
    /// interface only what an await interrupts can be mixed up.
    /// </summary>
    private static bool IsConcurrentBehindAwait(ConcurrentBody body, StateUpdate update, RuleContext context)
    {
        bool isInterrupted = FunctionSyntax.OwnNodes(body.Body).Any(node => FunctionSyntax.IsAwait(node)
            && node.SpanStart >= update.Read.SpanStart && node.Span.End <= update.Node.Span.End);
        return isInterrupted || !context.Types.HasUserInterfaceLoop && body.IsBehindAwait(update.Node);
    }

    private static bool LivesOutsideOf(StatePath state, ConcurrentBody body)
        => !state.IsOfVariable
            || !state.Root.IsDeclaredWithin(body.Function) && !state.Root.IsDeclaredWithin(body.Started);

    /// <summary>State that is created anew for each run belongs to that run.</summary>
    private static bool IsSharedBy(StatePath state, ConcurrentStart start, SyntaxNode? repeated, ConcurrentBody body)
        => !state.IsOfVariable || repeated is null || !state.Root.IsDeclaredWithin(repeated);

    private static Phrase Remedy(StateUpdate update, StatePath state, RuleContext context)
    {
        bool isInteger = state.Holder is not IPropertySymbol
            && state.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;
        string? method = !isInteger || update.Target is MemberBindingExpressionSyntax ? null : update.Node.Kind() switch
        {
            SyntaxKind.PreIncrementExpression or SyntaxKind.PostIncrementExpression => "Increment",
            SyntaxKind.PreDecrementExpression or SyntaxKind.PostDecrementExpression => "Decrement",
            SyntaxKind.AddAssignmentExpression or SyntaxKind.SubtractAssignmentExpression => "Add",
            _ => null,
        };
        if (update.Read == update.Node
            && LazyCreation.Is(update.Node, state.Holder, state.Type, context.Model))
        {
            return "use 'LazyInitializer.EnsureInitialized', or hold a lock";
        }

        bool awaits = FunctionSyntax.OwnNodes(FunctionSyntax.Enclosing(update.Node) is { } function
            ? FunctionSyntax.Body(function)
            ?? update.Node
            : update.Node)
            .Any(node => node is AwaitExpressionSyntax && node.SpanStart >= update.Read.SpanStart && node.Span.End <= update.Node.Span.End);
        return method is not null ? Phrase.Of($"use 'Interlocked.{method}', or hold a lock")
            : awaits ? "hold a 'SemaphoreSlim' for the update"
            : "hold a lock";
    }

    /// <summary>The leftmost name of a path; null where it begins with <c>this</c>.</summary>
    private static string? RootName(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => RootName(access.Expression),
        ElementAccessExpressionSyntax element => RootName(element.Expression),
        ParenthesizedExpressionSyntax parenthesized => RootName(parenthesized.Expression),
        MemberBindingExpressionSyntax binding => CallSyntax.Receiver(binding.Name) is { } receiver ? RootName(receiver) : null,
        _ => null,
    };

    /// <summary>The state as it is written, with what stands before <c>?.</c>.</summary>
    private static string Display(ExpressionSyntax target)
        => target is MemberBindingExpressionSyntax binding ? CallSyntax.Receiver(binding.Name) + "?" + target : target.ToString();
}
