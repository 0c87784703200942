namespace AsyncAnalyzers.Tests.Cases;

/// <summary>ASP.NET Core, hosted services and Blazor: inputs after public bug reports.</summary>
public class WebCases
{
    /// <summary>A hosted service whose loop blocks, or never yields, holds up the start of the host (dotnet/aspnetcore#12907, dotnet/runtime#36063).</summary>
    [Fact]
    public Task Loops_of_hosted_services() => Case.HoldsAsync("""
        using System.Collections.Concurrent;
        using Microsoft.Extensions.Hosting;

        class Mailer : BackgroundService
        {
            private readonly BlockingCollection<string> _mails = new();
            public void Enqueue(string mail) => _mails.Add(mail);
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                foreach (var mail in {|ASYNC1005:_mails.GetConsumingEnumerable(stoppingToken)|})
                    Console.WriteLine(mail);
                return Task.CompletedTask;
            }
        }
        class Spinner : BackgroundService
        {
            private readonly Queue<int> _work = new();
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {|ASYNC4001:while (!stoppingToken.IsCancellationRequested)|}
                {
                    if (_work.Count > 0) Console.WriteLine(_work.Dequeue());
                    await Task.CompletedTask;
                }
            }
        }
        class Yielding : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Yield();
                while (!stoppingToken.IsCancellationRequested)
                {
                    Console.WriteLine("tick");
                    await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                }
            }
        }
        """, libraries: [Library.AspNetCore]);

    /// <summary>It runs on the thread that starts the host (dotnet/aspnetcore#3868).</summary>
    [Fact]
    public Task Work_before_the_first_await() => Case.HoldsAsync("""
        using Microsoft.Extensions.Hosting;

        class PageViews : BackgroundService
        {
            private readonly List<string> _log = new();
            protected override async Task ExecuteAsync(CancellationToken ct)
            {
                {|ASYNC1006:Warm|}();
                {|ASYNC1009:while (!ct.IsCancellationRequested)|}
                {
                    _log.Add(DateTime.UtcNow.ToString());
                    await Task.Delay(1000, ct);
                }
            }
            private void Warm() { for (int i = 0; i < 3; i++) Thread.Sleep(500); }
        }
        """, libraries: [Library.AspNetCore]);

    /// <summary>Blazor components that block, drop tasks or are async void (dotnet/aspnetcore#26314, #12299, #18092).</summary>
    [Fact]
    public Task Components() => Case.HoldsAsync("""
        using Microsoft.AspNetCore.Components;
        using Microsoft.AspNetCore.Components.Rendering;

        class Page : ComponentBase
        {
            [Parameter] public string Value { get; set; }
            [Parameter] public EventCallback<string> ValueChanged { get; set; }
            private async Task<int> GetMultiple(int a, int b) { await Task.Delay(1); return a * b; }
            protected override void BuildRenderTree(RenderTreeBuilder b) { b.AddContent(0, {|ASYNC1003:GetMultiple(2, 3).Result|}); }
            private void GetResponse() { {|ASYNC1003:Task.Delay(1000).ConfigureAwait(false).GetAwaiter().GetResult()|}; }
            private void Changed(string v) { {|ASYNC2001:ValueChanged.InvokeAsync(v)|}; }
            private async void {|ASYNC2002:Clicked|}() { await ValueChanged.InvokeAsync("x"); StateHasChanged(); }
            private void Outside(string v) { {|ASYNC2001:InvokeAsync(StateHasChanged)|}; }
            private string Name() { var res = {|ASYNC1003:LoadAsync().Result|}; return res; }
            protected override async Task OnInitializedAsync() { {|ASYNC1006:Name|}(); await LoadAsync(); }
            private Task<string> LoadAsync() => File.ReadAllTextAsync("x");
            protected override void OnInitialized() { base.OnInitialized(); {|ASYNC2001:LoadAsync()|}; }
            private ValueTask<string> Js() => new(LoadAsync());
            public Page() { Value = {|ASYNC1003:Js().GetAwaiter().GetResult()|}; }
            protected override async Task OnParametersSetAsync() { await base.OnParametersSetAsync(); await Task.CompletedTask; }
        }
        """, libraries: [Library.AspNetCore]);

