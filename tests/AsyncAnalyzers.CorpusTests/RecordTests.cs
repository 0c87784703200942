using AsyncAnalyzers.Corpus.Comparing;
using AsyncAnalyzers.Corpus.Output;

namespace AsyncAnalyzers.CorpusTests;

/// <summary>The record of reports, and what two of them have in common.</summary>
public sealed class RecordTests
{
    [Fact]
    public void OrderIsByRuleFileLineAndColumn()
    {
        Report[] ordered =
        [
            new("ASYNC1001", "warning", "B.cs", 9, "m"),
            new("ASYNC1001", "warning", "a.cs", 2, "m"),
            new("ASYNC1001", "warning", "a.cs", 10, "z", new ReportSpan(1, 10, 5)),
            new("ASYNC1001", "warning", "a.cs", 10, "a", new ReportSpan(7, 10, 9)),
            new("ASYNC1002", "error", "B.cs", 1, "m"),
        ];
        Assert.Equal(ordered, ordered.Reverse().Order());
    }

    [Fact]
    public void ALineIsReadAsItWasWritten()
    {
        Report report = new("ASYNC1001", "warning", "a b/c.cs", 12, Report.Cell("two\r\nlines\tand a tab"));
        Assert.Equal("ASYNC1001\twarning\ta b/c.cs\t12\ttwo lines and a tab", report.ToTsv());
        Assert.Equal(report, Report.Parse(report.ToTsv()));
        Assert.Throws<FormatException>(() => Report.Parse("ASYNC1001\twarning"));
    }

    [Fact]
    public void WhatWentCameChangedAndMoved()
    {
        Report same = new("ASYNC1001", "warning", "a.cs", 1, "same");
        Report went = new("ASYNC1001", "warning", "a.cs", 2, "went");
        Report came = new("ASYNC1001", "warning", "b.cs", 2, "came");
        Report moved = new("ASYNC1001", "warning", "a.cs", 3, "moved");
        Report reworded = new("ASYNC1002", "warning", "a.cs", 4, "before");
        Report milder = new("ASYNC1003", "warning", "a.cs", 5, "milder");
        ImmutableArray<Difference> differences = Comparison.Of(
            [same, went, moved, reworded, milder],
            [same, came, moved with { Line = 8 }, reworded with { Message = "after" }, milder with { Line = 6, Severity = "suggestion" }]);
        Assert.Equal(
            [
                (Fate.Went, went),
                (Fate.Moved, moved with { Line = 8 }),
                (Fate.Came, came),
                (Fate.Changed, reworded with { Message = "after" }),
                (Fate.Changed, milder with { Line = 6, Severity = "suggestion" }),
            ],
            differences.Select(difference => (difference.Fate, difference.Report)));
        Assert.Equal(
            [
                "-\t" + went.ToTsv(), "+\t" + came.ToTsv(), "-\t" + reworded.ToTsv(), "+\t" + (reworded with { Message = "after" }).ToTsv(),
                "-\t" + milder.ToTsv(), "+\t" + (milder with { Line = 6, Severity = "suggestion" }).ToTsv(),
            ],
            Comparison.Lines(differences, moved: false));
    }

    [Fact]
    public void EqualReportsOfOneLineAreCounted()
    {
        Report report = new("ASYNC1001", "warning", "a.cs", 1, "twice");
        Assert.Equal([Fate.Went], Comparison.Of([report, report], [report]).Select(difference => difference.Fate));
        Assert.Empty(Comparison.Of([report, report], [report, report]));
    }
}
