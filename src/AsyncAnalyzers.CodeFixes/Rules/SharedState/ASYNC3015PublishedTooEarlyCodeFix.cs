using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Publishes last: a local is filled and then assigned, the flag set after the work; or looks again inside the lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3015PublishedTooEarlyCodeFix))]
public sealed class ASYNC3015PublishedTooEarlyCodeFix : AsyncCodeFix
{
    public ASYNC3015PublishedTooEarlyCodeFix()
        : base(ASYNC3015PublishedTooEarlyAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (request.Node is not AssignmentExpressionSyntax assignment
            || PublicationFault.Of(assignment, request.ModelFor(cancellationToken)) is not { } fault)
        {
            return Array.Empty<Repair>();
        }

        string local = LatePublication.NameFor(fault);
        (SyntaxNode? root, Phrase title) = fault.Kind switch
        {
            PublicationFaultKind.NotFilled when Filling.AliasOf(assignment) is { } alias
                => (LatePublication.Moved(request, fault, text, cancellationToken),
                    Phrase.Of($"Fill '{alias}' and assign '{fault.Name}' last")),
            PublicationFaultKind.NotFilled
                => (LatePublication.OfLocal(request, fault, local, text, cancellationToken),
                    $"Fill local '{local}' and assign '{fault.Name}' last"),
            PublicationFaultKind.NotDone
                => (LatePublication.Moved(request, fault, text, cancellationToken), $"Set '{fault.Name}' after the work"),
            PublicationFaultKind.NotTestedAgain
                => (SecondTest.Add(request.Root, fault, text), $"Test '{fault.Name}' again inside the lock"),
            _ => (LatePublication.InFactory(request, fault, local, cancellationToken), $"Return the object without setting '{fault.Name}'"),
        };
        return root is null ? Array.Empty<Repair>() : new[]
        {
            new Repair(title, "ASYNC3015.Publish", _
                => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)),
        };
    }
}
