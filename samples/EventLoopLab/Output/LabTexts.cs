using System.Globalization;
using AsyncAnalyzers.Showcase.Output;
using EventLoopLab.Lab;
using EventLoopLab.Running;

namespace EventLoopLab.Output;

/// <summary>What the lab says around its programs.</summary>
internal static class LabTexts
{
    public const string Claim = "Claim: {0}";
    public const string Flawed = "flawed";
    public const string Failed = "FAILED {0}, {1}: {2}";
    public const string Missed = "the claim does not hold, see the table at the end";
    public const string Progress = "{0} of {1}: {2}, {3}";
    public const string Summary = "{0} of {1} variants did what is claimed, {2} failed, in {3} s.";
    public const string SummaryOfMoreRuns = "{0} of {1} variants did what is claimed, {4} of them after more than one run, {2} failed, in {3} s.";

    /// <summary>All of them, to be translated.</summary>
    public static IReadOnlyList<string> All { get; } = [Claim, Flawed, Failed, Missed, Progress, Summary, SummaryOfMoreRuns];

    /// <summary>A variant with its rule, where it is flawed.</summary>
    public static string Heading(Variant variant, Texts texts) => texts[variant.Name] + (variant switch
    {
        { Pitfall: null } => "",
        { Rule: null } => $" ({texts[Flawed]})",
        _ => $" ({texts[Flawed]}: {variant.Rule})",
    });

    /// <summary>The names of the variants of a program.</summary>
    public static string Variants(LabProgram program, Texts texts) => string.Join("; ", program.Variants.Select(variant => Heading(variant, texts)));

    /// <summary>Each thing that went wrong with a variant.</summary>
    public static IEnumerable<string> Failures(VariantReport report, Texts texts)
        => report.Problems
            .Append(report.Failure ?? (report.Trial.Holds ? null : texts[Missed]))
            .Where(problem => problem is not null)
            .Select(problem => texts.Format(Failed, report.Program.Name, texts[report.Variant.Name], problem));

    /// <summary>The last line of a run.</summary>
    public static string Summarize(IReadOnlyList<VariantReport> reports, TimeSpan elapsed, Texts texts)
    {
        int failed = reports.Count(report => !report.Holds);
        int again = reports.Count(report => report.Attempts > 1);
        string seconds = elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return texts.Format(again == 0 ? Summary : SummaryOfMoreRuns, reports.Count - failed, reports.Count, failed, seconds, again);
    }
}
