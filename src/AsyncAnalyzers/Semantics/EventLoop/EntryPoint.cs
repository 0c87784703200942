namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Where a program begins: <c>Main</c>, or top-level statements. Without a user interface its thread has no loop and no
/// SynchronizationContext:
/// a wait there keeps one thread that has nothing else to do, and cannot deadlock. Synchronous code may wait there. In asynchronous code
/// the await
/// costs nothing, so that rules suggest it.
/// </summary>
internal static class EntryPoint
{
    /// <summary>The function is the entry point of a program without a user interface.</summary>
    public static bool IsWithoutLoop(SyntaxNode function, CodeModel model)
        => !model.Types.HasUserInterfaceLoop && Is(function, model);

    /// <summary>What is a warning elsewhere is a suggestion there, in the other methods of a small program, and in examples.</summary>
    public static DiagnosticSeverity SeverityIn(SyntaxNode function, DiagnosticSeverity elsewhere, RuleContext context)
        => IsWithoutLoop(function, context.Model) || IsBesides(function, context.Model)
            || ExampleProjects.IsExample(context.Model.Compilation) ? DiagnosticSeverity.Info : elsewhere;

    /// <summary>
    /// A method of the type that the program begins in, which is no server and has no user interface: a small program, mostly an example,
    /// that does one thing after the other. So is all of a project that measures.
    /// </summary>
    public static bool IsBesides(SyntaxNode function, CodeModel model)
        => IsInTypeOfMain(function, model) || ExampleProjects.IsLoad(model.Compilation);

    private static bool IsInTypeOfMain(SyntaxNode function, CodeModel model)
        => FunctionSyntax.OutermostEnclosing(function) is MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type }
            && type.Members.Any(static member
                => member is MethodDeclarationSyntax { Identifier.ValueText: WellKnownMemberNames.EntryPointMethodName } main
                    && main.Modifiers.Any(SyntaxKind.StaticKeyword))
            && !model.Types.HasUserInterfaceLoop && model.Types.HttpContext is null;

    public static bool Is(SyntaxNode function, CodeModel model)
        => function is CompilationUnitSyntax
            || (function is MethodDeclarationSyntax { Identifier.ValueText: WellKnownMemberNames.EntryPointMethodName }
                && model.Compilation.GetEntryPoint(model.CancellationToken) is { } entryPoint
                && SymbolEqualityComparer.Default.Equals(entryPoint, model.GetDeclaredSymbol(function)));
}
