using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1005BlockingPrimitiveInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1005BlockingPrimitiveInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Editing;

/// <summary>Fields that get another type: ManualResetEventSlim becomes TaskCompletionSource, BlockingCollection becomes Channel.</summary>
public class FieldRewriteTests
{
    private const string Source = "private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);";
    private const string Usings = "using System.Collections.Concurrent;\nusing System.Threading.Channels;\n";

    // ---- ManualResetEventSlim ----

    [Fact]
    public Task An_event_becomes_a_completion_source() => Verify.FixesAsync(
        """
        class C : IDisposable
        {
            // opened once
            private readonly ManualResetEventSlim _gate = new ManualResetEventSlim(false); // by Open

            public void Open()
            {
                // now
                _gate.Set();
            }

            public async Task PassAsync(CancellationToken token)
            {
                // not before
                [|_gate.Wait(token)|]; // wait
                await Task.Yield();
            }

            public bool IsOpen => _gate.IsSet;

            public void Dispose()
            {
                _gate.Dispose();
                GC.SuppressFinalize(this);
            }
        }
        """,
        """
        class C : IDisposable
        {
            // opened once
            private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously); // by Open

            public void Open()
            {
                // now
                _gate.TrySetResult();
            }

            public async Task PassAsync(CancellationToken token)
            {
                // not before
                await _gate.Task.WaitAsync(token); // wait
                await Task.Yield();
            }

            public bool IsOpen => _gate.Task.IsCompleted;

            public void Dispose()
            {
                GC.SuppressFinalize(this);
            }
        }
        """);

    [Theory]
    [InlineData("private readonly ManualResetEventSlim _gate = new();")]
    [InlineData("private ManualResetEventSlim _gate = new ManualResetEventSlim();")]
    [InlineData("private readonly ManualResetEventSlim _gate = new(false);")]
    [InlineData("private readonly ManualResetEventSlim _gate = new(initialState: false);")]
    public Task Unset_at_first(string field) => Verify.FixesAsync(
        $$"""class C { {{field}} void Open() => _gate.Set(); async Task M() { /*c*/ [|_gate.Wait()|]; await Task.Yield(); } }""",
        $$"""class C { {{Source}} void Open() => _gate.TrySetResult(); async Task M() { /*c*/ await _gate.Task; await Task.Yield(); } }""");

    [Fact]
    public Task Two_waits_in_one_go() => Verify.FixesAsync(
        "class C { private readonly ManualResetEventSlim _gate = new(); void Open() => this._gate.Set(); async Task M() { [|_gate.Wait()|]; await Task.Yield(); } async Task N() { await Task.Yield(); [|this._gate.Wait()|]; } }",
        $$"""class C { {{Source}} void Open() => this._gate.TrySetResult(); async Task M() { await _gate.Task; await Task.Yield(); } async Task N() { await Task.Yield(); await this._gate.Task; } }""");

    [Fact]
    public Task Configured_as_the_file_does() => Verify.FixesAsync(
        "class C { private readonly ManualResetEventSlim _gate = new(); void Open() => _gate.Set(); async Task M() { [|_gate.Wait()|]; await Task.Delay(1).ConfigureAwait(false); } }",
        $$"""class C { {{Source}} void Open() => _gate.TrySetResult(); async Task M() { await _gate.Task.ConfigureAwait(false); await Task.Delay(1).ConfigureAwait(false); } }""");

    [Fact]
    public Task A_lambda_sets_it() => Verify.FixesAsync(
        "class C { private readonly ManualResetEventSlim _gate = new(); event EventHandler? E; async Task M() { E += (_, _) => _gate.Set(); [|_gate.Wait()|]; E = null; await Task.Yield(); } }",
        $$"""class C { {{Source}} event EventHandler? E; async Task M() { E += (_, _) => _gate.TrySetResult(); await _gate.Task; E = null; await Task.Yield(); } }""");

    [Fact]
    public Task The_method_becomes_async() => Verify.FixesAsync(
        "class C { private readonly ManualResetEventSlim _gate = new(); void Open() => _gate.Set(); Task M() { [|_gate.Wait()|]; return Task.CompletedTask; } }",
        $$"""class C { {{Source}} void Open() => _gate.TrySetResult(); async Task M() { await _gate.Task; } }""");

    [Theory]
    [InlineData("private readonly ManualResetEventSlim _gate = new(true);", "_gate.Set();")]
    [InlineData("private readonly ManualResetEventSlim _gate = new();", "_gate.Set(); _gate.Reset();")]
    [InlineData("private readonly ManualResetEventSlim _gate = new();", "_gate.Set(); bool b = _gate.Wait(100);")]
    [InlineData("private readonly ManualResetEventSlim _gate = new();", "_gate.Set(); _gate.Wait();")]
    [InlineData("private readonly ManualResetEventSlim _gate = new();", "_gate.Set(); Console.WriteLine(_gate);")]
    [InlineData("private readonly ManualResetEventSlim _gate = new();", "_gate.Set(); var h = _gate.WaitHandle;")]
    [InlineData("private ManualResetEventSlim? _gate = new();", "_gate?.Set();")]
    [InlineData("private ManualResetEventSlim _gate = new();", "_gate.Set(); _gate = new();")]
    [InlineData("protected readonly ManualResetEventSlim _gate = new();", "_gate.Set();")]
    [InlineData("private readonly ManualResetEventSlim _gate = new();", "_gate.Set(); var s = nameof(_gate);")]
    public Task An_event_that_cannot_follow(string field, string uses) => Verify.FixesAsync(
        $$"""class C { {{field}} void Use() { {{uses}} } async Task M() { await Task.Yield(); [|_gate!.Wait()|]; } }""",
        $$"""class C { {{field}} void Use() { {{uses}} } async Task M() { await Task.Yield(); await Task.Run(() => _gate!.Wait()); } }""");

