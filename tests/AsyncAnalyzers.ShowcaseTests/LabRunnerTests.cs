using AsyncAnalyzers.Showcase.Measuring;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Sources;
using EventLoopLab.Lab;
using EventLoopLab.Output;
using EventLoopLab.Running;

namespace AsyncAnalyzers.ShowcaseTests;

/// <summary>How often a variant runs, and when the lab fails.</summary>
public class LabRunnerTests
{
    [Fact]
    public async Task A_claim_that_holds_takes_one_run()
    {
        (bool holds, VariantReport report) = await RunAsync(new Variant("always", trial => trial.Measure("runs", "", 1, Bound.Exactly(1))));
        Assert.True(holds);
        Assert.Equal(1, report.Attempts);
    }

    [Fact]
    public async Task A_claim_that_never_holds_is_given_up_after_three_runs()
    {
        (bool holds, VariantReport report) = await RunAsync(new Variant("never", trial => trial.Measure("runs", "", 1, Bound.Exactly(2))));
        Assert.False(holds);
        Assert.Equal(3, report.Attempts);
    }

    [Fact]
    public async Task A_claim_that_holds_at_last_holds_and_only_the_last_run_is_told()
    {
        int runs = 0;
        (bool holds, VariantReport report) = await RunAsync(new Variant("at last", trial =>
        {
            trial.Say($"run {++runs}");
            trial.Measure("runs", "", runs, Bound.AtLeast(3));
        }));
        Assert.True(holds);
        Assert.Equal(3, report.Attempts);
        Assert.Equal(["run 3"], report.Trial.Lines);
    }

    [Fact]
    public async Task A_variant_that_throws_fails()
    {
        (bool holds, VariantReport report) = await RunAsync(new Variant("broken", _ => throw new IOException("the disk is full")));
        Assert.False(holds);
        Assert.Equal("it failed: IOException: the disk is full", report.Failure);
    }

    [Fact]
    public void A_rule_that_does_not_do_what_it_should_fails_the_variant()
    {
        LabProgram program = LabCatalog.Find("gather")!;
        Variant variant = program.Variants[0];
        Specimen specimen = LabCatalog.SpecimenOf(program, variant)!;
        var inspection = new Inspection(specimen, 1, 0, [], [], null, [], ["the rule does not flag the flawed half"]);
        var report = new VariantReport(program, variant, inspection, new Trial(new Dictionary<string, Trial>()), Attempts: 1, Failure: null);
        Assert.False(report.Holds);
        Assert.Equal(["FAILED gather, one after the other: the rule does not flag the flawed half"], LabTexts.Failures(report, Texts.English));
        Assert.False(Assert.Single(FigureTable.Of([report], Texts.English).Rows).Holds);
    }

    [Fact]
    public void What_a_variant_says_is_told_in_any_language()
    {
        var trial = new Trial(new Dictionary<string, Trial>());
        double seconds = 1.25;
        string list = "{a}, b";
        trial.Say($"{seconds:0.00} s: [{list}]");
        trial.Say("all dishes are dry");
        Assert.Equal(["1.25 s: [{a}, b]", "all dishes are dry"], trial.Lines);
        Assert.Equal(["1.25초: [{a}, b]", "모든 그릇이 말랐음"], LabTexts.Lines(trial, KoreanTexts.All));
    }

    private static async Task<(bool Holds, VariantReport Report)> RunAsync(Variant variant)
    {
        var output = new Recorder();
        bool holds = await LabRunner.RunAsync([new OfOneVariant(variant)], output, CancellationToken.None);
        return (holds, Assert.Single(output.Reports));
    }

    private sealed class OfOneVariant(Variant variant) : LabProgram
    {
        public override int Order => 0;

        public override string Story => "";

        public override string Claim => "";

        public override IReadOnlyList<Variant> Variants => [variant];
    }

    private sealed class Recorder : ILabOutput
    {
        public IReadOnlyList<VariantReport> Reports { get; private set; } = [];

        public void List(IReadOnlyList<LabProgram> programs)
        {
        }

        public void Finish(IReadOnlyList<VariantReport> reports, TimeSpan elapsed) => Reports = reports;
    }
}
