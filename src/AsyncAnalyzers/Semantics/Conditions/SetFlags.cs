namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Flags of the own object that a function sets for certain, or asks for, before it calls another function of it: what asks for the flag
/// there has its answer. <c>_disposed = true; Dispose(true);</c>, <c>if (!_connected) await ConnectAsync(); Send();</c>
/// </summary>
internal static class SetFlags
{
    /// <summary>Conditions of a call are looked at so far: each set of answers is another function to look through.</summary>
    private const int MostAnswers = 3;

    private static readonly KeyValuePair<ISymbol, object?>[] None = Array.Empty<KeyValuePair<ISymbol, object?>>();

    /// <summary>The bool and int fields with the constants that they have where the call runs.</summary>
    public static IReadOnlyList<KeyValuePair<ISymbol, object?>> Before(SyntaxNode call, CodeModel model)
    {
        List<KeyValuePair<ISymbol, object?>>? found = null;
        SyntaxNode child = call;
        for (SyntaxNode? current = call.Parent;
            current is not null and not MemberDeclarationSyntax && !FunctionSyntax.IsFunction(child);
            child = current, current = current.Parent)
        {
            if (current is not BlockSyntax { Statements: var statements } || child is not StatementSyntax last)
            {
                continue;
            }

            for (int index = statements.IndexOf(last) - 1; index >= 0; index--)
            {
                if (SetBy(statements[index]) is { } set
                    && !IsWrittenBetween(set.Field, statements[index].Span.End, call)
                    && model.SymbolOf(set.Field) is IFieldSymbol
                    {
                        Type.SpecialType: SpecialType.System_Boolean or SpecialType.System_Int32
                    } field)
                {
                    (found ??= new()).Add(new KeyValuePair<ISymbol, object?>(field.OriginalDefinition, set.Value));
                }
            }
        }

        AddAnswers(call, model, ref found);
        return found ?? (IReadOnlyList<KeyValuePair<ISymbol, object?>>)None;
    }

    /// <summary>
    /// What the conditions of the call say, and those before it that are no more true: <c>if (!IsConnected) { await ConnectAsync(); }</c>
    /// does what it can to make it so.
    /// </summary>
    private static void AddAnswers(SyntaxNode call, CodeModel model, ref List<KeyValuePair<ISymbol, object?>>? found)
    {
        int left = MostAnswers;
        foreach (ControllingCondition condition in ControllingCondition.Of(call))
        {
            if (condition.Pattern is null)
            {
                SyntaxNode asked = condition.Tested.FirstAncestorOrSelf<IfStatementSyntax>() is { } @if && !@if.Span.Contains(call.Span)
                    ? @if
                    : condition.Tested;
                AddAnswer(condition.Tested, condition.Holds, asked.Span.End, call, model, ref found, ref left);
            }
        }

        SyntaxNode child = call;
        for (SyntaxNode? current = call.Parent;
            current is not null and not MemberDeclarationSyntax && !FunctionSyntax.IsFunction(child) && left > 0;
            child = current, current = current.Parent)
        {
            if (current is not BlockSyntax { Statements: var statements } || child is not StatementSyntax last)
            {
                continue;
            }

            for (int index = statements.IndexOf(last) - 1; index >= 0 && left > 0; index--)
            {
                if (statements[index] is IfStatementSyntax { Else: null } @if && FlagIn(@if.Condition) is not null
                    && FunctionSyntax.OwnNodes(@if.Statement).Any(FunctionSyntax.IsAwait))
                {
                    AddAnswer(@if.Condition, false, @if.Span.End, call, model, ref found, ref left);
                }
            }
        }
    }

    private static void AddAnswer(
        ExpressionSyntax condition, bool holds, int end, SyntaxNode call, CodeModel model,
        ref List<KeyValuePair<ISymbol, object?>>? found, ref int left)
    {
        ExpressionSyntax tested = CallSyntax.WalkDownParentheses(condition);
        if (tested is BinaryExpressionSyntax both
            && both.IsKind(holds ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression))
        {
            AddAnswer(both.Left, holds, end, call, model, ref found, ref left);
            AddAnswer(both.Right, holds, end, call, model, ref found, ref left);
            return;
        }

        if (left == 0 || FlagIn(tested) is not { } flag || IsWrittenBetween(flag, end, call) || IsOwnCallBetween(end, call)
            || model.SymbolOf(flag) is not { IsStatic: false } member
            || member is not (IFieldSymbol { Type.SpecialType: SpecialType.System_Boolean }
                or IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean })
            || found?.Exists(one => SymbolEqualityComparer.Default.Equals(one.Key, member.OriginalDefinition)) == true)
        {
            return;
        }

