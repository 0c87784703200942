namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// A null that goes where a task is expected: it is returned by a function that returns tasks, or handed to a parameter that takes one.
/// </summary>
internal sealed class NullTask
{
    private NullTask(
        ExpressionSyntax expression, INamedTypeSymbol type, ConditionalAccessExpressionSyntax? conditional, IParameterSymbol? parameter)
    {
        Expression = expression;
        Type = type;
        Conditional = conditional;
        Parameter = parameter;
    }

    /// <summary>The null with its casts and parentheses, or the whole of <see cref="Conditional"/>.</summary>
    public ExpressionSyntax Expression { get; }

    /// <summary>Task, or Task of something.</summary>
    public INamedTypeSymbol Type { get; }

    /// <summary>The <c>?.</c> expression that is null where its receiver is; null for a null that is written.</summary>
    public ConditionalAccessExpressionSyntax? Conditional { get; }

    /// <summary>What takes it; null where it is returned.</summary>
    public IParameterSymbol? Parameter { get; }

    /// <summary>By syntax alone: the null, or <c>?.</c> expression, is what a function that is not async returns, or an argument.</summary>
    public static bool MayBe(SyntaxNode node)
    {
        if (CallSyntax.WalkDownParentheses((ExpressionSyntax)node) is ConditionalAccessExpressionSyntax access
            && DroppedTask.CallIn(access) is null)
        {
            return false;
        }

        SyntaxNode? sink = SinkOf(node);
        switch (sink)
        {
            case ArgumentSyntax
            {
                RefKindKeyword.RawKind: 0,
                Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax }
            }:
                return node is not ConditionalAccessExpressionSyntax && !IsSuppressed(node);
            case ReturnStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax:
                return (sink is LambdaExpressionSyntax ? sink : FunctionSyntax.Enclosing(node)) is { } function
                    && !FunctionSyntax.IsAsync(function)
                    && (function is AnonymousFunctionExpressionSyntax and not ParenthesizedLambdaExpressionSyntax { ReturnType: not null }
                        || IsWrittenTask(FunctionSyntax.ReturnType(function)));
            default:
                return false;
        }
    }

    /// <summary>Finds it at a node for which <see cref="MayBe"/> says yes; null where null is allowed, or no task is expected.</summary>
    public static NullTask? Find(ExpressionSyntax node, CodeModel model)
    {
        ExpressionSyntax whole = CallSyntax.WithCasts(node);
        var conditional = node as ConditionalAccessExpressionSyntax;
        if (conditional is not null
            && (!(model.TypeOf(conditional) is INamedTypeSymbol made && IsTask(made, model.Types))
                || NullState.IsKnownNotNull(conditional.Expression, model)))
        {
            return null;
        }

        if (SinkOf(node) is ArgumentSyntax argument)
        {
            return AwaitableNames.Of(model.Compilation).MayTakeTask(CalleeName(argument.Parent!.Parent!) ?? string.Empty)
                && model.GetOperation(argument) is IArgumentOperation
                {
                    Parameter:
                    {
                        HasExplicitDefaultValue: false,
                        IsParams: false
                    } parameter
                }
                && parameter.NullableAnnotation == NullableAnnotation.NotAnnotated
                && parameter.OriginalDefinition.Type is INamedTypeSymbol parameterType && IsTask(parameterType, model.Types)
                && !OffloadedTest(argument)
                    ? new NullTask(whole, (INamedTypeSymbol)parameter.Type, conditional, parameter)
                    : null;
        }

        if (FunctionSyntax.Enclosing(node) is not { } function
            || FunctionSyntax.SymbolOf(function, model) is not { } method
            || method.ReturnType is not INamedTypeSymbol returned || !IsTask(returned, model.Types)
            || MayReturnNull(function, method, model)
            || (whole.FirstAncestorOrSelf<StatementSyntax>() is ReturnStatementSyntax statement
                && NeverReturning.IsBefore(statement, model)))
        {
            return null;
        }

        return new NullTask(whole, returned, conditional, parameter: null);

        // A test that hands null to something does so to see what happens.
        bool OffloadedTest(SyntaxNode place)
            => place.Ancestors().OfType<AnonymousFunctionExpressionSyntax>().Any(lambda => TestAssertions.IsAsserted(lambda, model));
    }

    private static bool IsTask(INamedTypeSymbol type, KnownTypes types) => type.Is(types.Task) || type.Is(types.TaskOfT);

    /// <summary>
    /// The annotation of the function says so, or that of what it overrides or implements, or it answers what somebody else's type
    /// parameter stands for.
    /// </summary>
    private static bool MayReturnNull(SyntaxNode function, IMethodSymbol method, CodeModel model)
    {
        if (method.ReturnNullableAnnotation == NullableAnnotation.Annotated
            && !(function is AnonymousFunctionExpressionSyntax run && IsRun(run, model)))
        {
            return true;
        }

        if (function is AnonymousFunctionExpressionSyntax lambda)
        {
            return ExpressionTree.Contains(function, model)
                || (model.GetTypeInfo(lambda).ConvertedType as INamedTypeSymbol)?.DelegateInvokeMethod is not { } invoke
                || (invoke.ReturnNullableAnnotation == NullableAnnotation.Annotated && !IsRun(lambda, model))
                || IsInferred(lambda, model)
                || IsGivenToLibrary(lambda, model)
                || TestAssertions.IsAsserted(lambda, model);
        }

        if (method.OverriddenMethod is { ReturnNullableAnnotation: NullableAnnotation.Annotated }
            || method.OverriddenMethod?.OriginalDefinition.ReturnType is ITypeParameterSymbol)
        {
            return true;
        }

        ISymbol member = method.AssociatedSymbol ?? method;
        return member.ContainingType.AllInterfaces.SelectMany(implemented => implemented.GetMembers(member.Name))
            .Any(declared => (AnnotationOf(declared) == NullableAnnotation.Annotated || TypeOf(declared) is ITypeParameterSymbol)
                && SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(declared), member));
    }

    private static NullableAnnotation AnnotationOf(ISymbol member) => member switch
    {
        IMethodSymbol method => method.ReturnNullableAnnotation,
        IPropertySymbol property => property.NullableAnnotation,
        _ => NullableAnnotation.None,
    };

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OriginalDefinition.ReturnType,
        IPropertySymbol property => property.OriginalDefinition.Type,
        _ => null,
    };

    /// <summary>
    /// The function is handed to <c>Task.Run</c>, which accepts null: its task is then cancelled, and an await of that throws.
    /// </summary>
    public static bool IsRun(AnonymousFunctionExpressionSyntax lambda, CodeModel model)
        => lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax run } && CallSyntax.CalledName(run) == "Run"
            && CallSyntax.MethodOf(run, model)?.IsDeclaredIn(model.Types.Task) == true;

    /// <summary>
    /// What the lambda answers is a type argument of the method that takes it: to that method a task is a value like any other, and so is
    /// null.
    /// </summary>
    private static bool IsInferred(AnonymousFunctionExpressionSyntax lambda, CodeModel model)
    {
        SyntaxNode outer = lambda;
        while (outer.Parent is ParenthesizedExpressionSyntax)
        {
            outer = outer.Parent;
        }

        return outer.Parent is ArgumentSyntax argument
            && model.GetOperation(argument) is IArgumentOperation
            {
                Parameter.OriginalDefinition.Type: INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments }
            }
            && arguments[arguments.Length - 1] is ITypeParameterSymbol;
    }

    /// <summary>
    /// A library that is not .NET's own takes the function: whether it awaits what that answers, or only keeps it, is not known.
    /// </summary>
    private static bool IsGivenToLibrary(AnonymousFunctionExpressionSyntax lambda, CodeModel model)
        => lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            && CallSyntax.MethodOf(call, model) is { ContainingNamespace: { } space } method
            && !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, model.Compilation.Assembly)
            && (space.ToDisplayString() + ".") is var name
            && !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.", StringComparison.Ordinal);

    /// <summary>
    /// Where the value of the expression goes, through parentheses, casts and branches: a return, an arrow, a lambda or an argument; null
    /// for all else.
    /// </summary>
    private static SyntaxNode? SinkOf(SyntaxNode node)
    {
        for (SyntaxNode child = node, parent = node.Parent!; parent is not null; child = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or SwitchExpressionArmSyntax or SwitchExpressionSyntax:
                case ConditionalExpressionSyntax conditional when child != conditional.Condition:
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce when child == coalesce.Right:
                    if (parent is SwitchExpressionArmSyntax arm
                        && child != arm.Expression
                        || parent is SwitchExpressionSyntax @switch
                        && child == @switch.GoverningExpression)
                    {
                        return null;
                    }

                    continue;
                case ReturnStatementSyntax or ArrowExpressionClauseSyntax or ArgumentSyntax:
                    return parent;
                case LambdaExpressionSyntax lambda when child == lambda.Body:
                    return parent;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool IsSuppressed(SyntaxNode node)
        => CallSyntax.WithCasts((ExpressionSyntax)node).DescendantsAndSelf().Any(part
            => part.IsKind(SyntaxKind.SuppressNullableWarningExpression));

    private static bool IsWrittenTask(TypeSyntax? type) => type switch
    {
        SimpleNameSyntax { Identifier.ValueText: "Task" } => true,
        QualifiedNameSyntax qualified => IsWrittenTask(qualified.Right),
        _ => false,
    };

    private static string? CalleeName(SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax invocation => CallSyntax.CalledName(invocation),
        ObjectCreationExpressionSyntax { Type: SimpleNameSyntax name } => name.Identifier.ValueText,
        ObjectCreationExpressionSyntax { Type: QualifiedNameSyntax { Right: var name } } => name.Identifier.ValueText,
        _ => null,
    };
}
