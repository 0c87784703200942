namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// ASYNC2012: a TaskCompletionSource that runs its continuations inside of SetResult, that is given options of the wrong kind, or that a
/// path never completes.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2012CompletionSourceOptionsAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2012";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Give a TaskCompletionSource the right options and complete it on every path",
        "{0}; {1}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Info,
        "By default the code that awaits the task runs inside of SetResult, on the thread and under the locks of whoever calls it; and a source that is never completed lets everybody who awaits its task wait for ever.");

    public ASYNC2012CompletionSourceOptionsAnalyzer()
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.ObjectCreationExpression, CompletionSourceCreation.MayBe),
            Trigger.OnKind(SyntaxKind.ImplicitObjectCreationExpression, CompletionSourceCreation.MayBe),
            Trigger.OnKind(SyntaxKind.BaseConstructorInitializer, CompletionSourceCreation.MayBe))
    {
    }

    private protected override bool IsApplicable(KnownTypes types)
        => (types.TaskCompletionSource ?? types.TaskCompletionSourceOfT) is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (CompletionSourceCreation.Find(node, context.Model, context.Types, context.CancellationToken) is { } creation)
        {
            ReportOptions(creation, context);
        }

        if (CompletionSourceCreation.LocalOf(node) is { } local
            && context.Model.GetTypeInfo(node, context.CancellationToken).Type is { } type
            && (type.Is(context.Types.TaskCompletionSource) || type.Is(context.Types.TaskCompletionSourceOfT))
            && UncompletedSource.Find(local, context.Model, context.Types, context.CancellationToken) is { } source)
        {
            foreach (SyntaxNode place in source.Places)
            {
                ReportUncompleted(source, place, node, context);
            }
        }
    }

    private static void ReportOptions(CompletionSourceCreation creation, RuleContext context)
    {
        switch (creation.Flaw)
        {
            case CompletionSourceFlaw.IgnoresOptions:
                context.ReportAs(
                    DiagnosticSeverity.Warning,
                    creation.Place.GetLocation(),
                    "TaskContinuationOptions are not the options of a TaskCompletionSource: they are kept as its state, and ignored",
                    "use 'TaskCreationOptions." + CompletionSourceCreation.Flag + "'");
                break;
            case CompletionSourceFlaw.RefusesOptions:
                context.ReportAs(
                    DiagnosticSeverity.Warning,
                    creation.Place.GetLocation(),
                    "a TaskCompletionSource starts nothing, and throws an ArgumentOutOfRangeException for these options",
                    "use 'TaskCreationOptions." + CompletionSourceCreation.Flag + "'");
                break;
            default:
                context.Report(
                    creation.Place.GetLocation(),
                    "what awaits the task of this TaskCompletionSource runs inside of the call that completes it, on its thread and under its locks",
                    "create it with 'TaskCreationOptions." + CompletionSourceCreation.Flag + "'");
                break;
        }
    }

    private static void ReportUncompleted(UncompletedSource source, SyntaxNode place, SyntaxNode creation, RuleContext context)
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
        context.ReportAs(
            DiagnosticSeverity.Warning,
            location,
            new[] { creation.GetLocation() },
            harm + ", and whoever awaits its task waits for ever",
            place is CatchClauseSyntax
                ? "call 'TrySetException'"
                : "complete it on every path, with 'TrySetCanceled' where there is no result");
    }
}
