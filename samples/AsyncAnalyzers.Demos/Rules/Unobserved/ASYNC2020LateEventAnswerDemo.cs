using System.ComponentModel;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2020LateEventAnswerDemo : Demo
{
    private const int Attempts = 5;

    public override string Intro =>
        "A window is asked five times to close, and its handler wants it to stay open until the draft is saved. The handler sets e.Cancel after it "
        + "has awaited for 20 ms. It returned at that await, the window read e.Cancel as false and closed. Set before the await, the answer counts.";

    /// <summary>What may say no when the window closes.</summary>
    internal interface IEditor
    {
        void OnClosing(object? sender, CancelEventArgs e);
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(new Flawed()));
        Outcome repaired = Stage.Repaired(() => Observe(new Repaired()));
        return new DemoResult(
            new Measurement[]
            {
                new("times the window closed", "", flawed.Closed, repaired.Closed, Bound.Exactly(Attempts), Bound.Exactly(0)),
                new("answers that came in the end", "", flawed.Answered, repaired.Answered, Bound.Exactly(Attempts), Bound.Exactly(Attempts)),
            },
            $"The handler said no {flawed.Answered} times, and {flawed.Closed} times it was too late. Before the await it held {Attempts - repaired.Closed} times.");
    }

    private static Outcome Observe(IEditor editor)
        => EventLoop.Run(async _ =>
        {
            int closed = 0;
            int answered = 0;
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                var closing = new CancelEventArgs();
                editor.OnClosing(null, closing);
                closed += closing.Cancel ? 0 : 1;
                await Task.Delay(100);
                answered += closing.Cancel ? 1 : 0;
            }

            return new Outcome(closed, answered);
        }).Value;

    private sealed record Outcome(int Closed, int Answered);

    private sealed class Flawed : IEditor
    {
        // <bad>
        public async void OnClosing(object? sender, CancelEventArgs e)
        {
            await Task.Delay(20);
            e.Cancel = true;
        }
        // </bad>
    }

    private sealed class Repaired : IEditor
    {
        // <good>
        public async void OnClosing(object? sender, CancelEventArgs e)
        {
            e.Cancel = true;
            await Task.Delay(20);
        }
        // </good>
    }
}
