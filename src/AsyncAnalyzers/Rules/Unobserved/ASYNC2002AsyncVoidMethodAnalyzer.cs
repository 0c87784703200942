namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// ASYNC2002: an <c>async void</c> method or local function that lets exceptions out. An event handler has to return nothing, but not to
/// throw.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2002AsyncVoidMethodAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2002";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Catch exceptions in async void methods",
        "An exception in {0} ends the process; {1}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "The exception of an async void method reaches no caller: it is thrown on the synchronization context or the thread pool and ends "
            + "the process; no caller can await the method either.");

    private static readonly DiagnosticDescriptor NotAwaitable = RuleDescriptor.Variant(
        Rule, "Callers cannot await {0}; {1}");

    private static readonly DiagnosticDescriptor NotAwaited = RuleDescriptor.Variant(
        Rule, "Callers such as {0} ({1}) cannot await {2}; return a task");

    private static readonly DiagnosticDescriptor Test = RuleDescriptor.Variant(
        Rule, "Not every test runner waits for {0}, so it may pass before it fails; return a task");

    public ASYNC2002AsyncVoidMethodAnalyzer()
        : base(
            new[] { Rule, NotAwaitable, NotAwaited, Test },
            Trigger.OnKind(SyntaxKind.MethodDeclaration, AsyncVoidRoles.IsAsyncVoid),
            Trigger.OnKind(SyntaxKind.LocalFunctionStatement, AsyncVoidRoles.IsAsyncVoid))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        // Without an await it is over when it returns; that it is async at all is another rule's.
        if (FunctionSyntax.Body(node) is not { } body || !FunctionSyntax.OwnNodes(body).Any(FunctionSyntax.IsAwait)
            || FunctionSyntax.SymbolOf(node, context.Model) is not { } method)
        {
            return;
        }

        // The process ends behind it in any case.
        if (node is MethodDeclarationSyntax { ParameterList: var parameters } && OneTimeCode.HasCrashArguments(parameters))
        {
            return;
        }

        // Where a delegate is made of it, and nowhere else, ASYNC2003 says so there.
        if (AsyncVoidMentions.Of(node, context.Model).Count > 0 || AcceptedFindings.Include(AcceptedFindings.AsyncVoidMethods, node))
        {
            return;
        }

        AsyncVoidRole role = AsyncVoidRoles.Of(node, method, context.Model);
        string policy = AsyncVoidRoles.EventHandlers.Of(context.Options);
        if (policy == "allow" && role != AsyncVoidRole.Free)
        {
            return;
        }

        EscapingFailures failures = EscapingFailures.Of(node, context.Model);
        SyntaxToken identifier = node is MethodDeclarationSyntax declaration
            ? declaration.Identifier
            : ((LocalFunctionStatementSyntax)node).Identifier;
        string name = identifier.ValueText;
        Phrase what = role switch
        {
            AsyncVoidRole.EventHandler => Phrase.Of($"the event handler '{name}'"),
            AsyncVoidRole.Contract when method.IsOverride => $"the async void override '{name}'",
            AsyncVoidRole.Contract => $"the async void implementation of '{name}'",
            _ when node is LocalFunctionStatementSyntax => $"the async void local function '{name}'",
            _ => $"the async void method '{name}'",
        };
        Phrase awaitable = role == AsyncVoidRole.Free ? "return a task" : "move its work to a method that returns a task";
        bool mayThrow = !failures.IsWhole || (role == AsyncVoidRole.Free && !failures.IsWritten);
        if (mayThrow)
        {
            if (policy == "auto" && role != AsyncVoidRole.Free
                && HandlerContext.IsUserInterface(method, role, context.Model))
            {
                return;
            }

            if (TestMethods.IsTestItself(node))
            {
                // Runners with a synchronization context of their own wait for it: xunit did until its third version.
                context.Saying(Test).ReportAs(DiagnosticSeverity.Info, identifier.GetLocation(), what);
                return;
            }

            bool isForGivenWork = GivenWork.IsAllThatIsAwaited(body, context.Model);
            bool isStep = role == AsyncVoidRole.Free && node is MethodDeclarationSyntax && HandlerContext.IsStep(method, context.Model);
            // In a test the end of the process is a failure that is seen.
            context.ReportAs(
                failures.Chance == EscapeChance.Conceivable || failures.IsOfSource
                    || context.Types.HasTestFramework || ExplainedCode.IsAsyncVoid(node)
                    || isForGivenWork || isStep
                    || (role == AsyncVoidRole.Free && HandlerContext.IsAnimation(method, body))
                    || (role == AsyncVoidRole.EventHandler && !HandlerContext.CallsOff(body)
                        && HandlerContext.ProcessEndOf(method, context.Model) is not null)
                    || ProjectLoop.IsDeclared(context.Model)
                    ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                identifier.GetLocation(),
                what,
                role == AsyncVoidRole.Free && !isForGivenWork && !isStep && !AsyncVoidMentions.IsGivenForGood(node, context.Model)
                    ? awaitable
                    : "catch exceptions in it");
        }
        else if (policy == "report")
        {
            context.Saying(NotAwaitable).Report(identifier.GetLocation(), what, awaitable);
        }
        else if (role == AsyncVoidRole.Free
            && !IsForgetting(method, node, context.Types)
            && AsyncVoidMentions.CallThatGoesOn(node, context.Model) is { } call)
        {
            context.Saying(NotAwaited).ReportAs(
                DiagnosticSeverity.Info,
                identifier.GetLocation(),
                new[] { call.GetLocation() },
                EventLoopContext.DisplayOf(FunctionSyntax.Enclosing(call)!),
                SourceLine.Of(call),
                what);
        }
    }

    /// <summary>Not to wait is its purpose: it is given the work, says so by its name, or goes on forever.</summary>
    private static bool IsForgetting(IMethodSymbol method, SyntaxNode function, KnownTypes types)
        => method.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Delegate || parameter.Type.IsTaskOrValueTask(types))
            || method.Name.Contains("Forget") || method.Name.Contains("Background")
            || BackgroundLoop.IsIn(function);
}
