using System.Globalization;
using System.Text;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Timelines;
using static AsyncAnalyzers.Showcase.Reports.TimelineLayout;

namespace AsyncAnalyzers.Showcase.Reports;

/// <summary>A timeline as shapes: panels below each other on one time axis, a lane for each thread.</summary>
internal sealed class TimelineDrawing
{
    /// <summary>A bar that would be narrower is joined with its neighbours.</summary>
    private const double NarrowestBar = 2.5;

    /// <summary>Marks that stand closer are drawn as one.</summary>
    private const double ClosestMarks = 8;

    private const double ClosestBeats = 1.5;

    private readonly TimelineLayout _layout;
    private readonly Texts _texts;
    private readonly double _scale;
    private readonly double _length;
    private readonly List<BarShape> _bars = [];
    private readonly List<PathShape> _paths = [];
    private readonly List<PathShape> _grid = [];
    private readonly List<TextShape> _words = [];

    public TimelineDrawing(Timeline timeline, TimelineLayout layout, Texts texts)
    {
        _layout = layout;
        _texts = texts;
        _length = Math.Max(timeline.Length, 0.001);
        _scale = (layout.Right - layout.Left) / _length;
        double y = 4;
        foreach (Panel panel in timeline.Panels)
        {
            y = Draw(panel, y);
        }

        y = DrawAxis(y);
        Height = Math.Ceiling(new TimelineLegend(timeline, layout, texts).Draw(y, _bars, _paths, _words));
        Description = string.Join(' ', timeline.Panels.Select(panel => TimelineTexts.Describe(panel, texts)));
    }

    public double Width => _layout.Width;

    public double Height { get; }

    /// <summary>The whole drawing in words.</summary>
    public string Description { get; }

    public IReadOnlyList<PathShape> Grid => _grid;

    public IReadOnlyList<BarShape> Bars => _bars;

    public IReadOnlyList<PathShape> Paths => _paths;

    public IReadOnlyList<TextShape> Words => _words;

    private double X(double at) => Math.Round(_layout.Left + at * _scale, 1);

    private double Draw(Panel panel, double y)
    {
        string name = _texts[panel.Name];
        string time = TimelineTexts.Time(panel.Length);
        bool isEmpty = panel.Lanes.Count == 0;
        bool hasRoom = !isEmpty && DisplayWidth.Of($"{name}: {time}") <= _layout.HeadLength;
        _words.Add(new TextShape("panel", _layout.TextLeft, y + 14, "start", hasRoom ? $"{name}: {time}" : name.CutTo(_layout.HeadLength)));
        y += LineHeight + 6;
        if (isEmpty)
        {
            _words.Add(new TextShape("note", _layout.TextLeft, y + 10, "start", _texts[TimelineTexts.Nothing].CutTo(_layout.LineLength)));
            return y + LineHeight + 8;
        }

        if (!hasRoom)
        {
            _words.Add(new TextShape("time", _layout.TextLeft, y + 10, "start", time));
            y += LineHeight;
        }

        foreach (Lane lane in panel.Lanes)
        {
            y = Draw(lane, y);
        }

        if (panel.MoreThreads > 0)
        {
            _words.Add(new TextShape("note", _layout.TextLeft, y + 10, "start", _texts.Format(TimelineTexts.MoreThreads, panel.MoreThreads)));
            y += LineHeight;
        }

        return y + 8;
    }

    private double Draw(Lane lane, double y)
    {
        if (lane.LongestPause is { } pause)
        {
            DrawPause(pause.Start, pause.End, lane.StoodStill, y);
            y += LineHeight + 4;
        }

        string name = _texts[lane.Name].CutTo(_layout.NameLength);
        if (_layout.NamesAbove)
        {
            _words.Add(new TextShape("lane", _layout.Left, y + 10, "start", name));
            y += LineHeight - 3;
        }

        bool hasMarks = lane.Marks.Any(mark => mark.Kind != MarkKind.Heartbeat);
        DrawMarks(lane, y);
        y += hasMarks ? MarkHeight : 0;
        if (!_layout.NamesAbove)
        {
            _words.Add(new TextShape("lane", 4, y + 11, "start", name));
        }

        foreach (MergedInterval part in MergedInterval.Merge(lane.Intervals, NarrowestBar / _scale))
        {
            (double left, double right) = (X(part.Start), X(part.End));
            double width = Math.Max(right - left, part.State == LaneState.Waiting ? 0.5 : 1.5);
            left = Math.Min(left, _layout.Right - width);
            bool isThin = part.State == LaneState.Waiting;
            string title = $"{_texts[lane.Name]}: " + _texts.Format(
                TimelineTexts.Bar, _texts[TimelineTexts.Of(part.State)], TimelineTexts.Time(part.Time), TimelineTexts.Time(part.Start), TimelineTexts.Time(part.End));
            _bars.Add(new BarShape(
                part.State.ToString().ToLowerInvariant(), left, isThin ? y + BarHeight / 2 - 2 : y, Math.Round(width, 1), isThin ? 4 : BarHeight, title));
        }

        y += BarHeight;
        if (lane.Marks.Count(mark => mark.Kind == MarkKind.Heartbeat) is > 0 and int beats)
        {
            DrawBeats(lane, beats, y);
            y += BeatHeight;
        }

        return y + Gap;
    }