    // ---- BlockingCollection ----

    [Fact]
    public Task A_queue_becomes_a_channel() => Verify.FixesAsync(
        Usings + """
        class C : IDisposable
        {
            // work to do
            private readonly BlockingCollection<int> _queue = new BlockingCollection<int>(); // unbounded

            public void Post(int item)
            {
                // at the end
                _queue.Add(item);
            }

            public void Stop() => _queue.CompleteAdding();

            public async Task RunAsync(CancellationToken token)
            {
                // until Stop
                foreach (int item in [|_queue.GetConsumingEnumerable(token)|])
                {
                    await Task.Delay(item, token); // work
                }
            }

            public void Dispose()
            {
                _queue.Dispose();
            }
        }
        """,
        Usings + """
        class C : IDisposable
        {
            // work to do
            private readonly Channel<int> _queue = Channel.CreateUnbounded<int>(); // unbounded

            public void Post(int item)
            {
                // at the end
                if (!_queue.Writer.TryWrite(item))
                {
                    throw new ChannelClosedException();
                }
            }

            public void Stop() => _queue.Writer.TryComplete();

            public async Task RunAsync(CancellationToken token)
            {
                // until Stop
                await foreach (int item in _queue.Reader.ReadAllAsync(token))
                {
                    await Task.Delay(item, token); // work
                }
            }

            public void Dispose()
            {
                _queue.Writer.TryComplete();
            }
        }
        """);

    private static string Unbounded(string members) => Usings + $$"""class C { private readonly Channel<int> _queue = Channel.CreateUnbounded<int>(); {{members}} }""";

    [Theory]
    [InlineData("new()")]
    [InlineData("new BlockingCollection<int>()")]
    [InlineData("new(new ConcurrentQueue<int>())")]
    public Task Take_is_awaited(string creation) => Verify.FixesAsync(
        Usings + $$"""class C { private readonly BlockingCollection<int> _queue = {{creation}}; void Post() => _queue.Add(1); async Task<int> M() { await Task.Yield(); /*c*/ return [|_queue.Take()|] + 1; } }""",
        Unbounded("void Post() => _queue.Writer.TryWrite(1); async Task<int> M() { await Task.Yield(); /*c*/ return await _queue.Reader.ReadAsync() + 1; }"));

    [Fact]
    public Task Take_with_a_token_and_TryTake() => Verify.FixesAsync(
        Usings + "class C { private readonly BlockingCollection<int> _queue = new(); bool Post() => _queue.TryAdd(1); async Task<int> M(CancellationToken token) { await Task.Yield(); return _queue.TryTake(out int x) ? x : [|_queue.Take(token)|]; } }",
        Unbounded("bool Post() => _queue.Writer.TryWrite(1); async Task<int> M(CancellationToken token) { await Task.Yield(); return _queue.Reader.TryRead(out int x) ? x : await _queue.Reader.ReadAsync(token); }"));

    [Fact]
    public Task Add_in_async_code_is_awaited() => Verify.FixesAsync(
        Usings + "class C { private readonly BlockingCollection<int> _queue = new(10); async Task Post(CancellationToken token) { [|_queue.Add(1)|]; [|_queue.Add(2, token)|]; await Task.Yield(); } async Task<int> M() { await Task.Yield(); return [|_queue.Take()|]; } }",
        Usings + "class C { private readonly Channel<int> _queue = Channel.CreateBounded<int>(10); async Task Post(CancellationToken token) { await _queue.Writer.WriteAsync(1, token); await _queue.Writer.WriteAsync(2, token); await Task.Yield(); } async Task<int> M() { await Task.Yield(); return await _queue.Reader.ReadAsync(); } }");

    [Fact]
    public Task A_channel_in_a_task_returning_method() => Verify.FixesAsync(
        Usings + "class C { private readonly BlockingCollection<int> _queue = new(); void Post() => _queue.Add(1); Task<int> M() { return Task.FromResult([|_queue.Take()|]); } }",
        Unbounded("void Post() => _queue.Writer.TryWrite(1); async Task<int> M() { return await _queue.Reader.ReadAsync(); }"));

    [Theory]
    [InlineData("new()", "_queue.Add(1); int n = _queue.Count;")]
    [InlineData("new()", "_queue.Add(1); int n = _queue.Take();")]
    [InlineData("new()", "_queue.Add(1); foreach (int n in _queue.GetConsumingEnumerable()) { }")]
    [InlineData("new()", "_queue.Add(1); Console.WriteLine(_queue);")]
    [InlineData("new()", "_queue.Add(1); bool b = _queue.IsCompleted;")]
    [InlineData("new()", "_queue.Add(1); bool b = _queue.TryTake(out int x, 100);")]
    [InlineData("new(5)", "_queue.Add(1);")]
    [InlineData("new(new ConcurrentStack<int>())", "_queue.Add(1);")]
    [InlineData("new(new ConcurrentBag<int>())", "_queue.Add(1);")]
    [InlineData("new BlockingCollection<int> { 1 }", "_queue.Add(1);")]
    public Task A_collection_that_cannot_follow(string creation, string uses) => Verify.FixesAsync(
        Usings + $$"""class C { private readonly BlockingCollection<int> _queue = {{creation}}; void Use() { {{uses}} } async Task<int> M() { await Task.Yield(); return [|_queue.Take()|]; } }""",
        Usings + $$"""class C { private readonly BlockingCollection<int> _queue = {{creation}}; void Use() { {{uses}} } async Task<int> M() { await Task.Yield(); return await Task.Run(() => _queue.Take()); } }""");
}
