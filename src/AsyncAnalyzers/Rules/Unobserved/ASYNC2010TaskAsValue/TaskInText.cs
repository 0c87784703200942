namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Where variables that hold tasks are used as text, or as an argument of type object.</summary>
internal static class TaskInText
{
    /// <summary>
    /// By syntax alone: a local with a call in its initializer, a local, field or property that is declared as a task with a result or as
    /// a collection of such tasks, or a function with such a parameter.
    /// </summary>
    public static bool MayHoldTask(SyntaxNode variable) => variable switch
    {
        VariableDeclaratorSyntax
        {
            Parent: VariableDeclarationSyntax
            {
                Type: var type,
                Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 }
            }
        } local
            => IsOfResults(type) || (local.Initializer is { Value: var value } && IsVar(type) && MayBeStarted(value)),
        VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var type, Parent: FieldDeclarationSyntax } }
            => IsOfResults(type),
        MethodDeclarationSyntax method => TakesTask(method.ParameterList),
        LocalFunctionStatementSyntax local => TakesTask(local.ParameterList),
        PropertyDeclarationSyntax { Type: var type } => IsOfResults(type),
        _ => false,
    };

    /// <summary>A local of type <c>var</c>.</summary>
    public static bool IsUntyped(SyntaxNode variable) => variable.Parent is VariableDeclarationSyntax { Type: var type } && IsVar(type);

    /// <summary>
    /// A local holds what was made for this function: it is meant for its result. Others may hold tasks to be kept and passed on.
    /// </summary>
    public static bool IsLocal(SyntaxNode variable) => variable.Parent?.Parent is LocalDeclarationStatementSyntax;

    /// <summary>The task becomes part of a text, for sure.</summary>
    public static bool IsText(TaskAsValue found)
        => found.Kind is TaskValueKind.Text or TaskValueKind.Sequence
            || (found.Kind == TaskValueKind.Object
            && found.Taker is "Format" or "Write" or "WriteLine" or "Append" or "AppendFormat" or "Concat" or "Join");

    /// <summary>By syntax alone: <c>string.Join</c> and its like, which make one text of all that a sequence holds.</summary>
    public static bool MayJoin(ArgumentSyntax argument)
        => argument.Parent?.Parent is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is "Join" or "Concat" or "AppendJoin";

    /// <summary>Where the variable is part of a text, or the argument of a call.</summary>
    public static IEnumerable<ExpressionSyntax> UsesOf(SyntaxNode variable, CodeModel model)
    {
        IEnumerable<IdentifierNameSyntax> mentions = variable switch
        {
            VariableDeclaratorSyntax local when IsLocal(variable)
                => VariableMentions.Of(local, model).Where(mention => mention.SpanStart > local.SpanStart),
            VariableDeclaratorSyntax field => In(TypeOf(variable), field.Identifier),
            PropertyDeclarationSyntax property => In(TypeOf(variable), property.Identifier),
            MethodDeclarationSyntax or LocalFunctionStatementSyntax
                => ParametersOf(variable).SelectMany(parameter => In(variable, parameter.Identifier)),
            _ => Enumerable.Empty<IdentifierNameSyntax>(),
        };
        foreach (IdentifierNameSyntax mention in mentions)
        {
            ExpressionSyntax use = mention.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } self
                && self.Name == mention ? self : mention;
            if (IsUse(use))
            {
                yield return use;
            }
        }

        IEnumerable<IdentifierNameSyntax> In(SyntaxNode? scope, SyntaxToken name)
            => scope is null ? Enumerable.Empty<IdentifierNameSyntax>() : VariableMentions.In(scope, name.ValueText, model);
    }

    private static bool TakesTask(ParameterListSyntax list)
    {
        foreach (ParameterSyntax parameter in list.Parameters)
        {
            if (parameter.Type is { } type && IsOfResults(type))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<ParameterSyntax> ParametersOf(SyntaxNode function)
    {
        ParameterListSyntax parameters = function is MethodDeclarationSyntax method ? method.ParameterList
            : ((LocalFunctionStatementSyntax)function).ParameterList;
        return parameters.Parameters.Where(static parameter => parameter.Type is { } type && IsOfResults(type));
    }

    private static SyntaxNode? TypeOf(SyntaxNode member) => member.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    private static bool IsUse(ExpressionSyntax use)
        => use.Parent is InterpolationSyntax or ArgumentSyntax or AnonymousObjectMemberDeclaratorSyntax
                or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression }
                or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToString" }
            || (use.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } sum && sum.Right == use);

    private static bool MayBeStarted(ExpressionSyntax value)
    {
        switch (CallSyntax.WalkDownParentheses(value))
        {
            case InvocationExpressionSyntax call:
                return CallSyntax.CalledName(call) is { Length: > 0 } name
                    && (char.IsUpper(name[0]) || name.EndsWith("Async", StringComparison.Ordinal))
                    && name is not ("FromResult" or "FromException" or "FromCanceled" or "ToString");
            case ObjectCreationExpressionSyntax { Type: var type }:
                return IsOfResults(type);
            case ConditionalExpressionSyntax conditional:
                return MayBeStarted(conditional.WhenTrue) || MayBeStarted(conditional.WhenFalse);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                return MayBeStarted(coalesce.Right);
            default:
                return false;
        }
    }

    private static bool IsVar(TypeSyntax type) => type is IdentifierNameSyntax { Identifier.ValueText: "var" };

    /// <summary><c>Task&lt;T&gt;</c>, an array of it, or a collection of it.</summary>
    private static bool IsOfResults(TypeSyntax type) => type switch
    {
        NullableTypeSyntax nullable => IsOfResults(nullable.ElementType),
        ArrayTypeSyntax array => IsTaskOfResult(array.ElementType),
        GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments } when IsTaskOfResult(arguments[0]) => true,
        _ => IsTaskOfResult(type),
    };

    private static bool IsTaskOfResult(TypeSyntax type) => type switch
    {
        GenericNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } => true,
        QualifiedNameSyntax qualified => IsTaskOfResult(qualified.Right),
        _ => false,
    };
}
