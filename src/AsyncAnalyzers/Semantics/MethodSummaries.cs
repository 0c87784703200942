using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Which functions of a compilation block, and by which chain of calls. Each is looked at when somebody asks, and once; bodies that
/// cannot block by the names in them are not bound.
/// </summary>
internal sealed class MethodSummaries
{
    private static readonly ConditionalWeakTable<Compilation, Holder> PerCompilation = new();

    private readonly BlockingApis _apis;
    private readonly KnownTypes _types;
    private readonly CalledFunctions _functions;
    private readonly ShortestWays<object> _ways;

    private MethodSummaries(Compilation compilation, BlockingApis apis, CancellationToken cancellationToken)
    {
        DeclaredNames names = DeclaredNames.Of(compilation, cancellationToken);
        _apis = apis;
        _types = KnownTypes.Of(compilation);
        _functions = new CalledFunctions(compilation, names, apis);
        _ways = new ShortestWays<object>(Explore);
        Names = new BlockingNames(names, apis, _types);
    }

    /// <summary>What the names alone tell.</summary>
    public BlockingNames Names { get; }

    /// <param name="compilation">The summaries are kept with it.</param>
    /// <param name="options">Hold the lists of APIs that block.</param>
    /// <param name="cancellationToken">Stops the search for the declarations of the compilation.</param>
    public static MethodSummaries Of(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        BlockingApis apis = BlockingApis.Of(compilation, options, cancellationToken);
        Holder holder = PerCompilation.GetValue(compilation, static _ => new Holder());
        lock (holder)
        {
            if (holder.Summaries?._apis != apis)
            {
                holder.Summaries = new MethodSummaries(compilation, apis, cancellationToken);
            }

            return holder.Summaries;
        }
    }

    /// <summary>The shortest chain from a call site down to what blocks; null where the call does not block.</summary>
    public BlockingChain? ChainFrom(CallSite site, SemanticModel model, CancellationToken cancellationToken)
    {
        _functions.Use(model);
        object? nearest = null;
        Way<object>? way = null;
        foreach (object target in _functions.At(site, model, KnownArguments.None, cancellationToken))
        {
            if (_ways.From(target, cancellationToken) is { } found && found.Steps < (way?.Steps ?? int.MaxValue))
            {
                (nearest, way) = (target, found);
            }
        }

        return way is null ? null : ChainOf(nearest!, way, cancellationToken);
    }

    /// <summary>Everything in the function that makes the thread wait, without the help of other functions, in source order.</summary>
    public IEnumerable<BlockingLeaf> LeavesIn(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
        => LeavesIn(function, Names.ScopeOf(function), model, cancellationToken);

    private IEnumerable<BlockingLeaf> LeavesIn(SyntaxNode function, NameScope scope, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode node in ExecutedCode.NodesOf(function, withNested: false))
        {
            if (BlockingLeaf.MayBeAt(node, scope, _apis, _types)
                && !Initialization.Contains(node, scope)
                && !ExpressionTree.Contains(node, model, _types, cancellationToken)
                && BlockingLeaf.Find((SimpleNameSyntax)node, _apis, model, _types, cancellationToken) is { } leaf
                && !SynchronousBranch.ContainsInFunction(leaf.Expression, model, _types, cancellationToken))
            {
                yield return leaf;
            }
        }
    }

    private BlockingChain ChainOf(object start, Way<object> way, CancellationToken cancellationToken)
    {
        int length = way.Steps + 1;
        var end = (CalledFunction)way.End;
        ImmutableArray<ChainStep>.Builder steps = ImmutableArray.CreateBuilder<ChainStep>();
        object current = start;
        for (Way<object>? next = way; next is not null && steps.Count < BlockingChain.MostSteps; next = _ways.From(current, cancellationToken))
        {
            if (current is CalledFunction function)
            {
                SyntaxNode site = next.Next is null ? function.Facts!.Leaf!.Expression : function.Facts!.Calls.First(call => call.Target == next.Next).Site;
                steps.Add(new ChainStep(function.Node, site));
            }

            if (next.Next is null)
            {
                break;
            }

            current = next.Next;
        }

        return new BlockingChain(steps.ToImmutable(), length, end.Node, end.Facts!.Leaf!);
    }

