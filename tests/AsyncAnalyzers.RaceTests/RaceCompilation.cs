namespace AsyncAnalyzers.RaceTests;

/// <summary>Compilations of programs against the framework that the tests run on.</summary>
internal static class RaceCompilation
{
    private static readonly ImmutableArray<MetadataReference> Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The sources with <see cref="RaceProgram.Shared"/>.</summary>
    public static CSharpCompilation Of(string name, OutputKind kind, IEnumerable<string> sources)
        => CSharpCompilation.Create(
            name,
            sources.Append(RaceProgram.Shared).Select((source, number) => CSharpSyntaxTree.ParseText(source, path: $"File{number}.cs")),
            Framework,
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable));
}
