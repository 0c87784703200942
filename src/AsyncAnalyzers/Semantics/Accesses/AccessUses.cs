namespace AsyncAnalyzers.Semantics;

/// <summary>Tells from the code around a name what is done with the state that it names.</summary>
internal static class AccessUses
{
    private static readonly HashSet<string> Changes = new(StringComparer.Ordinal)
    {
        "Add", "AddRange", "TryAdd", "Remove", "RemoveAt", "RemoveAll", "RemoveRange", "RemoveWhere", "Clear", "Insert", "InsertRange",
        "Enqueue", "EnqueueRange", "Dequeue", "TryDequeue", "DequeueEnqueue", "EnqueueDequeue", "Push", "Pop", "TryPop", "Sort", "Reverse",
        "UnionWith", "ExceptWith", "IntersectWith", "SymmetricExceptWith", "AddFirst", "AddLast", "AddBefore", "AddAfter", "RemoveFirst",
        "RemoveLast", "Append", "AppendLine", "AppendFormat", "AppendJoin",
        "Replace", "SetAt", "SetByIndex", "EnsureCapacity", "TrimExcess",
        "TrimToSize",
    };

    private static readonly HashSet<string> Enumerations = new(StringComparer.Ordinal)
    {
        "ToArray", "ToList", "GetEnumerator", "CopyTo", "ForEach", "FindAll", "ConvertAll", "TrueForAll", "Exists", "Find", "FindIndex",
        "FindLast", "FindLastIndex", "GetRange", "SetEquals", "IsSubsetOf", "IsSupersetOf", "IsProperSubsetOf", "IsProperSupersetOf",
        "Overlaps", "ToString", "ContainsValue", "IndexOfValue",
    };

    private static readonly HashSet<string> LookUps = new(StringComparer.Ordinal)
    {
        "Contains", "ContainsKey", "TryGetValue", "IndexOf", "LastIndexOf", "IndexOfKey", "Peek", "TryPeek", "BinarySearch",
        "GetValueOrDefault", "GetValueAtIndex", "GetKeyAtIndex", "GetByIndex", "GetKey", "GetAt",
    };

    private static readonly HashSet<string> AtomicTypes = new(StringComparer.Ordinal)
    {
        "Interlocked", "Volatile", "LazyInitializer", "ImmutableInterlocked", "Thread", "Monitor",
    };

    /// <summary>A method of that name changes a collection that it is called on.</summary>
    public static bool IsChange(string method) => Changes.Contains(method);

    /// <param name="place">The name, with its receiver.</param>
    /// <param name="kind">What the state is.</param>
    /// <param name="model">The model of the tree.</param>
    public static AccessUse Of(ExpressionSyntax place, StateKind kind, CodeModel model)
    {
        ExpressionSyntax outer = CallSyntax.WithCasts(place);
        if (outer.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } reference)
        {
            return reference.Parent?.Parent is InvocationExpressionSyntax call
                && CallSyntax.CalledNameSyntax(call) is { } called && CallSyntax.Receiver(called) is { } receiver
                && AtomicTypes.Contains(TypeNameOf(receiver)) ? AccessUse.Atomic
                : reference.RefKindKeyword.IsKind(SyntaxKind.OutKeyword) ? AccessUse.Write
                : AccessUse.Escape;
        }

