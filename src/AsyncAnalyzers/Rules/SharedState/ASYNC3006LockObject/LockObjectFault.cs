namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What is wrong with an object that is locked: those up to <see cref="StaticState"/> keep nobody out.</summary>
internal enum LockObjectFaultKind
{
    /// <summary>Made where it is locked: <c>lock (new object())</c>, <c>lock ($"order {id}")</c>.</summary>
    New,

    /// <summary>A value, which is boxed into an object each time.</summary>
    Boxed,

    /// <summary>A local of the call, which no other code sees.</summary>
    Local,

    /// <summary><c>Thread.CurrentThread</c>.</summary>
    CurrentThread,

    /// <summary>Replaced by another object while it is locked.</summary>
    ReplacedWhileHeld,

    /// <summary>A lock of the instance, and static state is changed under it.</summary>
    StaticState,

    /// <summary>Replaced by another object somewhere else.</summary>
    Replaced,

    /// <summary>The object itself.</summary>
    This,

    /// <summary>A <c>Type</c>.</summary>
    Type,

    /// <summary>A text that the compiler interns.</summary>
    Text,

    /// <summary>A text that comes from somewhere else.</summary>
    TextValue,

    /// <summary>A thread.</summary>
    Thread,

    /// <summary>A field or property that other types see.</summary>
    Visible,

    /// <summary>A private collection that a member hands out.</summary>
    HandedOut,
}

/// <summary>Why an object is no good lock.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Object">The object as the message names it.</param>
/// <param name="Cause">The place that makes it so; null where the object itself does.</param>
/// <param name="State">The static field that is changed under the lock.</param>
/// <param name="IsCertain">The lock does not keep others out, whoever else uses it.</param>
internal sealed record LockObjectFault(LockObjectFaultKind Kind, string Object, SyntaxNode? Cause, string? State, bool IsCertain)
{
    private const int MaximumLength = 30;

