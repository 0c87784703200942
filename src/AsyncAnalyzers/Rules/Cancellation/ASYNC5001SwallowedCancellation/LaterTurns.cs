namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What becomes of a loop when one of its <c>catch</c> clauses has taken a cancellation.</summary>
internal enum AfterCancellation
{
    /// <summary>It may end for a reason that syntax does not tell: a flag, a helper, the exception itself.</summary>
    Unknown,

    /// <summary>It ends by its own look at a token.</summary>
    Ends,

    /// <summary>It goes on to the next turn.</summary>
    GoesOn,
}

/// <summary>Follows a loop from the end of a <c>catch</c> clause to the next turn, with a cancelled token.</summary>
internal sealed class LaterTurns
{
    private readonly CatchClauseSyntax _clause;
    private readonly TryStatementSyntax _try;
    private readonly SyntaxNode _loop;
    private readonly IReadOnlyList<LoopToken> _tokens;
    private readonly CodeModel _model;
    private readonly TurnConditions _conditions;

    /// <param name="clause">The clause.</param>
    /// <param name="loop">The loop around it.</param>
    /// <param name="calls">What throws in the block of the clause.</param>
    /// <param name="model">The model of the tree.</param>
    public LaterTurns(CatchClauseSyntax clause, SyntaxNode loop, CancelledCall[] calls, CodeModel model)
    {
        _clause = clause;
        _try = (TryStatementSyntax)clause.Parent!;
        _loop = loop;
        _tokens = Array.ConvertAll(calls, static call => call.Token);
        _model = model;
        _conditions = new TurnConditions(clause, loop, calls[0], model);
    }

    /// <summary>The innermost loop of the function around the statement; null where there is none, or one that has a single turn.</summary>
    public static SyntaxNode? LoopAround(SyntaxNode statement)
    {
        SyntaxNode child = statement;
        for (SyntaxNode? current = statement.Parent; current is not null && !FunctionSyntax.IsFunction(current)
            && current is not MemberDeclarationSyntax; child = current, current = current.Parent)
        {
            if (ControlFlowSyntax.LoopBody(current) == child)
            {
                return current is DoStatementSyntax { Condition.RawKind: (int)SyntaxKind.FalseLiteralExpression } ? null : current;
            }
        }

        return null;
    }

