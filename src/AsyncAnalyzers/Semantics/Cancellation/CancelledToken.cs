using System.Collections.Concurrent;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Code that runs because a token is cancelled, or although it is: what is given the token there throws instead of doing its work.
/// </summary>
internal sealed class CancelledToken
{
    private static readonly ModelCache<ConcurrentDictionary<string, CancelledToken>> Found = new();

    private readonly SyntaxNode _owner;
    private readonly string _token;

    /// <summary>
    /// Where the first statement of a block ends that is left when the token is cancelled; behind everything where there is none.
    /// </summary>
    private readonly ConcurrentDictionary<SyntaxNode, int> _cancelledFrom = new();

    /// <summary>Locals that hold whether the token is cancelled.</summary>
    private readonly HashSet<string> _answers = new(StringComparer.Ordinal);

    /// <summary>Locals that hold work which was given the token.</summary>
    private readonly HashSet<string> _works = new(StringComparer.Ordinal);

    /// <summary>The source whose token it is, where a local is set to that; else null.</summary>
    private readonly string? _source;

    private CancelledToken(string token, SyntaxNode owner)
    {
        _token = token;
        _owner = owner;
        foreach (SyntaxNode node in owner.Descendants())
        {
            if (node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax set, Right: InvocationExpressionSyntax } assignment
                && Names(assignment.Right))
            {
                _works.Add(set.Identifier.ValueText);
            }
            else if (node is VariableDeclaratorSyntax { Identifier.ValueText: var name, Initializer.Value: var value })
            {
                if (name == token && value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" } access)
                {
                    _source = access.Expression.ToString();
                }
                else if (IsQuestion(value))
                {
                    _answers.Add(name);
                }
                else if (value is InvocationExpressionSyntax && Names(value))
                {
                    _works.Add(name);
                }
            }
        }
    }

    /// <summary>
    /// The node is in a block that tests the token, behind a loop that runs until it is cancelled, in a <c>catch</c> or <c>finally</c>,
    /// or in a callback that is registered on it.
    /// </summary>
    /// <param name="node">The place that could be given the token.</param>
    /// <param name="token">The name of the token.</param>
    /// <param name="owner">The function whose parameter or local it is.</param>
    /// <param name="model">What is found out is kept with it.</param>
    public static bool IsExpectedAt(SyntaxNode node, string token, SyntaxNode owner, CodeModel model)
        => Found.GetOrAdd(model, owner, static _ => new ConcurrentDictionary<string, CancelledToken>(StringComparer.Ordinal))
            .GetOrAdd(token, one => new CancelledToken(one, owner))
            .IsExpectedAt(node);

