using Xunit;
using Found = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2002AsyncVoidMethodAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Handlers that await methods of other files, which catch what happens in them or call those that do.</summary>
public class FollowedGuardTests
{
    [Theory]
    [InlineData("public Task LoadAsync() => InnerAsync(); async Task InnerAsync() { try { await Task.Run(Work); } catch { } }")]
    [InlineData("public Task LoadAsync() { return InnerAsync(); } async Task InnerAsync() { try { await Task.Run(Work); } catch (Exception e) { Console.WriteLine(e); } }")]
    [InlineData("public async Task LoadAsync() { if (_n > 0) { return; } await InnerAsync(); } async Task InnerAsync() { try { await Task.Run(Work); } catch { } }")]
    [InlineData("public async Task LoadAsync() { await _gate.WaitAsync(); try { await InnerAsync(); } finally { _gate.Release(); } } async Task InnerAsync() { try { await Task.Run(Work); } catch { } }")]
    [InlineData("public virtual Task LoadAsync() => InnerAsync(); async Task InnerAsync() { try { await Task.Run(Work); } catch { } }")]
    [InlineData("public virtual async Task LoadAsync() { try { await Task.Run(Work); } catch { } } class Sub : Model { public override async Task LoadAsync() { try { Work(); await Task.Yield(); } catch { } } }")]
    [InlineData("public Task LoadAsync() { Work(); return InnerAsync(); } async Task InnerAsync() { try { await Task.Run(Work); } catch { } }")]
    [InlineData("TaskCompletionSource<int> _s = new(); public Task LoadAsync() => Task.Run(() => _s.TrySetResult(1));")]
    [InlineData("TaskCompletionSource<int> _s = new(); public Task LoadAsync() => Task.Factory.StartNew(() => _s.TrySetCanceled());")]
    public Task Silent_where_all_that_is_awaited_catches(string members) => Found.SilentAsync(
        Handler, configure: test => test.TestState.Sources.Add(Model(members)));

    [Theory]
    [InlineData("public Task LoadAsync() => InnerAsync(); async Task InnerAsync() { await Task.Run(Work); }")]
    [InlineData("public Task LoadAsync() => Task.Run(Work);")]
    [InlineData("public async Task LoadAsync() { await InnerAsync(); await Task.Run(Work); } async Task InnerAsync() { try { await Task.Run(Work); } catch { } }")]
    [InlineData("public virtual async Task LoadAsync() { try { await Task.Run(Work); } catch { } } class Sub : Model { public override async Task LoadAsync() { Work(); await Task.Run(Work); } }")]
    [InlineData("public async Task LoadAsync() => await LoadAsync();")]
    [InlineData("TaskCompletionSource<int> _s = new(); public Task LoadAsync() => Task.Run(() => _s.SetResult(1));")]
    [InlineData("TaskCompletionSource<int> _s = new(); public Task LoadAsync() => Task.Run(() => { _s.TrySetResult(1); Work(); });")]
    public Task Reported_where_something_gets_out(string members) => Found.ReportsAsync(
        Handler.Replace("OnClick", "[|OnClick|]"), configure: test =>
        {
            test.TestState.Sources.Add(Model(members));
            test.FixedState.Sources.Add(Model(members));
        });

    [Theory]
    [InlineData("await loop.InvokeAsync(() => { }, 1); G();")]
    [InlineData("await loop.InvokeAsync(() => { }, 1).GetTask(); G();")]
    [InlineData("await loop.InvokeAsync(() => { }, 1).Task; G();")]
    [InlineData("await Dispatcher.Yield(1); G();")]
    public Task A_yield_to_the_loop_never_fails(string body) => Found.SilentAsync(Loop(body));

    [Theory]
    [InlineData("await loop.InvokeAsync(() => { G(); }, 1); G();")]
    [InlineData("await loop.InvokeAsync(() => G(), 1).GetTask();")]
    public Task Work_on_the_loop_may_fail(string body) => Found.ReportsAsync(Loop(body).Replace("OnClick", "[|OnClick|]"));

    private const string Handler = """
        class C
        {
            Model _model = new();
            async void OnClick(object o, EventArgs e) { await _model.LoadAsync(); Console.WriteLine(); }
        }
        """;

    private static string Model(string members)
        => "class Model { int _n; SemaphoreSlim _gate = new(1); void Work() { Console.WriteLine(_n); } " + members + " }";

    private static string Loop(string body) => $$"""
        class C
        {
            async void OnClick(object o, EventArgs e) { Dispatcher loop = new(); {{body}} }
            void G() { }
        }
        class Dispatcher
        {
            public static Task Yield(int priority) => Task.CompletedTask;
            public Operation InvokeAsync(Action a, int priority) => new();
        }
        class Operation
        {
            public Task Task => Task.CompletedTask;
            public Task GetTask() => Task.CompletedTask;
            public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => Task.GetAwaiter();
        }
        """;
}
