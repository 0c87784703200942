namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Calls of generic methods that return what a function returns: <c>policy.Execute(() => SaveAsync())</c>. Where that is a task, the
/// method returns as soon as the work has begun, and its caller holds the task.
/// </summary>
internal static class FunctionResult
{
    /// <summary>By syntax alone: an argument is a function that may start a task.</summary>
    public static bool MayBeStartedBy(InvocationExpressionSyntax call, Compilation compilation)
    {
        foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
        {
            if (MayStart(argument.Expression, compilation))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The method returns the result of a function that it is given, and this function starts a task. Not where the type also stands
    /// for a parameter of the method, or where the method may keep the task for others (<c>GetOrCreate</c>).
    /// </summary>
    public static bool IsStartedBy(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        if (method.OriginalDefinition.ReturnType is not ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } result
            || MayKeep(method.Name) || !MayBeStartedBy(call, model.Compilation))
        {
            return false;
        }

        bool isResult = false;
        foreach (IParameterSymbol parameter in method.OriginalDefinition.Parameters)
        {
            if (SymbolEqualityComparer.Default.Equals(parameter.Type, result))
            {
                return false;
            }

            if (parameter.Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke }
                && SymbolEqualityComparer.Default.Equals(invoke.ReturnType, result))
            {
                isResult = true;
            }
        }

        return isResult && call.ArgumentList.Arguments.Any(argument => MayStart(argument.Expression, model.Compilation)
            && IsStart(argument.Expression, model));
    }

    private static bool MayKeep(string name)
        => name.StartsWith("Get", StringComparison.Ordinal) || name.StartsWith("Add", StringComparison.Ordinal)
            || name.StartsWith("Set", StringComparison.Ordinal)
            || name.Contains("Cache") || name.Contains("Lazy") || name.Contains("Memo");

    private static bool MayStart(ExpressionSyntax function, Compilation compilation) => function switch
    {
        AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 } => true,
        AnonymousFunctionExpressionSyntax { ExpressionBody: { } body } => MayBeTask(body, compilation),
        AnonymousFunctionExpressionSyntax { Block: { } block } => ReturnedBy(block).Any(returned => MayBeTask(returned, compilation)),
        SimpleNameSyntax { Identifier.ValueText: var name } => IsOfMethod(name) && AwaitableNames.Of(compilation).MayReturnAwaitable(name),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => IsOfMethod(name)
            && AwaitableNames.Of(compilation).MayReturnAwaitable(name),
        _ => false,
    };

    private static bool MayBeTask(ExpressionSyntax result, Compilation compilation)
        => StartedWork.CallsIn(result).Any(call => StartedWork.MayStart(call, compilation));

    private static bool IsStart(ExpressionSyntax function, CodeModel model)
        => function switch
        {
            AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 } lambda => !DroppedTask.LooksAfterItself(lambda),
            AnonymousFunctionExpressionSyntax { ExpressionBody: { } body }
                => StartedWork.Find(body, model) is not null,
            AnonymousFunctionExpressionSyntax { Block: { } block }
                => ReturnedBy(block).Any(returned => StartedWork.Find(returned, model) is not null),
            _ => model.SymbolOf(function) is IMethodSymbol method
                && method.ReturnType.IsTaskOrValueTask(model.Types)
                && DroppedTask.IsStartedWork(method)
                && !StartedWork.LooksAfterItself(method, model),
        };

    private static IEnumerable<ExpressionSyntax> ReturnedBy(BlockSyntax block) => FunctionSyntax.ReturnedBy(block);

    private static bool IsOfMethod(string name) => name.Length > 0 && char.IsUpper(name[0]);
}
