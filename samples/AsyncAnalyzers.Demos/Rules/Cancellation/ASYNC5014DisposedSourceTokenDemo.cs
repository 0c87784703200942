using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5014DisposedSourceTokenDemo : Demo
{
    private const int Objects = 10;

    public override string Intro =>
        "Ten objects with a loop each are disposed, which cancels the source and disposes it. The loop asks the token of the source "
        + "whether to go on, and that throws by then. Asked at the source itself, the loop ends.";

    /// <summary>What works until it is disposed.</summary>
    internal interface IHeartbeat : IDisposable
    {
        Task RunAsync();
    }

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() => FailedLoops(() => new Flawed()));
        int repaired = Stage.Repaired(() => FailedLoops(() => new Repaired()));
        return new DemoResult(
            new Measurement[]
            {
                new("loops that failed", "", flawed, repaired, Bound.Exactly(Objects), Bound.Exactly(0)),
            },
            $"{flawed} of {Objects} loops ended with an exception, and {repaired} where the source was asked.");
    }

    private static int FailedLoops(Func<IHeartbeat> make)
        => EventLoop.Run(async _ =>
        {
            int failed = 0;
            for (int i = 0; i < Objects; i++)
            {
                IHeartbeat heartbeat = make();
                Task loop = heartbeat.RunAsync();
                await Task.Delay(5);
                heartbeat.Dispose();
                await Task.WhenAny(loop);
                failed += loop.Exception?.InnerException is ObjectDisposedException ? 1 : 0;
            }

            return failed;
        }).Value;

    private sealed class Flawed : IHeartbeat
    {
        // <bad>
        private readonly CancellationTokenSource _stop = new();

        public async Task RunAsync()
        {
            while (!_stop.Token.IsCancellationRequested)
            {
                await Task.Delay(20);
            }
        }

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
        }
        // </bad>
    }

    private sealed class Repaired : IHeartbeat
    {
        // <good>
        private readonly CancellationTokenSource _stop = new();

        public async Task RunAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                await Task.Delay(20);
            }
        }

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
        }
        // </good>
    }
}
