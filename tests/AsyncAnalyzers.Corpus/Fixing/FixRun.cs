using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<(string Id, CodeFixProvider Fix, string Key), OfferedAction> _actions = new();
    private readonly ConcurrentBag<string> _failures = [];
    private ImmutableArray<Found> _found = [];
    private ImmutableArray<Found> _tried = [];

    /// <summary>What came of it.</summary>
    public FixRecord Record => new(
        [.. _found.Select(found => found.Report)],
        [.. _tried.Select(found => found.Report)],
        [.. _withoutFix],
        [
            .. _outcomes.OrderBy(entry => entry.Outcome.Report.Id, StringComparer.Ordinal)
                .ThenBy(entry => entry.Number)
                .ThenBy(entry => entry.Position)
                .ThenBy(entry => entry.Outcome.Key, StringComparer.Ordinal)
                .ThenBy(entry => entry.Outcome.Scope, StringComparer.Ordinal)
                .Select(entry => (entry.Outcome, entry.Number)),
        ],
        [.. _failures]);

    /// <summary>Finds the reports and tries their fixes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await FindAsync(cancellationToken);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellationToken };
        int done = 0;
        IEnumerable<(int Index, Found Found)> numbered = _tried.GroupBy(found => found.Report.Id).SelectMany(group => group.Index());
        await Parallel.ForEachAsync(numbered, parallel, async (item, token) =>
        {
            await TryAloneAsync(item.Found, item.Index + 1, token);
            int now = Interlocked.Increment(ref done);
            progress.Step(() => $"{now} of {_tried.Length} reports: {item.Found.Report.Id}, {_outcomes.Count} fixes tried");
        });
        if (options.SkipFixAll)
        {
            return;
        }

        foreach (((string id, CodeFixProvider fix, string key), OfferedAction offered) in
            _actions.OrderBy(action => action.Key.Id, StringComparer.Ordinal).ThenBy(action => action.Key.Key, StringComparer.Ordinal))
        {
            progress.Say($"fix-all {id}: {offered.Title}");
            await TryAllAsync(id, fix, key, offered, parallel);
        }
    }

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<Found>();
        IEnumerable<ProjectId> order = _solution.GetProjectDependencyGraph().GetTopologicallySortedProjects(cancellationToken);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(order.Where(corpus.Asked.Contains), parallel, async (id, token) =>
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

        _found =
        [
            .. found.OrderBy(item => item.Report)
                .ThenBy(item => item.Document.Project.FilePath, StringComparer.Ordinal)
                .DistinctBy(item => item.Report),
        ];
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
                FixOutcome failed = new(found.Report, "one", $"({fix.GetType().Name} offers)", "") { Exception = exception.ToString() };
                _outcomes.Add((failed, number, 0));
                continue;
            }

            foreach (CodeAction action in actions)
            {
                string key = action.EquivalenceKey ?? "";
                OfferedAction offered = _actions.GetOrAdd((found.Report.Id, fix, key), _ => new OfferedAction(action.Title, new()));
                offered.Projects.TryAdd(found.Document.Project.Id, 0);
                FixOutcome outcome = new(found.Report, "one", action.Title, key);
                outcome = await _application.ApplyAsync(() => Task.FromResult<CodeAction?>(action), outcome, cancellationToken);
                _outcomes.Add((outcome, number, ++position));
            }
        }

        if (position == 0)
        {
            _withoutFix.Add(found.Report);
        }
    }

    private async Task TryAllAsync(string id, CodeFixProvider fix, string key, OfferedAction offered, ParallelOptions parallel)
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
            scopes.AddRange(
                from found in reports.DistinctBy(found => found.Document.Project.Id)
                where offered.Projects.ContainsKey(found.Document.Project.Id)
                select ("project " + found.Document.Project.Name, ContextOf(found, FixAllScope.Project), found.Report));
        }

        if (fixAll.GetSupportedFixAllScopes().Contains(FixAllScope.Solution))
        {
            scopes.Add(("solution", ContextOf(reports[0], FixAllScope.Solution), reports[0].Report));
        }

        await Parallel.ForEachAsync(scopes, parallel, async (scope, token) =>
        {
            FixOutcome outcome = new(scope.Report, scope.Name, offered.Title, key);
            _outcomes.Add((await _application.ApplyAsync(() => fixAll.GetFixAsync(scope.Context), outcome, token), int.MaxValue, 0));
        });

        FixAllContext ContextOf(Found found, FixAllScope scope)
            => new(found.Document, fix, scope, key, [id], provider, parallel.CancellationToken);
    }

    private sealed record OfferedAction(string Title, ConcurrentDictionary<ProjectId, byte> Projects);

    private sealed record Found(Report Report, Document Document, Diagnostic Diagnostic);
}

/// <summary>How far a run of fixes goes.</summary>
/// <param name="Limit">The most reports of a rule whose fixes are tried alone; 0 for all.</param>
/// <param name="SkipFixAll">Each fix alone, and not all together.</param>
/// <param name="Jobs">How many projects or fixes at a time.</param>
internal sealed record FixRunOptions(int Limit, bool SkipFixAll, int Jobs);
