using System.Diagnostics;

namespace AsyncAnalyzers.Showcase.Measuring;

/// <summary>What is drawn as one picture: a half of a demo, a variant of a program. OpenTelemetry sees it as a span.</summary>
internal static class Stage
{
    /// <summary>The name of the flawed half.</summary>
    public const string FlawedHalf = "flawed";

    /// <summary>The name of the repaired half.</summary>
    public const string RepairedHalf = "repaired";

    /// <summary>The source of the spans.</summary>
    public static ActivitySource Spans { get; } = new(ShowcaseEvents.SourceName);

    /// <summary>Runs the flawed half of a demo.</summary>
    public static T Flawed<T>(Func<T> half) => Run(FlawedHalf, half);

    /// <summary>Runs the repaired half of a demo.</summary>
    public static T Repaired<T>(Func<T> half) => Run(RepairedHalf, half);

    /// <summary>Runs a stage.</summary>
    public static void Run(string name, Action stage) => Run(name, () =>
    {
        stage();
        return true;
    });

    /// <summary>Runs a stage that has a result.</summary>
    public static T Run<T>(string name, Func<T> stage)
    {
        using Activity? span = Spans.StartActivity(name);
        ShowcaseEvents.Log.StageBegins(name);
        try
        {
            return stage();
        }
        finally
        {
            ShowcaseEvents.Log.StageEnds(name);
        }
    }
}
