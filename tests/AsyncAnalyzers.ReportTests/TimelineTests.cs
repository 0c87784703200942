using AsyncAnalyzers.Showcase.Recording;
using AsyncAnalyzers.Showcase.Timelines;

namespace AsyncAnalyzers.ReportTests;

/// <summary>What was recorded, as times of a lane.</summary>
public class TimelineTests
{
    private const long Millisecond = TimeSpan.TicksPerMillisecond;

    [Theory]
    [InlineData("0-5 5-9", "0-9")]
    [InlineData("5-9 0-6", "0-9")]
    [InlineData("0-9 2-3", "0-9")]
    [InlineData("0-2 3-4", "0-2 3-4")]
    [InlineData("3-3", "")]
    public void Ranges_that_touch_or_overlap_are_one(string ranges, string union) => Assert.Equal(union, Text(Ranges.Union(Parse(ranges))));

    [Theory]
    [InlineData("0-9", "2-3 5-7", "2-3 5-7")]
    [InlineData("0-4 6-9", "3-7", "3-4 6-7")]
    [InlineData("0-4", "4-9", "")]
    public void What_two_sets_share(string left, string right, string both)
    {
        Assert.Equal(both, Text(Ranges.Intersect(Parse(left), Parse(right))));
        Assert.Equal(both, Text(Ranges.Intersect(Parse(right), Parse(left))));
    }

    [Theory]
    [InlineData("0-9", "2-3 5-7", "0-2 3-5 7-9")]
    [InlineData("0-9", "", "0-9")]
    [InlineData("2-3", "0-9", "")]
    public void What_is_left_of_a_set(string from, string what, string left) => Assert.Equal(left, Text(Ranges.Subtract(Parse(from), Parse(what))));

    [Fact]
    public void Parts_too_short_to_be_seen_are_drawn_as_what_they_mostly_are()
    {
        Interval[] parts = [new(LaneState.Running, 0, 1), new(LaneState.Waiting, 1, 2), new(LaneState.Running, 2, 3), new(LaneState.Waiting, 3, 100)];
        IReadOnlyList<MergedInterval> merged = MergedInterval.Merge(parts, 10);
        Assert.Equal([new(LaneState.Running, 0, 3, 2), new(LaneState.Waiting, 3, 100, 97)], merged);
    }

    [Fact]
    public void Neighbours_of_one_state_are_one_bar()
        => Assert.Equal(
            [new MergedInterval(LaneState.Blocked, 0, 50, 50)],
            MergedInterval.Merge([new(LaneState.Blocked, 0, 20), new(LaneState.Blocked, 20, 50)], 10));

    [Theory]
    [InlineData(LaneState.Blocked, 500, true)]
    [InlineData(LaneState.Running, 500, true)]
    [InlineData(LaneState.Waiting, 500, false)]
    [InlineData(LaneState.Blocked, 90, false)]
    public void A_loop_stood_still_where_code_kept_it(object state, double length, bool stoodStill)
        => Assert.Equal(
            stoodStill, new Lane("event loop", IsLoop: true, [new((LaneState)state, 0, length)], []) { LongestPause = (0, length) }.StoodStill);

    [Fact]
    public void A_loop_that_sleeps_in_an_item_is_blocked_and_stands_above_the_threads()
    {
        Panel panel = Assert.Single(TimelineOf(
        [
            .. Thread(2, (0, EventKind.ThreadBegins), (10, EventKind.TaskBegins), (500, EventKind.TaskEnds)),
            .. Thread(
                1,
                (0, EventKind.LoopBegins), (1, EventKind.Heartbeat), (20, EventKind.ItemBegins), (30, EventKind.Asleep), (830, EventKind.Awake),
                (840, EventKind.ItemEnds), (841, EventKind.Heartbeat), (990, EventKind.LoopEnds)),
        ]).Panels);
        Assert.Equal("event loop", panel.Lanes[0].Name);
        Assert.True(panel.Lanes[0].IsLoop);
        Assert.InRange(panel.Lanes[0].TimeIn(LaneState.Blocked), 790, 810);
        Assert.True(panel.Lanes[0].StoodStill);
    }

    [Fact]
    public void A_stage_in_which_nothing_happened_is_empty() => Assert.True(TimelineOf([]).IsEmpty);

    [Fact]
    public void An_event_that_a_killed_process_has_cut_off_is_none()
    {
        var recorded = new RecordedEvent(5, 1, 2, EventKind.Speaks, 3, "a b");
        Assert.Equal(recorded, RecordedEvent.Parse(recorded.ToLine()));
        Assert.Null(RecordedEvent.Parse(recorded.ToLine()[..3]));
    }

    private static Timeline TimelineOf(IEnumerable<RecordedEvent> events) => new Showcase.Timelines.Record(events, [new Span("demo", "Flawed", 0, 1000 * Millisecond)]).TimelineOf("demo");

    private static IEnumerable<RecordedEvent> Thread(long thread, params (long At, EventKind Kind)[] events)
        => events.Select(recorded => new RecordedEvent(recorded.At * Millisecond, Environment.ProcessId, thread, recorded.Kind));

    private static List<(long Start, long End)> Parse(string ranges)
        => [.. ranges.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(range => range.Split('-')).Select(ends => (long.Parse(ends[0]), long.Parse(ends[1])))];

    private static string Text(IEnumerable<(long Start, long End)> ranges) => string.Join(' ', ranges.Select(range => $"{range.Start}-{range.End}"));
}
