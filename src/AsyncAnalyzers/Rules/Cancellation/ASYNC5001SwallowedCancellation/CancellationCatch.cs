namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Which cancellations a <c>catch</c> clause catches, by the name of its type.</summary>
internal enum CaughtCancellations
{
    /// <summary>None, or those that its filter chooses.</summary>
    None,

    /// <summary>Those of tasks: <c>TaskCanceledException</c>.</summary>
    OfTasks,

    /// <summary><c>OperationCanceledException</c></summary>
    All,

    /// <summary>All exceptions.</summary>
    AllExceptions,
}

/// <summary>What syntax says about a <c>catch</c> clause and cancellations.</summary>
internal static class CancellationCatch
{
    /// <summary>The type of the clause, whatever its filter.</summary>
    public static CaughtCancellations TypeOf(CatchClauseSyntax clause) => clause.Declaration is null
        ? CaughtCancellations.AllExceptions
        : TypeNames.Of(clause.Declaration.Type) switch
        {
            "Exception" or "SystemException" => CaughtCancellations.AllExceptions,
            "OperationCanceledException" => CaughtCancellations.All,
            "TaskCanceledException" => CaughtCancellations.OfTasks,
            _ => CaughtCancellations.None,
        };

    /// <summary>The clause, its filter or its body speaks of cancellation: it has been thought of.</summary>
    public static bool SpeaksOfCancellation(SyntaxNode node)
        => node.DescendantsAndSelf().Any(static inner
            => inner is SimpleNameSyntax { Identifier.ValueText: var name } && IsOfCancellation(name));

    /// <summary>
    /// A cancellation of the block does not get past the try statement: a clause takes it, and does not end with a
    /// <c>throw</c>.
    /// </summary>
    public static bool Keeps(TryStatementSyntax @try)
        => @try.Catches.Any(static clause => TypeOf(clause) is CaughtCancellations.All or CaughtCancellations.AllExceptions
            && !clause.Block.Statements.Any(SyntaxKind.ThrowStatement));

    /// <summary>A clause before this one takes cancellations, or some of them.</summary>
    public static bool HasEarlierClause(CatchClauseSyntax clause)
        => ((TryStatementSyntax)clause.Parent!).Catches.TakeWhile(other => other != clause)
            .Any(static other => TypeOf(other) != CaughtCancellations.None || (other.Filter is { } filter && SpeaksOfCancellation(filter)));

    /// <summary>The handler closes or gives back by a call: a cancellation that does not come by leaves that undone.</summary>
    public static bool CleansUp(CatchClauseSyntax clause)
        => clause.Block.Descendants().Any(static node => node is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is { } name && (WorkNames.KindsOf(name) & WorkKinds.Undo) != 0);

    /// <summary>A clause behind this one takes all exceptions, or all cancellations.</summary>
    public static bool HasLaterClause(CatchClauseSyntax clause)
        => ((TryStatementSyntax)clause.Parent!).Catches.SkipWhile(other => other != clause).Skip(1)
            .Any(static other => TypeOf(other) is CaughtCancellations.All or CaughtCancellations.AllExceptions);

    /// <summary>The clause tells a log of an error.</summary>
    public static bool LogsError(CatchClauseSyntax clause)
        => FunctionSyntax.OwnNodes(clause.Block).Any(static node => node is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is "LogError" or "LogCritical" or "Error" or "Fatal" or "Critical" or "LogException"
                or "Exception" or "ErrorException" or "FatalException" or "TraceError" or "CaptureException" or "TrackException"
                or "ErrorFormat");

    /// <summary>Both log an error and end in the same way: whatever comes, a caller sees the same.</summary>
    public static bool EndsAlike(CatchClauseSyntax clause, CatchClauseSyntax other)
        => LogsError(clause) && LogsError(other)
            && clause.Block.Statements.LastOrDefault() is (ReturnStatementSyntax or BreakStatementSyntax) and var end
            && other.Block.Statements.LastOrDefault() is { } last && SyntaxFactory.AreEquivalent(end, last);

    private static bool IsOfCancellation(string name)
        => name.IndexOf("Cancel", StringComparison.OrdinalIgnoreCase) >= 0 || name is "WaitHandle";
}
