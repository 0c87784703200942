namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3004: a lock that some path does not release, or releases without having taken it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3004LockNotReleasedAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3004";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Release a lock once for each time it is taken",
        "'{0}' is released ({1}) even if this wait fails, which lets one caller too many in; wait before the 'try'",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "A lock that is released without having been taken lets two callers into the critical section, and one that stays taken stops all "
        + "others forever.");

    private static readonly DiagnosticDescriptor WithOthers = RuleDescriptor.Variant(
        Rule, "'{0}' is released ({1}) even if this wait fails, which lets one caller too many in; release it only if it was taken");

    private static readonly DiagnosticDescriptor Before = RuleDescriptor.Variant(
        Rule, "'{0}' is released ({1}) even if '{2}' ({3}) leaves before this wait; wait before the 'try'");

    private static readonly DiagnosticDescriptor Answer = RuleDescriptor.Variant(
        Rule, "'{0}' may time out, and the section then runs and releases ({1}) without the lock; test what it returns");

    private static readonly DiagnosticDescriptor Left = RuleDescriptor.Variant(
        Rule, "'{0}' stays taken after '{1}' ({2}), so the next caller waits forever; release it in a 'finally'");

    private static readonly DiagnosticDescriptor Thrown = RuleDescriptor.Variant(
        Rule, "'{0}' stays taken if a call ({1}) throws, so the next caller waits forever; release it in a 'finally'");

    private static readonly DiagnosticDescriptor Wrong = RuleDescriptor.Variant(
        Rule, "'{0}' does not release what '{1}' ({2}) took, so it stays taken; call '{3}'");

    private static readonly DiagnosticDescriptor Counted = RuleDescriptor.Variant(
        Rule, "'{0}' has no count while '{1}' ({2}) holds it too, and this lets one caller too many in; release only what was taken");

    public ASYNC3004LockNotReleasedAnalyzer()
        : base(
            new[] { Rule, WithOthers, Before, Answer, Left, Thrown, Wrong, Counted },
            Trigger.OnNames(LockFault.Names).Append(Trigger.OnNames("CurrentCount")[0]).ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Monitor is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node is SimpleNameSyntax { Identifier.ValueText: "CurrentCount" } count)
        {
            if (CountedRelease.Find(count, context.Model) is { } counted)
            {
                context.Saying(Counted).ReportWithEvidence(
                    counted.Release.GetLocation(), new[] { counted.Take.GetLocation() }, counted.Lock,
                    counted.Holder, SourceLine.Of(counted.Take));
            }

            return;
        }

        if (CallSyntax.InvocationOf((SimpleNameSyntax)node) is not { } call
            || LockFault.Find(call, context.Model) is not { } fault)
        {
            return;
        }

        string name = ((SimpleNameSyntax)node).Identifier.ValueText;
        switch (fault.Kind)
        {
            case LockFaultKind.Wait:
                Report(IsAlone(fault.Release) ? Rule : WithOthers, call, fault.Release, fault.Lock, SourceLine.Of(fault.Release));
                break;
            case LockFaultKind.Before:
                string keyword = fault.Cause is AwaitExpressionSyntax ? "await" : "return";
                context.Saying(Before).ReportWithEvidence(
                    call.GetLocation(), new[] { fault.Release.GetLocation(), fault.Cause!.GetLocation() },
                    fault.Lock, SourceLine.Of(fault.Release), keyword, SourceLine.Of(fault.Cause));
                break;
            case LockFaultKind.Answer:
                Report(Answer, call, fault.Release, name, SourceLine.Of(fault.Release));
                break;
            case LockFaultKind.Return:
                Report(
                    Left, call, fault.Cause!, fault.Lock, fault.Cause!.GetFirstToken().Text,
                    SourceLine.Of(fault.Cause!));
                break;
            // A test that throws has failed; what it takes is mostly a gate that it holds shut for a while.
            case LockFaultKind.Exception when context.Types.HasTestFramework:
                break;
            case LockFaultKind.Exception:
                Report(Thrown, call, fault.Cause!, fault.Lock, SourceLine.Of(fault.Cause!));
                break;
            default:
                Report(Wrong, fault.Release, call, CallSyntax.CalledName(fault.Release)!, name, SourceLine.Of(call),
                    LockFault.ReleaseOf(name));
                break;
        }

        void Report(DiagnosticDescriptor variant, SyntaxNode place, SyntaxNode evidence, params object[] arguments)
            => context.Saying(variant).ReportWithEvidence(place.GetLocation(), new[] { evidence.GetLocation() }, arguments);
    }

    /// <summary>The <c>finally</c> does nothing else: without it nothing is missed where the wait fails before it.</summary>
    private static bool IsAlone(SyntaxNode release)
        => release.FirstAncestorOrSelf<FinallyClauseSyntax>() is not { Block.Statements.Count: > 1 };
}
