namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A field or property of its own that a type locks: whether it is replaced, and whether others see it.</summary>
internal static class LockedMember
{
    private static readonly ModelCache<ILookup<string, AssignmentExpressionSyntax>> Assignments = new();

    /// <summary>Methods that a type runs before others see it, or after.</summary>
    private static readonly string[] BeginningsAndEnds =
    {
        "Init", "Setup", "SetUp", "Start", "Awake", "Load", "Dispose", "Close", "Reset",
    };

    /// <summary>Who makes such a member public wants others to lock it.</summary>
    private static readonly HashSet<string> NamesOfLocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "Lock", "Locker", "Gate", "Sync", "Mutex", "Monitor", "Latch",
    };

    /// <summary>Null where the member is a good lock, or nothing is known.</summary>
    public static LockObjectFault? FaultOf(LockUse use, ExpressionSyntax @object, ISymbol member, ITypeSymbol type, CodeModel model)
    {
        if (NewObjectOf(member, model) is { } creation)
        {
            return LockObjectFault.Certain(LockObjectFaultKind.New, @object, creation);
        }

        if (LockObjectFault.OfType(type, member, @object, model.Types) is { } typed)
        {
            return typed;
        }

        bool mayChange = member is IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod.IsInitOnly: false };
        if (mayChange && use.Place is LockStatementSyntax @lock
            && ReplacementIn(@lock.Statement, member, model) is { } held
            && LockSets.At(@lock, model).IsEmpty)
        {
            return new LockObjectFault(LockObjectFaultKind.ReplacedWhileHeld, LockObjectFault.TextOf(@object), held, null, IsCertain: true);
        }

        INamedTypeSymbol own = member.ContainingType;
        if (!member.IsStatic && LockPath.CreationsOf(member.OriginalDefinition, model.CancellationToken) is not null
            && LockObjectFault.OfStaticState(use, own, model) is { } @static)
        {
            return @static;
        }

        if (mayChange && Replacement(use, member, model) is { } replaced)
        {
            return LockObjectFault.Exposed(LockObjectFaultKind.Replaced, @object, replaced);
        }

        if (!LockOwner.MayBeLockedByOthers(own))
        {
            return null;
        }

        if (member.DeclaredAccessibility is Accessibility.Public && !member.IsOverride && member.DeclaringSyntaxReferences.Length > 0
            && !NameWords.Of(member.Name).Exists(NamesOfLocks.Contains)
            && (mayChange || !IsGiven(member, use.Place, model)))
        {
            return LockObjectFault.Exposed(LockObjectFaultKind.Visible, @object);
        }

        return member is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } && IsCollection(type)
            && GetterOf(use, member, model) is { } getter
                ? LockObjectFault.Exposed(LockObjectFaultKind.HandedOut, @object, getter)
                : null;
    }

    /// <summary><c>object Gate => new object();</c></summary>
    private static SyntaxNode? NewObjectOf(ISymbol member, CodeModel model)
        => member is IPropertySymbol { GetMethod: { } getter, IsVirtual: false, IsOverride: false, IsAbstract: false }
            && CalledSource.Of(getter, model) is { } source
            && OnlyReturned(source.Body) is { } returned
            && CallSyntax.WithoutCasts(returned) is BaseObjectCreationExpressionSyntax creation
                ? creation
                : null;

    /// <summary>What a body returns that does nothing else.</summary>
    private static ExpressionSyntax? OnlyReturned(SyntaxNode? body)
        => body as ExpressionSyntax ?? (body is BlockSyntax { Statements: { Count: 1 } statements }
            ? (statements[0] as ReturnStatementSyntax)?.Expression
            : null);

    /// <summary>Where the member gets another object in the code that has locked the old one.</summary>
    private static SyntaxNode? ReplacementIn(StatementSyntax body, ISymbol member, CodeModel model)
        => AssignmentsTo(member, body, model).FirstOrDefault(assignment
            => body.Span.Contains(assignment.Span) && FunctionSyntax.Enclosing(assignment) == FunctionSyntax.Enclosing(body));

    /// <summary>
    /// Where a member that has an object from the beginning gets another one, in some method that others call, outside of every lock.
    /// </summary>
    private static SyntaxNode? Replacement(LockUse use, ISymbol member, CodeModel model)
        => HasInitialValue(member, model.CancellationToken)
            ? AssignmentsTo(member, use.Place, model).FirstOrDefault(assignment
                => !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
                && FunctionSyntax.Enclosing(assignment) is not (null or ConstructorDeclarationSyntax)
                && assignment.FirstAncestorOrSelf<MemberDeclarationSyntax>() is MethodDeclarationSyntax method
                && method.Identifier.ValueText is var name
                && method.Modifiers.Any(static modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword)
                && !Array.Exists(BeginningsAndEnds, part => name.Contains(part))
                && !IsOfSerializer(method)
                && !assignment.Ancestors().TakeWhile(static one => one is not MemberDeclarationSyntax).Any(one
                    => one is IfStatementSyntax test && test.Condition.ToString().Contains(member.Name))
                && LockSets.At(assignment, model).IsEmpty)
            : null;

    /// <summary><c>[OnDeserialized]</c>: the serializer, which runs no initializer, calls it before others have the object.</summary>
    private static bool IsOfSerializer(MethodDeclarationSyntax method)
        => method.AttributeLists.Any(static list => list.Attributes.Any(static attribute
            => TypeNames.Of(attribute.Name) is "OnDeserialized" or "OnDeserializing" or "OnDeserializedAttribute"
                or "OnDeserializingAttribute"));

    private static bool HasInitialValue(ISymbol member, CancellationToken cancellationToken)
        => InitialValueOf(member, cancellationToken) is { Value: var value }
            && CallSyntax.WithoutCasts(value) is not LiteralExpressionSyntax and not DefaultExpressionSyntax;

    private static EqualsValueClauseSyntax? InitialValueOf(ISymbol member, CancellationToken cancellationToken)
        => member.FirstSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax field => field.Initializer,
            PropertyDeclarationSyntax property => property.Initializer,
            _ => null,
        };

    /// <summary>
    /// <c>Archive = archive;</c> in the constructors: who made the object can lock it anyway, and may have others that use it do so.
    /// </summary>
    private static bool IsGiven(ISymbol member, SyntaxNode place, CodeModel model)
    {
        ExpressionSyntax[] values = AssignmentsTo(member, place, model).Select(static assignment => assignment.Right)
            .Concat(InitialValueOf(member, model.CancellationToken) is { } initial
                ? new[] { initial.Value }
                : Array.Empty<ExpressionSyntax>())
            .ToArray();
        return values.Length > 0 && Array.TrueForAll(values, value
            => (value is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: ThrowExpressionSyntax } tested
                    ? tested.Left
                    : value) is IdentifierNameSyntax given
                && model.SymbolOf(given) is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } });
    }

    /// <summary>The assignments of other objects to the member of this very object, in the part of the type around a place.</summary>
    private static IEnumerable<AssignmentExpressionSyntax> AssignmentsTo(ISymbol member, SyntaxNode place, CodeModel model)
        => place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            ? Assignments.GetOrAdd(model, type, Collect)[member.Name].Where(assignment
                => IsOwn(assignment.Left, member, model)
                    && SymbolEqualityComparer.Default.Equals(model.SymbolOf(assignment.Left), member))
            : Enumerable.Empty<AssignmentExpressionSyntax>();

    private static ILookup<string, AssignmentExpressionSyntax> Collect(SyntaxNode type)
        => type.Descendants().OfType<AssignmentExpressionSyntax>()
            .Where(static one => one.Left is IdentifierNameSyntax or MemberAccessExpressionSyntax
                && !Writes.IsOfInitializedObject(one.Left)
                && CallSyntax.WithoutCasts(one.Right).Kind()
                    is not (SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression))
            .ToLookup(
                static one => one.Left is MemberAccessExpressionSyntax access
                    ? access.Name.Identifier.ValueText
                    : ((IdentifierNameSyntax)one.Left).Identifier.ValueText,
                StringComparer.Ordinal);

    /// <summary>The public property or method of the type that returns the field as it is.</summary>
    private static SyntaxNode? GetterOf(LockUse use, ISymbol field, CodeModel model)
    {
        foreach (MemberDeclarationSyntax member in use.Place.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Members ?? default)
        {
            if (member is not (PropertyDeclarationSyntax or MethodDeclarationSyntax { ParameterList.Parameters.Count: 0 })
                || !member.Modifiers.Any(SyntaxKind.PublicKeyword))
            {
                continue;
            }

            if (OnlyReturned(FunctionSyntax.ValueBody(member)) is { } returned
                && CallSyntax.WithoutCasts(returned) is IdentifierNameSyntax name && name.Identifier.ValueText == field.Name
                && SymbolEqualityComparer.Default.Equals(model.SymbolOf(CallSyntax.WithoutCasts(returned)), field))
            {
                return returned;
            }
        }

        return null;
    }

    /// <summary>A member of the type that the code is in, of this very object.</summary>
    public static bool IsOwn(ExpressionSyntax @object, ISymbol member, CodeModel model)
        => @object switch
        {
            SimpleNameSyntax => true,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } => true,
            MemberAccessExpressionSyntax { Expression: SimpleNameSyntax type } => member.IsStatic
                && model.SymbolOf(type) is INamedTypeSymbol,
            _ => false,
        }
            && @object.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } around
            && SymbolEqualityComparer.Default.Equals(
                model.GetDeclaredSymbol(around)?.OriginalDefinition, member.ContainingType?.OriginalDefinition);

    private static bool IsCollection(ITypeSymbol type) => type.AllInterfaces.Any(static one => one.Name == "IEnumerable");
}
