namespace AsyncAnalyzers.PackageTests;

/// <summary>Lists of blocking APIs: beside the project file, and in the package of a library.</summary>
[Collection(PackageCollection.Name)]
public sealed class ListTests(Consumers consumers)
{
    [Fact]
    public void WhatIsListedIsReportedAndWhatIsTakenOutIsNot()
        => Assert.Equal(
            consumers.WithLists.Marks.Order(),
            consumers.MessagesOf(consumers.WithLists).Where(message => message.Id == "ASYNC1005").Select(message => (message.File, message.Line, message.Id)).Order());

    [Fact]
    public void TheListOfALibraryNamesTheReplacement()
        => Assert.Contains(
            consumers.MessagesOf(consumers.WithLists),
            message => message.Text.StartsWith("'Database.Save' blocks the thread of 'RunAsync' while it waits; use 'await SaveAsync'", StringComparison.Ordinal));

    [Fact]
    public void ALineThatCannotBeReadIsReportedAtItsPlace()
    {
        BuildMessage message = Assert.Single(consumers.MessagesOf(consumers.WithLists), message => message.Id == "ASYNC0002");

        Assert.Equal(("AsyncAnalyzers.BlockingApis.txt", 2, "warning"), (message.File, message.Line, message.Severity));
    }
}
