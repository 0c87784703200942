using AsyncAnalyzers.Showcase.Output;
using EventLoopLab.Lab;
using EventLoopLab.Running;

namespace EventLoopLab.Output;

/// <summary>The table at the end of a run: a row for each figure.</summary>
internal static class FigureTable
{
    private const string Run = "{0}, run {1}";
    private const string OfTheFix = "rule and code fix";

    private static readonly string[] Heads = ["Program", "Variant", "Measured", "Value", "Better", "Claim holds if", ""];

    /// <summary>What is said in it, to be translated.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Heads, Run, OfTheFix];

    /// <summary>The table. Program and variant are named once.</summary>
    public static ResultTable Of(IReadOnlyList<VariantReport> reports, Texts texts)
    {
        var rows = new List<ResultRow>();
        LabProgram? program = null;
        foreach (VariantReport report in reports)
        {
            string name = report.Program == program ? "" : report.Program.Name;
            string variant = texts[report.Variant.Name];
            program = report.Program;
            void Add(bool holds, Better better, params string[] cells)
            {
                string verdict = ResultTable.Verdict(holds, texts);
                verdict = report.Attempts == 1 ? verdict : texts.Format(Run, verdict, report.Attempts);
                rows.Add(new ResultRow([name, variant, .. cells, verdict], holds, better));
                name = variant = "";
            }

            if (report.Failure is not null)
            {
                Add(false, Better.Neither, report.Failure, "", "", "");
                continue;
            }

            foreach (string problem in report.Problems)
            {
                Add(false, Better.Neither, texts[OfTheFix], "", "", problem.Split('\n')[0]);
            }

            foreach (Figure figure in report.Trial.Figures)
            {
                string direction = ResultTable.Direction(figure.Better, texts);
                string bound = figure.Bound.Describe(figure.Unit, english => texts[english]);
                Add(figure.Holds, figure.Better, texts[figure.Quantity], figure.Text, direction, bound);
            }
        }

        return new ResultTable([.. Heads.Select(head => texts[head])], rows, RightColumns: [3], BetterColumn: 4);
    }
}
