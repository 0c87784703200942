namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2001: a task is dropped where it was made. What the compiler says as CS4014 is left to it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2001UnawaitedTaskAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Await the task or discard it explicitly",
        "The task of '{0}' is not awaited, so its exceptions are lost; {1}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "Work whose task is dropped may still run, or have failed, when the code behind it goes on, and its exception is lost.");

    private static readonly DiagnosticDescriptor Configuration = RuleDescriptor.Variant(
        Rule, "'{0}' has no effect without an 'await'; await the task, or delete the call");

    public ASYNC2001UnawaitedTaskAnalyzer()
        : base(
            new[] { Rule, Configuration },
            Trigger.OnKind(SyntaxKind.ExpressionStatement, IsCandidate),
            Trigger.OnKind(SyntaxKind.ArrowExpressionClause, IsCandidate),
            Trigger.OnKind(SyntaxKind.SimpleLambdaExpression, IsCandidate),
            Trigger.OnKind(SyntaxKind.ParenthesizedLambdaExpression, IsCandidate))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        InvocationExpressionSyntax call = DroppedTask.CallIn(DroppedTask.CandidateIn(node)!)!;
        if (!(MayReturnAwaitable(call, context.Model.Compilation) || FunctionResult.MayBeStartedBy(call, context.Model.Compilation))
            || DroppedTask.Find(node, context.Model) is not { } dropped
            || dropped.IsReportedByCompiler()
            || AcceptedFindings.Include(AcceptedFindings.DroppedTasks, node)
            || (context.Types.HasTestFramework && TestDoubles.AreAskedBy(dropped.Maker, dropped.MakingMethod))) // a mock answers at once
        {
            return;
        }

        if (dropped.IsConfigurationOnly)
        {
            context.Saying(Configuration).ReportAs(
                DiagnosticSeverity.Info, dropped.Expression.GetLocation(), dropped.Expression.WithoutTrivia().ToString());
            return;
        }

        if (dropped.MakingMethod is { Name: "Delay" } delay && delay.IsDeclaredIn(context.Types.Task))
        {
            context.Saying(Configuration).Report(
                dropped.Expression.GetLocation(), dropped.Expression.WithoutTrivia().ToString());
            return;
        }

        KnownHandlers handlers = RaisedHandlers.Of(dropped.Maker, dropped.MakingMethod, context.Model);
        if (handlers == KnownHandlers.Harmless)
        {
            return;
        }

        bool mayBeNull = NullAnswer.MayComeFrom(dropped.MakingMethod, context.Model);
        Phrase remedy = dropped.Function is AnonymousFunctionExpressionSyntax lambda
            && !EndpointHandlers.Is(lambda, context.Model) && !ReturnsTask(lambda, context)
            ? IsOfParallel(dropped.Function, context.Model)
                ? "await 'Task.WhenAll' of the tasks"
                : ReturnsNothingForGood(dropped.Function, context.Model)
                ? "catch them in an async lambda, or discard the task with '_ ='"
                : "pass a 'Func<Task>', or discard the task with '_ ='"
            : mayBeNull ? "test it for null, then await it, or discard it with '_ ='"
            : AwaitPlacement.ObstacleAt(node, context.Model) == AwaitObstacle.Lock
            ? AwaitObstacle.Lock.Remedy("await it")
            : CannotAwait(dropped.Function, context.Model)
            ? "catch them in an async method, or discard the task with '_ ='"
            : "await it, or discard it with '_ ='";
        context.ReportAs(
            mayBeNull || handlers == KnownHandlers.NoneToBlame || IsPerhapsMeant(dropped, context)
                ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            dropped.Expression.GetLocation(),
            dropped.Name,
            remedy);
    }

    /// <summary>
    /// A suggestion: an extension method of a library that is given the task and may well look after it, an awaitable that no async method
    /// returns (the handle of a request, whose answer may come another way), a call that a batch seems to collect, work that catches all
    /// its exceptions, the forced end of something, which nobody waits for, a call that a comment says is not to be awaited, a dialog,
    /// something that is only prepared, a callback's call on what it was given, a short step for the thread of a user interface or a game,
    /// work that is started to run beside this code (<c>Task.Run</c>) or whose end it learns another way, a task that the callee did not
    /// start, or that ends with a connection, a failure that a <c>TaskCompletionSource</c> learns which is given; in a test what does not
    /// decide it, calls back as a double, connects what is closed later, or puts away what was used.
    /// </summary>
    private static bool IsPerhapsMeant(DroppedTask dropped, RuleContext context)
    {
        IMethodSymbol method = dropped.MakingMethod.ReducedFrom ?? dropped.MakingMethod;
        return (method is { IsExtensionMethod: true, Parameters: { Length: > 0 } parameters }
            && !TaskCaretaker.IsReadable(method, context.Model.Compilation)
            && parameters[0].Type.IsTaskOrValueTask(context.Types)
            && !SymbolEqualityComparer.Default.Equals(method.ContainingNamespace, context.Types.Task!.ContainingNamespace))
            || !dropped.MakingMethod.ReturnType.IsTaskOrTaskLike(context.Types)
            || EndsByForce(dropped.Name) || EventLoopContext.NameOf(dropped.Function) == "Abort"
            || DropIntent.IsClosingAfterFailure(dropped)
            || DropIntent.IsPrompt(dropped.Name) || DropIntent.IsCommented(dropped.Expression)
            || DropIntent.IsWarmUp(dropped.Maker, dropped.Function)
            || (DropIntent.IsForOtherThread(dropped.Name, method)
                && !(context.Types.HasTestFramework && TestAssertions.AreIn(dropped.Function)))
            || GivenReceiver.IsOf(dropped.Maker, dropped.Function, context.Model)
            || DropIntent.IsBesideThisCode(dropped.Maker, dropped.MakingMethod, context.Model)
            || DropIntent.IsCancelling(method) || DropIntent.IsSubscription(method)
            || DropIntent.IsToldToBeSynchronous(dropped.Maker, dropped.MakingMethod)
            || DropIntent.IsWaitedForOtherwise(dropped, context.Model)
            || ConnectedWork.EndsWithLoop(dropped.MakingMethod, context.Model)
            || ((context.Types.HasTestFramework || TestMethods.Contain(dropped.Function))
                && (!DecidesTest(dropped, context.Model)
                    || DropIntent.IsEndOfTest(dropped) || DropIntent.IsObservedBeside(dropped)
                    || ConnectedWork.IsClosedLater(dropped.Maker, dropped.Function)
                    // A double calls back what it was given.
                    || method.MethodKind == MethodKind.DelegateInvoke))
            || EscapingFailures.OfTask(dropped.Maker, context.Model) is { IsWritten: true } or { IsOfSource: true }
            || AnsweredSource.IsGivenTo(dropped.Maker, dropped.MakingMethod, context.Model)
            || DropIntent.HandsOutStoredTask(dropped.MakingMethod, context.Model)
            || CompletedCallee.IsOfOpen(dropped.MakingMethod, context.Model)
            || CollectedWork.Of(dropped.Maker, dropped.MakingMethod, context.Model) == Collecting.Perhaps;
    }

    /// <summary>
    /// The member asserts something, before or after the task has come so far, or in it. What else a test drops is mostly over at once, or
    /// no part of what it is about. An assertion that something throws gets what is thrown at once.
    /// </summary>
    private static bool DecidesTest(DroppedTask dropped, CodeModel model)
        => TestAssertions.AreIn(FunctionSyntax.OutermostEnclosing(dropped.Function))
            && !(dropped.Function is AnonymousFunctionExpressionSyntax lambda && TestAssertions.IsAssertedToThrow(lambda, model));

    /// <summary>
    /// An accessor, a constructor, an operator; a method that overrides or implements one that returns no task, as <c>Dispose</c> does.
    /// </summary>
    private static bool CannotAwait(SyntaxNode function, CodeModel model)
        => function is not CompilationUnitSyntax && !FunctionSyntax.IsAsync(function)
            && (AwaitPlacement.ObstacleIn(function, model) == AwaitObstacle.NotAMethod
                || (function is MethodDeclarationSyntax && FunctionSyntax.SymbolOf(function, model) is { } method
                    && !method.ReturnType.IsTaskOrValueTask(model.Types) && AsyncVoidRoles.IsContract(method)));

    /// <summary><c>Parallel.For</c> and its like take no function that returns a task.</summary>
    private static bool IsOfParallel(SyntaxNode lambda, CodeModel model)
        => lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            && CallSyntax.MethodOf(call, model)?.ContainingType.Is(model.Types.Parallel) == true;

    /// <summary>
    /// A handler of an event, or of a delegate type that others have declared, or one for a method of others that takes nothing else: no
    /// task would reach anybody.
    /// </summary>
    /// <summary>The lambda is a <c>Func&lt;Task&gt;</c> already, and need but be async.</summary>
    private static bool ReturnsTask(AnonymousFunctionExpressionSyntax lambda, RuleContext context)
        => (AsyncVoidMentions.DelegateTypeOf(lambda, context.Model) as INamedTypeSymbol)?.DelegateInvokeMethod?.ReturnType
            .IsTaskOrTaskLike(context.Types) == true;

    private static bool ReturnsNothingForGood(SyntaxNode function, CodeModel model)
        => function is AnonymousFunctionExpressionSyntax lambda
            && ((lambda.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: var raised }
                    && model.SymbolOf(raised) is IEventSymbol)
                || AsyncVoidMentions.IsForeignDelegate(lambda, model)
                || (lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker }
                    && AsyncVoidMentions.TakesNoTask(CallSyntax.MethodOf(taker, model), model)));

    private static bool EndsByForce(string name)
        => name.StartsWith("Abort", StringComparison.Ordinal) || name.Contains("Terminate")
            || name.StartsWith("Kill", StringComparison.Ordinal);

    /// <summary>A plain call in an async function is the compiler's (CS4014), unless it stands where no await may.</summary>
    private static bool IsCandidate(SyntaxNode node)
        => DroppedTask.CandidateIn(node) is { } expression
            && (CallSyntax.WalkDownParentheses(expression) is ConditionalAccessExpressionSyntax
                || FunctionSyntax.Enclosing(expression) is not { } function
                || !FunctionSyntax.IsAsync(function)
                || DroppedTask.IsOutOfTheCompilersSight(expression, function));

    private static bool MayReturnAwaitable(InvocationExpressionSyntax call, Compilation compilation)
        => CallSyntax.CalledName(call) is not { Length: > 0 } name
            || AwaitableNames.Of(compilation).MayReturnAwaitable(name)
            || (call.Expression is SimpleNameSyntax && IsLocalFunction(name, call));

    /// <summary>Local functions are not among the declared names, which are read without looking into bodies.</summary>
    private static bool IsLocalFunction(string name, SyntaxNode call)
        => call.Ancestors().OfType<BlockSyntax>().Any(block
            => block.Statements.Any(statement => statement is LocalFunctionStatementSyntax local && local.Identifier.ValueText == name));
}
