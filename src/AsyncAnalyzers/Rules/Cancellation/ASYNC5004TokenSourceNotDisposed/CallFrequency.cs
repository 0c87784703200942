namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>How often code runs: what is left behind once does not add up.</summary>
internal static class CallFrequency
{
    /// <summary>
    /// The code runs once, for an object or a program: in a constructor or an initializer, at the start or the end, and in no loop.
    /// </summary>
    public static bool IsOnce(SyntaxNode code, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.Enclosing(code) is not { } function)
        {
            return true;
        }

        if (IsInLoop(code))
        {
            return false;
        }

        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (current is ConstructorDeclarationSyntax or DestructorDeclarationSyntax or CompilationUnitSyntax
                || (current is MethodDeclarationSyntax method && IsNamedForOnce(method))
                || OneTimeCode.Is(current, model, types, cancellationToken)
                || EntryPoint.Is(current, model, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A loop repeats the code, in its function or around that.</summary>
    public static bool IsInLoop(SyntaxNode code)
    {
        for (SyntaxNode? current = code; current is not null and not MemberDeclarationSyntax; current = current.Parent)
        {
            if (ControlFlowSyntax.LoopBody(current) is { } repeated && repeated.Span.Contains(code.Span))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Nothing tells how often: a program of one file, a test, or a method that is called Run.</summary>
    public static bool IsUnsure(SyntaxNode code, KnownTypes types)
        => types.HasTestFramework
            || code.FirstAncestorOrSelf<TypeDeclarationSyntax>() is null or { Identifier.ValueText: "Program" }
            || (!IsInLoop(code) && code.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Identifier.ValueText: "Run" or "RunAsync" });

    /// <summary>The function goes on until it is cancelled: what is left on the token goes with it.</summary>
    public static bool LastsUntilCancelled(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
        => FunctionSyntax.Body(function) is { } body && FunctionSyntax.OwnNodes(body).Any(node => node switch
        {
            WhileStatementSyntax loop => IsEndless(loop.Condition) && !IsLeft(loop.Statement),
            ForStatementSyntax loop => (loop.Condition is null || IsEndless(loop.Condition)) && !IsLeft(loop.Statement),
            DoStatementSyntax loop => IsEndless(loop.Condition) && !IsLeft(loop.Statement),
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call
                => CallSyntax.CalledName(call) is "Delay" or "WaitForShutdownAsync"
                    && Durations.IsInfinite(arguments[0].Expression, model, cancellationToken),
            _ => false,
        });

    private static bool IsNamedForOnce(MethodDeclarationSyntax method) => method.Identifier.ValueText switch
    {
        "ExecuteAsync" => method.Modifiers.Any(SyntaxKind.OverrideKeyword),
        "Start" or "StartAsync" or "OnStart" or "OnStartAsync" or "Stop" or "StopAsync" or "OnStop" or "OnStopAsync" or "Init"
            or "InitAsync" or "Initialize" or "InitializeAsync" or "OnInitialized"
            or "OnInitializedAsync" or "Setup" or "SetUp" or "SetupAsync"
            or "SetUpAsync" or "Awake" or "Dispose" or "DisposeAsync" or "Configure" or "ConfigureServices" or "Main" or "MainAsync"
            or "Open" or "OpenAsync" or "Close" or "CloseAsync" or "Shutdown" or "ShutdownAsync" => true,
        _ => false,
    };

    private static bool IsEndless(ExpressionSyntax condition)
        => condition.IsKind(SyntaxKind.TrueLiteralExpression)
            || condition.DescendantsAndSelf().Any(static node
                => node is IdentifierNameSyntax { Identifier.ValueText: "IsCancellationRequested" });

    private static bool IsLeft(StatementSyntax body)
        => FunctionSyntax.OwnNodes(body).Any(static node => node is BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax
            or YieldStatementSyntax);
}
