namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>How a lock somewhere else relates to the one that is to be replaced.</summary>
internal enum LockRelation
{
    /// <summary>Another object.</summary>
    Other,

    /// <summary>The same object, named in a way that can be replaced.</summary>
    Same,

    /// <summary>Perhaps the same object.</summary>
    Unclear,
}

/// <summary>The lock that was flagged.</summary>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Type">The type whose code it is in.</param>
/// <param name="Part">The part of that type.</param>
/// <param name="Symbol">The field, property or local that is locked; null for other objects.</param>
internal sealed record FaultyLock(LockObjectFault Fault, INamedTypeSymbol Type, TypeDeclarationSyntax Part, ISymbol? Symbol)
{
    /// <summary>The text that is locked, where it is a constant.</summary>
    public object? Constant { get; private init; }

    /// <summary>The lock is one of <c>typeof</c> the type itself.</summary>
    private bool IsOfOwnType { get; init; }

    /// <summary>Null where the node is none that the rule reports.</summary>
    public static FaultyLock? At(RepairRequest request, CancellationToken cancellationToken)
    {
        SyntaxNode node = request.Node;
        CodeModel model = request.ModelFor(cancellationToken);
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } part
            || model.GetDeclaredSymbol(part) is not { } type)
        {
            return null;
        }

        if (node.FirstAncestorOrSelf<AttributeSyntax>() is { Parent.Parent: { } member })
        {
            return model.GetDeclaredSymbol(member) is IMethodSymbol method
                && LockObjectFault.OfSynchronized(member, method, model) is { } ofMember
                    ? new FaultyLock(ofMember, type, part, null) { IsOfOwnType = method.IsStatic }
                    : null;
        }

        foreach (SyntaxNode around in node.AncestorsAndSelf().Take(5))
        {
            if (LockUse.Of(around) is { } use && use.Object.Span == node.Span)
            {
                ExpressionSyntax @object = CallSyntax.WithoutCasts(use.Object);
                return LockObjectFault.Find(use, model) is { } fault
                    ? new FaultyLock(
                        fault, type, part,
                        @object is SimpleNameSyntax or MemberAccessExpressionSyntax
                            ? model.SymbolOf(@object)
                            : null)
                    {
                        Constant = model.GetConstantValue(@object).Value,
                        IsOfOwnType = @object is TypeOfExpressionSyntax { Type: var name }
                            && SymbolEqualityComparer.Default.Equals(model.TypeOf(name), type),
                    }
                    : null;
            }
        }

        return null;
    }

    /// <summary>The lock is one of <c>this</c>: also that of a synchronized member.</summary>
    public bool IsOfThis => Symbol is null && Fault.Object == "this";

    /// <summary>A private object can take its place.</summary>
    public bool IsReplaceable => Fault.Kind switch
    {
        LockObjectFaultKind.This or LockObjectFaultKind.Local or LockObjectFaultKind.Boxed => true,
        LockObjectFaultKind.StaticState => IsOfThis,
        LockObjectFaultKind.Text => Constant is string,
        LockObjectFaultKind.Type => IsOfOwnType,
        LockObjectFaultKind.New => Symbol is null && Fault.Object.StartsWith("new", StringComparison.Ordinal),
        LockObjectFaultKind.ReplacedWhileHeld or LockObjectFaultKind.Replaced or LockObjectFaultKind.Visible
            or LockObjectFaultKind.HandedOut or LockObjectFaultKind.Thread
            => LockObjectFault.TypeOf(Symbol) is { SpecialType: not SpecialType.System_Object, Name: not "Lock" }
                && Symbol is IFieldSymbol or IPropertySymbol,
        _ => false,
    };

    /// <summary>What another lock in a part of the same type is to this one.</summary>
    public LockRelation RelationOf(LockUse other, CodeModel model)
    {
        ExpressionSyntax @object = CallSyntax.WithoutCasts(other.Object);
        if (IsOfThis)
        {
            return @object is ThisExpressionSyntax ? LockRelation.Same : RelationToInstance(@object, model);
        }

        ITypeSymbol? type = model.TypeOf(@object);
        switch (Fault.Kind)
        {
            case LockObjectFaultKind.Type:
                return @object is TypeOfExpressionSyntax { Type: var name }
                    ? SymbolEqualityComparer.Default.Equals(model.TypeOf(name), Type)
                        ? LockRelation.Same
                        : LockRelation.Other
                    : type is null or { Name: "Type" } ? LockRelation.Unclear : LockRelation.Other;
            case LockObjectFaultKind.Text:
                return model.GetConstantValue(@object) is { HasValue: true, Value: string text }
                    ? text.Equals(Constant) ? LockRelation.Same : LockRelation.Other
                    : type is null or { SpecialType: SpecialType.System_String } ? LockRelation.Unclear : LockRelation.Other;
            case LockObjectFaultKind.New:
                return @object is BaseObjectCreationExpressionSyntax ? LockRelation.Same : LockRelation.Other;
            default:
                ISymbol? symbol = model.SymbolOf(@object);
                return SymbolEqualityComparer.Default.Equals(symbol?.OriginalDefinition, Symbol?.OriginalDefinition)
                    ? symbol!.IsStatic || symbol is ILocalSymbol || other.Name is SimpleNameSyntax
                        ? LockRelation.Same
                        : LockRelation.Unclear
                    : symbol is null or ILocalSymbol or IParameterSymbol or IMethodSymbol && Symbol is not ILocalSymbol
                        && SymbolEqualityComparer.Default.Equals(type, LockObjectFault.TypeOf(Symbol))
                            ? LockRelation.Unclear
                            : LockRelation.Other;
        }
    }

    /// <summary>Code of another type may take this very lock.</summary>
    public bool IsTakenBy(LockUse other, CodeModel model)
    {
        ExpressionSyntax @object = CallSyntax.WithoutCasts(other.Object);
        return IsOfThis ? RelationToInstance(@object, model) == LockRelation.Unclear
            : Fault.Kind switch
            {
                LockObjectFaultKind.New or LockObjectFaultKind.Local => false,
                LockObjectFaultKind.Type or LockObjectFaultKind.Text
                    => RelationOf(other, model) != LockRelation.Other,
                _ => SymbolEqualityComparer.Default.Equals(model.SymbolOf(@object)?.OriginalDefinition, Symbol?.OriginalDefinition),
            };
    }

    /// <summary>Whether an object may be an instance of the type: by its own type, in both directions of inheritance.</summary>
    private LockRelation RelationToInstance(ExpressionSyntax @object, CodeModel model)
    {
        ITypeSymbol? type = model.TypeOf(@object);
        return type is null or ITypeParameterSymbol
            || (type.SpecialType == SpecialType.System_Object
                ? model.SymbolOf(@object) is IParameterSymbol
                : type.OriginalDefinition.SelfAndBases().Any(IsOwn) || Type.SelfAndBases().Any(one
                        => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, type.OriginalDefinition))
                    || Type.AllInterfaces.Any(one
                        => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, type.OriginalDefinition)))
            ? LockRelation.Unclear
            : LockRelation.Other;

        bool IsOwn(ITypeSymbol one) => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, Type.OriginalDefinition);
    }
}
