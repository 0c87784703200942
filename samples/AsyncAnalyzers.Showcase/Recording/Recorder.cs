using System.Collections.Concurrent;
using System.Diagnostics;
using AsyncAnalyzers.Showcase.Timelines;

namespace AsyncAnalyzers.Showcase.Recording;

/// <summary>Records what this process and its children tell of themselves, for the report.</summary>
internal sealed class Recorder : IDisposable
{
    /// <summary>How late an event of the runtime may come.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(300);

    /// <summary>What a report can show: more events than this are dropped, and the report says so.</summary>
    private const int MostEvents = 2_000_000;

    private readonly EventQueue _events;

    // Without locks, as the events.
    private readonly ConcurrentQueue<Span> _spans = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("showcase-").FullName;
    private readonly ActivityListener _spanListener;
    private readonly EventReader _reader;
    private readonly ThreadSampler _sampler;

    /// <param name="mostEvents">How many events of this process are recorded.</param>
    public Recorder(int mostEvents = MostEvents)
    {
        _events = new EventQueue(mostEvents);
        Environment.SetEnvironmentVariable(ChildRecorder.Variable, _folder);
        _spanListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ShowcaseEvents.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Add,
        };
        ActivitySource.AddActivityListener(_spanListener);
        _reader = new EventReader(_events.Add);
        _sampler = new ThreadSampler();
    }

    /// <summary>Ends the recording, and gives what was recorded of each owner.</summary>
    public Record Stop()
    {
        Thread.Sleep(Delay);
        _sampler.Dispose();
        _reader.Dispose();
        _spanListener.Dispose();
        return new Record([.. _events.Take(), .. ChildRecorder.ReadAll(_folder)], _spans);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _sampler.Dispose();
        _reader.Dispose();
        _spanListener.Dispose();
        Environment.SetEnvironmentVariable(ChildRecorder.Variable, null);
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A child that was killed may still be writing; the folder is a temporary one.
        }
    }

    private void Add(Activity stage)
    {
        if (stage.Parent is { } owner)
        {
            long start = stage.StartTimeUtc.Ticks;
            _spans.Enqueue(new Span(owner.OperationName, stage.OperationName, start, start + stage.Duration.Ticks));
        }
    }
}
