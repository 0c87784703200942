namespace AsyncAnalyzers.Editing;

/// <summary><c>System.Threading.Lock</c>, where a new lock may be one.</summary>
internal static class LockType
{
    /// <summary>
    /// The type; null where the framework does not have it, a lock statement does not know it (before C# 13), or the file is compiled for
    /// other frameworks too, which may not have it. Under-approximates: they may all have it.
    /// </summary>
    public static INamedTypeSymbol? For(RepairRequest request)
        => ((CSharpParseOptions)request.Root.SyntaxTree.Options).LanguageVersion >= (LanguageVersion)1300
            && request.Document.GetLinkedDocumentIds().IsEmpty ? request.Types.Lock : null;
}
