namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2004: a task is returned out of a <c>using</c>, <c>try</c> or <c>lock</c> that ends before the work does.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2004TaskOutlivesScopeAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2004";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Await a task before the scope that it needs ends",
        "The task of '{0}' is returned out of {1}; {2}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "A function that returns a task without awaiting it leaves its using, try and lock statements at once: the resource is disposed, the catch passed and the lock released while the work is still under way.");

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
            || FunctionSyntax.SymbolOf(function, context.Model, context.CancellationToken) is not { } method
            || !method.ReturnType.IsTaskLike(context.Types)
            || ReturnedWork.Find(returned, context.Model, context.Types, context.CancellationToken) is not { } call
            || OutlivedScope.Find(@return, call, context.Model, context.Types, context.CancellationToken) is not { } scope)
        {
            return;
        }

        AwaitObstacle obstacle = AwaitPlacement.ObstacleAt(returned, context.Model, context.Types, context.CancellationToken);
        string remedy = obstacle switch
        {
            AwaitObstacle.Lock or AwaitObstacle.ThreadAffineLock
                => "no await may stand in a lock: use a SemaphoreSlim, and await the task before it is released",
            _ => obstacle.Remedy("await it there", "then await the task"),
        };
        context.ReportWithEvidence(
            returned.GetLocation(), new[] { scope.Keyword.GetLocation() }, ReturnedWork.NameOf(call), DescriptionOf(scope), remedy);
    }

    private static string DescriptionOf(OutlivedScope scope) => scope.Kind switch
    {
        OutlivedScopeKind.Using when scope.Name is { } resource
            => $"the 'using' of '{resource}', which is disposed before the task is done",
        OutlivedScopeKind.Using => "a 'using', which ends before the task is done",
        OutlivedScopeKind.Catch when scope.Name is { } exception => $"a 'try' whose 'catch ({exception})' never sees the task fail",
        OutlivedScopeKind.Catch => "a 'try' whose 'catch' never sees the task fail",
        OutlivedScopeKind.Finally => "a 'try' whose 'finally' runs before the task is done",
        _ => "a 'lock', which is released before the task is done",
    };
}
