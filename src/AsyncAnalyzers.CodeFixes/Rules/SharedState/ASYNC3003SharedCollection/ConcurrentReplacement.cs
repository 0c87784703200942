namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>
/// Gives a collection the concurrent type that does the same: a dictionary whose keys are set, asked and removed each in one step, a queue
/// or stack that is filled and tried, a local list that tasks only add to and whose order nobody asks for.
/// </summary>
internal static class ConcurrentReplacement
{
    private static readonly HashSet<string> Ordered = new(StringComparer.Ordinal)
    {
        "First", "FirstOrDefault", "Last", "LastOrDefault", "ElementAt", "ElementAtOrDefault", "Skip", "SkipWhile", "Take", "TakeWhile",
        "Zip", "SequenceEqual", "Aggregate", "Reverse", "SkipLast", "TakeLast",
    };

    /// <summary>The name of the type, and the root of the document with it; null where a use has no equivalent.</summary>
    public static (string Name, SyntaxNode Root)? Of(RepairRequest request, CollectionUses uses, CancellationToken cancellationToken)
    {
        if (uses.Change.IsOfRandom)
        {
            return OfRandom(request, uses, cancellationToken);
        }

        if (uses.Change.State.Type is not INamedTypeSymbol { ContainingNamespace.Name: "Generic" } type
            || CreationOf(uses.Declarator, request, cancellationToken) is not { } creation
            || TypeFor(type, uses, request.Types) is not { } replacement
            || EditsOf(type.Name, request, uses, cancellationToken) is not { } edits)
        {
            return null;
        }

        TypeSyntax? written = ((VariableDeclarationSyntax)uses.Declarator.Parent!).Type;
        TypeSyntax?[] names = { written.IsVar ? null : written, (creation as ObjectCreationExpressionSyntax)?.Type };
        if (Array.Exists(names, static name => name is not (null or GenericNameSyntax))
            || Array.TrueForAll(names, static name => name is null))
        {
            return null;
        }

        foreach (GenericNameSyntax name in names.OfType<GenericNameSyntax>())
        {
            TypeSyntax full = AsyncEdit.TypeName(
                request.Document, request.Model, name.SpanStart, replacement.Construct(type.TypeArguments.ToArray()));
            TypeArgumentListSyntax arguments = full.DescendantNodesAndSelf().OfType<GenericNameSyntax>()
                .First(one => one.Identifier.ValueText == replacement.Name).TypeArgumentList;
            edits.Add(name, full.ReplaceNode(arguments, name.TypeArgumentList.WithoutTrivia()).WithTriviaFrom(name));
        }

        return (replacement.Name, request.Root.ReplaceNodes(edits.Keys, (original, _) => edits[original]));
    }

    /// <summary><c>new List&lt;int&gt;()</c>; of a dictionary also with a comparer.</summary>
    private static BaseObjectCreationExpressionSyntax? CreationOf(
        VariableDeclaratorSyntax declarator, RepairRequest request, CancellationToken cancellationToken)
        => declarator.Initializer?.Value is BaseObjectCreationExpressionSyntax { Initializer: null } creation
            && (creation.ArgumentList is null or { Arguments.Count: 0 }
                || (creation.ArgumentList.Arguments is { Count: 1 } arguments
                    && request.Model.GetSymbolInfo(creation, cancellationToken).Symbol is IMethodSymbol
                    {
                        ContainingType.Name: "Dictionary", Parameters: { Length: 1 } parameters,
                    } && parameters[0].Type.Name == "IEqualityComparer" && arguments[0].NameColon is null))
            ? creation
            : null;

    private static INamedTypeSymbol? TypeFor(INamedTypeSymbol type, CollectionUses uses, KnownTypes types) => type.Name switch
    {
        "Dictionary" => types.ConcurrentDictionary,
        "Queue" => types.ConcurrentQueue,
        "Stack" => types.ConcurrentStack,
        "List" => uses.Change.State.IsOfVariable ? types.ConcurrentBag : null,
        _ => null,
    };

