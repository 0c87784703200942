namespace AsyncAnalyzers.Semantics;

/// <summary>
/// State that each thread has its own of: [ThreadStatic] fields, ThreadLocal, data slots, the priority and name of the current thread,
/// the synchronization context. What is written before an await may be missing after it.
/// </summary>
internal static class ThreadBoundState
{
    /// <summary>The names of all [ThreadStatic] fields of the source.</summary>
    private static readonly TreeNames FieldNames = new(static (tree, cancellationToken)
        => FieldsIn(tree, cancellationToken).Where(IsThreadStatic).SelectMany(static field => field.Declaration.Variables)
            .Select(static variable => variable.Identifier.ValueText));

    /// <summary>The names of the members that name such a field, or a ThreadLocal, of their own type.</summary>
    private static readonly TreeNames AccessorNames = new(static (tree, cancellationToken)
        => FieldsIn(tree, cancellationToken).GroupBy(static field => field.Parent).SelectMany(AccessorsOf));

    /// <summary>The fields whose values threads have of their own: [ThreadStatic] ones and those of type ThreadLocal.</summary>
    public static IReadOnlyList<Trigger> Triggers { get; } = new[]
    {
        Trigger.OnKind(SyntaxKind.FieldDeclaration, static node => node is FieldDeclarationSyntax field
            && (IsThreadStatic(field) || TypeNames.Of(field.Declaration.Type) == "ThreadLocal")),
    };

    private static readonly ModelCache<List<Use>> Uses = new();
    private static readonly ModelCache<List<Use>> UsesWithCallees = new();

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

