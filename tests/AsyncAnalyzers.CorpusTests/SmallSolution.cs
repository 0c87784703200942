using AsyncAnalyzers.Corpus.Loading;
using AsyncAnalyzers.Corpus.Output;

namespace AsyncAnalyzers.CorpusTests;

/// <summary>A library, an application that uses it, and a file that does not compile; loaded once for all tests.</summary>
public sealed class SmallSolution : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("AsyncAnalyzers.CorpusTests.");

    internal CorpusSolution Corpus { get; private set; } = null!;

    internal Progress Progress { get; } = new(TextWriter.Null);

    internal DirectoryInfo Folder => _folder;

    public async Task InitializeAsync()
    {
        await WriteAsync("Directory.Build.props", "<Project />");
        await WriteAsync("Directory.Packages.props", "<Project />");
        await WriteAsync(".editorconfig", "root = true\n[*.cs]\ndotnet_analyzer_diagnostic.severity = error\n");
        await WriteAsync("Small.slnx", """<Solution><Project Path="Library/Library.csproj" /><Project Path="App\App.csproj" /></Solution>""");
        await WriteAsync("Library/Library.csproj", ProjectFile("<TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks>", ""));
        await WriteAsync(
            "App/App.csproj",
            ProjectFile("<TargetFramework>net10.0</TargetFramework>", """<ProjectReference Include="..\Library\Library.csproj" />"""));
        await WriteAsync("Library/Store.cs", """
            namespace Library;

            public static class Store
            {
                public static async Task<int> StockAsync()
                {
                    Thread.Sleep(10);
                    await Task.Yield();
                    return 1;
                }
            }
            """);
        await WriteAsync("App/Use.cs", """
            namespace App;

            public static class Use
            {
                public static async Task<int> RunAsync()
                {
                    int count = Library.Store.StockAsync().Result;
                    await Task.Yield();
            #pragma warning disable ASYNC1001
                    Thread.Sleep(10);
            #pragma warning restore ASYNC1001
                    _ = Library.Store.StockAsync();
                    return count;
                }
            }
            """);
        await WriteAsync("App/Broken.cs", """
            namespace App;

            public class Broken
            {
                public async Task RunAsync(Missing missing)
                {
                    Thread.Sleep(20);
                    await missing.RunAsync();
                }
            }
            """);
        CorpusInput input = await CorpusInput.FindAsync([Path.Combine(_folder.FullName, "Small.slnx")], []);
        Corpus = await CorpusSolution.LoadAsync(input, restore: false, jobs: 1, Progress);
    }

    public Task DisposeAsync()
    {
        Corpus?.Dispose();
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static string ProjectFile(string properties, string items)
        => $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{properties}<ImplicitUsings>enable</ImplicitUsings><LangVersion>latest</LangVersion></PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """;

    private async Task WriteAsync(string path, string text)
    {
        string file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text.ReplaceLineEndings("\n") + "\n");
    }
}
