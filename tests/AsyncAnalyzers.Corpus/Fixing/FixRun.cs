using System.Collections.Concurrent;
using System.Globalization;
using AsyncAnalyzers.Corpus.Loading;
using AsyncAnalyzers.Corpus.Output;
using AsyncAnalyzers.Corpus.Running;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.Corpus.Fixing;

/// <summary>Applies every action that is offered, alone and by fix-all, each to the code as it was loaded.</summary>
internal sealed class FixRun(CorpusSolution corpus, OwnRules rules, FixRunOptions options, Progress progress)
{
    private readonly Solution _solution = corpus.Solution;
    private readonly FixApplication _application = new(corpus.Solution, corpus.Input);
    private readonly ConcurrentBag<(FixOutcome Outcome, int Number, int Position)> _outcomes = [];
    private readonly ConcurrentBag<Report> _withoutFix = [];
    private readonly ConcurrentDictionary<(string Id, CodeFixProvider Fix, string Key), (string Title, ConcurrentDictionary<ProjectId, byte> Projects)> _actions = new();
    private readonly ConcurrentBag<string> _failures = [];
    private ImmutableArray<Found> _found = [];
    private ImmutableArray<Found> _tried = [];

    /// <summary>A rule or a fix threw, or a fix broke code.</summary>
    public bool IsBad => !_failures.IsEmpty || _outcomes.Any(entry => entry.Outcome.Exception is not null || !entry.Outcome.NewErrors.IsEmpty);

    /// <summary>All that was tried, in order.</summary>
    public IEnumerable<FixOutcome> Outcomes => InOrder.Select(pair => pair.Outcome);

    private IEnumerable<(FixOutcome Outcome, int Number, int Position)> InOrder
        => _outcomes.OrderBy(entry => entry.Outcome.Report.Id, StringComparer.Ordinal).ThenBy(entry => entry.Number).ThenBy(entry => entry.Position)
            .ThenBy(entry => entry.Outcome.Key, StringComparer.Ordinal).ThenBy(entry => entry.Outcome.Scope, StringComparer.Ordinal);

    /// <summary>Finds the reports and tries their fixes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await FindAsync(cancellationToken);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellationToken };
        int done = 0;
        ILookup<string, Found> byRule = _tried.ToLookup(found => found.Report.Id);
        await Parallel.ForEachAsync(byRule.SelectMany(group => group.Select((found, index) => (found, index))), parallel, async (pair, token) =>
        {
            await TryAloneAsync(pair.found, pair.index + 1, token);
            int now = Interlocked.Increment(ref done);
            progress.Step(() => $"{now} of {_tried.Length} reports: {pair.found.Report.Id}, {_outcomes.Count} fixes tried");
        });
        if (options.SkipFixAll)
        {
            return;
        }

