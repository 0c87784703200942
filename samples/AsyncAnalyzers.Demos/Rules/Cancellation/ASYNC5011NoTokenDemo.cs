using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Cancellation;

internal sealed class ASYNC5011NoTokenDemo : Demo
{
    private static readonly string[] Parts = { "first", "second", "third" };

    public override string Intro =>
        "A public method sends three parts over a slow line and takes no token. Its caller can give up waiting, and does; the parts are sent "
        + "all the same, to somebody who is gone. The overload with a token stops at the part that is under way.";

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe((sent, stop) => FlawedLine.SendAsync(Parts, sent).WaitAsync(stop)));
        Outcome repaired = Stage.Repaired(() => Observe((sent, stop) => RepairedLine.SendAsync(Parts, sent, stop)));
        return new DemoResult(
            new Measurement[]
            {
                new("callers that stopped waiting", "", flawed.Stopped, repaired.Stopped, Bound.Exactly(1), Bound.Exactly(1)),
                new("parts sent after that", "", flawed.Late, repaired.Late, Bound.Exactly(Parts.Length), Bound.Exactly(0)),
            },
            $"The caller was gone, and {flawed.Late} parts were sent. With a token {repaired.Late} were.");
    }

    private static Outcome Observe(Func<List<string>, CancellationToken, Task> sendAsync)
        => EventLoop.Run(async _ =>
        {
            var sent = new List<string>();
            using var source = new CancellationTokenSource();
            Task sending = sendAsync(sent, source.Token);
            source.Cancel();
            await Task.WhenAny(sending);
            int before = sent.Count;

            // What still runs gets the time that it needs, and more on a machine that is busy.
            for (int i = 0; i < 20 && sent.Count < Parts.Length; i++)
            {
                await Task.Delay(50);
            }

            return new Outcome(sending.IsCanceled ? 1 : 0, sent.Count - before);
        }).Value;

    private sealed record Outcome(int Stopped, int Late);
}

/// <summary>The line as it was written first.</summary>
public static class FlawedLine
{
    // <bad>
    /// <summary>Sends the parts one after the other.</summary>
    public static async Task SendAsync(string[] parts, List<string> sent)
    {
        foreach (string part in parts)
        {
            // The line takes its time.
            await Task.Delay(100);
            sent.Add(part);
        }
    }
    // </bad>
}

/// <summary>The line with a token.</summary>
public static class RepairedLine
{
    // <good>
    /// <summary>Sends the parts one after the other.</summary>
    public static Task SendAsync(string[] parts, List<string> sent) => SendAsync(parts, sent, CancellationToken.None);

    /// <inheritdoc cref="SendAsync(string[], List{string})"/>
    public static async Task SendAsync(string[] parts, List<string> sent, CancellationToken cancellationToken)
    {
        foreach (string part in parts)
        {
            // The line takes its time.
            await Task.Delay(100, cancellationToken);
            sent.Add(part);
        }
    }
    // </good>
}
