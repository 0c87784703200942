namespace AsyncAnalyzers.Semantics;

/// <summary>What an analysis has found out about the functions of one compilation: null where a function has not the property.</summary>
internal sealed class FunctionSummaries<T>
    where T : class
{
    private ImmutableDictionary<IMethodSymbol, T?> _all
        = ImmutableDictionary.Create<IMethodSymbol, T?>(SymbolEqualityComparer.Default);

    /// <summary>All functions of a cycle of calls are in it, or none.</summary>
    public ImmutableDictionary<IMethodSymbol, T?> All => Volatile.Read(ref _all);

    public void Add(Dictionary<IMethodSymbol, T?> found)
        => ImmutableInterlocked.Update(ref _all, static (all, found) => all.SetItems(found), found);
}

/// <summary>
/// An analysis of code that has a property only where each function that it calls has it too. Functions are analysed bottom-up over
/// the strongly connected components of their calls: there is no limit to the depth of calls, nothing is recursed into, and the summary
/// of a function is the same whoever asks for it, and when.
/// </summary>
/// <param name="summaries">Those of the compilation.</param>
/// <param name="assumed">
/// The summary of a function that has the property and adds nothing: what a call counts for that closes a cycle.
/// </param>
internal abstract class FunctionAnalysis<T>(FunctionSummaries<T> summaries, T assumed)
    where T : class
{
    /// <summary>In a larger cycle, the calls within it add nothing to each other.</summary>
    private const int LargestCycle = 16;

    private readonly Dictionary<IMethodSymbol, T?> _settled = new(SymbolEqualityComparer.Default);
    private ImmutableDictionary<IMethodSymbol, T?> _known = summaries.All;

    /// <summary>What the function that is being evaluated calls and is still to be settled; null outside of any function.</summary>
    private List<IMethodSymbol>? _unsettled;

    /// <summary>The functions of the cycle that is being evaluated, as far as they have been.</summary>
    private Dictionary<IMethodSymbol, T?>? _inCycle;

    /// <summary>
    /// The summary that the body of a function has by itself and by its calls, each of which it looks up by <see cref="SummaryOf"/>;
    /// null where it has not the property. Null for one call has to make it null.
    /// </summary>
    protected abstract T? Evaluate(IMethodSymbol function);

    /// <summary>The summary of a function that is called.</summary>
    protected T? SummaryOf(IMethodSymbol function)
    {
        if (IsSettled(function, out T? summary))
        {
            return summary;
        }

        if (_unsettled is null)
        {
            _known = summaries.All;
            if (!IsSettled(function, out summary))
            {
                _settled.Clear();
                Settle(function);
                summaries.Add(_settled);
                summary = _settled[function];
            }

            return summary;
        }

        if (_inCycle is not null && _inCycle.TryGetValue(function, out T? inCycle))
        {
            return inCycle;
        }

        _unsettled.Add(function);
        return assumed;
    }

    private bool IsSettled(IMethodSymbol function, out T? summary)
        => _settled.TryGetValue(function, out summary) || _known.TryGetValue(function, out summary);

    /// <summary>
    /// Tarjan's algorithm, on a stack of its own. One function without the property takes it from all that are still open: they lead to it.
    /// </summary>
    private void Settle(IMethodSymbol root)
    {
        var frames = new Stack<Frame>();
        var open = new List<Frame>();
        var positions = new Dictionary<IMethodSymbol, Frame>(SymbolEqualityComparer.Default);
        IMethodSymbol? next = root;
        while (next is not null || frames.Count > 0)
        {
            if (next is not null)
            {
                var entered = new Frame(next, positions.Count);
                open.Add(entered);
                entered.Summary = Evaluated(next, entered.Calls);
                if (entered.Summary is null)
                {
                    break;
                }

                positions.Add(next, entered);
                frames.Push(entered);
                next = null;
            }

            Frame frame = frames.Peek();
            if (frame.Position < frame.Calls.Count)
            {
                IMethodSymbol call = frame.Calls[frame.Position++];
                if (IsSettled(call, out T? summary))
                {
                    if (summary is null)
                    {
                        break;
                    }
                }
                else if (positions.TryGetValue(call, out Frame met))
                {
                    frame.Low = Math.Min(frame.Low, met.Index);
                }
                else
                {
                    next = call;
                }

                continue;
            }

            frames.Pop();
            if (frame.Low == frame.Index)
            {
                int first = open.IndexOf(frame);
                SettleComponent(open.GetRange(first, open.Count - first));
                open.RemoveRange(first, open.Count - first);
            }
            else
            {
                frames.Peek().Low = Math.Min(frames.Peek().Low, frame.Low);
            }
        }

        foreach (Frame frame in open)
        {
            _settled[frame.Function] = null;
        }
    }

    /// <summary>One function, or the functions of a cycle. All that they call besides is settled and has the property.</summary>
    private void SettleComponent(List<Frame> component)
    {
        if (component.Count == 1 && component[0] is { Calls.Count: 0 } leaf)
        {
            _settled[leaf.Function] = leaf.Summary;
            return;
        }

        Dictionary<IMethodSymbol, Frame> members = new(SymbolEqualityComparer.Default);
        component.ForEach(member => members.Add(member.Function, member));
        T?[] found = component.Select(member => component.Count is 1 or > LargestCycle
            ? Evaluated(member.Function, new List<IMethodSymbol>())
            : EvaluatedInCycle(member, members)).ToArray();
        for (int index = 0; index < found.Length; index++)
        {
            _settled[component[index].Function] = found[index];
        }
    }

    /// <summary>Evaluates the members of a cycle in the order in which they return to the one that is called first.</summary>
    private T? EvaluatedInCycle(Frame start, Dictionary<IMethodSymbol, Frame> members)
    {
        var entered = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { start.Function };
        var path = new Stack<(Frame Frame, int Position)>();
        path.Push((start, 0));
        _inCycle = new Dictionary<IMethodSymbol, T?>(SymbolEqualityComparer.Default);
        while (path.Count > 0)
        {
            (Frame frame, int position) = path.Pop();
            if (position == frame.Calls.Count)
            {
                _inCycle[frame.Function] = Evaluated(frame.Function, new List<IMethodSymbol>());
                continue;
            }

            path.Push((frame, position + 1));
            if (members.TryGetValue(frame.Calls[position], out Frame called) && entered.Add(called.Function))
            {
                path.Push((called, 0));
            }
        }

        T? summary = _inCycle[start.Function];
        _inCycle = null;
        return summary;
    }

    private T? Evaluated(IMethodSymbol function, List<IMethodSymbol> unsettled)
    {
        _unsettled = unsettled;
        try
        {
            return Evaluate(function);
        }
        finally
        {
            _unsettled = null;
        }
    }

    /// <summary>A function on the way; in Tarjan's terms with its index and its low link.</summary>
    private sealed class Frame(IMethodSymbol function, int index)
    {
        public IMethodSymbol Function { get; } = function;

        public int Index { get; } = index;

        public int Low { get; set; } = index;

        /// <summary>What it calls that was not settled when it was entered, and how many of these have been looked at.</summary>
        public List<IMethodSymbol> Calls { get; } = new();

        public int Position { get; set; }

        public T? Summary { get; set; }
    }
}
