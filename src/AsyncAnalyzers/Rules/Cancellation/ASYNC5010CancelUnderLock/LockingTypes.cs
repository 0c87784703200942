namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Whether any lock is taken in a type, by its names: most types that cancel or complete something have none.</summary>
internal static class LockingTypes
{
    private static readonly ModelCache<bool> Known = new();

    /// <summary>False is certain, but for the other parts of a partial type, which count as locking.</summary>
    public static bool MayLockAround(SyntaxNode place, CodeModel model)
        => place.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault() is not { } type
            || type.Modifiers.Any(SyntaxKind.PartialKeyword)
            || Known.GetOrAdd(model, type, static type => type.Descendants().Any(MayLock));

    private static bool MayLock(SyntaxNode node) => node switch
    {
        LockStatementSyntax => true,
        SimpleNameSyntax { Identifier.ValueText: var name } => LockCalls.Takes(name) || name == "Synchronized"
            || name.StartsWith("Lock", StringComparison.Ordinal) || name.StartsWith("Enter", StringComparison.Ordinal)
            || name.StartsWith("Acquire", StringComparison.Ordinal)
            || (name.IndexOf("Lock", StringComparison.Ordinal) > 0
                && node.Parent is MemberAccessExpressionSyntax access && access.Name == node),
        _ => false,
    };
}
