namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// A collection that a method of the object changes while a thread that its constructor has started goes through it, or changes it too,
/// again and again; or while the callback of a periodic timer goes through it.
/// </summary>
internal static class WorkerUses
{
    private static readonly string[] Timers = { "Timer", "CreateTimer", "Elapsed" };

    /// <summary>How many calls down the worker's code is looked at.</summary>
    private const int MaximumDepth = 3;

    /// <param name="use">The change.</param>
    /// <param name="function">The function that makes it.</param>
    /// <param name="type">The part of the type that it stands in.</param>
    /// <param name="context">What the rule has at hand.</param>
    public static SharedChange? ConflictOf(CollectionUse use, SyntaxNode function, TypeDeclarationSyntax type, RuleContext context)
    {
        if (use.State is not { IsDirect: true, Root: IFieldSymbol { IsStatic: false } }
            || function is not MethodDeclarationSyntax method || !IsOpen(method)
            || method.Identifier.ValueText.StartsWith("Dispose", StringComparison.Ordinal)
            || LifePhases.IsShutdown(method) || ThreadChecks.AreIn(method) || UserInterfaceTypes.AreSeenBy(context.Model.Compilation)
            // Where the method waits for the worker, the worker may wait for it.
            || method.Descendants().Any(static node => node is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) is var name && (WaitNames.IsOfThread(name) || name == "WaitAsync"))
            || !LockSets.At(use.Node, context.Model).IsEmpty)
        {
            return null;
        }

        ILookup<string, SimpleNameSyntax> names = NameMentions.In(type, context.Model);
        foreach (SimpleNameSyntax name in Timers.SelectMany(timer => names[timer]))
        {
            if (ConcurrentStart.At(name) is { Kind: ConcurrencyKind.Timer } start && !method.Span.Contains(name.Span)
                && (start.Call.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not null || IsOfRunTime(use, method))
                && start.IsConfirmed(context.Model) && ConflictWith(start, use, method, context) is { } found)
            {
                return found;
            }
        }

        foreach (ConstructorDeclarationSyntax constructor in type.Members.OfType<ConstructorDeclarationSyntax>())
        {
            foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(constructor) ?? constructor))
            {
                if (node is SimpleNameSyntax name && ConcurrentStart.At(name) is { Kind: ConcurrencyKind.Started } start
                    && start.IsConfirmed(context.Model)
                    && ConflictWith(start, use, method, context) is { } beside)
                {
                    return beside;
                }
            }
        }

        return null;
    }

    /// <summary>What is set by a key, removed, or found out first is no registration before the timer is started.</summary>
    private static bool IsOfRunTime(CollectionUse use, MethodDeclarationSyntax method)
        => use.Node is not InvocationExpressionSyntax call
            || CallSyntax.CalledName(call) is "Remove" or "Clear" or "RemoveAll" or "RemoveAt"
            || (FunctionSyntax.IsAsync(method) && FunctionSyntax.Body(method) is { } body
                && new ConcurrentBody(method, body, method, null).IsBehindAwait(use.Node));

    private static SharedChange? ConflictWith(
        ConcurrentStart start, CollectionUse use, MethodDeclarationSyntax method, RuleContext context)
    {
        var bodies = new List<SyntaxNode>();
        foreach (SyntaxNode function in start.Functions)
        {
            AddBodies(function, bodies, 0);
        }

        SyntaxNode[] nodes = bodies.SelectMany(FunctionSyntax.OwnNodes).ToArray();
        bool isTimer = start.Kind == ConcurrencyKind.Timer;
        if ((isTimer ? TimerTypes.AreHandledBy(method, TimerTypes.HolderOf(start.Call, context.Model), context.Model)
                : !Array.Exists(nodes, IsEndless))
            || Array.Exists(nodes, node => node is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) == method.Identifier.ValueText))
        {
            return null;
        }

        foreach (ExpressionSyntax mention in use.State.MentionsAmong(nodes, context.Model))
        {
            AccessUse other = use.UseAt(mention, context.Model);
            if (use.IsHarmful(other) && !(isTimer && other == AccessUse.Change) && mention != use.Collection
                && LockSets.At(mention, context.Model).IsEmpty)
            {
                return new SharedChange(
                    use, mention.GetLocation(), StartedChanges.TextOf(other, SourceLine.Of(mention)), IsCertain: false);
            }
        }

        return null;
    }

    /// <summary>The body of the function, and those of what it calls of its own type.</summary>
    private static void AddBodies(SyntaxNode function, List<SyntaxNode> bodies, int depth)
    {
        foreach (ConcurrentBody body in ConcurrentBody.Of(function))
        {
            if (bodies.Contains(body.Body))
            {
                continue;
            }

            bodies.Add(body.Body);
            if (depth < MaximumDepth)
            {
                foreach (InvocationExpressionSyntax call in FunctionSyntax.OwnNodes(body.Body).OfType<InvocationExpressionSyntax>())
                {
                    AddBodies(call.Expression, bodies, depth + 1);
                }
            }
        }
    }

    /// <summary>A loop that goes on as long as the object lives.</summary>
    private static bool IsEndless(SyntaxNode node) => node switch
    {
        WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax { Condition: null } => true,
        CommonForEachStatementSyntax loop => loop.Expression.DescendantsAndSelf().Any(static part
            => part is SimpleNameSyntax { Identifier.ValueText: "GetConsumingEnumerable" or "ReadAllAsync" }),
        _ => false,
    };

    private static bool IsOpen(MethodDeclarationSyntax method)
        => !method.Modifiers.Any(SyntaxKind.StaticKeyword) && method.Modifiers.Any(static modifier
            => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword);
}
