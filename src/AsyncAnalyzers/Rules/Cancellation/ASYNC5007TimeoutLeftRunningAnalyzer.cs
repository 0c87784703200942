namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5007: a time-out after which the work runs on, or whose timer runs on after the work.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5007TimeoutLeftRunningAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5007";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not leave work running after a time-out",
        "'{0}' runs on after this time-out; {1}",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Warning,
        "Work that is only no longer waited for goes on: it holds what it uses, changes what it was to change, and its exception is lost. "
            + "A delay that is not cancelled keeps its timer until it has run out.");

    private static readonly DiagnosticDescriptor StartedBefore = RuleDescriptor.Variant(
        Rule, "'{0}' ({1}) runs on after this time-out; {2}");

    private static readonly DiagnosticDescriptor Taking = RuleDescriptor.Variant(
        Rule, "'{0}' runs on after this time-out and then {1}; {2}");

    private static readonly DiagnosticDescriptor Delay = RuleDescriptor.Variant(
        Rule, "The timer of this delay runs on when the race is over; pass a token and cancel it");

    private static readonly DiagnosticDescriptor DelayOfToken = RuleDescriptor.Variant(
        Rule, "The timer of this delay runs on when the race is over; pass a linked token and cancel it");

    private static readonly DiagnosticDescriptor EndlessDelay = RuleDescriptor.Variant(
        Rule, "This endless delay stays registered with its token when the race is over; pass a linked token and cancel it");

    private static readonly DiagnosticDescriptor ThrowingWait = RuleDescriptor.Variant(
        Rule, "This wait throws a 'TimeoutException' when the time is up, which hides how the 'try' ended; use 'Task.WhenAny'");

    private static readonly DiagnosticDescriptor AskedWait = RuleDescriptor.Variant(
        Rule, "This wait throws a 'TimeoutException' when the time is up, so '{0}' ({1}) is not asked then; use 'Task.WhenAny'");

    private static readonly DiagnosticDescriptor Process = RuleDescriptor.Variant(
        Rule, "The process '{0}' runs on when this wait is cancelled; call 'Kill' in a 'catch'");

    private static readonly DiagnosticDescriptor TimedProcess = RuleDescriptor.Variant(
        Rule, "The process '{0}' runs on after this time-out; call 'Kill' in a 'catch'");

    public ASYNC5007TimeoutLeftRunningAnalyzer()
        : base(
            new[]
            {
                Rule, StartedBefore, Taking, Delay, DelayOfToken, EndlessDelay, ThrowingWait, AskedWait, Process, TimedProcess,
            },
            Trigger.OnNames("WhenAny", "WaitAsync", "WaitForExitAsync"))
    {
    }

    /// <summary>A test that gives up fails and ends: what it leaves running is not for long.</summary>
    private protected override bool IsApplicable(KnownTypes types)
        => types.Task is not null && types.CancellationTokenSource is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var name = (SimpleNameSyntax)node;
        if (name.Identifier.ValueText == "WaitAsync")
        {
            AnalyzeWait(name, context);
        }
        else if (name.Identifier.ValueText == "WaitForExitAsync")
        {
            AnalyzeProcess(name, context);
        }
        else if (TimedRace.Of(name) is { } race
            && CallSyntax.MethodOf(race.Call, context.Model)?.IsDeclaredIn(context.Types.Task) == true)
        {
            AnalyzeRace(name, race, context);
        }
    }

    private static void AnalyzeRace(SimpleNameSyntax name, TimedRace race, RuleContext context)
    {
        if (AbandonedWork.In(race, context.Model) is { } work
            && UnobservedRace.Find(name, context.Model) is null)
        {
            ReportWork(work, race.Call, context);
        }
        else if (UncancelledDelay.In(race, context.Model) is { } delay)
        {
            context.Saying(delay.IsEndless ? EndlessDelay : delay.HasToken ? DelayOfToken : Delay).ReportAs(
                delay.IsLong ? SeverityAt(race.Call, context) : DiagnosticSeverity.Info, race.Delay.GetLocation());
        }
    }

    /// <summary><c>LoadAsync().WaitAsync(timeout)</c>.</summary>
    private static void AnalyzeWait(SimpleNameSyntax name, RuleContext context)
    {
        if (TimedWait.Of(name, context.Model) is { } wait)
        {
            ReportWork(wait.Work, wait.Call, context);
        }
        else if (BoundedWait.Of(name, context.Model) is { } bounded)
        {
            DiagnosticSeverity severity = SeverityAt(bounded.Call, context);
            if (bounded.Question is { } question)
            {
                context.Saying(AskedWait).ReportAs(
                    severity, bounded.Call.GetLocation(), new[] { question.GetLocation() },
                    question.WithoutTrivia().ToString(), SourceLine.Of(question));
            }
            else
            {
                context.Saying(ThrowingWait).ReportAs(severity, bounded.Call.GetLocation());
            }
        }
    }

    private static void AnalyzeProcess(SimpleNameSyntax name, RuleContext context)
    {
        if (AbandonedProcess.Of(name, context.Model) is { } process)
        {
            context.Saying(process.IsTimed ? TimedProcess : Process).ReportAs(
                process.IsTimed ? SeverityAt(process.Call, context) : DiagnosticSeverity.Info,
                process.Call.GetLocation(), process.Name);
        }
    }

    private static void ReportWork(AbandonedWork work, InvocationExpressionSyntax timeout, RuleContext context)
    {
        if (context.IsTakenOut(work.Method))
        {
            return;
        }

        bool isCertain = work.Taking is not null || (work.IsTold && work.Token is TokenOwner.None or TokenOwner.OfCaller);
        DiagnosticSeverity severity = isCertain ? SeverityAt(timeout, context) : DiagnosticSeverity.Info;
        Phrase remedy = work.Token == TokenOwner.None ? "pass a token and cancel it" : "pass a linked token and cancel it";
        string name = CallSyntax.CalledName(work.Call) ?? work.Method.Name;
        if (work.Taking is not null)
        {
            context.Saying(Taking).ReportAs(severity, timeout.GetLocation(), name, work.Taking, remedy);
        }
        else if (timeout.Span.Contains(work.Call.Span))
        {
            context.ReportAs(severity, timeout.GetLocation(), name, remedy);
        }
        else
        {
            context.Saying(StartedBefore).ReportAs(
                severity, timeout.GetLocation(), new[] { work.Call.GetLocation() }, name, SourceLine.Of(work.Call), remedy);
        }
    }

    private static DiagnosticSeverity SeverityAt(SyntaxNode node, RuleContext context)
        => FunctionSyntax.Enclosing(node) is { } function
            ? EntryPoint.SeverityIn(function, DiagnosticSeverity.Warning, context)
            : DiagnosticSeverity.Info;
}
