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
    /// <summary>Calls that go on to what is next, and know of no cancellation.</summary>
    private static readonly HashSet<string> Advances = new(StringComparer.Ordinal)
    {
        "TryDequeue", "TryPop", "TryTake", "TryRead", "TryPeek", "TryGetValue", "Any", "Count", "Contains", "ContainsKey", "Read", "ReadAsync", "MoveNext",
        "MoveNextAsync", "IsNullOrEmpty", "IsNullOrWhiteSpace", "Equals", "StartsWith", "EndsWith", "Peek", "ReadLine", "ReadLineAsync", "ConfigureAwait",
        "Min", "Max",
    };

    private readonly CatchClauseSyntax _clause;
    private readonly TryStatementSyntax _try;
    private readonly SyntaxNode _loop;
    private readonly IReadOnlyList<LoopToken> _tokens;
    private readonly SemanticModel _model;
    private readonly KnownTypes _types;
    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<string> _written;
    private readonly HashSet<string> _writtenForHead;

    public LaterTurns(CatchClauseSyntax clause, SyntaxNode loop, CancelledCall[] calls, SemanticModel model, KnownTypes types,
        CancellationToken cancellationToken)
    {
        _clause = clause;
        _try = (TryStatementSyntax)clause.Parent!;
        _loop = loop;
        _tokens = Array.ConvertAll(calls, static call => call.Token);
        _model = model;
        _types = types;
        _cancellationToken = cancellationToken;

        _written = new HashSet<string>(Set(_try.Block).Concat(Set(clause.Block)), StringComparer.Ordinal);
        if (clause.Declaration is { } declaration)
        {
            _written.Add(declaration.Identifier.ValueText);
        }

        // What is set behind the call is not set when that throws: the condition holds as it did before the turn.
        int end = calls[0].Call.Span.End;
        _writtenForHead = new HashSet<string>(_written.Where(name => Named(loop).Any(mention
            => mention.Identifier.ValueText == name && IsSet(mention) && !(mention.SpanStart > end && _try.Block.Span.Contains(mention.Span)))),
            StringComparer.Ordinal);
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

        bool skipsTheRest = _clause.Block.Statements.LastOrDefault() is ContinueStatementSyntax;
        bool isUnknown = false;
        foreach (SyntaxNode node in _loop.Descendants(node => node != _try && !IsOtherClause(node)))
        {
            bool isBehind = node.SpanStart > _try.Span.End && !IsInHead(node);
            if (AsksToken(node))
            {
                return AfterCancellation.Ends;
            }

            isUnknown |= !(isBehind && skipsTheRest) && MayLeave(node, _loop);
        }

        return isUnknown || !IsIndependent(ConditionOf(_loop), _writtenForHead) || CallsWhatAsks(_loop) ? AfterCancellation.Unknown : AfterCancellation.GoesOn;
    }

    private AfterCancellation OfClause()
    {
        if (CancellationCatch.SpeaksOfCancellation(_clause.Block))
        {
            return AfterCancellation.Ends;
        }

        if (_clause.Filter is { } filter && !IsIndependent(filter.FilterExpression))
        {
            return AfterCancellation.Unknown;
        }

        foreach (SyntaxNode node in _clause.Block.Descendants())
        {
            if (AsksToken(node))
            {
                return AfterCancellation.Ends;
            }

            if (MayLeave(node, _clause.Block) || (node is InvocationExpressionSyntax call && MayThrowOn(call)))
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
            SimpleNameSyntax { Identifier.ValueText: "IsCancellationRequested" or "ThrowIfCancellationRequested" or "OperationCanceledException" or "TaskCanceledException" or "WaitHandle" } => !IsKept(node),
            IdentifierNameSyntax or MemberAccessExpressionSyntax when _tokens.Any(token => token.IsNamedBy(node)) => !IsHandedOn(node) && !IsKept(node),
            ArgumentSyntax { Expression: var argument } => LoopToken.MayBe(argument) && !IsHandedOn(argument) && !IsKept(node)
                && _model.GetTypeInfo(argument, _cancellationToken).Type.Is(_types.CancellationToken),
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
            switch (current)
            {
                case IfStatementSyntax @if:
                    if (!IsIndependent(@if.Condition))
                    {
                        return false;
                    }

                    isConditional = true;
                    break;
                case SwitchStatementSyntax @switch:
                    if (!IsIndependent(@switch.Expression))
                    {
                        return false;
                    }

                    isConditional = true;
                    break;
                // What fails in the clause itself, or runs on its own.
                case CatchClauseSyntax when current != _clause:
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    return true;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                    return IsIndependent(coalesce.Left);
                case ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax when current != _loop:
                    return false;
            }
        }

        return isConditional;
    }

    /// <summary>
    /// The condition is about numbers and about what is next: nothing in it is set when the work is cancelled, by what has failed or by
    /// whoever cancels it.
    /// </summary>
    private bool IsIndependent(ExpressionSyntax? condition) => IsIndependent(condition, _written);

    private bool IsIndependent(ExpressionSyntax? condition, HashSet<string> written)
        => condition is null || condition.DescendantsAndSelf().All(node => node switch
        {
            InvocationExpressionSyntax call => CallSyntax.CalledName(call) is { } name && Advances.Contains(name),
            IdentifierNameSyntax { Parent: TypeSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression } } => true,
            IdentifierNameSyntax name => !written.Contains(name.Identifier.ValueText) && !IsState(name),
            AnonymousFunctionExpressionSyntax => false,
            _ => true,
        });

    /// <summary>A field or property that says in which state something is.</summary>
    private bool IsState(IdentifierNameSyntax name)
        => _model.GetSymbolInfo(name, _cancellationToken).Symbol switch
        {
            IFieldSymbol { IsConst: false, IsReadOnly: false, Type: var type } => IsState(type),
            IPropertySymbol { Name: not "HasValue", Type: var type } => IsState(type),
            null => name.Identifier.ValueText is not ("Count" or "Length"),
            _ => false,
        };

    private static bool IsState(ITypeSymbol type) => type.SpecialType == SpecialType.System_Boolean || type.TypeKind == TypeKind.Enum;

    /// <summary>The call may throw, by its name, or by what it does with the exception that it is given.</summary>
    private bool MayThrowOn(InvocationExpressionSyntax call)
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

        if (_clause.Declaration?.Identifier.ValueText is not { Length: > 0 } exception
            || !call.ArgumentList.Arguments.Any(argument => argument.Expression is IdentifierNameSyntax given
                && given.Identifier.ValueText == exception))
        {
            return false;
        }

        return CallSyntax.MethodOf(call, _model, _cancellationToken) is not { MethodKind: not MethodKind.DelegateInvoke } method
            ? !IsLog(name)
            : CalledSource.Of(method, _model, _cancellationToken) is { } source
                ? source.Body.DescendantsAndSelf().Any(static node => node is ThrowStatementSyntax or ThrowExpressionSyntax)
                    || CancellationCatch.SpeaksOfCancellation(source.Body)
                : method.ReturnType.SpecialType == SpecialType.System_Boolean
                    || (!IsLog(name) && method.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) != true);
    }

    private static bool IsLog(string name)
        => name.StartsWith("Log", StringComparison.Ordinal) || name.StartsWith("Write", StringComparison.Ordinal)
            || name is "Error" or "Warn" or "Warning" or "Info" or "Information" or "Debug" or "Trace" or "Verbose" or "Fatal" or "Critical"
                or "Exception" or "Add" or "Enqueue" or "TraceError" or "CaptureException" or "TrackException" or "ErrorException"
                or "WarnException" or "DebugException" or "InfoException" or "Report" or "Capture" or "Record" or "Track";

    /// <summary>A method of the same type that the loop calls outside of the try asks for the cancellation.</summary>
    private bool CallsWhatAsks(SyntaxNode loop)
        => loop.Descendants(node => node != _try.Block && !IsOtherClause(node)).OfType<InvocationExpressionSyntax>()
            .Where(static call => call.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax })
            .Any(call => CallSyntax.MethodOf(call, _model, _cancellationToken) is { } method
                && CalledSource.Of(method, _model, _cancellationToken) is { } source
                && (CancellationCatch.SpeaksOfCancellation(source.Body)
                    || source.Body.DescendantsAndSelf().Any(node => _tokens.Any(token => token.IsNamedBy(node)))));

    /// <summary>A clause of this or another try statement that this exception does not come to.</summary>
    private bool IsOtherClause(SyntaxNode node) => node is CatchClauseSyntax && node != _clause && !node.Span.Contains(_clause.Span);

    /// <summary>Runs before the next turn, though it stands where the loop ends: the condition of a <c>do</c>.</summary>
    private bool IsInHead(SyntaxNode node) => _loop is DoStatementSyntax @do && @do.Condition.Span.Contains(node.Span);

    private bool IsOfInnerStatement(SyntaxNode @break)
        => @break.Ancestors().First(static ancestor => ancestor is SwitchStatementSyntax || ControlFlowSyntax.LoopBody(ancestor) is not null
            || FunctionSyntax.IsFunction(ancestor) || ancestor is MemberDeclarationSyntax) != _loop;

    private static ExpressionSyntax? ConditionOf(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax @while => @while.Condition,
        DoStatementSyntax @do => @do.Condition,
        ForStatementSyntax @for => @for.Condition,
        _ => null,
    };

    private static IEnumerable<string> Set(SyntaxNode node) => Named(node).Where(IsSet).Select(static name => name.Identifier.ValueText);

    /// <summary>A counter says how often it was tried; what is set to a value may say that it has failed.</summary>
    private static bool IsSet(IdentifierNameSyntax name)
        => Writes.IsWritten(name) && name.Parent is not (PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax
            or AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression });

    private static IEnumerable<IdentifierNameSyntax> Named(SyntaxNode node) => node.Descendants().OfType<IdentifierNameSyntax>();
}
