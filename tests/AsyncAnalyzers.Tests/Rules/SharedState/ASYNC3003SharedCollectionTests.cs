using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Reporting = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3003SharedCollectionAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3003SharedCollectionAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3003SharedCollectionCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>A plain collection is changed by code that runs concurrently.</summary>
public class ASYNC3003SharedCollectionTests
{
    private const string Usings = """
        using System.Collections;
        using System.Collections.Concurrent;
        using System.Collections.Immutable;
        using System.Text;
        #pragma warning disable CS0649, CS0169, CS0414, CS4014, CS1998, CS8618, CS8602

        """;

    private const string Web = """

        namespace Microsoft.AspNetCore.Http { public class HttpContext { } public delegate Task RequestDelegate(HttpContext context); }
        namespace Microsoft.AspNetCore.Mvc { public class ControllerBase { } }
        namespace Microsoft.AspNetCore.SignalR { public class Hub { } }
        namespace Microsoft.AspNetCore.Routing { public interface IEndpointRouteBuilder { } }
        namespace Microsoft.AspNetCore.Builder
        {
            using Microsoft.AspNetCore.Routing;
            public class WebApplication : IEndpointRouteBuilder { }
            public static class EndpointRouteBuilderExtensions
            {
                public static object MapGet(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) => handler;
                public static object MapPost(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) => handler;
            }
        }
        namespace Microsoft.Extensions.DependencyInjection
        {
            public interface IServiceCollection { }
            public static class Services { public static void AddSingleton<T>(this IServiceCollection services) { } public static void AddScoped<T>(this IServiceCollection services) { } }
        }
        """;

