namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>
/// Turns <c>Parallel.ForEach</c> into <c>await Parallel.ForEachAsync</c>, <c>Parallel.For</c> into <c>await Parallel.ForAsync</c> and
/// <c>Parallel.Invoke</c> into <c>await Task.WhenAll</c>: the work stays on the pool, the caller's thread is free meanwhile.
/// </summary>
internal static class ParallelLoopEditing
{
    /// <summary>
    /// The call as it is awaited; null where the result or the state of the loop is used, or its body is not written here.
    /// </summary>
    public static Func<ExpressionSyntax, ExpressionSyntax>? TryFind(
        RepairRequest request, BlockingCall call, CancellationToken cancellationToken)
    {
        if (call.Expression is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax, ArgumentList.Arguments: var arguments }
            || WaitReplacement.HandlesAggregateException(call.Expression)
            || arguments.Any(argument => argument.NameColon is not null))
        {
            return null;
        }

        if (call.Member.Name == "Invoke")
        {
            return arguments.Count > 1 && arguments.All(argument => IsWork(argument.Expression, request, cancellationToken))
                ? rewritten => WhenAll(request, (InvocationExpressionSyntax)rewritten)
                : null;
        }

        int beforeBody = call.Member.Name == "For" ? 2 : 1;
        if (call.ReplacementName is not { } name
            || arguments.Count - beforeBody is not (1 or 2)
            || ((IMethodSymbol)call.Member).Parameters.Length != arguments.Count
            || BodyOf(arguments[arguments.Count - 1].Expression, request, cancellationToken) is not { } bodyOf)
        {
            return null;
        }

