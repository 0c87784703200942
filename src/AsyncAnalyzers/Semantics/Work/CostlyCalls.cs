using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Which calls may run many iterations, as far as names and syntax tell: there are loops in what they may mean, or in what that
/// calls. False is certain within <see cref="MaximumDepth"/> calls. Nothing is bound for it.
/// </summary>
internal sealed class CostlyCalls
{
    /// <summary>How many calls deep loops are looked for.</summary>
    private const int MaximumDepth = 2;

    private static readonly ConditionalWeakTable<Compilation, CostlyCalls> PerCompilation = new();
    private static readonly ConditionalWeakTable<SyntaxNode, Profile> Profiles = new();

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

    /// <summary>The call may be costly enough to be looked at.</summary>
    public bool MayBe(InvocationExpressionSyntax call)
    {
        if (CallSyntax.CalledName(call) is not { } name)
        {
            return false;
        }

        int arguments = call.ArgumentList.Arguments.Count;
        return MayBe(name, arguments, MaximumDepth)
            || (call.Expression is IdentifierNameSyntax && LocalFunction(call, name) is { } local && MayBe(local, MaximumDepth));
    }

    /// <summary>A call of this function, and of no other one of its name, may be costly.</summary>
    /// <param name="function">Its declaration.</param>
    public bool MayBe(SyntaxNode function) => MayBe(function, MaximumDepth);

    private bool MayBe(string name, int arguments, int depth)
    {
        NamedCalls calls = CallsNamed(name);
        if (calls.Functions.Count == 0)
        {
            return false;
        }

        int key = (arguments * (MaximumDepth + 1)) + depth;
        if (calls.Known.TryGetValue(key, out bool known))
        {
            return known;
        }

        bool found = Find(calls, arguments, depth);
        calls.Known.TryAdd(key, found);
        return found;
    }

    private NamedCalls CallsNamed(string name)
        => _calls.TryGetValue(name, out NamedCalls found) ? found
            : _calls.GetOrAdd(name, new NamedCalls(_declared.Names.FunctionsNamed(name)));

    private bool Find(NamedCalls calls, int arguments, int depth)
    {
        foreach (NamedFunction function in calls.Functions)
        {
            if (function.Declared.Takes(arguments) && MayBe(_declared.NodeOf(function), depth))
            {
                return true;
            }
        }

        return false;
    }

    private bool MayBe(SyntaxNode function, int depth)
    {
        Profile profile = Profiles.GetValue(function, ProfileOf);
        return profile.HasNest
            || (depth > 1
                && (profile.CallsInLoops.Any(HasLoop)
                    || profile.CallsInLoops.Concat(profile.Calls).Any(call => MayBe(call.Name, call.Arguments, depth - 1))));
    }

    private bool HasLoop((string Name, int Arguments) call)
    {
        foreach (NamedFunction function in _declared.Names.FunctionsNamed(call.Name))
        {
            if (function.Declared.Takes(call.Arguments) && Profiles.GetValue(_declared.NodeOf(function), ProfileOf).HasLoop)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The local functions of a member are looked for once, and not for each call in it.</summary>
    private LocalFunctionStatementSyntax? LocalFunction(InvocationExpressionSyntax call, string name)
        => FunctionSyntax.Enclosing(call) is { } function
            ? _localFunctions.GetOrAdd(FunctionSyntax.OutermostEnclosing(function), LocalFunctionsIn)[name].FirstOrDefault()
            : null;

    private static ILookup<string, LocalFunctionStatementSyntax> LocalFunctionsIn(SyntaxNode member)
        => member.Descendants().OfType<LocalFunctionStatementSyntax>().Where(local
            => !FunctionSyntax.IsAsync(local)).ToLookup(local => local.Identifier.ValueText);

    private static Profile ProfileOf(SyntaxNode function)
    {
        if (FunctionSyntax.Body(function) is not { } body)
        {
            return new Profile(false, false, Array.Empty<(string, int)>(), Array.Empty<(string, int)>());
        }

        bool hasLoop = false;
        bool hasNest = false;
        var calls = new HashSet<(string, int)>();
        var inLoops = new HashSet<(string, int)>();
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (LoopBounds.IsLoop(node))
            {
                hasLoop = true;
                hasNest |= HasBoundOfItsOwn(node) || IsInLoop(node, body);
            }
            else if (node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name)
            {
                (IsInLoop(call, body) ? inLoops : calls).Add((name, call.ArgumentList.Arguments.Count));
            }
        }

        return new Profile(hasLoop, hasNest, inLoops.ToArray(), calls.ToArray());
    }

    /// <summary>The bound of a counting loop is no size of a collection: it may be any number.</summary>
    private static bool HasBoundOfItsOwn(SyntaxNode loop)
        => loop is ForStatementSyntax { Condition: BinaryExpressionSyntax { Right: var bound } } && bound switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText is not ("Length" or "Count"),
            LiteralExpressionSyntax literal => literal.Token.ValueText.Length >= 5,
            InvocationExpressionSyntax => false,
            _ => true,
        };

    private static bool IsInLoop(SyntaxNode node, SyntaxNode body)
    {
        for (SyntaxNode? current = node.Parent; current is not null && current != body; current = current.Parent)
        {
            if (LoopBounds.IsLoop(current))
            {
                return true;
            }
        }

        return body != node && LoopBounds.IsLoop(body);
    }

    /// <summary>What is known of the calls by one name.</summary>
    private sealed class NamedCalls(IReadOnlyList<NamedFunction> functions)
    {
        private ConcurrentDictionary<int, bool>? _known;

        public IReadOnlyList<NamedFunction> Functions { get; } = functions;

        /// <summary>By the number of arguments and the depth.</summary>
        public ConcurrentDictionary<int, bool> Known
            => Volatile.Read(ref _known) ?? Interlocked.CompareExchange(ref _known, new(), null) ?? _known!;
    }

    /// <summary>What the body of a function holds.</summary>
    private sealed record Profile(
        bool HasLoop,
        bool HasNest,
        (string Name, int Arguments)[] CallsInLoops,
        (string Name, int Arguments)[] Calls);
}
