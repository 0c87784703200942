namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Two calls at once on an object that serves one at a time.</summary>
/// <param name="Place">The call that comes while the other is under way; of calls for several items, the one that they all make.</param>
/// <param name="Use">What it does.</param>
/// <param name="Evidence">The other place.</param>
/// <param name="Text">How a message says it.</param>
/// <param name="Remedy">What the message advises.</param>
internal sealed record ConcurrentUse(SyntaxNode Place, InstanceUse Use, Location Evidence, Phrase Text, Phrase Remedy)
{
    private static readonly Phrase OneAtATime = "await one at a time, or use one for each";
    private static readonly Phrase TheFirst = "await that first";
    private static readonly Phrase Guarded = "hold one 'SemaphoreSlim' around both";

    /// <summary>The call runs a loop of its own, which whoever awaited it first would wait for in vain.</summary>
    public static bool IsPump(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { } method && CalledSource.OfOnly(method, model) is { } source
            && FunctionSyntax.Body(source.Function) is not null && BackgroundLoop.IsIn(source.Function);

    /// <summary>
    /// By syntax alone: a call whose task is kept, in a variable, among others or in a collection, while the function goes on.
    /// </summary>
    public static bool MayBeKept(SyntaxNode node)
    {
        if (node is not InvocationExpressionSyntax call || CallSyntax.CalledName(call) is not { } name
            || name is "WhenAll" or "WhenAny" or "FromResult" or "nameof")
        {
            return false;
        }

        ExpressionSyntax task = call;
        while (task.Parent is ParenthesizedExpressionSyntax or ConditionalExpressionSyntax
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }
            || (task.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask", Parent: InvocationExpressionSyntax }))
        {
            task = task.Parent is MemberAccessExpressionSyntax ? (ExpressionSyntax)task.Parent.Parent! : (ExpressionSyntax)task.Parent;
        }

        bool isNamedSo = name.EndsWith("Async", StringComparison.Ordinal) || name is "Run" or "StartNew";
        return task.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } } => isNamedSo,
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                => isNamedSo && assignment.Right == task,
            InitializerExpressionSyntax { RawKind: not (int)SyntaxKind.ObjectInitializerExpression } => isNamedSo,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker }
                => CallSyntax.CalledName(taker) is "WhenAll" or "WhenAny" or "WaitAll"
                    || (isNamedSo && CallSyntax.CalledName(taker) == "Add"),
            _ => false,
        };
    }

    /// <summary>What runs into the kept call: another one further down, or the same in the next turn of a loop.</summary>
    public static ConcurrentUse? OfKept(InvocationExpressionSyntax call, InstanceUses uses, RuleContext context)
    {
        InstanceUse[] mine = uses.At(call).Where(use => use.Lasts && IsStable(use, call) && !Releases(use)).ToArray();
        if (mine.Length == 0)
        {
            return null;
        }

        string name = CallSyntax.CalledName(call)!;
        var start = new ConcurrentStart(ConcurrencyKind.Started, call, name, ImmutableArray<SyntaxNode>.Empty);
        var parallel = MayHappenInParallel.Of(start, context.Model);
        foreach (SyntaxNode node in parallel.Nodes().Where(static one => one.CalledAt is null).Select(static one => one.Node))
        {
            if (node is InvocationExpressionSyntax other
                && uses.At(other).FirstOrDefault(use => Array.Exists(mine, use.CollidesWith)) is { } use)
            {
                return new(other, use, call.GetLocation(), $"'{name}' ({SourceLine.Of(call)}) still uses it here",
                    IsPump(call, context.Model) ? Guarded : TheFirst);
            }
        }

        return parallel.RepeatedScope() is { } scope
            && Array.Find(mine, use => !use.Instance.IsDeclaredIn(scope)) is { } again
            ? new(call, again, scope.GetLocation(), $"calls in a loop ({SourceLine.Of(scope)}) overlap", OneAtATime)
            : null;
    }

    /// <summary>What the functions that a call runs at once do to one object.</summary>
    public static IEnumerable<ConcurrentUse> OfStarted(ConcurrentStart start, InstanceUses uses, RuleContext context)
    {
        bool isRepeated = start.Kind is ConcurrencyKind.AwaitedTogether or ConcurrencyKind.ParallelLoop or ConcurrencyKind.ParallelQuery;
        bool? isConfirmed = null;
        var before = new List<InstanceUse>();
        foreach (SyntaxNode function in start.Functions)
        {
            if (function is QueryBodySyntax)
            {
                continue;
            }

            int known = before.Count;
            foreach (InstanceUse use in uses.OfStarted(function))
            {
                if ((start.Kind == ConcurrencyKind.AwaitedTogether && !use.Lasts) || use.Instance.IsDeclaredIn(function)
                    || !(isConfirmed ??= start.IsConfirmed(context.Model)))
                {
                    continue;
                }

                SyntaxNode place = function.SyntaxTree == use.Call.SyntaxTree && function.Span.Contains(use.Call.Span)
                    ? use.Call : function;
                if (isRepeated)
                {
                    yield return new(
                        place, use, start.Location, $"'{start.Name}' ({SourceLine.Of(start.Location)}) runs several at once", OneAtATime);
                    break;
                }

                if (before.Take(known).FirstOrDefault(use.CollidesWith) is { } other)
                {
                    yield return new(
                        place, use, other.Operation.GetLocation(),
                        $"'{CallSyntax.CalledName(other.Operation)!}' ({SourceLine.Of(other.Operation)}) may run at the same time",
                        OneAtATime);
                    break;
                }

                before.Add(use);
            }
        }
    }

    /// <summary>No code of the function puts another object into what the path begins with.</summary>
    private static bool IsStable(InstanceUse use, SyntaxNode place)
        => use.Instance.Root is not { } root || FunctionSyntax.Enclosing(place) is not { } function
            || !FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node => node is AssignmentExpressionSyntax assignment
                && CallSyntax.LeftmostOf(assignment.Left) is IdentifierNameSyntax name
                && assignment.Left is IdentifierNameSyntax && name.Identifier.ValueText == root.Name);

    /// <summary>Its end may let the next one begin: a semaphore that its caller has taken.</summary>
    private static bool Releases(InstanceUse use)
        => use.Call.Descendants().Any(IsRelease)
            || (use.Operation != use.Call && FunctionSyntax.Enclosing(use.Operation) is { } function
                && !(function.SyntaxTree == use.Call.SyntaxTree && function.Span.Contains(use.Call.Span))
                && FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(IsRelease));

    private static bool IsRelease(SyntaxNode node)
        => node is InvocationExpressionSyntax call && CallSyntax.CalledNameSyntax(call) is IdentifierNameSyntax name // and not Set<T>()
            && name.Identifier.ValueText is "Release" or "Set" or "SetResult" or "TrySetResult";
}
