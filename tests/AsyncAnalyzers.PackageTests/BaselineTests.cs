using System.Text.RegularExpressions;

namespace AsyncAnalyzers.PackageTests;

/// <summary>
/// A baseline of a solution whose path has a space and Korean letters: a library for two frameworks, a program whose warnings are errors,
/// with an .editorconfig of its own, a file that both compile, and a project without a report.
/// </summary>
[Collection(PackageCollection.Name)]
public sealed class BaselineTests(Consumers consumers)
{
    private const string Odd = "[1] {a,b} #;!'가 나.cs";
    private const string ProgramConfig = "[*.cs]\r\ndotnet_diagnostic.ASYNC1001.severity = error";

    private string Folder => Path.Combine(consumers.Package.Directory, "Base line 기준선");

    private string RootConfig => Path.Combine(Folder, ".editorconfig");

    private string AppConfig => Path.Combine(Folder, "My App", ".editorconfig");

    [Fact]
    public async Task ABaselineIsMadeMadeAgainAndUndone()
    {
        WriteSolution();
        (string File, string Id)[] today =
        [
            ("Framework.cs", "ASYNC1001"), ("Library.cs", "ASYNC1001"), ("Library.cs", "ASYNC1002"),
            ("Program.cs", "ASYNC1001"), (Odd, "ASYNC1001"),
        ];

        DotnetResult written = await BuildAsync("-p:AsyncAnalyzersBaseline=write");
        written.MustSucceed();
        Assert.Equal(today, Reports(written));
        Assert.Matches(@"baseline of App\.csproj: [12] reports in [12] files? lowered to suggestions, in .*\.editorconfig", written.Output);
        Assert.Contains("baseline of Clean.csproj: no rule reports a warning or an error", written.Output, StringComparison.Ordinal);
        Assert.StartsWith(ProgramConfig, await File.ReadAllTextAsync(AppConfig), StringComparison.Ordinal);
        Assert.Equal(1, Count(RootConfig, @"^\[/Shared/"));

        // What is new is reported: another rule in a file of the baseline, and a file that is not in it.
        Write("Library/Library.cs", Code("Library", "Thread.Sleep(1); _ = task.Result; new ManualResetEventSlim().Wait();"));
        Write("Library/New.cs", Code("New", "Thread.Sleep(1);"));
        DotnetResult after = await BuildAsync();
        after.MustSucceed();
        Assert.Equal([("Library.cs", "ASYNC1005"), ("New.cs", "ASYNC1001")], Reports(after));

        // Made again, it replaces itself. One section is deleted.
        (await BuildAsync("-p:AsyncAnalyzersBaseline=write")).MustSucceed();
        Assert.Equal(1, Count(RootConfig, @"baseline of Library/Library\.csproj: begin"));
        Assert.Equal(1, Count(RootConfig, @"^\[/Library/New\.cs\]"));
        string block = await File.ReadAllTextAsync(RootConfig);
        await File.WriteAllTextAsync(RootConfig, Regex.Replace(block, @"\[/Library/Library\.cs\]\n(dotnet.*\n)+", ""));
        DotnetResult repaired = await BuildAsync();
        repaired.MustSucceed();
        Assert.Equal([("Library.cs", "ASYNC1001"), ("Library.cs", "ASYNC1002"), ("Library.cs", "ASYNC1005")], Reports(repaired));

        DotnetResult removed = await BuildAsync("-p:AsyncAnalyzersBaseline=remove");
        Assert.NotEqual(0, removed.ExitCode);
        Assert.Equal([.. today.Append(("Library.cs", "ASYNC1005")).Append(("New.cs", "ASYNC1001")).Order()], Reports(removed));
        Assert.Equal(ProgramConfig, await File.ReadAllTextAsync(AppConfig));
        Assert.Empty(await File.ReadAllTextAsync(RootConfig));
        Assert.Contains("which is empty now: delete it.", removed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherValueIsAnErrorThatNamesTheRightOnes()
    {
        DotnetResult build = await DotnetCommand.RunAsync(
            consumers.Package.Directory,
            "build", consumers.Plain.ProjectFile, "--no-restore", "-tl:off", "-p:AsyncAnalyzersBaseline=wirte");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("AsyncAnalyzersBaseline is 'wirte'; it has to be write or remove.", build.Output, StringComparison.Ordinal);
    }

    private Task<DotnetResult> BuildAsync(params string[] arguments)
        => DotnetCommand.RunAsync(Folder, ["build", "All.slnx", "-tl:off", "-clp:NoSummary", .. arguments]);

    private static IEnumerable<(string File, string Id)> Reports(DotnetResult build)
        => BuildMessage.Parse(build.Output).Where(message => message.Id.StartsWith("ASYNC", StringComparison.Ordinal))
            .Select(message => (message.File, message.Id)).Distinct().Order();

    private static int Count(string file, string pattern) => Regex.Count(File.ReadAllText(file), pattern, RegexOptions.Multiline);

    private void WriteSolution()
    {
        Write("All.slnx", """
            <Solution>
              <Project Path="Library/Library.csproj" /><Project Path="My App/App.csproj" /><Project Path="Clean/Clean.csproj" />
            </Solution>
            """);
        Write($"Shared/{Odd}", Code("Shared", "Thread.Sleep(1);"));
        Write("Library/Library.csproj", Project(
            "<TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks>", """<Compile Include="../Shared/*.cs" />"""));
        Write("Library/Library.cs", Code("Library", "Thread.Sleep(1); _ = task.Result;"));
        Write("Library/Framework.cs", $"#if NETSTANDARD2_0\n{Code("Framework", "Thread.Sleep(1);")}\n#endif\n");
        Write("My App/App.csproj", Project(
            "<TargetFramework>net10.0</TargetFramework><TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
            """<Compile Include="../Shared/*.cs" /><ProjectReference Include="../Library/Library.csproj" />"""));
        Write("My App/Program.cs", Code("Program", "Thread.Sleep(1);"));
        Write("My App/.editorconfig", ProgramConfig);
        Write("Clean/Clean.csproj", Project("<TargetFramework>net10.0</TargetFramework>", ""));
    }

    private string Project(string properties, string items) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><LangVersion>latest</LangVersion>{properties}</PropertyGroup>
          <ItemGroup>
            <PackageReference Include="AsyncAnalyzers" Version="{consumers.Package.Version}" PrivateAssets="all" />{items}
          </ItemGroup>
        </Project>
        """;

    private static string Code(string type, string statements) => $$"""
        using System.Threading;
        using System.Threading.Tasks;

        internal static class {{type}}
        {
            internal static async Task RunAsync(Task<int> task)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    private void Write(string path, string content) => consumers.Package.Write(Path.Combine(Folder, path), content);
}
