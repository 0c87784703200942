namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>What a task is taken for.</summary>
internal enum TaskValueKind
{
    /// <summary>Part of a text: an interpolation, a concatenation, <c>ToString()</c>.</summary>
    Text,

    /// <summary>An argument for a parameter of type object, or for one that serializes whatever it is given.</summary>
    Object,

    /// <summary>A sequence of tasks as such an argument: <c>Ok(xs.Select(async …))</c>.</summary>
    Sequence,

    /// <summary>Compared with null where it is made.</summary>
    NullTest,

    /// <summary>The resource of a using.</summary>
    Resource,

    /// <summary>What is locked.</summary>
    Lock,

    /// <summary>Compared with another task, both made where they are compared, or with a value.</summary>
    Comparison,

    /// <summary>What a query sorts by.</summary>
    SortKey,

    /// <summary>What a query groups by, looks up by or tells its elements apart by.</summary>
    Key,
}

/// <summary>A task that is used as if it were what it holds.</summary>
/// <param name="Kind">What it is taken for.</param>
/// <param name="Expression">The task: a call, or a local that holds what a call answered.</param>
/// <param name="Type">Its type.</param>
/// <param name="Taker">The method or type that takes it; null where none does.</param>
internal sealed record TaskAsValue(TaskValueKind Kind, ExpressionSyntax Expression, ITypeSymbol Type, string? Taker)
{
    /// <summary>What an await answers; null where that is nothing.</summary>
    public ITypeSymbol? Result => Type is INamedTypeSymbol { Arity: 1 } named ? named.TypeArguments[0] : null;

