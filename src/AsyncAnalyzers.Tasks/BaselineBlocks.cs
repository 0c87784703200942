using System.Text;
using System.Text.RegularExpressions;

namespace AsyncAnalyzers.Tasks;

/// <summary>
/// The text of an .editorconfig with the blocks that the baselines of its projects have in it, one a project, each between two comments.
/// All other text stays as it is.
/// </summary>
internal sealed class BaselineBlocks
{
    private const string Start = "# AsyncAnalyzers baseline of ";
    private const string Begin = ": begin.";
    private const string End = ": end.";
    private const string Advice = " Delete a section when its file is repaired.";

    // With the line break before it, which is the block's own: without the block, the text is what it was.
    private static readonly Regex Block = new(
        $@"(?:\r?\n|^){Start}(?<project>[^\r\n]*?){Begin}[^\r\n]*\r?\n(?<body>.*?)(?<=\n){Start}\k<project>{End}[^\r\n]*(?:\r?\n|\z)",
        RegexOptions.Singleline | RegexOptions.CultureInvariant);

    private static readonly Regex Line = new(
        @"^[ \t]*(?:\[(?<section>[^\r\n]*)\]|dotnet_diagnostic\.(?<id>\w+)\.severity[ \t]*=[^\r\n]*)[ \t]*\r?$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant);

    private readonly string _path;
    private readonly string _folder;
    private readonly string _found;

    private BaselineBlocks(string path)
    {
        _path = path;
        _folder = Path.GetDirectoryName(path)!;
        _found = Text = TextFile.Read(path);
    }

    /// <summary>The text of the file, as it is or is to become.</summary>
    public string Text { get; private set; }

    /// <exception cref="BaselineException">The file is not UTF-8.</exception>
    public static BaselineBlocks Of(string editorConfig) => new(editorConfig);

    /// <summary>What the blocks lower.</summary>
    public IEnumerable<LoweredRule> Lowered()
    {
        foreach (Match block in Block.Matches(Text))
        {
            string? path = null;
            foreach (Match line in Line.Matches(block.Groups["body"].Value))
            {
                if (line.Groups["section"].Success)
                {
                    string relative = SectionName.PathOf(line.Groups["section"].Value);
                    path = Path.Combine(_folder, relative.Replace('/', Path.DirectorySeparatorChar));
                }
                else if (path is not null)
                {
                    yield return new LoweredRule(path, line.Groups["id"].Value);
                }
            }
        }
    }

    /// <summary>Takes the blocks of all projects out.</summary>
    public void RemoveAll() => Text = Block.Replace(Text, "");

    /// <summary>Takes the block of a project out.</summary>
    public void Remove(string projectFile)
    {
        string project = FilePaths.From(_folder, projectFile);
        Text = Block.Replace(Text, block => block.Groups["project"].Value == project ? "" : block.Value);
    }

    /// <summary>Adds a block at the end, where it wins over what stands before it.</summary>
    /// <param name="projectFile">Whose block it is.</param>
    /// <param name="lowered">What the block lowers; all files are below the folder.</param>
    public void Append(string projectFile, IEnumerable<LoweredRule> lowered)
    {
        string project = FilePaths.From(_folder, projectFile);
        string newLine = Text.Contains("\r\n") ? "\r\n" : "\n";
        var block = new StringBuilder(Text.Length == 0 ? "" : newLine);
        block.Append(Start).Append(project).Append(Begin).Append(Advice).Append(newLine);
        foreach (IGrouping<string, LoweredRule> file in lowered
            .GroupBy(rule => FilePaths.Below(_folder, rule.Path)!, StringComparer.Ordinal)
            .OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            block.Append('[').Append(SectionName.Of(file.Key)).Append(']').Append(newLine);
            foreach (string id in file.Select(rule => rule.Id).Distinct().OrderBy(id => id, StringComparer.Ordinal))
            {
                block.Append("dotnet_diagnostic.").Append(id).Append(".severity = suggestion").Append(newLine);
            }

            block.Append(newLine);
        }

        block.Append(Start).Append(project).Append(End).Append(newLine);
        Text += block.ToString();
    }

    /// <summary>Writes the file, if it has changed.</summary>
    public bool Save()
    {
        if (Text == _found)
        {
            return false;
        }

        TextFile.Write(_path, Text);
        return true;
    }
}
