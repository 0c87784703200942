using System.Diagnostics;
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
    private const int MostAttempts = 8;

    /// <summary>When this has passed, no other run of a variant begins.</summary>
    private static readonly TimeSpan LastAttempt = TimeSpan.FromSeconds(20);

    /// <summary>A run that takes longer than this hangs.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

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
                VariantReport report = await RunAsync(program, variant, trials, cancellationToken);
                trials[variant.Name] = report.Trial;
                reports.Add(report);
                output.End(report);
            }
        }

        output.Finish(reports, clock.Elapsed);
        return reports.TrueForAll(report => report.Holds);
    }

    private static async Task<VariantReport> RunAsync(
        LabProgram program, Variant variant, Dictionary<string, Trial> earlier, CancellationToken cancellationToken)
    {
        var trial = new Trial(earlier);
        string? failure = null;
        int attempt = 0;
        var clock = Stopwatch.StartNew();
        do
        {
            attempt++;
            failure = null;
            trial = new Trial(earlier);
            try
            {
                // Not on the thread pool: a program may starve it.
                Trial current = trial;
                await Task.Factory
                    .StartNew(() => variant.Run(current), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                    .WaitAsync(TimeLimit, cancellationToken);
            }
            catch (TimeoutException exception)
            {
                failure = "it did not end in time: " + exception.Message;
                break;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                failure = $"it failed: {exception.GetType().Name}: {exception.Message}";
            }
        }
        while ((failure is not null || !trial.Holds) && attempt < MostAttempts && clock.Elapsed < LastAttempt);

        return new VariantReport(program, variant, trial, attempt, failure);
    }
}
