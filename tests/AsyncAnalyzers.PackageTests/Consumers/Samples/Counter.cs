using System.Threading;
using System.Threading.Tasks;

internal sealed class Counter
{
    private int _count;

    public static async Task<string> RunAsync()
    {
        await Task.Yield();
        Counter counter = new Counter();
        await Task.Run(() => counter.CountTo(1000));
        Settle(); //! ASYNC1006
        return "counted " + (counter._count > 0);
    }

    private void CountTo(int end)
    {
        Parallel.For(0, end, i =>
        {
            // Read, add, write: three steps that another thread gets between.
            _count++; //! ASYNC3001
        });
    }

    private static void Settle()
    {
        Thread.Sleep(1);
    }
}
