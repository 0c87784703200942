namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2013: a resource is disposed, at the end of its scope or by a call, while a task still uses it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2013DisposedWhileInUseAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2013";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Await tasks before disposing what they use",
        "'{0}' ({1}) can be disposed while the task of '{2}' still uses it; {3}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "A task that is not awaited before the resource is disposed goes on with a closed file, connection or context: it fails, or loses "
            + "what it has not written yet.");

    public ASYNC2013DisposedWhileInUseAnalyzer()
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.LocalDeclarationStatement, ResourceScope.MayOpen),
            Trigger.OnKind(SyntaxKind.UsingStatement, ResourceScope.MayOpen),
            Trigger.OnKind(SyntaxKind.ExpressionStatement, ResourceScope.MayOpen),
            Trigger.OnKind(SyntaxKind.TryStatement, ResourceScope.MayOpen))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        foreach (DisposedWhileInUse use in DisposedWhileInUse.FindAll(node, context.Model))
        {
            if (!context.IsFirstAt(use.Call.Span))
            {
                continue;
            }

            AwaitObstacle obstacle = AwaitPlacement.ObstacleAt(use.Call, context.Model);
            context.ReportAs(
                use.Place == ResourceTaskPlace.Discard && context.Types.HasTestFramework
                    ? DiagnosticSeverity.Info
                    : DiagnosticSeverity.Warning,
                use.Call.GetLocation(),
                new[] { use.Scope.Resource.GetLocation() },
                use.Scope.Resource.ValueText,
                SourceLine.Of(use.Scope.Resource.GetLocation()),
                ReturnedWork.NameOf(use.Call),
                obstacle.Remedy(RemedyFor(use.Place)));
        }
    }

    private static Phrase RemedyFor(ResourceTaskPlace place) => place switch
    {
        ResourceTaskPlace.Collection => "await the tasks with 'Task.WhenAll' first",
        ResourceTaskPlace.LocalOnSomePaths => "await the task first on every path",
        _ => "await the task first",
    };
}
