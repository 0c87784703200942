using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2005NullTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A null that a project has agreed upon for "all is done": ASYNC2005 is silent about it.</summary>
public class ExpectedNullTests
{
    [Theory]
    // The variable is set later.
    [InlineData("Task F(bool b) { if (b) return null; return Do(); } void M() { Task t = null; t = F(true); if (t != null) t.Wait(); }")]
    // What is handed on is tested by those who get it.
    [InlineData("Task F(bool b) { if (b) return null; return Do(); } Task G() { return F(true); } void M() { var t = G(); if (t != null) t.Wait(); }")]
    [InlineData("Task F(bool b) { if (b) return null; return Do(); } Task G() => F(true); Task H() => G(); void M() { if (H() is { } t) t.Wait(); }")]
    // The callee asks.
    [InlineData("Task F(bool b) { if (b) return null; return Do(); } Task G(Task w) => w == null ? Do() : w.ContinueWith(_ => { }); Task M() => G(F(true));")]
    // Null comes out where null goes in, and callers hand it on.
    [InlineData("Task N(Task t) { if (t.IsCompleted) return null; return t; } Task G() => N(Do()); void M() { var t = G(); if (t == null) return; t.Wait(); }")]
    // It hands on an answer that others look at.
    [InlineData("Task F(bool b) { if (b) return null; return G(b); } Task G(bool b) { if (b) return null; return Do(); } void M() { F(true); var t = G(true); if (t != null) t.Wait(); }")]
    [InlineData("/// <summary>Ends it.</summary>\n/// <returns>The task, or null if there is nothing to end.</returns>\npublic Task F(bool b) { if (b) return null; return Do(); }")]
    public Task Agreed_upon(string members) => Verify.SilentAsync(Source(members));

    [Theory]
    [InlineData("Task F(bool b) { if (b) return [|null|]; return Do(); } async Task M() { await F(true); }")]
    [InlineData("Task F(bool b) { if (b) return [|null|]; return Do(); } Task G() => F(true); async Task M() { await G(); }")]
    [InlineData("Task F(bool b) { if (b) return [|null|]; return Do(); } Task G(Task w) => w.ContinueWith(_ => { }); Task M() => G(F(true));")]
    [InlineData("Task F(bool b) { if (b) return [|null|]; return G(b); } Task G(bool b) => Do(); void M() { F(true); var t = G(true); if (t != null) t.Wait(); }")]
    [InlineData("Task F(bool b) { if (b) return [|null|]; return G(b); } Task G(bool b) { if (b) return null; return Do(); } async Task M() { await F(true); var t = G(true); if (t != null) t.Wait(); }")]
    [InlineData("/// <summary>Not null.</summary>\n/// <returns>The task, which is never null.</returns>\npublic Task F(bool b) { if (b) return [|null|]; return Do(); }")]
    [InlineData("public Task F(bool b) { if (b) return [|null|]; return Do(); }")]
    public Task Not_agreed_upon(string members) => Verify.ReportsAsync(Source(members));

    private static string Source(string members) => "#nullable disable\nclass C { Task Do() => Task.Run(() => { }); " + members + " }";
}
