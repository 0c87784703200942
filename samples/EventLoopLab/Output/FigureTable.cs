using System.Globalization;
using EventLoopLab.Lab;
using EventLoopLab.Running;

namespace EventLoopLab.Output;

/// <summary>The table at the end of a run, as text: a row for each figure.</summary>
internal static class FigureTable
{
    /// <summary>What the last cell of a row begins with where the claim holds.</summary>
    public const string Ok = "ok";

    /// <summary>The heads of the columns.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["Program", "Variant", "Measured", "Value", "Better", "Claim holds if", ""];

    /// <summary>The cells of a row. Program and variant are named once.</summary>
    public static IEnumerable<IReadOnlyList<string>> Rows(IReadOnlyList<VariantReport> reports)
    {
        LabProgram? program = null;
        foreach (VariantReport report in reports)
        {
            string name = report.Program == program ? "" : report.Program.Name;
            string variant = report.Variant.Name;
            program = report.Program;
            if (report.Failure is not null)
            {
                yield return [name, variant, report.Failure, "", "", "", Verdict(false, report.Attempts)];
                continue;
            }

            foreach (Figure figure in report.Trial.Figures)
            {
                string bound = figure.Bound.Describe(figure.Unit);
                yield return [name, variant, figure.Quantity, figure.Text, Direction(figure.Better), bound, Verdict(figure.Holds, report.Attempts)];
                name = variant = "";
            }
        }
    }

    /// <summary>The names of the variants of a program, the flawed ones with their rule.</summary>
    public static string Variants(LabProgram program)
        => string.Join("; ", program.Variants.Select(variant => variant.Rule is null ? variant.Name : $"{variant.Name} ({variant.Rule})"));

    /// <summary>The last line of a run.</summary>
    public static string Summary(IReadOnlyList<VariantReport> reports, TimeSpan elapsed)
    {
        int failed = reports.Count(report => !report.Holds);
        int again = reports.Count(report => report.Attempts > 1);
        string seconds = elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        string more = again == 0 ? "" : $", {again} of them after more than one run";
        return $"{reports.Count - failed} of {reports.Count} variants did what is claimed{more}, {failed} failed, in {seconds} s.";
    }

    private static string Direction(Better better) => better switch
    {
        Better.Lower => "lower",
        Better.Higher => "higher",
        _ => "",
    };

    private static string Verdict(bool holds, int attempts) => (holds ? Ok : "MISSED") + (attempts == 1 ? "" : $", run {attempts}");
}
