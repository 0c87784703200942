using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// Gives the work, or the delay, the token of a new source, which is cancelled when the time is up, or when the race is over.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5007TimeoutLeftRunningCodeFix))]
public sealed class ASYNC5007TimeoutLeftRunningCodeFix : AsyncCodeFix
{
    private static readonly Phrase Race = "Use 'Task.WhenAny' with a delay";

    public ASYNC5007TimeoutLeftRunningCodeFix()
        : base(ASYNC5007TimeoutLeftRunningAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        // `using var` is C# 8.
        if (request.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }
            || request.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || CallSyntax.CalledNameSyntax(call) is not { } name)
        {
            return Array.Empty<Repair>();
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        (SyntaxNode Root, Phrase Title)? edit = name.Identifier.ValueText switch
        {
            "WhenAny" => OfRace(name, request, text, cancellationToken),
            "WaitAsync" => OfWait(name, request, text, cancellationToken) ?? OfBoundedWait(name, request, cancellationToken),
            "WaitForExitAsync" => OfProcess(name, request, text, cancellationToken),
            "Delay" => OfDelay(call, request, text, cancellationToken),
            _ => null,
        };
        if (edit is not var (root, title))
        {
            return Array.Empty<Repair>();
        }

        Solution changed = request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root);
        string key = name.Identifier.ValueText switch
        {
            "Delay" => "ASYNC5007.CancelDelay",
            "WaitForExitAsync" => "ASYNC5007.Kill",
            "WaitAsync" when title.Equals(Race) => "ASYNC5007.WhenAny",
            _ => "ASYNC5007.CancelWork",
        };
        return new[] { new Repair(title, key, _ => Task.FromResult<Solution?>(changed)) };
    }

    private static (SyntaxNode Root, Phrase Title)? OfRace(
        SimpleNameSyntax whenAny, RepairRequest request, SourceText text, CancellationToken cancellationToken)
    {
        if (TimedRace.Of(whenAny) is not { Decision: { } decision } race
            || AbandonedWork.In(race, request.ModelFor(cancellationToken)) is not { } work
            || CancelledSource.For(work, request, text, cancellationToken) is not { } source
            || !source.Block.Span.Contains(decision.Span))
        {
            return null;
        }

        Phrase title = TitleOf(work);
        return race.TimedOutBranch is { } branch
            ? TimedRace.Leaves(branch) ? (source.CancelFirstIn(branch, decision), title) : null
            : TimedRace.Leaves(race.FinishedBranch) && decision.Parent is BlockSyntax ? (source.CancelBehind(decision), title) : null;
    }

    private static (SyntaxNode Root, Phrase Title)? OfWait(
        SimpleNameSyntax waitAsync, RepairRequest request, SourceText text, CancellationToken cancellationToken)
        => TimedWait.Of(waitAsync, request.ModelFor(cancellationToken)) is { } wait
            && TaskUse.Of(wait.Call) is { Kind: TaskUseKind.Awaited, Place: AwaitExpressionSyntax awaited }
            && awaited.FirstAncestorOrSelf<StatementSyntax>() is { } statement
            && FunctionSyntax.Enclosing(statement) == FunctionSyntax.Enclosing(awaited)
            && CancelledSource.For(wait.Work, request, text, cancellationToken) is { } source
            && source.Block == statement.Parent
            && source.CancelWhereTimedOut(statement, awaited, cancellationToken) is { } root
            ? (root, TitleOf(wait.Work))
            : null;

    /// <summary><c>t.WaitAsync(time)</c> becomes <c>Task.WhenAny(t, Task.Delay(time))</c>.</summary>
    private static (SyntaxNode Root, Phrase Title)? OfBoundedWait(
        SimpleNameSyntax waitAsync, RepairRequest request, CancellationToken cancellationToken)
    {
        if (BoundedWait.Of(waitAsync, request.ModelFor(cancellationToken))
                is not { Call.ArgumentList.Arguments: { Count: 1 } arguments } wait
            || arguments[0].NameColon is not null
            || !AsyncEdit.IsWithoutDirectives(wait.Call))
        {
            return null;
        }

        InvocationExpressionSyntax delay = AsyncEdit.StaticCall(
            request, request.Types.Task!, "Delay", SyntaxFactory.Argument(arguments[0].Expression.WithoutTrivia()));
        InvocationExpressionSyntax race = AsyncEdit.StaticCall(
            request, request.Types.Task!, "WhenAny", SyntaxFactory.Argument(wait.Task.WithoutTrivia()), SyntaxFactory.Argument(delay));
        return (request.Root.ReplaceNode(wait.Call, ElasticTrivia.RemovedFrom(race).WithTriviaFrom(wait.Call)), Race);
    }

    private static (SyntaxNode Root, Phrase Title)? OfProcess(
        SimpleNameSyntax waitForExit, RepairRequest request, SourceText text, CancellationToken cancellationToken)
        => request.Types is { OperationCanceledException: { } exception, Process: { } processType }
            && AbandonedProcess.Of(waitForExit, request.ModelFor(cancellationToken)) is { } process
            && TaskUse.Of(process.Call) is { Kind: TaskUseKind.Awaited, Place.Parent: ExpressionStatementSyntax wait }
            && processType.GetMembers("Kill").OfType<IMethodSymbol>().Any(static kill => kill.Parameters.Length == 1)
            && CatchAround.Statement(
                wait, AsyncEdit.TypeName(request, exception), $"{process.Name}.Kill(entireProcessTree: true);", text) is { } @try
            ? (request.Root.ReplaceNode(wait, @try), $"Kill '{process.Name}' when the wait is cancelled")
            : null;

    private static (SyntaxNode Root, Phrase Title)? OfDelay(
        InvocationExpressionSyntax delay, RepairRequest request, SourceText text, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.Enclosing(delay) is not { } function
            || RaceOf(delay, function) is not { Statement: { Parent: BlockSyntax } statement } race
            || CancelledSource.For(delay, request, text, cancellationToken) is not { } source
            || source.Block != statement.Parent)
        {
            return null;
        }

        SyntaxNode? root = statement switch
        {
            ExpressionStatementSyntax or LocalDeclarationStatementSyntax => source.CancelBehind(statement),
            IfStatementSyntax @if when @if == race.Decision && race.IsTimedOutWhere(@if.Condition) is not null
                => race.FinishedBranch is { } finished && !TimedRace.Leaves(race.TimedOutBranch)
                    ? source.CancelFirstIn(finished, @if)
                    : source.CancelBehind(@if),
            _ => null,
        };
        return root is null ? null : (root, "Cancel the delay after the race");
    }

    private static TimedRace? RaceOf(InvocationExpressionSyntax delay, SyntaxNode function)
        => FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).OfType<SimpleNameSyntax>()
            .Where(static name => name.Identifier.ValueText == "WhenAny")
            .Select(TimedRace.Of).FirstOrDefault(race => race?.Delay == delay);

    private static Phrase TitleOf(AbandonedWork work) => $"Cancel '{RepairTitle.NameOf(work.Call)}' when the time is up";
}
