// Two semaphores, each waited for under the other.
// reported: ASYNC3009
internal sealed class Program
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly SemaphoreSlim _other = new(1, 1);
    private int _n;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        await Task.WhenAll(new[] { ForthAsync(), BackAsync() });
        Expect.Equal(2, _n);
    }

    private async Task ForthAsync()
    {
        await _one.WaitAsync();
        try
        {
            await Task.Yield();
            await _other.WaitAsync();
            try
            {
                _n++;
            }
            finally
            {
                _other.Release();
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task BackAsync()
    {
        await _other.WaitAsync();
        try
        {
            await Task.Yield();
            await _one.WaitAsync();
            try
            {
                _n++;
            }
            finally
            {
                _one.Release();
            }
        }
        finally
        {
            _other.Release();
        }
    }
}
