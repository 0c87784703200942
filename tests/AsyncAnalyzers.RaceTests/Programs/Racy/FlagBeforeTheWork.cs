// The flag says that it is done before it is.
// reported: ASYNC3015
internal sealed class Program
{
    private readonly object _gate = new();
    private volatile bool _isReady;
    private int _value;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Read());
        Task second = Task.Run(() => Read());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, ((Task<int>)first).Result + ((Task<int>)second).Result);
    }

    private int Read()
    {
        if (!_isReady)
        {
            lock (_gate)
            {
                if (!_isReady)
                {
                    _isReady = true;
                    _value = 1;
                }
            }
        }

        return _value;
    }
}
