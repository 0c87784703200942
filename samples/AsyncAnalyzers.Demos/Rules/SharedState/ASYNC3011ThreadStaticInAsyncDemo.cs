using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3011ThreadStaticInAsyncDemo : Demo
{
    private const int Requests = 100;

    public override string Intro =>
        "A server keeps the user of a request in a [ThreadStatic] field. While the request of alice awaits its data, a thread handles a request "
        + "of bob. Then the data of alice arrive on that thread, and her request goes on there.";

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() => CountMixedUp(Flawed.Server.HandleAsync));
        int repaired = Stage.Repaired(() => CountMixedUp(Repaired.Server.HandleAsync));
        return new DemoResult(
            new Measurement[]
            {
                new($"of {Requests} requests of alice, served as bob", "", flawed, repaired, Bound.Exactly(Requests), Bound.Exactly(0)),
            },
            $"{flawed} of {Requests} requests went on as another user; with an AsyncLocal {repaired}, on the same threads.");
    }

    private static int CountMixedUp(Func<string, Task, Task<string?>> handle)
    {
        int mixedUp = 0;
        for (int request = 0; request < Requests; request++)
        {
            var dataOfAlice = new TaskCompletionSource();
            var dataOfBob = new TaskCompletionSource();
            Task<string?> alice = handle("alice", dataOfAlice.Task);
            Task<string?>? bob = null;
            var thread = new Thread(() =>
            {
                bob = handle("bob", dataOfBob.Task);
                dataOfAlice.SetResult(); // what awaits it goes on right here
                dataOfBob.SetResult();
            });
            thread.Start();
            thread.Join();
            if (alice.GetAwaiter().GetResult() == "bob" && bob!.GetAwaiter().GetResult() == "bob")
            {
                mixedUp++;
            }
        }

        return mixedUp;
    }

    private static class Flawed
    {
        // <bad>
        public static class Server
        {
            [ThreadStatic]
            private static string? t_user;

            public static async Task<string?> HandleAsync(string user, Task data)
            {
                t_user = user;
                await data;
                return t_user;
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public static class Server
        {
            private static readonly AsyncLocal<string?> t_user = new();

            public static async Task<string?> HandleAsync(string user, Task data)
            {
                t_user.Value = user;
                await data;
                return t_user.Value;
            }
        }
        // </good>
    }
}
