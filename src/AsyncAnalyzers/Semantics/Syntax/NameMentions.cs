namespace AsyncAnalyzers.Semantics;

/// <summary>The names that some code uses, found in one look however many are asked for.</summary>
internal static class NameMentions
{
    private static readonly ModelCache<ILookup<string, SimpleNameSyntax>> Found = new();

    /// <param name="scope">The code, of any tree of the compilation.</param>
    /// <param name="model">What the answer is remembered with.</param>
    public static ILookup<string, SimpleNameSyntax> In(SyntaxNode scope, SemanticModel model)
        => Found.GetOrAdd(model, scope, static scope
            => scope.Descendants().OfType<SimpleNameSyntax>().ToLookup(mention => mention.Identifier.ValueText));

    /// <summary>Where all declarations of a type mention a name.</summary>
    public static IEnumerable<SimpleNameSyntax> InType(INamedTypeSymbol type, string name, CodeModel model)
        => type.DeclaringSyntaxReferences.SelectMany(part
            => In(part.GetSyntax(model.CancellationToken), model.In(part.SyntaxTree))[name]);

    /// <summary>Where the code that sees a local function, or a private member, mentions its name.</summary>
    public static IEnumerable<SimpleNameSyntax> Of(ISymbol member, SyntaxNode declaration, CodeModel model)
        => member is IMethodSymbol { MethodKind: MethodKind.LocalFunction }
            ? In(FunctionSyntax.OutermostEnclosing(declaration), model.In(declaration.SyntaxTree))[member.Name]
            : InType(member.ContainingType, member.Name, model);
}
