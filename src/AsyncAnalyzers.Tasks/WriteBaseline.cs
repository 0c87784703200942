using System.Globalization;
using Microsoft.Build.Framework;

namespace AsyncAnalyzers.Tasks;

/// <summary>
/// After the compiler ran: lowers each rule that reported a warning or an error to a suggestion, in the files that it reported it in.
/// The sections stand in the .editorconfig that is nearest to the file, where nothing else overrules them.
/// </summary>
public sealed class WriteBaseline : BaselineTask
{
    /// <summary>The compiler's log.</summary>
    [Required]
    public string Log { get; set; } = null!;

    /// <summary>What was lowered when the compiler began.</summary>
    [Required]
    public string Before { get; set; } = null!;

    /// <summary>Where to leave what is to be lowered for this framework, for the others of the project.</summary>
    [Required]
    public string Reports { get; set; } = null!;

    /// <summary>What the other frameworks of the project left.</summary>
    public string[] OtherReports { get; set; } = [];

    /// <summary>The source files.</summary>
    public string[] Sources { get; set; } = [];

    private protected override bool Run()
    {
        if (!File.Exists(Log))
        {
            throw new BaselineException(
                $"the compiler wrote no log to {Log}. Is the project compiled by another compiler, or does its path hold a comma?");
        }

        Dictionary<LoweredRule, int> reported = Reported();
        WriteLines(Reports, reported.Select(rule => $"{rule.Key.Path}\t{rule.Key.Id}\t{rule.Value}"));
        foreach (string[] line in OtherReports.SelectMany(ReadLines))
        {
            var rule = new LoweredRule(line[0], line[1]);
            reported[rule] = Math.Max(
                int.Parse(line[2], CultureInfo.InvariantCulture), reported.TryGetValue(rule, out int count) ? count : 0);
        }

        Lower(reported);
        return true;
    }

    /// <summary>How often each rule is reported in each file, but for suggestions that are none by the baseline.</summary>
    private Dictionary<LoweredRule, int> Reported()
    {
        HashSet<LoweredRule> before = [.. ReadLines(Before).Select(line => new LoweredRule(line[0], line[1]))];
        HashSet<string> sources = new(Sources.Select(Path.GetFullPath), FilePaths.Comparer);
        var reported = new Dictionary<LoweredRule, int>();
        int elsewhere = 0;
        foreach ((string? path, string id, string level) in CompilerLog.Read(Log))
        {
            var rule = new LoweredRule(path ?? "", id);
            if (level is not ("warning" or "error") && !before.Contains(rule))
            {
                continue;
            }

            if (path is null || !sources.Contains(path))
            {
                elsewhere++;
                continue;
            }

            reported[rule] = (reported.TryGetValue(rule, out int count) ? count : 0) + 1;
        }

        if (elsewhere > 0)
        {
            Tell($"{Counted(elsewhere, "report")} in no source file stay: no section of an .editorconfig speaks of them.");
        }

        return reported;
    }

    private void Lower(Dictionary<LoweredRule, int> reported)
    {
        List<LoweredRule> outside = [.. reported.Keys.Where(rule => FilePaths.Below(Root, rule.Path) is null)];
        ILookup<string, LoweredRule> perFile = reported.Keys.Except(outside)
            .ToLookup(rule => EditorConfigOf(rule.Path), FilePaths.Comparer);
        foreach (string path in EditorConfigs().Union(perFile.Select(file => file.Key), FilePaths.Comparer).ToList())
        {
            BaselineBlocks blocks = BaselineBlocks.Of(path);
            blocks.Remove(ProjectFile);
            // A file that two projects compile has its section in the block of one of them.
            LoweredRule[] lowered = [.. perFile[path].Except(blocks.Lowered())];
            if (lowered.Length > 0)
            {
                blocks.Append(ProjectFile, lowered);
            }

            blocks.Save();
        }

        Report(reported.Where(rule => !outside.Contains(rule.Key)).ToList(), perFile.Select(file => file.Key));
        if (outside.Count > 0)
        {
            Tell($"{Files(outside)} outside of {Root} stay as they are: {outside[0].Path}"
                + (outside.Count > 1 ? ", …" : "") + ". Lower the rules in an .editorconfig above them.");
        }
    }

    private void Report(List<KeyValuePair<LoweredRule, int>> lowered, IEnumerable<string> editorConfigs)
        => Tell(lowered.Count == 0
            ? "no rule reports a warning or an error in a source file, so there is nothing to lower."
            : $"{Counted(lowered.Sum(rule => rule.Value), "report")} in {Files(lowered.Select(rule => rule.Key))} "
                + $"lowered to suggestions, in {string.Join(", ", editorConfigs)}.");

    private string EditorConfigOf(string source)
        => FilePaths.FoldersOf(source).TakeWhile(folder => FilePaths.Below(Root, Path.Combine(folder, EditorConfig)) is not null)
            .Select(folder => Path.Combine(folder, EditorConfig))
            .FirstOrDefault(File.Exists)
            ?? Path.Combine(Root, EditorConfig);

    private static string Files(IEnumerable<LoweredRule> rules)
        => Counted(rules.Select(rule => rule.Path).Distinct(FilePaths.Comparer).Count(), "file");

    private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
