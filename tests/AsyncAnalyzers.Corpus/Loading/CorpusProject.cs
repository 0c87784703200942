using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncAnalyzers.Corpus.Loading;

/// <summary>How much of a project could be loaded.</summary>
internal enum LoadState
{
    /// <summary>As its own build compiles it.</summary>
    Complete,

    /// <summary>With its own options, but something it refers to is missing: the newest framework and cached packages stand in.</summary>
    Unrestored,

    /// <summary>Its sources and references by what its project file says.</summary>
    Guessed,
}

/// <summary>All that a compilation of one project needs, as paths.</summary>
internal sealed class CorpusProject
{
    private static readonly string[] CoreLibraries = ["System.Runtime.dll", "mscorlib.dll", "netstandard.dll"];

    /// <summary>What the project's evaluation says.</summary>
    public required ProjectFacts Facts { get; init; }

    /// <summary>How much could be loaded.</summary>
    public required LoadState State { get; init; }

    /// <summary>The compiler's options.</summary>
    public required CSharpCompilationOptions CompilationOptions { get; init; }

    /// <summary>The parser's options.</summary>
    public required CSharpParseOptions ParseOptions { get; init; }

    /// <summary>The source files that exist.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>Sources that the build would write, by name.</summary>
    public ImmutableArray<(string Name, string Text)> WrittenSources { get; init; } = [];

    /// <summary>Other files that analyzers and generators read.</summary>
    public ImmutableArray<string> AdditionalFiles { get; init; } = [];

    /// <summary>The .editorconfig and .globalconfig files that apply.</summary>
    public ImmutableArray<string> ConfigFiles { get; init; } = [];

    /// <summary>What the targets of the package hand on to the rules; null where no target framework is known.</summary>
    public string? BuildProperties
        => Facts.TargetFrameworks is { IsEmpty: false } all ? PropertyOf(string.Join(',', all))
            : Facts.Get("TargetFramework") is { Length: > 0 } one && !one.Contains('$') ? PropertyOf(one)
            : null;

    /// <summary>Referenced assemblies with the properties of the reference.</summary>
    public required ImmutableArray<(string Path, MetadataReferenceProperties Properties)> References { get; init; }

    /// <summary>Assemblies with analyzers and generators.</summary>
    public required ImmutableArray<string> AnalyzerAssemblies { get; init; }

    /// <summary>The name of the assembly.</summary>
    public required string AssemblyName { get; init; }

    /// <summary>The target framework; "-" for loose files.</summary>
    public string TargetFramework => Facts.Get("TargetFramework") is { Length: > 0 } framework ? framework : "-";

    private static string PropertyOf(string frameworks)
        => $"is_global = true\nbuild_property._AsyncAnalyzersTargetFrameworks = {frameworks}\n";

