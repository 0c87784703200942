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
        using var flawedWords = new MeetingWords();
        using var repairedWords = new MeetingWords();
        var flawedCounter = new Flawed(flawedWords);
        var repairedCounter = new Repaired(repairedWords);
        int flawed = Stage.Flawed(() => Count(flawedCounter.Count, flawedCounter.Counts));
        int repaired = Stage.Repaired(() => Count(repairedCounter.Count, repairedCounter.Counts));
        return new DemoResult(
            new Measurement[]
            {
                new($"count of {Words} words", "", flawed, repaired, Bound.Exactly(Words / 2), Bound.Exactly(Words)),
                new("counts lost", "", Words - flawed, Words - repaired, Bound.Exactly(Words / 2), Bound.Exactly(0)),
            },
            $"{Words - flawed} of {Words} counts were lost in a dictionary that is made for threads; with AddOrUpdate {Words - repaired}, although the threads meet just the same.");
    }

    private static int Count(Action<string> count, ConcurrentDictionary<string, int> counts)
    {
        Task[] threads = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (int word = 0; word < Words / 2; word++)
                {
                    count("tea");
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WaitAll(threads);
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
                throw new TimeoutException($"The second thread did not come within {MeetingLimit.TotalSeconds} s, at word {_times.Value}.");
            }

            return word.Length;
        }

        public void Dispose()
        {
            _times.Dispose();
            _meeting.Dispose();
        }
    }

    private sealed class Flawed
    {
        public Flawed(IEqualityComparer<string> words) => Counts = new(words);

        public ConcurrentDictionary<string, int> Counts { get; }

        // <bad>
        public void Count(string word)
        {
            Counts.TryAdd(word, 0);
            Counts[word]++;
        }
        // </bad>
    }

    private sealed class Repaired
    {
        public Repaired(IEqualityComparer<string> words) => Counts = new(words);

        public ConcurrentDictionary<string, int> Counts { get; }

        // <good>
        public void Count(string word)
        {
            Counts.AddOrUpdate(word, 1, (_, value) => value + 1);
        }
        // </good>
    }
}
