using System.ComponentModel;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2020LateEventAnswerDemo : Demo
{
    private const int Attempts = 5;

    public override string Intro =>
        "A window is asked five times to close, and its handler wants it to stay open until the draft is saved. The handler sets e.Cancel after it "
        + "has awaited the save. It returned at that await, the window read e.Cancel as false and closed. Set before the await, the answer counts.";

    /// <summary>What may say no when the window closes.</summary>
    internal interface IEditor
    {
        Task Draft { get; }

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
                new("closed with the draft unsaved", "", flawed.Unsaved, repaired.Unsaved, Bound.Exactly(Attempts), Bound.Exactly(0)),
                new("answers that came in the end", "", flawed.Answered, repaired.Answered, Bound.Exactly(Attempts), Bound.Exactly(Attempts)),
            },
            $"The handler said no {flawed.Answered} times, and {flawed.Closed} times it was too late. Before the await it held {Attempts - repaired.Closed} times.");
    }

    private static Outcome Observe(IEditor editor)
        => EventLoop.Run(async _ =>
        {
            int closed = 0;
            int unsaved = 0;
            int answered = 0;
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                var closing = new CancelEventArgs();
                editor.OnClosing(null, closing);
                if (!closing.Cancel)
                {
                    closed++;
                    unsaved += editor.Draft.IsCompleted ? 0 : 1;
                }

                await editor.Draft;
                await Task.Delay(20);
                answered += closing.Cancel ? 1 : 0;
            }

            return new Outcome(closed, unsaved, answered);
        }).Value;

    private sealed record Outcome(int Closed, int Unsaved, int Answered);

    private abstract class Editor
    {
        public Task Draft { get; private set; } = Task.CompletedTask;

        protected Task SaveDraftAsync() => Draft = Task.Delay(20);
    }

    private sealed class Flawed : Editor, IEditor
    {
        // <bad>
        public async void OnClosing(object? sender, CancelEventArgs e)
        {
            await SaveDraftAsync();
            e.Cancel = true;
        }
        // </bad>
    }

    private sealed class Repaired : Editor, IEditor
    {
        // <good>
        public async void OnClosing(object? sender, CancelEventArgs e)
        {
            e.Cancel = true;
            await SaveDraftAsync();
        }
        // </good>
    }
}
