using System.IO.Enumeration;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AsyncAnalyzers.Corpus.Loading;

/// <summary>What the command line names: projects, and folders of loose files.</summary>
/// <param name="Root">The folder that all are below; reports name files from here.</param>
/// <param name="Projects">The C# projects.</param>
/// <param name="LooseFolders">Folders without a project, each taken as one.</param>
/// <param name="OtherProjects">How many projects in other languages were left out.</param>
internal sealed partial record CorpusInput(
    string Root, ImmutableArray<string> Projects, ImmutableArray<string> LooseFolders, int OtherProjects)
{
    /// <summary>Finds the projects of solutions and folders.</summary>
    /// <param name="paths">Projects, solutions (.sln, .slnx, .slnf) and folders.</param>
    /// <param name="excludes">Patterns with * of paths, from the named folder on, of projects to leave out.</param>
    /// <exception cref="BadInputException">A path is not there or of no use.</exception>
    public static async Task<CorpusInput> FindAsync(IReadOnlyCollection<string> paths, IReadOnlyCollection<string> excludes)
    {
        var projects = new SortedSet<string>(StringComparer.Ordinal);
        var loose = new List<string>();
        var folders = new List<string>();
        int others = 0;
        foreach (string path in paths.Select(Path.GetFullPath))
        {
            bool isFolder = Directory.Exists(path);
            if (!isFolder && !File.Exists(path))
            {
                throw new BadInputException($"{path} does not exist.");
            }

            string folder = isFolder ? Path.TrimEndingDirectorySeparator(path) : Path.GetDirectoryName(path)!;
            folders.Add(folder);
            ImmutableArray<string> found = isFolder ? [.. SourceTree.Files(path, "*.*proj")] : await ProjectsOfAsync(path);
            ImmutableArray<string> csharp = [.. found.Where(project => ExtensionOf(project) == ".csproj")];
            others += found.Count(project => ExtensionOf(project) is ".vbproj" or ".fsproj");
            if (csharp.IsEmpty && isFolder && SourceTree.Files(path, "*.cs").Any())
            {
                loose.Add(folder);
            }
            else if (csharp.IsEmpty)
            {
                throw new BadInputException($"{path} has no C# project{(isFolder ? " and no C# file" : "")}.");
            }

            projects.UnionWith(csharp.Where(project => !excludes.Any(pattern => IsMatch(pattern, Path.GetRelativePath(folder, project)))));
        }

        if (projects.Count == 0 && loose.Count == 0)
        {
            throw new BadInputException("All projects are excluded.");
        }

        return new CorpusInput(CommonFolder(folders), [.. projects], [.. loose], others);
    }

    /// <summary>A path from the root with slashes, on every system the same.</summary>
    public string Relative(string path) => path.Length == 0 ? "" : Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static bool IsMatch(string pattern, string path)
        => FileSystemName.MatchesSimpleExpression(pattern.Replace("**", "*"), path.Replace('\\', '/'));

    private static async Task<ImmutableArray<string>> ProjectsOfAsync(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        string text = await File.ReadAllTextAsync(file);
        switch (ExtensionOf(file))
        {
            case ".csproj":
                return [file];
            case ".sln":
                return Existing(folder, ProjectLine().Matches(text).Select(match => match.Groups[1].Value));
            case ".slnx":
                return Existing(folder, XDocument.Parse(text).Descendants("Project").Select(project => project.Attribute("Path")?.Value ?? ""));
            case ".slnf":
                using (var document = JsonDocument.Parse(text))
                {
                    JsonElement solution = document.RootElement.GetProperty("solution");
                    string start = Path.GetFullPath(Path.Combine(folder, Native(solution.GetProperty("path").GetString()!)));
                    return Existing(Path.GetDirectoryName(start)!, solution.GetProperty("projects").EnumerateArray().Select(project => project.GetString()!));
                }

            default:
                throw new BadInputException($"{file} is neither a C# project nor a solution (.csproj, .sln, .slnx, .slnf) nor a folder.");
        }
    }

    private static ImmutableArray<string> Existing(string folder, IEnumerable<string> paths)
        => [.. paths.Select(path => Path.GetFullPath(Path.Combine(folder, Native(path)))).Where(File.Exists)];

    private static string Native(string path) => path.Replace('\\', Path.DirectorySeparatorChar);

    private static string CommonFolder(List<string> folders)
    {
        string common = folders[0];
        while (folders.Any(folder => folder != common && !IsBelow(folder, common)) && Path.GetDirectoryName(common) is { } parent)
        {
            common = parent;
        }

        return common;

        static bool IsBelow(string folder, string parent)
            => folder.StartsWith(Path.TrimEndingDirectorySeparator(parent) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static string ExtensionOf(string file) => Path.GetExtension(file).ToLowerInvariant();

    [GeneratedRegex("""^Project\("[^"]*"\)\s*=\s*"[^"]*",\s*"([^"]+proj)"\s*,""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();
}

/// <summary>The command line asks for something that cannot be done; the message says what.</summary>
internal sealed class BadInputException(string message) : Exception(message);
