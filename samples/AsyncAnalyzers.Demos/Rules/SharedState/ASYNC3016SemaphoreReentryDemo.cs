using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3016SemaphoreReentryDemo : Demo
{
    private const int Readers = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    public override string Intro =>
        "A store adds a line under its lock, and flushes from there; the flush takes the lock too. Five others want to flush behind it. "
        + "Nobody gets an error.";

    public override DemoResult Measure()
    {
        (int Done, int Lines) flawed = Stage.Flawed(() =>
        {
            var store = new Flawed();
            return Run(store.AddAsync, store.FlushAsync, () => store.Flushed);
        });
        (int Done, int Lines) repaired = Stage.Repaired(() =>
        {
            var store = new Repaired();
            return Run(store.AddAsync, store.FlushAsync, () => store.Flushed);
        });
        return new DemoResult(
            new Measurement[]
            {
                new("calls that came back", "", flawed.Done, repaired.Done, Bound.Exactly(0), Bound.Exactly(Readers + 1)),
                new("lines flushed", "", flawed.Lines, repaired.Lines, Bound.Exactly(0), Bound.AtLeast(1)),
            },
            $"After {Patience.TotalMilliseconds:0} ms {flawed.Done} of {Readers + 1} calls had come back: the first waits for itself, "
            + $"and the others for the first. With a core that does not lock all {repaired.Done} came back.");
    }

    /// <summary>How many of the calls come back in time, and how many lines are flushed then.</summary>
    private static (int Done, int Lines) Run(Func<string, Task> addAsync, Func<Task> flushAsync, Func<int> flushed)
    {
        var calls = new List<Task> { addAsync("tea") };
        calls.AddRange(Enumerable.Range(0, Readers).Select(_ => flushAsync()));
        Task all = Task.WhenAll(calls);
        Task.WhenAny(all, Task.Delay(Patience)).GetAwaiter().GetResult();
        return (calls.Count(call => call.IsCompletedSuccessfully), flushed());
    }

    private sealed class Flawed
    {
        private readonly SemaphoreSlim _gate = new(1, 1);
        private readonly List<string> _lines = new();

        public int Flushed { get; private set; }

        // <bad>
        public async Task AddAsync(string line)
        {
            await _gate.WaitAsync();
            try
            {
                _lines.Add(line);
                await FlushAsync();
            }
            finally
            {
                _gate.Release();
            }
        }

        public async Task FlushAsync()
        {
            await _gate.WaitAsync();
            try
            {
                await Task.Yield();
                Flushed = _lines.Count;
            }
            finally
            {
                _gate.Release();
            }
        }
        // </bad>
    }

    private sealed class Repaired
    {
        private readonly SemaphoreSlim _gate = new(1, 1);
        private readonly List<string> _lines = new();

        public int Flushed { get; private set; }

        // <good>
        public async Task AddAsync(string line)
        {
            await _gate.WaitAsync();
            try
            {
                _lines.Add(line);
                await FlushCoreAsync();
            }
            finally
            {
                _gate.Release();
            }
        }

        public async Task FlushAsync()
        {
            await _gate.WaitAsync();
            try
            {
                await FlushCoreAsync();
            }
            finally
            {
                _gate.Release();
            }
        }

        private async Task FlushCoreAsync()
        {
            await Task.Yield();
            Flushed = _lines.Count;
        }
        // </good>
    }
}
