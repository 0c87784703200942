namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The blocks of a control-flow graph that are still to be looked at, the first one first: loops come round before what follows them.
/// </summary>
internal sealed class BlockQueue(int count)
{
    private readonly bool[] _waits = new bool[count];

    /// <summary>No block before this one waits.</summary>
    private int _first;

    public void Add(int block)
    {
        _waits[block] = true;
        _first = Math.Min(_first, block);
    }

    /// <summary>The first block that waits, which waits no more; -1 where none does.</summary>
    public int Take()
    {
        for (; _first < _waits.Length; _first++)
        {
            if (_waits[_first])
            {
                _waits[_first] = false;
                return _first;
            }
        }

        return -1;
    }
}
