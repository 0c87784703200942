namespace AsyncAnalyzers.Corpus.Loading;

/// <summary>The files of a folder, without what builds and tools put there.</summary>
internal static class SourceTree
{
    /// <summary>All files below a folder that match, in order.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out string? current))
        {
            foreach (string file in Directory.EnumerateFiles(current, pattern).Order(StringComparer.Ordinal))
            {
                yield return file;
            }

            foreach (string inner in Directory.EnumerateDirectories(current).OrderDescending(StringComparer.Ordinal))
            {
                if (Path.GetFileName(inner) is not ("bin" or "obj" or "artifacts" or "node_modules" or ".git" or ".vs" or ".idea"))
                {
                    folders.Push(inner);
                }
            }
        }
    }
}
