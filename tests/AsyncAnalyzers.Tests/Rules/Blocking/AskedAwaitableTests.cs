using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Awaitables of a type of the code's own that say whether anything is left to wait for.</summary>
public class AskedAwaitableTests
{
    [Theory]
    [InlineData("if (r.HasValue) n = r.GetAwaiter().GetResult();")]
    [InlineData("if (r.HasValue) { n++; n = r.GetAwaiter().GetResult(); } else { n = await r; }")]
    [InlineData("if (!r.HasValue) return; n = r.GetAwaiter().GetResult();")]
    [InlineData("n = r.HasValue ? r.GetAwaiter().GetResult() : 0;")]
    [InlineData("if (n > 0 && r.HasValue) n = r.GetAwaiter().GetResult();")]
    [InlineData("if (r.Asks()) n = r.GetAwaiter().GetResult();")]
    [InlineData("if (r.Block) n = r.GetAwaiter().GetResult();")]
    [InlineData("if (!r.Pending) n = r.GetAwaiter().GetResult();")]
    [InlineData("if (r.Pending) { n = await r; return; } n = r.GetAwaiter().GetResult();")]
    [InlineData("if (r.IsCompleted) n = r.GetAwaiter().GetResult();")]
    [InlineData("if (field.HasValue) n = field.GetAwaiter().GetResult();")]
    [InlineData("if (r.NoTask || r.IsCompleted) n = r.GetAwaiter().GetResult();")]
    public Task Asked_before(string body) => Verify.SilentAsync(In(body));

    [Theory]
    [InlineData("n = [|r.GetAwaiter().GetResult()|];")]
    [InlineData("if (!r.HasValue) n = [|r.GetAwaiter().GetResult()|];")]
    [InlineData("if (r.HasValue) n++; n = [|r.GetAwaiter().GetResult()|];")]
    [InlineData("if (r.HasValue || n > 0) n = [|r.GetAwaiter().GetResult()|];")]
    [InlineData("if (field.HasValue) n = [|r.GetAwaiter().GetResult()|];")]
    [InlineData("if (r.Pending) n = [|r.GetAwaiter().GetResult()|];")]
    [InlineData("if (r.HasTask) n = [|r.GetAwaiter().GetResult()|];")]
    [InlineData("if (r.Flag) n = [|r.GetAwaiter().GetResult()|];")]
    [InlineData("if (r.Either) n = [|r.GetAwaiter().GetResult()|];")]
    [InlineData("if (r.IsFor(n)) n = [|r.GetAwaiter().GetResult()|];")]
    public Task Not_asked(string body) => Verify.ReportsAsync(In(body));

    // ---- what is true of a program ----

    [Theory]
    [InlineData(OutputKind.ConsoleApplication, "", "'Result' blocks 'M' until the task completes; use 'await'")]
    [InlineData(OutputKind.DynamicallyLinkedLibrary, "", "'Result' blocks 'M' until the task completes and can deadlock; use 'await'")]
    [InlineData(OutputKind.WindowsApplication, "", "'Result' blocks 'M' until the task completes and can deadlock; use 'await'")]
    [InlineData(OutputKind.ConsoleApplication, "namespace System.Windows.Controls { class Button { } }",
        "'Result' blocks 'M' until the task completes and can deadlock; use 'await'")]
    [InlineData(OutputKind.ConsoleApplication, "namespace Microsoft.AspNetCore.Http { public class HttpContext { } }",
        "'Result' blocks 'M' until the task completes and can deadlock; use 'await'")]
    public Task A_console_program_has_no_context(OutputKind kind, string types, string message)
    {
        var test = new CSharpAnalyzerTest<ASYNC1002BlockingOnTaskAnalyzer, Microsoft.CodeAnalysis.Testing.DefaultVerifier>
        {
            TestCode = types + " class Program { static void Main() { } } "
                + "class C { async Task M(Task<int> t) { await Task.Yield(); int n = {|#0:t.Result|}; } }",
        };
        Verification.TestSetup.Apply(test, null, null, null, kind, true);
        test.ExpectedDiagnostics.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult("ASYNC1002", DiagnosticSeverity.Warning)
            .WithLocation(0).WithMessage(message));
        return test.RunAsync();
    }

    private static string In(string body) => $$"""
        readonly struct Maybe
        {
            readonly int _value; readonly object? _task; readonly bool _flag;
            public bool HasValue => this._task is null || this._task is Task { IsCompleted: true, IsFaulted: false } and not Task<string>;
            public bool Asks() => _task == null || ((Task)_task).IsCompletedSuccessfully;
            public bool Block { get { return _task is Task { IsCompleted: true }; } }
            public bool Pending => !(_task is null or Task { IsCompleted: true });
            public bool IsCompleted => _flag;
            public bool NoTask => _task is null;
            public bool HasTask => _task is not null;
            public bool Flag => _flag;
            public bool Either => _flag || _task is Task { IsCompleted: true };
            public bool IsFor(int n) => _task is null && n > 0;
            public System.Runtime.CompilerServices.TaskAwaiter<int> GetAwaiter()
                => (_task as Task<int> ?? Task.FromResult(_value)).GetAwaiter();
        }
        class C
        {
            readonly Maybe field = default;
            async Task M(Maybe r, int n)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;
}
