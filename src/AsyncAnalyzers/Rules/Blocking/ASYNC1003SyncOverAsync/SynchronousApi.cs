namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// The synchronous method that does what a waited-for asynchronous call does: <c>Deserialize(stream)</c> for
/// <c>DeserializeAsync(stream)</c>.
/// </summary>
/// <param name="Call">The asynchronous call that is waited for.</param>
/// <param name="Synchronous">The call that takes the place of the wait.</param>
internal sealed record SynchronousApi(InvocationExpressionSyntax Call, InvocationExpressionSyntax Synchronous)
{
    public string Name => CallSyntax.CalledName(Synchronous)!;

    /// <summary>Null where there is none, where it binds to something else, or where it waits for the asynchronous one itself.</summary>
    public static SynchronousApi? Find(BlockingWait wait, CodeModel model)
    {
        if (wait.Task is null || WaitReplacement.LimitsOf(wait, model.Types) > 0
            || CallSyntax.WithoutConfiguration(wait.Task) is not InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                or SimpleNameSyntax
            } call
            || CallSyntax.IsBehindConditionalAccess(call)
            || CallSyntax.CalledName(call) is not { } name
            || !name.EndsWith("Async", StringComparison.Ordinal)
            || name.Length == "Async".Length
            || CallSyntax.MethodOf(call, model) is not { } method)
        {
            return null;
        }

        InvocationExpressionSyntax renamed = CounterpartCall.Renamed(call, name.Substring(0, name.Length - "Async".Length));
        foreach (InvocationExpressionSyntax candidate in new[] { WithoutToken(renamed, call, model), renamed })
        {
            if (model.Semantic.GetSpeculativeSymbolInfo(
                call.SpanStart, candidate, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol found
                && Fits(found, method, wait, model))
            {
                return new SynchronousApi(call, candidate);
            }
        }

        return null;
    }

    private static InvocationExpressionSyntax WithoutToken(
        InvocationExpressionSyntax renamed, InvocationExpressionSyntax call, CodeModel model)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        for (int index = arguments.Count - 1; index >= 0; index--)
        {
            if (IsNoToken(arguments[index].Expression)
                && model.TypeOf(arguments[index].Expression).Is(model.Types.CancellationToken))
            {
                return renamed.WithArgumentList(renamed.ArgumentList.WithArguments(renamed.ArgumentList.Arguments.RemoveAt(index)));
            }
        }

        return renamed;
    }

    /// <summary>Another token would be lost: the call could not be cancelled any more.</summary>
    private static bool IsNoToken(ExpressionSyntax argument)
        => argument is DefaultExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression }
            or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "None" };

    private static bool Fits(IMethodSymbol found, IMethodSymbol asynchronous, BlockingWait wait, CodeModel model)
    {
        if (found.ReturnType.IsTaskLike(model.Types) || CounterpartFit.IsObsolete(found) || found.IsStatic != asynchronous.IsStatic)
        {
            return false;
        }

        ITypeSymbol? result = CounterpartFit.ResultOf(asynchronous.ReturnType, model, wait.Expression.SpanStart);
        bool isResultUsed = wait.Kind != BlockingWaitKind.Wait
            && wait.Expression.Parent is not ExpressionStatementSyntax
            && result is not null;
        if (isResultUsed
            && (found.ReturnsVoid
                || model.Compilation.ClassifyConversion(found.ReturnType, result!) is not (
            { IsIdentity: true } or { IsImplicit: true, IsReference: true })))
        {
            return false;
        }

        IMethodSymbol definition = (found.ReducedFrom ?? found).OriginalDefinition;
        for (ISymbol? around = model.GetEnclosingSymbol(
            wait.Expression.SpanStart); around is IMethodSymbol enclosing; around = around.ContainingSymbol)
        {
            if (enclosing.Name == definition.Name
                && SymbolEqualityComparer.Default.Equals(enclosing.ContainingType?.OriginalDefinition, definition.ContainingType))
            {
                return false;
            }
        }

        return !CounterpartBody.Calls(definition, asynchronous.Name, model.CancellationToken);
    }
}
