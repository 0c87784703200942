using System.Collections.Concurrent;
using AsyncAnalyzers.Corpus.Output;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Corpus.Loading;

/// <summary>All projects as one Roslyn solution, in which references between projects stay references to projects.</summary>
internal sealed class CorpusSolution : IDisposable
{
    private readonly AdhocWorkspace _workspace;
    private readonly GeneratorCache _generators;

    private CorpusSolution(
        CorpusInput input,
        AdhocWorkspace workspace,
        GeneratorCache generators,
        Solution solution,
        ImmutableDictionary<ProjectId, CorpusProject> projects,
        ImmutableHashSet<ProjectId> asked)
    {
        Input = input;
        Solution = solution;
        Projects = projects;
        Asked = asked;
        _workspace = workspace;
        _generators = generators;
    }

    /// <summary>What the command line named.</summary>
    public CorpusInput Input { get; }

    /// <summary>The solution.</summary>
    public Solution Solution { get; }

    /// <summary>What the projects were made of.</summary>
    public ImmutableDictionary<ProjectId, CorpusProject> Projects { get; }

    /// <summary>The projects that the command line named; the others are there because these refer to them.</summary>
    public ImmutableHashSet<ProjectId> Asked { get; }

    /// <summary>Source generators that did not load or threw.</summary>
    public IEnumerable<string> GeneratorFailures => _generators.Failures;

