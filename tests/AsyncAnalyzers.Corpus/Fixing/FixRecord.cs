using System.Globalization;
using AsyncAnalyzers.Corpus.Output;

namespace AsyncAnalyzers.Corpus.Fixing;

/// <summary>What came of a run of fixes.</summary>
/// <param name="found">All reports.</param>
/// <param name="tried">Those whose fixes were tried alone.</param>
/// <param name="withoutFix">Those of them that have no fix.</param>
/// <param name="entries">What was tried, in order, each with the number of its report among the rule's.</param>
/// <param name="failures">Rules that threw.</param>
internal sealed class FixRecord(
    ImmutableArray<Report> found,
    ImmutableArray<Report> tried,
    ImmutableArray<Report> withoutFix,
    ImmutableArray<(FixOutcome Outcome, int Number)> entries,
    ImmutableArray<string> failures)
{
    /// <summary>All that was tried, in order.</summary>
    public IEnumerable<FixOutcome> Outcomes => entries.Select(entry => entry.Outcome);

    /// <summary>A rule or a fix threw, or a fix broke code.</summary>
    public bool IsBad => !failures.IsEmpty || Outcomes.Any(outcome => outcome.Exception is not null || !outcome.NewErrors.IsEmpty);

    /// <summary>Writes each difference to a file of its own: rule/number-title.diff, rule/fix-all-scope-title.diff.</summary>
    public async Task WriteDiffsAsync(DirectoryInfo folder)
    {
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach ((FixOutcome outcome, int number) in entries.Where(entry => entry.Outcome.IsChanged || entry.Outcome.Exception is not null))
        {
            DirectoryInfo ruleFolder = folder.CreateSubdirectory(outcome.Report.Id);
            string name = outcome.IsAlone ? number.ToString("D3", CultureInfo.InvariantCulture) : "fix-all-" + Slug(outcome.Scope, 40);
            string file = Path.Combine(ruleFolder.FullName, $"{name}-{Slug(outcome.Title, 60)}");
            // Titles name what they change: two actions of one report may still be called the same.
            await File.WriteAllTextAsync((used.Add(file) ? file : $"{file}-{used.Count}") + ".diff", outcome.ToFile());
        }
    }

    /// <summary>The figures by rule.</summary>
    public void WriteSummary(TextWriter output)
    {
        string[] figures = ["applied", "new errors", "new warnings", "no change", "exceptions"];
        Table alone = new("Each fix alone", ["rule", "reports", "tried", "offered", "none offered", .. figures]);
        foreach (IGrouping<string, Report> group in found.GroupBy(report => report.Id))
        {
            ImmutableArray<FixOutcome> outcomes = [.. Outcomes.Where(outcome => outcome.IsAlone && outcome.Report.Id == group.Key)];
            alone.Add(
                [
                    group.Key,
                    Number(group.Count()),
                    Number(tried.Count(report => report.Id == group.Key)),
                    Number(outcomes.Length),
                    Number(withoutFix.Count(report => report.Id == group.Key)),
                    .. Figures(outcomes),
                ]);
        }

        alone.Write(output);
        if (Outcomes.Any(outcome => !outcome.IsAlone))
        {
            Table together = new("Fix-all", ["rule, action", "scope", .. figures]);
            foreach (FixOutcome outcome in Outcomes.Where(outcome => !outcome.IsAlone))
            {
                together.Add([$"{outcome.Report.Id} {outcome.Title}", outcome.Scope, .. Figures([outcome])]);
            }

            together.Write(output);
        }

        output.WriteLine();
        foreach (FixOutcome outcome in Outcomes)
        {
            string[] threw = outcome.Exception is { } exception ? ["threw " + exception] : [];
            foreach (string what in outcome.NewErrors.Take(3).Select(error => "new error " + error).Concat(threw))
            {
                output.WriteLine($"{outcome.Report.Id} {outcome.Report.File}:{outcome.Report.Line} ({outcome.Scope}) {outcome.Title}: {what}");
            }
        }

        foreach (string failure in failures)
        {
            output.WriteLine("A RULE THREW: " + failure);
        }
    }

    private static string[] Figures(ImmutableArray<FixOutcome> outcomes)
        =>
        [
            Number(outcomes.Count(outcome => outcome.IsChanged)),
            Number(outcomes.Sum(outcome => outcome.NewErrors.Length)),
            Number(outcomes.Sum(outcome => outcome.NewWarnings.Length)),
            Number(outcomes.Count(outcome => !outcome.IsChanged && outcome.Exception is null)),
            Number(outcomes.Count(outcome => outcome.Exception is not null)),
        ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Slug(string text, int length)
    {
        string words = new([.. text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]);
        string slug = string.Join('-', words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return slug.Length > length ? slug[..length].TrimEnd('-') : slug;
    }
}
