using System.Collections.Immutable;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>The rules find nothing in the code that they are made of.</summary>
public class OwnSourcesTests
{
    private const string ImplicitUsings = TestedCode.GlobalUsings + " global using System.Net.Http;";

    [Fact]
    public async Task The_analyzers_and_the_fixes_are_clean()
    {
        CSharpCompilation compilation = CompilationOf();

        // Older Roslyns do not know all of the C# that the sources are written in; the reports count all the same.
        if (typeof(CSharpSyntaxTree).Assembly.GetName().Version!.Major >= 5)
        {
            Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        }

        ImmutableArray<Diagnostic> reports = await TestedCode.ReportsAsync(compilation);
        Assert.True(reports.IsEmpty, string.Join("\n", reports));
    }

    /// <summary>The analyzers and the fixes as one compilation.</summary>
    internal static CSharpCompilation CompilationOf()
    {
        IEnumerable<SyntaxTree> trees = new[] { "src/AsyncAnalyzers", "src/AsyncAnalyzers.CodeFixes" }
            .SelectMany(folder => Repository.Files(folder, "*.cs"))
            .Select(file => CSharpSyntaxTree.ParseText(Repository.Read(file), new CSharpParseOptions(TestSetup.NewestLanguageVersion), file))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, new CSharpParseOptions(TestSetup.NewestLanguageVersion)));
        return CSharpCompilation.Create(
            "Own",
            trees,
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(file => !Path.GetFileName(file).StartsWith("AsyncAnalyzers", StringComparison.Ordinal))
                .Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
