using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3008UpdateAcrossAwaitAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3008UpdateAcrossAwaitCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>State is read, then an await, then it is written; the function runs several times at once.</summary>
public class ASYNC3008UpdateAcrossAwaitTests
{
    private const string Types = """
        #pragma warning disable CS0649, CS0169, CS0414, CS4014, CS1998, CS8618
        static class Shop
        {
            public static Task<int> PriceAsync(string item) => Task.FromResult(1);
            public static Task<decimal> CostAsync(string item) => Task.FromResult(1m);
            public static Task<int> NextAsync(int of) => Task.FromResult(of + 1);
            public static Task<Link> OpenAsync() => Task.FromResult(new Link());
            public static Task<string> ReadAsync() => Task.FromResult("");
            public static Task StartAsync() => Task.CompletedTask;
        }
        class Link : IDisposable { public static Task<Link> OpenAsync() => Task.FromResult(new Link()); public void Dispose() { } }
        enum State { Closed, Open }

        """;

    private const string Web = """

        namespace Microsoft.AspNetCore.Http { public class HttpContext { } public delegate Task RequestDelegate(HttpContext context); }
        namespace Microsoft.AspNetCore.Mvc { public class ControllerBase { } }
        namespace Microsoft.AspNetCore.SignalR { public class Hub { } }
        namespace Microsoft.Extensions.DependencyInjection
        {
            public interface IServiceCollection { }
            public static class Services { public static void AddSingleton<T>(this IServiceCollection services) { } public static void AddScoped<T>(this IServiceCollection services) { } }
        }
        """;

