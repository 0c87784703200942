using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>A cancellation or completion that can as well come behind its <c>lock</c> statement.</summary>
internal sealed class CancellationMove
{
    private readonly ExpressionStatementSyntax _statement;
    private readonly LockStatementSyntax _lock;
    private readonly InvocationExpressionSyntax _call;
    private readonly ExpressionSyntax _receiver;

    /// <summary>The source is disposed right behind its cancellation: that moves along.</summary>
    private readonly StatementSyntax? _disposal;

    private CancellationMove(
        ExpressionStatementSyntax statement, LockStatementSyntax @lock, InvocationExpressionSyntax call, ExpressionSyntax receiver,
        StatementSyntax? disposal)
    {
        _statement = statement;
        _lock = @lock;
        _call = call;
        _receiver = receiver;
        _disposal = disposal;
    }

    private string Method => CallSyntax.CalledName(_call)!;

    private bool IsCancellation => Method == "Cancel";

    private bool IsConditional => _statement != _lock.Statement && _statement.Parent != _lock.Statement;

    /// <summary>
    /// Null where the statement is in a loop or an inner <c>try</c>, where more follows than assignments, and where another thread may
    /// dispose the source, or complete it a second time, as soon as the lock is released.
    /// </summary>
    public static CancellationMove? Of(
        ExpressionStatementSyntax statement, LockStatementSyntax @lock, InvocationExpressionSyntax call, ExpressionSyntax receiver,
        ISymbol source, CodeModel model)
    {
        if (!IsPath(receiver)
            || !call.ArgumentList.Arguments.All(argument => BehindLock.IsStable(argument.Expression, @lock, model))
            || statement.Ancestors().TakeWhile(around => around != @lock)
                .Any(static around => around is not (BlockSyntax or IfStatementSyntax or ElseClauseSyntax)))
        {
            return null;
        }

        StatementSyntax? next = statement.Parent is BlockSyntax block
            ? block.Statements.ElementAtOrDefault(block.Statements.IndexOf(statement) + 1)
            : null;
        StatementSyntax? disposal = next is ExpressionStatementSyntax { Expression: var following } && IsDisposalOf(following, receiver)
            ? next
            : null;
        bool isReplaced = false;
        foreach (SyntaxNode node in @lock.Statement.DescendantNodes().Where(node
            => node.SpanStart >= statement.Span.End && disposal?.Span.Contains(node.Span) != true))
        {
            switch (node)
            {
                case AssignmentExpressionSyntax assignment:
                    isReplaced |= assignment.Left.WithoutTrivia().IsEquivalentTo(receiver.WithoutTrivia());
                    break;
                case InvocationExpressionSyntax or AwaitExpressionSyntax or ReturnStatementSyntax or BreakStatementSyntax
                    or ContinueStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax
                    or YieldStatementSyntax or LocalFunctionStatementSyntax:
                case BaseObjectCreationExpressionSyntax creation
                    when model.TypeOf(creation)?.Name
                        is not ("CancellationTokenSource" or "TaskCompletionSource"):
                    return null;
            }
        }

        string method = CallSyntax.CalledName(call)!;
        bool isTaken = isReplaced || (method == "Cancel"
            ? !IsDisposedElsewhere(source, disposal, model.CancellationToken)
            : method.StartsWith("Try", StringComparison.Ordinal));
        return isTaken && (disposal is null || isReplaced) ? new CancellationMove(statement, @lock, call, receiver, disposal) : null;
    }

    /// <summary>The function may await <c>CancelAsync</c> instead.</summary>
    public bool CanAwait(RepairRequest request)
        => IsCancellation && _call.ArgumentList.Arguments.Count == 0
            && FunctionSyntax.Enclosing(_lock) is { } function && FunctionSyntax.IsAsync(function)
            && !_lock.Ancestors().TakeWhile(node => node != function)
                .Any(static node => node is UnsafeStatementSyntax or LockStatementSyntax)
            && request.Types.CancellationTokenSource?.GetMembers("CancelAsync").IsEmpty == false;

