using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Recording;
using AsyncAnalyzers.Showcase.Sources;
using AsyncAnalyzers.Showcase.Timelines;

namespace AsyncAnalyzers.Showcase.Reports;

/// <summary>Writes a page with pictures besides what another output shows: when all is over, whether it has passed or not.</summary>
/// <param name="inner">The other output.</param>
/// <param name="recorder">What records the run.</param>
/// <param name="file">Where the page goes.</param>
/// <param name="isJson">Whether the other output writes one JSON document.</param>
internal abstract class ReportingOutput<TOutput, TItem, TReport>(TOutput inner, Recorder recorder, FileInfo file, bool isJson)
    : IShowcaseOutput<TItem, TReport>
    where TOutput : IShowcaseOutput<TItem, TReport>
{
    /// <summary>The other output.</summary>
    protected TOutput Inner => inner;

    public void List(IReadOnlyList<TItem> items) => inner.List(items);

    public void Begin(TItem item, int number, int count) => inner.Begin(item, number, count);

    public Task<T> WhileAsync<T>(Func<Task<T>> work) => inner.WhileAsync(work);

    public void Show(Inspection inspection) => inner.Show(inspection);

    public void End(TReport report) => inner.End(report);

    public void Finish(IReadOnlyList<TReport> reports, TimeSpan elapsed)
    {
        inner.Finish(reports, elapsed);
        Record record = recorder.Stop();
        ReportFile.Write(file, PageOf(reports, elapsed, record) with { Dropped = record.Dropped }, OutputChoice.Messages(isJson));
    }

    /// <summary>The page.</summary>
    protected abstract ReportPage PageOf(IReadOnlyList<TReport> reports, TimeSpan elapsed, Record record);
}
