namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3020: a collection that a lock guards is handed out as it is, to code that does not hold the lock.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3020GuardedStateEscapesAnalyzer : LockingTypeAnalyzer
{
    public const string Id = "ASYNC3020";

    private static readonly string[] TakingNames =
    {
        "Enter", "TryEnter", "WaitOne", "Wait", "WaitAsync", "EnterScope", "EnterWriteLock", "TryEnterWriteLock", "AcquireWriterLock",
        "LockAsync", "Synchronized",
    };

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Copy guarded collections before they leave the lock",
        "'{0}' is handed out and {2} without '{1}' ({3}), under which '{4}' ({5}) changes it; copy it",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "Whoever gets the collection itself uses it without the lock, while another thread changes it under the lock.");

    private static readonly DiagnosticDescriptor Query = RuleDescriptor.Variant(
        Rule, "The query reads '{0}' when lock '{1}' is released, while '{2}' ({3}) may change it; end it with 'ToArray'");

    private static readonly DiagnosticDescriptor BareQuery = RuleDescriptor.Variant(
        Rule, "The query reads '{0}' without lock '{1}', under which '{2}' ({3}) changes it; hold it until the query has ended");

    private static readonly DiagnosticDescriptor Bare = RuleDescriptor.Variant(
        Rule, "'{0}' is {2} without '{1}' ({3}), under which '{4}' ({5}) changes it; copy it under the lock");

    private static readonly DiagnosticDescriptor Enumerator = RuleDescriptor.Variant(
        Rule, "The enumerator reads '{0}' when lock '{1}' is released, while '{2}' ({3}) may change it; copy it first");

    private static readonly DiagnosticDescriptor Unseen = RuleDescriptor.Variant(
        Rule, "'{0}' is handed out and used without lock '{1}', under which '{2}' ({3}) changes it; copy it under the lock");

    public ASYNC3020GuardedStateEscapesAnalyzer()
        : base(new[] { Rule, Query, BareQuery, Bare, Enumerator, Unseen }, TakingNames)
    {
    }

    private protected override IEnumerable<TypeFinding> Find(INamedTypeSymbol type, CodeModel model)
        => new GuardedCollections(type, model).FindAll();

    private protected override void Report(TypeFinding found, RuleContext context)
    {
        var finding = (EscapeFinding)found;
        DiagnosticSeverity severity = finding.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
        Location place = finding.Access.Place.GetLocation();
        Location changed = finding.Change.Place.GetLocation();
        string member = finding.Access.Member.Name, change = NameOf(finding.Change.Function);
        if (finding.Use is { } use)
        {
            Phrase done = use.Kind switch
            {
                AccessUse.Enumerate => "enumerated",
                AccessUse.Change => "changed",
                _ => "searched",
            };
            (finding.IsUnderLock ? context : context.Saying(Bare)).ReportAs(
                severity, place, new[] { changed, use.Place.GetLocation() },
                member, finding.LockName, done, SourceLine.Of(use.Place), change, SourceLine.Of(changed));
            return;
        }

        DiagnosticDescriptor variant = finding.View.Kind switch
        {
            ViewKind.Query => finding.IsUnderLock ? Query : BareQuery,
            ViewKind.Enumerator => Enumerator,
            _ => Unseen,
        };
        context.Saying(variant).ReportAs(
            severity, place, new[] { changed }, member, finding.LockName, change, SourceLine.Of(changed));
    }
}
