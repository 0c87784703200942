using AsyncAnalyzers.Corpus.Fixing;
using AsyncAnalyzers.Corpus.Loading;

namespace AsyncAnalyzers.CorpusTests;

/// <summary>Differences of texts, and what the command line names.</summary>
public sealed class TextTests
{
    [Fact]
    public void ADifferenceHasThreeLinesOfContext()
    {
        string before = string.Join('\n', Enumerable.Range(1, 30)) + "\n";
        string after = before.Replace("\n10\n", "\nten\n").Replace("\n25\n", "\n25\n25a\n");
        Assert.Equal(
            "--- a/x.cs\n+++ b/x.cs\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n@@ -23,6 +23,7 @@\n 23\n 24\n 25\n+25a\n 26\n 27\n 28\n",
            UnifiedDiff.Of("x.cs", before, after));
        Assert.Equal("", UnifiedDiff.Of("x.cs", before, before));
        Assert.Equal("--- a/x.cs\n+++ b/x.cs\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+b\n", UnifiedDiff.Of("x.cs", "a", "b\n"));
    }

    [Theory]
    [InlineData("", "a\n")]
    [InlineData("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n")]
    [InlineData("a\nb\nc\n", "a\nx\ny\nc\nz\n")]
    public void EveryLineOfBothTextsIsInTheDifference(string before, string after)
    {
        string[] lines = UnifiedDiff.Of("x.cs", before, after).Split('\n')[3..^1];
        Assert.Equal(before, string.Concat(lines.Where(line => line[0] != '+').Select(line => line[1..] + "\n")));
        Assert.Equal(after, string.Concat(lines.Where(line => line[0] != '-').Select(line => line[1..] + "\n")));
    }

    [Fact]
    public void TheNewestFrameworkIsTaken()
        => Assert.Equal(
            ["net10.0", "net10.0-windows", "net9.0", "netcoreapp3.1", "netstandard2.1", "netstandard2.0", "net472", "net46"],
            new[] { "net46", "net472", "netstandard2.0", "netstandard2.1", "netcoreapp3.1", "net9.0", "net10.0-windows", "net10.0" }
                .OrderByDescending(TargetFrameworkOrder.Of));

    [Fact]
    public async Task InputThatIsNotThereIsTold()
    {
        string nowhere = Path.Combine(Path.GetTempPath(), "no such folder");
        BadInputException missing = await Assert.ThrowsAsync<BadInputException>(() => CorpusInput.FindAsync([nowhere], []));
        Assert.Contains("does not exist", missing.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<BadInputException>(() => CorpusInput.FindAsync([typeof(TextTests).Assembly.Location], []));
    }

    [Fact]
    public async Task FoldersHaveProjectsOrLooseFiles()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("AsyncAnalyzers.CorpusTests.");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Loose.cs"), "");
            Assert.Equal(folder.FullName, Assert.Single((await CorpusInput.FindAsync([folder.FullName], [])).LooseFolders));
            foreach (string project in new[] { "src/A", "src/B", "tests/C" })
            {
                folder.CreateSubdirectory(project);
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, project, Path.GetFileName(project) + ".csproj"), "<Project />");
            }

            CorpusInput input = await CorpusInput.FindAsync([Path.Combine(folder.FullName, "src"), Path.Combine(folder.FullName, "tests")], ["B/*"]);
            Assert.Equal(["src/A/A.csproj", "tests/C/C.csproj"], input.Projects.Select(input.Relative));
            Assert.Equal(folder.FullName, input.Root);
            await Assert.ThrowsAsync<BadInputException>(() => CorpusInput.FindAsync([folder.FullName], ["*"]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
