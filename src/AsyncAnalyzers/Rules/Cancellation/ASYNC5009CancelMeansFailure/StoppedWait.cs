namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// <c>_stop.Cancel(); await _loop; _stop.Dispose();</c>, where the loop waits with the token outside of any <c>try</c>: the wait throws
/// because of the stop, as if that had failed, and what stands behind it is skipped.
/// </summary>
/// <param name="Wait">The wait for the task.</param>
/// <param name="Task">The field that holds it.</param>
/// <param name="Source">The source that is cancelled.</param>
/// <param name="Await">Where the loop waits with the token.</param>
/// <param name="Skipped">The first call behind the wait.</param>
internal sealed record StoppedWait(
    ExpressionSyntax Wait, string Task, string Source, InvocationExpressionSyntax Await, InvocationExpressionSyntax Skipped)
{
    /// <param name="cancel">The name of the method that cancels the source.</param>
    /// <param name="model">The model of its tree.</param>
    public static StoppedWait? Of(SimpleNameSyntax cancel, CodeModel model)
    {
        if (CallSyntax.InvocationOf(cancel) is not { } call
            || CallSyntax.Receiver(cancel) is not { } receiver
            || StatementOf(call) is not { Parent: BlockSyntax block } statement
            || cancel.Ancestors().TakeWhile(static around => !FunctionSyntax.IsFunction(around)).Any(static around
                => around is TryStatementSyntax { Catches.Count: > 0 } or CatchClauseSyntax))
        {
            return null;
        }

        foreach (StatementSyntax later in block.Statements.Skip(block.Statements.IndexOf(statement) + 1).SelectMany(StepsOf))
        {
            if (later is TryStatementSyntax or ReturnStatementSyntax)
            {
                return null;
            }

            if (later is ExpressionStatementSyntax { Expression: var wait } && TaskOf(wait) is { } task)
            {
                return SkippedBehind(later, block) is { } skipped
                    && model.TypeOf(receiver).IsOrDerivesFrom(model.Types.CancellationTokenSource)
                    && model.SymbolOf(receiver) is IFieldSymbol source
                    && model.SymbolOf(task) is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field
                    && field.Type.IsTask(model.Types)
                    && AwaitOf(field, source, model) is { } await
                        ? new StoppedWait(wait, field.Name, source.Name, await, skipped)
                        : null;
            }
        }

        return null;
    }

    /// <summary>The statement, or those of <c>if (_loop != null) { … }</c>.</summary>
    private static IEnumerable<StatementSyntax> StepsOf(StatementSyntax statement) => statement switch
    {
        IfStatementSyntax { Else: null, Statement: BlockSyntax { Statements: var inner } } => inner,
        IfStatementSyntax { Else: null, Statement: var only } => new[] { only },
        _ => new[] { statement },
    };

    private static StatementSyntax? StatementOf(ExpressionSyntax call)
    {
        ExpressionSyntax current = call;
        while (current.Parent is AwaitExpressionSyntax or ConditionalAccessExpressionSyntax or InvocationExpressionSyntax
            or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" })
        {
            current = (ExpressionSyntax)current.Parent;
        }

        return current.Parent as ExpressionStatementSyntax;
    }

    /// <summary>The task of <c>await task</c>, <c>task.Wait(…)</c> and <c>task.GetAwaiter().GetResult()</c>.</summary>
    private static ExpressionSyntax? TaskOf(ExpressionSyntax wait)
    {
        ExpressionSyntax? task = wait switch
        {
            AwaitExpressionSyntax { Expression: var awaited } when !SafeWaits.SuppressesFailures(awaited)
                => CallSyntax.WithoutConfiguration(awaited),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" } access }
                => access.Expression,
            InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "GetResult",
                    Expression: InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" } access
                    },
                }
            }
                => access.Expression,
            ConditionalAccessExpressionSyntax
            {
                WhenNotNull: InvocationExpressionSyntax
                {
                    Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Wait" }
                }
            } access
                => access.Expression,
            _ => null,
        };
        return task is null ? null : CallSyntax.WithoutSuppression(task);
    }

    private static InvocationExpressionSyntax? SkippedBehind(StatementSyntax wait, BlockSyntax block)
        => block.Statements.SelectMany(StepsOf).SkipWhile(step => step.SpanStart <= wait.SpanStart)
            .Select(static behind => (behind as ExpressionStatementSyntax)?.Expression is { } expression
                ? expression.DescendantsAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault()
                : null)
            .FirstOrDefault(static call => call is not null && CallSyntax.CalledName(call) is { } name
                && (WorkNames.KindsOf(name) & WorkKinds.Undo) != 0);

    /// <summary>Where the one function whose task the field holds waits in its loop with the token, and catches nothing.</summary>
    private static InvocationExpressionSyntax? AwaitOf(IFieldSymbol field, IFieldSymbol source, CodeModel model)
    {
        InvocationExpressionSyntax? found = null;
        foreach (SimpleNameSyntax mention in NameMentions.InType(field.ContainingType, field.Name, model))
        {
            ExpressionSyntax written = Writes.ExpressionOf(mention);
            if (written.Parent is not AssignmentExpressionSyntax { Right: var value } assignment || assignment.Left != written
                || value.IsKind(SyntaxKind.NullLiteralExpression)
                || !SymbolEqualityComparer.Default.Equals(model.In(mention.SyntaxTree).SymbolOf(mention), field))
            {
                continue;
            }

            CodeModel own = model.In(mention.SyntaxTree);
            if (found is not null || AwaitIn(CallSyntax.WithoutCasts(value), source, own) is not { } await)
            {
                return null;
            }

            found = await;
        }

        return found;
    }

    /// <summary>The same for <c>Task.Run(Loop)</c>, <c>Task.Run(() => Loop(token))</c> and <c>Loop(token)</c>.</summary>
    private static InvocationExpressionSyntax? AwaitIn(ExpressionSyntax started, IFieldSymbol source, CodeModel model)
    {
        if (started is InvocationExpressionSyntax run && CallSyntax.CalledName(run) == "Run"
            && CallSyntax.MethodOf(run, model) is { } runner && runner.IsDeclaredIn(model.Types.Task)
            && run.ArgumentList.Arguments.Count > 0)
        {
            switch (run.ArgumentList.Arguments[0].Expression)
            {
                case AnonymousFunctionExpressionSyntax { ExpressionBody: { } body }:
                    started = body is AwaitExpressionSyntax await ? CallSyntax.WithoutConfiguration(await.Expression) : body;
                    break;
                case AnonymousFunctionExpressionSyntax { Block: { } block } lambda:
                    return FunctionSyntax.IsAsync(lambda) ? WaitIn(block, null, source, model) : null;
                case var named:
                    return CalledSource.MethodNamedBy(named, model) is { IsAsync: true } method
                        && CalledSource.Of(method, model) is { } loop
                            ? WaitIn(loop.Body, null, source, model.With(loop.Model))
                            : null;
            }
        }

        return started is InvocationExpressionSyntax call
            && CallSyntax.MethodOf(call, model) is { IsAsync: true } called
            && CalledSource.Of(called, model) is { } own
                ? WaitIn(own.Body, TokenArguments.ParameterOf(called, model.Types) is { } parameter
                    && GivenArgument.For(parameter, call) is { } given && IsOfSource(given, source, model) ? parameter : null,
                    source, model.With(own.Model))
                : null;
    }

    private static InvocationExpressionSyntax? WaitIn(SyntaxNode body, IParameterSymbol? token, IFieldSymbol source, CodeModel model)
    {
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (node is AwaitExpressionSyntax { Expression: var awaited } await
                && !SafeWaits.SuppressesFailures(awaited)
                && CallSyntax.WithoutConfiguration(awaited) is InvocationExpressionSyntax wait
                && LoopBounds.IsInLoop(await)
                && !await.Ancestors().TakeWhile(around => around != body.Parent).Any(static around
                    => around is TryStatementSyntax { Catches.Count: > 0 })
                && CallSyntax.MethodOf(wait, model) is { } method
                && WaitingCalls.Of(wait, method, isRepeated: true, isLoopAsked: false, model)
                    is WaitKind.LongPause or WaitKind.Wait or WaitKind.Queue
                && TokenArguments.ParameterOf(method, model.Types) is { } parameter
                && GivenArgument.For(parameter, wait) is { } given
                && (token is not null && given is IdentifierNameSyntax name && name.Identifier.ValueText == token.Name
                    || IsOfSource(given, source, model)))
            {
                return wait;
            }
        }

        return null;
    }

    /// <summary><c>_source.Token</c>, or the token of a field that is linked to it.</summary>
    private static bool IsOfSource(ExpressionSyntax token, IFieldSymbol source, CodeModel model)
        => token is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: var holder }
            && model.SymbolOf(CallSyntax.WithoutSuppression(holder)) is IFieldSymbol field
            && (SymbolEqualityComparer.Default.Equals(field, source) || IsLinked(field, source, model));

    private static bool IsLinked(IFieldSymbol field, IFieldSymbol source, CodeModel model)
        => NameMentions.InType(source.ContainingType, field.Name, model).Any(mention
            => Writes.ExpressionOf(mention).Parent is AssignmentExpressionSyntax { Right: InvocationExpressionSyntax linking }
                && CallSyntax.CalledName(linking) == "CreateLinkedTokenSource"
                && linking.ArgumentList.Arguments.Any(argument
                    => argument.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: var holder }
                        && SymbolEqualityComparer.Default.Equals(
                            model.In(mention.SyntaxTree).SymbolOf(CallSyntax.WithoutSuppression(holder)), source)));
}
