using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Configuration;

/// <summary>ASYNC0001: an option of these rules that has no effect, because its key is unknown or its value is not valid.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC0001InvalidOptionAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC0001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Correct the option",
        "The option '{0} = {1}' has no effect: {2}",
        RuleCategory.Configuration,
        DiagnosticSeverity.Warning,
        "A misspelt option or a value out of range is ignored: the rule goes on with its default, and nobody notices.");

    public ASYNC0001InvalidOptionAnalyzer()
        : base(Rule)
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => true;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
    }

    /// <summary>
    /// An analyzer does not see the configuration files, only the values that apply to a tree. Each fault is reported once,
    /// at the start of the first tree that it applies to.
    /// </summary>
    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes types)
    {
        ImmutableArray<SyntaxTree> trees = start.Compilation.SyntaxTrees.ToImmutableArray();
        AnalyzerConfigOptionsProvider options = start.Options.AnalyzerConfigOptionsProvider;
        Lazy<ILookup<SyntaxTree, Fault>> faults = new(() => Find(trees, options));
        start.RegisterSyntaxTreeAction(context =>
        {
            foreach (Fault fault in faults.Value[context.Tree])
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, Location.Create(context.Tree, new TextSpan(0, 0)), fault.Key, fault.Value, fault.Explanation));
            }
        });
    }

    private static ILookup<SyntaxTree, Fault> Find(ImmutableArray<SyntaxTree> trees, AnalyzerConfigOptionsProvider provider)
    {
        var found = new Dictionary<Fault, SyntaxTree>();
        foreach (SyntaxTree tree in trees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal))
        {
            AnalyzerConfigOptions options = provider.GetOptions(tree);
            foreach (string key in KeysOf(options))
            {
                if (key.StartsWith(RuleOption.KeyPrefix, StringComparison.OrdinalIgnoreCase)
                    && options.TryGetValue(key, out string? value)
                    && Explain(key, value) is { } explanation
                    && new Fault(key, value, explanation) is var fault
                    && !found.ContainsKey(fault)
                    && !GeneratedCode.Is(tree, options))
                {
                    found.Add(fault, tree);
                }
            }
        }

        return found.OrderBy(pair => pair.Key.Key, StringComparer.Ordinal).ToLookup(pair => pair.Value, pair => pair.Key);
    }

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

    /// <summary>Why the option has no effect; null where it has.</summary>
    private static string? Explain(string key, string value)
    {
        RuleOption? option = RuleOption.All.FirstOrDefault(option => option.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
        return option is null ? "there is no such option; the options are " + string.Join(", ", RuleOption.All.Select(known => $"'{known.Key}'"))
            : option.IsValid(value) ? null
            : $"expected is {option.Expected}, so the default {option.DefaultText} is used";
    }

    private sealed record Fault(string Key, string Value, string Explanation);
}