    private bool IsExpectedAt(SyntaxNode node)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != _owner; child = current, current = current.Parent)
        {
            if (current switch
            {
                FinallyClauseSyntax or CatchClauseSyntax => true,
                IfStatementSyntax @if => IsBranch(@if.Condition, child == @if.Statement, child == @if.Else),
                ConditionalExpressionSyntax conditional
                    => IsBranch(conditional.Condition, child == conditional.WhenTrue, child == conditional.WhenFalse),
                WhileStatementSyntax @while => IsBranch(@while.Condition, child == @while.Statement, false),
                InvocationExpressionSyntax call => child == call.ArgumentList && IsRegistration(call),
                LocalFunctionStatementSyntax local => IsRegistered(local),
                BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax
                    => child.SpanStart >= _cancelledFrom.GetOrAdd(current, CancelledFrom),
                _ => false,
            })
            {
                return true;
            }
        }

        return false;
    }

    private bool IsBranch(ExpressionSyntax condition, bool isTrue, bool isFalse)
        => (isTrue || isFalse) && IsCancelledWhere(condition) is { } cancelled && cancelled == isTrue;

    private int CancelledFrom(SyntaxNode block)
    {
        IEnumerable<StatementSyntax> statements = block switch
        {
            BlockSyntax { Statements: var own } => own,
            SwitchSectionSyntax { Statements: var own } => own,
            _ => ((CompilationUnitSyntax)block).Members.OfType<GlobalStatementSyntax>().Select(static global => global.Statement),
        };
        return statements.FirstOrDefault(EndsCancelled)?.Span.End ?? int.MaxValue;
    }

    /// <summary>The statement is left when the token is cancelled, or for another reason.</summary>
    private bool EndsCancelled(StatementSyntax statement)
    {
        switch (statement)
        {
            case WhileStatementSyntax @while:
                return IsCancelledWhere(@while.Condition) == false || BreaksWhenCancelled(@while.Statement);
            case DoStatementSyntax @do:
                return IsCancelledWhere(@do.Condition) == false || BreaksWhenCancelled(@do.Statement);
            case ForStatementSyntax @for:
                return (@for.Condition is not null && IsCancelledWhere(@for.Condition) == false) || BreaksWhenCancelled(@for.Statement);
            case CommonForEachStatementSyntax each:
                return BreaksWhenCancelled(each.Statement);
            case IfStatementSyntax { Else: null } @if:
                return IsCancelledWhere(@if.Condition) == false && Leaves(@if.Statement);
            case TryStatementSyntax @try:
                return @try.Catches.Any(clause => clause.Declaration is { Type: var type }
                        && TypeNames.Of(type) is "OperationCanceledException" or "TaskCanceledException" && !Leaves(clause.Block))
                    && @try.Block.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken)
                        && (token.ValueText == _token || _works.Contains(token.ValueText)));
            case ExpressionStatementSyntax { Expression: AwaitExpressionSyntax { Expression: var awaited } }
                when ReturnsWhenCancelled(awaited):
                return true;
            case ExpressionStatementSyntax { Expression: var expression }:
                expression = expression is AwaitExpressionSyntax await ? await.Expression : expression;
                return expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call
                    && called.Name.Identifier.ValueText switch
                    {
                        "Cancel" or "CancelAsync" => _source is not null && called.Expression.ToString() == _source,
                        "WaitOne" => call.ArgumentList.Arguments.Count == 0
                            && called.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitHandle" } handle
                            && IsToken(handle.Expression),
                        _ => false,
                    };
            default:
                return false;
        }
    }

    /// <summary>
    /// What is awaited ends without an exception when the token is cancelled: <c>host.RunAsync(token)</c>,
    /// <c>Task.Delay(-1, token).ContinueWith(…)</c>, <c>WhenAny</c> with an endless delay.
    /// </summary>
    private bool ReturnsWhenCancelled(ExpressionSyntax awaited)
    {
        if (!Names(awaited))
        {
            return false;
        }

        ExpressionSyntax task = CallSyntax.WithoutConfiguration(awaited);
        if (task != awaited && awaited.DescendantTokens().Any(static part => part.ValueText == "SuppressThrowing"))
        {
            return true;
        }

        return task is InvocationExpressionSyntax call && CallSyntax.CalledName(call) switch
        {
            "ContinueWith" or "NoThrow" or "SuppressThrowing" or "WaitForShutdownAsync" => true,
            "RunAsync" => call.Expression is MemberAccessExpressionSyntax
            {
                Expression: IdentifierNameSyntax { Identifier.ValueText: var host }
            } && (host.EndsWith("host", StringComparison.OrdinalIgnoreCase) || host is "app" or "_app" or "App"),
            "WhenAny" => call.DescendantTokens().Any(static part
                => part.ValueText is "Infinite" or "InfiniteTimeSpan"
                    || (part.ValueText == "1" && part.Parent?.Parent is PrefixUnaryExpressionSyntax)),
            { } name => name.StartsWith("WhenCancel", StringComparison.Ordinal)
                || name.StartsWith("WaitForCancel", StringComparison.Ordinal)
                || name.StartsWith("WaitUntilCancel", StringComparison.Ordinal),
            null => false,
        };
    }

    private bool Names(ExpressionSyntax expression)
        => expression.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == _token);

    /// <summary><c>if (token.IsCancellationRequested) break;</c> in the body of a loop.</summary>
    private bool BreaksWhenCancelled(StatementSyntax body)
        => body.DescendantsAndSelf(static node => !FunctionSyntax.IsFunction(node)).OfType<IfStatementSyntax>()
            .Any(@if => IsCancelledWhere(@if.Condition) == true
                && @if.Statement.DescendantsAndSelf().Any(static node => node is BreakStatementSyntax));

    private static bool Leaves(StatementSyntax statement)
        => (statement is BlockSyntax block ? block.Statements.LastOrDefault() : statement)
            is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax;

    /// <summary>What the condition is where the token is, or may be, cancelled; null where it does not ask.</summary>
    private bool? IsCancelledWhere(ExpressionSyntax condition)
    {
        foreach (ExpressionSyntax part in condition.DescendantsAndSelf(static node => !FunctionSyntax.IsFunction(node))
            .OfType<ExpressionSyntax>())
        {
            if (IsQuestion(part) || (part is IdentifierNameSyntax name && _answers.Contains(name.Identifier.ValueText)))
            {
                return !part.AncestorsAndSelf().TakeWhile(node => condition.Span.Contains(node.Span))
                    .Aggregate(false, static (negated, node) => negated ^ IsNegation(node));
            }
        }

        return null;
    }

    private static bool IsNegation(SyntaxNode node) => node switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } => true,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression } => true,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Right.RawKind: (int)SyntaxKind.TrueLiteralExpression }
            => true,
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression } } => true,
        _ => false,
    };

    private bool IsQuestion(ExpressionSyntax expression)
        => expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested", Expression: var asked }
            && (IsToken(asked) || (_source is not null && asked.ToString() == _source));

    /// <summary>The token; where it may be null, also its value.</summary>
    private bool IsToken(ExpressionSyntax expression)
        => (expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value", Expression: var holder } ? holder : expression)
            is IdentifierNameSyntax name && name.Identifier.ValueText == _token;

    private bool IsRegistration(InvocationExpressionSyntax call)
        => call.Expression is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "Register" or "UnsafeRegister",
            Expression: var receiver
        } && IsToken(receiver);

    private bool IsRegistered(LocalFunctionStatementSyntax local)
        => _owner.Descendants().OfType<InvocationExpressionSyntax>()
            .Any(call => IsRegistration(call) && call.ArgumentList.Arguments.Any(argument
                => argument.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == local.Identifier.ValueText));
}
