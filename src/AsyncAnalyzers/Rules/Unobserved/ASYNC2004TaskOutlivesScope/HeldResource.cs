namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// Whether what an expression hands out may still need a resource: the resource itself is part of it, or something that was made
/// from it and can refer to it. Text, numbers and plain data that were read from it cannot.
/// </summary>
internal sealed class HeldResource
{
    private const int MaximumDepth = 3;

    private readonly HashSet<ISymbol> _holders = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly CodeModel _model;

    private HeldResource(CodeModel model)
    {
        _model = model;
    }

    /// <param name="returned">The expression whose value goes on.</param>
    /// <param name="resource">A local, parameter or field.</param>
    /// <param name="scope">Where the resource lives: what is made in it from the resource counts.</param>
    /// <param name="model">The model of the tree.</param>
    public static bool IsIn(ExpressionSyntax returned, ISymbol resource, SyntaxNode scope, CodeModel model)
    {
        var held = new HeldResource(model);
        held.Add(resource);
        held.Follow(scope, returned.SpanStart);
        held.FollowLocalFunctions(scope);
        return held.Mentions(returned);
    }

    /// <summary>Values of the type cannot refer to what they were read from.</summary>
    public static bool IsPlainData(ITypeSymbol? type) => IsPlainData(type, 0);

