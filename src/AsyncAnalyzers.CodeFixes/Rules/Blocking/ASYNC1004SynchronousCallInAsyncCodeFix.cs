namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>Awaits the asynchronous counterpart of a synchronous call: <c>s.Flush()</c> becomes <c>await s.FlushAsync()</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1004SynchronousCallInAsyncCodeFix))]
public sealed class ASYNC1004SynchronousCallInAsyncCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC1004.Await";

    public ASYNC1004SynchronousCallInAsyncCodeFix()
        : base(ASYNC1004SynchronousCallInAsyncAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Repair>>(Find(request, cancellationToken) is { } repair
            ? new[] { repair }
            : Array.Empty<Repair>());

    private static Repair? Find(RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not InvocationExpressionSyntax call
            || CallSyntax.MethodOf(call, request.ModelFor(cancellationToken)) is not { } method
            || AsyncCounterpart.Find(call, method, request.ModelFor(cancellationToken)) is not { } counterpart
            || AwaitPlacement.ObstacleAt(call, request.ModelFor(cancellationToken)) != AwaitObstacle.None
            || WaitReplacement.IsReadBefore(call, request.ModelFor(cancellationToken)))
        {
            return null;
        }

        var editing = new CounterpartEditing(
            request, counterpart, CounterpartEditing.TokenInScope(request, counterpart, call, cancellationToken));
        bool configureAwaitFalse = HasConfigureAwait(counterpart.Method) && ConfigureAwaitHabit.IsFalse(request.Root);
        Phrase title = $"Use 'await {counterpart.Method.Name}'";
        if (CounterpartCall.ConditionalAccessAround(call) is not { } conditional)
        {
            return new Repair(title, Key, ct => editing.WithImportAsync(
                AsyncEdit.ApplyAsync(request.Document, call, rewritten
                    => AwaitSyntax.InPlaceOf(call, editing.Call((InvocationExpressionSyntax)rewritten), configureAwaitFalse), ct), ct));
        }

        if (conditional.WhenNotNull != call
            || conditional.Parent is not ExpressionStatementSyntax
            {
                Parent: BlockSyntax or SwitchSectionSyntax
                or GlobalStatementSyntax
            } statement
            || CallSyntax.LeftmostOf(call) is not MemberBindingExpressionSyntax
            || request.Model.GetSymbolInfo(conditional.Expression, cancellationToken).Symbol is not (
                ILocalSymbol or IParameterSymbol or IFieldSymbol))
        {
            return ReceiverTest.Find(call, conditional, request, cancellationToken) is { } read
                ? new Repair(title, Key, ct => editing.WithImportAsync(AsyncEdit.ApplyAsync(
                    request.Document, read.Replaced, rewritten => read.Apply(rewritten, editing.Call, configureAwaitFalse), ct), ct))
                : null;
        }

        // No await may stand behind ?., so the test for null is written out. It reads what it tests twice.
        var indentation = Indentation.Of(statement, request.Root.SyntaxTree.GetText(cancellationToken));
        string test = request.Root.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 }
            ? "is not null"
            : "!= null";
        return new Repair(title, Key, ct => editing.WithImportAsync(AsyncEdit.ApplyAsync(
            request.Document,
            statement,
            rewritten => AfterTest((ExpressionStatementSyntax)rewritten, test, indentation, editing, configureAwaitFalse), ct), ct));
    }

    /// <summary><c>if (s is not null) { await s.FlushAsync(); }</c> for <c>s?.Flush();</c>.</summary>
    private static StatementSyntax AfterTest(
        ExpressionStatementSyntax statement, string test, Indentation indentation, CounterpartEditing editing, bool configureAwaitFalse)
    {
        var conditional = (ConditionalAccessExpressionSyntax)statement.Expression;
        ExpressionSyntax receiver = conditional.Expression.WithoutTrivia();
        var call = (InvocationExpressionSyntax)conditional.WhenNotNull;
        var binding = (MemberBindingExpressionSyntax)CallSyntax.LeftmostOf(call);
        InvocationExpressionSyntax plain = call.ReplaceNode(
            binding, MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, binding.Name));
        ExpressionSyntax operand = editing.Call(plain).WithoutTrivia();
        ExpressionSyntax awaited = AwaitExpression(
            Token(default, SyntaxKind.AwaitKeyword, TriviaList(Space)), configureAwaitFalse
                ? AwaitSyntax.ConfigureAwaitFalse(operand)
                : operand);
        string line = indentation.Line, inner = line + indentation.Unit, newLine = indentation.NewLine;
        StatementSyntax tested = ParseStatement($"if ({receiver} {test}){newLine}{line}{{{newLine}{inner}_();{newLine}{line}}}");
        InvocationExpressionSyntax hole = tested.DescendantNodes().OfType<InvocationExpressionSyntax>().Last();
        return tested.ReplaceNode(hole, awaited.WithTriviaFrom(hole)).WithTriviaFrom(statement);
    }

    /// <summary>Awaitables of others need not be configurable.</summary>
    private static bool HasConfigureAwait(IMethodSymbol counterpart)
    {
        for (ITypeSymbol? type = counterpart.ReturnType; type is not null; type = type.BaseType)
        {
            if (!type.GetMembers("ConfigureAwait").IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
