using System.Diagnostics;
using System.Security.Cryptography;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2012CompletionSourceOptionsDemo : Demo
{
    private const int Readers = 20;

    public override string Intro =>
        "A post office puts a letter into a mailbox under the lock of the mailbox, and goes on to the next. Whoever waits for the letter reads it at "
        + "length: inside of the postman's SetResult, on his thread and under his lock, unless the source was told to run its continuations elsewhere.";

    /// <summary>A mailbox for one letter.</summary>
    internal interface IMailbox
    {
        /// <summary>The calling thread holds the lock of the mailbox.</summary>
        bool IsLockedByThisThread { get; }

        Task<int> LetterAsync();

        void Deliver(int letter);
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(() => new Flawed()));
        Outcome repaired = Stage.Repaired(() => Observe(() => new Repaired()));
        return new DemoResult(
            new Measurement[]
            {
                new("letters read", "", flawed.Read, repaired.Read, Bound.Exactly(Readers), Bound.Exactly(Readers)),
                new("of them on the postman's thread", "", flawed.OnSender, repaired.OnSender, Bound.Exactly(Readers), Bound.Exactly(0)),
                new("of them under the lock of the mailbox", "", flawed.UnderLock, repaired.UnderLock, Bound.Exactly(Readers), Bound.Exactly(0)),
                new("the postman's round", "ms", flawed.Round, repaired.Round, Bound.AtLeast(40), Bound.None),
            },
            $"{flawed.UnderLock} of {Readers} letters were read on the postman's thread while he held the lock of the mailbox; his round took {Measurement.Format(flawed.Round, "ms")}. "
            + $"With RunContinuationsAsynchronously it took {Measurement.Format(repaired.Round, "ms")}, and nobody read under his lock.");
    }

    private static Outcome Observe(Func<IMailbox> create)
    {
        var tally = new Tally();
        IMailbox[] mailboxes = Enumerable.Range(0, Readers).Select(_ => create()).ToArray();
        int sender = Environment.CurrentManagedThreadId;
        Task[] readers = mailboxes.Select(mailbox => ReadAsync(mailbox, sender, tally)).ToArray();

        var clock = Stopwatch.StartNew();
        for (int i = 0; i < mailboxes.Length; i++)
        {
            mailboxes[i].Deliver(i);
        }

        double round = clock.Elapsed.TotalMilliseconds;
        Task.WaitAll(readers);
        return new Outcome(tally.Read, tally.OnSender, tally.UnderLock, round);
    }

    private static async Task ReadAsync(IMailbox mailbox, int sender, Tally tally)
    {
        int letter = await mailbox.LetterAsync().ConfigureAwait(false);
        if (Environment.CurrentManagedThreadId == sender)
        {
            Interlocked.Increment(ref tally.OnSender);
        }

        if (mailbox.IsLockedByThisThread)
        {
            Interlocked.Increment(ref tally.UnderLock);
        }

        Study(letter);
        Interlocked.Increment(ref tally.Read);
    }

    /// <summary>Some milliseconds of work.</summary>
    private static void Study(int letter)
    {
        byte[] text = new byte[100_000];
        text[0] = (byte)letter;
        var clock = Stopwatch.StartNew();
        do
        {
            _ = SHA256.HashData(text);
        }
        while (clock.ElapsedMilliseconds < 4);
    }

    private sealed record Outcome(int Read, int OnSender, int UnderLock, double Round);

    private sealed class Tally
    {
        public int Read;
        public int OnSender;
        public int UnderLock;
    }

    private sealed class Flawed : IMailbox
    {
        private readonly object _gate = new();

        // <bad>
        private readonly TaskCompletionSource<int> _letter = new TaskCompletionSource<int>();

        public Task<int> LetterAsync() => _letter.Task;

        public void Deliver(int letter)
        {
            lock (_gate)
            {
                _letter.SetResult(letter);
            }
        }
        // </bad>

        public bool IsLockedByThisThread => Monitor.IsEntered(_gate);
    }

    private sealed class Repaired : IMailbox
    {
        private readonly object _gate = new();

        // <good>
        private readonly TaskCompletionSource<int> _letter = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<int> LetterAsync() => _letter.Task;

        public void Deliver(int letter)
        {
            lock (_gate)
            {
                _letter.SetResult(letter);
            }
        }
        // </good>

        public bool IsLockedByThisThread => Monitor.IsEntered(_gate);
    }
}