    private Exploration<object> Explore(object node, CancellationToken cancellationToken)
    {
        if (node is CalledGroup group)
        {
            return new Exploration<object>(false, group.Functions, NeedsAll: true);
        }

        var function = (CalledFunction)node;
        lock (function)
        {
            function.Facts ??= FactsOf(function, cancellationToken);
        }

        return function.Facts.Leaf is not null
            ? new Exploration<object>(true, Array.Empty<object>())
            : new Exploration<object>(false, Array.ConvertAll(function.Facts.Calls, call => call.Target));
    }

    private FunctionFacts FactsOf(CalledFunction called, CancellationToken cancellationToken)
    {
        SyntaxNode function = called.Node;
        SemanticModel model = _functions.ModelOf(function.SyntaxTree);
        NameScope scope = Names.ScopeOf(function);
        ConstantEvaluation? evaluation = called.Known.IsEmpty ? null : _functions.EvaluationIn(called.Known, model, cancellationToken);
        if (LeavesIn(function, scope, model, cancellationToken).FirstOrDefault(leaf => evaluation is null || !(evaluation.RulesOut(leaf.Expression) || IsWithoutWait(leaf, evaluation))) is { } leaf)
        {
            return new FunctionFacts(leaf, Array.Empty<(SyntaxNode, object)>());
        }

        var calls = new List<(SyntaxNode Site, object Target)>();
        foreach (CallSite site in Names.CandidatesIn(function, scope, cancellationToken))
        {
            if (Initialization.Contains(site.Node, scope) || ExpressionTree.Contains(site.Node, model, _types, cancellationToken) || evaluation?.RulesOut(site.Node) == true)
            {
                continue;
            }

            object[] targets = _functions.At(site, model, called.Known, cancellationToken).ToArray();
            if (targets.Length > 0 && !SynchronousBranch.ContainsInFunction(site.Node, model, _types, cancellationToken))
            {
                calls.AddRange(targets.Select(target => (site.Node, target)));
            }
        }

        foreach (object target in _functions.RunBefore(function, model, cancellationToken))
        {
            calls.Add((function, target));
        }

        return new FunctionFacts(null, calls.ToArray());
    }

    /// <summary>The timeout is a parameter that is known to be zero.</summary>
    private static bool IsWithoutWait(BlockingLeaf leaf, ConstantEvaluation evaluation)
        => leaf is { Kind: BlockingLeafKind.Sleep or BlockingLeafKind.TaskWait or BlockingLeafKind.Primitive, Expression: InvocationExpressionSyntax call }
            && call.ArgumentList.Arguments.Any(argument => argument.Expression is IdentifierNameSyntax && evaluation.IsZero(argument.Expression));

    private sealed class Holder
    {
        public MethodSummaries? Summaries { get; set; }
    }
}

/// <summary>A function that is called: a node of the graph that the summaries are found on.</summary>
/// <param name="node">The function.</param>
/// <param name="known">What is known of its parameters where it is called: each set of constants is a node of its own.</param>
internal sealed class CalledFunction(SyntaxNode node, KnownArguments known)
{
    private HashSet<string>? _names;

    public SyntaxNode Node { get; } = node;

    public KnownArguments Known { get; } = known;

    /// <summary>The body speaks of the name.</summary>
    public bool Reads(string name)
        => (_names ??= new HashSet<string>(Node.DescendantNodes().OfType<IdentifierNameSyntax>().Select(mention => mention.Identifier.ValueText), StringComparer.Ordinal)).Contains(name);

    /// <summary>Null until the function is looked at.</summary>
    public FunctionFacts? Facts { get; set; }
}

/// <summary>What one virtual call may run: it blocks for certain only where each of them does.</summary>
internal sealed class CalledGroup(CalledFunction[] functions)
{
    public CalledFunction[] Functions { get; } = functions;
}

/// <summary>What a function does itself.</summary>
/// <param name="Leaf">Where it blocks, without the help of others.</param>
/// <param name="Calls">What it calls, where it does not block itself: functions and groups.</param>
internal sealed record FunctionFacts(BlockingLeaf? Leaf, (SyntaxNode Site, object Target)[] Calls);
