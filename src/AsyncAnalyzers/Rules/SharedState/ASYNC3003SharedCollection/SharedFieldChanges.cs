namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// Changes of collections in fields and auto-properties by code that nothing near starts: requests that one object serves, or that share a
/// static field; async methods whose calls overlap, behind an await; what is called from code that runs concurrently.
/// </summary>
internal sealed class SharedFieldChanges(TypeDeclarationSyntax type, RuleContext context)
{
    private static readonly HashSet<string> TypeNamesOfCollections = new(StringComparer.Ordinal)
    {
        "List", "Dictionary", "HashSet", "Queue", "Stack", "LinkedList", "SortedDictionary", "SortedList", "SortedSet", "PriorityQueue",
        "OrderedDictionary", "ArrayList", "Hashtable", "StringBuilder", "Random", "IList", "ICollection", "IDictionary", "ISet",
    };

    private readonly Dictionary<(SyntaxNode Code, bool IsStatic), OverlappingRuns?> _runs = new();

    /// <summary>By syntax alone: a member of the type holds a collection.</summary>
    public static bool MayBe(SyntaxNode type) => ((TypeDeclarationSyntax)type).Members.Any(IsCollection);

    public IEnumerable<SharedChange> Find()
    {
        ILookup<string, SimpleNameSyntax> names = NameMentions.In(type, context.Model);
        bool hasStarts = Array.Exists(ConcurrentStart.TriggerNames, name => names[name].Any());
        bool mayBeShared = type.BaseList is not null || names["RequestDelegate"].Any()
            || EndpointHandlers.Names.Any(name => names[name].Any())
            || Registrations.NameSingleton(type.Identifier.ValueText, context.Model.Compilation, context.CancellationToken);
        foreach (string name in type.Members.Where(IsCollection).SelectMany(NamesOf))
        {
            // What is used under a lock in some places another rule looks after.
            if (names[name].Any(static mention => LockSets.LockStatementAround(mention) is not null))
            {
                continue;
            }

            // Where nobody is seen to come at the same time, the first place says it for all.
            bool isSaid = false;
            foreach (SimpleNameSyntax mention in names[name])
            {
                if (ChangeAt(mention) is { } change && FunctionSyntax.Enclosing(change) is { } function
                    && function is not ConstructorDeclarationSyntax
                    && (hasStarts || mayBeShared || FunctionSyntax.IsAsync(function) || IsEventAccessor(function))
                    && Conclude(change, function, mayBeShared) is { } found
                    && (found.IsCertain || !isSaid))
                {
                    isSaid |= !found.IsCertain;
                    yield return found;
                }
            }
        }
    }

    private SharedChange? Conclude(SyntaxNode change, SyntaxNode function, bool mayBeShared)
    {
        if (OverlappingRuns.AreStartedDirectly(function, context.Model)
            || CollectionUse.At(change, context.Model) is not { State.IsOfVariable: false } use)
        {
            return null;
        }

        if (use.State.Root.IsStatic && IsEventAccessor(function))
        {
            return SubscribersOf(use, function);
        }

        if (TurnBasedTypes.Contain(change, context.Model))
        {
            return null;
        }

        if (RunsOf(change, function, use.State) is { } runs)
        {
            return IsLocked(change) || (runs.IsOfCalls && ControlUse.IsIn(function, context.Model)) ? null
                : new SharedChange(use, runs.Place, runs.Text);
        }

        if (FunctionSyntax.IsAsync(function) && BesideUnawaitedCall(use, function) is { } beside)
        {
            return beside;
        }

        return mayBeShared && !context.Types.HasTestFramework
            && SharedObject.Of(function, use.State, context.Model) is { } shared
            && (shared.IsCertain || (!use.State.Root.IsStatic && !SetUpCode.Is(function) && IsOfWholeLife(use, function)))
            && !(shared.IsCertain && function is AnonymousFunctionExpressionSyntax ? IsTaken(change) : IsLocked(change))
                ? new SharedChange(use, shared.Place, shared.Text, shared.IsCertain)
                : WorkerUses.ConflictOf(use, function, type, context);
    }

    /// <summary>The function is called and goes on while its caller runs other code that uses the collection.</summary>
    private SharedChange? BesideUnawaitedCall(CollectionUse use, SyntaxNode function)
    {
        LockSet? held = null;
        foreach (ExpressionSyntax mention in use.State.MentionsAmong(
            UnawaitedCalls.NodesBeside(use.Node, function, context.Model), context.Model))
        {
            AccessUse other = use.UseAt(mention, context.Model);
            if (use.IsHarmful(other) && mention != use.Collection && (held ??= LockSets.At(use.Node, context.Model)).IsEmpty
                && LockSets.At(mention, context.Model).IsEmpty)
            {
                return new SharedChange(use, mention.GetLocation(), StartedChanges.TextOf(other, SourceLine.Of(mention)));
            }
        }

        return null;
    }

