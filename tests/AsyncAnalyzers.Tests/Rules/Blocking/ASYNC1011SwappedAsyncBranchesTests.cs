using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1011SwappedAsyncBranchesAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1011SwappedAsyncBranchesCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

public class ASYNC1011SwappedAsyncBranchesTests
{
    // ---- reported and fixed ----

    [Fact]
    public Task If_and_else() => Verify.FixesAsync(
        """
        class C
        {
            async Task M(Stream s, byte[] b, bool async)
            {
                // the flag
                if ([|async|])
                {
                    // blocks
                    s.ReadExactly(b); // all of it
                }
                else
                {
                    // awaits
                    await s.ReadExactlyAsync(b);
                }
            }
        }
        """,
        """
        class C
        {
            async Task M(Stream s, byte[] b, bool async)
            {
                // the flag
                if (async)
                {
                    // awaits
                    await s.ReadExactlyAsync(b);
                }
                else
                {
                    // blocks
                    s.ReadExactly(b); // all of it
                }
            }
        }
        """);

    [Theory]
    [InlineData("if ([|async|]) s.Flush(); else await s.FlushAsync();", "if (async) await s.FlushAsync(); else s.Flush();")]
    [InlineData("if ([|!async|]) await s.FlushAsync(); else s.Flush();", "if (!async) s.Flush(); else await s.FlushAsync();")]
    [InlineData("if ([|sync|]) await s.FlushAsync(); else s.Flush();", "if (sync) s.Flush(); else await s.FlushAsync();")]
    [InlineData("if ([|_async|]) { Thread.Sleep(5); } else { await Task.Delay(5); }", "if (_async) { await Task.Delay(5); } else { Thread.Sleep(5); }")]
    [InlineData("if ([|async is true|]) t.Wait(); else await t;", "if (async is true) await t; else t.Wait();")]
    [InlineData("if ([|async == false|]) await t.ConfigureAwait(false); else t.GetAwaiter().GetResult();", "if (async == false) t.GetAwaiter().GetResult(); else await t.ConfigureAwait(false);")]
    [InlineData("int n = [|async|] ? s.Read(b) : await s.ReadAsync(b);", "int n = async ? await s.ReadAsync(b) : s.Read(b);")]
    [InlineData("bool got = [|sync|] ? await g.WaitAsync(9) : g.Wait(9);", "bool got = sync ? g.Wait(9) : await g.WaitAsync(9);")]
    [InlineData("if ([|async|]) { t.Wait(); return; } await t;", "if (!async) { t.Wait(); return; } await t;")]
    [InlineData("if ([|!async|]) { await s.FlushAsync(); return; } s.Flush();", "if (async) { await s.FlushAsync(); return; } s.Flush();")]
    [InlineData("if ([|async|]) t.Wait(); else if (sync) await t;", "if (!async) t.Wait(); else if (sync) await t;")]
    [InlineData("if ([|async is true|]) { t.Wait(); return; } await t;", "if (!(async is true)) { t.Wait(); return; } await t;")]
    [InlineData("if ([|!(async == true)|]) { await t; return; } t.Wait();", "if (async == true) { await t; return; } t.Wait();")]
    public Task Other_shapes(string statements, string @fixed) => Verify.FixesAsync(Around(statements), Around(@fixed));

