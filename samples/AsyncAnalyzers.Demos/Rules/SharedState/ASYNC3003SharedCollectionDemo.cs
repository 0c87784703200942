using System.Collections;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3003SharedCollectionDemo : Demo
{
    private const int Rounds = 10;
    private const int WordsOfALine = 5;
    private static readonly TimeSpan MeetingLimit = TimeSpan.FromSeconds(10), Patience = TimeSpan.FromMilliseconds(40);

    public override string Intro =>
        "Two threads gather the words of two lines in one list. 'AddRange' makes room, copies the words behind the last one, and then "
        + "moves the end of the list. Here both threads copy before either has moved the end: to the same place.";

    public override DemoResult Measure()
    {
        (int Words, int Holes) flawed = Stage.Flawed(() => Run(Flawed.Words));
        (int Words, int Holes) repaired = Stage.Repaired(() => Run(Repaired.Words));
        const int All = Rounds * 2 * WordsOfALine;
        return new DemoResult(
            new Measurement[]
            {
                new($"words lost of {All}", "", All - flawed.Words, All - repaired.Words, Bound.AtLeast(All / 4), Bound.Exactly(0)),
                new("elements that are null", "", flawed.Holes, repaired.Holes, Bound.AtLeast(1), Bound.Exactly(0)),
            },
            $"{All - flawed.Words} of {All} words were lost and {flawed.Holes} elements are null, although nothing was thrown; "
            + $"with the lock {All - repaired.Words} and {repaired.Holes}.");
    }

    private static (int Words, int Holes) Run(Func<string[], Func<string, ICollection<string>>, List<string>> words)
    {
        int found = 0, holes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            using var bothHaveALine = new Barrier(participantCount: 2);
            using var bothCopy = new Barrier(participantCount: 2);
            List<string> result = words(new[] { "a line", "another one" }, _ =>
            {
                bothHaveALine.SignalAndWait(MeetingLimit);
                return new Line(() => bothCopy.SignalAndWait(Patience));
            });
            found += result.Count(static word => word is not null);
            holes += result.Count(static word => word is null);
        }

        return (found, holes);
    }

    /// <summary>The words of a line. To copy them takes until another thread does the same, or cannot.</summary>
    private sealed class Line : ICollection<string>
    {
        private readonly Action _whileCopying;

        public Line(Action whileCopying) => _whileCopying = whileCopying;

        public int Count => WordsOfALine;

        public bool IsReadOnly => true;

        public void CopyTo(string[] array, int arrayIndex)
        {
            _whileCopying();
            Array.Fill(array, "word", arrayIndex, WordsOfALine);
        }

        public void Add(string item) => throw new NotSupportedException();

        public void Clear() => throw new NotSupportedException();

        public bool Contains(string item) => item == "word";

        public bool Remove(string item) => throw new NotSupportedException();

        public IEnumerator<string> GetEnumerator() => Enumerable.Repeat("word", WordsOfALine).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private static class Flawed
    {
        // <bad>
        public static List<string> Words(string[] lines, Func<string, ICollection<string>> split)
        {
            var words = new List<string>();
            Parallel.ForEach(lines, line =>
            {
                ICollection<string> found = split(line);
                words.AddRange(found);
            });
            return words;
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static List<string> Words(string[] lines, Func<string, ICollection<string>> split)
        {
            var words = new List<string>();
            object wordsLock = new();
            Parallel.ForEach(lines, line =>
            {
                ICollection<string> found = split(line);
                lock (wordsLock)
                {
                    words.AddRange(found);
                }
            });
            return words;
        }
        // </good>
    }
}
