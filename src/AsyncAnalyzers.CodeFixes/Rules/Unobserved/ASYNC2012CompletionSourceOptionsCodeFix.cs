namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Gives a TaskCompletionSource the right options, or completes it on the path that forgot it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2012CompletionSourceOptionsCodeFix))]
public sealed class ASYNC2012CompletionSourceOptionsCodeFix : AsyncCodeFix
{
    public ASYNC2012CompletionSourceOptionsCodeFix()
        : base(ASYNC2012CompletionSourceOptionsAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (CreationAt(request, cancellationToken) is { } creation)
        {
            if (WithOptions(request, creation, cancellationToken) is { } corrected)
            {
                repairs.Add(new Repair(
                    "Use 'TaskCreationOptions." + CompletionSourceCreation.Flag + "'",
                    "ASYNC2012.Options",
                    _ => Task.FromResult<Solution?>(Replace(request, request.Root.ReplaceNode(creation.Node, corrected)))));
            }
        }
        else if (SourceAt(request, cancellationToken) is { } source)
        {
            Microsoft.CodeAnalysis.Text.SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
            if (WithCompletion(request, source, text, cancellationToken) is { } completed)
            {
                repairs.Add(new Repair(completed.Title, "ASYNC2012.Complete", _
                    => Task.FromResult<Solution?>(Replace(request, completed.Root))));
            }
        }

        return repairs;
    }

    private static CompletionSourceCreation? CreationAt(RepairRequest request, CancellationToken cancellationToken)
        => request.Node.AncestorsAndSelf()
            .TakeWhile(node => node is not StatementSyntax)
            .Where(CompletionSourceCreation.MayBe)
            .Select(node => CompletionSourceCreation.Find(node, request.Model, request.Types, cancellationToken))
            .FirstOrDefault(found => found?.Place.Span == request.Node.Span);

    /// <summary>The creation with the right options; null where it is not known what the wrong ones were to say.</summary>
    private static SyntaxNode? WithOptions(RepairRequest request, CompletionSourceCreation creation, CancellationToken cancellationToken)
    {
        ExpressionSyntax type = TypeNaming.ExpressionOf(request, request.Types.TaskCreationOptions!);
        ExpressionSyntax flag = TypeNaming.Member(type, CompletionSourceCreation.Flag);
        if (creation.Options is not { Parent: ArgumentSyntax argument } options)
        {
            ArgumentListSyntax list = CompletionSourceCreation.ArgumentsOf(creation.Node) ?? ArgumentList();
            ArgumentSyntax added = Argument(list.Arguments.Any(given => given.NameColon is not null)
                ? NameColon("creationOptions").WithTrailingTrivia(Space)
                : null, default, flag);
            ArgumentListSyntax longer = list.WithArguments(list.Arguments.Count == 0
                ? SingletonSeparatedList(added)
                : SeparatedList<ArgumentSyntax>(
                    list.Arguments.GetWithSeparators().Add(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space)).Add(added)));
            return creation.Node switch
            {
                ObjectCreationExpressionSyntax { ArgumentList: null } @new
                    => @new.WithType(@new.Type.WithoutTrailingTrivia()).WithArgumentList(
                        longer.WithTrailingTrivia(@new.Type.GetTrailingTrivia())),
                BaseObjectCreationExpressionSyntax @new => @new.WithArgumentList(longer),
                _ => ((ConstructorInitializerSyntax)creation.Node).WithArgumentList(longer),
            };
        }

