namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Copies under a lock the values that a call behind it needs, into locals that are declared before it.</summary>
/// <param name="request">The place.</param>
/// <param name="lock">The lock statement.</param>
/// <param name="isConditional">The values are needed on some paths only.</param>
/// <param name="cancellationToken">Ends the search.</param>
internal sealed class ValueCopies(
    RepairRequest request, LockStatementSyntax @lock, bool isConditional, CancellationToken cancellationToken)
{
    private readonly HashSet<string> _used = FreeNames.UsedIn(FunctionSyntax.Enclosing(@lock) ?? @lock);

    public List<StatementSyntax> Declarations { get; } = new();

    /// <summary>What is done under the lock.</summary>
    public List<StatementSyntax> Notes { get; } = new();

    /// <summary>The value is the same wherever it is asked for: no state of an object is read.</summary>
    public static bool IsFixed(ExpressionSyntax value, CodeModel model) => value switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax or ThisExpressionSyntax => true,
        IdentifierNameSyntax or MemberAccessExpressionSyntax => model.SymbolOf(value)
            is IParameterSymbol or IFieldSymbol { IsConst: true } or IFieldSymbol { IsStatic: true, IsReadOnly: true },
        ObjectCreationExpressionSyntax { Initializer: null, ArgumentList: { } list }
            => IsEventArgs(model.TypeOf(value))
                && list.Arguments.All(argument => IsFixed(argument.Expression, model)),
        _ => false,
    };

    /// <summary>The local that holds the delegate.</summary>
    public ExpressionSyntax OfDelegate(ExpressionSyntax value, string wanted, bool mayBeNull)
        => Add(value, request.Model.GetTypeInfo(value, cancellationToken).Type!, wanted, mayBeNull);

    /// <summary>What stands for the value behind the lock: itself, or a local; null where it may be another one there.</summary>
    public ExpressionSyntax? Of(ExpressionSyntax value, string parameter)
    {
        if (BehindLock.IsStable(value, @lock, request.ModelFor(cancellationToken)) && value is not ObjectCreationExpressionSyntax)
        {
            return value.WithoutTrivia();
        }

        TypeInfo info = request.Model.GetTypeInfo(value, cancellationToken);
        return info.Type is { TypeKind: not TypeKind.Error, IsAnonymousType: false, IsRefLikeType: false } type
            && !(isConditional && !type.IsValueType) && IsCopyable(value)
                ? Add(value, type, NameFor(value, parameter), info.Nullability.FlowState == NullableFlowState.MaybeNull)
                : null;
    }

    private ExpressionSyntax Add(ExpressionSyntax value, ITypeSymbol type, string wanted, bool mayBeNull)
    {
        string name = FreeNames.Numbered(wanted, _used.Contains);
        _used.Add(name);
        TypeSyntax written = AsyncEdit.TypeName(
            request, type.IsValueType ? type : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        if (mayBeNull && !type.IsValueType
            && (request.Model.GetNullableContext(@lock.SpanStart) & NullableContext.AnnotationsEnabled) != 0)
        {
            written = NullableType(written);
        }

        SyntaxKind? initial = !isConditional ? null
            : type.IsValueType ? SyntaxKind.DefaultLiteralExpression : SyntaxKind.NullLiteralExpression;
        Declarations.Add(BehindLock.Declare(written, name, initial));
        Notes.Add(BehindLock.Note(name, value));
        return IdentifierName(name);
    }

    /// <summary>Reading the value has no effect, and what it leads to is not changed under the lock later.</summary>
    private bool IsCopyable(ExpressionSyntax value)
    {
        switch (value)
        {
            case ParenthesizedExpressionSyntax { Expression: var inner }:
                return IsCopyable(inner);
            case BinaryExpressionSyntax { RawKind: not (int)SyntaxKind.AsExpression } binary:
                return IsUnchanging(request.Model.GetTypeInfo(value, cancellationToken).Type)
                    && IsCopyableOrStable(binary.Left) && IsCopyableOrStable(binary.Right);
            case BaseObjectCreationExpressionSyntax { Initializer: null } creation:
                return IsEventArgs(request.Model.GetTypeInfo(value, cancellationToken).Type)
                    && (creation.ArgumentList is not { } list || list.Arguments.All(argument => IsCopyableOrStable(argument.Expression)));
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                return IsPath(value)
                    && (IsUnchanging(request.Model.GetTypeInfo(value, cancellationToken).Type)
                        || (request.Model.GetSymbolInfo(value, cancellationToken).Symbol is ILocalSymbol local && IsFresh(local)));
            default:
                return false;
        }
    }

    private bool IsCopyableOrStable(ExpressionSyntax value)
        => BehindLock.IsStable(value, @lock, request.ModelFor(cancellationToken)) || IsCopyable(value);

    /// <summary><c>_count</c>, <c>this.Count</c>, <c>_items.Count</c>.</summary>
    private bool IsPath(ExpressionSyntax value) => value switch
    {
        ThisExpressionSyntax => true,
        MemberAccessExpressionSyntax access => IsPath(access.Expression)
            && request.Model.GetSymbolInfo(value, cancellationToken).Symbol is IFieldSymbol or IPropertySymbol,
        _ => request.Model.GetSymbolInfo(value, cancellationToken).Symbol
            is IFieldSymbol or IPropertySymbol or ILocalSymbol or IParameterSymbol,
    };

    /// <summary>The local has an object that was made for it.</summary>
    private bool IsFresh(ILocalSymbol local)
        => LocalAssignments.OnlyValueOf(local, request.ModelFor(cancellationToken)) is { } value
            && (value is BaseObjectCreationExpressionSyntax
                || (value is InvocationExpressionSyntax call
                    && CallSyntax.CalledName(call) is "ToArray" or "ToList" or "ToImmutableArray"));

    private static bool IsEventArgs(ITypeSymbol? type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "EventArgs")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Nothing that a value of the type consists of or leads to can change.</summary>
    private static bool IsUnchanging(ITypeSymbol? type) => type switch
    {
        null => false,
        { TypeKind: TypeKind.Enum or TypeKind.Delegate } => true,
        { SpecialType: SpecialType.System_String or SpecialType.System_DateTime or SpecialType.System_Decimal } => true,
        { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Double } => true,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            => IsUnchanging(nullable.TypeArguments[0]),
        { IsValueType: true, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
            => type.Name is "TimeSpan" or "Guid" or "DateTimeOffset" or "DateOnly" or "TimeOnly",
        _ => false,
    };

    private static string NameFor(ExpressionSyntax value, string parameter)
    {
        string name = value switch
        {
            IdentifierNameSyntax simple => simple.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            BaseObjectCreationExpressionSyntax => "args",
            _ => parameter,
        };
        name = name.TrimStart('_');
        name = name.Length == 0 ? parameter : char.ToLowerInvariant(name[0]) + name.Substring(1);
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : name + "Value";
    }
}
