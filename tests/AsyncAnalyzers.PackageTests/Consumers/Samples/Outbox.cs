using System.Collections.Generic;
using System.Threading.Tasks;

internal interface ICourier
{
    Task DeliverAsync(string text);
}

internal sealed class Outbox : ICourier
{
    private readonly List<string> _delivered = new List<string>();

    public static async Task<string> RunAsync()
    {
        Outbox outbox = new Outbox();
        Send(outbox, "letter");
        await Task.Delay(200);
        return "delivered " + string.Join(", ", outbox._delivered);
    }

    public async Task DeliverAsync(string text)
    {
        await Task.Delay(1);
        _delivered.Add(text);
    }

    private static void Send(ICourier courier, string text)
    {
        // Nobody waits for the letter to arrive.
        courier.DeliverAsync(text); //! ASYNC2001
    }
}
