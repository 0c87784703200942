// The map is seen by others before it is filled.
// reported: ASYNC3015
internal sealed class Program
{
    private readonly object _gate = new();
    private Dictionary<string, int>? _map;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Find());
        Task second = Task.Run(() => Find());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(2, ((Task<int>)first).Result + ((Task<int>)second).Result);
    }

    private int Find() => Map().TryGetValue("key", out int value) ? value : 0;

    private Dictionary<string, int> Map()
    {
        if (_map == null)
        {
            lock (_gate)
            {
                if (_map == null)
                {
                    _map = new Dictionary<string, int>();
                    _map.Add("key", 1);
                }
            }
        }

        return _map;
    }
}
