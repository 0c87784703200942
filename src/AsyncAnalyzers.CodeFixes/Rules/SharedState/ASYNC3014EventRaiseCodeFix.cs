namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Raises the event with <c>?.Invoke</c>, which reads it once; a test that does nothing else goes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3014EventRaiseCodeFix))]
public sealed class ASYNC3014EventRaiseCodeFix : AsyncCodeFix
{
    public ASYNC3014EventRaiseCodeFix()
        : base(ASYNC3014EventRaiseAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        if (Find(request) is not { } raise || !AsyncEdit.IsWithoutDirectives(raise.Call))
        {
            return Task.FromResult<IReadOnlyList<Repair>>(Array.Empty<Repair>());
        }

        bool needsCopy = raise.NeedsCopy(CodeModel.Of(request.Model, cancellationToken));
        SyntaxNode? root = needsCopy ? WithCopy(raise, request.Root) : Edited(raise, request, cancellationToken);
        return Task.FromResult<IReadOnlyList<Repair>>(root is null ? Array.Empty<Repair>() : new[]
        {
            new Repair(
                needsCopy ? Phrase.Of($"Test and call a local copy of '{raise.Event.ToString()}'")
                    : $"Raise '{raise.Event.ToString()}' with '?.Invoke'",
                needsCopy ? "ASYNC3014.Copy" : "ASYNC3014.Invoke",
                _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)),
        });
    }

    /// <summary>
    /// <c>var handler = E; if (handler != null) return handler(x);</c> where the test comes first in an <c>if</c> of a block.
    /// </summary>
    private static SyntaxNode? WithCopy(NullTestedRaise raise, SyntaxNode root)
    {
        if (raise.Owner is not IfStatementSyntax { Parent: BlockSyntax block } test
            || raise.Test.GetFirstToken() != test.Condition.GetFirstToken()
            || !AsyncEdit.IsWithoutDirectives(test)
            || FunctionSyntax.Enclosing(test) is not { } function)
        {
            return null;
        }

        string asked = NameOf(raise.Event);
        if (FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node => node is IdentifierNameSyntax written
            && written.Identifier.ValueText == asked && Writes.IsWritten(Writes.ExpressionOf(written))))
        {
            return null;
        }

        HashSet<string> used = FreeNames.UsedIn(FunctionSyntax.OutermostEnclosing(function));
        string name = FreeNames.Numbered("handler", used.Contains);
        var mentions = NullTestedRaise.In(test).Where(one => one.Test == raise.Test).Select(static one => (SyntaxNode)one.Event).ToList();
        mentions.Add(raise.Test.DescendantsAndSelf().OfType<ExpressionSyntax>().First(part
            => part is IdentifierNameSyntax or MemberAccessExpressionSyntax && NameOf(part) == asked));
        StatementSyntax copy = ParseStatement($"var {name} = {raise.Event.WithoutTrivia()};")
            .WithLeadingTrivia(test.GetLeadingTrivia())
            .WithTrailingTrivia(test.GetFirstToken().GetPreviousToken().TrailingTrivia.Where(static one
                => one.IsKind(SyntaxKind.EndOfLineTrivia)).DefaultIfEmpty(Space).Last());
        SyntaxNode tracked = root.TrackNodes(mentions.Append(test).Append(block));
        tracked = tracked.ReplaceNodes(mentions.Select(one => tracked.GetCurrentNode(one)!), (one, _)
            => ElasticTrivia.RemovedFrom(IdentifierName(name)).WithTriviaFrom(one));
        IfStatementSyntax current = tracked.GetCurrentNode(test)!;
        BlockSyntax around = tracked.GetCurrentNode(block)!;
        SyntaxTriviaList indentation = TriviaList(test.GetLeadingTrivia().Reverse().TakeWhile(static one
            => one.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        int index = around.Statements.IndexOf(current);
        return tracked.ReplaceNode(around, around.WithStatements(around.Statements
            .Replace(current, current.WithLeadingTrivia(indentation)).Insert(index, copy)));
    }

    private static string NameOf(ExpressionSyntax expression)
        => expression is MemberAccessExpressionSyntax access ? access.Name.Identifier.ValueText : expression.ToString();

    private static NullTestedRaise? Find(RepairRequest request)
        => request.Node.Ancestors().SelectMany(static ancestor => ancestor is BlockSyntax block
                ? block.Statements.OfType<IfStatementSyntax>() : Enumerable.Repeat(ancestor, 1))
            .Where(static node => node is IfStatementSyntax or ConditionalExpressionSyntax
                or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } && NullTestedRaise.MayTest(node))
            .Where(NullTestedRaise.MayTest)
            .SelectMany(NullTestedRaise.In)
            .FirstOrDefault(raise => raise.Call == request.Node);

    private static SyntaxNode? Edited(NullTestedRaise raise, RepairRequest request, CancellationToken cancellationToken)
    {
        SyntaxNode root = request.Root;
        switch (raise.Call.Parent)
        {
            case ExpressionStatementSyntax statement:
                return WholeTest(raise, statement) is { } test
                    ? root.ReplaceNode(test, statement.WithExpression(Invoke(raise).WithoutTrivia())
                        .WithSemicolonToken(statement.SemicolonToken.WithoutTrivia()).WithTriviaFrom(test))
                    : root.ReplaceNode(raise.Call, Invoke(raise));
            case ConditionalExpressionSyntax conditional when conditional == raise.Owner && IsWhole(conditional.Condition, raise):
                ExpressionSyntax otherwise = conditional.WhenTrue == raise.Call ? conditional.WhenFalse : conditional.WhenTrue;
                return InPlaceOf(conditional, otherwise, raise, request, cancellationToken) is { } value
                    ? root.ReplaceNode(conditional, value.WithTriviaFrom(conditional)) : null;
            case BinaryExpressionSyntax both when both == raise.Owner && both.Right == raise.Call && IsWhole(both.Left, raise)
                && request.Model.GetTypeInfo(raise.Call, cancellationToken).Type?.SpecialType == SpecialType.System_Boolean:
                return root.ReplaceNode(both, BinaryExpression(
                    SyntaxKind.EqualsExpression,
                    Invoke(raise).WithoutTrivia().WithTrailingTrivia(Space),
                    Token(default, SyntaxKind.EqualsEqualsToken, TriviaList(Space)),
                    ElasticTrivia.RemovedFrom(LiteralExpression(SyntaxKind.TrueLiteralExpression))).WithTriviaFrom(both));
            default:
                return null;
        }
    }

    /// <summary>The <c>if</c> where it tests and raises, and does nothing else; one with comments inside of it stays.</summary>
    private static IfStatementSyntax? WholeTest(NullTestedRaise raise, ExpressionStatementSyntax statement)
        => raise.Owner is IfStatementSyntax { Else: null } test && IsWhole(test.Condition, raise)
            && (test.Statement == statement
                || test.Statement is BlockSyntax { Statements: { Count: 1 } statements } && statements[0] == statement)
            && !test.DescendantTrivia().Any(trivia => test.Span.Contains(trivia.Span)
                && !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
                ? test
                : null;

    private static bool IsWhole(ExpressionSyntax condition, NullTestedRaise raise)
        => CallSyntax.WalkDownParentheses(condition) == CallSyntax.WalkDownParentheses(raise.Test);

    /// <summary>
    /// <c>E?.Invoke(x) ?? other</c> for <c>E != null ? E(x) : other</c>, where E cannot return null itself; without the rest where that is
    /// null.
    /// </summary>
    private static ExpressionSyntax? InPlaceOf(
        ConditionalExpressionSyntax conditional, ExpressionSyntax otherwise, NullTestedRaise raise, RepairRequest request,
        CancellationToken cancellationToken)
    {
        ITypeSymbol? result = request.Model.GetTypeInfo(raise.Call, cancellationToken).Type;
        ITypeSymbol? whole = request.Model.GetTypeInfo(conditional, cancellationToken).Type;
        if (result is null || result.TypeKind is TypeKind.Error or TypeKind.TypeParameter
            || !SymbolEqualityComparer.Default.Equals(result, whole))
        {
            return null;
        }

        bool isNull = otherwise.IsKind(SyntaxKind.NullLiteralExpression);
        if (result.IsReferenceType)
        {
            return isNull ? Invoke(raise).WithoutTrivia() : null;
        }

        return isNull || result.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
            || otherwise is ConditionalExpressionSyntax or AssignmentExpressionSyntax or AnonymousFunctionExpressionSyntax
                or ThrowExpressionSyntax
            || otherwise.IsKind(SyntaxKind.DefaultLiteralExpression) ? null
            : BinaryExpression(
                SyntaxKind.CoalesceExpression,
                Invoke(raise).WithoutTrivia().WithTrailingTrivia(Space),
                Token(default, SyntaxKind.QuestionQuestionToken, TriviaList(Space)),
                otherwise.WithoutTrivia());
    }

    private static ExpressionSyntax Invoke(NullTestedRaise raise)
        => ElasticTrivia.RemovedFrom(ConditionalAccessExpression(
            raise.Event.WithoutTrivia(),
            InvocationExpression(MemberBindingExpression(IdentifierName("Invoke")), raise.Call.ArgumentList.WithoutTrivia())))
            .WithTriviaFrom(raise.Call);
}
