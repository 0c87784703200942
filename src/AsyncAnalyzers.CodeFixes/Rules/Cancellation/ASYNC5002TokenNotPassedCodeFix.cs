using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// Passes the token: as the last argument, by name where arguments before it are left out. Where code behind the loop has to run,
/// the loop is left when the call throws. A method that takes none, but whose callers have one, gets a parameter for it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5002TokenNotPassedCodeFix))]
public sealed class ASYNC5002TokenNotPassedCodeFix : AsyncCodeFix
{
    public ASYNC5002TokenNotPassedCodeFix()
        : base(ASYNC5002TokenNotPassedAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not InvocationExpressionSyntax call
            || OmittedToken.Find(call, request.ModelFor(cancellationToken)) is not { } omitted)
        {
            return Array.Empty<Repair>();
        }

        if (omitted.Below is { } below)
        {
            return await AddedParameter.ToAsync(below, request, cancellationToken).ConfigureAwait(false) is { } added
                ? Replace(
                    $"Add a 'CancellationToken' parameter to '{below.Declaration.Identifier.ValueText}', given by all callers", added,
                    "ASYNC5002.Parameter")
                : Array.Empty<Repair>();
        }

        string token = omitted.Token.Expression;
        if (TokenArgument.Add(call, omitted, request, cancellationToken) is not { } passed)
        {
            return Array.Empty<Repair>();
        }

        if (omitted.LoopToLeave is null)
        {
            return Replace($"Pass '{token}' to '{omitted.Method.Name}'", request.Root.ReplaceNode(call, passed));
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return LoopExit.Around(call, passed, omitted, request, text) is { } root
            ? Replace($"Pass '{token}' to '{omitted.Method.Name}' and leave the loop on cancellation", root)
            : Array.Empty<Repair>();

        IReadOnlyList<Repair> Replace(Phrase title, SyntaxNode root, string key = "ASYNC5002.Pass")
        {
            Solution changed = request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root);
            return new[] { new Repair(title, key, _ => Task.FromResult<Solution?>(changed)) };
        }
    }
}
