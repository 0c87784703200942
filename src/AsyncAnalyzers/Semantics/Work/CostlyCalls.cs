using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Which calls may run many iterations, as far as names and syntax tell: there are loops in what they may mean, or in what that
/// calls. False is certain within <see cref="MaximumDepth"/> calls. Nothing is bound for it.
/// </summary>
internal sealed class CostlyCalls
{
    /// <summary>How many calls deep loops are looked for: behind those of a loop, and one less in a function that is called.</summary>
    private const int MaximumDepth = 2;

    private static readonly ConditionalWeakTable<Compilation, CostlyCalls> PerCompilation = new();
    private static readonly ConditionalWeakTable<SyntaxNode, LoopNest> Nests = new();

    /// <summary>The functions that are declared in others, and can be estimated.</summary>
    public static IReadOnlyList<Trigger> Triggers { get; } = new[]
    {
        Trigger.OnKind(SyntaxKind.LocalFunctionStatement, static local => !FunctionSyntax.IsAsync(local)),
    };

    private readonly ConcurrentDictionary<string, NamedCalls> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SyntaxNode, ILookup<string, LocalFunctionStatementSyntax>> _localFunctions = new();
    private readonly DeclaredNodes _declared;

    private CostlyCalls(DeclaredNodes declared) => _declared = declared;

    public static CostlyCalls Of(Compilation compilation, CancellationToken cancellationToken)
        => PerCompilation.TryGetValue(compilation, out CostlyCalls found) ? found
            : PerCompilation.GetValue(compilation, one => new CostlyCalls(DeclaredNodes.Of(one, cancellationToken)));

    /// <summary>False is certain: the source declares no such function, and what is not seen is not estimated.</summary>
    public bool MayBeDeclared(InvocationExpressionSyntax call)
        => call.Expression is IdentifierNameSyntax
            || (CallSyntax.CalledName(call) is { } name && CallsNamed(name).Functions.Count > 0);

    /// <summary>The call may be costly enough to be looked at: loops stand that many levels deep in what it runs.</summary>
    /// <param name="call">The call.</param>
    /// <param name="levels">How many nested loops over data of unknown size make work worth a word.</param>
    public bool MayBe(InvocationExpressionSyntax call, int levels)
    {
        if (CallSyntax.CalledName(call) is not { } name)
        {
            return false;
        }

        int arguments = call.ArgumentList.Arguments.Count;
        return MayBe(name, arguments, MaximumDepth - 1, levels)
            || (call.Expression is IdentifierNameSyntax && LocalFunction(call, name) is { } local
                && MayBe(local, MaximumDepth - 1, levels));
    }

    /// <summary>The same of a function, and of no other one of its name, or of a loop with all that it holds.</summary>
    public bool MayBe(SyntaxNode code, int levels)
        => LoopBounds.IsLoop(code) ? MayBe(code, MaximumDepth, levels) || CallsWhatBranches(code) : MayBe(code, MaximumDepth - 1, levels);

    private bool CallsWhatBranches(SyntaxNode loop)
        => Nests.GetValue(loop, LoopNest.Of).Calls.Any(call
            => CallsNamed(call.Name).Functions.Any(function => Nests.GetValue(_declared.NodeOf(function), LoopNest.Of).Branches)
                || (LocalFunction(loop, call.Name) is { } local && Nests.GetValue(local, LoopNest.Of).Branches));

    private bool MayBe(string name, int arguments, int depth, int levels)
    {
        NamedCalls calls = CallsNamed(name);
        if (calls.Functions.Count == 0)
        {
            return false;
        }

        int key = (((arguments * (MaximumDepth + 1)) + depth) * LoopNest.Unbounded) + levels;
        if (calls.Known.TryGetValue(key, out bool known))
        {
            return known;
        }

        bool found = Find(calls, arguments, depth, levels);
        calls.Known.TryAdd(key, found);
        return found;
    }

    private NamedCalls CallsNamed(string name)
        => _calls.TryGetValue(name, out NamedCalls found) ? found
            : _calls.GetOrAdd(name, new NamedCalls(_declared.Names.FunctionsNamed(name)));

    private bool Find(NamedCalls calls, int arguments, int depth, int levels)
    {
        foreach (NamedFunction function in calls.Functions)
        {
            if (function.Declared.Takes(arguments) && MayBe(_declared.NodeOf(function), depth, levels))
            {
                return true;
            }
        }

        return false;
    }

    private bool MayBe(SyntaxNode code, int depth, int levels)
    {
        LoopNest nest = Nests.GetValue(code, LoopNest.Of);
        if (nest.Levels >= levels)
        {
            return true;
        }

        if (depth > 0)
        {
            foreach ((string name, int arguments, int around) in nest.Calls)
            {
                int left = Math.Max(1, levels - around);
                if (MayBe(name, arguments, depth - 1, left)
                    || (LocalFunction(code, name) is { } local && local != code && MayBe(local, depth - 1, left)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The local functions of a member are looked for once, and not for each call in it.</summary>
    private LocalFunctionStatementSyntax? LocalFunction(SyntaxNode code, string name)
        => LocalFunctionsOf(code.SyntaxTree).IsEmpty
            ? null
            : _localFunctions.GetOrAdd(
                FunctionSyntax.OutermostEnclosing(code),
                static member => LocalFunctionsOf(member.SyntaxTree).OfType<LocalFunctionStatementSyntax>()
                    .Where(local => member.Span.Contains(local.Span)).ToLookup(local => local.Identifier.ValueText))[name].FirstOrDefault();

    private static ImmutableArray<SyntaxNode> LocalFunctionsOf(SyntaxTree tree)
        => TriggerIndex.Of(tree, CancellationToken.None).NodesFor(typeof(CostlyCalls));

    /// <summary>What is known of the calls by one name.</summary>
    private sealed class NamedCalls(IReadOnlyList<NamedFunction> functions)
    {
        private ConcurrentDictionary<int, bool>? _known;

        public IReadOnlyList<NamedFunction> Functions { get; } = functions;

        /// <summary>By the number of arguments, the depth and the levels.</summary>
        public ConcurrentDictionary<int, bool> Known
            => Volatile.Read(ref _known) ?? Interlocked.CompareExchange(ref _known, new(), null) ?? _known!;
    }
}
