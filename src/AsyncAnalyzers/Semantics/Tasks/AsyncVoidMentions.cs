namespace AsyncAnalyzers.Semantics;

/// <summary>Where an <c>async void</c> method that is nobody else's is named: handed to somebody, or called.</summary>
internal static class AsyncVoidMentions
{
    /// <summary>
    /// The names of a private method or local function in the arguments of calls; empty where it is used in any other way. ASYNC2003 speaks
    /// of it there, and ASYNC2002 leaves it alone.
    /// </summary>
    public static IReadOnlyList<ExpressionSyntax> Of(SyntaxNode function, CodeModel model)
    {
        var passed = new List<ExpressionSyntax>();
        foreach (SimpleNameSyntax mention in MentionsOf(function, model))
        {
            ExpressionSyntax value = mention.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access
                ? access
                : mention;
            if (value.Parent is not ArgumentSyntax
                {
                    Parent.Parent: InvocationExpressionSyntax
                    or BaseObjectCreationExpressionSyntax
                    {
                        Parent: not AssignmentExpressionSyntax
                        {
                            RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression
                        }
                    }
                })
            {
                return Array.Empty<ExpressionSyntax>();
            }

            passed.Add(value);
        }

        return passed;
    }

    /// <summary>
    /// A call in an async function that goes on behind it, and could wait for it if there were a task; null where there is none.
    /// </summary>
    public static InvocationExpressionSyntax? CallThatGoesOn(SyntaxNode function, CodeModel model)
        => MentionsOf(function, model).Select(CallSyntax.InvocationOf).FirstOrDefault(call
            => call is { Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } statement }
            && FunctionSyntax.Enclosing(call) is { } caller && caller != function && FunctionSyntax.IsAsync(caller)
            && (block.Statements.Last() != statement || block.Parent != caller));

    /// <summary>
    /// In its own type the function is given as a delegate that returns nothing, so that it cannot return a task either: it is kept as one,
    /// given as one that others have declared (<c>TimerCallback</c>), or to a method that takes nothing else, or of which nothing is known.
    /// So is a lambda that calls it.
    /// </summary>
    public static bool IsGivenForGood(SyntaxNode function, CodeModel model) => function switch
    {
        LocalFunctionStatementSyntax { Parent: { } scope } local
            => NameMentions.In(scope, model)[local.Identifier.ValueText].Any(mention => IsGivenForGood(mention, model)),
        MethodDeclarationSyntax method when model.GetDeclaredSymbol(method) is IMethodSymbol { ContainingType: { } type } symbol
            => NameMentions.InType(type, symbol.Name, model).Any(mention => IsGivenForGood(mention, model.In(mention.SyntaxTree))),
        _ => false,
    };

    private static bool IsGivenForGood(SimpleNameSyntax mention, CodeModel model)
        => DelegateOf(mention) is { } given
            && (IsForeignDelegate(given, model)
                || given.Parent switch
                {
                    ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker }
                        => CallSyntax.MethodOf(taker, model) is not { } method || TakesNoTask(method, model),
                    ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax created }
                        => model.SymbolOf(created) is not IMethodSymbol constructor || TakesNoTask(constructor, model),
                    // A lambda that only calls it may as well drop the task.
                    _ => given is not LambdaExpressionSyntax && model.GetTypeInfo(given).ConvertedType is { TypeKind: TypeKind.Delegate },
                });

    /// <summary>No overload of the method takes a function that returns a task.</summary>
    public static bool TakesNoTask(IMethodSymbol? method, CodeModel model)
        => method is not null
            && !(method.ReducedFrom ?? method).ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(overload
                => overload.Parameters.Any(parameter => MayReturnTask(parameter.Type, model)));

    /// <summary>Also of many: <c>params Func&lt;Task&gt;[]</c>.</summary>
    private static bool MayReturnTask(ITypeSymbol parameter, CodeModel model) => parameter switch
    {
        IArrayTypeSymbol { ElementType: var element } => MayReturnTask(element, model),
        INamedTypeSymbol { DelegateInvokeMethod.ReturnType: var returned }
            => returned.TypeKind == TypeKind.TypeParameter || returned.IsTaskOrValueTask(model.Types),
        ITypeParameterSymbol => true,
        _ => false,
    };

    /// <summary>The function, or the lambda, becomes a delegate that neither this project nor a type argument can change.</summary>
    public static bool IsForeignDelegate(ExpressionSyntax function, CodeModel model)
        => DelegateTypeOf(function, model) is { TypeKind: TypeKind.Delegate } type
            && !(type is { Name: "Action" or "Func", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, model.Compilation.Assembly);

    /// <summary>The delegate type that a lambda or a method group is turned into, also by <c>new TimerCallback(…)</c>.</summary>
    public static ITypeSymbol? DelegateTypeOf(ExpressionSyntax function, CodeModel model)
        => function.Parent is ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation }
            && model.TypeOf(creation) is { TypeKind: TypeKind.Delegate } made
                ? made
                : model.GetTypeInfo(function).ConvertedType;

    private static ExpressionSyntax? DelegateOf(SimpleNameSyntax mention)
    {
        ExpressionSyntax named = mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention ? access : mention;
        if (named.Parent is not InvocationExpressionSyntax call)
        {
            return named.Parent is ArgumentSyntax or AssignmentExpressionSyntax or EqualsValueClauseSyntax or CastExpressionSyntax
                    or InitializerExpressionSyntax
                && !CallSyntax.IsInNameOf(mention)
                    ? named
                    : null;
        }

        return call.Parent switch
        {
            LambdaExpressionSyntax lambda when !FunctionSyntax.IsAsync(lambda) => lambda,
            ExpressionStatementSyntax { Parent: BlockSyntax { Statements.Count: 1, Parent: AnonymousFunctionExpressionSyntax body } }
                when !FunctionSyntax.IsAsync(body) => body,
            _ => null,
        };
    }

    /// <summary>Where a method or local function is named that no other code can name; empty for all others.</summary>
    private static IEnumerable<SimpleNameSyntax> MentionsOf(SyntaxNode function, CodeModel model)
    {
        (string name, SyntaxNode? scope) = function switch
        {
            LocalFunctionStatementSyntax local
                => (local.Identifier.ValueText, local.Parent is GlobalStatementSyntax ? local.Parent.Parent : local.Parent),
            MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null, Parent: TypeDeclarationSyntax type } method when IsPrivate(method)
                && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
                && !type.Members.Any(member => member != method
                    && member is MethodDeclarationSyntax other
                    && other.Identifier.ValueText == method.Identifier.ValueText)
                => (method.Identifier.ValueText, type),
            _ => ("", null),
        };
        return scope is null
            ? Array.Empty<SimpleNameSyntax>()
            : NameMentions.In(scope, model)[name].Where(mention => !CallSyntax.IsInNameOf(mention));
    }

    private static bool IsPrivate(MethodDeclarationSyntax method)
        => !method.Modifiers.Any(modifier
            => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword
                or SyntaxKind.OverrideKeyword or SyntaxKind.PartialKeyword);
}
