using System.Xml.Linq;

namespace AsyncAnalyzers.Corpus.Loading;

/// <summary>Packages that earlier restores left on this machine: what a project that does not restore may still refer to.</summary>
internal static class PackageCache
{
    private static readonly string Root = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? BuildPaths.Get("PackageCache");

    /// <summary>The assemblies of packages and of all that these depend on, as far as they are there.</summary>
    public static IEnumerable<string> Assemblies(IEnumerable<(string Id, string Version)> packages)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<(string Id, string Version)>(packages);
        while (queue.TryDequeue(out (string Id, string Version) package))
        {
            if (!seen.Add(package.Id) || FolderOf(package) is not { } folder)
            {
                continue;
            }

            foreach (string kind in new[] { "ref", "lib" })
            {
                if (NewestFramework(Path.Combine(folder, kind)) is { } assemblies)
                {
                    foreach (string assembly in Directory.GetFiles(assemblies, "*.dll"))
                    {
                        yield return assembly;
                    }

                    break;
                }
            }

            foreach ((string Id, string Version) dependency in Dependencies(folder, package.Id))
            {
                queue.Enqueue(dependency);
            }
        }
    }

    private static string? FolderOf((string Id, string Version) package)
    {
        string parent = Path.Combine(Root, package.Id.ToLowerInvariant());
        string exact = Path.Combine(parent, package.Version.Trim('[', ']', '(', ')').ToLowerInvariant());
        return !Directory.Exists(parent) ? null
            : package.Version.Length > 0 && Directory.Exists(exact) ? exact
            : Directory.GetDirectories(parent).MaxBy(NumberOf);

        static Version NumberOf(string folder)
            => System.Version.TryParse(Path.GetFileName(folder).Split('-')[0], out Version? version) ? version : new Version();
    }

    private static string? NewestFramework(string folder)
        => Directory.Exists(folder)
            ? Directory.GetDirectories(folder).MaxBy(framework => TargetFrameworkOrder.Of(Path.GetFileName(framework)))
            : null;

    private static IEnumerable<(string Id, string Version)> Dependencies(string folder, string id)
    {
        string nuspec = Path.Combine(folder, id.ToLowerInvariant() + ".nuspec");
        return File.Exists(nuspec)
            ? XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "dependency")
                .Select(element => (element.Attribute("id")?.Value ?? "", element.Attribute("version")?.Value ?? ""))
            : [];
    }
}
