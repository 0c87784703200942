using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EventLoopLab.Lab;

namespace EventLoopLab.Programs;

/// <summary>Host names are looked up, of which one is never answered.</summary>
internal sealed class Lookup : LabProgram
{
    private const string OneByOne = "blocking, one after another";
    private const string AnswersTime = "time until three are answered";

    private const string NoAddress = "null";

    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(0.9);

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(0.1);

    /// <summary>For all look-ups one after another, of which the last one is never answered.</summary>
    private static readonly TimeSpan Longest = 2 * TimeOut;

    /// <summary>The look-ups that block stop the loop for all of their time, two seconds nearly; a machine that is busy does so for half of one.</summary>
    private static readonly Bound Calm = Bound.AtMost(650);

    private static readonly Dictionary<string, TimeSpan> AnswerTimes = new()
    {
        ["one.example"] = TimeSpan.FromSeconds(0.2),
        ["second.example"] = TimeSpan.FromSeconds(0.3),
        ["number-three.example"] = TimeSpan.FromSeconds(0.4),
    };

    private static readonly string[] Names = AnswerTimes.Keys.Append("silent.example").ToArray();

    public override int Order => 8;

    public override string Story =>
        "Four host names are looked up by a name server of the lab's own on loopback. It answers three of them after "
        + "0.2, 0.3 and 0.4 s, and one never.";

    public override string Claim =>
        "Together, three look-ups take the time of the slowest; the one that is not answered is null after the "
        + "time-out.";

    public override IReadOnlyList<Variant> Variants => new Variant[]
    {
        new(OneByOne, trial => Run(trial, OnALoop(Flawed.LookUpAllAsync, Longest), Bound.AtLeast(0.85), Bound.AtLeast(700)))
        {
            Pitfall = "The coroutine calls the look-up that blocks: the loop stands still through each of them.",
            Rule = "ASYNC1004",
        },
        new("awaited, one after another", trial => Run(trial, OnALoop(Repaired.LookUpAllAsync, Longest), Bound.AtLeast(0.85), Calm)),
        new("a thread each", trial => Run(trial, ByThreads, Together(trial), null)),
        new("coroutines, one time-out for all", trial => Run(trial, OnALoop(TogetherAsync, TimeOut), Together(trial), Calm)),
    };

    private static Bound Together(Trial trial) => Bound.Between(0.38, trial.Of(OneByOne, AnswersTime) * 0.85);

    private static Func<IPEndPoint, Found, TimeSpan> OnALoop(Func<IPEndPoint, Found, CancellationToken, Task> main, TimeSpan timeOut)
        => (server, found) =>
        {
            // Once before it counts, to its time-out: the first time, the loop also waits for the compiler.
            LookUpOnALoop(token => LookUpAsync(server, Names[^1], token), WarmUpTime);
            found.Restart();
            return LookUpOnALoop(token => main(server, found, token), timeOut);
        };

    private static TimeSpan LookUpOnALoop(Func<CancellationToken, Task> main, TimeSpan timeOut)
        => EventLoop.Run(async _ =>
        {
            using var cancellation = new CancellationTokenSource(timeOut);
            await main(cancellation.Token);
            return true;
        }).LongestGap;

    private static void Run(Trial trial, Func<IPEndPoint, Found, TimeSpan> lookUp, Bound time, Bound? pause)
    {
        using var server = new NameServer(AnswerTimes);
        var found = new Found();
        TimeSpan longestPause = lookUp(server.Address, found);
        foreach ((string name, string? address, TimeSpan after) in found.All)
        {
            trial.Say($"{name} is {address ?? NoAddress} after {after.TotalSeconds:0.0} s");
        }

        var answers = found.All.Where(one => one.Address is not null).ToList();
        trial.Measure(AnswersTime, "s", answers.Max(one => one.After).TotalSeconds, time, Better.Lower);
        trial.Measure("time until all are over", "s", found.All.Max(one => one.After).TotalSeconds, Bound.AtLeast(0.85), Better.Lower);
        trial.Measure("answers", "", answers.Count, Bound.Exactly(AnswerTimes.Count));
        trial.Measure("null after the time-out", "", found.All.Count - answers.Count, Bound.Exactly(Names.Length - AnswerTimes.Count));
        if (pause is { } bound)
        {
            trial.Measure("longest pause of the loop", "ms", longestPause.TotalMilliseconds, bound, Better.Lower);
        }
    }

    private static TimeSpan ByThreads(IPEndPoint server, Found found)
    {
        Thread[] threads = Names.Select(name => new Thread(() => found.Add(name, LookUp(server, name)))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return TimeSpan.Zero;
    }

    private static Task TogetherAsync(IPEndPoint server, Found found, CancellationToken timeOut)
        => Task.WhenAll(Names.Select(async name => found.Add(name, await LookUpAsync(server, name, timeOut))));

    /// <summary>The blocking call.</summary>
    private static string? LookUp(IPEndPoint server, string name)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.ReceiveTimeout = (int)TimeOut.TotalMilliseconds;
        try
        {
            socket.Connect(server);
            socket.Send(System.Text.Encoding.ASCII.GetBytes(name + "\n"));
            byte[] answer = new byte[64];
            return System.Text.Encoding.ASCII.GetString(answer, 0, socket.Receive(answer)).Trim();
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>The call that can be awaited.</summary>
    private static async Task<string?> LookUpAsync(IPEndPoint server, string name, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server, cancellationToken);
            await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(name + "\n"), cancellationToken);
            byte[] answer = new byte[64];
            return System.Text.Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer, cancellationToken)).Trim();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static class Flawed
    {
        // <bad>
        public static async Task LookUpAllAsync(IPEndPoint server, Found found, CancellationToken timeOut)
        {
            await Task.Yield();
            foreach (string name in Names)
            {
                string? address = LookUp(server, name);
                found.Add(name, address);
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static async Task LookUpAllAsync(IPEndPoint server, Found found, CancellationToken timeOut)
        {
            await Task.Yield();
            foreach (string name in Names)
            {
                string? address = await LookUpAsync(server, name, timeOut);
                found.Add(name, address);
            }
        }
        // </good>
    }

    /// <summary>What was found, and when.</summary>
    private sealed class Found
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly List<(string Name, string? Address, TimeSpan After)> _all = new();

        public IReadOnlyList<(string Name, string? Address, TimeSpan After)> All
        {
            get
            {
                lock (_all)
                {
                    return _all.ToArray();
                }
            }
        }

        public void Restart() => _clock.Restart();

        public void Add(string name, string? address)
        {
            lock (_all)
            {
                _all.Add((name, address, _clock.Elapsed));
            }
        }
    }
}
