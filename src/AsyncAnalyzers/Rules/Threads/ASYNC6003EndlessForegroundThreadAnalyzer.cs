using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Threads;

/// <summary>ASYNC6003: a foreground thread that runs an endless loop, so that its process does not end.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC6003EndlessForegroundThreadAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC6003";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Let endless threads run in the background",
        "This foreground thread never ends ({0}), so the process does not end either; set 'IsBackground' to true",
        RuleCategory.Threads,
        DiagnosticSeverity.Warning,
        "A process ends when its last foreground thread does. One that runs an endless loop keeps the process alive after 'Main' has "
            + "returned or the last window was closed.");

    public ASYNC6003EndlessForegroundThreadAnalyzer()
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.ObjectCreationExpression, EndlessForegroundThread.MayBeAt),
            Trigger.OnKind(SyntaxKind.ImplicitObjectCreationExpression, EndlessForegroundThread.MayBeAt))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Thread is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var creation = (BaseObjectCreationExpressionSyntax)node;
        if (EndlessForegroundThread.LoopOf(creation, context.Model) is not { } loop || context.IsInTests)
        {
            return;
        }

        // The function that it is given may be long: what is flagged is 'new Thread'.
        int end = (creation as ObjectCreationExpressionSyntax)?.Type.Span.End ?? creation.NewKeyword.Span.End;
        context.ReportWithEvidence(
            Location.Create(node.SyntaxTree, TextSpan.FromBounds(node.SpanStart, end)),
            new[] { loop.GetFirstToken().GetLocation() },
            SourceLine.Of(loop));
    }
}
