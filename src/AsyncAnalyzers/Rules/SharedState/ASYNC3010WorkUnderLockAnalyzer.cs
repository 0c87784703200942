namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3010: a wait, the handlers of an event or a callback from elsewhere while a lock is held.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3010WorkUnderLockAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3010";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not wait or call back while a lock is held",
        "'{0}' waits while '{1}' is held, so all who need '{1}' wait too; wait outside the lock",
        RuleCategory.SharedState,
        DiagnosticSeverity.Info,
        "All who need the lock stand still meanwhile, and never go on where the awaited task or the called code needs the lock too.");

    private static readonly DiagnosticDescriptor UserInterface = RuleDescriptor.Variant(
        Rule, "'{0}' waits for the UI thread while '{1}' is held, and that may wait for '{1}'; call it after the lock");

    private static readonly DiagnosticDescriptor Deadlock = RuleDescriptor.Variant(
        Rule,
        "'{0}' waits for the UI thread while '{1}' is held, for which that thread waits ({2}); call it after the lock");

    private static readonly DiagnosticDescriptor Raise = RuleDescriptor.Variant(
        Rule, "The handlers of '{0}' run while '{1}' is held, may wait for '{1}' or change what it guards; call them after the lock");

    private static readonly DiagnosticDescriptor Callback = RuleDescriptor.Variant(
        Rule, "'{0}' runs unknown code while '{1}' is held, which may wait for '{1}' or change what it guards; call it after the lock");

    private static readonly DiagnosticDescriptor CallThatWaits = RuleDescriptor.Variant(
        Rule, "'{0}' waits by '{2}' ({3}) while '{1}' is held, so all who need '{1}' wait too; call it outside the lock");

    private static readonly DiagnosticDescriptor CallThatRaises = RuleDescriptor.Variant(
        Rule, "'{0}' raises '{2}' ({3}) while '{1}' is held, and handlers may wait for '{1}'; call it after the lock");

    private static readonly DiagnosticDescriptor CallThatCallsBack = RuleDescriptor.Variant(
        Rule, "'{0}' runs unknown code by '{2}' ({3}) while '{1}' is held; call it after the lock");

    public ASYNC3010WorkUnderLockAnalyzer()
        : base(
            new[] { Rule, UserInterface, Deadlock, Raise, Callback, CallThatWaits, CallThatRaises, CallThatCallsBack },
            Trigger.OnNames(
                    "Enter", "TryEnter", "EnterScope", "EnterReadLock", "TryEnterReadLock", "EnterWriteLock", "TryEnterWriteLock",
                    "EnterUpgradeableReadLock", "TryEnterUpgradeableReadLock", "AcquireReaderLock", "AcquireWriterLock")
                .Append(Trigger.OnKind(SyntaxKind.LockStatement)).ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Monitor is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        SyntaxNode? code = node is LockStatementSyntax @lock ? @lock.Statement
            : CallSyntax.InvocationOf((SimpleNameSyntax)node) is { } call && FunctionSyntax.Enclosing(call) is { } function
                && !IsOnlyTried(call) && context.IsFirstAt(function.Span) ? FunctionSyntax.Body(function) : null;
        if (code is null)
        {
            return;
        }

        var found = new WorkUnderLock(context.Model);
        foreach (StallInLock work in found.In(code))
        {
            if (context.IsFirstAt(work.Place.Span) && !context.IsTakenOut(work.Member))
            {
                Report(work, context);
            }
        }
    }

    /// <summary>Without a time-out nobody waits there: the lock keeps a second run out.</summary>
    private static bool IsOnlyTried(InvocationExpressionSyntax call)
        => CallSyntax.CalledNameSyntax(call) is { } name && name.Identifier.ValueText == "TryEnter"
            && call.ArgumentList.Arguments.Count(static argument => argument.RefKindKeyword.IsKind(SyntaxKind.None))
                <= (CallSyntax.Receiver(name) is IdentifierNameSyntax { Identifier.ValueText: "Monitor" }
                    or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Monitor" } ? 1 : 0);

    private static void Report(StallInLock work, RuleContext context)
    {
        if (work.Inner is { } inner)
        {
            DiagnosticDescriptor variant = work.Kind switch
            {
                StallKind.Wait or StallKind.UserInterface => CallThatWaits,
                StallKind.Event => CallThatRaises,
                _ => CallThatCallsBack,
            };
            context.Saying(variant).ReportWithEvidence(
                work.Place.GetLocation(), new[] { inner.Place.GetLocation() },
                work.Name, work.Lock.ShortText, inner.Name, SourceLine.Of(inner.Place));
            return;
        }

        if (work.Kind == StallKind.UserInterface && UserInterfaceWait.LockThere(work.Lock, work.Place, context.Model) is { } there)
        {
            context.Saying(Deadlock).ReportAs(
                DiagnosticSeverity.Warning, work.Place.GetLocation(), new[] { there }, work.Name, work.Lock.ShortText,
                SourceLine.Of(there));
            return;
        }

        RuleContext said = work.Kind switch
        {
            StallKind.Wait => context,
            StallKind.UserInterface => context.Saying(UserInterface),
            StallKind.Event => context.Saying(Raise),
            _ => context.Saying(Callback),
        };
        said.Report(work.Place.GetLocation(), work.Name, work.Lock.ShortText);
    }
}
