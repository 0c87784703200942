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
            .With("Journal.cs", """
                namespace CrossLibrary;

                internal static class Journal
                {
                    internal static async Task KeepAsync(string line)
                    {
                        await Task.Yield();
                        Append(line);
                    }

                    internal static void Append(string line) => Disk.Flush(line);
                }

                """)
            .With("Disk.cs", """
                namespace CrossLibrary;

                internal static class Disk
                {
                    internal static void Flush(string line)
                    {
                        // the disk is slow
                        Thread.Sleep(1);
                        Console.WriteLine(line);
                    }
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
                Journal.Append("checked");

                """);
        string solution = consumers.Solution("Cross", [library, app, checks]);
        (await BuildAsync(solution)).MustSucceed();
        string before = await RunAsync(app) + await RunAsync(checks);

        await FormatAsync(solution, "ASYNC1003", "ASYNC1006");
        DotnetResult build = await BuildAsync(solution, "--no-restore");

        Assert.Empty(BuildMessage.Parse(build.Output));
        build.MustSucceed();
        Assert.Equal(before, await RunAsync(app) + await RunAsync(checks));
        Assert.Contains("    Task<int> Load(string key);", library.Read("IStore.cs"), StringComparison.Ordinal);
        Assert.Contains("public async Task<int> Load(string key)", library.Read("Stores.cs"), StringComparison.Ordinal);
        Assert.Contains("public Task<int> Load(string key) => Task.FromResult(7);", library.Read("Stores.cs"), StringComparison.Ordinal);
        Assert.Contains("internal static async Task<T> Twice<T>(Func<Task<T>> work)", library.Read("Again.cs"), StringComparison.Ordinal);
        Assert.Contains("await Append(line);", library.Read("Journal.cs"), StringComparison.Ordinal);
        Assert.Contains("internal static async Task Append(string line) => await Disk.Flush(line);", library.Read("Journal.cs"), StringComparison.Ordinal);
        Assert.Contains("await Task.Delay(1);", library.Read("Disk.cs"), StringComparison.Ordinal);
        Assert.Contains("await Journal.Append(\"checked\");", checks.Read("Program.cs"), StringComparison.Ordinal);
        Assert.Contains("private static async Task Main()", app.Read("Program.cs"), StringComparison.Ordinal);
        Assert.Contains("sum += await Again.Twice(async () => await store.Load(\"abc\"));", app.Read("Program.cs"), StringComparison.Ordinal);
        Assert.Contains("Console.WriteLine(await new SlowStore().Load(\"abcd\") == 4", checks.Read("Program.cs"), StringComparison.Ordinal);
        Assert.Contains("Console.WriteLine(await Again.Twice(() => Task.FromResult(5)));", checks.Read("Program.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SyncOverAsyncBecomesAsyncUpToTheProgram()
    {
        var data = new Consumer(consumers.Package, "ThreeData").With("Store.cs", """
            using System.Runtime.CompilerServices;

            [assembly: InternalsVisibleTo("ThreeShop")]

            internal sealed class Store
            {
                private static readonly Lazy<int> s_factor = new(() => ReadAsync(3).Result);

                // Once for each article.
                internal static int Load(int id) => ReadAsync(id).Result * Factor();

                private static int Factor() => s_factor.Value;

                private static async Task<int> ReadAsync(int id)
                {
                    await Task.Delay(1);
                    return id;
                }
            }
            """);
        var shop = new Consumer(consumers.Package, "ThreeShop", references: ["ThreeData"]).With("Cart.cs", """
            using System.Runtime.CompilerServices;

            [assembly: InternalsVisibleTo("ThreeApp")]

            internal sealed class Cart
            {
                private int _extra;

                internal Cart(int extra)
                {
                    ReadyAsync().Wait();
                    _extra = extra;
                }

                internal int Total(params int[] ids)
                {
                    int total = _extra;
                    foreach (int id in ids)
                    {
                        total += Store.Load(id);
                    }

                    return total;
                }

                private Task ReadyAsync() => Task.Delay(1);
            }
            """);
        var app = new Consumer(consumers.Package, "ThreeApp", "<OutputType>Exe</OutputType>", references: ["ThreeShop"])
            .With("Program.cs", """
            internal static class Program
            {
                private static void Main() => Console.WriteLine(new Cart(1).Total(2, 3));
            }
            """);
        string solution = consumers.Solution("Three", [data, shop, app]);
        (await BuildAsync(solution)).MustSucceed();
        string before = await RunAsync(app);

        await FormatAsync(solution, "ASYNC1003");
        (await BuildAsync(solution, "--no-restore")).MustSucceed();

        Assert.Equal(before, await RunAsync(app));
        Assert.Contains("new(() => ReadAsync(3));", data.Read("Store.cs"), StringComparison.Ordinal);
        Assert.Contains("internal static async Task<int> Load(int id) => await ReadAsync(id) * await Factor();", data.Read("Store.cs"), StringComparison.Ordinal);
        Assert.Contains("private static async Task<int> Factor() => await s_factor.Value;", data.Read("Store.cs"), StringComparison.Ordinal);
        Assert.Contains("internal async Task<int> Total(params int[] ids)", shop.Read("Cart.cs"), StringComparison.Ordinal);
        Assert.Contains("await created.ReadyAsync();", shop.Read("Cart.cs"), StringComparison.Ordinal);
        Assert.Contains("private static async Task Main() => Console.WriteLine(await (await Cart.CreateAsync(1)).Total(2, 3));", app.Read("Program.cs"), StringComparison.Ordinal);
    }

    private async Task FormatAsync(string solution, params string[] rules)
        => (await DotnetCommand.RunAsync(consumers.Package.Directory, ["format", "analyzers", solution, "--no-restore", "--severity", "info", "--diagnostics", .. rules])).MustSucceed();

    private Task<DotnetResult> BuildAsync(string solution, params string[] options)
        => DotnetCommand.RunAsync(consumers.Package.Directory, ["build", solution, .. options, "-m:1", "-tl:off", "-clp:NoSummary"]);

    private static async Task<string> RunAsync(Consumer consumer)
        => (await DotnetCommand.RunAsync(consumer.Directory, "exec", consumer.Program)).MustSucceed().Output;
}
