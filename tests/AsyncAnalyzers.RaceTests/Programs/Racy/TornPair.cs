// Two fields are written one after the other and read in between.
// missed: that two fields belong together is not known
internal sealed class Program
{
    private int _x;
    private int _y;

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => Move());
        Task second = Task.Run(() => Read());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(true, ((Task<bool>)second).Result);
    }

    private void Move()
    {
        _x = 1;
        _y = 1;
    }

    private bool Read() => _x == _y;
}
