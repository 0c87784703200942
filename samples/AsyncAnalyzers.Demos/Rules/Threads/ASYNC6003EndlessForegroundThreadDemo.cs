using System.Collections.Concurrent;
using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.Threads;

internal sealed class ASYNC6003EndlessForegroundThreadDemo : Demo
{
    /// <summary>How long a process may need to end, from the line on in which its half begins.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public override string Intro =>
        "A child process starts a thread that takes messages from a queue, endlessly, logs one, and returns from Main. The flawed half "
        + $"leaves the thread in the foreground: the process still runs after {Patience.TotalSeconds} s, and is killed. The repaired half "
        + "runs it in the background: the process ends with Main.";

    /// <summary>A log that a thread of its own writes.</summary>
    internal interface ILog
    {
        void Start();

        void Add(string message);
    }

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() => Observe(nameof(Flawed)));
        int repaired = Stage.Repaired(() => Observe(nameof(Repaired)));
        return new DemoResult(
            new Measurement[]
            {
                new("processes that ended", "", flawed, repaired, Bound.Exactly(0), Bound.Exactly(1)),
            },
            $"Main had returned, and {Patience.TotalSeconds} s later the process with the foreground thread still ran; "
            + "that with the background thread had ended.");
    }

    public override int RunInChild(string half)
    {
        ILog log = half == nameof(Flawed) ? new Flawed() : new Repaired();
        log.Start();
        Console.WriteLine(ChildProcess.Started);
        log.Add("ready");
        return 0;
    }

    private int Observe(string half) => ChildProcess.Run(this, half, Patience).Ended ? 1 : 0;

    private sealed class Flawed : ILog
    {
        private readonly BlockingCollection<string> _messages = new();

        // <bad>
        public void Start() => new Thread(Write).Start();

        private void Write()
        {
            while (true)
            {
                Console.WriteLine(_messages.Take());
            }
        }
        // </bad>

        public void Add(string message) => _messages.Add(message);
    }

    private sealed class Repaired : ILog
    {
        private readonly BlockingCollection<string> _messages = new();

        // <good>
        public void Start() => new Thread(Write) { IsBackground = true }.Start();

        private void Write()
        {
            while (true)
            {
                Console.WriteLine(_messages.Take());
            }
        }
        // </good>

        public void Add(string message) => _messages.Add(message);
    }
}
