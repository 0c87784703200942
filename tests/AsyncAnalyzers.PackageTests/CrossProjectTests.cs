namespace AsyncAnalyzers.PackageTests;

/// <summary>Fixes that reach over the borders of projects, in a solution of three.</summary>
[Collection(PackageCollection.Name)]
public sealed class CrossProjectTests(Consumers consumers)
{
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
        var shop = new Consumer(consumers.Package, "ThreeShop", references: "ThreeData").With("Cart.cs", """
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
        var app = new Consumer(consumers.Package, "ThreeApp", "<OutputType>Exe</OutputType>", references: "ThreeShop").With("Program.cs", """
            internal static class Program
            {
                private static void Main() => Console.WriteLine(new Cart(1).Total(2, 3));
            }
            """);
        string directory = consumers.Package.Directory;
        string solution = consumers.Solution("Three", [data, shop, app]);
        (await DotnetCommand.RunAsync(directory, "build", solution, "-m:1", "-tl:off", "-clp:NoSummary")).MustSucceed();
        string before = (await DotnetCommand.RunAsync(app.Directory, "exec", app.Program)).MustSucceed().Output;

        (await DotnetCommand.RunAsync(directory, "format", "analyzers", solution, "--no-restore", "--severity", "info", "--diagnostics", "ASYNC1003")).MustSucceed();
        (await DotnetCommand.RunAsync(directory, "build", solution, "--no-restore", "-m:1", "-tl:off", "-clp:NoSummary")).MustSucceed();

        Assert.Equal(before, (await DotnetCommand.RunAsync(app.Directory, "exec", app.Program)).MustSucceed().Output);
        Assert.Contains("new(() => ReadAsync(3));", data.Read("Store.cs"), StringComparison.Ordinal);
        Assert.Contains("internal static async Task<int> Load(int id) => await ReadAsync(id) * await Factor();", data.Read("Store.cs"), StringComparison.Ordinal);
        Assert.Contains("private static async Task<int> Factor() => await s_factor.Value;", data.Read("Store.cs"), StringComparison.Ordinal);
        Assert.Contains("internal async Task<int> Total(params int[] ids)", shop.Read("Cart.cs"), StringComparison.Ordinal);
        Assert.Contains("await created.ReadyAsync();", shop.Read("Cart.cs"), StringComparison.Ordinal);
        Assert.Contains("private static async Task Main() => Console.WriteLine(await (await Cart.CreateAsync(1)).Total(2, 3));", app.Read("Program.cs"), StringComparison.Ordinal);
    }
}
