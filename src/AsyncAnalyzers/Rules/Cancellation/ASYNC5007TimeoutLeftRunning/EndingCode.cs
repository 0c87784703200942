namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Code that cancels, closes or disposes something: by its names alone, since what it ends may well be the work.</summary>
internal static class EndingCode
{
    private static readonly string[] Names =
    {
        "Cancel", "TryCancel", "Abort", "Kill", "Dispose", "Close", "Stop", "Disconnect", "Shutdown", "ShutDown", "Terminate", "Reset",
        "Interrupt", "Exit", "FailFast", "Clean", "TearDown", "Drain", "Complete", "Flush", "TrySet", "SetCanceled", "Unregister",
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
            MethodDeclarationSyntax method => method.Identifier.ValueText is var name
                && (IsName(name) || name is "OnExit" or "OnClosing" or "OnStop"),
            LocalFunctionStatementSyntax local => IsName(local.Identifier.ValueText),
            DestructorDeclarationSyntax => true,
            _ => false,
        });

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
