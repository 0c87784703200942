namespace AsyncAnalyzers.Tests.Verification;

/// <summary>Code that a test sees as an assembly only: some rules say something else of what they can look into.</summary>
internal static class CompiledReference
{
    private const string Usings = """
        using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Linq.Expressions; using System.Threading; using System.Threading.Tasks;

        """;

    /// <summary>The assembly, compiled against what tests refer to.</summary>
    public static async Task<MetadataReference> FromSourceAsync(string source, string assemblyName = "Compiled")
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            assemblyName,
            new[] { CSharpSyntaxTree.ParseText(Usings + source, new CSharpParseOptions(TestSetup.NewestLanguageVersion)) },
            await TestSetup.References.ResolveAsync(LanguageNames.CSharp, default),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        return MetadataReference.CreateFromStream(image);
    }
}
