namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1004: a synchronous call on the event loop that has an asynchronous counterpart.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1004SynchronousCallInAsyncAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1004";

    internal static readonly RuleOption<ApiPatterns> ExcludedApis = new(
        "async_analyzers.async1004.excluded_apis",
        ApiPatterns.Empty,
        "a list of documentation ids such as 'M:Namespace.Type.Method', 'T:Namespace.Type' or 'N:Namespace*', separated by '|' or ','",
        ApiPatterns.TryParse);

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Call the async overload in async code",
        "'{0}' blocks the thread of {1}; {2}",
        RuleCategory.Blocking,
        DiagnosticSeverity.Warning,
        "A thread that waits for a file, a socket or a database runs no other continuation meanwhile; the asynchronous counterpart frees "
            + "it until the result is there.");

    public ASYNC1004SynchronousCallInAsyncAnalyzer()
        : base(Rule, Trigger.OnKind(SyntaxKind.InvocationExpression, static node => MayBeSynchronous((InvocationExpressionSyntax)node)))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var call = (InvocationExpressionSyntax)node;
        if (ConnectionStreams.IsByteMethod(CallSyntax.CalledName(call)!))
        {
            AnalyzeByte(call, context);
        }

        if (!AwaitableNames.Of(context.Model.Compilation).HasAsyncForm(CallSyntax.CalledName(call)!)
            || !EventLoopContext.MayBeOnLoop(call, context.Model)
            || EventLoopContext.Of(
                call, context.Model) is not { IsOnLoop: true, Function: { } function }
            || CallSyntax.MethodOf(call, context.Model) is not { } method
            || SynchronousBranch.ContainsByName(call, context.Model)
            || AsyncCounterpart.Find(call, method, context.Model, withToken: false) is not { } counterpart
            || CallSyntax.IsInNameOf(call)
            || SynchronousBranch.Contains(call, context.Model, counterpart.Method.Name)
            || BlockingApis.Of(context.Model.Compilation, context.AnalyzerOptions, context.CancellationToken) is var blocking
                && (blocking.Find(method) is not null || blocking.IsExcluded(method))
            || ExcludedApis.Of(context.Options).Contain(method, CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } owner
                ? context.Model.TypeOf(owner)
                : null))
        {
            return;
        }

        if (AcceptedFindings.Include(AcceptedFindings.SynchronousCalls, call)
            || DebugBranches.Contain(call)
            || ConditionalBranches.CallsBeside(call, counterpart.Method.Name).Any()) // for frameworks that have it
        {
            return;
        }

        bool isFrameworkIo = AsyncCounterpart.IsFrameworkIo(method) || AsyncCounterpart.IsFrameworkIo(counterpart.Method);
        ExpressionSyntax? receiver = CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!);
        if (IsMeantInTest(method, context) || AvailableData.IsKnown(call, method, context.Model)
            || (isFrameworkIo && receiver is not null && InheritedForm.Is(
                counterpart.Method, method.Name, ExactTypes.Of(receiver, context.Model) ?? context.Model.TypeOf(receiver),
                context.CancellationToken)))
        {
            return;
        }

        AwaitObstacle obstacle = AwaitPlacement.ObstacleAt(call, context.Model);
        if ((obstacle != AwaitObstacle.None && !isFrameworkIo)
            || (obstacle == AwaitObstacle.ThreadAffineLock
                && ThreadAffineScopes.IsUnderWrappedLock(call, context.Model)))
        {
            return;
        }

        bool isWarning = isFrameworkIo
            && !AsyncFlag.IsAmongParametersOf(function, context.Model)
            && !EntryPoint.IsBesides(function, context.Model) && !ExampleProjects.IsUnused(context.Model.Compilation)
            && !IsMostlyHarmless(call, receiver, method, context)
            && !OlderFrameworks.LackAsyncFormOf(method, context.AnalyzerOptions)
            && !DatabaseProviders.AreSynchronousFor(counterpart.Method, context.Model)
            && !(counterpart.Container is { } operators && receiver is not null
                && !QuerySource.IsOfProvider(receiver, operators, context.Model));
        if (OneTimeCode.Is(function, context.Model))
        {
            // Nobody else waits while an application is installed.
            if (!isWarning && !EntryPoint.Is(function, context.Model))
            {
                return;
            }

            isWarning = false;
        }

        context.ReportAs(
            isWarning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            call.GetLocation(),
            method.Name,
            EventLoopContext.DisplayOf(function),
            obstacle.Remedy($"use 'await {counterpart.Method.Name}'"));
    }

    /// <summary><c>socketStream.ReadByte()</c>: there is no counterpart of that name.</summary>
    private static void AnalyzeByte(InvocationExpressionSyntax call, RuleContext context)
    {
        if (!EventLoopContext.MayBeOnLoop(call, context.Model)
            || context.IsInTests
            || ConnectionStreams.ByteMethodOf(call, context.Model, out bool isCertain) is not { } method
            || EventLoopContext.Of(call, context.Model) is not { IsOnLoop: true, Function: { } function }
            || CallSyntax.IsInNameOf(call)
            || SynchronousBranch.Contains(call, context.Model)
            || DebugBranches.Contain(call)
            || AcceptedFindings.Include(AcceptedFindings.SynchronousCalls, call)
            || context.IsTakenOut(method)
            || ExcludedApis.Of(context.Options).Contain(
                method, CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } owner ? context.Model.TypeOf(owner) : null))
        {
            return;
        }

        bool isWarning = isCertain && !AsyncFlag.IsAmongParametersOf(function, context.Model)
            && !EntryPoint.IsBesides(function, context.Model) && !ExampleProjects.IsUnused(context.Model.Compilation)
            && !OneTimeCode.Is(function, context.Model) && !ExplainedCode.Is(call);
        context.ReportAs(
            isWarning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            call.GetLocation(),
            method.Name,
            EventLoopContext.DisplayOf(function),
            AwaitPlacement.ObstacleAt(call, context.Model).Remedy(
                method.Name == "ReadByte" ? "use 'await ReadAsync' with a buffer" : "use 'await WriteAsync' with a buffer"));
    }

    /// <summary>
    /// What a test reads, sends or tries out keeps nobody else waiting; its own helpers often block on tasks that it could await.
    /// </summary>
    private static bool IsMeantInTest(IMethodSymbol method, RuleContext context)
        => context.IsInTests
            && !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, context.Model.Compilation.Assembly);

    /// <summary>
    /// A stream that is set back is mostly in memory, and one that an abstract member hands out may be; what is written into a buffer waits
    /// for its flush. Where something has failed, a connection is only cut off. An archive is opened without its entries. What is said of
    /// the first line is not said of all. What is written once to the input of a child process fits into the pipe. A whole local file
    /// (settings, a template) is mostly small: where a function that is not async reads it, nothing else is waited for.
    /// </summary>
    private static bool IsMostlyHarmless(
        InvocationExpressionSyntax call, ExpressionSyntax? receiver, IMethodSymbol method, RuleContext context)
        => (method.Name is "Disconnect" or "Close" or "Shutdown" or "Quit" && call.FirstAncestorOrSelf<CatchClauseSyntax>() is not null)
            || method is
            {
                Name: "OpenRead" or "Open", ContainingType: { Name: "ZipFile", ContainingNamespace.Name: "Compression" },
            }
            || (method.ContainingType is { Name: "File", ContainingNamespace.Name: "IO" }
                && FunctionSyntax.Enclosing(call) is { } function && !FunctionSyntax.IsAsync(function)
                && !LoopBounds.IsInLoop(call))
            || (receiver is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "StandardInput", Expression: var child }
                && context.Model.TypeOf(child) is { Name: "Process" } && !LoopBounds.IsInLoop(call))
            || RewoundStreams.IsUsedBy(call, context.Model)
            || (receiver is not null && RewoundStreams.IsOfUnknownKind(receiver, context.Model))
            || FlushedWriters.IsFilledBy(call, method, context.Model)
            || FlushedWriters.IsSaidBefore(call, method, context.Model)
            || ExplainedCode.Is(call);

    private static bool MayBeSynchronous(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) is { } name && !name.EndsWith("Async", StringComparison.Ordinal);
}
