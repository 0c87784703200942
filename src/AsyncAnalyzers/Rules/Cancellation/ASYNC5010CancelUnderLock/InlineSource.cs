namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// Where a TaskCompletionSource comes from, if each that it may be runs its continuations in the call that completes it. What is not
/// understood may have the option.
/// </summary>
internal sealed class InlineSource
{
    /// <summary>TaskCreationOptions.RunContinuationsAsynchronously.</summary>
    private const int Asynchronously = 64;

    private const int MaximumDepth = 5;

    private readonly KnownTypes _types;
    private readonly CancellationToken _cancellationToken;
    private readonly List<BaseObjectCreationExpressionSyntax> _creations = new();
    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);

    private InlineSource(KnownTypes types, CancellationToken cancellationToken)
        => (_types, _cancellationToken) = (types, cancellationToken);

    /// <summary>
    /// The creations of the source, all without the option; null where one has it, or may, and where nobody else can know the source yet.
    /// </summary>
    public static IReadOnlyList<BaseObjectCreationExpressionSyntax>? CreationsOf(ExpressionSyntax source, CodeModel model)
    {
        var found = new InlineSource(model.Types, model.CancellationToken);
        return !IsMadeHere(source, model) && found.IsInline(source, model, 0) && found._creations.Count > 0
            ? found._creations
            : null;
    }

    /// <summary>A local of the function holds what the function has created.</summary>
    private static bool IsMadeHere(ExpressionSyntax source, CodeModel model)
        => CallSyntax.WithoutCasts(source) is IdentifierNameSyntax name
            && model.SymbolOf(name) is ILocalSymbol local
            && LocalAssignments.OnlyValueOf(local, model) is { } value
            && CallSyntax.WithoutCasts(value) is BaseObjectCreationExpressionSyntax creation
            && FunctionSyntax.Enclosing(creation) == FunctionSyntax.Enclosing(source);

    private bool IsInline(ExpressionSyntax source, CodeModel model, int depth)
    {
        if (depth > MaximumDepth)
        {
            return false;
        }

        source = CallSyntax.WithoutCasts(source);
        switch (source)
        {
            case BaseObjectCreationExpressionSyntax creation:
                _creations.Add(creation);
                return IsWithoutOption(creation, model);
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression }:
                return true;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                return IsInline(coalesce.Left, model, depth + 1) && IsInline(coalesce.Right, model, depth + 1);
            case ConditionalExpressionSyntax conditional:
                return IsInline(conditional.WhenTrue, model, depth + 1) && IsInline(conditional.WhenFalse, model, depth + 1);
            case AssignmentExpressionSyntax assignment:
                return IsInline(assignment.Right, model, depth + 1);
            case ElementAccessExpressionSyntax element:
                return IsCollectionInline(element.Expression, model, depth + 1);
            case InvocationExpressionSyntax { ArgumentList.Arguments: var arguments } call:
                return CallSyntax.CalledName(call) switch
                {
                    "Exchange" or "CompareExchange" when arguments.Count > 1 => IsInline(arguments[0].Expression, model, depth + 1),
                    "Dequeue" or "Pop" or "Peek" or "First" or "Last" or "FirstOrDefault" or "LastOrDefault" or "Single"
                        when CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } collection
                        => IsCollectionInline(collection, model, depth + 1),
                    _ => false,
                };
            case IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }:
                return model.SymbolOf(source) switch
                {
                    ILocalSymbol local => IsLocalInline(local, model, depth + 1),
                    (IFieldSymbol or IPropertySymbol) and var member => IsMemberInline(member, model, depth + 1),
                    _ => false,
                };
            default:
                return false;
        }
    }

    /// <summary>Whoever writes TaskCreationOptions.None means it.</summary>
    private bool IsWithoutOption(BaseObjectCreationExpressionSyntax creation, CodeModel model)
        => CompletionSourceSyntax.IsSource(model.TypeOf(creation), _types)
            && (creation.ArgumentList?.Arguments ?? default).All(argument
                => !model.TypeOf(argument.Expression).Is(_types.TaskCreationOptions)
                    || (model.GetConstantValue(argument.Expression) is { HasValue: true, Value: int options }
                        && options != 0 && (options & Asynchronously) == 0));

    private bool IsLocalInline(ILocalSymbol local, CodeModel model, int depth)
    {
        if (local.FirstSyntax(_cancellationToken) is not { } declaration)
        {
            return false;
        }

        return declaration switch
        {
            // What a collection hands out: TryDequeue(out var source), TryGetValue(key, out var source).
            SingleVariableDesignationSyntax
            {
                Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } },
            } => CallSyntax.CalledName(call) is { } name && name.StartsWith("Try", StringComparison.Ordinal)
                && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } collection
                && IsCollectionInline(collection, model, depth),
            ForEachStatementSyntax each => IsCollectionInline(each.Expression, model, depth),
            VariableDeclaratorSyntax => LocalAssignments.OnlyValueOf(local, model) is { } value
                && IsInline(value, model, depth),
            _ => false,
        };
    }

    /// <summary>A member that only its type sets: each value that it gets there.</summary>
    private bool IsMemberInline(ISymbol member, CodeModel model, int depth)
    {
        if (!_seen.Add(member))
        {
            return true;
        }

        if (member.DeclaredAccessibility != Accessibility.Private
            && member is not (IFieldSymbol { IsReadOnly: true }
                or IPropertySymbol { SetMethod: null or { DeclaredAccessibility: Accessibility.Private } }))
        {
            return false;
        }

        foreach (ExpressionSyntax? value in ValuesOf(member, model))
        {
            if (value is null || !IsInline(value, model.In(value.SyntaxTree), depth))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What the member is set to, wherever that is; null for what cannot be read.</summary>
    private IEnumerable<ExpressionSyntax?> ValuesOf(ISymbol member, CodeModel model)
    {
        ExpressionSyntax? initial = member.FirstSyntax(_cancellationToken) switch
        {
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            PropertyDeclarationSyntax { ExpressionBody: { } body } => body.Expression,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };
        if (initial is not null)
        {
            yield return initial;
        }

        foreach (SimpleNameSyntax mention in NameMentions.InType(member.ContainingType, member.Name, model))
        {
            ExpressionSyntax named = CallSyntax.WithCasts(Writes.ExpressionOf(mention));
            switch (named.Parent)
            {
                case AssignmentExpressionSyntax assignment when assignment.Left == named:
                    yield return assignment.Right;
                    break;
                case ArgumentSyntax
                {
                    RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword,
                    Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list,
                }:
                    yield return CallSyntax.CalledName(call) is "Exchange" or "CompareExchange" && list.Arguments.Count > 1
                        ? list.Arguments[1].Expression
                        : null;
                    break;
                case ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or ArgumentSyntax { Parent: TupleExpressionSyntax }
                    or RefExpressionSyntax:
                    yield return null;
                    break;
            }
        }
    }

    /// <summary>A private collection: each source that is put into it.</summary>
    private bool IsCollectionInline(ExpressionSyntax collection, CodeModel model, int depth)
    {
        collection = CallSyntax.WithoutCasts(collection);
        if (collection is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Values", Expression: var dictionary })
        {
            collection = dictionary;
        }

        ISymbol? symbol = model.SymbolOf(collection);
        if (symbol is not ({ DeclaredAccessibility: Accessibility.Private } and (IFieldSymbol or IPropertySymbol)))
        {
            return false;
        }

        if (!_seen.Add(symbol))
        {
            return true;
        }

        foreach (SimpleNameSyntax mention in NameMentions.InType(symbol.ContainingType, symbol.Name, model))
        {
            ExpressionSyntax named = CallSyntax.WithCasts(Writes.ExpressionOf(mention));
            ExpressionSyntax? added = null;
            switch (named.Parent)
            {
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == named:
                    if (access.Name.Identifier.ValueText is "Add" or "Enqueue" or "Push" or "AddLast" or "AddFirst" or "TryAdd")
                    {
                        added = call.ArgumentList.Arguments.LastOrDefault()?.Expression;
                        break;
                    }

                    if (access.Name.Identifier.ValueText.Contains("Add") || access.Name.Identifier.ValueText is "Insert" or "TryUpdate")
                    {
                        return false;
                    }

                    break;
                case ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } element
                    when assignment.Left == element && element.Expression == named:
                    added = assignment.Right;
                    break;
                case ArgumentSyntax or ReturnStatementSyntax or EqualsValueClauseSyntax or ArrowExpressionClauseSyntax:
                    return false;
            }

            if (added is not null && !IsInline(added, model.In(added.SyntaxTree), depth))
            {
                return false;
            }
        }

        return true;
    }
}
