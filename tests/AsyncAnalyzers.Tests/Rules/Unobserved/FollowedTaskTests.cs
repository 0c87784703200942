using Scope = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2004TaskOutlivesScopeCodeFix>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A continuation follows the task that uses a resource: nobody waits for the task by that.</summary>
public class FollowedTaskTests
{
    private const string Types = """

        static class Work
        {
            public static Task Copy(Stream s) => s.CopyToAsync(Stream.Null);
            public static void Log(object? o) { }
        }
        """;

    [Fact]
    public Task The_continuation_is_awaited() => Verify.FixesAsync("""
        class C
        {
            private void A(string p)
            {
                using var fs = File.OpenRead(p);
                // copies all
                [|Work.Copy(fs)|].ContinueWith(t => Work.Log(t.Exception));
            }
            async Task B(string p) { using var fs = File.OpenRead(p); _ = [|Work.Copy(fs)|].ContinueWith(t => Work.Log(t)); await Task.Yield(); }
            async Task D(string p) { Task t; using (var fs = File.OpenRead(p)) { t = [|Work.Copy(fs)|].ContinueWith(x => Work.Log(x)); } await t; }
            private void E(string p) { using var fs = File.OpenRead(p); [|fs.CopyToAsync(Stream.Null)|].ContinueWith(t => Work.Log(t)).ContinueWith(t => Work.Log(t)); }
            async Task F(string p) { var fs = File.OpenRead(p); try { [|Work.Copy(fs)|].ContinueWith(x => Work.Log(x)); await Task.Yield(); } finally { fs.Dispose(); } }
            private void G(string p) { using var fs = File.OpenRead(p); [|Task.Run(() => fs.ReadByte())|].ContinueWith(t => Work.Log(t)); }
            async Task H(string p)
            {
                var all = new List<Task>();
                using (var fs = File.OpenRead(p))
                {
                    all.Add([|Work.Copy(fs)|].ContinueWith(x => Work.Log(x)));
                }
                await Task.WhenAll(all);
            }
            Task I(string p) { using var fs = File.OpenRead(p); var t = [|Work.Copy(fs)|].ContinueWith(x => Work.Log(x)); return t; }
        }
        """ + Types, """
        class C
        {
            private async Task A(string p)
            {
                using var fs = File.OpenRead(p);
                // copies all
                await Work.Copy(fs).ContinueWith(t => Work.Log(t.Exception));
            }
            async Task B(string p) { using var fs = File.OpenRead(p); await Work.Copy(fs).ContinueWith(t => Work.Log(t)); await Task.Yield(); }
            async Task D(string p) { Task t; using (var fs = File.OpenRead(p)) { t = Work.Copy(fs).ContinueWith(x => Work.Log(x)); await t; } await t; }
            private async Task E(string p) { using var fs = File.OpenRead(p); await fs.CopyToAsync(Stream.Null).ContinueWith(t => Work.Log(t)).ContinueWith(t => Work.Log(t)); }
            async Task F(string p) { var fs = File.OpenRead(p); try { await Work.Copy(fs).ContinueWith(x => Work.Log(x)); await Task.Yield(); } finally { fs.Dispose(); } }
            private async Task G(string p) { using var fs = File.OpenRead(p); await Task.Run(() => fs.ReadByte()).ContinueWith(t => Work.Log(t)); }
            async Task H(string p)
            {
                var all = new List<Task>();
                using (var fs = File.OpenRead(p))
                {
                    all.Add(Work.Copy(fs).ContinueWith(x => Work.Log(x)));
                    await Task.WhenAll(all);
                }
                await Task.WhenAll(all);
            }
            async Task I(string p) { using var fs = File.OpenRead(p); var t = Work.Copy(fs).ContinueWith(x => Work.Log(x)); await t; }
        }
        """ + Types);

    [Fact]
    public Task An_await_would_throw_or_come_before_what_follows() => Verify.ReportsAsync("""
        class C
        {
            private void A(string p) { using var fs = File.OpenRead(p); [|Work.Copy(fs)|].ContinueWith(t => Work.Log(t), TaskContinuationOptions.OnlyOnFaulted); }
            async Task B(string p) { using var fs = File.OpenRead(p); var t = [|Work.Copy(fs)|]; _ = t.ContinueWith(x => Work.Log(x)); await Task.Yield(); }
        }
        """ + Types);

    [Fact]
    public Task Waited_for_or_the_continuation_disposes() => Verify.SilentAsync("""
        class C
        {
            async Task A(string p) { using var fs = File.OpenRead(p); await Work.Copy(fs).ContinueWith(t => Work.Log(t)); }
            async Task B(string p) { using var fs = File.OpenRead(p); var t = Work.Copy(fs).ContinueWith(x => Work.Log(x)); await t; }
            void D(string p) { var fs = File.OpenRead(p); Work.Copy(fs).ContinueWith(t => fs.Dispose()); }
            void E(string p) { using var fs = File.OpenRead(p); Work.Copy(fs).ContinueWith(t => Work.Log(t)).Wait(); }
            async Task F(string p) { using var fs = File.OpenRead(p); var t = Work.Copy(fs); _ = t.ContinueWith(x => Work.Log(x)); await t; }
            void G(string p) { using var fs = File.OpenRead(p); Task.Delay(1).ContinueWith(t => Work.Log(t)); }
            async Task H(string p) { using var fs = File.OpenRead(p); Task t = Work.Copy(fs).ContinueWith(x => Work.Log(x)); await Task.WhenAll(t); }
        }
        """ + Types);

    [Fact]
    public Task Returned_out_of_the_scope() => Scope.FixesAsync("""
        class C
        {
            Task A(string p) { using var fs = File.OpenRead(p); return [|Work.Copy(fs).ContinueWith(t => Work.Log(t))|]; }
            Task B(string p) { using (var fs = File.OpenRead(p)) return [|fs.CopyToAsync(Stream.Null).ContinueWith(t => Work.Log(t))|]; }
        }
        """ + Types, """
        class C
        {
            async Task A(string p) { using var fs = File.OpenRead(p); await Work.Copy(fs).ContinueWith(t => Work.Log(t)); }
            async Task B(string p) { using (var fs = File.OpenRead(p)) await fs.CopyToAsync(Stream.Null).ContinueWith(t => Work.Log(t)); }
        }
        """ + Types);
}
