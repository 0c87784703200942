namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A field or property of its own that a type locks: whether it is replaced, and whether others see it.</summary>
internal static class LockedMember
{
    /// <summary>Methods that a type runs before others see it, or after.</summary>
    private static readonly string[] BeginningsAndEnds = { "Init", "Setup", "SetUp", "Start", "Awake", "Load", "Dispose", "Close", "Reset" };

    /// <summary>Null where the member is a good lock, or nothing is known.</summary>
    public static LockObjectFault? FaultOf(
        LockUse use, ExpressionSyntax @object, ISymbol member, ITypeSymbol type, SemanticModel model, KnownTypes types,
        CancellationToken cancellationToken)
    {
        if (NewObjectOf(member, model, cancellationToken) is { } creation)
        {
            return LockObjectFault.Certain(LockObjectFaultKind.New, @object, creation);
        }

        if (LockObjectFault.OfType(type, member, @object, types) is { } typed)
        {
            return typed;
        }

        bool mayChange = member is IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod.IsInitOnly: false };
        if (mayChange && use.Place is LockStatementSyntax @lock
            && ReplacementIn(@lock.Statement, member, model, cancellationToken) is { } held
            && LockSets.At(@lock, model, types, cancellationToken).IsEmpty)
        {
            return new LockObjectFault(LockObjectFaultKind.ReplacedWhileHeld, LockObjectFault.TextOf(@object), held, null, IsCertain: true);
        }

        INamedTypeSymbol own = member.ContainingType;
        if (!member.IsStatic && LockPath.CreationsOf(member.OriginalDefinition, cancellationToken) is not null
            && LockObjectFault.OfStaticState(use, own, model, types, cancellationToken) is { } @static)
        {
            return @static;
        }

        if (mayChange && Replacement(use, member, model, types, cancellationToken) is { } replaced)
        {
            return LockObjectFault.Exposed(LockObjectFaultKind.Replaced, @object, replaced);
        }

        if (member.DeclaredAccessibility is Accessibility.Public && LockOwner.IsVisibleOutside(own) && member.Name != "SyncRoot"
            && !member.IsOverride && member.DeclaringSyntaxReferences.Length > 0)
        {
            return LockObjectFault.Exposed(LockObjectFaultKind.Visible, @object);
        }

        return member is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } && IsCollection(type) && !LockOwner.IsHidden(own)
            && GetterOf(use, member, model, cancellationToken) is { } getter
                ? LockObjectFault.Exposed(LockObjectFaultKind.HandedOut, @object, getter)
                : null;
    }

    /// <summary><c>object Gate => new object();</c></summary>
    private static SyntaxNode? NewObjectOf(ISymbol member, SemanticModel model, CancellationToken cancellationToken)
        => member is IPropertySymbol { GetMethod: { } getter, IsVirtual: false, IsOverride: false, IsAbstract: false }
            && CalledSource.Of(getter, model, cancellationToken) is { } source
            && (source.Body as ExpressionSyntax ?? (source.Body is BlockSyntax { Statements: { Count: 1 } statements }
                ? (statements[0] as ReturnStatementSyntax)?.Expression
                : null)) is { } returned
            && CallSyntax.WithoutCasts(returned) is BaseObjectCreationExpressionSyntax creation
                ? creation
                : null;

    /// <summary>Where the member gets another object in the code that has locked the old one.</summary>
    private static SyntaxNode? ReplacementIn(StatementSyntax body, ISymbol member, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (node is IdentifierNameSyntax name && AssignmentTo(name, member, model, cancellationToken) is { } assignment)
            {
                return assignment;
            }
        }

        return null;
    }

    /// <summary>Where the member gets another object in some other member of the type, outside of every lock.</summary>
    private static SyntaxNode? Replacement(
        LockUse use, ISymbol member, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (use.Place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        foreach (SyntaxNode node in type.Descendants())
        {
            if (node is IdentifierNameSyntax name && AssignmentTo(name, member, model, cancellationToken) is { } assignment
                && !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
                && FunctionSyntax.Enclosing(name) is not (null or ConstructorDeclarationSyntax)
                && name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is MethodDeclarationSyntax { Identifier.ValueText: var method }
                && !Array.Exists(BeginningsAndEnds, part => method.Contains(part))
                && !assignment.Ancestors().TakeWhile(static one => one is not MemberDeclarationSyntax).Any(one
                    => one is IfStatementSyntax test && test.Condition.ToString().Contains(member.Name))
                && LockSets.At(assignment, model, types, cancellationToken).IsEmpty)
            {
                return assignment;
            }
        }

        return null;
    }

    private static AssignmentExpressionSyntax? AssignmentTo(
        IdentifierNameSyntax name, ISymbol member, SemanticModel model, CancellationToken cancellationToken)
        => name.Identifier.ValueText == member.Name
            && Writes.ExpressionOf(name) is var target and (IdentifierNameSyntax or MemberAccessExpressionSyntax
                {
                    Expression: ThisExpressionSyntax or IdentifierNameSyntax,
                })
            && target.Parent is AssignmentExpressionSyntax assignment && assignment.Left == target
            && !Writes.IsOfInitializedObject(target)
            && CallSyntax.WithoutCasts(assignment.Right).Kind() is not (SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression)
            && IsOwn(target, member, model, cancellationToken)
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(target, cancellationToken).Symbol, member)
                ? assignment
                : null;

    /// <summary>The public property or method of the type that returns the field as it is.</summary>
    private static SyntaxNode? GetterOf(LockUse use, ISymbol field, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (MemberDeclarationSyntax member in use.Place.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Members ?? default)
        {
            if (member is not (PropertyDeclarationSyntax or MethodDeclarationSyntax { ParameterList.Parameters.Count: 0 })
                || !member.Modifiers.Any(SyntaxKind.PublicKeyword))
            {
                continue;
            }

            SyntaxNode? body = member is PropertyDeclarationSyntax { AccessorList: { } accessors }
                ? accessors.Accessors.Where(static one => one.IsKind(SyntaxKind.GetAccessorDeclaration)).Select(FunctionSyntax.Body)
                    .FirstOrDefault()
                : FunctionSyntax.Body(member);
            if (body is not null && FunctionSyntax.ReturnedBy(body).FirstOrDefault(one
                => CallSyntax.WithoutCasts(one) is IdentifierNameSyntax name && name.Identifier.ValueText == field.Name) is { } returned
                && SymbolEqualityComparer.Default.Equals(
                    model.GetSymbolInfo(CallSyntax.WithoutCasts(returned), cancellationToken).Symbol, field))
            {
                return returned;
            }
        }

        return null;
    }

    /// <summary>A member of the type that the code is in, of this very object.</summary>
    public static bool IsOwn(ExpressionSyntax @object, ISymbol member, SemanticModel model, CancellationToken cancellationToken)
        => @object switch
        {
            SimpleNameSyntax => true,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } => true,
            MemberAccessExpressionSyntax { Expression: SimpleNameSyntax type } => member.IsStatic
                && model.GetSymbolInfo(type, cancellationToken).Symbol is INamedTypeSymbol,
            _ => false,
        }
            && @object.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } around
            && SymbolEqualityComparer.Default.Equals(
                model.GetDeclaredSymbol(around, cancellationToken)?.OriginalDefinition, member.ContainingType?.OriginalDefinition);

    private static bool IsCollection(ITypeSymbol type) => type.AllInterfaces.Any(static one => one.Name == "IEnumerable");
}
