namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>What happens to a task that nobody has started.</summary>
internal enum ColdTaskHarm
{
    /// <summary>Nobody starts it, and nobody waits for it.</summary>
    NeverRuns,

    /// <summary>It is awaited, and nobody starts it.</summary>
    WaitNeverEnds,

    /// <summary>It is awaited before it is started.</summary>
    StartedTooLate,

    /// <summary>It is handed to callers, who cannot know that they would have to start it.</summary>
    Returned,
}

/// <summary>A task made by <c>new Task(…)</c> that is never started, or awaited before.</summary>
/// <param name="Creation">Where it is made.</param>
/// <param name="Harm">What comes of it.</param>
/// <param name="Start">Where it is started, too late; null where it never is.</param>
internal sealed record ColdTask(BaseObjectCreationExpressionSyntax Creation, ColdTaskHarm Harm, InvocationExpressionSyntax? Start)
{
    /// <summary>The syntax allows for it: <c>new Task(…)</c>, <c>Task t = new(…)</c>, with a function that has something to do.</summary>
    public static bool MayBeAt(SyntaxNode node)
        => node is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } creation
            && TypeOf(creation) is { } type && NameOf(type) is { Identifier.ValueText: "Task" } name
            // An async lambda is async void there, which is another problem; a function without content never comes to its end on purpose.
            && !(name is not GenericNameSyntax
                && arguments[0].Expression is AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: (int)SyntaxKind.AsyncKeyword })
            && arguments[0].Expression is not AnonymousFunctionExpressionSyntax { Block.Statements.Count: 0 };

    /// <summary>The cold task; null where it is started in time, or where somebody out of sight may start it.</summary>
    public static ColdTask? Find(BaseObjectCreationExpressionSyntax creation, CodeModel model)
    {
        if (!MayBeAt(creation))
        {
            return null;
        }

        TaskUse use = TaskUse.Of(creation);
        return HarmOf(use, creation, model) is var (harm, start)
            && model.TypeOf(creation) is { } type
            && (type.Is(model.Types.Task) || type.Is(model.Types.TaskOfT))
            ? new ColdTask(creation, harm, start)
            : null;
    }

    private static (ColdTaskHarm Harm, InvocationExpressionSyntax? Start)? HarmOf(TaskUse use, SyntaxNode creation, CodeModel model)
    {
        switch (use.Kind)
        {
            case TaskUseKind.Dropped or TaskUseKind.Discarded:
                return (ColdTaskHarm.NeverRuns, null);
            case TaskUseKind.Awaited or TaskUseKind.Waited:
                return (ColdTaskHarm.WaitNeverEnds, null);
            case TaskUseKind.Combined when use.Place is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) is not "WhenAny" and not "WaitAny":
                return (ColdTaskHarm.WaitNeverEnds, null);
            case TaskUseKind.Returned when IsReturnedByAsynchronousMethod(creation):
                return (ColdTaskHarm.Returned, null);
            case TaskUseKind.Assigned when use.Place is VariableDeclaratorSyntax local:
                return OfLocal(local, model);
            case TaskUseKind.Assigned or TaskUseKind.Stored when use.Place is AssignmentExpressionSyntax { Left: var left }:
                return model.SymbolOf(left) is IFieldSymbol
                {
                    DeclaredAccessibility: Accessibility.Private,
                    IsReadOnly: var isReadOnly
                } field
                    && (isReadOnly || use.Kind == TaskUseKind.Assigned)
                    ? OfField(field.Name, left)
                    : null;
            case TaskUseKind.Stored
                when use.Place is EqualsValueClauseSyntax
                {
                    Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax declaration } declarator
                }:
                return declaration.Modifiers.Any(static modifier
                    => modifier.RawKind is (int)SyntaxKind.PublicKeyword or (int)SyntaxKind.InternalKeyword
                        or (int)SyntaxKind.ProtectedKeyword)
                    ? null
                    : OfField(declarator.Identifier.ValueText, declarator);
            default:
                return null;
        }
    }

    private static (ColdTaskHarm Harm, InvocationExpressionSyntax? Start)? OfLocal(VariableDeclaratorSyntax local, CodeModel model)
    {
        if (LocalAssignments.Of(local, model).Any() || FunctionSyntax.Enclosing(local) is not { } function)
        {
            return null;
        }

        List<(IdentifierNameSyntax Mention, TaskUse Use)> uses = UsesOf(local.Identifier.ValueText, function).ToList();
        (IdentifierNameSyntax Mention, TaskUse Use) first = uses.Find(static one => one.Use.Kind == TaskUseKind.Started);
        if (first.Mention is null)
        {
            return uses.Exists(static one => Escapes(one.Use)) ? null
                : uses.Exists(static one => one.Use.Kind == TaskUseKind.Returned) ? (ColdTaskHarm.Returned, null)
                : (uses.Exists(static one => IsWait(one.Use)) ? ColdTaskHarm.WaitNeverEnds : ColdTaskHarm.NeverRuns, null);
        }

        return ColdTaskFlow.IsAwaitedBefore(
            local,
            uses.Where(static one => one.Use.Kind is TaskUseKind.Awaited or TaskUseKind.Waited).Select(static one => one.Mention),
            uses.Where(static one => one.Use.Kind is TaskUseKind.Started or TaskUseKind.Returned || Escapes(one.Use))
                .Select(static one => one.Mention),
            uses.Where(one => TaskUse.IsCaptured(one.Mention, local)).Select(static one => one.Mention),
            model) ? (ColdTaskHarm.StartedTooLate, first.Use.Place as InvocationExpressionSyntax) : null;
    }

    private static (ColdTaskHarm Harm, InvocationExpressionSyntax? Start)? OfField(string name, SyntaxNode place)
    {
        if (place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || type.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return null;
        }

        bool isWaitedFor = false;
        int assignments = 0;
        foreach ((_, TaskUse use) in UsesOf(name, type))
        {
            if (Escapes(use) || use.Kind is TaskUseKind.Started or TaskUseKind.Returned)
            {
                return null;
            }

            assignments += use.Kind == TaskUseKind.NotRead && use.Place is AssignmentExpressionSyntax ? 1 : 0;
            isWaitedFor |= IsWait(use);
        }

        return isWaitedFor && assignments == (place is VariableDeclaratorSyntax ? 0 : 1) ? (ColdTaskHarm.WaitNeverEnds, null) : null;
    }

    /// <summary>What is done with the variable, in source order.</summary>
    private static IEnumerable<(IdentifierNameSyntax Mention, TaskUse Use)> UsesOf(string name, SyntaxNode scope)
        => scope.Descendants().OfType<IdentifierNameSyntax>()
            .Where(mention => mention.Identifier.ValueText == name && mention.Parent is not NameColonSyntax)
            .Select(static mention => (mention, TaskUse.Of(mention)));

    private static bool IsWait(TaskUse use)
        => use.Kind is TaskUseKind.Awaited or TaskUseKind.Waited
            || (use.Kind == TaskUseKind.Combined
                && use.Place is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) is "WhenAll" or "WaitAll");

    /// <summary>Somebody else may start it from there on.</summary>
    private static bool Escapes(TaskUse use)
        => use.Kind is TaskUseKind.Passed or TaskUseKind.Stored or TaskUseKind.Assigned
            || (use.Kind == TaskUseKind.Combined
                && use.Place is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) is "WhenAny" or "WaitAny")
            || (use.Kind == TaskUseKind.Returned && !IsReturnedByAsynchronousMethod(use.Task));

    /// <summary>By its name: callers take the work to be under way.</summary>
    private static bool IsReturnedByAsynchronousMethod(SyntaxNode task)
        => FunctionSyntax.Enclosing(task) is MethodDeclarationSyntax or LocalFunctionStatementSyntax
            && EventLoopContext.NameOf(FunctionSyntax.Enclosing(task)!).EndsWith("Async", StringComparison.Ordinal)
            && task.FirstAncestorOrSelf<SyntaxNode>(static node
                => node is ReturnStatementSyntax or ArrowExpressionClauseSyntax or YieldStatementSyntax) is not YieldStatementSyntax;

    private static TypeSyntax? TypeOf(BaseObjectCreationExpressionSyntax creation) => creation switch
    {
        ObjectCreationExpressionSyntax { Type: var type } => type,
        { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var type } } } }
            => type,
        _ => null,
    };

    private static SimpleNameSyntax? NameOf(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name,
        QualifiedNameSyntax qualified => qualified.Right,
        NullableTypeSyntax nullable => NameOf(nullable.ElementType),
        _ => null,
    };
}
