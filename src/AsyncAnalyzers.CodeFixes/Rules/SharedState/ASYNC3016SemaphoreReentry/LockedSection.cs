namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>The code of a method that does nothing but take a lock, run it, and release the lock.</summary>
/// <param name="Variables">How many declarations of variables stand before the lock: only the code uses them.</param>
/// <param name="Block">The block around the code: of the <c>try</c>, of the <c>using</c>, or of the method.</param>
/// <param name="First">The index of the first statement of the code in it.</param>
/// <param name="Configuration"><c>.ConfigureAwait(false)</c> of the wait, or nothing.</param>
internal sealed record LockedSection(int Variables, BlockSyntax Block, int First, string Configuration)
{
    public IEnumerable<StatementSyntax> Statements => Block.Statements.Skip(First);

    /// <summary>The code awaits something.</summary>
    public bool Awaits => Statements.SelectMany(FunctionSyntax.OwnNodes).Any(FunctionSyntax.IsAwait);

    /// <summary>Null where the method does more, or comments and directives would be lost.</summary>
    public static LockedSection? Of(MethodDeclarationSyntax method, SyntaxNode take)
    {
        if (method.Body is not { } body || method.ContainsDirectives || method.Modifiers.Any(SyntaxKind.PartialKeyword)
            || take.FirstAncestorOrSelf<StatementSyntax>() is not { } wait)
        {
            return null;
        }

        string configuration = take.Parent is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax call,
        }
            ? "." + call.ToString().Substring(take.ToString().Length).TrimStart().TrimStart('.')
            : string.Empty;
        int variables = body.Statements.TakeWhile(statement => statement != wait && IsOnlyVariable(statement, take)).Count();
        StatementSyntax[] statements = body.Statements.Skip(variables).ToArray();
        LockedSection? section = statements.FirstOrDefault() != wait ? null
            : wait switch
            {
                ExpressionStatementSyntax first when statements.Length == 2 && IsWait(first.Expression, take)
                    && statements[1] is TryStatementSyntax { Catches.Count: 0, Finally.Block.Statements: { Count: 1 } last } @try
                    && IsRelease(last[0], take) => new(variables, @try.Block, 0, configuration),
                UsingStatementSyntax { Statement: BlockSyntax inner } when statements.Length == 1
                    => new(variables, inner, 0, configuration),
                LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } => new(variables, body, variables + 1, configuration),
                _ => null,
            };
        return section is not null && section.Statements.Any()
            && !section.Block.OpenBraceToken.TrailingTrivia.Concat(section.Block.CloseBraceToken.LeadingTrivia).Any(static trivia
                => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            && !section.Statements.Any(static statement => statement is LabeledStatementSyntax)
            ? section
            : null;
    }

    /// <summary>The method of the type that the code calls with the parameters of its own, and does nothing else.</summary>
    public MethodDeclarationSyntax? CalledCore(TypeDeclarationSyntax type)
    {
        ExpressionSyntax? value = Variables > 0 || Block.Statements.Count != First + 1 ? null
            : Block.Statements[First] switch
            {
                ExpressionStatementSyntax statement => statement.Expression,
                ReturnStatementSyntax statement => statement.Expression,
                _ => null,
            };
        value = value is AwaitExpressionSyntax await ? CallSyntax.WithoutConfiguration(await.Expression) : value;
        return value is InvocationExpressionSyntax { Expression: SimpleNameSyntax called, ArgumentList.Arguments: var arguments }
            && Block.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { ParameterList.Parameters: var parameters }
            && arguments.Select(static argument => argument.Expression.ToString())
                .SequenceEqual(parameters.Select(static parameter => parameter.Identifier.Text))
            && type.Members.OfType<MethodDeclarationSyntax>().Where(method => method.Identifier.ValueText == called.Identifier.ValueText)
                .ToArray() is { Length: 1 } named
            && named[0] is { ParameterList.Parameters: var taken } core
            && core.Modifiers.Any(SyntaxKind.PrivateKeyword)
            && taken.Select(static parameter => parameter.Type?.ToString())
                .SequenceEqual(parameters.Select(static parameter => parameter.Type?.ToString()))
            ? core
            : null;
    }

    /// <summary>A declaration that the wait does not need, and that may stand behind it: its values are made and not looked up.</summary>
    private static bool IsOnlyVariable(StatementSyntax statement, SyntaxNode take)
        => statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } declaration
            && declaration.Declaration.Variables.All(variable => variable.Initializer is { Value: var value }
                && !take.DescendantTokens().Any(token => token.ValueText == variable.Identifier.ValueText)
                && FunctionSyntax.OwnNodes(value).All(static node => node is LiteralExpressionSyntax or BaseObjectCreationExpressionSyntax
                    or ArgumentListSyntax { Arguments.Count: 0 } or InitializerExpressionSyntax or AssignmentExpressionSyntax
                    or MemberAccessExpressionSyntax or TypeSyntax or TypeArgumentListSyntax));

    private static bool IsWait(ExpressionSyntax expression, SyntaxNode take)
        => (expression is AwaitExpressionSyntax await ? CallSyntax.WithoutConfiguration(await.Expression) : expression) == take;

    private static bool IsRelease(StatementSyntax statement, SyntaxNode take)
        => statement is ExpressionStatementSyntax
        {
            Expression: InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Release" } release, ArgumentList.Arguments.Count: 0,
            },
        }
            && take is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax wait }
            && SyntaxFactory.AreEquivalent(WithoutThis(release.Expression), WithoutThis(wait.Expression));

    private static ExpressionSyntax WithoutThis(ExpressionSyntax expression)
        => expression is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own.Name : expression;
}
