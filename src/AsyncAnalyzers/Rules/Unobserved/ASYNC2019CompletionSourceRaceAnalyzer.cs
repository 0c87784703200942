namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// ASYNC2019: two places race to complete one TaskCompletionSource, and the one that comes second throws or does nothing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2019CompletionSourceRaceAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2019";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use TrySetResult where other code may complete the source",
        "'{0}' may have been completed by '{1}' ({2}), and then '{3}' throws; use 'Try{3}'",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "SetResult, SetException and SetCanceled throw an InvalidOperationException where the source is complete already.");

    private static readonly DiagnosticDescriptor NoEffect = RuleDescriptor.Variant(
        Rule, "'{0}' has been completed by '{1}' ({2}), so this '{3}' never takes effect; remove one of the two");

    private static readonly DiagnosticDescriptor Throws = RuleDescriptor.Variant(
        Rule, "'{0}' has been completed by '{1}' ({2}), so this '{3}' always throws; remove one of the two");

    public ASYNC2019CompletionSourceRaceAnalyzer()
        : base(new[] { Rule, NoEffect, Throws }, Trigger.OnNames(SourceCompletion.Names))
    {
    }

    private protected override bool IsApplicable(KnownTypes types)
        => (types.TaskCompletionSource ?? types.TaskCompletionSourceOfT) is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (SourceCompletion.At((SimpleNameSyntax)node, context.Model) is not { } completion)
        {
            return;
        }

        if (SecondCompletion.FirstBefore(completion, context.Model) is { } first)
        {
            Report(context.Saying(completion.IsTry ? NoEffect : Throws), DiagnosticSeverity.Warning, completion, first);
        }
        else if (!completion.IsTry && CompletionRace.Find(completion, context.Model) is { } race)
        {
            // The time-out of a test comes when the test has failed anyway.
            bool isSure = race.IsLikely && !context.IsInTests;
            Report(context, isSure ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, completion, race.Other);
        }
    }

    private static void Report(RuleContext context, DiagnosticSeverity severity, SourceCompletion completion, SourceCompletion other)
        => context.ReportAs(
            severity,
            completion.Name.GetLocation(),
            new[] { other.Name.GetLocation() },
            completion.SourceName,
            other.Name.Identifier.ValueText,
            SourceLine.Of(other.Name),
            completion.Name.Identifier.ValueText);
}
