using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Completes a TaskCompletionSource on the path that forgot it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2018IncompleteCompletionSourceCodeFix))]
public sealed class ASYNC2018IncompleteCompletionSourceCodeFix : AsyncCodeFix
{
    public ASYNC2018IncompleteCompletionSourceCodeFix()
        : base(ASYNC2018IncompleteCompletionSourceAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (SourceAt(request, cancellationToken) is not { } source
            || WithCompletion(request, source, text, cancellationToken) is not { } completed)
        {
            return Array.Empty<Repair>();
        }

        Solution changed = request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, completed.Root);
        return new[] { new Repair(completed.Title, "ASYNC2018.Complete", _ => Task.FromResult<Solution?>(changed)) };
    }

    private static UncompletedSource? SourceAt(RepairRequest request, CancellationToken cancellationToken)
    {
        SyntaxNode? function = FunctionSyntax.Enclosing(request.Node);
        return function is null ? null : FunctionSyntax.OutermostEnclosing(function).DescendantNodes()
            .Where(CompletionSourceSyntax.MayCreate)
            .Select(CompletionSourceSyntax.LocalOf)
            .Where(local => local is not null)
            .Select(local => UncompletedSource.Find(local!, request.ModelFor(cancellationToken)))
            .FirstOrDefault(source => source?.Places.Contains(request.Node) ?? false);
    }

    private static (SyntaxNode Root, Phrase Title)? WithCompletion(
        RepairRequest request, UncompletedSource source, SourceText text, CancellationToken cancellationToken)
    {
        switch (request.Node)
        {
            case CatchClauseSyntax @catch when !@catch.Block.Statements.Take(@catch.Block.Statements.Count - 1)
                .SelectMany(FunctionSyntax.OwnNodes)
                .Any(Leaves):
                return (request.Root.ReplaceNode(@catch,
                    WithCompletion(@catch, source.Name, request, text, cancellationToken)), $"Pass the exception to '{source.Name}'");
            case AnonymousFunctionExpressionSyntax { Block: { } block } when !FunctionSyntax.OwnNodes(block).Any(Leaves):
                return (request.Root.ReplaceNode(block, StatementInsertion.AtEnd(block, ParseStatement(source.Name + ".TrySetCanceled();"),
                    text)), $"Cancel '{source.Name}' on this path");
            case MemberAccessExpressionSyntax task when task.FirstAncestorOrSelf<StatementSyntax>() is { } statement
                && StatementInsertion.Before(request.Root, statement, ParseStatement(source.Name + ".TrySetCanceled();"), text) is { } root:
                return (root, $"Cancel '{source.Name}' on this path");
            default:
                return null;
        }

        static bool Leaves(SyntaxNode node)
            => node is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax;
    }

    private static CatchClauseSyntax WithCompletion(
        CatchClauseSyntax @catch, string source, RepairRequest request, SourceText text,
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
}
