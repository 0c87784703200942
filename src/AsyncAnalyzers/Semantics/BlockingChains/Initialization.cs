namespace AsyncAnalyzers.Semantics;

/// <summary>Code that runs once and is skipped ever after: the making of what a field keeps.</summary>
internal static class Initialization
{
    /// <summary>How many calls down the assignment is looked for.</summary>
    private const int MaximumDepth = 3;

    /// <summary>
    /// The node runs where a field or property is still empty, to fill it: in <c>_x ??= …</c>, in <c>if (_x is null) { … _x = …; }</c>,
    /// also where a method of the type that is called there sets it, behind <c>if (_x != null) return _x;</c>. Variables of the function
    /// itself do not count: they are empty each time.
    /// </summary>
    public static bool Contains(SyntaxNode node, NameScope scope)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null and not MemberDeclarationSyntax
            and not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax; child = current, current = current.Parent)
        {
            switch (current)
            {
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } assignment
                    when child == assignment.Right && IsKept(assignment.Left, scope):
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce when child == coalesce.Right
                    && IsKept(coalesce.Left, scope)
                    && Assigns(coalesce.Right, coalesce.Left):
                case IfStatementSyntax @if when child == @if.Statement
                    && Tested(@if.Condition, isEmpty: true) is { } empty
                    && IsKept(empty, scope)
                    && (Assigns(@if.Statement, empty) || CallsWhatAssigns(@if.Statement, empty) || SaysInitialized(empty)):
                case IfStatementSyntax asked when child == asked.Statement && IsAsked(asked, child, scope):
                case BlockSyntax block when child is StatementSyntax statement
                    && (IsBehindReturn(block, statement, scope) || IsBehindAskedWait(block, statement, scope)):
                    return true;
            }
        }

        return false;
    }

    /// <summary><c>if (!IsInitialized) { Initialize(); }</c></summary>
    private static bool SaysInitialized(ExpressionSyntax flag)
        => NameOf(flag) is { } name
            && (name.EndsWith("Initialized", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith("Initialised", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// <c>if (!_ready.Task.IsCompleted) _ready.Task.Wait();</c> with a task that is kept: once it is complete, it stays so.
    /// </summary>
    private static bool IsAsked(IfStatementSyntax @if, SyntaxNode waiting, NameScope scope)
        => IncompleteIn(@if.Condition) is { } pending
            && CallSyntax.LeftmostOf(pending) is var first
            && (first is ThisExpressionSyntax || IsKept(first, scope))
            && waiting.DescendantsAndSelf().Any(node => node is ExpressionSyntax && SyntaxFactory.AreEquivalent(node, pending))
            && FunctionSyntax.Enclosing(@if) is { } function && !RareWait.EndsSomething(function);

    /// <summary><c>return _ready.Task.Result;</c> behind the same.</summary>
    private static bool IsBehindAskedWait(BlockSyntax block, StatementSyntax statement, NameScope scope)
        => block.Statements.IndexOf(statement) is var index and > 0
            && block.Statements[index - 1] is IfStatementSyntax { Else: null } @if
            && IsAsked(@if, @if.Statement, scope) && IsAsked(@if, statement, scope);

    /// <summary>The task in <c>if (!_ready.Task.IsCompleted)</c>: once it is complete, it stays so.</summary>
    private static ExpressionSyntax? IncompleteIn(ExpressionSyntax condition)
        => CallSyntax.WalkDownParentheses(condition) is PrefixUnaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.LogicalNotExpression,
            Operand: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCompleted" or "IsCompletedSuccessfully" } access
        }
            ? access.Expression
            : null;

    private static bool IsBehindReturn(BlockSyntax block, StatementSyntax statement, NameScope scope)
    {
        foreach (StatementSyntax before in block.Statements)
        {
            if (before == statement)
            {
                return false;
            }

            if (before is IfStatementSyntax { Else: null } @if
                && Tested(@if.Condition, isEmpty: false) is { } filled && IsKept(filled, scope)
                && (@if.Statement is ReturnStatementSyntax
                    || (@if.Statement is BlockSyntax { Statements: { Count: > 0 } inside } && inside.Last() is ReturnStatementSyntax))
                && Assigns(block, filled))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a condition finds null, or not null; a flag that is false, or true.</summary>
    private static ExpressionSyntax? Tested(ExpressionSyntax condition, bool isEmpty)
    {
        switch (CallSyntax.WalkDownParentheses(condition))
        {
            case var test when NullTest.Of(test) is { Tested: var tested, IsNull: var isNull }:
                return isNull == isEmpty ? tested : null;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both when isEmpty:
                return Tested(both.Left, isEmpty) ?? Tested(both.Right, isEmpty);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return isEmpty && IsFlag(not.Operand) ? not.Operand : null;
            case var flag:
                return !isEmpty && IsFlag(flag) ? flag : null;
        }

        static bool IsFlag(ExpressionSyntax expression)
            => expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };
    }

    private static bool IsKept(ExpressionSyntax variable, NameScope scope)
        => NameOf(variable) is { } name && (variable is MemberAccessExpressionSyntax || !scope.Declares(name));

    private static bool Assigns(SyntaxNode code, ExpressionSyntax variable)
        => NameOf(variable) is { } name
            && code.DescendantsAndSelf().Any(node => node is AssignmentExpressionSyntax assignment && NameOf(assignment.Left) == name);

    /// <summary>
    /// <c>if (_x == null) { InitializeAsync().Wait(); }</c>: a method of the type that is called there sets the field, or one that this
    /// calls.
    /// </summary>
    private static bool CallsWhatAssigns(SyntaxNode code, ExpressionSyntax variable)
        => code.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            && CallsWhatAssigns(code, variable, type, MaximumDepth, new HashSet<string>(StringComparer.Ordinal));

    private static bool CallsWhatAssigns(
        SyntaxNode code, ExpressionSyntax variable, TypeDeclarationSyntax type, int depth, HashSet<string> seen)
    {
        foreach (SyntaxNode node in code.Descendants())
        {
            // Each method is looked at once: one that is called twice calls no more.
            if (node is InvocationExpressionSyntax call && NameOf(call.Expression) is { } called && seen.Add(called)
                && type.Members.Any(member => member is MethodDeclarationSyntax method && method.Identifier.ValueText == called
                    && (Assigns(method, variable)
                        || (depth > 1 && CallsWhatAssigns(method, variable, type, depth - 1, seen)))))
            {
                return true;
            }
        }

        return false;
    }

    private static string? NameOf(ExpressionSyntax variable) => variable switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or IdentifierNameSyntax } access
            => access.Name.Identifier.ValueText,
        _ => null,
    };
}
