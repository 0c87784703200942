using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.CpuBound;
using AsyncAnalyzers.Rules.Unobserved;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Lambdas and methods that are given to <c>MapGet</c> and its like: ASP.NET Core awaits what they return.</summary>
public class EndpointHandlerTests
{
    private const string Head = """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Routing;

        """;

    private const string Framework = """

        interface IStore { Task SaveAsync(); Task<int> CountAsync(); }
        namespace Microsoft.AspNetCore.Http
        {
            public class HttpContext { }
            public delegate Task RequestDelegate(HttpContext context);
            public interface IResult { }
            public static class Results { public static IResult Ok(object? value = null) => null!; }
            public static class RequestDelegateFactory { public static object Create(Delegate handler) => handler; }
        }
        namespace Microsoft.AspNetCore.Routing
        {
            public interface IEndpointRouteBuilder { }
        }
        namespace Microsoft.AspNetCore.Builder
        {
            public class WebApplication : Microsoft.AspNetCore.Routing.IEndpointRouteBuilder { }
            public static class EndpointRouteBuilderExtensions
            {
                public static object MapGet(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints, string pattern, Microsoft.AspNetCore.Http.RequestDelegate handler) => handler;
                public static object MapGet(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints, string pattern, Delegate handler) => handler;
                public static object MapFallback(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints, Delegate handler) => handler;
            }
        }
        """;

    [Fact]
    public Task A_dropped_task_is_awaited() => Fixes<ASYNC2001UnawaitedTaskAnalyzer, ASYNC2001UnawaitedTaskCodeFix>(
        """
        // saves first
        app.MapGet("/a", () => { [|store.SaveAsync()|]; return "ok"; });
        """, """
        // saves first
        app.MapGet("/a", async () => { await store.SaveAsync(); return "ok"; });
        """);

    [Fact]
    public Task What_returns_nothing_may_become_a_request_delegate() => Fixes<ASYNC2001UnawaitedTaskAnalyzer, ASYNC2001UnawaitedTaskCodeFix>(
        """
        // saves
        app.MapGet("/a", (HttpContext context) => { [|store.SaveAsync()|]; });
        """, """
        // saves
        app.MapGet("/a", async (HttpContext context) => { await store.SaveAsync(); });
        """);

    [Theory]
    [InlineData("app.MapGet(\"/a\", () => [|store.CountAsync().Result|]);", "app.MapGet(\"/a\", async () => await store.CountAsync());")]
    [InlineData("app.MapGet(\"/a\", (int id) => [|store.CountAsync().Result|] + id);", "app.MapGet(\"/a\", async (int id) => await store.CountAsync() + id);")]
    [InlineData("app.MapGet(\"/a\", handler: (() => { return [|store.CountAsync().Result|]; }));", "app.MapGet(\"/a\", handler: (async () => { return await store.CountAsync(); }));")]
    [InlineData("app.MapGet(\"/a\", delegate (int id) { return [|store.CountAsync().Result|]; });", "app.MapGet(\"/a\", async delegate (int id) { return await store.CountAsync(); });")]
    [InlineData("app.MapGet(\"/a\", static long (IStore s) => [|s.CountAsync().Result|]);", "app.MapGet(\"/a\", static async Task<long> (IStore s) => await s.CountAsync());")]
    [InlineData("app.MapGet(\"/a\", (HttpContext c) => { return [|store.CountAsync().Result|]; });", "app.MapGet(\"/a\", async (HttpContext c) => { return await store.CountAsync(); });")]
    [InlineData("app.MapFallback(() => { [|store.SaveAsync().Wait()|]; });", "app.MapFallback(async () => { await store.SaveAsync(); });")]
    [InlineData("EndpointRouteBuilderExtensions.MapGet(app, \"/a\", () => [|store.CountAsync().Result|]);", "EndpointRouteBuilderExtensions.MapGet(app, \"/a\", async () => await store.CountAsync());")]
    public Task A_wait_is_on_the_event_loop_and_becomes_an_await(string before, string after)
        => Fixes<ASYNC1002BlockingOnTaskAnalyzer, ASYNC1002BlockingOnTaskCodeFix>("// answers\n" + before, "// answers\n" + after);

    [Fact]
    public Task A_sleep() => Fixes<ASYNC1001ThreadSleepInAsyncAnalyzer, ASYNC1001ThreadSleepInAsyncCodeFix>(
        """
        // slow
        app.MapGet("/a", (int id) => { [|Thread.Sleep(id)|]; });
        """, """
        // slow
        app.MapGet("/a", async (int id) => { await Task.Delay(id); });
        """);

    [Fact]
    public Task A_call_with_an_asynchronous_counterpart() => Fixes<ASYNC1004SynchronousCallInAsyncAnalyzer, ASYNC1004SynchronousCallInAsyncCodeFix>(
        """
        // reads
        app.MapGet("/a", () => [|File.ReadAllText("x")|]);
        """, """
        // reads
        app.MapGet("/a", async () => await File.ReadAllTextAsync("x"));
        """);

    [Fact]
    public Task A_task_that_is_answered_as_a_value() => Fixes<ASYNC2010TaskAsValueAnalyzer, ASYNC2010TaskAsValueCodeFix>(
        """
        // counts
        app.MapGet("/a", () => $"{[|store.CountAsync()|]}");
        """, """
        // counts
        app.MapGet("/a", async () => $"{await store.CountAsync()}");
        """);

