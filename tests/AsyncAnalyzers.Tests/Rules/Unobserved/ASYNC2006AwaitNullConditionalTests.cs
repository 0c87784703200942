using Microsoft.CodeAnalysis;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2006AwaitNullConditionalAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2006AwaitNullConditionalAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2006AwaitNullConditionalCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2006AwaitNullConditionalTests
{
    private const string Svc = """

        interface ISvc { Task DoAsync(); Task<int> GetAsync(); Task<string> NameAsync(); Task<string?> MaybeAsync(); Task<T> OfAsync<T>(); Func<Task>? Handler { get; } ISvc? Next { get; } ISvc this[int i] { get; } ValueTask VAsync(); }
        """;

    /// <summary>The author takes it for not null, and would not be helped by a second opinion in the build.</summary>
    [Theory]
    [InlineData("async Task M() { await [|_svc?.DoAsync()|]; _svc.ToString(); }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { var n = await [|_svc?.GetAsync()|]; var h = this._svc.Handler; }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M() { await [|_svc?.DoAsync()|]; if (_svc != null) { _svc.ToString(); } }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M() { await [|_svc?.DoAsync()|]; _other.ToString(); }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M(ISvc svc) { await [|svc?.DoAsync()|]; svc.ToString(); }", DiagnosticSeverity.Warning)]
    public Task Used_plainly_beside(string member, DiagnosticSeverity severity)
        => Report.ReportsAsync("#nullable disable\nclass C { ISvc _svc, _other; " + member + " }" + Svc, severity: severity);

    /// <summary>Collections seldom hold null, unless they say so.</summary>
    [Theory]
    [InlineData("#nullable disable", "ISvc[] all", "foreach (var svc in all) await [|svc?.DoAsync()|];", DiagnosticSeverity.Info)]
    [InlineData("#nullable disable", "Func<Task>[] all", "foreach (var f in all) { await [|f?.Invoke()|]; }", DiagnosticSeverity.Info)]
    [InlineData("#nullable disable", "ISvc[] all", "foreach (var svc in all) { var a = svc; await [|a?.DoAsync()|]; }", DiagnosticSeverity.Warning)]
    [InlineData("#nullable disable", "ISvc[] all", "foreach (var svc in all) { await [|svc.Handler?.Invoke()|]; }", DiagnosticSeverity.Warning)]
    [InlineData("#nullable enable", "ISvc?[] all", "foreach (var svc in all) await [|svc?.DoAsync()|];", DiagnosticSeverity.Warning)]
    public Task An_item_of_a_loop(string nullable, string parameter, string body, DiagnosticSeverity severity)
        => Report.ReportsAsync($"{nullable}\nclass C {{ async Task M({parameter}) {{ {body} }} }}{Svc}", severity: severity);

    // ---- statements ----

    [Fact]
    public Task Statement_on_a_parameter() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc? svc)
            {
                // stop it
                await [|svc?.DoAsync()|]; // now
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc? svc)
            {
                // stop it
                if (svc is not null)
                {
                    await svc.DoAsync();
                } // now
            }
        }
        """ + Svc);

    [Fact]
    public Task Local_readonly_field_and_unread_result() => Verify.FixesAsync("""
        class C
        {
            readonly ISvc? _svc;
            async Task M()
            {
                ISvc? local = _svc?.Next;
                await [|local?.GetAsync()|];
                await [|_svc?.DoAsync()|];
                await ([|_svc?.DoAsync()|]);
            }
        }
        """ + Svc, """
        class C
        {
            readonly ISvc? _svc;
            async Task M()
            {
                ISvc? local = _svc?.Next;
                if (local is not null)
                {
                    await local.GetAsync();
                }
                if (_svc is not null)
                {
                    await _svc.DoAsync();
                }
                if (_svc is not null)
                {
                    await _svc.DoAsync();
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task What_may_change_is_read_once() => Verify.FixesAsync("""
        class C
        {
            ISvc? _svc;
            ISvc? Service { get; set; }
            async Task M(ISvc other)
            {
                await [|_svc?.DoAsync()|];
                await [|Service?.DoAsync()|];
                await [|other.Next?.DoAsync()|];
                await [|GetOther()?.DoAsync()|];
                await [|other.Handler?.Invoke()|];
            }
            ISvc? GetOther() => null;
        }
        """ + Svc, """
        class C
        {
            ISvc? _svc;
            ISvc? Service { get; set; }
            async Task M(ISvc other)
            {
                if (_svc is { } svc)
                {
                    await svc.DoAsync();
                }
                if (Service is { } service)
                {
                    await service.DoAsync();
                }
                if (other.Next is { } next)
                {
                    await next.DoAsync();
                }
                await (GetOther()?.DoAsync() ?? Task.CompletedTask);
                if (other.Handler is { } handler)
                {
                    await handler.Invoke();
                }
            }
            ISvc? GetOther() => null;
        }
        """ + Svc);

    [Fact]
    public Task Where_no_block_is_around_and_behind_several_question_marks() => Verify.FixesAsync("""
        class C
        {
            async Task A(bool b, ISvc? svc)
            {
                if (b) await [|svc?.DoAsync()|];
                else await [|svc?.GetAsync()|];
            }
            async Task B(ISvc? svc)
            {
                await [|svc?.Next?.DoAsync()|];
            }
        }
        """ + Svc, """
        class C
        {
            async Task A(bool b, ISvc? svc)
            {
                if (b) await (svc?.DoAsync() ?? Task.CompletedTask);
                else await (svc?.GetAsync() ?? Task.CompletedTask);
            }
            async Task B(ISvc? svc)
            {
                await (svc?.Next?.DoAsync() ?? Task.CompletedTask);
            }
        }
        """ + Svc);

    [Fact]
    public Task Second_action_adds_a_completed_task() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc? svc)
            {
                await [|svc?.DoAsync()|]; // now
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc? svc)
            {
                await (svc?.DoAsync() ?? Task.CompletedTask); // now
            }
        }
        """ + Svc, codeActionIndex: 1);

    [Fact]
    public Task ConfigureAwait_behind_parentheses() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc? svc)
            {
                await ([|svc?.DoAsync()|]).ConfigureAwait(false);
                await ([|svc?.DoAsync()|]!).ConfigureAwait(true);
            }
            async Task<int> N(ISvc? svc) => await ([|svc?.GetAsync()|]).ConfigureAwait(false);
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc? svc)
            {
                if (svc is not null)
                {
                    await svc.DoAsync().ConfigureAwait(false);
                }
                await (svc?.DoAsync() ?? Task.CompletedTask).ConfigureAwait(true);
            }
            async Task<int> N(ISvc? svc) => await (svc?.GetAsync() ?? Task.FromResult(0)).ConfigureAwait(false);
        }
        """ + Svc);

    [Fact]
    public Task Older_language() => Verify.FixesAsync("""
        using System.Threading.Tasks;
        interface ISvc { Task DoAsync(); ISvc Next { get; } Task<string> NameAsync(); }
        class C
        {
            async Task M(ISvc svc)
            {
                await [|svc?.DoAsync()|];
                await [|svc.Next?.DoAsync()|];
                string s = await [|svc?.NameAsync()|];
            }
        }
        """, """
        using System.Threading.Tasks;
        interface ISvc { Task DoAsync(); ISvc Next { get; } Task<string> NameAsync(); }
        class C
        {
            async Task M(ISvc svc)
            {
                if (svc != null)
                {
                    await svc.DoAsync();
                }
                await (svc.Next?.DoAsync() ?? Task.CompletedTask);
                string s = await (svc?.NameAsync() ?? Task.FromResult<string>(null));
            }
        }
        """, languageVersion: LanguageVersion.CSharp7_3);

    [Fact]
    public Task Top_level_statements_and_switch_sections() => Verify.FixesAsync("""
        ISvc? svc = null;
        await [|svc?.DoAsync()|];
        switch (args.Length)
        {
            case 1:
                await [|svc?.DoAsync()|];
                break;
        }
        """ + Svc, """
        ISvc? svc = null;
        if (svc is not null)
        {
            await svc.DoAsync();
        }
        switch (args.Length)
        {
            case 1:
                if (svc is not null)
                {
                    await svc.DoAsync();
                }
                break;
        }
        """ + Svc, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Arguments_keep_their_question_marks() => Verify.FixesAsync("""
        interface IW { Task WriteAsync(string? s); IW With(string? s); }
        class C
        {
            async Task M(IW? w, string? s)
            {
                await [|w?.With(s?.Trim()).WriteAsync(s?.ToString())|];
            }
        }
        """, """
        interface IW { Task WriteAsync(string? s); IW With(string? s); }
        class C
        {
            async Task M(IW? w, string? s)
            {
                await (w?.With(s?.Trim()).WriteAsync(s?.ToString()) ?? Task.CompletedTask);
            }
        }
        """);

    // ---- results ----

    [Fact]
    public Task Results_of_value_types() => Verify.FixesAsync("""
        class C
        {
            async Task<int> M(ISvc? svc)
            {
                int n = await [|svc?.GetAsync()|];
                Guid id = await [|svc?.OfAsync<Guid>()|];
                bool b = await [|svc?.OfAsync<bool>()|];
                return await [|svc?.GetAsync()|] + n;
            }
        }
        """ + Svc, """
        class C
        {
            async Task<int> M(ISvc? svc)
            {
                int n = await (svc?.GetAsync() ?? Task.FromResult(0));
                Guid id = await (svc?.OfAsync<Guid>() ?? Task.FromResult<Guid>(default));
                bool b = await (svc?.OfAsync<bool>() ?? Task.FromResult(false));
                return await (svc?.GetAsync() ?? Task.FromResult(0)) + n;
            }
        }
        """ + Svc);

    [Fact]
    public Task Results_that_may_be_null_are_said_to_be_null() => Verify.FixesAsync("""
        class C
        {
            async Task<string?> M(ISvc? svc, ISvc other)
            {
                var name = await [|svc?.NameAsync()|];
                var length = (await [|svc?.NameAsync()|])?.Length;
                var maybe = await [|svc?.MaybeAsync()|];
                var next = await [|other.Next?.NameAsync()|];
                return await ([|svc?.NameAsync()|]).ConfigureAwait(false) + name;
            }
        }
        """ + Svc, """
        class C
        {
            async Task<string?> M(ISvc? svc, ISvc other)
            {
                var name = svc is null ? null : await svc.NameAsync();
                var length = (svc is null ? null : await svc.NameAsync())?.Length;
                var maybe = await (svc?.MaybeAsync() ?? Task.FromResult<string?>(null));
                var next = await (other.Next?.NameAsync() ?? Task.FromResult<string>(null!));
                return (svc is null ? null : await svc.NameAsync().ConfigureAwait(false)) + name;
            }
        }
        """ + Svc);

    [Fact]
    public Task Without_annotations() => Verify.FixesAsync("""
        #nullable disable
        class C
        {
            async Task<string> M(ISvc svc)
            {
                await [|svc?.DoAsync()|];
                var name = await [|svc?.NameAsync()|];
                return name ?? await [|svc?.NameAsync()|];
            }
        }
        """ + Svc, """
        #nullable disable
        class C
        {
            async Task<string> M(ISvc svc)
            {
                if (svc is not null)
                {
                    await svc.DoAsync();
                }
                var name = await (svc?.NameAsync() ?? Task.FromResult<string>(null));
                return name ?? await (svc?.NameAsync() ?? Task.FromResult<string>(null));
            }
        }
        """ + Svc);

    [Fact]
    public Task Other_awaitables_are_tested() => Verify.FixesAsync("""
        class Awaitable { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default; }
        class Source { public Awaitable Next() => new(); }
        class C
        {
            async Task M(Source? source)
            {
                await [|source?.Next()|];
            }
        }
        """, """
        class Awaitable { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default; }
        class Source { public Awaitable Next() => new(); }
        class C
        {
            async Task M(Source? source)
            {
                if (source is not null)
                {
                    await source.Next();
                }
            }
        }
        """);

    [Fact]
    public Task Name_that_is_taken_is_not_declared_again() => Verify.FixesAsync("""
        class C
        {
            ISvc? _svc;
            async Task M()
            {
                await [|_svc?.DoAsync()|];
                int svc = 1;
                svc++;
            }
        }
        """ + Svc, """
        class C
        {
            ISvc? _svc;
            async Task M()
            {
                await (_svc?.DoAsync() ?? Task.CompletedTask);
                int svc = 1;
                svc++;
            }
        }
        """ + Svc);

    [Fact]
    public Task Message() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc? svc) { int n = await {|#0:svc?.GetAsync()|}; }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc? svc) { int n = await (svc?.GetAsync() ?? Task.FromResult(0)); }
        }
        """ + Svc, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2006", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("Awaiting '?.' throws NullReferenceException when 'svc' is null; test for null first, or add '?? Task.FromResult(…)'")));

    // ---- silent ----

    [Theory]
    [InlineData("""await (svc?.DoAsync() ?? Task.CompletedTask);""")]
    [InlineData("""await (svc?.DoAsync() ?? done);""")]
    [InlineData("""int n = await (svc?.GetAsync() ?? Task.FromResult(1));""")]
    [InlineData("""await (svc?.VAsync() ?? default);""")]
    [InlineData("""await (svc is null ? Task.CompletedTask : svc.DoAsync());""")]
    [InlineData("""await (svc?.DoAsync() ?? Task.CompletedTask).ConfigureAwait(false);""")]
    public Task A_task_instead_of_null(string statement) => Verify.SilentAsync($$"""
        class C
        {
            async Task M(ISvc? svc, Task done)
            {
                {{statement}}
                await Task.Yield();
            }
        }
        """ + Svc);

    [Theory]
    [InlineData("""async Task A(ISvc svc) => await svc?.DoAsync()!;""")]
    [InlineData("""async Task B() => await _svc?.DoAsync()!;""")]
    [InlineData("""async Task D(ISvc? svc) { if (svc is null) { return; } await svc?.DoAsync()!; }""")]
    [InlineData("""async Task E(ISvc? svc) { if (svc != null) { await svc?.DoAsync()!; } }""")]
    [InlineData("""async Task F() => await this?.F()!;""")]
    public Task No_null_behind_the_question_mark(string member) => Verify.SilentAsync($$"""
        class C
        {
            readonly ISvc _svc = null!;
            {{member}}
        }
        """ + Svc);

    [Theory]
    [InlineData("""await svc.OfAsync<string>();""")]
    [InlineData("""await Task.Delay(s?.Length ?? 0);""")]
    [InlineData("""string? name = (await svc.MaybeAsync())?.Trim();""")]
    [InlineData("""await Task.WhenAll(svc.DoAsync());""")]
    [InlineData("""await svc.Next!.DoAsync();""")]
    [InlineData("""Task? t = other?.DoAsync(); if (t is not null) { await t; }""")]
    public Task Question_marks_elsewhere(string statement) => Verify.SilentAsync($$"""
        class C
        {
            async Task M(ISvc svc, string? s, ISvc? other)
            {
                {{statement}}
                await Task.Yield();
            }
        }
        """ + Svc);

    /// <summary>A statement without await: ASYNC2001 speaks of it.</summary>
    [Theory]
    [InlineData("""async Task M(ISvc? svc) { svc?.DoAsync(); await Task.Yield(); }""")]
    [InlineData("""Task? N(ISvc? svc) => svc?.DoAsync();""")]
    [InlineData("""void O(ISvc? svc) { svc?.DoAsync().Wait(); }""")]
    public Task Not_awaited(string member) => Verify.SilentAsync($$"""
        class C
        {
            {{member}}
        }
        """ + Svc);

    [Fact]
    public Task Dynamic_and_value_tasks() => Verify.SilentAsync("""
        class C
        {
            async Task M(dynamic? d, ISvc? svc)
            {
                await d?.DoAsync();
                {|CS1061:await svc?.VAsync()|};
            }
        }
        """ + Svc);

    [Fact]
    public Task Test_that_is_no_test_of_the_receiver() => Verify.FixesAsync("""
        #nullable disable
        class C
        {
            async Task M(ISvc svc, ISvc other)
            {
                if (other != null || svc != null)
                {
                    await [|svc?.DoAsync()|];
                }
                if (svc == null)
                {
                    await [|svc?.DoAsync()|];
                }
            }
        }
        """ + Svc, """
        #nullable disable
        class C
        {
            async Task M(ISvc svc, ISvc other)
            {
                if (other != null || svc != null)
                {
                    if (svc is not null)
                    {
                        await svc.DoAsync();
                    }
                }
                if (svc == null)
                {
                    if (svc is not null)
                    {
                        await svc.DoAsync();
                    }
                }
            }
        }
        """ + Svc);
}