    /// <summary>In source order, what is made from the resource holds it too.</summary>
    private void Follow(SyntaxNode scope, int end)
    {
        foreach (SyntaxNode node in scope.Descendants(node => node.SpanStart < end))
        {
            if (node.SpanStart >= end)
            {
                break;
            }

            switch (node)
            {
                case VariableDeclaratorSyntax { Initializer.Value: { } value } declarator when Mentions(value):
                    AddVariable(_model.GetDeclaredSymbol(declarator));
                    break;
                case AssignmentExpressionSyntax assignment when Mentions(assignment.Right):
                    AddVariable(RootOf(assignment.Left));
                    break;
                case ForEachStatementSyntax loop when Mentions(loop.Expression):
                    AddVariable(_model.GetDeclaredSymbol(loop));
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } } invocation
                    when invocation.ArgumentList.Arguments.Any(argument => Mentions(argument.Expression)):
                    AddVariable(RootOf(receiver));
                    AddOutVariables(invocation);
                    break;
                case InvocationExpressionSyntax invocation when Mentions(invocation.Expression):
                    AddOutVariables(invocation);
                    break;
            }
        }
    }

    /// <summary>They may be declared behind the place that calls them.</summary>
    private void FollowLocalFunctions(SyntaxNode scope)
    {
        foreach (LocalFunctionStatementSyntax local in scope.Descendants().OfType<LocalFunctionStatementSyntax>())
        {
            if (local.Descendants().OfType<IdentifierNameSyntax>().Any(IsHolder))
            {
                Add(_model.GetDeclaredSymbol(local)!);
            }
        }
    }

    private void AddOutVariables(InvocationExpressionSyntax invocation)
    {
        foreach (ArgumentSyntax argument in invocation.ArgumentList.Arguments)
        {
            if (argument.Expression is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax variable })
            {
                AddVariable(_model.GetDeclaredSymbol(variable));
            }
        }
    }

    private ISymbol? RootOf(ExpressionSyntax expression)
        => CallSyntax.LeftmostOf(expression) is IdentifierNameSyntax name
            && _model.SymbolOf(name) is (ILocalSymbol or IParameterSymbol) and var symbol ? symbol : null;

    private void AddVariable(ISymbol? symbol)
    {
        ITypeSymbol? type = symbol switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            _ => null,
        };
        if (type is not null && !IsPlainData(type))
        {
            Add(symbol!);
        }
    }

    private void Add(ISymbol symbol)
    {
        _holders.Add(symbol);
        _names.Add(symbol.Name);
    }

    /// <summary>The value of the expression may refer to a holder.</summary>
    private bool Mentions(ExpressionSyntax expression)
    {
        foreach (SyntaxNode node in expression.DescendantsAndSelf())
        {
            if (node is IdentifierNameSyntax name && IsHolder(name) && !CallSyntax.IsInNameOf(name) && ReachesOut(name, expression))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsHolder(IdentifierNameSyntax name)
        => _names.Contains(name.Identifier.ValueText)
            && _model.SymbolOf(name) is { } symbol
            && _holders.Contains(symbol);

    /// <summary>
    /// Nothing between the name and the whole turns what it stands for into plain data. A lambda holds what it names, whatever it makes of
    /// it.
    /// </summary>
    private bool ReachesOut(ExpressionSyntax name, ExpressionSyntax whole)
    {
        // What the resource held is somebody else's from then on, and its own end ends nothing.
        bool reaches = !IsHandedOver(name);
        for (SyntaxNode? current = name; current is not null && current != whole; current = current.Parent)
        {
            if (current is AnonymousFunctionExpressionSyntax)
            {
                reaches = true;
            }
            else if (reaches
                && current != name
                && current is ExpressionSyntax and not SimpleNameSyntax
                && IsPlainData(_model.TypeOf(current)))
            {
                reaches = false;
            }
        }

        return reaches;
    }

    /// <summary><c>holder.Take()</c>: what it held moves out of the resource.</summary>
    private static bool IsHandedOver(ExpressionSyntax name)
        => name.Parent is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "Take" or "Detach" or "Release" or "Move" or "TakeOwnership" or "ReleaseOwnership",
            Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 },
        } access && access.Expression == name;

    private static bool IsPlainData(ITypeSymbol? type, int depth)
    {
        switch (type)
        {
            case null:
                return false;
            case { TypeKind: TypeKind.Enum }:
            case
            {
                SpecialType: SpecialType.System_String or SpecialType.System_DateTime or SpecialType.System_Decimal
                or SpecialType.System_Void
            }:
            case { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Double }:
                return true;
            case IArrayTypeSymbol array:
                return IsPlainData(array.ElementType, depth);
            case { IsAnonymousType: true }:
                return type.GetMembers().OfType<IPropertySymbol>().All(property => IsPlainData(property.Type, depth));
            case { IsTupleType: true }:
                return ((INamedTypeSymbol)type).TupleElements.All(element => IsPlainData(element.Type, depth));
            case INamedTypeSymbol
            {
                ContainingNamespace.Name: "System", Name: "Guid" or "TimeSpan" or "DateTimeOffset" or "Uri"
                or "Version" or "Type" or "DateOnly" or "TimeOnly" or "Exception"
            }:
                return true;
            case INamedTypeSymbol { IsGenericType: true } generic
                when generic.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || IsMaterialized(generic):
                return generic.TypeArguments.All(argument => IsPlainData(argument, depth));
            case INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named when depth < MaximumDepth
                && named.DeclaringSyntaxReferences.Length > 0:
                return IsPlainRecord(named, depth);
            default:
                return false;
        }
    }

    /// <summary>Collections that hold their items, as opposed to sequences that read on when they are enumerated.</summary>
    private static bool IsMaterialized(INamedTypeSymbol type)
        => type.ContainingNamespace is { Name: "Generic" or "Immutable", ContainingNamespace.Name: "Collections" }
            && type.Name is "List" or "IList" or "IReadOnlyList" or "IReadOnlyCollection" or "ICollection" or "HashSet" or "ISet"
                or "Dictionary" or "IDictionary" or "IReadOnlyDictionary"
                or "Queue" or "Stack" or "KeyValuePair" or "ImmutableArray" or "ImmutableList" or "ImmutableDictionary"
                    or "ImmutableHashSet" or "SortedDictionary" or "SortedSet";

    /// <summary>A class or struct of this compilation that has nothing but plain data in its fields.</summary>
    private static bool IsPlainRecord(INamedTypeSymbol type, int depth)
    {
        for (INamedTypeSymbol? current = type; current is not null
            && current.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); current = current.BaseType)
        {
            if (current.DeclaringSyntaxReferences.IsEmpty)
            {
                return false;
            }

            foreach (ISymbol member in current.GetMembers())
            {
                if (member is IFieldSymbol { IsStatic: false } field && !IsPlainData(field.Type, depth + 1))
                {
                    return false;
                }
            }
        }

        return type is { IsAbstract: false };
    }
}
