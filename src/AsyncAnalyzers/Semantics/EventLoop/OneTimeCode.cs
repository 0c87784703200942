namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Code that runs once, when nothing else waits for its thread: before the program serves anybody, or when it is about to end.
/// </summary>
internal static class OneTimeCode
{
    private static readonly HashSet<string> CrashArguments = new(StringComparer.Ordinal)
    {
        "UnhandledExceptionEventArgs", "DispatcherUnhandledExceptionEventArgs", "ThreadExceptionEventArgs",
        "UnobservedTaskExceptionEventArgs", "FirstChanceExceptionEventArgs",
    };

    private static readonly HashSet<string> CrashEvents = new(StringComparer.Ordinal)
    {
        "UnhandledException", "DispatcherUnhandledException", "ThreadException", "UnobservedTaskException", "ProcessExit", "DomainUnload",
    };

    private static readonly HashSet<string> TypeWords = new(StringComparer.Ordinal)
    {
        "Installer", "Installation", "Seeder", "Seed", "Migration", "Migrator",
    };

    private static readonly HashSet<string> MethodWords = new(StringComparer.Ordinal) { "Install", "Uninstall", "Seed", "Migrate" };

    /// <summary>
    /// The function is the entry point of a program without a user interface, configures an application at its start, installs it,
    /// fills or changes its database before it is used, starts or stops a service of its host, or handles its crash.
    /// </summary>
    public static bool Is(SyntaxNode function, CodeModel model)
        => function switch
        {
            MethodDeclarationSyntax method => HasCrashArguments(method.ParameterList),
            LocalFunctionStatementSyntax local => HasCrashArguments(local.ParameterList),
            AnonymousFunctionExpressionSyntax lambda => HandlesCrash(lambda),
            _ => false,
        } || SetsUp(function) || StartsHost(function, model)
            || EntryPoint.IsWithoutLoop(function, model);

    /// <summary>
    /// <c>StartAsync</c>, <c>Startup</c>, <c>Boot</c>: something begins. What that is may begin often, such as a connection.
    /// </summary>
    public static bool IsNamedForStart(SyntaxNode function)
        => function is MethodDeclarationSyntax { Identifier.ValueText: var name }
            && (name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Async".Length) : name)
                is "Start" or "Startup" or "StartUp" or "Boot" or "Bootstrap";

    /// <summary>The host runs it once before or after all work: <c>StartAsync</c> and its like of an <c>IHostedService</c>.</summary>
    private static bool StartsHost(SyntaxNode function, CodeModel model)
        => function is MethodDeclarationSyntax
        {
            Identifier.ValueText: "StartAsync" or "StartingAsync" or "StartedAsync" or "StopAsync" or "StoppingAsync" or "StoppedAsync",
        }
            && model.Types.HostedService is { } hosted
            && model.GetDeclaredSymbol(function)?.ContainingType is { } type
            && type.AllInterfaces.Any(implemented => implemented.Is(hosted));

    /// <summary>It takes what the events of an unhandled exception hand over: nothing goes on behind it in any case.</summary>
    public static bool HasCrashArguments(ParameterListSyntax parameters)
        => parameters.Parameters.Any(parameter => parameter.Type is { } type && CrashArguments.Contains(TypeNames.Of(type) ?? ""));

    /// <summary><c>AppDomain.CurrentDomain.UnhandledException += async (sender, e) => …</c></summary>
    private static bool HandlesCrash(AnonymousFunctionExpressionSyntax lambda)
        => lambda.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: var subscribed }
            && (subscribed switch
            {
                MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
                IdentifierNameSyntax simple => simple.Identifier.ValueText,
                _ => "",
            }) is var name && CrashEvents.Contains(name);

    /// <summary><c>Startup.ConfigureServices</c>, and what installs, seeds or migrates, by its own name or that of its type.</summary>
    private static bool SetsUp(SyntaxNode function)
    {
        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (current switch
            {
                MethodDeclarationSyntax method => IsNamedForSetUp(method.Identifier.ValueText) || IsInSetUpType(method),
                LocalFunctionStatementSyntax local => IsNamedForSetUp(local.Identifier.ValueText),
                _ => false,
            })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInSetUpType(MethodDeclarationSyntax method)
        => method.Parent is TypeDeclarationSyntax { Identifier.ValueText: var name, BaseList: var bases }
            && (name is "Program" or "Startup"
                ? method.Identifier.ValueText.StartsWith("Configure", StringComparison.Ordinal)
                : NameWords.Of(name) is var words && (words.Any(TypeWords.Contains) || InitializesData(words))
                    || bases?.Types.Any(@base
                        => TypeNames.Of(@base.Type) is { } baseName && NameWords.Of(baseName).Contains("Migration")) == true);

    /// <summary><c>DbInitializer</c>, <c>DataInitializer</c>, <c>DatabaseContextInitialiser</c>.</summary>
    private static bool InitializesData(List<string> words)
        => words[words.Count - 1] is "Initializer" or "Initialiser"
            && words.Any(static word => word is "Db" or "DB" or "Data" or "Database" or "Context");

    private static bool IsNamedForSetUp(string method)
    {
        List<string> words = NameWords.Of(method);
        return words.Count > 0 && (MethodWords.Contains(words[0]) || (words.Count > 1 && words[0] == "Ensure" && words[1] == "Created"));
    }
}
