using System.Net;
using System.Net.Sockets;

namespace EventLoopLab.Lab;

/// <summary>
/// A resolver of the lab's own on the loopback interface: a line with a name, after a while a line with its address. Names that it
/// does not know it never answers.
/// </summary>
internal sealed class NameServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly IReadOnlyDictionary<string, TimeSpan> _answerTimes;

    /// <param name="answerTimes">The names that it knows, and how long it takes to answer.</param>
    public NameServer(IReadOnlyDictionary<string, TimeSpan> answerTimes)
    {
        _answerTimes = answerTimes;
        _listener.Start();
        new Thread(Accept) { IsBackground = true, Name = "name server" }.Start();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Stop();

    private void Accept()
    {
        try
        {
            while (true)
            {
                TcpClient client = _listener.AcceptTcpClient();
                new Thread(() => Answer(client)) { IsBackground = true, Name = "name server, a question" }.Start();
            }
        }
        catch (SocketException)
        {
            // The listener has stopped.
        }
    }

    private void Answer(TcpClient client)
    {
        try
        {
            using (client)
            using (var reader = new StreamReader(client.GetStream()))
            using (var writer = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\n" })
            {
                if (reader.ReadLine() is { } name && _answerTimes.TryGetValue(name, out TimeSpan time))
                {
                    Thread.Sleep(time);
                    writer.WriteLine($"192.0.2.{name.Length}");
                }

                // A name that is not known: silence, until the client has had enough.
                reader.ReadLine();
            }
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }
}
