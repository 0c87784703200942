namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>
/// Catches what the await throws, or removes a clause that is never entered; throws an inner exception with its stack trace.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2014AggregateExceptionAroundAwaitCodeFix))]
public sealed class ASYNC2014AggregateExceptionAroundAwaitCodeFix : AsyncCodeFix
{
    public ASYNC2014AggregateExceptionAroundAwaitCodeFix()
        : base(ASYNC2014AggregateExceptionAroundAwaitAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node.FirstAncestorOrSelf<CatchDeclarationSyntax>()?.Parent is CatchClauseSyntax
            {
                Parent: TryStatementSyntax @try
            } clause
            && clause.Declaration!.Type.Span.Contains(request.Node.Span))
        {
            AddCatchRepairs(repairs, request, @try, clause, cancellationToken);
        }
        else if (request.Node is SimpleNameSyntax name && AggregateTest.IsDead(name, request.ModelFor(cancellationToken)))
        {
            if (AggregateTest.WholeOf(name) is { } test && WithoutTest(request.Root, test) is { } root)
            {
                Solution repaired = request.Document.WithSyntaxRoot(root).Project.Solution;
                repairs.Add(new Repair("Remove the test that is never true", "ASYNC2014.Test", _ => Task.FromResult<Solution?>(repaired)));
            }
        }
        else if (request.Node.FirstAncestorOrSelf<ThrowStatementSyntax>() is { Expression: { } thrown } @throw
            && request.Types.ExceptionDispatchInfo is not null)
        {
            Solution repaired = Replace(request, @throw, Rethrow(request, @throw, thrown));
            Phrase title = $"Rethrow '{thrown.WithoutTrivia().ToString()}' with its stack trace";
            repairs.Add(new Repair(title, "ASYNC2014.Rethrow", _ => Task.FromResult<Solution?>(repaired)));
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }

