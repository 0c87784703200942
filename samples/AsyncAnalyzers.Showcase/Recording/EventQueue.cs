using System.Collections.Concurrent;

namespace AsyncAnalyzers.Showcase.Recording;

/// <summary>
/// Events until they are read, a number of them at the most over the whole time: the memory of a long run has an end. What comes
/// after that is counted. Without locks: to wait for one would be an event too.
/// </summary>
/// <param name="most">How many events it takes.</param>
internal sealed class EventQueue(int most)
{
    private readonly ConcurrentQueue<RecordedEvent> _events = [];
    private long _count;
    private long _told;

    /// <summary>Takes one more, or drops it. Any thread may call it.</summary>
    public void Add(RecordedEvent recorded)
    {
        if (Interlocked.Increment(ref _count) <= most)
        {
            _events.Enqueue(recorded);
        }
    }

    /// <summary>
    /// The events that have come since the last call; the last of them tells how many were dropped. One thread at a time may call it.
    /// </summary>
    public IEnumerable<RecordedEvent> Take()
    {
        while (_events.TryDequeue(out RecordedEvent recorded))
        {
            yield return recorded;
        }

        long dropped = Interlocked.Read(ref _count) - most - _told;
        if (dropped > 0)
        {
            _told += dropped;
            yield return RecordedEvent.OfDropped(dropped);
        }
    }
}