    /// <summary>Controllers that drop work on scoped objects (dotnet/efcore#4057, dotnet/aspnetcore#36600).</summary>
    [Fact]
    public Task Work_that_outlives_its_request() => Case.HoldsAsync("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.AspNetCore.Http;

        class Db : DbContext { }
        class HomeController : ControllerBase
        {
            private readonly Db _db;
            public HomeController(Db db) => _db = db;
            public IActionResult Import([FromServices] Db db)
            {
                {|ASYNC2001:Task.Factory.StartNew(() => { db.Add("x"); db.SaveChanges(); })|};
                return Content("blah");
            }
            public IActionResult Import2() { {|ASYNC2001:Task.Run(() => _db.SaveChangesAsync())|}; return Ok(); }
            public IActionResult Import3() { _ = Task.Run(() => Log({|ASYNC3017:HttpContext|})); return Ok(); }
            public async Task<IActionResult> Import4() { await {|ASYNC1008:Task.Run(() => _db.SaveChanges())|}; return Ok(); }
            public IActionResult Get() => Ok({|ASYNC2010:LoadAsync()|});
            private async Task<int> LoadAsync() { await Task.Delay(1); return 1; }
            private void Log(HttpContext c) { }
        }
        """, libraries: [Library.EntityFramework, Library.AspNetCore]);

    /// <summary>Shutdown does not wait for async work in a callback (dotnet/core#4072, dotnet/extensions#2827).</summary>
    [Fact]
    public Task Callbacks_of_the_lifetime() => Case.HoldsAsync("""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.AspNetCore.Http;

        class Startup
        {
            private Task FlushAsync() => File.WriteAllTextAsync("a", "b");
            public void Configure(IApplicationBuilder app, IHostApplicationLifetime life)
            {
                life.ApplicationStopping.Register({|ASYNC2003:async|} () => await FlushAsync());
                life.ApplicationStopping.Register(() => {|ASYNC1003:FlushAsync().GetAwaiter().GetResult()|});
                life.ApplicationStopping.Register(() => { {|ASYNC2001:FlushAsync()|}; });
                life.ApplicationStopping.Register({|ASYNC2003:OnStopping|});
                life.ApplicationStopping.Register(() => Thread.Sleep(1000));
                AppDomain.CurrentDomain.ProcessExit += {|ASYNC2003:async|} (s, e) => {|ASYNC2020:await|} FlushAsync();
                Console.CancelKeyPress += {|ASYNC2003:async|} (s, e) => { e.Cancel = true; await FlushAsync(); };
            }
            private async void OnStopping() { await FlushAsync(); }
            public void ConfigureServices(IServiceCollection s)
            {
                s.AddSingleton(sp => {|ASYNC1003:MakeAsync().Result|});
                s.AddSingleton(sp => MakeAsync());
            }
            private async Task<List<int>> MakeAsync() { await Task.Delay(1); return new(); }
        }
        class Starter : IHostedService
        {
            public Task StartAsync(CancellationToken ct) { {|ASYNC1002:Migrate().Wait(ct)|}; return Task.CompletedTask; }
            private Task Migrate() => Task.Delay(1);
            public Task StopAsync(CancellationToken ct) { {|CS4014:Loop()|}; return Task.CompletedTask; }
            private async Task Loop() { await Task.Delay(1); }
        }
        """, libraries: [Library.AspNetCore]);

    /// <summary>Tasks of the next middleware and of endpoints (dotnet/AspNetCore.Docs#8531, #7545).</summary>
    [Fact]
    public Task Middleware() => Case.HoldsAsync("""
        using System.Net.Http;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;

        class Culture
        {
            private readonly RequestDelegate _next;
            public Culture(RequestDelegate next) => _next = next;
            public Task InvokeAsync(HttpContext context) { context.Response.Headers["x"] = "y"; return _next(context); }
            public Task Bad(HttpContext context) { {|ASYNC2001:_next(context)|}; return Task.CompletedTask; }
            public async Task Bad2(HttpContext context) { {|CS4014:_next(context)|}; await Task.Yield(); }
            public async void {|ASYNC2002:Invoke|}(HttpContext context) { await _next(context); }
            public Task Catch(HttpContext context) { try { return {|ASYNC2004:_next(context)|}; } catch (Exception e) { Console.WriteLine(e); return Task.CompletedTask; } }
            public void Map(IApplicationBuilder app)
            {
                app.Use(async (ctx, next) => { await ctx.Response.WriteAsync("a"); await next(); });
                app.Use(async (ctx, next) => { {|CS4014:next()|}; await ctx.Response.WriteAsync("a"); });
                app.Use((ctx, next) => { {|ASYNC2001:next(ctx)|}; return Task.CompletedTask; });
                app.Run(async ctx => { {|CS4014:ctx.Response.WriteAsync("x")|}; });
                app.Run(ctx => ctx.Response.WriteAsync("x"));
            }
            public static void Endpoints(WebApplication app)
            {
                app.MapGet("/", () => { {|CS4014:Work()|}; return "ok"; });
                app.MapGet("/a", async () => { await Work(); return "ok"; });
                app.MapGet("/b", () => Work());
                app.MapGet("/c", () => Results.Ok({|ASYNC2010:Value()|}));
                app.MapPost("/d", async (HttpRequest r) => { using var sr = new StreamReader(r.Body); return {|ASYNC1004:sr.ReadToEnd()|}; });
            }
            private static async Task Work() => await Task.Delay(1);
            private static async Task<int> Value() { await Task.Delay(1); return 1; }
        }
        """, libraries: [Library.AspNetCore]);

    /// <summary>ASP.NET Core awaits what a lambda of MapGet returns.</summary>
    [Fact]
    public Task Endpoint_lambdas() => Case.HoldsAsync("""
        using System.Net.Http;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;

        static class Api
        {
            private static async Task Work() => await Task.Delay(1);
            private static async Task<int> Value() { await Task.Delay(1); return 1; }
            public static void Endpoints(WebApplication app)
            {
                app.MapGet("/a", () => { {|CS4014:Work()|}; return "ok"; });
                app.MapGet("/b", () => Results.Ok({|ASYNC2010:Value()|}));
                app.MapGet("/c", () => {|ASYNC1002:Value().Result|});
                app.MapGet("/d", (int id) => { {|ASYNC1001:Thread.Sleep(id)|}; return id; });
                app.MapGet("/e", () => {|ASYNC1004:File.ReadAllText("x")|});
                app.MapPost("/f", (HttpRequest r) => { var s = {|ASYNC1002:new StreamReader(r.Body).ReadToEndAsync().Result|}; return s; });
                app.MapGet("/g", () => $"n = {{|ASYNC2010:Value()|}}");
            }
        }
        """, libraries: [Library.AspNetCore]);

    /// <summary>Scopes and providers hold services that only dispose asynchronously (dotnet/runtime#43970, dotnet/aspnetcore#30964).</summary>
    [Fact]
    public Task Service_scopes() => Case.HoldsAsync("""
        using Microsoft.Extensions.DependencyInjection;

        class Worker
        {
            private readonly IServiceProvider _sp; private readonly IServiceScopeFactory _f;
            public Worker(IServiceProvider sp, IServiceScopeFactory f) { _sp = sp; _f = f; }
            public async Task A() { {|ASYNC1007:using|} var scope = _sp.CreateScope(); await Task.Yield(); scope.ServiceProvider.GetService<Worker>(); }
            public async Task B() { {|ASYNC1007:using|} (var scope = _f.CreateScope()) { await Task.Yield(); } }
            public async Task C() { await using var scope = _sp.CreateAsyncScope(); await Task.Yield(); }
            public void D() { using var scope = _sp.CreateScope(); }
            public async Task E() { {|ASYNC1007:using|} var scope = _sp.CreateAsyncScope(); await Task.Yield(); }
            public async Task F() { {|ASYNC1007:using|} var p = new ServiceCollection().BuildServiceProvider(); await Task.Yield(); }
        }
        """, libraries: [Library.AspNetCore]);
}
