using Find = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Members that hand out what an earlier call has filled, and wait only where there was none.</summary>
public class StoredValueTests
{
    [Theory]
    [InlineData("if (count > 0) { return features; } if (state.Stream == null) { ConnectAsync().Wait(); } return features;")]
    [InlineData("if (count == 0) ConnectAsync().Wait(); return features;")]
    [InlineData("if (0 < n && state.Count == 0) { ConnectAsync().Wait(); } return features;")]
    [InlineData("if (state.Count >= 1) { return features; } ConnectAsync().Wait(); return this.features;")]
    [InlineData("if (state.Count is not 0) { return features; } ConnectAsync().Wait(); return features;")]
    [InlineData("if (!connected) { Connect(); } return features;")]
    [InlineData("if (Connected) { return features!; } Connect(); return features!;")]
    [InlineData("if (state.Stream == null) { Connect(); } return features;")]
    [InlineData("if (null == state.Stream) { Connect(); } return features;")]
    [InlineData("if (state.Stream is not { }) { Connect(); } return features;")]
    [InlineData("if (state.Stream is null || !connected) { Connect(); } return features;")]
    public Task Filled_by_an_earlier_call(string getter) => Find.ReportsAsync(Source(getter), severity: DiagnosticSeverity.Info);

    [Theory]
    [InlineData("Connect(); return features;")]
    [InlineData("if (count == 0) Connect(); return new List<int>();")]
    [InlineData("if (count == 0) { Connect(); return new List<int>(); } return features;")]
    [InlineData("if (count > 0) { Connect(); } return features;")]
    [InlineData("if (connected) { Connect(); } return features;")]
    [InlineData("if (expires < DateTime.UtcNow) { Connect(); } return features;")]
    [InlineData("if (!IsFresh) { Connect(); } return features;")]
    [InlineData("if (!state.Valid) { Connect(); } return features;")]
    [InlineData("if (left == 0) { Connect(); } left--; return features;")]
    [InlineData("if (queue.Count == 0) { Connect(); } return features;")]
    [InlineData("var list = features; if (count == 0) { Connect(); } return list;")]
    [InlineData("if (state.Stream == null || n > 0) { Connect(); } return features;")]
    public Task Waits_again_and_again(string getter) => Find.ReportsAsync(Source(getter), severity: DiagnosticSeverity.Warning);

    // ---- one statement ----

    [Theory]
    [InlineData("if ([|IsConnected|] && IsAuthenticated) { n++; }")]
    [InlineData("if ([|IsConnected|] || IsAuthenticated || IsConnected) { n++; }")]
    [InlineData("bool b = [|IsConnected|] ? IsAuthenticated : false;")]
    [InlineData("if ([|IsConnected|]) { n++; } if ([|IsAuthenticated|]) { n++; }")]
    [InlineData("while ([|IsConnected|] && IsAuthenticated) { if ([|IsAuthenticated|]) { n++; } }")]
    [InlineData("Use([|IsConnected|], [|IsOther|]);")]
    public Task One_report_of_a_statement_and_what_it_waits_for(string code)
        => Find.ReportsAsync($$"""
            class C
            {
                int n; bool authenticated;
                bool IsConnected => Poll();
                bool IsAuthenticated => Poll() && authenticated;
                bool IsOther { get { Thread.Sleep(5); return false; } }
                bool Poll() { Thread.Sleep(n); return n > 0; }
                void Use(bool a, bool b) { }
                async Task M() { await Task.Yield(); {{code}} }
            }
            """);

    private static string Source(string getter) => $$"""
        #nullable disable
        class State { public int Count; public bool Valid { get; set; } public Stream Stream { get; set; } }
        class C
        {
            int n, count, left; bool connected; bool Connected { get; set; } DateTime expires; readonly State state = new State(); readonly Queue<int> queue = new Queue<int>();
            List<int> features; bool IsFresh => expires > DateTime.UtcNow;
            List<int> Features { get { {{getter}} } }
            void Connect() { Thread.Sleep(n); }
            async Task ConnectAsync() { await Task.Delay(n); }
            async Task<int> M() { await Task.Yield(); return [|Features|].Count; }
        }
        """;
}
