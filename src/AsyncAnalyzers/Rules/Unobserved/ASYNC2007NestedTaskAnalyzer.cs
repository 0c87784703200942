namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2007: of a task in a task only the outer one is awaited, waited for, kept or handed on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2007NestedTaskAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2007";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Unwrap nested tasks",
        "'{0}' returns a nested task, but {1}; {2}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "The outer task of a task in a task ends at the first await of the work: what comes after it runs too early, and the exception of "
            + "the work is lost.");

    public ASYNC2007NestedTaskAnalyzer()
        : base(Rule, WantedNodes().ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null && types.TaskOfT is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        SimpleNameSyntax? name = node switch
        {
            IdentifierNameSyntax { Identifier.ValueText: "Wait" } wait => NestedTask.NameBeforeWait(wait),
            SimpleNameSyntax start => start,
            AwaitExpressionSyntax => NestedTask.NameInAwait(node),
            _ => NestedTask.NameInConversion(node),
        };
        if (name is not null
            && NestedTask.Find(name, context.Model) is { } nested
            && context.IsFirstAt(name.Span))
        {
            context.ReportAs(
                nested.IsDeclaredSo ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                name.Identifier.GetLocation(),
                name.Identifier.ValueText,
                nested.Loss,
                RemedyOf(nested));
        }
    }

    private static IEnumerable<Trigger> WantedNodes()
    {
        foreach (Trigger name in Trigger.OnNames(NestedTask.Names).Concat(Trigger.OnNames("Wait")))
        {
            yield return name;
        }

        yield return Trigger.OnKind(SyntaxKind.AwaitExpression, static node => NestedTask.NameInAwait(node) is not null);
        foreach (SyntaxKind kind in new[] { SyntaxKind.ReturnStatement, SyntaxKind.ArrowExpressionClause, SyntaxKind.VariableDeclarator })
        {
            yield return Trigger.OnKind(kind, static node => NestedTask.NameInConversion(node) is not null);
        }
    }

    private static Phrase RemedyOf(NestedTask nested) => nested.Remedy switch
    {
        NestedTaskRemedy.Run => "use 'Task.Run'",
        NestedTaskRemedy.AwaitInside => "pass 'Run' an async lambda that awaits it",
        NestedTaskRemedy.Unwrap => "add '.Unwrap()'",
        NestedTaskRemedy.SecondWhenAll => "await the inner tasks as well",
        _ => "await the inner task as well",
    };
}
