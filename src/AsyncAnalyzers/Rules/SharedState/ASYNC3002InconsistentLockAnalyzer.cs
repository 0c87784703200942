namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3002: state that a lock guards in most places is used without that lock.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3002InconsistentLockAnalyzer : LockingTypeAnalyzer
{
    public const string Id = "ASYNC3002";

    private static readonly string[] TakingNames =
    {
        "Enter", "TryEnter", "WaitOne", "Wait", "WaitAsync", "EnterScope", "EnterReadLock", "TryEnterReadLock", "EnterWriteLock",
        "TryEnterWriteLock", "EnterUpgradeableReadLock", "AcquireReaderLock", "AcquireWriterLock", "LockAsync",
    };

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use guarded state under its lock everywhere",
        "'{0}' is {1} without lock '{2}', which guards it in '{3}' ({4}); hold it here too",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "A lock keeps out only those who take it: one use without it can break a collection, lose an update or read half a value while "
        + "another thread holds the lock.");

    private static readonly DiagnosticDescriptor OtherLock = RuleDescriptor.Variant(
        Rule, "'{0}' is {1} under '{5}', but '{2}' guards it in '{3}' ({4}); hold the same lock");

    private static readonly DiagnosticDescriptor Torn = RuleDescriptor.Variant(
        Rule, "'{0}' is read without lock '{2}', under which '{3}' ({4}) writes it, so half of it may be old; hold it here too");

    private static readonly DiagnosticDescriptor AtCall = RuleDescriptor.Variant(
        Rule, "'{5}' ({6}) uses '{0}' without '{2}', which guards it in '{3}' ({4}); hold it for the call");

    public ASYNC3002InconsistentLockAnalyzer()
        : base(new[] { Rule, OtherLock, Torn, AtCall }, TakingNames)
    {
    }

    private protected override IEnumerable<TypeFinding> Find(INamedTypeSymbol type, CodeModel model)
        => GuardedState.FindingsIn(type, model);

    private protected override void Report(TypeFinding found, RuleContext context)
    {
        var finding = (LockFinding)found;
        StateAccess access = finding.Access;
        Phrase use = access.Use switch
        {
            AccessUse.Change => "changed",
            AccessUse.Enumerate => "enumerated",
            AccessUse.Write => "written",
            AccessUse.Update => "updated",
            _ => "read",
        };
        var arguments = new List<object>
        {
            access.Member.Name, use, finding.LockName, NameOf(finding.Guarded.Function), SourceLine.Of(finding.Guarded.Place),
        };
        RuleContext saying = finding.IsTorn ? context.Saying(Torn) : context;
        switch (finding.Kind)
        {
            case MissingLock.Other:
                saying = context.Saying(OtherLock);
                arguments.Add(LockFinding.NameOf(access.Held.Locks[0], access.Member.ContainingType));
                break;
            case MissingLock.AtCall:
                saying = context.Saying(AtCall);
                arguments.Add(((SimpleNameSyntax)finding.Place).Identifier.ValueText);
                arguments.Add(SourceLine.Of(access.Place));
                break;
        }

        var evidence = new List<Location> { finding.Guarded.Place.GetLocation() };
        if (finding.Kind == MissingLock.AtCall)
        {
            evidence.Add(access.Place.GetLocation());
        }

        saying.ReportAs(
            finding.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, finding.Place.GetLocation(), evidence,
            arguments.ToArray());
    }
}
