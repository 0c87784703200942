namespace AsyncAnalyzers.Showcase.Reports;

/// <summary>What is said in the report around the demos and programs.</summary>
internal static class ReportTexts
{
    public const string NotRun = "It was not run, so there is no timeline.";

    public const string Written = "The report: {0}";

    public const string Dropped = "{0} events were too many to be recorded: the timelines may lack a part of what happened.";

    /// <summary>Each of them by its name in the templates.</summary>
    public static IReadOnlyDictionary<string, string> ByName { get; } = new Dictionary<string, string>
    {
        ["verdict"] = "Result",
        ["index"] = "Index",
        ["passed"] = "passed",
        ["failed"] = "failed",
        ["code"] = "The flagged code",
        ["timeline"] = "Timeline",
        ["figures"] = "Measured",
        ["top"] = "to the index",
        ["problems"] = "What is not as it should be",
        ["keys"] = "Point at a bar, or move between the bars with the arrow keys, to read its times.",
        ["words"] = "The timeline in words",
        ["diff_caption"] = "the difference line by line",
        ["removed"] = "removed",
        ["added"] = "added",
    };

    /// <summary>All of them, to be translated.</summary>
    public static IReadOnlyList<string> All { get; } = [NotRun, Written, Dropped, .. ByName.Values];
}
