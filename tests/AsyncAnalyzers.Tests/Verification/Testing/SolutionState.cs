using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The files of a project; unnamed ones are called Test0.cs, Test1.cs, … in the order they were added.</summary>
public class SourceFileList : SourceFileCollection
{
    private readonly string _prefix;
    private readonly string _extension;

    public SourceFileList(string defaultPrefix, string defaultExtension)
    {
        _prefix = defaultPrefix;
        _extension = defaultExtension;
    }

    public void Add(string content) => Add(($"{_prefix}{Count}.{_extension}", SourceText.From(content)));
}

/// <summary>Named files beside the sources: additional files, .editorconfig.</summary>
public class SourceFileCollection : List<(string filename, SourceText content)>
{
    public void Add((string filename, string content) file) => Add((file.filename, SourceText.From(file.content)));
}

/// <summary>What one project of a test holds.</summary>
public class ProjectState
{
    public ProjectState(string name, string language, string defaultPrefix, string defaultExtension)
    {
        Name = name;
        Language = language;
        Sources = new SourceFileList(defaultPrefix, defaultExtension);
    }

    public string Name { get; }

    public string AssemblyName => Name;

    public string Language { get; }

    public OutputKind? OutputKind { get; set; }

    public ReferenceAssemblies? ReferenceAssemblies { get; set; }

    public SourceFileList Sources { get; }

    public SourceFileCollection AdditionalFiles { get; } = new();

    public SourceFileCollection AnalyzerConfigFiles { get; } = new();

    public List<MetadataReference> AdditionalReferences { get; } = new();

    /// <summary>Names of projects of the same test.</summary>
    public List<string> AdditionalProjectReferences { get; } = new();
}

/// <summary>The projects of a test by name, each made when it is first asked for.</summary>
public class ProjectCollection(string defaultLanguage, string defaultExtension) : Dictionary<string, ProjectState>
{
    public new ProjectState this[string projectName]
    {
        get
        {
            if (!TryGetValue(projectName, out ProjectState? project))
            {
                project = new ProjectState(projectName, defaultLanguage, "/" + projectName + "/Test", defaultExtension);
                Add(projectName, project);
            }

            return project;
        }
    }
}

/// <summary>What a test starts from, or what a fix should lead to.</summary>
public sealed class SolutionState : ProjectState
{
    public SolutionState(string name, string language, string defaultPrefix, string defaultExtension)
        : base(name, language, defaultPrefix, defaultExtension)
    {
        AdditionalProjects = new ProjectCollection(language, defaultExtension);
    }

    public ProjectCollection AdditionalProjects { get; }

    public List<DiagnosticResult> ExpectedDiagnostics { get; } = new();

    public MarkupMode? MarkupHandling { get; set; }

    internal static string AbsolutePath(string path) => path.StartsWith('/') ? path : "/0/" + path;
}
