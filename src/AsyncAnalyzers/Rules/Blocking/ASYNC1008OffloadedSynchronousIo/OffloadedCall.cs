namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// A single synchronous call with an asynchronous counterpart, in <c>Task.Run</c> or <c>StartNew</c>, that is awaited or returned at once.
/// </summary>
internal sealed class OffloadedCall
{
    private OffloadedCall(
        InvocationExpressionSyntax call, IMethodSymbol method, AsyncCounterpart counterpart, ExpressionSyntax? token, bool isAwaited)
    {
        Call = call;
        Method = method;
        Counterpart = counterpart;
        Token = token;
        IsAwaited = isAwaited;
    }

    /// <summary>The call that the pool thread makes.</summary>
    public InvocationExpressionSyntax Call { get; }

    public IMethodSymbol Method { get; }

    public AsyncCounterpart Counterpart { get; }

    /// <summary>The token that <c>Task.Run</c> is given; null where there is none.</summary>
    public ExpressionSyntax? Token { get; }

    /// <summary>False where the task is returned.</summary>
    public bool IsAwaited { get; }

    /// <summary>The cheap half of <see cref="Find"/>: the call in a lambda that does nothing else, by syntax alone.</summary>
    public static InvocationExpressionSyntax? CallIn(InvocationExpressionSyntax run)
    {
        if (run.ArgumentList.Arguments is not { Count: 1 or 2 } arguments
            || arguments[0].Expression is not AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: 0 } lambda)
        {
            return null;
        }

        ExpressionSyntax? expression = lambda switch
        {
            { ExpressionBody: { } body } => body,
            { Block.Statements: { Count: 1 } statements } => statements[0] switch
            {
                ReturnStatementSyntax @return => @return.Expression,
                ExpressionStatementSyntax statement => statement.Expression,
                _ => null,
            },
            _ => null,
        };
        return expression is not null ? CallSyntax.WalkDownParentheses(expression) as InvocationExpressionSyntax : null;
    }

    public static OffloadedCall? Find(InvocationExpressionSyntax run, CodeModel model)
    {
        if (CallIn(run) is not { } call
            || !IsAwaitedOrReturned(run, out bool isAwaited)
            || CallSyntax.MethodOf(run, model) is not { } runs
            || !(runs.IsDeclaredIn(model.Types.Task) || runs.IsDeclaredIn(model.Types.TaskFactory))
            || (run.ArgumentList.Arguments.Count == 2 && !runs.Parameters[1].Type.Is(model.Types.CancellationToken))
            || CallSyntax.MethodOf(call, model) is not { } method
            || AsyncCounterpart.Find(call, method, model) is not { } counterpart
            || CounterpartBody.IsOffloading(counterpart.Method, model.CancellationToken)
            || !IsAllThatIsDone(call, model)
            || IsWork(method))
        {
            return null;
        }

        return new OffloadedCall(call, method, counterpart, run.ArgumentList.Arguments.Count == 2
            ? run.ArgumentList.Arguments[1].Expression
            : null, isAwaited);
    }

    /// <summary>What reads or writes a stream but computes while it does so is rightly kept off the event loop.</summary>
    private static bool IsWork(IMethodSymbol method)
        => method.ContainingNamespace?.ToDisplayString() is { } space
            && (space.StartsWith("System.Text.Json", StringComparison.Ordinal) || space.StartsWith("System.Xml", StringComparison.Ordinal)
                || space.StartsWith("System.Security.Cryptography", StringComparison.Ordinal)
                || space.StartsWith("System.IO.Compression", StringComparison.Ordinal));

    /// <summary>
    /// Receiver and arguments do nothing of their own that would come back to the event loop: no calls but operators of queries,
    /// no objects created.
    /// </summary>
    private static bool IsAllThatIsDone(InvocationExpressionSyntax call, CodeModel model)
        => call.Descendants(static node => node is not AnonymousFunctionExpressionSyntax).All(node => node switch
        {
            InvocationExpressionSyntax inner => CallSyntax.CalledName(inner) is "nameof" or "Combine" or "ToString" or "AsQueryable"
                || CallSyntax.MethodOf(inner, model)?.IsDeclaredIn(model.Types.Queryable) == true,
            BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax or QueryExpressionSyntax or SwitchExpressionSyntax
                or AssignmentExpressionSyntax
                => false,
            _ => true,
        });

    private static bool IsAwaitedOrReturned(InvocationExpressionSyntax run, out bool isAwaited)
    {
        SyntaxNode expression = run;
        while (expression.Parent is ParenthesizedExpressionSyntax
            || expression.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ConfigureAwait",
                Parent: InvocationExpressionSyntax
            })
        {
            expression = expression.Parent is ParenthesizedExpressionSyntax ? expression.Parent : expression.Parent.Parent!;
        }

        isAwaited = expression.Parent is AwaitExpressionSyntax;
        return isAwaited
            || (expression == run
                && expression.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax
                && FunctionSyntax.Enclosing(run) is { } function && !FunctionSyntax.IsAsync(function));
    }
}