    /// <summary>The node holds a call that may be a task taken for a value, as far as the syntax of the node tells.</summary>
    public static bool HasCandidates(SyntaxNode node) => node switch
    {
        InterpolationSyntax interpolation => IsCandidate(interpolation.Expression),
        AssignmentExpressionSyntax assignment => IsCandidate(assignment.Right),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => IsCandidate(sum.Left) || IsCandidate(sum.Right),
        BinaryExpressionSyntax test => NullTest.Of(test) is { Tested: var tested }
            ? IsCandidate(tested) : IsCandidate(test.Left) && IsCandidate(test.Right),
        SwitchExpressionSyntax @switch => IsCandidate(@switch.GoverningExpression) && HasNullArm(@switch),
        IsPatternExpressionSyntax @is => NullTest.Of(@is) is { Tested: var tested, Designation: null } && IsCandidate(tested),
        ArgumentSyntax { Expression: AnonymousObjectCreationExpressionSyntax anonymous } argument
            => anonymous.Initializers.Any(static member => IsCandidate(member.Expression)) && TaskTakers.MayTake(argument),
        ArgumentSyntax argument => IsCandidate(argument.Expression) && TaskTakers.MayTake(argument),
        UsingStatementSyntax { Expression: { } resource } => ResourceTask.MayBe(resource),
        UsingStatementSyntax { Declaration: { } declaration } => IsResource(declaration),
        LocalDeclarationStatementSyntax local => local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword) && IsResource(local.Declaration),
        LockStatementSyntax @lock => IsCandidate(@lock.Expression),
        _ => false,
    };

    /// <summary>These calls, and the resources that may be tasks.</summary>
    public static IEnumerable<ExpressionSyntax> CandidatesIn(SyntaxNode node)
    {
        if (node is UsingStatementSyntax or LocalDeclarationStatementSyntax)
        {
            return ResourceTask.ResourcesIn(node).Where(ResourceTask.MayBe).Select(CallSyntax.WithoutCasts);
        }

        IEnumerable<ExpressionSyntax?> found = node switch
        {
            InterpolationSyntax interpolation => new[] { interpolation.Expression },
            AssignmentExpressionSyntax assignment => new[] { assignment.Right },
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } test
                when IsCandidate(test.Left) && IsCandidate(test.Right) => new[] { test.Left },
            BinaryExpressionSyntax binary => new[] { binary.Left, binary.Right },
            IsPatternExpressionSyntax @is => new[] { @is.Expression },
            ArgumentSyntax { Expression: AnonymousObjectCreationExpressionSyntax anonymous }
                => anonymous.Initializers.Select(static member => member.Expression),
            ArgumentSyntax argument => new[] { argument.Expression },
            SimpleNameSyntax name => new[] { CallSyntax.Receiver(name) }.Concat(TaskComparison.ArgumentsOf(name)),
            SwitchExpressionSyntax @switch => new[] { @switch.GoverningExpression },
            LockStatementSyntax @lock => new[] { @lock.Expression },
            _ => Enumerable.Empty<ExpressionSyntax?>(),
        };
        return found.Where(static expression
            => expression is not null && IsCandidate(expression)).Select(static expression => CallSyntax.WalkDownParentheses(expression!));
    }

    /// <summary>
    /// A call that by a glance at its name may be one: methods begin in upper case, and what makes tasks out of values is not forgotten to
    /// be awaited.
    /// </summary>
    internal static bool IsCandidate(ExpressionSyntax expression)
        => CallSyntax.WalkDownParentheses(expression) is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is { Length: > 0 } name
            && (char.IsUpper(name[0]) || name.EndsWith("Async", StringComparison.Ordinal))
            && name is not ("FromResult" or "FromException" or "FromCanceled" or "ToString");

    private static bool IsResource(VariableDeclarationSyntax declaration)
        => declaration.Variables.Any(static variable => variable.Initializer is { Value: var value } && ResourceTask.MayBe(value));

    /// <summary>What the task is taken for where it stands; null where it is no task, or may be meant as one.</summary>
    public static TaskAsValue? Find(ExpressionSyntax expression, CodeModel model)
    {
        SyntaxNode outer = expression;
        while (outer.Parent is ParenthesizedExpressionSyntax)
        {
            outer = outer.Parent;
        }

        outer = ResourceTask.WholeOf(outer);

        // By syntax: what takes it, and only then what it is.
        if (KindBySyntax(outer) is not { } kind || CallSyntax.IsInNameOf(expression))
        {
            return null;
        }

        ITypeSymbol? type = model.TypeOf(expression);
        if (kind == TaskValueKind.Object && (IsSequence(expression)
            || (outer.Parent is ArgumentSyntax joined && TaskInText.MayJoin(joined)
                && type.SequenceElement().IsTaskOrValueTask(model.Types))))
        {
            kind = TaskValueKind.Sequence;
            type = type.SequenceElement();
        }

        if (type is null || !type.IsTaskOrValueTask(model.Types)
            || ExpressionTree.Contains(expression, model))
        {
            return null;
        }

        switch (kind)
        {
            case TaskValueKind.Text:
                return outer.Parent is not (BinaryExpressionSyntax or AssignmentExpressionSyntax)
                    || model.TypeOf(outer.Parent)?.SpecialType == SpecialType.System_String
                    ? new TaskAsValue(kind, expression, type, null)
                    : null;
            case TaskValueKind.Object or TaskValueKind.Sequence:
                var argument = outer.FirstAncestorOrSelf<ArgumentSyntax>()!;
                return TaskTakers.NameOf(argument, model) is { } taker
                    ? new TaskAsValue(kind, expression, type, taker)
                    : null;
            case TaskValueKind.NullTest:
                return IsNeverNull(expression, type, model)
                    ? new TaskAsValue(kind, expression, type, null)
                    : null;
            case TaskValueKind.Resource:
                return ResourceTask.IsOne(expression, outer, type, model)
                    ? new TaskAsValue(kind, expression, type, null) : null;
            case TaskValueKind.Comparison:
                return TaskComparison.IsOne(expression, model) ? new TaskAsValue(kind, expression, type, null)
                    : null;
            default:
                return new TaskAsValue(kind, expression, type, null);
        }
    }

    private static TaskValueKind? KindBySyntax(SyntaxNode expression) => expression.Parent switch
    {
        InterpolationSyntax => TaskValueKind.Text,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } => TaskValueKind.Text,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } => TaskValueKind.Text,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToString", Parent: InvocationExpressionSyntax } => TaskValueKind.Text,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } test
            => NullTest.Of(test) is null ? TaskValueKind.Comparison : TaskValueKind.NullTest,
        SwitchExpressionSyntax => TaskValueKind.NullTest,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Equals", Parent: InvocationExpressionSyntax }
            => TaskValueKind.Comparison,
        ArgumentSyntax argument when TaskComparison.IsOperand(argument) => TaskValueKind.Comparison,
        IsPatternExpressionSyntax => TaskValueKind.NullTest,
        UsingStatementSyntax => TaskValueKind.Resource,
        EqualsValueClauseSyntax
        {
            Parent.Parent.Parent: UsingStatementSyntax
            or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword }
        }
            => TaskValueKind.Resource,
        LockStatementSyntax => TaskValueKind.Lock,
        ArgumentSyntax argument => TaskTakers.MayTake(argument) ? TaskValueKind.Object : null,
        AnonymousObjectMemberDeclaratorSyntax { Parent.Parent: ArgumentSyntax argument }
            => TaskTakers.MayTake(argument) ? TaskValueKind.Object : null,
        _ => null,
    };

    /// <summary><c>xs.Select(async …)</c>, also with <c>ToList()</c> or <c>ToArray()</c> behind it.</summary>
    private static bool IsSequence(ExpressionSyntax expression)
    {
        ExpressionSyntax current = expression;
        while (current is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "ToList"
            or "ToArray"
                } access
            })
        {
            current = access.Expression;
        }

        return current is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } select
            && CallSyntax.CalledName(select) == "Select"
            && arguments[arguments.Count - 1].Expression
                is AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: (int)SyntaxKind.AsyncKeyword };
    }

    /// <summary>
    /// A method that promises a task; a delegate may answer anything, and so may what is generic or says that it may be null.
    /// </summary>
    private static bool IsNeverNull(ExpressionSyntax expression, ITypeSymbol type, CodeModel model)
        => expression is InvocationExpressionSyntax call
            && !CallSyntax.IsBehindConditionalAccess(call)
            && CallSyntax.MethodOf(call, model) is
            {
                MethodKind: MethodKind.Ordinary or MethodKind.ReducedExtension
                or MethodKind.LocalFunction
            } method
            && type.IsTaskOrValueTask(model.Types)
            && method.OriginalDefinition.ReturnType is not ITypeParameterSymbol
            && (type.IsValueTask(model.Types) || method.ReturnNullableAnnotation == NullableAnnotation.NotAnnotated
                || (method.ReturnNullableAnnotation == NullableAnnotation.None && method.Name.EndsWith("Async", StringComparison.Ordinal)
                    && !method.DeclaringSyntaxReferences.Any(place
                        => place.GetSyntax(model.CancellationToken).DescendantTokens().Any(static token
                        => token.RawKind is (int)SyntaxKind.NullKeyword or (int)SyntaxKind.DefaultKeyword))));

    private static bool HasNullArm(SwitchExpressionSyntax @switch)
    {
        foreach (SwitchExpressionArmSyntax arm in @switch.Arms)
        {
            if (NullTest.Of(@switch.GoverningExpression, arm.Pattern) is { Designation: null })
            {
                return true;
            }
        }

        return false;
    }
}
