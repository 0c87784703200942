using System.Globalization;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>The last line of a run.</summary>
internal static class DemoSummary
{
    public static string Of(IReadOnlyList<DemoReport> reports, TimeSpan elapsed)
    {
        int failed = reports.Count(report => report.Problems.Count > 0);
        bool measured = reports.Any(report => report.Result is not null);
        string seconds = elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        string what = measured ? "showed the harm and the repair" : "flagged and repaired as they should be";
        return $"{reports.Count - failed} of {reports.Count} demos {what}, {failed} failed, in {seconds} s.";
    }
}
