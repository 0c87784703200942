using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5001SwallowedCancellationDemo : Demo
{
    private const int Invoices = 400;

    private const int SentBeforeCancel = 3;

    public override string Intro =>
        "A batch sends 400 invoices; what fails is logged, and the next one follows. After the third somebody cancels. The catch takes that for a failure of the fourth, "
        + "and of each that is left, and the caller is told that the batch is done.";

    public override DemoResult Measure()
    {
        (int flawedFailures, int flawedSeen) = Stage.Flawed(() => Observe(Flawed.SendAllAsync));
        (int repairedFailures, int repairedSeen) = Stage.Repaired(() => Observe(Repaired.SendAllAsync));
        return new DemoResult(
            new Measurement[]
            {
                new(
                    "failures in the log after one cancel", "", flawedFailures, repairedFailures,
                    Bound.Exactly(Invoices - SentBeforeCancel), Bound.Exactly(0)),
                new("cancellations that the caller sees", "", flawedSeen, repairedSeen, Bound.Exactly(0), Bound.Exactly(1)),
            },
            $"One cancel after {SentBeforeCancel} of {Invoices} invoices wrote {flawedFailures} failures into the log. With the filter it wrote {repairedFailures}, and the caller saw the cancellation.");
    }

    private static (int Failures, int Seen) Observe(Func<MailServer, Log, int, CancellationToken, Task> sendAllAsync)
        => EventLoop.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            var log = new Log();
            try
            {
                await sendAllAsync(new MailServer(source), log, Invoices, source.Token);
            }
            catch (OperationCanceledException) when (source.IsCancellationRequested)
            {
                return (log.Errors, 1);
            }

            return (log.Errors, 0);
        }).Value;

    internal sealed class Log
    {
        public int Errors { get; private set; }

        public void Error(string message) => Errors += message.Length > 0 ? 1 : 0;
    }

    /// <summary>Sends until somebody has seen enough.</summary>
    internal sealed class MailServer
    {
        private readonly CancellationTokenSource _source;
        private int _sent;

        public MailServer(CancellationTokenSource source) => _source = source;

        public async Task SendAsync(int invoice, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            if (++_sent == SentBeforeCancel)
            {
                await _source.CancelAsync();
            }
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task SendAllAsync(MailServer server, Log log, int invoices, CancellationToken cancellationToken)
        {
            for (int invoice = 1; invoice <= invoices; invoice++)
            {
                try
                {
                    await server.SendAsync(invoice, cancellationToken);
                }
                // The others are sent all the same.
                catch (Exception failure)
                {
                    log.Error($"Invoice {invoice}: {failure.Message}");
                }
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task SendAllAsync(MailServer server, Log log, int invoices, CancellationToken cancellationToken)
        {
            for (int invoice = 1; invoice <= invoices; invoice++)
            {
                try
                {
                    await server.SendAsync(invoice, cancellationToken);
                }
                // The others are sent all the same.
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    log.Error($"Invoice {invoice}: {failure.Message}");
                }
            }
        }
        // </good>
    }
}
