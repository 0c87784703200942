using System.Diagnostics;
using System.Globalization;

namespace AsyncAnalyzers.Corpus.Output;

/// <summary>Tells on the error stream how far long work is.</summary>
internal sealed class Progress(TextWriter output)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private TimeSpan _last;

    /// <summary>Writes a line.</summary>
    public void Say(string text)
    {
        lock (_lock)
        {
            _last = _watch.Elapsed;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{_last.TotalSeconds,6:F1}s] {text}"));
        }
    }

    /// <summary>Writes a line unless the last one is quite new.</summary>
    public void Step(Func<string> text)
    {
        if (_watch.Elapsed - _last >= Pause)
        {
            Say(text());
        }
    }
}
