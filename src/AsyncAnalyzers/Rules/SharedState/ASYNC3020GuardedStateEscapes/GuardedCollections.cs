namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// The collections and arrays of a type that are changed under one lock, and the places that hand them out as they are: whoever gets one
/// uses it without the lock.
/// </summary>
internal sealed class GuardedCollections(INamedTypeSymbol type, CodeModel model)
{
    private static readonly HashSet<string> TypeNamesOfCollections = new(StringComparer.Ordinal)
    {
        "List", "Dictionary", "HashSet", "Queue", "Stack", "LinkedList", "SortedDictionary", "SortedList", "SortedSet", "PriorityQueue",
        "OrderedDictionary", "ArrayList", "Hashtable", "IList", "ICollection", "IDictionary", "ISet",
    };

    private static readonly HashSet<string> Beginnings = new(StringComparer.Ordinal)
    {
        "Init", "Initialize", "Initialise", "Initialization", "Setup", "Configure", "Awake", "Build", "Load", "Deserialize",
    };

    private static readonly HashSet<string> SaysUnlocked = new(StringComparer.OrdinalIgnoreCase)
    {
        "Locked", "Unlocked", "Lockless", "Unsafe", "Unsynchronized", "Nolock", "Racy", "Live", "Raw", "Debug", "Debugger", "Sync",
    };

    private static readonly string[] Words =
    {
        "caller", "hold the", "holds the", "holding", "live view", "live collection", "not thread", "not a copy", "no copy",
        "without copying", "by reference", "do not modify", "must lock", "should lock", "lock on", "benign",
    };

    /// <summary>The places that hand out a guarded collection, in source order for each member.</summary>
    public IEnumerable<EscapeFinding> FindAll()
    {
        List<ISymbol> members = MembersHandedOut();
        if (members.Count == 0)
        {
            yield break;
        }

        TypeAccesses accesses = TypeAccesses.OfCollections(type, members, model);
        foreach (ISymbol member in accesses.Members)
        {
            foreach (EscapeFinding finding in FindingsOf(member, accesses[member]!))
            {
                yield return finding;
            }
        }
    }

    /// <summary>By syntax first: the collections that some code of the type hands on as they are.</summary>
    private List<ISymbol> MembersHandedOut()
    {
        var members = new List<ISymbol>();
        SyntaxNode[] parts = type.Parts(model.CancellationToken).ToArray();
        foreach (string name in parts.OfType<TypeDeclarationSyntax>().SelectMany(static part => part.Members).SelectMany(CollectionsIn))
        {
            if (Array.Exists(parts, part => NameMentions.In(part, TreeModels.Of(part.SyntaxTree, model))[name].Any(static mention
                    => FunctionSyntax.Enclosing(mention) is not (null or ConstructorDeclarationSyntax)
                        && LiveView.Of(Writes.ExpressionOf(mention)) is not null))
                && type.GetMembers(name).FirstOrDefault() is IFieldSymbol { IsVolatile: false } or IPropertySymbol
                && type.GetMembers(name)[0] is var member && IsCollection(member))
            {
                members.Add(member);
            }
        }

        return members;
    }

    private static IEnumerable<string> CollectionsIn(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field when MayBeCollection(field.Declaration.Type)
            => field.Declaration.Variables.Select(static variable => variable.Identifier.ValueText),
        PropertyDeclarationSyntax { AccessorList: { } list } property when MayBeCollection(property.Type)
            && list.Accessors.All(static accessor => accessor.Body is null && accessor.ExpressionBody is null)
            && property.Modifiers.Any(SyntaxKind.PrivateKeyword) => new[] { property.Identifier.ValueText },
        _ => Array.Empty<string>(),
    };

    private static bool MayBeCollection(TypeSyntax written) => written switch
    {
        NullableTypeSyntax nullable => MayBeCollection(nullable.ElementType),
        ArrayTypeSyntax => true,
        _ => TypeNames.Of(written) is { } name && TypeNamesOfCollections.Contains(name),
    };

    private bool IsCollection(ISymbol member)
        => (member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type) is var declared
            && (declared is IArrayTypeSymbol
                || StateKinds.Of(member, model) is StateKind.Collection or StateKind.SingleWriterCollection);

