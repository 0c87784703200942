namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Tokens that nothing can cancel: all that set them in this compilation leave them out or give <c>CancellationToken.None</c>.
/// </summary>
internal static class UncancelledTokens
{
    /// <summary>How far a token is followed: from a field to a constructor, and from there to those that call it.</summary>
    private const int MaximumDepth = 4;

    /// <summary>By the declaration of the token: each call of a function may ask for the same one.</summary>
    private static readonly ModelCache<bool> Found = new();

    /// <summary>
    /// A parameter of a private or internal function, a field or property that its type alone sets, or a local. False where something out
    /// of sight may set it. Looks through the compilation: ask last.
    /// </summary>
    public static bool Contain(ISymbol? token, CodeModel model)
        => token is not null && model.SyntaxOf(token) is { } declaration
            && Found.GetOrAdd(model, declaration, _ => IsNever(token, MaximumDepth, model));

    private static bool IsNever(ISymbol? token, int depth, CodeModel model) => token switch
    {
        IParameterSymbol parameter => IsNeverGiven(parameter, depth, model),
        ILocalSymbol local => LocalAssignments.OnlyValueOf(local, model) is { } value && IsNever(value, depth, model),
        IFieldSymbol { IsConst: false } field
            => (field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private) && IsNeverSet(field, depth, model),
        IPropertySymbol { IsVirtual: false, IsOverride: false, IsAbstract: false, IsIndexer: false } property
            => IsSetByTypeAlone(property, model) && IsNeverSet(property, depth, model),
        _ => false,
    };

    private static bool IsNever(ExpressionSyntax value, int depth, CodeModel model)
        => TokenArguments.IsNone(value)
            || (depth > 0 && OwnMember.NameOf(CallSyntax.WithoutSuppression(value)) is not null
                && IsNever(model.SymbolOf(CallSyntax.WithoutSuppression(value)), depth - 1, model));

    private static bool IsNeverGiven(IParameterSymbol parameter, int depth, CodeModel model)
    {
        if (parameter is not { RefKind: RefKind.None or RefKind.In, ContainingSymbol: IMethodSymbol method }
            || model.SyntaxOf(method) is not { } declaration
            || LocalAssignments.IsWritten(parameter.Name, declaration, model.In(declaration.SyntaxTree))
            || (CallsInProject.Of(method, model) ?? CallsInProject.OfImplementation(method, model)) is not { } calls)
        {
            return false;
        }

        bool isCalled = false;
        foreach (SyntaxNode call in calls)
        {
            CodeModel own = model.In(call.SyntaxTree);
            if (own.SymbolOf(call) is not IMethodSymbol bound
                // A member of an interface may name it differently.
                || bound.Parameters.ElementAtOrDefault(parameter.Ordinal - (bound.ReducedFrom is null ? 0 : 1)) is not { } taken)
            {
                return false;
            }

            ExpressionSyntax? given = GivenArgument.For(taken, call);
            if (given is not null && SymbolEqualityComparer.Default.Equals(own.SymbolOf(given)?.OriginalDefinition, parameter))
            {
                // It calls itself.
                continue;
            }

            if (given is null ? !taken.IsOptional : !IsNever(given, depth, own))
            {
                return false;
            }

            isCalled = true;
        }

        return isCalled;
    }

    private static bool IsSetByTypeAlone(IPropertySymbol property, CodeModel model)
        => property.SetMethod is null or { DeclaredAccessibility: Accessibility.Private, IsInitOnly: false }
            && model.SyntaxOf(property) is PropertyDeclarationSyntax { AccessorList.Accessors: var accessors }
            && accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null });

    private static bool IsNeverSet(ISymbol member, int depth, CodeModel model)
    {
        bool isSet = false;
        ExpressionSyntax? initial = model.SyntaxOf(member) switch
        {
            VariableDeclaratorSyntax { Initializer: { } initializer } => initializer.Value,
            PropertyDeclarationSyntax { Initializer: { } initializer } => initializer.Value,
            _ => null,
        };
        if (initial is not null)
        {
            if (!IsNever(initial, depth, model.In(initial.SyntaxTree)))
            {
                return false;
            }

            isSet = true;
        }

        foreach (SimpleNameSyntax name in NameMentions.InType(member.ContainingType, member.Name, model))
        {
            ExpressionSyntax written = Writes.ExpressionOf(name);
            CodeModel own = model.In(name.SyntaxTree);
            if (!Writes.IsWritten(written) || !SymbolEqualityComparer.Default.Equals(own.SymbolOf(name)?.OriginalDefinition, member))
            {
                continue;
            }

            if (written.Parent is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                || assignment.Left != written
                || !IsNever(assignment.Right, depth, own))
            {
                return false;
            }

            isSet = true;
        }

        return isSet;
    }
}
