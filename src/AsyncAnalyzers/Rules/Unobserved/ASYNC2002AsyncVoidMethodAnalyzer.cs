namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2002: an <c>async void</c> method or local function that lets exceptions out. An event handler has to return nothing, but not to throw.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2002AsyncVoidMethodAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2002";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not let exceptions out of async void",
        "An exception that leaves {0} '{1}' ends the process{2}; {3}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "The exception of an async void method reaches no caller: it is thrown on the synchronization context or the thread pool and ends the process; nobody can wait for the method's end either.");

    public ASYNC2002AsyncVoidMethodAnalyzer()
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.MethodDeclaration, IsAsyncVoid),
            Trigger.OnKind(SyntaxKind.LocalFunctionStatement, IsAsyncVoid),
            Trigger.OnKind(SyntaxKind.AddAssignmentExpression, AsyncVoidRoles.IsSubscription))
    {
    }

    /// <summary>A method or local function that is written <c>async void</c>.</summary>
    internal static bool IsAsyncVoid(SyntaxNode node)
        => FunctionSyntax.IsAsync(node) && FunctionSyntax.ReturnType(node) is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node is AssignmentExpressionSyntax
            // Without an await it is over when it returns; that it is async at all is another rule's.
            || FunctionSyntax.Body(node) is not { } body || !FunctionSyntax.OwnNodes(body).Any(FunctionSyntax.IsAwait)
            || FunctionSyntax.SymbolOf(node, context.Model, context.CancellationToken) is not { } method)
        {
            return;
        }

        // Where a delegate is made of it, and nowhere else, ASYNC2003 says so there.
        if (AsyncVoidMethodGroups.Of(node).Count > 0)
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
        if (policy != "report" && guard.IsWhole && (guard.IsWritten || role != AsyncVoidRole.Free))
        {
            return;
        }

        SyntaxToken identifier = node is MethodDeclarationSyntax declaration ? declaration.Identifier : ((LocalFunctionStatementSyntax)node).Identifier;
        (string what, string also, string remedy) = role switch
        {
            AsyncVoidRole.EventHandler => ("the event handler", "", "catch exceptions in it"),
            AsyncVoidRole.Contract when method.IsOverride => ("the async void override", "", "catch exceptions in it"),
            AsyncVoidRole.Contract => ("the async void implementation of", "", "catch exceptions in it"),
            _ when node is LocalFunctionStatementSyntax => ("the async void local function", ", and nobody can wait for its end", "return a task"),
            _ => ("the async void method", ", and nobody can wait for its end", "return a task"),
        };
        if (guard.IsWhole && role != AsyncVoidRole.Free)
        {
            remedy = "await its work in a method that returns a task";
        }

        context.Report(identifier.GetLocation(), what, identifier.ValueText, also, remedy);
    }
}
