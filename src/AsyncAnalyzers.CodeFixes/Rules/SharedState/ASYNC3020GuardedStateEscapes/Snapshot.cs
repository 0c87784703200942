namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// Plans the copy that is handed out instead of a guarded collection: at the end of the query, or of the collection itself where something
/// shows it as it is, such that the type still fits. Nothing is planned where who gets it may mean to change the collection.
/// </summary>
internal sealed class Snapshot(RepairRequest request, EscapeFinding finding, CancellationToken cancellationToken)
{
    private readonly SemanticModel _model = request.Model;

    /// <summary>The root with the copy, and with the lock around it; null where there is none that fits.</summary>
    public SyntaxNode? Plan()
    {
        ExpressionSyntax point = CopiedOf(finding.Access.Place);
        if (MayBeNull(point) || _model.GetTypeInfo(point, cancellationToken).Type is not { } type
            || CopyOf(point, type, TargetOf(point, type)) is not { } copy)
        {
            return null;
        }

        var mark = new SyntaxAnnotation();
        SyntaxNode root = request.Root.ReplaceNode(
            point, copy.WithTriviaFrom(point).WithAdditionalAnnotations(mark));
        if (!finding.IsUnderLock)
        {
            if (!CanTakeLock() || Locked(root, root.GetAnnotatedNodes(mark).Single()) is not { } locked)
            {
                return null;
            }

            root = locked;
        }

        return NeedsImport(copy, type, point) ? ImportEditing.AddUsing(root, "System.Linq") : root;
    }

    /// <summary>The end of the query, or the collection itself.</summary>
    private static ExpressionSyntax CopiedOf(ExpressionSyntax place)
    {
        ExpressionSyntax point = place;
        while (true)
        {
            switch (point.Parent)
            {
                case MemberAccessExpressionSyntax access
                    when access.Expression == point && CallSyntax.InvocationOf(access.Name) is var call:
                    string name = access.Name.Identifier.ValueText;
                    if (call is null ? name is not ("Keys" or "Values") : !LiveView.IsQuery(name))
                    {
                        return point;
                    }

                    point = (ExpressionSyntax?)call ?? access;
                    break;
                case FromClauseSyntax { Parent: QueryExpressionSyntax query }:
                    point = query;
                    break;
                default:
                    return point;
            }
        }
    }

    private bool MayBeNull(ExpressionSyntax point)
        => point.Parent is BinaryExpressionSyntax
            || (point == finding.Access.Place
                && (_model.GetTypeInfo(point, cancellationToken).Nullability.FlowState == NullableFlowState.MaybeNull
                    || ((_model.GetNullableContext(point.SpanStart) & NullableContext.WarningsEnabled) == 0
                        && !IsAlwaysThere(finding.Access.Member))));

