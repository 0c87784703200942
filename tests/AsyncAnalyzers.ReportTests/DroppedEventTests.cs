using AsyncAnalyzers.Showcase.Measuring;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Recording;
using AsyncAnalyzers.Showcase.Reports;
using EventLoopLab.Output;

namespace AsyncAnalyzers.ReportTests;

/// <summary>Events that are too many are dropped, and whoever reads the report is told.</summary>
public class DroppedEventTests
{
    [Fact]
    public void A_full_queue_counts_what_it_drops()
    {
        var queue = new EventQueue(3);
        Add(queue, 2);
        Assert.Equal([EventKind.Speaks, EventKind.Speaks], queue.Take().Select(recorded => recorded.Kind));
        Add(queue, 5);
        RecordedEvent[] taken = [.. queue.Take()];
        Assert.Equal([EventKind.Speaks, EventKind.Dropped], taken.Select(recorded => recorded.Kind));
        Assert.Equal(4, taken[1].Number);
        Add(queue, 1);
        Assert.Equal(1, Assert.Single(queue.Take()).Number);
        Assert.Empty(queue.Take());
    }

    [Fact]
    public void What_child_processes_have_dropped_is_added()
    {
        RecordedEvent ofAChild = RecordedEvent.Parse(RecordedEvent.OfDropped(40).ToLine())!.Value;
        Assert.Equal(42, new Showcase.Timelines.Record([RecordedEvent.OfDropped(2), Speaks, ofAChild], []).Dropped);
        Assert.Equal(0, new Showcase.Timelines.Record([Speaks], []).Dropped);
    }

    [Fact]
    public void The_recorder_counts_what_it_drops()
    {
        using var recorder = new Recorder(mostEvents: 10);
        for (int i = 0; i < 100; i++)
        {
            ShowcaseEvents.Log.Speaks();
        }

        Assert.InRange(recorder.Stop().Dropped, 90, long.MaxValue);
    }

    [Fact]
    public void The_report_and_the_terminal_say_it_in_either_language()
    {
        const string English = "1,234,567 events were too many to be recorded: the timelines may lack a part of what happened.";
        const string Korean = "이벤트가 너무 많아 1,234,567개는 기록하지 못했습니다. 타임라인에 일어난 일의 일부가 빠져 있을 수 있습니다.";
        foreach ((Texts texts, string sentence) in new[] { (Texts.English, English), (KoreanTexts.All, Korean) })
        {
            ReportPage page = SampleReport.Page with { Texts = texts, Dropped = 1_234_567 };
            (string html, string[] said) = Write(page);
            Assert.Contains($"<p class=\"gap\">{System.Net.WebUtility.HtmlEncode(sentence)}</p>", html);
            Assert.Equal([sentence], said[1..]);
        }
    }

    [Fact]
    public void Where_all_was_recorded_nothing_is_said()
    {
        (string html, string[] said) = Write(SampleReport.Page);
        Assert.DoesNotContain("<p class=\"gap\">", html);
        Assert.Single(said);
    }

    private static RecordedEvent Speaks => new(1, Environment.ProcessId, 1, EventKind.Speaks);

    private static void Add(EventQueue queue, int count)
    {
        for (int i = 0; i < count; i++)
        {
            queue.Add(Speaks);
        }
    }

    private static (string Html, string[] Said) Write(ReportPage page)
    {
        var file = new FileInfo(Path.Combine(Path.GetTempPath(), $"report-{Guid.NewGuid():N}.html"));
        try
        {
            var output = new StringWriter { NewLine = "\n" };
            ReportFile.Write(file, page, output);
            return (File.ReadAllText(file.FullName), output.ToString().TrimEnd('\n').Split('\n'));
        }
        finally
        {
            file.Delete();
        }
    }
}