    [Fact]
    public Task Without_async() => Verify.FixesAsync(
        """
        class C
        {
            // the flag
            Task<int> M(Stream s, byte[] b, bool async) => [|async|] ? Task.FromResult(s.Read(b)) : s.ReadAsync(b).AsTask();
            Task N(Stream s, bool async) { if ([|!async|]) return s.FlushAsync(); s.Flush(); return Task.CompletedTask; }
        }
        """,
        """
        class C
        {
            // the flag
            Task<int> M(Stream s, byte[] b, bool async) => async ? s.ReadAsync(b).AsTask() : Task.FromResult(s.Read(b));
            Task N(Stream s, bool async) { if (async) return s.FlushAsync(); s.Flush(); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task Comments_stay_with_their_branch() => Verify.FixesAsync(
        Around(
            """
            // the flag
            if ([|async|])
                t.Wait(); // blocks
            else
                await t; // awaits
            """),
        Around(
            """
            // the flag
            if (!async)
                t.Wait(); // blocks
            else
                await t; // awaits
            """));

    [Theory]
    [InlineData("switch ([|async|]) { case true: s.Flush(); break; default: await s.FlushAsync(); break; }")]
    [InlineData("int n = [|async|] switch { true => s.Read(b), _ => await s.ReadAsync(b) };")]
    [InlineData("switch ([|_mode|]) { case IoMode.Async: s.Flush(); break; case IoMode.Sync: await s.FlushAsync(); break; }")]
    public Task A_switch_is_left_to_its_author(string statements) => Verify.ReportsAsync(Around(statements));

    [Fact]
    public Task Message() => Verify.SilentAsync(
        Around("if ({|#0:!async|}) { await s.FlushAsync(); } else { s.Flush(); }"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1011", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("'Flush' blocks in the async branch of 'async' while the other branch awaits 'FlushAsync'; swap the branches")));

    [Fact]
    public Task Message_about_a_task() => Verify.SilentAsync(
        Around("if ({|#0:async|}) { t.Wait(); } else { await t.ConfigureAwait(false); }"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1011", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("'Wait' blocks in the async branch of 'async' while the other branch awaits 't'; swap the branches")));

    [Fact]
    public Task In_old_language_versions() => Verify.FixesAsync(
        """
        using System.IO; using System.Threading.Tasks;
        class C { async Task M(Stream s, bool async) { if ([|async|]) s.Flush(); else await s.FlushAsync(); } }
        """,
        """
        using System.IO; using System.Threading.Tasks;
        class C { async Task M(Stream s, bool async) { if (async) await s.FlushAsync(); else s.Flush(); } }
        """,
        languageVersion: LanguageVersion.CSharp7_3,
        globalUsings: false);

    // ---- silent ----

    [Theory]
    [InlineData("if (async) await s.FlushAsync(); else s.Flush();")]
    [InlineData("if (sync) s.Flush(); else await s.FlushAsync();")]
    [InlineData("if (fast) s.Flush(); else await s.FlushAsync();")]
    [InlineData("if (async) { s.Flush(); await t; } else { await s.FlushAsync(); }")]
    [InlineData("if (async) { s.Seek(0, 0); } else { await s.FlushAsync(); }")]
    [InlineData("if (async) { other.Flush(); } else { await s.FlushAsync(); }")]
    [InlineData("if (async && fast) { s.Flush(); } else { await s.FlushAsync(); }")]
    [InlineData("if (async) { t.Wait(); } else { await Task.Yield(); }")]
    [InlineData("if (async) { s.Flush(); } else { _ = s.FlushAsync(); }")]
    [InlineData("if (async) { s.Flush(); } await s.FlushAsync();")]
    [InlineData("if (async) { if (t.IsCompleted) t.Wait(); } else { await t; }")]
    [InlineData("if (async) { Action a = () => s.Flush(); a(); } else { await s.FlushAsync(); }")]
    public Task Not_swapped(string statements) => Verify.SilentAsync(Around(statements));

    [Fact]
    public Task Synchronous_code() => Verify.SilentAsync(
        "class C { void M(Stream s, bool async) { if (async) s.Flush(); else Keep(s.FlushAsync()); } void Keep(Task t) { } }");

    private static string Around(string statements) =>
        $$"""
        class C
        {
            bool _async;
            IoMode _mode;
            async Task M(Stream s, Stream other, SemaphoreSlim g, byte[] b, Task t, bool async, bool sync, bool fast)
            {
                await Task.Yield();
        {{statements}}
            }
        }

        enum IoMode { Sync, Async }
        """;
}
