namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What a <c>catch</c> clause does with the exception that it has caught.</summary>
internal static class HandledException
{
    /// <summary>The call may throw, by its name, or by what it does with the exception that it is given.</summary>
    public static bool MayEndIn(InvocationExpressionSyntax call, CatchClauseSyntax clause, CodeModel model)
    {
        if (CallSyntax.CalledName(call) is not { } name)
        {
            return true;
        }

        if (name.Contains("Throw") || name is "Exit" or "FailFast" or "SetException" or "TrySetException" or "SetResult" or "TrySetResult"
            or "OnError" or "Fail" or "Abort")
        {
            return true;
        }

        if (clause.Declaration?.Identifier.ValueText is not { Length: > 0 } exception
            || !call.ArgumentList.Arguments.Any(argument => argument.Expression is IdentifierNameSyntax given
                && given.Identifier.ValueText == exception))
        {
            return false;
        }

        return CallSyntax.MethodOf(call, model) is not { MethodKind: not MethodKind.DelegateInvoke } method
            ? !IsLog(name)
            : CalledSource.Of(method, model) is { } source
                ? source.Body.DescendantsAndSelf().Any(static node => node is ThrowStatementSyntax or ThrowExpressionSyntax)
                    || CancellationCatch.SpeaksOfCancellation(source.Body)
                : method.ReturnType.SpecialType == SpecialType.System_Boolean
                    || (!IsLog(name)
                        && method.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) != true);
    }

    /// <summary>
    /// <c>await OnErrorAsync(e, token);</c> What is given both the exception and a token can tell a cancellation from a failure. A log does
    /// not.
    /// </summary>
    public static bool IsLeftToOther(CatchClauseSyntax clause, CodeModel model)
        => clause.Declaration?.Identifier.ValueText is { Length: > 0 } exception
            && FunctionSyntax.OwnNodes(clause.Block).Any(node => node is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) is { } name && !IsLog(name)
                && call.ArgumentList.Descendants().Any(part => part is IdentifierNameSyntax given
                    && given.Identifier.ValueText == exception
                    && given.Parent is ArgumentSyntax or AssignmentExpressionSyntax)
                && call.ArgumentList.Descendants().Any(part => part is ArgumentSyntax { Expression: var token }
                    && LoopToken.MayBe(token) && model.TypeOf(token).Is(model.Types.CancellationToken)));

    /// <summary>
    /// <c>failures.Add(e);</c>, also of its text: whoever gets the list sees the cancellation in it.
    /// </summary>
    public static bool IsCollected(CatchClauseSyntax clause)
        => clause.Declaration?.Identifier.ValueText is { Length: > 0 } exception
            && FunctionSyntax.OwnNodes(clause.Block).Any(node => node is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) is "Add" or "Enqueue" or "Push"
                && call.ArgumentList.Descendants().Any(part => part is IdentifierNameSyntax given
                    && given.Identifier.ValueText == exception));

    /// <summary>
    /// <c>failed.Add(item);</c>, the item of the turn, where the collection is returned or not the function's own.
    /// </summary>
    public static bool KeepsForLater(CatchClauseSyntax clause, SyntaxNode loop, CodeModel model)
    {
        if (loop is not ForEachStatementSyntax { Identifier.ValueText: var item })
        {
            return false;
        }

        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(clause.Block))
        {
            if (node is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } given } call
                && given[0].Expression is IdentifierNameSyntax { Identifier.ValueText: var kept } && kept == item
                && CallSyntax.CalledNameSyntax(call) is { Identifier.ValueText: "Add" or "Enqueue" or "Push" or "AddLast" } name
                && CallSyntax.Receiver(name) is { } collection)
            {
                return model.SymbolOf(collection) switch
                {
                    IFieldSymbol or IPropertySymbol or IParameterSymbol => true,
                    ILocalSymbol local => IsReturned(local, loop),
                    _ => false,
                };
            }
        }

        return false;
    }

    private static bool IsReturned(ILocalSymbol local, SyntaxNode loop)
        => FunctionSyntax.Enclosing(loop) is { } function
            && FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node => node is ReturnStatementSyntax
            {
                Expression: IdentifierNameSyntax { Identifier.ValueText: var returned }
            } && returned == local.Name && node.SpanStart > loop.Span.End);

    private static bool IsLog(string name)
        => name.StartsWith("Log", StringComparison.Ordinal) || name.StartsWith("Write", StringComparison.Ordinal)
            || name is "Error" or "Warn" or "Warning" or "Info" or "Information" or "Debug" or "Trace" or "Verbose" or "Fatal" or "Critical"
                or "Exception" or "Add" or "Enqueue" or "TraceError" or "CaptureException" or "TrackException" or "ErrorException"
                or "WarnException" or "DebugException" or "InfoException" or "Report" or "Capture" or "Record" or "Track";
}
