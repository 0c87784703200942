namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A call on an object that serves one call at a time, made where it stands or further down.</summary>
/// <param name="Instance">The object, as the function of <paramref name="Call"/> knows it.</param>
/// <param name="Side">What it keeps busy.</param>
/// <param name="Call">The call in the function that is looked at.</param>
/// <param name="Operation">The call on the object: the same, or one in a function that is called.</param>
/// <param name="Lasts">It may still be under way when the call has returned.</param>
internal sealed record InstanceUse(
    InstancePath Instance, UseSide Side, InvocationExpressionSyntax Call, InvocationExpressionSyntax Operation, bool Lasts)
{
    /// <summary>The two are calls on one object that it cannot serve at once.</summary>
    public bool CollidesWith(InstanceUse other) => OneCallTypes.Collide(Side, other.Side) && Instance.Equals(other.Instance);
}

/// <summary>
/// What calls and functions do to objects that serve one call at a time, through the functions of the compilation that they call.
/// </summary>
internal sealed class InstanceUses(CodeModel model, ApiPatterns added)
{
    /// <summary>How many calls down it is looked.</summary>
    private const int MaximumDepth = 3;

    private static readonly InstanceUse[] None = Array.Empty<InstanceUse>();

    private readonly Dictionary<SyntaxNode, InstanceUse[]> _ofFunctions = new();
    private int _depth;

    public static InstanceUses Of(RuleContext context)
        => new(context.Model, OneCallTypes.Added.Of(context.Options));

    /// <summary>The uses of a lambda, or of what a method group names; variables of its own left out.</summary>
    public IReadOnlyList<InstanceUse> OfStarted(SyntaxNode function)
    {
        if (function is not AnonymousFunctionExpressionSyntax)
        {
            if (function is not ExpressionSyntax group
                || CalledSource.MethodNamedBy(group, model.In(group.SyntaxTree)) is not { } method
                || SourceOf(method) is not { } source)
            {
                return None;
            }

            function = source.Function;
        }

        return Array.FindAll(OfFunction(function), use => !use.Instance.IsDeclaredIn(function));
    }

    /// <summary>What a call does to such objects.</summary>
    public IReadOnlyList<InstanceUse> At(InvocationExpressionSyntax call)
    {
        if (CallSyntax.CalledName(call) is not { } name || CallSyntax.IsInNameOf(call))
        {
            return None;
        }

        CodeModel own = model.In(call.SyntaxTree);
        if (name is "Run" or "StartNew" && call.ArgumentList.Arguments.FirstOrDefault()?.Expression is { } started
            && ConcurrentStart.FunctionOf(started) is { } function)
        {
            return CallSyntax.MethodOf(call, own) is { } start
                && (start.IsDeclaredIn(model.Types.Task) || start.IsDeclaredIn(model.Types.TaskFactory))
                    ? OfStarted(function).Select(use => use with { Call = call, Lasts = true }).ToArray()
                    : None;
        }

        if (name is "WhenAll" or "ConfigureAwait" or "WhenAny" or "Delay"
            || CallSyntax.MethodOf(call, own) is not { } method)
        {
            return None;
        }

        InstanceUse[] found = OperationsAt(call, name, method, own).ToArray();
        return found.Length > 0 || _depth >= MaximumDepth || SourceOf(method) is not { } source ? found
            : Through(call, method, source, own);
    }

    private InstanceUse[] Through(InvocationExpressionSyntax call, IMethodSymbol method, CalledSource source, CodeModel own)
    {
        bool lasts = method.IsAsync || method.ReturnType.IsTaskOrTaskLike(model.Types);
        var uses = new List<InstanceUse>();
        foreach (InstanceUse use in OfFunction(source.Function))
        {
            if (use.Instance.At(call, method, source.Function, own) is { } instance)
            {
                uses.Add(use with { Instance = instance, Call = call, Lasts = use.Lasts && lasts && !IsWaitedFor(call) });
            }
        }

        return uses.ToArray();
    }

    private InstanceUse[] OfFunction(SyntaxNode function)
    {
        if (_ofFunctions.TryGetValue(function, out InstanceUse[]? known))
        {
            return known;
        }

        _ofFunctions.Add(function, None); // it may call itself
        _depth++;
        var uses = new List<InstanceUse>();
        if (FunctionSyntax.Body(function) is { } body)
        {
            bool isAsync = FunctionSyntax.IsAsync(function) && !model.Types.HasUserInterfaceLoop;
            var whole = new ConcurrentBody(function, body, function, null);
            foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body).Prepend(body))
            {
                if (node is InvocationExpressionSyntax call && At(call) is { Count: > 0 } found && !IsUnderLock(call))
                {
                    foreach (InstanceUse use in found)
                    {
                        uses.Add(use.Lasts || !isAsync || !whole.IsBehindAwait(call) ? use : use with { Lasts = true });
                    }
                }
            }
        }

        _depth--;
        return _ofFunctions[function] = uses.Distinct().ToArray();
    }

    /// <summary>The one body that runs, also where an interface has one implementation.</summary>
    private CalledSource? SourceOf(IMethodSymbol method)
        => CalledSource.OfOnly(method, model)
            ?? (method.IsAbstract && OnlyImplementation.Of(method, model) is { } only
                ? CalledSource.Of(only, model) : null);

    private IEnumerable<InstanceUse> OperationsAt(InvocationExpressionSyntax call, string name, IMethodSymbol method, CodeModel own)
    {
        bool lasts = method.ReturnType.IsTaskOrTaskLike(model.Types) && !IsWaitedFor(call);
        if (QueryContexts.MayBeOperation(name) && QueryContexts.Of(call, method, own) is { } context)
        {
            yield return new InstanceUse(context, UseSide.Whole, call, call, lasts);
            yield break;
        }

        ExpressionSyntax? receiver = CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!);
        ITypeSymbol? type = receiver is null ? null : own.TypeOf(receiver);
        if (receiver is not null && type is not null
            && (OneCallTypes.MayBeOperation(name) ? OneCallTypes.SideOf(name, type) : null)
                is var side && (side is not null || (lasts && added.Contain(method, type)))
            && !InMemoryStreams.AreAllOf(call, receiver, own)
            && InstancePath.Of(receiver, own) is { } instance)
        {
            yield return new InstanceUse(instance, side ?? UseSide.Whole, call, call, lasts);
        }

        // What is written to is an argument.
        if (name is "CopyToAsync" or "CopyTo" or "SerializeAsync"
            && call.ArgumentList.Arguments.FirstOrDefault()?.Expression is { } target
            && own.TypeOf(target) is { } written && written.IsOrDerivesFrom(model.Types.Stream)
            && OneCallTypes.SideOf("WriteAsync", written) is { } output
            && !InMemoryStreams.AreAllOf(call, receiver: null, own)
            && InstancePath.Of(target, own) is { } sink)
        {
            yield return new InstanceUse(sink, output, call, call, lasts);
        }
    }

    /// <summary>The function holds a lock or semaphore there: its runs, and others that take it, come one after the other.</summary>
    private bool IsUnderLock(SyntaxNode place)
        => LockSets.TakenAt(place, model.In(place.SyntaxTree)).KeepsWritersOut;

    /// <summary><c>F().Wait()</c>, <c>F().Result</c>, <c>F().GetAwaiter().GetResult()</c>.</summary>
    private static bool IsWaitedFor(InvocationExpressionSyntax call) => TaskUse.Of(call).Kind == TaskUseKind.Waited;
}
