using System.Text;
using System.Text.RegularExpressions;

namespace AsyncAnalyzers.PackageTests;

/// <summary>All consumers, built together once: a build of many projects costs little more than one of a single project.</summary>
public sealed partial class Consumers : IAsyncLifetime
{
    private static readonly string[] s_samples = ["Samples/Backoff.cs", "Samples/Total.cs", "Samples/Outbox.cs", "Samples/Counter.cs", "Samples/Checksum.cs"];

    public PackedPackage Package { get; private set; } = null!;

    internal PackedAssemblies Assemblies { get; private set; } = null!;

    /// <summary>The first build of all consumers.</summary>
    public DotnetResult Build { get; private set; } = null!;

    internal IReadOnlyList<BuildMessage> Messages { get; private set; } = null!;

    /// <summary>A program in current C#; nothing configured.</summary>
    internal Consumer Plain { get; private set; } = null!;

    /// <summary>The same in C# 7.3.</summary>
    internal Consumer CSharp73 { get; private set; } = null!;

    /// <summary>A library for netstandard2.0, net472 and net10.0.</summary>
    internal Consumer ManyFrameworks { get; private set; } = null!;

    /// <summary>Calls what has no asynchronous form in .NET Framework, for .NET alone.</summary>
    internal Consumer Newest { get; private set; } = null!;

    /// <summary>The same for .NET Framework, too.</summary>
    internal Consumer Older { get; private set; } = null!;

    /// <summary>Has the .editorconfig that docs/severities.md shows.</summary>
    internal Consumer WithEditorConfig { get; private set; } = null!;

    /// <summary>Has a .globalconfig and, for one folder, an .editorconfig that overrules it.</summary>
    internal Consumer WithGlobalConfig { get; private set; } = null!;

    internal Consumer WithMisspeltOption { get; private set; } = null!;

    /// <summary>Hands its <c>.editorconfig</c> over as an additional file too.</summary>
    internal Consumer WithMisspeltOptionInSight { get; private set; } = null!;

    internal Consumer Strict { get; private set; } = null!;

    internal Consumer None { get; private set; } = null!;

    internal Consumer Recommended { get; private set; } = null!;

    internal Consumer UnknownMode { get; private set; } = null!;

    /// <summary>Makes one rule an error by WarningsAsErrors.</summary>
    internal Consumer WithWarningsAsErrors { get; private set; } = null!;

    /// <summary>Has a list of blocking APIs beside its project file, and uses a library that ships one: both as docs/blocking-apis.md shows.</summary>
    internal Consumer WithLists { get; private set; } = null!;

    internal IReadOnlyList<Consumer> Repairable => [Plain, CSharp73, ManyFrameworks];

