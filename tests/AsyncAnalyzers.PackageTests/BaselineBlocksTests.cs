using System.Collections.Immutable;
using System.Text;
using AsyncAnalyzers.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.PackageTests;

/// <summary>The text that a baseline writes, as the compiler reads it, and the text around it.</summary>
public sealed class BaselineBlocksTests : IDisposable
{
    private const string Id = "ASYNC1001";

    private readonly string _folder = Directory.CreateTempSubdirectory("AsyncAnalyzers.Baseline ").FullName;

    private string ConfigFile => Path.Combine(_folder, ".editorconfig");

    private string Project => Path.Combine(_folder, "src", "App", "App.csproj");

    [Theory]
    [InlineData("A.cs", "Folder/A.cs", "B.cs")]
    [InlineData("src/A.cs", "A.cs", "other/src/A.cs")]
    [InlineData("a b/가 나.cs", "a b/가.cs")]
    [InlineData("[ab].cs", "a.cs", "b.cs")]
    [InlineData("{a,b}.cs", "a.cs", "b.cs")]
    [InlineData("{1..3}.cs", "2.cs")]
    [InlineData("a*.cs", "ab.cs")]
    [InlineData("a?.cs", "ab.cs")]
    [InlineData("[!a].cs", "b.cs")]
    [InlineData("!a.cs", "a.cs")]
    [InlineData("a#b;c.cs", "a.cs")]
    [InlineData("(a+b)$^.cs", "ab.cs")]
    [InlineData("a].cs", "a.cs")]
    [InlineData("Program.cs", "program.cs")]
    public void ASectionStandsForOneFileOnly(string path, params string[] others)
    {
        BaselineBlocks blocks = BaselineBlocks.Of(ConfigFile);
        blocks.Append(Project, [RuleIn(path)]);
        AnalyzerConfig config = AnalyzerConfig.Parse(SourceText.From(blocks.Text), ConfigFile);
        AnalyzerConfigSet configs = AnalyzerConfigSet.Create(ImmutableArray.Create(config));

        Assert.Equal(ReportDiagnostic.Info, Severity(path));
        Assert.All(others, other => Assert.Equal(ReportDiagnostic.Default, Severity(other)));
        Assert.Equal([RuleIn(path)], blocks.Lowered());

        ReportDiagnostic Severity(string file)
            => configs.GetOptionsForSourcePath(PathOf(file)).TreeOptions.GetValueOrDefault(Id, ReportDiagnostic.Default);
    }

    [Theory]
    [InlineData("")]
    [InlineData("root = true\n\n[*.cs]\nindent_size = 4\n")]
    [InlineData("root = true\r\n[*.cs]\r\nindent_size = 4\r\n")]
    [InlineData("[*.cs]\nindent_size = 4")]
    [InlineData("\uFEFF[*.cs]\nindent_size = 4\n\n\n")]
    public void WithoutTheBlocksTheTextIsWhatItWas(string text)
    {
        File.WriteAllText(ConfigFile, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        byte[] before = File.ReadAllBytes(ConfigFile);
        string other = Path.Combine(_folder, "Other", "Other.csproj");

        BaselineBlocks blocks = BaselineBlocks.Of(ConfigFile);
        blocks.Append(Project, [RuleIn("A.cs"), RuleIn("B.cs")]);
        blocks.Append(other, [RuleIn("C.cs")]);
        Assert.True(blocks.Save());
        Assert.Equal(text.Contains('\r', StringComparison.Ordinal), blocks.Text.Contains('\r', StringComparison.Ordinal));

        blocks = BaselineBlocks.Of(ConfigFile);
        blocks.Remove(Project);
        Assert.Equal([RuleIn("C.cs")], blocks.Lowered());
        blocks.RemoveAll();
        Assert.True(blocks.Save());

        Assert.Equal(before, File.ReadAllBytes(ConfigFile));
    }

    [Fact]
    public void ABlockIsReplacedAndWhatStandsBehindItStays()
    {
        File.WriteAllText(ConfigFile, "[*.cs]\na = 1\n");
        BaselineBlocks blocks = BaselineBlocks.Of(ConfigFile);
        blocks.Append(Project, [RuleIn("A.cs")]);
        blocks.Save();
        File.AppendAllText(ConfigFile, "[*.md]\nb = 2\n");

        blocks = BaselineBlocks.Of(ConfigFile);
        blocks.Remove(Project);
        Assert.Equal("[*.cs]\na = 1\n[*.md]\nb = 2\n", blocks.Text);
        blocks.Append(Project, [RuleIn("B.cs")]);

        Assert.Equal([RuleIn("B.cs")], blocks.Lowered());
        Assert.StartsWith("[*.cs]\na = 1\n[*.md]\nb = 2\n", blocks.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ADeletedSectionIsLoweredNoMore()
    {
        BaselineBlocks blocks = BaselineBlocks.Of(ConfigFile);
        blocks.Append(Project, [RuleIn("A.cs"), RuleIn("B.cs"), RuleIn("C.cs")]);
        string section = $"[/B.cs]\ndotnet_diagnostic.{Id}.severity = suggestion\n";
        File.WriteAllText(ConfigFile, blocks.Text.Replace(section, "", StringComparison.Ordinal));

        Assert.Equal([RuleIn("A.cs"), RuleIn("C.cs")], BaselineBlocks.Of(ConfigFile).Lowered());
    }

    [Fact]
    public void AFileThatIsNotUtf8IsNotTouched()
    {
        File.WriteAllBytes(ConfigFile, [0x23, 0xB0, 0xA1, 0x0A]);

        BaselineException fault = Assert.Throws<BaselineException>(() => BaselineBlocks.Of(ConfigFile));
        Assert.Contains("is not in UTF-8", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private LoweredRule RuleIn(string path) => new(PathOf(path), Id);

    private string PathOf(string path) => Path.Combine(_folder, path.Replace('/', Path.DirectorySeparatorChar));
}
