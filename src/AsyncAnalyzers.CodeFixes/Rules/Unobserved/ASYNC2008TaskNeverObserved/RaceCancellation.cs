using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>
/// How the loser of <c>await Task.WhenAny(work, Task.Delay(timeout))</c> is cancelled: both are given the token of a new source, which is
/// cancelled
/// when the race is over; then the winner is awaited, so that its exceptions are seen.
/// </summary>
/// <param name="race">The statement that awaits the race.</param>
/// <param name="first">The statement before which the source is made: the race itself, or the declaration of the work.</param>
/// <param name="awaited">The await in the race.</param>
/// <param name="replaced">The calls of the work and the delay, or the token of the delay, and what takes their place.</param>
/// <param name="source">The declaration of the source, without its trivia.</param>
/// <param name="sourceName">Its name.</param>
/// <param name="winner">The name of the winner.</param>
/// <param name="newWinnersType">The type of the winner's local; null where there is one already.</param>
/// <param name="configure">The await of the winner gets <c>ConfigureAwait(false)</c>.</param>
/// <param name="text">The document as it was.</param>
internal sealed class RaceCancellation(
    StatementSyntax race,
    StatementSyntax first,
    AwaitExpressionSyntax awaited,
    IReadOnlyDictionary<SyntaxNode, SyntaxNode> replaced,
    StatementSyntax source,
    string sourceName,
    string winner,
    TypeSyntax? newWinnersType,
    bool configure,
    SourceText text)
{
    /// <summary>The statement that awaits the race.</summary>
    public StatementSyntax Race => race;

    /// <summary>Replaces the block around the race.</summary>
    public NodeEdit EditIn(Document document) => new(document.Id, race.Parent!, _ => Rewrite((BlockSyntax)race.Parent!));

    /// <summary>Null where the work takes no token, or where the race is not a statement of its own or the condition of one.</summary>
    public static RaceCancellation? Of(
        UnobservedTask task, RepairRequest request, bool configure, SourceText text, CancellationToken cancellationToken)
    {
        CodeModel model = request.ModelFor(cancellationToken);
        var race = (InvocationExpressionSyntax)task.Evidence!;
        if (request.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }
            || request.Types is not { Task: { } taskType, CancellationToken: not null, CancellationTokenSource: { } sourceType }
            || race.FirstAncestorOrSelf<AwaitExpressionSyntax>() is not { } awaited
            || awaited.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax } statement
            || !CanTakeOut(awaited, statement, out string? declaredWinner))
        {
            return null;
        }

        var givenToken = new GivenToken(request);
        var work = (ExpressionSyntax)task.Place.AsNode()!;
        ExpressionSyntax delayed = race.ArgumentList.Arguments.Select(argument => argument.Expression).First(argument => argument != work);
        StatementSyntax first = statement;
        if (task.Variable is not null)
        {
            if (DeclarationBefore(statement, task.Call) is not { } declaration)
            {
                return null;
            }

            first = declaration;
        }

        // Each of several calls would have to be cancelled.
        ExpressionSyntax made = task.Variable is null
            ? work
            : task.Call.FirstAncestorOrSelf<VariableDeclaratorSyntax>()!.Initializer!.Value;
        if (StartedWork.CallsIn(made).Count() != 1 || givenToken.Find(task.Call, cancellationToken) is not { } workToken)
        {
            return null;
        }

        // A delay that is kept may be looked at elsewhere: it is left to run out.
        var delay = CallSyntax.WalkDownParentheses(delayed) as InvocationExpressionSyntax;
        if (delay is not null && CallSyntax.MethodOf(delay, model)?.IsDeclaredIn(taskType) != true)
        {
            delay = null;
        }

        ArgumentSyntax? ownToken = delay?.ArgumentList.Arguments.FirstOrDefault(argument
            => model.GetTypeInfo(argument.Expression).ConvertedType.Is(request.Types.CancellationToken));
        ExpressionSyntax? parent = ownToken is null || GivenToken.IsNone(ownToken.Expression)
            ? CancellationTokensInScope.Only(first, model) is { } name ? IdentifierName(name) : null
            : ownToken.Expression.WithoutTrivia();
        if (parent is not (
            null or IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or ThisExpressionSyntax }))
        {
            return null;
        }

        HashSet<string> taken = FreeNames.UsedIn(FunctionSyntax.OutermostEnclosing(FunctionSyntax.Enclosing(statement)!));
        string? sourceName = FreeName(taken, "cancellation", "cancellationSource", "raceCancellation");
        string? winnerName = declaredWinner ?? FreeName(taken, "winner", "finished", "firstToEnd");
        if (sourceName is null || winnerName is null)
        {
            return null;
        }

        ExpressionSyntax token = MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, IdentifierName(sourceName), IdentifierName("Token"));
        var calls = new Dictionary<SyntaxNode, SyntaxNode> { [task.Call] = workToken.AddTo(task.Call, token) };
        if (ownToken is not null)
        {
            calls[ownToken.Expression] = token.WithTriviaFrom(ownToken.Expression);
        }
        else if (delay is not null && givenToken.Find(delay, cancellationToken) is { } delayToken)
        {
            calls[delay] = delayToken.AddTo(delay, token);
        }

        ExpressionSyntax created = parent is null
            ? ObjectCreationExpression(
                Token(default, SyntaxKind.NewKeyword, TriviaList(Space)), AsyncEdit.TypeName(request, sourceType), ArgumentList(), null)
            : AsyncEdit.StaticCall(request, sourceType, "CreateLinkedTokenSource", Argument(parent));
        StatementSyntax source = Local(IdentifierName("var"), sourceName, created).WithUsingKeyword(
            Token(default, SyntaxKind.UsingKeyword, TriviaList(Space)));
        return BeginsLine(first, text) == BeginsLine(statement, text)
            && BeginsLine(statement, text) == statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            ? new RaceCancellation(statement, first, awaited, calls, source, sourceName, winnerName, declaredWinner is null
                ? AsyncEdit.TypeName(request, taskType)
                : null, configure || CallSyntax.IsConfigured(awaited.Expression), text)
            : null;
    }

    /// <summary>The await is the first thing that the statement does.</summary>
    /// <param name="awaited">The await of the race.</param>
    /// <param name="statement">The statement around it.</param>
    /// <param name="winner">The local that the statement keeps the winner in already; null for none.</param>
    private static bool CanTakeOut(AwaitExpressionSyntax awaited, StatementSyntax statement, out string? winner)
    {
        winner = null;
        TaskUse use = TaskUse.Of(awaited);
        switch (use.Kind)
        {
            case TaskUseKind.Dropped or TaskUseKind.Discarded when statement is ExpressionStatementSyntax:
                return true;
            case TaskUseKind.Assigned when use.Place is VariableDeclaratorSyntax { Initializer.Value: var value } local && value == awaited
                && statement is LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 }:
                winner = local.Identifier.ValueText;
                return true;
            case TaskUseKind.Checked when use.Place is BinaryExpressionSyntax comparison
                && CallSyntax.WalkDownParentheses(use.Task == comparison.Left ? comparison.Right : comparison.Left) is IdentifierNameSyntax:
                return statement switch
                {
                    IfStatementSyntax @if => @if.Condition == comparison,
                    ReturnStatementSyntax @return => @return.Expression == comparison,
                    LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
                        => variables[0].Initializer?.Value == comparison,
                    _ => false,
                };
            default:
                return false;
        }
    }

    /// <summary>The declaration that the call stands in, where only declarations lie between it and the race.</summary>
    private static StatementSyntax? DeclarationBefore(StatementSyntax race, InvocationExpressionSyntax call)
    {
        var block = (BlockSyntax)race.Parent!;
        return call.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { } declaration && declaration.Parent == block
            && block.Statements.IndexOf(declaration) is var start && block.Statements.IndexOf(race) is var end && start < end
            && block.Statements.Skip(start).Take(end - start).All(statement
                => statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 })
            ? declaration
            : null;
    }

    private BlockSyntax Rewrite(BlockSyntax block)
    {
        bool isOnLines = BeginsLine(first, text);
        Indentation layout = Indentation.Of(first, text);
        SyntaxTriviaList indented = isOnLines ? TriviaList(Whitespace(layout.Line)) : default;
        SyntaxTriviaList ended = isOnLines ? TriviaList(EndOfLine(layout.NewLine)) : TriviaList(Space);

        var awaitMark = new SyntaxAnnotation();
        SyntaxList<StatementSyntax> old = block.ReplaceNodes(
            replaced.Keys.Append(awaited),
            (original, rewritten) => original == awaited
                ? rewritten.WithAdditionalAnnotations(awaitMark)
                : ElasticTrivia.RemovedFrom(replaced[original])).Statements;
        int start = block.Statements.IndexOf(first);
        int end = block.Statements.IndexOf(race);
        StatementSyntax cancellable = old[end];
        var cancellableAwait = (AwaitExpressionSyntax)cancellable.GetAnnotatedNodes(awaitMark).Single();

        var statements = new List<StatementSyntax>();
        statements.AddRange(old.Take(end));
        StatementSyntax? asking = null;
        if (newWinnersType is null)
        {
            statements.Add(cancellable);
        }
        else if (cancellable is ExpressionStatementSyntax)
        {
            statements.Add(Winner().WithLeadingTrivia(cancellable.GetLeadingTrivia()).WithTrailingTrivia(cancellable.GetTrailingTrivia()));
        }
        else
        {
            statements.Add(Winner().WithLeadingTrivia(cancellable.GetLeadingTrivia()).WithTrailingTrivia(ended));
            asking = cancellable.ReplaceNode(cancellableAwait, IdentifierName(winner).WithTriviaFrom(cancellableAwait))
                .WithLeadingTrivia(indented);
        }

        ExpressionSyntax cancel = InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, IdentifierName(sourceName), IdentifierName("Cancel")));
        ExpressionSyntax winnersName = IdentifierName(winner);
        statements.Add(ElasticTrivia.RemovedFrom(ExpressionStatement(cancel)).WithLeadingTrivia(indented).WithTrailingTrivia(ended));
        statements.Add(ElasticTrivia.RemovedFrom(ExpressionStatement(AwaitSyntax.InPlaceOf(
            winnersName, parent: null, winnersName, configure))).WithLeadingTrivia(indented).WithTrailingTrivia(ended));
        if (asking is not null)
        {
            statements.Add(asking);
        }

        SyntaxTriviaList above = statements[start].GetLeadingTrivia();
        statements[start] = statements[start].WithLeadingTrivia(indented);
        statements.Insert(start, ElasticTrivia.RemovedFrom(source).WithLeadingTrivia(above).WithTrailingTrivia(ended));
        statements.AddRange(old.Skip(end + 1));
        return block.WithStatements(List(statements));

        StatementSyntax Winner() => ElasticTrivia.RemovedFrom(Local(newWinnersType!, winner, cancellableAwait.WithoutTrivia()));
    }

    private static LocalDeclarationStatementSyntax Local(TypeSyntax type, string name, ExpressionSyntax value)
        => LocalDeclarationStatement(VariableDeclaration(
            type.WithTrailingTrivia(Space),
            SingletonSeparatedList(VariableDeclarator(Identifier(name).WithTrailingTrivia(Space), null,
                EqualsValueClause(Token(default, SyntaxKind.EqualsToken, TriviaList(Space)), value)))));

    private static string? FreeName(HashSet<string> taken, params string[] names) => Array.Find(names, name => !taken.Contains(name));

    private static bool BeginsLine(StatementSyntax statement, SourceText text)
    {
        TextLine line = text.Lines.GetLineFromPosition(statement.SpanStart);
        return string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(line.Start, statement.SpanStart)));
    }
}
