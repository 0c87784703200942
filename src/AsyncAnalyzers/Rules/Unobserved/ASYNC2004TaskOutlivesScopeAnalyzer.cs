namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2004: a task is returned out of a <c>using</c>, <c>try</c> or <c>lock</c> that ends before the work does.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2004TaskOutlivesScopeAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2004";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Await the task inside its using, try or lock",
        "The task of '{0}' is not awaited, so {1}; {2}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "A function that returns a task without awaiting it leaves its using, try and lock statements at once: the resource is disposed, "
            + "the catch passed and the lock released while the work is still under way.");

    public ASYNC2004TaskOutlivesScopeAnalyzer()
        : base(Rule, Trigger.OnKind(SyntaxKind.ReturnStatement, static node => OutlivedScope.MayEnclose((ReturnStatementSyntax)node)))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var @return = (ReturnStatementSyntax)node;
        ExpressionSyntax returned = @return.Expression!;
        // A task that may be null at all is ASYNC2005's.
        if (CallSyntax.WalkDownParentheses(returned) is ConditionalAccessExpressionSyntax
            || FunctionSyntax.Enclosing(@return) is not { } function
            || FunctionSyntax.SymbolOf(function, context.Model) is not { } method
            || !method.ReturnType.IsTaskLike(context.Types)
            || ReturnedWork.Find(returned, context.Model) is not { } call
            || OutlivedScope.Find(@return, call, context.Model) is not { } scope
            || (scope.Kind == OutlivedScopeKind.Catch && IsSaidBefore(@return, scope, context.Model)))
        {
            return;
        }

        AwaitObstacle obstacle = AwaitPlacement.ObstacleAt(returned, context.Model);
        Phrase remedy = obstacle switch
        {
            AwaitObstacle.Lock or AwaitObstacle.ThreadAffineLock
                => "use a 'SemaphoreSlim' instead and await it inside",
            _ => obstacle.Remedy("await it"),
        };
        context.ReportAs(
            scope.IsMinor ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            returned.GetLocation(), new[] { scope.Keyword.GetLocation() }, ReturnedWork.NameOf(call), HarmOf(scope), remedy);
    }

    /// <summary>One clause that misses what several returns of its <c>try</c> hand out is one mistake.</summary>
    private static bool IsSaidBefore(ReturnStatementSyntax @return, OutlivedScope scope, CodeModel model)
    {
        if (scope.Keyword.Parent?.Parent is not TryStatementSyntax @try)
        {
            return false;
        }

        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(@try.Block))
        {
            if (node == @return)
            {
                return false;
            }

            if (node is ReturnStatementSyntax { Expression: { } returned } other && OutlivedScope.MayEnclose(other)
                && CallSyntax.WalkDownParentheses(returned) is not ConditionalAccessExpressionSyntax
                && ReturnedWork.Find(returned, model) is { } call
                && OutlivedScope.Find(other, call, model)?.Keyword == scope.Keyword)
            {
                return true;
            }
        }

        return false;
    }

    private static Phrase HarmOf(OutlivedScope scope)
    {
        string place = SourceLine.Of(scope.Keyword.GetLocation());
        return scope.Kind switch
        {
            OutlivedScopeKind.Using when scope.Name is { } resource => Phrase.Of($"'{resource}' ({place}) is disposed too early"),
            OutlivedScopeKind.Using => $"the 'using' ({place}) ends too early",
            OutlivedScopeKind.Catch when scope.Name is { } exception => $"'catch ({exception})' ({place}) misses its exceptions",
            OutlivedScopeKind.Catch => $"the 'catch' ({place}) misses its exceptions",
            OutlivedScopeKind.Finally => $"the 'finally' ({place}) runs too early",
            _ => $"the lock ({place}) is released too early",
        };
    }
}
