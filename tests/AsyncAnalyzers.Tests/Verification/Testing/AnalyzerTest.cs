using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// A test of analyzers: marked sources in, and the diagnostics must be where the marks are. The names and the meaning are those of
/// Microsoft.CodeAnalysis.Testing, so that its packages can take the place of this folder.
/// </summary>
public abstract partial class AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    private static readonly Lazy<Solution> EmptySolution = new(() => new AdhocWorkspace(MefHostServices.DefaultHost).CurrentSolution);

    protected AnalyzerTest()
    {
        TestState = new SolutionState("TestProject", LanguageNames.CSharp, "/0/Test", "cs");
    }

    /// <summary>Adds a source to <see cref="TestState"/>.</summary>
    public string TestCode
    {
        set => TestState.Sources.Add(value);
    }

    public SolutionState TestState { get; }

    public List<DiagnosticResult> ExpectedDiagnostics => TestState.ExpectedDiagnostics;

    public ReferenceAssemblies ReferenceAssemblies { get; set; } = ReferenceAssemblies.Default;

    public CompilerDiagnostics CompilerDiagnostics { get; set; } = CompilerDiagnostics.Errors;

    public TestBehaviors TestBehaviors { get; set; }

    public MarkupOptions MarkupOptions { get; set; }

    /// <summary>Changes to the solution before it is analysed, for each project of the test.</summary>
    public List<Func<Solution, ProjectId, Solution>> SolutionTransforms { get; } = new();

    /// <summary>Ids that are switched off in the test compilation.</summary>
    public List<string> DisabledDiagnostics { get; } = new();

    /// <summary>A look at each report that is as expected: its message.</summary>
    public Action<Diagnostic, DiagnosticResult, IVerifier>? DiagnosticVerifier { get; set; }

    protected TVerifier Verify { get; } = new();

    /// <summary>What the fixes of the test are for: marks of these are taken out of a fixed state, unless it says otherwise.</summary>
    private protected virtual ImmutableArray<string> FixableIds => [];

    private ImmutableArray<DiagnosticAnalyzer>? _analyzers;

    private protected ImmutableArray<DiagnosticAnalyzer> Analyzers => _analyzers ??= [.. GetDiagnosticAnalyzers()];

    public Task RunAsync(CancellationToken cancellationToken = default) => RunImplAsync(cancellationToken);

    protected abstract IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers();

    protected virtual CompilationOptions CreateCompilationOptions()
        => new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true);

    protected virtual ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Default, DocumentationMode.Diagnose);

    protected virtual async Task RunImplAsync(CancellationToken cancellationToken)
    {
        TestedState state = Read(TestState, TestState, TestState.MarkupHandling ?? MarkupMode.Allow, TestState.ExpectedDiagnostics);
        await VerifyStateAsync("The test state", state, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The plain solution that a state describes, with what its marks expect.</summary>
    private protected TestedState Read(
        SolutionState state, SolutionState fallback, MarkupMode mode, IEnumerable<DiagnosticResult> explicitDiagnostics)
    {
        var markup = new Dictionary<string, FileLinePositionSpan>();
        var expected = new List<DiagnosticResult>();
        var transformed = new List<ProjectId>();
        Solution solution = AddProject(EmptySolution.Value, state.Sources.Count > 0 ? state : fallback, state, fallback);
        IEnumerable<string> others = fallback.AdditionalProjects.Keys.Union(state.AdditionalProjects.Keys);
        foreach (string name in others)
        {
            ProjectState? own = state.AdditionalProjects.TryGetValue(name, out ProjectState? changed) ? changed : null;
            ProjectState original = fallback.AdditionalProjects.TryGetValue(name, out ProjectState? given) ? given : own!;
            solution = AddProject(solution, own is { Sources.Count: > 0 } ? own : original, own ?? original, original);
        }

        foreach (Project project in solution.Projects.ToList())
        {
            ProjectState original = project.Name == fallback.Name ? fallback
                : fallback.AdditionalProjects.TryGetValue(project.Name, out ProjectState? given) ? given : state.AdditionalProjects[project.Name];
            foreach (string reference in original.AdditionalProjectReferences)
            {
                ProjectId? target = solution.Projects.FirstOrDefault(candidate => candidate.Name == reference)?.Id;
                if (target is null)
                {
                    Fail($"The project '{project.Name}' refers to '{reference}', which the test does not have.");
                }

                solution = solution.AddProjectReference(project.Id, new ProjectReference(target!));
            }
        }

        foreach (ProjectId id in transformed)
        {
            foreach (Func<Solution, ProjectId, Solution> transform in SolutionTransforms)
            {
                solution = transform(solution, id);
            }
        }

        string defaultPath = "/0/Test0.cs";
        foreach (DiagnosticResult result in explicitDiagnostics)
        {
            expected.Add(result.Resolve(markup, defaultPath, Fail));
        }

        return new TestedState(solution, expected);

        Solution AddProject(Solution solution, ProjectState withSources, ProjectState own, ProjectState original)
        {
            var id = ProjectId.CreateNewId(original.Name);
            transformed.Add(id);
            CompilationOptions options = CreateCompilationOptions();
            if ((own.OutputKind ?? original.OutputKind) is { } kind)
            {
                options = options.WithOutputKind(kind);
            }

            // Opt-in rules are on where they are tested; old Roslyns heed that only in a project without configuration files.
            options = options.WithSpecificDiagnosticOptions(options.SpecificDiagnosticOptions
                .SetItems(Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)
                    .Where(rule => !rule.IsEnabledByDefault && !options.SpecificDiagnosticOptions.ContainsKey(rule.Id))
                    .Select(rule => KeyValuePair.Create(rule.Id, rule.DefaultSeverity == DiagnosticSeverity.Warning ? ReportDiagnostic.Warn : ReportDiagnostic.Info)))
                .SetItems(DisabledDiagnostics.Select(disabled => KeyValuePair.Create(disabled, ReportDiagnostic.Suppress))));
            ReferenceAssemblies references = original.ReferenceAssemblies ?? ReferenceAssemblies;
            solution = solution.AddProject(ProjectInfo.Create(
                id,
                VersionStamp.Default,
                original.Name,
                original.Name,
                LanguageNames.CSharp,
                compilationOptions: options,
                parseOptions: CreateParseOptions(),
                metadataReferences: original.AdditionalReferences.Count == 0 ? references.Resolve() : references.Resolve().AddRange(original.AdditionalReferences)));
            foreach ((string filename, SourceText content) in withSources.Sources)
            {
                string path = SolutionState.AbsolutePath(filename);
                string given = content.ToString();
                if (!MarkupOptions.HasFlag(MarkupOptions.TreatPositionIndicatorsAsCode) && given.Contains("$$", StringComparison.Ordinal))
                {
                    Fail("'$$' marks a position, which means nothing here; with MarkupOptions.TreatPositionIndicatorsAsCode it is code.");
                }

                (string plain, List<(string? Key, TextSpan Span)> marks) = TestFileMarkupParser.Parse(given);
                SourceText text = SourceText.From(plain, content.Encoding ?? Encoding.UTF8);
                foreach ((string? key, TextSpan span) in marks)
                {
                    var place = new FileLinePositionSpan(path, text.Lines.GetLinePositionSpan(span));
                    if (key is ['#', ..])
                    {
                        markup[key] = place;
                    }
                    else if (mode == MarkupMode.Allow || (mode == MarkupMode.IgnoreFixable && !FixableIds.Contains(key ?? DefaultId())))
                    {
                        expected.Add(new DiagnosticResult(key ?? DefaultId(), DiagnosticSeverity.Warning)
                            .WithSpan(place).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations | DiagnosticOptions.IgnoreSeverity));
                    }
                }

                solution = solution.AddDocument(DocumentId.CreateNewId(id), Path.GetFileName(path), text, filePath: path);
            }

            foreach ((string filename, SourceText content) in own.AdditionalFiles.Count > 0 ? own.AdditionalFiles : original.AdditionalFiles)
            {
                string path = SolutionState.AbsolutePath(filename);
                solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(id), Path.GetFileName(path), content, filePath: path);
            }

            foreach ((string filename, SourceText content) in own.AnalyzerConfigFiles.Count > 0 ? own.AnalyzerConfigFiles : original.AnalyzerConfigFiles)
            {
                string path = SolutionState.AbsolutePath(filename);
                solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id), Path.GetFileName(path), content, filePath: path);
            }

            return solution;
        }
    }

    private protected async Task<AnalyzedSolution> AnalyzeAsync(Solution solution, CancellationToken cancellationToken, bool compile = true)
        => await AnalyzedSolution.AnalyzeAsync(
            solution,
            Analyzers,
            diagnostic => IsCompilerDiagnosticIncluded(diagnostic, CompilerDiagnostics),
            compile,
            cancellationToken).ConfigureAwait(false);

    private protected void Fail(string message) => Verify.Fail(message);

    /// <summary>Whether the test has to expect a diagnostic of the compiler.</summary>
    protected virtual bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics)
        => compilerDiagnostics switch
        {
            CompilerDiagnostics.None => false,
            CompilerDiagnostics.Errors => diagnostic.Severity >= DiagnosticSeverity.Error,
            CompilerDiagnostics.Warnings => diagnostic.Severity >= DiagnosticSeverity.Warning,
            CompilerDiagnostics.Suggestions => diagnostic.Severity >= DiagnosticSeverity.Info,
            _ => true,
        };

    private string DefaultId()
    {
        var ids = Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id).Distinct().ToList();
        if (ids.Count != 1)
        {
            Fail("[|…|] needs an analyzer with exactly one id; use {|ID:…|}.");
        }

        return ids[0];
    }

    private protected sealed record TestedState(Solution Solution, List<DiagnosticResult> Expected);
}
