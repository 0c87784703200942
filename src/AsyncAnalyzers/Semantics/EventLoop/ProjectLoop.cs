using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// A <c>SynchronizationContext</c> that a product brings along: a loop of its own runs what is posted, and decides what becomes of an
/// exception there. Looked for in the project, and in referenced assemblies of the same product, told by the first part of their names.
/// One that is nested in another type is a helper that runs a call to its end, and no loop. Over-approximates: the loop may catch nothing.
/// </summary>
internal static class ProjectLoop
{
    private const string Context = "SynchronizationContext";

    private static readonly ConditionalWeakTable<Compilation, object> Known = new();

    public static bool IsDeclared(CodeModel model)
    {
        if (!Known.TryGetValue(model.Compilation, out object found))
        {
            found = Known.GetValue(model.Compilation, new Search(model).IsDeclared);
        }

        return (bool)found;
    }

    private sealed class Search(CodeModel model)
    {
        public object IsDeclared(Compilation compilation)
            => ProjectMentions.Of(Context, compilation, model.CancellationToken)
                .Select(static mention => mention.FirstAncestorOrSelf<BaseTypeSyntax>()?.Parent?.Parent).OfType<TypeDeclarationSyntax>()
                .SelectMany(type => DeclaredNodes.Of(compilation, model.CancellationToken).WithDerived(type.Identifier.ValueText))
                .Any(IsLoop)
                || compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly => IsOfSameProduct(assembly, compilation.Assembly)
                    && assembly.TypeNames.Any(static name => name.EndsWith(Context, StringComparison.Ordinal))
                    && AllIn(assembly.GlobalNamespace).Any(IsLoop));

        private bool IsLoop(TypeDeclarationSyntax declaration)
            => declaration.Parent is not TypeDeclarationSyntax
                && model.In(declaration.SyntaxTree).GetDeclaredSymbol(declaration) is INamedTypeSymbol type && IsLoop(type);

        /// <summary>It says itself what becomes of what is posted.</summary>
        private static bool IsLoop(INamedTypeSymbol type)
            => type.GetMembers("Post").Any(static member => member.IsOverride)
                && type.SelfAndBases().Skip(1).Any(static one => one is
                {
                    Name: Context, ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" }
                });

        private static bool IsOfSameProduct(IAssemblySymbol assembly, IAssemblySymbol own)
            => ProductOf(own) is { Length: > 0 } product && product is not ("System" or "Microsoft") && ProductOf(assembly) == product;

        private static string ProductOf(IAssemblySymbol assembly)
            => assembly.Name.IndexOf('.') is > 0 and var end ? assembly.Name.Substring(0, end) : assembly.Name;

        private static IEnumerable<INamedTypeSymbol> AllIn(INamespaceSymbol space)
            => space.GetTypeMembers().Where(static type => type.Name.EndsWith(Context, StringComparison.Ordinal))
                .Concat(space.GetNamespaceMembers().SelectMany(AllIn));
    }
}