        ExpressionSyntax? corrected = creation.Flaw switch
        {
            CompletionSourceFlaw.RefusesOptions => flag,
            CompletionSourceFlaw.IgnoresOptions => InCreationOptions(options, type, request, cancellationToken),
            _ => BinaryExpression(SyntaxKind.BitwiseOrExpression, options.WithoutTrivia(),
                Token(TriviaList(Space), SyntaxKind.BarToken, TriviaList(Space)), flag),
        };
        return corrected is null ? null : creation.Node.ReplaceNode(
            argument,
            argument.WithNameColon(creation.Flaw == CompletionSourceFlaw.IgnoresOptions
                ? null
                : argument.NameColon).WithExpression(corrected.WithTriviaFrom(options)).WithLeadingTrivia(argument.GetLeadingTrivia()));
    }

    /// <summary>The same flags of the other enumeration; null where it has none that a source accepts.</summary>
    private static ExpressionSyntax? InCreationOptions(
        ExpressionSyntax options, ExpressionSyntax type, RepairRequest request, CancellationToken cancellationToken)
    {
        switch (options)
        {
            case MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: CompletionSourceCreation.Flag or "AttachedToParent"
                or "None"
            } flag
                when request.Model.GetSymbolInfo(flag, cancellationToken).Symbol is IFieldSymbol { IsConst: true }:
                return flag.WithExpression(type.WithTriviaFrom(flag.Expression));
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } both:
                return InCreationOptions(both.Left, type, request, cancellationToken) is { } left
                    && InCreationOptions(both.Right, type, request, cancellationToken) is { } right
                    ? both.WithLeft(left).WithRight(right)
                    : null;
            case ParenthesizedExpressionSyntax parenthesized:
                return InCreationOptions(parenthesized.Expression, type, request, cancellationToken) is { } inner
                    ? parenthesized.WithExpression(inner)
                    : null;
            default:
                return null;
        }
    }

    private static UncompletedSource? SourceAt(RepairRequest request, CancellationToken cancellationToken)
    {
        SyntaxNode? function = FunctionSyntax.Enclosing(request.Node);
        return function is null ? null : FunctionSyntax.OutermostEnclosing(function).DescendantNodes()
            .Where(CompletionSourceCreation.MayBe)
            .Select(CompletionSourceCreation.LocalOf)
            .Where(local => local is not null)
            .Select(local => UncompletedSource.Find(local!, request.Model, request.Types, cancellationToken))
            .FirstOrDefault(source => source?.Places.Contains(request.Node) ?? false);
    }

    private static (SyntaxNode Root, string Title)? WithCompletion(
        RepairRequest request, UncompletedSource source, Microsoft.CodeAnalysis.Text.SourceText text, CancellationToken cancellationToken)
    {
        switch (request.Node)
        {
            case CatchClauseSyntax @catch when !@catch.Block.Statements.Take(@catch.Block.Statements.Count - 1)
                .SelectMany(FunctionSyntax.OwnNodes)
                .Any(Leaves):
                return (request.Root.ReplaceNode(@catch,
                    WithCompletion(@catch, source.Name, request, text, cancellationToken)), $"Hand the exception on to '{source.Name}'");
            case AnonymousFunctionExpressionSyntax { Block: { } block } when !FunctionSyntax.OwnNodes(block).Any(Leaves):
                return (request.Root.ReplaceNode(block, StatementInsertion.AtEnd(block, ParseStatement(source.Name + ".TrySetCanceled();"),
                    text)), $"Cancel '{source.Name}' where nothing completed it");
            case MemberAccessExpressionSyntax task when task.FirstAncestorOrSelf<StatementSyntax>() is { } statement
                && StatementInsertion.Before(request.Root, statement, ParseStatement(source.Name + ".TrySetCanceled();"), text) is { } root:
                return (root, $"Cancel '{source.Name}' where nothing completed it");
            default:
                return null;
        }

        static bool Leaves(SyntaxNode node)
            => node is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax;
    }

    private static CatchClauseSyntax WithCompletion(
        CatchClauseSyntax @catch, string source, RepairRequest request, Microsoft.CodeAnalysis.Text.SourceText text,
        CancellationToken cancellationToken)
    {
        string name = @catch.Declaration?.Identifier is { RawKind: not 0, ValueText: { Length: > 0 } given }
            ? given
            : request.Model.LookupSymbols(@catch.Block.SpanStart, name: "exception").IsEmpty ? "exception" : "caught";
        bool isCancellation = @catch.Declaration?.Type is { } type
            && request.Model.GetTypeInfo(type, cancellationToken).Type.IsOrDerivesFrom(request.Types.OperationCanceledException);
        string completion = isCancellation ? $"{source}.TrySetCanceled({name}.CancellationToken);" : $"{source}.TrySetException({name});";
        CatchClauseSyntax completed = @catch.WithBlock(StatementInsertion.AtEnd(@catch.Block, ParseStatement(completion), text));
        if (@catch.Declaration is null)
        {
            return completed
                .WithCatchKeyword(@catch.CatchKeyword.WithTrailingTrivia(Space))
                .WithDeclaration(CatchDeclaration(AsyncEdit.TypeName(request, request.Types.Exception!)
                    .WithTrailingTrivia(Space), Identifier(name)).WithTrailingTrivia(@catch.CatchKeyword.TrailingTrivia));
        }

        return @catch.Declaration.Identifier.RawKind != 0
            ? completed
            : completed.WithDeclaration(
                @catch.Declaration.WithType(@catch.Declaration.Type.WithTrailingTrivia(Space)).WithIdentifier(Identifier(name)));
    }

    private static Solution Replace(RepairRequest request, SyntaxNode root)
        => request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root);
}