    /// <summary>A bracket over the longest pause, with its length.</summary>
    private void DrawPause(double start, double end, bool isLong, double y)
    {
        string label = _texts.Format(isLong ? TimelineTexts.StoodStill : TimelineTexts.Pause, TimelineTexts.Time(end - start));
        (double left, double right) = (X(start), Math.Min(Math.Max(X(end), X(start) + 2), _layout.Right));
        double half = WidthOf(label) / 2;
        double middle = Math.Clamp((left + right) / 2, _layout.Left + half, Math.Max(_layout.Left + half, _layout.Right - half));
        _words.Add(new TextShape(isLong ? "pause" : "pause short", Math.Round(middle, 1), y + 11, "middle", label));
        _paths.Add(new PathShape(isLong ? "bracket" : "bracket short", Path($"M{left} {y + 20}v-4H{right}v4"), label));
    }

    private void DrawBeats(Lane lane, int count, double y)
    {
        var path = new StringBuilder();
        double last = double.MinValue;
        foreach (double x in lane.Marks.Where(mark => mark.Kind == MarkKind.Heartbeat).Select(mark => X(mark.At)))
        {
            if (x - last >= ClosestBeats)
            {
                path.Append(Path($"M{x} {y + 2}v5"));
                last = x;
            }
        }

        _paths.Add(new PathShape("heartbeat", path.ToString(), TimelineTexts.Of(MarkKind.Heartbeat, count, _texts)));
    }

    private void DrawMarks(Lane lane, double y)
    {
        foreach (IGrouping<MarkKind, Mark> kind in lane.Marks.Where(mark => mark.Kind != MarkKind.Heartbeat).GroupBy(mark => mark.Kind))
        {
            foreach (IGrouping<double, Mark> close in kind.GroupBy(mark => Math.Floor(mark.At * _scale / ClosestMarks)))
            {
                double x = Math.Clamp(X(close.First().At), _layout.Left + 4, _layout.Right - 4);
                string title = TimelineTexts.Of(kind.Key, close.Count(), _texts) + ", " + TimelineTexts.Time(close.First().At);
                _paths.Add(new PathShape(MarkSign.ClassOf(kind.Key), MarkSign.Path(kind.Key, x, y), title));
            }
        }
    }

    private double DrawAxis(double y)
    {
        double step = Step(_length / _layout.Ticks);
        for (int i = 0; i * step <= _length * 1.0001; i++)
        {
            double x = X(i * step);
            _grid.Add(new PathShape("grid", Path($"M{x} 26V{y}"), ""));
            string unit = i == 0 || (i + 1) * step > _length ? " ms" : "";
            string label = (i * step).ToString(step < 1 ? "0.##" : "#,0", CultureInfo.InvariantCulture) + unit;
            double half = WidthOf(label) / 2;
            string anchor = x + half > _layout.Right + 6 ? "end" : x - half < 0 ? "start" : "middle";
            _words.Add(new TextShape("tick", anchor == "end" ? _layout.Right + 6 : x, y + 13, anchor, label));
        }

        _grid.Add(new PathShape("axis", Path($"M{_layout.Left} {y}H{_layout.Right}"), ""));
        return y + LineHeight + 8;
    }

    /// <summary>The next of 1, 2 and 5 times a power of ten.</summary>
    private static double Step(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * (least / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
    }

    private static string Path(FormattableString path) => FormattableString.Invariant(path);
}
