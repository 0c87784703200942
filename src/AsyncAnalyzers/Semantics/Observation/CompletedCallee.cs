namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Calls of code that is over when it returns and has nothing but a completed task to hand out: what it throws reaches the caller.
/// </summary>
internal static class CompletedCallee
{
    private const int MaximumDepth = 2;

    public static bool IsOf(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        if (!method.ReturnType.IsTaskOrValueTask(model.Types))
        {
            return false;
        }

        SyntaxNode? callee = method.MethodKind == MethodKind.DelegateInvoke ? LambdaOf(call, model)
            : CalledSource.Of(method, model)?.Function;
        return callee is not null
            && ReturnsCompleted(callee, callee.SyntaxTree == model.SyntaxTree ? model : null, 0, null)
            && (!CalledSource.MayBeOverridden(method)
                // base.F() runs no override.
                || call.Expression is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax }
                || (!OnlyImplementation.IsOpenToOthers(method, model.Compilation) && OverridesAreCompleted(method, model)));
    }

    /// <summary>The same of a method that others may override: what is there of it in this compilation is complete.</summary>
    public static bool IsOfOpen(IMethodSymbol method, CodeModel model)
        => CalledSource.MayBeOverridden(method) && method.ReturnType.IsTaskOrValueTask(model.Types)
            && CalledSource.Of(method, model)?.Function is { } callee
            && ReturnsCompleted(callee, null, 0, model) && OverridesAreCompleted(method, model);

    /// <summary>The writers of the console are synchronized: they have written when they return, and throw to the caller.</summary>
    public static bool IsOfConsole(InvocationExpressionSyntax call, CodeModel model)
        => call.Expression is MemberAccessExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Out" or "Error" } writer
        }
            && model.SymbolOf(writer) is IPropertySymbol
            {
                ContainingType:
                {
                    Name: "Console", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
                }
            };

    /// <summary>What this compilation overrides the method with is complete at sight too.</summary>
    private static bool OverridesAreCompleted(IMethodSymbol method, CodeModel model)
        => OnlyImplementation.OverridesOf(method, model).All(overriding
            => CalledSource.DeclarationOf(overriding, model.CancellationToken) is { } function
            && ReturnsCompleted(function, null, 0, model));

    /// <param name="function">The function.</param>
    /// <param name="known">The model of its file; null for another file, of which only what is complete at sight counts.</param>
    /// <param name="depth">How many calls down.</param>
    /// <param name="open">Not null where methods count that others may override, and tasks that a static field holds for all calls.</param>
    private static bool ReturnsCompleted(SyntaxNode function, CodeModel? known, int depth, CodeModel? open)
    {
        if (FunctionSyntax.IsAsync(function) || FunctionSyntax.Body(function) is not { } body)
        {
            return false;
        }

        bool any = false;
        foreach (ExpressionSyntax returned in FunctionSyntax.ReturnedBy(body))
        {
            any = true;
            if (!CallSyntax.IsCompletedTask(returned)
                && !(open is { } others && (IsSharedTask(returned, others) || HandsOnCompleted(returned, others, depth)))
                && !(depth < MaximumDepth && known is { } model
                    && CallSyntax.WalkDownParentheses(returned) is InvocationExpressionSyntax inner
                    && CallSyntax.MethodOf(inner, model) is { MethodKind: not MethodKind.DelegateInvoke } next
                    && CalledSource.OfOnly(next, model)?.Function is { } declaration
                    && ReturnsCompleted(declaration, declaration.SyntaxTree == model.SyntaxTree ? model : null, depth + 1, null)))
            {
                return false;
            }
        }

        return any;
    }

    /// <summary><c>TypeConstants.EmptyTask</c>: a static field that is never set again holds one task for all calls.</summary>
    private static bool IsSharedTask(ExpressionSyntax returned, CodeModel model)
        => returned is SimpleNameSyntax or MemberAccessExpressionSyntax && model.Compilation.ContainsSyntaxTree(returned.SyntaxTree)
            && model.In(returned.SyntaxTree).SymbolOf(returned) is IFieldSymbol { IsStatic: true, IsReadOnly: true } field
            && (field.DeclaringSyntaxReferences.IsEmpty
                || (model.SyntaxOf(field) is VariableDeclaratorSyntax { Initializer.Value: var value }
                    && CallSyntax.IsCompletedTask(value)));

    private static bool HandsOnCompleted(ExpressionSyntax returned, CodeModel model, int depth)
        => depth < MaximumDepth && CallSyntax.WalkDownParentheses(returned) is InvocationExpressionSyntax call
            && model.Compilation.ContainsSyntaxTree(call.SyntaxTree)
            && CallSyntax.MethodOf(call, model.In(call.SyntaxTree)) is { IsAbstract: false, MethodKind: not MethodKind.DelegateInvoke } next
            && CalledSource.Of(next, model)?.Function is { } declaration
            && ReturnsCompleted(declaration, null, depth + 1, model)
            && OnlyImplementation.OverridesOf(next, model).All(overriding
                => CalledSource.DeclarationOf(overriding, model.CancellationToken) is { } function
                    && ReturnsCompleted(function, null, depth + 1, model));

    /// <summary>The lambda in a local that is never set again.</summary>
    private static SyntaxNode? LambdaOf(InvocationExpressionSyntax call, CodeModel model)
    {
        ExpressionSyntax called = call.Expression is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "Invoke",
            Expression: var receiver
        } ? receiver : call.Expression;
        return called is IdentifierNameSyntax name
            && model.SymbolOf(name) is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } places }
            && places[0].GetSyntax(model.CancellationToken)
                is VariableDeclaratorSyntax { Initializer.Value: AnonymousFunctionExpressionSyntax lambda } local
            && !VariableMentions.Of(local, model).Any(static mention => TaskUse.Of(mention).Kind == TaskUseKind.NotRead)
            ? lambda
            : null;
    }
}