    private static Task FlagsAsync(string code, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
        => Verify.SilentAsync(Types + code, outputKind: kind);

    private static Task SilentAsync(string code, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
        => Verify.SilentAsync(Types + code, outputKind: kind);

    private static string InCart(string members) => "class Cart\n{\n" + members + "\n}\n";

    // ---- The update ----

    [Theory]
    [InlineData("int _n;", "[|_n += await Shop.PriceAsync(item)|];")]
    [InlineData("int _n;", "[|this._n += await Shop.PriceAsync(item)|];")]
    [InlineData("int _n;", "[|_n -= await Shop.PriceAsync(item).ConfigureAwait(false)|];")]
    [InlineData("int _n;", "[|_n *= (await Shop.PriceAsync(item))|];")]
    [InlineData("int _n;", "[|_n = _n + await Shop.PriceAsync(item)|];")]
    [InlineData("int _n;", "[|_n = this._n + await Shop.PriceAsync(item)|];")]
    [InlineData("int _n;", "[|_n = await Shop.NextAsync(_n)|];")]
    [InlineData("int _n;", "[|_n = Math.Max(_n, await Shop.PriceAsync(item))|];")]
    [InlineData("int _n;", "var old = _n; await Task.Yield(); [|_n = old + 1|];")]
    [InlineData("int _n;", "int old = _n; var price = await Shop.PriceAsync(item); [|_n = old + price|];")]
    [InlineData("int _n;", "var next = await Shop.NextAsync(_n); [|_n = next|];")]
    [InlineData("int _n;", "var next = _n + await Shop.PriceAsync(item); [|_n = next|];")]
    [InlineData("int _n;", "var price = 3; if (price > _n) { await Task.Yield(); [|_n = price|]; }")]
    [InlineData("static int _n;", "[|_n += await Shop.PriceAsync(item)|];")]
    [InlineData("int N { get; set; }", "[|N += await Shop.PriceAsync(item)|];")]
    [InlineData("decimal _n;", "[|_n += await Shop.CostAsync(item)|];")]
    [InlineData("string _n = \"\";", "[|_n += await Shop.ReadAsync()|];")]
    [InlineData("Sums _sums = new(); class Sums { public int N; }", "[|_sums.N += await Shop.PriceAsync(item)|];")]
    [InlineData("bool _started;", "if (!_started) { await Shop.StartAsync(); [|_started = true|]; }")]
    [InlineData("bool _started;", "if (_started) return; await Shop.StartAsync(); [|_started = true|];")]
    [InlineData("bool _started;", "if (_started) { return; } Console.WriteLine(); await Shop.StartAsync(); [|_started = true|]; Console.WriteLine();")]
    [InlineData("State _state;", "if (_state != State.Open) { await Shop.StartAsync(); [|_state = State.Open|]; }")]
    [InlineData("Link? _link;", "[|_link ??= await Shop.OpenAsync()|];")]
    [InlineData("Link? _link;", "if (_link is null) [|_link = await Shop.OpenAsync()|];")]
    [InlineData("Link? _link;", "if (_link == null) { var link = await Shop.OpenAsync(); [|_link = link|]; }")]
    [InlineData("Link? _link;", "if (_link != null) return; [|_link = await Shop.OpenAsync()|];")]
    [InlineData("Link? _link;", "[|_link = _link ?? await Shop.OpenAsync()|];")]
    [InlineData("string? _text;", "[|_text ??= await Shop.ReadAsync()|];")]
    public Task Calls_that_overlap(string field, string body)
        => FlagsAsync(InCart($$"""
            {{field}}
            public Task FillAsync(string[] items) { var tasks = new List<Task>(); foreach (var item in items) { tasks.Add(AddAsync(item)); } return Task.WhenAll(tasks); }
            private async Task AddAsync(string item) { {{body}} }
            """));

    [Theory]
    [InlineData("int _n;", "_n = await Shop.PriceAsync(item) + _n;")]
    [InlineData("int _n;", "_n = await Shop.PriceAsync(item);")]
    [InlineData("int _n;", "var price = await Shop.PriceAsync(item); _n += price;")]
    [InlineData("int _n;", "await Shop.StartAsync(); _n++;")]
    [InlineData("int _n;", "await Shop.StartAsync(); var old = _n; _n = old + 1;")]
    [InlineData("int _n;", "_n = item is null ? _n : await Shop.PriceAsync(item);")]
    [InlineData("int _n;", "_n = item switch { null => _n, _ => await Shop.PriceAsync(item) };")]
    [InlineData("int _n;", "var old = _n; if (old > 3) { await Shop.StartAsync(); return; } _n = old + 1;")]
    [InlineData("int _n;", "var old = _n; var next = await Shop.NextAsync(old); if (_n == old) _n = next;")]
    [InlineData("int _n;", "var old = _n; var next = await Shop.NextAsync(old); if (_n != old) return; _n = next;")]
    [InlineData("int _n;", "Interlocked.Add(ref _n, await Shop.PriceAsync(item));")]
    [InlineData("int _n;", "var n = 0; n += await Shop.PriceAsync(item); Console.WriteLine(n);")]
    [InlineData("int _n;", "var cart = new Cart(); cart._n += await Shop.PriceAsync(item);")]
    [InlineData("bool _busy;", "if (_busy) return; _busy = true; await Shop.StartAsync(); _busy = false;")]
    [InlineData("bool _busy;", "if (_busy) return; _busy = true; try { await Shop.StartAsync(); } finally { _busy = false; }")]
    [InlineData("bool _busy; int _n;", "if (_busy) return; _busy = true; try { _n += await Shop.PriceAsync(item); } finally { _busy = false; }")]
    [InlineData("bool _started;", "if (!_started) { _started = true; await Shop.StartAsync(); }")]
    [InlineData("Link? _link;", "if (_link is null) { var link = await Shop.OpenAsync(); if (_link is null) _link = link; else link.Dispose(); }")]
    [InlineData("Link? _link;", "if (_link is null) { var link = await Shop.OpenAsync(); _link ??= link; }")]
    [InlineData("Task? _task;", "if (_task is null) { _task = Shop.StartAsync(); await _task; _task = null; }")]
    [InlineData("SemaphoreSlim _gate = new(1); int _n;", "await _gate.WaitAsync(); try { _n += await Shop.PriceAsync(item); } finally { _gate.Release(); }")]
    [InlineData("SemaphoreSlim _gate = new(1); Link? _link;", "await _gate.WaitAsync(); try { if (_link is null) _link = await Shop.OpenAsync(); } finally { _gate.Release(); }")]
    [InlineData("int _taken; int _n;", "if (Interlocked.Exchange(ref _taken, 1) == 0) { _n += await Shop.PriceAsync(item); }")]
    [InlineData("[ThreadStatic] static int _n;", "_n += await Shop.PriceAsync(item);")]
    [InlineData("int _n;", "Func<Task> f = async () => { int n = 0; n += await Shop.PriceAsync(item); }; await f();")]
    [InlineData("Link? Link;", "Link = await Link.OpenAsync();")]
    [InlineData("{|CS0246:Unseen|} Unseen;", "Unseen = await Unseen.{|CS1061:OpenAsync|}();")]
    [InlineData("int _n;", "await using var x = new Stuff(); _n = _n + 1; } class Stuff : IAsyncDisposable { public ValueTask DisposeAsync() => default; } void N() {")]
    public Task No_await_between_or_nothing_lost(string field, string body)
        => SilentAsync(InCart($$"""
            {{field}}
            public Task FillAsync(string[] items) { var tasks = new List<Task>(); foreach (var item in items) { tasks.Add(AddAsync(item)); } return Task.WhenAll(tasks); }
            private async Task AddAsync(string item) { {{body}} }
            """));

    // ---- What makes runs overlap ----

    [Theory]
    [InlineData("async Task M(string[] items) { var tasks = new List<Task>(); foreach (var item in items) tasks.Add(AddAsync(item)); await Task.WhenAll(tasks); }")]
    [InlineData("async Task M(string[] items) { var tasks = new Task[items.Length]; for (int i = 0; i < items.Length; i++) { tasks[i] = AddAsync(items[i]); } await Task.WhenAll(tasks); }")]
    [InlineData("async Task M() { await Task.WhenAll(AddAsync(\"a\"), AddAsync(\"b\")); }")]
    [InlineData("async Task M() { var a = AddAsync(\"a\"); var b = AddAsync(\"b\"); await a; await b; }")]
    [InlineData("async Task M() { var a = AddAsync(\"a\"); var b = AddAsync(\"b\"); await Task.WhenAll(a, b); }")]
    [InlineData("void M(string[] items) { foreach (var item in items) { _ = AddAsync(item); } }")]
    [InlineData("void M(string[] items) { foreach (var item in items) AddAsync(item); }")]
    [InlineData("void M(string[] items) { foreach (var item in items) { Add(item); } } void Add(string item) { _ = AddAsync(item); }")]
    [InlineData("async Task M(string[] items) { await Task.WhenAll(items.Select(async item => { await OuterAsync(item); })); } async Task OuterAsync(string item) { await InnerAsync(item); } Task InnerAsync(string item) => AddAsync(item);")]
    [InlineData("static async Task M(string[] items) { var cart = new Cart(); var tasks = new List<Task>(); foreach (var item in items) tasks.Add(cart.AddAsync(item)); await Task.WhenAll(tasks); }")]
    public Task Started_before_the_last_has_ended(string caller)
        => FlagsAsync(InCart($$"""int _n; {{caller}} async Task AddAsync(string item) { [|_n += await Shop.PriceAsync(item)|]; }"""));

    [Theory]
    [InlineData("async Task M(string[] items) { foreach (var item in items) await AddAsync(item); }")]
    [InlineData("async Task M(string[] items) { foreach (var item in items) { var task = AddAsync(item); await task; } }")]
    [InlineData("async Task M() { await AddAsync(\"a\"); await AddAsync(\"b\"); }")]
    [InlineData("async Task M() { var a = AddAsync(\"a\"); await a; var b = AddAsync(\"b\"); await b; }")]
    [InlineData("Task M() => AddAsync(\"a\");")]
    [InlineData("void M() { _ = AddAsync(\"a\"); }")]
    [InlineData("void M(string[] items) { foreach (var item in items) AddAsync(item).GetAwaiter().GetResult(); }")]
    [InlineData("void M(string[] items) { foreach (var item in items) Add(item); } void Add(string item) => AddAsync(item).GetAwaiter().GetResult();")]
    [InlineData("void M(string[] items) { foreach (var item in items) Add(item); } void Add(string item) { AddAsync(item).ConfigureAwait(false).GetAwaiter().GetResult(); }")]
    [InlineData("void M() { Add(\"a\"); Add(\"b\"); } void Add(string item) { AddAsync(item).Wait(); }")]
    [InlineData("void M() { Outer(\"a\"); Outer(\"b\"); } void Outer(string item) { Add(item); } void Add(string item) { AddAsync(item).Wait(); }")]
    [InlineData("async Task M(bool b) { if (b) await AddAsync(\"a\"); else await AddAsync(\"b\"); }")]
    [InlineData("async Task M(string[] items) { await Task.WhenAll(items.Select(item => new Cart().AddAsync(item))); }")]
    [InlineData("static async Task M(Cart[] carts) { var tasks = new List<Task>(); foreach (var cart in carts) tasks.Add(cart.AddAsync(\"a\")); await Task.WhenAll(tasks); }")]
    [InlineData("static async Task M() { var a = new Cart(); var b = new Cart(); await Task.WhenAll(a.AddAsync(\"a\"), b.AddAsync(\"b\")); }")]
    [InlineData("static async Task M(string[] items) { var tasks = new List<Task>(); foreach (var item in items) { var cart = new Cart(); tasks.Add(cart.AddAsync(item)); } await Task.WhenAll(tasks); }")]
    [InlineData("async Task M(string[] items) { await Task.WhenAll(items.Select(async item => { var cart = new Cart(); await cart.OuterAsync(item); })); } async Task OuterAsync(string item) { await AddAsync(item); }")]
    public Task One_after_the_other_or_on_other_objects(string caller)
        => SilentAsync(InCart($$"""int _n; {{caller}} async Task AddAsync(string item) { _n += await Shop.PriceAsync(item); }"""));

    [Fact]
    public Task What_starts_the_body_itself_is_another_rules()
        => SilentAsync(InCart("""
            int _n;
            async Task M(string[] items) { await Task.WhenAll(items.Select(async item => { _n += await Shop.PriceAsync(item); })); }
            async Task N(string[] items) { await Task.WhenAll(items.Select(AddAsync)); }
            async Task AddAsync(string item) { _n += await Shop.PriceAsync(item); }
            """));

    [Fact]
    public Task A_local_function_and_what_it_captures()
        => FlagsAsync(InCart("""
            async Task<int> M(string[] items)
            {
                int n = 0;
                var tasks = new List<Task>();
                foreach (var item in items) { tasks.Add(AddAsync(item)); }
                await Task.WhenAll(tasks);
                return n;
                async Task AddAsync(string item) { [|n += await Shop.PriceAsync(item)|]; }
            }
            async Task N(string[] items)
            {
                var tasks = new List<Task>();
                foreach (var item in items) { int n = 0; tasks.Add(AddAsync(item)); async Task AddAsync(string item) { n += await Shop.PriceAsync(item); } }
                await Task.WhenAll(tasks);
            }
            """));

    [FactSinceCSharp(12)]
    public Task A_parameter_of_a_primary_constructor()
        => FlagsAsync("""
            class Cart(int n)
            {
                async Task M(string[] items) { var tasks = new List<Task>(); foreach (var item in items) tasks.Add(AddAsync(item)); await Task.WhenAll(tasks); }
                async Task AddAsync(string item) { [|n += await Shop.PriceAsync(item)|]; }
            }
            """);

    [Fact]
    public Task Partial_types_and_generic_ones()
        => FlagsAsync("""
            partial class Parts<T>
            {
                async Task M(string[] items) { var tasks = new List<Task>(); foreach (var item in items) tasks.Add(AddAsync<int>(item).AsTask()); await Task.WhenAll(tasks); }
            }
            partial class Parts<T>
            {
                int _n;
                async ValueTask AddAsync<U>(string item) => [|_n += await Shop.PriceAsync(item)|];
            }
            """);

    // ---- One object for many callers ----

    [Fact]
    public Task Middleware_handlers_controllers_hubs()
        => FlagsAsync("""
            class Counting
            {
                private int _sum; private bool _started; private readonly Microsoft.AspNetCore.Http.RequestDelegate _next;
                public Counting(Microsoft.AspNetCore.Http.RequestDelegate next) => _next = next;
                public async Task InvokeAsync(Microsoft.AspNetCore.Http.HttpContext context)
                {
                    if (!_started) { await Shop.StartAsync(); [|_started = true|]; }
                    [|_sum += await Shop.PriceAsync("")|];
                    await _next(context);
                }
            }
            class Handler : System.Net.Http.DelegatingHandler
            {
                private int _sum; private string? _token;
                protected override async Task<System.Net.Http.HttpResponseMessage> SendAsync(System.Net.Http.HttpRequestMessage request, CancellationToken token)
                {
                    _token ??= await Shop.ReadAsync();
                    [|_sum += await Shop.PriceAsync("")|];
                    return await base.SendAsync(request, token);
                }
            }
            class Hits : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                private static int s_sum; private int _own;
                public async Task Get() { [|s_sum += await Shop.PriceAsync("")|]; _own += await Shop.PriceAsync(""); }
            }
            class Chat : Microsoft.AspNetCore.SignalR.Hub { private static int s_sum; public async Task Say() => [|s_sum += await Shop.PriceAsync("")|]; }
            """ + Web);

    [Fact]
    public Task A_lambda_that_serves_requests()
        => FlagsAsync("""
            static class App
            {
                static int s_n;
                static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app)
                {
                    int n = 0;
                    Microsoft.AspNetCore.Builder.Endpoints.MapGet(app, "/", async () =>
                    {
                        int own = 0;
                        own += await Shop.PriceAsync("");
                        [|n += await Shop.PriceAsync("")|];
                        [|s_n += await Shop.PriceAsync("")|];
                        return n + own;
                    });
                }
            }
            namespace Microsoft.AspNetCore.Routing { public interface IEndpointRouteBuilder { } }
            namespace Microsoft.AspNetCore.Builder { public static class Endpoints { public static void MapGet(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder builder, string pattern, Delegate handler) { } } }
            """);

    [Fact]
    public Task A_singleton_of_a_container()
        => FlagsAsync("""
            static class Program { static void Configure(Microsoft.Extensions.DependencyInjection.IServiceCollection s) { Microsoft.Extensions.DependencyInjection.Services.AddSingleton<One>(s); Microsoft.Extensions.DependencyInjection.Services.AddScoped<Many>(s); } }
            class One { int _n; string? _text; Link? _link; public async Task AddAsync() { [|_n += await Shop.PriceAsync("")|]; _text ??= await Shop.ReadAsync(); [|_link ??= await Shop.OpenAsync()|]; } }
            class Many { int _n; public async Task AddAsync() { _n += await Shop.PriceAsync(""); } }
            """ + Web);

    /// <summary>That the work is done twice, or a value is fetched twice when it is due, nobody has seen.</summary>
    [Fact]
    public Task A_singleton_that_begins_or_renews_something()
        => SilentAsync("""
            static class Program { static void Configure(Microsoft.Extensions.DependencyInjection.IServiceCollection s) { Microsoft.Extensions.DependencyInjection.Services.AddSingleton<Balancer>(s); } }
            class Balancer
            {
                enum State { Created, Started, Stopped }
                State _state; bool _ready; int _node; public DateTime RefreshAt { get; private set; }
                public async Task<int> NodeAsync() { if (DateTime.UtcNow >= RefreshAt) { _node = await Shop.PriceAsync(""); RefreshAt = DateTime.UtcNow.AddMinutes(await Shop.PriceAsync("")); } return _node; }
                public async Task StopAsync() { if (_state != State.Started) throw new InvalidOperationException(); await Shop.StartAsync(); _state = State.Stopped; }
                public async Task TellAsync() { if (!_ready) { Console.WriteLine(await Shop.ReadAsync()); _ready = true; } }
            }
            """ + Web);

    [Theory]
    [InlineData("static int s_n;", "[|s_n += await Shop.PriceAsync(\"\")|];")]
    [InlineData("static Link? s_link;", "if (s_link == null) [|s_link = await Shop.OpenAsync()|];")]
    [InlineData("static bool s_started;", "if (!s_started) { await Shop.StartAsync(); s_started = true; }")]
    [InlineData("static int s_due;", "if (Environment.TickCount >= s_due) { s_due = Environment.TickCount + await Shop.PriceAsync(\"\"); }")]
    [InlineData("static string? s_text;", "s_text ??= await Shop.ReadAsync();")]
    [InlineData("static MemoryStream? s_text;", "s_text ??= await Task.FromResult(new MemoryStream());")]
    public Task A_static_of_a_library(string field, string body)
        => FlagsAsync(InCart($$"""{{field}} public static async Task M() { {{body}} }"""));

    [Fact]
    public Task A_static_of_a_program_that_runs_through_once()
        => SilentAsync("""class Cart { static int s_n; public static async Task AddAsync() { s_n += await Shop.PriceAsync(""); } static async Task Main() { await AddAsync(); } }""",
            OutputKind.ConsoleApplication);

    [Theory]
    [InlineData("object _gate = new(); void N() { lock (_gate) { _n = 0; } }", true)]
    [InlineData("object _gate = new(); void N() { lock (_gate) { Console.WriteLine(); } }", false)]
    [InlineData("SemaphoreSlim _gate = new(1);", false)]
    public Task A_lock_that_guards_it_elsewhere(string more, bool isReported)
        => FlagsAsync(InCart($$"""int _n; {{more}} public async Task AddAsync() { {{(isReported ? "[|_n += await Shop.PriceAsync(\"\")|]" : "_n += await Shop.PriceAsync(\"\")")}}; }"""));

    [Fact]
    public Task State_that_nobody_is_known_to_share()
        => SilentAsync(InCart("""
            int _n; bool _started; Link? _link;
            public async Task AddAsync(string item) { _n += await Shop.PriceAsync(item); }
            public async Task StartAsync() { if (!_started) { await Shop.StartAsync(); _started = true; } }
            public async Task<Link> GetAsync() => _link ??= await Shop.OpenAsync();
            """));

    // ---- Fixes ----

    [Fact]
    public Task Interlocked_where_it_does_the_same()
        => Verify.FixesAsync(
            Types + """
            class Cart
            {
                private int _total;

                public async Task FillAsync(string[] items)
                {
                    await Task.WhenAll(AddAsync(items[0]), AddAsync(items[1]));
                }

                private async Task AddAsync(string item)
                {
                    // A comment.
                    [|_total += await Shop.PriceAsync(item)|];
                }
            }
            """,
            Types + """
            class Cart
            {
                private int _total;

                public async Task FillAsync(string[] items)
                {
                    await Task.WhenAll(AddAsync(items[0]), AddAsync(items[1]));
                }

                private async Task AddAsync(string item)
                {
                    // A comment.
                    Interlocked.Add(ref _total, await Shop.PriceAsync(item));
                }
            }
            """);

    [Fact]
    public Task Await_first_and_a_lock()
        => Verify.FixesAsync(
            Types + """
            class Cart
            {
                private decimal _total;

                public decimal Total => _total;

                public async Task FillAsync(string[] items)
                {
                    var tasks = new List<Task>();
                    foreach (var item in items)
                    {
                        tasks.Add(AddAsync(item));
                    }

                    await Task.WhenAll(tasks);
                }

                private async Task AddAsync(string item)
                {
                    var value = item.Trim();
                    // A comment.
                    [|_total += await Shop.CostAsync(value)|];
                }
            }
            """,
            Types + """
            class Cart
            {
                private decimal _total;
                private readonly object _totalLock = new();

                public decimal Total
                {
                    get
                    {
                        lock (_totalLock)
                        {
                            return _total;
                        }
                    }
                }

                public async Task FillAsync(string[] items)
                {
                    var tasks = new List<Task>();
                    foreach (var item in items)
                    {
                        tasks.Add(AddAsync(item));
                    }

                    await Task.WhenAll(tasks);
                }

                private async Task AddAsync(string item)
                {
                    var value = item.Trim();
                    // A comment.
                    var value2 = await Shop.CostAsync(value);
                    lock (_totalLock)
                    {
                        _total += value2;
                    }
                }
            }
            """,
            languageVersion: LanguageVersion.CSharp11);

    [Fact]
    public Task Await_first_on_the_loop_of_a_user_interface()
        => Verify.FixesAsync(
            Types + """
            class Cart
            {
                public decimal Total { get; set; }

                public async Task FillAsync()
                {
                    // A comment.
                    await Task.WhenAll(AddAsync("a"), AddAsync("b"));
                }

                private async Task AddAsync(string item)
                {
                    // A comment.
                    [|Total += await Shop.CostAsync(item)|];
                }
            }
            namespace System.Windows.Threading { public class Dispatcher { } }
            """,
            Types + """
            class Cart
            {
                public decimal Total { get; set; }

                public async Task FillAsync()
                {
                    // A comment.
                    await Task.WhenAll(AddAsync("a"), AddAsync("b"));
                }

                private async Task AddAsync(string item)
                {
                    // A comment.
                    var value = await Shop.CostAsync(item);
                    Total += value;
                }
            }
            namespace System.Windows.Threading { public class Dispatcher { } }
            """);

    [Fact]
    public Task A_semaphore_from_the_test_to_the_write()
        => Verify.FixesAsync(
            Types + """
            class Cart
            {
                private bool _started;

                public async Task RunAsync()
                {
                    var first = EnsureStartedAsync();
                    var second = EnsureStartedAsync();
                    await first;
                    await second;
                }

                private async Task EnsureStartedAsync()
                {
                    // A comment.
                    if (_started)
                    {
                        return;
                    }

                    await Shop.StartAsync();
                    [|_started = true|];
                }
            }
            """,
            Types + """
            class Cart
            {
                private bool _started;
                private readonly SemaphoreSlim _startedSemaphore = new(1, 1);

                public async Task RunAsync()
                {
                    var first = EnsureStartedAsync();
                    var second = EnsureStartedAsync();
                    await first;
                    await second;
                }

                private async Task EnsureStartedAsync()
                {
                    // A comment.
                    await _startedSemaphore.WaitAsync();
                    try
                    {
                        if (_started)
                        {
                            return;
                        }

                        await Shop.StartAsync();
                        _started = true;
                    }
                    finally
                    {
                        _startedSemaphore.Release();
                    }
                }
            }
            """);

    [Theory]
    [InlineData("public decimal _n;", "[|_n += await Shop.CostAsync(item)|];")]
    [InlineData("decimal _n;", "[|_n += await Shop.CostAsync(item)|]; } void N(ref decimal n) => N(ref _n); void O() {")]
    [InlineData("bool _on;", "if (!_on) { await StartAsync(); [|_on = true|]; } } async Task StartAsync() { await Task.Yield(); Console.WriteLine(_on);")]
    public Task Not_offered_where_a_use_is_out_of_reach(string field, string body)
        => Verify.ReportsAsync(Types + InCart($$"""
            {{field}}
            public Task FillAsync(string[] items) { var tasks = new List<Task>(); foreach (var item in items) { tasks.Add(AddAsync(item)); } return Task.WhenAll(tasks); }
            private async Task AddAsync(string item) { {{body}} }
            """));
}
