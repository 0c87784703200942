namespace AsyncAnalyzers.Semantics;

/// <summary>What an operator over a sequence does with its elements.</summary>
internal enum QueryOperatorKind
{
    /// <summary>Something else, or nothing is known.</summary>
    Other,

    /// <summary>Answers the same elements, all of them.</summary>
    Same,

    /// <summary>Answers some of them.</summary>
    Fewer,

    /// <summary>Answers what a function makes of each.</summary>
    Select,

    /// <summary>Answers the elements of what a function makes of each.</summary>
    SelectMany,

    /// <summary>Answers the elements of two sequences.</summary>
    Both,
}

/// <summary>The operators of LINQ and of the collections.</summary>
internal static class QueryOperators
{
    public static QueryOperatorKind KindOf(IMethodSymbol method, KnownTypes types)
    {
        switch (method.Name)
        {
            case "WithCancellation" or "ConfigureAwait" or "ToArray" or "ToList" or "AsReadOnly" or "AsSpan" or "ToHashSet"
                or "ToImmutableArray" or "ToImmutableList" or "GetEnumerator":
                return QueryOperatorKind.Same;
        }

        if (!method.IsDeclaredIn(types.Enumerable))
        {
            return QueryOperatorKind.Other;
        }

        return method.Name switch
        {
            "AsEnumerable" or "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" or "Order" or "OrderDescending" or "Cast"
                or "Reverse" or "Distinct"
                => QueryOperatorKind.Same,
            "Where" or "OfType" or "Take" or "Skip" or "TakeWhile" or "SkipWhile" or "TakeLast" or "SkipLast" or "Except" or "Intersect"
                or "DistinctBy" or "DefaultIfEmpty"
                => QueryOperatorKind.Fewer,
            "Select" => QueryOperatorKind.Select,
            "SelectMany" => QueryOperatorKind.SelectMany,
            "Concat" or "Union" => QueryOperatorKind.Both,
            _ => QueryOperatorKind.Other,
        };
    }

    /// <summary>The operator goes through its source at once and keeps what it finds; others do so each time they are enumerated.</summary>
    public static bool IsKept(IMethodSymbol method) => method.Name.StartsWith("To", StringComparison.Ordinal);
}
