namespace AsyncAnalyzers.Semantics;

/// <summary>What a continuation does with the task before it.</summary>
internal static class ContinuationBody
{
    /// <summary>
    /// The function given to <c>ContinueWith</c> or <c>OnCompleted</c> reads the exception, the state or the result, or may: it is a method
    /// of its own, or it runs
    /// in case of failure.
    /// </summary>
    public static bool ObservesFailure(InvocationExpressionSyntax call)
        => call.ArgumentList.Arguments.FirstOrDefault(argument
            => argument.Expression is AnonymousFunctionExpressionSyntax)?.Expression is not AnonymousFunctionExpressionSyntax continuation
            || continuation.Body.DescendantsAndSelf().Any(static node
                => node is IdentifierNameSyntax
                {
                    Identifier.ValueText: "Exception" or "IsFaulted" or "IsCompletedSuccessfully" or "Status"
                    or "Result" or "Wait" or "GetResult"
                })
            || HandsOnItsTask(continuation)
            || call.ArgumentList.Arguments.Any(static argument => argument.Expression.DescendantsAndSelf().Any(
                static node => node is IdentifierNameSyntax { Identifier.ValueText: "OnlyOnFaulted" or "NotOnRanToCompletion" }));

    /// <summary><c>t => Report(t)</c>: what it is given does the rest.</summary>
    private static bool HandsOnItsTask(AnonymousFunctionExpressionSyntax continuation)
    {
        ParameterSyntax? parameter = continuation switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter,
            ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters.FirstOrDefault(),
            AnonymousMethodExpressionSyntax method => method.ParameterList?.Parameters.FirstOrDefault(),
            _ => null,
        };
        return parameter is not null && continuation.Body.DescendantsAndSelf().Any(node
            => node is IdentifierNameSyntax { Parent: ArgumentSyntax } name && name.Identifier.ValueText == parameter.Identifier.ValueText);
    }
}
