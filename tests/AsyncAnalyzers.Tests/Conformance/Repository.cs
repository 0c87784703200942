using System.Reflection;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>The files of the repository that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static bool Has(string path) => File.Exists(Path.Combine(Root, path));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>The files under a folder that match, as paths from the root with slashes; what builds leave behind is left out.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        string start = Path.Combine(Root, folder);
        if (!Directory.Exists(start))
        {
            yield break;
        }

        var folders = new Stack<string>([start]);
        while (folders.TryPop(out string? current))
        {
            foreach (string file in Directory.EnumerateFiles(current, pattern).Order(StringComparer.Ordinal))
            {
                yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
            }

            foreach (string inner in Directory.EnumerateDirectories(current))
            {
                if (Path.GetFileName(inner) is not ("bin" or "obj" or "artifacts" or "TestResults" or "BenchmarkDotNet.Artifacts" or ".git" or ".vs" or ".idea"))
                {
                    folders.Push(inner);
                }
            }
        }
    }
}
