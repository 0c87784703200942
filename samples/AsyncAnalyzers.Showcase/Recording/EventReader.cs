using System.Diagnostics.Tracing;
using System.Globalization;

namespace AsyncAnalyzers.Showcase.Recording;

/// <summary>
/// Listens to what the programs say of themselves, and to what the runtime and its tasks say of them: locks, waits, threads of the
/// pool, exceptions.
/// </summary>
internal sealed class EventReader : EventListener
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const string Tasks = "System.Threading.Tasks.TplEventSource";

    /// <summary>Locks, threads, waits (from .NET 9 on), exceptions, and work items of the pool.</summary>
    private const EventKeywords RuntimeKeywords = (EventKeywords)(0x4000 | 0x10000 | 0x40000000000 | 0x8000 | 0x80000000);

    /// <summary>Tasks and what waits for them.</summary>
    private const EventKeywords TaskKeywords = (EventKeywords)3;

    private readonly Action<RecordedEvent>? _sink;

    /// <param name="sink">Where the events go. Any thread may call it.</param>
    public EventReader(Action<RecordedEvent> sink) => _sink = sink;

    /// <inheritdoc />
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        // The base class calls this before the constructor of this one.
        switch (eventSource.Name)
        {
            case ShowcaseEvents.SourceName:
                EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
                break;
            case Runtime:
                EnableEvents(eventSource, EventLevel.Verbose, RuntimeKeywords);
                break;
            case Tasks:
                EnableEvents(eventSource, EventLevel.Informational, TaskKeywords);
                break;
        }
    }

    /// <inheritdoc />
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        RecordedEvent? read = eventData.EventSource.Name switch
        {
            ShowcaseEvents.SourceName => OfShowcase(eventData),
            Runtime => OfRuntime(eventData),
            Tasks => OfTasks(eventData),
            _ => null,
        };
        if (read is { } found)
        {
            _sink?.Invoke(found);
        }
    }

    private static RecordedEvent? OfShowcase(EventWrittenEventArgs data) => data.EventName switch
    {
        nameof(ShowcaseEvents.StageBegins) => Event(data, EventKind.StageBegins, text: (string)data.Payload![0]!),
        nameof(ShowcaseEvents.StageEnds) => Event(data, EventKind.StageEnds, text: (string)data.Payload![0]!),
        nameof(ShowcaseEvents.ProcessBegins) => Event(data, EventKind.ProcessBegins),
        nameof(ShowcaseEvents.LoopBegins) => Event(data, EventKind.LoopBegins, number: NumberAt(data, 0)),
        nameof(ShowcaseEvents.LoopEnds) => Event(data, EventKind.LoopEnds),
        nameof(ShowcaseEvents.Heartbeat) => Event(data, EventKind.Heartbeat),
        nameof(ShowcaseEvents.ItemBegins) => Event(data, EventKind.ItemBegins),
        nameof(ShowcaseEvents.ItemEnds) => Event(data, EventKind.ItemEnds),
        nameof(ShowcaseEvents.Posted) => Event(data, EventKind.Posts, number: NumberAt(data, 0)),
        nameof(ShowcaseEvents.Speaks) => Event(data, EventKind.Speaks),
        nameof(ShowcaseEvents.RunsAgain) => Event(data, EventKind.RunsAgain),
        nameof(ShowcaseEvents.ThreadSeen) => Seen(data),
        _ => null,
    };

    /// <summary>The numbers are those of the runtime's manifest: events of the runtime have no names on every platform.</summary>
    private static RecordedEvent? OfRuntime(EventWrittenEventArgs data) => data.EventId switch
    {
        31 => Event(data, EventKind.PoolWorks),
        57 => Event(data, EventKind.PoolRests),
        80 when IsCancellation(data.Payload?[0] as string) => Event(data, EventKind.Cancelled),
        81 => Event(data, EventKind.LockWaitBegins, number: NumberAt(data, 4)),
        85 => Event(data, EventKind.ThreadBegins, number: NumberAt(data, 3)) with { Thread = NumberAt(data, 4) },
        91 => Event(data, EventKind.LockWaitEnds),
        301 => Event(data, EventKind.WaitBegins),
        302 => Event(data, EventKind.WaitEnds),
        _ => null,
    };

    private static RecordedEvent? OfTasks(EventWrittenEventArgs data)
    {
        const int Synchronous = 1;
        return data.EventId switch
        {
            8 => Event(data, EventKind.TaskBegins),
            9 => Event(data, EventKind.TaskEnds),
            10 => Event(data, NumberAt(data, 3) == Synchronous ? EventKind.WaitBegins : EventKind.Awaits),
            11 => Event(data, EventKind.WaitEnds),
            _ => null,
        };
    }

    private static RecordedEvent Seen(EventWrittenEventArgs data)
    {
        IReadOnlyList<object?> values = data.Payload!;
        EventKind kind = (string)values[1]! switch
        {
            ThreadSampler.Asleep => EventKind.Asleep,
            ThreadSampler.Gone => EventKind.Gone,
            _ => EventKind.Awake,
        };
        long began = data.TimeStamp.Ticks - TimeSpan.FromMilliseconds((double)values[2]!).Ticks;
        return new RecordedEvent(began, Environment.ProcessId, (long)values[0]!, kind, Text: (string)values[3]!);
    }

    private static RecordedEvent Event(EventWrittenEventArgs data, EventKind kind, long number = 0, string? text = null)
        => new(data.TimeStamp.Ticks, Environment.ProcessId, data.OSThreadId, kind, number, text);

    private static long NumberAt(EventWrittenEventArgs data, int index)
        => data.Payload is { } values && index < values.Count ? Convert.ToInt64(values[index], CultureInfo.InvariantCulture) : 0;

    private static bool IsCancellation(string? type)
        => type is "System.OperationCanceledException" or "System.Threading.Tasks.TaskCanceledException";
}
