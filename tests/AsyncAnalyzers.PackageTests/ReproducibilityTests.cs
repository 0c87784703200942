using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace AsyncAnalyzers.PackageTests;

/// <summary>
/// The package, packed from copies of the sources in two folders by the command of the README. The copies say that their repository is
/// elsewhere, as a fork does, and have texts in another language.
/// </summary>
[Collection(PackageCollection.Name)]
public sealed class ReproducibilityTests(Consumers consumers) : IAsyncLifetime
{
    private const string ForkUrl = "https://git.contoso.example/tools/async-rules";

    private readonly string _version = $"{consumers.Package.Version}.fork";
    private string _first = null!;
    private string _second = null!;

    public async Task InitializeAsync()
    {
        _first = await PackACopyAsync("a");
        _second = await PackACopyAsync("in a longer path 둘");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>One test: each pack compiles both assemblies twice.</summary>
    [Fact]
    public async Task TwoFoldersGiveTheSameBytesWithTheLinksOfTheRepositoryUrl()
    {
        AssertSameBytes();
        using (ZipArchive package = ZipFile.OpenRead(_first))
        {
            Assert.NotNull(package.GetEntry($"{PackedAssemblies.Folder}/ko/AsyncAnalyzers.resources.dll"));
            AssertNoPathOfTheMachine(package);
            AssertEveryLinkIsTheForks(package);
        }

        await AssertABuildShowsTheForksLinksAsync();
    }

    private void AssertSameBytes()
    {
        using ZipArchive first = ZipFile.OpenRead(_first);
        using ZipArchive second = ZipFile.OpenRead(_second);
        // Names first: the bytes alone would not tell what is different.
        Assert.Equal(first.Entries.Select(Summary), second.Entries.Select(Summary));
        Assert.True(
            File.ReadAllBytes(_first).AsSpan().SequenceEqual(File.ReadAllBytes(_second)),
            "The two packages differ outside of their entries.");

        static (string Name, uint Crc, DateTimeOffset Time) Summary(ZipArchiveEntry entry)
            => (entry.FullName, entry.Crc32, entry.LastWriteTime);
    }

    private void AssertNoPathOfTheMachine(ZipArchive package)
    {
        foreach (ZipArchiveEntry entry in package.Entries)
        {
            byte[] content = entry.Read();
            foreach (Encoding encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode])
            {
                int found = content.AsSpan().IndexOf(encoding.GetBytes(consumers.Package.Directory));
                Assert.True(found < 0, $"{entry.FullName} holds the path of the sources.");
            }
        }

        ZipArchiveEntry[] assemblies =
            [.. package.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal) && !IsSatellite(entry))];
        Assert.Equal(5, assemblies.Length);
        foreach (ZipArchiveEntry assembly in assemblies)
        {
            string[] sources = [.. Sources(assembly)];
            Assert.Contains(sources, source => source.Contains("/src/AsyncAnalyzers", StringComparison.Ordinal));
            Assert.All(sources, source => Assert.StartsWith("/_", source, StringComparison.Ordinal));
        }
    }

    private static void AssertEveryLinkIsTheForks(ZipArchive package)
    {
        string nuspec = Encoding.UTF8.GetString(package.GetEntry("AsyncAnalyzers.nuspec")!.Read());

        Assert.Contains($"<projectUrl>{ForkUrl}</projectUrl>", nuspec, StringComparison.Ordinal);
        Assert.Contains($"<releaseNotes>{ForkUrl}/blob/main/CHANGELOG.md</releaseNotes>", nuspec, StringComparison.Ordinal);
        Assert.Contains($"url=\"{ForkUrl}.git\"", nuspec, StringComparison.Ordinal);
    }

    private async Task AssertABuildShowsTheForksLinksAsync()
    {
        Consumer consumer = new Consumer(consumers.Package, "OfAFork", version: _version).WithSources("Samples/Backoff.cs");

        DotnetResult build = await DotnetCommand.RunAsync(
            consumers.Package.Directory, "build", consumer.ProjectFile, "-m:1", "-tl:off", "-p:ErrorLog=log.sarif%2Cversion=2.1");

        build.MustSucceed();
        BuildMessage[] messages =
            [.. BuildMessage.Parse(build.Output).Where(message => message.Id.StartsWith("ASYNC", StringComparison.Ordinal))];
        Assert.NotEmpty(messages);
        Assert.All(messages, message => Assert.EndsWith($"({LinkOf(message.Id)})", message.Text, StringComparison.Ordinal));
        Assert.Contains($"\"helpUri\": \"{LinkOf(messages[0].Id)}\"", consumer.Read("log.sarif"), StringComparison.Ordinal);

        static string LinkOf(string id) => $"{ForkUrl}/blob/main/docs/rules/{id}.md";
    }

    private async Task<string> PackACopyAsync(string name)
    {
        string copy = Path.Combine(consumers.Package.Directory, name);
        foreach (string file in SourcesOfThePackage())
        {
            string target = Path.Combine(copy, Path.GetRelativePath(PackedPackage.RepositoryRoot, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        await File.WriteAllTextAsync(
            Path.Combine(copy, "src", "AsyncAnalyzers", "Greeting.ko.resx"),
            """
            <root><resheader name="version"><value>2.0</value></resheader><data name="Greeting"><value>안녕하세요</value></data></root>
            """);
        string output = Path.Combine(copy, "artifacts", "packages");
        // The rules over the sources of the rules would take longer than all else, and leave nothing behind in the package.
        DotnetResult pack = await DotnetCommand.RunAsync(
            copy, "pack", "src/AsyncAnalyzers.Package", "-c", "Release", "-o", "artifacts/packages", "-tl:off",
            $"-p:RepositoryUrl={ForkUrl}.git", $"-p:PackageVersion={_version}", "-p:UseOwnRules=false", "-p:RunAnalyzers=false");
        pack.MustSucceed();
        string nupkg = Path.Combine(output, $"AsyncAnalyzers.{_version}.nupkg");
        File.Copy(nupkg, Path.Combine(Path.GetDirectoryName(consumers.Package.Path)!, Path.GetFileName(nupkg)), overwrite: true);
        return nupkg;
    }

    /// <summary>What git would bring, but for what the package does not need.</summary>
    private static IEnumerable<string> SourcesOfThePackage()
    {
        string root = PackedPackage.RepositoryRoot;
        string[] projects = ["AsyncAnalyzers", "AsyncAnalyzers.CodeFixes", "AsyncAnalyzers.Tasks", "AsyncAnalyzers.Package"];
        return Directory.EnumerateFiles(root)
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*", SearchOption.AllDirectories))
            .Concat(projects.SelectMany(project
                => Directory.EnumerateFiles(Path.Combine(root, "src", project), "*", SearchOption.AllDirectories)))
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
    }

    private static bool IsSatellite(ZipArchiveEntry entry) => entry.Name.EndsWith(".resources.dll", StringComparison.Ordinal);

    /// <summary>The paths of the sources in the symbols of an assembly.</summary>
    private static IEnumerable<string> Sources(ZipArchiveEntry assembly)
    {
        using PEReader file = assembly.OpenAssembly();
        DebugDirectoryEntry symbols = file.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider provider = file.ReadEmbeddedPortablePdbDebugDirectoryData(symbols);
        MetadataReader reader = provider.GetMetadataReader();
        return reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)).ToList();
    }
}
