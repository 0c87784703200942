using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Demos.Measuring;

/// <summary>Counts the exceptions that nobody but the garbage collector finds.</summary>
internal static class UnobservedFailures
{
    private const int Collections = 20;

    /// <summary>Runs work, lets the garbage collector look at what the work dropped, and counts the exceptions of one type in it.</summary>
    /// <param name="work">What may drop failed tasks. All of them have failed when it returns.</param>
    /// <param name="lostBy">How many exceptions there should be, of what the work returned: the collector is asked a few times at the most.</param>
    /// <returns>What the work returned, and the number of its exceptions that were never observed.</returns>
    public static (T Value, int Count) Of<T, TException>(Func<T> work, Func<T, int> lostBy)
        where TException : Exception
    {
        int unobserved = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs arguments)
        {
            if (arguments.Exception.InnerExceptions.OfType<TException>().Any())
            {
                Interlocked.Increment(ref unobserved);
                arguments.SetObserved();
            }
        }

        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            T value = RunInFrameOfItsOwn(work);
            int lost = lostBy(value);

            // The runtime speaks of a lost exception when it collects the task that held it, no sooner.
            for (int attempt = 0; attempt < Collections && (attempt == 0 || Volatile.Read(ref unobserved) < lost); attempt++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            return (value, unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }
    }

    /// <summary>So that nothing keeps the lost tasks alive when the work has returned.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T RunInFrameOfItsOwn<T>(Func<T> work) => work();
}