    public async Task InitializeAsync()
    {
        Package = await PackedPackage.PackAsync();
        Assemblies = new PackedAssemblies(Package.Path);

        Plain = new Consumer(Package, "Plain", "<OutputType>Exe</OutputType><Nullable>enable</Nullable>")
            .WithSources(["Program.cs", .. s_samples]);
        CSharp73 = new Consumer(Package, "CSharp73", "<OutputType>Exe</OutputType><LangVersion>7.3</LangVersion><ImplicitUsings>disable</ImplicitUsings>")
            .WithSources(["Main73.cs", .. s_samples]);
        ManyFrameworks = new Consumer(Package, "ManyFrameworks", "<TargetFramework /><TargetFrameworks>netstandard2.0;net472;net10.0</TargetFrameworks><ImplicitUsings>disable</ImplicitUsings>")
            .WithSources(s_samples);

        Newest = new Consumer(Package, "Newest").With("Copy.cs", CopyIn("Newest", " //! ASYNC1004"));
        Older = new Consumer(Package, "Older", "<TargetFramework /><TargetFrameworks>net472;net10.0</TargetFrameworks><ImplicitUsings>disable</ImplicitUsings>")
            .With("Copy.cs", CopyIn("Older", ""));

        WithEditorConfig = new Consumer(Package, "WithEditorConfig")
            .With(".editorconfig", Block("severities.md", "ini", 0))
            .With("Sleep.cs", SleepIn("Sleep"))
            .With("Block.cs", BlockIn("Block"))
            .With("tests/SleepTests.cs", SleepIn("SleepTests"))
            .WithSources("Samples/Checksum.cs");
        WithGlobalConfig = new Consumer(Package, "WithGlobalConfig")
            .With(".globalconfig", "is_global = true\ndotnet_diagnostic.ASYNC1001.severity = error\n")
            .With("legacy/.editorconfig", "[*.cs]\ndotnet_diagnostic.ASYNC1001.severity = none\n")
            .With("Sleep.cs", SleepIn("Sleep"))
            .With("legacy/OldSleep.cs", SleepIn("OldSleep"));
        WithMisspeltOption = new Consumer(Package, "WithMisspeltOption")
            .With(".globalconfig", "is_global = true\nasync_analyzers.async4001.treshold = 5\n")
            .With("Nothing.cs", "public static class Nothing;\n")
            .With("More.cs", "public static class More;\n");
        WithMisspeltOptionInSight = new Consumer(Package, "WithMisspeltOptionInSight")
            .With("Directory.Build.targets", """<Project><ItemGroup><AdditionalFiles Include=".editorconfig" /></ItemGroup></Project>""")
            .With(".editorconfig", "[*.cs]\nasync_analyzers.async4001.treshold = 5\n")
            .With("Nothing.cs", "public static class Nothing;\n");

        Strict = new Consumer(Package, "Strict", "<AsyncAnalyzersMode>Strict</AsyncAnalyzersMode>")
            .With(".editorconfig", "[Off.cs]\ndotnet_diagnostic.ASYNC1001.severity = none\n[Error.cs]\ndotnet_diagnostic.ASYNC1001.severity = error\n")
            .With("On.cs", SleepIn("On"))
            .With("Off.cs", SleepIn("Off"))
            .With("Error.cs", SleepIn("Error"));
        // The mode in another case than the file of the preset.
        None = new Consumer(Package, "None", "<AsyncAnalyzersMode>none</AsyncAnalyzersMode>")
            .With(".editorconfig", "[On.cs]\ndotnet_diagnostic.ASYNC1001.severity = warning\n")
            .With("On.cs", SleepIn("On"))
            .WithSources(s_samples);
        Recommended = new Consumer(Package, "Recommended", "<AsyncAnalyzersMode>Recommended</AsyncAnalyzersMode><NoWarn>$(NoWarn);ASYNC1001</NoWarn>")
            .WithSources(s_samples);
        UnknownMode = new Consumer(Package, "UnknownMode", "<AsyncAnalyzersMode>Loud</AsyncAnalyzersMode>")
            .With("On.cs", SleepIn("On"));
        WithWarningsAsErrors = new Consumer(Package, "WithWarningsAsErrors", "<WarningsAsErrors>ASYNC1001</WarningsAsErrors>")
            .With("On.cs", SleepIn("On"));

        var library = new Consumer(Package, "Contoso.Database", "<Version>1.0.0</Version>", isPackageUser: false)
            .With("Database.cs", "namespace Contoso;\npublic class Database { public void Save() { } public Task SaveAsync() => Task.CompletedTask; }\n")
            .With("buildTransitive/Contoso.Database.props", Block("blocking-apis.md", "xml", 1))
            .With("buildTransitive/AsyncAnalyzers.BlockingApis.txt", Block("blocking-apis.md", "text", 1))
            .With("Directory.Build.targets", $"<Project>\n{Block("blocking-apis.md", "xml", 2)}</Project>\n");
        (await DotnetCommand.RunAsync(Package.Directory, "pack", library.ProjectFile, "-o", Path.GetDirectoryName(Package.Path)!, "-tl:off")).MustSucceed();
        WithLists = new Consumer(Package, "WithLists")
            .With("Directory.Build.targets", """<Project><ItemGroup><PackageReference Include="Contoso.Database" Version="1.0.0" /></ItemGroup></Project>""")
            .With("AsyncAnalyzers.BlockingApis.txt", "M:Legacy.Load\nLegacy.Loud\n!M:System.Threading.SemaphoreSlim.Wait\n")
            .With("Legacy.cs", """
                public static class Legacy
                {
                    public static void Load() { }

                    public static async Task RunAsync(Contoso.Database database, SemaphoreSlim gate)
                    {
                        await Task.Yield();
                        Load(); //! ASYNC1005
                        database.Save(); //! ASYNC1005
                        gate.Wait();
                    }
                }
                """);

        string all = Solution("All", [
            Plain, CSharp73, ManyFrameworks, Newest, Older, WithEditorConfig, WithGlobalConfig, WithMisspeltOption, WithMisspeltOptionInSight,
            Strict, None, Recommended, UnknownMode, WithWarningsAsErrors, WithLists]);
        Build = await DotnetCommand.RunAsync(Package.Directory, "build", all, "-m:1", "-tl:off", "-clp:NoSummary", "-p:ErrorLog=log.sarif%2Cversion=2.1");
        Messages = BuildMessage.Parse(Build.Output);
    }

