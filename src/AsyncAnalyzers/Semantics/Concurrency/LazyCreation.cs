namespace AsyncAnalyzers.Semantics;

/// <summary>
/// <c>items ??= new List&lt;Item&gt;()</c>: the state is empty until it is asked for. What is created has no effect but to be there, so
/// that threads
/// may create it at once, as long as all of them go on with the same one.
/// </summary>
internal static class LazyCreation
{
    /// <summary>The update creates an empty collection, builder or object in a variable that can be handed over by reference.</summary>
    public static bool Is(ExpressionSyntax update, ISymbol state, ITypeSymbol type, CodeModel model)
        => update is AssignmentExpressionSyntax
        {
            RawKind: (int)SyntaxKind.CoalesceAssignmentExpression,
            Left: IdentifierNameSyntax or MemberAccessExpressionSyntax,
            Right: BaseObjectCreationExpressionSyntax { Initializer: null } creation,
        }
            && model.Types.LazyInitializer is not null
            && type.IsReferenceType
            && state is ILocalSymbol { IsRef: false } or IParameterSymbol { RefKind: RefKind.None }
                or IFieldSymbol { IsVolatile: false, IsReadOnly: false }
            && creation.ArgumentList is null or { Arguments.Count: 0 }
            && model.TypeOf(creation) is { } created && IsPassive(created);

    private static bool IsPassive(ITypeSymbol type)
        => type.SpecialType == SpecialType.System_Object
            || (type.DeclaringSyntaxReferences.IsEmpty && type.ContainingNamespace is { } space
                && space.ToDisplayString() is "System.Collections" or "System.Collections.Generic" or "System.Collections.Concurrent"
                    or "System.Text");
}
