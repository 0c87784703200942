namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A static field of a type that is changed while nothing but a lock of one instance is held.</summary>
/// <param name="Node">What changes it.</param>
/// <param name="Name">The name of the field.</param>
/// <param name="IsLost">
/// The change builds on what was there before (a count, an added item), so that two at once lose one; else another value is set.
/// </param>
internal sealed record StaticUpdate(SyntaxNode Node, string Name, bool IsLost)
{
    private static readonly HashSet<string> Collections = new(StringComparer.Ordinal)
    {
        "List", "Dictionary", "HashSet", "Queue", "Stack", "LinkedList", "SortedDictionary", "SortedList", "SortedSet", "StringBuilder",
        "PriorityQueue", "ArrayList", "Hashtable",
    };

    private static readonly HashSet<string> Changes = new(StringComparer.Ordinal)
    {
        "Add", "AddRange", "AddFirst", "AddLast", "Append", "AppendLine", "Clear", "Dequeue", "Enqueue", "Insert", "InsertRange", "Pop",
        "Push", "Remove", "RemoveAll", "RemoveAt", "RemoveFirst", "RemoveLast", "RemoveRange", "TryAdd", "TryDequeue", "TryPop",
        "UnionWith", "ExceptWith",
    };

    /// <summary>The first change in the body of the lock that loses something, else the first one; null where there is none.</summary>
    /// <param name="body">What runs under the lock.</param>
    /// <param name="type">The type whose static fields are looked at.</param>
    /// <param name="model">The model of the tree.</param>
    public static StaticUpdate? FirstIn(SyntaxNode body, INamedTypeSymbol type, CodeModel model)
    {
        HashSet<string>? names = null;
        StaticUpdate? first = null;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (node is not IdentifierNameSyntax name || ChangeOf(name) is not (var change, var isLost)
                || !(names ??= NamesOf(type)).Contains(name.Identifier.ValueText)
                || model.SymbolOf(name) is not IFieldSymbol { IsStatic: true } field
                || !SymbolEqualityComparer.Default.Equals(field.ContainingType, type)
                || (change is InvocationExpressionSyntax or ElementAccessExpressionSyntax && !Collections.Contains(field.Type.Name))
                || field.GetAttributes().Any(attribute => attribute.AttributeClass.Is(model.Types.ThreadStaticAttribute))
                || LockSets.At(name, model) is not { HoldsUnknown: false, Locks.Length: 1 })
            {
                continue;
            }

            if (isLost)
            {
                return new StaticUpdate(change, field.Name, IsLost: true);
            }

            first ??= new StaticUpdate(change, field.Name, IsLost: false);
        }

        return first;
    }

    private static HashSet<string> NamesOf(INamedTypeSymbol type)
        => new(
            type.GetMembers().OfType<IFieldSymbol>().Where(static field => field is { IsStatic: true, IsConst: false })
                .Select(static field => field.Name),
            StringComparer.Ordinal);

    /// <summary>What the code does to what a name may stand for; null where it only reads, or hands it to Interlocked.</summary>
    private static (SyntaxNode Change, bool IsLost)? ChangeOf(IdentifierNameSyntax name)
    {
        ExpressionSyntax field = Writes.ExpressionOf(name);
        switch (field.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == field:
                return (assignment, !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
                    && (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || Mentions(assignment.Right, name)));
            case PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression }
                or PrefixUnaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression,
            }:
                return (field.Parent, true);
            case ElementAccessExpressionSyntax element when element.Expression == field && Writes.IsWritten(element):
                return (element, true);
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } called
                when called.Expression == field && Changes.Contains(called.Name.Identifier.ValueText):
                return (call, true);
            default:
                return null;
        }
    }

    private static bool Mentions(ExpressionSyntax value, IdentifierNameSyntax name)
        => value.DescendantsAndSelf().Any(node
            => node is IdentifierNameSyntax other && other.Identifier.ValueText == name.Identifier.ValueText);
}
