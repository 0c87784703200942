namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>
/// Turns a call that blocks into the awaited call of its asynchronous counterpart: <c>s.Wait(100)</c> into <c>await s.WaitAsync(100)</c>.
/// </summary>
internal static class AwaitedCallEditing
{
    /// <summary>The call as it is awaited; null where there is no counterpart, or it would not mean the same.</summary>
    public static Func<ExpressionSyntax, ExpressionSyntax>? TryFind(
        RepairRequest request, BlockingCall call, CancellationToken cancellationToken)
    {
        if (call.ReplacementName is not { } name || CallSyntax.IsBehindConditionalAccess(call.Expression))
        {
            return null;
        }

        IMethodSymbol? counterpart = CounterpartOf(request, call, name);
        if (call.Member is IPropertySymbol)
        {
            return rewritten => InvocationExpression(Renamed(rewritten, name));
        }

        // A counterpart without the timeout waits longer, and says nothing about it.
        if (call.Api.Id == "M:System.Diagnostics.Process.WaitForExit" && call.Member is IMethodSymbol { Parameters.IsEmpty: false })
        {
            return null;
        }

        string? token = TokenFor(request, call, name, cancellationToken);
        bool isElsewhere = counterpart is { IsStatic: true, IsExtensionMethod: false } && call.Member.IsStatic
            && !SymbolEqualityComparer.Default.Equals(counterpart.ContainingType, call.Member.ContainingType);
        return rewritten =>
        {
            var invocation = (InvocationExpressionSyntax)rewritten;
            if (token is not null)
            {
                invocation = invocation.WithArgumentList(invocation.ArgumentList.WithArguments(
                    AsyncEdit.Separated(invocation.ArgumentList.Arguments.Append(Argument(IdentifierName(token))).ToArray())));
            }

            return isElsewhere
                ? AsyncEdit.StaticCall(request, counterpart!.ContainingType, name).WithArgumentList(invocation.ArgumentList)
                : invocation.WithExpression(Renamed(invocation.Expression, name));
        };
    }

    /// <summary>What a list names by its documentation id.</summary>
    private static IMethodSymbol? CounterpartOf(RepairRequest request, BlockingCall call, string name)
        => call.Api.Kind == BlockingApiKind.Listed && call.Api.Replacement != name
            && DocumentationIdPattern.TryParse(call.Api.Replacement!, out DocumentationIdPattern? pattern, out _)
            ? pattern.SymbolsIn(request.Model.Compilation).OfType<IMethodSymbol>().FirstOrDefault()
            : null;

    /// <summary>The token in scope, where the counterpart takes one behind what the call is given.</summary>
    private static string? TokenFor(RepairRequest request, BlockingCall call, string name, CancellationToken cancellationToken)
    {
        var method = (IMethodSymbol)call.Member;
        SeparatedSyntaxList<ArgumentSyntax> arguments = ((InvocationExpressionSyntax)call.Expression).ArgumentList.Arguments;
        if (method.Parameters.Any(parameter => parameter.Type.Is(request.Types.CancellationToken))
            || arguments.Any(argument => argument.NameColon is not null)
            || arguments.Count != method.Parameters.Length
            || IsReleasedAnyway(call.Expression)
            || !method.ContainingType.GetMembers(name).OfType<IMethodSymbol>().Any(TakesOneMore))
        {
            return null;
        }

        return CancellationTokensInScope.Only(call.Expression, request.ModelFor(cancellationToken));

        bool TakesOneMore(IMethodSymbol candidate)
            => candidate.Parameters.Length == method.Parameters.Length + 1
                && candidate.Parameters[method.Parameters.Length].Type.Is(request.Types.CancellationToken)
                && method.Parameters.Zip(candidate.Parameters, (own, other)
                    => SymbolEqualityComparer.Default.Equals(own.Type, other.Type)).All(same => same);
    }

    /// <summary>A wait that is cancelled inside of the try block would be followed by the release of what was never taken.</summary>
    private static bool IsReleasedAnyway(ExpressionSyntax wait)
        => wait.Ancestors().TakeWhile(ancestor => !FunctionSyntax.IsFunction(ancestor))
            .Any(ancestor => ancestor is TryStatementSyntax { Finally: not null } @try && @try.Block.Span.Contains(wait.Span));

    private static ExpressionSyntax Renamed(ExpressionSyntax called, string name) => called switch
    {
        MemberAccessExpressionSyntax access => access.WithName(IdentifierName(name).WithTriviaFrom(access.Name)),
        _ => IdentifierName(name).WithTriviaFrom(called),
    };
}
