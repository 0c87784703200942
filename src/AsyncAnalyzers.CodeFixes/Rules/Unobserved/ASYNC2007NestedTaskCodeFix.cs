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
            && NestedTask.Find(name, request.ModelFor(cancellationToken)) is { } nested
            && RepairOf(request, nested, cancellationToken) is { } repair
                ? new[] { repair }
                : Array.Empty<Repair>());

    private static Repair? RepairOf(RepairRequest request, NestedTask nested, CancellationToken cancellationToken)
    {
        switch (nested.Remedy)
        {
            case NestedTaskRemedy.Run:
                var startNew = (InvocationExpressionSyntax)nested.Call;
                IReadOnlyList<ArgumentSyntax> kept = StartNewArguments.KeptByRun(startNew, request.ModelFor(cancellationToken))!;
                return Edit("Use 'Task.Run'", "ASYNC2007.Run", startNew, Run(startNew, kept));
            case NestedTaskRemedy.AwaitInside:
                var run = (InvocationExpressionSyntax)nested.Call;
                ExpressionSyntax function = run.ArgumentList.Arguments[0].Expression;
                ExpressionSyntax task = NestedFunction.Of(run, request.ModelFor(cancellationToken))!;
                return Edit($"Await '{RepairTitle.NameOf(task)}' in an async lambda", "ASYNC2007.Inside", function,
                    Awaiting(function, task, HasResult(), ConfigureAwaitHabit.IsFalse(request.Root)));
            case NestedTaskRemedy.Unwrap:
                return Edit("Add 'Unwrap()'", "ASYNC2007.Unwrap", nested.Call, Unwrapped(nested.Call));
            case NestedTaskRemedy.SecondAwait:
                var await = (AwaitExpressionSyntax)nested.Use.Place;
                return Edit(
                    "Await the inner task as well", "ASYNC2007.Await", await, AwaitSyntax.InPlaceOf(await, await, IsConfigured(await)));
            case NestedTaskRemedy.SecondWhenAll:
                var all = (AwaitExpressionSyntax)nested.Use.Place;
                var whenAll = (InvocationExpressionSyntax)nested.Call;
                ArgumentSyntax inner = Argument(AwaitSyntax.InPlaceOf(whenAll.WithoutTrivia(), parent: null, whenAll.WithoutTrivia(),
                    IsConfigured(all)));
                return Edit("Await the inner tasks as well", "ASYNC2007.WhenAll", whenAll,
                    whenAll.WithArgumentList(ArgumentList(SingletonSeparatedList(inner)).WithTriviaFrom(whenAll.ArgumentList)));
            default:
                return null;
        }

        // What the task in the task holds is what the lambda answers.
        bool HasResult() => request.Model.GetTypeInfo(nested.Call,
            cancellationToken).Type is INamedTypeSymbol { TypeArguments: { Length: 1 } inner } && inner[0] is INamedTypeSymbol { Arity: 1 };

        bool IsConfigured(AwaitExpressionSyntax await)
            => CallSyntax.IsConfigured(await.Expression) || ConfigureAwaitHabit.IsFalse(request.Root);

        Repair Edit(Phrase title, string key, SyntaxNode old, SyntaxNode @new)
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

    /// <summary><c>async () => await task</c>, in the form of the function that is there.</summary>
    private static ExpressionSyntax Awaiting(ExpressionSyntax function, ExpressionSyntax task, bool hasResult, bool configure)
    {
        SyntaxToken async = Token(default, SyntaxKind.AsyncKeyword, TriviaList(Space));
        if (function is not ParenthesizedLambdaExpressionSyntax lambda)
        {
            ExpressionSyntax call = InvocationExpression(function.WithoutTrivia());
            return ParenthesizedLambdaExpression(AwaitSyntax.InPlaceOf(call, parent: null, call, configure))
                .WithAsyncKeyword(async)
                .WithParameterList(ParameterList().WithTrailingTrivia(Space))
                .WithArrowToken(Token(default, SyntaxKind.EqualsGreaterThanToken, TriviaList(Space)))
                .WithTriviaFrom(function);
        }

        ExpressionSyntax awaited = AwaitSyntax.InPlaceOf(task, task.Parent, task, configure);
        ParenthesizedLambdaExpressionSyntax rewritten = task.Parent is ReturnStatementSyntax @return && !hasResult
            ? lambda.ReplaceNode(@return, ExpressionStatement(awaited.WithoutTrailingTrivia()).WithTriviaFrom(@return))
            : lambda.ReplaceNode(task, awaited);
        return lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword) ? rewritten
            : rewritten.WithoutLeadingTrivia().WithAsyncKeyword(async).WithLeadingTrivia(lambda.GetLeadingTrivia());
    }

    private static ExpressionSyntax Unwrapped(ExpressionSyntax call)
        => InvocationExpression(
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, call.WithoutTrailingTrivia(), IdentifierName("Unwrap")))
            .WithTrailingTrivia(call.GetTrailingTrivia());
}
