using System.Diagnostics;
using AsyncAnalyzers.Showcase.Running;
using AsyncAnalyzers.Showcase.Sources;
using EventLoopLab.Lab;
using EventLoopLab.Output;

namespace EventLoopLab.Running;

/// <summary>Runs programs one after the other and finds out whether each claim holds.</summary>
internal static class LabRunner
{
    /// <summary>
    /// How often a variant may run until its claim holds. What is claimed is what code can do; on a busy machine a single run may
    /// miss it. The output says how many runs it took.
    /// </summary>
    private const int MostAttempts = 3;

    /// <param name="programs">The programs.</param>
    /// <param name="output">Where to show them.</param>
    /// <param name="cancellationToken">Ends the run between two variants.</param>
    /// <returns>True when every claim holds.</returns>
    public static async Task<bool> RunAsync(IReadOnlyList<LabProgram> programs, ILabOutput output, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var reports = new List<VariantReport>();
        for (int i = 0; i < programs.Count; i++)
        {
            LabProgram program = programs[i];
            output.Begin(program, i + 1, programs.Count);
            var trials = new Dictionary<string, Trial>();
            foreach (Variant variant in program.Variants)
            {
                output.Begin(variant);
                Inspection? inspection = LabCatalog.SpecimenOf(program, variant) is { } specimen
                    ? await output.WhileAsync(() => Inspector.InspectAsync(specimen, cancellationToken))
                    : null;
                if (inspection is not null)
                {
                    output.Show(inspection);
                }

                VariantReport report = await output.WhileAsync(() => RunAsync(program, variant, inspection, trials, cancellationToken));
                trials[variant.Name] = report.Trial;
                reports.Add(report);
                output.End(report);
            }
        }

        output.Finish(reports, clock.Elapsed);
        return reports.TrueForAll(report => report.Holds);
    }

    private static async Task<VariantReport> RunAsync(
        LabProgram program, Variant variant, Inspection? inspection, Dictionary<string, Trial> earlier, CancellationToken cancellationToken)
    {
        Trial trial;
        string? failure;
        int attempt = 0;
        using Activity? span = Stage.Spans.StartActivity(program.Name);
        do
        {
            attempt++;
            failure = null;
            trial = new Trial(earlier);
            try
            {
                Trial current = trial;
                await OwnThread.RunAsync(() => Stage.Run(variant.Name, () => variant.Run(current)), cancellationToken);
            }
            catch (Exception exception) when (OwnThread.IsFailure(exception, cancellationToken))
            {
                failure = OwnThread.Describe(exception);
                if (exception is TimeoutException)
                {
                    break;
                }
            }
        }
        while ((failure is not null || !trial.Holds) && attempt < MostAttempts);

        return new VariantReport(program, variant, inspection, trial, attempt, failure);
    }
}
