namespace AsyncAnalyzers.Semantics;

/// <summary>Functions as syntax: what encloses a node, whether it is async, what its body is.</summary>
internal static class FunctionSyntax
{
    /// <summary>
    /// The innermost function around a node: a method, constructor, operator, accessor, local function, lambda or
    /// anonymous method; the property for an expression-bodied one; the compilation unit for top-level statements.
    /// Null for initializers, attributes, parameter defaults and everything else that is no function's body.
    /// </summary>
    public static SyntaxNode? Enclosing(SyntaxNode node)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null; child = current, current = current.Parent)
        {
            switch (current)
            {
                case AnonymousFunctionExpressionSyntax lambda when child == lambda.Body:
                case LocalFunctionStatementSyntax local when child == local.Body || child == local.ExpressionBody:
                case BaseMethodDeclarationSyntax method when child == method.Body || child == method.ExpressionBody:
                case ConstructorDeclarationSyntax constructor when child == constructor.Initializer:
                case AccessorDeclarationSyntax accessor when child == accessor.Body || child == accessor.ExpressionBody:
                case PropertyDeclarationSyntax property when child == property.ExpressionBody:
                case IndexerDeclarationSyntax indexer when child == indexer.ExpressionBody:
                    return current;
                case GlobalStatementSyntax:
                    return current.Parent;
                case ParameterSyntax or AttributeSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The function, member or compilation unit with all that is nested in it, for an analysis of a whole body.</summary>
    public static SyntaxNode OutermostEnclosing(SyntaxNode function)
    {
        SyntaxNode outermost = function;
        while (Enclosing(outermost) is { } outer)
        {
            outermost = outer;
        }

        return outermost;
    }

    /// <summary>Marked <c>async</c>, or top-level statements that await.</summary>
    public static bool IsAsync(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        CompilationUnitSyntax unit => HasTopLevelAwait(unit),
        _ => false,
    };

    /// <summary>A lambda or local function that captures nothing, as its modifier says.</summary>
    public static bool IsStatic(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.StaticKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    };

    /// <summary>The block or expression of a function; null for what has none, or for top-level statements.</summary>
    public static SyntaxNode? Body(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Body,
        LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody?.Expression,
        BaseMethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
        AccessorDeclarationSyntax accessor => (SyntaxNode?)accessor.Body ?? accessor.ExpressionBody?.Expression,
        PropertyDeclarationSyntax property => property.ExpressionBody?.Expression,
        IndexerDeclarationSyntax indexer => indexer.ExpressionBody?.Expression,
        _ => null,
    };

    /// <summary>The code that gives a member its value: of a method its body, of a property that of its getter.</summary>
    public static SyntaxNode? ValueBody(SyntaxNode member)
        => member is PropertyDeclarationSyntax { AccessorList: { } accessors }
            ? accessors.Accessors.Where(static one => one.IsKind(SyntaxKind.GetAccessorDeclaration)).Select(Body).FirstOrDefault()
            : Body(member);

    /// <summary>The written return type; null for lambdas without one, constructors and top-level statements.</summary>
    public static TypeSyntax? ReturnType(SyntaxNode function) => function switch
    {
        LocalFunctionStatementSyntax local => local.ReturnType,
        MethodDeclarationSyntax method => method.ReturnType,
        OperatorDeclarationSyntax @operator => @operator.ReturnType,
        ParenthesizedLambdaExpressionSyntax lambda => lambda.ReturnType,
        PropertyDeclarationSyntax property => property.Type,
        IndexerDeclarationSyntax indexer => indexer.Type,
        AccessorDeclarationSyntax { RawKind: (int)SyntaxKind.GetAccessorDeclaration, Parent.Parent: BasePropertyDeclarationSyntax property }
            => property.Type,
        _ => null,
    };

    /// <summary>The nodes of a function's own body: what is nested in inner functions is left out.</summary>
    public static IEnumerable<SyntaxNode> OwnNodes(SyntaxNode body)
        => body.DescendantsAndSelf(node => node == body || !IsFunction(node));

    /// <summary>
    /// What a function with this body returns: the body where it is an expression, or the operands of its own return statements.
    /// </summary>
    public static IEnumerable<ExpressionSyntax> ReturnedBy(SyntaxNode body)
        => body is ExpressionSyntax expression ? new[] { expression }
            : OwnNodes(body).OfType<ReturnStatementSyntax>().Select(static statement => statement.Expression).OfType<ExpressionSyntax>();

    public static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    /// <summary>The symbol of a function; null for top-level statements.</summary>
    public static IMethodSymbol? SymbolOf(SyntaxNode function, CodeModel model) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => model.SymbolOf(lambda) as IMethodSymbol,
        CompilationUnitSyntax => null,
        PropertyDeclarationSyntax or IndexerDeclarationSyntax
            => (model.GetDeclaredSymbol(function) as IPropertySymbol)?.GetMethod,
        _ => model.GetDeclaredSymbol(function) as IMethodSymbol,
    };

    /// <summary>The names of the variables and parameters that the function declares itself.</summary>
    public static IEnumerable<string> VariablesOf(SyntaxNode function)
        => function.Descendants(node => node == function || !IsFunction(node)).Select(static node => node switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            ParameterSyntax parameter => parameter.Identifier.ValueText,
            SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
            ForEachStatementSyntax loop => loop.Identifier.ValueText,
            CatchDeclarationSyntax caught => caught.Identifier.ValueText,
            _ => null,
        }).OfType<string>();

    /// <summary>The end of the function must not be reached: it returns a value, or a task that it does not make itself.</summary>
    public static bool NeedsValue(SyntaxNode function, CodeModel model)
        => SymbolOf(function, model) is { ReturnsVoid: false, ReturnType: var type }
            && !(IsAsync(function) && type is not INamedTypeSymbol { Arity: > 0 });

    private static bool HasTopLevelAwait(CompilationUnitSyntax unit)
    {
        foreach (MemberDeclarationSyntax member in unit.Members)
        {
            if (member is GlobalStatementSyntax { Statement: not LocalFunctionStatementSyntax } global
                && OwnNodes(global.Statement).Any(IsAwait))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An <c>await</c> expression, <c>await foreach</c> or <c>await using</c>.</summary>
    public static bool IsAwait(SyntaxNode node) => node switch
    {
        AwaitExpressionSyntax => true,
        CommonForEachStatementSyntax loop => loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        UsingStatementSyntax statement => statement.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        LocalDeclarationStatementSyntax declaration => declaration.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        _ => false,
    };
}
