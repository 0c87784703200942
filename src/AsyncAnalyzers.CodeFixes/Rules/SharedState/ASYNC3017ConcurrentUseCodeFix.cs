namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Awaits the calls one after the other: those of a <c>WhenAll</c>, those kept in variables, those of a <c>Select</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3017ConcurrentUseCodeFix))]
public sealed class ASYNC3017ConcurrentUseCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC3017.OneAfterTheOther";

    public ASYNC3017ConcurrentUseCodeFix()
        : base(ASYNC3017ConcurrentUseAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        SyntaxNode place = request.Node.Parent is InvocationExpressionSyntax call && call.Expression == request.Node ? call : request.Node;
        CodeModel model = request.ModelFor(cancellationToken);
        var uses = new InstanceUses(model, ApiPatterns.Empty);
        SyntaxNode? root = OneAfterTheOther.Arguments(place, uses, request, model)
            ?? AwaitedLocals.At(place, uses, request, model)?.Apply()
            ?? OneAfterTheOther.Items(place, request);
        if (root is null)
        {
            return Task.FromResult<IReadOnlyList<Repair>>(Array.Empty<Repair>());
        }

        Phrase title = place is InvocationExpressionSyntax named && CallSyntax.CalledName(named) is { } name
            ? Phrase.Of($"Await '{name}' and overlapping calls one after the other")
            : "Await the calls one after the other";
        return Task.FromResult<IReadOnlyList<Repair>>(new[]
        {
            new Repair(title, Key, _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)),
        });
    }
}
