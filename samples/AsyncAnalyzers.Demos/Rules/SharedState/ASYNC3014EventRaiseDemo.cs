using AsyncAnalyzers.Demos.Measuring;

namespace AsyncAnalyzers.Demos.Rules.SharedState;

internal sealed class ASYNC3014EventRaiseDemo : Demo
{
    private const int Readings = 100;

    public override string Intro =>
        "A sensor tests whether somebody listens, reads its value and raises the event. Here the last listener leaves on another thread "
        + "while the value is read: after the test, before the call.";

    public override DemoResult Measure()
    {
        int flawed = Stage.Flawed(() => CountFailures(() =>
        {
            var sensor = new Flawed.Sensor();
            return (handler => sensor.Changed += handler, handler => sensor.Changed -= handler, sensor.Publish);
        }));
        int repaired = Stage.Repaired(() => CountFailures(() =>
        {
            var sensor = new Repaired.Sensor();
            return (handler => sensor.Changed += handler, handler => sensor.Changed -= handler, sensor.Publish);
        }));
        return new DemoResult(
            new Measurement[]
            {
                new($"of {Readings} readings that threw NullReferenceException", "", flawed, repaired, Bound.Exactly(Readings),
                    Bound.Exactly(0)),
            },
            $"{flawed} of {Readings} readings threw because the last listener left between the test and the call; with '?.Invoke' {repaired}.");
    }

    private static int CountFailures(Func<(Action<Action<int>> Add, Action<Action<int>> Remove, Action<Func<int>> Publish)> create)
    {
        int failures = 0;
        for (int reading = 0; reading < Readings; reading++)
        {
            (Action<Action<int>> add, Action<Action<int>> remove, Action<Func<int>> publish) = create();
            Action<int> listener = static _ => { };
            add(listener);
            try
            {
                publish(() =>
                {
                    var other = new Thread(() => remove(listener));
                    other.Start();
                    other.Join();
                    return 21;
                });
            }
            catch (NullReferenceException)
            {
                failures++;
            }
        }

        return failures;
    }

    private static class Flawed
    {
        // <bad>
        public sealed class Sensor
        {
            public event Action<int>? Changed;

            public void Publish(Func<int> read)
            {
                if (Changed != null)
                {
                    int value = read();
                    Changed(value);
                }
            }
        }
        // </bad>
    }

    private static class Repaired
    {
        // <good>
        public sealed class Sensor
        {
            public event Action<int>? Changed;

            public void Publish(Func<int> read)
            {
                if (Changed != null)
                {
                    int value = read();
                    Changed?.Invoke(value);
                }
            }
        }
        // </good>
    }
}
