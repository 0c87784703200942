using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateAnalyzer, AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>What has several callers in a function at once: timers, handlers, one object for all requests, starts further up.</summary>
public class UpdatesOfManyCallersTests
{
    private const string Web = """

        namespace Microsoft.AspNetCore.Http { public class HttpContext { } public delegate Task RequestDelegate(HttpContext context); }
        namespace Microsoft.AspNetCore.Mvc { public class ControllerBase { } public class Controller : ControllerBase { } }
        namespace Microsoft.AspNetCore.Mvc.RazorPages { public class PageModel { } }
        namespace Microsoft.AspNetCore.SignalR { public class Hub { } }
        namespace Microsoft.AspNetCore.Routing { public interface IEndpointRouteBuilder { } }
        namespace Microsoft.AspNetCore.Builder { public static class Endpoints { public static void MapGet(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder builder, string pattern, Delegate handler) { } } }
        namespace Microsoft.Extensions.Hosting { public interface IHostedService { } public abstract class BackgroundService : IHostedService { protected abstract Task ExecuteAsync(CancellationToken token); } }
        namespace Microsoft.Extensions.DependencyInjection
        {
            public interface IServiceCollection { }
            public static class Services
            {
                public static IServiceCollection AddSingleton<T>(this IServiceCollection s) => s; public static IServiceCollection AddScoped<T>(this IServiceCollection s) => s;
                public static IServiceCollection AddTransient<T>(this IServiceCollection s) => s; public static IServiceCollection AddSingleton<T, U>(this IServiceCollection s) => s;
                public static IServiceCollection AddSingleton<T>(this IServiceCollection s, T one) => s; public static IServiceCollection AddSingleton(this IServiceCollection s, Type one) => s;
                public static IServiceCollection AddHostedService<T>(this IServiceCollection s) => s; public static IServiceCollection AddHostedService<T>(this IServiceCollection s, Func<IServiceProvider, T> make) => s;
            }
        }
        """;

    private const string Usings = """
        using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Http; using Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.Routing;
        using Microsoft.Extensions.DependencyInjection; using System.Net.Http;
        #pragma warning disable CS0649, CS4014, CS1998, CS8618

        """;

    private static Task FlagsAsync(string code) => Verify.SilentAsync(Usings + code + Web);

    private static Task SilentAsync(string code) => Verify.SilentAsync(Usings + code + Web);

    private static Task InClassAsync(string members) => Verify.SilentAsync(Usings + "class C\n{\n" + members + "\n}\n" + Web);

