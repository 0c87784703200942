namespace AsyncAnalyzers.Rules.Configuration;

/// <summary>ASYNC0001: an option of these rules that has no effect, because its key is unknown or its value is not valid.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC0001InvalidOptionAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC0001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Fix an invalid option",
        "Option '{0} = {1}' is ignored; {2}",
        RuleCategory.Configuration,
        DiagnosticSeverity.Warning,
        "A misspelt option or a value out of range is ignored: the rule uses its default, and no warning shows it.");

    public ASYNC0001InvalidOptionAnalyzer()
        : base(Rule)
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => true;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
    }

    /// <summary>
    /// An analyzer sees the values that apply to a tree, not the files that they come from, and may not read files. So a fault is reported
    /// at its line where the project gives the configuration as an additional file too, and else without a location: a place in the
    /// code would be a wrong one, and no pragma there is meant for it.
    /// </summary>
    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes types)
    {
        AnalyzerOptions options = start.Options;
        Compilation compilation = start.Compilation;
        CancellationToken cancellationToken = start.CancellationToken;
        AnalyzerConfigOptionsProvider provider = options.AnalyzerConfigOptionsProvider;
        Lazy<IReadOnlyDictionary<Fault, DiagnosticSeverity>> faults = new(() => Find(compilation, provider, cancellationToken));
        start.RegisterAdditionalFileAction(context =>
        {
            foreach (ConfigurationFile.Line line in ConfigurationFile.LinesOf(context.AdditionalFile, context.CancellationToken))
            {
                foreach (KeyValuePair<Fault, DiagnosticSeverity> fault in faults.Value.Where(fault => fault.Key.IsAt(line)))
                {
                    context.ReportDiagnostic(Create(fault, line.Location));
                }
            }
        });
        start.RegisterCompilationEndAction(context =>
        {
            foreach (KeyValuePair<Fault, DiagnosticSeverity> fault in faults.Value)
            {
                if (!options.AdditionalFiles.Any(file => ConfigurationFile.LinesOf(file, context.CancellationToken).Any(fault.Key.IsAt)))
                {
                    context.ReportDiagnostic(Create(fault, Location.None));
                }
            }
        });
    }

    private static Diagnostic Create(KeyValuePair<Fault, DiagnosticSeverity> fault, Location location)
        => Diagnostic.Create(
            Rule,
            location,
            effectiveSeverity: fault.Value,
            additionalLocations: null,
            properties: null,
            fault.Key.Key,
            fault.Key.Value,
            fault.Key.Remedy);

    /// <summary>
    /// Each fault once, with the severity that the first tree has for it: a place outside of the code has none of its own.
    /// </summary>
    private static IReadOnlyDictionary<Fault, DiagnosticSeverity> Find(
        Compilation compilation, AnalyzerConfigOptionsProvider provider, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<Fault, DiagnosticSeverity>();
        foreach (SyntaxTree tree in compilation.SyntaxTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal))
        {
            AnalyzerConfigOptions options = provider.GetOptions(tree);
            foreach (string key in KeysOf(options))
            {
                if (key.StartsWith(RuleOption.KeyPrefix, StringComparison.OrdinalIgnoreCase)
                    && options.TryGetValue(key, out string? value)
                    && RemedyOf(key, value) is { } remedy
                    && new Fault(key, value, remedy) is var fault
                    && !found.ContainsKey(fault)
                    && SeverityIn(tree, compilation, cancellationToken) is { } severity
                    && !GeneratedCode.Is(tree, options))
                {
                    found.Add(fault, severity);
                }
            }
        }

        return found;
    }

    /// <summary>What the <c>.editorconfig</c> says for the tree; null where it switches the rule off there.</summary>
    private static DiagnosticSeverity? SeverityIn(SyntaxTree tree, Compilation compilation, CancellationToken cancellationToken)
        => compilation.Options.SyntaxTreeOptionsProvider is { } severities
            && severities.TryGetDiagnosticValue(tree, Id, cancellationToken, out ReportDiagnostic severity)
            ? severity switch
            {
                ReportDiagnostic.Suppress => null,
                ReportDiagnostic.Error => DiagnosticSeverity.Error,
                ReportDiagnostic.Info => DiagnosticSeverity.Info,
                ReportDiagnostic.Hidden => DiagnosticSeverity.Hidden,
                _ => DiagnosticSeverity.Warning,
            }
            : DiagnosticSeverity.Warning;

    /// <summary>A host that cannot list its keys is spared, not failed.</summary>
    private static IEnumerable<string> KeysOf(AnalyzerConfigOptions options)
    {
        try
        {
            return options.Keys;
        }
        catch (NotImplementedException)
        {
            return RuleOption.All.Select(option => option.Key);
        }
    }

    /// <summary>What to write instead; null where the option is valid.</summary>
    private static Phrase? RemedyOf(string key, string value)
    {
        RuleOption? option = RuleOption.All.FirstOrDefault(option => option.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
        if (option is null)
        {
            return $"use one of {string.Join(", ", RuleOption.All.Select(known => $"'{known.Key}'"))}";
        }

        return option.IsValid(value) ? null : Phrase.Of($"set it to {option.Expected} (default: {option.DefaultText})");
    }

    private sealed record Fault(string Key, string Value, Phrase Remedy) : IComparable<Fault>
    {
        public int CompareTo(Fault? other)
            => other is null ? 1
                : string.CompareOrdinal(Key, other.Key) is not 0 and var order ? order
                : string.CompareOrdinal(Value, other.Value);

        public bool IsAt(ConfigurationFile.Line line)
            => line.Key.Equals(Key, StringComparison.OrdinalIgnoreCase) && line.Value.Equals(Value, StringComparison.OrdinalIgnoreCase);
    }
}