    /// <summary>Loads what the command line names and what that refers to.</summary>
    public static async Task<CorpusSolution> LoadAsync(CorpusInput input, bool restore, int jobs, Progress progress)
    {
        DirectoryInfo workFolder = Directory.CreateTempSubdirectory("AsyncAnalyzers.Corpus.");
        try
        {
            var build = new DesignTimeBuild(workFolder.FullName, jobs, progress);
            if (restore && !input.Projects.IsEmpty)
            {
                await build.RestoreAsync(input.Projects);
            }

            var projects = new List<CorpusProject>();
            foreach ((ProjectFacts facts, string? argumentsFile) in (await build.CaptureAsync(input.Projects)).Values)
            {
                projects.Add(argumentsFile is null
                    ? CorpusProject.FromFacts(facts)
                    : CorpusProject.FromCommandLine(facts, await File.ReadAllLinesAsync(argumentsFile), await facts.IsRestoredAsync()));
            }

            projects.AddRange(input.LooseFolders.Select(folder => CorpusProject.FromFacts(ProjectFacts.OfFolder(folder))));
            return Create(input, [.. projects.OrderBy(project => project.Facts.ProjectFile, StringComparer.Ordinal)]);
        }
        finally
        {
            workFolder.Delete(recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _workspace.Dispose();
        _generators.Dispose();
    }

    private static CorpusSolution Create(CorpusInput input, ImmutableArray<CorpusProject> projects)
    {
        var workspace = new AdhocWorkspace();
        var generators = new GeneratorCache();
        var assemblies = new ConcurrentDictionary<(string, MetadataReferenceProperties), MetadataReference>();
        var ids = projects.ToDictionary(project => project.Facts.ProjectFile, project => ProjectId.CreateNewId(project.Facts.ProjectFile));
        Dictionary<string, CorpusProject> byFile = projects.ToDictionary(project => project.Facts.ProjectFile);
        var edges = new Dictionary<string, Dictionary<string, string>>();
        foreach (CorpusProject project in projects)
        {
            edges[project.Facts.ProjectFile] = ReferencesOf(project, byFile);
        }

        // The workspace itself stays empty: nothing but a caller's own variable keeps a solution, and the compilations in it, alive.
        Solution solution = workspace.CurrentSolution;
        foreach (CorpusProject project in projects)
        {
            ProjectId id = ids[project.Facts.ProjectFile];
            Dictionary<string, string> references = edges[project.Facts.ProjectFile];
            var names = references.Keys.Select(file => byFile[file].AssemblyName).ToHashSet(StringComparer.OrdinalIgnoreCase);
            ProjectInfo info = ProjectInfo.Create(
                id,
                VersionStamp.Default,
                Path.GetFileNameWithoutExtension(project.Facts.ProjectFile),
                project.AssemblyName,
                LanguageNames.CSharp,
                project.Facts.ProjectFile,
                compilationOptions: Neutral(project),
                parseOptions: project.ParseOptions,
                documents:
                [
                    .. project.Sources.Select(path => DocumentOf(id, path)),
                    .. project.WrittenSources.Select(source => Written(source.Name, source.Text, project, id)),
                ],
                projectReferences: [],
                metadataReferences: project.References
                    .Where(reference => !names.Contains(Path.GetFileNameWithoutExtension(reference.Path)) && File.Exists(reference.Path))
                    .Select(reference => assemblies.GetOrAdd(reference, key => MetadataReference.CreateFromFile(key.Item1, key.Item2))),
                analyzerReferences: generators.Load(project.AnalyzerAssemblies),
                additionalDocuments: project.AdditionalFiles.Select(path => DocumentOf(id, path)));
            IEnumerable<DocumentInfo> properties = project.BuildProperties is { } text
                ? [Written("BuildProperties.globalconfig", text, project, id)]
                : [];
            solution = solution.AddProject(info.WithAnalyzerConfigDocuments(
                project.ConfigFiles.Select(path => DocumentOf(id, path)).Concat(properties)));
        }

        // A project file can name a cycle; the edge that would close one is left out.
        foreach (CorpusProject project in projects)
        {
            ProjectId from = ids[project.Facts.ProjectFile];
            foreach ((string file, string aliases) in edges[project.Facts.ProjectFile])
            {
                ProjectId to = ids[file];
                if (to != from && !solution.GetProjectDependencyGraph().GetProjectsThatThisProjectTransitivelyDependsOn(to).Contains(from))
                {
                    ImmutableArray<string> names = [.. aliases.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
                    solution = solution.AddProjectReference(from, new ProjectReference(to, names));
                }
            }
        }

        return new CorpusSolution(
            input,
            workspace,
            generators,
            solution,
            projects.ToImmutableDictionary(project => ids[project.Facts.ProjectFile]),
            [.. input.Projects.Concat(input.LooseFolders).Select(file => ids[file])]);
    }

    // Direct and indirect ones, by project file, with the alias of the direct ones.
    private static Dictionary<string, string> ReferencesOf(CorpusProject project, Dictionary<string, CorpusProject> loaded)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var queue = new Queue<(string ProjectFile, string Aliases)>(project.Facts.ProjectReferences);
        var outputs = loaded.Values.Where(other => other.Facts.Get("TargetPath").Length > 0)
            .GroupBy(other => other.Facts.Get("TargetPath")).ToDictionary(group => group.Key, group => group.First().Facts.ProjectFile);
        foreach ((string path, _) in project.References)
        {
            if (outputs.TryGetValue(path, out string? source) && source != project.Facts.ProjectFile)
            {
                queue.Enqueue((source, ""));
            }
        }

        while (queue.TryDequeue(out (string ProjectFile, string Aliases) reference))
        {
            if (loaded.TryGetValue(reference.ProjectFile, out CorpusProject? target) && found.TryAdd(reference.ProjectFile, reference.Aliases))
            {
                foreach ((string indirect, _) in target.Facts.ProjectReferences)
                {
                    queue.Enqueue((indirect, ""));
                }
            }
        }

        return found;
    }

    // Errors are errors of the language alone, and the report of a rule has the rule's severity: what the project raises is a warning here.
    private static CompilationOptions Neutral(CorpusProject project)
        => project.CompilationOptions
            .WithGeneralDiagnosticOption(ReportDiagnostic.Default)
            .WithSpecificDiagnosticOptions(project.CompilationOptions.SpecificDiagnosticOptions.Select(
                pair => KeyValuePair.Create(pair.Key, pair.Value == ReportDiagnostic.Error ? ReportDiagnostic.Warn : pair.Value)))
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
            .WithXmlReferenceResolver(new XmlFileResolver(Path.GetDirectoryName(project.Facts.ProjectFile)))
            .WithSourceReferenceResolver(new SourceFileResolver([], Path.GetDirectoryName(project.Facts.ProjectFile)))
            .WithConcurrentBuild(true);

    /// <summary>A file that the build would write.</summary>
    private static DocumentInfo Written(string name, string text, CorpusProject project, ProjectId id)
        => DocumentInfo.Create(
            DocumentId.CreateNewId(id),
            name,
            loader: TextLoader.From(TextAndVersion.Create(SourceText.From(text, CorpusProject.Encoding), VersionStamp.Default)),
            filePath: Path.Combine(Path.GetDirectoryName(project.Facts.ProjectFile)!, "obj", name),
            isGenerated: true);

    private static DocumentInfo DocumentOf(ProjectId project, string path)
        => DocumentInfo.Create(
            DocumentId.CreateNewId(project),
            Path.GetFileName(path),
            loader: new FileTextLoader(path, CorpusProject.Encoding),
            filePath: path,
            isGenerated: CorpusProject.IsWrittenByBuild(path));
}
