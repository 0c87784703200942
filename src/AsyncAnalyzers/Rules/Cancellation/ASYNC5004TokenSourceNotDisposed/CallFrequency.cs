namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>How often code is run in the life of its object or program.</summary>
internal enum Frequency
{
    /// <summary>Once: what is left behind does not add up.</summary>
    Once,

    /// <summary>Nobody in sight tells.</summary>
    Unknown,

    /// <summary>Again and again: for each turn of a loop, or each call of a method that others call.</summary>
    Often,
}

/// <summary>How often code runs: what is left behind once does not add up.</summary>
internal static class CallFrequency
{
    private const int MaximumDepth = 3;

    /// <summary>
    /// By what is around the code, by the flag that it is behind, and by the callers of a private function. A delegate is as frequent as
    /// the function that makes it.
    /// </summary>
    public static Frequency Of(SyntaxNode code, CodeModel model)
        => IsOnce(code, model) ? Frequency.Once
            : FirstRun.Of(code, model) is { } first ? first
            : IsUnsure(code, model.Types) ? Frequency.Unknown
            : IsInLoop(code) ? Frequency.Often
            : OfCallers(code, model, MaximumDepth);

    /// <summary>
    /// The code runs once, for an object or a program: in a constructor or an initializer, at the start or the end, and in no loop.
    /// </summary>
    public static bool IsOnce(SyntaxNode code, CodeModel model)
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
                || OneTimeCode.Is(current, model)
                || EntryPoint.Is(current, model))
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

    /// <summary>
    /// Nothing tells how often: a program of one file, a test, or a method that is called Run, StartReading or ConnectAsync.
    /// </summary>
    public static bool IsUnsure(SyntaxNode code, KnownTypes types)
        => types.HasTestFramework
            || code.FirstAncestorOrSelf<TypeDeclarationSyntax>() is null or { Identifier.ValueText: "Program" }
            || (!IsInLoop(code) && code.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Identifier.ValueText: var name }
                && (name is "Run" or "RunAsync" || NameWords.Of(name) is { Count: > 0 } words && words[0] is "Start" or "Begin" or "Connect"
                    or "Open" or "Init" or "Initialize" or "Listen"));

    /// <summary>The function around the code is called so often; other types may call what is not private whenever they like.</summary>
    private static Frequency OfCallers(SyntaxNode code, CodeModel model, int depth)
    {
        SyntaxNode? function = FunctionSyntax.Enclosing(code);
        while (function is AnonymousFunctionExpressionSyntax)
        {
            function = FunctionSyntax.Enclosing(function);
        }

        if (function is null || FunctionSyntax.SymbolOf(function, model) is not { } method
            || (method.MethodKind != MethodKind.LocalFunction && !IsPrivate(method)))
        {
            return Frequency.Often;
        }

        if (depth == 0 || CallersOf.Find(method, function, model) is not { } callers)
        {
            return Frequency.Unknown;
        }

        if (callers.Count == 0)
        {
            // Constructors are left out there: called by them alone, or by nobody in sight.
            return function.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && NameMentions.In(type, model)[method.Name].Any()
                ? Frequency.Once
                : Frequency.Unknown;
        }

        Frequency most = Frequency.Once;
        foreach (SyntaxNode caller in callers)
        {
            CodeModel own = model.In(caller.SyntaxTree);
            Frequency found = IsOnce(caller, own) ? Frequency.Once
                : IsInLoop(caller) ? Frequency.Often
                : FirstRun.Of(caller, own)
                    ?? (function.Span.Contains(caller.Span) ? Frequency.Once : OfCallers(caller, own, depth - 1));
            most = found > most ? found : most;
        }

        return most;
    }

    private static bool IsPrivate(IMethodSymbol method)
        => (method.AssociatedSymbol ?? method).DeclaredAccessibility == Accessibility.Private
            && method.ExplicitInterfaceImplementations.IsEmpty;

    /// <summary>The function goes on until it is cancelled: what is left on the token goes with it.</summary>
    public static bool LastsUntilCancelled(SyntaxNode function, CodeModel model)
        => FunctionSyntax.Body(function) is { } body && FunctionSyntax.OwnNodes(body).Any(node => node switch
        {
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call
                => CallSyntax.CalledName(call) is "Delay" or "WaitForShutdownAsync"
                    && Durations.IsInfinite(arguments[0].Expression, model),
            StatementSyntax loop => LoopWaits.IsEndless(loop) && !LoopWaits.IsLeft(loop),
            _ => false,
        });

    private static bool IsNamedForOnce(MethodDeclarationSyntax method) => method.Identifier.ValueText switch
    {
        "ExecuteAsync" => method.Modifiers.Any(SyntaxKind.OverrideKeyword),
        "Start" or "StartAsync" or "OnStart" or "OnStartAsync" or "Stop" or "StopAsync" or "OnStop" or "OnStopAsync" or "Init"
            or "InitAsync" or "Initialize" or "InitializeAsync" or "OnInitialized"
            or "OnInitializedAsync" or "Setup" or "SetUp" or "SetupAsync"
            or "SetUpAsync" or "Awake" or "Dispose" or "DisposeAsync" or "Configure" or "ConfigureServices"
            or "Main" or "MainAsync" or "MainCore" or "MainInternal" or "MainImpl"
            or "Open" or "OpenAsync" or "Close" or "CloseAsync" or "Shutdown" or "ShutdownAsync" => true,
        _ => false,
    };
}
