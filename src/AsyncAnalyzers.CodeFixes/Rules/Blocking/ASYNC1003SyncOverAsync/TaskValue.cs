namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// A value that is waited for once and used often: the task takes its place, and every use awaits it. For the factory of a
/// <c>Lazy&lt;T&gt;</c>, and for the initializer of a static field.
/// </summary>
internal static class TaskValue
{
    /// <summary>
    /// <c>Lazy&lt;T&gt;</c> of a private field or local becomes <c>Lazy&lt;Task&lt;T&gt;&gt;</c>; null where not every <c>Value</c> can be
    /// awaited.
    /// </summary>
    public static async Task<Repair?> FindForLazyAsync(
        AnonymousFunctionExpressionSyntax factory, BlockingWait wait, RepairRequest request, CancellationToken cancellationToken)
    {
        if (factory.Parent is not ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation }
            || !CachesExceptions(creation, request, cancellationToken)
            || request.Model.GetTypeInfo(creation, cancellationToken).Type is not INamedTypeSymbol { TypeArguments.Length: 1 } lazy
            || FunctionSyntax.Body(factory) is not { } body
            || FunctionSyntax.IsAsync(factory)
            || WaitsToAwait.All(body, request, cancellationToken) is not { Count: > 0 } waits
            || Holder(creation, request.ModelFor(cancellationToken)) is not { } holder
            || DeclaredType(holder, cancellationToken) is not { } declaredType || declaredType.SyntaxTree != factory.SyntaxTree)
        {
            return null;
        }

        var edits = new List<NodeEdit>();
        if (!declaredType.IsVar && !TryAddType(declaredType))
        {
            return null;
        }

        if (creation is ObjectCreationExpressionSyntax { Type: var created } && !TryAddType(created))
        {
            return null;
        }

        bool answersTask = CallSyntax.WalkDownParentheses(body as ExpressionSyntax ?? creation) == wait.Expression
            && wait.Task is not null
            && request.Model.GetTypeInfo(CallSyntax.WithoutConfiguration(wait.Task), cancellationToken).Type is INamedTypeSymbol task
            && task.Is(request.Types.TaskOfT) && SymbolEqualityComparer.Default.Equals(task.TypeArguments[0], lazy.TypeArguments[0]);
        edits.Add(new NodeEdit(request.Document.Id, factory, rewritten => answersTask
            ? ((LambdaExpressionSyntax)rewritten).WithBody(
                CallSyntax.WithoutConfiguration(WaitEditing.TaskIn(wait.Expression)).WithTriviaFrom(body))
            : AsyncModifier.AddTo(WaitsToAwait.Rewrite(factory, waits))));
        AwaitedUses? uses = await AwaitedUses.FindAsync(holder, request.Document, node
            => UseOf(node, creation), cancellationToken).ConfigureAwait(false);
        return uses is null ? null : RepairFor($"Let '{holder.Name}' hold the task, and await 'Value'", uses, edits);

