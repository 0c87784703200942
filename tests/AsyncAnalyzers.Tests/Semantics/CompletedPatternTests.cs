using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer,
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Completion that patterns and switches find out, and tasks that are complete or null.</summary>
public class CompletedPatternTests
{
    [Theory]
    [InlineData("if (t is { IsFaulted: false, IsCanceled: false, IsCompleted: true }) Use(t.Result);")]
    [InlineData("if (t is { IsFaulted: false } and { IsCanceled: false } and { IsCompleted: true }) Use(t.Result);")]
    [InlineData("if (t is not { IsCompleted: true }) return; Use(t.Result);")]
    [InlineData("switch (t) { case { IsFaulted: true }: return; case { IsCanceled: true }: return; case { IsCompleted: true }: Use(t.Result); break; }")]
    [InlineData("switch (t) { case { IsFaulted: true }: return; case { IsCanceled: true }: return; default: if (t.IsCompleted) Use(t.Result); break; }")]
    [InlineData("switch (t) { case { IsFaulted: true }: return; case { IsCompleted: false }: return; default: Use(t.Result); break; }")]
    [InlineData("switch (t) { case { Status: TaskStatus.RanToCompletion }: Use(t.Result); break; }")]
    [InlineData("switch (t) { case null: return; case var u when u.IsCompleted: Use(u.Result); break; }")]
    [InlineData("switch (t.Status) { case TaskStatus.RanToCompletion: Use(t.Result); break; case TaskStatus.Faulted: Use(t.Exception!.InnerExceptions.Count); break; default: break; }")]
    [InlineData("switch (t.Status) { case TaskStatus.Faulted: case TaskStatus.Canceled: case TaskStatus.RanToCompletion: Use(t.Result); break; }")]
    [InlineData("switch (t.Status) { case < TaskStatus.RanToCompletion: return; default: Use(t.Result); break; }")]
    [InlineData("switch (t.Status) { case >= TaskStatus.RanToCompletion: Use(t.Result); break; }")]
    [InlineData("switch (t.Status) { case TaskStatus.RanToCompletion when t.Result > 2: Use(1); break; }")]
    [InlineData("switch (t.Status) { case TaskStatus.RanToCompletion: goto case TaskStatus.Canceled; case TaskStatus.Canceled: Use(t.Result); break; }")]
    [InlineData("switch (_f.Status) { case TaskStatus.RanToCompletion: Use(_f.Result); break; }")]
    [InlineData("var s = t.Status; switch (s) { case TaskStatus.RanToCompletion: Use(t.Result); break; default: return; }")]
    [InlineData("switch (t.IsCompleted) { case true: Use(t.Result); break; case false: break; }")]
    [InlineData("switch ((t.IsCompleted, t.IsFaulted)) { case (true, false): Use(t.Result); break; }")]
    [InlineData("Use(t.Status switch { TaskStatus.RanToCompletion => t.Result, _ => 0 });")]
    [InlineData("Use(t switch { { IsCompleted: true, IsFaulted: false } d => d.Result, _ => 0 });")]
    public Task Patterns(string body) => Verify.SilentAsync(Member(body));

    [Theory]
    [InlineData("var u = t.IsCompleted ? t : null; if (u is not null) Use(u.Result);")]
    [InlineData("var u = t.IsCompleted ? t : null; if (u == null) return; Use(u!.Result);")]
    [InlineData("var u = t.IsCompleted ? t : null; Use(u!.Result);")]
    [InlineData("var u = t.IsCompleted ? null : t; if (t.IsCompleted) Use(t.Result);")]
    [InlineData("var u = c && t.IsCompleted ? t : null; if (u != null) Use(u!.Result);")]
    [InlineData("Task<int>? u = t.IsCompletedSuccessfully ? t : null; Use(u?.Result ?? 0);")]
    [InlineData("Task<int>? u = null; if (t.IsCompleted) { u = t; } if (u is not null) Use(u.Result);")]
    [InlineData("Use((t.IsCompleted ? t : null)!.Result);")]
    public Task Complete_or_null(string body) => Verify.SilentAsync(Member(body));

    [Theory]
    [InlineData("switch (t.Status) { case TaskStatus.Running: case TaskStatus.WaitingForActivation: return; default: Use([|t.Result|]); break; }")]
    [InlineData("switch (t.IsCompleted) { case true: break; case false: Use([|t.Result|]); break; }")]
    [InlineData("switch (t) { case { IsFaulted: true }: Use(t.Result); break; case { IsFaulted: false }: Use([|t.Result|]); break; }")]
    [InlineData("if (t is { IsFaulted: false }) Use([|t.Result|]);")]
    [InlineData("var u = t.IsCompleted ? t : _f; Use([|u.Result|]);")]
    [InlineData("var u = t.IsCompleted ? null : t; Use([|u!.Result|]);")]
    [InlineData("Task<int>? u = null; if (c) { u = t; } Use([|u!.Result|]);")]
    [InlineData("Task<int>? u = null; while (c) { Use(u is null ? 0 : [|u.Result|]); u = Next(); }")]
    public Task Not_yet_complete(string body) => Verify.SilentAsync(Member(body.Replace("[|", "{|ASYNC1002:").Replace("|]", "|}")));

    private static string Member(string body) => $$"""
        class C
        {
            private readonly Task<int> _f = Task.Run(() => 1);
            void Use(int n) { }
            Task<int> Next() => Task.Run(() => 1);
            async Task M(Task<int> t, bool c) { await Task.Yield(); {{body}} }
        }
        """;
}
