namespace AsyncAnalyzers.Editing;

/// <summary>
/// Plans which statements of a function go under a lock that exists: from the first use of the state without it to the last, and as far as
/// what they declare is used. Nothing is planned where more would get under the lock than the state needs.
/// </summary>
/// <param name="request">The document.</param>
/// <param name="function">The function that the uses are in.</param>
/// <param name="kind">How the lock is taken.</param>
/// <param name="lockName">The lock, as code of the function names it.</param>
/// <param name="mayBeCalled">What the rule says of a call that would run under the lock; delegates and waits are never taken in.</param>
/// <param name="cancellationToken">Stops it.</param>
internal sealed class GuardedRun(
    RepairRequest request,
    SyntaxNode function,
    GuardKind kind,
    string lockName,
    Func<InvocationExpressionSyntax, IMethodSymbol, bool> mayBeCalled,
    CancellationToken cancellationToken)
{
    /// <summary>How many statements a run may have.</summary>
    private const int MostStatements = 8;

    /// <summary>The edit that puts the places, which are in the function, under the lock; null where it is not to be.</summary>
    public LockEditing? Plan(IReadOnlyList<SyntaxNode> places)
    {
        var edit = new LockEditing(request.Root) { Kind = kind, LockName = lockName };
        bool canAwait = FunctionSyntax.IsAsync(function);
        if (FunctionSyntax.Body(function) is ExpressionSyntax body)
        {
            return MayGoUnderLock(new[] { body }) && AddExpressionBody(edit, canAwait) ? edit : null;
        }

        return RunAround(places) is { Count: > 0 } run && MayGoUnderLock(run) && Add(edit, run, canAwait) ? edit : null;
    }

    /// <summary>The statements of the innermost block around all places, from the first to the last.</summary>
    private List<StatementSyntax>? RunAround(IReadOnlyList<SyntaxNode> places)
    {
        int start = places.Min(static place => place.SpanStart), end = places.Max(static place => place.Span.End);
        StatementSyntax? statement = places[0].AncestorsAndSelf().OfType<StatementSyntax>()
            .FirstOrDefault(one => one.SpanStart <= start && one.Span.End >= end);
        if (statement is not BlockSyntax block)
        {
            return statement is null ? null : Extended(new List<StatementSyntax> { statement });
        }

        return Extended(block.Statements.Where(one => one.Span.End > start && one.SpanStart < end).ToList());
    }

    /// <summary>What the run declares stays in reach of what uses it. A declaration alone is split instead.</summary>
    private List<StatementSyntax>? Extended(List<StatementSyntax> run)
    {
        if (run.Count == 1 && run[0] is LocalDeclarationStatementSyntax)
        {
            return run;
        }

        if (run[0].Parent is not BlockSyntax block)
        {
            return run;
        }

        run = RunOfStatements.WithUsesOfLocals(run, block, request.ModelFor(cancellationToken));
        return run.Count <= MostStatements ? run : null;
    }

    /// <summary>Nothing in it waits, is left half done, or runs code that is not in sight.</summary>
    private bool MayGoUnderLock(IEnumerable<SyntaxNode> run)
    {
        foreach (SyntaxNode node in run.SelectMany(FunctionSyntax.OwnNodes))
        {
            switch (node)
            {
                case YieldStatementSyntax or GotoStatementSyntax or LabeledStatementSyntax or LockStatementSyntax or UsingStatementSyntax
                    or WhileStatementSyntax or DoStatementSyntax or SwitchStatementSyntax or TryStatementSyntax
                    or LocalFunctionStatementSyntax:
                case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }:
                    return false;
                case InvocationExpressionSyntax call when !MayBeCalled(call):
                    return false;
                default:
                    if (FunctionSyntax.IsAwait(node))
                    {
                        return false;
                    }

                    break;
            }
        }

        return true;
    }

    /// <summary>No delegate, nor <c>MethodInfo.Invoke</c> or <c>Dispatcher.Invoke</c>; nothing that waits.</summary>
    private bool MayBeCalled(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) == "nameof"
            || (CallSyntax.MethodOf(call, request.ModelFor(cancellationToken)) is { MethodKind: not MethodKind.DelegateInvoke } method
                && !(method.Name is "Wait" or "WaitOne" or "WaitAll" or "Join" or "Sleep" or "Cancel" or "GetResult"
                    or "Invoke" or "DynamicInvoke" or "InvokeMember"
                    && method.ContainingType.SpecialType != SpecialType.System_String)
                && mayBeCalled(call, method));

    private bool AddExpressionBody(LockEditing edit, bool canAwait)
    {
        if (FunctionSyntax.SymbolOf(function, request.ModelFor(cancellationToken))
                is not { ReturnsByRef: false, ReturnsByRefReadonly: false } symbol
            || FunctionSyntax.Body(function) is ThrowExpressionSyntax
            || function is IndexerDeclarationSyntax or OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax
            || (function is AnonymousFunctionExpressionSyntax && request.Model.GetTypeInfo(function, cancellationToken).ConvertedType
                .IsOrDerivesFrom(request.Types.ExpressionOfT)))
        {
            return false;
        }

        bool returnsValue = !symbol.ReturnsVoid
            && !(symbol.IsAsync && (symbol.ReturnType.Is(request.Types.Task) || symbol.ReturnType.Is(request.Types.ValueTask)));
        edit.GuardExpressionBody(function, returnsValue, canAwait);
        return true;
    }

    private bool Add(LockEditing edit, List<StatementSyntax> run, bool canAwait)
    {
        switch (run[0])
        {
            case LocalDeclarationStatementSyntax declaration when run.Count == 1:
                if (declaration.Declaration.Variables.Count != 1 || declaration.IsConst || declaration.Declaration.Type is RefTypeSyntax
                    || declaration.Parent is not BlockSyntax || request.Model.GetDeclaredSymbol(
                        declaration.Declaration.Variables[0], cancellationToken) is not ILocalSymbol
                        {
                            Type: { IsAnonymousType: false } type
                        })
                {
                    return false;
                }

                edit.GuardDeclaration(declaration, declaration.Declaration.Type.IsVar
                    ? AsyncEdit.TypeName(request, type)
                    : declaration.Declaration.Type.WithoutTrivia(), canAwait);
                return true;
            case BlockSyntax:
                return false;
            default:
                if (run[0].Parent is not BlockSyntax && (run.Count > 1 || edit.Kind != GuardKind.Lock))
                {
                    return false;
                }

                edit.GuardRun(run[0], run[run.Count - 1], canAwait);
                return true;
        }
    }
}
