namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// <c>foreach (var x in xs) { list.Add(await F(x)); }</c>: a call per item whose results go into a list, where no iteration needs another.
/// </summary>
/// <param name="Loop">The loop.</param>
/// <param name="Await">The await in it.</param>
/// <param name="Call">What is awaited, without <c>ConfigureAwait</c>.</param>
/// <param name="List">The variable that holds the list.</param>
internal sealed record AwaitingLoop(
    ForEachStatementSyntax Loop, AwaitExpressionSyntax Await, InvocationExpressionSyntax Call, IdentifierNameSyntax List)
{
    /// <summary>The loop that the syntax allows; nothing is bound.</summary>
    public static AwaitingLoop? CandidateAt(SyntaxNode node)
    {
        if (node is not ForEachStatementSyntax
            {
                AwaitKeyword.RawKind: 0, Expression: IdentifierNameSyntax
            or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            } loop)
        {
            return null;
        }

        SyntaxList<StatementSyntax> body = loop.Statement is BlockSyntax block
            ? block.Statements
            : SyntaxFactory.SingletonList(loop.Statement);
        if (body.LastOrDefault() is not ExpressionStatementSyntax
            {
                Expression: InvocationExpressionSyntax
                {
                    ArgumentList.Arguments: { Count: 1 } arguments,
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add", Expression: IdentifierNameSyntax list }
                }
            })
        {
            return null;
        }

        AwaitExpressionSyntax? await = body.Count switch
        {
            1 => arguments[0].Expression as AwaitExpressionSyntax,
            2 when SequentialAwaits.At(body[0]) is { } kept
                && arguments[0].Expression is IdentifierNameSyntax { Identifier.ValueText: var added }
                && added == kept.Name => kept.Await,
            _ => null,
        };
        return await is not null && CallSyntax.WithoutConfiguration(await.Expression) is InvocationExpressionSyntax call
            && !call.Descendants().Any(part
                => part is IdentifierNameSyntax name && name.Identifier.ValueText == list.Identifier.ValueText)
            ? new AwaitingLoop(loop, await, call, list)
            : null;
    }

    /// <summary>The items are at hand, the list is a local one, and the calls may run at once.</summary>
    public bool IsIndependent(CodeModel model)
        => !Loop.ContainsDirectives
            && model.SymbolOf(Loop.Expression) is ILocalSymbol or IParameterSymbol
            && IsCollection(model.TypeOf(Loop.Expression))
            && model.Semantic.GetForEachStatementInfo(Loop).ElementConversion.IsIdentity
            && model.SymbolOf(List) is ILocalSymbol { Type: { Name: "List", ContainingNamespace: var space } }
                && space.ToDisplayString() == "System.Collections.Generic"
            && SequentialAwaits.IsTask(Call, model)
            && ReadOnlyCode.MayRunBesideOthers(Call, model);

    /// <summary>All items are in memory, and their number is known.</summary>
    private static bool IsCollection(ITypeSymbol? type)
        => type is IArrayTypeSymbol
            || type is INamedTypeSymbol
            {
                Name: "List" or "IList" or "ICollection" or "IReadOnlyList" or "IReadOnlyCollection" or "HashSet"
                or "ISet" or "ImmutableArray" or "ImmutableList"
            };
}
