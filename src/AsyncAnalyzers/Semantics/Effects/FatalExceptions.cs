namespace AsyncAnalyzers.Semantics;

/// <summary>Exceptions after which a process does not go on; filters of <c>catch</c> clauses let them out on purpose.</summary>
internal static class FatalExceptions
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "OutOfMemoryException", "StackOverflowException", "AccessViolationException", "ThreadAbortException", "AppDomainUnloadedException",
        "BadImageFormatException", "CannotUnloadAppDomainException", "InvalidProgramException", "SEHException", "ExecutionEngineException",
        "InsufficientExecutionStackException",
    };

    /// <summary>
    /// The filter takes everything else: <c>e is not OutOfMemoryException</c>, <c>!(e is StackOverflowException)</c>,
    /// <c>!IsFatal(e)</c>, <c>!e.IsCritical()</c>, and these joined by <c>&amp;&amp;</c>.
    /// </summary>
    public static bool AreAllLetOutBy(ExpressionSyntax filter) => CallSyntax.WalkDownParentheses(filter) switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both
            => AreAllLetOutBy(both.Left) && AreAllLetOutBy(both.Right),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: var pattern } } => IsFatal(pattern),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var operand }
            => CallSyntax.WalkDownParentheses(operand) switch
            {
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression, Right: TypeSyntax type } => IsFatal(type),
                IsPatternExpressionSyntax { Pattern: var pattern } => IsFatal(pattern),
                InvocationExpressionSyntax call => IsTest(call),
                _ => false,
            },
        _ => false,
    };

    /// <summary>
    /// The condition of an <c>if</c> is true of such exceptions alone: <c>IsFatal(e)</c>, <c>e is OutOfMemoryException</c>, and these
    /// joined by <c>||</c>, or one of them and something else by <c>&amp;&amp;</c>.
    /// </summary>
    public static bool AreAllIn(ExpressionSyntax condition) => CallSyntax.WalkDownParentheses(condition) switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either => AreAllIn(either.Left) && AreAllIn(either.Right),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => AreAllIn(both.Left) || AreAllIn(both.Right),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression, Right: TypeSyntax type } => IsFatal(type),
        IsPatternExpressionSyntax { Pattern: var pattern } => IsFatal(pattern),
        InvocationExpressionSyntax call => IsTest(call),
        _ => false,
    };

    private static bool IsTest(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) is { } name && (name.Contains("Fatal") || name.Contains("Critical"))
            && !(name.Contains("NonFatal") || name.Contains("NotFatal") || name.Contains("NonCritical") || name.Contains("NotCritical"));

    private static bool IsFatal(PatternSyntax pattern) => pattern switch
    {
        ParenthesizedPatternSyntax parenthesized => IsFatal(parenthesized.Pattern),
        BinaryPatternSyntax { RawKind: (int)SyntaxKind.OrPattern } either => IsFatal(either.Left) && IsFatal(either.Right),
        TypePatternSyntax { Type: var type } => IsFatal(type),
        ConstantPatternSyntax { Expression: TypeSyntax type } => IsFatal(type),
        _ => false,
    };

    private static bool IsFatal(TypeSyntax type) => TypeNames.Of(type) is { } name && Names.Contains(name);
}
