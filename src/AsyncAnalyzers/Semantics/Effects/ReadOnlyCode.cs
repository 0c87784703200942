using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Proves that code reads and computes and changes nothing that anybody else can see, through the functions of this compilation that it
/// calls. What cannot be proved counts as a change.
/// </summary>
internal sealed class ReadOnlyCode : FunctionAnalysis<ReadOnlyCode.Reading>
{
    private static readonly ConditionalWeakTable<Compilation, FunctionSummaries<Reading>> PerCompilation = new();
    private static readonly Reading WithoutWait = new(Waits: false);
    private static readonly Reading WithWait = new(Waits: true);

    private readonly Compilation _compilation;
    private CodeModel _model;
    private bool _waits;

    private ReadOnlyCode(CodeModel model)
        : base(PerCompilation.GetOrCreateValue(model.Compilation), WithoutWait)
    {
        _model = model;
        _compilation = model.Compilation;
    }

    /// <summary>A function that changes nothing.</summary>
    /// <param name="Waits">It waits for something.</param>
    internal sealed record Reading(bool Waits);

    /// <summary>
    /// The call, with all of its arguments, changes nothing that another such call sees, waits for something, and may run beside any
    /// number of its like.
    /// </summary>
    public static bool MayRunBesideOthers(InvocationExpressionSyntax call, CodeModel model)
    {
        if (call.Descendants().Any(FunctionSyntax.IsAwait))
        {
            return false; // it waits for another one before it begins
        }

        var code = new ReadOnlyCode(model);
        return code.IsReadOnly(call, owner: call) && code._waits;
    }

    /// <summary>Calling the method of this compilation changes nothing that anybody else can see.</summary>
    public static bool ChangesNothing(IMethodSymbol method, CodeModel model)
        => new ReadOnlyCode(model).IsReadOnlyFunction((method.ReducedFrom ?? method).OriginalDefinition);

