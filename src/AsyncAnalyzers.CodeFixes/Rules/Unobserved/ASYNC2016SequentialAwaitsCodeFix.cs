namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Starts the calls together, awaits <c>Task.WhenAll</c>, and keeps the results by name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2016SequentialAwaitsCodeFix))]
public sealed class ASYNC2016SequentialAwaitsCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC2016.WhenAll";

    public ASYNC2016SequentialAwaitsCodeFix()
        : base(ASYNC2016SequentialAwaitsAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        Repair? repair = RepairOfLoop(request, cancellationToken) ?? RepairOfStatements(request, cancellationToken);
        return Task.FromResult<IReadOnlyList<Repair>>(repair is null ? Array.Empty<Repair>() : new[] { repair });
    }

    private static Repair? RepairOfLoop(RepairRequest request, CancellationToken cancellationToken)
        => request.Node.Ancestors().OfType<ForEachStatementSyntax>().FirstOrDefault() is { } statement
            && AwaitingLoop.CandidateAt(statement) is { } loop && loop.Await == request.Node
            ? new Repair("Start all calls together; all run even if one fails", Key, _
                => Task.FromResult<Solution?>(Edited(request, WhenAllEditing.ForEach(loop, request, cancellationToken))))
            : null;

    private static Repair? RepairOfStatements(RepairRequest request, CancellationToken cancellationToken)
        => request.Node.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { } statement
            && SequentialAwaits.GroupAt(statement, request.ModelFor(cancellationToken)) is { Count: > 1 } group
            ? new Repair(TitleOf(group), Key, ct
                => Task.FromResult<Solution?>(Edited(request, WhenAllEditing.Together(group, request, ct))))
            : null;

    private static Phrase TitleOf(List<AwaitedCall> group)
        => group.Count == 2
            ? "Start both calls together; both run even if one fails"
            : Phrase.Of($"Start the {group.Count} calls together; all run even if one fails");

    private static Solution Edited(RepairRequest request, SyntaxNode root)
        => request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root);
}
