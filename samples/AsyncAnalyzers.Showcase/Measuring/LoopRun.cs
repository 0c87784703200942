namespace AsyncAnalyzers.Showcase.Measuring;

/// <summary>What the event loop has seen while one piece of work ran on it.</summary>
/// <param name="Value">What the work returned.</param>
/// <param name="LongestGap">The longest time between two heartbeats.</param>
/// <param name="Beats">How often the heartbeat ticked.</param>
internal sealed record LoopRun<T>(T Value, TimeSpan LongestGap, int Beats)
{
    /// <summary>The longest gap in milliseconds.</summary>
    public double GapInMilliseconds => LongestGap.TotalMilliseconds;
}
