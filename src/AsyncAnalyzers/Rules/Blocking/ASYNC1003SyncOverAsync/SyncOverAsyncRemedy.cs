namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>The end of a message about a wait in synchronous code: what to do instead depends on the place.</summary>
internal static class SyncOverAsyncRemedy
{
    /// <summary>What to do instead of the wait; where the API that is called has a synchronous form, that is an answer too.</summary>
    public static Phrase Of(BlockingWait wait, SynchronousPlace place, CodeModel model)
    {
        Phrase remedy = AsynchronousRemedy(wait, place, model);
        return SynchronousApi.Find(wait, model) is { } api
            ? $"{remedy}, or call '{api.Name}'"
            : remedy;
    }

    private static Phrase AsynchronousRemedy(BlockingWait wait, SynchronousPlace place, CodeModel model)
    {
        switch (place.Kind)
        {
            case SynchronousPlaceKind.Dispose:
                return "implement 'IAsyncDisposable' and await in 'DisposeAsync'";
            case SynchronousPlaceKind.Constructor or SynchronousPlaceKind.Initializer:
                return "await in a static factory such as 'CreateAsync'";
            case SynchronousPlaceKind.StaticInitializer:
                return "store the task and await it where the value is needed";
            case SynchronousPlaceKind.LazyFactory:
                return "use a 'Lazy' of the task and await its 'Value'";
            case SynchronousPlaceKind.Member:
                return MemberRemedy(place.Node);
        }

        if (WaitReplacement.RemedyForQuery(wait, model) is { } keep)
        {
            return keep;
        }

        Phrase replacement = WaitReplacement.Remedy(wait, model);
        if (FunctionSyntax.IsAsync(place.Node)
            || AwaitPlacement.ObstacleAt(wait.Expression, model) != AwaitObstacle.None)
        {
            return replacement;
        }

        switch (place.Kind)
        {
            case SynchronousPlaceKind.Lambda when ParallelRemedy(place.Node, model) is { } parallel:
                return parallel;
            case SynchronousPlaceKind.Lambda:
                return replacement.Equals(WaitReplacement.Await)
                    ? "make the lambda async"
                    : Phrase.Of($"make the lambda async and {replacement}");
            case SynchronousPlaceKind.EntryPoint:
                return $"make it async and {replacement}";
        }

        Phrase name = EventLoopContext.DisplayOf(place.Node);
        if (FunctionSyntax.SymbolOf(place.Node, model) is not { MethodKind: not MethodKind.LocalFunction } method)
        {
            return MadeAsync(name, replacement);
        }

        if (AsynchronousTwin(method, model.Types) is { } twin)
        {
            return $"let the callers await '{twin.Name}' instead";
        }

        if (IsParameterOf(wait, method, model))
        {
            return $"let the callers of {name} await the task instead";
        }

        if (ForeignContract(method) is { } contract)
        {
            return $"await before this call, because '{contract.ContainingType.Name}.{contract.Name}' cannot be async";
        }

        return MadeAsync(name, replacement);
    }

    /// <summary>The body of a parallel loop, or part of a parallel query, that waits: an async lambda there would be async void.</summary>
    private static Phrase? ParallelRemedy(SyntaxNode lambda, CodeModel model)
    {
        if (lambda.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker }
            || CallSyntax.MethodOf(taker, model) is not { } method)
        {
            return null;
        }

        return method.IsDeclaredIn(model.Types.ParallelEnumerable) ? "start the tasks in an ordinary query and await 'Task.WhenAll'"
            : !method.IsDeclaredIn(model.Types.Parallel) ? null
            : !model.Types.Parallel!.GetMembers(method.Name + "Async").IsEmpty ? $"use 'Parallel.{method.Name}Async'"
            : (Phrase?)"start the tasks and await 'Task.WhenAll'";
    }

    private static Phrase MadeAsync(Phrase name, Phrase replacement)
        => replacement.Equals(WaitReplacement.Await)
            ? Phrase.Of($"make {name} and its callers async")
            : $"make {name} async and {replacement}";

    /// <summary>The method is a facade: it is given the task that it waits for.</summary>
    private static bool IsParameterOf(BlockingWait wait, IMethodSymbol method, CodeModel model)
        => wait.Task is { } task
            && model.SymbolOf(CallSyntax.WithoutConfiguration(task)) is IParameterSymbol parameter
            && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method);

    /// <summary>
    /// The asynchronous method beside a synchronous one that takes what it takes, and at most a token more, for all who can call the one.
    /// </summary>
    public static IMethodSymbol? AsynchronousTwin(IMethodSymbol method, KnownTypes types)
    {
        foreach (IMethodSymbol candidate in method.ContainingType.GetMembers(method.Name + "Async").OfType<IMethodSymbol>())
        {
            int count = method.Parameters.Length;
            if (candidate.IsStatic == method.IsStatic && candidate.DeclaredAccessibility >= method.DeclaredAccessibility
                && candidate.ReturnType.IsTaskLike(types)
                && (candidate.Parameters.Length == count
                    || (candidate.Parameters.Length == count + 1 && candidate.Parameters[count].Type.Is(types.CancellationToken)))
                && method.Parameters.Zip(candidate.Parameters, (mine, its)
                    => SymbolEqualityComparer.Default.Equals(mine.Type, its.Type)).All(same => same))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The member of another assembly that the method overrides or implements.</summary>
    public static IMethodSymbol? ForeignContract(IMethodSymbol method)
    {
        for (IMethodSymbol? overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (overridden.DeclaringSyntaxReferences.IsEmpty)
            {
                return overridden;
            }
        }

        foreach (INamedTypeSymbol implemented in method.ContainingType.AllInterfaces)
        {
            foreach (IMethodSymbol member in implemented.GetMembers().OfType<IMethodSymbol>())
            {
                if (member.DeclaringSyntaxReferences.IsEmpty
                    && SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method))
                {
                    return member;
                }
            }
        }

        return null;
    }

    private static Phrase MemberRemedy(SyntaxNode member) => member switch
    {
        PropertyDeclarationSyntax or IndexerDeclarationSyntax or AccessorDeclarationSyntax { Parent.Parent: not EventDeclarationSyntax }
            => "make the property an async method",
        DestructorDeclarationSyntax => "implement 'IAsyncDisposable' instead of a finalizer",
        _ => "make this member an async method",
    };
}
