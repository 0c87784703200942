using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>SignalR hubs, and other types whose methods are there to be overridden.</summary>
public class HubTests
{
    private const string SignalR = """

        namespace Microsoft.AspNetCore.SignalR
        {
            public interface IClientProxy { Task SendAsync(string name); }
            public abstract class Hub
            {
                public IClientProxy Caller => throw new NotImplementedException();
                public virtual Task OnConnectedAsync() => throw null!;
                public virtual Task OnDisconnectedAsync(Exception? exception) => throw null!;
            }
            public abstract class Hub<T> : Hub { }
        }
        namespace Microsoft.AspNetCore.Components
        {
            public class ComponentBase { protected virtual Task OnInitializedAsync() => throw null!; public virtual Task SetParametersAsync() => throw null!; }
        }
        namespace Mine { public class Hub { public virtual Task OnConnectedAsync() => throw null!; } }
        """;

    private const string Xunit = " namespace Xunit { class FactAttribute : Attribute { } } static class Assert { public static void True(bool b) { } }";

    [Theory]
    [InlineData("Microsoft.AspNetCore.SignalR.Hub", "public override Task OnConnectedAsync() { base.OnConnectedAsync(); return Task.CompletedTask; }")]
    [InlineData("Microsoft.AspNetCore.SignalR.Hub<int>", "public override Task OnDisconnectedAsync(Exception? e) { base.OnDisconnectedAsync(e); return Task.CompletedTask; }")]
    [InlineData("Microsoft.AspNetCore.Components.ComponentBase", "protected override Task OnInitializedAsync() { base.OnInitializedAsync(); return Task.CompletedTask; }")]
    public Task A_base_that_does_nothing(string type, string member) => Verify.SilentAsync("class C : " + type + " { " + member + " }" + SignalR);

    [Theory]
    [InlineData("Mine.Hub", "public override Task OnConnectedAsync() { {|#0:base.OnConnectedAsync()|}; return Task.CompletedTask; }")]
    [InlineData("Microsoft.AspNetCore.SignalR.Hub", "public Task Again() { {|#0:OnConnectedAsync()|}; return Task.CompletedTask; }")]
    [InlineData("Microsoft.AspNetCore.Components.ComponentBase", "public override Task SetParametersAsync() { {|#0:base.SetParametersAsync()|}; return Task.CompletedTask; }")]
    [InlineData("Microsoft.AspNetCore.SignalR.Hub", "public void Echo() { {|#0:Caller.SendAsync(\"Echo\")|}; }")]
    public Task Warned(string type, string member) => ReportsAsync("class C : " + type + " { " + member + " }" + SignalR, DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("Microsoft.AspNetCore.SignalR.Hub", "public void Echo() { {|#0:Caller.SendAsync(\"Echo\")|}; }", DiagnosticSeverity.Info)]
    [InlineData("Microsoft.AspNetCore.SignalR.Hub<int>", "public void Echo() => {|#0:Caller.SendAsync(\"Echo\")|};", DiagnosticSeverity.Info)]
    [InlineData("Microsoft.AspNetCore.SignalR.Hub", "public void Echo() { {|#0:Task.Delay(1)|}; }", DiagnosticSeverity.Warning)]
    [InlineData("Microsoft.AspNetCore.SignalR.Hub", "public void Echo() { {|#0:Caller.SendAsync(\"Echo\")|}; Assert.True(true); }", DiagnosticSeverity.Warning)]
    [InlineData("Mine.Hub", "public void Echo(Microsoft.AspNetCore.SignalR.IClientProxy p) { {|#0:p.SendAsync(\"Echo\")|}; }", DiagnosticSeverity.Info)]
    public Task In_a_project_of_tests(string type, string member, DiagnosticSeverity severity)
        => ReportsAsync("class C : " + type + " { " + member + " }" + SignalR + Xunit, severity);

    private static Task ReportsAsync(string source, DiagnosticSeverity severity) => Verify.ReportsAsync(
        source,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", severity).WithLocation(0)));
}