    /// <summary>
    /// The change belongs to no phase in which things are registered: a queue that others empty, a generator, a cache that is filled by
    /// those who ask for what is in it.
    /// </summary>
    private bool IsOfWholeLife(CollectionUse use, SyntaxNode function)
        => (use.IsOfRandom || IsFilledByReaders(use, function)
                || (use.State.Type.Name is "Queue" or "Stack" or "PriorityQueue" && IsAlsoEmptied(use)))
            && new FunctionReaches().Of(function, context.Model) == FunctionReach.AnyThread;

    /// <summary><c>if (!_known.TryGetValue(key, out var value)) { value = Make(key); _known[key] = value; } return value;</c></summary>
    private bool IsFilledByReaders(CollectionUse use, SyntaxNode function)
        => function is MethodDeclarationSyntax
        {
            ReturnType: not PredefinedTypeSyntax
            {
                Keyword.RawKind: (int)SyntaxKind.VoidKeyword
                or (int)SyntaxKind.BoolKeyword
            } and not IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" }
        }
                or AccessorDeclarationSyntax { RawKind: (int)SyntaxKind.GetAccessorDeclaration }
            && (use.Node is AssignmentExpressionSyntax
                || (use.Node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Add" or "TryAdd"))
            && FunctionSyntax.Body(function) is { } body
            && use.State.MentionsAmong(FunctionSyntax.OwnNodes(body), context.Model).Any(mention
                => mention.SpanStart < use.Node.SpanStart && use.UseAt(mention, context.Model) == AccessUse.LookUp)
            && FunctionSyntax.OwnNodes(body).OfType<ReturnStatementSyntax>().LastOrDefault() is not { Expression: LiteralExpressionSyntax };

    private bool IsAlsoEmptied(CollectionUse use)
        => use.State.MentionsAmong(type.Descendants(), context.Model).Any(static mention
            => mention.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "Dequeue" or "TryDequeue" or "Pop" or "TryPop"
            });

    private static bool IsEventAccessor(SyntaxNode function)
        => function.Kind() is SyntaxKind.AddAccessorDeclaration or SyntaxKind.RemoveAccessorDeclaration;

    /// <summary>
    /// <c>static event E { add => s_all.Add(value); }</c> Subscribers come on any thread, and some code goes through the list meanwhile.
    /// </summary>
    private SharedChange? SubscribersOf(CollectionUse use, SyntaxNode function)
        => !context.Types.HasTestFramework && !UserInterfaceTypes.AreSeenBy(context.Model.Compilation) && !IsLocked(use.Node)
            && use.State.MentionsAmong(type.Descendants(), context.Model).FirstOrDefault(mention
                => use.UseAt(mention, context.Model) == AccessUse.Enumerate && LockSets.At(mention, context.Model).IsEmpty
                    && FunctionSyntax.Enclosing(mention) != function) is { } other
                ? new SharedChange(
                    use, other.GetLocation(), StartedChanges.TextOf(AccessUse.Enumerate, SourceLine.Of(other)), IsCertain: false)
                : null;

    /// <summary>Before an await or without one, all places of a function run at the same time as others.</summary>
    private OverlappingRuns? RunsOf(SyntaxNode change, SyntaxNode function, StatePath state)
    {
        (SyntaxNode Code, bool IsStatic) key = (FunctionSyntax.IsAsync(function) ? change : function, state.Root.IsStatic);
        if (!_runs.TryGetValue(key, out OverlappingRuns? runs))
        {
            runs = OverlappingRuns.OnThreads(change, state, context.Model);
            _runs.Add(key, runs);
        }

        return runs;
    }

    /// <summary>The change that a name of the collection is part of.</summary>
    private static SyntaxNode? ChangeAt(SimpleNameSyntax mention)
    {
        ExpressionSyntax collection = CallSyntax.WithCasts(Writes.ExpressionOf(mention));
        SyntaxNode? node = collection.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == collection => access.Parent,
            ConditionalAccessExpressionSyntax access when access.Expression == collection => access.WhenNotNull,
            ElementAccessExpressionSyntax element when element.Expression == collection => element,
            _ => null,
        };
        return node is not null && CollectionUse.ChangedBy(node) is not null ? node : null;
    }

    private static bool IsCollection(MemberDeclarationSyntax member) => TypeNames.Of(member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Type,
        PropertyDeclarationSyntax { ExpressionBody: null } property => property.Type,
        _ => null,
    }) is { } name && TypeNamesOfCollections.Contains(name);

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member)
        => member is FieldDeclarationSyntax field
            ? field.Declaration.Variables.Select(static variable => variable.Identifier.ValueText)
            : new[] { ((PropertyDeclarationSyntax)member).Identifier.ValueText };

    private bool IsLocked(SyntaxNode place)
        => LockSets.At(place, context.Model).KeepsWritersOut;

    private bool IsTaken(SyntaxNode place)
        => LockSets.TakenAt(place, context.Model).KeepsWritersOut;
}
