using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Threads;

using static SyntaxFactory;

/// <summary>Joins the thread, or awaits the task, right before what it sets is read.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC6005ResultReadTooEarlyCodeFix))]
public sealed class ASYNC6005ResultReadTooEarlyCodeFix : AsyncCodeFix
{
    public ASYNC6005ResultReadTooEarlyCodeFix()
        : base(ASYNC6005ResultReadTooEarlyAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        CodeModel model = request.ModelFor(cancellationToken);
        if (request.Node is not IdentifierNameSyntax read || FunctionSyntax.Enclosing(read) is not { } function
            || StartOf(read, function, model) is not { } start)
        {
            return Array.Empty<Repair>();
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        string result = read.Identifier.ValueText;
        bool isThread = start.Name == "new Thread";
        if (HolderOf(start.Call) is { } holder)
        {
            if (!isThread && !FunctionSyntax.IsAsync(function))
            {
                return Array.Empty<Repair>();
            }

            ExpressionSyntax name = IdentifierName(holder);
            ExpressionSyntax wait = isThread
                ? InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, name, IdentifierName("Join")))
                : AwaitSyntax.InPlaceOf(name, parent: null, name, ConfigureAwaitHabit.IsFalse(request.Root));
            return read.FirstAncestorOrSelf<StatementSyntax>() is { } statement
                && StatementInsertion.Before(
                    request.Root, statement, ElasticTrivia.RemovedFrom(ExpressionStatement(wait)), text) is { } inserted
                    ? Of(request, inserted, isThread
                        ? Phrase.Of($"Join '{holder}' before '{result}' is read")
                        : Phrase.Of($"Await '{holder}' before '{result}' is read"))
                    : Array.Empty<Repair>();
        }

        return start.Name == "Task.Run" && FunctionSyntax.IsAsync(function) && CallSyntax.WithCasts(start.Call).Parent is
            ExpressionStatementSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } }
            && start.Call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { } dropped
                ? Of(
                    request, request.Root.ReplaceNode(dropped.Expression, AwaitSyntax.InPlaceOf(
                        dropped.Expression, start.Call, ConfigureAwaitHabit.IsFalse(request.Root))),
                    Phrase.Of($"Await '{start.Name}' before '{result}' is read"))
                : Array.Empty<Repair>();
    }

    private static ConcurrentStart? StartOf(IdentifierNameSyntax read, SyntaxNode function, CodeModel model)
        => FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).OfType<SimpleNameSyntax>()
            .Where(name => name.SpanStart < read.SpanStart && ConcurrentStart.TriggerNames.Contains(name.Identifier.ValueText))
            .Select(name => EarlyRead.Of(name, model)).FirstOrDefault(early => early?.Read == read)?.Start;

    /// <summary>The local that the thread or task is kept in.</summary>
    private static string? HolderOf(ExpressionSyntax start)
        => CallSyntax.WithCasts(start).Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local }
            ? local.Identifier.ValueText : null;

    private static Repair[] Of(RepairRequest request, SyntaxNode root, Phrase title)
        => new[] { Repair.WithRoot(request, root, title, "ASYNC6005.Wait") };
}