    /// <summary>The tree with the statement behind the lock.</summary>
    public SyntaxNode Apply(RepairRequest request, SourceText text, bool isAwaited)
    {
        bool mayBeNull = IsConditional || _statement.Expression is ConditionalAccessExpressionSyntax;
        HashSet<string> used = FreeNames.UsedIn(FunctionSyntax.Enclosing(_lock) ?? _lock);
        string name = FreeNames.Numbered(IsCancellation ? "toCancel" : "toComplete", used.Contains);

        StatementSyntax[] behind = new[] { isAwaited ? AwaitCancelAsync() : Call(Method, _call.ArgumentList) }
            .Concat(_disposal is null ? Array.Empty<StatementSyntax>() : new[] { Call("Dispose", ArgumentList()) }).ToArray();
        TypeSyntax type = AsyncEdit.TypeName(
            request, request.Model.GetTypeInfo(_receiver).Type!.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        if (mayBeNull && (request.Model.GetNullableContext(_lock.SpanStart) & NullableContext.AnnotationsEnabled) != 0)
        {
            type = NullableType(type);
        }

        StatementSyntax declaration = BehindLock.Declare(type, name, IsConditional ? SyntaxKind.NullLiteralExpression : null);
        return BehindLock.Move(
            request.Root, text, _lock, _statement, new[] { BehindLock.Note(name, _receiver) }, _disposal, new[] { declaration }, behind);

        StatementSyntax Call(string method, ArgumentListSyntax arguments)
        {
            arguments = arguments.WithoutTrivia();
            return ExpressionStatement(mayBeNull
                ? ConditionalAccessExpression(
                    IdentifierName(name), InvocationExpression(MemberBindingExpression(IdentifierName(method)), arguments))
                : InvocationExpression(TypeNaming.Member(IdentifierName(name), method), arguments));
        }

        // await toCancel.CancelAsync(); await (toCancel?.CancelAsync() ?? Task.CompletedTask);
        StatementSyntax AwaitCancelAsync()
        {
            ExpressionSyntax task = ((ExpressionStatementSyntax)Call("CancelAsync", ArgumentList())).Expression;
            if (mayBeNull)
            {
                task = ParenthesizedExpression(BinaryExpression(
                    SyntaxKind.CoalesceExpression,
                    task,
                    Token(TriviaList(Space), SyntaxKind.QuestionQuestionToken, TriviaList(Space)),
                    TypeNaming.Member(TypeNaming.ExpressionOf(request, request.Types.Task!), "CompletedTask")));
            }

            if (ConfigureAwaitHabit.IsFalse(request.Root))
            {
                task = InvocationExpression(TypeNaming.Member(task, "ConfigureAwait"), ArgumentList(SingletonSeparatedList(
                    Argument(LiteralExpression(SyntaxKind.FalseLiteralExpression)))));
            }

            return ExpressionStatement(AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), task));
        }
    }

    /// <summary><c>_source</c>, <c>this._source</c>.</summary>
    private static bool IsPath(ExpressionSyntax receiver)
        => receiver is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };

    private static bool IsDisposalOf(ExpressionSyntax call, ExpressionSyntax receiver) => call switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" } access }
            => access.Expression.WithoutTrivia().IsEquivalentTo(receiver.WithoutTrivia()),
        ConditionalAccessExpressionSyntax
        {
            WhenNotNull: InvocationExpressionSyntax
            {
                Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" },
            }
        } access => access.Expression.WithoutTrivia().IsEquivalentTo(receiver.WithoutTrivia()),
        _ => false,
    };

    /// <summary>Something of the type disposes the source, or it is not the type's own.</summary>
    private static bool IsDisposedElsewhere(ISymbol source, StatementSyntax? disposal, CancellationToken cancellationToken)
        => source.DeclaredAccessibility != Accessibility.Private
            || source.ContainingType.Parts(cancellationToken)
                .SelectMany(static part => part.DescendantNodes().OfType<IdentifierNameSyntax>())
                .Where(name => name.Identifier.ValueText == source.Name && disposal?.Span.Contains(name.Span) != true)
                .Any(static name => Writes.ExpressionOf(name).Parent switch
                {
                    MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "Dispose",
                    ConditionalAccessExpressionSyntax access
                        => access.WhenNotNull.ToString().StartsWith(".Dispose", StringComparison.Ordinal),
                    ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax => true,
                    _ => false,
                });
}
