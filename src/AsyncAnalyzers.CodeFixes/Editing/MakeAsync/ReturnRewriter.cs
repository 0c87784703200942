namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>
/// Turns what a task-returning function hands back into what an async one does: <c>Task.CompletedTask</c> becomes the
/// end, <c>Task.FromResult(x)</c> becomes <c>x</c>, <c>Task.FromException(e)</c> a <c>throw</c>, everything else is awaited.
/// </summary>
internal sealed class ReturnRewriter : CSharpSyntaxRewriter
{
    private const string Kind = "AsyncAnalyzers.Return";
    private const string Completed = nameof(Completed);
    private const string Result = nameof(Result);
    private const string Fault = nameof(Fault);
    private const string Await = nameof(Await);
    private const string AwaitThenReturn = nameof(AwaitThenReturn);

    private readonly bool _configureAwaitFalse;
    private SyntaxNode? _body;

    private ReturnRewriter(bool configureAwaitFalse) => _configureAwaitFalse = configureAwaitFalse;

    /// <summary>The return statements, or the one expression that is the body, with what is to become of each.</summary>
    public List<(SyntaxNode Node, SyntaxAnnotation Mark)> Marks { get; } = new();

    /// <summary>Null where a return cannot be turned, such as <c>return null</c>.</summary>
    public static ReturnRewriter? TryCreate(SyntaxNode function, SyntaxNode body, IMethodSymbol method, CodeModel model)
    {
        var rewriter = new ReturnRewriter(ConfigureAwaitHabit.IsFalse(function.SyntaxTree.GetRoot(model.CancellationToken)));
        bool hasResult = method.ReturnType is INamedTypeSymbol { TypeArguments.Length: 1 };
        if (body is ExpressionSyntax expression)
        {
            return rewriter.TryMark(expression, expression, hasResult, model) ? rewriter : null;
        }

        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (node is ReturnStatementSyntax { Expression: { } returned }
                && !rewriter.TryMark(node, returned, hasResult, model))
            {
                return null;
            }
        }

