using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary><c>x ??= new T()</c> on several threads at once: each would go on with an object of its own.</summary>
public class LazyCreationTests
{
    [Theory]
    [InlineData("[|_items ??= new List<int>()|];", "LazyInitializer.EnsureInitialized(ref _items, () => new List<int>());")]
    [InlineData("[|_items ??= new()|];", "LazyInitializer.EnsureInitialized(ref _items, () => new());")]
    [InlineData("[|this._gate ??= new object()|];", "LazyInitializer.EnsureInitialized(ref this._gate, () => new object());")]
    [InlineData("var items = [|_items ??= new List<int>()|]; Console.WriteLine(items.Count);", "var items = LazyInitializer.EnsureInitialized(ref _items, () => new List<int>()); Console.WriteLine(items.Count);")]
    [InlineData("Console.WriteLine(([|_items ??= new List<int>()|]).Count);", "Console.WriteLine((LazyInitializer.EnsureInitialized(ref _items, () => new List<int>())).Count);")]
    public Task The_first_one_is_everybodys(string before, string after) => Verify.FixesAsync(In(before), In(after));

    [Fact]
    public Task A_captured_local() => Verify.FixesAsync(
        In("Console.WriteLine(x);", "List<int>? found = null;\n        // for all\n        Parallel.ForEach(xs, x => { [|found ??= new List<int>()|]; });\n        Console.WriteLine(found);"),
        In("Console.WriteLine(x);", "List<int>? found = null;\n        // for all\n        Parallel.ForEach(xs, x => { LazyInitializer.EnsureInitialized(ref found, () => new List<int>()); });\n        Console.WriteLine(found);"));

    /// <summary>What its creation does, or what is done with the one that loses, nobody knows: one thread at a time.</summary>
    [Theory]
    [InlineData("[|_items ??= Make(x)|];", "_items ??= Make(x);")]
    [InlineData("[|_items ??= new List<int> { Next() }|];", "_items ??= new List<int> { Next() };")]
    [InlineData("[|_items ??= new List<int>(Next())|];", "_items ??= new List<int>(Next());")]
    public Task A_lock_where_creating_it_does_more(string before, string after) => Verify.FixesAsync(
        In(before),
        In("lock (_itemsLock)\n            {\n                " + after + "\n            }", field: "\n    private readonly Lock _itemsLock = new();"));

    private static string In(string body, string more = "", string field = "") => $$"""
        class Cache
        {
            // made when asked for
            private List<int>? _items;{{field}}
            private object? _gate;

            internal void Fill(int[] xs)
            {
                // all at once
                Parallel.ForEach(xs, x =>
                {
                    // the first
                    {{body}}
                });
                {{more}}
            }

            private static List<int> Make(int x) { Console.WriteLine(x); return new List<int>(); }

            private static int Next() => Environment.TickCount;
        }
        """;
}
