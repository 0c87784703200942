namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Endless loops, and the waits in them: a loop that only a token, or the end of a timer or channel, can stop. Whoever cancels it waits for
/// the wait that is under way.
/// </summary>
internal static class LoopWaits
{
    private static readonly ModelCache<bool> Left = new();

    /// <summary>
    /// The call is a wait of an endless loop: a delay, a tick, a signal, or a read of what comes in. Whether it needs the token is a
    /// question about the loop.
    /// </summary>
    public static bool IsPace(InvocationExpressionSyntax call, CodeModel model)
        => MayBeWait(call) && LoopAround(call, model) is not null && IsWait(call, model);

    /// <summary>
    /// The waits of a loop, those of the loops in it too; not those of inner functions, of <c>catch</c> and <c>finally</c>.
    /// </summary>
    public static IEnumerable<InvocationExpressionSyntax> In(StatementSyntax loop, CodeModel model)
        => loop.Descendants(static node
                => !FunctionSyntax.IsFunction(node) && node is not (CatchClauseSyntax or FinallyClauseSyntax))
            .OfType<InvocationExpressionSyntax>()
            .Where(call => MayBeWait(call) && IsWait(call, model));

    /// <summary>
    /// By syntax, the loop has no condition, or one that only somebody else can end: <c>!token.IsCancellationRequested</c>, the next tick
    /// of a timer, the next item of a channel.
    /// </summary>
    public static bool IsEndless(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax @while => IsEndless(@while.Condition),
        DoStatementSyntax @do => IsEndless(@do.Condition),
        ForStatementSyntax @for => @for.Condition is null || IsEndless(@for.Condition),
        CommonForEachStatementSyntax each => each.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword)
            && each.Expression.DescendantsAndSelf().Any(static node
                => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) == "ReadAllAsync"),
        _ => false,
    };

    /// <summary>
    /// The outermost endless loop of the same function around a place, one that nothing but a cancellation leaves; null where there is
    /// none, and in a <c>catch</c> or <c>finally</c> in it.
    /// </summary>
    public static StatementSyntax? LoopAround(SyntaxNode place, CodeModel model)
    {
        StatementSyntax? outermost = null;
        bool isHandler = false;
        for (SyntaxNode? current = place.Parent; current is not (null or MemberDeclarationSyntax) && !FunctionSyntax.IsFunction(current);
            current = current.Parent)
        {
            isHandler |= current is CatchClauseSyntax or FinallyClauseSyntax;
            if (IsEndless(current) && !Left.GetOrAdd(model, current, static loop => IsLeft((StatementSyntax)loop)))
            {
                outermost = isHandler ? null : (StatementSyntax)current;
            }
        }

        return outermost;
    }

    /// <summary>
    /// Something in the loop leaves it: <c>break</c>, <c>return</c>, <c>yield</c>, <c>throw</c>. What does so because of a cancellation, or
    /// because a timer or channel has ended, does not count.
    /// </summary>
    public static bool IsLeft(StatementSyntax loop)
        => FunctionSyntax.OwnNodes(loop).Any(node => node switch
        {
            ReturnStatementSyntax or YieldStatementSyntax or GotoStatementSyntax { RawKind: (int)SyntaxKind.GotoStatement }
                => !IsOfCancellation(node, loop),
            ThrowStatementSyntax => !IsInHandler(node, loop) && !IsOfCancellation(node, loop),
            BreakStatementSyntax => LeftBy(node) == loop && !IsOfCancellation(node, loop),
            InvocationExpressionSyntax call => CallSyntax.CalledName(call) is "Exit" or "FailFast",
            _ => false,
        });

    /// <summary>Something in the loop leaves it, for whatever reason; what a call throws aside.</summary>
    public static bool HasExit(StatementSyntax loop)
        => FunctionSyntax.OwnNodes(loop).Any(node => node switch
        {
            ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or YieldStatementSyntax
                or GotoStatementSyntax { RawKind: (int)SyntaxKind.GotoStatement } => true,
            BreakStatementSyntax => LeftBy(node) == loop,
            _ => false,
        });

    /// <summary>The loop or switch that a <c>break</c> leaves.</summary>
    public static SyntaxNode? LeftBy(SyntaxNode @break)
        => @break.Ancestors().FirstOrDefault(static ancestor
            => ancestor is SwitchStatementSyntax || ControlFlowSyntax.LoopBody(ancestor) is not null);

    private static bool IsInHandler(SyntaxNode node, StatementSyntax loop)
        => node.Ancestors().TakeWhile(ancestor => ancestor != loop).Any(static ancestor => ancestor is CatchClauseSyntax);

    private static bool IsOfCancellation(SyntaxNode exit, StatementSyntax loop)
        => exit.Ancestors().TakeWhile(ancestor => ancestor != loop).Any(static ancestor => ancestor switch
        {
            IfStatementSyntax @if => AsksForEnd(@if.Condition),
            CatchClauseSyntax @catch => IsCancellation(@catch)
                || (@catch.Filter is { } filter && AsksForEnd(filter.FilterExpression)),
            _ => false,
        });

    /// <summary><c>catch (OperationCanceledException)</c>.</summary>
    public static bool IsCancellation(CatchClauseSyntax @catch)
        => @catch.Declaration is { Type: var type } && TypeNames.Of(type) is "OperationCanceledException" or "TaskCanceledException";

    private static bool IsEndless(ExpressionSyntax condition) => CallSyntax.WalkDownParentheses(condition) switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.TrueLiteralExpression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not
            => CallSyntax.WalkDownParentheses(not.Operand) is MemberAccessExpressionSyntax access && IsQuestion(access.Name),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Left: MemberAccessExpressionSyntax access } equals
            => IsQuestion(access.Name) && equals.Right.IsKind(SyntaxKind.FalseLiteralExpression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and => IsEndless(and.Left) && IsEndless(and.Right),
        IsPatternExpressionSyntax { Expression: MemberAccessExpressionSyntax access, Pattern: ConstantPatternSyntax constant }
            => IsQuestion(access.Name) && constant.Expression.IsKind(SyntaxKind.FalseLiteralExpression),
        AwaitExpressionSyntax await => CallSyntax.WithoutConfiguration(await.Expression) is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is "WaitForNextTickAsync" or "WaitToReadAsync",
        _ => false,
    };

    private static bool AsksForEnd(ExpressionSyntax condition)
        => condition.DescendantsAndSelf().Any(static node => node is SimpleNameSyntax name
            && (IsQuestion(name) || name.Identifier.ValueText is "WaitForNextTickAsync" or "WaitToReadAsync"));

    private static bool IsQuestion(SimpleNameSyntax name) => name.Identifier.ValueText == "IsCancellationRequested";

    private static bool MayBeWait(InvocationExpressionSyntax call) => CallSyntax.CalledName(call) switch
    {
        "Sleep" or "WaitOne" or "Wait" or "Take" or "Consume" => true,
        "Delay" or "WaitForNextTickAsync" or "WaitAsync" or "ReadAsync" or "WaitToReadAsync" or "ReadAllAsync" or "ReceiveAsync"
            or "ReceiveFromAsync" or "ReceiveMessageAsync" or "ReceiveMessagesAsync" or "AcceptAsync" or "AcceptSocketAsync"
            or "AcceptTcpClientAsync" or "WaitForConnectionAsync" or "DequeueAsync" or "TakeAsync" or "PopAsync" => IsAwaited(call),
        _ => false,
    };

    private static bool IsWait(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { } method && method.Name switch
        {
            "Delay" => method.IsDeclaredIn(model.Types.Task),
            "Sleep" => method.IsDeclaredIn(model.Types.Thread),
            "Wait" or "WaitAsync" => !method.IsDeclaredIn(model.Types.Task) && !method.IsDeclaredIn(model.Types.TaskOfT)
                && !IsOfLock(call, model),
            "Take" => !method.IsExtensionMethod,
            _ => true,
        };

    /// <summary>The semaphore is released by the same function: it is a lock, which others hold for a moment.</summary>
    private static bool IsOfLock(InvocationExpressionSyntax call, CodeModel model)
        => call.Expression is MemberAccessExpressionSyntax { Expression: var semaphore }
            && FunctionSyntax.Enclosing(call) is { } function
            && NameMentions.In(function, model)["Release"].Any(name => name.Parent is MemberAccessExpressionSyntax release
                && release.Name == name && SyntaxFactory.AreEquivalent(release.Expression, semaphore));

    /// <summary>By <c>await</c>, or by <c>await foreach</c>.</summary>
    private static bool IsAwaited(InvocationExpressionSyntax call)
        => TaskUse.Of(call) is var use
            && (use.Kind == TaskUseKind.Awaited || use.Place is CommonForEachStatementSyntax
                || use.Place is InvocationExpressionSyntax { Parent: CommonForEachStatementSyntax });
}
