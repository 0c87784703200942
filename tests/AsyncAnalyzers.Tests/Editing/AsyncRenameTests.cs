using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.Unobserved;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Editing;

/// <summary>What becomes asynchronous is named so, by an action of its own, where the project names its asynchronous methods so.</summary>
public class AsyncRenameTests
{
    private const string Named = """

        interface IStore { Task SaveAsync(); Task<int> CountAsync(); Task LoadAsync(); ValueTask<string> NameAsync(); Task PushAsync(); }
        """;

    private const string Unnamed = """

        interface IStore { Task SaveAsync(); Task<int> CountAsync(); Task Load(); ValueTask<string> Name(); Task PushAsync(); }
        """;

    [Fact]
    public Task A_method_with_its_interface_its_callers_and_all_that_names_it() => Renames<ASYNC1003SyncOverAsyncAnalyzer, ASYNC1003SyncOverAsyncCodeFix>(
        """
        interface ICounter
        {
            /// <summary>Counts; see <see cref="Counter.Count"/>.</summary>
            int Count(int more);
        }

        class Counter : ICounter
        {
            private readonly IStore _store;

            public Counter(IStore store) => _store = store;

            // counts
            public int Count(int more) => [|_store.CountAsync().Result|] + more;

            internal void Print() => Console.WriteLine(nameof(Count) + Count(1));

            internal async Task RunAsync(ICounter other)
            {
                await _store.SaveAsync();
                int n = other.Count(2);
                Func<int> later = () => n;
                Console.WriteLine(this.Count(n) + later());
            }
        }
        """, """
        interface ICounter
        {
            /// <summary>Counts; see <see cref="Counter.CountAsync"/>.</summary>
            Task<int> CountAsync(int more);
        }

        class Counter : ICounter
        {
            private readonly IStore _store;

            public Counter(IStore store) => _store = store;

            // counts
            public async Task<int> CountAsync(int more) => await _store.CountAsync() + more;

            internal async Task PrintAsync() => Console.WriteLine(nameof(CountAsync) + await CountAsync(1));

            internal async Task RunAsync(ICounter other)
            {
                await _store.SaveAsync();
                int n = await other.CountAsync(2);
                Func<int> later = () => n;
                Console.WriteLine(await this.CountAsync(n) + later());
            }
        }
        """, "ASYNC1003.Await", "Make 'Count' and its callers async; rename 'Count' to 'CountAsync' and 'Print' to 'PrintAsync'");

    [Fact]
    public Task Dropped_tasks_and_local_functions() => Renames<ASYNC2001UnawaitedTaskAnalyzer, ASYNC2001UnawaitedTaskCodeFix>(
        """
        class Shop
        {
            private readonly IStore store = null!;

            internal void Close()
            {
                Save();

                // saves
                void Save() => [|store.SaveAsync()|];
            }
        }
        """, """
        class Shop
        {
            private readonly IStore store = null!;

            internal async Task CloseAsync()
            {
                await SaveAsync();

                // saves
                async Task SaveAsync() => await store.SaveAsync();
            }
        }
        """, "ASYNC2001.Await", "Await 'SaveAsync' and make 'Save' and 'Close' async; rename 'Save' to 'SaveAsync' and 'Close' to 'CloseAsync'");

    /// <summary>Fix-all repairs all of them, and renames those that can be.</summary>
    [Fact]
    public Task Fix_all_repairs_what_keeps_its_name_as_well() => Renames<ASYNC2001UnawaitedTaskAnalyzer, ASYNC2001UnawaitedTaskCodeFix>(
        """
        class Shop
        {
            private readonly IStore store = null!;

            internal void Close() { [|store.SaveAsync()|]; }

            internal void Open() { [|store.LoadAsync()|]; }

            private static Task OpenAsync() => Task.CompletedTask;

            internal Task UseAsync() => OpenAsync();
        }
        """, """
        class Shop
        {
            private readonly IStore store = null!;

            internal async Task CloseAsync() { await store.SaveAsync(); }

            internal async Task Open() { await store.LoadAsync(); }

            private static Task OpenAsync() => Task.CompletedTask;

            internal Task UseAsync() => OpenAsync();
        }
        """, "ASYNC2001.Await", "Await 'SaveAsync' and make 'Close' async; rename 'Close' to 'CloseAsync'", oneByOne: """
        class Shop
        {
            private readonly IStore store = null!;

            internal async Task CloseAsync() { await store.SaveAsync(); }

            internal void Open() { [|store.LoadAsync()|]; }

            private static Task OpenAsync() => Task.CompletedTask;

            internal Task UseAsync() => OpenAsync();
        }
        """);

    [Theory]
    [InlineData("class C { internal void Save(IStore store) { [|store.SaveAsync()|]; } internal Task SaveAsync() => Task.CompletedTask; }")] // taken
    [InlineData("class B { protected internal void SaveAsync(int n) { } } class C : B { internal void Save(IStore store) { [|store.SaveAsync()|]; } }")] // by a base type
    [InlineData("class C { internal void Save(IStore store) { [|store.SaveAsync()|]; } } class D : C { internal void SaveAsync() { } }")] // by a derived one
    [InlineData("class C { internal void Save(IStore store) { [|store.SaveAsync()|]; } internal string Route => \"Save\"; }")] // found by its name
    [InlineData("class ShopController : Exception { internal void Save(IStore store) { [|store.SaveAsync()|]; } }")] // of a framework's type
    [InlineData("class P { internal void Save(IStore store) { [|store.SaveAsync()|]; } internal void UseAsync(Action SaveAsync) { Save(null!); SaveAsync(); } }")] // by a parameter where it is called
    public Task The_name_stays(string code) => KeepsAsync(code, Named);

    [Fact]
    public Task The_name_stays_where_others_are_not_named_so() => KeepsAsync("class C { internal void Save(IStore store) { [|store.SaveAsync()|]; } }", Unnamed);

    [Fact]
    public Task The_entry_point_keeps_its_name() => KeepsAsync("class C { internal static IStore s_store = null!; static void Main() { [|s_store.SaveAsync()|]; } }", Named, OutputKind.ConsoleApplication);

    private static async Task Renames<TAnalyzer, TCodeFix>(string before, string after, string key, string title, string? oneByOne = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new()
    {
        var titles = new List<string>();
        await Verify<TAnalyzer, TCodeFix>.FixesAsync(before + Named, (oneByOne ?? after) + Named, configure: test =>
        {
            test.CodeActionEquivalenceKey = key + ".Async";
            if (oneByOne is not null)
            {
                test.BatchFixedState.Sources.Add(after + Named);
            }

            test.CodeActionVerifier = (action, _) => titles.Add(action.Title);
        });
        Assert.Contains(title, titles);
    }

    /// <summary>The first action repairs as ever, and none renames.</summary>
    private static Task KeepsAsync(string code, string store, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
        => Verify<ASYNC2001UnawaitedTaskAnalyzer, ASYNC2001UnawaitedTaskCodeFix>.FixesAsync(code + store, code + store, outputKind: kind, configure: test =>
        {
            test.CodeActionEquivalenceKey = "ASYNC2001.Await.Async";
            test.CodeFixTestBehaviors = Microsoft.CodeAnalysis.Testing.CodeFixTestBehaviors.SkipFixAllCheck;
        });
}