    public Task DisposeAsync()
    {
        Package?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>What the first build said about a consumer.</summary>
    internal IReadOnlyList<BuildMessage> MessagesOf(Consumer consumer)
        => Messages.Where(message => message.Project == consumer.Name).ToList();

    /// <summary>Writes a solution of these projects and returns its path.</summary>
    internal string Solution(string name, IEnumerable<Consumer> consumers)
    {
        const string CSharp = "{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}";
        var solution = new StringBuilder("Microsoft Visual Studio Solution File, Format Version 12.00\n");
        var configurations = new StringBuilder();
        foreach (Consumer consumer in consumers)
        {
            string guid = Guid.NewGuid().ToString("B").ToUpperInvariant();
            solution.Append($"Project(\"{CSharp}\") = \"{consumer.Name}\", \"{consumer.ProjectFile}\", \"{guid}\"\nEndProject\n");
            configurations.Append($"\t\t{guid}.Debug|Any CPU.ActiveCfg = Debug|Any CPU\n\t\t{guid}.Debug|Any CPU.Build.0 = Debug|Any CPU\n");
        }

        solution.Append("Global\n\tGlobalSection(SolutionConfigurationPlatforms) = preSolution\n\t\tDebug|Any CPU = Debug|Any CPU\n\tEndGlobalSection\n");
        solution.Append($"\tGlobalSection(ProjectConfigurationPlatforms) = postSolution\n{configurations}\tEndGlobalSection\nEndGlobal\n");
        return Package.Write($"{name}.sln", solution.ToString());
    }

    /// <summary>A fenced block of a language in a page of docs, by its number.</summary>
    private static string Block(string page, string language, int index)
    {
        string text = File.ReadAllText(Path.Combine(PackedPackage.RepositoryRoot, "docs", page)).ReplaceLineEndings("\n");
        return Regex.Matches(text, $"^```{language}\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)[index].Groups[1].Value;
    }

    private static string SleepIn(string type) => $$"""
        public static class {{type}}
        {
            public static async Task RunAsync()
            {
                await Task.Yield();
                Thread.Sleep(1); //! ASYNC1001
            }
        }
        """;

    /// <summary>File.ReadAllBytesAsync came with .NET Core 2.0.</summary>
    private static string CopyIn(string type, string mark) => $$"""
        using System.IO;
        using System.Threading.Tasks;

        public static class {{type}}
        {
            public static async Task<int> RunAsync(string path)
            {
                await Task.Yield();
                return File.ReadAllBytes(path).Length;{{mark}}
            }
        }
        """;

    private static string BlockIn(string type) => $$"""
        public static class {{type}}
        {
            public static async Task<int> RunAsync(Task<int> task)
            {
                await Task.Yield();
                return task.Result; //! ASYNC1002
            }
        }
        """;
}
