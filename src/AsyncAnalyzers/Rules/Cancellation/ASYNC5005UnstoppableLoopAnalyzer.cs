namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5005: an endless loop that a cancellation does not stop, or not until its wait is over.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5005UnstoppableLoopAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5005";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use the token to end endless loops",
        "This loop never looks at '{0}', so a cancellation does not end it; {1}",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Warning,
        "A loop that does not look at its token cannot be stopped: the host waits for its whole shutdown time-out, and then cuts the work "
            + "off in the middle.");

    private static readonly DiagnosticDescriptor Wait = RuleDescriptor.Variant(
        Rule, "'{0}' does not get '{1}', so the loop cannot be cancelled while it waits; {2}");

    private static readonly DiagnosticDescriptor Hosted = RuleDescriptor.Variant(
        Rule, "Nothing ends this loop when the host stops; give it a token, and test the token in the condition");

    public ASYNC5005UnstoppableLoopAnalyzer()
        : base(
            new[] { Rule, Wait, Hosted },
            Trigger.OnKind(SyntaxKind.WhileStatement, LoopWaits.IsEndless),
            Trigger.OnKind(SyntaxKind.DoStatement, LoopWaits.IsEndless),
            Trigger.OnKind(SyntaxKind.ForStatement, LoopWaits.IsEndless),
            Trigger.OnKind(SyntaxKind.ForEachStatement, LoopWaits.IsEndless),
            Trigger.OnKind(SyntaxKind.ForEachVariableStatement, LoopWaits.IsEndless))
    {
    }

    /// <summary>The loop's keyword, which is flagged.</summary>
    internal static SyntaxToken KeywordOf(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax @while => @while.WhileKeyword,
        DoStatementSyntax @do => @do.DoKeyword,
        CommonForEachStatementSyntax each => each.ForEachKeyword,
        _ => loop.GetFirstToken(),
    };

    private protected override bool IsApplicable(KnownTypes types)
        => types.CancellationToken is not null && types.Task is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (UnstoppableLoop.Find((StatementSyntax)node, context.Model) is not { } found)
        {
            return;
        }

        DiagnosticSeverity severity = found.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
        switch (found.Fault)
        {
            case LoopFault.HasNoToken:
                context.Saying(Hosted).ReportAs(severity, KeywordOf(found.Loop).GetLocation());
                break;
            case LoopFault.LooksAtNoToken:
                context.ReportAs(severity, KeywordOf(found.Loop).GetLocation(), found.Token!.Text, Remedy(found, context));
                break;
            case LoopFault.WaitsWithoutToken:
                InvocationExpressionSyntax wait = found.Waits[0];
                IMethodSymbol method = CallSyntax.MethodOf(wait, context.Model)!;
                if (!context.IsTakenOut(method))
                {
                    Phrase remedy = method.IsDeclaredIn(context.Types.Thread)
                        ? Phrase.Of($"wait with '{found.Token!.Text}.WaitHandle.WaitOne'")
                        : Phrase.Of($"pass '{found.Token!.Text}'");
                    context.Saying(Wait).ReportAs(severity, wait.GetLocation(), DisplayOf(method), found.Token.Name, remedy);
                }

                break;
        }
    }

    private static Phrase Remedy(UnstoppableLoop found, RuleContext context)
    {
        string token = found.Token!.Text;
        if (found.Waits.Count == 0)
        {
            return $"test '{token}' in the condition";
        }

        IMethodSymbol method = CallSyntax.MethodOf(found.Waits[0], context.Model)!;
        string wait = DisplayOf(method);
        return found.Loop is WhileStatementSyntax { Condition: AwaitExpressionSyntax } or CommonForEachStatementSyntax
                ? Phrase.Of($"pass '{token}' to '{wait}'")
            : method.IsDeclaredIn(context.Types.Thread)
                ? Phrase.Of($"test '{token}' in the condition and wait with '{token}.WaitHandle.WaitOne'")
            : Phrase.Of($"test '{token}' in the condition and pass it to '{wait}'");
    }

    private static string DisplayOf(IMethodSymbol method) => method.IsStatic ? $"{method.ContainingType.Name}.{method.Name}" : method.Name;
}
