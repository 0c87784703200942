using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// Passes the token to the calls that take one; where none does, tests it in the loop that awaits; a private function that has neither
/// loses the parameter.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5008IgnoredTokenCodeFix))]
public sealed class ASYNC5008IgnoredTokenCodeFix : AsyncCodeFix
{
    public ASYNC5008IgnoredTokenCodeFix()
        : base(ASYNC5008IgnoredTokenAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not ParameterSyntax parameter
            || IgnoredToken.Of(parameter, request.ModelFor(cancellationToken)) is not { } token
            || StoppableWork.First(token, request.ModelFor(cancellationToken)) is not { } work)
        {
            return Array.Empty<Repair>();
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        string name = parameter.Identifier.Text;
        (SyntaxNode Root, Phrase Title, string Key)? repair = work switch
        {
            InvocationExpressionSyntax => Passed(token, name, request, cancellationToken),
            AwaitExpressionSyntax => Removed(token, name, request, cancellationToken),
            _ => TestedIn(work, token, name, request, text, cancellationToken) ?? Removed(token, name, request, cancellationToken),
        };
        return repair is var (root, title, key)
            ? new[] { new Repair(title, key, _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)) }
            : Array.Empty<Repair>();
    }

    private static (SyntaxNode Root, Phrase Title, string Key)? Passed(
        IgnoredToken token, string name, RepairRequest request, CancellationToken cancellationToken)
    {
        Dictionary<InvocationExpressionSyntax, IParameterSymbol> calls = StoppableWork.CallsOf(token, request.ModelFor(cancellationToken))
            .Where(call => CancellationTokensInScope.Only(call.Call, request.ModelFor(cancellationToken))
                == token.Parameter.Identifier.ValueText)
            .ToDictionary(call => call.Call, call => call.Parameter);
        if (calls.Count == 0 || !calls.Keys.All(AsyncEdit.IsWithoutDirectives))
        {
            return null;
        }

        SyntaxNode root = request.Root.ReplaceNodes(
            calls.Keys, (call, rewritten)
                => TokenPassing.To(rewritten, calls[call]).Apply(rewritten, name));
        string called = CallSyntax.CalledName(calls.Keys.First())!;
        return (root, calls.Count == 1 ? Phrase.Of($"Pass '{name}' to '{called}'") : Phrase.Of($"Pass '{name}' to {calls.Count} calls"),
            "ASYNC5008.Pass");
    }

    /// <summary>At the head of the loop, where the exception gets out: not in what catches all, nor in <c>async void</c>.</summary>
    private static (SyntaxNode Root, Phrase Title, string Key)? TestedIn(
        SyntaxNode loop, IgnoredToken token, string name, RepairRequest request, SourceText text, CancellationToken cancellationToken)
        => CancellationTest.ReachesCaller(loop, token.Function, request, cancellationToken)
            && CancellationTest.BodyOf(loop) is { } body
            && CancellationTest.AtHeadOf(body, name, text) is { } tested
                ? (request.Root.ReplaceNode(body, tested), Phrase.Of($"Test '{name}' in the loop"), "ASYNC5008.Test")
                : null;

    private static (SyntaxNode Root, Phrase Title, string Key)? Removed(
        IgnoredToken token, string name, RepairRequest request, CancellationToken cancellationToken)
        => RemovedParameter.From(token, request, cancellationToken) is { } root
            ? (root, Phrase.Of($"Remove the parameter '{name}'"), "ASYNC5008.Remove")
            : null;
}
