using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2009ColdTaskDemo : Demo
{
    private const int Pictures = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1500);

    public override string Intro =>
        "A gallery draws its thumbnails beside the event loop. The task is made by its constructor and awaited, but nobody starts it: "
        + "nothing is drawn, and the await never ends. No exception tells of it, and no thread is seen to hang.";

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.DrawAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.DrawAsync));
        return new DemoResult(
            new Measurement[]
            {
                new($"of {Pictures} thumbnails, drawn", "", flawed.Drawn, repaired.Drawn, Bound.Exactly(0), Bound.Exactly(Pictures)),
                new($"awaits that came back within {Patience.TotalSeconds} s", "", flawed.Ended, repaired.Ended, Bound.Exactly(0), Bound.Exactly(1)),
            },
            $"The task that nobody started drew {flawed.Drawn} of {Pictures} thumbnails, and its await did not come back. Task.Run drew {repaired.Drawn}.");
    }

    private static Outcome Observe(Func<Gallery, Task> drawAsync)
        => EventLoop.Run(async _ =>
        {
            var gallery = new Gallery();
            Task drawing = drawAsync(gallery);
            bool ended = await Task.WhenAny(drawing, Task.Delay(Patience)) == drawing;
            return new Outcome(gallery.Drawn, ended ? 1 : 0);
        }).Value;

    private sealed record Outcome(int Drawn, int Ended);

    internal sealed class Gallery
    {
        public int Drawn { get; private set; }

        public void DrawThumbnails() => Drawn += Pictures;
    }

    private static class Flawed
    {
        // <bad>
        public static async Task DrawAsync(Gallery gallery)
        {
            await new Task(() => gallery.DrawThumbnails());
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task DrawAsync(Gallery gallery)
        {
            await Task.Run(() => gallery.DrawThumbnails());
        }
        // </good>
    }
}
