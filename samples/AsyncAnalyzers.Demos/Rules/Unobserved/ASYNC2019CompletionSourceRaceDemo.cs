using System.Collections.Concurrent;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2019CompletionSourceRaceDemo : Demo
{
    private const int Requests = 5;

    /// <summary>The caller of this request gives up before its reply comes.</summary>
    private const int GivenUp = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1000);

    public override string Intro =>
        "A client has sent five requests and waits for the replies, which one loop receives. The caller of the second request gives up: its token "
        + "completes the TaskCompletionSource. The late reply finds the source complete, SetResult throws, and the loop ends with replies unread. "
        + "TrySetResult answers false, and the loop goes on.";

    /// <summary>What sends requests and hands out the replies.</summary>
    internal interface IClient
    {
        Task<string> AskAsync(int id, CancellationToken cancellationToken);

        void Receive(int id, string text);
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(new Flawed()));
        Outcome repaired = Stage.Repaired(() => Observe(new Repaired()));
        return new DemoResult(
            new Measurement[]
            {
                new("requests that got their reply", "", flawed.Replies, repaired.Replies, Bound.Exactly(GivenUp), Bound.Exactly(Requests - 1)),
                new("requests that were cancelled", "", flawed.Cancelled, repaired.Cancelled, Bound.Exactly(1), Bound.Exactly(1)),
                new("exceptions that ended the loop", "", flawed.Failures, repaired.Failures, Bound.Exactly(1), Bound.Exactly(0)),
                new($"requests still waiting after {Patience.TotalSeconds} s", "", flawed.Waiting, repaired.Waiting,
                    Bound.Exactly(Requests - 1 - GivenUp), Bound.Exactly(0)),
            },
            $"One late reply ended the loop, and {flawed.Waiting} of {Requests} requests never got theirs. With TrySetResult {repaired.Replies} did.");
    }

    private static Outcome Observe(IClient client)
        => EventLoop.Run(async _ =>
        {
            using var impatience = new CancellationTokenSource();
            Task<string>[] asking = Enumerable.Range(0, Requests)
                .Select(id => client.AskAsync(id, id == GivenUp ? impatience.Token : CancellationToken.None)).ToArray();
            await impatience.CancelAsync();
            int failures = 0;
            try
            {
                for (int id = 0; id < Requests; id++)
                {
                    client.Receive(id, "reply " + id);
                }
            }
            catch (InvalidOperationException)
            {
                failures++;
            }

            await Task.WhenAny(Task.WhenAll(asking), Task.Delay(Patience));
            return new Outcome(
                asking.Count(task => task.IsCompletedSuccessfully),
                asking.Count(task => task.IsCanceled),
                failures,
                asking.Count(task => !task.IsCompleted));
        }).Value;

    private sealed record Outcome(int Replies, int Cancelled, int Failures, int Waiting);

    private sealed class Flawed : IClient
    {
        private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _pending = new();

        // <bad>
        public async Task<string> AskAsync(int id, CancellationToken cancellationToken)
        {
            var reply = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _pending[id] = reply;
            await using (cancellationToken.Register(() => reply.TrySetCanceled(cancellationToken)))
            {
                return await reply.Task;
            }
        }

        public void Receive(int id, string text)
        {
            if (_pending.TryRemove(id, out TaskCompletionSource<string>? reply))
            {
                reply.SetResult(text);
            }
        }
        // </bad>
    }

    private sealed class Repaired : IClient
    {
        private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _pending = new();

        // <good>
        public async Task<string> AskAsync(int id, CancellationToken cancellationToken)
        {
            var reply = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _pending[id] = reply;
            await using (cancellationToken.Register(() => reply.TrySetCanceled(cancellationToken)))
            {
                return await reply.Task;
            }
        }

        public void Receive(int id, string text)
        {
            if (_pending.TryRemove(id, out TaskCompletionSource<string>? reply))
            {
                reply.TrySetResult(text);
            }
        }
        // </good>
    }
}
