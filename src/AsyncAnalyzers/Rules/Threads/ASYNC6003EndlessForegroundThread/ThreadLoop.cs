namespace AsyncAnalyzers.Rules.Threads;

/// <summary>
/// The endless loop that the function of a thread comes to. Nothing but an exception leaves it, and that one ends the process: no
/// <c>catch</c> of the function takes it.
/// </summary>
internal sealed class ThreadLoop
{
    private const int MostCalls = 4;

    private readonly CodeModel _model;
    private readonly int _calls;

    private ThreadLoop(CodeModel model, int calls)
    {
        _model = model;
        _calls = calls;
    }

    /// <param name="start">What the thread is given: a lambda, a method, <c>new ThreadStart(method)</c>.</param>
    /// <param name="model">The model of the tree.</param>
    /// <returns>Null where the thread may end, or its function is not of this compilation.</returns>
    public static StatementSyntax? Of(ExpressionSyntax start, CodeModel model)
    {
        ExpressionSyntax function = CallSyntax.WithoutCasts(start);
        if (function is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments })
        {
            function = CallSyntax.WithoutCasts(arguments[0].Expression);
        }

        var thread = new ThreadLoop(model, 0);
        return function switch
        {
            AnonymousFunctionExpressionSyntax lambda => thread.InFunction(lambda, lambda.Body),
            SimpleNameSyntax or MemberAccessExpressionSyntax => thread.InMethod(function),
            _ => null,
        };
    }

    private StatementSyntax? InMethod(ExpressionSyntax named)
        => _calls < MostCalls && _model.SymbolOf(named) is IMethodSymbol method && CalledSource.OfOnly(method, _model) is { } source
            ? new ThreadLoop(_model.With(source.Model), _calls + 1).InFunction(source.Function, source.Body)
            : null;

    private StatementSyntax? InFunction(SyntaxNode function, SyntaxNode body)
        => FunctionSyntax.IsAsync(function) || body.DescendantsAndSelf().Any(MayEnd) ? null
            : body is BlockSyntax block ? InStatements(block.Statements)
            : InCall(body);

    /// <summary>
    /// It ends the process or the thread, or runs a message loop, which ends by itself; or the function makes a sequence.
    /// </summary>
    private static bool MayEnd(SyntaxNode node)
        => node is YieldStatementSyntax
            || (node is InvocationExpressionSyntax call && CallSyntax.CalledNameSyntax(call) is { } name && IsEnd(name));

    private static bool IsEnd(SimpleNameSyntax called) => called.Identifier.ValueText switch
    {
        "FailFast" or "Kill" or "Abort" or "ExitThread" or "ExitProcess" or "Shutdown" or "StopApplication" or "PushFrame" => true,
        "Exit" => ReceiverName(called) != "Monitor",
        "Run" => ReceiverName(called) is "Application" or "Dispatcher",
        _ => false,
    };

    private static string? ReceiverName(SimpleNameSyntax name) => CallSyntax.Receiver(name) switch
    {
        SimpleNameSyntax receiver => receiver.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private StatementSyntax? InStatements(IEnumerable<StatementSyntax> statements)
    {
        foreach (StatementSyntax statement in statements)
        {
            if (statement is ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax)
            {
                return null;
            }

            if (InStatement(statement) is { } loop)
            {
                return loop;
            }
        }

        return null;
    }

    private StatementSyntax? InStatement(StatementSyntax statement)
    {
        switch (statement)
        {
            case BlockSyntax block:
                return InStatements(block.Statements);
            case UsingStatementSyntax @using:
                return InStatement(@using.Statement);
            case LockStatementSyntax @lock:
                return InStatement(@lock.Statement);
            case FixedStatementSyntax @fixed:
                return InStatement(@fixed.Statement);
            case CheckedStatementSyntax @checked:
                return InStatements(@checked.Block.Statements);
            case UnsafeStatementSyntax @unsafe:
                return InStatements(@unsafe.Block.Statements);
            case LabeledStatementSyntax labeled:
                return InStatement(labeled.Statement);
            // A catch that does not throw on is how an interrupted, aborted or completed wait ends the thread.
            case TryStatementSyntax @try:
                return @try.Catches.All(static clause => clause.Block.Statements.LastOrDefault() is ThrowStatementSyntax)
                    ? InStatements(@try.Block.Statements)
                    : null;
            case ExpressionStatementSyntax { Expression: var expression }:
                return InCall(expression);
            case WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax:
                return IsWithoutCondition(statement) && !IsLeft(statement) && !OnlySleeps(statement) ? statement : null;
            default:
                return null;
        }
    }

    private StatementSyntax? InCall(SyntaxNode expression)
        => expression is InvocationExpressionSyntax { Expression: SimpleNameSyntax or MemberAccessExpressionSyntax } call
            ? InMethod(call.Expression)
            : null;

    private static bool IsWithoutCondition(StatementSyntax loop)
        => ControlFlowSyntax.LoopCondition(loop) is { } condition
            ? CallSyntax.WalkDownParentheses(condition).IsKind(SyntaxKind.TrueLiteralExpression)
            : loop is ForStatementSyntax;

    /// <summary>Something in the loop leaves it, or it has a token, which may leave it.</summary>
    private bool IsLeft(StatementSyntax loop)
        => LoopWaits.HasExit(loop) || loop.Descendants().Any(node
                => node is IdentifierNameSyntax && TokenCarriers.IsTokenOrSource(_model.TypeOf(node), _model.Types));

    /// <summary>A loop that does nothing is there to keep the process alive.</summary>
    private static bool OnlySleeps(StatementSyntax loop)
        => ControlFlowSyntax.LoopBody(loop) is { } body
            && (body is BlockSyntax block ? block.Statements.All(IsSleep) : IsSleep(body));

    private static bool IsSleep(StatementSyntax statement)
        => statement is EmptyStatementSyntax
            || (statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
                && CallSyntax.CalledName(call) is "Sleep" or "SpinWait" or "Yield");
}