    /// <summary>A project whose compiler command line is known.</summary>
    public static CorpusProject FromCommandLine(ProjectFacts facts, IEnumerable<string> arguments, bool isRestored)
    {
        string folder = Path.GetDirectoryName(facts.ProjectFile)!;
        CSharpCommandLineArguments parsed =
            CSharpCommandLineParser.Default.Parse(arguments.Select(argument => argument.Trim()), folder, sdkDirectory: null);
        List<(string Path, MetadataReferenceProperties Properties)> references =
            [.. parsed.MetadataReferences.Select(reference => (Full(reference.Reference), reference.Properties))];
        bool hasFramework = references.Any(reference => CoreLibraries.Contains(Path.GetFileName(reference.Path)) && File.Exists(reference.Path));
        var names = references.Select(reference => Path.GetFileName(reference.Path)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        IEnumerable<string> standIns = (hasFramework ? [] : BuildPaths.FrameworkReferences())
            .Concat(isRestored ? [] : PackageCache.Assemblies(facts.Packages))
            .Where(path => names.Add(Path.GetFileName(path)));
        references.AddRange(standIns.Select(path => (path, MetadataReferenceProperties.Assembly)));
        return new CorpusProject
        {
            Facts = facts,
            State = isRestored && hasFramework ? LoadState.Complete : LoadState.Unrestored,
            AssemblyName = parsed.CompilationName ?? facts.Get("AssemblyName"),
            CompilationOptions = parsed.CompilationOptions.WithStrongNameProvider(new DesktopStrongNameProvider(parsed.KeyFileSearchPaths)),
            ParseOptions = parsed.ParseOptions,
            Sources = [.. parsed.SourceFiles.Select(file => file.Path).Where(File.Exists).Distinct(StringComparer.Ordinal)],
            AdditionalFiles = [.. parsed.AdditionalFiles.Select(file => file.Path).Where(File.Exists).Distinct(StringComparer.Ordinal)],
            ConfigFiles = [.. parsed.AnalyzerConfigPaths.Where(File.Exists).Distinct(StringComparer.Ordinal)],
            References = [.. references],
            AnalyzerAssemblies = [.. parsed.AnalyzerReferences.Select(reference => Full(reference.FilePath)).Distinct(StringComparer.Ordinal)],
        };

        string Full(string path) => Path.GetFullPath(Path.Combine(folder, path));
    }

    /// <summary>A project that has no compiler command line: its sources, the newest framework and the packages that are cached.</summary>
    public static CorpusProject FromFacts(ProjectFacts facts)
    {
        bool isFolder = Directory.Exists(facts.ProjectFile);
        string folder = isFolder ? facts.ProjectFile : Path.GetDirectoryName(facts.ProjectFile)!;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (!LanguageVersionFacts.TryParse(facts.Get("LangVersion"), out LanguageVersion language) || language == LanguageVersion.Default)
        {
            language = LanguageVersion.Latest;
        }

        var options = new CSharpCompilationOptions(
            facts.Get("OutputType").Contains("exe", StringComparison.OrdinalIgnoreCase)
                ? OutputKind.ConsoleApplication
                : OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true,
            nullableContextOptions: Enum.TryParse(facts.Get("Nullable"), ignoreCase: true, out NullableContextOptions nullable) ? nullable : default);
        string key = Path.Combine(folder, facts.Get("KeyFile").Replace('\\', Path.DirectorySeparatorChar));
        if (File.Exists(key))
        {
            // Friend assemblies are named with their key.
            options = options.WithStrongNameProvider(new DesktopStrongNameProvider([folder])).WithCryptoKeyFile(key);
        }

        IEnumerable<string> symbols = facts.Get("DefineConstants")
            .Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(SyntaxFacts.IsValidIdentifier);

        return new CorpusProject
        {
            Facts = facts,
            State = isFolder ? LoadState.Complete : LoadState.Guessed,
            AssemblyName = facts.Get("AssemblyName"),
            CompilationOptions = options,
            ParseOptions = new CSharpParseOptions(language, preprocessorSymbols: symbols),
            Sources = [.. facts.SourceFiles.Where(File.Exists).Distinct(StringComparer.Ordinal)],
            WrittenSources = facts.GlobalUsings is { } usings ? [("GlobalUsings.g.cs", usings)] : [],
            ConfigFiles = [.. ConfigFilesOf(folder)],
            References =
            [
                .. BuildPaths.FrameworkReferences().Concat(PackageCache.Assemblies(facts.Packages))
                    .Where(path => names.Add(Path.GetFileName(path)))
                    .Select(path => (path, MetadataReferenceProperties.Assembly)),
            ],
            AnalyzerAssemblies = [.. FrameworkGenerators()],
        };
    }

    /// <summary>A source that a build wrote, not a person.</summary>
    public static bool IsWrittenByBuild(string path) => path.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal);

    /// <summary>The text encoding of files without a mark of their own.</summary>
    public static Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    private static IEnumerable<string> ConfigFilesOf(string folder)
    {
        for (DirectoryInfo? parent = Directory.GetParent(folder); parent is not null; parent = parent.Parent)
        {
            string file = Path.Combine(parent.FullName, ".editorconfig");
            if (File.Exists(file))
            {
                yield return file;
            }
        }

        foreach (string file in SourceTree.Files(folder, ".editorconfig"))
        {
            yield return file;
        }
    }

    private static IEnumerable<string> FrameworkGenerators()
        => Directory.GetDirectories(BuildPaths.Get("TargetingPacks"), "Microsoft.*.App.Ref")
            .SelectMany(pack => Directory.GetDirectories(pack).OrderDescending(StringComparer.Ordinal).Take(1))
            .Select(version => Path.Combine(version, "analyzers", "dotnet", "cs"))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.dll"));
}
