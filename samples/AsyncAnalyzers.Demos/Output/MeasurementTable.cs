using AsyncAnalyzers.Showcase.Output;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>The table at the end of a run: a row for each quantity.</summary>
internal static class MeasurementTable
{
    private static readonly string[] Heads = ["Rule", "Name", "Measured", "Flawed", "Repaired", "Better", ""];

    /// <summary>The table. A demo is named once; one that was not run, or did not end, has a row without figures.</summary>
    public static ResultTable Of(IReadOnlyList<DemoReport> reports)
    {
        var rows = new List<ResultRow>();
        foreach (DemoReport report in reports)
        {
            string id = report.Demo.Id;
            string name = report.Demo.Name;
            void Add(bool holds, Better better, string quantity, string flawed, string repaired)
            {
                rows.Add(new ResultRow(
                    [id, name, quantity, flawed, repaired, ResultTable.Direction(better, Texts.English), ResultTable.Verdict(holds, Texts.English)],
                    holds,
                    better));
                id = name = "";
            }

            // What is wrong without any figure being wrong: the rule, its fix, or that the demo did not end.
            IReadOnlyList<Measurement> measurements = report.Result?.Measurements ?? [];
            if (measurements.Count == 0 || (report.Problems.Count > 0 && measurements.All(m => m.IsHarmShown && m.IsRepairShown)))
            {
                Add(report.Problems.Count == 0, Better.Neither, report.Problems.Count == 0 ? "" : report.Problems[0].Split('\n')[0], "", "");
            }

            foreach (Measurement m in measurements)
            {
                Add(m.IsHarmShown && m.IsRepairShown, m.Better, m.Quantity, Measurement.Format(m.Flawed, m.Unit), Measurement.Format(m.Repaired, m.Unit));
            }
        }

        return new ResultTable(Heads, rows, RightColumns: [3, 4], BetterColumn: 5);
    }
}
