namespace AsyncAnalyzers.Semantics;

/// <summary>How far a source has been followed.</summary>
internal enum SourceEnd
{
    /// <summary>All that is done with it is seen, and none of it makes its task fail.</summary>
    Settled,

    /// <summary>It comes from, or goes to, a place that is not followed.</summary>
    OutOfSight,

    /// <summary>Its task is made to fail, or others get hold of it.</summary>
    MayFail,
}

/// <summary>The variables that hold a <c>TaskCompletionSource</c>, found one from the other.</summary>
internal sealed class SourceVariables(CodeModel model)
{
    private readonly HashSet<ISymbol> _known = new(SymbolEqualityComparer.Default);

    /// <summary>Locals, parameters, fields and properties: of a source, or of a collection or tuple that has one.</summary>
    public List<ISymbol> All { get; } = new();

    public SourceEnd End { get; private set; }

    /// <summary>Somewhere it is given a result; else whoever ends it is not seen.</summary>
    public bool IsAnswered { get; set; }

    public void Lose() => End = End == SourceEnd.Settled ? SourceEnd.OutOfSight : End;

    public void Fail() => End = SourceEnd.MayFail;

    /// <summary>Where the source, or what holds it, comes from.</summary>
    public void AddOrigin(ExpressionSyntax value, CodeModel there)
    {
        value = CallSyntax.WithoutSuppression(CallSyntax.WithoutCasts(value));
        switch (value)
        {
            case ConditionalExpressionSyntax either:
                AddOrigin(either.WhenTrue, there);
                AddOrigin(either.WhenFalse, there);
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                AddOrigin(coalesce.Left, there);
                AddOrigin(coalesce.Right, there);
                break;
            case AssignmentExpressionSyntax assignment:
                AddOrigin(assignment.Left, there);
                break;
            case BaseObjectCreationExpressionSyntax creation:
                // Of the source itself, or of an empty collection.
                if (creation.Initializer is not null || (creation.ArgumentList?.Arguments.Any(argument
                    => argument.Expression is AnonymousFunctionExpressionSyntax || Holds(there.TypeOf(argument.Expression))) == true))
                {
                    Lose();
                }

                break;
            case LiteralExpressionSyntax or DefaultExpressionSyntax or ArrayCreationExpressionSyntax { Initializer: null }:
                break;
            case ElementAccessExpressionSyntax element:
                AddOrigin(element.Expression, there);
                break;
            // _waiting.Dequeue(), pair.Value
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
                when IsOfCollection(there.SymbolOf(call)):
                AddOrigin(access.Expression, there);
                break;
            case MemberAccessExpressionSyntax access when IsOfCollection(there.SymbolOf(access)):
                AddOrigin(access.Expression, there);
                break;
            case SimpleNameSyntax or MemberAccessExpressionSyntax:
                Add(there.SymbolOf(value));
                break;
            default:
                Lose();
                break;
        }
    }

    /// <summary>What a variable is declared for within an expression or a loop.</summary>
    public void AddDesignated(SingleVariableDesignationSyntax designation, CodeModel there)
    {
        for (SyntaxNode? around = designation.Parent; around is not null and not StatementSyntax; around = around.Parent)
        {
            switch (around)
            {
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call }
                    when IsOfCollection(there.SymbolOf(call)):
                    AddOrigin(access.Expression, there);
                    return;
                case IsPatternExpressionSyntax tested:
                    AddOrigin(tested.Expression, there);
                    return;
                case PropertyPatternClauseSyntax:
                    Lose();
                    return;
            }
        }

        if (designation.FirstAncestorOrSelf<StatementSyntax>() is ForEachVariableStatementSyntax loop
            && loop.Variable.Contains(designation))
        {
            AddOrigin(loop.Expression, there);
        }
        else
        {
            Lose();
        }
    }

    public void Add(ISymbol? variable)
    {
        switch (variable?.OriginalDefinition)
        {
            case ILocalSymbol or IFieldSymbol or IPropertySymbol or IParameterSymbol when variable!.DeclaringSyntaxReferences.IsEmpty:
                Fail();
                break;
            case IParameterSymbol { RefKind: not RefKind.None } or ILocalSymbol { IsRef: true } or null:
                Lose();
                break;
            case ILocalSymbol or IFieldSymbol or IPropertySymbol or IParameterSymbol:
                if (variable is not (ILocalSymbol
                        or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.LocalFunction } })
                    && CalledSource.IsOpenToOthers(variable, model.Compilation))
                {
                    Fail();
                }
                else if (_known.Add(variable.OriginalDefinition))
                {
                    All.Add(variable.OriginalDefinition);
                }

                break;
            case IDiscardSymbol:
                break;
            default:
                Lose();
                break;
        }
    }

    public IEnumerable<SimpleNameSyntax> MentionsOf(ISymbol variable)
        => variable switch
        {
            ILocalSymbol when model.SyntaxOf(variable) is { } declaration
                => NameMentions.In(FunctionSyntax.OutermostEnclosing(declaration), model.In(declaration.SyntaxTree))[variable.Name],
            IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } }
                when model.SyntaxOf(variable) is { } declaration
                => NameMentions.In(FunctionSyntax.OutermostEnclosing(declaration), model.In(declaration.SyntaxTree))[variable.Name],
            IParameterSymbol or { DeclaredAccessibility: Accessibility.Private }
                => NameMentions.InType(variable.ContainingType, variable.Name, model),
            _ => ProjectMentions.Of(variable.Name, model.Compilation, model.CancellationToken),
        };

    public void AddDesignations(SyntaxNode pattern, CodeModel there)
    {
        foreach (SyntaxNode node in pattern.DescendantsAndSelf())
        {
            if (node is SingleVariableDesignationSyntax && there.GetDeclaredSymbol(node) is ILocalSymbol local && Holds(local.Type))
            {
                Add(local);
            }
        }
    }

    public bool Holds(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol { ElementType: var element } => Holds(element),
        INamedTypeSymbol named => CompletionSourceSyntax.IsSource(named.OriginalDefinition, model.Types)
            || named.TypeArguments.Any(Holds)
            // Dictionary<int, TaskCompletionSource>.ValueCollection
            || Holds(named.ContainingType),
        _ => false,
    };

    /// <summary>Collections, pairs and tuples: what they are given they only keep.</summary>
    public static bool IsOfCollection(ISymbol? member)
        => member?.ContainingType is { } type && (type.IsTupleType
            || type.Name is "KeyValuePair" or "Tuple" or "ValueTuple" or "Lazy"
            || type.ContainingNamespace is
            {
                Name: "Generic" or "Concurrent", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" }
            }
            || (type.Name is "CollectionExtensions" && type.ContainingNamespace.Name == "Generic"));
}
