using System.Globalization;
using AsyncAnalyzers.Corpus.Loading;
using AsyncAnalyzers.Corpus.Output;

namespace AsyncAnalyzers.Corpus.Running;

/// <summary>Runs the rules over all projects, in the order of their references, and lets go of what no later one needs.</summary>
internal sealed class CheckRun(CorpusSolution corpus, OwnRules rules, int jobs, Progress progress)
{
    private readonly Lock _lock = new();
    private readonly SortedSet<Report> _reports = [];
    private readonly Dictionary<ProjectId, ProjectAnalysis> _results = [];
    private readonly Dictionary<ProjectId, int> _reportCounts = [];
    private Solution _solution = corpus.Solution;

    /// <summary>The reports in order; one that several projects make about a linked file is there once.</summary>
    public IReadOnlyCollection<Report> Reports => _reports;

    /// <summary>Rules that threw.</summary>
    public IEnumerable<string> Failures => _results.Values.SelectMany(result => result.Failures).Distinct();

    /// <summary>Analyzes the projects that the command line names.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ProjectDependencyGraph graph = corpus.Solution.GetProjectDependencyGraph();
        ImmutableArray<ProjectId> order = [.. graph.GetTopologicallySortedProjects(cancellationToken).Where(corpus.Asked.Contains)];
        var pending = order.ToHashSet();
        ParallelOptions options = new() { MaxDegreeOfParallelism = jobs, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(order, options, async (id, token) =>
        {
            Project project;
            lock (_lock)
            {
                project = _solution.GetProject(id)!;
            }

            ProjectAnalysis result = await ProjectAnalysis.RunAsync(project, rules, jobs > 1, token);
            lock (_lock)
            {
                Add(id, result);
                pending.Remove(id);
                LetGo(graph, pending);
                progress.Say(
                    $"{_results.Count} of {order.Length}: {project.Name} {corpus.Projects[id].TargetFramework}, {result.Files.Length} files"
                    + $"{(result.BrokenFiles.IsEmpty ? "" : $", {result.BrokenFiles.Length} broken")}, {result.Reports.Length} reports");
                foreach (string failure in result.Failures)
                {
                    progress.Say("A RULE THREW: " + failure);
                }
            }
        });
    }

    /// <summary>Tells how much of each project could be analyzed, and what each rule found.</summary>
    public void WriteSummary(TextWriter output)
    {
        Table projects = new("Projects", "project", "framework", "state", "files", "broken", "reports");
        foreach ((ProjectId id, CorpusProject project) in corpus.Projects.OrderBy(pair => pair.Value.Facts.ProjectFile, StringComparer.Ordinal))
        {
            if (!_results.TryGetValue(id, out ProjectAnalysis? result))
            {
                continue;
            }

            projects.Add(
                corpus.Input.Relative(project.Facts.ProjectFile),
                project.TargetFramework,
                project.State switch { LoadState.Complete => "complete", LoadState.Unrestored => "not restored", _ => "guessed" },
                Number(result.Files.Length),
                Number(result.BrokenFiles.Length),
                Number(_reportCounts[id]));
        }

        projects.Write(output);
        Table found = new("Reports", "rule", "error", "warning", "suggestion", "silent", "title");
        foreach (IGrouping<string, Report> group in _reports.GroupBy(report => report.Id))
        {
            found.Add(
                group.Key,
                Number(group.Count(report => report.Severity == "error")),
                Number(group.Count(report => report.Severity == "warning")),
                Number(group.Count(report => report.Severity == "suggestion")),
                Number(group.Count(report => report.Severity == "silent")),
                rules.Rules[group.Key].Title.ToString());
        }

        found.Write(output);
        int files = _results.Values.SelectMany(result => result.Files).Distinct().Count();
        int broken = _results.Values.SelectMany(result => result.BrokenFiles).Distinct().Count();
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_reports.Count} reports in {files} files of {_results.Count} projects; ")
            + string.Create(CultureInfo.InvariantCulture, $"{broken} files ({100.0 * broken / Math.Max(files, 1):F1} %) do not compile cleanly."));
        if (corpus.Input.OtherProjects > 0)
        {
            output.WriteLine($"{corpus.Input.OtherProjects} projects in other languages were left out.");
        }

        foreach (string failure in corpus.GeneratorFailures)
        {
            output.WriteLine("Source generator: " + failure);
        }

        foreach (string failure in Failures)
        {
            output.WriteLine("A RULE THREW: " + failure);
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Add(ProjectId id, ProjectAnalysis result)
    {
        int before = _reports.Count;
        foreach (Diagnostic diagnostic in result.Reports)
        {
            _reports.Add(ProjectAnalysis.ToReport(diagnostic, corpus.Input));
        }

        _reportCounts[id] = _reports.Count - before;
        // A diagnostic keeps its compilation alive.
        _results[id] = result with { Reports = [] };
    }

    private void LetGo(ProjectDependencyGraph graph, HashSet<ProjectId> pending)
    {
        foreach (ProjectId id in _solution.ProjectIds)
        {
            if (!pending.Contains(id) && !graph.GetProjectsThatTransitivelyDependOnThisProject(id).Any(pending.Contains))
            {
                _solution = _solution.RemoveProject(id);
            }
        }
    }
}