        bool TryAddType(TypeSyntax type)
        {
            GenericNameSyntax? generic = type switch
            {
                GenericNameSyntax name => name,
                QualifiedNameSyntax { Right: GenericNameSyntax name } => name,
                _ => null,
            };
            if (generic is null || generic.Arity != 1)
            {
                return false;
            }

            TypeSyntax argument = generic.TypeArgumentList.Arguments[0];
            TypeSyntax taskType = AsyncEdit.TaskOf(request, argument);
            edits.Add(new NodeEdit(request.Document.Id, argument, _ => taskType));
            return true;
        }
    }

    /// <summary><c>static readonly T F = LoadAsync().Result</c> keeps the task; null where not every use can await it.</summary>
    public static async Task<Repair?> FindForFieldAsync(
        FieldDeclarationSyntax field, BlockingWait wait, RepairRequest request, CancellationToken cancellationToken)
    {
        if (field.Declaration.Variables.Count != 1
            || field.Declaration.Variables[0] is not { Initializer.Value: { } value } variable
            || CallSyntax.WalkDownParentheses(value) != wait.Expression || wait.Task is null
            || !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)
            || request.Model.GetDeclaredSymbol(variable,
                cancellationToken) is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private } symbol
            || CallSyntax.WithoutConfiguration(wait.Task) is not { } task
            || request.Model.GetTypeInfo(task, cancellationToken).Type is not INamedTypeSymbol type
            || !type.Is(request.Types.TaskOfT) || !SymbolEqualityComparer.Default.Equals(type.TypeArguments[0], symbol.Type))
        {
            return null;
        }

        TypeSyntax taskType = AsyncEdit.TaskOf(request, field.Declaration.Type);
        NodeEdit[] edits =
        {
            new(request.Document.Id, field.Declaration.Type, _ => taskType),
            new(request.Document.Id, value, _ => task.WithTriviaFrom(value)),
        };
        AwaitedUses? uses = await AwaitedUses.FindAsync(symbol, request.Document, AccessTo, cancellationToken).ConfigureAwait(false);
        return uses is null ? null : RepairFor($"Store the task in '{symbol.Name}' and await where needed", uses, edits);
    }

    private static Repair RepairFor(Phrase title, AwaitedUses uses, IReadOnlyList<NodeEdit> edits)
        => new(
            RepairTitle.WithPublicApi(title, uses.ChangesPublicApi),
            uses.ChangesPublicApi ? ASYNC1003SyncOverAsyncCodeFix.PublicApiKey : ASYNC1003SyncOverAsyncCodeFix.Key,
            ct => uses.ApplyAsync(edits, use => use, ct));

    /// <summary>A faulted task is kept like the exception of a factory, but not by <c>PublicationOnly</c>, which tries again.</summary>
    private static bool CachesExceptions(
        BaseObjectCreationExpressionSyntax creation, RepairRequest request, CancellationToken cancellationToken)
        => creation.Initializer is null && creation.ArgumentList is { Arguments: { Count: 1 or 2 } arguments }
            && (arguments.Count == 1
                || request.Model.GetConstantValue(arguments[1].Expression, cancellationToken) is { HasValue: true, Value: bool or 0 or 2 });

    /// <summary>The private field or the local that alone holds the object, from its declaration or by one assignment.</summary>
    private static ISymbol? Holder(BaseObjectCreationExpressionSyntax creation, CodeModel model)
    {
        ISymbol? symbol = creation.Parent switch
        {
            EqualsValueClauseSyntax
            {
                Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } } declarator
            }
                => model.GetDeclaredSymbol(declarator),
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax } assignment
                => model.SymbolOf(assignment.Left),
            _ => null,
        };
        return symbol is ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private } ? symbol : null;
    }

    private static TypeSyntax? DeclaredType(ISymbol holder, CancellationToken cancellationToken)
        => holder.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration
            && declaration.GetSyntax(cancellationToken) is VariableDeclaratorSyntax
            {
                Parent: VariableDeclarationSyntax { Variables.Count: 1 } variables
            }
                ? variables.Type
                : null;

    /// <summary><c>x.Value</c> is awaited; <c>x.IsValueCreated</c> and the assignment of the object stay.</summary>
    private static (ExpressionSyntax? Use, bool IsKnown) UseOf(SyntaxNode node, BaseObjectCreationExpressionSyntax creation)
    {
        if (AccessTo(node).Use is not { } access)
        {
            return (null, false);
        }

        return access.Parent switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } value when value.Expression == access => (value, true),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsValueCreated" } created when created.Expression == access
                => (null, true),
            AssignmentExpressionSyntax assignment when assignment.Left == access
                && assignment.Right.Span == creation.Span
                && assignment.SyntaxTree == creation.SyntaxTree => (null, true),
            _ => (null, false),
        };
    }

    /// <summary>The whole of <c>this.x</c>, <c>T.x</c> or <c>x</c>.</summary>
    private static (ExpressionSyntax? Use, bool IsKnown) AccessTo(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax access } name when access.Name == name => (access, true),
        IdentifierNameSyntax { Parent: not (MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax) } name => (name, true),
        _ => (null, false),
    };
}
