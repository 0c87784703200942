using System.Collections.Immutable;
using System.Text;
using AsyncAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// A test of a fix: applied to one diagnostic after the other, and by fix-all to the document, the project and the solution, it must
/// lead from the test state to the fixed state, through states that compile. Where both are equal, no fix may be offered.
/// </summary>
public abstract class CodeFixTest<TVerifier> : AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    private static readonly FixAllScope[] Scopes = [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    private readonly Dictionary<(CodeFixProvider, AnalyzedSolution), (Document, Diagnostic, CodeAction)?> _offered = new();

    private ImmutableArray<string>? _fixableIds;

    protected CodeFixTest()
    {
        FixedState = new SolutionState("TestProject", LanguageNames.CSharp, "/0/Test", "cs");
        BatchFixedState = new SolutionState("TestProject", LanguageNames.CSharp, "/0/Test", "cs");
    }

    /// <summary>Adds a source to <see cref="FixedState"/>.</summary>
    public string FixedCode
    {
        set => FixedState.Sources.Add(value);
    }

    /// <summary>Adds a source to <see cref="BatchFixedState"/>.</summary>
    public string BatchFixedCode
    {
        set => BatchFixedState.Sources.Add(value);
    }

    /// <summary>What single fixes lead to. Without sources: the same as the test state.</summary>
    public SolutionState FixedState { get; }

    /// <summary>What fix-all leads to. Without sources: the same as the fixed state.</summary>
    public SolutionState BatchFixedState { get; }

    /// <summary>Which of the offered actions is taken, from 0.</summary>
    public int? CodeActionIndex { get; set; }

    /// <summary>Takes the action with this key instead of the one at <see cref="CodeActionIndex"/>.</summary>
    public string? CodeActionEquivalenceKey { get; set; }

    /// <summary>How many single fixes it takes; negative: at most so many; unset: any number up to that of the diagnostics.</summary>
    public int? NumberOfIncrementalIterations { get; set; }

    /// <summary>How often fix-all must be applied in a project or solution until nothing is left. Default 1.</summary>
    public int? NumberOfFixAllIterations { get; set; }

    /// <summary>The same in one document; unset: <see cref="NumberOfFixAllIterations"/>.</summary>
    public int? NumberOfFixAllInDocumentIterations { get; set; }

    public CodeFixTestBehaviors CodeFixTestBehaviors { get; set; }

    /// <summary>A look at the chosen action: its title, its key.</summary>
    public Action<CodeAction, IVerifier>? CodeActionVerifier { get; set; }

    protected abstract IEnumerable<CodeFixProvider> GetCodeFixProviders();

    private protected sealed override ImmutableArray<string> FixableIds
        => _fixableIds ??= [.. GetCodeFixProviders().SelectMany(provider => provider.FixableDiagnosticIds)];

    /// <summary>What a fix is for counts, whatever its severity: the fix is offered for it.</summary>
    protected override bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics)
        => base.IsCompilerDiagnosticIncluded(diagnostic, compilerDiagnostics) || FixableIds.Contains(diagnostic.Id);

    protected override async Task RunImplAsync(CancellationToken cancellationToken)
    {
        StateExpectation ofTest = StateExpectation.OfTest(TestState);
        StateExpectation ofFixed = ofTest.InheritedBy(FixedState, FixableIds);
        StateExpectation ofBatch = ofFixed.InheritedBy(BatchFixedState, FixableIds);
        TestedState test = Read(TestState, TestState, ofTest.Mode, ofTest.Diagnostics);
        AnalyzedSolution start = await VerifyStateAsync("The test state", test, cancellationToken).ConfigureAwait(false);
        AnalyzedSolution fixedState = await VerifyFixedAsync(
            "The fixed state", FixedState, ofFixed, start, cancellationToken).ConfigureAwait(false);
        AnalyzedSolution batchFixed = !HasContent(BatchFixedState) ? fixedState : await VerifyFixedAsync(
            "The fixed state of fix-all", BatchFixedState, ofBatch, start, cancellationToken).ConfigureAwait(false);

        foreach (CodeFixProvider provider in GetCodeFixProviders())
        {
            await VerifySingleFixesAsync(provider, start, fixedState, cancellationToken).ConfigureAwait(false);
            if (provider.GetFixAllProvider() is not { } fixAll)
            {
                continue;
            }

            foreach (FixAllScope scope in Scopes)
            {
                CodeFixTestBehaviors skip = scope switch
                {
                    FixAllScope.Document => CodeFixTestBehaviors.SkipFixAllInDocumentCheck,
                    FixAllScope.Project => CodeFixTestBehaviors.SkipFixAllInProjectCheck,
                    _ => CodeFixTestBehaviors.SkipFixAllInSolutionCheck,
                };
                if (!CodeFixTestBehaviors.HasFlag(skip) && !CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne)
                    && fixAll.GetSupportedFixAllScopes().Contains(scope))
                {
                    await VerifyFixAllAsync(provider, fixAll, scope, start, batchFixed, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static bool HasContent(SolutionState state)
        => state.Sources.Count > 0 || state.AdditionalProjects.Count > 0 || state.AdditionalFiles.Count > 0 || state.AnalyzerConfigFiles.Count > 0;

    private async Task<AnalyzedSolution> VerifyFixedAsync(
        string title, SolutionState state, StateExpectation expectation, AnalyzedSolution start, CancellationToken cancellationToken)
    {
        TestedState read = Read(state, TestState, expectation.Mode, expectation.Diagnostics);
        SortedDictionary<string, string> texts = await AnalyzedSolution.TextsAsync(read.Solution, cancellationToken).ConfigureAwait(false);
        SortedDictionary<string, string> startTexts = await AnalyzedSolution.TextsAsync(start.Solution, cancellationToken).ConfigureAwait(false);
        return texts.SequenceEqual(startTexts)
            ? start
            : await VerifyStateAsync(title, read, cancellationToken).ConfigureAwait(false);
    }

    private async Task VerifySingleFixesAsync(
        CodeFixProvider provider, AnalyzedSolution start, AnalyzedSolution expected, CancellationToken cancellationToken)
    {
        SortedDictionary<string, string> expectedTexts = await AnalyzedSolution.TextsAsync(expected.Solution, cancellationToken).ConfigureAwait(false);
        var allowedErrors = start.Errors.Concat(expected.Errors).Select(error => error.Id).ToHashSet();
        int fixable = start.Diagnostics.Count(pair => provider.FixableDiagnosticIds.Contains(pair.Diagnostic.Id));
        int limit = Math.Max(1, Math.Abs(NumberOfIncrementalIterations ?? fixable));
        AnalyzedSolution current = start;
        for (int iteration = 0; ; iteration++)
        {
            (Document Document, Diagnostic Diagnostic, CodeAction Action)? offered = await FirstOfferedAsync(provider, current, cancellationToken).ConfigureAwait(false);
            bool fixedOne = iteration == 1 && CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne);
            if (offered is not { } fix || fixedOne)
            {
                await CompareTextsAsync($"Fixing one by one ({iteration} fixes applied)", expectedTexts, current.Solution, cancellationToken).ConfigureAwait(false);
                if (NumberOfIncrementalIterations is > 0 and { } exact && iteration != exact)
                {
                    Fail($"Expected {exact} single fixes, but {iteration} were applied.");
                }

                return;
            }

            if (iteration >= limit)
            {
                Fail($"After {limit} fixes there is still one to apply, '{fix.Action.Title}' for {DiagnosticComparison.Describe(fix.Diagnostic)}:\n{await fix.Document.GetTextAsync(cancellationToken).ConfigureAwait(false)}");
            }

            CodeActionVerifier?.Invoke(fix.Action, Verify);
            Solution changed = await ApplyAsync($"'{fix.Action.Title}' for {DiagnosticComparison.Describe(fix.Diagnostic)}", fix.Action, current.Solution, cancellationToken).ConfigureAwait(false);
            AnalyzedSolution next = await AnalyzeAfterFixAsync(changed, expected, expectedTexts, cancellationToken).ConfigureAwait(false);
            if (CompilerDiagnostics != CompilerDiagnostics.None && next.Errors.FirstOrDefault(error => !allowedErrors.Contains(error.Id)) is { } broken)
            {
                Fail($"After '{fix.Action.Title}' the code does not compile: {DiagnosticComparison.Describe(broken)}\n{broken.Location.SourceTree}");
            }

            current = next;
        }
    }

    private async Task VerifyFixAllAsync(
        CodeFixProvider provider, FixAllProvider fixAll, FixAllScope scope, AnalyzedSolution start, AnalyzedSolution expected, CancellationToken cancellationToken)
    {
        SortedDictionary<string, string> expectedTexts = await AnalyzedSolution.TextsAsync(expected.Solution, cancellationToken).ConfigureAwait(false);
        int limit = (scope == FixAllScope.Document ? NumberOfFixAllInDocumentIterations : null) ?? NumberOfFixAllIterations ?? 1;
        var applied = new Dictionary<object, int>();
        AnalyzedSolution current = start;
        while (true)
        {
            (Document Document, Diagnostic Diagnostic, CodeAction Action)? offered = await FirstOfferedAsync(provider, current, cancellationToken).ConfigureAwait(false);
            if (offered is not { } first)
            {
                await CompareTextsAsync($"Fix all in {scope}", expectedTexts, current.Solution, cancellationToken).ConfigureAwait(false);
                return;
            }

            object where = scope switch
            {
                FixAllScope.Document => first.Document.Id,
                FixAllScope.Project => first.Document.Project.Id,
                _ => scope,
            };
            int times = applied[where] = applied.GetValueOrDefault(where) + 1;
            if (times > limit)
            {
                Fail($"After fix-all in {scope} was applied {limit} times there is still something to fix, '{first.Action.Title}' for {DiagnosticComparison.Describe(first.Diagnostic)}:\n{await first.Document.GetTextAsync(cancellationToken).ConfigureAwait(false)}");
            }

            var context = new FixAllContext(
                first.Document,
                provider,
                scope,
                first.Action.EquivalenceKey!,
                provider.FixableDiagnosticIds,
                new KnownDiagnostics(current),
                cancellationToken);
            CodeAction? action = await fixAll.GetFixAsync(context).ConfigureAwait(false);
            if (action is null)
            {
                Fail($"Fix all in {scope} offers nothing, though '{first.Action.Title}' is offered for {DiagnosticComparison.Describe(first.Diagnostic)}.");
            }

            Solution changed = await ApplyAsync($"Fix all in {scope}", action!, current.Solution, cancellationToken).ConfigureAwait(false);
            current = await AnalyzeAfterFixAsync(changed, expected, expectedTexts, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is already known about the expected state is not computed again when the fix leads right there.</summary>
    private async Task<AnalyzedSolution> AnalyzeAfterFixAsync(
        Solution changed, AnalyzedSolution expected, SortedDictionary<string, string> expectedTexts, CancellationToken cancellationToken)
    {
        SortedDictionary<string, string> texts = await AnalyzedSolution.TextsAsync(changed, cancellationToken).ConfigureAwait(false);
        return texts.SequenceEqual(expectedTexts) ? expected : await AnalyzeAsync(changed, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Solution> ApplyAsync(string title, CodeAction action, Solution before, CancellationToken cancellationToken)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(cancellationToken).ConfigureAwait(false);
        if (operations.OfType<ApplyChangesOperation>().SingleOrDefault() is not { } apply)
        {
            Fail(title + " has no operation that changes the solution.");
            return before;
        }

        SortedDictionary<string, string> old = await AnalyzedSolution.TextsAsync(before, cancellationToken).ConfigureAwait(false);
        SortedDictionary<string, string> now = await AnalyzedSolution.TextsAsync(apply.ChangedSolution, cancellationToken).ConfigureAwait(false);
        if (old.SequenceEqual(now))
        {
            Fail(title + " changes nothing.");
        }

        // Parsed anew: a tree built by a fix can differ from what its text means.
        Solution result = apply.ChangedSolution;
        foreach (Document document in result.GetChanges(before).GetProjectChanges()
            .SelectMany(project => project.GetChangedDocuments().Concat(project.GetAddedDocuments()))
            .Select(id => result.GetDocument(id)!).ToList())
        {
            if (await TreeDifference.DescribeAsync(document, cancellationToken).ConfigureAwait(false) is { } difference)
            {
                Fail($"{title} builds a tree that is not what its text means: {difference}.");
            }

            string text = (await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).ToString();
            result = result.WithDocumentText(document.Id, Microsoft.CodeAnalysis.Text.SourceText.From(text, Encoding.UTF8));
        }

        return result;
    }

    /// <summary>The first action that is offered. Single fixes and every fix-all begin and end at the same states: each is asked once.</summary>
    private async Task<(Document Document, Diagnostic Diagnostic, CodeAction Action)?> FirstOfferedAsync(
        CodeFixProvider provider, AnalyzedSolution analyzed, CancellationToken cancellationToken)
    {
        if (!_offered.TryGetValue((provider, analyzed), out (Document, Diagnostic, CodeAction)? offered))
        {
            offered = await FindFirstOfferedAsync(provider, analyzed, cancellationToken).ConfigureAwait(false);
            _offered.Add((provider, analyzed), offered);
        }

        return offered;
    }

    private async Task<(Document Document, Diagnostic Diagnostic, CodeAction Action)?> FindFirstOfferedAsync(
        CodeFixProvider provider, AnalyzedSolution analyzed, CancellationToken cancellationToken)
    {
        foreach ((Project project, Diagnostic diagnostic) in analyzed.Diagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree
                || !provider.FixableDiagnosticIds.Contains(diagnostic.Id)
                || analyzed.Solution.GetProject(project.Id)!.GetDocument(tree) is not { } document)
            {
                continue;
            }

            if (analyzed.IsReportedAtTheEnd(diagnostic) && !CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipLocalDiagnosticCheck))
            {
                Fail("A fix is offered for a diagnostic that is reported only when all of the compilation is done: "
                    + DiagnosticComparison.Describe(diagnostic));
            }

            var actions = new List<CodeAction>();
            await provider.RegisterCodeFixesAsync(
                new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), cancellationToken)).ConfigureAwait(false);
            if (actions.Select(action => action.EquivalenceKey).FirstOrDefault(key => string.IsNullOrEmpty(key)) is not null || actions.Any(action => action.EquivalenceKey is null))
            {
                Fail($"An action offered for {DiagnosticComparison.Describe(diagnostic)} has no equivalence key.");
            }

            CodeAction? chosen = CodeActionEquivalenceKey is { } key2
                ? actions.FirstOrDefault(action => action.EquivalenceKey == key2)
                : actions.ElementAtOrDefault(CodeActionIndex ?? 0);
            if (chosen is not null)
            {
                return (document, diagnostic, chosen);
            }
        }

        return null;
    }

    private async Task CompareTextsAsync(string title, SortedDictionary<string, string> expected, Solution actual, CancellationToken cancellationToken)
    {
        SortedDictionary<string, string> texts = await AnalyzedSolution.TextsAsync(actual, cancellationToken).ConfigureAwait(false);
        foreach (string file in expected.Keys.Union(texts.Keys))
        {
            string? expectedText = expected.GetValueOrDefault(file);
            string? actualText = texts.GetValueOrDefault(file);
            if (expectedText != actualText)
            {
                Fail($"{title} does not give the expected code in {file}.\n{TextDifference.Describe(expectedText, actualText)}");
            }
        }
    }

    private sealed class KnownDiagnostics(AnalyzedSolution analyzed) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult(Of(project));

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false);
            return Of(document.Project).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult(Of(project).Where(diagnostic => !diagnostic.Location.IsInSource));

        private IEnumerable<Diagnostic> Of(Project project)
            => analyzed.Diagnostics.Where(pair => pair.Project.Id == project.Id).Select(pair => pair.Diagnostic);
    }
}
