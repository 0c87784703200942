namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The code that runs when a function is called, by syntax: lambdas and local functions in it run when they are called themselves.
/// </summary>
internal static class ExecutedCode
{
    /// <summary>
    /// The nodes of what a call of the function runs: its body with the lambdas that are invoked on the spot; for a constructor its
    /// initializer as well, for a type the initializers of its instance members and what its primary constructor passes to the base,
    /// for a file its top-level statements.
    /// </summary>
    /// <param name="function">A function, or a type for its initializers.</param>
    /// <param name="withNested">Takes local functions along, and lambdas that a local variable is set to.</param>
    public static IEnumerable<SyntaxNode> NodesOf(SyntaxNode function, bool withNested)
    {
        foreach (SyntaxNode part in PartsOf(function))
        {
            foreach (SyntaxNode node in part.DescendantsAndSelf(node => MayHoldCalls(node, withNested)))
            {
                yield return node;
            }
        }
    }

    /// <summary>A lambda that is called where it is written: <c>((Action)(() => …))()</c>, <c>list.ForEach(x => …)</c>.</summary>
    public static bool IsInvokedOnTheSpot(AnonymousFunctionExpressionSyntax lambda)
    {
        if (FunctionSyntax.IsAsync(lambda))
        {
            return false;
        }

        SyntaxNode current = lambda;
        while (current.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax
            || current.Parent is ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax })
        {
            current = current.Parent is ArgumentSyntax ? current.Parent.Parent!.Parent! : current.Parent;
        }

        return current.Parent switch
        {
            InvocationExpressionSyntax => true,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke", Parent: InvocationExpressionSyntax } => true,
            // List<T>.ForEach and Array.ForEach; Parallel.ForEach blocks by itself.
            ArgumentSyntax
            {
                Parent.Parent: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ForEach" } forEach
                }
            }
                => current == lambda && forEach.Expression is not IdentifierNameSyntax { Identifier.ValueText: "Parallel" },
            _ => false,
        };
    }

    private static IEnumerable<SyntaxNode> PartsOf(SyntaxNode function)
    {
        switch (function)
        {
            case CompilationUnitSyntax unit:
                return unit.Members.OfType<GlobalStatementSyntax>().Select(global => global.Statement);
            case ConstructorDeclarationSyntax { Initializer: { } initializer } constructor:
                return FunctionSyntax.Body(constructor) is { } statements
                    ? new[] { initializer, statements }
                    : new SyntaxNode[] { initializer };
            case TypeDeclarationSyntax type:
                return InitializersOf(type);
            default:
                return FunctionSyntax.Body(function) is { } body ? new[] { body } : Array.Empty<SyntaxNode>();
        }
    }

    private static IEnumerable<SyntaxNode> InitializersOf(TypeDeclarationSyntax type)
    {
        if (type.BaseList?.Types.FirstOrDefault() is PrimaryConstructorBaseTypeSyntax @base)
        {
            yield return @base.ArgumentList;
        }

        foreach (MemberDeclarationSyntax member in type.Members)
        {
            if (member.Modifiers.Any(SyntaxKind.StaticKeyword) || member.Modifiers.Any(SyntaxKind.ConstKeyword))
            {
                continue;
            }

            if (member is PropertyDeclarationSyntax { Initializer.Value: { } value })
            {
                yield return value;
            }
            else if (member is FieldDeclarationSyntax field)
            {
                foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                {
                    if (variable.Initializer is { } initializer)
                    {
                        yield return initializer.Value;
                    }
                }
            }
        }
    }

    /// <summary>Where the first part of a function begins that a call of it runs.</summary>
    public static int StartOf(SyntaxNode function)
        => PartsOf(function).Select(static part => part.FullSpan.Start).DefaultIfEmpty(int.MaxValue).First();

    /// <summary>The node is run with the code around it, and so is what is written in it.</summary>
    /// <param name="node">A node of a function.</param>
    /// <param name="withNested">Takes local functions along, and lambdas that a local variable is set to.</param>
    public static bool MayHoldCalls(SyntaxNode node, bool withNested) => node switch
    {
        AnonymousFunctionExpressionSyntax lambda => IsInvokedOnTheSpot(lambda) || (withNested && IsLocalDelegate(lambda)),
        LocalFunctionStatementSyntax local => withNested && !FunctionSyntax.IsAsync(local),
        _ => node.Kind() is not (
            SyntaxKind.AttributeList or SyntaxKind.PredefinedType or SyntaxKind.ParameterList or SyntaxKind.TypeParameterList
            or SyntaxKind.TypeParameterConstraintClause or SyntaxKind.QualifiedName or SyntaxKind.TypeArgumentList or SyntaxKind.ArrayType
                or SyntaxKind.NullableType),
    };

    private static bool IsLocalDelegate(AnonymousFunctionExpressionSyntax lambda)
        => !FunctionSyntax.IsAsync(lambda)
            && lambda.Parent is EqualsValueClauseSyntax
            {
                Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax }
            };
}
