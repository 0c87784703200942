using System.Diagnostics;
using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Demos.Output;
using AsyncAnalyzers.Showcase.Running;
using AsyncAnalyzers.Showcase.Sources;

namespace AsyncAnalyzers.Demos;

/// <summary>Shows demos one after the other and finds out whether each shows what it promises.</summary>
internal static class DemoRunner
{
    /// <param name="demos">The demos.</param>
    /// <param name="run">False to leave out running the halves.</param>
    /// <param name="output">Where to show them.</param>
    /// <param name="cancellationToken">Ends the run between two steps.</param>
    /// <returns>True when every harm and every repair has shown.</returns>
    public static async Task<bool> RunAsync(IReadOnlyList<Demo> demos, bool run, IDemoOutput output, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var reports = new List<DemoReport>();
        for (int i = 0; i < demos.Count; i++)
        {
            Demo demo = demos[i];
            output.Begin(demo, i + 1, demos.Count);
            Inspection inspection = await output.WhileAsync(() => Inspector.InspectAsync(DemoCatalog.SpecimenOf(demo), cancellationToken));
            output.Show(inspection);

            var problems = new List<string>(inspection.Problems);
            DemoResult? result = run ? await output.WhileAsync(() => MeasureAsync(demo, problems, cancellationToken)) : null;
            if (result is not null)
            {
                output.Show(result);
            }

            var report = new DemoReport(demo, inspection, result, problems);
            output.End(report);
            reports.Add(report);
        }

        output.Finish(reports, clock.Elapsed);
        return reports.TrueForAll(report => report.Problems.Count == 0);
    }

    private static async Task<DemoResult?> MeasureAsync(Demo demo, List<string> problems, CancellationToken cancellationToken)
    {
        using Activity? span = Stage.Spans.StartActivity(demo.Id);
        try
        {
            DemoResult result = await OwnThread.RunAsync(demo.Measure, cancellationToken);
            foreach (Measurement m in result.Measurements)
            {
                if (!m.IsHarmShown)
                {
                    problems.Add($"the harm does not show: {m.Quantity}, flawed: {Measurement.Format(m.Flawed, m.Unit)}, expected {m.Harm.Describe(m.Unit)}");
                }

                if (!m.IsRepairShown)
                {
                    problems.Add($"the repair does not show: {m.Quantity}, repaired: {Measurement.Format(m.Repaired, m.Unit)}, expected {m.Repair.Describe(m.Unit)}");
                }
            }

            return result;
        }
        catch (Exception exception) when (OwnThread.IsFailure(exception, cancellationToken))
        {
            problems.Add(OwnThread.Describe(exception));
            return null;
        }
    }
}
