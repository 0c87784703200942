using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A callback that a library keeps, and that calls on what it is given: the library looks after that.</summary>
public class GivenReceiverTests
{
    private const string Library = """
        using System; using System.Collections.Generic; using System.Threading.Tasks;
        namespace Browsing
        {
            public interface IRequest { Task AbortAsync(); }
            public interface IRoute { Task ContinueAsync(); IRequest Request { get; } }
            public class RequestEventArgs { public IRoute Route => null!; }
            public interface IPage
            {
                Task RouteAsync(string url, Action<IRoute> handler);
                void On(Action<string, IRoute> handler);
                event EventHandler<RequestEventArgs> Requested;
                void Walk(IEnumerable<IRoute> routes, Action<IRoute> action);
                void ForEachRoute(Action<IRoute> action);
            }
        }
        """;

    [Theory]
    [InlineData("""page.RouteAsync("**", route => { {|#0:route.ContinueAsync()|}; }).Wait();""")]
    [InlineData("""page.RouteAsync("**", route => {|#0:route.ContinueAsync()|}).Wait();""")]
    [InlineData("""page.RouteAsync("**", (route) => { {|#0:route.Request.AbortAsync()|}; }).Wait();""")]
    [InlineData("""page.On((name, route) => { Console.WriteLine(name); {|#0:route.ContinueAsync()|}; });""")]
    [InlineData("""page.Requested += (sender, e) => {|#0:e.Route.ContinueAsync()|};""")]
    [InlineData("""void Handle(IRoute route) { {|#0:route.ContinueAsync()|}; } page.RouteAsync("**", Handle).Wait();""")]
    [InlineData("""page.Requested += OnRequested; } void OnRequested(object? sender, RequestEventArgs e) { {|#0:e.Route.ContinueAsync()|};""")]
    public Task Suggested(string body) => ReportsAsync(body, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("""page.RouteAsync("**", route => { {|#0:other.ContinueAsync()|}; }).Wait();""")]
    [InlineData("""page.Walk(new[] { other }, route => {|#0:route.ContinueAsync()|});""")]
    [InlineData("""page.ForEachRoute(route => {|#0:route.ContinueAsync()|});""")]
    [InlineData("""new List<IRoute>().ForEach(route => {|#0:route.ContinueAsync()|});""")]
    [InlineData("""Own(route => {|#0:route.ContinueAsync()|}); void Own(Action<IRoute> a) => a(other);""")]
    [InlineData("""void Handle(IRoute route) { {|#0:route.ContinueAsync()|}; } Handle(other);""")]
    [InlineData("""void Handle(IRoute route) { {|#0:route.ContinueAsync()|}; } page.RouteAsync("**", Handle).Wait(); Handle(other);""")]
    [InlineData("""Action<IRoute> handler = route => {|#0:route.ContinueAsync()|}; handler(other);""")]
    public Task Warned(string body) => ReportsAsync(body, DiagnosticSeverity.Warning);

    private static Task ReportsAsync(string body, DiagnosticSeverity severity) => Verify.ReportsAsync(
        "using Browsing; class C { void M(IPage page, IRoute other) { " + body + " } }",
        configure: test =>
        {
            test.TestState.AdditionalProjects["Browsing"].Sources.Add(("Library.cs", Library));
            test.TestState.AdditionalProjectReferences.Add("Browsing");
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", severity).WithLocation(0));
        });
}
