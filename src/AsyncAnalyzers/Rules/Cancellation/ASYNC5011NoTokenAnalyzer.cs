namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5011: a public asynchronous method that offers no token, or not where callers look for it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5011NoTokenAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5011";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not publish async methods without a cancellation token",
        "'{0}' cannot be cancelled, although '{1}' ({2}) takes a token; {3}",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Info,
        "Callers of a method that takes no token can stop waiting for it, but not its work: it keeps connections, files and memory until "
            + "it ends by itself.",
        isEnabledByDefault: false);

    private static readonly DiagnosticDescriptor NotLast = RuleDescriptor.Variant(
        Rule, "'{0}' is not the last parameter of '{1}', where callers look for the token; move the parameter to the end");

    public ASYNC5011NoTokenAnalyzer()
        : base(new[] { Rule, NotLast }, Trigger.OnKind(SyntaxKind.MethodDeclaration, PublicMethods.MayBe))
    {
    }

    /// <summary>Tests are stopped by their framework.</summary>
    private protected override bool IsApplicable(KnownTypes types)
        => types.CancellationToken is not null && types.Task is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var declaration = (MethodDeclarationSyntax)node;
        if (MisplacedToken.MayBeIn(declaration.ParameterList))
        {
            if (MisplacedToken.Find(declaration, context.Model) is { } token
                && !context.IsTakenOut(token.ContainingSymbol))
            {
                context.Saying(NotLast).Report(token.Locations[0], token.Name, declaration.Identifier.ValueText);
            }
        }
        else if (UncancelableMethod.Find(declaration, context.Model) is { } found
            && !context.IsTakenOut(found.Method))
        {
            Phrase remedy = found.IsAction
                ? "add a 'CancellationToken' parameter"
                : "add an overload with a 'CancellationToken'";
            context.ReportWithEvidence(
                declaration.Identifier.GetLocation(),
                new[] { found.Callee.GetLocation() },
                found.Method.Name,
                CallSyntax.CalledName(found.Callee) ?? "",
                SourceLine.Of(found.Callee),
                remedy);
        }
    }
}