    private IEnumerable<EscapeFinding> FindingsOf(ISymbol member, IReadOnlyList<StateAccess> accesses)
    {
        StateAccess[] shared = accesses.Where(static access => access.Reach == FunctionReach.AnyThread).ToArray();
        StateAccess[] changes = shared.Where(access => access.Use == AccessUse.Change && !IsRebuilt(access, shared)).ToArray();
        if (changes.Length == 0 || LockOfAll(changes) is not { } @lock || (member.IsStatic && @lock.Lock.Path.StartsWithThis)
            || @lock.Lock.Path.Variable is ILocalSymbol
                or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } }
            || Array.TrueForAll(changes, static change => Begins(change.Function)))
        {
            yield break;
        }

        int functions = shared.Where(access => Holds(access, @lock))
            .Select(static access => FunctionSyntax.OutermostEnclosing(access.Function)).Distinct().Count();
        foreach (StateAccess access in shared)
        {
            bool isUnder = Holds(access, @lock);
            if ((isUnder || (access.Held.IsEmpty && functions > 1))
                && access.Use is AccessUse.Escape or AccessUse.Enumerate
                && LiveView.Of(access.Place) is { } view
                && (access.Use == AccessUse.Escape || (view.Kind == ViewKind.Enumerator && isUnder))
                && !shared.Any(other => IsSwap(other, access)) && !IsMeant(access)
                && FindingOf(access, view, @lock, changes, isUnder) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <summary>The lock that all changes are under.</summary>
    private static HeldLock? LockOfAll(StateAccess[] changes)
    {
        foreach (HeldLock held in changes[0].Held.Locks)
        {
            if (held.Mode != LockMode.Shared && Array.TrueForAll(changes, change => Holds(change, held)))
            {
                return held;
            }
        }

        return null;
    }

    private static bool Holds(StateAccess access, HeldLock @lock) => access.Held.Locks.Any(one => one.Lock.Equals(@lock.Lock));

    /// <summary><c>_items = new(); _items.Add(x);</c> What others have got is another collection.</summary>
    private static bool IsRebuilt(StateAccess change, StateAccess[] all)
        => Array.Exists(all, other => other.Use == AccessUse.Write && other.Function == change.Function
            && other.Place.SpanStart < change.Place.SpanStart
            && other.Place.FirstAncestorOrSelf<StatementSyntax>()?.Parent is { } block && block.Span.Contains(change.Place.Span));

    /// <summary><c>var old = _items; _items = new(); return old;</c>, or a function is called that puts another one there.</summary>
    private static bool IsSwap(StateAccess write, StateAccess escape)
        => write.Use is AccessUse.Write or AccessUse.Update && (write.Function == escape.Function
            ? write.Place.SpanStart > escape.Place.SpanStart
            : write.Function is MethodDeclarationSyntax method && FunctionSyntax.OwnNodes(escape.Function)
                .OfType<InvocationExpressionSyntax>().Any(call => call.SpanStart > escape.Place.SpanStart
                    && CallSyntax.CalledName(call) == method.Identifier.ValueText));

    private static bool Begins(SyntaxNode function)
        => FunctionSyntax.OutermostEnclosing(function) is MethodDeclarationSyntax method
            && NameWords.Of(method.Identifier.ValueText) is { Count: > 0 } words && Beginnings.Contains(words[0]);

    /// <summary>A name or a comment says that the collection itself is wanted.</summary>
    private static bool IsMeant(StateAccess access)
    {
        SyntaxNode function = FunctionSyntax.OutermostEnclosing(access.Function);
        if (function is AccessorDeclarationSyntax { Parent.Parent: { } property })
        {
            function = property;
        }

        string name = function switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            PropertyDeclarationSyntax one => one.Identifier.ValueText,
            _ => "",
        };
        return NameWords.Of(name).Exists(SaysUnlocked.Contains) || name.EndsWith("NoLock", StringComparison.OrdinalIgnoreCase)
            || Speaks(function.GetLeadingTrivia(), access.Held.IsEmpty)
            || access.Place.Ancestors().TakeWhile(node => node != function).OfType<StatementSyntax>().Any(statement
                => Speaks(statement.GetLeadingTrivia(), access.Held.IsEmpty) || (statement is not BlockSyntax
                    && Speaks(statement.GetTrailingTrivia(), access.Held.IsEmpty)));
    }

    private static bool Speaks(SyntaxTriviaList comments, bool isBare)
    {
        foreach (SyntaxTrivia trivia in comments)
        {
            if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                    or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
                && trivia.ToFullString() is var text
                && (Array.Exists(Words, word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
                    || (isBare && (text.IndexOf("lock", StringComparison.OrdinalIgnoreCase) >= 0
                        || text.IndexOf("thread", StringComparison.OrdinalIgnoreCase) >= 0))))
            {
                return true;
            }
        }

        return false;
    }

    private EscapeFinding? FindingOf(StateAccess access, LiveView view, HeldLock @lock, StateAccess[] changes, bool isUnder)
    {
        ITypeSymbol declared = access.Member is IFieldSymbol field ? field.Type : ((IPropertySymbol)access.Member).Type;
        bool isArray = declared is IArrayTypeSymbol;
        bool isKeyed = !isArray && declared.Name is not ("List" or "IList" or "ICollection" or "Queue" or "ArrayList");
        var uses = new OutsideUses(type, isKeyed, model);
        bool isOfCaller = false;
        switch (view)
        {
            case { Target: ViewTarget.Caller } when access.Function is not AnonymousFunctionExpressionSyntax:
                isOfCaller = true;
                uses.AddCallersOf(access.Function, model.With(access.Model));
                break;
            case { Target: ViewTarget.Variable, Receiver: VariableDeclaratorSyntax variable }:
                uses.AddLocal(variable, model.With(access.Model));
                break;
            case { Target: ViewTarget.Variable, Receiver: IdentifierNameSyntax name }
                when access.Model.GetSymbolInfo(name, model.CancellationToken).Symbol is ILocalSymbol local
                    && model.SyntaxOf(local) is VariableDeclaratorSyntax declarator:
                uses.AddLocal(declarator, model.With(access.Model));
                break;
            case { Target: ViewTarget.Variable, Receiver: IdentifierNameSyntax name }
                when access.Model.GetSymbolInfo(name, model.CancellationToken).Symbol is IParameterSymbol { RefKind: RefKind.Out } filled
                    && access.Function is MethodDeclarationSyntax or LocalFunctionStatementSyntax:
                isOfCaller = true;
                uses.AddCallersOf(access.Function, model.With(access.Model), filled: filled);
                break;
            case { Target: ViewTarget.Call, Receiver: InvocationExpressionSyntax call } when !isUnder:
                isOfCaller = true;
                uses.AddCalled(call, view.Whole, model.With(access.Model));
                break;
            default:
                return null;
        }

        StateAccess change = Array.Find(changes, one => one.Function != access.Function) ?? changes[0];
        bool runsLater = isOfCaller && isUnder && view.Kind != ViewKind.Collection && !isArray && uses.IsVisible && !uses.AnyLocked;
        return uses.Harmful is null && !runsLater && (isArray || !isOfCaller || !MayBeUsed(uses, @lock)) ? null
            : new EscapeFinding(
                access, view, @lock, change, uses.Harmful,
                isUnder && !isArray && (uses.Harmful is { MayBeLocked: false } || (runsLater && IsForOthers)),
                uses.AnyChange || uses.IsLost);
    }

    /// <summary>
    /// The type can be named elsewhere. Of a private one, <c>private sealed class Items : IEnumerable</c>, maybe nobody enumerates an
    /// object.
    /// </summary>
    private bool IsForOthers => type.DeclaredAccessibility != Accessibility.Private;

    /// <summary>Code that is not in sight may use it, and it cannot know the lock.</summary>
    private static bool MayBeUsed(OutsideUses uses, HeldLock @lock)
        => !uses.AnyLocked && (uses.IsVisible || uses.IsLost)
            && @lock.Lock.Path.Symbol is { DeclaredAccessibility: Accessibility.Private };
}
