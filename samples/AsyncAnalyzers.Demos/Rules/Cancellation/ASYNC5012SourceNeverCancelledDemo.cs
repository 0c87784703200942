using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5012SourceNeverCancelledDemo : Demo
{
    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(400);

    public override string Intro =>
        "An object that sends a heartbeat every 20 ms is disposed, and watched for 400 ms more. It disposes the source of its token, which tells "
        + "nobody to stop. With Cancel before Dispose the loop ends at its wait.";

    /// <summary>What sends until it is disposed.</summary>
    internal interface IHeartbeat : IDisposable
    {
        int Sent { get; }

        Task RunAsync();
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(new Flawed()));
        Outcome repaired = Stage.Repaired(() => Observe(new Repaired()));
        return new DemoResult(
            new Measurement[]
            {
                new("heartbeats after Dispose", "", flawed.Sent, repaired.Sent, Bound.AtLeast(3), Bound.AtMost(1)),
                new("loops still running", "", flawed.Running, repaired.Running, Bound.Exactly(1), Bound.Exactly(0)),
            },
            $"Disposed, it sent {flawed.Sent} heartbeats more and still runs. Cancelled first, it sent {repaired.Sent}.");
    }

    private static Outcome Observe(IHeartbeat heartbeat)
        => EventLoop.Run(async _ =>
        {
            Task loop = heartbeat.RunAsync();
            await Task.Delay(50);
            heartbeat.Dispose();
            int before = heartbeat.Sent;
            await Task.WhenAny(loop, Task.Delay(Watched));
            return new Outcome(heartbeat.Sent - before, loop.IsCompleted ? 0 : 1);
        }).Value;

    private sealed record Outcome(int Sent, int Running);

    private abstract class Heartbeat
    {
        public int Sent { get; private set; }

        protected Task SendAsync(CancellationToken token)
        {
            Sent++;
            return Task.Delay(20, token);
        }
    }

    private sealed class Flawed : Heartbeat, IHeartbeat
    {
        // <bad>
        private readonly CancellationTokenSource _stop = new();

        public Task RunAsync() => RunAsync(_stop.Token);

        public void Dispose()
        {
            _stop.Dispose();
        }

        private async Task RunAsync(CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                await SendAsync(token);
            }
        }
        // </bad>
    }

    private sealed class Repaired : Heartbeat, IHeartbeat
    {
        // <good>
        private readonly CancellationTokenSource _stop = new();

        public Task RunAsync() => RunAsync(_stop.Token);

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
        }

        private async Task RunAsync(CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                await SendAsync(token);
            }
        }
        // </good>
    }
}
