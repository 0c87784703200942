using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>A package of analyzers, of which only some rules may take part.</summary>
/// <param name="Name">The name of the NuGet package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Folder">The folder that holds its assemblies, or a parent of folders named after compiler versions (roslyn4.8, roslyn5.0, …).</param>
/// <param name="Rules">The rules that take part, by id; null for all of the package.</param>
internal sealed record AnalyzerPackage(string Name, string Version, string Folder, IReadOnlyDictionary<string, PeerRule>? Rules)
{
    /// <summary>True for the analyzers of this repository.</summary>
    public bool IsOwn => Rules is null;

    /// <summary>The rule takes part.</summary>
    public bool Includes(string id) => Rules is null || Rules.ContainsKey(id);

    /// <summary>The assemblies that a compiler of the given version is handed, as NuGet picks them.</summary>
    /// <exception cref="DirectoryNotFoundException">The package was not restored.</exception>
    public ImmutableArray<string> Assemblies(Version compilerVersion)
    {
        string folder = Folder;
        foreach (string candidate in Directory.GetDirectories(Folder, "roslyn*").OrderBy(VersionOf))
        {
            if (VersionOf(candidate) <= compilerVersion)
            {
                folder = candidate;
            }
        }

        string csharp = Path.Combine(folder, "cs");
        return [.. Directory.GetFiles(Directory.Exists(csharp) ? csharp : folder, "*.dll").Order(StringComparer.Ordinal)];

        static Version VersionOf(string folder) => System.Version.Parse(Path.GetFileName(folder)["roslyn".Length..]);
    }

    /// <summary>Loads the analyzers that have at least one rule that takes part, or all of them.</summary>
    public ImmutableArray<DiagnosticAnalyzer> LoadAnalyzers(bool all = false)
    {
        ImmutableArray<string> assemblies = Assemblies(typeof(Compilation).Assembly.GetName().Version!);
        var loader = new AnalyzerAssemblyLoader(assemblies);
        return
        [
            .. assemblies
                .SelectMany(path => new AnalyzerFileReference(path, loader).GetAnalyzers(LanguageNames.CSharp))
                .Where(analyzer => all || analyzer.SupportedDiagnostics.Any(rule => Includes(rule.Id)))
                .OrderBy(analyzer => analyzer.GetType().Name, StringComparer.Ordinal),
        ];
    }
}
