namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Writes <c>_ = call</c>: a value that is dropped on purpose.</summary>
internal static class DiscardSyntax
{
    /// <summary>C# 7 has discards, unless something in scope is called <c>_</c>.</summary>
    public static bool IsFree(ExpressionSyntax dropped, CodeModel model)
        => model.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp7 }
            && !model.LookupSymbols(dropped.SpanStart, name: "_").Any(symbol
                => symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol);

    /// <summary><c>out _</c>, also in a tree that nobody parses again.</summary>
    public static ArgumentSyntax OutArgument()
        => Argument(null, Token(default, SyntaxKind.OutKeyword, TriviaList(Space)), Name(default, default));

    public static ExpressionSyntax Of(ExpressionSyntax dropped)
        => AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            Name(dropped.GetLeadingTrivia(), TriviaList(Space)),
            Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space),
            dropped.WithoutLeadingTrivia());

    /// <summary>Only a token of this contextual kind is a discard; a plain identifier would be a missing variable.</summary>
    private static IdentifierNameSyntax Name(SyntaxTriviaList leading, SyntaxTriviaList trailing)
        => IdentifierName(Identifier(leading, SyntaxKind.UnderscoreToken, "_", "_", trailing));
}
