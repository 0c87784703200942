namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Code that cancels, closes or disposes something: by its names alone, since what it ends may well be the work.</summary>
internal static class EndingCode
{
    private static readonly string[] Names =
    {
        "Cancel", "TryCancel", "Abort", "Kill", "Dispose", "Close", "Stop", "Disconnect", "Shutdown", "ShutDown", "Terminate", "Reset",
        "Interrupt", "Exit", "FailFast", "Clean", "TearDown", "Drain", "Complete", "Flush", "TrySet", "SetCanceled", "Unregister",
    };

    /// <summary>Functions with such a word in their names end the program, or their object.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "Shutdown", "Shut", "Shutting", "Exit", "Exiting", "Quit", "Stop", "Stopping", "Stopped", "Closing", "Dispose", "Disposing",
        "Terminate", "Terminating", "Teardown", "Kill", "Unload", "Finalize",
    };

    /// <summary>Who subscribes to these, or registers for them, is called at the end of the program.</summary>
    private static readonly HashSet<string> EndEvents = new(StringComparer.Ordinal)
    {
        "ProcessExit", "DomainUnload", "CancelKeyPress", "Exit", "Exiting", "Closing", "Closed", "FormClosing", "FormClosed",
        "ShutdownRequested", "Unloading", "ApplicationStopping", "ApplicationStopped", "ApplicationExit", "SessionEnding",
    };

    public static bool IsName(string name) => Array.Exists(Names, ending => name.StartsWith(ending, StringComparison.Ordinal));

    /// <summary>Something is ended in the code.</summary>
    public static bool IsIn(SyntaxNode code)
        => code.DescendantsAndSelf().Any(static node => node is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is { } name && IsName(name));

    /// <summary>Something is ended in a <c>catch</c> or the <c>finally</c>.</summary>
    public static bool IsInHandlerOf(TryStatementSyntax @try)
        => (@try.Finally is not null && IsIn(@try.Finally)) || @try.Catches.Any(IsIn);

    /// <summary>The function, or one around it, is there to end something: what it waits for a while is left on purpose.</summary>
    public static bool IsItself(SyntaxNode function)
        => function.AncestorsAndSelf().Any(static node => node switch
        {
            MethodDeclarationSyntax method => IsOfEnd(method.Identifier.ValueText),
            LocalFunctionStatementSyntax local => IsOfEnd(local.Identifier.ValueText),
            DestructorDeclarationSyntax => true,
            AnonymousFunctionExpressionSyntax lambda => IsForEnd(lambda),
            _ => false,
        });

    /// <summary>The code ends the program.</summary>
    public static bool EndsProgram(SyntaxNode code)
        => code.DescendantsAndSelf().Any(static node => node is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is "Exit" or "FailFast" or "StopApplication" or "Shutdown" or "ShutdownAsync" or "ExitThread");

    private static bool IsOfEnd(string name) => IsName(name) || NameWords.Of(name).Any(Words.Contains);

    /// <summary><c>lifetime.ApplicationStopping.Register(() => …)</c>, <c>AppDomain.CurrentDomain.ProcessExit += …</c></summary>
    private static bool IsForEnd(AnonymousFunctionExpressionSyntax lambda) => (lambda.Parent switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: var subscribed } => subscribed,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } when CallSyntax.CalledNameSyntax(call) is
        {
            Identifier.ValueText: "Register" or "UnsafeRegister",
        } register => CallSyntax.Receiver(register),
        _ => null,
    }) switch
    {
        MemberAccessExpressionSyntax access => EndEvents.Contains(access.Name.Identifier.ValueText),
        SimpleNameSyntax name => EndEvents.Contains(name.Identifier.ValueText),
        _ => false,
    };

    /// <summary>What the call is made on, or given, is disposed when the function is left.</summary>
    public static bool DisposesWhatIsUsedBy(InvocationExpressionSyntax call, SyntaxNode function)
    {
        HashSet<string>? disposed = null;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
        {
            VariableDeclarationSyntax? declaration = node switch
            {
                LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword } local => local.Declaration,
                UsingStatementSyntax statement => statement.Declaration,
                _ => null,
            };
            if (declaration is not null)
            {
                (disposed ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(declaration.Variables.Select(variable
                    => variable.Identifier.ValueText));
            }
            else if (node is UsingStatementSyntax { Expression: IdentifierNameSyntax name })
            {
                (disposed ??= new HashSet<string>(StringComparer.Ordinal)).Add(name.Identifier.ValueText);
            }
        }

        return disposed is not null
            && call.DescendantsAndSelf().Any(node => node is IdentifierNameSyntax name && disposed.Contains(name.Identifier.ValueText));
    }
}
