using System.Diagnostics.Tracing;

namespace AsyncAnalyzers.Showcase.Measuring;

/// <summary>
/// What demos and lab tell of themselves while they run. <c>dotnet-trace collect --providers AsyncAnalyzers-Showcase</c> sees it,
/// and so does the recorder of the report. Nobody listens: nothing is written.
/// </summary>
[EventSource(Name = SourceName)]
internal sealed class ShowcaseEvents : EventSource
{
    /// <summary>The name of the provider, and of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string SourceName = "AsyncAnalyzers-Showcase";

    private ShowcaseEvents()
    {
    }

    /// <summary>The one source.</summary>
    public static ShowcaseEvents Log { get; } = new();

    /// <summary>A stage (a half of a demo, a variant of a program) begins on this thread.</summary>
    [Event(1)]
    public void StageBegins(string name) => WriteEvent(1, name);

    /// <summary>The stage is over.</summary>
    [Event(2)]
    public void StageEnds(string name) => WriteEvent(2, name);

    /// <summary>This thread is an event loop from here on; the number tells it from others.</summary>
    [Event(3)]
    public void LoopBegins(int loop) => WriteEvent(3, loop);

    /// <summary>The loop of this thread is over.</summary>
    [Event(4)]
    public void LoopEnds() => WriteEvent(4);

    /// <summary>The heartbeat of the loop.</summary>
    [Event(5)]
    public void Heartbeat() => WriteEvent(5);

    /// <summary>The loop begins to run what was posted to it.</summary>
    [Event(6)]
    public void ItemBegins() => WriteEvent(6);

    /// <summary>The loop is free for the next item.</summary>
    [Event(7)]
    public void ItemEnds() => WriteEvent(7);

    /// <summary>This thread posts something to a loop: mostly the continuation of an await.</summary>
    [Event(8)]
    public void Posted(int loop) => WriteEvent(8, loop);

    /// <summary>The same is run once more, because the machine was too busy.</summary>
    [Event(9)]
    public void RunsAgain() => WriteEvent(9);

    /// <summary>What the operating system says of a thread, whenever it changes.</summary>
    /// <param name="thread">Its number there.</param>
    /// <param name="state">Asleep, awake or gone.</param>
    /// <param name="milliseconds">How long ago that began.</param>
    /// <param name="name">Its name there.</param>
    [Event(12)]
    public void ThreadSeen(long thread, string state, double milliseconds, string name) => WriteEvent(12, thread, state, milliseconds, name);

    /// <summary>This thread says something.</summary>
    [Event(14)]
    public void Speaks() => WriteEvent(14);

    /// <summary>A child process of the program begins on this thread.</summary>
    [Event(13)]
    public void ProcessBegins() => WriteEvent(13);
}
