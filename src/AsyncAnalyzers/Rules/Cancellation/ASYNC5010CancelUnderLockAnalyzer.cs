namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5010: a source that is cancelled or completed while a lock is held: callbacks and continuations run in the call.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5010CancelUnderLockAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5010";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not cancel or complete a source while a lock is held",
        "'Cancel' runs the callbacks of '{0}' while '{1}' is held, and one takes it too ({2}); call it after the lock",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Warning,
        "Cancel and SetResult run callbacks and continuations before they return: under a lock those see half-changed state, or wait for "
            + "it.");

    private static readonly DiagnosticDescriptor Waits = RuleDescriptor.Variant(
        Rule, "'Cancel' runs the callbacks of '{0}' while '{1}' is held, and one waits ({2}); call it after the lock");

    private static readonly DiagnosticDescriptor Unknown = RuleDescriptor.Variant(
        Rule, "'Cancel' runs the callbacks of '{0}' while '{1}' is held; call it after the lock");

    private static readonly DiagnosticDescriptor Taken = RuleDescriptor.Variant(
        Rule, "'{0}' runs what awaits '{1}' while '{2}' is held, and it takes it too ({3}); call it after the lock");

    private static readonly DiagnosticDescriptor Completed = RuleDescriptor.Variant(
        Rule, "'{0}' runs what awaits '{1}' while '{2}' is held; call it after the lock");

    private static readonly DiagnosticDescriptor Callback = RuleDescriptor.Variant(
        Rule, "'Cancel' runs this callback, which waits for '{0}', before the one that ends '{0}' ({1}); wait after 'Cancel'");

    public ASYNC5010CancelUnderLockAnalyzer()
        : base(
            new[] { Rule, Waits, Unknown, Taken, Completed, Callback },
            Trigger.OnNames(
                "Cancel", "Register", "UnsafeRegister", "SetResult", "TrySetResult", "SetException", "TrySetException", "SetCanceled",
                "TrySetCanceled"))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.CancellationTokenSource is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var name = (SimpleNameSyntax)node;
        switch (name.Identifier.ValueText)
        {
            case "Cancel":
                AnalyzeCancel(name, context);
                break;
            case "Register" or "UnsafeRegister":
                if (CallbackWait.Find(name, context.Model) is { } wait)
                {
                    context.Saying(Callback).ReportAs(
                        wait.IsEndless ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, wait.Callback.GetLocation(),
                        new[] { wait.Wait.GetLocation(), wait.Work.GetLocation() }, wait.Name, SourceLine.Of(wait.Work));
                }

                break;
            default:
                if (InlineCompletion.Find(name, context.Model) is { } completion)
                {
                    Report(name, completion, context);
                }

                break;
        }
    }

    private static void Report(SimpleNameSyntax name, InlineCompletion completion, RuleContext context)
    {
        string method = name.Identifier.ValueText;
        string source = completion.Source.WithoutTrivia().ToString();
        if (completion.Place is { } place)
        {
            context.Saying(Taken).ReportWithEvidence(
                name.GetLocation(), new[] { place.GetLocation() }, method, source, completion.Lock.ShortText, SourceLine.Of(place));
        }
        else if (!context.Types.HasTestFramework)
        {
            context.Saying(Completed).ReportAs(DiagnosticSeverity.Info, name.GetLocation(), method, source, completion.Lock.ShortText);
        }
    }

    /// <summary><c>_source = new(); if (isOver) { _source.Cancel(); }</c> Nothing is registered on it yet.</summary>
    private static bool IsNew(ExpressionSyntax source)
    {
        for (SyntaxNode? current = source; current is not null && !FunctionSyntax.IsFunction(current); current = current.Parent)
        {
            if (current is not StatementSyntax { Parent: BlockSyntax block })
            {
                continue;
            }

            for (int index = block.Statements.IndexOf((StatementSyntax)current) - 1; index >= 0; index--)
            {
                StatementSyntax before = block.Statements[index];
                if (before is ExpressionStatementSyntax
                    {
                        Expression: AssignmentExpressionSyntax { Right: BaseObjectCreationExpressionSyntax, Left: var created },
                    }
                    && SyntaxFactory.AreEquivalent(created, source))
                {
                    return true;
                }

                if (before.Descendants().Any(node => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" } token
                    && SyntaxFactory.AreEquivalent(token.Expression, source)))
                {
                    return false;
                }
            }
        }

        return false;
    }

    private static void AnalyzeCancel(SimpleNameSyntax name, RuleContext context)
    {
        if (CallSyntax.InvocationOf(name) is not { ArgumentList.Arguments.Count: <= 1 } call
            || CallSyntax.Receiver(name) is not { } receiver
            || !LockingTypes.MayLockAround(call, context.Model)
            || context.Model.SymbolOf(name) is not IMethodSymbol method
            || !method.IsDeclaredIn(context.Types.CancellationTokenSource)
            || context.IsTakenOut(method)
            || IsNew(receiver))
        {
            return;
        }

        LockSet held = LockSets.At(call, context.Model);
        if (held.Locks.IsEmpty)
        {
            return;
        }

        ISymbol? source = context.Model.SymbolOf(CallSyntax.WithoutCasts(receiver));
        if (source is ILocalSymbol local && LocalAssignments.OnlyValueOf(local, context.Model) is { } value)
        {
            value = CallSyntax.WithoutCasts(value);
            if (value is BaseObjectCreationExpressionSyntax
                || (value is InvocationExpressionSyntax creation && CallSyntax.CalledName(creation) == "CreateLinkedTokenSource"))
            {
                return; // Made in this function: what is registered on it is in plain sight.
            }

            source = context.Model.SymbolOf(value) as IFieldSymbol;
        }

        SourceCallbacks callbacks = SourceCallbacks.Of(source is ILocalSymbol or IParameterSymbol ? null : source, held, context.Model);

        // Asynchronous locks are waited for without blocking: what is out of sight, and needs one, gets it later.
        HeldLock? named = held.Locks.LastOrDefault(one
            => callbacks.Place is not null || one.Lock.Kind is not (LockKind.Semaphore or LockKind.Library));
        if (callbacks.Kind == CallbackKind.None || named is not { Lock: { } @lock })
        {
            return;
        }

        string text = receiver.WithoutTrivia().ToString();
        string gate = @lock.ShortText;
        if (callbacks.Place is { } place)
        {
            // On the thread of a user interface it goes on later, or gets the lock once more.
            bool isTakenAgain = callbacks.IsContinuation && context.Types.HasUserInterfaceLoop
                && @lock.Kind is LockKind.Monitor or LockKind.Lock or LockKind.Mutex;
            context.Saying(callbacks.Kind == CallbackKind.Waits ? Waits : Rule).ReportAs(
                isTakenAgain ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                name.GetLocation(), new[] { place.GetLocation() }, text, gate, SourceLine.Of(place));
        }
        else if (!context.Types.HasTestFramework)
        {
            context.Saying(Unknown).ReportAs(DiagnosticSeverity.Info, name.GetLocation(), text, gate);
        }
    }
}
