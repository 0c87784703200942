namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2003: an async lambda, anonymous method or method group that was turned into a delegate which returns nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2003AsyncVoidDelegateAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2003";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not pass an async lambda as a void delegate",
        "This {0} is async void for {1}, so {2}; {3}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "A delegate that returns nothing gives its caller no task: the work goes on unobserved, and its exception ends the process.");

    public ASYNC2003AsyncVoidDelegateAnalyzer()
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.SimpleLambdaExpression, FunctionSyntax.IsAsync),
            Trigger.OnKind(SyntaxKind.ParenthesizedLambdaExpression, FunctionSyntax.IsAsync),
            Trigger.OnKind(SyntaxKind.AnonymousMethodExpression, FunctionSyntax.IsAsync),
            Trigger.OnKind(SyntaxKind.MethodDeclaration, AsyncVoidRoles.IsAsyncVoid),
            Trigger.OnKind(SyntaxKind.LocalFunctionStatement, AsyncVoidRoles.IsAsyncVoid))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        // Without an await it is over when it returns; that it is async at all is another rule's.
        if (FunctionSyntax.Body(node) is not { } body || !FunctionSyntax.OwnNodes(body).Any(FunctionSyntax.IsAwait))
        {
            return;
        }

        if (node is AnonymousFunctionExpressionSyntax lambda)
        {
            Analyze(lambda, lambda, lambda.AsyncKeyword.GetLocation(), lambda is AnonymousMethodExpressionSyntax
                ? "anonymous method"
                : "lambda", context);
            return;
        }

        foreach (ExpressionSyntax methodGroup in AsyncVoidMentions.Of(node, context.Model))
        {
            // It is one method, however often it is handed over.
            if (Analyze(methodGroup, node, methodGroup.GetLocation(), "method", context))
            {
                return;
            }
        }
    }

    private static bool Analyze(ExpressionSyntax function, SyntaxNode declaration, Location location, Phrase kind, RuleContext context)
    {
        if (AsyncVoidDelegate.Of(function, context.Model) is not { } found)
        {
            return false;
        }

        string policy = found.Target == AsyncVoidTarget.Event || found.IsPosted ? AsyncVoidRoles.EventHandlers.Of(context.Options) : "";
        EscapingFailures failures = EscapingFailures.Of(declaration, context.Model);
        bool isGuarded = failures.IsWhole;
        if (policy == "allow"
            || (isGuarded && policy != "report" && !found.IsTakenForDone)
            || (policy == "auto" && found.IsOfUserInterface(function, context.Model))
            || AcceptedFindings.Include(
                declaration is AnonymousFunctionExpressionSyntax ? AcceptedFindings.AsyncVoidLambdas : AcceptedFindings.AsyncVoidMethods,
                declaration)
            || MessagePump.Rethrows(found, declaration, context.Model))
        {
            return false;
        }

        Phrase harm = (found.IsTakenForDone, isGuarded) switch
        {
            (true, true) => "its work is not awaited",
            (true, false) => "its work is not awaited and exceptions end the process",
            (false, true) => "its work cannot be awaited",
            (false, false) => "exceptions end the process",
        };
        Phrase remedy = found.Target switch
        {
            AsyncVoidTarget.ForEach => "use 'foreach' and await",
            AsyncVoidTarget.Parallel => ParallelRemedy(found.Method!.Name, context.Types),
            AsyncVoidTarget.ParallelQuery => ParallelRemedy("ForEach", context.Types),
            AsyncVoidTarget.Timer => "await a 'PeriodicTimer' in a loop, or catch exceptions",
            AsyncVoidTarget.Work => "use 'Task.Run'",
            AsyncVoidTarget.Counterpart => $"await '{found.Counterpart!}'",
            AsyncVoidTarget.Assertion => "assert what a 'Func<Task>' throws",
            AsyncVoidTarget.Event when isGuarded => "move its work to a method that returns a task",
            AsyncVoidTarget.Event => "catch exceptions in it",
            _ when !AsyncVoidMentions.IsForeignDelegate(function, context.Model)
                    && !AsyncVoidMentions.TakesNoTask(found.Method, context.Model)
                => "pass it as a 'Func<Task>', or catch exceptions",
            // Own code can be changed; that a task is passed to it does not compile.
            AsyncVoidTarget.Delegate when found.Method is { DeclaringSyntaxReferences.IsEmpty: false } taker
                    && !AsyncVoidMentions.IsForeignDelegate(function, context.Model)
                => Phrase.Of($"let '{taker.Name}' take a 'Func<Task>', or catch exceptions"),
            _ => AsyncVoidMentions.DelegateTypeOf(function, context.Model)?.Name == "TimerCallback"
                ? "await a 'PeriodicTimer' in a loop, or catch exceptions"
                : "catch exceptions in it",
        };
        // In a test the end of the process is a failure that is seen.
        context.ReportAs(
            (failures.Chance == EscapeChance.Conceivable && !found.IsTakenForDone)
                || (HandlerContext.ProcessEndOf(function, context.Model) is not null
                    && FunctionSyntax.Body(declaration) is { } body && !HandlerContext.CallsOff(body))
                || IsPostedToContext(found) || ExplainedCode.IsAsyncVoid(declaration)
                || (context.Types.HasTestFramework && (found.Target == AsyncVoidTarget.Event || found.IsOfDouble
                    || (found.Target == AsyncVoidTarget.Work && found.Method!.ContainingType.Is(context.Types.ThreadPool)
                        && !TestAssertions.AreIn(declaration))))
                ? DiagnosticSeverity.Info
                : DiagnosticSeverity.Warning,
            location,
            kind,
            found.Display,
            harm,
            remedy);
        return true;
    }

    /// <summary>A SynchronizationContext stands for whatever loop is there, mostly that of a user interface.</summary>
    private static bool IsPostedToContext(AsyncVoidDelegate found)
        => found.IsPosted && found.Method!.ContainingType.SelfAndBases().Any(static type => type.Name == "SynchronizationContext");

    private static Phrase ParallelRemedy(string method, KnownTypes types)
        => types.Parallel is null || types.Parallel.GetMembers(method + "Async").IsEmpty
            ? (Phrase)"await 'Task.WhenAll' of the tasks"
            : $"await 'Parallel.{method}Async'";
}
