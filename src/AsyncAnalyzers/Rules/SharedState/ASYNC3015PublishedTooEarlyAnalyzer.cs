namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3015: other threads see an object before it is filled, or make it a second time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3015PublishedTooEarlyAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3015";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Complete an object before publishing it",
        "Another thread can pass the test ({0}) before '{1}' is filled ({2}); fill a local and assign it last",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "Whoever passes the test does not wait for the lock: from the assignment on, other threads use the object as it is at that "
        + "moment.");

    private static readonly DiagnosticDescriptor Flag = RuleDescriptor.Variant(
        Rule, "Another thread can pass the test ({0}) before the work that '{1}' stands for is done ({2}); set it last");

    private static readonly DiagnosticDescriptor Again = RuleDescriptor.Variant(
        Rule, "Two threads can pass the test ({0}) and both do this, one after the other; test '{1}' again inside the lock");

    private static readonly DiagnosticDescriptor Factory = RuleDescriptor.Variant(
        Rule, "'{0}' is set by its own factory, so other threads see it early or see it replaced; return the object instead");

    public ASYNC3015PublishedTooEarlyAnalyzer()
        : base(
            new[] { Rule, Flag, Again, Factory },
            Trigger.OnNames("EnsureInitialized")
                .Append(Trigger.OnKind(SyntaxKind.IfStatement, static node => FirstUse.At((IfStatementSyntax)node) is not null))
                .ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Monitor is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        PublicationFault? fault = node is IfStatementSyntax test
            ? FirstUse.At(test) is { } use ? PublicationFault.Find(use, context.Model) : null
            : FactoryFault.Find((SimpleNameSyntax)node, context.Model);
        if (fault is null || !context.IsFirstAt(fault.Assignment.Span))
        {
            return;
        }

        DiagnosticDescriptor message = fault.Kind switch
        {
            PublicationFaultKind.NotFilled => Rule,
            PublicationFaultKind.NotDone => Flag,
            PublicationFaultKind.NotTestedAgain => Again,
            _ => Factory,
        };
        object[] arguments = fault.Kind switch
        {
            PublicationFaultKind.NotFilled or PublicationFaultKind.NotDone
                => new object[] { SourceLine.Of(fault.Test), fault.Name, SourceLine.Of(fault.Later!) },
            PublicationFaultKind.NotTestedAgain => new object[] { SourceLine.Of(fault.Test), fault.Name },
            _ => new object[] { fault.Name },
        };
        IEnumerable<Location> evidence = (fault.Kind switch
        {
            PublicationFaultKind.NotFilled or PublicationFaultKind.NotDone => new[] { fault.Test, fault.Later! },
            PublicationFaultKind.NotTestedAgain => new[] { fault.Test },
            _ => Array.Empty<SyntaxNode>(),
        }).Select(static place => place.GetLocation());
        context.Saying(message).ReportAs(
            fault.IsSure ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, fault.Assignment.GetLocation(), evidence, arguments);
    }
}
