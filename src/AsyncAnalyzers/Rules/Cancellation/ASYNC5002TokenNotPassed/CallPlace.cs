namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Where an exception of the cancellation would end up.</summary>
internal enum SwallowedIn
{
    /// <summary>It leaves the function.</summary>
    Nothing,

    /// <summary>A handler takes it for a failure and leaves the function.</summary>
    Function,

    /// <summary>A handler takes it for a failure and the loop goes on, or the code behind it.</summary>
    Loop,
}

/// <summary>What is around a call that could be cancelled: loops, handlers, and what is done before and after it.</summary>
internal sealed class CallPlace
{
    private static readonly ModelCache<bool> Completing = new();
    private static readonly ModelCache<bool> Closing = new();

    private readonly ExpressionSyntax _call;
    private readonly SyntaxNode _function;
    private readonly string _token;
    private readonly SemanticModel _model;
    private readonly FunctionOutline _outline;

    /// <param name="call">The call.</param>
    /// <param name="function">The innermost function around it.</param>
    /// <param name="token">The variable or member that the token is read from.</param>
    /// <param name="model">What is found out about the function is kept with it.</param>
    public CallPlace(ExpressionSyntax call, SyntaxNode function, string token, CodeModel model)
    {
        _call = call;
        _function = function;
        _token = token;
        _model = model;
        _outline = FunctionOutline.Of(function, model);
        SyntaxNode child = call;
        for (SyntaxNode? current = call.Parent; current is not null && current != function; child = current, current = current.Parent)
        {
            if (current is StatementSyntax statement && ControlFlowSyntax.LoopBody(current) is not null
                && !(current is CommonForEachStatementSyntax each && child == each.Expression))
            {
                Loop ??= statement;
                AskingLoop ??= IsAsking(current) ? statement : null;
            }
        }
    }

    /// <summary>The innermost loop that repeats the call.</summary>
    public StatementSyntax? Loop { get; }

    /// <summary>The innermost loop around the call whose condition asks whether the token is cancelled.</summary>
    public StatementSyntax? AskingLoop { get; }

    /// <summary>
    /// The loop asks the token, or hands it on; in a turn that pauses, and not only in the others:
    /// <c>if (queue.IsEmpty) { await Task.Delay(100); continue; }</c>
    /// </summary>
    public bool LooksAtToken(StatementSyntax loop)
        => _outline.Mentions(loop, _token)
            && !(_call is InvocationExpressionSyntax pause && CallSyntax.CalledName(pause) == "Delay"
                && new PausedTurn(_call, loop).LeavesOut(_token));

    /// <summary>The function gives the token to other calls.</summary>
    public bool GivesToken(string token) => _outline.Gives(token);

    /// <summary>An exception would end the process.</summary>
    public bool IsAsyncVoid(CancellationToken cancellationToken)
        => FunctionSyntax.IsAsync(_function) && _function switch
        {
            MethodDeclarationSyntax or LocalFunctionStatementSyntax => TypeNames.Of(FunctionSyntax.ReturnType(_function)) == "void",
            AnonymousFunctionExpressionSyntax
                => FunctionSyntax.SymbolOf(_function, CodeModel.Of(_model, cancellationToken)) is not { ReturnsVoid: false },
            _ => false,
        };

    /// <summary>The code does something itself when the token is cancelled, which an exception would skip.</summary>
    public bool HandlesCancellation()
        => _outline.Branches.Exists(@if => Asks(@if.Condition)
                && (@if.SpanStart > _call.SpanStart || (Loop is not null && Loop.Span.Contains(@if.Span)))
                && !@if.Span.Contains(_call.Span)
                && (@if.Statement is BlockSyntax block ? block.Statements : Enumerable.Repeat(@if.Statement, 1)).Any(static statement
                    => statement is ReturnStatementSyntax { Expression: not null }
                        || (statement is not ThrowStatementSyntax && BlockOutline.DoesSomething(statement))));

