using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Functions that run when a task is complete.</summary>
public class CompletedContinuationTests
{
    [Theory]
    // the parameter of a named function
    [InlineData("private int Read(Task<int> t) => t.Result; Task M(Task<int> a) => a.ContinueWith(Read);")]
    [InlineData("private static int Read(Task<int> t) { return t.Result; } Task M(Task<int> a) => a.ContinueWith(C.Read, TaskScheduler.Default);")]
    [InlineData("private void Read(Task<int> t, object? s) { Use(t.Result); } void M(Task<int> a) { a.ContinueWith(this.Read, null); }")]
    [InlineData("private void Read(Task<int> t) { Use(t.Result); } void M(Task<int> a) { a.ContinueWith((Action<Task<int>>)Read); a.ContinueWith(new Action<Task<int>>(Read)); var n = nameof(Read); }")]
    [InlineData("Task M(Task<int> a) { return a.ContinueWith(Read); static int Read(Task<int> t) => t.Result; }")]
    [InlineData("Task M(Task<int> a) { return a.ContinueWith(continuationFunction: Read); static int Read(Task<int> t) => new ValueTask<int>(task: (Task<int>)t).Result; }")]
    [InlineData("private void Sum(Task<int>[] ts) { Use(ts.Sum(t => t.Result) + ts[0].Result); } void M(Task<int>[] a) { Task.Factory.ContinueWhenAll(a, Sum); }")]
    // of a lambda in a variable
    [InlineData("static readonly Func<Task<int>, int> _done = t => t.Result + 1; Task M(Task<int> a) => a.ContinueWith(_done);")]
    [InlineData("private readonly Func<Task<int>, int> _done; C() { _done = t => t.Result; } Task M(Task<int> a) => a.ContinueWith(_done);")]
    [InlineData("private static Func<Task<int>, int> Done { get; } = t => t.Result; Task M(Task<int> a) => a.ContinueWith(Done);")]
    [InlineData("void M(Task<int> a) { Action<Task<int>> done = t => Use(t.Result); a.ContinueWith(done); a.ContinueWith(done, TaskScheduler.Default); }")]
    // what the continuation is attached to
    [InlineData("void M() { _s.Task.ContinueWith(_ => Use(_s.Task.Result)); }")]
    [InlineData("Task _p = null!; void M(Task<int> a) { a.ContinueWith(_ => Use(a.Result)); a.ContinueWith(delegate { Use(a.Result); }); }")]
    [InlineData("Task M(Task<int> a, Task<int> b) => Task.WhenAll(a, b).ContinueWith(_ => a.Result + b.Result);")]
    [InlineData("Task M(Task<int>[] a) => Task.WhenAll(a).ContinueWith(_ => a[0].Result + a.Sum(t => t.Result));")]
    [InlineData("Task M(Task<int>[] a) => Task.Factory.ContinueWhenAll(a, _ => a[0].Result);")]
    [InlineData("void M(Task<int> a) { a.GetAwaiter().OnCompleted(() => Use(a.Result)); a.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => Use(a.Result)); }")]
    // a continuation of somebody's own
    [InlineData("void After<T>(Task<T> task, Action<Task<T>> then) => task.ContinueWith(then); void M(Task<int> a) => After(a, t => Use(t.Result));")]
    [InlineData("async Task After(Task<int> task, Func<Task<int>, Task> then) { await task; await then(task); } Task M(Task<int> a) => After(a, t => { Use(t.Result); return t; });")]
    [InlineData("interface IActor { void ReenterAfter<T>(Task<T> task, Func<Task<T>, Task> then); } void M(IActor x) => x.ReenterAfter(Task.Run(() => 1), t => { Use(t.Result); return t; });")]
    // asked for both
    [InlineData("void Done(Task<int> t) { if (t.IsFaulted) Use(t.Exception!); else if (t.IsCanceled) Use(1); else Use(t.Result); }")]
    [InlineData("static int? From(Task<int> t) => t.IsCanceled || t.IsFaulted ? null : t.Result;")]
    // the page of a test, a property in the dispose
    [InlineData("void Dispose() { if (_lazy.IsValueCreated && _lazy.Value.IsCompletedSuccessfully) Use(_lazy.Value.Result); }")]
    public Task Complete(string members) => Verify.SilentAsync(InClass(members));

    [Theory]
    [InlineData("private int Read(Task<int> t) => [|t.Result|];")]
    [InlineData("T At<T>(Task<T> task, Func<Task<T>, T> read) => read(task); void M(Task<int> a) => At(a, t => [|t.Result|]);")]
    [InlineData("T At<T>(Task<T> task, Func<Task<T>, T> read) { return read.Invoke(task); } void M(Task<int> a) => At(a, t => [|t.Result|]);")]
    [InlineData("interface IBag { void Each(Func<Task<int>, int> read); } void M(IBag bag) => bag.Each(t => [|t.Result|]);")]
    [InlineData("interface IBag { void Each(Task other, Func<Task<int>, int> read); } void M(IBag bag, Task a) => bag.Each(a, t => [|t.Result|]);")]
    [InlineData("private int Read(Task<int> t) => [|t.Result|]; Task M(Task<int> a) { Read(a); return a.ContinueWith(Read); }")]
    [InlineData("private int Read(Task<int> t) => [|t.Result|]; Task M(Task<int> a) { Func<Task<int>, int> f = Read; return a.ContinueWith(Read); }")]
    [InlineData("public int Read(Task<int> t) => [|t.Result|]; Task M(Task<int> a) => a.ContinueWith(Read);")]
    [InlineData("private int Read(Task<int> t, Task<int> u) => [|u.Result|]; Task M(Task<int> a) => a.ContinueWith(t => Read(t, a));")]
    [InlineData("private int Read(Task<int> t) { t = Task.Run(() => 1); return [|t.Result|]; } Task M(Task<int> a) => a.ContinueWith(Read);")]
    [InlineData("void M(Task<int> a) { Action<Task<int>> done = t => Use([|t.Result|]); done(a); a.ContinueWith(done); }")]
    [InlineData("static readonly Func<Task<int>, int> _done = t => [|t.Result|]; int M(Task<int> a) => _done(a);")]
    [InlineData("internal static readonly Func<Task<int>, int> Done = t => [|t.Result|]; Task M(Task<int> a) => a.ContinueWith(Done);")]
    [InlineData("void M(Task<int> a) { a.ContinueWith(_ => Use([|a.Result|])); a = Task.Run(() => 1); }")]
    [InlineData("void M(Task<int> a, Task<int> b) { a.ContinueWith(_ => Use([|b.Result|])); }")]
    [InlineData("void M(Task<int> a, Task<int> b) { Task.WhenAny(a, b).ContinueWith(_ => Use([|b.Result|])); }")]
    [InlineData("void M() { _s.Task.ContinueWith(_ => { _s = new(); Use([|_s.Task.Result|]); }); }")]
    [InlineData("static int? From(Task<int> t) => t.IsFaulted ? null : [|t.Result|];")]
    public Task Not_complete(string members) => Verify.SilentAsync(InClass(members));

    private static string InClass(string members)
        => "class C { TaskCompletionSource<int> _s = new(); Lazy<Task<int>> _lazy = null!; void Use(object o) { Console.WriteLine(o); } " + members + " }";
}
