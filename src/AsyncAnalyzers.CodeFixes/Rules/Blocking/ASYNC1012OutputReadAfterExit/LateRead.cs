namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>A statement behind a wait that reads a stream of the process to its end and keeps the text.</summary>
/// <param name="Statement">The declaration, the assignment or the <c>return</c>.</param>
/// <param name="Value">What it keeps.</param>
/// <param name="Read">What reads in it, with its await.</param>
/// <param name="Call">The call that reads.</param>
/// <param name="Stream">The stream.</param>
internal sealed record LateRead(
    StatementSyntax Statement, ExpressionSyntax Value, ExpressionSyntax Read, InvocationExpressionSyntax Call, ProcessStream Stream)
{
    public bool IsReturn => Statement is ReturnStatementSyntax;

    /// <summary>Null where the statement does something else, or reads of another process.</summary>
    public static LateRead? Of(StatementSyntax statement, ExpressionSyntax process)
    {
        ExpressionSyntax? value = statement switch
        {
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: { Count: 1 } variables }
                => variables[0].Initializer?.Value,
            ExpressionStatementSyntax
            {
                Expression: AssignmentExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax, Right: var assigned
                }
            } => assigned,
            ReturnStatementSyntax { Expression: { } returned } => returned,
            _ => null,
        };
        if (value is null)
        {
            return null;
        }

        ExpressionSyntax read = WithoutTextCalls(value);
        ExpressionSyntax task = read is AwaitExpressionSyntax @await ? CallSyntax.WithoutConfiguration(@await.Expression) : read;
        return task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call
            && called.Name.Identifier.ValueText == (read is AwaitExpressionSyntax ? "ReadToEndAsync" : "ReadToEnd")
            && called.Expression is MemberAccessExpressionSyntax stream
            && AreEquivalent(stream.Expression, process)
            && stream.Name.Identifier.ValueText is ProcessStreams.Output or ProcessStreams.Error
                ? new LateRead(statement, value, read, call, ProcessStreams.ReadBy(stream.Name.Identifier.ValueText))
                : null;
    }

    /// <summary>The same statement with another value for what reads in it.</summary>
    public StatementSyntax With(ExpressionSyntax read)
        => Statement.ReplaceNode(Read, Read.Parent is MemberAccessExpressionSyntax && read is AwaitExpressionSyntax
            ? ParenthesizedExpression(read.WithoutTrivia()).WithTriviaFrom(Read)
            : read.WithTriviaFrom(Read));

    /// <summary><c>p.StandardOutput.ReadToEnd()</c> of <c>p.StandardOutput.ReadToEnd().Trim()</c>.</summary>
    private static ExpressionSyntax WithoutTextCalls(ExpressionSyntax value)
    {
        while (true)
        {
            switch (value)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    value = parenthesized.Expression;
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
                    when access.Name.Identifier.ValueText is "Trim" or "TrimEnd" or "TrimStart" or "Replace" or "Split"
                        && call.ArgumentList.Arguments.All(static argument => argument.Expression is LiteralExpressionSyntax):
                    value = access.Expression;
                    break;
                default:
                    return value;
            }
        }
    }
}
