using System.Collections.Concurrent;

namespace AsyncAnalyzers.Semantics;

/// <summary>What one node of a graph leads to.</summary>
/// <param name="IsEnd">The node is what is searched for; its successors do not matter.</param>
/// <param name="Successors">The nodes that it leads to, in the order in which they are preferred.</param>
/// <param name="NeedsAll">The node leads to an end only where each of its successors does; it is no step of the way itself.</param>
internal sealed record Exploration<TNode>(bool IsEnd, IReadOnlyList<TNode> Successors, bool NeedsAll = false)
    where TNode : class;

/// <summary>The way from a node to the nearest end.</summary>
/// <param name="Steps">The number of steps; 0 at an end.</param>
/// <param name="Next">The next node on the way; null at an end.</param>
/// <param name="End">The end itself.</param>
internal sealed record Way<TNode>(int Steps, TNode? Next, TNode End)
    where TNode : class;

/// <summary>
/// Finds the nearest end from nodes of a graph that is explored on demand. Each node is settled once, whatever cycles it
/// stands in and however long the ways are: the time for all questions together grows with the size of the graph.
/// </summary>
internal sealed class ShortestWays<TNode>(Func<TNode, CancellationToken, Exploration<TNode>> explore)
    where TNode : class
{
    private readonly Func<TNode, CancellationToken, Exploration<TNode>> _explore = explore;

    /// <summary>Null for a node that leads to no end.</summary>
    private readonly ConcurrentDictionary<TNode, Way<TNode>?> _settled = new();

    /// <summary>The shortest way from the node to an end; null where there is none.</summary>
    public Way<TNode>? From(TNode node, CancellationToken cancellationToken)
    {
        if (!_settled.TryGetValue(node, out Way<TNode>? way))
        {
            new Search(this, cancellationToken).Settle(node);
            way = _settled[node];
        }

        return way;
    }

    /// <summary>
    /// Settles everything that one node leads to. Searches of several threads may overlap: they come to the same results, and
    /// nothing is kept of one that is cancelled.
    /// </summary>
    private sealed class Search(ShortestWays<TNode> ways, CancellationToken cancellationToken)
    {
        private readonly Dictionary<TNode, Exploration<TNode>> _explored = new();
        private readonly Dictionary<TNode, List<TNode>> _predecessors = new();
        private readonly Dictionary<TNode, Way<TNode>> _found = new();
        private readonly Dictionary<TNode, int> _missing = new();
        /// <summary>
        /// Of the nodes that need all of their successors: the steps of the farthest one that has arrived, in whatever order.
        /// </summary>
        private readonly Dictionary<TNode, int> _farthest = new();
        /// <summary>The nodes that a way of so many steps leads from.</summary>
        private readonly List<Queue<TNode>?> _open = new();

        public void Settle(TNode start)
        {
            Explore(start);
            foreach (KeyValuePair<TNode, Exploration<TNode>> node in _explored)
            {
                Connect(node.Key, node.Value);
            }

            // A node opens its predecessors at its own number of steps or one more: never at a smaller one.
            for (int steps = 0; steps < _open.Count; steps++)
            {
                while (_open[steps] is { Count: > 0 } nearest)
                {
                    TNode node = nearest.Dequeue();
                    if (!_found.ContainsKey(node))
                    {
                        _found.Add(node, WayFrom(node, steps));
                        foreach (TNode predecessor in _predecessors.TryGetValue(node, out List<TNode> predecessors)
                            ? predecessors
                            : new List<TNode>())
                        {
                            Arrive(predecessor, steps);
                        }
                    }
                }
            }

            foreach (TNode node in _explored.Keys)
            {
                ways._settled.TryAdd(node, _found.TryGetValue(node, out Way<TNode> way) ? way : null);
            }
        }

        private void Explore(TNode start)
        {
            var toDo = new Stack<TNode>();
            toDo.Push(start);
            while (toDo.Count > 0)
            {
                TNode node = toDo.Pop();
                if (_explored.ContainsKey(node) || ways._settled.ContainsKey(node))
                {
                    continue;
                }

                cancellationToken.ThrowIfCancellationRequested();
                Exploration<TNode> exploration = ways._explore(node, cancellationToken);
                _explored.Add(node, exploration);
                if (!exploration.IsEnd)
                {
                    foreach (TNode successor in exploration.Successors)
                    {
                        toDo.Push(successor);
                    }
                }
            }
        }

        private void Connect(TNode node, Exploration<TNode> exploration)
        {
            if (exploration.IsEnd)
            {
                Open(node, 0);
                return;
            }

            var successors = new HashSet<TNode>(exploration.Successors);
            _missing.Add(node, exploration.NeedsAll ? successors.Count : 1);
            foreach (TNode successor in successors)
            {
                if (_explored.ContainsKey(successor))
                {
                    if (!_predecessors.TryGetValue(successor, out List<TNode> predecessors))
                    {
                        _predecessors.Add(successor, predecessors = new List<TNode>());
                    }

                    predecessors.Add(node);
                }
                else if (ways._settled[successor] is { } way)
                {
                    Arrive(node, way.Steps);
                }
            }
        }

        private void Arrive(TNode node, int steps)
        {
            if (_explored[node].NeedsAll)
            {
                int farthest = _farthest.TryGetValue(node, out int known) && known > steps ? known : steps;
                _farthest[node] = farthest;
                if (--_missing[node] == 0)
                {
                    Open(node, farthest);
                }
            }
            else
            {
                Open(node, steps + 1);
            }
        }

        private void Open(TNode node, int steps)
        {
            while (_open.Count <= steps)
            {
                _open.Add(null);
            }

            (_open[steps] ??= new Queue<TNode>()).Enqueue(node);
        }

        /// <summary>Of several successors that are equally near the first one is taken, so that the result is the same each time.</summary>
        private Way<TNode> WayFrom(TNode node, int steps)
        {
            if (_explored[node].IsEnd)
            {
                return new Way<TNode>(0, null, node);
            }

            TNode? nearest = null;
            Way<TNode>? nearestWay = null;
            foreach (TNode successor in _explored[node].Successors)
            {
                if ((_found.TryGetValue(successor, out Way<TNode>? way) || ways._settled.TryGetValue(successor, out way))
                    && way is not null && way.Steps < (nearestWay?.Steps ?? int.MaxValue))
                {
                    (nearest, nearestWay) = (successor, way);
                }
            }

            return new Way<TNode>(steps, nearest, nearestWay!.End);
        }
    }
}
