namespace AsyncAnalyzers.Rules.CpuBound;

/// <summary>
/// An endless loop that begins with a wait on the network, catches all that fails in it, and begins again without a pause. Waits on the
/// network fail at once where the connection is closed or refused. Under-approximates: clauses that do more than log, loops that ask
/// something first, and waits of other libraries are not followed.
/// </summary>
internal static class HotRetry
{
    /// <summary>By syntax alone, the clause goes back to the begin of an endless loop without a pause. False is certain.</summary>
    public static bool MayBeAt(SyntaxNode node)
        => node is CatchClauseSyntax { Parent: TryStatementSyntax @try } @catch
            && IsGeneral(@catch) && @catch.Block.Statements.All(OnlyLogs)
            && @try.Catches.All(other => other == @catch || LoopWaits.IsCancellation(other))
            && LoopOf(@try) is { } loop && IsEndless(loop)
            && !@catch.Ancestors().TakeWhile(around => around != loop).Any(static around => around is CatchClauseSyntax)
            && FirstAwait(loop) is { } first && @try.Block.Span.Contains(first.Span) && FirstWait.IsAlwaysReached(first, @try.Block)
            && !FirstWait.IsPacedBefore(first, loop) && !IsPacedBehind(@try, @catch, loop);

    /// <summary>The call that is tried again at once; null where the clause has a pause, or the call does not fail at once.</summary>
    public static InvocationExpressionSyntax? Of(CatchClauseSyntax @catch, CodeModel model)
        => @catch.Parent is TryStatementSyntax @try && LoopOf(@try) is { } loop
            && FirstAwait(loop) is { } first && FirstWait.CallOf(first) is { } call && FirstWait.IsOnNetwork(call, model) ? call : null;

    /// <summary>
    /// <c>catch</c>, <c>catch (Exception)</c>, also with a filter that lets out nothing but a cancellation:
    /// <c>when (e is not OperationCanceledException)</c>, <c>when (!token.IsCancellationRequested)</c>.
    /// </summary>
    private static bool IsGeneral(CatchClauseSyntax @catch)
        => (@catch.Declaration is null || TypeNames.Of(@catch.Declaration.Type) == "Exception")
            && (@catch.Filter is null || LetsOutCancellation(@catch.Filter.FilterExpression));

    private static bool LetsOutCancellation(ExpressionSyntax filter) => CallSyntax.WalkDownParentheses(filter) switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both
            => LetsOutCancellation(both.Left) && LetsOutCancellation(both.Right),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: var excluded } } => IsCancellation(excluded.ToString()),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not
            => CallSyntax.WalkDownParentheses(not.Operand) switch
            {
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested" } => true,
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression, Right: var type } => IsCancellation(type.ToString()),
                _ => false,
            },
        _ => false,
    };

    private static bool IsCancellation(string type)
        => type.EndsWith("OperationCanceledException", StringComparison.Ordinal)
            || type.EndsWith("TaskCanceledException", StringComparison.Ordinal);

    /// <summary>The loop that the statement is repeated by: only blocks and scopes stand between them.</summary>
    private static StatementSyntax? LoopOf(TryStatementSyntax @try)
    {
        SyntaxNode? around = @try.Parent;
        while (around is BlockSyntax or UsingStatementSyntax or CheckedStatementSyntax)
        {
            around = around.Parent;
        }

        return around is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax ? (StatementSyntax)around : null;
    }

    /// <summary>Nothing but a stop ends it: a cancellation, or a flag.</summary>
    private static bool IsEndless(StatementSyntax loop)
        => loop is ForStatementSyntax { Condition: null, Incrementors.Count: 0 }
            || (ControlFlowSyntax.LoopCondition(loop) is { } condition
                && (LoopWaits.IsEndless(loop) || IsFlag(condition))
                && !condition.DescendantsAndSelf().Any(static node => node is InvocationExpressionSyntax));

    private static bool IsFlag(ExpressionSyntax condition)
        => CallSyntax.WalkDownParentheses(condition) switch
        {
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => IsFlag(not.Operand),
            // Properties may ask the connection.
            IdentifierNameSyntax { Identifier.ValueText: var name } => char.IsLower(name.TrimStart('_', '@').FirstOrDefault()),
            _ => false,
        };

    /// <summary>A call that logs, a count, an empty statement, <c>continue</c>.</summary>
    private static bool OnlyLogs(StatementSyntax statement) => statement switch
    {
        ContinueStatementSyntax or EmptyStatementSyntax => true,
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } => IsLog(call),
        ExpressionStatementSyntax { Expression: ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax call } }
            => IsLog(call),
        ExpressionStatementSyntax
        {
            Expression: PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression }
                or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression }
        } => true,
        IfStatementSyntax { Else: null } @if => OnlyLogs(@if.Statement),
        BlockSyntax block => block.Statements.All(OnlyLogs),
        _ => false,
    };

    private static bool IsLog(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) is { } name && Array.Exists(LogNames, begin => name.StartsWith(begin, StringComparison.Ordinal));

    private static readonly string[] LogNames =
    {
        "Log", "Write", "Trace", "Debug", "Info", "Warn", "Error", "Critical", "Fatal", "Verbose", "Print", "Report", "Track", "Capture",
    };

    private static AwaitExpressionSyntax? FirstAwait(StatementSyntax loop)
        => FirstWait.In(ControlFlowSyntax.LoopBody(loop)!);

    /// <summary>What runs after the clause and before the next turn waits, leaves the loop, or asks something.</summary>
    private static bool IsPacedBehind(TryStatementSyntax @try, CatchClauseSyntax @catch, StatementSyntax loop)
        => (@try.Finally is { } last && FunctionSyntax.OwnNodes(last.Block).Any(FirstWait.IsPace))
            || (@catch.Block.Statements.LastOrDefault() is not ContinueStatementSyntax
                && FunctionSyntax.OwnNodes(loop).Any(node => node.SpanStart > @try.Span.End
                    && (FirstWait.IsPace(node) || FirstWait.Leaves(node))));
}
