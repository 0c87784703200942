using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1005BlockingPrimitiveInAsyncAnalyzer,
    AsyncAnalyzers.Rules.Blocking.ASYNC1005BlockingPrimitiveInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Editing;

/// <summary>A collection that takes no more throws at <c>Add</c>; the channel in its place does so too.</summary>
public class ChannelWriteTests
{
    private const string Usings = """
        using System.Collections.Concurrent;
        using System.Threading.Channels;

        """;

    [Fact]
    public Task Add_in_synchronous_code_throws_when_the_channel_is_complete() => Verify.FixesAsync(
        Usings + """
        class Mail
        {
            private readonly BlockingCollection<int> _queue = new();

            // posts
            public void Post(int item) => _queue.Add(item); // at the end

            public void PostBoth(int item)
            {
                // one
                _queue.Add(item); // first
                // two
                _queue.TryAdd(item);
            }

            public bool TryPost(int item) => _queue.TryAdd(item);

            public void Stop() => _queue.CompleteAdding();

            public async Task RunAsync()
            {
                // until Stop
                foreach (int item in [|_queue.GetConsumingEnumerable()|])
                {
                    await Task.Delay(item);
                    _queue.Add(item);
                }
            }
        }
        """,
        Usings + """
        class Mail
        {
            private readonly Channel<int> _queue = Channel.CreateUnbounded<int>();

            // posts
            public void Post(int item)
            {
                if (!_queue.Writer.TryWrite(item))
                {
                    throw new ChannelClosedException();
                }
            } // at the end

            public void PostBoth(int item)
            {
                // one
                if (!_queue.Writer.TryWrite(item))
                {
                    throw new ChannelClosedException();
                } // first
                // two
                if (!_queue.Writer.TryWrite(item))
                {
                    throw new ChannelClosedException();
                }
            }

            public bool TryPost(int item) => _queue.Writer.TryWrite(item);

            public void Stop() => _queue.Writer.TryComplete();

            public async Task RunAsync()
            {
                // until Stop
                await foreach (int item in _queue.Reader.ReadAllAsync())
                {
                    await Task.Delay(item);
                    await _queue.Writer.WriteAsync(item);
                }
            }
        }
        """);

    [Theory]
    [InlineData("public void Post() => _queue.Add(1);", "public void Post() { if (!_queue.Writer.TryWrite(1)) throw new ChannelClosedException(); }")]
    [InlineData("public void Post() { /*c*/ _queue.Add(1); }", "public void Post() { /*c*/ if (!_queue.Writer.TryWrite(1)) throw new ChannelClosedException(); }")]
    [InlineData("public bool Post() => _queue.TryAdd(1);", "public bool Post() => _queue.Writer.TryWrite(1);")]
    public Task Code_on_one_line_stays_there(string before, string after) => Verify.FixesAsync(
        Usings + $$"""
        class Mail { private readonly BlockingCollection<int> _queue = new(); {{before}} public void Stop() => _queue.CompleteAdding(); public async Task<int> NextAsync() { await Task.Yield(); return [|_queue.Take()|]; } }
        """,
        Usings + $$"""
        class Mail { private readonly Channel<int> _queue = Channel.CreateUnbounded<int>(); {{after}} public void Stop() => _queue.Writer.TryComplete(); public async Task<int> NextAsync() { await Task.Yield(); return await _queue.Reader.ReadAsync(); } }
        """);

    /// <summary>A collection that is disposed of takes no more either.</summary>
    [Fact]
    public Task Dispose_completes_the_channel() => Verify.FixesAsync(
        Usings + """
        class Mail { private readonly BlockingCollection<int> _queue = new(); public void Post() { _queue.Add(1); } public void Dispose() => _queue.Dispose(); public async Task<int> NextAsync() { await Task.Yield(); return [|_queue.Take()|]; } }
        """,
        Usings + """
        class Mail { private readonly Channel<int> _queue = Channel.CreateUnbounded<int>(); public void Post() { if (!_queue.Writer.TryWrite(1)) throw new ChannelClosedException(); } public void Dispose() => _queue.Writer.TryComplete(); public async Task<int> NextAsync() { await Task.Yield(); return await _queue.Reader.ReadAsync(); } }
        """);

    [Fact]
    public Task Dispose_behind_CompleteAdding_goes() => Verify.FixesAsync(
        Usings + """
        class Mail { private readonly BlockingCollection<int> _queue = new(); public void Dispose() { _queue.CompleteAdding(); _queue.Dispose(); } public async Task<int> NextAsync() { await Task.Yield(); return [|_queue.Take()|]; } }
        """,
        Usings + """
        class Mail { private readonly Channel<int> _queue = Channel.CreateUnbounded<int>(); public void Dispose() { _queue.Writer.TryComplete(); } public async Task<int> NextAsync() { await Task.Yield(); return await _queue.Reader.ReadAsync(); } }
        """);

    [Theory]
    [InlineData("public void Post(bool now) { if (now) _queue.Add(1); else Stop(); }")] // another if would take the else
    [InlineData("public Action Poster() => () => _queue.Add(1);")]
    public Task The_channel_is_not_offered_where_no_statement_can_throw(string post) => Verify.FixesAsync(
        Usings + $$"""
        class Mail { private readonly BlockingCollection<int> _queue = new(); {{post}} public void Stop() => _queue.CompleteAdding(); public async Task<int> NextAsync() { await Task.Yield(); return [|_queue.Take()|]; } }
        """,
        Usings + $$"""
        class Mail { private readonly BlockingCollection<int> _queue = new(); {{post}} public void Stop() => _queue.CompleteAdding(); public async Task<int> NextAsync() { await Task.Yield(); return await Task.Run(() => _queue.Take()); } }
        """);

    [Fact]
    public Task Nobody_completes_it_so_nothing_is_asked() => Verify.FixesAsync(
        Usings + """
        class Mail { private readonly BlockingCollection<int> _queue = new(); public void Post() => _queue.Add(1); public async Task<int> NextAsync() { await Task.Yield(); return [|_queue.Take()|]; } }
        """,
        Usings + """
        class Mail { private readonly Channel<int> _queue = Channel.CreateUnbounded<int>(); public void Post() => _queue.Writer.TryWrite(1); public async Task<int> NextAsync() { await Task.Yield(); return await _queue.Reader.ReadAsync(); } }
        """);
}
