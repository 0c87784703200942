using System.Net;
using System.Net.Sockets;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.CpuBound;

internal sealed class ASYNC4002HotRetryLoopDemo : Demo
{
    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(300);

    public override string Intro =>
        "A loop accepts connections, and goes on when that fails. Its listener is stopped, and the loop is watched for 300 ms. From then on "
        + "the call fails at once. With a pause in the catch the loop waits between two attempts.";

    /// <summary>A server whose loop counts its failures.</summary>
    internal interface IServer
    {
        int Failures { get; }

        Task RunAsync(TcpListener listener, CancellationToken token);
    }

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() => Observe(new Flawed()));
        int repaired = Stage.Repaired(() => Observe(new Repaired()));
        return new DemoResult(
            new Measurement[]
            {
                new("failures in 300 ms", "", flawed, repaired, Bound.AtLeast(100), Bound.Between(1, 4)),
            },
            $"After the listener was stopped, the loop failed {flawed} times in 300 ms, and {repaired} times with a pause.");
    }

    private static int Observe(IServer server)
    {
        using var stop = new CancellationTokenSource();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var loop = Task.Run(() => server.RunAsync(listener, stop.Token));
        Thread.Sleep(50);
        listener.Stop();
        Thread.Sleep(Watched);
        stop.Cancel();
        loop.Wait();
        return server.Failures;
    }

    private sealed class Flawed : IServer
    {
        public int Failures { get; private set; }

        // <bad>
        public async Task RunAsync(TcpListener listener, CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                try
                {
                    Serve(await listener.AcceptTcpClientAsync(token));
                }
                catch (Exception)
                {
                    Failures++;
                }
            }
        }
        // </bad>
    }

    private sealed class Repaired : IServer
    {
        public int Failures { get; private set; }

        // <good>
        public async Task RunAsync(TcpListener listener, CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                try
                {
                    Serve(await listener.AcceptTcpClientAsync(token));
                }
                catch (Exception)
                {
                    Failures++;
                    await Task.Delay(200);
                }
            }
        }
        // </good>
    }

    private static void Serve(TcpClient client) => client.Dispose();
}
