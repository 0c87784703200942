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
        "Do not let exceptions out of async void",
        "The {0} '{1}' {2}; {3}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "The exception of an async void method reaches no caller: it is thrown on the synchronization context or the thread pool and ends the process; nobody can wait for the method's end either.");

    public ASYNC2002AsyncVoidMethodAnalyzer()
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.MethodDeclaration, AsyncVoidRoles.IsAsyncVoid),
            Trigger.OnKind(SyntaxKind.LocalFunctionStatement, AsyncVoidRoles.IsAsyncVoid))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        // Without an await it is over when it returns; that it is async at all is another rule's.
        if (FunctionSyntax.Body(node) is not { } body || !FunctionSyntax.OwnNodes(body).Any(FunctionSyntax.IsAwait)
            || FunctionSyntax.SymbolOf(node, context.Model, context.CancellationToken) is not { } method)
        {
            return;
        }

        // The process ends behind it in any case.
        if (node is MethodDeclarationSyntax { ParameterList: var parameters } && OneTimeCode.HasCrashArguments(parameters))
        {
            return;
        }

        // Where a delegate is made of it, and nowhere else, ASYNC2003 says so there.
        if (AsyncVoidMentions.Of(node, context.Model).Count > 0)
        {
            return;
        }

        AsyncVoidRole role = AsyncVoidRoles.Of(node, method, context.Model, context.Types, context.CancellationToken);
        string policy = AsyncVoidRoles.EventHandlers.Of(context.Options);
        if (policy == "allow" && role != AsyncVoidRole.Free)
        {
            return;
        }

        var guard = ExceptionGuard.Of(node, context.Model, context.CancellationToken);
        SyntaxToken identifier = node is MethodDeclarationSyntax declaration
            ? declaration.Identifier
            : ((LocalFunctionStatementSyntax)node).Identifier;
        string what = role switch
        {
            AsyncVoidRole.EventHandler => "event handler",
            AsyncVoidRole.Contract when method.IsOverride => "async void override",
            AsyncVoidRole.Contract => "async void implementation of",
            _ when node is LocalFunctionStatementSyntax => "async void local function",
            _ => "async void method",
        };
        bool mayThrow = !guard.IsWhole || (role == AsyncVoidRole.Free && !guard.IsWritten);
        if (mayThrow)
        {
            if (policy == "auto" && role != AsyncVoidRole.Free
                && HandlerContext.IsUserInterface(method, role, context.Model, context.CancellationToken))
            {
                return;
            }

            (string harm, string remedy) = role == AsyncVoidRole.Free
                ? ("lets exceptions out, which end the process, and nobody can wait for its end", "return a task")
                : ("lets exceptions out, which end the process", "catch them in it");
            context.Report(identifier.GetLocation(), what, identifier.ValueText, harm, remedy);
        }
        else if (policy == "report")
        {
            string remedy = role == AsyncVoidRole.Free ? "return a task" : "await its work in a method that returns a task";
            context.Report(identifier.GetLocation(), what, identifier.ValueText, "is async void: nobody can wait for its end", remedy);
        }
        else if (role == AsyncVoidRole.Free
            && !IsForgetting(method, node, context.Types)
            && AsyncVoidMentions.CallThatGoesOn(node, context.Model) is { } call)
        {
            context.ReportAs(
                DiagnosticSeverity.Info,
                identifier.GetLocation(),
                new[] { call.GetLocation() },
                what,
                identifier.ValueText,
                $"cannot be awaited by {EventLoopContext.DisplayOf(FunctionSyntax.Enclosing(call)!)}, which goes on before it is done",
                "return a task");
        }
    }

    /// <summary>Not to wait is its purpose: it is given the work, says so by its name, or goes on for ever.</summary>
    private static bool IsForgetting(IMethodSymbol method, SyntaxNode function, KnownTypes types)
        => method.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Delegate || parameter.Type.IsTaskOrValueTask(types))
            || method.Name.Contains("Forget") || method.Name.Contains("Background")
            || BackgroundLoop.IsIn(function);
}
