namespace AsyncAnalyzers.Semantics;

/// <summary>Signs that whoever dropped a task meant it, or that nothing is lost with it.</summary>
internal static class DropIntent
{
    private static readonly string[] Intents =
    {
        "fire and forget", "fire-and-forget", "fire & forget", "fire&forget", "on purpose", "intentional", "deliberate", "not await",
        "n't await", "no need to await", "not need to await", "n't need to await", "without await",
        "not wait", "n't wait", "no need to wait",
        "don't care", "do not care", "not interested in the result",
        "background", "warm up", "warm-up", "warmup",
    };

    private static readonly string[] Plans = { "todo", "fixme", "hack", "should" };

    private static readonly string[] Postings = { "RunOn", "InvokeOn", "BeginInvokeOn", "ExecuteOn", "PostOn", "ScheduleOn", "DispatchOn" };

    /// <summary>The same where the object itself stands for the thread: a component, a dispatcher, a queue.</summary>
    private static readonly HashSet<string> PostingVerbs = new(StringComparer.Ordinal)
    {
        "Invoke", "InvokeAsync", "BeginInvoke", "BeginInvokeAsync", "Post", "PostAsync", "Dispatch", "DispatchAsync",
    };

    private static readonly string[] Endings = { "Stop", "Close", "Dispose", "Shutdown", "ShutDown", "Disconnect", "Delete", "Clean" };

    private static readonly string[] Preparations = { "Warm", "Preload", "Prefetch", "Prejit" };

    /// <summary>A comment at the statement says that nobody waits: "fire and forget", "no need to await", "in the background".</summary>
    public static bool IsCommented(SyntaxNode node)
    {
        SyntaxNode place = node.FirstAncestorOrSelf<StatementSyntax>() ?? node;
        return place.GetLeadingTrivia().Any(SpeaksOfIntent) || place.GetTrailingTrivia().Any(SpeaksOfIntent);
    }

    /// <summary>The work only gets ready what is used later, which would do it itself: names say so, or it reads and forgets.</summary>
    public static bool IsWarmUp(InvocationExpressionSyntax maker, SyntaxNode function)
        => Names(EventLoopContext.NameOf(function))
            || Names(function.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText)
            || maker.Descendants().Any(static node => node switch
            {
                SimpleNameSyntax name => Names(name.Identifier.ValueText),
                AnonymousFunctionExpressionSyntax { Body: AssignmentExpressionSyntax assignment } => IsIdleRead(assignment),
                _ => false,
            });

    /// <summary>It shows something to the user, and the task only says when that is closed again.</summary>
    public static bool IsPrompt(string name)
        => name.StartsWith("ShowDialog", StringComparison.Ordinal) || name.StartsWith("ShowMessage", StringComparison.Ordinal)
            || name.StartsWith("DisplayAlert", StringComparison.Ordinal) || name.StartsWith("DisplayActionSheet", StringComparison.Ordinal);

