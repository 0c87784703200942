using AsyncAnalyzers.Showcase.Sources;

namespace AsyncAnalyzers.Showcase.Output;

/// <summary>What stands above flawed code and above its repair.</summary>
internal static class InspectionTexts
{
    public const string RuleSays = "The rule says";
    public const string NoRule = "No rule reports this yet: {0}";
    public const string FixWrites = "The code fix \"{0}\" writes";
    public const string NoFix = "No code fix: {0}. Repaired by hand";
    public const string NoRepair = "No code fix is offered";
    public const string ByHand = "Repaired by hand";

    /// <summary>All of them, to be translated.</summary>
    public static IReadOnlyList<string> All { get; } = [RuleSays, NoRule, FixWrites, NoFix, NoRepair, ByHand];

    /// <summary>What stands above the flawed code.</summary>
    public static string Head(Inspection inspection, Texts texts)
        => inspection.Specimen.NoRule is { } reason ? texts.Format(NoRule, texts[reason]) : texts[RuleSays];

    /// <summary>What stands above the diff.</summary>
    public static string Repair(Inspection inspection, Texts texts) => inspection switch
    {
        { FixTitle: { } title } => texts.Format(FixWrites, title),
        { Specimen.NoFix: { } reason } => texts.Format(NoFix, texts[reason]),
        { Diff.Count: > 0 } => texts[ByHand],
        _ => texts[NoRepair],
    };
}
