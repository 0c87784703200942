namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5008: a token that a function takes and never uses, although it does what could be stopped.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5008IgnoredTokenAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5008";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use the cancellation token of a parameter",
        "'{0}' is never used, so it cannot stop '{1}' ({2}); pass it on",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Info,
        "The caller believes that it can stop the work; what it cancels goes on to its end all the same.");

    private static readonly DiagnosticDescriptor Loop = RuleDescriptor.Variant(
        Rule, "'{0}' is never used, so it cannot stop the loop ({1}); test it in the loop");

    private static readonly DiagnosticDescriptor Wait = RuleDescriptor.Variant(
        Rule, "'{0}' is never used, so it cannot stop '{1}' ({2}); test it between the awaits, or remove it");

    private static readonly DiagnosticDescriptor Await = RuleDescriptor.Variant(
        Rule, "'{0}' is never used, so it cannot stop the await ({1}); test it between the awaits, or remove it");

    private static readonly DiagnosticDescriptor Only = RuleDescriptor.Variant(
        Rule, "'{0}' is never used, so it cannot stop '{1}' ({2}); give '{1}' a token too, or remove it");

    private static readonly DiagnosticDescriptor Useless = RuleDescriptor.Variant(
        Rule, "'{0}' is never used, and what is awaited ({1}) takes no token; remove it");

    private static readonly DiagnosticDescriptor Pending = RuleDescriptor.Variant(
        Rule, "'{0}' is never used, so it cannot end the wait for '{1}' ({2}); use 'WaitAsync({0})', or remove it");

    public ASYNC5008IgnoredTokenAnalyzer()
        : base(
            new[] { Rule, Loop, Wait, Await, Only, Useless, Pending },
            Trigger.OnKind(SyntaxKind.MethodDeclaration, HasCandidate),
            Trigger.OnKind(SyntaxKind.LocalFunctionStatement, HasCandidate),
            Trigger.OnKind(SyntaxKind.SimpleLambdaExpression, HasCandidate),
            Trigger.OnKind(SyntaxKind.ParenthesizedLambdaExpression, HasCandidate),
            Trigger.OnKind(SyntaxKind.AnonymousMethodExpression, HasCandidate))
    {
    }

    private protected override bool IsApplicable(KnownTypes types)
        => types.CancellationToken is not null && types.Task is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        foreach (ParameterSyntax parameter in TokenParameters.Of(node))
        {
            if (IsCandidate(parameter))
            {
                Analyze(parameter, context);
            }
        }
    }

    private static void Analyze(ParameterSyntax parameter, RuleContext context)
    {
        if (TokenParameters.IsMentioned(parameter)
            || ExampleProjects.IsTest(context.Model.Compilation)
            || IgnoredToken.Of(parameter, context.Model) is not { } ignored
            || StoppableWork.First(ignored, context.Model) is not { } work
            || StoppableWork.IsToldOfAtCall(ignored, context.Model)
            || ignored.IsSilenced)
        {
            return;
        }

        Location place = parameter.Identifier.GetLocation();
        Location[] evidence = { work.GetLocation() };
        string name = parameter.Identifier.ValueText;
        switch (work)
        {
            case InvocationExpressionSyntax call:
                context.ReportWithEvidence(place, evidence, name, CallSyntax.CalledName(call)!, SourceLine.Of(call));
                break;
            case AwaitExpressionSyntax await when StoppableWork.IsOnlyAwait(await, ignored.Body)
                && StoppableWork.TakesNoToken(await, context.Model):
                context.Saying(Useless).ReportWithEvidence(place, evidence, name, SourceLine.Of(await));
                break;
            case AwaitExpressionSyntax await when StoppableWork.NameOf(await) is { } awaited:
                context.Saying(RemedyFor(await, ignored, context)).ReportWithEvidence(place, evidence, name, awaited, SourceLine.Of(await));
                break;
            default:
                context.Saying(work is AwaitExpressionSyntax ? Await : Loop)
                    .ReportWithEvidence(place, evidence, name, SourceLine.Of(work));
                break;
        }
    }

    /// <summary>Between two awaits there is room for a test; one alone has to be given the token.</summary>
    private static DiagnosticDescriptor RemedyFor(AwaitExpressionSyntax await, IgnoredToken ignored, RuleContext context)
        => !StoppableWork.IsOnlyAwait(await, ignored.Body) ? Wait
            : CallSyntax.WithoutConfiguration(await.Expression) is InvocationExpressionSyntax ? Only
            : context.Types.Task!.GetMembers("WaitAsync").IsEmpty ? Wait
            : Pending;

    private static bool HasCandidate(SyntaxNode function)
    {
        if (function is SimpleLambdaExpressionSyntax lambda)
        {
            return IsCandidate(lambda.Parameter); // Most lambdas: no list is made for their parameter.
        }

        foreach (ParameterSyntax parameter in TokenParameters.Of(function))
        {
            if (IsCandidate(parameter))
            {
                return FunctionSyntax.Body(function) is not null;
            }
        }

        return false;
    }

    /// <summary>Of the right type, or of a lambda and by its name a token; not one that is called a discard.</summary>
    private static bool IsCandidate(ParameterSyntax parameter)
        => parameter.Identifier.ValueText is { Length: > 0 } name && name[0] != '_'
            && (parameter.Type is null ? IsTokenName(name) : TypeNames.Of(parameter.Type) == "CancellationToken")
            && !parameter.Modifiers.Any(SyntaxKind.OutKeyword);

    private static bool IsTokenName(string name)
        => name == "ct" || name.EndsWith("oken", StringComparison.Ordinal) || name.StartsWith("cancel", StringComparison.Ordinal);
}
