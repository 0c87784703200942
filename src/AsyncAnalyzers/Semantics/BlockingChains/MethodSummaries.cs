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
    private readonly FunctionCodes _code;

    private MethodSummaries(Compilation compilation, BlockingApis apis, CancellationToken cancellationToken)
    {
        DeclaredNodes declared = DeclaredNodes.Of(compilation, cancellationToken);
        _apis = apis;
        _types = KnownTypes.Of(compilation);
        _functions = new CalledFunctions(compilation, declared, apis);
        _ways = new ShortestWays<object>(Explore);
        Names = new BlockingNames(declared, apis, _types);
        _code = new FunctionCodes(Names, apis, _types, _functions);
        _functions.Matters = _code.Matters;
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

    /// <summary>
    /// The shortest chain from a call site down to what blocks; null where the call does not block, or by a long chain only.
    /// </summary>
    public BlockingChain? ChainFrom(CallSite site, CodeModel model)
    {
        object? nearest = null;
        Way<object>? way = null;
        foreach (object target in _functions.At(site, model, KnownArguments.None))
        {
            if (_ways.From(target, model.CancellationToken) is { } found && found.Steps < (way?.Steps ?? int.MaxValue))
            {
                (nearest, way) = (target, found);
            }
        }

        return way?.Steps < BlockingChain.MostSteps ? ChainOf(nearest!, way, model.CancellationToken) : null;
    }

    /// <summary>Everything in the function that makes the thread wait, without the help of other functions, in source order.</summary>
    public IEnumerable<BlockingLeaf> LeavesIn(SyntaxNode function, CodeModel model)
        => _code.LeavesIn(ExecutedCode.NodesOf(function, withNested: false), Names.ScopeOf(function), model);

    private BlockingChain ChainOf(object start, Way<object> way, CancellationToken cancellationToken)
    {
        ImmutableArray<ChainStep>.Builder steps = ImmutableArray.CreateBuilder<ChainStep>();
        object current = start;
        for (Way<object>? next = way; next is not null; next = _ways.From(current, cancellationToken))
        {
            if (current is CalledFunction function)
            {
                SyntaxNode site = next.Next is null
                    ? function.Facts!.Leaf!.Expression
                    : function.Facts!.Calls.First(call => call.Target == next.Next).Site;
                steps.Add(new ChainStep(function.Node, site));
            }

            if (next.Next is null)
            {
                break;
            }

            current = next.Next;
        }

        return new BlockingChain(steps.ToImmutable(), ((CalledFunction)way.End).Facts!.Leaf!);
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
        CodeModel model = CodeModel.Of(_functions.ModelOf(called.Node.SyntaxTree), cancellationToken);
        ConstantEvaluation? evaluation = called.Known.IsEmpty ? null : _functions.EvaluationIn(called.Known, model);
        FunctionCode code = _code.Of(called.Node, cancellationToken);
        if (Array.Find(code.Leaves, leaf => evaluation is null
            || !(evaluation.RulesOut(leaf.Place.Conditions) || IsWithoutWait(leaf.Leaf, evaluation, model))) is { Leaf: { } blocking })
        {
            return new FunctionFacts(blocking, Array.Empty<(SyntaxNode, object)>());
        }

        _code.AddCalls(code, cancellationToken);
        HashSet<string>? dependent = evaluation is null ? null : code.Origins!.DependentOn(called.Known.Names);
        var calls = new List<(SyntaxNode Site, object Target)>();
        foreach ((ExecutedPlace place, CallTargets targets) in code.Calls!)
        {
            if (evaluation is null || !IsRuledOut(place))
            {
                calls.AddRange(Array.ConvertAll(TargetsOf(place, targets), target => (place.Node, target)));
            }
        }

        calls.AddRange(Array.ConvertAll(code.RunBefore!, target => (called.Node, target)));
        return new FunctionFacts(null, calls.ToArray());

        // What does not depend on the parameters that are known is found out once.
        bool IsRuledOut(ExecutedPlace place)
            => dependent!.Overlaps(place.NamesOfConditions)
                ? evaluation.RulesOut(place.Conditions)
                : (bool)(place.IsNeverReached ??= _functions.EvaluationIn(KnownArguments.None, model)
                    .RulesOut(place.Conditions));

        object[] TargetsOf(ExecutedPlace place, CallTargets targets)
            => dependent is null || (targets.IsIndependentOfCaller && !dependent.Overlaps(targets.NamesOfArguments)
                && !(targets.IsOnOwnObject && called.Known.Flags.Any()))
                ? place.Targets ??= _functions.With(targets, model, KnownArguments.None)
                : _functions.With(targets, model, called.Known);
    }

    /// <summary>The timeout is a parameter that is known to be zero, or the task is complete with the flags that are passed on.</summary>
    private static bool IsWithoutWait(BlockingLeaf leaf, ConstantEvaluation evaluation, CodeModel model)
        => (leaf.Task is InvocationExpressionSyntax started && CompletedCalls.MakeWith(evaluation, started, model))
            || IsForNoTime(leaf, evaluation);

    private static bool IsForNoTime(BlockingLeaf leaf, ConstantEvaluation evaluation)
        => leaf is
        {
            Kind: BlockingLeafKind.Sleep or BlockingLeafKind.TaskWait
            or BlockingLeafKind.Primitive, Expression: InvocationExpressionSyntax call
        }
            && call.ArgumentList.Arguments.Any(argument
                => argument.Expression is IdentifierNameSyntax && evaluation.IsZero(argument.Expression));

    private sealed class Holder
    {
        public MethodSummaries? Summaries { get; set; }
    }
}
