namespace AsyncAnalyzers.PackageTests;

/// <summary>Who decides on the severity of a rule: the descriptor, then the mode, then the user's own lines.</summary>
[Collection(PackageCollection.Name)]
public sealed class SeverityTests(Consumers consumers)
{
    [Fact]
    public void TheEditorConfigOfThePageOnSeveritiesWorks()
        => Assert.Equal([("Sleep.cs", "error")], SeveritiesIn(consumers.WithEditorConfig));

    [Fact]
    public void AGlobalConfigWorksAndAnEditorConfigOverrulesIt()
        => Assert.Equal([("Sleep.cs", "error")], SeveritiesIn(consumers.WithGlobalConfig));

    [Fact]
    public void AMisspeltOptionIsReportedOnce()
    {
        BuildMessage message = Assert.Single(consumers.MessagesOf(consumers.WithMisspeltOption));

        Assert.Equal(("CSC", 0, "warning", "ASYNC0001"), (message.File, message.Line, message.Severity, message.Id));
        Assert.Contains("async_analyzers.async4001.treshold", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AMisspeltOptionIsReportedAtItsLineWhereTheProjectShowsIt()
    {
        BuildMessage message = Assert.Single(consumers.MessagesOf(consumers.WithMisspeltOptionInSight));

        Assert.Equal((".editorconfig", 2, "warning", "ASYNC0001"), (message.File, message.Line, message.Severity, message.Id));
    }

    [Fact]
    public void UsersLinesWinOverStrict()
        => Assert.Equal([("Error.cs", "error"), ("On.cs", "warning")], SeveritiesIn(consumers.Strict));

    [Fact]
    public void UsersLinesWinOverNone()
        => Assert.Equal([("On.cs", "warning")], SeveritiesIn(consumers.None));

    [Fact]
    public void RecommendedWarnsAndNoWarnIsHeeded()
    {
        IEnumerable<string> expected = consumers.Recommended.Marks.Select(mark => mark.Id).Where(id => id != "ASYNC1001").Distinct().Order();

        Assert.Equal(expected, consumers.MessagesOf(consumers.Recommended).Select(message => message.Id).Distinct().Order());
    }

    [Fact]
    public void WarningsAsErrorsMakesOneRuleAnError()
        => Assert.Equal([("On.cs", "error")], SeveritiesIn(consumers.WithWarningsAsErrors));

    [Fact]
    public void AnUnknownModeIsAnErrorThatNamesTheModes()
    {
        BuildMessage error = Assert.Single(consumers.MessagesOf(consumers.UnknownMode));

        Assert.Equal("error", error.Severity);
        Assert.Equal("AsyncAnalyzersMode is 'Loud'; it has to be None, Default, Recommended or Strict.", error.Text);
    }

    private IEnumerable<(string File, string Severity)> SeveritiesIn(Consumer consumer)
        => consumers.MessagesOf(consumer).Select(message => (message.File, message.Severity)).Order();
}
