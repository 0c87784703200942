namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5002: a call that could be given the token in scope is given none, and goes on after the token is cancelled.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5002TokenNotPassedAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5002";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Pass the cancellation token in scope",
        "'{0}' goes on after '{1}' is cancelled; pass '{1}'",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Warning,
        "A call that is not given the token goes on after it is cancelled: a shutdown, or a user who has pressed Cancel, waits until the "
            + "call ends by itself.");

    private static readonly DiagnosticDescriptor GivenNone = RuleDescriptor.Variant(
        Rule, "'{0}' is given no token that can be cancelled, although '{1}' is in scope; pass '{1}', or say in a comment why not");

    private static readonly DiagnosticDescriptor InLoop = RuleDescriptor.Variant(
        Rule, "'{0}' goes on after '{1}' is cancelled; pass '{1}', and leave the loop when that throws");

    private static readonly DiagnosticDescriptor Below = RuleDescriptor.Variant(
        Rule, "'{0}' goes on after a stop, although all callers of '{1}' have a token ({2}); give '{1}' a parameter for it");

    public ASYNC5002TokenNotPassedAnalyzer()
        : base(new[] { Rule, GivenNone, InLoop, Below }, TaskCalls.Triggers)
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.CancellationToken is not null && types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        foreach (InvocationExpressionSyntax call in TaskCalls.In(node, context.Model))
        {
            if (OmittedToken.Find(call, context.Model) is not { } omitted
                || context.IsTakenOut(omitted.Method))
            {
                continue;
            }

            if (omitted.Below is { } below)
            {
                context.Saying(Below).ReportAs(
                    DiagnosticSeverity.Info,
                    call.GetLocation(),
                    new[] { below.FirstCaller.GetLocation() },
                    omitted.Name,
                    below.Declaration.Identifier.ValueText,
                    SourceLine.Of(below.FirstCaller));
                continue;
            }

            DiagnosticDescriptor variant = omitted.GivesNone ? GivenNone
                : omitted.LoopToLeave is not null ? InLoop
                : Rule;
            context.Saying(variant).ReportAs(
                omitted.IsCertain && !TestMethods.AreIn(call.SyntaxTree, context.CancellationToken)
                    && !ExampleProjects.IsUnused(context.Model.Compilation)
                    ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                call.GetLocation(),
                omitted.Name,
                omitted.Token.Expression);
        }
    }
}
