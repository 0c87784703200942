namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Clocks and statistics that a <c>finally</c> stops: too early they tell a wrong time, and nothing else goes wrong.</summary>
internal static class Measurements
{
    /// <summary>The statement, and it is not empty, only stops what measures, perhaps under a test.</summary>
    public static bool AreAllThatStopsIn(StatementSyntax statement, CodeModel model) => statement switch
    {
        BlockSyntax { Statements: { Count: > 0 } statements } => statements.All(one => AreAllThatStopsIn(one, model)),
        IfStatementSyntax { Else: null } @if => AreAllThatStopsIn(@if.Statement, model),
        ExpressionStatementSyntax { Expression: var expression } => DroppedTask.CallIn(expression) is { } call && Stops(call, model),
        _ => false,
    };

    /// <summary><c>stopwatch.Stop()</c>, <c>QueryStatistics.StopTimer(statistics)</c></summary>
    private static bool Stops(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.CalledNameSyntax(call) is { } name && name.Identifier.ValueText.StartsWith("Stop", StringComparison.Ordinal)
            && ((CallSyntax.Receiver(name) is { } receiver && Measures(receiver, model))
                || (call.ArgumentList.Arguments is { Count: 1 } arguments && Measures(arguments[0].Expression, model)));

    private static bool Measures(ExpressionSyntax expression, CodeModel model)
        => (model.TypeOf(expression) ?? model.SymbolOf(expression) as ITypeSymbol)?.Name is { } type
            && (type.EndsWith("Stopwatch", StringComparison.Ordinal) || type.EndsWith("Statistics", StringComparison.Ordinal));
}
