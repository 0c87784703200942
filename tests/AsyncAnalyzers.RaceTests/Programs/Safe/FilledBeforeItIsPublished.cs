// The map is filled as a local and published last.
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
                    var map = new Dictionary<string, int>();
                    map.Add("key", 1);
                    _map = map;
                }
            }
        }

        return _map;
    }
}
