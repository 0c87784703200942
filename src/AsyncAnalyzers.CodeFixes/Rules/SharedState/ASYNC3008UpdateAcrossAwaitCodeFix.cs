using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>
/// Awaits before the state is read, and updates it by Interlocked or under a lock; where the await is part of what is done because of the
/// state, holds a semaphore from the read to the write.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3008UpdateAcrossAwaitCodeFix))]
public sealed class ASYNC3008UpdateAcrossAwaitCodeFix : AsyncCodeFix
{
    public ASYNC3008UpdateAcrossAwaitCodeFix()
        : base(ASYNC3008UpdateAcrossAwaitAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not AssignmentExpressionSyntax assignment
            || AwaitedUpdate.At(assignment) is not { } update
            || StatePath.Of(update.Target, request.ModelFor(cancellationToken)) is not { } state)
        {
            return Array.Empty<Repair>();
        }

        Repair? repair = update.Loss == AwaitedLoss.Update && update.Read == update.Target
            && !StateUpdate.Mentions(assignment.Right, assignment.Left)
            ? Atomic(request, assignment, state, cancellationToken)
                ?? await AwaitedFirstAsync(request, assignment, state, cancellationToken).ConfigureAwait(false)
            : null;
        repair ??= UnderSemaphore(request, update, state, cancellationToken);
        return repair is null ? Array.Empty<Repair>() : new[] { repair };
    }

    private static Repair? Atomic(
        RepairRequest request, AssignmentExpressionSyntax assignment, StatePath state, CancellationToken cancellationToken)
        => FunctionSyntax.Enclosing(assignment) is { } function
            && StateUpdate.At(assignment, FunctionSyntax.Body(function) ?? function) is { } update
            && AtomicUpdates.Of(request, update, state, cancellationToken) is { } atomic
            ? new Repair($"Use '{atomic[assignment].Method}'", "ASYNC3008.Interlocked", _
                => Task.FromResult<Solution?>(WithRoot(request.Document, request.Root.ReplaceNodes(
                    atomic.Keys, (original, _) => atomic[original].Expression))))
            : null;

    /// <summary>
    /// <c>var value = await X(); lock (gate) total += value;</c>: the calls still overlap, the updates do not. The loop of a user interface
    /// needs no lock.
    /// </summary>
    private static async Task<Repair?> AwaitedFirstAsync(
        RepairRequest request, AssignmentExpressionSyntax assignment, StatePath state, CancellationToken cancellationToken)
    {
        if (assignment.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax } statement)
        {
            return null;
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        string name = FreeNames.Numbered("value", FreeNames.UsedIn(FunctionSyntax.OutermostEnclosing(assignment)).Contains);
        var mark = new SyntaxAnnotation();
        SyntaxNode marked = request.Root.ReplaceNode(assignment, assignment
            .WithRight(IdentifierName(name).WithTriviaFrom(assignment.Right)).WithAdditionalAnnotations(mark));
        StatementSyntax declaration = LocalDeclarationStatement(VariableDeclaration(
            IdentifierName("var").WithTrailingTrivia(Space),
            SingletonSeparatedList(VariableDeclarator(
                Identifier(name), null,
                EqualsValueClause(
                    Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)), assignment.Right.WithoutTrivia())))));
        if (StatementInsertion.Before(
            marked, marked.GetAnnotatedNodes(mark).Single().FirstAncestorOrSelf<StatementSyntax>()!, declaration, text) is not { } awaited)
        {
            return null;
        }

        string target = assignment.Left.ToString();
        if (request.Types.HasUserInterfaceLoop)
        {
            return new Repair($"Await before updating '{target}'", "ASYNC3008.AwaitFirst", _
                => Task.FromResult<Solution?>(WithRoot(request.Document, ElasticTrivia.RemovedFrom(awaited))));
        }

        Document document = request.Document.WithSyntaxRoot(ElasticTrivia.RemovedFrom(awaited));
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        CodeModel model = await document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
        RepairRequest second = request with
        {
            Document = document,
            Root = root,
            Model = model,
            Types = KnownTypes.Of(model.Compilation),
            Node = root.GetAnnotatedNodes(mark).Single(),
        };
        return StatePath.Of(((AssignmentExpressionSyntax)second.Node).Left, model) is { } same
            && same.Holder.Name == state.Holder.Name
            && SharedStateGuard.Plan(second, same, cancellationToken) is { Kind: GuardKind.Lock } guard
            ? new Repair($"Await before updating '{target}' under lock '{guard.Name}'", "ASYNC3008.AwaitFirst", _
                => Task.FromResult<Solution?>(WithRoot(document, guard.Apply())))
            : null;
    }

    private static Repair? UnderSemaphore(
        RepairRequest request, AwaitedUpdate update, StatePath state, CancellationToken cancellationToken)
        => SharedStateGuard.Plan(request, state, cancellationToken, (update.Read, update.Node)) is { Kind: GuardKind.Semaphore } guard
            ? new Repair($"Guard all uses of '{state.Holder.Name}' with semaphore '{guard.Name}'", "ASYNC3008.Semaphore", _
                => Task.FromResult<Solution?>(WithRoot(request.Document, guard.Apply())))
            : null;

    private static Solution WithRoot(Document document, SyntaxNode root) => document.WithSyntaxRoot(root).Project.Solution;
}
