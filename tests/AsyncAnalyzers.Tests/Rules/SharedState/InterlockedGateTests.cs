using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateAnalyzer, AsyncAnalyzers.Rules.SharedState.ASYNC3001UnsynchronizedUpdateCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>A flag that is taken by Interlocked guards what runs in the winner alone, until the flag is given back.</summary>
public class InterlockedGateTests
{
    [Theory]
    [InlineData("if (Interlocked.CompareExchange(ref busy, 1, 0) == 0) { n++; busy = 0; }")]
    [InlineData("if (0 == Interlocked.CompareExchange(ref busy, 1, 0)) { n++; }")]
    [InlineData("if (Interlocked.CompareExchange(ref busy, 1, 0) != 1) { n++; }")]
    [InlineData("if (Interlocked.CompareExchange(ref busy, 1, 0) != 0) { return; } n++; busy = 0;")]
    [InlineData("if (Interlocked.Exchange(ref busy, 1) == 1) return; try { n++; } finally { Volatile.Write(ref busy, 0); }")]
    [InlineData("if (Interlocked.Exchange(ref busy, 1) == 1) { } else { n++; }")]
    [InlineData("if (!(Interlocked.Exchange(ref busy, 1) == 1)) { n++; }")]
    [InlineData("if (i > 3 && Interlocked.Exchange(ref busy, 1) == 0) { n++; }")]
    [InlineData("if (i > 3 || Interlocked.Exchange(ref busy, 1) != 0) return; n++;")]
    [InlineData("if (Interlocked.Exchange(ref busy, 1) == 0) { if (i > 3) { foreach (int k in new[] { 1 }) { n++; } } }")]
    [InlineData("while (Interlocked.Exchange(ref busy, 1) == 1) Thread.SpinWait(9); n++; busy = 0;")]
    [InlineData("do { Thread.SpinWait(9); } while (Interlocked.Exchange(ref busy, 1) == 1); n++; busy = 0;")]
    [InlineData("for (; Interlocked.Exchange(ref busy, 1) == 1; ) { } n++; busy = 0;")]
    [InlineData("bool won = Interlocked.Exchange(ref busy, 1) == 0; if (won) { n++; }")]
    [InlineData("int old = Interlocked.Exchange(ref busy, 1); if (old != 0) return; n++;")]
    [InlineData("int old; if ((old = Interlocked.Exchange(ref busy, 1)) != 0) return; n++;")]
    [InlineData("if (Interlocked.Exchange(ref busy, 1) is 0) { n++; }")]
    [InlineData("if (Interlocked.Exchange(ref busy, 1) is not 0) return; n++;")]
    [InlineData("if (Interlocked.CompareExchange(ref owner, this, null) == null) { n++; }")]
    [InlineData("if (Interlocked.CompareExchange(ref owner, this, null) is null) { n++; }")]
    [InlineData("if (Interlocked.CompareExchange(ref owner, this, null) != null) return; n++;")]
    [InlineData("if (Interlocked.Increment(ref busy) == 1) { n++; }")]
    [InlineData("if (Interlocked.Increment(ref busy) != 1) return; n++;")]
    [InlineData("if (Interlocked.Exchange(ref busy, state) == other) { n++; }")]
    [InlineData("switch (Interlocked.Exchange(ref busy, 1)) { case 0: n++; break; }")]
    public Task Winners(string body) => CheckAsync(body);

    [Theory]
    [InlineData("if (Interlocked.CompareExchange(ref busy, 1, 0) == 0) { m = 3; busy = 0; } [|n++|];")]
    [InlineData("if (Interlocked.CompareExchange(ref busy, 1, 0) == 0) { busy = 0; [|n++|]; }")]
    [InlineData("if (Interlocked.CompareExchange(ref busy, 1, 0) == 0) { Volatile.Write(ref busy, 0); [|n++|]; }")]
    [InlineData("if (Interlocked.CompareExchange(ref busy, 1, 0) == 0) { Interlocked.Exchange(ref busy, 0); [|n++|]; }")]
    [InlineData("if (Interlocked.CompareExchange(ref busy, 1, 0) != 0) { [|n++|]; return; } busy = 0;")]
    [InlineData("if (Interlocked.CompareExchange(ref busy, 1, 0) == 1) { [|n++|]; }")]
    [InlineData("if (Interlocked.Exchange(ref busy, 1) == 1) { [|n++|]; }")]
    [InlineData("if (Interlocked.Exchange(ref busy, 1) == 0) { } else { [|n++|]; }")]
    [InlineData("if (i > 3 || Interlocked.Exchange(ref busy, 1) == 0) { [|n++|]; }")]
    [InlineData("if (i > 3 && Interlocked.Exchange(ref busy, 1) != 0) return; [|n++|];")]
    [InlineData("while (Interlocked.Exchange(ref busy, 1) == 1) [|n++|]; busy = 0;")]
    [InlineData("int k = Interlocked.Exchange(ref busy, i); if (k > 0) { m = 1; } [|n++|];")]
    [InlineData("if (Interlocked.Increment(ref busy) > 1) { } [|n++|];")]
    [InlineData("if (Interlocked.Exchange(ref busy, 1) is not 0) { [|n++|]; }")]
    [InlineData("Interlocked.Exchange(ref busy, 1); [|n++|];")]
    public Task Everybody(string body) => CheckAsync(body);

    private static Task CheckAsync(string body) => Verify.SilentAsync(
        $$"""
        #pragma warning disable CS0649, CS0414
        class C { int n, m, busy, state, other; object? owner; void M() => Parallel.For(0, 9, i => { {{body}} }); }
        """);
}
