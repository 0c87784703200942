namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3018: a member is used without the lock that its attribute names.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3018GuardedByAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3018";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use a guarded member under its lock",
        "'{0}' is used without lock '{1}', which guards it by its attribute ({2}); hold that lock",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "The attribute says that the member is used under one lock alone: whoever uses it without that lock meets others in the middle of "
        + "a change.");

    private static readonly DiagnosticDescriptor Bare = RuleDescriptor.Variant(
        Rule, "'{0}' is written without a lock, although the attribute of its type ({1}) says that it is thread-safe; hold a lock");

    public ASYNC3018GuardedByAnalyzer()
        : base(
            new[] { Rule, Bare },
            Trigger.OnKind(SyntaxKind.ClassDeclaration, MayHaveContract),
            Trigger.OnKind(SyntaxKind.StructDeclaration, MayHaveContract),
            Trigger.OnKind(SyntaxKind.RecordDeclaration, MayHaveContract))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Monitor is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        foreach (UnguardedUse use in UnguardedUse.FindAll((TypeDeclarationSyntax)node, context.Model))
        {
            Location? contract = use.Attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation();
            if (contract is null)
            {
                continue;
            }

            if (use.Member is { } member)
            {
                context.ReportWithEvidence(use.Use.GetLocation(), new[] { contract }, use.Name, member.GateName, SourceLine.Of(contract));
            }
            else
            {
                context.Saying(Bare).ReportAs(
                    DiagnosticSeverity.Info, use.Use.GetLocation(), new[] { contract }, use.Name, SourceLine.Of(contract));
            }
        }
    }

    private static bool MayHaveContract(SyntaxNode node) => LockContract.MayBeOn((TypeDeclarationSyntax)node);
}
