using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>The nodes of one tree that some rule wants to look at: found in one walk for all rules, kept with the tree.</summary>
internal sealed class TriggerIndex
{
    private static readonly ConditionalWeakTable<SyntaxTree, TriggerIndex> Indexes = new();
    private static readonly Lazy<Interests> AllInterests = new(() => new Interests());

    private readonly object _gate = new();
    private ImmutableArray<SyntaxNode>[]? _nodes;

    public static TriggerIndex Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        TriggerIndex index = Indexes.GetValue(tree, static _ => new TriggerIndex());
        if (index._nodes is null)
        {
            // Rules run concurrently on one tree; the second waits for the first instead of walking again.
            lock (index._gate)
            {
                index._nodes ??= Walk(tree.GetRoot(cancellationToken), AllInterests.Value, cancellationToken);
            }
        }

        return index;
    }

    /// <summary>In source order.</summary>
    public ImmutableArray<SyntaxNode> NodesFor(Type rule)
        => AllInterests.Value.RuleNumbers.TryGetValue(rule, out int number) ? _nodes![number] : ImmutableArray<SyntaxNode>.Empty;

    private static ImmutableArray<SyntaxNode>[] Walk(SyntaxNode root, Interests interests, CancellationToken cancellationToken)
    {
        var found = new ImmutableArray<SyntaxNode>.Builder?[interests.RuleNumbers.Count];
        int steps = 0;
        // Written out here: this is the one walk over everything, and NodeWalk asks two delegates a node.
        var pending = new PendingNodes(new PendingNodes.Slot[64]);
        pending.Add(root);
        while (pending.Take() is { } node)
        {
            if ((++steps & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            SyntaxKind kind = node.Kind();
            if (!PendingNodes.IsLeaf(kind) && MayHoldTriggers(kind))
            {
                pending.AddChildrenOf(node);
            }

            SimpleNameSyntax? name = kind switch
            {
                SyntaxKind.IdentifierName or SyntaxKind.GenericName => (SimpleNameSyntax)node,
                // Of a type that is written with its namespace, the last part is its name.
                SyntaxKind.QualifiedName => ((QualifiedNameSyntax)node).Right,
                _ => null,
            };
            if (name is not null && interests.ByName(name.Identifier.ValueText) is { } rules)
            {
                foreach (int rule in rules)
                {
                    (found[rule] ??= ImmutableArray.CreateBuilder<SyntaxNode>()).Add(name);
                }
            }

            if (interests.ByKind(kind) is { } byKind)
            {
                foreach ((int rule, Func<SyntaxNode, bool>? filter) in byKind)
                {
                    if (filter is null || filter(node))
                    {
                        (found[rule] ??= ImmutableArray.CreateBuilder<SyntaxNode>()).Add(node);
                    }
                }
            }
        }

        return Array.ConvertAll(found, static builder => builder is null ? ImmutableArray<SyntaxNode>.Empty : builder.ToImmutable());
    }

    private static bool MayHoldTriggers(SyntaxKind kind) => kind is not (
        SyntaxKind.UsingDirective or SyntaxKind.AttributeList or SyntaxKind.BaseList or SyntaxKind.PredefinedType
        or SyntaxKind.ParameterList or SyntaxKind.TypeParameterList or SyntaxKind.TypeParameterConstraintClause or SyntaxKind.QualifiedName
        or SyntaxKind.TypeArgumentList or SyntaxKind.ArrayType or SyntaxKind.NullableType);

    /// <summary>The triggers of all rules of this assembly, found by reflection: a new rule is a new file and nothing else.</summary>
    private sealed class Interests
    {
        private readonly Dictionary<string, int[]> _byName = new(StringComparer.Ordinal);

        /// <summary>What most names fail at, without being hashed.</summary>
        private readonly bool[] _isFirstGuess = new bool[8192];
        private readonly (int Rule, Func<SyntaxNode, bool>? Filter)[]?[] _byKind = new (int, Func<SyntaxNode, bool>?)[]?[16384];

        public Interests()
        {
            var byName = new Dictionary<string, List<int>>();
            foreach (Type type in typeof(AsyncRuleAnalyzer).Assembly.GetTypes())
            {
                if (!type.IsAbstract && typeof(AsyncRuleAnalyzer).IsAssignableFrom(type))
                {
                    Add(type, ((AsyncRuleAnalyzer)Activator.CreateInstance(type)).Triggers, byName);
                }
            }

            // What every rule asks about the code around comes out of the same walk.
            Add(typeof(OffloadedCode), OffloadedCode.Triggers, byName);
            Add(typeof(EventSubscriptions), EventSubscriptions.Triggers, byName);
            Add(typeof(Registrations), Registrations.Triggers, byName);
            Add(typeof(EndpointHandlers), EndpointHandlers.Triggers, byName);
            Add(typeof(ThreadBoundState), ThreadBoundState.Triggers, byName);
            Add(typeof(LoopNest), LoopNest.Triggers, byName);
            Add(typeof(CostlyCalls), CostlyCalls.Triggers, byName);
            foreach (KeyValuePair<string, List<int>> pair in byName)
            {
                _byName.Add(pair.Key, pair.Value.ToArray());
                _isFirstGuess[GuessOf(pair.Key)] = true;
            }
        }

        public Dictionary<Type, int> RuleNumbers { get; } = new();

        public int[]? ByName(string name)
            => name.Length > 0 && _isFirstGuess[GuessOf(name)] && _byName.TryGetValue(name, out int[] rules) ? rules : null;

        public (int Rule, Func<SyntaxNode, bool>? Filter)[]? ByKind(SyntaxKind kind)
            => (uint)kind < (uint)_byKind.Length ? _byKind[(int)kind] : null;

        private static int GuessOf(string name)
            => ((name.Length * 331) + (name[0] * 37) + (name[name.Length - 1] * 7) + name[name.Length / 2]) & 8191;

        private void Add(Type asker, IEnumerable<Trigger> triggers, Dictionary<string, List<int>> byName)
        {
            int number = RuleNumbers.Count;
            RuleNumbers.Add(asker, number);
            foreach (Trigger trigger in triggers)
            {
                if (trigger.Name is not null)
                {
                    if (!byName.TryGetValue(trigger.Name, out List<int> numbers))
                    {
                        byName.Add(trigger.Name, numbers = new List<int>());
                    }

                    numbers.Add(number);
                }
                else
                {
                    ref (int, Func<SyntaxNode, bool>?)[]? slot = ref _byKind[(int)trigger.Kind];
                    slot = (slot ?? Array.Empty<(int, Func<SyntaxNode, bool>?)>()).Append((number, trigger.Filter)).ToArray();
                }
            }
        }
    }
}
