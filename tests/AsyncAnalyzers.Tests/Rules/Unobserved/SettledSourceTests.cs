using Xunit;
using Found = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2002AsyncVoidMethodAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Async void methods that wait for a <c>TaskCompletionSource</c> that nobody makes fail, and those that somebody does.</summary>
public class SettledSourceTests
{
    private const string Ask = "Task<int> Ask() { var made = new TaskCompletionSource<int>(); ";

    [Theory]
    [InlineData(Ask + "Post(() => made.TrySetResult(1)); return made.Task; }")]
    [InlineData(Ask + "_one = made; return made.Task; } TaskCompletionSource<int>? _one; void End() { _one?.TrySetResult(1); _one = null; }")]
    [InlineData("TaskCompletionSource<int> _one = new(); Task<int> Ask() => _one.Task; void End() { if (_one is { } one) { one.SetResult(1); } }")]
    [InlineData("internal TaskCompletionSource<int> One { get; } = new(); Task<int> Ask() => One.Task; void End() => One.SetResult(1);")]
    [InlineData(Ask + "_all.Add(1, made); return made.Task; } readonly Dictionary<int, TaskCompletionSource<int>> _all = new(); "
        + "void End() { if (_all.Remove(1, out var one)) { one.SetResult(1); } }")]
    [InlineData(Ask + "_all[1] = made; return made.Task; } readonly Dictionary<int, TaskCompletionSource<int>> _all = new(); "
        + "void End() { foreach (var one in _all.Values) { one.TrySetResult(1); } _all.Clear(); }")]
    [InlineData(Ask + "_all.Enqueue(made); return made.Task; } readonly Queue<TaskCompletionSource<int>> _all = new(); "
        + "void End() { var one = _all.Dequeue(); one.SetResult(1); }")]
    [InlineData(Ask + "_all.Add((1, made)); return made.Task; } readonly List<(int, TaskCompletionSource<int> Source)> _all = new(); "
        + "void End() { foreach (var (n, one) in _all) { one.SetResult(n); } _all[0].Source.TrySetResult(2); }")]
    [InlineData(Ask + "_all.Add(new Request(1, made)); return made.Task; } readonly List<Request> _all = new(); "
        + "record Request(int Id, TaskCompletionSource<int> Source); void End() => _all[0].Source.SetResult(1);")]
    [InlineData(Ask + "Send(new Request { Source = made }); return made.Task; } class Request { public TaskCompletionSource<int>? Source; } "
        + "void Send(object request) => Post(() => { switch (request) { case Request r: r.Source!.SetResult(1); break; } });")]
    [InlineData(Ask + "Keep(made, 1); return made.Task; } static void Keep<T>(TaskCompletionSource<T> one, T value) => one.SetResult(value);")]
    [InlineData("async Task<int> Ask() => await Inner(); " + "Task<int> Inner() { var made = new TaskCompletionSource<int>(); Post(() => made.SetResult(1)); return made.Task; }")]
    [InlineData("Task<int> Ask() { if (_n > 0) { return Task.FromResult(1); } var made = new TaskCompletionSource<int>(); Post(() => made.SetResult(1)); return made.Task; }")]
    // That of another type fails, or another one of the type that is not kept with it.
    [InlineData(Ask + "Post(() => made.SetResult(1)); return made.Task; } void Other() { var other = new TaskCompletionSource<int>(); other.SetCanceled(); }")]
    [InlineData(Ask + "Keep(made, 1); return made.Task; } static void Keep<T>(TaskCompletionSource<T> one, T value) => one.SetResult(value); "
        + "void Other() { new TaskCompletionSource<string>().SetException(new Exception()); }")]
    public async Task Nobody_makes_it_fail(string members)
    {
        await Found.SilentAsync(Source("OnClick", "object? o, EventArgs args", members));
        await Found.ReportsAsync(Source("{|#0:Save|}", "", members), configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2002", DiagnosticSeverity.Info).WithLocation(0)
                .WithMessage("An exception in the async void method 'Save' ends the process; return a task")));
    }

    /// <summary>Plain code of what is awaited may fail.</summary>
    [Fact]
    public Task An_async_method_that_waits_for_it() => Found.ReportsAsync(
        Source("{|#0:OnClick|}", "object? o, EventArgs args",
            "async Task<int> Ask() { var made = new TaskCompletionSource<int>(); Post(() => made.SetResult(1)); return await made.Task; }"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2002", DiagnosticSeverity.Info).WithLocation(0)));

    [Theory]
    [InlineData(Ask + "Post(() => made.SetException(new Exception())); return made.Task; }")]
    [InlineData(Ask + "_stop.Register(() => made.TrySetCanceled()); return made.Task; }")]
    [InlineData(Ask + "_stop.Register(s => ((TaskCompletionSource<int>)s!).TrySetCanceled(), made); return made.Task; }")]
    [InlineData(Ask + "_one = made; return made.Task; } TaskCompletionSource<int>? _one; void End() { _one?.TrySetException(new Exception()); }")]
    [InlineData(Ask + "_all.Add(1, made); return made.Task; } readonly Dictionary<int, TaskCompletionSource<int>> _all = new(); "
        + "void End() { if (_all.Remove(1, out var one)) { one.SetCanceled(); } }")]
    [InlineData(Ask + "_all[1] = made; return made.Task; } readonly Dictionary<int, TaskCompletionSource<int>> _all = new(); "
        + "void End() { foreach (var pair in _all) { pair.Value.TrySetCanceled(); } }")]
    [InlineData(Ask + "_all[1] = made; Post(() => made.TrySetResult(1)); return made.Task; } "
        + "readonly Dictionary<int, TaskCompletionSource<int>> _all = new(); void End() { foreach (var one in _all.Values) { one.TrySetCanceled(); } }")]
    [InlineData(Ask + "_one = made; return made.Task; } TaskCompletionSource<int>? _one;")]
    [InlineData(Ask + "_all.Enqueue(made); return made.Task; } readonly Queue<TaskCompletionSource<int>> _all = new(); "
        + "void End() { while (_all.TryDequeue(out var one)) { one.TrySetException(new Exception()); } }")]
    [InlineData(Ask + "_all.Add((1, made)); return made.Task; } readonly List<(int, TaskCompletionSource<int> Source)> _all = new(); "
        + "void End() { foreach (var (n, one) in _all) { one.SetCanceled(); } }")]
    [InlineData(Ask + "_all.Add(new Request(1, made)); return made.Task; } readonly List<Request> _all = new(); "
        + "record Request(int Id, TaskCompletionSource<int> Source); void End() => _all[0].Source.SetCanceled();")]
    [InlineData(Ask + "Send(new Request { Source = made }); return made.Task; } class Request { public TaskCompletionSource<int>? Source; } "
        + "void Send(object request) => Post(() => { switch (request) { case Request r: r.Source!.SetCanceled(); break; } });")]
    [InlineData(Ask + "Keep(made); return made.Task; } static void Keep<T>(TaskCompletionSource<T> one) => one.SetException(new Exception());")]
    [InlineData(Ask + "var other = made; other.TrySetCanceled(); return made.Task; }")]
    [InlineData(Ask + "Action end = made.SetCanceled; end(); return made.Task; }")]
    [InlineData("public TaskCompletionSource<int> One { get; } = new(); Task<int> Ask() => One.Task;")]
    [InlineData("TaskCompletionSource<int> _one = new(); Task<int> Ask() => _one.Task; public TaskCompletionSource<int> Give() => _one;")]
    [InlineData("Task<int> Ask() => Take(new()); public Task<int> Take(TaskCompletionSource<int> one) => one.Task;")]
    [InlineData("Task<int> Ask() { var one = new TaskCompletionSource<int>(); _all.AddRange(new[] { one }); return one.Task; } "
        + "readonly List<TaskCompletionSource<int>> _all = new(); void End() { _all.ForEach(o => o.SetCanceled()); }")]
    [InlineData(Ask + "Interlocked.Exchange(ref _one, made)?.TrySetCanceled(); return made.Task; } TaskCompletionSource<int>? _one;")]
    [InlineData(Ask + "Post(() => made.SetResult(1)); return made.Task; }", "await Ask(); throw new IOException();")]
    [InlineData(Ask + "Post(() => made.SetResult(1)); return made.Task; }", "await Ask(); await File.WriteAllTextAsync(\"a\", \"\");")]
    public Task Somebody_may_make_it_fail(string members, string body = "await Ask(); Count();")
        => Found.ReportsAsync(Source("[|Handle|]", "", members, body));

    private static string Source(string name, string parameters, string members, string body = "await Ask(); Count();") => $$"""
        public class C
        {
            CancellationToken _stop = new(true);
            int _n;

            async void {{name}}({{parameters}}) { {{body}} }

            void Count() => _n++;
            void Post(Action work) => ThreadPool.QueueUserWorkItem(_ => work());
            {{members}}
        }
        """;
}