        if (outer.Parent is RefExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression })
        {
            return AccessUse.Escape;
        }

        AccessKind access = Writes.AccessOf(place);
        if ((access & AccessKind.Write) != 0)
        {
            return access == AccessKind.ReadWrite || (outer.Parent is AssignmentExpressionSyntax assignment
                && StateUpdate.Mentions(assignment.Right, place))
                    ? AccessUse.Update
                    : AccessUse.Write;
        }

        return IsTest(outer) ? AccessUse.Peek
            : kind is StateKind.Collection or StateKind.SingleWriterCollection ? OfCollection(outer, model)
            : kind == StateKind.WideValue ? OfStruct(outer)
            : AccessUse.Read;
    }

    /// <summary><c>x == null</c>, <c>x is not null</c>, <c>lock (x)</c>.</summary>
    private static bool IsTest(ExpressionSyntax state)
        => state.Parent is LockStatementSyntax || NullTest.Of(state.Parent) is { Designation: null };

    private static AccessUse OfStruct(ExpressionSyntax state)
        => state.Parent is not MemberAccessExpressionSyntax access || access.Expression != state ? AccessUse.Read
            : Writes.IsWritten(access) ? AccessUse.Change
            : access.Name.Identifier.ValueText is "HasValue" ? AccessUse.Peek
            : AccessUse.Read;

    private static AccessUse OfCollection(ExpressionSyntax collection, CodeModel model)
    {
        switch (collection.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == collection:
                return OfMember(access.Name, access, model);
            case ConditionalAccessExpressionSyntax access when access.Expression == collection:
                return CallSyntax.LeftmostOf(access.WhenNotNull) switch
                {
                    MemberBindingExpressionSyntax binding => OfMember(binding.Name, binding, model),
                    ElementBindingExpressionSyntax => AccessUse.LookUp,
                    _ => AccessUse.Escape,
                };
            case ElementAccessExpressionSyntax element when element.Expression == collection:
                return Writes.IsWritten(element) ? AccessUse.Change : AccessUse.LookUp;
            case CommonForEachStatementSyntax loop when loop.Expression == collection:
                return AccessUse.Enumerate;
            case ArgumentSyntax argument:
                return IsGoneThrough(argument, model) ? AccessUse.Enumerate : AccessUse.Escape;
            default:
                return AccessUse.Escape;
        }
    }

    private static AccessUse OfMember(SimpleNameSyntax name, ExpressionSyntax access, CodeModel model)
    {
        string member = name.Identifier.ValueText;
        if (CallSyntax.InvocationOf(name) is not { } call)
        {
            return member switch
            {
                "Keys" or "Values" => OfCollection(access, model),
                "First" or "Last" or "Min" or "Max" => AccessUse.LookUp,
                "Count" or "Length" or "Capacity" or "Comparer" => Writes.IsWritten(access) ? AccessUse.Change : AccessUse.Peek,
                _ => AccessUse.Escape,
            };
        }

        if (CallSyntax.MethodOf(call, model) is not { } method)
        {
            return AccessUse.Escape;
        }

        if (method.IsDeclaredIn(model.Types.Enumerable))
        {
            return member is "Any" or "Count" or "LongCount" && call.ArgumentList.Arguments.Count == 0 ? AccessUse.Peek
                : member == "TryGetNonEnumeratedCount" ? AccessUse.Peek
                : IsConsumed(call, model) ? AccessUse.Enumerate
                : AccessUse.Escape;
        }

        // A method that this compilation adds to a collection may take a lock of its own.
        return !method.DeclaringSyntaxReferences.IsEmpty || method.ContainingNamespace?.ToDisplayString() is not { } space
            || !space.StartsWith("System", StringComparison.Ordinal) ? AccessUse.Escape
            : Changes.Contains(member) ? AccessUse.Change
            : Enumerations.Contains(member) ? AccessUse.Enumerate
            : LookUps.Contains(member) ? AccessUse.LookUp
            : AccessUse.Escape;
    }

    /// <summary>A query over the collection is gone through where it stands.</summary>
    private static bool IsConsumed(ExpressionSyntax query, CodeModel model)
    {
        while (true)
        {
            if (model.TypeOf(query) is not { Name: "IEnumerable" or "IOrderedEnumerable" or "IGrouping" })
            {
                return true;
            }

            ExpressionSyntax outer = CallSyntax.WithCasts(query);
            switch (outer.Parent)
            {
                case MemberAccessExpressionSyntax access when access.Expression == outer
                    && CallSyntax.InvocationOf(access.Name) is { } next
                    && CallSyntax.MethodOf(next, model) is { } method && method.IsDeclaredIn(model.Types.Enumerable):
                    query = next;
                    break;
                case CommonForEachStatementSyntax loop when loop.Expression == outer:
                    return true;
                case ArgumentSyntax argument:
                    return IsGoneThrough(argument, model);
                default:
                    return false;
            }
        }
    }

    /// <summary><c>new List&lt;T&gt;(x)</c>, <c>string.Join(", ", x)</c>, <c>other.AddRange(x)</c>.</summary>
    private static bool IsGoneThrough(ArgumentSyntax argument, CodeModel model)
        => argument.Parent?.Parent switch
        {
            BaseObjectCreationExpressionSyntax creation => model.TypeOf(creation) is { } created
                && created.DeclaringSyntaxReferences.IsEmpty && created.ContainingNamespace?.ToDisplayString() is { } space
                && space.StartsWith("System.Collections", StringComparison.Ordinal) && created.Name is not ("ReadOnlyCollection"
                    or "ReadOnlyDictionary" or "Collection" or "ReadOnlySet"),
            InvocationExpressionSyntax call => CallSyntax.CalledName(call) is "Join" or "Concat" or "AddRange" or "InsertRange"
                or "UnionWith" or "ExceptWith" or "IntersectWith" or "SetEquals" or "ToImmutableArray" or "CreateRange"
                && CallSyntax.MethodOf(call, model) is { } method
                && (method.ContainingType.SpecialType == SpecialType.System_String
                    || method.ContainingNamespace?.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal) == true),
            _ => false,
        };

    private static string TypeNameOf(ExpressionSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => "",
    };
}
