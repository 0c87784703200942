using System.Text;

namespace AsyncAnalyzers.Tasks;

/// <summary>The name of a section of an .editorconfig that stands for one file, whatever letters its path has.</summary>
internal static class SectionName
{
    /// <summary>What the pattern, or the line that it stands on, would take for something else.</summary>
    private const string Special = "\\*?[]{},#;";

    /// <param name="relativePath">Below the folder of the .editorconfig, with slashes.</param>
    public static string Of(string relativePath)
    {
        // Without the slash, a name without folders would mean the files of that name in all folders below.
        var name = new StringBuilder("/");
        foreach (char c in relativePath)
        {
            if (Special.IndexOf(c) >= 0)
            {
                name.Append('\\');
            }

            name.Append(c);
        }

        return name.ToString();
    }

    /// <summary>The path that <see cref="Of"/> made a name for.</summary>
    public static string PathOf(string name)
    {
        var path = new StringBuilder();
        for (int index = name.StartsWith("/", StringComparison.Ordinal) ? 1 : 0; index < name.Length; index++)
        {
            if (name[index] == '\\' && index + 1 < name.Length)
            {
                index++;
            }

            path.Append(name[index]);
        }

        return path.ToString();
    }
}
