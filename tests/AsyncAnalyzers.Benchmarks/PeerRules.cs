using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>A rule of a peer that speaks of the same things as ours.</summary>
/// <param name="Id">Its id.</param>
/// <param name="What">What it looks for.</param>
internal sealed record PeerRule(string Id, string What);

/// <summary>The packages that are compared, and which of their rules take part (PeerRules.json).</summary>
internal static class PeerRules
{
    /// <summary>Our own package first, then the peers by name.</summary>
    public static ImmutableArray<AnalyzerPackage> AllPackages() => [OwnPackage(), .. Peers()];

    private static AnalyzerPackage OwnPackage()
    {
        string assembly = BuildPaths.Get("OwnAnalyzer");
        return new("AsyncAnalyzers", AssemblyName.GetAssemblyName(assembly).Version!.ToString(3), Path.GetDirectoryName(assembly)!, null);
    }

    private static IEnumerable<AnalyzerPackage> Peers()
    {
        using Stream stream = typeof(PeerRules).Assembly.GetManifestResourceStream("PeerRules.json")!;
        Dictionary<string, Dictionary<string, string>> rules = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!;
        foreach ((string name, Dictionary<string, string> whatById) in rules.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            string package = BuildPaths.Get("Peer:" + name);
            string analyzers = Path.Combine(package, "analyzers", "dotnet");
            yield return new(
                name,
                Path.GetFileName(package),
                Directory.Exists(analyzers) ? analyzers : Path.Combine(package, "analyzers"),
                whatById.ToDictionary(pair => pair.Key, pair => new PeerRule(pair.Key, pair.Value)));
        }
    }
}
