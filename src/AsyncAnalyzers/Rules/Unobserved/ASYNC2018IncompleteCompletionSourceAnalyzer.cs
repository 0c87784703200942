namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2018: a TaskCompletionSource whose task is handed out on a path that never completes it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2018IncompleteCompletionSourceAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2018";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Complete a TaskCompletionSource on every path",
        "{0}; {1}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "A source that is not completed lets all code that awaits its task wait forever, without an exception, a timeout or a log line.");

    public ASYNC2018IncompleteCompletionSourceAnalyzer()
        : base(Rule, CompletionSourceSyntax.Creations)
    {
    }

    private protected override bool IsApplicable(KnownTypes types)
        => (types.TaskCompletionSource ?? types.TaskCompletionSourceOfT) is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (CompletionSourceSyntax.LocalOf(node) is not { } local
            || !CompletionSourceSyntax.IsSource(context.Model.GetTypeInfo(node, context.CancellationToken).Type, context.Types)
            || UncompletedSource.Find(local, context.Model, context.Types, context.CancellationToken) is not { } source)
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
        (Location location, string harm) = place switch
        {
            CatchClauseSyntax @catch
                => (@catch.CatchKeyword.GetLocation(), $"when an exception ends up here, nothing completes '{source.Name}'"),
            LambdaExpressionSyntax lambda
                => (lambda.ArrowToken.GetLocation(), $"there is a way through this lambda on which nothing completes '{source.Name}'"),
            AnonymousMethodExpressionSyntax method => (
                method.DelegateKeyword.GetLocation(), $"there is a way through this delegate on which nothing completes '{source.Name}'"),
            _ => (place.GetLocation(), $"there is a way to here on which nothing completes '{source.Name}'"),
        };
        context.ReportWithEvidence(
            location,
            new[] { creation.GetLocation() },
            harm + ", and whoever awaits its task waits for ever",
            place is CatchClauseSyntax
                ? "call 'TrySetException'"
                : "complete it on every path, with 'TrySetCanceled' where there is no result");
    }
}