    /// <summary>
    /// <c>token.Register(() => process.Kill()); await process.WaitForExitAsync();</c> The callback ends the wait; one that closes
    /// something, such as <c>token.Register(Close)</c>, may do so.
    /// </summary>
    public bool IsEndedByCallback()
        => _outline.Registrations.Count > 0
            && CallSyntax.LeftmostOf(_call) is var root
            && (root as IdentifierNameSyntax)?.Identifier.ValueText is var called
            && (called is not null || root is ThisExpressionSyntax)
            && _outline.Registrations.Exists(register => register.SpanStart < _call.SpanStart
                && register.Expression is MemberAccessExpressionSyntax { Expression: var token } && ReadsToken(token)
                && ((called is not null && _outline.Mentions(register.ArgumentList, called)) || CallsWhatCloses(register.ArgumentList)));

    /// <summary>
    /// The type registers a callback that closes something: so a socket was ended before its calls took tokens, also one that is handed
    /// around.
    /// </summary>
    public bool IsClosedByCallback()
        => _call.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault() is { } type
            && Closing.GetOrAdd(_model, type, static type => type.Descendants().Any(static node
                => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Register" or "UnsafeRegister"
                    && CallsWhatCloses(call.ArgumentList)));

    /// <summary>What closes or stops by its name is the callback, or called by it.</summary>
    private static bool CallsWhatCloses(ArgumentListSyntax callback)
        => callback.Descendants().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: var name }
            && (node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access.Parent : node.Parent)
                is ArgumentSyntax or InvocationExpressionSyntax
            && WorkNames.FirstWord(name) is "Close" or "Stop" or "Dispose" or "Shutdown" or "Disconnect" or "Kill" or "Abort"
                or "Terminate");

    /// <summary>Something is committed before the call, or it is one of several writes: what follows the first has to follow.</summary>
    public bool IsBehindPointOfNoReturn(WaitKind kind)
        => (kind.IsPause() && RetriesSettlement())
            || ((MayBeBehind(_outline.Settlements)
                    || (_call is InvocationExpressionSyntax own && CallSyntax.CalledName(own) is { } name && WorkToFinish.IsWrite(name)
                        && MayBeBehind(_outline.Writes)))
                && !(kind.IsPause() && IsLastInLoop()));

    /// <summary>
    /// The loop goes on until something is settled, and gives that call no token: its pauses get none either.
    /// </summary>
    private bool RetriesSettlement()
        => Loop is not null && _outline.Settlements.Exists(settled => Loop.Span.Contains(settled.Span)
            && settled.Ancestors().TakeWhile(ancestor => ancestor != Loop).OfType<TryStatementSyntax>().FirstOrDefault() is { } @try
            && @try.Block.Statements.LastOrDefault() is ReturnStatementSyntax or BreakStatementSyntax
            && !settled.ArgumentList.Arguments.Any(argument => TokenCarriers.IsNamedAsToken(argument.Expression)
                || (argument.Expression is IdentifierNameSyntax given && given.Identifier.ValueText == _token)));

    /// <summary>What stands before the pause is taken back behind it, and not in a <c>finally</c>.</summary>
    public bool IsUndoneLater()
    {
        HashSet<string>? before = null;
        SyntaxNode child = _call;
        for (SyntaxNode? current = _call.Parent;
            current is not null && current != _function.Parent;
            child = current, current = current.Parent)
        {
            if (current is not (BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax))
            {
                continue;
            }

            BlockOutline block = _outline.BlockOf(current);
            int position = child.SpanStart;
            if (block.EndsSomethingBehind(position) || block.AssignsAround(position)
                || before?.Any(variable => block.AssignsBehind(variable, position)) == true)
            {
                return true;
            }

            if (current.Parent is { } outer && ControlFlowSyntax.LoopBody(outer) == current && AskingLoop is not null)
            {
                // What the next turn of the loop does is not done after a stop either.
                break;
            }

            (before ??= new(StringComparer.Ordinal)).UnionWith(block.AssignedBefore(position));
        }

        return false;
    }

    /// <summary>A handler of the function takes the cancellation for a failure, and does not pass it on.</summary>
    public SwallowedIn Swallowed()
    {
        SwallowedIn worst = SwallowedIn.Nothing;
        SyntaxNode child = _call;
        for (SyntaxNode? current = _call.Parent; current is not null && current != _function; child = current, current = current.Parent)
        {
            if (current is not TryStatementSyntax @try || child != @try.Block || CancellationHandler.In(@try) is not { } handler)
            {
                continue;
            }

            if (!CancellationHandler.Leaves(handler))
            {
                if (@try.Ancestors().TakeWhile(ancestor => ancestor != _function)
                    .FirstOrDefault(ancestor => ControlFlowSyntax.LoopBody(ancestor) is not null) is { } around)
                {
                    return AsksOutside(around, @try) ? worst : SwallowedIn.Loop;
                }

                return CancellationHandler.IsForCancellation(handler) || (Loop is not null && @try.Block.Span.Contains(Loop.Span)) ? worst
                    : HasCodeBehind(@try) ? SwallowedIn.Loop
                    : SwallowedIn.Function;
            }

            if (!CancellationHandler.IsForCancellation(handler) && handler.Block.Statements.LastOrDefault() is not ThrowStatementSyntax)
            {
                worst = SwallowedIn.Function;
            }

            return worst;
        }

        return worst;
    }

    /// <summary>Code behind the loop that does something, and would be skipped by an exception.</summary>
    public bool HasCodeBehind(StatementSyntax loop)
    {
        SyntaxNode child = loop;
        for (SyntaxNode? current = loop.Parent;
            current is not null && current != _function.Parent;
            child = current, current = current.Parent)
        {
            if (current is TryStatementSyntax @try && child == @try.Block
                && CancellationHandler.In(@try) is { } handler && !CancellationHandler.Leaves(handler))
            {
                return false;
            }

            if (current is BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax
                && _outline.BlockOf(current).DoesSomethingBehind(child.SpanStart))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The type tells the readers of its queue that nothing more will come: what is in it is to be worked off.</summary>
    public bool IsEndedByCompletion()
        => _call.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault() is { } type
            && Completing.GetOrAdd(_model, type, static type => type.Descendants().Any(static node
                => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Complete" or "TryComplete"));

    private bool MayBeBehind(List<InvocationExpressionSyntax> calls)
    {
        foreach (InvocationExpressionSyntax earlier in calls)
        {
            if (earlier.SpanStart >= _call.SpanStart)
            {
                return false;
            }

            if (!earlier.Span.Contains(_call.Span) && ControlFlowSyntax.MayReach(earlier, _call))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The loop looks at the token where the handler does not get in the way.</summary>
    private bool AsksOutside(SyntaxNode loop, TryStatementSyntax handled)
        => _outline.Questions.Exists(asked => loop.Span.Contains(asked.Span) && !handled.Span.Contains(asked.Span)
            && ReadsToken(asked.Expression));

    private bool ReadsToken(ExpressionSyntax asked)
        => asked.DescendantsAndSelf().Any(part => part is IdentifierNameSyntax name && name.Identifier.ValueText == _token);

    private bool IsAsking(SyntaxNode loop)
        => (ControlFlowSyntax.LoopCondition(loop) is { } condition && Asks(condition)) || BreaksOnRequest(loop);

    /// <summary><c>if (token.IsCancellationRequested) break;</c> in the loop.</summary>
    private bool BreaksOnRequest(SyntaxNode loop)
        => _outline.Branches.Exists(@if => loop.Span.Contains(@if.Span) && Asks(@if.Condition)
            && (@if.Statement is BlockSyntax block ? block.Statements.LastOrDefault() : @if.Statement) is BreakStatementSyntax);

    private bool Asks(ExpressionSyntax condition)
        => condition.DescendantsAndSelf().Any(node => node is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "IsCancellationRequested"
        } asked && ReadsToken(asked.Expression));

    /// <summary>Nothing of the turn comes behind the statement of the call.</summary>
    private bool IsLastInLoop()
    {
        if (Loop is null)
        {
            return false;
        }

        for (SyntaxNode? current = _call.FirstAncestorOrSelf<StatementSyntax>();
            current is not null && current != Loop;
            current = current.Parent)
        {
            if (current is StatementSyntax && current.Parent is BlockSyntax or SwitchSectionSyntax
                && _outline.BlockOf(current.Parent).DoesSomethingBehind(current.SpanStart))
            {
                return false;
            }
        }

        return true;
    }
}
