using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5001: a catch that takes a cancellation for a failure.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5001SwallowedCancellationAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not swallow cancellations",
        "The loop goes on after '{0}' is cancelled, and '{1}' ({2}) fails in each iteration; {3}",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Warning,
        "A cancellation is an exception too: where a catch takes it for a failure, the loop goes on, every further iteration fails and is "
            + "logged or retried, and the caller does not see that the work was cancelled.");

    private static readonly DiagnosticDescriptor LoggedError = RuleDescriptor.Variant(
        Rule, "The cancellation of '{0}' in '{1}' ({2}) is logged as an error; {3}");

    private static readonly DiagnosticDescriptor OtherException = RuleDescriptor.Variant(
        Rule, "The cancellation of '{0}' in '{1}' ({2}) leaves this 'catch' as another exception; {3}");

    private static readonly DiagnosticDescriptor Result = RuleDescriptor.Variant(
        Rule, "The cancellation of '{0}' in '{1}' ({2}) is logged as an error and becomes a result; {3}");

    private static readonly DiagnosticDescriptor DerivedType = RuleDescriptor.Variant(
        Rule, "'{1}' ({2}) may also throw OperationCanceledException, which is logged as an error below; {3}");

    public ASYNC5001SwallowedCancellationAnalyzer()
        : base(
            new[] { Rule, LoggedError, OtherException, Result, DerivedType },
            Trigger.OnKind(SyntaxKind.CatchClause, static node => SwallowedCancellation.MayBe((CatchClauseSyntax)node)))
    {
    }

    private protected override bool IsApplicable(KnownTypes types)
        => types.CancellationToken is not null && types.OperationCanceledException is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var clause = (CatchClauseSyntax)node;
        if (SwallowedCancellation.Of(clause, context.Model) is not { } found
            || context.IsTakenOut(found.Call.Method))
        {
            return;
        }

        DiagnosticDescriptor message = found.As switch
        {
            SwallowedAs.LoggedError => LoggedError,
            SwallowedAs.OtherException => OtherException,
            SwallowedAs.Result => Result,
            SwallowedAs.DerivedType => DerivedType,
            _ => Rule,
        };
        Location place = found.Call.Call.GetLocation();
        context.Saying(message).ReportAs(
            found is { As: SwallowedAs.Turn, IsCertain: true } ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            LocationOf(clause),
            new[] { place },
            found.Call.Token.Expression.ToString(),
            found.Call.Name,
            SourceLine.Of(place),
            RemedyOf(found));
    }

    /// <summary>The keyword and what is caught; not the filter.</summary>
    private static Location LocationOf(CatchClauseSyntax clause)
        => Location.Create(
            clause.SyntaxTree,
            TextSpan.FromBounds(
                clause.CatchKeyword.SpanStart, clause.Declaration?.Span.End ?? clause.CatchKeyword.Span.End));

    private static Phrase RemedyOf(SwallowedCancellation found) => found switch
    {
        { As: SwallowedAs.DerivedType } => "catch 'OperationCanceledException'",
        { As: SwallowedAs.LoggedError } or { Token: null } => "catch 'OperationCanceledException' before",
        { Token: not null } when CancellationCatch.HasLaterClause(found.Clause) || CancellationCatch.CleansUp(found.Clause)
            => "rethrow the cancellation",
        { Token: { } token } => Phrase.Of($"add 'when (!{token.Asked}.IsCancellationRequested)'"),
    };
}
