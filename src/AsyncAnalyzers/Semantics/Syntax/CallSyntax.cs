namespace AsyncAnalyzers.Semantics;

/// <summary>Calls as syntax, and the symbols that they bind to.</summary>
internal static class CallSyntax
{
    /// <summary><c>Task.CompletedTask</c>, <c>Task.FromResult(…)</c>, a default value task.</summary>
    public static bool IsCompletedTask(ExpressionSyntax value)
        => WalkDownParentheses(value) is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" }
            or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult" } }
            or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression };

    /// <summary>
    /// The identifier that is called: <c>F</c> in <c>a.F(x)</c>, <c>F&lt;T&gt;(x)</c> and <c>a?.F(x)</c>; null for other callees.
    /// </summary>
    public static string? CalledName(InvocationExpressionSyntax invocation) => CalledNameSyntax(invocation)?.Identifier.ValueText;

    /// <summary>The same with its type arguments.</summary>
    public static SimpleNameSyntax? CalledNameSyntax(InvocationExpressionSyntax invocation) => invocation.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    /// <summary>The invocation whose called name this is; null where the name is used in another way (a method group, a type).</summary>
    public static InvocationExpressionSyntax? InvocationOf(SimpleNameSyntax name) => name.Parent switch
    {
        InvocationExpressionSyntax invocation when invocation.Expression == name => invocation,
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax invocation } access when access.Name == name
            && invocation.Expression == access => invocation,
        MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax invocation } binding when invocation.Expression == binding
            => invocation,
        _ => null,
    };

    /// <summary>What a member access or <c>?.</c> access is made on; null for a bare name.</summary>
    public static ExpressionSyntax? Receiver(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access.Expression,
        MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>()
            .FirstOrDefault(access => access.WhenNotNull.Span.Contains(binding.Span))?.Expression,
        _ => null,
    };

    public static IMethodSymbol? MethodOf(InvocationExpressionSyntax invocation, CodeModel model)
        => model.SymbolOf(invocation) as IMethodSymbol;

    /// <summary>The node is an operand of <c>nameof</c>: it is named, not evaluated.</summary>
    public static bool IsInNameOf(SyntaxNode node)
        => node.Ancestors().TakeWhile(ancestor => ancestor is not StatementSyntax)
            .Any(ancestor
                => ancestor is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } });

    /// <summary>The statement that an expression is, <c>F();</c> or <c>_ = F();</c>: nobody takes its value. Null for others.</summary>
    public static ExpressionStatementSyntax? StatementIgnoring(SyntaxNode expression) => expression.Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        AssignmentExpressionSyntax
        {
            RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax { Identifier.ValueText: "_" },
            Parent: ExpressionStatementSyntax statement
        } => statement,
        _ => null,
    };

    public static ExpressionSyntax WalkDownParentheses(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax parenthesized)
        {
            expression = parenthesized.Expression;
        }

        return expression;
    }

    /// <summary>The expression without parentheses and <c>!</c>.</summary>
    public static ExpressionSyntax WithoutSuppression(ExpressionSyntax expression)
    {
        expression = WalkDownParentheses(expression);
        while (expression is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppression)
        {
            expression = WalkDownParentheses(suppression.Operand);
        }

        return expression;
    }

    /// <summary>The expression without parentheses, casts, <c>as</c> and <c>!</c>.</summary>
    public static ExpressionSyntax WithoutCasts(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    expression = parenthesized.Expression;
                    break;
                case CastExpressionSyntax cast:
                    expression = cast.Expression;
                    break;
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                    expression = suppressed.Operand;
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression } @as:
                    expression = @as.Left;
                    break;
                default:
                    return expression;
            }
        }
    }

    /// <summary>The value without casts and parentheses, and without <c>?? throw …</c>.</summary>
    public static ExpressionSyntax WithoutThrow(ExpressionSyntax expression)
    {
        expression = WithoutCasts(expression);
        return expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: ThrowExpressionSyntax } tried
            ? WithoutCasts(tried.Left)
            : expression;
    }

    /// <summary>The largest expression that is this one with parentheses, casts and <c>!</c>.</summary>
    public static ExpressionSyntax WithCasts(ExpressionSyntax expression)
    {
        while (expression.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            expression = (ExpressionSyntax)expression.Parent;
        }

        return expression;
    }

    /// <summary>What the chain of member accesses, calls and element accesses begins with.</summary>
    public static ExpressionSyntax LeftmostOf(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case InvocationExpressionSyntax invocation:
                    expression = invocation.Expression;
                    break;
                case MemberAccessExpressionSyntax access:
                    expression = access.Expression;
                    break;
                case ElementAccessExpressionSyntax element:
                    expression = element.Expression;
                    break;
                case PostfixUnaryExpressionSyntax postfix:
                    expression = postfix.Operand;
                    break;
                default:
                    return expression;
            }
        }
    }

    /// <summary>
    /// <c>t?.Result</c>, <c>x?.GetAsync().Result</c>; not what is an argument behind <c>?.</c>: that can be awaited where it stands.
    /// </summary>
    public static bool IsBehindConditionalAccess(ExpressionSyntax expression)
        => LeftmostOf(expression) is MemberBindingExpressionSyntax or ElementBindingExpressionSyntax;

    /// <summary>
    /// What a chain of <c>&amp;&amp;</c> or <c>||</c> joins, the last one first, without parentheses; the expression itself where it is no
    /// such chain.
    /// </summary>
    public static IEnumerable<ExpressionSyntax> Operands(ExpressionSyntax expression, SyntaxKind joint)
    {
        ExpressionSyntax rest = WalkDownParentheses(expression);
        while (rest is BinaryExpressionSyntax binary && binary.IsKind(joint))
        {
            yield return WalkDownParentheses(binary.Right);
            rest = WalkDownParentheses(binary.Left);
        }

        yield return rest;
    }

    /// <summary><c>t</c> of <c>t.ConfigureAwait(false)</c> and of <c>t.AsTask()</c>.</summary>
    public static ExpressionSyntax WithoutConfiguration(ExpressionSyntax task)
    {
        ExpressionSyntax current = WalkDownParentheses(task);
        while (current is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            && access.Name.Identifier.ValueText is "ConfigureAwait" or "AsTask")
        {
            current = WalkDownParentheses(access.Expression);
        }

        return current;
    }

    /// <summary>The task is written with <c>ConfigureAwait</c>.</summary>
    public static bool IsConfigured(ExpressionSyntax task)
        => WalkDownParentheses(task) is InvocationExpressionSyntax invocation
            && CalledName(invocation) == "ConfigureAwait";
}