        /// <summary>It is stepped, or set to a constant or to what the function was given, and not to something new.</summary>
        public bool IsSetToGiven => Node.Parent is not AssignmentExpressionSyntax assignment
            || assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                ? (Node.Parent as AssignmentExpressionSyntax)?.Right is null or IdentifierNameSyntax or MemberAccessExpressionSyntax
                    or LiteralExpressionSyntax
                : !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression);

        /// <summary><c>x ??= …</c>: each thread makes its own when it comes by.</summary>
        public bool IsCreatedIfMissing => Node.Parent is AssignmentExpressionSyntax
        {
            RawKind: (int)SyntaxKind.CoalesceAssignmentExpression
        } || (Node.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice && choice.Left == Node);

        /// <summary><c>x = null</c>: what was cached for the thread has been taken out.</summary>
        public bool IsCleared => Node.Parent is AssignmentExpressionSyntax
        {
            Right.RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression
        };

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
    public static Use? UsedAround(SyntaxNode node, SyntaxNode function, CodeModel model)
    {
        List<Use> uses = In(function, model);
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

    /// <summary>Some type of the source has a [ThreadStatic] field or a ThreadLocal that its members name.</summary>
    public static bool IsKeptIn(Compilation compilation, CancellationToken cancellationToken)
        => AccessorNames.Of(compilation, cancellationToken).Count > 0;

    /// <summary>
    /// What the thread itself has (its priority, its data slots) that is written before the await and read after it, or put back after it
    /// in a <c>finally</c>: whatever thread that runs on has another one.
    /// </summary>
    public static Use? LostAt(SyntaxNode await, SyntaxNode function, CodeModel model)
        => Lost(await, function, In(function, model).Where(static use
            => use.Key is string and not "SynchronizationContext").ToList()).Select(static lost => (Use?)lost.Before).FirstOrDefault();

    /// <summary>
    /// The same for [ThreadStatic] fields and ThreadLocal, also where a member that is called, or a property, writes or reads them: each
    /// with the last write before the await and the first use after it.
    /// </summary>
    public static IEnumerable<(Use Before, Use After)> FieldsLostAt(SyntaxNode await, SyntaxNode function, CodeModel model)
        => Lost(await, function, UsesWithCallees.GetOrAdd(model, function, node
            => FindWithCallees(node, model)));

    private static IEnumerable<(Use Before, Use After)> Lost(SyntaxNode await, SyntaxNode function, List<Use> uses)
    {
        for (int index = uses.Count - 1; index >= 0; index--)
        {
            Use before = uses[index];
            if (!before.IsWrite || before.Whole.Span.End > await.SpanStart || !ControlFlowSyntax.MayReach(before.Node, await))
            {
                continue;
            }

            Use after = uses.FirstOrDefault(use
                => use.IsSameAs(before) && use.Whole.SpanStart >= await.Span.End && ControlFlowSyntax.MayReach(await, use.Node));
            if (after.Node is not null && !(before.IsCreatedIfMissing && after.IsCreatedIfMissing)
                && (after.IsRead || (IsInFinallyOf(after.Node, await) && !before.IsCleared)))
            {
                yield return (before, after);
            }
        }
    }

    /// <summary>State of the thread that the function writes and does not put back; null where it writes none.</summary>
    public static Use? WrittenIn(SyntaxNode function, CodeModel model)
    {
        List<Use> uses = In(function, model);
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
    public static bool IsTarget(ExpressionSyntax target, CodeModel model)
        => (target is MemberAccessExpressionSyntax access ? access.Name : target as SimpleNameSyntax) is { } name
            && KeyOf(name, FieldNames.Of(model.Compilation, model.CancellationToken), model) is not null;

    private static List<Use> In(SyntaxNode function, CodeModel model)
        => Uses.GetOrAdd(model, function, node => Find(node, model));

    private static List<Use> Find(SyntaxNode function, CodeModel model)
    {
        var found = new List<Use>();
        HashSet<string> fields = FieldNames.Of(model.Compilation, model.CancellationToken);
        foreach (SyntaxNode node in ThreadAffineEvents.NodesOf(function))
        {
            if (node is SimpleNameSyntax name && KeyOf(name, fields, model) is { } key
                && !CallSyntax.IsInNameOf(name))
            {
                found.Add(UseOf(key, name));
            }
        }

        return found;
    }

    /// <summary>The uses in the function, and those in the members that it calls: one call deep.</summary>
    private static List<Use> FindWithCallees(SyntaxNode function, CodeModel model)
    {
        var found = new List<Use>();
        HashSet<string> fields = FieldNames.Of(model.Compilation, model.CancellationToken);
        HashSet<string> accessors = AccessorNames.Of(model.Compilation, model.CancellationToken);
        foreach (SyntaxNode node in ThreadAffineEvents.NodesOf(function))
        {
            if (node is not SimpleNameSyntax name || CallSyntax.IsInNameOf(name))
            {
                continue;
            }

            if (KeyOf(name, fields, model) is ISymbol key)
            {
                found.Add(UseOf(key, name));
            }
            else if (accessors.Contains(name.Identifier.ValueText))
            {
                found.AddRange(UsesBehind(name, model));
            }
        }

        return found;
    }

    /// <summary>What the called method, or the accessor of the property, does to such state.</summary>
    private static IEnumerable<Use> UsesBehind(SimpleNameSyntax name, CodeModel model)
    {
        ExpressionSyntax whole = Writes.ExpressionOf(name);
        AccessKind access = Writes.AccessOf(whole);
        switch (model.SymbolOf(name))
        {
            case IMethodSymbol method when CallSyntax.InvocationOf(name) is { } call:
                return UsesBehind(method, call, model);
            case IPropertySymbol property:
                IEnumerable<Use> read = (access & AccessKind.Read) != 0 && property.GetMethod is { } getter
                    ? UsesBehind(getter, whole, model) : Array.Empty<Use>();
                IEnumerable<Use> written = (access & AccessKind.Write) != 0 && property.SetMethod is { } setter
                    ? UsesBehind(setter, whole, model) : Array.Empty<Use>();
                return read.Concat(written);
            default:
                return Array.Empty<Use>();
        }
    }

    private static IEnumerable<Use> UsesBehind(IMethodSymbol method, ExpressionSyntax node, CodeModel model)
    {
        if (method.IsAsync || CalledSource.OfOnly(method, model) is not { } source)
        {
            return Array.Empty<Use>();
        }

        return In(source.Function, model.With(source.Model)).Where(static use => use.Key is ISymbol)
            .GroupBy(static use => (ISymbol)use.Key, SymbolEqualityComparer.Default)
            .Select(group => new Use(
                group.Key!, node, group.Count(static use => use.IsWrite) == 1 && group.Any(static use => use.IsWrite && use.IsSetToGiven),
                group.Any(static use => use.IsRead)));
    }

    private static object? KeyOf(SimpleNameSyntax name, HashSet<string> fields, CodeModel model)
    {
        string text = name.Identifier.ValueText;
        if (fields.Contains(text)
            && model.SymbolOf(name) is IFieldSymbol { IsStatic: true, Type.Name: not "Random" } field
            && field.GetAttributes().Any(attribute => attribute.AttributeClass.Is(model.Types.ThreadStaticAttribute)))
        {
            return field;
        }

        switch (text)
        {
            case "Value" when name.Parent is MemberAccessExpressionSyntax { Expression: var holder } access && access.Name == name
                && model.TypeOf(holder) is INamedTypeSymbol { TypeArguments: { Length: 1 } values } type
                && type.Is(model.Types.ThreadLocal)
                && values[0].Name != "Random":
                return model.SymbolOf(holder);
            case "Priority" or "Name" or "IsBackground" or "ApartmentState"
                when name.Parent is MemberAccessExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    { Name.Identifier.ValueText: "CurrentThread" }
                } access && access.Name == name
                && model.SymbolOf(name) is IPropertySymbol property
                && property.ContainingType.Is(model.Types.Thread):
                return "Thread." + text;
            case "SetData" or "GetData"
                when model.SymbolOf(name) is IMethodSymbol method && method.IsDeclaredIn(model.Types.Thread):
                return "Thread.SetData";
            case "SetSynchronizationContext" when model.SymbolOf(name) is IMethodSymbol method
                && method.IsDeclaredIn(model.Types.SynchronizationContext):
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

    private static IEnumerable<FieldDeclarationSyntax> FieldsIn(SyntaxTree tree, CancellationToken cancellationToken)
        => TriggerIndex.Of(tree, cancellationToken).NodesFor(typeof(ThreadBoundState)).Cast<FieldDeclarationSyntax>();

    /// <summary>The methods and properties that mention one of the fields of their type.</summary>
    private static IEnumerable<string> AccessorsOf(IGrouping<SyntaxNode?, FieldDeclarationSyntax> fieldsOfType)
    {
        var fields = new HashSet<string>(
            fieldsOfType.SelectMany(static field => field.Declaration.Variables).Select(static variable => variable.Identifier.ValueText),
            StringComparer.Ordinal);
        foreach (MemberDeclarationSyntax member in fieldsOfType.Key is TypeDeclarationSyntax type ? type.Members : default)
        {
            string? name = member switch
            {
                MethodDeclarationSyntax method => method.Identifier.ValueText,
                PropertyDeclarationSyntax property => property.Identifier.ValueText,
                _ => null,
            };
            if (name is not null && member.Descendants().Any(node
                => node is IdentifierNameSyntax mention && fields.Contains(mention.Identifier.ValueText)))
            {
                yield return name;
            }
        }
    }
}
