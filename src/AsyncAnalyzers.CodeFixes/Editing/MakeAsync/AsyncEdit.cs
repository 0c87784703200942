namespace AsyncAnalyzers.Editing;

/// <summary>Edits that put an await somewhere: the function around it is made async where it is not.</summary>
internal static class AsyncEdit
{
    /// <summary>
    /// The solution with the node rewritten; null where the function around it cannot be async, or where directives stand inside of an
    /// expression.
    /// </summary>
    public static Task<Solution?> ApplyAsync(
        Document document, SyntaxNode node, Func<SyntaxNode, SyntaxNode> rewrite, CancellationToken cancellationToken)
        => ApplyAsync(document, node, rewrite, includePublicApi: false, cancellationToken);

    /// <inheritdoc cref="ApplyAsync(Document, SyntaxNode, Func{SyntaxNode, SyntaxNode}, CancellationToken)"/>
    public static async Task<Solution?> ApplyAsync(
        Document document, SyntaxNode node, Func<SyntaxNode, SyntaxNode> rewrite, bool includePublicApi,
        CancellationToken cancellationToken)
        => IsWithoutDirectives(node)
            && FunctionSyntax.Enclosing(node) is { } function
            && await MakeAsync.PlanAsync(document, function, includePublicApi, cancellationToken).ConfigureAwait(false) is { } plan
            ? await plan.ApplyAsync(new NodeEdit(document.Id, node, rewrite), cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>False for an expression with directives inside of it: it cannot be written anew.</summary>
    public static bool IsWithoutDirectives(SyntaxNode node)
        => !(node is ExpressionSyntax && node.DescendantTrivia().Any(trivia => trivia.IsDirective && node.Span.Contains(trivia.Span)));

    /// <summary>The name of a type at the place of a repair; in front of a dot see <see cref="TypeNaming.ExpressionOf"/>.</summary>
    public static TypeSyntax TypeName(RepairRequest request, ITypeSymbol type)
        => TypeName(request.Document, request.Model, request.Node.SpanStart, type);

    /// <inheritdoc cref="TypeNaming.NameOf"/>
    public static TypeSyntax TypeName(Document document, SemanticModel model, int position, ITypeSymbol type)
        => TypeNaming.NameOf(document, model, position, type);

    /// <summary><c>Task&lt;result&gt;</c>, with the trivia of <paramref name="result"/>.</summary>
    public static TypeSyntax TaskOf(RepairRequest request, TypeSyntax result)
    {
        GenericNameSyntax generic = SyntaxFactory.GenericName(
            SyntaxFactory.Identifier("Task"), SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(result.WithoutTrivia())));
        TypeSyntax task = TypeName(request, request.Types.Task!);
        return (task is QualifiedNameSyntax qualified ? qualified.WithRight(generic) : (TypeSyntax)generic).WithTriviaFrom(result);
    }

    /// <summary><c>Type.Method(arguments)</c></summary>
    public static InvocationExpressionSyntax StaticCall(
        RepairRequest request, ITypeSymbol type, string method, params ArgumentSyntax[] arguments)
        => SyntaxFactory.InvocationExpression(
            TypeNaming.Member(TypeNaming.ExpressionOf(request, type), method),
            SyntaxFactory.ArgumentList(Separated(arguments)));

    /// <summary>A list with a comma and a space between its items.</summary>
    public static SeparatedSyntaxList<ArgumentSyntax> Separated(IReadOnlyList<ArgumentSyntax> arguments)
        => SyntaxFactory.SeparatedList(arguments, Enumerable.Repeat(
            SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), Math.Max(0, arguments.Count - 1)));
}
