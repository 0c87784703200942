// Both values are in one object that is replaced.
internal sealed record Point(int X, int Y);

internal sealed class Program
{
    private Point _point = new(0, 0);

    private static Task Main() => new Program().RunAsync();

    private async Task RunAsync()
    {
        Task first = Task.Run(() => _point = new Point(1, 1));
        Task second = Task.Run(() => Read());
        await Task.WhenAll(new[] { first, second });
        Expect.Equal(true, ((Task<bool>)second).Result);
    }

    private bool Read()
    {
        Point point = _point;
        return point.X == point.Y;
    }
}
