namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Callers that look whether they were given a task: <c>if (queue.Enqueue(x) == null)</c>. The null is agreed upon.</summary>
internal static class ExpectedNull
{
    /// <summary>How many calls an answer is followed through that is merely handed on.</summary>
    private const int MaximumDepth = 3;

    /// <summary>
    /// Some call of the function tests its answer for null, at once or in the variable that holds it, passes it to a method that does, or
    /// hands it on to a caller who does; the function hands on an answer that others test; or its documentation speaks of null.
    /// </summary>
    public static bool IsOf(SyntaxNode function, CodeModel model)
        => function is MethodDeclarationSyntax or LocalFunctionStatementSyntax
            && FunctionSyntax.SymbolOf(function, model) is { } method
            && (IsDocumented(function) || IsLookedAt(method, model, MaximumDepth)
                || (HandsOnWhatIsLookedAt(function, model) && !IsAwaited(method, model)));

    private static bool IsLookedAt(IMethodSymbol method, CodeModel model, int depth)
    {
        foreach (SimpleNameSyntax mention in ProjectMentions.Of(method.Name, model.Compilation, model.CancellationToken))
        {
            if (CallSyntax.InvocationOf(mention) is { } call && (IsTested(call) || depth > 0)
                && model.In(mention.SyntaxTree) is var there
                && there.SymbolOf(call) is IMethodSymbol called
                && IsSame(called.OriginalDefinition, method)
                && (IsTested(call) || IsTestedByCallee(call, there) || IsTestedByCaller(call, method, there, depth)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Some call of the method is awaited as it is: null is not expected there.</summary>
    private static bool IsAwaited(IMethodSymbol method, CodeModel model)
        => ProjectMentions.Of(method.Name, model.Compilation, model.CancellationToken).Any(mention
            => CallSyntax.InvocationOf(mention) is { } call && TaskUse.Of(call).Kind is TaskUseKind.Awaited or TaskUseKind.Waited
                && model.In(mention.SyntaxTree).SymbolOf(call) is IMethodSymbol called && IsSame(called.OriginalDefinition, method));

    /// <summary><c>Finish(Write(value));</c>, where the callee asks whether its parameter is null.</summary>
    private static bool IsTestedByCallee(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.WithCasts(call) is { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker } } given
            && CallSyntax.MethodOf(taker, model) is { } callee
            && callee.Parameters.FirstOrDefault(parameter => GivenArgument.For(parameter, taker) == given) is { } parameter
            && CalledSource.Of(callee, model) is { } source
            && AsksWhetherNull(source.Body, parameter.Name);

    /// <summary>The call is what another method answers, whose callers ask.</summary>
    private static bool IsTestedByCaller(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model, int depth)
        => depth > 0 && TaskUse.Of(call).Kind == TaskUseKind.Returned
            && FunctionSyntax.Enclosing(call) is MethodDeclarationSyntax or LocalFunctionStatementSyntax
            && FunctionSyntax.Enclosing(call) is { } function && !FunctionSyntax.IsAsync(function)
            && FunctionSyntax.SymbolOf(function, model) is { } next && !SymbolEqualityComparer.Default.Equals(next, method)
            && IsLookedAt(next, model, depth - 1);

    /// <summary>
    /// The function answers with what another one answers, null included, and somebody looks at that: <c>return Write(packet);</c>
    /// </summary>
    private static bool HandsOnWhatIsLookedAt(SyntaxNode function, CodeModel model)
        => FunctionSyntax.Body(function) is { } body
            && FunctionSyntax.ReturnedBy(body).SelectMany(NullAnswer.CallsIn).Any(call
                => CallSyntax.MethodOf(call, model) is { MethodKind: MethodKind.Ordinary } next && NullAnswer.MayComeFrom(next, model)
                    && IsLookedAtBelow(next, model, MaximumDepth));

    private static bool IsLookedAtBelow(IMethodSymbol method, CodeModel model, int depth)
        => IsLookedAt(method.OriginalDefinition, model, 1)
            || (depth > 0 && CalledSource.Of(method, model) is { } source && model.With(source.Model) is var there
                && FunctionSyntax.ReturnedBy(source.Body).SelectMany(NullAnswer.CallsIn).Any(call
                    => CallSyntax.MethodOf(call, there) is { MethodKind: MethodKind.Ordinary } next && NullAnswer.MayComeFrom(next, there)
                        && IsLookedAtBelow(next, there, depth - 1)));

    /// <summary>The <c>returns</c> of its documentation names null as an answer: "the task, or null when there is nothing to do".</summary>
    private static bool IsDocumented(SyntaxNode function)
    {
        string text = function.HasLeadingTrivia ? function.GetLeadingTrivia().ToFullString() : string.Empty;
        int start = text.IndexOf("<returns>", StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf("</returns>", start, StringComparison.Ordinal);
        return end > 0 && text.Substring(start, end - start) is var returns
            && (returns.Contains(" null") || returns.Contains("\"null\""))
            && !returns.Contains("not null") && !returns.Contains("never null");
    }

    /// <summary>The method, or one that it overrides or implements.</summary>
    private static bool IsSame(IMethodSymbol called, IMethodSymbol method)
        => SymbolEqualityComparer.Default.Equals(called, method.OriginalDefinition)
            || (method.OverriddenMethod is { } overridden && IsSame(called, overridden))
            || (called.ContainingType.TypeKind == TypeKind.Interface
                && SymbolEqualityComparer.Default.Equals(
                    method.ContainingType.FindImplementationForInterfaceMember(called)?.OriginalDefinition, method.OriginalDefinition));

    private static bool IsTested(InvocationExpressionSyntax call)
        => IsTestedHere(call)
            || (VariableSetTo(call) is { } variable && FunctionSyntax.Enclosing(call) is { } around
                && AsksWhetherNull(around, variable));

    private static bool AsksWhetherNull(SyntaxNode scope, string variable)
        => scope.Descendants().Any(node => node is IdentifierNameSyntax mention && mention.Identifier.ValueText == variable
            && IsTestedHere(mention));

    private static string? VariableSetTo(ExpressionSyntax call) => call.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } => local.Identifier.ValueText,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable } => variable.Identifier.ValueText,
        _ => null,
    };

    private static bool IsTestedHere(ExpressionSyntax value) => value.Parent switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce => coalesce.Left == value,
        IsPatternExpressionSyntax => true,
        ConditionalAccessExpressionSyntax access => access.Expression == value,
        var test => NullTest.Of(test) is not null,
    };
}
