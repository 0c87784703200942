namespace AsyncAnalyzers.Semantics;

/// <summary>
/// State that each thread has its own of: [ThreadStatic] fields, ThreadLocal, data slots, the priority and name of the current thread,
/// the synchronization context. What is written before an await may be missing after it.
/// </summary>
internal static class ThreadBoundState
{
    /// <summary>The names of all [ThreadStatic] fields of the source.</summary>
    private static readonly TreeNames FieldNames = new(static (tree, cancellationToken) => NamesIn(tree.GetRoot(cancellationToken)));

    private static readonly ModelCache<List<Use>> Uses = new();

    /// <summary>One use of such state in a function.</summary>
    /// <param name="Key">The field or local, or the name of what the thread has.</param>
    /// <param name="Node">The expression.</param>
    /// <param name="IsWrite">It is assigned, incremented or set.</param>
    /// <param name="IsRead">Its value is read; also in <c>x++</c> and <c>x += 1</c>.</param>
    internal readonly record struct Use(object Key, ExpressionSyntax Node, bool IsWrite, bool IsRead)
    {
        /// <summary>The whole assignment or increment that the use is the target of.</summary>
        public SyntaxNode Whole => IsWrite
            && Node.Parent is AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax
            ? Node.Parent!
            : Node;

        public string Display => Key is ISymbol symbol ? symbol.Name : (string)Key;

        public bool IsSameAs(Use other)
            => Key is ISymbol symbol ? SymbolEqualityComparer.Default.Equals(symbol, other.Key as ISymbol) : Key.Equals(other.Key);
    }

    /// <summary>The attribute as it is written at a field.</summary>
    public static bool IsThreadStatic(FieldDeclarationSyntax field)
        => field.AttributeLists.Any(static list
            => list.Attributes.Any(static attribute => TypeNames.Of(attribute.Name) is "ThreadStatic" or "ThreadStaticAttribute"));

    /// <summary>
    /// The state that is used before the node and again after it, so that both have to run on one thread; null where there is none.
    /// </summary>
    public static Use? UsedAround(
        SyntaxNode node, SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        List<Use> uses = In(function, model, types, cancellationToken);
        foreach (Use before in uses)
        {
            // The same loop uses it again in its next iteration.
            bool isBefore = before.Whole.Span.End <= node.SpanStart
                || (before.Whole.Span.Contains(node.Span) && before is { IsRead: true, IsWrite: true });
            if (!isBefore || !ControlFlowSyntax.MayReach(before.Node, node))
            {
                continue;
            }

            if (before.IsWrite && ControlFlowSyntax.LoopAround(before.Node, node, function) is not null
                || uses.Any(after => after.IsSameAs(before) && after.Whole.Span.End > node.Span.End
                    && ControlFlowSyntax.MayReach(node, after.Node)
                    && (before.Key is ISymbol || (before.IsWrite && after.IsWrite))))
            {
                return before;
            }
        }

        return null;
    }

    /// <summary>
    /// The state that is written before the await and read after it, or put back after it in a <c>finally</c>: whatever thread that runs on
    /// has another one.
    /// </summary>
    public static Use? LostAt(
        SyntaxNode await, SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        List<Use> uses = In(function, model, types, cancellationToken);
        foreach (Use before in uses)
        {
            if (!before.IsWrite || before.Whole.Span.End > await.SpanStart || before.Key is "SynchronizationContext"
                || !ControlFlowSyntax.MayReach(before.Node, await))
            {
                continue;
            }

            Use after = uses.FirstOrDefault(use
                => use.IsSameAs(before) && use.Whole.SpanStart >= await.Span.End && ControlFlowSyntax.MayReach(await, use.Node));
            if (after.Node is not null && (after.IsRead || IsInFinallyOf(after.Node, await)))
            {
                return before;
            }
        }

        return null;
    }

    /// <summary>State of the thread that the function writes and does not put back; null where it writes none.</summary>
    public static Use? WrittenIn(SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        List<Use> uses = In(function, model, types, cancellationToken);
        foreach (Use use in uses)
        {
            if (use.IsWrite && uses.Count(other => other.IsWrite && other.IsSameAs(use)) == 1)
            {
                return use;
            }
        }

        return null;
    }

