using System.Text;
using Microsoft.Build.Framework;

namespace AsyncAnalyzers.Tasks;

/// <summary>
/// What the tasks of the baseline share: where its blocks stand, that one project at a time changes them, and how they speak.
/// </summary>
public abstract class BaselineTask : ITask
{
    private protected const string EditorConfig = ".editorconfig";

    public IBuildEngine BuildEngine { get; set; } = null!;

    public ITaskHost HostObject { get; set; } = null!;

    /// <summary>The full path of the project.</summary>
    [Required]
    public string ProjectFile { get; set; } = null!;

    /// <summary>The name of the framework, where the project has several.</summary>
    public string Framework { get; set; } = "";

    /// <summary>The folder of the solution; empty where a project is built by itself.</summary>
    public string SolutionFolder { get; set; } = "";

    /// <summary>The .editorconfig and .globalconfig files that the compiler is given.</summary>
    public string[] ConfigFiles { get; set; } = [];

    /// <summary>The folder that no block stands outside of: that of the repository, else of the solution, else of the project.</summary>
    private protected string Root { get; private set; } = null!;

    public bool Execute()
    {
        try
        {
            Root = FilePaths.FoldersOf(ProjectFile).FirstOrDefault(folder => Exists(Path.Combine(folder, ".git")))
                ?? (SolutionFolder.Length > 0 && FilePaths.Below(Path.GetFullPath(SolutionFolder), ProjectFile) is not null
                    ? Path.GetFullPath(SolutionFolder).TrimEnd(Path.DirectorySeparatorChar)
                    : Path.GetDirectoryName(ProjectFile)!);
            using FileStream turn = TextFile.Patiently(() => new FileStream(
                Path.Combine(Path.GetTempPath(), $"AsyncAnalyzers.Baseline.{Environment.UserName}.lock"),
                FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return Run();
        }
        catch (Exception e) when (e is BaselineException or IOException or UnauthorizedAccessException)
        {
            BuildEngine.LogErrorEvent(new BuildErrorEventArgs(null, null, ProjectFile, 0, 0, 0, 0, Named(e.Message), null, null));
            return false;
        }
    }

    private protected abstract bool Run();

    /// <summary>The .editorconfig files in which blocks of this project may stand.</summary>
    private protected IEnumerable<string> EditorConfigs()
        => ConfigFiles.Append(Path.Combine(Root, EditorConfig))
            .Select(Path.GetFullPath)
            .Where(path => Path.GetFileName(path) == EditorConfig && FilePaths.Below(Root, path) is not null && File.Exists(path))
            .Distinct(FilePaths.Comparer);

    /// <summary>As a warning: the terminal logger shows no message of a task, however important.</summary>
    private protected void Tell(string message)
        => BuildEngine.LogWarningEvent(new BuildWarningEventArgs(null, null, ProjectFile, 0, 0, 0, 0, Named(message), null, null));

    /// <summary>Lines of values, as one task leaves them for another.</summary>
    private protected static IEnumerable<string[]> ReadLines(string path)
        => File.Exists(path) ? File.ReadAllLines(path, Encoding.UTF8).Select(line => line.Split('\t')) : [];

    private protected static void WriteLines(string path, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static bool Exists(string path) => Directory.Exists(path) || File.Exists(path);

    private string Named(string message)
        => $"AsyncAnalyzers baseline of {Path.GetFileName(ProjectFile)}{(Framework.Length > 0 ? $" ({Framework})" : "")}: {message}";
}
