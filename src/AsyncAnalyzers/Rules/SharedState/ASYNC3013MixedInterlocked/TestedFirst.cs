namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// <c>if (_free > 0) { Interlocked.Decrement(ref _free); }</c>: a test of a field, and a call of Interlocked because of it whose result is
/// dropped. Two threads pass the test before one of them makes the call.
/// </summary>
internal static class TestedFirst
{
    /// <summary>How far back a test that leaves is looked for.</summary>
    private const int MostStatements = 5;

    /// <summary>The read in the test; null where there is none, or where nothing hangs on it.</summary>
    public static ExpressionSyntax? Of(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.CalledName(call) is "Increment" or "Decrement" or "Add"
            && CallSyntax.StatementIgnoring(call) is { } statement
            && TestOf(statement, call, model) is { } read
            && FunctionSyntax.Enclosing(call) is { } function
            && CallSyntax.MethodOf(call, model)?.IsDeclaredIn(model.Types.Interlocked) == true
            && model.SymbolOf(InterlockedFields.TargetOf(call)) is IFieldSymbol && IgnoredResult.IsShared(call, model)
            && (IsOpen(function) || HasSibling(call, model))
            && !LockSets.At(call, model).KeepsWritersOut && !LockSets.At(read, model).KeepsWritersOut
                ? read
                : null;

    private static ExpressionSyntax? TestOf(StatementSyntax statement, InvocationExpressionSyntax call, CodeModel model)
    {
        // if (_free > 0) { … Interlocked.Decrement(ref _free); }
        SyntaxNode branch = statement.Parent is BlockSyntax around ? around : statement;
        if (branch.Parent is IfStatementSyntax or ElseClauseSyntax)
        {
            var test = branch.FirstAncestorOrSelf<IfStatementSyntax>(one => one != branch)!;
            return IsOnlyTold(branch, statement) ? null : ReadIn(test.Condition, call, model);
        }

        // if (_free <= 0) return false; Interlocked.Decrement(ref _free);
        if (statement.Parent is not BlockSyntax block)
        {
            return null;
        }

        int index = block.Statements.IndexOf(statement);
        for (int left = MostStatements; --index >= 0 && left > 0; left--)
        {
            if (block.Statements[index] is IfStatementSyntax { Else: null } guard && ReadIn(guard.Condition, call, model) is { } read)
            {
                return ControllingCondition.Leaves(guard.Statement) ? read : null;
            }
        }

        return null;
    }

    /// <summary>The first read of the variable that is compared with something.</summary>
    private static ExpressionSyntax? ReadIn(ExpressionSyntax condition, InvocationExpressionSyntax call, CodeModel model)
        => IgnoredResult.ReadsIn(condition, call, model).FirstOrDefault(static read => ValueOf(read).Parent is BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression
                or (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression
                or (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression
        });

    /// <summary>The read itself, or <c>Volatile.Read(ref x)</c> for it.</summary>
    private static ExpressionSyntax ValueOf(ExpressionSyntax read)
        => CallSyntax.WithCasts(read) is var value
            && value.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && CallSyntax.CalledName(call) == "Read"
            ? CallSyntax.WithCasts(call)
            : value;

    /// <summary><c>if (_errors &lt; 10) { Interlocked.Increment(ref _errors); Log("…"); }</c>: at worst there is a line more.</summary>
    private static bool IsOnlyTold(SyntaxNode branch, StatementSyntax statement)
        => branch is BlockSyntax { Statements: { Count: > 1 } all } && all.All(one => one == statement
            || (one is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax other } && IgnoredResult.IsLogging(other)));

    /// <summary>Code that is not in sight can call it, on any thread.</summary>
    private static bool IsOpen(SyntaxNode function)
        => function.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
            && member.Modifiers.Any(static modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword)
            && function is not AnonymousFunctionExpressionSyntax;

    /// <summary>Other code of the type makes the same change: this is not the one consumer of what others count up.</summary>
    private static bool HasSibling(InvocationExpressionSyntax call, CodeModel model)
        => InterlockedFields.OutermostType(call) is { } type
            && InterlockedFields.NameOf(InterlockedFields.TargetOf(call)) is { } name
            && InterlockedFields.Of(type, model).Calls[name].Any(other
                => other != call && CallSyntax.CalledName(other) == CallSyntax.CalledName(call)
                    && FunctionSyntax.Enclosing(other) != FunctionSyntax.Enclosing(call));
}