        Func<ExpressionSyntax, ExpressionSyntax>? sourceOf = call.Member.Name == "ForEach"
            ? ItemsOf(arguments[0].Expression, request, cancellationToken)
            : null;
        string? token = arguments.Count == beforeBody + 1
            ? CancellationTokensInScope.Only(call.Expression, request.ModelFor(cancellationToken))
            : null;
        return rewritten =>
        {
            var invocation = (InvocationExpressionSyntax)rewritten;
            ArgumentSyntax body = invocation.ArgumentList.Arguments[arguments.Count - 1];
            ArgumentListSyntax list = invocation.ArgumentList.ReplaceNode(body, body.WithExpression(bodyOf(body.Expression)));
            if (sourceOf is not null)
            {
                list = list.ReplaceNode(list.Arguments[0].Expression, sourceOf(list.Arguments[0].Expression));
            }

            if (token is not null)
            {
                list = list.WithArguments(
                    AsyncEdit.Separated(list.Arguments.Insert(beforeBody, Argument(IdentifierName(token))).ToArray()));
            }

            var called = (MemberAccessExpressionSyntax)invocation.Expression;
            return invocation.WithExpression(called.WithName(IdentifierName(name).WithTriviaFrom(called.Name))).WithArgumentList(list);
        };
    }

    /// <summary>
    /// <c>items.AsParallel().ForAll(async item => …)</c> as <c>Parallel.ForEachAsync</c>; null where the query has been told how many
    /// threads to use, or what cancels it.
    /// </summary>
    public static Func<ExpressionSyntax, ExpressionSyntax>? TryFindForAll(
        RepairRequest request, InvocationExpressionSyntax forAll, CancellationToken cancellationToken)
    {
        if (forAll is not
            {
                Parent: ExpressionStatementSyntax, Expression: MemberAccessExpressionSyntax { Expression: var query },
                ArgumentList.Arguments: { Count: 1 } arguments
            }
            || request.Types.Parallel is not { } parallel || parallel.GetMembers("ForEachAsync").IsEmpty
            || WaitReplacement.HandlesAggregateException(forAll)
            || query.DescendantNodesAndSelf().Any(node
                => node is SimpleNameSyntax { Identifier.ValueText: "WithDegreeOfParallelism" or "WithCancellation" })
            || BodyOf(arguments[0].Expression, request, cancellationToken) is not { } bodyOf)
        {
            return null;
        }

        string? token = CancellationTokensInScope.Only(forAll, request.ModelFor(cancellationToken));
        return rewritten =>
        {
            var invocation = (InvocationExpressionSyntax)rewritten;
            ExpressionSyntax source = ((MemberAccessExpressionSyntax)invocation.Expression).Expression;
            if (source is InvocationExpressionSyntax
                {
                    ArgumentList.Arguments.Count: 0,
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsParallel" } asParallel
                })
            {
                source = asParallel.Expression;
            }

            ArgumentSyntax[] given =
                { Argument(source.WithoutTrivia()), Argument(bodyOf(invocation.ArgumentList.Arguments[0].Expression)) };
            return AsyncEdit.StaticCall(request, parallel, "ForEachAsync", token is null
                ? given
                : new[] { given[0], Argument(IdentifierName(token)), given[1] });
        };
    }

    /// <summary>
    /// How a partitioner is written as a sequence: what it was made of, or its partitions as one; null for other sources.
    /// </summary>
    private static Func<ExpressionSyntax, ExpressionSyntax>? ItemsOf(
        ExpressionSyntax source, RepairRequest request, CancellationToken cancellationToken)
    {
        bool isPartitioner = false;
        for (ITypeSymbol? type = request.Model.GetTypeInfo(source, cancellationToken).Type; type is not null
            && !isPartitioner; type = type.BaseType)
        {
            isPartitioner =
                type is { Name: "Partitioner", ContainingNamespace: { Name: "Concurrent", ContainingNamespace.Name: "Collections" } };
        }

        if (!isPartitioner)
        {
            return null;
        }

        // Made of a sequence, and not of the ends of a range.
        bool isOfSequence = source is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } made } create
            && CallSyntax.CalledName(create) == "Create"
            && request.Model.GetTypeInfo(made[0].Expression, cancellationToken).Type is { TypeKind: not TypeKind.Struct };
        return rewritten => isOfSequence
            ? ((InvocationExpressionSyntax)rewritten).ArgumentList.Arguments[0].Expression.WithTriviaFrom(rewritten)
            : InvocationExpression(MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, rewritten.WithoutTrailingTrivia(), IdentifierName("GetDynamicPartitions")))
                .WithTrailingTrivia(rewritten.GetTrailingTrivia());
    }

    /// <summary>How the body takes the token as well and returns a ValueTask; null where it is no lambda of one parameter.</summary>
    private static Func<ExpressionSyntax, ExpressionSyntax>? BodyOf(
        ExpressionSyntax body, RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Types is not { ValueTask: { } valueTask, CancellationToken: { } cancellation })
        {
            return null;
        }

        string unused = body.DescendantTokens().Any(token => token.ValueText == "_") ? "cancellation" : "_";
        ExpressionSyntax completed = TypeNaming.Member(TypeNaming.ExpressionOf(request, valueTask), "CompletedTask");
        StatementSyntax done = ReturnStatement(
            Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), completed, Token(SyntaxKind.SemicolonToken));
        switch (body)
        {
            case SimpleLambdaExpressionSyntax or ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 1 }:
                var lambda = (LambdaExpressionSyntax)body;
                if (lambda.Body is ExpressionSyntax
                    && !lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword)
                    && request.Model.GetSymbolInfo(lambda, cancellationToken).Symbol is not IMethodSymbol { ReturnsVoid: true })
                {
                    return null;
                }

                return rewritten => WithToken((LambdaExpressionSyntax)rewritten, unused, AsyncEdit.TypeName(request, cancellation), done);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax when request.Model.GetSymbolInfo(body,
                cancellationToken).Symbol is IMethodSymbol { ReturnsVoid: true }:
                string item = request.Model.LookupSymbols(body.SpanStart, name: "item").IsEmpty ? "item" : "each";
                return rewritten => ParenthesizedLambdaExpression(
                    Parameters(new[] { Parameter(Identifier(item)), Parameter(Identifier(unused)) }),
                    OnOneLine(InvocationExpression(
                        rewritten.WithoutTrivia(), ArgumentList(SingletonSeparatedList(Argument(IdentifierName(item))))), done))
                    .WithArrowToken(Arrow()).WithTriviaFrom(rewritten);
            default:
                return null;
        }
    }

    private static ExpressionSyntax WithToken(LambdaExpressionSyntax lambda, string name, TypeSyntax tokenType, StatementSyntax done)
    {
        ParameterSyntax first = lambda is SimpleLambdaExpressionSyntax simple
            ? simple.Parameter
            : ((ParenthesizedLambdaExpressionSyntax)lambda).ParameterList.Parameters[0];
        ParameterSyntax second = Parameter(Identifier(name));
        if (first.Type is not null)
        {
            second = second.WithType(tokenType.WithTrailingTrivia(Space));
        }

        CSharpSyntaxNode body = lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword) ? lambda.Body
            : lambda.Body is BlockSyntax block ? Completing(block, done)
            : OnOneLine((ExpressionSyntax)lambda.Body, done);
        return ParenthesizedLambdaExpression(
            lambda.AsyncKeyword.WithLeadingTrivia(), Parameters(new[] { first.WithoutTrivia(), second }), lambda.ArrowToken, body)
            .WithModifiers(lambda.Modifiers.Count > 0
                ? TokenList(lambda.Modifiers.Select((modifier, index) => index == 0 ? modifier.WithLeadingTrivia() : modifier))
                : default)
            .WithTriviaFrom(lambda);
    }

    /// <summary>The block with every return answering a completed task, and one more at its end.</summary>
    private static BlockSyntax Completing(BlockSyntax block, StatementSyntax done)
    {
        ExpressionSyntax completed = ((ReturnStatementSyntax)done).Expression!;
        block = block.ReplaceNodes(
            FunctionSyntax.OwnNodes(block).OfType<ReturnStatementSyntax>(),
            (_, @return) => @return.WithReturnKeyword(@return.ReturnKeyword.WithTrailingTrivia(Space)).WithExpression(completed));
        if (block.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax)
        {
            return block;
        }

        if (block.Statements.LastOrDefault() is not { } last)
        {
            return block.WithStatements(SingletonList(done.WithLeadingTrivia(Space).WithTrailingTrivia(Space)))
                .WithOpenBraceToken(Token(SyntaxKind.OpenBraceToken));
        }

        SyntaxTriviaList indentation = TriviaList(last.GetLeadingTrivia().Reverse().TakeWhile(trivia
            => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        if (!last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
        {
            block = block.ReplaceNode(last, last.WithTrailingTrivia(Space));
            indentation = default;
        }

        return block.AddStatements(done.WithLeadingTrivia(indentation)
            .WithTrailingTrivia(last.GetTrailingTrivia().Where(trivia
                => trivia.IsKind(SyntaxKind.EndOfLineTrivia) || (trivia.IsKind(SyntaxKind.WhitespaceTrivia) && indentation.Count == 0))));
    }

    private static BlockSyntax OnOneLine(ExpressionSyntax expression, StatementSyntax done)
        => Block(
            Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(Space),
            List(new[] { ExpressionStatement(expression.WithoutTrailingTrivia()).WithTrailingTrivia(Space), done
                .WithTrailingTrivia(Space) }),
            Token(SyntaxKind.CloseBraceToken));

    private static ParameterListSyntax Parameters(ParameterSyntax[] parameters)
        => ParameterList(SeparatedList(parameters, new[] { Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space) }));

    private static SyntaxToken Arrow() => Token(TriviaList(Space), SyntaxKind.EqualsGreaterThanToken, TriviaList(Space));

    /// <summary>A lambda or a method, which <c>Task.Run</c> takes as well.</summary>
    private static bool IsWork(ExpressionSyntax argument, RepairRequest request, CancellationToken cancellationToken)
        => argument is LambdaExpressionSyntax or AnonymousMethodExpressionSyntax
            || request.Model.GetSymbolInfo(argument, cancellationToken).Symbol is IMethodSymbol { ReturnsVoid: true };

    private static ExpressionSyntax WhenAll(RepairRequest request, InvocationExpressionSyntax invoke)
    {
        ArgumentListSyntax works = invoke.ArgumentList;
        works = works.ReplaceNodes(
            works.Arguments,
            (_, work) => Argument(AsyncEdit.StaticCall(request, request.Types.Task!, "Run", work.WithoutTrivia())).WithTriviaFrom(work));
        return AsyncEdit.StaticCall(request, request.Types.Task!, "WhenAll").WithArgumentList(works);
    }
}