        left--;
        (found ??= new()).Add(new KeyValuePair<ISymbol, object?>(member.OriginalDefinition, holds == (tested == flag)));
    }

    /// <summary>What the function does to its own object between a condition and a call may change the answer.</summary>
    private static bool IsOwnCallBetween(int start, SyntaxNode call)
        => FunctionSyntax.Enclosing(call) is not { } function || function.Descendants().Any(node
            => node.SpanStart >= start && node.SpanStart < call.SpanStart && IsOwnCall(node) && !node.Span.Contains(call.Span));

    private static bool IsOwnCall(SyntaxNode node)
        => node is InvocationExpressionSyntax call && OwnMember.NameOf(call.Expression) is { } name && name != "nameof";

    /// <summary>The flag in <c>_connected</c> and <c>!_connected</c>.</summary>
    private static ExpressionSyntax? FlagIn(ExpressionSyntax condition)
    {
        ExpressionSyntax flag = CallSyntax.WalkDownParentheses(condition);
        if (flag is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation)
        {
            flag = CallSyntax.WalkDownParentheses(negation.Operand);
        }

        return OwnMember.NameOf(flag) is null ? null : flag;
    }

    /// <summary>
    /// The function may ask for the flag, or pass on to one that does, and does not give it another value itself. What it calls on its
    /// object before it asks may do so.
    /// </summary>
    public static bool MayMatter(KeyValuePair<ISymbol, object?> flag, SyntaxNode function)
    {
        bool isMentioned = false;
        bool hasCalled = false;
        foreach (SyntaxNode node in function.Descendants())
        {
            if (IsOwnCall(node))
            {
                // In source order: the second of two calls.
                if (hasCalled && !isMentioned)
                {
                    return false;
                }

                hasCalled = true;
            }
            else if (node is IdentifierNameSyntax name && name.Identifier.ValueText == flag.Key.Name)
            {
                if (hasCalled && !Writes.IsWritten(Writes.ExpressionOf(name)) && !IsInArgumentOfCall(name))
                {
                    return false;
                }

                isMentioned = true;
                if (name.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { } assignment
                    && OwnMember.NameOf(assignment.Left) == flag.Key.Name
                    && ConstantOf(assignment.Right) is var value && (value is null || !value.Equals(flag.Value)))
                {
                    return false;
                }
            }
        }

        return isMentioned || FunctionSyntax.Body(function) is ExpressionSyntax or BlockSyntax { Statements.Count: <= 3 };
    }

    /// <summary>No call on the object stands before this one in its function: what is known of the flags is still so.</summary>
    public static bool IsFirstCall(SyntaxNode call)
        => FunctionSyntax.Enclosing(call) is { } function && !IsOwnCallBetween(function.SpanStart, call);

    private static bool IsInArgumentOfCall(SyntaxNode node) => node.Ancestors().Any(IsOwnCall);

    /// <summary>The bool field behind what an interlocked or volatile read of it, by reference, answers.</summary>
    public static ExpressionSyntax? ReadBy(InvocationExpressionSyntax call)
        => call is
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "Exchange" or "CompareExchange" or "Read",
                Expression: SimpleNameSyntax { Identifier.ValueText: "Interlocked" or "Volatile" }
                    or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Interlocked" or "Volatile" },
            },
            ArgumentList.Arguments: { Count: > 0 } arguments,
        }
            ? arguments[0].Expression
            : null;

    private static (ExpressionSyntax Field, object Value)? SetBy(StatementSyntax statement)
    {
        switch (statement)
        {
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax exchange }:
                return ExchangedBy(exchange);
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment }:
                return OwnMember.NameOf(assignment.Left) is not null && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                    && ConstantOf(assignment.Right) is { } constant ? (assignment.Left, constant) : null;
            case IfStatementSyntax @if:
                // if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
                if (@if.Condition.DescendantsAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault() is { } asked
                    && ExchangedBy(asked) is { } exchanged)
                {
                    return exchanged;
                }

                // if (!_disposed) { _disposed = true; … }
                return @if.Statement is BlockSyntax { Statements: var inside }
                    && inside.Select(SetBy).FirstOrDefault(static set => set is { Value: true }) is { } filled
                    && IsNegationOf(@if.Condition, filled.Field) ? filled : null;
            default:
                return null;
        }
    }

    private static (ExpressionSyntax Field, object Value)? ExchangedBy(InvocationExpressionSyntax call)
        => ReadBy(call) is { } field && OwnMember.NameOf(field) is not null
            && CallSyntax.CalledName(call) is "Exchange" or "CompareExchange"
            && call.ArgumentList.Arguments is { Count: >= 2 } arguments
            && ConstantOf(arguments[1].Expression) is { } constant ? (field, constant) : null;

    private static bool IsNegationOf(ExpressionSyntax condition, ExpressionSyntax flag)
        => CallSyntax.WalkDownParentheses(condition) switch
        {
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not
                => OwnMember.NameOf(not.Operand) == OwnMember.NameOf(flag),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression } same
                => OwnMember.NameOf(same.Left) == OwnMember.NameOf(flag),
            _ => false,
        };

    private static bool IsWrittenBetween(ExpressionSyntax field, int start, SyntaxNode call)
        => FunctionSyntax.Enclosing(call) is not { } function || function.Descendants().Any(node
            => node.SpanStart >= start && node.SpanStart < call.SpanStart
                && node is IdentifierNameSyntax name && name.Identifier.ValueText == OwnMember.NameOf(field)
                && Writes.IsWritten(Writes.ExpressionOf(name)));

    private static object? ConstantOf(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => true,
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } => false,
        LiteralExpressionSyntax { Token.Value: int number } => (long)number,
        _ => null,
    };
}
