namespace AsyncAnalyzers.Semantics;

/// <summary>Which calls of <c>Task.Factory.StartNew</c> <c>Task.Run</c> can take the place of.</summary>
internal static class StartNewArguments
{
    /// <summary>
    /// The arguments that are left for <c>Task.Run</c>: the function, and the token where there is one. Null where options, a scheduler
    /// or a state say more than <c>Task.Run</c> can, or where the scheduler around the call may be another than the default.
    /// </summary>
    public static IReadOnlyList<ArgumentSyntax>? KeptByRun(InvocationExpressionSyntax call, CodeModel model)
    {
        if (call.Expression is not MemberAccessExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Factory", Expression: var type },
                Name.Identifier.ValueText: "StartNew"
            }
            || !(model.SymbolOf(type) as ITypeSymbol).Is(model.Types.Task)
            || CallSyntax.MethodOf(call, model) is not { } method)
        {
            return null;
        }

        IReadOnlyList<ArgumentSyntax>? kept = KeptByRun(call.ArgumentList, method, model.Types);
        bool namesScheduler = method.Parameters.Any(static parameter => parameter.Type.Name == "TaskScheduler");
        return kept is not null && (namesScheduler || !IsUnderScheduler(call)) ? kept : null;
    }

    /// <summary>The same for the arguments of <c>new Task(…)</c>, which take the same form.</summary>
    public static IReadOnlyList<ArgumentSyntax>? KeptByRun(ArgumentListSyntax arguments, IMethodSymbol method, KnownTypes types)
    {
        var kept = new List<ArgumentSyntax>();
        for (int index = 0; index < arguments.Arguments.Count; index++)
        {
            ArgumentSyntax argument = arguments.Arguments[index];
            if (argument.NameColon is not null || index >= method.Parameters.Length)
            {
                return null;
            }

            ITypeSymbol parameter = method.Parameters[index].Type;
            if (index == 0
                ? method.Parameters[0].Type is INamedTypeSymbol { DelegateInvokeMethod.Parameters.IsEmpty: true }
                : parameter.Is(types.CancellationToken))
            {
                if (index == 0 || !IsNoToken(argument.Expression))
                {
                    kept.Add(argument);
                }
            }
            else if (!IsDefault(argument.Expression, parameter, types))
            {
                return null;
            }
        }

        return kept.Count == 0 ? null : kept;
    }

    private static bool IsNoToken(ExpressionSyntax token)
        => token is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } or DefaultExpressionSyntax
            || token is MemberAccessExpressionSyntax
            {
                Expression: SimpleNameSyntax { Identifier.ValueText: "CancellationToken" },
                Name.Identifier.ValueText: "None"
            };

    /// <summary>
    /// <c>TaskCreationOptions.None</c>, <c>DenyChildAttach</c> and <c>TaskScheduler.Default</c>: what <c>Task.Run</c> says without being
    /// told.
    /// </summary>
    private static bool IsDefault(ExpressionSyntax argument, ITypeSymbol parameter, KnownTypes types)
        => argument is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }
            && (parameter.Is(types.TaskCreationOptions) ? name is "None" or "DenyChildAttach" : parameter.Name == "TaskScheduler"
                && name == "Default");

    /// <summary>
    /// The call stands in a function that is handed over together with a scheduler: tasks started there without one stay on it.
    /// </summary>
    private static bool IsUnderScheduler(SyntaxNode call)
        => call.Ancestors().OfType<ArgumentListSyntax>().Any(static list
            => list.Arguments.Any(static argument => argument.Expression is not AnonymousFunctionExpressionSyntax
            && argument.DescendantTokens().Any(static token
                => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText.EndsWith("cheduler", StringComparison.Ordinal)
                || token.ValueText == "FromCurrentSynchronizationContext")));
}