    /// <summary>What the loop does.</summary>
    public AfterCancellation Follow()
    {
        AfterCancellation inClause = OfClause();
        if (inClause != AfterCancellation.GoesOn)
        {
            return inClause;
        }

        if (_try.Block.Descendants().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: "IsCancellationRequested" }))
        {
            return AfterCancellation.Ends;
        }

        bool skipsTheRest = _clause.Block.Statements.LastOrDefault() is ContinueStatementSyntax;
        bool isUnknown = false;
        foreach (SyntaxNode node in _loop.Descendants(node => node != _try && !IsOtherClause(node)))
        {
            bool isBehind = node.SpanStart > _try.Span.End && !IsInHead(node);
            AfterCancellation next = MovesOn(node);
            if (AsksToken(node) || next == AfterCancellation.Ends)
            {
                return AfterCancellation.Ends;
            }

            isUnknown |= next == AfterCancellation.Unknown;
            isUnknown |= !(isBehind && skipsTheRest) && MayLeave(node, _loop);
        }

        if (EnumeratedIn(_loop) is { } stream && stream.DescendantsAndSelf().Any(AsksToken))
        {
            return AfterCancellation.Ends;
        }

        return isUnknown || !_conditions.HoldsAsBefore(ControlFlowSyntax.LoopCondition(_loop)) || CallsWhatAsks(_loop)
            ? AfterCancellation.Unknown
            : AfterCancellation.GoesOn;
    }

    /// <summary>What the local was made by that <c>await foreach</c> goes through: <c>var items = reader.ReadAllAsync(token);</c></summary>
    private ExpressionSyntax? EnumeratedIn(SyntaxNode loop)
        => loop is CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0, Expression: var stream }
            && CallSyntax.LeftmostOf(stream) is IdentifierNameSyntax root
            && _model.SymbolOf(root) is ILocalSymbol local
                ? LocalAssignments.OnlyValueOf(local, _model)
                : null;

    /// <summary>
    /// <c>while (await items.MoveNextAsync())</c>: the enumerator may have the token too, and throw when it is cancelled.
    /// </summary>
    private AfterCancellation MovesOn(SyntaxNode node)
        => node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            && access.Name.Identifier.ValueText == "MoveNextAsync" && !IsKept(node)
            ? _model.SymbolOf(access.Expression) is not ILocalSymbol local || LocalAssignments.OnlyValueOf(local, _model) is not { } made
                ? AfterCancellation.Unknown
                : made.DescendantsAndSelf().Any(AsksToken) ? AfterCancellation.Ends : AfterCancellation.GoesOn
            : AfterCancellation.GoesOn;

    private AfterCancellation OfClause()
    {
        if (CancellationCatch.SpeaksOfCancellation(_clause.Block))
        {
            return AfterCancellation.Ends;
        }

        if (_clause.Filter is { } filter && !_conditions.IsIndependent(filter.FilterExpression))
        {
            return AfterCancellation.Unknown;
        }

        foreach (SyntaxNode node in _clause.Block.Descendants())
        {
            if (AsksToken(node))
            {
                return AfterCancellation.Ends;
            }

            if (MayLeave(node, _clause.Block) || (node is InvocationExpressionSyntax call
                && HandledException.MayEndIn(call, _clause, _model)))
            {
                return AfterCancellation.Unknown;
            }
        }

        return AfterCancellation.GoesOn;
    }

    /// <summary>
    /// A token is asked, or given to a call that throws when it is cancelled: any token, as the one may be made of the other.
    /// </summary>
    private bool AsksToken(SyntaxNode node)
        => node switch
        {
            SimpleNameSyntax
            {
                Identifier.ValueText: "IsCancellationRequested" or "ThrowIfCancellationRequested" or "WaitHandle"
                or "OperationCanceledException" or "TaskCanceledException"
            } => !IsKept(node),
            IdentifierNameSyntax or MemberAccessExpressionSyntax when _tokens.Any(token => token.IsNamedBy(node))
                => !IsHandedOn(node) && !IsKept(node),
            ArgumentSyntax { Expression: var argument } => LoopToken.MayBe(argument) && !IsHandedOn(argument) && !IsKept(node)
                && _model.TypeOf(argument).Is(_model.Types.CancellationToken),
            _ => false,
        };

    /// <summary>In the block of another try statement of the loop, which keeps the cancellation too.</summary>
    private bool IsKept(SyntaxNode node)
        => node.Ancestors().TakeWhile(ancestor => ancestor != _loop)
            .Any(ancestor => ancestor is BlockSyntax { Parent: TryStatementSyntax other } && other.Block == ancestor
                && !other.Block.Span.Contains(_try.Span) && CancellationCatch.Keeps(other));

    /// <summary>A source that is linked to the token is made: that does not throw.</summary>
    private static bool IsHandedOn(SyntaxNode node)
        => node.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent.Parent: InvocationExpressionSyntax call }
            && CallSyntax.CalledName(call) is "CreateLinkedTokenSource" or "Register" or "UnsafeRegister";

    /// <summary>
    /// The node leaves the loop, and not only because a number of attempts is reached, or because of what the turn is about.
    /// </summary>
    private bool MayLeave(SyntaxNode node, SyntaxNode scope)
    {
        switch (node)
        {
            case GotoStatementSyntax:
                return true;
            case BreakStatementSyntax when IsOfInnerStatement(node):
                return false;
            case BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax
                or YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldBreakStatement }:
                return !HasIndependentCondition(node, scope);
            default:
                return false;
        }
    }

    private bool HasIndependentCondition(SyntaxNode leave, SyntaxNode scope)
    {
        bool isConditional = false;
        SyntaxNode child = leave;
        for (SyntaxNode? current = leave.Parent; current is not null && child != scope; child = current, current = current.Parent)
        {
            // What is around the try statement too has let it in: the turn comes to the end of that branch.
            bool isPassed = child.Span.Contains(_try.Span);
            switch (current)
            {
                case IfStatementSyntax @if:
                    if (!_conditions.IsIndependent(@if.Condition))
                    {
                        return false;
                    }

                    isConditional |= !isPassed;
                    break;
                case SwitchStatementSyntax @switch:
                    if (!_conditions.IsIndependent(@switch.Expression))
                    {
                        return false;
                    }

                    isConditional |= !isPassed;
                    break;
                // What fails in the clause itself, or runs on its own.
                case CatchClauseSyntax when current != _clause:
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    return true;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                    return _conditions.IsIndependent(coalesce.Left);
                case ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax when current != _loop:
                    return false;
            }
        }

        return isConditional;
    }

    /// <summary>A method of the same type that the loop calls outside of the try asks for the cancellation.</summary>
    private bool CallsWhatAsks(SyntaxNode loop)
        => loop.Descendants(node => node != _try.Block && !IsOtherClause(node)).OfType<InvocationExpressionSyntax>()
            .Where(static call => call.Expression
                is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax })
            .Any(call => CallSyntax.MethodOf(call, _model) is { } method
                && CalledSource.Of(method, _model) is { } source
                && (CancellationCatch.SpeaksOfCancellation(source.Body)
                    || source.Body.DescendantsAndSelf().Any(node => _tokens.Any(token => token.IsNamedBy(node)))));

    /// <summary>A clause of this or another try statement that this exception does not come to.</summary>
    private bool IsOtherClause(SyntaxNode node) => node is CatchClauseSyntax && node != _clause && !node.Span.Contains(_clause.Span);

    /// <summary>Runs before the next turn, though it stands where the loop ends: the condition of a <c>do</c>.</summary>
    private bool IsInHead(SyntaxNode node) => _loop is DoStatementSyntax @do && @do.Condition.Span.Contains(node.Span);

    private bool IsOfInnerStatement(SyntaxNode @break)
        => @break.Ancestors().First(static ancestor => ancestor is SwitchStatementSyntax || ControlFlowSyntax.LoopBody(ancestor) is not null
            || FunctionSyntax.IsFunction(ancestor) || ancestor is MemberDeclarationSyntax) != _loop;
}
