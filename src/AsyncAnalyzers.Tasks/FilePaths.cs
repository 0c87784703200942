namespace AsyncAnalyzers.Tasks;

/// <summary>Full paths, compared as the file system does.</summary>
internal static class FilePaths
{
    private static readonly StringComparison Comparison =
        Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static StringComparer Comparer { get; } =
        Path.DirectorySeparatorChar == '\\' ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The path below a folder, with slashes; null where it is not below it.</summary>
    public static string? Below(string folder, string path)
    {
        string start = folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        return path.StartsWith(start, Comparison) ? path.Substring(start.Length).Replace(Path.DirectorySeparatorChar, '/') : null;
    }

    /// <summary>The way from a folder to a path, with slashes.</summary>
    public static string From(string folder, string path)
    {
        string up = "";
        for (string? current = folder; current is not null; current = Path.GetDirectoryName(current))
        {
            if (Below(current, path) is { } below)
            {
                return up + below;
            }

            up += "../";
        }

        return path.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>The folder of a path and those above it.</summary>
    public static IEnumerable<string> FoldersOf(string path)
    {
        for (string? folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