    /// <param name="code">What is looked at, inner functions included.</param>
    /// <param name="owner">What is declared inside of it is of nobody else's concern.</param>
    private bool IsReadOnly(SyntaxNode code, SyntaxNode owner)
    {
        foreach (SyntaxNode node in code.DescendantsAndSelf(static node => node is not TypeSyntax or NameSyntax))
        {
            _model.CancellationToken.ThrowIfCancellationRequested();
            bool holds = node switch
            {
                AssignmentExpressionSyntax assignment => assignment.Parent is InitializerExpressionSyntax
                    ? IsPlain(_model.SymbolOf(assignment.Left))
                    : IsOwn(assignment.Left, owner),
                PrefixUnaryExpressionSyntax prefix when prefix.Kind() is SyntaxKind.PreIncrementExpression
                    or SyntaxKind.PreDecrementExpression
                    => IsOwn(prefix.Operand, owner),
                PostfixUnaryExpressionSyntax postfix when postfix.Kind() is SyntaxKind.PostIncrementExpression
                    or SyntaxKind.PostDecrementExpression
                    => IsOwn(postfix.Operand, owner),
                ArgumentSyntax argument => argument.RefKindKeyword.Kind() is SyntaxKind.None or SyntaxKind.InKeyword
                    || argument.Expression is DeclarationExpressionSyntax
                    || IsOwn(argument.Expression, owner),
                InvocationExpressionSyntax call => IsReadOnlyCall(call, owner),
                BaseObjectCreationExpressionSyntax creation
                    => IsReadOnlyMember(_model.SymbolOf(creation), receiver: null, owner),
                IdentifierNameSyntax name => IsReadOnlyName(name, owner),
                ElementAccessExpressionSyntax element => _model.TypeOf(element.Expression) is IArrayTypeSymbol
                    || IsReadOnlyMember(_model.SymbolOf(element), element.Expression, owner),
                CommonForEachStatementSyntax loop => loop.AwaitKeyword.IsKind(SyntaxKind.None)
                    && PureApis.CanEnumerate(_model.TypeOf(loop.Expression)),
                UsingStatementSyntax @using
                    => @using.AwaitKeyword.IsKind(SyntaxKind.None) && @using.Declaration is { } declared && DisposesOwn(declared),
                LocalDeclarationStatementSyntax local => local.AwaitKeyword.IsKind(SyntaxKind.None)
                    && (local.UsingKeyword.IsKind(SyntaxKind.None) || DisposesOwn(local.Declaration)),
                LockStatementSyntax or UnsafeStatementSyntax or FixedStatementSyntax or YieldStatementSyntax or RefExpressionSyntax
                    or QueryExpressionSyntax
                    or ImplicitElementAccessSyntax or FunctionPointerTypeSyntax or PointerTypeSyntax => false,
                _ => true,
            };
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsReadOnlyCall(InvocationExpressionSyntax call, SyntaxNode owner)
    {
        if (_model.SymbolOf(call) is not IMethodSymbol method)
        {
            return _model.GetConstantValue(call).HasValue; // nameof
        }

        // Its body is part of what is looked at.
        return (method.MethodKind == MethodKind.LocalFunction
            && method.DeclaringSyntaxReferences[0].GetSyntax(_model.CancellationToken) is var declaration
            && declaration.SyntaxTree == owner.SyntaxTree && owner.Span.Contains(declaration.Span))
            || IsReadOnlyMember(method, (call.Expression as MemberAccessExpressionSyntax)?.Expression, owner);
    }

    private bool IsReadOnlyName(IdentifierNameSyntax name, SyntaxNode owner) => _model.SymbolOf(name) switch
    {
        IPropertySymbol property => IsReadOnlyMember(property, CallSyntax.Receiver(name), owner),
        IEventSymbol or IDynamicTypeSymbol => false,
        // A method as a value may be called by anybody.
        IMethodSymbol { MethodKind: not MethodKind.LocalFunction } => CallSyntax.InvocationOf(name) is not null
            || CallSyntax.IsInNameOf(name)
            || name.Ancestors().Any(ancestor => ancestor is AttributeSyntax),
        null => name.Identifier.ValueText is "var" or "nameof"
            || CallSyntax.IsInNameOf(name)
            || name.Parent is NameColonSyntax or NameEqualsSyntax or TypeSyntax,
        _ => true,
    };

    private bool IsReadOnlyMember(ISymbol? member, ExpressionSyntax? receiver, SyntaxNode owner)
    {
        switch (member)
        {
            case IMethodSymbol { MethodKind: MethodKind.DelegateInvoke or MethodKind.FunctionPointerSignature }:
                return false;
            case IMethodSymbol method when IsOfThisCompilation(method):
                return IsReadOnlyFunction((method.ReducedFrom ?? method).OriginalDefinition);
            case IMethodSymbol method:
                (Sharing sharing, bool waits) = ReadingApis.Of(method);
                _waits |= waits;
                return sharing == Sharing.AtOnce || (sharing == Sharing.OneAtATime && receiver is not null && IsFresh(receiver, owner));
            case IPropertySymbol property when IsOfThisCompilation(property):
                return property.GetMethod is { } getter && IsReadOnlyFunction(getter.OriginalDefinition);
            case IPropertySymbol property:
                return (property.ContainingNamespace.ToDisplayString() + ".").StartsWith("System.", StringComparison.Ordinal);
            default:
                return false;
        }
    }

    private bool IsReadOnlyFunction(IMethodSymbol method)
    {
        Reading? reading = SummaryOf(method);
        _waits |= reading is { Waits: true };
        return reading is not null;
    }

    protected override Reading? Evaluate(IMethodSymbol method)
    {
        bool waitsOutside = _waits;
        _waits = false;
        try
        {
            return !IsBodyReadOnly(method) ? null : _waits ? WithWait : WithoutWait;
        }
        finally
        {
            _waits = waitsOutside;
        }
    }

    private bool IsBodyReadOnly(IMethodSymbol method)
    {
        if (method.IsExtern || CalledSource.MayBeOverridden(method))
        {
            return false;
        }

        if (CalledSource.DeclarationOf(method, _model.CancellationToken) is not { } declaration)
        {
            return method is { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true }
                && HasPlainInitializers(method.ContainingType);
        }

        if (FunctionSyntax.Body(declaration) is not { } body)
        {
            return method.MethodKind is MethodKind.PropertyGet
                || (declaration is TypeDeclarationSyntax && HasPlainInitializers(method.ContainingType));
        }

        if (declaration is ConstructorDeclarationSyntax { Initializer: not null }
            || (method.MethodKind == MethodKind.Constructor && !HasPlainInitializers(method.ContainingType)))
        {
            return false;
        }

        CodeModel model = _model;
        try
        {
            _model = model.In(declaration.SyntaxTree);
            return IsReadOnly(body, declaration);
        }
        finally
        {
            _model = model;
        }
    }

    /// <summary>The initializers of the type's members call nothing, and no base class has a say.</summary>
    private bool HasPlainInitializers(INamedTypeSymbol type)
        => type.BaseType is null or { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType }
            && type.Parts(_model.CancellationToken).OfType<TypeDeclarationSyntax>()
                .SelectMany(part => part.Members)
                .Where(member => member is FieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null })
                .SelectMany(member => member.Descendants().OfType<EqualsValueClauseSyntax>())
                .All(initializer
                    => initializer.Value is LiteralExpressionSyntax or DefaultExpressionSyntax or MemberAccessExpressionSyntax
                        or PrefixUnaryExpressionSyntax
                    || (initializer.Value is IdentifierNameSyntax name && IsParameterOf(type, name))
                    || initializer.Value is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression });

