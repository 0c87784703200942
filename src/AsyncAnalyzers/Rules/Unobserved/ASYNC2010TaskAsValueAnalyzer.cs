namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2010: a task is used as if it were what it holds.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2010TaskAsValueAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2010";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Await the task instead of using it as its result",
        "'{0}' is a task, so the text contains its type name; {1}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "A task is no stand-in for its result: in a text it is the name of its type, serialized it is its status, compared with null it is "
            + "never null; and its exceptions are lost.");

    private static readonly DiagnosticDescriptor TakenAsObject = RuleDescriptor.Variant(
        Rule, "'{0}' is a task, and '{1}' takes the task instead of its result; {2}");

    private static readonly DiagnosticDescriptor TakenAsSequence = RuleDescriptor.Variant(
        Rule, "'{0}' contains tasks, and '{1}' takes the tasks instead of their results; {2}");

    private static readonly DiagnosticDescriptor NullTest = RuleDescriptor.Variant(
        Rule, "'{0}' is a task, which is never null, whatever its result is; {1}");

    private static readonly DiagnosticDescriptor Comparison = RuleDescriptor.Variant(
        Rule, "'{0}' is a task, which equals only itself, whatever its result is; {1}");

    private static readonly DiagnosticDescriptor SortKey = RuleDescriptor.Variant(
        Rule, "'{0}' sorts by tasks, which have no order, and throws; await the keys first");

    private static readonly DiagnosticDescriptor Key = RuleDescriptor.Variant(
        Rule, "'{0}' uses tasks as keys, and each task equals only itself; await the keys first");

    private static readonly DiagnosticDescriptor Resource = RuleDescriptor.Variant(
        Rule, "'{0}' is a task, which is disposed instead of its result; {1}");

    private static readonly DiagnosticDescriptor Lock = RuleDescriptor.Variant(
        Rule, "'{0}' is a new task each time, so no other code locks on it; {1}");

    private static readonly SyntaxKind[] Kinds =
    {
        SyntaxKind.Interpolation, SyntaxKind.AddExpression, SyntaxKind.AddAssignmentExpression, SyntaxKind.EqualsExpression,
            SyntaxKind.NotEqualsExpression, SyntaxKind.IsPatternExpression,
        SyntaxKind.Argument, SyntaxKind.UsingStatement, SyntaxKind.LocalDeclarationStatement, SyntaxKind.LockStatement,
        SyntaxKind.SwitchExpression,
    };

    public ASYNC2010TaskAsValueAnalyzer()
        : base(
            new[] { Rule, TakenAsObject, TakenAsSequence, NullTest, Comparison, SortKey, Key, Resource, Lock },
            WantedNodes().ToArray())
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
                if (TaskKey.Find(name, context.Model) is { } key)
                {
                    context.Saying(VariantOf(key.Kind)).Report(name.GetLocation(), key.Taker!);
                }

                break;
            case OrderingSyntax or GroupClauseSyntax:
                if (TaskKey.FindIn(node, context.Model) is { } clause)
                {
                    context.Saying(VariantOf(clause.Kind)).Report(clause.Expression.GetLocation(), clause.Taker!);
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
            && TaskAsValue.Find(candidate, context.Model) is { } found)
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
            if (TaskAsValue.Find(use, context.Model) is { } found
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
            string name = NameOf(found.Expression);
            Phrase remedy = RemedyOf(found, context);
            context.Saying(VariantOf(found.Kind)).Report(
                found.Expression.GetLocation(),
                found.Kind is TaskValueKind.Object or TaskValueKind.Sequence
                    ? new object[] { name, found.Taker!, remedy }
                    : new object[] { name, remedy });
        }
    }

    private static bool MayBeTask(InvocationExpressionSyntax call, Compilation compilation)
        => CallSyntax.CalledName(call) is { } name
            && (name is "Select" or "ToList" or "ToArray" || AwaitableNames.Of(compilation).MayReturnAwaitable(name));

    private static string NameOf(ExpressionSyntax expression)
        => expression is InvocationExpressionSyntax call
            ? CallSyntax.CalledName(call) ?? call.Expression.ToString()
            : expression.ToString();

    private static DiagnosticDescriptor VariantOf(TaskValueKind kind) => kind switch
    {
        TaskValueKind.Text => Rule,
        TaskValueKind.Object => TakenAsObject,
        TaskValueKind.Sequence => TakenAsSequence,
        TaskValueKind.NullTest => NullTest,
        TaskValueKind.Comparison => Comparison,
        TaskValueKind.SortKey => SortKey,
        TaskValueKind.Key => Key,
        TaskValueKind.Resource => Resource,
        _ => Lock,
    };

    private static Phrase RemedyOf(TaskAsValue found, RuleContext context)
        => AwaitPlacement.ObstacleAt(found.Expression, context.Model).Remedy(
            found.Kind == TaskValueKind.Sequence ? "await 'Task.WhenAll' of them"
            : found.Result is null ? "await it in a separate statement"
            : "await it");
}
