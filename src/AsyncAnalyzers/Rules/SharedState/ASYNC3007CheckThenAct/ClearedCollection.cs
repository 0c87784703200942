namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// A concurrent collection that a function reads or copies and then clears: what another function has added in between is lost.
/// </summary>
/// <param name="Call">The call of <c>Clear</c>.</param>
/// <param name="Collection">The collection, as it is written.</param>
/// <param name="Read">Where it was read before.</param>
/// <param name="Addition">Where another function adds to it.</param>
/// <param name="IsFilledAgain">The function itself adds to it behind <c>Clear</c>: it means to drop but a part of what is there.</param>
internal sealed record ClearedCollection(
    InvocationExpressionSyntax Call, ExpressionSyntax Collection, SyntaxNode Read, SyntaxNode Addition, bool IsFilledAgain)
{
    private static readonly HashSet<string> Additions = new(StringComparer.Ordinal)
    {
        "Add", "Enqueue", "Push", "PushRange", "TryAdd", "AddOrUpdate", "GetOrAdd",
    };

    private static readonly HashSet<string> Operators = new(StringComparer.Ordinal)
    {
        "Where", "Select", "SelectMany", "OfType", "OrderBy", "OrderByDescending", "GroupBy", "Distinct",
    };

    private static readonly HashSet<string> Ends = new(StringComparer.Ordinal)
    {
        "Dispose", "Close", "Stop", "Clear", "Reset", "Abort", "Disconnect", "Cancel", "End", "Cleanup",
    };

    /// <summary>By syntax; null for other calls, and where the function ends the use of the collection.</summary>
    public static ClearedCollection? At(SimpleNameSyntax clear, CodeModel model)
    {
        if (CallSyntax.InvocationOf(clear) is not { ArgumentList.Arguments.Count: 0, Parent: ExpressionStatementSyntax } call
            || CallSyntax.Receiver(clear) is not { } collection || OwnMember.NameOf(collection) is not { } name
            || FunctionSyntax.Enclosing(call) is not { } function || function is ConstructorDeclarationSyntax
            || FunctionSyntax.Body(function) is not { } body || IsEnd(function))
        {
            return null;
        }

        SyntaxNode? read = null;
        bool isFilled = false;
        foreach (SyntaxNode node in body.Descendants())
        {
            if (node is not IdentifierNameSyntax mention || mention.Identifier.ValueText != name
                || Writes.ExpressionOf(mention) is var own && OwnMember.NameOf(own) is null)
            {
                continue;
            }

            if (mention.SpanStart < call.SpanStart)
            {
                read ??= ReadAt(own);
            }
            else
            {
                isFilled |= IsAdded(own);
            }
        }

        return read is not null && FirstAddition(name, function, model) is { } addition
            ? new ClearedCollection(call, collection, read, addition, isFilled)
            : null;
    }

    private static bool IsEnd(SyntaxNode function)
        => LifePhases.IsShutdown(function) || (FunctionSyntax.OutermostEnclosing(function) is MethodDeclarationSyntax method
            && NameWords.Of(method.Identifier.ValueText) is { Count: > 0 } words
            && (Ends.Contains(words[0]) || (words[0] == "On" && words.Count > 1 && Ends.Contains(words[1]))));

    /// <summary>All of it is read: enumerated, copied or asked by an operator that goes through it.</summary>
    private static SyntaxNode? ReadAt(ExpressionSyntax collection)
    {
        ExpressionSyntax whole = collection.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Values" or "Keys" } part
            && part.Expression == collection ? part : collection;
        return whole.Parent switch
        {
            CommonForEachStatementSyntax loop when loop.Expression == whole => whole,
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == whole
                && (access.Name.Identifier.ValueText is "ToArray" or "ToList" or "ToHashSet" or "ToDictionary" or "ToImmutableArray"
                    or "ToImmutableList" or "CopyTo" || Operators.Contains(access.Name.Identifier.ValueText)) => call,
            _ => null,
        };
    }

    private static bool IsAdded(ExpressionSyntax collection) => collection.Parent switch
    {
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access
            => access.Expression == collection && Additions.Contains(access.Name.Identifier.ValueText),
        ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } element => assignment.Left == element,
        _ => false,
    };

    private static SyntaxNode? FirstAddition(string name, SyntaxNode function, CodeModel model)
    {
        SyntaxNode own = FunctionSyntax.OutermostEnclosing(function);
        return function.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            ? NameMentions.In(type, model)[name].Select(Writes.ExpressionOf).FirstOrDefault(mention
                => OwnMember.NameOf(mention) is not null && IsAdded(mention)
                    && FunctionSyntax.Enclosing(mention) is { } other and not ConstructorDeclarationSyntax
                    && FunctionSyntax.OutermostEnclosing(other) != own)
            : null;
    }
}