        return rewriter;
    }

    /// <summary>The function with its marked returns turned.</summary>
    public SyntaxNode Rewrite(SyntaxNode function)
    {
        if (FunctionSyntax.Body(function) is ExpressionSyntax expression)
        {
            return RewriteExpressionBody(function, expression);
        }

        _body = FunctionSyntax.Body(function);
        return function.ReplaceNode(_body!, Visit(_body)!);
    }

    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        BlockSyntax visited = (BlockSyntax)base.VisitBlock(node)!;
        return visited.WithStatements(Expand(node.Statements, visited.Statements));
    }

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node)
    {
        SwitchSectionSyntax visited = (SwitchSectionSyntax)base.VisitSwitchSection(node)!;
        return visited.WithStatements(Expand(node.Statements, visited.Statements));
    }

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
    {
        if (MarkOf(node) is not { } mark || node.Expression is not { } returned)
        {
            return base.VisitReturnStatement(node);
        }

        switch (mark)
        {
            case Completed:
                return node.WithReturnKeyword(node.ReturnKeyword.WithTrailingTrivia(AwaitSyntax.LostComments(node, null)))
                    .WithExpression(null)
                    .WithSemicolonToken(node.SemicolonToken.WithLeadingTrivia());
            case Result:
                return node.WithExpression(FactoryArgument(returned));
            case Fault:
                return ThrowStatement(
                    Token(SyntaxKind.ThrowKeyword).WithTriviaFrom(node.ReturnKeyword), FactoryArgument(returned), node.SemicolonToken);
            case Await:
                return node.WithExpression(AwaitSyntax.InPlaceOf(returned, returned, _configureAwaitFalse));
            default:
                // Two statements where the grammar allows one need a block; in a block Expand opens it again.
                return node.Parent is BlockSyntax or SwitchSectionSyntax ? node
                    : IsAtTheEnd(node) ? AwaitStatement(node, returned).WithTrailingTrivia(node.GetTrailingTrivia())
                    : Block(AwaitStatement(node, returned).WithoutLeadingTrivia(), ReturnStatement()).WithTriviaFrom(node)
                        .WithAdditionalAnnotations(Formatter.Annotation);
        }
    }

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => node;

    private bool TryMark(SyntaxNode node, ExpressionSyntax returned, bool hasResult, CodeModel model)
    {
        string? kind = Classify(CallSyntax.WalkDownParentheses(returned), hasResult, model);
        if (kind is null || (kind == Fault && node is ExpressionSyntax))
        {
            return false;
        }

        Marks.Add((node, new SyntaxAnnotation(Kind, kind)));
        return true;
    }

    private static string? Classify(ExpressionSyntax returned, bool hasResult, CodeModel model)
    {
        if (returned is ThrowExpressionSyntax)
        {
            return null;
        }

        if (returned is LiteralExpressionSyntax or DefaultExpressionSyntax)
        {
            // A null task is not a completed one; a default ValueTask is.
            return model.GetTypeInfo(returned).ConvertedType.Is(model.Types.ValueTask) ? Completed : null;
        }

        ISymbol? symbol = model.SymbolOf(returned);
        bool ofFramework = symbol?.ContainingType is { } owner && owner.IsTaskOrValueTask(model.Types);
        if (ofFramework && symbol is IPropertySymbol { Name: "CompletedTask" } && !hasResult)
        {
            return Completed;
        }

        if (ofFramework && symbol is IMethodSymbol { Parameters.Length: 1 } method)
        {
            bool isStatic = method.IsStatic && returned is InvocationExpressionSyntax;
            if (isStatic && method.Name == "FromResult" && hasResult)
            {
                return Result;
            }

            // return Task.FromResult(true): written before there was a CompletedTask.
            if (isStatic && method.Name == "FromResult"
                && model.GetConstantValue(((InvocationExpressionSyntax)returned).ArgumentList.Arguments[0].Expression).HasValue)
            {
                return Completed;
            }

            if (isStatic && method.Name == "FromException")
            {
                return Fault;
            }

            if (method.MethodKind == MethodKind.Constructor && hasResult
                && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, method.ContainingType.TypeArguments.FirstOrDefault()))
            {
                return Result;
            }
        }

        return hasResult ? Await : AwaitThenReturn;
    }

    private static string? MarkOf(SyntaxNode node) => node.GetAnnotations(Kind).FirstOrDefault()?.Data;

    private SyntaxNode RewriteExpressionBody(SyntaxNode function, ExpressionSyntax expression)
    {
        switch (MarkOf(expression))
        {
            case Completed:
                return WithEmptyBody(function);
            case Result:
                return function.ReplaceNode(expression, FactoryArgument(expression));
            default:
                return function.ReplaceNode(expression, AwaitSyntax.InPlaceOf(expression, expression, _configureAwaitFalse));
        }
    }

    private static SyntaxNode WithEmptyBody(SyntaxNode function)
    {
        BlockSyntax empty = Block(Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(Space), default, Token(SyntaxKind.CloseBraceToken));
        return function switch
        {
            MethodDeclarationSyntax method
                => method.WithExpressionBody(null)
                    .WithBody(empty.WithTrailingTrivia(method.SemicolonToken.TrailingTrivia))
                    .WithSemicolonToken(default),
            LocalFunctionStatementSyntax local
                => local.WithExpressionBody(null).WithBody(empty.WithTrailingTrivia(local.SemicolonToken.TrailingTrivia))
                    .WithSemicolonToken(default),
            LambdaExpressionSyntax lambda => lambda.WithBody(empty.WithTriviaFrom(lambda.Body)),
            _ => function,
        };
    }

    private SyntaxList<StatementSyntax> Expand(SyntaxList<StatementSyntax> original, SyntaxList<StatementSyntax> visited)
    {
        var statements = new List<StatementSyntax>(visited.Count + 1);
        for (int index = 0; index < visited.Count; index++)
        {
            StatementSyntax statement = visited[index];
            string? mark = MarkOf(original[index]);
            bool isEnd = mark is AwaitThenReturn or Completed && IsAtTheEnd(original[index]);
            if (mark == AwaitThenReturn && statement is ReturnStatementSyntax { Expression: { } returned } @return)
            {
                ExpressionStatementSyntax awaited = AwaitStatement(@return, returned);
                if (isEnd)
                {
                    statements.Add(awaited.WithTrailingTrivia(@return.GetTrailingTrivia()));
                    continue;
                }

                if (!original[index].GetFirstToken().GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia))
                {
                    statements.Add(awaited.WithTrailingTrivia(Space));
                    statements.Add(ElasticTrivia.RemovedFrom(ReturnStatement()).WithTrailingTrivia(@return.GetTrailingTrivia()));
                    continue;
                }

                SyntaxTriviaList indentation = TriviaList(@return.GetLeadingTrivia().Where(trivia
                    => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1));
                statements.Add(awaited.WithTrailingTrivia(LineEnd(@return)));
                statements.Add(ReturnStatement().WithLeadingTrivia(indentation).WithTrailingTrivia(@return.GetTrailingTrivia()));
            }
            else if (mark == Completed && isEnd && (index > 0 || original[index].Parent == _body) && !HasComment(statement))
            {
                continue;
            }
            else
            {
                statements.Add(statement);
            }
        }

        return List(statements);
    }

    /// <summary>Nothing of the function comes after it: a <c>return</c> there would be for nothing.</summary>
    private bool IsAtTheEnd(StatementSyntax statement)
    {
        SyntaxNode child = statement;
        for (SyntaxNode? current = statement.Parent; current is not null; child = current, current = current.Parent)
        {
            switch (current)
            {
                case BlockSyntax block when block.Statements.Last() == child:
                    if (block == _body)
                    {
                        return true;
                    }

                    break;
                case IfStatementSyntax or ElseClauseSyntax or UsingStatementSyntax or TryStatementSyntax or CatchClauseSyntax:
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private ExpressionStatementSyntax AwaitStatement(ReturnStatementSyntax @return, ExpressionSyntax returned)
        => ExpressionStatement(AwaitSyntax.InPlaceOf(returned.WithoutTrivia(), parent: null, returned
            .WithoutTrivia(), _configureAwaitFalse), @return.SemicolonToken.WithTrailingTrivia())
            .WithLeadingTrivia(@return.GetLeadingTrivia());

    private static SyntaxTriviaList LineEnd(ReturnStatementSyntax @return)
    {
        foreach (SyntaxTrivia trivia in @return.SyntaxTree.GetRoot().DescendantTrivia())
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                return TriviaList(trivia);
            }
        }

        return TriviaList(LineFeed);
    }

    private static bool HasComment(StatementSyntax statement)
        => statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Concat(statement.DescendantTrivia())
            .Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>The x of <c>Task.FromResult(x)</c>, <c>Task.FromException(x)</c> and <c>new ValueTask&lt;T&gt;(x)</c>.</summary>
    private static ExpressionSyntax FactoryArgument(ExpressionSyntax returned)
    {
        ExpressionSyntax argument = CallSyntax.WalkDownParentheses(returned) switch
        {
            InvocationExpressionSyntax invocation => invocation.ArgumentList.Arguments[0].Expression,
            BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } => arguments.Arguments[0].Expression,
            var other => other,
        };
        return argument.WithLeadingTrivia(returned.GetLeadingTrivia())
            .WithTrailingTrivia(AwaitSyntax.LostComments(returned, argument).AddRange(returned.GetTrailingTrivia()));
    }
}
