using System.Collections.Immutable;
using System.Reflection;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>What the build of this program wrote down: where packages, reference assemblies and the compiler are.</summary>
internal static class BuildPaths
{
    private static readonly Dictionary<string, string> Recorded = typeof(BuildPaths).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(attribute => attribute.Value is not null)
        .ToDictionary(attribute => attribute.Key, attribute => attribute.Value!);

    /// <summary>A path by the name that the project file gives it.</summary>
    /// <exception cref="KeyNotFoundException">The project file records no such path.</exception>
    public static string Get(string name) => Recorded[name];

    /// <summary>A path by the name that the project file gives it where there is such a thing on this machine; else null.</summary>
    public static string? Find(string name) => Recorded.GetValueOrDefault(name);

    /// <summary>The newest reference assemblies of .NET and, where they are installed, ASP.NET Core.</summary>
    public static ImmutableArray<string> FrameworkReferences()
    {
        ImmutableArray<string>.Builder references = ImmutableArray.CreateBuilder<string>();
        foreach (string pack in new[] { "Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref" })
        {
            string folder = Path.Combine(Get("TargetingPacks"), pack);
            string? newest = Directory.Exists(folder)
                ? Directory.GetDirectories(folder).MaxBy(path => Version.TryParse(Path.GetFileName(path), out Version? version) ? version : new Version(0, 0))
                : null;
            if (newest is not null)
            {
                references.AddRange(Directory.GetDirectories(Path.Combine(newest, "ref")).SelectMany(target => Directory.GetFiles(target, "*.dll")));
            }
        }

        return references.ToImmutable();
    }
}
