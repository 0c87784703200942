namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2010: a task is used as if it were what it holds.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2010TaskAsValueAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2010";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Await the task to use what it holds",
        "'{0}' {1}; {2}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "A task is no stand-in for its result: in a text it is the name of its type, serialized it is its status, compared with null it is never null; and its failure goes unseen.");

    private static readonly SyntaxKind[] Kinds =
    {
        SyntaxKind.Interpolation, SyntaxKind.AddExpression, SyntaxKind.AddAssignmentExpression, SyntaxKind.EqualsExpression,
            SyntaxKind.NotEqualsExpression, SyntaxKind.IsPatternExpression,
        SyntaxKind.Argument, SyntaxKind.UsingStatement, SyntaxKind.LocalDeclarationStatement, SyntaxKind.LockStatement,
        SyntaxKind.SwitchExpression,
    };

    public ASYNC2010TaskAsValueAnalyzer()
        : base(Rule, WantedNodes().ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        switch (node)
        {
            case VariableDeclaratorSyntax or PropertyDeclarationSyntax or MethodDeclarationSyntax or LocalFunctionStatementSyntax:
                AnalyzeUses(node, context);
                break;
            case SimpleNameSyntax name when TaskKey.Names.Contains(name.Identifier.ValueText):
                if (TaskKey.Find(name, context.Model, context.Types, context.CancellationToken) is { } key)
                {
                    context.Report(name.GetLocation(), key.Taker!, HarmOf(key), "await the keys first");
                }

                break;
            case OrderingSyntax or GroupClauseSyntax:
                if (TaskKey.FindIn(node, context.Model, context.Types, context.CancellationToken) is { } clause)
                {
                    context.Report(clause.Expression.GetLocation(), clause.Taker!, HarmOf(clause), "await the keys first");
                }

                break;
            default:
                foreach (ExpressionSyntax candidate in TaskAsValue.CandidatesIn(node))
                {
                    AnalyzeCandidate(candidate, context);
                }

                break;
        }
    }

    private static IEnumerable<Trigger> WantedNodes()
    {
        foreach (SyntaxKind kind in Kinds)
        {
            yield return Trigger.OnKind(kind, TaskAsValue.HasCandidates);
        }

        foreach (Trigger name in Trigger.OnNames("ToString", "Equals").Concat(Trigger.OnNames(TaskKey.Names)))
        {
            yield return name;
        }

        foreach (SyntaxKind clause in new[] { SyntaxKind.AscendingOrdering, SyntaxKind.DescendingOrdering, SyntaxKind.GroupClause })
        {
            yield return Trigger.OnKind(clause, static node => TaskKey.KeyIn(node) is not null);
        }

        foreach (SyntaxKind variable in new[] { SyntaxKind.VariableDeclarator, SyntaxKind.PropertyDeclaration,
            SyntaxKind.MethodDeclaration, SyntaxKind.LocalFunctionStatement })
        {
            yield return Trigger.OnKind(variable, TaskInText.MayHoldTask);
        }
    }

    private static void AnalyzeCandidate(ExpressionSyntax candidate, RuleContext context)
    {
        if ((candidate is not InvocationExpressionSyntax call || MayBeTask(call, context.Model.Compilation))
            && TaskAsValue.Find(candidate, context.Model, context.Types, context.CancellationToken) is { } found)
        {
            Report(found, context);
        }
    }

    private static void AnalyzeUses(SyntaxNode variable, RuleContext context)
    {
        if (variable is VariableDeclaratorSyntax { Initializer.Value: { } value and not ObjectCreationExpressionSyntax }
            && TaskInText.IsUntyped(variable)
            && !StartedWork.CallsIn(value).Any(call => MayBeTask(call, context.Model.Compilation)))
        {
            return;
        }

        foreach (ExpressionSyntax use in TaskInText.UsesOf(variable, context.Model))
        {
            if (TaskAsValue.Find(use, context.Model, context.Types, context.CancellationToken) is { } found
                && (TaskInText.IsLocal(variable) || TaskInText.IsText(found)))
            {
                Report(found, context);
            }
        }
    }

    private static void Report(TaskAsValue found, RuleContext context)
    {
        if (context.IsFirstAt(found.Expression.Span))
        {
            context.Report(found.Expression.GetLocation(), NameOf(found.Expression), HarmOf(found), RemedyOf(found, context));
        }
    }

    private static bool MayBeTask(InvocationExpressionSyntax call, Compilation compilation)
        => CallSyntax.CalledName(call) is { } name
            && (name is "Select" or "ToList" or "ToArray" || AwaitableNames.Of(compilation).MayReturnAwaitable(name));

    private static string NameOf(ExpressionSyntax expression)
        => expression is InvocationExpressionSyntax call ? CallSyntax.CalledName(call) ?? "this call" : expression.ToString();

    private static string HarmOf(TaskAsValue found) => found.Kind switch
    {
        TaskValueKind.Text => "is a task, of which the text will hold the name of the type",
        TaskValueKind.Object => $"is a task, and '{found.Taker}' takes it as it is, without its result",
        TaskValueKind.Sequence => $"{(found.Expression is InvocationExpressionSyntax ? "answers" : "holds")} tasks, and '{found.Taker}' takes them as they are, without their results",
        TaskValueKind.NullTest => "is a task, which is never null, whatever its result is",
        TaskValueKind.Comparison => "is a task, which equals itself alone, whatever its result is",
        TaskValueKind.SortKey => "sorts by tasks, which have no order: it throws an exception, and what they hold is not looked at",
        TaskValueKind.Key => "compares tasks, of which each equals itself alone: no two keys are the same",
        TaskValueKind.Resource => "is a task, which is disposed of in the place of its result",
        _ => "is a task, a new one each time, on which nobody else locks",
    };

    private static string RemedyOf(TaskAsValue found, RuleContext context)
    {
        string remedy = found.Kind == TaskValueKind.Sequence ? "await 'Task.WhenAll' of them"
            : found.Result is null ? "await it in a statement of its own"
            : "await it";
        return AwaitPlacement.ObstacleAt(found.Expression, context.Model, context.Types, context.CancellationToken)
            .Remedy(remedy, "then " + remedy);
    }
}
