using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Work that says by its last statement that it is done: <c>_ = Task.Run(() => { …; done.SetResult(); });</c> Who waits for the signal
/// has waited for the work. Found by the name of the signal.
/// </summary>
internal static class SignalledEnd
{
    /// <summary>
    /// The lambda that the call is given ends with a signal, and a statement behind the call, in its block or one around it, goes on only
    /// when it is there. Over-approximates: what runs in the function behind its last statement, as <c>using</c> does, is not asked for.
    /// </summary>
    /// <param name="call">What starts the work.</param>
    /// <param name="span">Where somebody has to wait.</param>
    /// <param name="function">The function that the call stands in.</param>
    public static bool IsAwaited(InvocationExpressionSyntax call, TextSpan span, SyntaxNode function)
    {
        if (FunctionSyntax.Body(function) is not { } body)
        {
            return false;
        }

        foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is AnonymousFunctionExpressionSyntax { Block.Statements: { Count: > 0 } statements }
                && SignalOf(statements[statements.Count - 1]) is { } signal
                && FunctionSyntax.OwnNodes(body).Any(node => node is IdentifierNameSyntax mention && mention.Identifier.ValueText == signal
                    && mention.SpanStart > call.Span.End && span.Contains(mention.Span) && IsWait(mention, call)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The name of what the statement sets: a source, an event, a semaphore or a flag; also at the end of its <c>finally</c>.
    /// </summary>
    private static string? SignalOf(StatementSyntax statement) => statement switch
    {
        TryStatementSyntax { Finally.Block.Statements: { Count: > 0 } last } => SignalOf(last[last.Count - 1]),
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right.RawKind: (int)SyntaxKind.TrueLiteralExpression } flag }
            => OwnMember.NameOf(flag.Left),
        ExpressionStatementSyntax
        {
            Expression: InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: var arguments
            }
        } => access.Name.Identifier.ValueText is "SetResult" or "TrySetResult" || (arguments.Count == 0
            && access.Name.Identifier.ValueText is "Set" or "Signal" or "Release")
                ? OwnMember.NameOf(access.Expression)
                : null,
        _ => null,
    };

    /// <summary>The statement of the mention goes on only when the signal is there, and stands on every way behind the call.</summary>
    private static bool IsWait(IdentifierNameSyntax mention, InvocationExpressionSyntax call)
    {
        if (mention.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: { } block } statement
            || block is not (BlockSyntax or GlobalStatementSyntax)
            || !(block is GlobalStatementSyntax ? block.Parent! : block).Span.Contains(call.Span))
        {
            return false;
        }

        ExpressionSyntax signal = mention.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : mention;
        ExpressionSyntax? condition = statement switch
        {
            WhileStatementSyntax loop => loop.Condition,
            DoStatementSyntax loop => loop.Condition,
            _ => null,
        };
        if (condition is not null)
        {
            return condition.Span.Contains(mention.Span) && condition is not BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.LogicalAndExpression
            }
                && (signal.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }
                    || name is "IsSet" || (name is "Task" && signal.Parent.Parent is MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "IsCompleted"
                    }));
        }

        return signal.Parent switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task" } task => IsWaitedFor(task),
            MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "Wait" or "WaitOne" or "WaitAsync",
                Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 }
            } => true,
            _ => false,
        };
    }

    private static bool IsWaitedFor(ExpressionSyntax task)
    {
        TaskUse use = TaskUse.Of(task);
        if (use is { Kind: TaskUseKind.Combined, Place: InvocationExpressionSyntax combined }
            && CallSyntax.CalledName(combined) == "WhenAll")
        {
            use = TaskUse.Of(combined);
        }

        return use.Kind == TaskUseKind.Awaited || (use.Kind == TaskUseKind.Waited && task.Parent is not MemberAccessExpressionSyntax
        {
            Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 }
        });
    }
}
