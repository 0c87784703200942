namespace AsyncAnalyzers.Semantics;

/// <summary>Tasks in collections that nothing reads, and in the results of <c>Select</c> that nothing keeps.</summary>
internal static class UnobservedCollection
{
    /// <summary>The declaration of a local collection, to which tasks are added, by syntax alone.</summary>
    public static bool MayHoldTasks(VariableDeclaratorSyntax declarator)
        => declarator.Initializer?.Value is { } value
            && (SequenceIn(value) is not null || NamesTask((declarator.Parent as VariableDeclarationSyntax)?.Type) || value switch
            {
                ObjectCreationExpressionSyntax creation => NamesTask(creation.Type) || WrittenOut(value).Any(IsAsyncCall),
                ArrayCreationExpressionSyntax array => NamesTask(array.Type) || WrittenOut(value).Any(IsAsyncCall),
                _ => WrittenOut(value).Any(IsAsyncCall),
            });

    public static UnobservedTask? FindLocal(VariableDeclaratorSyntax declarator, CodeModel model)
    {
        if (declarator.Parent?.Parent is not LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } || !MayHoldTasks(declarator))
        {
            return null;
        }

        ExpressionSyntax value = declarator.Initializer!.Value;
        var added = new List<ExpressionSyntax>(WrittenOut(value));
        foreach (IdentifierNameSyntax mention in VariableMentions.Of(declarator, model))
        {
            if (!IsFilling(mention, added))
            {
                return null;
            }
        }

        if (model.GetDeclaredSymbol(declarator) is not ILocalSymbol { IsRef: false } local)
        {
            return null;
        }

        if (SequenceIn(value) is { } sequence)
        {
            return HoldsTasks(local.Type, model.Types) && IsOfTasks(sequence, model, out bool isLazy, value)
                ? new UnobservedTask(isLazy ? UnobservedTaskKind.LazySequence : UnobservedTaskKind.Collection, value,
                    RestartedSequence.CallIn(sequence), declarator.Identifier.ValueText)
                : null;
        }

