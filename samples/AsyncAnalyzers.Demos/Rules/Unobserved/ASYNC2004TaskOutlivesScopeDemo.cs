using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Unobserved;

internal sealed class ASYNC2004TaskOutlivesScopeDemo : Demo
{
    private const int Letters = 10;
    private const int Customers = 10;

    public override string Intro =>
        "A post office opens a line, sends a letter over it and closes it; where the post is down, the letter is kept for later; and one customer at a time "
        + "pays into the till, the others come again. The three methods return the task of the work without awaiting it: the line is closed before a word was sent, "
        + "the catch that keeps the letter never sees the failure, and the till is unlocked before the fee is in it.";

    /// <summary>Closed when it is disposed. What is sent over a closed line is lost.</summary>
    internal sealed class Line : IDisposable
    {
        private readonly Post _post;
        private bool _closed;

        public Line(Post post) => _post = post;

        public async Task<bool> SendAsync(int letter)
        {
            // One turn of the event loop, as any device takes.
            await Task.Yield();
            _post.Delivered += _closed ? 0 : 1;
            _post.Lost += _closed ? 1 : 0;
            return !_closed;
        }

        public void Dispose() => _closed = true;
    }

    internal sealed class Post
    {
        public int Delivered { get; set; }

        public int Lost { get; set; }

        public int Kept { get; private set; }

        public Line Open() => new(this);

        public async Task<bool> SendWhileDownAsync(int letter)
        {
            await Task.Yield();
            throw new IOException($"The post is down, letter {letter} comes back.");
        }

        public bool Keep(int letter)
        {
            Kept++;
            return letter >= 0;
        }
    }

    /// <summary>Right while one customer at a time pays.</summary>
    internal sealed class Till
    {
        private int _paying;

        public SemaphoreSlim Lock { get; } = new(1, 1);

        public int Fees { get; private set; }

        public int MostAtOnce { get; private set; }

        public async Task<bool> AddFeeAsync()
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_paying);
            int fees = Fees;
            await Task.Yield();
            Fees = fees + 1;
            _paying--;
            return true;
        }
    }

    public override DemoResult Measure()
    {
        Outcome flawed = Stage.Flawed(() => Observe(Flawed.SendAsync, Flawed.SendOrKeepAsync));
        Outcome repaired = Stage.Repaired(() => Observe(Repaired.SendAsync, Repaired.SendOrKeepAsync));
        Till unguarded = ObserveTill(Flawed.TryPayAsync);
        Till guarded = ObserveTill(Repaired.TryPayAsync);
        return new DemoResult(
            new Measurement[]
            {
                new($"of {Letters} letters, delivered", "", flawed.Delivered, repaired.Delivered, Bound.Exactly(0), Bound.Exactly(Letters)),
                new("sent over a line that was closed before", "", flawed.Lost, repaired.Lost, Bound.Exactly(Letters), Bound.Exactly(0)),
                new($"of {Letters} letters that came back, kept by the catch", "", flawed.Kept, repaired.Kept, Bound.Exactly(0), Bound.Exactly(Letters)),
                new("exceptions that went past the catch", "", flawed.Missed, repaired.Missed, Bound.Exactly(Letters), Bound.Exactly(0)),
                new($"of {Customers} customers at a till with a lock, paying at once", "", unguarded.MostAtOnce, guarded.MostAtOnce, Bound.Exactly(Customers), Bound.Exactly(1)),
                new($"of {Customers} fees, lost", "", Customers - unguarded.Fees, Customers - guarded.Fees, Bound.Exactly(Customers - 1), Bound.Exactly(0)),
            },
            $"Returned without await, {flawed.Lost} of {Letters} letters went over a closed line, {flawed.Missed} failures went past the catch that was written for them, and "
            + $"{Customers - unguarded.Fees} of {Customers} fees are gone: the lock was released too early. Awaited, {repaired.Delivered} are delivered, {repaired.Kept} kept and {guarded.Fees} paid.");
    }

    private static Outcome Observe(Func<Post, int, Task<bool>> sendAsync, Func<Post, int, Task<bool>> sendOrKeepAsync)
        => EventLoop.Run(async _ =>
        {
            var post = new Post();
            int missed = 0;
            for (int letter = 0; letter < Letters; letter++)
            {
                await sendAsync(post, letter);
                try
                {
                    await sendOrKeepAsync(post, letter);
                }
                catch (IOException)
                {
                    missed++;
                }
            }

            return new Outcome(post.Delivered, post.Lost, post.Kept, missed);
        }).Value;

    private static Till ObserveTill(Func<Till, Task<bool>> tryPayAsync)
        => EventLoop.Run(async _ =>
        {
            var till = new Till();
            await Task.WhenAll(Enumerable.Range(0, Customers).Select(_ => PayAsync(till)));
            return till;

            async Task PayAsync(Till till)
            {
                while (!await tryPayAsync(till))
                {
                    await Task.Yield();
                }
            }
        }).Value;

    private sealed record Outcome(int Delivered, int Lost, int Kept, int Missed);

    private static class Flawed
    {
        // <bad>
        public static Task<bool> SendAsync(Post post, int letter)
        {
            using Line line = post.Open();
            return line.SendAsync(letter);
        }

        public static Task<bool> SendOrKeepAsync(Post post, int letter)
        {
            try
            {
                return post.SendWhileDownAsync(letter);
            }
            catch (IOException)
            {
                return Task.FromResult(post.Keep(letter));
            }
        }

        public static Task<bool> TryPayAsync(Till till)
        {
            if (!till.Lock.Wait(0))
            {
                return Task.FromResult(false);
            }

            try
            {
                return till.AddFeeAsync();
            }
            finally
            {
                till.Lock.Release();
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task<bool> SendAsync(Post post, int letter)
        {
            using Line line = post.Open();
            return await line.SendAsync(letter);
        }

        public static async Task<bool> SendOrKeepAsync(Post post, int letter)
        {
            try
            {
                return await post.SendWhileDownAsync(letter);
            }
            catch (IOException)
            {
                return post.Keep(letter);
            }
        }

        public static async Task<bool> TryPayAsync(Till till)
        {
            if (!till.Lock.Wait(0))
            {
                return false;
            }

            try
            {
                return await till.AddFeeAsync();
            }
            finally
            {
                till.Lock.Release();
            }
        }
        // </good>
    }
}
