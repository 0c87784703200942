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

    /// <summary>
    /// The function is the entry point of a program without a user interface, configures an application at its start, installs it,
    /// or handles its crash.
    /// </summary>
    public static bool Is(SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => function switch
        {
            MethodDeclarationSyntax method => HasCrashArguments(method.ParameterList) || Starts(method),
            LocalFunctionStatementSyntax local => HasCrashArguments(local.ParameterList),
            AnonymousFunctionExpressionSyntax lambda => HandlesCrash(lambda),
            _ => false,
        } || EntryPoint.IsWithoutLoop(function, model, types, cancellationToken);

    private static bool HasCrashArguments(ParameterListSyntax parameters)
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

    private static bool Starts(MethodDeclarationSyntax method)
        => method.Parent is TypeDeclarationSyntax { Identifier.ValueText: var type }
            && (type is "Program" or "Startup"
                ? method.Identifier.ValueText.StartsWith("Configure", StringComparison.Ordinal)
                : type.EndsWith("Installer", StringComparison.Ordinal)
                    && method.Identifier.ValueText.IndexOf("Install", StringComparison.OrdinalIgnoreCase) >= 0);
}
