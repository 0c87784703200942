using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Timelines;
using static AsyncAnalyzers.Showcase.Reports.TimelineLayout;

namespace AsyncAnalyzers.Showcase.Reports;

/// <summary>What the bars and signs of a timeline mean: those that occur in it.</summary>
internal sealed class TimelineLegend(Timeline timeline, TimelineLayout layout, Texts texts)
{
    private const double SignWidth = 22;
    private const double Between = 16;

    /// <summary>Draws it, in as many lines as it takes.</summary>
    /// <returns>Where it ends.</returns>
    public double Draw(double y, List<BarShape> bars, List<PathShape> paths, List<TextShape> words)
    {
        double x = layout.TextLeft;
        Lane[] lanes = [.. timeline.Panels.SelectMany(panel => panel.Lanes)];
        foreach (LaneState state in new[] { LaneState.Running, LaneState.Waiting, LaneState.Blocked })
        {
            if (lanes.Any(lane => lane.Intervals.Any(interval => interval.State == state)))
            {
                Place(texts[TimelineTexts.Of(state)]);
                bool isThin = state == LaneState.Waiting;
                bars.Add(new BarShape(state.ToString().ToLowerInvariant(), x, isThin ? y + 5 : y, 18, isThin ? 4 : BarHeight, ""));
                Advance(texts[TimelineTexts.Of(state)]);
            }
        }

        foreach (MarkKind kind in Enum.GetValues<MarkKind>())
        {
            if (lanes.Any(lane => lane.Marks.Any(mark => mark.Kind == kind)))
            {
                string word = texts[TimelineTexts.Of(kind)];
                Place(word);
                if (kind == MarkKind.Heartbeat)
                {
                    paths.Add(new PathShape("heartbeat", FormattableString.Invariant($"M{x + 4} {y + 5}v5M{x + 9} {y + 5}v5M{x + 14} {y + 5}v5"), ""));
                }
                else
                {
                    paths.Add(new PathShape(MarkSign.ClassOf(kind), MarkSign.Path(kind, x + 9, y + 3), ""));
                }

                Advance(word);
            }
        }

        return y + LineHeight + 4;

        void Place(string word)
        {
            if (x > layout.Left && x + SignWidth + WidthOf(word) > layout.Width)
            {
                x = layout.TextLeft;
                y += LineHeight + 2;
            }
        }

        void Advance(string word)
        {
            words.Add(new TextShape("legend", x + SignWidth, y + 11, "start", word));
            x += SignWidth + WidthOf(word) + Between;
        }
    }
}
