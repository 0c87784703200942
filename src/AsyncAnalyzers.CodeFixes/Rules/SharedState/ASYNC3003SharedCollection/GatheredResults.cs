namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>
/// A list that tasks awaited together only add their result to becomes the list of what they return: nothing is shared then, and the order
/// is that of the items.
/// </summary>
internal static class GatheredResults
{
    /// <summary>The root with the results returned; null where the code does more than gather.</summary>
    public static SyntaxNode? Of(RepairRequest request, CollectionUses uses, CancellationToken cancellationToken)
    {
        if (request.Node is not InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } added } add
            || CallSyntax.CalledName(add) != "Add"
            || uses.Change.State is not
            {
                IsOfVariable: true, Type: INamedTypeSymbol { Name: "List", TypeArguments: { Length: 1 } elements },
            }
            || uses.Declarator is not
            {
                Initializer.Value: BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList: null or { Arguments.Count: 0 } },
                Parent.Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } declaration,
            }
            || FunctionSyntax.Enclosing(add) is not AnonymousFunctionExpressionSyntax lambda
            || StatementOf(lambda) is not { } statement || statement.Parent != block || HasComment(declaration)
            || uses.Uses.Any(use => use != uses.Change.Collection && use.SpanStart < statement.Span.End)
            || !SymbolEqualityComparer.Default.Equals(
                request.Model.GetTypeInfo(added[0].Expression, cancellationToken).Type, elements[0])
            || Returning(lambda, add, added[0].Expression) is not { } returning)
        {
            return null;
        }

        AwaitExpressionSyntax await = ((AwaitExpressionSyntax)statement.Expression).ReplaceNode(lambda, returning);
        ExpressionSyntax list = InvocationExpression(MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, ParenthesizedExpression(await.WithoutTrivia()), IdentifierName("ToList")));
        StatementSyntax gathered = declaration
            .WithDeclaration(declaration.Declaration.WithVariables(SingletonSeparatedList(
                uses.Declarator.WithInitializer(uses.Declarator.Initializer!.WithValue(list)))))
            .WithTriviaFrom(statement);
        int index = block.Statements.IndexOf(statement);
        SyntaxList<StatementSyntax> statements = block.Statements.RemoveAt(index).Insert(index, gathered);
        return request.Root.ReplaceNode(block, block.WithStatements(statements.RemoveAt(block.Statements.IndexOf(declaration))));
    }

    /// <summary><c>await Task.WhenAll(items.Select(async …));</c> around the lambda, configured or not.</summary>
    private static ExpressionStatementSyntax? StatementOf(AnonymousFunctionExpressionSyntax lambda)
        => lambda.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax select } }
            && CallSyntax.CalledNameSyntax(select) is IdentifierNameSyntax { Identifier.ValueText: "Select" }
            && select.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax all } }
            && CallSyntax.CalledNameSyntax(all) is IdentifierNameSyntax { Identifier.ValueText: "WhenAll" }
            && all.FirstAncestorOrSelf<AwaitExpressionSyntax>() is { Parent: ExpressionStatementSyntax statement } awaited
            && CallSyntax.WithoutConfiguration(awaited.Expression) == all
                ? statement
                : null;

    /// <summary>The lambda with its last act turned into its result; null where it ends elsewhere too.</summary>
    private static AnonymousFunctionExpressionSyntax? Returning(
        AnonymousFunctionExpressionSyntax lambda, InvocationExpressionSyntax add, ExpressionSyntax added)
    {
        if (lambda is not LambdaExpressionSyntax { AsyncKeyword.RawKind: (int)SyntaxKind.AsyncKeyword } async)
        {
            return null;
        }

        if (async.Body == add)
        {
            return async.WithBody(added.WithTriviaFrom(add));
        }

        return async.Body is BlockSyntax block && block.Statements.LastOrDefault() is ExpressionStatementSyntax last
            && last.Expression == add
            && !FunctionSyntax.OwnNodes(block).Any(static node => node is ReturnStatementSyntax)
                ? async.ReplaceNode(last, ReturnStatement(
                    Token(last.GetLeadingTrivia(), SyntaxKind.ReturnKeyword, TriviaList(Space)), added.WithoutTrivia(),
                    last.SemicolonToken))
                : null;
    }

    private static bool HasComment(SyntaxNode statement)
        => statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Any(static trivia
            => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
}
