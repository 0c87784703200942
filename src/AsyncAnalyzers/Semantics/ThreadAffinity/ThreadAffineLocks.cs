namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Locks that belong to the thread that took them: Monitor, Mutex, Lock, SpinLock and the reader-writer locks. A continuation
/// that resumes on another thread cannot release them, so no await may stand between taking and releasing one.
/// </summary>
internal static class ThreadAffineLocks
{
    public static bool Is(ITypeSymbol? type, KnownTypes types)
        => type.Is(types.Monitor) || type.Is(types.Lock) || type.Is(types.SpinLock) || type.Is(types.ReaderWriterLock)
            || type.Is(types.ReaderWriterLockSlim) || type.IsOrDerivesFrom(types.Mutex);

    /// <summary>The call takes or releases such a lock.</summary>
    public static bool IsCalledBy(InvocationExpressionSyntax call, CodeModel model)
        => Is(LockCalls.LockTypeOf(call, model), model.Types);

    /// <summary>
    /// What tells one lock of a function from another: the expression it is called on, and the side of a reader-writer lock.
    /// </summary>
    public static (string? Lock, string Side) KeyOf(InvocationExpressionSyntax call, string name, CodeModel model)
    {
        ExpressionSyntax? @lock = CallSyntax.MethodOf(call, model)?.IsDeclaredIn(model.Types.Monitor) == true
            ? call.ArgumentList.Arguments.FirstOrDefault()?.Expression
            : CallSyntax.CalledNameSyntax(call) is { } called ? CallSyntax.Receiver(called) : null;
        string side = name.Contains("Upgradeable") ? "Upgradeable" : name.Contains("Write") ? "Write" : name.Contains("Read") ? "Read"
            : string.Empty;
        return (NameOf(@lock), side);
    }

    /// <summary>An expression as the name of what it stands for; null where there is none.</summary>
    public static string? NameOf(ExpressionSyntax? expression) => expression switch
    {
        null => null,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => name.ToString(),
        ParenthesizedExpressionSyntax parenthesized => NameOf(parenthesized.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven => NameOf(forgiven.Operand),
        _ => expression.ToString(),
    };

    /// <summary>
    /// The node runs where the lock was not got: in the block of <c>if (!Monitor.TryEnter(x))</c>, in the loop that tries again, in the
    /// <c>else</c>, or in a branch on the variable that the answer is kept in.
    /// </summary>
    public static bool FailedBefore(ExpressionSyntax take, SyntaxNode node)
    {
        (ExpressionSyntax condition, bool isHeldIfTrue) = ConditionOf(take, isHeldIfTrue: true);
        if (IsInOtherBranch(condition, isHeldIfTrue, node))
        {
            return true;
        }

        string? answer = condition.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable } => variable.Identifier.ValueText,
            _ => (take as InvocationExpressionSyntax)?.ArgumentList.Arguments.FirstOrDefault(argument
                => argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword))?.Expression
                is IdentifierNameSyntax taken ? taken.Identifier.ValueText : null,
        };
        if (answer is null)
        {
            return false;
        }

        foreach (SyntaxNode ancestor in node.Ancestors().TakeWhile(ancestor
            => !FunctionSyntax.IsFunction(ancestor) && ancestor is not MemberDeclarationSyntax))
        {
            ExpressionSyntax? test = ancestor switch
            {
                IfStatementSyntax @if => @if.Condition,
                WhileStatementSyntax @while => @while.Condition,
                ConditionalExpressionSyntax conditional => conditional.Condition,
                _ => null,
            };
            if (test is not null && test.SpanStart > take.SpanStart
                && test.DescendantsAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault(name
                    => name.Identifier.ValueText == answer) is { } asked)
            {
                (ExpressionSyntax whole, bool isHeld) = ConditionOf(asked, isHeldIfTrue);
                if (IsInOtherBranch(whole, isHeld, node))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The whole condition that the answer decides, and what it is where the lock is held.</summary>
    private static (ExpressionSyntax Condition, bool IsHeldIfTrue) ConditionOf(ExpressionSyntax answer, bool isHeldIfTrue)
    {
        ExpressionSyntax condition = answer;
        while (condition.Parent is ParenthesizedExpressionSyntax
            || condition.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }
            || condition.Parent is BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.LogicalAndExpression
                or (int)SyntaxKind.LogicalOrExpression
            })
        {
            condition = (ExpressionSyntax)condition.Parent;
            isHeldIfTrue ^= condition is PrefixUnaryExpressionSyntax;
        }

        return (condition, isHeldIfTrue);
    }

    private static bool IsInOtherBranch(ExpressionSyntax condition, bool isHeldIfTrue, SyntaxNode node) => condition.Parent switch
    {
        IfStatementSyntax @if => (isHeldIfTrue ? (SyntaxNode?)@if.Else : @if.Statement)?.Span.Contains(node.Span) == true,
        WhileStatementSyntax @while => !isHeldIfTrue && @while.Statement.Span.Contains(node.Span),
        DoStatementSyntax @do => !isHeldIfTrue && @do.Statement.Span.Contains(node.Span),
        ForStatementSyntax @for => !isHeldIfTrue && @for.Statement.Span.Contains(node.Span),
        ConditionalExpressionSyntax conditional => (isHeldIfTrue ? conditional.WhenFalse : conditional.WhenTrue).Span.Contains(node.Span),
        _ => false,
    };
}