    /// <summary>The lambda would be a request delegate then, whose answer nobody sends.</summary>
    [Fact]
    public Task No_fix_makes_a_request_delegate_of_what_answers() => Reports<ASYNC1002BlockingOnTaskAnalyzer, ASYNC1002BlockingOnTaskCodeFix>(
        "app.MapGet(\"/a\", (HttpContext context) => [|store.CountAsync().Result|]);");

    [Theory]
    [InlineData("var handler = () => [|store.CountAsync().Result|];\napp.MapGet(\"/a\", handler);", "var handler = async () => await store.CountAsync();\napp.MapGet(\"/a\", handler);")]
    [InlineData("Delegate handler = () => [|store.CountAsync().Result|];\napp.MapGet(\"/a\", handler);", "Delegate handler = async () => await store.CountAsync();\napp.MapGet(\"/a\", handler);")]
    [InlineData("Func<int> handler = () => [|store.CountAsync().Result|];\napp.MapGet(\"/a\", handler);", "Func<Task<int>> handler = async () => await store.CountAsync();\napp.MapGet(\"/a\", handler);")]
    [InlineData("app.MapGet(\"/a\", Count);\nint Count() => [|store.CountAsync().Result|];", "app.MapGet(\"/a\", Count);\nasync Task<int> Count() => await store.CountAsync();")]
    [InlineData("RequestDelegateFactory.Create(() => [|store.CountAsync().Result|]);", "RequestDelegateFactory.Create(async () => await store.CountAsync());")]
    [InlineData("MapBoth(app, () => [|store.CountAsync().Result|]);\nMapBoth(app, () => 1);", "MapBoth(app, async () => await store.CountAsync());\nMapBoth(app, () => 1);")]
    public Task What_is_handed_on_to_an_endpoint_becomes_async(string before, string after)
        => Fixes<ASYNC1003SyncOverAsyncAnalyzer, ASYNC1003SyncOverAsyncCodeFix>("// answers\n" + before, "// answers\n" + after);

    [Fact]
    public Task A_method_that_is_named_becomes_async() => Verify<ASYNC1003SyncOverAsyncAnalyzer, ASYNC1003SyncOverAsyncCodeFix>.FixesAsync(
        Head + """
        static class Api
        {
            public static void Map(WebApplication app) => app.MapGet("/a", Handlers.Count);
        }

        static class Handlers
        {
            // counts
            public static int Count(IStore store) => [|store.CountAsync().Result|];
        }
        """ + Framework,
        Head + """
        static class Api
        {
            public static void Map(WebApplication app) => app.MapGet("/a", Handlers.Count);
        }

        static class Handlers
        {
            // counts
            public static async Task<int> Count(IStore store) => await store.CountAsync();
        }
        """ + Framework);

    [Theory]
    [InlineData("Use(() => [|store.CountAsync().Result|]);")] // some delegate: nobody knows who calls it
    [InlineData("MapNow(app, () => [|store.CountAsync().Result|]);")] // invoked, and its answer used as it is
    [InlineData("var handler = () => [|store.CountAsync().Result|];\napp.MapGet(\"/a\", handler);\nConsole.WriteLine(handler() + 1);\nUse(handler);")]
    [InlineData("app.MapGet(\"/a\", Count);\nUse(Count);\nint Count() => [|store.CountAsync().Result|];")]
    public Task No_fix_where_something_else_takes_the_delegate(string code) => Reports<ASYNC1003SyncOverAsyncAnalyzer, ASYNC1003SyncOverAsyncCodeFix>(code);

    [Theory]
    [InlineData("app.MapGet(\"/a\", async () => await store.CountAsync());")]
    [InlineData("app.MapGet(\"/a\", () => store.CountAsync());")]
    [InlineData("app.MapGet(\"/a\", () => Task.Run(() => File.ReadAllText(\"x\")));")]
    [InlineData("Use(() => File.ReadAllText(\"x\"));")]
    [InlineData("MapNow(app, () => File.ReadAllText(\"x\"));")]
    public Task Silent_where_it_is_asynchronous_or_no_endpoint(string code)
        => Verify<ASYNC1004SynchronousCallInAsyncAnalyzer, ASYNC1004SynchronousCallInAsyncCodeFix>.SilentAsync(In(code));

    /// <summary>It has a thread of its own for as long as it computes.</summary>
    [Fact]
    public Task A_long_computation_in_a_synchronous_handler_is_nobodys_loop() => Verify<ASYNC4001CpuBoundLoopInAsyncAnalyzer, ASYNC4001CpuBoundLoopInAsyncCodeFix>.SilentAsync(In(
        "app.MapGet(\"/a\", () => { long n = 0; for (int i = 0; i < 100000; i++) for (int j = 0; j < 100000; j++) n += i ^ j; return n; });"));

    private static Task Fixes<TAnalyzer, TCodeFix>(string before, string after)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new()
        => Verify<TAnalyzer, TCodeFix>.FixesAsync(In(before), In(after));

    private static Task Reports<TAnalyzer, TCodeFix>(string code)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new()
        => Verify<TAnalyzer, TCodeFix>.ReportsAsync(In(code));

    private static string In(string code) => Head + $$"""
        static class Api
        {
            public static void Map(WebApplication app, IStore store)
            {
                {{code.Replace("\n", "\n        ").Replace("        \n", "\n")}}
            }

            private static void Use(Delegate function) => function.DynamicInvoke();

            private static void MapNow(this WebApplication app, Delegate function) => app.MapGet("/now", () => function.DynamicInvoke());

            private static void MapBoth(this IEndpointRouteBuilder app, Delegate function)
            {
                app.MapGet("/1", function);
                app.MapFallback(function);
            }
        }
        """ + Framework;
}
