namespace AsyncAnalyzers.Rules.Threads;

using static SyntaxFactory;

/// <summary>Makes it a background thread where it is made, in the object initializer.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC6003EndlessForegroundThreadCodeFix))]
public sealed class ASYNC6003EndlessForegroundThreadCodeFix : AsyncCodeFix
{
    public ASYNC6003EndlessForegroundThreadCodeFix()
        : base(ASYNC6003EndlessForegroundThreadAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<Repair> repairs = Array.Empty<Repair>();
        if (request.Node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { ArgumentList: not null } creation
            && creation.Initializer?.ContainsDirectives != true)
        {
            SyntaxNode root = request.Root.ReplaceNode(creation, InBackground(creation));
            repairs = new[]
            {
                Repair.WithRoot(request, root, "Set 'IsBackground' of the thread to true", "ASYNC6003.IsBackground"),
            };
        }

        return Task.FromResult(repairs);
    }

    private static BaseObjectCreationExpressionSyntax InBackground(BaseObjectCreationExpressionSyntax creation)
    {
        ExpressionSyntax setting = ParseExpression("IsBackground = true");
        if (creation.Initializer is { Expressions.Count: > 0 } initializer)
        {
            return WithInitializer(creation, initializer.WithExpressions(WithMember(initializer.Expressions, setting)));
        }

        // What stands behind the creation, a line end before '.Start()' perhaps, stays behind it.
        return WithInitializer(
            creation.Initializer is null ? creation.WithoutTrailingTrivia() : WithInitializer(creation, null).WithoutTrailingTrivia(),
            InitializerExpression(
                SyntaxKind.ObjectInitializerExpression,
                Token(TriviaList(Space), SyntaxKind.OpenBraceToken, TriviaList(Space)),
                SingletonSeparatedList(setting),
                Token(TriviaList(Space), SyntaxKind.CloseBraceToken, creation.GetTrailingTrivia())));
    }

    private static SeparatedSyntaxList<ExpressionSyntax> WithMember(SeparatedSyntaxList<ExpressionSyntax> members, ExpressionSyntax member)
    {
        if (members.SeparatorCount < members.Count)
        {
            return ListItem.Insert(members, members.Count, member);
        }

        // The last one ends with a comma, and so does the new one.
        SyntaxToken comma = members.GetSeparator(members.SeparatorCount - 1);
        bool isOnLineOfItsOwn = comma.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        return SeparatedList(
            members.Append(isOnLineOfItsOwn ? member.WithLeadingTrivia(members.Last().GetLeadingTrivia()) : member),
            members.GetSeparators().Append(comma.WithTrailingTrivia(comma.TrailingTrivia.Last())));
    }

    private static BaseObjectCreationExpressionSyntax WithInitializer(
        BaseObjectCreationExpressionSyntax creation, InitializerExpressionSyntax? initializer)
        => creation is ObjectCreationExpressionSyntax named
            ? named.WithInitializer(initializer)
            : ((ImplicitObjectCreationExpressionSyntax)creation).WithInitializer(initializer);
}
