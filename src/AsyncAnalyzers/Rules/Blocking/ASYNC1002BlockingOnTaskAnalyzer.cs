namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1002: a synchronous wait for a task, on the event loop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1002BlockingOnTaskAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1002";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Await tasks instead of blocking on them",
        "'{0}' blocks {1} until the task completes and can deadlock; {2}",
        RuleCategory.Blocking,
        DiagnosticSeverity.Warning,
        "A thread that waits for a task runs no continuation: where the task needs this very thread, both wait forever, and on a thread "
            + "pool every such wait takes a thread away.");

    private static readonly DiagnosticDescriptor WithoutContext = RuleDescriptor.Variant(
        Rule, "'{0}' blocks {1} until the task completes; {2}");

    public ASYNC1002BlockingOnTaskAnalyzer()
        : base(new[] { Rule, WithoutContext }, Trigger.OnNames(BlockingWait.Names))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var name = (SimpleNameSyntax)node;
        if (!BlockingWait.MayBeAt(name)
            || !MayBeOnLoop(node)
            || BlockingWait.Find(name, context.Model) is not { } wait
            || EventLoopContext.OfExecution(
                node, context.Model) is not { IsOnLoop: true, Function: { } function }
            || SynchronousBranch.Contains(wait.Expression, context.Model)
            || wait.IsForCompletedTasks(context.Model)
            || context.IsTakenOut(wait.Member)
            || AcceptedFindings.Include(AcceptedFindings.BlockingWaits, wait.Expression))
        {
            return;
        }

        Phrase remedy = FunctionSyntax.Enclosing(node) == function
            ? WaitReplacement.Remedy(wait, context.Model)
            : "await the tasks first, with 'Task.WhenAll' or in a loop";
        bool isInTest = (context.IsInTests || ExampleProjects.IsTest(context.Model.Compilation))
            && !context.Types.HasUserInterfaceLoop;
        (isInTest || HasNoContext(context) ? context.Saying(WithoutContext) : context).ReportAs(
            isInTest || IsHarmlessInTest(wait, context) || ExplainedCode.Is(wait.Expression)
                // Such a task comes back complete.
                || (wait.Task is { } task && BufferedContent.IsReadBy(task, context.Model))
                || ThreadHops.IsWaitedFor(wait.Expression, wait.Task, context.Model)
                // Of an example, others take the wait along.
                || EntryPoint.IsWithoutLoop(function, context.Model) || EntryPoint.IsBesides(function, context.Model)
                ? DiagnosticSeverity.Info
                : DiagnosticSeverity.Warning,
            wait.Expression.GetLocation(),
            wait.DisplayName,
            EventLoopContext.DisplayOf(function),
            remedy);
    }

    /// <summary>
    /// A console program has no synchronization context: what it waits for ends on another thread. ASP.NET programs are left out, since
    /// their components have one.
    /// </summary>
    private static bool HasNoContext(RuleContext context)
        => context.Model.Compilation.Options.OutputKind == OutputKind.ConsoleApplication
            && context.Types.HttpContext is null && !UserInterfaceTypes.AreSeenBy(context.Model.Compilation)
            && !context.Model.Compilation.ReferencedAssemblyNames.Any(static name
                => name.Name.StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal));

    /// <summary>
    /// The runner of tests has no context that a continuation would need, and a test holds up nobody but itself. A test of a user interface
    /// may run on its thread, but mostly knows when a task is complete that it has started before. What is left there is the wait for work
    /// that the very same expression starts. An answer that was awaited has mostly come as a whole, so that its content is there.
    /// </summary>
    private static bool IsHarmlessInTest(BlockingWait wait, RuleContext context)
    {
        if (!context.IsInTests || wait.Kind == BlockingWaitKind.WaitAll)
        {
            return false;
        }

        return wait.Kind == BlockingWaitKind.WaitAny || IsBounded(wait, context)
            || CallSyntax.WalkDownParentheses(CallSyntax.WithoutConfiguration(wait.Task!)) is not InvocationExpressionSyntax started
            || CallSyntax.CalledName(started) is not { } name
            || name == "Delay"
            || (name.StartsWith("ReadAs", StringComparison.Ordinal) && BufferedContent.IsOfContent(started, context.Model));
    }

    /// <summary><c>Assert.False(task.Wait(100))</c>: a test that a task is not complete yet waits on purpose, and not for long.</summary>
    private static bool IsBounded(BlockingWait wait, RuleContext context)
        => wait.Kind == BlockingWaitKind.Wait
            && wait.Method!.Parameters.Any(parameter
                => parameter.Type.SpecialType == SpecialType.System_Int32 || parameter.Type.Is(context.Types.TimeSpan));

    /// <summary>A lambda may be run by asynchronous code on the spot.</summary>
    private static bool MayBeOnLoop(SyntaxNode node)
    {
        for (SyntaxNode? function = node; function is not null; function = FunctionSyntax.Enclosing(function))
        {
            if (EventLoopContext.MayBeOnLoop(function))
            {
                return true;
            }
        }

        return false;
    }
}
