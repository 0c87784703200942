namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5006: an asynchronous iterator that does not get the token, or that is not disposed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5006EnumeratorCancellationAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5006";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not enumerate async streams without token or disposal",
        "'{0}' is enumerated without '{1}', so a stop does not end its waits; {2}",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Warning,
        "An iterator that does not get the token waits on after a stop, and one that is not disposed keeps what its finally blocks would "
            + "release.");

    private static readonly DiagnosticDescriptor Wait = RuleDescriptor.Variant(
        Rule, "'{0}' gets no token for its wait ({1}), so cancelling '{2}' does not end this loop; {3}");

    private static readonly DiagnosticDescriptor Unmarked = RuleDescriptor.Variant(
        Rule, "This token does not reach '{0}' of '{1}' ({2}); add '[EnumeratorCancellation]' to the parameter");

    private static readonly DiagnosticDescriptor NoParameter = RuleDescriptor.Variant(
        Rule, "This token has no effect, because '{0}' ({1}) takes none; add a parameter with '[EnumeratorCancellation]'");

    private static readonly DiagnosticDescriptor Undisposed = RuleDescriptor.Variant(
        Rule, "'{0}' is never disposed, so the 'finally' blocks of its iterator may not run; use 'await using'");

    private static readonly DiagnosticDescriptor Dropped = RuleDescriptor.Variant(
        Rule, "This enumerator is never disposed, so the 'finally' blocks of its iterator may not run; store it with 'await using'");

    public ASYNC5006EnumeratorCancellationAnalyzer()
        : base(
            new[] { Rule, Wait, Unmarked, NoParameter, Undisposed, Dropped },
            Trigger.OnKind(SyntaxKind.ForEachStatement, FunctionSyntax.IsAwait),
            Trigger.OnKind(SyntaxKind.ForEachVariableStatement, FunctionSyntax.IsAwait),
            Trigger.OnNames("WithCancellation")[0],
            Trigger.OnNames("GetAsyncEnumerator")[0])
    {
    }

    private protected override bool IsApplicable(KnownTypes types)
        => types.AsyncEnumerableOfT is not null && types.CancellationToken is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node is CommonForEachStatementSyntax loop)
        {
            AnalyzeLoop(loop, context);
        }
        else if (CallSyntax.InvocationOf((SimpleNameSyntax)node) is { } call)
        {
            AnalyzeToken(call, context);
            if (((SimpleNameSyntax)node).Identifier.ValueText == "GetAsyncEnumerator")
            {
                AnalyzeDisposal(call, context);
            }
        }
    }

    private static void AnalyzeLoop(CommonForEachStatementSyntax loop, RuleContext context)
    {
        if (context.Types.HasTestFramework
            || EnumerationWithoutToken.Find(loop, context.Model) is not { } found
            || (found.Method is not null && context.IsTakenOut(found.Method)))
        {
            return;
        }

        Phrase remedy = found.Parameter is not null
            ? Phrase.Of($"pass '{found.Token}'")
            : $"add 'WithCancellation({found.Token})'";
        DiagnosticSeverity severity = found.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
        if (found.Wait is { } wait)
        {
            context.Saying(Wait).ReportAs(
                severity, loop.Expression.GetLocation(), new[] { wait.GetLocation() },
                found.Name, SourceLine.Of(wait), found.Token, remedy);
        }
        else
        {
            context.ReportAs(severity, loop.Expression.GetLocation(), found.Name, found.Token, remedy);
        }
    }

    /// <summary>The token is given to what is enumerated, and nothing in there takes it.</summary>
    private static void AnalyzeToken(InvocationExpressionSyntax call, RuleContext context)
    {
        if (LostToken.Find(call, context.Model) is not { } iterator
            || context.IsTakenOut(iterator.Method))
        {
            return;
        }

        Location token = call.ArgumentList.Arguments[0].GetLocation();
        Location declaration = iterator.Method.Locations[0];
        if (iterator.Token is { } parameter)
        {
            context.Saying(Unmarked).ReportWithEvidence(
                token, new[] { declaration }, parameter.Name, iterator.Method.Name, SourceLine.Of(declaration));
        }
        else
        {
            context.Saying(NoParameter).ReportAs(
                LostToken.HaveSourcesOne(call, context.Model) ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                token, new[] { declaration }, iterator.Method.Name, SourceLine.Of(declaration));
        }
    }

    private static void AnalyzeDisposal(InvocationExpressionSyntax call, RuleContext context)
    {
        if (context.Types.HasTestFramework
            || UndisposedEnumerator.Find(call, context.Model) is not { } found
            || (CallSyntax.MethodOf(call, context.Model) is { } method && context.IsTakenOut(method)))
        {
            return;
        }

        DiagnosticSeverity severity = found.IsRunToItsEnd ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
        Location location = CallSyntax.CalledNameSyntax(call)!.GetLocation();
        if (found.Local is { } local)
        {
            context.Saying(Undisposed).ReportAs(severity, location, local.Identifier.ValueText);
        }
        else
        {
            context.Saying(Dropped).ReportAs(severity, location);
        }
    }
}