    /// <summary>An assignment to the expression changes such state.</summary>
    public static bool IsTarget(ExpressionSyntax target, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => (target is MemberAccessExpressionSyntax access ? access.Name : target as SimpleNameSyntax) is { } name
            && KeyOf(name, FieldNames.Of(model.Compilation, cancellationToken), model, types, cancellationToken) is not null;

    private static List<Use> In(SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => Uses.GetOrAdd(model, function, node => Find(node, model, types, cancellationToken));

    private static List<Use> Find(SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        var found = new List<Use>();
        HashSet<string> fields = FieldNames.Of(model.Compilation, cancellationToken);
        foreach (SyntaxNode node in ThreadAffineEvents.NodesOf(function))
        {
            if (node is SimpleNameSyntax name && KeyOf(name, fields, model, types, cancellationToken) is { } key
                && !CallSyntax.IsInNameOf(name))
            {
                found.Add(UseOf(key, name));
            }
        }

        return found;
    }

    private static object? KeyOf(
        SimpleNameSyntax name, HashSet<string> fields, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        string text = name.Identifier.ValueText;
        if (fields.Contains(text)
            && model.GetSymbolInfo(name, cancellationToken).Symbol is IFieldSymbol { IsStatic: true, Type.Name: not "Random" } field
            && field.GetAttributes().Any(attribute => attribute.AttributeClass.Is(types.ThreadStaticAttribute)))
        {
            return field;
        }

        switch (text)
        {
            case "Value" when name.Parent is MemberAccessExpressionSyntax { Expression: var holder } access && access.Name == name
                && model.GetTypeInfo(holder, cancellationToken).Type is INamedTypeSymbol { TypeArguments: { Length: 1 } values } type
                && type.Is(types.ThreadLocal)
                && values[0].Name != "Random":
                return model.GetSymbolInfo(holder, cancellationToken).Symbol;
            case "Priority" or "Name" or "IsBackground" or "ApartmentState"
                when name.Parent is MemberAccessExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    { Name.Identifier.ValueText: "CurrentThread" }
                } access && access.Name == name
                && model.GetSymbolInfo(name, cancellationToken).Symbol is IPropertySymbol property
                && property.ContainingType.Is(types.Thread):
                return "Thread." + text;
            case "SetData" or "GetData"
                when model.GetSymbolInfo(name, cancellationToken).Symbol is IMethodSymbol method && method.IsDeclaredIn(types.Thread):
                return "Thread.SetData";
            case "SetSynchronizationContext" when model.GetSymbolInfo(name, cancellationToken).Symbol is IMethodSymbol method
                && method.IsDeclaredIn(types.SynchronizationContext):
                return "SynchronizationContext";
            default:
                return null;
        }
    }

    private static Use UseOf(object key, SimpleNameSyntax name)
    {
        ExpressionSyntax node = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        bool isWrite = name.Identifier.ValueText is "SetData" or "SetSynchronizationContext";
        bool isRead = !isWrite;
        switch (node.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == node:
                isWrite = true;
                isRead = !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression);
                break;
            case PostfixUnaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.PostIncrementExpression
                or (int)SyntaxKind.PostDecrementExpression
            }
                or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression }
                or ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword }:
                isWrite = true;
                break;
        }

        return new Use(key, node, isWrite, isRead);
    }

    private static bool IsInFinallyOf(SyntaxNode use, SyntaxNode await)
        => use.Ancestors().OfType<FinallyClauseSyntax>().Any(@finally
            => ((TryStatementSyntax)@finally.Parent!).Block.Span.Contains(await.Span));

    private static IEnumerable<string> NamesIn(SyntaxNode root)
        => root.Descendants(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<FieldDeclarationSyntax>()
            .Where(static field => field.AttributeLists.Count > 0 && IsThreadStatic(field))
            .SelectMany(static field => field.Declaration.Variables)
            .Select(static variable => variable.Identifier.ValueText);
}
