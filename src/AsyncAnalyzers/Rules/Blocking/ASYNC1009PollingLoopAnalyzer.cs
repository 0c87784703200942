namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1009: a loop that asks again and again for what it could be told.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1009PollingLoopAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1009";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Await instead of polling",
        "This loop polls until {0}; {1}",
        RuleCategory.Blocking,
        DiagnosticSeverity.Info,
        "A loop that polls costs CPU time while nothing happens, and sees a change with a delay; one that spins takes a core away from all "
            + "other work.");

    private static readonly DiagnosticDescriptor Spinning = RuleDescriptor.Variant(
        Rule, "This loop keeps a core busy until {0}; {1}");

    private static readonly DiagnosticDescriptor Periodic = RuleDescriptor.Variant(
        Rule, "The work in this loop lengthens each period; use a 'PeriodicTimer'");

    public ASYNC1009PollingLoopAnalyzer()
        : base(
            new[] { Rule, Spinning, Periodic },
            Trigger.OnKind(SyntaxKind.WhileStatement, MayBe),
            Trigger.OnKind(SyntaxKind.DoStatement, MayBe),
            Trigger.OnKind(SyntaxKind.ForStatement, MayBe))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null && types.Thread is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (PollingLoop.Find((StatementSyntax)node, context.Model) is { } polling)
        {
            if (SynchronousBranch.Contains(node, context.Model))
            {
                return;
            }

            context.Saying(polling.IsBusy ? Spinning : Rule).ReportAs(
                polling.IsBusy && !IsMeant(polling) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                Location.Create(node.SyntaxTree, WaitingLoop.HeadOf(polling.Loop)),
                polling.State.Setter is { } setter ? new[] { setter.GetLocation() } : Array.Empty<Location>(),
                AwaitedChange(polling),
                PollingRemedy.Of(polling, context.Model));
        }
        // Nobody minds the drift of a test.
        else if (context.Types.PeriodicTimer is not null && !context.Types.HasTestFramework
            && PeriodicLoop.Find((StatementSyntax)node, context.Model) is { } periodic
            && !SynchronousBranch.Contains(node, context.Model)
            && !ProgressDisplay.IsAllOf(periodic, context.Model))
        {
            context.Saying(Periodic).Report(Location.Create(node.SyntaxTree, WaitingLoop.HeadOf(periodic.Loop)));
        }
    }

    /// <summary>
    /// A comment says so, or synchronous code gives the others their turn while it waits for a variable: lock-free code waits so for what
    /// takes a moment.
    /// </summary>
    private static bool IsMeant(PollingLoop polling)
        => ExplainedCode.Is(polling.Loop)
            || (polling.State.Kind == PolledKind.Variable
                && FunctionSyntax.Enclosing(polling.Loop) is { } function && !FunctionSyntax.IsAsync(function)
                && polling.Shape.Pauses.Any(static pause => LoopPause.CallIn(pause) is { } call && CallSyntax.CalledName(call) == "Yield"));

    private static bool MayBe(SyntaxNode node) => WaitingLoop.Of(node) is not null || PeriodicLoop.MayBe(node);

    private static Phrase AwaitedChange(PollingLoop polling)
    {
        string state = polling.State.Expression.ToString();
        return polling.State.Kind switch
        {
            PolledKind.Task => Phrase.Of($"'{state}' completes"),
            PolledKind.Thread or PolledKind.Process => $"'{state}' exits",
            PolledKind.Variable when polling.State.Setter is { } setter && FunctionSyntax.Enclosing(setter) is { } function
                => $"{EventLoopContext.DisplayOf(function)} ({SourceLine.Of(setter)}) sets '{state}'",
            PolledKind.Variable when polling.State.Setter is { } setter => $"'{state}' is set ({SourceLine.Of(setter)})",
            _ => $"'{state}' has an item",
        };
    }
}
