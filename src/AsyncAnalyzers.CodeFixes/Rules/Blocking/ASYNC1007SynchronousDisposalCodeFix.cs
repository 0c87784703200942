using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// Turns <c>using</c> into <c>await using</c>. Where the file configures its awaits, the variable is declared before: what
/// <c>ConfigureAwait</c> returns is no longer of its type.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1007SynchronousDisposalCodeFix))]
public sealed class ASYNC1007SynchronousDisposalCodeFix : AsyncCodeFix
{
    public ASYNC1007SynchronousDisposalCodeFix()
        : base(ASYNC1007SynchronousDisposalAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not (StatementSyntax statement and (UsingStatementSyntax or LocalDeclarationStatementSyntax))
            || AwaitPlacement.ObstacleAt(statement, request.ModelFor(cancellationToken)) != AwaitObstacle.None)
        {
            return Array.Empty<Repair>();
        }

        if (AsyncDisposal.DisposedIn(statement, request.ModelFor(cancellationToken)) is not { } type)
        {
            return ServiceScopes.CreatedIn(statement, request.ModelFor(cancellationToken)) is { } call
                ? new[] { OfScope(request, statement, call) }
                : Array.Empty<Repair>();
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        // What has a DisposeAsync without the interface has no ConfigureAwait.
        SyntaxNode? root = ConfigureAwaitHabit.IsFalse(request.Root) && !type.IsValueType
                && AsyncDisposal.Implements(type, request.Types) && !MayBeNull(statement, request.ModelFor(cancellationToken))
            ? Configured(request.Root, statement, text)
            : request.Root.ReplaceNode(statement, WithAwait(statement));
        return root is null
            ? Array.Empty<Repair>()
            : new[] { new Repair("Use 'await using'", "ASYNC1007.AwaitUsing", _
                => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)) };
    }

    /// <summary><c>await using var scope = provider.CreateAsyncScope();</c>, also where the scope is declared by its interface.</summary>
    private static Repair OfScope(RepairRequest request, StatementSyntax statement, InvocationExpressionSyntax call)
    {
        VariableDeclarationSyntax? declaration = statement is UsingStatementSyntax @using
            ? @using.Declaration
            : ((LocalDeclarationStatementSyntax)statement).Declaration;
        TypeSyntax? written = declaration is { Type: { IsVar: false } type } ? type : null;
        StatementSyntax repaired = statement.ReplaceNodes(
            new SyntaxNode?[] { call, written }.OfType<SyntaxNode>(),
            (original, _) => original == call
                ? CounterpartCall.Renamed(call, "CreateAsyncScope")
                : TypeNaming.NameOf(request.Document, request.Model, statement.SpanStart, request.Types.AsyncServiceScope!)
                    .WithTriviaFrom(written!));
        SyntaxNode root = request.Root.ReplaceNode(statement, WithAwait(repaired));
        return new Repair(
            "Use 'CreateAsyncScope' with 'await using'",
            "ASYNC1007.AsyncScope",
            _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution));
    }

    /// <summary>A using of null does nothing; <c>ConfigureAwait</c> of null fails at its end.</summary>
    private static bool MayBeNull(StatementSyntax statement, CodeModel model)
        => (statement switch
        {
            UsingStatementSyntax { Expression: { } expression } => new[] { expression },
            UsingStatementSyntax { Declaration: { } declaration } => Values(declaration),
            LocalDeclarationStatementSyntax local => Values(local.Declaration),
            _ => Enumerable.Empty<ExpressionSyntax>(),
        }).Any(value => model.GetTypeInfo(value).Nullability.FlowState == NullableFlowState.MaybeNull
            || value.DescendantNodesAndSelf().Any(part => part is ConditionalAccessExpressionSyntax));

    private static IEnumerable<ExpressionSyntax> Values(VariableDeclarationSyntax declaration)
        => declaration.Variables.Select(variable => variable.Initializer?.Value).OfType<ExpressionSyntax>();

    private static StatementSyntax WithAwait(StatementSyntax statement)
    {
        SyntaxToken await = Token(statement.GetLeadingTrivia(), SyntaxKind.AwaitKeyword, TriviaList(Space));
        return statement.WithoutLeadingTrivia() switch
        {
            UsingStatementSyntax @using => @using.WithAwaitKeyword(await),
            LocalDeclarationStatementSyntax local => local.WithAwaitKeyword(await),
            var other => other,
        };
    }

    /// <summary>The root with <c>ConfigureAwait(false)</c>; null where the statement would have to become more than two.</summary>
    private static SyntaxNode? Configured(SyntaxNode root, StatementSyntax statement, SourceText text)
    {
        if (statement is UsingStatementSyntax { Expression: { } expression })
        {
            return root.ReplaceNode(statement, WithAwait(((UsingStatementSyntax)statement).WithExpression(Configure(expression))));
        }

        VariableDeclarationSyntax declaration = statement is UsingStatementSyntax @using
            ? @using.Declaration!
            : ((LocalDeclarationStatementSyntax)statement).Declaration;
        if (declaration.Variables.Count != 1
            || statement.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax)
            || statement.DescendantTrivia().Any(trivia => trivia.IsDirective && declaration.Span.Contains(trivia.Span)))
        {
            return null;
        }

        SyntaxToken name = declaration.Variables[0].Identifier;
        Indentation indentation = Indentation.Of(statement, text);
        LocalDeclarationStatementSyntax first = LocalDeclarationStatement(declaration.WithoutTrivia())
            .WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithTrailingTrivia(EndOfLine(indentation.NewLine));
        ExpressionSyntax configured = AwaitSyntax.ConfigureAwaitFalse(IdentifierName(name.WithoutTrivia()));
        StatementSyntax second;
        if (statement is UsingStatementSyntax block)
        {
            // The variable is now in scope around the statement: nothing else there may carry its name.
            if (IsMentionedOutside(name, statement))
            {
                return null;
            }

            second = WithAwait(block.WithLeadingTrivia(Whitespace(indentation.Line)).WithDeclaration(null).WithExpression(configured));
        }
        else
        {
            second = ParseStatement(
                $"{indentation.Line}await using var {NameOfDisposal(name, statement)} = {configured.ToFullString()};")
                .WithTrailingTrivia(statement.GetTrailingTrivia());
        }

        return statement.Parent is GlobalStatementSyntax global
            ? root.ReplaceNode(global, new[] { GlobalStatement(first), GlobalStatement(second) })
            : root.ReplaceNode(statement, new StatementSyntax[] { first, second });
    }

    private static ExpressionSyntax Configure(ExpressionSyntax expression)
    {
        ExpressionSyntax bare = expression.WithoutTrivia();
        bool isPrimary = bare is NameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax
            or BaseObjectCreationExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax;
        return AwaitSyntax.ConfigureAwaitFalse(isPrimary ? bare : ParenthesizedExpression(bare)).WithTriviaFrom(expression);
    }

    private static bool IsMentionedOutside(SyntaxToken name, StatementSyntax statement)
        => (FunctionSyntax.Enclosing(statement) ?? statement).DescendantTokens()
            .Any(token
                => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name.ValueText && !statement.Span.Contains(token.Span));

    /// <summary><c>_</c> where the function uses it for nothing else: a variable of that name ends the discards in its scope.</summary>
    private static string NameOfDisposal(SyntaxToken variable, StatementSyntax statement)
    {
        var taken = new HashSet<string>((FunctionSyntax.Enclosing(statement) ?? statement).DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) || token.IsKind(SyntaxKind.UnderscoreToken))
            .Select(token => token.ValueText), StringComparer.Ordinal);
        string name = taken.Contains("_") ? variable.ValueText + "Disposal" : "_";
        for (int number = 2; taken.Contains(name); number++)
        {
            name = variable.ValueText + "Disposal" + number;
        }

        return name;
    }
}
