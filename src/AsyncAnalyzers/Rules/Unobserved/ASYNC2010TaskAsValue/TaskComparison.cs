namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Tasks that are compared in place of their results: each equals only itself.</summary>
internal static class TaskComparison
{
    /// <summary>The arguments of <c>Equals(a, b)</c>, or of <c>a.Equals(b)</c>, where they can be tasks; nothing for other names.</summary>
    public static IEnumerable<ExpressionSyntax> ArgumentsOf(SimpleNameSyntax name)
        => name.Identifier.ValueText == "Equals" && CallSyntax.InvocationOf(name) is { ArgumentList.Arguments: { Count: 2 } arguments }
            ? arguments.Select(static argument => argument.Expression)
            : Array.Empty<ExpressionSyntax>();

    /// <summary>The argument is one of two that <c>Equals</c> compares.</summary>
    public static bool IsOperand(ArgumentSyntax argument)
        => argument.Parent is ArgumentListSyntax { Arguments.Count: 2, Parent: InvocationExpressionSyntax call }
            && CallSyntax.CalledName(call) == "Equals";

    /// <summary>The expression is a call that starts work, and what it is compared with is no task that may be the same.</summary>
    public static bool IsOne(ExpressionSyntax expression, CodeModel model)
        => IsStarted(expression, model)
            && OtherOf(expression) is { } other
            && (IsStarted(other, model) || !MayBeTask(other, model))
            && !(expression.Ancestors().OfType<AnonymousFunctionExpressionSyntax>().Any(lambda
            => TestAssertions.IsAsserted(lambda, model)));

    /// <summary>All operands of the comparison that start work: they are awaited together.</summary>
    public static IReadOnlyList<ExpressionSyntax> OperandsOf(ExpressionSyntax expression, CodeModel model)
        => OtherOf(expression) is { } other && IsStarted(other, model) ? new[] { expression, other }
            : new[] { expression };

    /// <summary>The other side.</summary>
    private static ExpressionSyntax? OtherOf(ExpressionSyntax expression)
    {
        SyntaxNode outer = expression;
        while (outer.Parent is ParenthesizedExpressionSyntax)
        {
            outer = outer.Parent;
        }

        ExpressionSyntax? other = outer.Parent switch
        {
            BinaryExpressionSyntax binary => binary.Left == outer ? binary.Right : binary.Left,
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } }
                => arguments[0].Expression,
            ArgumentSyntax { Parent: ArgumentListSyntax { Arguments: { Count: 2 } both } } argument
                => both[both[0] == argument ? 1 : 0].Expression,
            _ => null,
        };
        return other is null ? null : CallSyntax.WalkDownParentheses(other);
    }

    private static bool IsStarted(ExpressionSyntax expression, CodeModel model)
        => expression is InvocationExpressionSyntax call
            && CallSyntax.MethodOf(call, model) is { MethodKind: not MethodKind.DelegateInvoke } method
            && method.ReturnType.IsTaskOrValueTask(model.Types)
            && DroppedTask.IsStartedWork(method)
            && !(method.ContainingType.IsTaskOrValueTask(model.Types) && method.Name is not ("Run" or "Delay"));

    private static bool MayBeTask(ExpressionSyntax expression, CodeModel model)
        => model.TypeOf(expression) is not { } type
            || type.IsTaskOrValueTask(model.Types)
            || type.SpecialType == SpecialType.System_Object
            || type.TypeKind is TypeKind.Dynamic or TypeKind.TypeParameter or TypeKind.Interface;
}