    private static Dictionary<SyntaxNode, SyntaxNode>? EditsOf(
        string type, RepairRequest request, CollectionUses uses, CancellationToken cancellationToken)
    {
        var edits = new Dictionary<SyntaxNode, SyntaxNode>();
        SyntaxNode? owner = FunctionSyntax.Enclosing(uses.Declarator);
        foreach (ExpressionSyntax use in uses.Uses)
        {
            if (use.Parent is CommonForEachStatementSyntax loop && loop.Expression == use)
            {
                continue;
            }

            if (use.Parent is ElementAccessExpressionSyntax element && element.Expression == use)
            {
                if (type != "Dictionary" || Writes.AccessOf(element) is not (AccessKind.Read or AccessKind.Write))
                {
                    return null;
                }

                continue;
            }

            if (use.Parent is not MemberAccessExpressionSyntax access || access.Expression != use
                || !IsKept(type, access, use, owner, request, cancellationToken) && !TryEdit(type, access, edits))
            {
                return null;
            }
        }

        // What is asked in one step and set in another two threads would ask before either has set it.
        return type == "Dictionary" && uses.Uses.GroupBy(FunctionSyntax.Enclosing).Any(group => group.Any(change
            => uses.Change.UseAt(change, request.ModelFor(cancellationToken)) == AccessUse.Change && group.Any(read
                => uses.Change.UseAt(read, request.ModelFor(cancellationToken)) is AccessUse.LookUp or AccessUse.Peek
                    && MayBelongTogether(read, change, owner))))
                ? null
                : edits;
    }

    private static bool MayBelongTogether(ExpressionSyntax read, ExpressionSyntax change, SyntaxNode? owner)
        => read.SpanStart < change.SpanStart || FunctionSyntax.Enclosing(read) != owner;

    /// <summary>The concurrent type has the member too, with the same meaning.</summary>
    private static bool IsKept(
        string type, MemberAccessExpressionSyntax access, ExpressionSyntax use, SyntaxNode? owner, RepairRequest request,
        CancellationToken cancellationToken)
    {
        string member = access.Name.Identifier.ValueText;
        if (access.Parent is not InvocationExpressionSyntax call || call.Expression != access)
        {
            return member == "Count"
                || (type == "Dictionary" && member is "Keys" or "Values"
                    && (access.Parent is CommonForEachStatementSyntax
                        || (access.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer }
                            && IsQuery(outer, request, cancellationToken))));
        }

        return IsQuery(call, request, cancellationToken) ? !Ordered.Contains(member) || type is "Queue" or "Stack"
            : (type, member) switch
            {
                ("List", "Add") => FunctionSyntax.Enclosing(use) != owner,
                ("List", "ToArray") => true,
                ("Dictionary", "TryGetValue" or "ContainsKey" or "TryAdd" or "Clear") => true,
                ("Queue", "Enqueue" or "TryDequeue" or "TryPeek" or "ToArray" or "Clear") => true,
                ("Stack", "Push" or "TryPop" or "TryPeek" or "ToArray" or "Clear") => true,
                _ => false,
            };
    }

    private static bool IsQuery(InvocationExpressionSyntax call, RepairRequest request, CancellationToken cancellationToken)
        => CallSyntax.MethodOf(call, request.ModelFor(cancellationToken)) is { } method && method.IsDeclaredIn(request.Types.Enumerable);

    /// <summary><c>d.Remove(k)</c> becomes <c>d.TryRemove(k, out _)</c>.</summary>
    private static bool TryEdit(string type, MemberAccessExpressionSyntax access, Dictionary<SyntaxNode, SyntaxNode> edits)
    {
        if (type != "Dictionary" || access.Name.Identifier.ValueText != "Remove"
            || access.Parent is not InvocationExpressionSyntax { ArgumentList: { Arguments: { Count: 1 or 2 } arguments } list } call
            || arguments.Any(static argument => argument.NameColon is not null))
        {
            return false;
        }

        edits.Add(call, call
            .WithExpression(access.WithName(IdentifierName("TryRemove").WithTriviaFrom(access.Name)))
            .WithArgumentList(arguments.Count == 2 ? list : list.WithArguments(SeparatedList<ArgumentSyntax>(
                new SyntaxNodeOrToken[]
                {
                    arguments[0],
                    Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space),
                    DiscardSyntax.OutArgument(),
                }))));
        return true;
    }

    /// <summary><c>new Random()</c> becomes <c>Random.Shared</c>; one with a seed is meant to repeat itself.</summary>
    private static (string Name, SyntaxNode Root)? OfRandom(RepairRequest request, CollectionUses uses, CancellationToken cancellationToken)
        => request.Types.HasSharedRandom
            && uses.Declarator.Initializer?.Value is BaseObjectCreationExpressionSyntax { Initializer: null } creation
            && creation.ArgumentList is null or { Arguments.Count: 0 }
            && uses.Uses.All(static use => !Writes.IsWritten(use))
            && request.Model.GetTypeInfo(creation, cancellationToken).Type is { Name: "Random" } random
                ? ("Random.Shared", request.Root.ReplaceNode(
                    creation, TypeNaming.Member(TypeNaming.ExpressionOf(request, random), "Shared").WithTriviaFrom(creation)))
                : null;
}
