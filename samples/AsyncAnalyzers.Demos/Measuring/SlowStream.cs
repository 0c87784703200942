using System.Text;

namespace AsyncAnalyzers.Demos.Measuring;

/// <summary>
/// A device or a peer that takes its time to answer: the first read waits, the others find the end. Read synchronously it keeps
/// the thread; read asynchronously it does not, as a socket would.
/// </summary>
internal sealed class SlowStream : Stream
{
    private static int _waiting;
    private static int _mostWaiting;

    private readonly byte[] _answer;
    private readonly TimeSpan _delay;
    private int _position = -1;

    /// <param name="answer">What is read.</param>
    /// <param name="delay">How long the answer takes.</param>
    public SlowStream(string answer, TimeSpan delay)
    {
        _answer = Encoding.UTF8.GetBytes(answer);
        _delay = delay;
    }

    /// <summary>How many threads were kept waiting at once, at most, since it was set to zero.</summary>
    public static int MostThreadsWaiting
    {
        get => Volatile.Read(ref _mostWaiting);
        set => Volatile.Write(ref _mostWaiting, value);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_position < 0)
        {
            int waiting = Interlocked.Increment(ref _waiting);
            int most = MostThreadsWaiting;
            while (waiting > most)
            {
                most = Interlocked.CompareExchange(ref _mostWaiting, waiting, most) is var seen && seen == most ? waiting : seen;
            }

            Thread.Sleep(_delay);
            Interlocked.Decrement(ref _waiting);
        }

        return Take(buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position < 0)
        {
            await Task.Delay(_delay, cancellationToken).ConfigureAwait(false);
        }

        return Take(buffer.Span);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Take(Span<byte> buffer)
    {
        _position = Math.Max(_position, 0);
        int count = Math.Min(buffer.Length, _answer.Length - _position);
        _answer.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