    private static Task FlagsAsync(string code, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
        => Verify.SilentAsync(Usings + code, outputKind: kind);

    private static Task SilentAsync(string code, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
        => Verify.SilentAsync(Usings + code, outputKind: kind);

    private static string Members(string members) => "class Store\n{\n" + members + "\n}\n";

    /// <summary>A bag takes no items back, and gives them no places.</summary>
    [Theory]
    [InlineData("", "hold a lock, or use 'ConcurrentBag'")]
    [InlineData("public int Get() => Items.Count;", "hold a lock, or use 'ConcurrentBag'")]
    [InlineData("static Carts() { Items.Sort(); }", "hold a lock")]
    [InlineData("public string First() => Items[0];", "hold a lock")]
    public Task Advice_for_a_list(string member, string advice) => Reporting.ReportsAsync(
        Usings + "class Carts : Microsoft.AspNetCore.Mvc.ControllerBase { static readonly List<string> {|#1:Items|} = new(); "
            + "public void Post(string item) { {|#0:Items.Add(item)|}; } " + member + " }" + Web,
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3003", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "'Items' is changed without a lock while all requests share it (Test0.cs:6); " + advice)));

    // ---- What is changed ----

    [Theory]
    [InlineData("var found = new List<string>();", "[|found.Add(key)|];")]
    [InlineData("var found = new List<string>();", "[|found.AddRange(new[] { key })|];")]
    [InlineData("var found = new List<string> { \"a\" };", "[|found.Remove(key)|];")]
    [InlineData("List<string>? found = new();", "[|found?.Add(key)|];")]
    [InlineData("IList<string> found = new List<string>();", "[|found.Add(key)|];")]
    [InlineData("ICollection<string> found = new HashSet<string>();", "[|found.Add(key)|];")]
    [InlineData("var found = new HashSet<string>();", "[|found.Add(key)|];")]
    [InlineData("var found = new HashSet<string>();", "if ([|found.Add(key)|]) Console.WriteLine();")]
    [InlineData("var found = new SortedSet<string>();", "[|found.Add(key)|];")]
    [InlineData("var found = new Queue<string>();", "[|found.Enqueue(key)|];")]
    [InlineData("var found = new Stack<string>();", "[|found.Push(key)|];")]
    [InlineData("var found = new LinkedList<string>();", "[|found.AddLast(key)|];")]
    [InlineData("var found = new Dictionary<string, int>();", "[|found[key] = 1|];")]
    [InlineData("var found = new Dictionary<string, int>();", "[|found[key]++|];")]
    [InlineData("var found = new Dictionary<string, int>();", "[|found[key] += 2|];")]
    [InlineData("var found = new Dictionary<string, int>();", "[|found.Add(key, 1)|];")]
    [InlineData("var found = new Dictionary<string, int>();", "[|found.TryAdd(key, 1)|];")]
    [InlineData("IDictionary<string, int> found = new Dictionary<string, int>();", "[|found[key] = 1|];")]
    [InlineData("var found = new SortedDictionary<string, int>();", "[|found[key] = 1|];")]
    [InlineData("var found = new SortedList<string, int>();", "[|found[key] = 1|];")]
    [InlineData("var found = new PriorityQueue<string, int>();", "[|found.Enqueue(key, 1)|];")]
    [InlineData("var found = new ArrayList();", "[|found.Add(key)|];")]
    [InlineData("var found = new Hashtable();", "[|found[key] = 1|];")]
    [InlineData("var found = new StringBuilder();", "[|found.Append(key)|].Append(';');")]
    [InlineData("var found = new StringBuilder();", "[|found.AppendLine(key)|];")]
    [InlineData("var found = new Random();", "Console.WriteLine([|found.Next()|]);")]
    [InlineData("var found = new Random(7);", "Console.WriteLine([|found.NextDouble()|]);")]
    [InlineData("var found = new Pair();", "[|found.Keys.Add(key)|];")]
    [InlineData("var found = new Names();", "[|found.Add(key)|];")]
    public Task Collections_that_serve_one_thread(string declaration, string change)
        => FlagsAsync(Members($$"""void M(string[] keys) { {{declaration}} Parallel.ForEach(keys, key => { {{change}} }); Console.WriteLine(found); }""")
            + "class Pair { public List<string> Keys = new(); } class Names : List<string> { }");

    [Theory]
    [InlineData("var found = new ConcurrentBag<string>();", "found.Add(key);")]
    [InlineData("var found = new ConcurrentDictionary<string, int>();", "found[key] = 1;")]
    [InlineData("IDictionary<string, int> found = new ConcurrentDictionary<string, int>();", "found[key] = 1;")]
    [InlineData("var found = new ConcurrentQueue<string>();", "found.Enqueue(key);")]
    [InlineData("var found = new BlockingCollection<string>();", "found.Add(key);")]
    [InlineData("var found = ImmutableList<string>.Empty;", "found.Add(key);")]
    [InlineData("var found = ArrayList.Synchronized(new ArrayList());", "lock (found) found.Add(key);")]
    [InlineData("var found = new string[9];", "found[key.Length] = key;")]
    [InlineData("var found = new int[9];", "found[key.Length]++;")]
    [InlineData("var found = new List<string>(new string[9]);", "found[key.Length] = key;")]
    [InlineData("var found = new List<string>[9];", "found[key.Length].Add(key);")]
    [InlineData("var found = new Dictionary<string, List<string>>();", "found[key].Add(key);")]
    [InlineData("var found = new List<string>();", "Console.WriteLine(found.Contains(key));")]
    [InlineData("var found = new Dictionary<string, int>();", "Console.WriteLine(found[key]);")]
    [InlineData("var found = new Dictionary<string, int>();", "found.TryGetValue(key, out _);")]
    [InlineData("var found = Random.Shared;", "Console.WriteLine(found.Next());")]
    [InlineData("var found = new object();", "Console.WriteLine(Random.Shared.Next());")]
    [InlineData("var found = new List<string>();", "var own = new List<string>(); own.Add(key);")]
    [InlineData("var found = new List<string>();", "Func<List<string>> f = () => { var own = new List<string>(); own.Add(key); return own; }; f();")]
    [InlineData("var found = new ThreadLocal<List<string>>(() => new());", "found.Value!.Add(key);")]
    [InlineData("var found = new AsyncLocal<List<string>>();", "found.Value?.Add(key);")]
    [InlineData("var found = new Safe();", "found.Add(key);")]
    [InlineData("var found = new SafeNames();", "found.Add(key);")]
    [InlineData("var found = new List<string>();", "_ = nameof(found.Add);")]
    [InlineData("var found = new List<string>();", "found.Append(key);")]
    [InlineData("var found = new List<string>();", "Action a = () => found.Add(key); Console.WriteLine(a);")]
    [InlineData("var found = {|CS0246:Unseen|}.Make();", "found.Add(key);")]
    public Task Safe_ones_and_what_is_no_change(string declaration, string body)
        => SilentAsync(Members($$"""void M(string[] keys) { {{declaration.Replace("{|CS0246:Unseen|}", "{|CS0103:Unseen|}")}} Parallel.ForEach(keys, key => { {{body}} }); Console.WriteLine(found); }""")
            + "class Safe { public void Add(string s) { } } class SafeNames : List<string> { public new void Add(string s) { lock (this) base.Add(s); } }");

    // ---- Locks ----

    [Theory]
    [InlineData("lock (found) found.Add(key);")]
    [InlineData("lock (_gate) { found.Add(key); }")]
    [InlineData("bool taken = false; try { Monitor.Enter(_gate, ref taken); found.Add(key); } finally { if (taken) Monitor.Exit(_gate); }")]
    [InlineData("_one.Wait(); try { found.Add(key); } finally { _one.Release(); }")]
    [InlineData("_readers.EnterWriteLock(); try { found.Add(key); } finally { _readers.ExitWriteLock(); }")]
    [InlineData("Locked(() => found.Add(key));")]
    [InlineData("AddLocked(found, key);")]
    public Task Silent_under_a_lock(string body)
        => SilentAsync(Members($$"""
            readonly object _gate = new(); readonly SemaphoreSlim _one = new(1, 1); readonly ReaderWriterLockSlim _readers = new();
            void M(string[] keys) { var found = new List<string>(); Parallel.ForEach(keys, key => { {{body}} }); Console.WriteLine(found); }
            void Locked(Action action) { lock (_gate) action(); }
            void AddLocked(List<string> list, string key) { lock (_gate) list.Add(key); }
            """));

    [Theory]
    [InlineData("lock (new object()) [|found.Add(key)|];")]
    [InlineData("var own = new object(); lock (own) { [|found.Add(key)|]; }")]
    [InlineData("_four.Wait(); try { [|found.Add(key)|]; } finally { _four.Release(); }")]
    [InlineData("_readers.EnterReadLock(); try { [|found.Add(key)|]; } finally { _readers.ExitReadLock(); }")]
    [InlineData("lock (_gate) { } [|found.Add(key)|];")]
    public Task Locks_that_keep_nobody_out(string body)
        => FlagsAsync(Members($$"""
            readonly object _gate = new(); readonly SemaphoreSlim _four = new(4); readonly ReaderWriterLockSlim _readers = new();
            void M(string[] keys) { var found = new List<string>(); Parallel.ForEach(keys, key => { {{body}} }); Console.WriteLine(found); }
            """));

    // ---- What runs concurrently ----

    [Theory]
    [InlineData("Parallel.ForEach(keys, key => [|_found.Add(key)|]);")]
    [InlineData("Parallel.For(0, keys.Length, i => [|_found.Add(keys[i])|]);")]
    [InlineData("Parallel.For(0, keys.Length, delegate(int i) { [|_found.Add(keys[i])|]; });")]
    [InlineData("Parallel.ForEach(keys, Add); void Add(string key) => [|_found.Add(key)|];")]
    [InlineData("Parallel.ForEach(keys, new ParallelOptions { MaxDegreeOfParallelism = 4 }, key => [|this._found.Add(key)|]);")]
    [InlineData("Parallel.ForEach(keys, () => 0, (key, _, n) => n + 1, n => { [|_found.Add(\"\" + n)|]; });")]
    [InlineData("Parallel.Invoke(() => [|_found.Add(\"a\")|], () => [|_found.Add(\"b\")|]);")]
    [InlineData("Parallel.Invoke(() => [|_found.Add(\"a\")|], () => Console.WriteLine(_found.Contains(\"a\")));")]
    [InlineData("keys.AsParallel().ForAll(key => [|_found.Add(key)|]);")]
    [InlineData("Console.WriteLine(keys.AsParallel().Select(key => { [|_found.Add(key)|]; return key; }).Count());")]
    [InlineData("foreach (var key in keys) Task.Run(() => [|_found.Add(key)|]);")]
    [InlineData("foreach (var key in keys) { new Thread(() => { [|_found.Add(key)|]; }).Start(); }")]
    [InlineData("foreach (var key in keys) ThreadPool.QueueUserWorkItem(_ => [|_found.Add(key)|]);")]
    [InlineData("foreach (var key in keys) Task.Factory.StartNew(() => [|_found.Add(key)|]);")]
    [InlineData("Task.WaitAll(keys.Select(key => Task.Run(() => { [|_found.Add(key)|]; })).ToArray());")]
    [InlineData("var a = Task.Run(() => [|_found.Add(\"a\")|]); var b = Task.Run(() => _found.Add(\"b\")); Task.WaitAll(a, b);")]
    [InlineData("var a = Task.Run(() => [|_found.Add(\"a\")|]); _found.Sort(); a.Wait();")]
    [InlineData("var a = Task.Run(() => [|_found.Add(\"a\")|]); foreach (var one in _found) Console.WriteLine(one); a.Wait();")]
    [InlineData("var a = Task.Run(() => { foreach (var one in _found) Console.WriteLine(one); }); [|_found.Add(\"a\")|]; a.Wait();")]
    [InlineData("var a = Task.Run(() => [|_found.Add(\"a\")|]); Print(); a.Wait(); void Print() { foreach (var one in _found) Console.WriteLine(one); }")]
    [InlineData("Parallel.ForEach(keys, key => Outer(key)); void Outer(string key) => Inner(key); } void Inner(string key) { [|_found.Add(key)|];")]
    public Task Concurrent_starts(string body)
        => FlagsAsync(Members($$"""List<string> _found = new(); void M(string[] keys) { {{body}} }"""));

    [Theory]
    [InlineData("foreach (var key in keys) _found.Add(key);")]
    [InlineData("Parallel.ForEach(keys, new ParallelOptions { MaxDegreeOfParallelism = 1 }, key => _found.Add(key));")]
    [InlineData("Parallel.Invoke(() => _found.Add(\"a\"), () => Console.WriteLine());")]
    [InlineData("keys.AsParallel().AsSequential().Select(key => { _found.Add(key); return key; }).Count();")]
    [InlineData("Task.Run(() => _found.Add(\"a\"));")]
    [InlineData("Task.Run(() => { foreach (var key in keys) _found.Add(key); });")]
    [InlineData("Task.Run(() => _found.Add(\"a\")).Wait(); _found.Add(\"b\");")]
    [InlineData("var a = Task.Run(() => _found.Add(\"a\")); a.Wait(); _found.Add(\"b\");")]
    [InlineData("var a = Task.Run(() => _found.Add(\"a\")); a.Wait(); var b = Task.Run(() => _found.Add(\"b\")); b.Wait();")]
    [InlineData("foreach (var key in keys) Task.Run(() => _found.Add(key)).Wait();")]
    [InlineData("foreach (var key in keys) { var own = new List<string>(); Task.Run(() => own.Add(key)); }")]
    [InlineData("_found.Add(\"a\"); var a = Task.Run(() => Console.WriteLine(_found.Count)); a.Wait(); _found.Add(\"b\");")]
    [InlineData("var a = Task.Run(() => _found.Add(\"a\")); a.Wait(); foreach (var one in _found) Console.WriteLine(one);")]
    [InlineData("var t = new Thread(() => _found.Add(\"a\")); t.Start(); t.Join(); _found.Add(\"b\");")]
    [InlineData("Parallel.For(0, 3, () => new List<string>(), (i, _, list) => { list.Add(\"a\"); return list; }, list => { lock (_found) _found.AddRange(list); });")]
    [InlineData("Expression<Action> e = () => Parallel.ForEach(keys, key => _found.Add(key)); Console.WriteLine(e);")]
    public Task One_after_the_other(string body)
        => SilentAsync("using System.Linq.Expressions;\n" + Members($$"""List<string> _found = new(); void M(string[] keys) { {{body}} }"""));

    [Theory]
    [InlineData("await Task.WhenAll(keys.Select(async key => { var n = await ReadAsync(key); [|found.Add(n)|]; }));")]
    [InlineData("await Task.WhenAll(keys.Select(async key => [|found.Add(await ReadAsync(key))|]));")]
    [InlineData("var tasks = keys.Select(async key => { var n = await ReadAsync(key).ConfigureAwait(false); [|found.Add(n)|]; }); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = keys.Select(async key => { await Task.Yield(); [|found.Add(1)|]; }).ToList(); await Task.WhenAll(tasks).ConfigureAwait(false);")]
    [InlineData("await Task.WhenAll(keys.Select(AddAsync)); async Task AddAsync(string key) { await Task.Yield(); [|found.Add(1)|]; }")]
    [InlineData("await Task.WhenAll(keys.Select(key => AddAsync(key))); async Task AddAsync(string key) { await Task.Yield(); [|found.Add(1)|]; }")]
    [InlineData("await Parallel.ForEachAsync(keys, async (key, _) => { [|found.Add(await ReadAsync(key))|]; });")]
    [InlineData("await Parallel.ForEachAsync(keys, (key, _) => { [|found.Add(1)|]; return default; });")]
    [InlineData("await Task.WhenAll(keys.Select(key => Task.Run(async () => { [|found.Add(await ReadAsync(key))|]; })));")]
    [InlineData("var tasks = new List<Task>(); foreach (var key in keys) tasks.Add(Task.Run(() => [|found.Add(1)|])); await Task.WhenAll(tasks);")]
    [InlineData("var throttle = new SemaphoreSlim(4); await Task.WhenAll(keys.Select(async key => { await throttle.WaitAsync(); try { [|found.Add(await ReadAsync(key))|]; } finally { throttle.Release(); } }));")]
    [InlineData("await Task.WhenAll(Task.Run(() => [|found.Add(1)|]), Task.Run(() => found.Add(2)));")]
    public Task Tasks_that_overlap(string body)
        => FlagsAsync(Members($$"""async Task M(string[] keys) { var found = new List<int>(); {{body}} Console.WriteLine(found.Count); } Task<int> ReadAsync(string key) => Task.FromResult(1);"""));

    [Theory]
    [InlineData("await Task.WhenAll(keys.Select(async key => { found.Add(1); await ReadAsync(key); }));")]
    [InlineData("await Task.WhenAll(keys.Select(async key => { var n = await ReadAsync(key); lock (found) found.Add(n); }));")]
    [InlineData("foreach (var key in keys) found.Add(await ReadAsync(key));")]
    [InlineData("found.AddRange(await Task.WhenAll(keys.Select(ReadAsync)));")]
    [InlineData("await Task.Run(() => found.Add(1)); await Task.Run(() => found.Add(2));")]
    [InlineData("foreach (var key in keys) await Task.Run(() => found.Add(1));")]
    [InlineData("var one = new SemaphoreSlim(1); await Task.WhenAll(keys.Select(async key => { await one.WaitAsync(); try { found.Add(await ReadAsync(key)); } finally { one.Release(); } }));")]
    [InlineData("await Task.WhenAll(keys.Select(async key => { var own = new List<int>(); own.Add(await ReadAsync(key)); }));")]
    [InlineData("var tasks = new List<Task>(); foreach (var key in keys) tasks.Add(ReadAsync(key)); await Task.WhenAll(tasks);")]
    public Task Tasks_that_do_not(string body)
        => SilentAsync(Members($$"""async Task M(string[] keys) { var found = new List<int>(); {{body}} Console.WriteLine(found.Count); } Task<int> ReadAsync(string key) => Task.FromResult(1);"""));

    [Theory]
    [InlineData("await Task.WhenAll(keys.Select(async key => { await Task.Yield(); _found.Add(key); }));", "namespace System.Windows.Threading { class Dispatcher { } }")]
    [InlineData("foreach (var key in keys) AddAsync(key); } async Task AddAsync(string key) { await Task.Yield(); _found.Add(key);", "namespace System.Windows.Threading { class Dispatcher { } }")]
    public Task Silent_where_one_loop_runs_the_continuations(string body, string more)
        => SilentAsync(Members($$"""List<string> _found = new(); async Task M(string[] keys) { {{body}} }""") + more);

    [Fact]
    public Task Silent_in_an_actor()
        => SilentAsync("""
            namespace Orleans { public interface IGrain { } public class Grain : IGrain { } }
            class Cart : Orleans.Grain
            {
                readonly List<string> _found = new();
                public Task FillAsync(string[] keys) => Task.WhenAll(keys.Select(async key => { await Task.Yield(); _found.Add(key); }));
                public Task PutAsync(string[] keys) { var tasks = new List<Task>(); foreach (var key in keys) tasks.Add(AddAsync(key)); return Task.WhenAll(tasks); }
                private async Task AddAsync(string key) { await Task.Yield(); _found.Add(key); }
            }
            """);

    // ---- Fields whose users are further away ----

    /// <summary>A type that awaits its way to a loop of its own is on that loop also behind other awaits.</summary>
    [Theory]
    [InlineData("await MainLoop;")]
    [InlineData("await Owner.MainLoop;")]
    [InlineData("await SwitchToPool();")]
    [InlineData("await SwitchToPool().ConfigureAwait(false);")]
    public Task Silent_where_the_code_chooses_its_thread(string way) => SilentAsync($$"""
        static class Owner { public static Task MainLoop => Task.CompletedTask; }
        class Connections
        {
            private readonly List<string> _pending = new(), _all = new();
            private static Task MainLoop => Owner.MainLoop;
            private Task SwitchToPool() => Task.CompletedTask;
            public void TryConnect() { _all.Sort(); foreach (var one in _all) { Connect(one); } }
            private async void Connect(string one) { await ConnectAsync(one); TryConnect(); }
            private async Task ConnectAsync(string one) { try { await Task.Yield(); _pending.Add(one); } finally { _pending.Remove(one); } }
            public async Task Run() { {{way}} TryConnect(); }
        }
        """);

    [Fact]
    public Task Told_where_the_code_does_not_choose_its_thread() => FlagsAsync("""
        class Connections
        {
            private readonly List<string> _pending = new(), _all = new();
            public void TryConnect() { foreach (var one in _all) { Connect(one); } }
            private async void Connect(string one) { await ConnectAsync(one); TryConnect(); }
            private async Task ConnectAsync(string one) { try { await Task.Yield(); [|_pending.Add(one)|]; } finally { [|_pending.Remove(one)|]; } }
        }
        """);

    [Theory]
    [InlineData("public Task FillAsync(string[] keys) { var tasks = new List<Task>(); foreach (var key in keys) tasks.Add(AddAsync(key)); return Task.WhenAll(tasks); }")]
    [InlineData("public Task FillAsync(string[] keys) => Task.WhenAll(AddAsync(keys[0]), AddAsync(keys[1]));")]
    [InlineData("public void Fill(string[] keys) { foreach (var key in keys) _ = AddAsync(key); }")]
    [InlineData("public Task FillAsync(string[] keys) => Parallel.ForEachAsync(keys, async (key, _) => await OuterAsync(key)); private Task OuterAsync(string key) => AddAsync(key);")]
    public Task Async_methods_that_overlap(string caller)
        => FlagsAsync(Members($$"""readonly Dictionary<string, int> _found = new(); {{caller}} private async Task AddAsync(string key) { var n = await ReadAsync(key); [|_found[key] = n|]; } Task<int> ReadAsync(string key) => Task.FromResult(1);"""));

    [Theory]
    [InlineData("public async Task FillAsync(string[] keys) { foreach (var key in keys) await AddAsync(key); }")]
    [InlineData("public async Task FillAsync(string[] keys) { await AddAsync(keys[0]); await AddAsync(keys[1]); }")]
    [InlineData("public Task FillAsync(string[] keys) => AddAsync(keys[0]);")]
    [InlineData("public static Task FillAsync(string[] keys) => Task.WhenAll(keys.Select(key => new Store().AddAsync(key)));")]
    public Task Async_methods_that_do_not(string caller)
        => SilentAsync(Members($$"""readonly Dictionary<string, int> _found = new(); {{caller}} private async Task AddAsync(string key) { var n = await ReadAsync(key); _found[key] = n; } Task<int> ReadAsync(string key) => Task.FromResult(1);"""));

    [Theory]
    [InlineData("class Carts : Microsoft.AspNetCore.Mvc.ControllerBase { static readonly List<string> Items = new(); public void Post(string item) { [|Items.Add(item)|]; } }")]
    [InlineData("class Carts : Microsoft.AspNetCore.Mvc.ControllerBase { static readonly Dictionary<string, int> Items = new(); public void Post(string item) => [|Items[item] = 1|]; }")]
    [InlineData("class Chat : Microsoft.AspNetCore.SignalR.Hub { static HashSet<string> Users { get; } = new(); public void Join(string user) { [|Users.Add(user)|]; } }")]
    [InlineData("class Count { readonly Dictionary<string, int> _hits = new(); public Count(Microsoft.AspNetCore.Http.RequestDelegate next) { } public Task InvokeAsync(Microsoft.AspNetCore.Http.HttpContext context) { [|_hits[\"a\"] = 1|]; return Task.CompletedTask; } }")]
    [InlineData("class Retry : System.Net.Http.DelegatingHandler { readonly List<string> _urls = new(); protected override Task<System.Net.Http.HttpResponseMessage> SendAsync(System.Net.Http.HttpRequestMessage request, CancellationToken token) { [|_urls.Add(\"\")|]; return base.SendAsync(request, token); } }")]
    [InlineData("class Program { static void Main() { var app = new Microsoft.AspNetCore.Builder.WebApplication(); var items = new List<string>(); Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapPost(app, \"/\", (string item) => { [|items.Add(item)|]; }); } }")]
    [InlineData("class Program { static readonly Random Dice = new(); static void Main() { var app = new Microsoft.AspNetCore.Builder.WebApplication(); Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, \"/\", () => [|Dice.Next(6)|]); } }")]
    public Task Requests_share_it(string code) => FlagsAsync(code + Web);

    [Theory]
    [InlineData("class Carts : Microsoft.AspNetCore.Mvc.ControllerBase { readonly List<string> _items = new(); public void Post(string item) { _items.Add(item); } }")]
    [InlineData("class Carts : Microsoft.AspNetCore.Mvc.ControllerBase { static readonly List<string> Items = new() { \"a\" }; public bool Get(string item) => Items.Contains(item); }")]
    [InlineData("class Carts : Microsoft.AspNetCore.Mvc.ControllerBase { static readonly List<string> Items = new(); static Carts() { Items.Add(\"a\"); } }")]
    [InlineData("class Carts : Microsoft.AspNetCore.Mvc.ControllerBase { static readonly List<string> Items = new(); public void Post(string item) { lock (Items) Items.Add(item); } public void Put(string item) { Items.Add(item); } }")]
    [InlineData("class Carts : Microsoft.AspNetCore.Mvc.ControllerBase { [ThreadStatic] static List<string> Items; public void Post(string item) { Items.Add(item); } }")]
    [InlineData("class Carts : Microsoft.AspNetCore.Mvc.ControllerBase { static readonly ConcurrentBag<string> Items = new(); public void Post(string item) { Items.Add(item); } }")]
    [InlineData("class Program { static void Main() { var app = new Microsoft.AspNetCore.Builder.WebApplication(); var items = new List<string>(); items.Add(\"a\"); Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, \"/\", () => { var own = new List<string>(items); own.Add(\"b\"); return own; }); } }")]
    [InlineData("static class Cache { static readonly Dictionary<string, int> Known = new(); public static void Put(string key) { Known[key] = 1; } }")]
    [InlineData("class Stuff { readonly List<string> _items = new(); public void Add(string item) => _items.Add(item); }")]
    public Task Nobody_shares_it(string code) => SilentAsync(code + Web);

    /// <summary>A thread of the object goes through the list, or takes from it, from the constructor on.</summary>
    [Theory]
    [InlineData("class Bus { readonly List<Action> _all = new(); public Bus() { new Thread(Run) { IsBackground = true }.Start(); } public void Add(Action a) { [|_all.Add(a)|]; } void Run() { while (true) { foreach (var one in _all) one(); } } }")]
    [InlineData("class Bus { readonly List<Action> _all = new(); readonly BlockingCollection<int> _queue = new(); public Bus() { new Thread(Start).Start(); } public void Add(Action a) { [|_all.Add(a)|]; } void Start() => Process(CancellationToken.None).GetAwaiter().GetResult(); async Task Process(CancellationToken t) { foreach (int x in _queue.GetConsumingEnumerable(t)) { await Task.Delay(x, t); foreach (var one in _all) one(); } } }")]
    [InlineData("class Jobs { readonly Queue<int> _queue = new(); readonly ManualResetEventSlim _signal = new(false); public Jobs() { Task.Run(() => Loop()); } public void Put(int x) { [|_queue.Enqueue(x)|]; _signal.Set(); } void Loop() { for (;;) { _signal.Wait(); _signal.Reset(); while (_queue.Count > 0) Console.WriteLine(_queue.Dequeue()); } } }")]
    [InlineData("class Jobs { readonly Dictionary<int, int> _map = new(); readonly Task _loop; public Jobs() { _loop = Task.Factory.StartNew(LoopAsync, TaskCreationOptions.LongRunning); } internal void Put(int x) => [|_map[x] = x|]; async Task LoopAsync() { do { await Task.Delay(9); Sweep(); } while (true); } void Sweep() { foreach (int k in _map.Keys.ToArray()) Console.WriteLine(k); } }")]
    // A static event that keeps its handlers in a list.
    [InlineData("class Node { static readonly List<Action> s_all = new(); public static event Action Received { add => [|s_all.Add(value)|]; remove => s_all.Remove(value); } void On() { foreach (var one in s_all) one(); } }")]
    [InlineData("class NodeActor { static readonly List<Action> s_all = new(); public static event Action Received { add { [|s_all.Add(value)|]; } remove { s_all.Remove(value); } } void On() { s_all.ForEach(one => one()); } }")]
    public Task A_suggestion_where_the_other_side_is_seen(string code) => Verify.SilentAsync(
        Usings + code.Replace("[|", "{|#0:").Replace("|]", "|}"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC3003", DiagnosticSeverity.Info).WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Theory]
    // Started later than by the constructor, ended soon, waited for, locked, on its own thread, an own list.
    [InlineData("class Bus { readonly List<Action> _all = new(); public void Start() { new Thread(Run).Start(); } public void Add(Action a) { _all.Add(a); } void Run() { while (true) { foreach (var one in _all) one(); } } }")]
    [InlineData("class Bus { readonly List<Action> _all = new(); public Bus() { new Thread(Run).Start(); } public void Add(Action a) { _all.Add(a); } void Run() { foreach (var one in _all) one(); } }")]
    [InlineData("class Bus { readonly List<Action> _all = new(); readonly AutoResetEvent _done = new(false), _go = new(false); public Bus() { new Thread(Run).Start(); } public void Add(Action a) { _all.Add(a); _go.Set(); _done.WaitOne(); } void Run() { while (true) { _go.WaitOne(); foreach (var one in _all) one(); _done.Set(); } } }")]
    [InlineData("class Bus { readonly List<Action> _all = new(); public Bus() { new Thread(Run).Start(); } public void Add(Action a) { lock (_all) { _all.Add(a); } } void Run() { while (true) { lock (_all) { foreach (var one in _all) one(); } } } }")]
    [InlineData("class Bus { readonly List<Action> _all = new(); readonly Thread _thread; public Bus() { _thread = new Thread(Run); _thread.Start(); } public void Add(Action a) { if (Thread.CurrentThread != _thread) throw new InvalidOperationException(); _all.Add(a); } void Run() { while (true) { foreach (var one in _all) one(); } } }")]
    [InlineData("class Bus { readonly List<Action> _all = new(); public Bus() { new Thread(Run).Start(); } public void Add(Action a) { _all.Add(a); } void Run() { while (true) { Add(() => { }); foreach (var one in _all) one(); } } }")]
    [InlineData("class Bus { readonly List<Action> _all = new(); readonly ConcurrentQueue<Action> _new = new(); public Bus() { new Thread(Run).Start(); } public void Add(Action a) { _new.Enqueue(a); } void Run() { while (true) { while (_new.TryDequeue(out var a)) _all.Add(a); foreach (var one in _all) one(); } } }")]
    [InlineData("class Bus { readonly List<Action> _all = new(); public Bus() { new Thread(Run).Start(); } public void Add(Action a) { _all.Add(a); } void Run() { while (true) { Console.WriteLine(_all.Count); } } }")]
    // An event that lets in one at a time may serve as a lock.
    [InlineData("class Jobs { readonly Queue<int> _queue = new(); readonly AutoResetEvent _free = new(true); public Jobs() { Task.Run(() => Loop()); } public void Put(int x) { _free.WaitOne(); _queue.Enqueue(x); _free.Set(); } void Loop() { for (;;) { _free.WaitOne(); if (_queue.Count > 0) _queue.Dequeue(); _free.Set(); } } }")]
    // Of one object, or under a lock.
    [InlineData("class Node { readonly List<Action> _all = new(); public event Action Received { add => _all.Add(value); remove => _all.Remove(value); } void On() { foreach (var one in _all) one(); } }")]
    [InlineData("class Node { static readonly List<Action> s_all = new(); public static event Action Received { add { lock (s_all) s_all.Add(value); } remove { lock (s_all) s_all.Remove(value); } } void On() { Action[] all; lock (s_all) all = s_all.ToArray(); foreach (var one in all) one(); } }")]
    [InlineData("class Node { static readonly List<Action> s_all = new(); public static event Action Received { add { s_all.Add(value); } remove { s_all.Remove(value); } } int Count => s_all.Count; }")]
    public Task No_thread_of_its_own_meets_it(string code) => SilentAsync(code);

    [Fact]
    public Task A_singleton_is_a_suggestion()
        => Verify.SilentAsync(Usings + """
            using Microsoft.Extensions.DependencyInjection;
            class Cache { readonly Dictionary<string, int> _known = new(); public int Get(string key) { if (!_known.TryGetValue(key, out int one)) { one = key.Length; [|_known[key] = one|]; } return one; } public void RegisterAll() { _known["a"] = 1; } }
            class Other { readonly Dictionary<string, int> _known = new(); public void Put(string key) { _known[key] = 1; } }
            static class Startup { static void Add(IServiceCollection services) { services.AddSingleton<Cache>(); services.AddScoped<Other>(); } }
            """ + Web);

    /// <summary>What a singleton makes each time that it is asked is none.</summary>
    [Theory]
    [InlineData("services.AddSingleton(_ => new Factory(() => new Cache()));", false)]
    [InlineData("services.AddSingleton<Factory>(_ => new Factory(() => { return new Cache(); }));", false)]
    [InlineData("services.AddSingleton(new Factory(() => new Cache()));", false)]
    [InlineData("services.AddSingleton(_ => { Func<Cache> make = () => new Cache(); return new Factory(make); });", false)]
    [InlineData("services.AddSingleton(_ => new Cache());", true)]
    [InlineData("services.AddSingleton(new Cache());", true)]
    [InlineData("services.AddSingleton(_ => new Owner(new Cache()));", true)]
    [InlineData("services.AddSingleton(_ => new Lazy<Cache>(() => new Cache()));", true)]
    public Task What_a_factory_makes_is_no_singleton(string registration, bool isOne)
        => Verify.SilentAsync(Usings + $$"""
            using Microsoft.Extensions.DependencyInjection;
            class Cache { readonly Dictionary<string, int> _known = new(); public int Get(string key) { if (!_known.TryGetValue(key, out int one)) { one = key.Length; {{(isOne ? "[|_known[key] = one|]" : "_known[key] = one")}}; } return one; } }
            class Factory { public Factory(Func<Cache> make) { } }
            class Owner { public Owner(Cache cache) { } }
            static class More { public static void AddSingleton<T>(this IServiceCollection services, Func<object, T> make) { } public static void AddSingleton<T>(this IServiceCollection services, T one) { } }
            static class Startup { static void Add(IServiceCollection services) { {{registration}} } }
            """ + Web);

    /// <summary>Code that handles controls runs on their thread, also behind an await.</summary>
    [Theory]
    [InlineData("public async void Open(string key, Control? owner = null) { await Task.Delay(1); _open.Add(key); }")]
    [InlineData("public async void Open(string key) { Panel panel = new(); await Task.Delay(1); _open.Add(key); panel.Show(); }")]
    [InlineData("public async Task Open(string key) { Form form = Owner.Find(key); await Task.Delay(1); _open.Add(key); form.Show(); }")]
    [InlineData("public async void Open(string key, Owner? owner = null) { await Task.Delay(1); [|_open.Add(key)|]; }")]
    [InlineData("public async void Open(string key) { await Task.Delay(1); [|_open.Add(key)|]; }")]
    [InlineData("public async void Open(string key, Control? owner = null) { await Task.Delay(1).ConfigureAwait(false); [|_open.Add(key)|]; }")]
    public Task Beside_controls_that_do_not_bind(string member)
        => Verify.SilentAsync(
            Usings + $$"""
            using System.Windows.Forms;
            class Opener { readonly List<string> _open = new(); public void OpenAll(string[] keys) { foreach (var key in keys) Open(key); } {{member}} }
            """,
            configure: static test => test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    /// <summary>The list is handed to the function that changes it, and is the same for all runs.</summary>
    [Theory]
    [InlineData("var all = new List<int>(); await Parallel.ForEachAsync(new int[9], async (i, t) => await Load(i, all));", "all.Add(n);", true)]
    [InlineData("Parallel.For(0, 9, i => Load(i, _all));", "all.Add(n);", true)]
    [InlineData("Parallel.For(0, 9, i => Load(all: _all, n: i));", "all.Add(n);", true)]
    [InlineData("Parallel.For(0, 9, i => Load(i, _all));", "lock (all) { all.Add(n); }", false)]
    [InlineData("Parallel.For(0, 9, i => Load(i, _all));", "all = new(); all.Add(n);", false)]
    [InlineData("Parallel.For(0, 9, i => { var own = new List<int>(); Load(i, own); });", "all.Add(n);", false)]
    [InlineData("Parallel.For(0, 9, i => Load(i, new List<int>()));", "all.Add(n);", false)]
    [InlineData("Parallel.ForEach(_lists, one => Load(1, one));", "all.Add(n);", false)]
    [InlineData("foreach (var one in _lists) { Load(1, one); }", "all.Add(n);", false)]
    public Task Handed_to_what_changes_it(string start, string change, bool isReported)
    {
        string source = $$"""
            class C
            {
                readonly List<int> _all = new();
                readonly List<List<int>> _lists = new();
                public async Task M() { await Task.Yield(); {{start}} }
                private static async Task Load(int n, List<int> all) { await Task.Yield(); {{(isReported ? change.Replace("all.Add(n)", "[|all.Add(n)|]") : change)}} }
            }
            """;
        return isReported ? Reporting.ReportsAsync(source) : Reporting.SilentAsync(source);
    }

    /// <summary>One loop, or one callback for each tick, is all that calls it: one call after the other.</summary>
    [Theory]
    [InlineData("class Loop : Microsoft.Extensions.Hosting.BackgroundService { readonly Shared _one = new(); protected override async Task ExecuteAsync(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(1, t); _one.Step(); } } }", false)]
    [InlineData("class Loop { readonly Shared _one = new(); public async Task Run(PeriodicTimer timer) { while (await timer.WaitForNextTickAsync()) { Once(); } } void Once() => _one.Step(); }", false)]
    [InlineData("class Loop { readonly Shared _one = new(); public void Start(Clock clock) => clock.OnTick(() => Once()); void Once() => _one.Step(); } class Clock { public void OnTick(Action a) { } }", false)]
    [InlineData("class Loop { readonly Shared _one = new(); public async Task Run(PeriodicTimer timer) { while (await timer.WaitForNextTickAsync()) { _one.Step(); } } public void Now() => _one.Step(); }", true)]
    [InlineData("class Loop { readonly Shared _one = new(); public void Now() => _one.Step(); }", true)]
    [InlineData("", true)]
    public Task A_singleton_with_one_caller(string caller, bool isReported)
    {
        string source = Usings + $$"""
            using Microsoft.Extensions.DependencyInjection;
            class Shared { readonly Random _random = new(3); int _n; public void Step() { _n = [|_random.Next(9)|]; } public int Value => _n; }
            {{caller}}
            static class Startup { static void Add(IServiceCollection services) { services.AddSingleton<Shared>(); } }
            namespace Microsoft.Extensions.Hosting { abstract class BackgroundService { protected abstract Task ExecuteAsync(CancellationToken t); } }
            """ + Web;
        return isReported ? Reporting.ReportsAsync(source) : Reporting.SilentAsync(source.Replace("[|", "").Replace("|]", ""));
    }

    /// <summary>What belongs to no phase: caches that readers fill, queues, generators. The rest may all be registered first.</summary>
    [Theory]
    [InlineData("readonly Dictionary<Type, object> _all = new(); public T Get<T>() where T : new() { if (_all.ContainsKey(typeof(T))) { return (T)_all[typeof(T)]; } else { var one = new T(); [|_all.Add(typeof(T), one)|]; return one; } }")]
    [InlineData("readonly Random _random = new(); public int Delay() => [|_random.Next(9)|];")]
    [InlineData("readonly Queue<int> _work = new(); public void Put(int x) => [|_work.Enqueue(x)|]; public int Take() => _work.Dequeue();")]
    [InlineData("readonly Dictionary<string, int> _all = new(); public void Set(string key) { _all[key] = 1; }")]
    [InlineData("readonly Dictionary<string, int> _all = new(); public int this[string key] { get => _all[key]; set => _all[key] = value; }")]
    [InlineData("readonly List<string> _all = new(); public void Add(string key) { if (_all.Contains(key)) throw new InvalidOperationException(); _all.Add(key); }")]
    [InlineData("readonly Dictionary<string, int> _all = new(); public bool Add(string key) { if (_all.ContainsKey(key)) return false; _all.Add(key, 1); return true; }")]
    [InlineData("readonly Dictionary<string, int> _all = new(); public Shared() { Fill(); } private void Fill() { _all[\"a\"] = 1; } public int Get(string key) => _all[key];")]
    [InlineData("readonly Dictionary<string, int> _all = new(); public Shared() { Fill(\"a\"); } private int Fill(string key) { if (!_all.TryGetValue(key, out int x)) { _all[key] = x; } return x; }")]
    [InlineData("readonly Queue<int> _work = new(); public void Put(int x) => _work.Enqueue(x); public int Count => _work.Count;")]
    [InlineData("readonly List<Action> _handlers = new(); public IDisposable? Subscribe(Action a) { _handlers.Add(a); return null; }")]
    public Task A_singleton_and_the_phases_of_its_life(string members)
        => Verify.SilentAsync(Usings + $$"""
            using Microsoft.Extensions.DependencyInjection;
            class Shared { {{members}} }
            static class Startup { static void Add(IServiceCollection services) { services.AddSingleton<Shared>(); } }
            """ + Web);

    [Theory]
    [InlineData("[|_known.Remove(\"a\")|];", "public void Put(string key) { _known[key] = 1; }")]
    [InlineData("[|_known.Clear()|];", "public int Get(string key) => _known[key];")]
    public Task A_timer_beside_its_object(string callback, string member)
        => FlagsAsync(Members($$"""readonly Dictionary<string, int> _known = new(); readonly Timer _timer; public Store() { _timer = new Timer(_ => { {{callback}} }, null, 0, 1000); } {{member}}"""));

    [Theory]
    [InlineData("_known.Remove(\"a\");", "private void Put(string key) { _known[key] = 1; }", 1000)]
    [InlineData("_known.Remove(\"a\"); Put();", "public void Put() { _known[\"b\"] = 1; }", 1000)]
    [InlineData("_known.Remove(\"a\");", "public void Dispose() { _known.Clear(); }", 1000)]
    [InlineData("_known.Remove(\"a\");", "public void Stop() { _timer.Dispose(); _known.Clear(); }", 1000)]
    [InlineData("_known.Remove(\"a\");", "public int Count => _known.Count;", 1000)]
    [InlineData("lock (_known) _known.Remove(\"a\");", "public void Put(string key) { _known[key] = 1; }", 1000)]
    public Task A_timer_that_is_alone(string callback, string member, int period)
        => SilentAsync(Members($$"""readonly Dictionary<string, int> _known = new(); readonly Timer _timer; public Store() { _timer = new Timer(_ => { {{callback}} }, null, 0, {{period}}); } {{member}}"""));

    // ---- What is in a concurrent dictionary ----

    [Theory]
    [InlineData("public void Put(string key) { [|_lists.GetOrAdd(key, _ => new List<int>()).Add(1)|]; }")]
    [InlineData("public void Put(string key) { var list = _lists.GetOrAdd(key, _ => new()); [|list.Add(1)|]; }")]
    [InlineData("public void Put(string[] keys) { Parallel.For(0, 9, i => { [|_lists.GetOrAdd(keys[i], _ => new()).Add(1)|]; }); }")]
    [InlineData("public void Put() { var a = Task.Run(() => [|_lists.GetOrAdd(\"a\", _ => new()).Add(1)|]); var b = Task.Run(() => [|_lists.GetOrAdd(\"a\", _ => new()).Add(2)|]); Task.WaitAll(a, b); }")]
    public Task Inner_collections(string code)
        => FlagsAsync(Members("readonly ConcurrentDictionary<string, List<int>> _lists = new(); " + code));

    [Theory]
    [InlineData("public void Put(string key) { var list = _lists.GetOrAdd(key, _ => new List<int>()); lock (list) { list.Add(1); } }")]
    [InlineData("public void Put(string key) { lock (_lists) { _lists.GetOrAdd(key, _ => new List<int>()).Add(1); } }")]
    [InlineData("public Store Put(string key) { _lists.GetOrAdd(key, _ => new List<int>()).Add(1); return this; }")]
    [InlineData("public void RegisterAll(string key) { _lists.GetOrAdd(key, _ => new List<int>()).Add(1); }")]
    [InlineData("public Store(string key) { _lists.GetOrAdd(key, _ => new List<int>()).Add(1); }")]
    [InlineData("public int Get(string key) => _lists.GetOrAdd(key, _ => new List<int>()).Count;")]
    [InlineData("public void Put(string[] keys) { Parallel.ForEach(keys, key => { _lists.GetOrAdd(key, _ => new()).Add(1); }); }")]
    [InlineData("public void Put() { _lists.GetOrAdd(\"\" + Environment.CurrentManagedThreadId, _ => new()).Add(1); }")]
    [InlineData("public void Put(string key) { _bags.GetOrAdd(key, _ => new()).Add(1); } readonly ConcurrentDictionary<string, ConcurrentBag<int>> _bags = new();")]
    [InlineData("public void Put(string key) { _plain.GetOrAdd(key, _ => new List<int>()).Add(1); } readonly Plain _plain = new(); class Plain { public List<int> GetOrAdd(string key, Func<string, List<int>> f) => f(key); }")]
    public Task Inner_collections_that_are_safe(string code)
        => SilentAsync(Members("readonly ConcurrentDictionary<string, List<int>> _lists = new(); " + code));

    // ---- Fixes ----

    [Fact]
    public Task A_list_becomes_a_bag()
        => Verify.FixesAsync(
            """
            class C
            {
                static int M(string[] keys)
                {
                    var found = new List<string>();
                    Parallel.ForEach(keys, key => [|found.Add(key)|]);
                    return found.Count;
                }
            }
            """,
            """
            using System.Collections.Concurrent;

            class C
            {
                static int M(string[] keys)
                {
                    var found = new ConcurrentBag<string>();
                    Parallel.ForEach(keys, key => found.Add(key));
                    return found.Count;
                }
            }
            """);

    [Theory]
    [InlineData("return found;")]
    [InlineData("found.Sort(); return found;")]
    [InlineData("found.Add(\"last\"); return found;")]
    [InlineData("Console.WriteLine(found[0]); return found;")]
    [InlineData("Console.WriteLine(found.First()); return found;")]
    public Task A_list_whose_order_counts_is_locked(string end)
        => Verify.FixesAsync(
            $$"""
            class C
            {
                static List<string> M(string[] keys)
                {
                    var found = new List<string>();
                    Parallel.ForEach(keys, key =>
                    {
                        [|found.Add(key)|];
                    });
                    {{end}}
                }
            }
            """,
            $$"""
            class C
            {
                static List<string> M(string[] keys)
                {
                    var found = new List<string>();
                    Lock foundLock = new();
                    Parallel.ForEach(keys, key =>
                    {
                        lock (foundLock)
                        {
                            found.Add(key);
                        }
                    });
                    {{end}}
                }
            }
            """);

    [Theory]
    [InlineData("async x => [|found.Add(await ReadAsync(x))|]", "async x => await ReadAsync(x)")]
    [InlineData("async x => { var r = await ReadAsync(x); [|found.Add(r)|]; }", "async x => { var r = await ReadAsync(x); return r; }")]
    [InlineData("async (x, i) => { await Task.Yield(); [|found.Add(i)|]; }", "async (x, i) => { await Task.Yield(); return i; }")]
    public Task Tasks_return_what_they_would_add(string before, string after)
        => Verify.FixesAsync(
            $$"""
            class C
            {
                async Task<List<int>> M(string[] keys)
                {
                    var found = new List<int>();
                    Console.WriteLine();
                    await Task.WhenAll(keys.Select({{before}})).ConfigureAwait(false);
                    return found;
                }

                Task<int> ReadAsync(string key) => Task.FromResult(1);
            }
            """,
            $$"""
            class C
            {
                async Task<List<int>> M(string[] keys)
                {
                    Console.WriteLine();
                    var found = (await Task.WhenAll(keys.Select({{after}})).ConfigureAwait(false)).ToList();
                    return found;
                }

                Task<int> ReadAsync(string key) => Task.FromResult(1);
            }
            """);

    [Theory]
    [InlineData("if (x == \"\") return;", "Console.WriteLine();", "")]
    [InlineData("Console.WriteLine();", "Console.WriteLine();", "")]
    [InlineData("Console.WriteLine();", "", "found.Add(0); ")]
    public Task Tasks_that_do_more_than_gather_take_a_lock(string before, string after, string first)
        => Verify.FixesAsync(
            $$"""
            class C
            {
                async Task<List<int>> M(string[] keys)
                {
                    var found = new List<int>();
                    {{first}}await Task.WhenAll(keys.Select(async x =>
                    {
                        {{before}}
                        await Task.Yield();
                        [|found.Add(1)|];
                        {{after}}
                    }));
                    return found;
                }
            }
            """,
            $$"""
            class C
            {
                async Task<List<int>> M(string[] keys)
                {
                    var found = new List<int>();
                    Lock foundLock = new();
                    {{first}}await Task.WhenAll(keys.Select(async x =>
                    {
                        {{before}}
                        await Task.Yield();
                        lock (foundLock)
                        {
                            found.Add(1);
                        }
                        {{after}}
                    }));
                    return found;
                }
            }
            """);

    [Fact]
    public Task A_dictionary_becomes_a_concurrent_one()
        => Verify.FixesAsync(
            """
            class C
            {
                private readonly Dictionary<string, int?> _lengths = new Dictionary<string, int?>(StringComparer.Ordinal);

                public void Fill(string[] keys)
                {
                    Parallel.ForEach(keys, key => [|_lengths[key] = key.Length|]);
                    _lengths.Remove("a");
                    foreach (var pair in _lengths)
                    {
                        Console.WriteLine(pair.Key);
                    }
                }

                public bool Has(string key) => _lengths.ContainsKey(key) && _lengths.TryGetValue(key, out _) && _lengths.Count > 1;
            }
            """,
            """
            using System.Collections.Concurrent;

            class C
            {
                private readonly ConcurrentDictionary<string, int?> _lengths = new ConcurrentDictionary<string, int?>(StringComparer.Ordinal);

                public void Fill(string[] keys)
                {
                    Parallel.ForEach(keys, key => _lengths[key] = key.Length);
                    _lengths.TryRemove("a", out _);
                    foreach (var pair in _lengths)
                    {
                        Console.WriteLine(pair.Key);
                    }
                }

                public bool Has(string key) => _lengths.ContainsKey(key) && _lengths.TryGetValue(key, out _) && _lengths.Count > 1;
            }
            """);

    [Fact]
    public Task A_queue_becomes_a_concurrent_one()
        => Verify.FixesAsync(
            """
            using System.Collections.Concurrent;
            class C
            {
                void M(string[] keys)
                {
                    Queue<string> found = new();
                    Parallel.ForEach(keys, key => [|found.Enqueue(key)|]);
                    while (found.TryDequeue(out var one)) Console.WriteLine(one);
                }
            }
            """,
            """
            using System.Collections.Concurrent;
            class C
            {
                void M(string[] keys)
                {
                    ConcurrentQueue<string> found = new();
                    Parallel.ForEach(keys, key => found.Enqueue(key));
                    while (found.TryDequeue(out var one)) Console.WriteLine(one);
                }
            }
            """);

    [Fact]
    public Task A_random_becomes_the_shared_one()
        => Verify.FixesAsync(
            """
            class C
            {
                private static readonly Random Dice = new();

                void M() => Parallel.For(0, 9, _ => Console.WriteLine([|Dice.Next(6)|]));
            }
            """,
            """
            class C
            {
                private static readonly Random Dice = Random.Shared;

                void M() => Parallel.For(0, 9, _ => Console.WriteLine(Dice.Next(6)));
            }
            """);

    [Fact]
    public Task A_set_is_locked_with_its_test()
        => Verify.FixesAsync(
            """
            class C
            {
                private readonly HashSet<string> _seen = new();

                void M(string[] keys) => Parallel.ForEach(keys, key =>
                {
                    if (!_seen.Contains(key))
                    {
                        [|_seen.Add(key)|];
                    }
                });
            }
            """,
            """
            class C
            {
                private readonly HashSet<string> _seen = new();
                private readonly Lock _seenLock = new();

                void M(string[] keys) => Parallel.ForEach(keys, key =>
                {
                    lock (_seenLock)
                    {
                        if (!_seen.Contains(key))
                        {
                            _seen.Add(key);
                        }
                    }
                });
            }
            """);

    [Theory]
    [InlineData("private readonly Dictionary<string, int> _found = new();", "_found[key]++")]
    [InlineData("private readonly Dictionary<string, int> _found = new();", "_found.Add(key, 1)")]
    [InlineData("private readonly HashSet<string> _found = new();", "_found.Add(key)")]
    [InlineData("private readonly List<string> _found = new();", "_found.Add(key)")]
    [InlineData("private static readonly SortedDictionary<string, int> _found = new();", "_found[key] = 1")]
    public Task Others_are_locked(string field, string change)
        => Verify.FixesAsync(
            $$"""
            class C
            {
                {{field}}

                static void M(C c, string[] keys) => c.N(keys);

                void N(string[] keys)
                {
                    Parallel.ForEach(keys, key =>
                    {
                        [|{{change}}|];
                    });
                }
            }
            """,
            $$"""
            class C
            {
                {{field}}
                private {{(field.Contains("static", StringComparison.Ordinal) ? "static " : "")}}readonly Lock _foundLock = new();

                static void M(C c, string[] keys) => c.N(keys);

                void N(string[] keys)
                {
                    Parallel.ForEach(keys, key =>
                    {
                        lock (_foundLock)
                        {
                            {{change}};
                        }
                    });
                }
            }
            """);

    [Theory]
    [InlineData("public readonly HashSet<string> _found = new();", "[|_found.Add(key)|];", "")]
    [InlineData("readonly HashSet<string> _found = new();", "[|_found.Add(key)|];", "IEnumerable<string> All() => _found;")]
    [InlineData("readonly HashSet<string> _found = new();", "[|_found.Add(key)|];", "void All() { foreach (var one in _found) Console.WriteLine(one); }")]
    [InlineData("readonly List<string> _found = new();", "if (_found.Count > 3) return; [|_found.Add(key)|];", "")]
    [InlineData("readonly Dictionary<string, int> _found = new();", "_found.TryGetValue(key, out var n); [|_found[key] = n + 1|];", "")]
    [InlineData("readonly HashSet<string> _found = new();", "[|_found.Add(key)|];", "static int Size(C c) => c._found.Count;")]
    [InlineData("readonly HashSet<string> _found = new();", "lock (new object()) [|_found.Add(key)|];", "")]
    [InlineData("readonly Pair _found = new();", "[|_found.Keys.Add(key)|];", "class Pair { public List<string> Keys = new(); }")]
    public Task No_fix(string field, string body, string more)
        => Verify.ReportsAsync($$"""
            class C
            {
                {{field}}
                void M(string[] keys) => Parallel.ForEach(keys, key => { {{body}} });
                {{more}}
            }
            """);

    // ---- Others ----

    [Theory]
    [InlineData("HalfLocked", "var a = Task.Run(() => { lock (_a) [|found.Add(1)|]; }); var b = Task.Run(() => { lock (_b) found.Add(2); }); Task.WaitAll(a, b);")]
    [InlineData("OneLocked", "var a = Task.Run(() => { lock (_a) [|found.Add(1)|]; }); var b = Task.Run(() => { found.Add(2); }); Task.WaitAll(a, b);")]
    public Task Not_the_same_lock(string name, string body)
        => FlagsAsync(Members($$"""readonly object _a = new(), _b = new(); void {{name}}() { var found = new List<int>(); {{body}} Console.WriteLine(found.Count); }"""));

    [Fact]
    public Task Top_level_statements()
        => FlagsAsync("""
            var found = new List<int>();
            var tasks = new List<Task>();
            for (int i = 0; i < 9; i++) { int own = i; tasks.Add(Task.Run(() => [|found.Add(own)|])); }
            await Task.WhenAll(tasks);
            Console.WriteLine(found.Count);
            """, OutputKind.ConsoleApplication);

    [Fact]
    public Task Broken_code_is_borne()
        => SilentAsync(Members("""void M(string[] keys) { Parallel.ForEach(keys, key => { {|CS0103:found|}.Add(key); {|CS0103:map|}[key] = ; }); }""".Replace("= ;", "= {|CS1525:;|}")));

    // ---- Calls that are not awaited at once ----

    private const string TwoReaders = "readonly List<string> _all = new(); readonly Dictionary<string, int> _known = new(); static Task<string> ReadAsync() => Task.FromResult(\"\"); ";

    [Theory]
    [InlineData("async Task RunAsync() { var a = InAsync(); var b = OutAsync(); await Task.WhenAll(a, b); } async Task InAsync() { [|_all.Add(await ReadAsync())|]; } async Task OutAsync() { await Task.Yield(); foreach (var one in _all) { } }")]
    [InlineData("async Task RunAsync() { Task a = InAsync(); await OutAsync(); await a; } async Task InAsync() { var x = await ReadAsync(); [|_all.Add(x)|]; } async Task OutAsync() { await Task.Yield(); if (_all.Count > 0) Console.WriteLine(_all[^1]); }")]
    [InlineData("async Task RunAsync() { _ = InAsync(); await OutAsync(); } async Task InAsync() { while (true) { var x = await ReadAsync(); [|_known[x] = 1|]; } } async Task OutAsync() { while (true) { await Task.Yield(); Say(); } } void Say() { if (_known.TryGetValue(\"a\", out var n)) Console.WriteLine(n); }")]
    [InlineData("async Task RunAsync() { InAsync(); await Task.Delay(9); Console.WriteLine(string.Join(\", \", _all)); } async Task InAsync() { var x = await ReadAsync(); [|_all.Add(x)|]; }")]
    [InlineData("async Task RunAsync() { var a = InAsync(); var b = OutAsync(); await Task.WhenAll(a, b); } async Task InAsync() { var x = await ReadAsync(); [|_all.Add(x)|]; } async Task OutAsync() { var x = await ReadAsync(); _all.Add(x); }")]
    public Task Two_methods_that_go_on_together(string members)
        => Reporting.ReportsAsync(Usings + Members(TwoReaders + members));

    [Theory]
    [InlineData("async Task RunAsync() { await InAsync(); await OutAsync(); } async Task InAsync() { _all.Add(await ReadAsync()); } async Task OutAsync() { await Task.Yield(); foreach (var one in _all) { } }")]
    [InlineData("async Task RunAsync() { var a = InAsync(); await a; await OutAsync(); } async Task InAsync() { _all.Add(await ReadAsync()); } async Task OutAsync() { await Task.Yield(); foreach (var one in _all) { } }")]
    [InlineData("async Task RunAsync() { var a = InAsync(); var b = OutAsync(); await Task.WhenAll(a, b); foreach (var one in _all) { } } async Task InAsync() { _all.Add(await ReadAsync()); } async Task OutAsync() { await Task.Yield(); _known[\"a\"] = 1; }")]
    [InlineData("async Task RunAsync() { var a = InAsync(); var b = OutAsync(); await Task.WhenAll(a, b); } async Task InAsync() { _all.Add(\"\"); await ReadAsync(); } async Task OutAsync() { foreach (var one in _all) { } await Task.Yield(); }")]
    [InlineData("readonly SemaphoreSlim _one = new(1, 1); async Task RunAsync() { var a = InAsync(); var b = OutAsync(); await Task.WhenAll(a, b); } async Task InAsync() { var x = await ReadAsync(); await _one.WaitAsync(); try { _all.Add(x); } finally { _one.Release(); } } async Task OutAsync() { await _one.WaitAsync(); try { foreach (var one in _all) { } } finally { _one.Release(); } }")]
    [InlineData("readonly TaskCompletionSource _done = new(); async Task RunAsync() { var a = InAsync(); await _done.Task; await OutAsync(); } async Task InAsync() { _all.Add(await ReadAsync()); _done.SetResult(); } async Task OutAsync() { await Task.Yield(); foreach (var one in _all) { } }")]
    [InlineData("async Task RunAsync() { var a = InAsync(); var b = OutAsync(); await Task.WhenAll(a, b); } async Task InAsync() { var x = await ReadAsync(); var mine = new List<string>(); mine.Add(x); } async Task OutAsync() { await Task.Yield(); foreach (var one in _all) { } }")]
    public Task One_method_after_the_other_or_apart_by_a_lock(string members) => Reporting.ReportsAsync(Usings + Members(TwoReaders + members));

    // ---- Ticks that overlap ----

    [Theory]
    [InlineData("async void Poll(object? state) { var x = await ReadAsync(); [|_known[x] = 1|]; }")]
    [InlineData("async void Poll(object? state) { foreach (var one in new[] { 1, 2 }) { try { var x = await ReadAsync(); if (!_known.TryGetValue(x, out _)) { [|_known[x] = 1|]; } } catch (Exception) { } } }")]
    [InlineData("async void Poll(object? state) => [|_all.Add(await ReadAsync())|];")]
    public Task An_async_callback_that_is_not_waited_for(string callback)
        => Reporting.ReportsAsync(Usings + Members(TwoReaders + "readonly Timer _timer; public Store() { _timer = new Timer(Poll, null, 0, 1000); } " + callback));

    [Theory]
    [InlineData("async void Poll(object? state) { _known[\"a\"] = 1; await ReadAsync(); }", "1000")]
    [InlineData("async void Poll(object? state) { var x = await ReadAsync(); _known[x] = 1; _timer.Change(1000, -1); }", "1000")]
    [InlineData("async void Poll(object? state) { var x = await ReadAsync(); _known[x] = 1; }", "-1")]
    [InlineData("bool _busy; async void Poll(object? state) { if (_busy) return; _busy = true; try { var x = await ReadAsync(); _known[x] = 1; } finally { _busy = false; } }", "1000")]
    [InlineData("int _busy; async void Poll(object? state) { if (Interlocked.Exchange(ref _busy, 1) == 1) return; try { var x = await ReadAsync(); _known[x] = 1; } finally { _busy = 0; } }", "1000")]
    [InlineData("async void Poll(object? state) { var x = await ReadAsync(); var mine = new Dictionary<string, int>(); mine[x] = 1; }", "1000")]
    [InlineData("void Poll(object? state) { _known[\"a\"] = 1; }", "1000")]
    public Task A_callback_that_runs_alone(string callback, string period)
        => Reporting.ReportsAsync(Usings + Members(TwoReaders + "readonly Timer _timer; public Store() { _timer = new Timer(Poll, null, 0, " + period + "); } " + callback));

    [Theory]
    [InlineData("async void Poll(object? state) { foreach (var one in _known.ToList()) { await Task.Yield(); } }", "public void Track(string k) { [|_known[k] = 1|]; }")]
    [InlineData("void Poll(object? state) { foreach (var one in _all) { } }", "public async Task TrackAsync() { await Task.Yield(); [|_all.Clear()|]; }")]
    [InlineData("void Poll(object? state) { foreach (var one in _all) { } }", "public void Stop() { _timer.Dispose(); _all.Clear(); }")]
    [InlineData("void Poll(object? state) { foreach (var one in _all) { } Track(); }", "public void Track() { _all.Clear(); }")]
    [InlineData("void Poll(object? state) { foreach (var one in _all) { } }", "void Track() { _all.Clear(); }")]
    [InlineData("void Poll(object? state) { lock (_all) foreach (var one in _all) { } }", "public void Track() { lock (_all) _all.Clear(); }")]
    [InlineData("void Poll(object? state) { foreach (var one in _all) { } }", "async Task FillAsync() { await Task.Yield(); _all.Clear(); }")]
    public Task A_callback_that_goes_through_what_a_member_changes(string callback, string member)
        => Reporting.ReportsAsync(Usings + Members(TwoReaders + "readonly Timer _timer; public Store() { _timer = new Timer(Poll, null, 0, 1000); } " + callback + member));

    [Theory]
    [InlineData("public void Track(string k) { [|_known[k] = 1|]; }")]
    [InlineData("public bool Forget(string k) => [|_known.Remove(k)|];")]
    [InlineData("public async Task TrackAsync() { var x = await ReadAsync(); [|_known.Add(x, 1)|]; }")]
    [InlineData("public void Register(string k) { _known.Add(k, 1); }")]
    public Task A_timer_that_is_started_later(string member)
        => Reporting.ReportsAsync(Usings + Members(TwoReaders + "Timer? _timer; public void Start() { _timer = new Timer(_ => { foreach (var one in _known) { } }, null, 0, 1000); } " + member));
}
