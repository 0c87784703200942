using System.Collections.Concurrent;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3007CheckThenActDemo : Demo
{
    private const int Words = 100;

    public override string Intro =>
        "Two threads count the words of two texts in one concurrent dictionary; all words are the same. '++' of an element is a read and a "
        + "write: two safe calls, and together not safe. Here the threads meet before each write, so luck has no say in it.";

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() => Count(Flawed.Count));
        int repaired = Stage.Repaired(() => Count(Repaired.Count));
        return new DemoResult(
            new Measurement[]
            {
                new($"count of {Words} words", "", flawed, repaired, Bound.Exactly(Words / 2), Bound.Exactly(Words)),
                new("counts lost", "", Words - flawed, Words - repaired, Bound.Exactly(Words / 2), Bound.Exactly(0)),
            },
            $"{Words - flawed} of {Words} counts were lost in a dictionary that is made for threads; with AddOrUpdate {Words - repaired}, although the threads meet just the same.");
    }

    private static int Count(Action<string[][], ConcurrentDictionary<string, int>> count)
    {
        using var words = new MeetingWords();
        var counts = new ConcurrentDictionary<string, int>(words);
        string[] text = Enumerable.Repeat("tea", Words / 2).ToArray();
        count(new[] { text, text }, counts);
        return counts.Values.Single();
    }

    /// <summary>Two threads that look for a word meet at every third time: in the flawed half that is before each write.</summary>
    private sealed class MeetingWords : IEqualityComparer<string>, IDisposable
    {
        private static readonly TimeSpan MeetingLimit = TimeSpan.FromSeconds(10);
        private readonly ThreadLocal<int> _times = new();
        private readonly Barrier _meeting = new(participantCount: 2);

        public bool Equals(string? x, string? y) => x == y;

        public int GetHashCode(string word)
        {
            if (++_times.Value % 3 == 0 && _times.Value / 3 <= Words / 2 && !_meeting.SignalAndWait(MeetingLimit))
            {
                throw new TimeoutException($"The second thread did not come within {MeetingLimit.TotalSeconds} s.");
            }

            return word.Length;
        }

        public void Dispose()
        {
            _times.Dispose();
            _meeting.Dispose();
        }
    }

    private static class Flawed
    {
        // <bad>
        public static void Count(string[][] texts, ConcurrentDictionary<string, int> counts)
        {
            Parallel.ForEach(texts, text =>
            {
                foreach (string word in text)
                {
                    counts.TryAdd(word, 0);
                    counts[word]++;
                }
            });
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static void Count(string[][] texts, ConcurrentDictionary<string, int> counts)
        {
            Parallel.ForEach(texts, text =>
            {
                foreach (string word in text)
                {
                    counts.AddOrUpdate(word, 1, (_, value) => value + 1);
                }
            });
        }
        // </good>
    }
}
