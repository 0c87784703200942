namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5009: cancellation that callers cannot tell from success, or from a failure.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5009CancelMeansFailureAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5009";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use ThrowIfCancellationRequested to report cancellation",
        "When '{0}' is cancelled, the partial '{1}' is returned ({2}) as if it were complete; call 'ThrowIfCancellationRequested'",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Info,
        "Callers tell a cancelled task from a finished one by its OperationCanceledException and the token in it; without them they take a "
            + "part for the whole, or a stop for a failure.");

    private static readonly DiagnosticDescriptor Late = RuleDescriptor.Variant(
        Rule, "The work is reported as cancelled although '{0}' ({1}) is done; move 'ThrowIfCancellationRequested' before the work");

    private static readonly DiagnosticDescriptor WithoutToken = RuleDescriptor.Variant(
        Rule, "The exception carries no token, so callers cannot tell that '{0}' was cancelled; {1}");

    private static readonly DiagnosticDescriptor Stopped = RuleDescriptor.Variant(
        Rule, "Cancelling '{0}' makes '{1}' throw here ({2}), and '{3}' is skipped ({4}); catch 'OperationCanceledException'");

    public ASYNC5009CancelMeansFailureAnalyzer()
        : base(
            new[] { Rule, Late, WithoutToken, Stopped },
            Trigger.OnNames(
                "IsCancellationRequested", "ThrowIfCancellationRequested", "OperationCanceledException", "TaskCanceledException", "Cancel",
                "CancelAsync"))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.CancellationToken is not null && types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var name = (SimpleNameSyntax)node;
        switch (name.Identifier.ValueText)
        {
            case "IsCancellationRequested":
                if (PartialResult.Of(name, context.Model) is { } partial)
                {
                    context.ReportWithEvidence(
                        partial.Place.GetLocation(), new[] { partial.Return.GetLocation() }, partial.Token, partial.Result,
                        SourceLine.Of(partial.Return));
                }

                break;
            case "ThrowIfCancellationRequested":
                if (LateTest.Of(name, context.Model) is { } late)
                {
                    context.Saying(Late).ReportWithEvidence(
                        late.Test.GetLocation(), new[] { late.Call.GetLocation() },
                        CallSyntax.CalledName(late.Call)!, SourceLine.Of(late.Call));
                }

                break;
            case "Cancel" or "CancelAsync":
                if (StoppedWait.Of(name, context.Model) is { } stopped)
                {
                    context.Saying(Stopped).ReportWithEvidence(
                        stopped.Wait.GetLocation(), new[] { stopped.Await.GetLocation(), stopped.Skipped.GetLocation() },
                        stopped.Source, stopped.Task, SourceLine.Of(stopped.Await),
                        CallSyntax.CalledName(stopped.Skipped)!, SourceLine.Of(stopped.Skipped));
                }

                break;
            default:
                if (UnnamedCancellation.Of(name, context.Model) is { } unnamed)
                {
                    context.Saying(WithoutToken).Report(
                        unnamed.Creation.GetLocation(), unnamed.Token.ToString(),
                        unnamed.IsAlone
                            ? Phrase.Of($"call 'ThrowIfCancellationRequested'")
                            : Phrase.Of($"pass the token to the exception"));
                }

                break;
        }
    }
}