    /// <summary>A parameter of the primary constructor: what the type's own members are called is not looked up.</summary>
    private static bool IsParameterOf(INamedTypeSymbol type, IdentifierNameSyntax name)
        => type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter
            => parameter.Name == name.Identifier.ValueText && CapturedParameters.Is(parameter)));

    /// <summary>
    /// What is written belongs to the code itself: a variable of it, a part of an object that it has made; in a constructor the object
    /// that is made.
    /// </summary>
    private bool IsOwn(ExpressionSyntax target, SyntaxNode owner)
    {
        switch (target)
        {
            case DeclarationExpressionSyntax or IdentifierNameSyntax { Identifier.ValueText: "_" }:
                return true;
            case TupleExpressionSyntax tuple:
                return tuple.Arguments.All(argument => IsOwn(argument.Expression, owner));
            case IdentifierNameSyntax:
                ISymbol? symbol = _model.SymbolOf(target);
                return symbol is ILocalSymbol or IParameterSymbol { RefKind: RefKind.None } && symbol.IsDeclaredWithin(owner)
                    || (owner is ConstructorDeclarationSyntax && symbol is { IsStatic: false } && IsPlain(symbol));
            case MemberAccessExpressionSyntax access:
                return (access.Expression is ThisExpressionSyntax
                    ? owner is ConstructorDeclarationSyntax
                    : IsFresh(access.Expression, owner))
                    && IsPlain(_model.SymbolOf(target));
            case ElementAccessExpressionSyntax element:
                return IsFresh(element.Expression, owner);
            default:
                return false;
        }
    }

    /// <summary>A local variable that holds an object made here, or a part of one; nobody else has it yet.</summary>
    private bool IsFresh(ExpressionSyntax expression, SyntaxNode owner)
    {
        switch (CallSyntax.WithoutConfiguration(expression))
        {
            case BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax
                or LiteralExpressionSyntax:
                return true;
            case AwaitExpressionSyntax await:
                return IsFresh(await.Expression, owner);
            case InvocationExpressionSyntax call:
                return CallSyntax.MethodOf(call, _model) is { } method && !IsOfThisCompilation(method) && IsNew(method);
            case MemberAccessExpressionSyntax { Expression: var inner } access:
                return _model.SymbolOf(access) is IPropertySymbol property
                    && !IsOfThisCompilation(property)
                    && IsFresh(inner, owner);
            case IdentifierNameSyntax name:
                return _model.SymbolOf(name) is ILocalSymbol local && local.IsDeclaredWithin(owner)
                    && local.DeclaringSyntaxReferences[0].GetSyntax(_model.CancellationToken) is VariableDeclaratorSyntax
                    {
                        Initializer.Value: { } value
                    } declarator
                    && !LocalAssignments.Of(declarator, _model).Any()
                    && IsFresh(value, owner);
            default:
                return false;
        }
    }

    /// <summary>What the method of the framework hands out is made for its caller.</summary>
    private static bool IsNew(IMethodSymbol method)
        => method.ContainingType.Name is "HttpClient" or "HttpContent" or "File" or "String"
            || (method.ContainingType.Name == "Enumerable" && method.Name.StartsWith("To", StringComparison.Ordinal));

    /// <summary>Writing it runs no code that is not seen.</summary>
    private bool IsPlain(ISymbol? member) => member is IFieldSymbol
        || (member is IPropertySymbol property
            && (!IsOfThisCompilation(property) || SafeCode.IsAutomatic(property, _model.CancellationToken)));

    private static bool DisposesOwn(VariableDeclarationSyntax declaration)
        => declaration.Variables.All(variable
            => variable.Initializer?.Value is AwaitExpressionSyntax or InvocationExpressionSyntax or ObjectCreationExpressionSyntax
            && TypeNames.Of(declaration.Type) is null or "HttpResponseMessage" or "Stream" or "FileStream" or "StreamReader"
                or "JsonDocument" or "HttpRequestMessage");

    private bool IsOfThisCompilation(ISymbol symbol)
        => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, _compilation.Assembly);
}