    private static Task SaysAsync(string code, DiagnosticSeverity severity, string message)
        => Verify.SilentAsync(Usings + code + Web, configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC3001", severity).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations).WithMessage(message)));

    /// <summary>What a singleton reads at the start, nobody shares yet.</summary>
    [Theory]
    [InlineData("class SiteOptions { public string Root { get; set; } public void LoadArgs(string root) { Root = root; if (!Root.StartsWith('/')) Root = \"/\" + Root; } } class P { static void Main(IServiceCollection s) => s.AddSingleton<SiteOptions>(); }")]
    [InlineData("class Site { public string Root { get; set; } public void Configure(string root) { Root = root; Root = Root + '/'; } } class P { static void Main(IServiceCollection s) => s.AddSingleton<Site>(); }")]
    public Task Silent_in_set_up_code(string code) => SilentAsync(code);

    // ---- Timers ----

    [Theory]
    [InlineData("_t = new Timer(_ => { Thread.Sleep(9); [|_n++|]; }, null, 0, 250);")]
    [InlineData("_t = new Timer(_ => { [|_n += 2|]; Console.Beep(_n, 1); }, null, TimeSpan.Zero, TimeSpan.FromSeconds(5));")]
    [InlineData("Timer t = new(_ => { Thread.Sleep(9); [|this._n--|]; }, null, 0, 250);")]
    [InlineData("_t = new Timer(new TimerCallback(Tick), null, 1000, 250);")]
    [InlineData("_t = new Timer(Tick, null, 1000, 250);")]
    [InlineData("_t = new Timer(s => Tick(s), null, 1000, 250);")]
    [InlineData("using var t = new Timer(delegate { Thread.Sleep(9); [|_n++|]; }, null, 0, 250);")]
    [InlineData("_e.Elapsed += (_, _) => { Thread.Sleep(9); [|_n++|]; }; _e.Start();")]
    [InlineData("_e.Elapsed += (_, _) => { [|_n = _n + 1|]; Thread.Sleep(9); };")]
    [InlineData("_e.Elapsed += OnElapsed;")]
    [InlineData("int n = 0; _e.Elapsed += (_, _) => { [|n++|]; Thread.Sleep(9); };")]
    [InlineData("_t = new Timer(async _ => { await Task.Delay(9); [|_n++|]; }, null, 0, 250);")]
    [InlineData("_t = new Timer(async _ => { int old = _n; await Task.Delay(9); [|_n = old + 1|]; }, null, 0, 250);")]
    public Task A_timer_and_its_next_tick(string start)
        => InClassAsync($$"""
            int _n; Timer? _t; readonly System.Timers.Timer _e = new(500);
            public void Start() { {{start}} }
            private void Tick(object? s) { Thread.Sleep(9); {{(start.Contains("Tick") ? "[|_n++|]" : "_n++")}}; }
            private void OnElapsed(object? s, System.Timers.ElapsedEventArgs e) { Thread.Sleep(9); {{(start.Contains("OnElapsed") ? "[|_n++|]" : "_n++")}}; }
            public int Read() => _n;
            """);

    [Fact]
    public Task Ticks_are_a_suggestion_and_a_warning_where_the_callback_awaits_in_between()
        => Verify.SilentAsync(
            """
            class C
            {
                int _n; Timer? _t, _u; public int Read() => _n;
                public void Start() => _t = new Timer(_ => { Thread.Sleep(9); {|#0:_n++|}; }, null, 0, 250);
                public void Also() => _u = new Timer(async _ => { int old = _n; await Task.Delay(9); {|#1:_n = old + 1|}; }, null, 0, 250);
            }
            """,
            configure: test => test.TestState.ExpectedDiagnostics.AddRange([
                new DiagnosticResult("ASYNC3001", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                    .WithMessage("'_n' is updated without synchronization while ticks of 'new Timer' (Test0.cs:4) can overlap; use 'Interlocked.Increment', or hold a lock"),
                new DiagnosticResult("ASYNC3001", DiagnosticSeverity.Warning).WithLocation(1).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                    .WithMessage("'_n' is updated without synchronization while ticks of 'new Timer' (Test0.cs:5) can overlap; hold a 'SemaphoreSlim' for the update"),
            ]));

    [Theory]
    [InlineData("_t = new Timer(_ => _n++, null, 0, 100);")]
    [InlineData("_t = new Timer(_ => { Console.Beep(); _n++; }, null, 0, 100);")]
    [InlineData("_t = new Timer(_ => { Console.Beep(); _n++; }, null, 100, Timeout.Infinite);")]
    [InlineData("_t = new Timer(_ => { Console.Beep(); _n++; }, null, 100, 0);")]
    [InlineData("_t = new Timer(_ => { Console.Beep(); _n++; }, null, TimeSpan.Zero, TimeSpan.FromHours(1));")]
    [InlineData("_t = new Timer(_ => { Console.Beep(); _n++; }, null, 0, 60 * 60 * 1000);")]
    [InlineData("_t = new Timer(_ => { Console.Beep(); _n++; }, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);")]
    [InlineData("_t = new Timer(_ => { _n++; _t!.Change(100, Timeout.Infinite); }, null, 100, 100);")]
    [InlineData("_t = new Timer(_ => { _t!.Change(Timeout.Infinite, 100); try { _n++; } finally { _t.Change(100, 100); } }, null, 100, 100);")]
    [InlineData("_t = new Timer(Rearmed, null, 1000, Timeout.Infinite);")]
    [InlineData("_t = new Timer(_ => { lock (_gate) { _n++; } }, null, 0, 100);")]
    [InlineData("_t = new Timer(_ => { if (!Monitor.TryEnter(_gate)) return; try { _n++; } finally { Monitor.Exit(_gate); } }, null, 0, 100);")]
    [InlineData("_t = new Timer(_ => { if (Interlocked.Exchange(ref _taken, 1) == 1) return; _n++; Volatile.Write(ref _taken, 0); }, null, 0, 100);")]
    [InlineData("_t = new Timer(_ => { if (_busy) return; _busy = true; _n++; _busy = false; }, null, 0, 100);")]
    [InlineData("_t = new Timer(async _ => { await _semaphore.WaitAsync(); try { _n++; } finally { _semaphore.Release(); } }, null, 0, 100);")]
    [InlineData("_t = new Timer(_ => { int own = 0; own++; }, null, 0, 100);")]
    [InlineData("_t = new Timer(_ => { _n = 5; }, null, 0, 100);")]
    [InlineData("_t = new Timer(_ => Interlocked.Increment(ref _n), null, 0, 100);")]
    [InlineData("_e.Elapsed += (_, _) => { _e.Stop(); _n++; _e.Start(); };")]
    [InlineData("_e.Elapsed += (s, _) => { ((System.Timers.Timer)s!).Enabled = false; _n++; };")]
    [InlineData("_e.AutoReset = false; _e.Elapsed += (_, _) => _n++;")]
    [InlineData("_e.SynchronizingObject = null; _e.Elapsed += (_, _) => _n++;")]
    [InlineData("Task.Run(async () => { using var p = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await p.WaitForNextTickAsync()) { _n++; } });")]
    [InlineData("_t = new Timer(_ => { if (_first is null) _first = new object(); _second ??= new object(); }, null, 0, 100);")]
    public Task A_timer_that_ticks_once_or_waits(string start)
        => InClassAsync($$"""
            int _n, _taken; bool _busy; object? _first, _second; Timer? _t; readonly System.Timers.Timer _e = new(500); readonly object _gate = new();
            readonly SemaphoreSlim _semaphore = new(1, 1);
            public void Start() { {{start}} }
            private void Rearmed(object? s) { _n++; _t!.Change(1000, Timeout.Infinite); }
            public int Read() => _n;
            """);

    [Fact]
    public Task A_method_of_the_callback_alone_is_no_other_code()
        => InClassAsync("""
            int _n; Timer? _t; readonly object _gate = new();
            public void Start() { _t = new Timer(_ => { lock (_gate) { _n++; Trim(); } }, null, 0, 100); }
            public void Stop() { _t?.Dispose(); Flush(); }
            private void Trim() { _n -= 3; }
            private void Flush() { _n -= 2; }
            """);

    [Theory]
    [InlineData("_t = time.CreateTimer(_ => { [|_n++|]; }, null, TimeSpan.Zero, TimeSpan.FromSeconds(5));")]
    [InlineData("_t = TimeProvider.System.CreateTimer(callback: _ => [|_n++|], state: null, dueTime: TimeSpan.Zero, period: TimeSpan.FromSeconds(5));")]
    [InlineData("_t = time.CreateTimer(_ => { int old = _m; [|_n += old|]; }, null, TimeSpan.Zero, TimeSpan.FromMinutes(1));")]
    [InlineData("_t = time.CreateTimer(async _ => { int old = _m; await Task.Delay(9); [|_m = old + 1|]; }, null, TimeSpan.Zero, TimeSpan.FromSeconds(5));")]
    [InlineData("_t = time.CreateTimer(_ => { Thread.Sleep(9); [|_m++|]; }, null, TimeSpan.Zero, TimeSpan.FromSeconds(5));")]
    [InlineData("_t = time.CreateTimer(_ => { _n++; }, null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);")]
    [InlineData("_t = time.CreateTimer(_ => { _n++; }, null, period: Timeout.InfiniteTimeSpan, dueTime: TimeSpan.FromSeconds(5));")]
    [InlineData("_t = time.CreateTimer(_ => { _n++; }, null, TimeSpan.FromSeconds(5), TimeSpan.Zero);")]
    [InlineData("_t = time.CreateTimer(_ => { lock (_gate) { _n++; } }, null, TimeSpan.Zero, TimeSpan.FromSeconds(5));")]
    [InlineData("_t = time.CreateTimer(_ => { _m++; }, null, TimeSpan.Zero, TimeSpan.FromSeconds(5));")]
    [InlineData("_t = time.CreateTimer(_ => { Thread.Sleep(9); _m++; }, null, TimeSpan.Zero, TimeSpan.FromHours(1));")]
    [InlineData("CreateTimer(_ => { _n++; }, null, TimeSpan.Zero, TimeSpan.FromSeconds(5));")]
    public Task A_timer_of_a_time_provider(string start)
        => InClassAsync($$"""
            int _n, _m; ITimer? _t; readonly object _gate = new();
            public void Start(TimeProvider time) { {{start}} }
            {{(start.Contains("_gate") ? "" : "public void Add() => _n += 2;")}}
            public void Stop() { _t?.Dispose(); _n--; }
            private void CreateTimer(Action<object?> callback, object? state, TimeSpan due, TimeSpan period) => callback(state);
            public int Read() => _n + _m;
            """);

    // ---- Handlers ----

    [Fact]
    public Task A_watcher_and_another_member()
        => InClassAsync("""
            int _n, _m, _k; readonly FileSystemWatcher _w = new("."); FileSystemWatcher? _later;
            public void Start() { _w.Changed += (_, _) => [|_n++|]; _w.Created += OnCreated; _w.Renamed += (_, _) => { _k++; }; }
            public void Late() { _later = new FileSystemWatcher("."); _later.Deleted += (_, _) => { _k--; }; }
            private void OnCreated(object s, FileSystemEventArgs e) { [|_m += 2|]; }
            public void Add() { _n--; _m++; }
            public int Read() => _n + _m + _k;
            """.Replace("{ _k++; }", "{ lock (this) { _k++; } }").Replace("{ _k--; }", "{ lock (this) { _k--; } }"));

    [Fact]
    public Task Output_and_errors_of_a_process()
        => InClassAsync("""
            int _lines, _own; int _both;
            public void Run(System.Diagnostics.Process p, System.Diagnostics.Process other)
            {
                int n = 0, errors = 0;
                p.OutputDataReceived += (_, _) => [|n++|];
                p.ErrorDataReceived += (_, _) => { [|n++|]; errors++; };
                p.OutputDataReceived += OnData;
                p.ErrorDataReceived += OnData;
                other.OutputDataReceived += (_, _) => _own++;
                p.Start(); p.WaitForExit();
                Console.WriteLine(n + errors);
            }
            private void OnData(object s, System.Diagnostics.DataReceivedEventArgs e) { [|_lines++|]; }
            public void Validate() { _own += 2; _both++; }
            public int Read() => _lines + _own + _both;
            """);

    [Fact]
    public Task Handlers_that_come_one_after_the_other()
        => InClassAsync("""
            int _n, _m; readonly FileSystemWatcher _w = new("."); event EventHandler? Changed;
            public void Start() { _w.Changed += (_, _) => _n++; _w.Created += (_, _) => _m++; this.Changed += (_, _) => _m++; }
            public void Stop() { _w.Dispose(); _n--; }
            public void Raise() { Changed?.Invoke(this, EventArgs.Empty); }
            public int Read() => _n + _m;
            """);

    // ---- One object for all requests ----

    [Theory]
    [InlineData("[|_n++|];")]
    [InlineData("[|++this._n|];")]
    [InlineData("[|_n = _n + 1|];")]
    [InlineData("Count();")]
    [InlineData("Outer();")]
    [InlineData("[|s_n += 2|];")]
    [InlineData("void Local() { [|_n++|]; } Local();")]
    [InlineData("var id = [|_n++|];")]
    [InlineData("if (_n < 5) [|_n++|];")]
    [InlineData("[|Total += 2|];")]
    [InlineData("new List<int> { 1 }.ForEach(one => [|_n += one|]);")]
    public Task Middleware(string body)
        => FlagsAsync($$"""
            class Counting
            {
                int _n; static int s_n; int Total { get; set; } readonly RequestDelegate _next;
                public Counting(RequestDelegate next) { _next = next; _n++; }
                public async Task InvokeAsync(HttpContext context) { {{body}} await _next(context); Console.WriteLine(_n.ToString()); }
                private void Outer() => Count();
                private void Count() { {{(body.Contains("Count()") || body.Contains("Outer()") ? "[|_n++|]" : "_n++")}}; }
                public int Read() => _n + s_n + Total;
            }
            """);

    [Fact]
    public Task Middleware_handlers_controllers_hubs_pages()
        => FlagsAsync("""
            class Primary { readonly RequestDelegate next; public Primary(RequestDelegate next) => this.next = next; int _n; public int N => _n; public Task Invoke(HttpContext context) { [|_n++|]; return next(context); } }
            class CountHandler : DelegatingHandler
            {
                int _count;
                protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage r, CancellationToken ct) { [|_count++|]; r.Headers.Add("X", _count.ToString()); return base.SendAsync(r, ct); }
            }
            class HitsController : ControllerBase { static int s_hits; int _own; public int Get() { [|s_hits++|]; return s_hits; } public int Own() { _own++; return _own; } }
            class Chat : Microsoft.AspNetCore.SignalR.Hub { static int s_n; public int Say() => [|++s_n|]; }
            class Index : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { static int s_n; int _own; public void OnGet() { [|s_n++|]; _own++; Console.Beep(s_n, _own); } }
            """);

    [FactSinceCSharp(12)]
    public Task A_primary_constructor()
        => FlagsAsync("""class Primary(RequestDelegate next) { int _n; public int N => _n; public Task Invoke(HttpContext context) { [|_n++|]; return next(context); } }""");

    [Fact]
    public Task The_messages_name_the_type_the_call_the_registration()
        => Verify.SilentAsync(
            Usings + """
            static class Program { static void Configure(IServiceCollection s) { s.AddSingleton<Quiet>(); s.AddSingleton<ITracker, Tracker>(); } }
            interface ITracker { void Add(); }
            class Tracker : ITracker { int _n; public int N => _n; public void Add() => {|#0:_n++|}; }
            class Quiet { int _n; public int Next() => {|#1:++_n|}; }
            class HomeController : Controller { readonly ITracker tracker; HomeController(ITracker tracker) => this.tracker = tracker; public void Index() => tracker.Add(); }
            class Middle { readonly RequestDelegate next; public Middle(RequestDelegate next) => this.next = next; int _n; public Task Invoke(HttpContext context) { {|#2:_n++|}; return next(context); } }
            """ + Web,
            configure: test => test.TestState.ExpectedDiagnostics.AddRange([
                new DiagnosticResult("ASYNC3001", DiagnosticSeverity.Warning).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                    .WithMessage("'_n' is updated without synchronization while requests share one 'Tracker' (Test0.cs:8); use 'Interlocked.Increment', or hold a lock"),
                new DiagnosticResult("ASYNC3001", DiagnosticSeverity.Info).WithLocation(1).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                    .WithMessage("'_n' is updated without synchronization while one 'Quiet' (Test0.cs:4) serves all callers; use 'Interlocked.Increment', or hold a lock"),
                // Nothing reads the number.
                new DiagnosticResult("ASYNC3001", DiagnosticSeverity.Info).WithLocation(2).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                    .WithMessage("'_n' is updated without synchronization while one 'Middle' (Test0.cs:9) serves all requests; use 'Interlocked.Increment', or hold a lock"),
            ]));

    [Fact]
    public Task Singletons_however_they_are_registered()
        => FlagsAsync("""
            static class Program { static void Configure(IServiceCollection s) { s.AddSingleton<A>().AddSingleton(typeof(B)); s.AddSingleton(new D()); s.AddScoped<E>(); s.AddTransient<F>(); } }
            class A { int _n; public int Next() => [|_n++|]; public int Outer() => Inner(); private int Inner() { [|_n += 3|]; return _n; } }
            partial class B { int _n; public int Read() => _n; }
            partial class B { public void Add() { [|_n++|]; } }
            class D { int _n; public int Add() { [|_n++|]; return _n; } }
            class E { int _n; public int Add() { _n++; return _n; } }
            class F { int _n; public int Add() { _n++; return _n; } }
            """);

    [Theory]
    [InlineData("int n = 0; app.MapGet(\"/\", () => { [|n++|]; return n; });")]
    [InlineData("int n = 0; app.MapGet(\"/\", () => [|++n|]);")]
    [InlineData("int n = 0; app.MapGet(\"/\", async () => { await Task.Yield(); [|n += 2|]; return n; });")]
    [InlineData("int n = 0; app.MapGet(\"/\", (int by) => { [|n = n + by|]; return n; });")]
    [InlineData("app.MapGet(\"/\", () => { [|s_n++|]; return s_n; });")]
    public Task Locals_and_statics_of_an_endpoint(string body)
        => InClassAsync($$"""static int s_n; static void Map(IEndpointRouteBuilder app) { {{body}} }""");

    [Theory]
    [InlineData("int n = 0; app.MapGet(\"/\", () => { int own = 0; own++; return own; }); n++;")]
    [InlineData("int n = 0; var gate = new object(); app.MapGet(\"/\", () => { lock (gate) { n++; return n; } });")]
    [InlineData("int n = 0; app.MapGet(\"/\", () => Interlocked.Increment(ref n));")]
    [InlineData("int n = 0; app.MapGet(\"/\", () => { n = 1; return n; });")]
    [InlineData("int n = 0; n++; app.MapGet(\"/\", () => n);")]
    [InlineData("app.MapGet(\"/\", (C one) => { one.Own++; return one.Own; });")]
    [InlineData("app.MapGet(\"/\", () => { int sum = 0; foreach (var i in new[] { 1 }) sum += i; return sum; });")]
    public Task What_an_endpoint_has_for_itself(string body)
        => InClassAsync($$"""public int Own; static void Map(IEndpointRouteBuilder app) { {{body}} }""");

    [Theory]
    [InlineData("int n = 0; app.MapGet(\"/\", Get); int Get() { [|n++|]; return n; }")]
    [InlineData("int n = 0; app.MapGet(\"/\", handler: Get); int Get() => Next(); int Next() => n++;")]
    [InlineData("app.MapGet(\"/\", Get); int Get() => [|++s_n|];")]
    [InlineData("app.MapGet(\"/\", Mapped);")]
    [InlineData("app.MapGet(\"/\", C.Mapped);")]
    [InlineData("app.MapGet(\"/\", Outer); int Mapped() => 0;")]
    [InlineData("app.MapGet(\"/\", new Counter().Get);")]
    [InlineData("var counter = new Counter(); app.MapGet(\"/\", counter.Get);")]
    public Task Methods_and_local_functions_that_endpoints_are_given(string body)
        => InClassAsync($$"""
            static int s_n; static void Map(IEndpointRouteBuilder app) { {{body}} }
            static int Mapped() { {{(body.Contains("Mapped)") ? "[|s_n++|]" : "s_n++")}}; return s_n; }
            static int Outer() => Inner();
            private static int Inner() => {{(body.Contains("Outer)") ? "[|s_n += 2|]" : "s_n += 2")}};
            class Counter { int _n; public int Get() { {{(body.Contains("Counter") ? "[|_n++|]" : "_n++")}}; return _n; } public int Own() => _n--; }
            """);

    [Theory]
    [InlineData("app.MapGet(\"/\", Get); int Get() { int own = 0; own++; return own; }")]
    [InlineData("int n = 0; app.MapGet(\"/\", Get); int Get() => Interlocked.Increment(ref n);")]
    [InlineData("int n = 0; var gate = new object(); app.MapGet(\"/\", Get); int Get() { lock (gate) { return ++n; } }")]
    [InlineData("int n = 0; app.MapGet(\"/\", Get); n++; int Get() => n;")]
    [InlineData("int n = 0; MapGet(Get); int Get() => n++;")]
    [InlineData("app.MapGet(\"/\", Get); int Get(C one) => one.Own++;")]
    [InlineData("app.MapGet(\"/\", Get); int Get() => 0; int Other() => s_n++; Other();")]
    public Task What_a_named_endpoint_has_for_itself(string body)
        => InClassAsync($$"""public int Own; static int s_n; static void MapGet(Func<int> get) => get(); static void Map(IEndpointRouteBuilder app) { {{body}} } public static int Read() => s_n;""");

    [Fact]
    public Task A_named_endpoint_calls_a_singleton()
        => SaysAsync(
            """
            static class Program { static void Configure(IServiceCollection s, IEndpointRouteBuilder app) { s.AddSingleton<Numbers>(); app.MapGet("/", Get); } static int Get(Numbers numbers) => numbers.Next(); }
            class Numbers { int _n; public int Next() => {|#0:++_n|}; }
            """,
            DiagnosticSeverity.Warning,
            "'_n' is updated without synchronization while requests share one 'Numbers' (Test0.cs:4); use 'Interlocked.Increment', or hold a lock");

    // ---- Work of the host beside the requests ----

    private const string Shared = "s.AddSingleton<Worker>(); s.AddHostedService(one => one.GetService<Worker>());";

    [Theory]
    [InlineData(Shared, "await Task.Delay(9); [|_n -= 2|];", "[|_n++|];")]
    [InlineData(Shared, "while (true) { [|_n--|]; await Task.Delay(9); }", "[|_n++|];")]
    [InlineData(Shared, "while (true) { await Task.Delay(9); [|_n--|]; }", "_n = 0;")]
    [InlineData(Shared, "while (true) { await Task.Delay(9); Below(); }", "[|_n++|];")]
    [InlineData("s.AddHostedService<Worker>();", "await Task.Delay(9); [|s_n--|];", "s_n = 0;")]
    [InlineData(Shared, "_n--; await Task.Delay(9);", "[|_n++|];")]
    [InlineData(Shared, "await Task.Delay(9); _m--;", "[|_n++|];")]
    [InlineData(Shared, "await Task.Delay(9); lock (_gate) { _n--; }", "lock (_gate) { _n++; }")]
    [InlineData(Shared, "await Task.Delay(9); _n = 0;", "_n = 1;")]
    [InlineData("s.AddHostedService<Worker>(); s.AddSingleton<Worker>();", "await Task.Delay(9); _n--;", "[|_n++|];")]
    [InlineData("s.AddHostedService<Worker>();", "await Task.Delay(9); _n--;", "_n++;")]
    public Task A_hosted_service_that_requests_call(string registered, string work, string called)
        => FlagsAsync($$"""
            static class Program { static void Configure(IServiceCollection s) { {{registered}} } static T GetService<T>(this IServiceProvider p) => (T)p.GetService(typeof(T))!; }
            class Worker : Microsoft.Extensions.Hosting.BackgroundService
            {
                int _n, _m; static int s_n; readonly object _gate = new();
                protected override async Task ExecuteAsync(CancellationToken token) { {{work}} }
                private void Below() { {{(work.Contains("Below") ? "[|_n -= 3|]" : "_n -= 3")}}; }
                public void Add() { {{called}} }
                public void NotCalled() { _n += 7; _m++; }
                public int Read() => _n + _m + s_n;
            }
            class HomeController : Controller { readonly Worker worker; HomeController(Worker worker) => this.worker = worker; public void Index() => worker.Add(); }
            """);

    [Fact]
    public Task The_message_names_the_member_and_the_request()
        => SaysAsync(
            """
            static class Program { static void Configure(IServiceCollection s) { s.AddSingleton<Worker>(); } }
            class Worker : Microsoft.Extensions.Hosting.BackgroundService
            {
                int _n;
                protected override async Task ExecuteAsync(CancellationToken token) { await Task.Delay(9); {|#0:_n--|}; Console.Beep(_n, 1); }
                public void Reset() => _n = 0;
            }
            class HomeController : Controller { readonly Worker worker; HomeController(Worker worker) => this.worker = worker; public void Index() => worker.Reset(); }
            """,
            DiagnosticSeverity.Warning,
            "'_n' is updated without synchronization while requests write it by 'Reset' (Test0.cs:9); use 'Interlocked.Decrement', or hold a lock");

    [Fact]
    public Task One_object_for_many_that_is_safe()
        => SilentAsync("""
            static class Program { static void Configure(IServiceCollection s) { s.AddSingleton<One>(); s.AddSingleton<Worker>(); s.AddSingleton<Account>(); s.AddSingleton<View>(); } }
            class One
            {
                int _n, _m, _k; volatile bool _on; readonly object _gate = new(); readonly SemaphoreSlim _one = new(1, 1); [ThreadStatic] static int s_own;
                public One() { _n++; Prepare(); }
                private void Prepare() { _m++; }
                public void Add() { lock (_gate) { _n++; Inner(); } Interlocked.Increment(ref _k); s_own++; _on = true; }
                private void Inner() { _m += 2; }
                public async Task AddAsync() { await _one.WaitAsync(); try { _m++; } finally { _one.Release(); } }
                public void Dispose() { _k--; }
                public int Read() => _n + _m + _k + (_on ? 1 : 0);
            }
            class Worker : Microsoft.Extensions.Hosting.BackgroundService { int _n; protected override Task ExecuteAsync(CancellationToken token) { _n++; return Task.Delay(_n); } }
            class ReceiveActor { } class Account : ReceiveActor { int _n; public int Add() => ++_n; }
            class View : System.ComponentModel.INotifyPropertyChanged { int _n; public int Add() => ++_n; public event System.ComponentModel.PropertyChangedEventHandler? PropertyChanged; }
            class Middle { readonly RequestDelegate next; public Middle(RequestDelegate next) => this.next = next; int _n; public void Reset() { _n--; } public Task Invoke(HttpContext context) => next(context); public int N => _n; }
            class Plain { int _n; public int Add() => ++_n; }
            struct Point { int _n; public int Add() => ++_n; }
            """);

    [Fact]
    public Task Tests_are_silent()
        => SilentAsync("""
            static class Program { static void Configure(IServiceCollection s) { s.AddSingleton<A>(); } }
            class A { int _n; public int Next() => _n++; }
            namespace Xunit { public class FactAttribute : Attribute { } }
            """);

    [Theory]
    [InlineData("/// <summary>A thread-safe counter.</summary>", true)]
    [InlineData("/// <summary>Counts. Thread safe.</summary>", true)]
    [InlineData("// Thread-safe.", true)]
    [InlineData("/// <summary>This is not thread-safe.</summary>", false)]
    [InlineData("/// <summary>A counter.</summary>", false)]
    public Task A_type_that_says_that_it_is_thread_safe(string comment, bool isReported)
        => FlagsAsync($$"""
            {{comment}}
            class Counter { int _n; public Counter() { _n++; } public int Next() => {{(isReported ? "[|_n++|]" : "_n++")}}; public int Safe() => Interlocked.Increment(ref _safe); int _safe; }
            """);

    [Fact]
    public Task The_promise_is_a_suggestion()
        => SaysAsync(
            """
            /// <summary>A thread-safe counter.</summary>
            public class Counter { int _n; public int Next() => {|#0:_n++|}; }
            """,
            DiagnosticSeverity.Info,
            "'_n' is updated without synchronization while 'Counter' (Test0.cs:4) promises thread safety; use 'Interlocked.Increment', or hold a lock");

    // ---- Starts further up, and two of them ----

    [Theory]
    [InlineData("Task a = Task.Run(() => Outer()), b = Task.Run(() => Outer()); await Task.WhenAll(a, b);")]
    [InlineData("Task a = Task.Run(Outer); Task b = Task.Run(Outer); await a; await b;")]
    [InlineData("var a = new Thread(Outer); var b = new Thread(Outer); a.Start(); b.Start(); a.Join(); b.Join();")]
    [InlineData("for (int i = 0; i < 9; i++) { Task.Run(() => Outer()); }")]
    [InlineData("Parallel.For(0, 9, i => { Outer(); });")]
    [InlineData("await Task.WhenAll(Enumerable.Range(0, 9).Select(i => Task.Run(() => Outer())));")]
    public Task Two_calls_below_a_start(string body)
        => InClassAsync($$"""
            int _n;
            public async Task RunAsync() { {{body}} Console.WriteLine(_n + 1); Console.Beep(_n, 1); }
            private void Outer() => Inner();
            private void Inner() => [|_n += 1|];
            private async Task WaitAsync() { await Task.Yield(); Outer(); }
            """);

    [Theory]
    [InlineData("await Task.Run(() => Outer()); await Task.Run(() => Outer());")]
    [InlineData("Task a = Task.Run(Outer); await a; Task b = Task.Run(Outer); await b;")]
    [InlineData("var a = new Thread(Outer); a.Start(); a.Join(); var b = new Thread(Outer); b.Start(); b.Join();")]
    [InlineData("for (int i = 0; i < 9; i++) { await Task.Run(() => Outer()); }")]
    [InlineData("await Task.Run(() => Outer());")]
    [InlineData("foreach (var i in new[] { 1 }) { Outer(); }")]
    [InlineData("await WaitAsync(); await WaitAsync();")]
    [InlineData("for (int i = 0; i < 9; i++) { var one = new C(); Task.Run(() => one.Outer()); }")]
    [InlineData("C first = new(), second = new(); Task a = Task.Run(() => first.Outer()), b = Task.Run(() => second.Outer()); await Task.WhenAll(a, b);")]
    public Task One_call_after_the_other(string body)
        => InClassAsync($$"""
            int _n;
            public async Task RunAsync() { {{body}} Console.WriteLine(_n + 1); Console.Beep(_n, 1); }
            private void Outer() => Inner();
            private void Inner() => _n += 1;
            private async Task WaitAsync() { await Task.Yield(); Outer(); }
            """);

    [Fact]
    public Task Behind_an_await_of_calls_that_overlap()
        => InClassAsync("""
            int _n, _m;
            public async Task RunAsync() { var a = LaterAsync(); var b = LaterAsync(); await a; await b; await OnceAsync(); await OnceAsync(); Console.Beep(_n, _m); }
            private async Task LaterAsync() { await Task.Yield(); [|_n++|]; }
            private async Task OnceAsync() { await Task.Yield(); _m++; }
            """);

    [Fact]
    public Task One_object_that_two_tasks_call()
        => FlagsAsync("""
            class Account { int _balance; public int Balance => _balance; public void Deposit(int amount) => [|_balance += amount|]; }
            class Program
            {
                async Task RunAsync()
                {
                    var account = new Account();
                    Task first = Task.Run(() => account.Deposit(1)), second = Task.Run(() => account.Deposit(1));
                    await Task.WhenAll(first, second);
                }
            }
            """);

    // ---- Fixes ----

    [Fact]
    public Task The_update_of_a_middleware_becomes_atomic()
        => Verify.FixesAsync(
            Usings + """
            class Middle { readonly RequestDelegate next; public Middle(RequestDelegate next) => this.next = next; int _n; public int N => _n; public Task Invoke(HttpContext context) { [|_n++|]; return next(context); } }
            """ + Web,
            Usings + """
            class Middle { readonly RequestDelegate next; public Middle(RequestDelegate next) => this.next = next; int _n; public int N => _n; public Task Invoke(HttpContext context) { Interlocked.Increment(ref _n); return next(context); } }
            """ + Web);

    [Fact]
    public Task The_local_of_an_endpoint_becomes_atomic()
        => Verify.FixesAsync(
            Usings + """class C { static void Map(IEndpointRouteBuilder app) { int n = 0; app.MapGet("/", () => { return [|++n|]; }); } }""" + Web,
            Usings + """class C { static void Map(IEndpointRouteBuilder app) { int n = 0; app.MapGet("/", () => { return Interlocked.Increment(ref n); }); } }""" + Web);

    [Fact]
    public Task What_is_no_integer_gets_a_lock()
        => Verify.FixesAsync(
            Usings + """
            class Middle
            {
                readonly RequestDelegate next; public Middle(RequestDelegate next) => this.next = next;
                private double _n;
                public double N => _n;
                public Task Invoke(HttpContext context)
                {
                    [|_n += 0.5|];
                    return next(context);
                }
            }
            """ + Web,
            Usings + """
            class Middle
            {
                readonly RequestDelegate next; public Middle(RequestDelegate next) => this.next = next;
                private double _n;
                private readonly object _nLock = new();
                public double N
                {
                    get
                    {
                        lock (_nLock)
                        {
                            return _n;
                        }
                    }
                }
                public Task Invoke(HttpContext context)
                {
                    lock (_nLock)
                    {
                        _n += 0.5;
                    }
                    return next(context);
                }
            }
            """ + Web, languageVersion: LanguageVersion.CSharp10);
}
