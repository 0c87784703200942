using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>Lets a loop wait for the ticks of a PeriodicTimer, which is made before it.</summary>
internal static class PeriodicTimerEditing
{
    /// <summary>
    /// The root with the timer; null where there is no place for it, or its exception would not be caught as that of <c>Task.Delay</c> is.
    /// </summary>
    public static SyntaxNode? TryApply(PeriodicLoop periodic, RepairRequest request, SourceText text, CancellationToken cancellationToken)
    {
        StatementSyntax loop = periodic.Loop;
        if (request.Types.PeriodicTimer is not { } timerType
            || request.Model.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }
            || loop.Parent is not (BlockSyntax or GlobalStatementSyntax)
            || FunctionSyntax.Enclosing(loop) is not { } function
            // Task.Delay throws a TaskCanceledException, the timer the OperationCanceledException that it derives from.
            || function.DescendantNodes().OfType<CatchDeclarationSyntax>().Any(@catch
                => @catch.Type.ToString().EndsWith("TaskCanceledException", StringComparison.Ordinal)))
        {
            return null;
        }

        string name = FreeName(function);
        SeparatedSyntaxList<ArgumentSyntax> arguments = periodic.Call.ArgumentList.Arguments;
        ExpressionSyntax? token = arguments.Count > 1 ? arguments[1].Expression : null;
        ExpressionSyntax tick = PollingLoopEditing.Call(IdentifierName(name), "WaitForNextTickAsync", token);
        bool configureAwaitFalse = periodic.Delay.Expression is AwaitExpressionSyntax { Expression: InvocationExpressionSyntax configured }
            && configured != periodic.Call;
        StatementSyntax ticking =
            loop is WhileStatementSyntax { Condition.RawKind: (int)SyntaxKind.TrueLiteralExpression, Statement: BlockSyntax body } @while
            && body.Statements[0] == periodic.Delay
            && body.Statements.Count > 1
            ? TicksAsCondition(@while, body, tick, configureAwaitFalse)
            : loop.ReplaceNode(periodic.Delay, AwaitSyntax.StatementInPlaceOf(periodic.Delay, tick, configureAwaitFalse));

        Indentation indentation = Indentation.Of(loop, text);
        ExpressionSyntax period = arguments[0].Expression.WithoutTrivia();
        if (request.Model.GetTypeInfo(arguments[0].Expression, cancellationToken).Type is { SpecialType: SpecialType.System_Int32 })
        {
            period = AsyncEdit.StaticCall(request, request.Types.TimeSpan!, "FromMilliseconds", Argument(period));
        }

        StatementSyntax timer = LocalDeclarationStatement(
                VariableDeclaration(IdentifierName("var").WithTrailingTrivia(Space), SingletonSeparatedList(
                    VariableDeclarator(Identifier(name).WithTrailingTrivia(Space), null, EqualsValueClause(
                        Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space),
                        ObjectCreationExpression(Token(SyntaxKind.NewKeyword).WithTrailingTrivia(Space), AsyncEdit
                            .TypeName(request, timerType), ArgumentList(SingletonSeparatedList(Argument(period))), null))))))
            .WithUsingKeyword(Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(Space))
            .WithLeadingTrivia(loop.GetLeadingTrivia())
            .WithTrailingTrivia(OneLine.Holds(loop) ? Space : EndOfLine(indentation.NewLine));
        ticking = OneLine.Holds(loop) ? ticking.WithoutLeadingTrivia() : ticking.WithLeadingTrivia(Whitespace(indentation.Line));
        return loop.Parent is GlobalStatementSyntax global
            ? request.Root.ReplaceNode(global, new[] { GlobalStatement(timer), GlobalStatement(ticking) })
            : request.Root.ReplaceNode(loop, new[] { timer, ticking });
    }

    /// <summary><c>while (await timer.WaitForNextTickAsync(token)) { work }</c></summary>
    private static StatementSyntax TicksAsCondition(
        WhileStatementSyntax loop, BlockSyntax body, ExpressionSyntax tick, bool configureAwaitFalse)
    {
        ExpressionSyntax condition = AwaitSyntax.InPlaceOf(loop.Condition, tick, configureAwaitFalse);
        StatementSyntax delay = body.Statements[0];
        SyntaxTriviaList comments = TriviaList(delay.GetLeadingTrivia().Concat(delay.GetTrailingTrivia()));
        BlockSyntax work = body.WithStatements(body.Statements.RemoveAt(0));
        if (comments.Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia)))
        {
            work = work.ReplaceNode(
                work.Statements[0], work.Statements[0].WithLeadingTrivia(comments.AddRange(work.Statements[0].GetLeadingTrivia())));
        }

        return loop.WithCondition(condition).WithStatement(work);
    }

    private static string FreeName(SyntaxNode function)
    {
        HashSet<string> taken = FreeNames.UsedIn(function.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? function.SyntaxTree.GetRoot());
        return new[] { "timer", "periodicTimer" }.Concat(Enumerable.Range(2, int.MaxValue - 2).Select(number
            => "timer" + number)).First(name => !taken.Contains(name));
    }
}
