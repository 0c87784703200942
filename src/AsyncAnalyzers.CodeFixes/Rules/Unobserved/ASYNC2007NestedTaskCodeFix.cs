namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Makes one task of a task in a task: by <c>Task.Run</c>, by <c>Unwrap()</c>, or by a second await.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2007NestedTaskCodeFix))]
public sealed class ASYNC2007NestedTaskCodeFix : AsyncCodeFix
{
    public ASYNC2007NestedTaskCodeFix()
        : base(ASYNC2007NestedTaskAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Repair>>(
            request.Node is SimpleNameSyntax name
            && NestedTask.Find(name, request.Model, request.Types, cancellationToken) is { } nested
            && RepairOf(request, nested, cancellationToken) is { } repair
                ? new[] { repair }
                : Array.Empty<Repair>());

    private static Repair? RepairOf(RepairRequest request, NestedTask nested, CancellationToken cancellationToken)
    {
        switch (nested.Remedy)
        {
            case NestedTaskRemedy.Run:
                IReadOnlyList<ArgumentSyntax> kept = StartNewArguments.KeptByRun(nested.Call, request.Model, request.Types, cancellationToken)!;
                return Edit("Use 'Task.Run'", "ASYNC2007.Run", nested.Call, Run(nested.Call, kept));
            case NestedTaskRemedy.Unwrap:
                return Edit("Add 'Unwrap()'", "ASYNC2007.Unwrap", nested.Call, Unwrapped(nested.Call));
            case NestedTaskRemedy.SecondAwait:
                var await = (AwaitExpressionSyntax)nested.Use.Place;
                return Edit("Await the inner task as well", "ASYNC2007.Await", await, AwaitSyntax.InPlaceOf(await, await, IsConfigured(await)));
            case NestedTaskRemedy.SecondWhenAll:
                var all = (AwaitExpressionSyntax)nested.Use.Place;
                ArgumentSyntax inner = Argument(AwaitSyntax.InPlaceOf(nested.Call.WithoutTrivia(), parent: null, nested.Call.WithoutTrivia(), IsConfigured(all)));
                return Edit("Await all the inner tasks as well", "ASYNC2007.WhenAll", nested.Call, nested.Call.WithArgumentList(ArgumentList(SingletonSeparatedList(inner)).WithTriviaFrom(nested.Call.ArgumentList)));
            default:
                return null;
        }

        bool IsConfigured(AwaitExpressionSyntax await) => BlockingWait.IsConfigured(await.Expression) || ConfigureAwaitHabit.IsFalse(request.Root);

        Repair Edit(string title, string key, SyntaxNode old, SyntaxNode @new)
            => new(title, key, _ => Task.FromResult<Solution?>(
                AsyncEdit.IsWithoutDirectives(old) || nested.Remedy == NestedTaskRemedy.Unwrap
                    ? request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, request.Root.ReplaceNode(old, @new))
                    : null));
    }

    /// <summary><c>Task.Factory.StartNew(f, …)</c> as <c>Task.Run(f)</c>.</summary>
    private static ExpressionSyntax Run(InvocationExpressionSyntax call, IReadOnlyList<ArgumentSyntax> kept)
    {
        var startNew = (MemberAccessExpressionSyntax)call.Expression;
        var factory = (MemberAccessExpressionSyntax)startNew.Expression;
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        for (int index = arguments.Count - 1; index >= 0; index--)
        {
            arguments = kept.Contains(call.ArgumentList.Arguments[index]) ? arguments : arguments.RemoveAt(index);
        }

        InvocationExpressionSyntax run = call
            .WithExpression(startNew
                .WithExpression(factory.Expression.WithTrailingTrivia(factory.GetTrailingTrivia()))
                .WithName(IdentifierName("Run").WithTriviaFrom(startNew.Name)))
            .WithArgumentList(call.ArgumentList.WithArguments(arguments));
        return run.WithTrailingTrivia(AwaitSyntax.LostComments(call, run).AddRange(call.GetTrailingTrivia()));
    }

    private static ExpressionSyntax Unwrapped(InvocationExpressionSyntax call)
        => InvocationExpression(
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, call.WithoutTrailingTrivia(), IdentifierName("Unwrap")))
            .WithTrailingTrivia(call.GetTrailingTrivia());
}
