namespace AsyncAnalyzers.PackageTests;

/// <summary>A repair that crosses the projects of a solution: what waits in the library is awaited in the programs that use it.</summary>
[Collection(PackageCollection.Name)]
public sealed class CrossProjectRepairTests(Consumers consumers)
{
    [Fact]
    public async Task DotnetFormatMakesTheCallersInOtherProjectsAsync()
    {
        Consumer library = new Consumer(consumers.Package, "CrossLibrary", """
            <Nullable>enable</Nullable></PropertyGroup>
            <ItemGroup><InternalsVisibleTo Include="CrossApp" /><InternalsVisibleTo Include="CrossChecks" /></ItemGroup><PropertyGroup>
            """)
            .With("IStore.cs", """
                namespace CrossLibrary;

                internal interface IStore
                {
                    /// <summary>The value of a key.</summary>
                    int Load(string key);
                }

                """)
            .With("Stores.cs", """
                namespace CrossLibrary;

                internal sealed class SlowStore : IStore
                {
                    public int Load(string key)
                    {
                        // the store is slow
                        return ReadAsync(key).Result;
                    }

                    private static async Task<int> ReadAsync(string key)
                    {
                        await Task.Delay(1);
                        return key.Length;
                    }
                }

                internal sealed class FixedStore : IStore
                {
                    public int Load(string key) => 7;
                }

                """)
            .With("Again.cs", """
                namespace CrossLibrary;

                internal static class Again
                {
                    internal static T Twice<T>(Func<T> work)
                    {
                        _ = work();
                        return work();
                    }
                }

                """);
        const string UsesLibrary = """
            <OutputType>Exe</OutputType><Nullable>enable</Nullable></PropertyGroup>
            <ItemGroup><ProjectReference Include="../CrossLibrary/CrossLibrary.csproj" /></ItemGroup><PropertyGroup>
            """;
        Consumer app = new Consumer(consumers.Package, "CrossApp", UsesLibrary)
            .With("Program.cs", """
                using CrossLibrary;

                internal static class Program
                {
                    private static void Main()
                    {
                        Console.WriteLine(Sum(new SlowStore(), new FixedStore()));
                    }

                    private static int Sum(params IStore[] stores)
                    {
                        int sum = 0;
                        foreach (IStore store in stores)
                        {
                            // each of them
                            sum += Again.Twice(() => store.Load("abc"));
                        }

                        return sum;
                    }
                }

                """);
        Consumer checks = new Consumer(consumers.Package, "CrossChecks", UsesLibrary)
            .With("Program.cs", """
                using CrossLibrary;

                Console.WriteLine(new SlowStore().Load("abcd") == 4 ? "right" : "wrong");
                Console.WriteLine(Again.Twice(() => 5));

                """);
        string solution = consumers.Solution("Cross", [library, app, checks]);
        (await BuildAsync(solution)).MustSucceed();
        string before = await RunAsync(app) + await RunAsync(checks);

        (await DotnetCommand.RunAsync(consumers.Package.Directory, "format", "analyzers", solution, "--no-restore", "--severity", "info", "--diagnostics", "ASYNC1003")).MustSucceed();
        DotnetResult build = await BuildAsync(solution, "--no-restore");

        Assert.Empty(BuildMessage.Parse(build.Output));
        build.MustSucceed();
        Assert.Equal(before, await RunAsync(app) + await RunAsync(checks));
        Assert.Contains("    Task<int> Load(string key);", library.Read("IStore.cs"), StringComparison.Ordinal);
        Assert.Contains("public async Task<int> Load(string key)", library.Read("Stores.cs"), StringComparison.Ordinal);
        Assert.Contains("public Task<int> Load(string key) => Task.FromResult(7);", library.Read("Stores.cs"), StringComparison.Ordinal);
        Assert.Contains("internal static async Task<T> Twice<T>(Func<Task<T>> work)", library.Read("Again.cs"), StringComparison.Ordinal);
        Assert.Contains("private static async Task Main()", app.Read("Program.cs"), StringComparison.Ordinal);
        Assert.Contains("sum += await Again.Twice(async () => await store.Load(\"abc\"));", app.Read("Program.cs"), StringComparison.Ordinal);
        Assert.Contains("Console.WriteLine(await new SlowStore().Load(\"abcd\") == 4", checks.Read("Program.cs"), StringComparison.Ordinal);
        Assert.Contains("Console.WriteLine(await Again.Twice(() => Task.FromResult(5)));", checks.Read("Program.cs"), StringComparison.Ordinal);
    }

    private Task<DotnetResult> BuildAsync(string solution, params string[] options)
        => DotnetCommand.RunAsync(consumers.Package.Directory, ["build", solution, .. options, "-m:1", "-tl:off", "-clp:NoSummary"]);

    private static async Task<string> RunAsync(Consumer consumer)
        => (await DotnetCommand.RunAsync(consumer.Directory, "exec", consumer.Program)).MustSucceed().Output;
}
