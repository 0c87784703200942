using AsyncAnalyzers.Demos;
using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Demos.Output;
using AsyncAnalyzers.Showcase.Measuring;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Sources;
using EventLoopLab.Lab;
using EventLoopLab.Output;
using EventLoopLab.Running;
using Spectre.Console;

namespace AsyncAnalyzers.ShowcaseTests;

/// <summary>The table at the end of a run.</summary>
public class TableTests
{
    private static readonly Measurement Gap = new("longest gap", "ms", 1000, 12, Bound.AtLeast(950), Bound.AtMost(750));
    private static readonly Measurement Beats = new("beats", "", 1, 200, Bound.AtMost(2), Bound.AtLeast(3));

    [Fact]
    public void Demos_have_a_row_for_each_quantity_with_both_halves_and_what_is_better()
        => Assert.Equal(
            """
            Rule       Name                Measured       Flawed  Repaired  Better
            ASYNC1001  ThreadSleepInAsync  longest gap  1,000 ms     12 ms  lower   ok
                                           beats               1       200  higher  ok
            """,
            Plain(MeasurementTable.Of([ReportOf([Gap, Beats])])));

    [Fact]
    public void A_figure_that_was_missed_is_marked_in_its_row()
    {
        ResultTable table = MeasurementTable.Of([ReportOf([Gap with { Repaired = 800 }, Beats])]);
        Assert.Equal([false, true], table.Rows.Select(row => row.Holds));
        Assert.Equal("MISSED", table.Rows[0].Cells[^1]);
    }

    [Fact]
    public void What_failed_without_a_figure_has_a_row_of_its_own()
    {
        ResultRow row = Assert.Single(MeasurementTable.Of([ReportOf([], "it did not end in time\nat all")]).Rows);
        Assert.False(row.Holds);
        Assert.Equal("it did not end in time", row.Cells[2]);
    }

    [Theory]
    [InlineData("least 5", "most 1", "Lower")]
    [InlineData("most 2", "least 3", "Higher")]
    [InlineData("none", "most 1", "Lower")]
    [InlineData("none", "least 1", "Higher")]
    [InlineData("least 5", "none", "Lower")]
    [InlineData("most 5", "none", "Higher")]
    [InlineData("exactly 0", "exactly 1", "Higher")]
    [InlineData("exactly 1", "exactly 1", "Neither")]
    [InlineData("none", "none", "Neither")]
    public void The_better_direction_goes_from_the_harm_to_the_repair(string harm, string repair, string better)
        => Assert.Equal(better, (Gap with { Harm = BoundOf(harm), Repair = BoundOf(repair) }).Better.ToString());

    [Fact]
    public void The_lab_names_program_and_variant_once_and_how_many_runs_it_took()
    {
        LabProgram program = LabCatalog.Find("gather")!;
        var trial = new Trial(new Dictionary<string, Trial>());
        trial.Measure("time", "s", 3, Bound.Between(2.8, 6), Better.Lower);
        trial.Measure("threads", "", 2, Bound.Exactly(1));
        var report = new VariantReport(program, program.Variants[0], Inspection: null, trial, Attempts: 2, Failure: null);
        ResultTable table = FigureTable.Of([report, report], Texts.English);
        Assert.Equal(["gather", "one after the other", "time", "3 s", "lower", "2.8 s to 6 s", "ok, run 2"], table.Rows[0].Cells);
        Assert.Equal(["", "", "threads", "2", "", "exactly 1", "MISSED, run 2"], table.Rows[1].Cells);
        Assert.Equal(["", "one after the other"], table.Rows[2].Cells.Take(2));
        Assert.Equal(
            "0 of 2 variants did what is claimed, 2 of them after more than one run, 2 failed, in 0.0 s.",
            LabTexts.Summarize([report, report], TimeSpan.Zero, Texts.English));
    }

    [Fact]
    public void At_a_terminal_an_arrow_shows_what_is_better()
    {
        var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 120;
        console.Profile.Capabilities.Unicode = true;
        MeasurementTable.Of([ReportOf([Gap, Beats])]).Write(console);
        Assert.Contains("↓ lower", writer.ToString());
        Assert.Contains("↑ higher", writer.ToString());
    }

    [Fact]
    public void Columns_of_wide_letters_stand_below_each_other()
    {
        var writer = new StringWriter { NewLine = "\n" };
        writer.WriteTable([["이름", "값"], ["time", "3"]], right: [1]);
        Assert.Equal("이름  값\ntime   3\n", writer.ToString());
    }

    private static string Plain(ResultTable table)
    {
        var writer = new StringWriter { NewLine = "\n" };
        table.Write(writer);
        return string.Join('\n', writer.ToString().Split('\n').Skip(2)).Trim('\n');
    }

    private static DemoReport ReportOf(IReadOnlyList<Measurement> measurements, params string[] problems)
    {
        Demo demo = DemoCatalog.Find("ASYNC1001")!;
        var inspection = new Inspection(DemoCatalog.SpecimenOf(demo), 1, 0, [], [], null, [], []);
        return new DemoReport(demo, inspection, measurements.Count == 0 ? null : new DemoResult(measurements, ""), problems);
    }

    private static Bound BoundOf(string text) => text.Split(' ') switch
    {
        ["least", var value] => Bound.AtLeast(double.Parse(value)),
        ["most", var value] => Bound.AtMost(double.Parse(value)),
        ["exactly", var value] => Bound.Exactly(double.Parse(value)),
        _ => Bound.None,
    };
}
