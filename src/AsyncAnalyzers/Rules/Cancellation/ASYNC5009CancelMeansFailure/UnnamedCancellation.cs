namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// <c>if (token.IsCancellationRequested) throw new OperationCanceledException();</c>: the exception does not name the token.
/// </summary>
/// <param name="Creation">The exception.</param>
/// <param name="Token">The token that is tested.</param>
/// <param name="If">The test.</param>
/// <param name="IsAlone">Nothing else is done there, and the exception says nothing else.</param>
internal sealed record UnnamedCancellation(
    ObjectCreationExpressionSyntax Creation, ExpressionSyntax Token, IfStatementSyntax If, bool IsAlone)
{
    /// <param name="exception">The simple name of the exception.</param>
    /// <param name="model">The model of its tree.</param>
    public static UnnamedCancellation? Of(SimpleNameSyntax exception, CodeModel model)
    {
        if ((exception.Parent is QualifiedNameSyntax qualified ? qualified : (SyntaxNode)exception).Parent
                is not ObjectCreationExpressionSyntax { Parent: ThrowStatementSyntax @throw } creation
            || TestAround(@throw) is not { } test
            || TokenIn(test.Condition) is not { } token
            || !model.TypeOf(token).Is(model.Types.CancellationToken)
            || model.SymbolOf(creation) is not IMethodSymbol constructor
            || !constructor.ContainingType.IsOrDerivesFrom(model.Types.OperationCanceledException)
            || constructor.ContainingType.Name is not ("OperationCanceledException" or "TaskCanceledException")
            || constructor.Parameters.Any(parameter => parameter.Type.Is(model.Types.CancellationToken)
                || parameter.Type.IsTask(model.Types)))
        {
            return null;
        }

        bool isAlone = constructor.Parameters.IsEmpty
            && creation.Initializer is null
            && constructor.ContainingType.Is(model.Types.OperationCanceledException)
            && test is { Else: null, Parent: not ElseClauseSyntax }
            && test.Statement is ThrowStatementSyntax or BlockSyntax { Statements.Count: 1 }
            && CallSyntax.Operands(test.Condition, SyntaxKind.LogicalAndExpression).Count() == 1
            && !test.DescendantTrivia().Any(trivia => test.Span.Contains(trivia.Span) && (trivia.IsDirective
                || trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia));
        return new UnnamedCancellation(creation, token, test, isAlone);
    }

    private static IfStatementSyntax? TestAround(ThrowStatementSyntax @throw)
    {
        StatementSyntax branch = @throw.Parent is BlockSyntax block ? block : @throw;
        return branch.Parent is IfStatementSyntax test && test.Statement == branch ? test : null;
    }

    /// <summary>What is known to be cancelled where the condition holds; null where that is not one token.</summary>
    private static ExpressionSyntax? TokenIn(ExpressionSyntax condition)
    {
        ExpressionSyntax? found = null;
        foreach (ExpressionSyntax operand in CallSyntax.Operands(condition, SyntaxKind.LogicalAndExpression))
        {
            if (TokenTest.Asked(operand) is { } asked)
            {
                if (found is not null)
                {
                    return null;
                }

                found = asked;
            }
        }

        return found is null || found.DescendantsAndSelf().Any(static node => node is InvocationExpressionSyntax) ? null : found;
    }
}
