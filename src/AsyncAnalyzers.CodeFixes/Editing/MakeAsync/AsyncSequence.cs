namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>An iterator that becomes an async one, and the loops over it.</summary>
internal static class AsyncSequence
{
    public static bool IsIterator(SyntaxNode function)
        => FunctionSyntax.Body(function) is { } body && FunctionSyntax.OwnNodes(body).Any(node => node is YieldStatementSyntax);

    /// <summary>
    /// One iterator and the declarations without a body that it stands behind; a second iterator would have nothing to await.
    /// </summary>
    public static bool CanChange(MethodContract contract, SyntaxNode iterator)
        => contract.Members.All(member
            => WithoutNullability(
                FunctionSyntax.ReturnType(member.Declaration)!) is GenericNameSyntax { Identifier.ValueText: "IEnumerable" }
                    or QualifiedNameSyntax { Right.Identifier.ValueText: "IEnumerable" }
            && (FunctionSyntax.Body(member.Declaration) is null || member.Declaration.Span == iterator.Span));

    /// <summary>The loop that the call alone is enumerated by; null where the sequence goes elsewhere.</summary>
    public static CommonForEachStatementSyntax? LoopOver(InvocationExpressionSyntax call)
        => call.Parent is CommonForEachStatementSyntax loop
            && loop.Expression == call
            && !loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword) ? loop : null;

    /// <summary>
    /// The declaration with <c>IAsyncEnumerable</c> as its return type, and with the mark on its token that makes enumerators pass theirs.
    /// </summary>
    public static SyntaxNode WithReturnType(SyntaxNode function, bool isIterator)
    {
        TypeSyntax written = FunctionSyntax.ReturnType(function)!;
        GenericNameSyntax name = written.DescendantNodesAndSelf().OfType<GenericNameSyntax>().First(generic
            => generic.Identifier.ValueText == "IEnumerable");
        SyntaxNode changed = AsyncModifier.WithReturnType(
            function, written.ReplaceNode(name, name.WithIdentifier(Identifier("IAsyncEnumerable").WithTriviaFrom(name.Identifier))));
        ParameterListSyntax? parameters = changed switch
        {
            MethodDeclarationSyntax method => method.ParameterList,
            LocalFunctionStatementSyntax local => local.ParameterList,
            _ => null,
        };
        return isIterator
            && parameters?.Parameters.FirstOrDefault(IsToken) is { } token ? changed.ReplaceNode(token, Marked(token)) : changed;
    }

    private static bool IsToken(ParameterSyntax parameter)
        => parameter.AttributeLists.Count == 0
            && parameter.Type is IdentifierNameSyntax { Identifier.ValueText: "CancellationToken" }
                or QualifiedNameSyntax { Right.Identifier.ValueText: "CancellationToken" };

    private static ParameterSyntax Marked(ParameterSyntax token)
        => token.WithoutLeadingTrivia()
            .WithAttributeLists(SingletonList(AttributeList(SingletonSeparatedList(Attribute(
                    ParseName("System.Runtime.CompilerServices.EnumeratorCancellation").WithAdditionalAnnotations(
                        Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation))))
                .WithLeadingTrivia(token.GetLeadingTrivia()).WithTrailingTrivia(Space)));

    private static TypeSyntax WithoutNullability(TypeSyntax type) => type is NullableTypeSyntax nullable ? nullable.ElementType : type;
}
