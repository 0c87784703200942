using System.Collections.Concurrent;

namespace AsyncAnalyzers.Semantics;

/// <summary>The functions of a compilation with what blocks in them and what they call, each looked at once.</summary>
internal sealed class FunctionCodes(BlockingNames names, BlockingApis apis, KnownTypes types, CalledFunctions functions)
{
    /// <summary>How far a parameter is followed that is passed on; from there on it counts as one that matters.</summary>
    private const int Deepest = 4;

    private static readonly object Yes = true;
    private static readonly object No = false;

    private readonly ConcurrentDictionary<SyntaxNode, FunctionCode> _found = new();

    /// <summary>The function with what blocks in it; its calls are found by <see cref="AddCalls"/>.</summary>
    public FunctionCode Of(SyntaxNode function, CancellationToken cancellationToken)
    {
        if (!_found.TryGetValue(function, out FunctionCode? code))
        {
            SyntaxNode[] executed = ExecutedCode.NodesOf(function, withNested: false).ToArray();
            code = new FunctionCode(function, executed)
            {
                Leaves = LeavesIn(executed, names.ScopeOf(function),
                    CodeModel.Of(functions.ModelOf(function.SyntaxTree), cancellationToken))
                    .Select(static leaf => (leaf, new ExecutedPlace(leaf.Expression))).ToArray(),
            };
            code = _found.GetOrAdd(function, code);
        }

        return code;
    }

    /// <summary>Adds the calls that matter for the thread that runs the function.</summary>
    public void AddCalls(FunctionCode code, CancellationToken cancellationToken)
    {
        lock (code)
        {
            if (code.Executed is { } executed)
            {
                CodeModel model = CodeModel.Of(functions.ModelOf(code.Node.SyntaxTree), cancellationToken);
                NameScope scope = names.ScopeOf(code.Node);
                code.Calls ??= CallsIn(executed, scope, model).ToArray();
                code.RunBefore ??= functions.RunBefore(code.Node, model).ToArray();
                code.Origins ??= ValueOrigins.Of(scope.Member);
                code.Executed = null;
            }
        }
    }

    /// <summary>What makes the thread wait among the nodes that a function executes.</summary>
    public IEnumerable<BlockingLeaf> LeavesIn(IEnumerable<SyntaxNode> executed, NameScope scope, CodeModel model)
    {
        foreach (SyntaxNode node in executed)
        {
            if (BlockingLeaf.MayBeAt(node, scope, apis, types)
                && !Initialization.Contains(node, scope)
                && !ExpressionTree.Contains(node, model)
                && BlockingLeaf.Find((SimpleNameSyntax)node, apis, model) is { } leaf
                && !SynchronousBranch.ContainsInFunction(leaf.Expression, model))
            {
                yield return leaf;
            }
        }
    }

    /// <summary>
    /// What the function does may depend on a constant that is passed for the parameter: a condition or a wait speaks of it, or it is
    /// passed on to a function where it matters. False is certain.
    /// </summary>
    public bool Matters(SyntaxNode function, string parameter, CancellationToken cancellationToken)
        => Matters(function, parameter, Deepest, cancellationToken);

    private bool Matters(SyntaxNode function, string parameter, int depth, CancellationToken cancellationToken)
    {
        FunctionCode code = Of(function, cancellationToken);
        if (code.Parameters.TryGetValue(parameter, out object? known))
        {
            return known == Yes;
        }

        if (depth == 0)
        {
            return true;
        }

        AddCalls(code, cancellationToken);
        HashSet<string> dependent = code.Origins!.DependentOn(new[] { parameter });
        bool matters = Array.Exists(code.Leaves, leaf
            => dependent.Overlaps(leaf.Place.NamesOfConditions) || dependent.Overlaps(ValueOrigins.NamesIn(leaf.Leaf.Expression)))
            || Array.Exists(code.Calls!, call => !call.Targets.IsIndependentOfCaller || dependent.Overlaps(call.Place.NamesOfConditions)
                || (dependent.Overlaps(call.Targets.NamesOfArguments) && IsPassedOn(dependent, call.Targets, depth, cancellationToken)));
        code.Parameters.TryAdd(parameter, matters ? Yes : No);
        return matters;
    }

    private bool IsPassedOn(HashSet<string> dependent, CallTargets targets, int depth, CancellationToken cancellationToken)
    {
        foreach ((int ordinal, ExpressionSyntax argument) in KnownArguments.Given(targets.Called!, targets.Arguments))
        {
            if (!dependent.Overlaps(ValueOrigins.NamesIn(argument)))
            {
                continue;
            }

            foreach (CalledFunction target in targets.Functions.SelectMany(static one
                => one is CalledGroup group ? group.Functions : new[] { (CalledFunction)one }))
            {
                if (FunctionSyntax.SymbolOf(target.Node,
                    CodeModel.Of(functions.ModelOf(target.Node.SyntaxTree), cancellationToken)) is { } method
                    && ordinal < method.Parameters.Length
                    && Matters(target.Node, method.Parameters[ordinal].Name, depth - 1, cancellationToken))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private IEnumerable<(ExecutedPlace Place, CallTargets Targets)> CallsIn(SyntaxNode[] executed, NameScope scope, CodeModel model)
    {
        foreach (CallSite site in names.CandidatesAmong(executed, scope, model.CancellationToken))
        {
            if (!Initialization.Contains(site.Node, scope)
                && !ExpressionTree.Contains(site.Node, model)
                && functions.TargetsAt(site, model) is { Functions.Length: > 0 } targets
                && !SynchronousBranch.ContainsInFunction(site.Node, model))
            {
                yield return (new ExecutedPlace(site.Node), targets);
            }
        }
    }
}
