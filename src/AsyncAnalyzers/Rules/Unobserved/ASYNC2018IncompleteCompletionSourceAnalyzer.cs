namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2018: a TaskCompletionSource whose task is handed out on a path that never completes it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2018IncompleteCompletionSourceAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2018";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Complete a TaskCompletionSource on every path",
        "'{0}' ({1}) is not completed on this path, so its task never completes; call 'TrySetResult' or 'TrySetCanceled'",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "A source that is not completed lets all code that awaits its task wait forever, without an exception, a timeout or a log line.");

    private static readonly DiagnosticDescriptor Lambda = RuleDescriptor.Variant(
        Rule, "'{0}' ({1}) is not completed on each path of this lambda, so its task may never complete; call 'TrySetCanceled' at its end");

    private static readonly DiagnosticDescriptor Catch = RuleDescriptor.Variant(
        Rule, "'{0}' ({1}) is not completed after this exception, so its task never completes; call 'TrySetException'");

    public ASYNC2018IncompleteCompletionSourceAnalyzer()
        : base(new[] { Rule, Lambda, Catch }, CompletionSourceSyntax.Creations)
    {
    }

    private protected override bool IsApplicable(KnownTypes types)
        => (types.TaskCompletionSource ?? types.TaskCompletionSourceOfT) is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (CompletionSourceSyntax.LocalOf(node) is not { } local
            || !CompletionSourceSyntax.IsSource(context.Model.TypeOf(node), context.Types)
            || UncompletedSource.Find(local, context.Model) is not { } source)
        {
            return;
        }

        foreach (SyntaxNode place in source.Places)
        {
            Report(source, place, node, context);
        }
    }

    private static void Report(UncompletedSource source, SyntaxNode place, SyntaxNode creation, RuleContext context)
    {
        (DiagnosticDescriptor variant, Location location) = place switch
        {
            CatchClauseSyntax @catch => (Catch, @catch.CatchKeyword.GetLocation()),
            LambdaExpressionSyntax lambda => (Lambda, lambda.ArrowToken.GetLocation()),
            AnonymousMethodExpressionSyntax method => (Lambda, method.DelegateKeyword.GetLocation()),
            _ => (Rule, place.GetLocation()),
        };
        context.Saying(variant).ReportWithEvidence(location, new[] { creation.GetLocation() }, source.Name, SourceLine.Of(creation));
    }
}
