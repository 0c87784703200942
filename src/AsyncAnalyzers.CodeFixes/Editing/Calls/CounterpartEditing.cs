namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Writes the asynchronous counterpart of a call.</summary>
internal sealed class CounterpartEditing
{
    private readonly RepairRequest _request;
    private readonly AsyncCounterpart _counterpart;
    private readonly ArgumentSyntax? _token;

    /// <param name="request">What is to be repaired.</param>
    /// <param name="counterpart">What takes the place of the call.</param>
    /// <param name="token">The token to be handed on; null where there is none.</param>
    public CounterpartEditing(RepairRequest request, AsyncCounterpart counterpart, ExpressionSyntax? token)
    {
        _request = request;
        _counterpart = counterpart;
        if (token is null && counterpart.IsTokenRequired)
        {
            token = TypeNaming.Member(TypeNaming.ExpressionOf(request, request.Types.CancellationToken!), "None");
        }

        _token = token is null || counterpart.TokenName is null ? null
            : counterpart.IsTokenNamed
                ? Argument(NameColon(IdentifierName(counterpart.TokenName)).WithTrailingTrivia(Space), default, token)
                : Argument(token);
    }

    /// <summary>The name of the only token in scope, if the counterpart takes one.</summary>
    public static ExpressionSyntax? TokenInScope(
        RepairRequest request, AsyncCounterpart counterpart, SyntaxNode place, CancellationToken cancellationToken)
        => counterpart.TokenName is not null
            && CancellationTokensInScope.Only(place, request.ModelFor(cancellationToken)) is { } name
                ? IdentifierName(name)
                : null;

    /// <summary>The call under its new name, with the token behind its arguments.</summary>
    public InvocationExpressionSyntax Call(InvocationExpressionSyntax call)
    {
        InvocationExpressionSyntax renamed = CounterpartCall.Renamed(call, _counterpart.Method.Name);
        if (_token is null)
        {
            return renamed;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = renamed.ArgumentList.Arguments;
        if (arguments.Count == 0)
        {
            return renamed.WithArgumentList(renamed.ArgumentList.WithArguments(SingletonSeparatedList(_token)));
        }

        // What stands behind the last argument stays before the closing parenthesis; arguments on lines of their own go on so.
        ArgumentSyntax last = arguments[arguments.Count - 1];
        bool onLinesOfTheirOwn = last.GetLeadingTrivia().Any(SyntaxKind.WhitespaceTrivia)
            && arguments.GetSeparators().LastOrDefault().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        ArgumentSyntax token = onLinesOfTheirOwn ? _token.WithLeadingTrivia(last.GetLeadingTrivia()) : _token;
        SyntaxToken comma = Token(SyntaxKind.CommaToken).WithTrailingTrivia(onLinesOfTheirOwn
            ? TriviaList(arguments.GetSeparators().Last().TrailingTrivia.Last())
            : TriviaList(Space));
        IEnumerable<ArgumentSyntax> all = arguments.Take(arguments.Count - 1)
            .Append(last.WithTrailingTrivia())
            .Append(token.WithTrailingTrivia(last.GetTrailingTrivia()));
        return renamed.WithArgumentList(renamed.ArgumentList.WithArguments(SeparatedList(all, arguments.GetSeparators().Append(comma))));
    }

    /// <summary>The solution with the using directive that the counterpart needs.</summary>
    public async Task<Solution?> WithImportAsync(Task<Solution?> edit, CancellationToken cancellationToken)
    {
        if (await edit.ConfigureAwait(false) is not { } solution || _counterpart.Container is not { } container)
        {
            return await edit.ConfigureAwait(false);
        }

        Document document = solution.GetDocument(_request.Document.Id)!;
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        return solution.WithDocumentSyntaxRoot(document.Id, ImportEditing.AddUsing(root, container.ContainingNamespace.ToDisplayString()));
    }
}
