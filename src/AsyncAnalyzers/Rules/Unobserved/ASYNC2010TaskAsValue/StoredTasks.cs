namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Tasks in variables, fields and properties, told by their names: no call makes them where they are read.</summary>
internal static class StoredTasks
{
    /// <summary>By syntax alone: the sequence may hold tasks. A variable may hold anything.</summary>
    public static bool MayBe(ExpressionSyntax sequence) => CallSyntax.WithoutSuppression(sequence) switch
    {
        IdentifierNameSyntax => true,
        MemberAccessExpressionSyntax access => SpeaksOfTask(access.Name.Identifier.ValueText),
        InvocationExpressionSyntax
        {
            ArgumentList.Arguments: { Count: 1 } arguments,
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select", Expression: var source }
        } => MayBeSelectedBy(arguments[0].Expression, source),
        _ => false,
    };

    /// <summary><c>x => x.LoadTask</c>, and <c>t => t</c> for a sequence that is named after tasks.</summary>
    public static bool MayBeSelectedBy(ExpressionSyntax function, ExpressionSyntax source)
        => function is LambdaExpressionSyntax { ExpressionBody: { } body } lambda
            && (IsNamedSo(body)
                || (CallSyntax.WalkDownParentheses(body) is IdentifierNameSyntax own && IsParameter(lambda, own)
                    && CallSyntax.WithoutSuppression(source) is SimpleNameSyntax or MemberAccessExpressionSyntax
                    && SpeaksOfTask(NameOf(source))));

    /// <summary>A variable or member whose name speaks of a task.</summary>
    public static bool IsNamedSo(ExpressionSyntax expression)
        => CallSyntax.WithoutSuppression(expression) is IdentifierNameSyntax or MemberAccessExpressionSyntax
            && SpeaksOfTask(NameOf(expression));

    /// <summary>A property whose getter starts the work: each access makes another task.</summary>
    public static bool IsStartedByGetter(ExpressionSyntax access, CodeModel model)
        => access is SimpleNameSyntax or MemberAccessExpressionSyntax
            && model.SymbolOf(access) is IPropertySymbol { IsVirtual: false, GetMethod: { } getter }
            && getter.DeclaringSyntaxReferences.Any(place => BodyOf(place.GetSyntax(model.CancellationToken)) is { } body
                && FunctionSyntax.ReturnedBy(body).All(static returned
                    => CallSyntax.WalkDownParentheses(returned) is InvocationExpressionSyntax call
                        && CallSyntax.CalledName(call) is { } name
                        && (name == "Run" || name.EndsWith("Async", StringComparison.Ordinal))));

    private static SyntaxNode? BodyOf(SyntaxNode getter)
        => getter is ArrowExpressionClauseSyntax arrow ? arrow.Expression : FunctionSyntax.Body(getter);

    private static string NameOf(ExpressionSyntax expression) => CallSyntax.WithoutSuppression(expression) switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => string.Empty,
    };

    private static bool IsParameter(LambdaExpressionSyntax lambda, IdentifierNameSyntax name) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.ValueText == name.Identifier.ValueText,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters }
            => parameters[0].Identifier.ValueText == name.Identifier.ValueText,
        _ => false,
    };

    private static bool SpeaksOfTask(string name)
        => name.IndexOf("task", StringComparison.OrdinalIgnoreCase) >= 0 || name.EndsWith("Async", StringComparison.Ordinal)
            || name == "Completion";
}