        return FirstStarted(added, model) is { } call
            && (HoldsTasks(local.Type, model.Types)
                || ElementsOf(local.Type).Any(element => UnobservedLocal.IsForAwaiting(element, call, model.Types)
                && DroppedTask.IsReportedAwaitable(element, model, declarator.SpanStart)))
            ? new UnobservedTask(UnobservedTaskKind.Collection, declarator.Identifier, call, declarator.Identifier.ValueText)
            : null;
    }

    /// <summary>A statement <c>xs.Select(async x => …).ToList();</c>.</summary>
    public static UnobservedTask? FindDropped(ExpressionStatementSyntax statement, CodeModel model)
        => SequenceIn(statement.Expression) is { } sequence
            && HoldsTasks(model.TypeOf(statement.Expression), model.Types)
            && IsOfTasks(sequence, model, out bool isLazy, statement.Expression)
                ? new UnobservedTask(isLazy ? UnobservedTaskKind.LazySequence : UnobservedTaskKind.Sequence, statement.Expression,
                    RestartedSequence.CallIn(sequence), null)
                : null;

    /// <summary>
    /// The <c>Select</c> at the end of a chain, or a query that selects calls, with no more than <c>ToList</c> and the like after it; null
    /// for other expressions.
    /// </summary>
    public static ExpressionSyntax? SequenceIn(ExpressionSyntax expression)
    {
        ExpressionSyntax current = CallSyntax.WalkDownParentheses(expression);
        while (current is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "ToList"
            or "ToArray" or "ToHashSet" or "ToImmutableArray" or "ToImmutableList"
                } access
            })
        {
            current = CallSyntax.WalkDownParentheses(access.Expression);
        }

        return current
            is InvocationExpressionSyntax
            {
                ArgumentList.Arguments.Count: > 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" }
            }
            or QueryExpressionSyntax
            {
                Body: { Continuation: null, SelectOrGroup: SelectClauseSyntax { Expression: InvocationExpressionSyntax } }
            }
            ? current
            : null;
    }

    /// <summary>An array of tasks, or a type of which one argument is a task.</summary>
    public static bool HoldsTasks(ITypeSymbol? type, KnownTypes types)
        => !type.IsTaskOrValueTask(types) && ElementsOf(type).Any(element => element.IsTaskOrValueTask(types));

    /// <summary>The mention puts something into the collection, or asks for its size; what is put there is added to the list.</summary>
    public static bool IsFilling(IdentifierNameSyntax mention, List<ExpressionSyntax> added)
    {
        SyntaxNode collection = mention;
        if (collection.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } self && self.Name == mention)
        {
            collection = self;
        }

        switch (collection.Parent)
        {
            case MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "Count" or "Length"
                or "Capacity"
            } size when size.Expression == collection:
                return size.Parent is not InvocationExpressionSyntax;
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } call } access
                when access.Expression == collection && call.Expression == access:
                added.AddRange(call.ArgumentList.Arguments.Select(argument => argument.Expression));
                return access.Name.Identifier.ValueText is "Add" or "TryAdd" or "Enqueue" or "Push" or "Insert" or "AddLast" or "AddFirst"
                    or "EnsureCapacity";
            case ElementAccessExpressionSyntax
            {
                Parent: AssignmentExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
                    Parent: ExpressionStatementSyntax
                } assignment
            } element
                when element.Expression == collection && assignment.Left == element:
                added.Add(assignment.Right);
                return true;
            default:
                return TaskUse.Of(mention).Kind == TaskUseKind.NotRead && mention.Parent is ArgumentSyntax;
        }
    }

    /// <summary>The first of the expressions that starts work whose task matters.</summary>
    public static InvocationExpressionSyntax? FirstStarted(IEnumerable<ExpressionSyntax> added, CodeModel model)
        => added.Select(expression
            => StartedWork.Find(expression, model)).FirstOrDefault(call => call is not null);

    /// <summary>The elements that a creation of a collection lists.</summary>
    public static IEnumerable<ExpressionSyntax> WrittenOut(ExpressionSyntax? creation) => creation switch
    {
        BaseObjectCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        InitializerExpressionSyntax initializer => initializer.Expressions,
        // A collection expression, which the oldest supported compiler has no syntax for.
        { RawKind: 9076 } => creation.ChildNodes().SelectMany(element => element.ChildNodes().OfType<ExpressionSyntax>()),
        _ => Enumerable.Empty<ExpressionSyntax>(),
    };

    public static bool NamesTask(TypeSyntax? type)
        => type is not null and not PredefinedTypeSyntax
            && type.DescendantsAndSelf().Any(static node
                => node is SimpleNameSyntax and not { Parent: QualifiedNameSyntax { Left: GenericNameSyntax } }
                && ((SimpleNameSyntax)node).Identifier.ValueText.EndsWith("Task", StringComparison.Ordinal));

    private static IEnumerable<ITypeSymbol> ElementsOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => new[] { array.ElementType },
        INamedTypeSymbol { TypeKind: not TypeKind.Delegate } named => named.TypeArguments,
        _ => Enumerable.Empty<ITypeSymbol>(),
    };

    private static bool IsAsyncCall(ExpressionSyntax element)
        => element is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name
            && (name == "Run" || name.EndsWith("Async", StringComparison.Ordinal));

    /// <summary>The Select of LINQ, whose function starts work for each item, or a query that does.</summary>
    private static bool IsOfTasks(ExpressionSyntax sequence, CodeModel model,
        out bool isLazy, ExpressionSyntax whole)
    {
        isLazy = CallSyntax.WalkDownParentheses(whole) == sequence;
        if (sequence is not InvocationExpressionSyntax select)
        {
            ExpressionSyntax selected = RestartedSequence.CallIn(sequence);
            return !ExpressionTree.Contains(selected, model)
                && model.TypeOf(sequence) is not INamedTypeSymbol { Name: "IQueryable" }
                && StartedWork.Find(selected, model) is not null;
        }

        if (CallSyntax.MethodOf(select, model)?.IsDeclaredIn(model.Types.Enumerable) != true)
        {
            return false;
        }

        return select.ArgumentList.Arguments[select.ArgumentList.Arguments.Count - 1].Expression switch
        {
            AnonymousFunctionExpressionSyntax lambda when lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword)
                => isLazy || !DroppedTask.LooksAfterItself(lambda),
            LambdaExpressionSyntax { ExpressionBody: { } body } => StartedWork.Find(body, model) is not null,
            AnonymousFunctionExpressionSyntax { Block: { } block }
                => FunctionSyntax.OwnNodes(block).OfType<ReturnStatementSyntax>().Any(@return
                    => @return.Expression is { } returned && StartedWork.Find(returned, model) is not null),
            var group => model.SymbolOf(group) is IMethodSymbol,
        };
    }
}
