using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>Writes <c>ThrowIfCancellationRequested</c> where it tells the caller; an exception that says more is given the token.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5009CancelMeansFailureCodeFix))]
public sealed class ASYNC5009CancelMeansFailureCodeFix : AsyncCodeFix
{
    public ASYNC5009CancelMeansFailureCodeFix()
        : base(ASYNC5009CancelMeansFailureAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        (SyntaxNode? root, Phrase title, string key) = request.Node switch
        {
            ObjectCreationExpressionSyntax creation => WithToken(creation, request, cancellationToken),
            InvocationExpressionSyntax or ExpressionStatementSyntax => Earlier(request, cancellationToken),
            _ => Throwing(request, text, cancellationToken),
        };
        return root is null
            ? Array.Empty<Repair>()
            : new[] { new Repair(title, key, _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)) };
    }

    private static (SyntaxNode? Root, Phrase Title, string Key) WithToken(
        ObjectCreationExpressionSyntax creation, RepairRequest request, CancellationToken cancellationToken)
    {
        SimpleNameSyntax? type = creation.Type is QualifiedNameSyntax qualified ? qualified.Right : creation.Type as SimpleNameSyntax;
        if (type is null || UnnamedCancellation.Of(type, request.ModelFor(cancellationToken)) is not { } unnamed
            || !AsyncEdit.IsWithoutDirectives(creation))
        {
            return default;
        }

        string token = unnamed.Token.ToString();
        if (unnamed.IsAlone)
        {
            SyntaxNode root = request.Root.ReplaceNode(unnamed.If, CancellationTest.Of(token).WithTriviaFrom(unnamed.If));
            return (root, $"Call '{token}.ThrowIfCancellationRequested()'", "ASYNC5009.Test");
        }

        List<ArgumentSyntax> arguments = creation.ArgumentList?.Arguments.ToList() ?? new List<ArgumentSyntax>();
        if (arguments.Any(static argument => argument.NameColon is not null))
        {
            return default;
        }

        // Its constructor with a token takes a message and an inner exception too.
        while (type.Identifier.ValueText == "TaskCanceledException" && arguments.Count < 2)
        {
            arguments.Add(Argument(LiteralExpression(SyntaxKind.NullLiteralExpression)));
        }

        arguments.Add(Argument(unnamed.Token.WithoutTrivia()));
        ArgumentListSyntax list = (creation.ArgumentList ?? ArgumentList()).WithArguments(AsyncEdit.Separated(arguments));
        ObjectCreationExpressionSyntax named = creation.ArgumentList is null
            ? creation.WithType(creation.Type.WithoutTrailingTrivia())
                .WithArgumentList(list.WithTrailingTrivia(creation.Type.GetTrailingTrivia()))
            : creation.WithArgumentList(list);
        return (request.Root.ReplaceNode(creation, named), $"Pass '{token}' to the exception", "ASYNC5009.Token");
    }

    /// <summary>Test and work change places, each with its comments.</summary>
    private static (SyntaxNode? Root, Phrase Title, string Key) Earlier(RepairRequest request, CancellationToken cancellationToken)
    {
        ExpressionSyntax? called
            = (request.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>()?.Expression as InvocationExpressionSyntax)?.Expression;
        if (called is not MemberAccessExpressionSyntax { Name: var name }
            || LateTest.Of(name, request.ModelFor(cancellationToken)) is not { } late
            || late.Test.ContainsDirectives || late.Work.ContainsDirectives)
        {
            return default;
        }

        SyntaxNode root = request.Root.ReplaceNodes(
            new StatementSyntax[] { late.Test, late.Work },
            (original, _) => original == late.Test ? Placed(late.Work, late.Test) : Placed(late.Test, late.Work));
        return (root, $"Move the test of '{name.Identifier.ValueText}' before '{CallSyntax.CalledName(late.Call)!}'", "ASYNC5009.Move");

        // Comments beside it go with a statement; an empty line stays where it is.
        static StatementSyntax Placed(StatementSyntax statement, StatementSyntax place)
            => statement
                .WithLeadingTrivia(place.GetLeadingTrivia().TakeWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))
                    .Concat(statement.GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))))
                .WithTrailingTrivia(statement.GetTrailingTrivia());
    }

    private static (SyntaxNode? Root, Phrase Title, string Key) Throwing(
        RepairRequest request, SourceText text, CancellationToken cancellationToken)
    {
        SyntaxNode? owner = request.Node is MemberAccessExpressionSyntax
            ? request.Node
            : request.Node.FirstAncestorOrSelf<IfStatementSyntax>()?.Condition;
        if (owner?.DescendantsAndSelf().OfType<MemberAccessExpressionSyntax>()
                .FirstOrDefault(static access => access.Name.Identifier.ValueText == "IsCancellationRequested") is not { } test
            || PartialResult.Of(test.Name, request.ModelFor(cancellationToken)) is not { } partial
            || !CancellationTest.ReachesCaller(partial.Loop, partial.Function, request, cancellationToken))
        {
            return default;
        }

        SyntaxNode? root = partial.Place == partial.Test
            ? WithTestInLoop(partial, request.Root, text)
            : WithTestInstead((StatementSyntax)partial.Place, partial.Token, request.Root);
        return (root, $"Throw when '{partial.Token}' is cancelled", "ASYNC5009.Throw");
    }

    private static SyntaxNode? WithTestInstead(StatementSyntax leave, string token, SyntaxNode root)
    {
        IfStatementSyntax @if = leave.FirstAncestorOrSelf<IfStatementSyntax>()!;
        bool isAlone = @if.Statement == leave || @if.Statement is BlockSyntax { Statements.Count: 1 };
        if (@if.Parent is ElseClauseSyntax || @if.DescendantTrivia().Any(static trivia => trivia.IsDirective))
        {
            return null;
        }

        bool hasComment = @if.DescendantTrivia().Any(trivia => @if.Span.Contains(trivia.Span)
            && trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia);
        SyntaxNode replaced = isAlone && !hasComment ? @if : leave;
        return root.ReplaceNode(replaced, CancellationTest.Of(token).WithTriviaFrom(replaced));
    }

    /// <summary>The condition no longer asks; the body begins with the test.</summary>
    private static SyntaxNode? WithTestInLoop(PartialResult partial, SyntaxNode root, SourceText text)
    {
        if (partial.Loop is DoStatementSyntax
            || CancellationTest.AtHeadOf(CancellationTest.BodyOf(partial.Loop), partial.Token, text) is not { } body)
        {
            return null;
        }

        ExpressionSyntax asks = partial.Test;
        while (asks.Parent is ExpressionSyntax parent and not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression })
        {
            asks = parent;
        }

        ExpressionSyntax? rest = asks.Parent is BinaryExpressionSyntax and ? and.Left == asks ? and.Right : and.Left : null;
        StatementSyntax loop = rest is null ? partial.Loop : partial.Loop.ReplaceNode(asks.Parent!, rest.WithTriviaFrom(asks.Parent!));
        loop = loop switch
        {
            WhileStatementSyntax @while => @while
                .WithCondition(rest is null
                    ? LiteralExpression(SyntaxKind.TrueLiteralExpression).WithTriviaFrom(@while.Condition)
                    : @while.Condition)
                .WithStatement(body),
            ForStatementSyntax @for => @for.WithCondition(rest is null ? null : @for.Condition).WithStatement(body),
            _ => loop,
        };
        return root.ReplaceNode(partial.Loop, loop);
    }
}
