namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Gives the creation of a TaskCompletionSource an option.</summary>
internal static class CompletionSourceOptions
{
    /// <summary>The creation with the option as its last argument; it has none of that type yet.</summary>
    public static BaseObjectCreationExpressionSyntax With(BaseObjectCreationExpressionSyntax creation, ExpressionSyntax option)
        => creation is ObjectCreationExpressionSyntax { ArgumentList: null } @new
            ? @new.WithType(@new.Type.WithoutTrailingTrivia()).WithArgumentList(
                With(ArgumentList(), option).WithTrailingTrivia(@new.Type.GetTrailingTrivia()))
            : creation.WithArgumentList(With(creation.ArgumentList ?? ArgumentList(), option));

    /// <summary>The arguments with one more, by name where others are.</summary>
    public static ArgumentListSyntax With(ArgumentListSyntax list, ExpressionSyntax option)
    {
        ArgumentSyntax added = Argument(list.Arguments.Any(static given => given.NameColon is not null)
            ? NameColon("creationOptions").WithTrailingTrivia(Space)
            : null, default, option);
        return list.WithArguments(list.Arguments.Count == 0
            ? SingletonSeparatedList(added)
            : SeparatedList<ArgumentSyntax>(
                list.Arguments.GetWithSeparators().Add(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space)).Add(added)));
    }
}