    /// <summary>It is made where it is declared, and never taken away.</summary>
    private bool IsAlwaysThere(ISymbol member)
        => LockPath.CreationsOf(member, cancellationToken) is not null
            && member.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer: not null }
                or PropertyDeclarationSyntax { Initializer: not null };

    /// <summary>What the place wants.</summary>
    private ITypeSymbol? TargetOf(ExpressionSyntax point, ITypeSymbol type)
        => point.Parent is not MemberAccessExpressionSyntax access ? _model.GetTypeInfo(point, cancellationToken).ConvertedType
            : access.Name.Identifier.ValueText == "AsEnumerable"
                || (access.Name.Identifier.ValueText == "GetEnumerator" && type.Name is not ("List" or "Dictionary" or "HashSet"))
                ? Sequence(type)
            : type;

    private ITypeSymbol? Sequence(ITypeSymbol type)
        => type.SequenceElement() is { } element
            ? _model.Compilation.GetSpecialType(SpecialType.System_Collections_Generic_IEnumerable_T).Construct(element)
            : null;

    private ExpressionSyntax? CopyOf(ExpressionSyntax point, ITypeSymbol type, ITypeSymbol? target)
    {
        if (type.SequenceElement() is null || (finding.IsChangedByUsers && (target is IArrayTypeSymbol
                or { Name: "IList" or "ICollection" or "List" or "IDictionary" or "Dictionary" or "ISet" or "HashSet" or "Queue" })))
        {
            return null;
        }

        switch (target?.OriginalDefinition)
        {
            case IArrayTypeSymbol:
                return Called("ToArray");
            case
            {
                SpecialType: SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_Generic_IEnumerable_T
                or SpecialType.System_Collections_Generic_IReadOnlyList_T or SpecialType.System_Collections_Generic_IReadOnlyCollection_T
            }:
                return Called(point.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetEnumerator" }
                    ? "ToList"
                    : "ToArray");
            case { SpecialType: SpecialType.System_Collections_Generic_IList_T or SpecialType.System_Collections_Generic_ICollection_T }:
            case INamedTypeSymbol { Name: "List", TypeParameters.Length: 1 }:
                return Called("ToList");
            case { Name: "HashSet" or "ISet" or "IReadOnlySet" } when type.Name == "HashSet":
            case { Name: "Dictionary" or "IDictionary" or "IReadOnlyDictionary" } when type.Name == "Dictionary":
                return Made(withComparer: !HasDefaultComparer());
            case { Name: "Queue" } when type.Name == "Queue":
                return Made(withComparer: false);
            default:
                return null;
        }

        ExpressionSyntax Called(string method)
            => SyntaxFactory.ParseExpression(point is QueryExpressionSyntax
                ? $"({point.WithoutTrivia()}).{method}()"
                : $"{point.WithoutTrivia()}.{method}()");

        ExpressionSyntax Made(bool withComparer)
            => ((ObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression(withComparer
                    ? $"new T({point.WithoutTrivia()}, {point.WithoutTrivia()}.Comparer)"
                    : $"new T({point.WithoutTrivia()})"))
                .WithType(AsyncEdit.TypeName(request, type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)));
    }

    private bool HasDefaultComparer()
        => LockPath.CreationsOf(finding.Access.Member, cancellationToken) is { } creations
            && creations.All(static creation => CallSyntax.WithoutCasts(creation) is BaseObjectCreationExpressionSyntax
            {
                ArgumentList: null or { Arguments.Count: 0 },
            });

    private bool NeedsImport(ExpressionSyntax copy, ITypeSymbol type, ExpressionSyntax point)
        => copy is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } method
            && _model.LookupSymbols(point.SpanStart, type, method, includeReducedExtensionMethods: true).IsEmpty;

    private bool CanTakeLock()
    {
        string name = finding.LockName;
        return (name == "this" || (SyntaxFacts.IsValidIdentifier(name) && _model.GetSpeculativeSymbolInfo(
                finding.Access.Place.SpanStart, SyntaxFactory.ParseExpression(name), SpeculativeBindingOption.BindAsExpression).Symbol
                is IFieldSymbol or IPropertySymbol))
            && (finding.Lock.Lock.Kind == LockKind.Monitor || (finding.Lock.Lock.Kind == LockKind.Lock
                && ((CSharpParseOptions)request.Root.SyntaxTree.Options).LanguageVersion >= (LanguageVersion)1300));
    }

    /// <summary>The lock around the statement or body that returns the copy.</summary>
    private SyntaxNode? Locked(SyntaxNode root, SyntaxNode copy)
    {
        var edit = new LockEditing(root) { Kind = GuardKind.Lock, LockName = finding.LockName };
        if (finding.View.Target != ViewTarget.Caller || FunctionSyntax.Enclosing(copy) is not { } function)
        {
            return null;
        }

        if (FunctionSyntax.Body(function) is ExpressionSyntax)
        {
            if (function is IndexerDeclarationSyntax or OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax)
            {
                return null;
            }

            edit.GuardExpressionBody(function, returnsValue: true, canAwait: false);
        }
        else if (copy.FirstAncestorOrSelf<ReturnStatementSyntax>() is { Parent: BlockSyntax } statement
            && !FunctionSyntax.OwnNodes(statement).Any(FunctionSyntax.IsAwait))
        {
            edit.GuardRun(statement, statement, canAwait: false);
        }
        else
        {
            return null;
        }

        return edit.Apply();
    }
}
