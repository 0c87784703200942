namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Flags of the own object that a function sets for certain before it calls another function of it: what asks for the flag there has its
/// answer. <c>_disposed = true; Dispose(true);</c>
/// </summary>
internal static class SetFlags
{
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

        return found ?? (IReadOnlyList<KeyValuePair<ISymbol, object?>>)None;
    }

    /// <summary>
    /// The function may ask for the flag, or pass on to one that does, and does not give it another value itself.
    /// </summary>
    public static bool MayMatter(KeyValuePair<ISymbol, object?> flag, SyntaxNode function)
    {
        bool isMentioned = false;
        foreach (SyntaxNode node in function.Descendants())
        {
            if (node is IdentifierNameSyntax name && name.Identifier.ValueText == flag.Key.Name)
            {
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