    /// <summary>
    /// The root without the test: the other operand of an <c>||</c> or <c>or</c>, the other branch of a <c>?:</c>, no statement, no arm.
    /// </summary>
    private static SyntaxNode? WithoutTest(SyntaxNode root, SyntaxNode test) => test.Parent switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } or
            => root.ReplaceNode(or, (or.Left == test ? or.Right : or.Left).WithTriviaFrom(or)),
        // The text of a pattern that is a type alone is that of a plain type test.
        BinaryPatternSyntax { Parent: IsPatternExpressionSyntax @is } or
            => root.ReplaceNode(@is, ParseExpression(@is.ReplaceNode(or, OtherOf(or, test)).ToString()).WithTriviaFrom(@is)),
        BinaryPatternSyntax or => root.ReplaceNode(or, OtherOf(or, test)),
        ConditionalExpressionSyntax conditional when conditional.Condition == test
            => root.ReplaceNode(conditional, conditional.WhenFalse.WithTriviaFrom(conditional)),
        IfStatementSyntax { Else: null, Parent: BlockSyntax } @if when @if.Condition == test => StatementRemoval.From(root, @if),
        IfStatementSyntax { Else.Statement: IfStatementSyntax next } @if when @if.Condition == test
            => root.ReplaceNode(@if, next.WithTriviaFrom(@if)),
        SwitchExpressionSyntax when test is SwitchExpressionArmSyntax => root.RemoveNode(test, SyntaxRemoveOptions.KeepNoTrivia),
        SwitchStatementSyntax when test is SwitchSectionSyntax => root.RemoveNode(test, SyntaxRemoveOptions.KeepNoTrivia),
        CatchFilterClauseSyntax filter when filter.Parent is CatchClauseSyntax clause => root.ReplaceNode(clause, WithoutFilter(clause)),
        _ => null,
    };

    private static PatternSyntax OtherOf(BinaryPatternSyntax or, SyntaxNode test)
        => (or.Left == test ? or.Right : or.Left).WithTriviaFrom(or);

    private static CatchClauseSyntax WithoutFilter(CatchClauseSyntax clause)
        => clause.WithFilter(null).WithDeclaration(clause.Declaration!.WithTrailingTrivia(clause.Filter!.GetTrailingTrivia()));

    private static void AddCatchRepairs(
        List<Repair> repairs, RepairRequest request, TryStatementSyntax @try, CatchClauseSyntax clause, CancellationToken cancellationToken)
    {
        bool hasGeneral = @try.Catches.Any(other
            => other != clause && ExceptionGuard.IsGeneral(other, request.ModelFor(cancellationToken)));
        if (hasGeneral && clause.Filter is null)
        {
            Solution removed = Replace(request, @try, @try.WithCatches(@try.Catches.Remove(clause)));
            repairs.Add(new Repair("Remove the 'catch' that is never entered", "ASYNC2014.Catch", _
                => Task.FromResult<Solution?>(removed)));
            return;
        }

        if (UnwrappedException.In(clause, request.ModelFor(cancellationToken)) is not { } unwrapped
            || request.Types.Exception is not { } exception)
        {
            return;
        }

        CatchDeclarationSyntax declaration = unwrapped.Declaration!;
        TypeSyntax type = declaration.Type is QualifiedNameSyntax qualified
            ? qualified.WithRight(IdentifierName("Exception"))
            : AsyncEdit.TypeName(request, exception);
        unwrapped = unwrapped.WithDeclaration(declaration.WithType(type.WithTriviaFrom(declaration.Type)));
        // What catches everything comes behind what catches more special things.
        SyntaxList<CatchClauseSyntax> catches = unwrapped.Filter is null && @try.Catches.Last() != clause
            ? @try.Catches.Remove(clause).Add(unwrapped)
            : @try.Catches.Replace(clause, unwrapped);
        Solution repaired = Replace(request, @try, @try.WithCatches(catches));
        repairs.Add(new Repair("Catch 'Exception'", "ASYNC2014.Catch", _ => Task.FromResult<Solution?>(repaired)));
    }

    /// <summary>
    /// <c>ExceptionDispatchInfo.Capture(x).Throw();</c>, and in a catch clause a <c>throw;</c> behind it that tells the compiler that
    /// nothing follows.
    /// </summary>
    private static SyntaxNode Rethrow(RepairRequest request, ThrowStatementSyntax @throw, ExpressionSyntax thrown)
    {
        ExpressionSyntax inner = CallSyntax.WithoutSuppression(thrown);
        ExpressionSyntax aggregate = AggregateCatch.AggregateOf(thrown)!;
        if (inner is MemberAccessExpressionSyntax && aggregate is IdentifierNameSyntax)
        {
            // An aggregate may be empty.
            inner = BinaryExpression(SyntaxKind.CoalesceExpression, inner.WithoutTrivia(),
                Token(TriviaList(Space), SyntaxKind.QuestionQuestionToken, TriviaList(Space)), aggregate.WithoutTrivia());
        }

        StatementSyntax dispatched = ExpressionStatement(InvocationExpression(MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression,
            AsyncEdit.StaticCall(request, request.Types.ExceptionDispatchInfo!, "Capture", Argument(inner.WithoutTrivia())),
            IdentifierName("Throw"))));
        if (@throw.FirstAncestorOrSelf<SyntaxNode>(node
            => node is CatchClauseSyntax || FunctionSyntax.IsFunction(node)) is not CatchClauseSyntax)
        {
            return dispatched.WithTriviaFrom(@throw);
        }

        return Block(dispatched, ThrowStatement()).WithTriviaFrom(@throw).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static Solution Replace(RepairRequest request, SyntaxNode old, SyntaxNode @new)
    {
        // In a block the two statements need no block of their own.
        SyntaxNode root = old.Parent is BlockSyntax or SwitchSectionSyntax && @new is BlockSyntax block
            ? request.Root.ReplaceNode(old, Flat(old, block))
            : request.Root.ReplaceNode(old, @new);
        return request.Document.WithSyntaxRoot(root).Project.Solution;
    }

    private static IEnumerable<SyntaxNode> Flat(SyntaxNode old, BlockSyntax block)
    {
        SyntaxTriviaList indentation = TriviaList(old.GetLeadingTrivia().Reverse().TakeWhile(trivia
            => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        SyntaxTrivia lineEnd = old.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(trivia
            => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } found ? found : LineFeed;
        bool onOneLine = !old.GetTrailingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        yield return block.Statements[0].WithLeadingTrivia(old.GetLeadingTrivia()).WithTrailingTrivia(onOneLine ? Space : lineEnd);
        yield return block.Statements[1].WithLeadingTrivia(onOneLine ? default : indentation).WithTrailingTrivia(old.GetTrailingTrivia());
    }
}
