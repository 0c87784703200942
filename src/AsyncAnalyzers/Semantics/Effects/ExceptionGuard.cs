namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Whether an exception can leave an async function. Every await and every throw of it has to stand in a <c>try</c> whose
/// <c>catch</c> takes all exceptions and throws none: what is awaited is what fails.
/// </summary>
internal readonly struct ExceptionGuard
{
    /// <summary>
    /// How far awaited functions are followed: a handler awaits a method that catches everything. Those of other files are read, but not
    /// followed.
    /// </summary>
    private const int MaximumDepth = 3;

    private ExceptionGuard(bool isWhole, bool isWritten)
    {
        IsWhole = isWhole;
        IsWritten = isWritten;
    }

    /// <summary>No exception of an await leaves the function.</summary>
    public bool IsWhole { get; }

    /// <summary>Somebody has thought about exceptions: some await is caught, and not merely one that cannot fail.</summary>
    public bool IsWritten { get; }

    /// <param name="function">The function.</param>
    /// <param name="model">The model of its file; null where there is none: then what it awaits is not followed.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static ExceptionGuard Of(SyntaxNode function, SemanticModel? model, CancellationToken cancellationToken)
        => Of(function, model, MaximumDepth, cancellationToken);

    /// <summary>A catch of the statement takes every exception, and none of its catches throws.</summary>
    public static bool CatchesAll(TryStatementSyntax @try)
        => @try.Catches.Any(IsGeneral) && @try.Catches.All(@catch => !Throws(@catch));

    /// <summary>A throw in the block, or <c>ExceptionDispatchInfo.Throw</c>, that the block does not catch itself.</summary>
    public static bool Throws(CatchClauseSyntax @catch)
        => FunctionSyntax.OwnNodes(@catch.Block).Any(node => IsThrow(node) && !IsCaught(node, @catch.Block));

    /// <summary>
    /// <c>catch</c>, <c>catch (Exception)</c>; not with a filter, unless all that it lets out is what ends a process anyway.
    /// </summary>
    public static bool IsGeneral(CatchClauseSyntax @catch)
        => (@catch.Filter is null || FatalExceptions.AreAllLetOutBy(@catch.Filter.FilterExpression))
            && (@catch.Declaration is null || TypeNames.Of(@catch.Declaration.Type) == "Exception");

    /// <summary>The same where the type that is caught is bound: another one may be called <c>Exception</c>.</summary>
    public static bool IsGeneral(CatchClauseSyntax @catch, CodeModel model)
        => IsGeneral(@catch)
            && (@catch.Declaration is null
                || model.TypeOf(@catch.Declaration.Type) is
                {
                    ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
                });

    /// <summary>
    /// The await or the call stands in a <c>try</c> of its function whose <c>catch</c> takes all exceptions and throws none.
    /// </summary>
    public static bool IsCaught(SyntaxNode node)
        => FunctionSyntax.Enclosing(node) is { } function && FunctionSyntax.Body(function) is { } body && IsCaught(node, body);

    /// <summary>
    /// The await stands in a <c>try</c> of its function, one <c>catch</c> of which takes all exceptions, and may throw them on.
    /// </summary>
    public static CatchClauseSyntax? GeneralCatchAround(SyntaxNode node, SyntaxNode body)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != body; child = current, current = current.Parent)
        {
            if (current is TryStatementSyntax @try && child == @try.Block && @try.Catches.FirstOrDefault(IsGeneral) is { } general)
            {
                return general;
            }
        }

        return null;
    }

    private static ExceptionGuard Of(SyntaxNode function, SemanticModel? model, int depth, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.Body(function) is not { } body)
        {
            return default;
        }

        bool isWritten = false;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            bool isAwait = FunctionSyntax.IsAwait(node);
            if (!isAwait && !IsThrow(node))
            {
                continue;
            }

            if (IsCaught(node, body)
                || (isAwait && node is AwaitExpressionSyntax await && AwaitsGuarded(await, model, depth, cancellationToken)))
            {
                isWritten = true;
            }
            else if (!isAwait || node is not AwaitExpressionSyntax { Expression: var awaited } || !NeverFails(awaited))
            {
                return default;
            }
        }

        return new ExceptionGuard(isWhole: true, isWritten);
    }

    private static bool IsCaught(SyntaxNode node, SyntaxNode body)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != body; child = current, current = current.Parent)
        {
            // To tell of a failure, a catch may await: that one is not caught again by anybody.
            if (current is TryStatementSyntax @try && (child == @try.Block || !IsThrow(node)) && CatchesAll(@try))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsThrow(SyntaxNode node)
        => node is ThrowStatementSyntax or ThrowExpressionSyntax
            || (node is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Throw" } access
            }
                && access.Expression.ToString().Contains("ExceptionDispatchInfo"));

    /// <summary>The awaited call runs an async function that lets no exception out; nobody can override it.</summary>
    private static bool AwaitsGuarded(AwaitExpressionSyntax await, SemanticModel? model, int depth, CancellationToken cancellationToken)
    {
        if (depth == 0 || model is null
            || CallSyntax.WalkDownParentheses(
                CallSyntax.WithoutConfiguration(await.Expression)) is not InvocationExpressionSyntax
                {
                    Expression: IdentifierNameSyntax
                    or MemberAccessExpressionSyntax
                } call
            || CallSyntax.MethodOf(call, CodeModel.Of(model, cancellationToken)) is not { } method
            || CalledSource.OfOnly(method, CodeModel.Of(model, cancellationToken)) is not { } called
            || !FunctionSyntax.IsAsync(called.Function))
        {
            return false;
        }

        SemanticModel? modelThere = called.Model == model ? model : null;
        return Of(called.Function, modelThere, depth - 1, cancellationToken) is { IsWhole: true, IsWritten: true };
    }

    /// <summary>
    /// <c>Task.Delay(time)</c>, <c>Task.Yield()</c>, <c>Task.WhenAny(…)</c> and <c>semaphore.WaitAsync()</c>, without a token that cancels
    /// them.
    /// </summary>
    private static bool NeverFails(ExpressionSyntax awaited)
        => CallSyntax.WithoutConfiguration(awaited) is InvocationExpressionSyntax { ArgumentList.Arguments.Count: var arguments } call
            && CallSyntax.CalledName(call) switch
            {
                "Delay" => arguments == 1,
                "Yield" => arguments == 0,
                "WaitAsync" => arguments == 0,
                "WhenAny" => true,
                _ => false,
            };
}
