using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Parameters of primary constructors that members of the type use: they are state of the object, fields without a declaration. (What the
/// parameter of a record declares for its members is a property.) In initializers they are parameters like others.
/// </summary>
internal static class CapturedParameters
{
    private static readonly ConditionalWeakTable<SyntaxNode, HashSet<string>> WrittenNames = new();

    public static bool Is(ISymbol? symbol)
        => symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor }
            && constructor.DeclaringSyntaxReferences is { Length: > 0 } declarations
            && declarations[0].GetSyntax() is TypeDeclarationSyntax;

    /// <summary>The same, where the use is in a function and no initializer.</summary>
    public static bool IsAt(SyntaxNode use, ISymbol? symbol)
        => symbol is IParameterSymbol && FunctionSyntax.Enclosing(use) is { } function and not TypeDeclarationSyntax && Is(symbol);

    /// <summary>No code of the type writes it: what is known of it once stays true.</summary>
    public static bool IsNeverWritten(ISymbol parameter)
        => parameter.ContainingType.DeclaringSyntaxReferences
            .All(part => !WrittenNames.GetValue(part.GetSyntax(), FindWritten).Contains(parameter.Name));

    private static HashSet<string> FindWritten(SyntaxNode type)
        => new(type.Descendants().OfType<IdentifierNameSyntax>().Where(Writes.IsWritten)
            .Select(static name => name.Identifier.ValueText));
}
