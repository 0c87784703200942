namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Types of this compilation whose objects stay in locals: no member, collection, delegate, task or other thread gets one, so no two
/// threads use one object. Every mention of the type is looked at. Under-approximates: a form that is not known counts as a way out.
/// </summary>
internal static class LocalObjects
{
    /// <summary>That is so of all objects of the type.</summary>
    public static bool AreAllOf(INamedTypeSymbol type, CodeModel model)
    {
        if (type is not { TypeKind: TypeKind.Class, IsStatic: false, IsGenericType: false, BaseType.SpecialType: SpecialType.System_Object }
            || CalledSource.IsOpenToOthers(type, model.Compilation))
        {
            return false;
        }

        bool isMade = false;
        foreach (SimpleNameSyntax mention in ProjectMentions.Of(type.Name, model.Compilation, model.CancellationToken))
        {
            CodeModel own = model.In(mention.SyntaxTree);
            if (own.SymbolOf(mention) is { } symbol && !SymbolEqualityComparer.Default.Equals(symbol, type))
            {
                continue;
            }

            switch (TypeAround(mention).Parent)
            {
                case ObjectCreationExpressionSyntax creation when IsKept(creation, type, own):
                    isMade = true;
                    break;
                case ParameterSyntax
                {
                    Modifiers.Count: 0, Parent.Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax,
                } parameter
                    when IsKept(parameter, type, own):
                    break;
                case VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax } declaration
                    when declaration.Variables.All(variable => variable.Initializer?.Value is BaseObjectCreationExpressionSyntax creation
                        && IsKept(creation, type, own)):
                    isMade = true;
                    break;
                default:
                    return false;
            }
        }

        return isMade && !HandsItselfOut(type, model);
    }

    private static SyntaxNode TypeAround(SimpleNameSyntax mention)
    {
        SyntaxNode type = mention;
        while (type.Parent is NullableTypeSyntax || (type.Parent is QualifiedNameSyntax qualified && qualified.Right == type))
        {
            type = type.Parent;
        }

        return type;
    }

    /// <summary>A new object that is put into a local or handed to a call, and goes no further.</summary>
    private static bool IsKept(BaseObjectCreationExpressionSyntax creation, INamedTypeSymbol type, CodeModel model)
        => creation.Parent is EqualsValueClauseSyntax
        {
            Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax } local,
        }
            ? AreUsesHarmless(local, local.Identifier.ValueText, type, model)
            : IsHarmless(creation, type, model);

    private static bool IsKept(ParameterSyntax parameter, INamedTypeSymbol type, CodeModel model)
        => !FunctionSyntax.IsAsync(parameter.Parent!.Parent!)
            && AreUsesHarmless(parameter, parameter.Identifier.ValueText, type, model);

    /// <summary>All that the function does with the variable, of which no function in it knows.</summary>
    private static bool AreUsesHarmless(SyntaxNode declaration, string variable, INamedTypeSymbol type, CodeModel model)
    {
        SyntaxNode? function = declaration is ParameterSyntax ? declaration.Parent!.Parent : FunctionSyntax.Enclosing(declaration);
        return function is not null && VariableMentions.In(FunctionSyntax.OutermostEnclosing(function), variable, model).All(mention
            => FunctionSyntax.Enclosing(mention) == function && IsHarmless(CallSyntax.WithCasts(mention), type, model));
    }

    /// <summary>A member of the object is used, or it is handed to a function of this compilation that is waited for.</summary>
    private static bool IsHarmless(ExpressionSyntax @object, INamedTypeSymbol type, CodeModel model)
    {
        switch (@object.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == @object:
                return model.SymbolOf(access.Name) switch
                {
                    IMethodSymbol { ReducedFrom: null } method => CallSyntax.InvocationOf(access.Name) is not null && !MayRunOn(method),
                    IFieldSymbol or IPropertySymbol => true,
                    _ => false,
                };
            case ElementAccessExpressionSyntax element:
                return element.Expression == @object;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }:
                return true;
            case ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent.Parent: InvocationExpressionSyntax call } argument:
                return CallSyntax.MethodOf(call, model) is { MethodKind: not MethodKind.DelegateInvoke, ReducedFrom: null } called
                    && !MayRunOn(called)
                    && GivenArgument.ParameterOf(argument.Expression, call, called.OriginalDefinition) is { Type: var taken }
                    && SymbolEqualityComparer.Default.Equals(taken, type);
            default:
                return false;
        }
    }

    /// <summary>It may still run when its caller goes on.</summary>
    private static bool MayRunOn(IMethodSymbol method)
        => method.IsAsync || method.ReturnType.Name is "Task" or "ValueTask" or "IAsyncEnumerable" or "Thread";

    /// <summary>The code of the type gives its object, or a function of it, to other code.</summary>
    private static bool HandsItselfOut(INamedTypeSymbol type, CodeModel model)
    {
        foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
        {
            CodeModel own = model.In(part.SyntaxTree);
            foreach (SyntaxNode node in part.GetSyntax(model.CancellationToken).Descendants())
            {
                switch (node)
                {
                    case AnonymousFunctionExpressionSyntax:
                    case ThisExpressionSyntax { Parent: not (MemberAccessExpressionSyntax or ElementAccessExpressionSyntax) }:
                    case MethodDeclarationSyntax method when FunctionSyntax.IsAsync(method):
                    case IdentifierNameSyntax { Parent: not NameColonSyntax } name when CallSyntax.InvocationOf(name) is null
                        && !CallSyntax.IsInNameOf(name) && MayBeFunction(name) && own.SymbolOf(name) is IMethodSymbol:
                        return true;
                }
            }
        }

        return false;
    }

    /// <summary>By syntax: a name that stands for a value of its own, as a method that is made a delegate does.</summary>
    private static bool MayBeFunction(IdentifierNameSyntax name)
        => Writes.ExpressionOf(name).Parent is ArgumentSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax
            or ReturnStatementSyntax or ArrowExpressionClauseSyntax or CastExpressionSyntax or InitializerExpressionSyntax
            or ConditionalExpressionSyntax or BinaryExpressionSyntax or ParenthesizedExpressionSyntax;
}