    /// <summary>
    /// <c>RunOnMainThread(() => …)</c>, <c>InvokeOnUIThreadAsync(Refresh)</c>, <c>InvokeAsync(StateHasChanged)</c>: a synchronous step is
    /// handed to a thread with a loop, as <c>Dispatcher.BeginInvoke</c> does.
    /// </summary>
    public static bool IsForOtherThread(string name, IMethodSymbol method)
        => (PostingVerbs.Contains(name)
                || Postings.Any(verb
                    => name.StartsWith(verb, StringComparison.Ordinal) && name.Length > verb.Length && char.IsUpper(name[verb.Length])))
            && method.Parameters.Any(static parameter
                => parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod.ReturnsVoid: true });

    /// <summary>
    /// <c>Task.Run(…);</c> as a statement says what it is for: work beside this code. Not where the work is an assertion, which is lost.
    /// </summary>
    public static bool IsBesideThisCode(InvocationExpressionSyntax maker, IMethodSymbol method, CodeModel model)
        => method.Name is "Run" or "StartNew"
            && (method.ContainingType.IsTask(model.Types) || method.IsDeclaredIn(model.Types.TaskFactory)
                || method.IsDeclaredIn(model.Types.TaskFactoryOfT))
            && !(model.Types.HasTestFramework && TestAssertions.AreIn(maker.ArgumentList));

    /// <summary><c>observable.ForEachAsync(…)</c>: a subscription, whose task ends with the sequence, if it ever does.</summary>
    public static bool IsSubscription(IMethodSymbol method)
        => method.Name == "ForEachAsync" && (method.ReducedFrom ?? method).Parameters.FirstOrDefault()?.Type.Name == "IObservable";

    /// <summary>Only asks to end something, and what fails is the callbacks of others.</summary>
    public static bool IsCancelling(IMethodSymbol method)
        => method is { Name: "CancelAsync", ContainingType.Name: "CancellationTokenSource" };

    /// <summary><c>handler(request, async: false)</c>: a flag says that the work is over when the call returns.</summary>
    public static bool IsToldToBeSynchronous(InvocationExpressionSyntax maker, IMethodSymbol method)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = maker.ArgumentList.Arguments;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].Expression.Kind() is var kind and (SyntaxKind.FalseLiteralExpression or SyntaxKind.TrueLiteralExpression)
                && (arguments[i].NameColon?.Name.Identifier.ValueText ?? method.Parameters.ElementAtOrDefault(i)?.Name) is { } name
                && AsyncFlag.SideOfName(name) is var side and not FlagSide.Unknown
                && side == FlagSide.Synchronous == (kind == SyntaxKind.TrueLiteralExpression))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The code behind it waits for an event, a count or a source of its own: <c>Task.Run(Serve); ready.Wait();</c> The outcome comes
    /// another way.
    /// </summary>
    public static bool IsWaitedForOtherwise(DroppedTask dropped, CodeModel model)
        => FunctionSyntax.Body(dropped.Function) is { } body
            && FunctionSyntax.OwnNodes(body).Any(node => node is InvocationExpressionSyntax wait
                && wait.SpanStart > dropped.Expression.Span.End && IsWaitForSignal(wait, model));

    private static bool IsWaitForSignal(InvocationExpressionSyntax wait, CodeModel model)
    {
        if (wait.Expression is not MemberAccessExpressionSyntax { Expression: var signal, Name.Identifier.ValueText: var name }
            || name is not ("Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "WaitAsync" or "SpinUntil"))
        {
            return false;
        }

        if (signal is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task", Expression: var source })
        {
            return model.TypeOf(source)?.Name == "TaskCompletionSource";
        }

        ITypeSymbol? type = model.TypeOf(signal) ?? model.SymbolOf(signal) as ITypeSymbol;
        return type.SelfAndBases().Any(static one => one.Name is "WaitHandle" or "ManualResetEventSlim" or "CountdownEvent" or "Barrier"
            or "SpinWait" or "SemaphoreSlim");
    }

    /// <summary>A handler of an exception closes what is of no use any more: the failure that matters is known.</summary>
    public static bool IsClosingAfterFailure(DroppedTask dropped)
        => Endings.Any(verb => dropped.Name.StartsWith(verb, StringComparison.Ordinal))
            && dropped.Expression.Ancestors().TakeWhile(node => node != dropped.Function).Any(static node => node is CatchClauseSyntax);

    /// <summary>A test that is over puts away what it used, in its <c>finally</c> or its clean-up.</summary>
    public static bool IsEndOfTest(DroppedTask dropped)
        => Endings.Any(verb => dropped.Name.StartsWith(verb, StringComparison.Ordinal))
            && (dropped.Expression.Ancestors().TakeWhile(node => node != dropped.Function).Any(static node => node is FinallyClauseSyntax)
                || (dropped.Function is MethodDeclarationSyntax { Identifier.ValueText: var name } method
                    && (IsCleanUp(name) || method.AttributeLists.SelectMany(static list => list.Attributes).Any(static attribute
                        => IsCleanUp(TypeNames.Of(attribute.Name) ?? ""))))
                || dropped.Function is DestructorDeclarationSyntax);

    /// <summary>The same function keeps, or waits for, the task of another call of the method: it knows the difference.</summary>
    public static bool IsObservedBeside(DroppedTask dropped)
        => FunctionSyntax.Body(dropped.Function) is { } body
            && FunctionSyntax.OwnNodes(body).Any(node => node is InvocationExpressionSyntax call && call != dropped.Maker
                && call.Parent is not ExpressionStatementSyntax && CallSyntax.CalledName(call) == dropped.Name
                && TaskUse.Of(call).Kind is not (TaskUseKind.Dropped or TaskUseKind.Discarded));

    private static bool IsCleanUp(string name)
        => name == "Dispose" || name.Contains("TearDown") || name.Contains("Teardown") || name.Contains("Cleanup")
            || name.Contains("CleanUp");

    /// <summary>
    /// The method starts no task: it returns one that is kept elsewhere, of a field, a property or a TaskCompletionSource, which its type
    /// lets nobody fail; of a member without a body, all that implements it in this compilation does.
    /// </summary>
    public static bool HandsOutStoredTask(IMethodSymbol method, CodeModel model)
    {
        if (!method.IsAbstract)
        {
            return !method.IsAsync && CalledSource.OfOnly(method, model) is { } only && HandsOutStoredTask(only, model);
        }

        bool any = false;
        foreach (IMethodSymbol implementation in OnlyImplementation.AllOf(method, model))
        {
            if (implementation.IsAsync || CalledSource.Of(implementation, model) is not { } source || !HandsOutStoredTask(source, model))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    private static bool HandsOutStoredTask(CalledSource source, CodeModel model)
    {
        bool any = false;
        foreach (ExpressionSyntax returned in FunctionSyntax.ReturnedBy(source.Body))
        {
            ExpressionSyntax value = WithoutSuppression(returned);
            if (value is SimpleNameSyntax or MemberAccessExpressionSyntax
                && source.Model.GetSymbolInfo(value, model.CancellationToken).Symbol is IPropertySymbol or IFieldSymbol)
            {
                any = true;
            }
            else if (!value.IsKind(SyntaxKind.NullLiteralExpression))
            {
                return false;
            }
        }

        return any && source.Function.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Descendants().Any(static node
            => node is SimpleNameSyntax { Identifier.ValueText: "SetException" or "TrySetException" }) == false;
    }

    private static ExpressionSyntax WithoutSuppression(ExpressionSyntax expression)
    {
        expression = CallSyntax.WithoutCasts(expression);
        return expression is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed
            ? CallSyntax.WithoutCasts(suppressed.Operand)
            : expression;
    }

    private static bool SpeaksOfIntent(SyntaxTrivia trivia)
    {
        if (trivia.Kind() is not (SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia))
        {
            return false;
        }

        string text = trivia.ToString();
        return Intents.Any(words => text.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0)
            && !Plans.Any(words => text.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    private static bool Names(string? name)
        => name is not null && Preparations.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) is var at and >= 0
            && (at == 0 || char.IsUpper(name[at]) || name[at - 1] == '_'));

    /// <summary><c>_ = Type.Property</c>: it only runs initializers.</summary>
    private static bool IsIdleRead(AssignmentExpressionSyntax assignment)
        => assignment is
        {
            RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax { Identifier.ValueText: "_" },
            Right: SimpleNameSyntax or MemberAccessExpressionSyntax,
        };
}