        foreach (((string id, CodeFixProvider fix, string key), (string title, ConcurrentDictionary<ProjectId, byte> projects)) in
            _actions.OrderBy(action => action.Key.Id, StringComparer.Ordinal).ThenBy(action => action.Key.Key, StringComparer.Ordinal))
        {
            progress.Say($"fix-all {id}: {title}");
            await TryAllAsync(id, fix, key, title, [.. projects.Keys], parallel);
        }
    }

    /// <summary>Writes each difference to a file of its own: rule/number-title.diff, rule/fix-all-scope-title.diff.</summary>
    public async Task WriteDiffsAsync(DirectoryInfo folder)
    {
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach ((FixOutcome outcome, int number, _) in InOrder.Where(entry => entry.Outcome.IsChanged || entry.Outcome.Exception is not null))
        {
            DirectoryInfo ruleFolder = folder.CreateSubdirectory(outcome.Report.Id);
            string name = outcome.IsAlone ? string.Create(CultureInfo.InvariantCulture, $"{number:D3}") : "fix-all-" + Slug(outcome.Scope, 40);
            string file = Path.Combine(ruleFolder.FullName, $"{name}-{Slug(outcome.Title, 60)}");
            // Titles name what they change: two actions of one report may still be called the same.
            await File.WriteAllTextAsync((used.Add(file) ? file : $"{file}-{used.Count}") + ".diff", outcome.ToFile());
        }
    }

    /// <summary>The figures by rule.</summary>
    public void WriteSummary(TextWriter output)
    {
        Table alone = new("Each fix alone", "rule", "reports", "tried", "offered", "none offered", "applied", "new errors", "new warnings", "no change", "exceptions");
        foreach (IGrouping<string, Found> group in _found.GroupBy(found => found.Report.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            ImmutableArray<FixOutcome> outcomes = [.. Outcomes.Where(outcome => outcome.IsAlone && outcome.Report.Id == group.Key)];
            alone.Add(
                [
                    group.Key,
                    Number(group.Count()),
                    Number(_tried.Count(found => found.Report.Id == group.Key)),
                    Number(outcomes.Length),
                    Number(_withoutFix.Count(report => report.Id == group.Key)),
                    .. Figures(outcomes),
                ]);
        }

        alone.Write(output);
        if (!options.SkipFixAll)
        {
            Table together = new("Fix-all", "rule, action", "scope", "applied", "new errors", "new warnings", "no change", "exceptions");
            foreach (FixOutcome outcome in Outcomes.Where(outcome => !outcome.IsAlone))
            {
                together.Add([$"{outcome.Report.Id} {outcome.Title}", outcome.Scope, .. Figures([outcome])]);
            }

            together.Write(output);
        }

        output.WriteLine();
        foreach (FixOutcome outcome in Outcomes)
        {
            foreach (string what in outcome.NewErrors.Take(3).Select(error => "new error " + error).Concat(outcome.Exception is { } exception ? ["threw " + exception] : []))
            {
                output.WriteLine($"{outcome.Report.Id} {outcome.Report.File}:{outcome.Report.Line} ({outcome.Scope}) {outcome.Title}: {what}");
            }
        }

        foreach (string failure in _failures)
        {
            output.WriteLine("A RULE THREW: " + failure);
        }
    }

    private static string[] Figures(ImmutableArray<FixOutcome> outcomes)
        =>
        [
            Number(outcomes.Count(outcome => outcome.IsChanged)),
            Number(outcomes.Sum(outcome => outcome.NewErrors.Length)),
            Number(outcomes.Sum(outcome => outcome.NewWarnings.Length)),
            Number(outcomes.Count(outcome => !outcome.IsChanged && outcome.Exception is null)),
            Number(outcomes.Count(outcome => outcome.Exception is not null)),
        ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Slug(string text, int length)
    {
        string slug = string.Join('-', new string([.. text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return slug.Length > length ? slug[..length].TrimEnd('-') : slug;
    }

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<Found>();
        ImmutableArray<ProjectId> order = [.. _solution.GetProjectDependencyGraph().GetTopologicallySortedProjects(cancellationToken).Where(corpus.Asked.Contains)];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(order, parallel, async (id, token) =>
        {
            Project project = _solution.GetProject(id)!;
            ProjectAnalysis analysis = await ProjectAnalysis.RunAsync(project, rules, options.Jobs > 1, token);
            progress.Say($"{project.Name}: {analysis.Reports.Length} reports");
            foreach (string failure in analysis.Failures)
            {
                progress.Say("A RULE THREW: " + failure);
                _failures.Add(failure);
            }

            foreach (Diagnostic diagnostic in analysis.Reports)
            {
                if (_solution.GetDocument(diagnostic.Location.SourceTree) is { } document)
                {
                    found.Add(new Found(ProjectAnalysis.ToReport(diagnostic, corpus.Input), document, diagnostic));
                }
            }
        });

        _found = [.. found.OrderBy(item => item.Report).ThenBy(item => item.Document.Project.FilePath, StringComparer.Ordinal).DistinctBy(item => item.Report)];
        _tried = [.. _found.GroupBy(item => item.Report.Id).SelectMany(group => Spread([.. group], options.Limit))];
    }

    // Of many, those at even distances.
    private static IEnumerable<Found> Spread(ImmutableArray<Found> all, int limit)
        => limit == 0 || all.Length <= limit ? all : Enumerable.Range(0, limit).Select(i => all[(int)((long)i * all.Length / limit)]);

    private async Task TryAloneAsync(Found found, int number, CancellationToken cancellationToken)
    {
        int position = 0;
        foreach (CodeFixProvider fix in rules.Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(found.Report.Id)))
        {
            ImmutableArray<CodeAction> actions;
            try
            {
                actions = await FixApplication.OfferedAsync(fix, found.Document, found.Diagnostic, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                _outcomes.Add((new FixOutcome(found.Report, "one", $"({fix.GetType().Name} offers)", "") { Exception = exception.ToString() }, number, 0));
                continue;
            }

            foreach (CodeAction action in actions)
            {
                string key = action.EquivalenceKey ?? "";
                _actions.GetOrAdd((found.Report.Id, fix, key), _ => (action.Title, new())).Projects.TryAdd(found.Document.Project.Id, 0);
                FixOutcome outcome = new(found.Report, "one", action.Title, key);
                _outcomes.Add((await _application.ApplyAsync(() => Task.FromResult<CodeAction?>(action), outcome, cancellationToken), number, ++position));
            }
        }

        if (position == 0)
        {
            _withoutFix.Add(found.Report);
        }
    }

    private async Task TryAllAsync(string id, CodeFixProvider fix, string key, string title, ImmutableHashSet<ProjectId> projects, ParallelOptions parallel)
    {
        if (fix.GetFixAllProvider() is not { } fixAll)
        {
            return;
        }

        ImmutableArray<Found> reports = [.. _found.Where(found => found.Report.Id == id)];
        FoundReports provider = new(reports.ToLookup(found => found.Document.Id, found => found.Diagnostic));
        var scopes = new List<(string Name, FixAllContext Context, Report Report)>();
        if (fixAll.GetSupportedFixAllScopes().Contains(FixAllScope.Project))
        {
            scopes.AddRange(reports.DistinctBy(found => found.Document.Project.Id).Where(found => projects.Contains(found.Document.Project.Id)).Select(found =>
                ("project " + found.Document.Project.Name, new FixAllContext(found.Document, fix, FixAllScope.Project, key, [id], provider, parallel.CancellationToken), found.Report)));
        }

        if (fixAll.GetSupportedFixAllScopes().Contains(FixAllScope.Solution))
        {
            scopes.Add(("solution", new FixAllContext(reports[0].Document, fix, FixAllScope.Solution, key, [id], provider, parallel.CancellationToken), reports[0].Report));
        }

        await Parallel.ForEachAsync(scopes, parallel, async (scope, token) =>
        {
            FixOutcome outcome = new(scope.Report, scope.Name, title, key);
            _outcomes.Add((await _application.ApplyAsync(() => fixAll.GetFixAsync(scope.Context), outcome, token), int.MaxValue, 0));
        });
    }

    private sealed record Found(Report Report, Document Document, Diagnostic Diagnostic);
}

/// <summary>How far a run of fixes goes.</summary>
/// <param name="Limit">The most reports of a rule whose fixes are tried alone; 0 for all.</param>
/// <param name="SkipFixAll">Each fix alone, and not all together.</param>
/// <param name="Jobs">How many projects or fixes at a time.</param>
internal sealed record FixRunOptions(int Limit, bool SkipFixAll, int Jobs);
