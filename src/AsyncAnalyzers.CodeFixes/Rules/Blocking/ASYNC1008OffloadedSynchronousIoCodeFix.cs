namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>Turns <c>await Task.Run(() => File.ReadAllText(p))</c> into <c>await File.ReadAllTextAsync(p)</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1008OffloadedSynchronousIoCodeFix))]
public sealed class ASYNC1008OffloadedSynchronousIoCodeFix : AsyncCodeFix
{
    public ASYNC1008OffloadedSynchronousIoCodeFix()
        : base(ASYNC1008OffloadedSynchronousIoAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Repair>>(Find(request, cancellationToken) is { } repair
            ? new[] { repair }
            : Array.Empty<Repair>());

    private static Repair? Find(RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not InvocationExpressionSyntax run
            || OffloadedCall.Find(run, request.ModelFor(cancellationToken)) is not { } offloaded
            || CounterpartCall.ConditionalAccessAround(offloaded.Call) is not null
            || IsTokenLost(offloaded))
        {
            return null;
        }

        AsyncCounterpart counterpart = offloaded.Counterpart;
        var editing = new CounterpartEditing(request, counterpart, offloaded.Token
            ?? CounterpartEditing.TokenInScope(request, counterpart, run, cancellationToken));
        bool isValueTask = !offloaded.IsAwaited && counterpart.Method.ReturnType.IsValueTask(request.Types);
        return new Repair(
            offloaded.IsAwaited ? Phrase.Of($"Use 'await {counterpart.Method.Name}'") : $"Use '{counterpart.Method.Name}'",
            "ASYNC1008.Await",
            ct => editing.WithImportAsync(ReplaceAsync(request, run, editing, isValueTask), ct));
    }

    /// <summary>The token that cancels the wait for the pool must go on to cancel the call.</summary>
    private static bool IsTokenLost(OffloadedCall offloaded)
        => offloaded is { Token: { } token, Counterpart.TokenName: null }
            && !offloaded.Call.ArgumentList.Arguments.Any(argument => argument.Expression.IsEquivalentTo(token, topLevel: false))
            && token is not (LiteralExpressionSyntax or DefaultExpressionSyntax);

    private static Task<Solution?> ReplaceAsync(
        RepairRequest request, InvocationExpressionSyntax run, CounterpartEditing editing, bool isValueTask)
    {
        ExpressionSyntax call = editing.Call(OffloadedCall.CallIn(run)!).WithoutTrivia();
        if (isValueTask)
        {
            call = InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, call, IdentifierName("AsTask")));
        }

        SyntaxNode root = request.Root.ReplaceNode(
            run, call.WithLeadingTrivia(run.GetLeadingTrivia())
                .WithTrailingTrivia(AwaitSyntax.LostComments(run, call).AddRange(run.GetTrailingTrivia())));
        return Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root));
    }
}
