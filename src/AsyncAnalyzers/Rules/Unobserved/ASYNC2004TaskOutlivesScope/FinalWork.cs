namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>What a finally block does, and whether that is too early while a task which left the try is still running.</summary>
internal sealed class FinalWork
{
    private readonly TryStatementSyntax _try;
    private readonly ExpressionSyntax _returned;
    private readonly InvocationExpressionSyntax _call;
    private readonly CodeModel _model;

    private FinalWork(TryStatementSyntax @try, ExpressionSyntax returned, InvocationExpressionSyntax call, CodeModel model)
    {
        _try = @try;
        _returned = returned;
        _call = call;
        _model = model;
    }

    /// <summary>
    /// Some statement of the block is about the work: it ends, releases or resets what the task may need, or tells that it is over.
    /// </summary>
    public static bool ComesTooEarly(
        TryStatementSyntax @try, FinallyClauseSyntax @finally, ExpressionSyntax returned, InvocationExpressionSyntax call,
        CodeModel model)
        => new FinalWork(@try, returned, call, model).ComesTooEarly(@finally.Block);

    private bool ComesTooEarly(StatementSyntax statement) => statement switch
    {
        BlockSyntax block => block.Statements.Any(ComesTooEarly),
        IfStatementSyntax @if => !TellsWhetherItFailed(@if.Condition)
            && (ComesTooEarly(@if.Statement) || (@if.Else is { } @else && ComesTooEarly(@else.Statement))),
        ExpressionStatementSyntax { Expression: var expression } => ComesTooEarly(expression),
        EmptyStatementSyntax or LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax => false,
        _ => true,
    };

    private bool ComesTooEarly(ExpressionSyntax expression)
    {
        if (expression is AssignmentExpressionSyntax assignment)
        {
            return !IsOfTheCallersContext(assignment.Left)
                && _model.SymbolOf(assignment.Left) is var written
                && (written is not (ILocalSymbol or IParameterSymbol or IDiscardSymbol) || CapturedParameters.IsAt(assignment, written));
        }

        if (DroppedTask.CallIn(expression) is not { } call || CallSyntax.CalledName(call) is not { } name)
        {
            return true;
        }

        if (IsOfTheCallersContext(call.Expression)
            || name is "Undo" or "RestoreFlow" or "SetSynchronizationContext" or "SuppressFinalize" or "KeepAlive")
        {
            return false;
        }

        if (LockCalls.Releases(name) && name != "Release")
        {
            return LockedWork.NeedsLock(null, _call, _model);
        }

        if (name is "Dispose" or "Close" or "DisposeAsync" or "Free")
        {
            return Receiver(call, expression) is not { } receiver
                || (!(call.Expression is MemberBindingExpressionSyntax && IsHandedOver(receiver)) && IsNeeded(receiver));
        }

        return name is not "Return" || call.ArgumentList.Arguments.Count == 0 || IsNeeded(call.ArgumentList.Arguments[0].Expression);
    }

    /// <summary>The task that is returned may still need what is closed here.</summary>
    private bool IsNeeded(ExpressionSyntax closed)
    {
        if (_model.SymbolOf(closed) is not { } resource)
        {
            return true;
        }

        return resource switch
        {
            ILocalSymbol or IParameterSymbol => HeldResource.IsIn(_returned, resource, _try.Block, _model),
            // What the object itself does may need any of its fields.
            IFieldSymbol or IPropertySymbol
                => _call.Expression is SimpleNameSyntax
                    or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax }
                || HeldResource.IsIn(_returned, resource, _try.Block, _model),
            _ => true,
        };
    }

    private static ExpressionSyntax? Receiver(InvocationExpressionSyntax call, ExpressionSyntax whole) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        MemberBindingExpressionSyntax => (CallSyntax.WalkDownParentheses(whole) as ConditionalAccessExpressionSyntax)?.Expression,
        _ => null,
    };

    /// <summary>
    /// A flag that the try sets, or a variable that it sets to null, before it returns: what hangs on it is done in case of failure only.
    /// </summary>
    private bool TellsWhetherItFailed(ExpressionSyntax condition)
    {
        foreach (IdentifierNameSyntax name in condition.DescendantsAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (_model.SymbolOf(name) is ILocalSymbol or IParameterSymbol
                && (IsHandedOver(name) || (_model.TypeOf(name)?.IsValueType == true && IsSetInTry(name, static _ => true))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The try sets the variable to null: what it held belongs to the task from then on.</summary>
    private bool IsHandedOver(ExpressionSyntax variable)
        => variable is IdentifierNameSyntax name
            && IsSetInTry(name, static value => CallSyntax.WithoutCasts(value) switch
            {
                PostfixUnaryExpressionSyntax { Operand: var operand } => IsNothing(operand),
                var plain => IsNothing(plain),
            });

    private static bool IsNothing(ExpressionSyntax value)
        => value.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression or SyntaxKind.DefaultExpression;

    private bool IsSetInTry(IdentifierNameSyntax name, Func<ExpressionSyntax, bool> isMeant)
        => _try.Block.Descendants().Any(node => node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax written, Right: var value }
            && written.Identifier.ValueText == name.Identifier.ValueText && isMeant(value));

    /// <summary>The context of the thread and the values that flow with it are put back for the caller: the task keeps its own.</summary>
    private bool IsOfTheCallersContext(ExpressionSyntax expression)
    {
        foreach (SimpleNameSyntax name in expression.DescendantsAndSelf().OfType<SimpleNameSyntax>())
        {
            if (name.Identifier.ValueText.EndsWith("Context", StringComparison.Ordinal)
                && _model.SymbolOf(name) is INamedTypeSymbol)
            {
                return true;
            }
        }

        return AmbientState.IsTarget(expression, _model);
    }
}
