namespace AsyncAnalyzers;

/// <summary>
/// The base of all rules. A rule names what it wants to look at (<see cref="Trigger"/>); one walk of each tree finds it
/// for all rules together, and nothing is bound before the rule asks for it.
/// </summary>
/// <remarks>
/// Operation actions would make the compiler bind every method body a second time: that alone costs more than
/// the budget of all rules together. Syntax decides first; the few nodes that are left are bound.
/// </remarks>
public abstract class AsyncRuleAnalyzer : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _rule;

    private protected AsyncRuleAnalyzer(DiagnosticDescriptor rule, params Trigger[] triggers)
        : this(new[] { rule }, triggers)
    {
    }

    /// <param name="rule">The rule, with each of its messages (<see cref="RuleDescriptor.Variant"/>).</param>
    /// <param name="triggers">What the rule wants to look at.</param>
    private protected AsyncRuleAnalyzer(DiagnosticDescriptor[] rule, params Trigger[] triggers)
    {
        _rule = rule[0];
        Triggers = triggers;
        SupportedDiagnostics = ImmutableArray.Create(rule);
    }

    /// <summary>What the rule wants to look at.</summary>
    internal IReadOnlyList<Trigger> Triggers { get; }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
#pragma warning disable RS0030 // the one place where these are called
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
#pragma warning restore RS0030
    }

    private void Start(CompilationStartAnalysisContext start)
    {
        KnownTypes types = KnownTypes.Of(start.Compilation);
        if (IsApplicable(types))
        {
            Register(start, types);
        }
    }

    /// <summary>Has every tree searched for the triggers. A rule about something else than code registers its own action.</summary>
    private protected virtual void Register(CompilationStartAnalysisContext start, KnownTypes types)
        => start.RegisterSemanticModelAction(tree =>
        {
            ImmutableArray<SyntaxNode> nodes = TriggerIndex.Of(tree.SemanticModel.SyntaxTree, tree.CancellationToken).NodesFor(GetType());
            if (nodes.IsEmpty)
            {
                return;
            }

            var context = new RuleContext(tree, types, _rule);
            foreach (SyntaxNode node in nodes)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                Analyze(node, context);
            }
        });

    /// <summary>False where a type that the rule speaks of is absent: then it does nothing in this compilation.</summary>
    private protected abstract bool IsApplicable(KnownTypes types);

    /// <summary>Looks at one node that a trigger found. Cheapest test first: name, then symbol, then what encloses it.</summary>
    private protected abstract void Analyze(SyntaxNode node, RuleContext context);
}