    /// <summary>Null where the object is a good lock, or nothing is known.</summary>
    public static LockObjectFault? Find(LockUse use, CodeModel model)
    {
        ExpressionSyntax @object = CallSyntax.WithoutCasts(use.Object);
        switch (@object)
        {
            case BaseObjectCreationExpressionSyntax or AnonymousObjectCreationExpressionSyntax
                or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax:
                return Certain(LockObjectFaultKind.New, @object);
            case InterpolatedStringExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression }:
                return model.GetConstantValue(@object).HasValue ? Exposed(LockObjectFaultKind.Text, @object)
                    : model.TypeOf(@object) is { SpecialType: SpecialType.System_String }
                        ? Certain(LockObjectFaultKind.New, @object)
                        : null;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression }:
                return Exposed(LockObjectFaultKind.Text, @object);
            case ThisExpressionSyntax:
                return model.TypeOf(@object) is not INamedTypeSymbol { IsValueType: false } own ? null
                    : OfStaticState(use, own, model)
                        ?? (LockOwner.MayBeLockedByOthers(own) ? Exposed(LockObjectFaultKind.This, @object) : null);
            case TypeOfExpressionSyntax { Type: var name }:
                return model.TypeOf(name) is INamedTypeSymbol named && !LockOwner.IsHidden(named)
                    ? Exposed(LockObjectFaultKind.Type, @object)
                    : null;
            case InvocationExpressionSyntax call:
                return OfCall(call, model);
            case SimpleNameSyntax or MemberAccessExpressionSyntax:
                return OfName(use, @object, model);
            default:
                return null;
        }
    }

    /// <summary>
    /// What a synchronized member does to static state, while it locks its own instance; else that it locks what others see.
    /// </summary>
    public static LockObjectFault? OfSynchronized(SyntaxNode member, IMethodSymbol method, CodeModel model)
    {
        INamedTypeSymbol type = method.ContainingType;
        if (!method.IsStatic
            && StaticUpdate.FirstIn(FunctionSyntax.Body(member)!, type, model) is { } update
            && !LockOwner.HasOneInstance(type, model.Types))
        {
            return new LockObjectFault(LockObjectFaultKind.StaticState, "this", update.Node, update.Name, update.IsLost);
        }

        string text = method.IsStatic ? "typeof(" + type.Name + ")" : "this";
        return (method.IsStatic ? !LockOwner.IsHidden(type) : LockOwner.MayBeLockedByOthers(type))
            ? new LockObjectFault(method.IsStatic ? LockObjectFaultKind.Type : LockObjectFaultKind.This, text, null, null, false)
            : null;
    }

    /// <summary>As much of an expression as a message has room for.</summary>
    public static string TextOf(ExpressionSyntax @object)
    {
        string text = @object.ToString();
        int end = text.IndexOfAny(new[] { '\r', '\n' });
        text = end < 0 ? text : text.Substring(0, end);
        return text.Length > MaximumLength ? text.Substring(0, MaximumLength) + "…" : text;
    }

    /// <summary>A lock that keeps nobody out.</summary>
    public static LockObjectFault Certain(LockObjectFaultKind kind, ExpressionSyntax @object, SyntaxNode? cause = null)
        => new(kind, TextOf(@object), cause, null, true);

    /// <summary>A lock that other code can take too.</summary>
    public static LockObjectFault Exposed(LockObjectFaultKind kind, ExpressionSyntax @object, SyntaxNode? cause = null)
        => new(kind, TextOf(@object), cause, null, false);

    private static LockObjectFault? OfCall(InvocationExpressionSyntax call, CodeModel model)
    {
        if (CallSyntax.CalledName(call) is not ("GetType" or "Format" or "Concat" or "Join" or "Intern"
                or "ToArray" or "ToList" or "ToString")
            || CallSyntax.MethodOf(call, model) is not { } method)
        {
            return null;
        }

        return method.Name switch
        {
            "GetType" when method is { IsStatic: false, ContainingType.SpecialType: SpecialType.System_Object }
                => Exposed(LockObjectFaultKind.Type, call),
            "Intern" when method.ContainingType.SpecialType == SpecialType.System_String => Exposed(LockObjectFaultKind.TextValue, call),
            "Format" or "Concat" or "Join" when method.ContainingType.SpecialType == SpecialType.System_String
                => Certain(LockObjectFaultKind.New, call),
            "ToString" when method.ContainingType.IsValueType && method.ContainingType.SpecialType != SpecialType.System_Boolean
                => Certain(LockObjectFaultKind.New, call),
            "ToArray" or "ToList" when method.IsDeclaredIn(model.Types.Enumerable) || method.IsDeclaredIn(model.Types.ListOfT)
                => Certain(LockObjectFaultKind.New, call),
            _ => null,
        };
    }

    private static LockObjectFault? OfName(LockUse use, ExpressionSyntax @object, CodeModel model)
    {
        ISymbol? symbol = model.SymbolOf(@object);
        if (TypeOf(symbol) is not { } type || type.IsOrDerivesFrom(model.Types.Task))
        {
            return null;
        }

        if (type.IsValueType)
        {
            return type is ITypeParameterSymbol || use.IsStatement && use.Object == @object ? null
                : Certain(LockObjectFaultKind.Boxed, @object);
        }

        if (symbol is ILocalSymbol local)
        {
            return local.HasConstantValue ? Exposed(LockObjectFaultKind.Text, @object)
                : CreationOfOwn(local, use, model) is { } creation
                    ? Certain(LockObjectFaultKind.Local, @object, creation)
                    : OfType(type, symbol, @object, model.Types);
        }

        if (symbol is not (IFieldSymbol or IPropertySymbol) || !LockedMember.IsOwn(@object, symbol, model))
        {
            return OfType(type, symbol!, @object, model.Types);
        }

        return LockedMember.FaultOf(use, @object, symbol, type, model);
    }

    /// <summary>What the type of the object tells alone: a text, a <c>Type</c>, a thread.</summary>
    public static LockObjectFault? OfType(ITypeSymbol type, ISymbol symbol, ExpressionSyntax @object, KnownTypes types)
        => type.SpecialType == SpecialType.System_String
                ? Exposed(IsInterned(symbol) ? LockObjectFaultKind.Text : LockObjectFaultKind.TextValue, @object)
            : type.Is(types.Thread)
                ? symbol is IPropertySymbol { IsStatic: true, Name: "CurrentThread" }
                    ? Certain(LockObjectFaultKind.CurrentThread, @object)
                    : Exposed(LockObjectFaultKind.Thread, @object)
            : type is { Name: "Type", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
                ? Exposed(LockObjectFaultKind.Type, @object)
            : null;

    private static bool IsInterned(ISymbol symbol)
        => symbol is IFieldSymbol { IsConst: true } or ILocalSymbol { HasConstantValue: true }
            || (symbol is IFieldSymbol { IsReadOnly: true } && symbol.FirstSyntax()
                is VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax });

    /// <summary>Static state of the type is changed under the lock.</summary>
    public static LockObjectFault? OfStaticState(LockUse use, INamedTypeSymbol type, CodeModel model)
        => use.Place is LockStatementSyntax @lock
            && StaticUpdate.FirstIn(@lock.Statement, type.OriginalDefinition, model) is { } update
            && !LockOwner.HasOneInstance(type, model.Types)
                ? new LockObjectFault(
                    LockObjectFaultKind.StaticState, TextOf(CallSyntax.WithoutCasts(use.Object)), update.Node, update.Name, update.IsLost)
                : null;

    /// <summary>What the local is set to, where no other code but locks of this very function names it.</summary>
    private static SyntaxNode? CreationOfOwn(ILocalSymbol local, LockUse use, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(use.Place) is not { } function
            || LocalAssignments.OnlyValueOf(local, model) is not { } value
            || CallSyntax.WithoutCasts(value) is not BaseObjectCreationExpressionSyntax
            || FunctionSyntax.Enclosing(value) != function)
        {
            return null;
        }

        foreach (SyntaxNode node in FunctionSyntax.OutermostEnclosing(function).Descendants())
        {
            if (node is IdentifierNameSyntax name && name.Identifier.ValueText == local.Name && !CallSyntax.IsInNameOf(name)
                && (FunctionSyntax.Enclosing(name) != function || !IsLocked(name)))
            {
                return null;
            }
        }

        return value;
    }

    private static bool IsLocked(IdentifierNameSyntax name)
        => CallSyntax.WithCasts(name) is var whole
            && (whole.Parent is ArgumentSyntax { Parent.Parent: { } call } ? LockUse.Of(call) : LockUse.Of(whole.Parent!)) is { } use
            && use.Object == whole;

    /// <summary>The type of a variable or member; null for other symbols.</summary>
    public static ITypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol { IsIndexer: false } property => property.Type,
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };
}
