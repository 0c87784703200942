using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Turns a polling loop into an await: of the task, of a TaskCompletionSource in the place of a flag, of a channel, of a PeriodicTimer.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1009PollingLoopCodeFix))]
public sealed class ASYNC1009PollingLoopCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC1009.Await";

    public ASYNC1009PollingLoopCodeFix()
        : base(ASYNC1009PollingLoopAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        Repair? repair = request.Node is not StatementSyntax loop ? null
            : PollingLoop.Find(loop, request.ModelFor(cancellationToken)) is { } polling
                ? Await(polling, request, cancellationToken)
            : await TickAsync(loop, request, cancellationToken).ConfigureAwait(false);
        return repair is null ? Array.Empty<Repair>() : new[] { repair };
    }

    private static Repair? Await(PollingLoop polling, RepairRequest request, CancellationToken cancellationToken)
    {
        if (!EventLoopContext.Of(polling.Loop, request.ModelFor(cancellationToken)).IsOnLoop
            && !FunctionSyntax.IsAsync(FunctionSyntax.Enclosing(polling.Loop)!)
            || AwaitPlacement.ObstacleAt(polling.Loop, request.ModelFor(cancellationToken)) != AwaitObstacle.None)
        {
            return null;
        }

        if (polling.State.Kind == PolledKind.Variable)
        {
            return polling.State.Symbol is IFieldSymbol flag
                ? new Repair($"Replace '{flag.Name}' with a 'TaskCompletionSource'", Key, ct
                    => CompletionSourceEditing.ReplaceFlagAsync(request, flag, ct))
                : null;
        }

        return PollingLoopEditing.TryFind(polling, request, cancellationToken) is var (title, rewrite)
            ? new Repair(title, Key, ct => AsyncEdit.ApplyAsync(request.Document, polling.Loop, rewrite, ct))
            : null;
    }

    private static async Task<Repair?> TickAsync(StatementSyntax loop, RepairRequest request, CancellationToken cancellationToken)
    {
        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return PeriodicLoop.Find(loop, request.ModelFor(cancellationToken)) is { } periodic
            && PeriodicTimerEditing.TryApply(periodic, request, text, cancellationToken) is { } root
                ? new Repair("Use a 'PeriodicTimer'", "ASYNC1009.PeriodicTimer", _
                    => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution))
                : null;
    }
}
