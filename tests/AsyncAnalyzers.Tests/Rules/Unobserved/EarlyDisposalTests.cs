using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A resource that a statement disposes while the work that was given it goes on.</summary>
public class EarlyDisposalTests
{
    private const string Types = """

        static class Work
        {
            public static async Task CopyAsync(Stream s) => await s.CopyToAsync(Stream.Null);
        }
        """;

    [Fact]
    public Task It_is_awaited_first() => Verify.FixesAsync("""
        class C
        {
            async Task A(string p) { var fs = File.OpenRead(p); var t = [|Work.CopyAsync(fs)|]; fs.Dispose(); await t; }
            async Task B(string p) { var fs = File.OpenRead(p); var t = [|Work.CopyAsync(fs)|]; fs.Close(); await t; }
            async Task D(string p) { var fs = File.OpenRead(p); var t = [|Work.CopyAsync(fs)|]; await fs.DisposeAsync(); await t; }
            async Task E(string p) { var fs = File.OpenRead(p); var t = [|fs.CopyToAsync(Stream.Null)|]; fs.Dispose(); await t.ConfigureAwait(false); }
            async Task F(string p) { var fs = File.OpenRead(p); var t = [|Work.CopyAsync(fs)|]; fs?.Dispose(); await t; }
            async Task G(string p) { var fs = File.OpenRead(p); var t = [|Work.CopyAsync(fs)|]; ((IDisposable)fs).Dispose(); await t; }
            async Task H(string p) { var fs = File.OpenRead(p); var t = [|Work.CopyAsync(fs)|]; fs.Dispose(); Console.WriteLine(); await t; }
            async Task I(string p) { var fs = File.OpenRead(p); var ts = new List<Task>(); ts.Add([|Work.CopyAsync(fs)|]); fs.Dispose(); await Task.WhenAll(ts); }
            async Task J(string p) { var fs = File.OpenRead(p); _ = [|Work.CopyAsync(fs)|]; fs.Dispose(); }
            async Task K(System.Net.Http.HttpClient h, string u) { var r = await h.GetAsync(u); var t = [|r.Content.ReadAsStringAsync()|]; r.Dispose(); await t; }
        }
        """ + Types, """
        class C
        {
            async Task A(string p) { var fs = File.OpenRead(p); var t = Work.CopyAsync(fs); await t; fs.Dispose(); }
            async Task B(string p) { var fs = File.OpenRead(p); var t = Work.CopyAsync(fs); await t; fs.Close(); }
            async Task D(string p) { var fs = File.OpenRead(p); var t = Work.CopyAsync(fs); await t; await fs.DisposeAsync(); }
            async Task E(string p) { var fs = File.OpenRead(p); var t = fs.CopyToAsync(Stream.Null); await t.ConfigureAwait(false); fs.Dispose(); }
            async Task F(string p) { var fs = File.OpenRead(p); var t = Work.CopyAsync(fs); await t; fs?.Dispose(); }
            async Task G(string p) { var fs = File.OpenRead(p); var t = Work.CopyAsync(fs); await t; ((IDisposable)fs).Dispose(); }
            async Task H(string p) { var fs = File.OpenRead(p); var t = Work.CopyAsync(fs); await t; fs.Dispose(); Console.WriteLine(); await t; }
            async Task I(string p) { var fs = File.OpenRead(p); var ts = new List<Task>(); ts.Add(Work.CopyAsync(fs)); await Task.WhenAll(ts); fs.Dispose(); await Task.WhenAll(ts); }
            async Task J(string p) { var fs = File.OpenRead(p); await Work.CopyAsync(fs); fs.Dispose(); }
            async Task K(System.Net.Http.HttpClient h, string u) { var r = await h.GetAsync(u); var t = r.Content.ReadAsStringAsync(); await t; r.Dispose(); }
        }
        """ + Types);

    [Fact]
    public Task A_synchronous_wait() => Verify.FixesAsync("""
        class C
        {
            void A(string p) { var fs = File.OpenRead(p); var t = [|Work.CopyAsync(fs)|]; fs.Dispose(); t.Wait(); }
        }
        """ + Types, """
        class C
        {
            async Task A(string p) { var fs = File.OpenRead(p); var t = Work.CopyAsync(fs); await t; fs.Dispose(); t.Wait(); }
        }
        """ + Types);

    [Fact]
    public Task Awaited_before_or_disposed_to_make_an_end() => Verify.SilentAsync("""
        class C
        {
            async Task A(string p) { var fs = File.OpenRead(p); var t = Work.CopyAsync(fs); await t; fs.Dispose(); }
            async Task B(string p) { var fs = File.OpenRead(p); try { await Work.CopyAsync(fs); } finally { fs.Dispose(); } }
            async Task D(string p) { var fs = File.OpenRead(p); var t = Work.CopyAsync(fs); fs = File.OpenRead(p + "2"); fs.Dispose(); await t; }
            async Task E(string p) { var fs = File.OpenRead(p); var t = Work.CopyAsync(fs); try { await t; } catch { fs.Dispose(); throw; } }
            async Task F() { var l = new System.Net.Sockets.TcpListener(1); var t = l.AcceptSocketAsync(); l.Dispose(); await t; }
            async Task G() { var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); var t = timer.WaitForNextTickAsync().AsTask(); timer.Dispose(); await t; }
            async Task H(System.Net.Sockets.NetworkStream s0) { var s = s0; var t = Work.CopyAsync(s); s.Dispose(); await t; }
            async Task I(string p, bool b) { var fs = File.OpenRead(p); var t = Work.CopyAsync(fs); if (b) { fs.Dispose(); } await t; }
            async Task J(Stream fs) { var t = Work.CopyAsync(fs); fs.Dispose(); await t; }
        }
        """ + Types);
}
