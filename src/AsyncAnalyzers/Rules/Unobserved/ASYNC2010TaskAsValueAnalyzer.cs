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
        SyntaxKind.Interpolation, SyntaxKind.AddExpression, SyntaxKind.AddAssignmentExpression, SyntaxKind.EqualsExpression, SyntaxKind.NotEqualsExpression, SyntaxKind.IsPatternExpression,
        SyntaxKind.Argument, SyntaxKind.UsingStatement, SyntaxKind.LocalDeclarationStatement, SyntaxKind.LockStatement,
    };

    public ASYNC2010TaskAsValueAnalyzer()
        : base(Rule, Kinds.Select(static kind => Trigger.OnKind(kind, TaskAsValue.HasCandidates)).Concat(Trigger.OnNames("ToString")).Append(Trigger.OnKind(SyntaxKind.VariableDeclarator, HoldsTask)).ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        foreach (ExpressionSyntax candidate in node is VariableDeclaratorSyntax local ? UsesOf(local) : TaskAsValue.CandidatesIn(node))
        {
            if ((candidate is not InvocationExpressionSyntax call || MayBeTask(call, context.Model.Compilation))
                && TaskAsValue.Find(candidate, context.Model, context.Types, context.CancellationToken) is { } found)
            {
                context.Report(candidate.GetLocation(), NameOf(candidate), HarmOf(found), RemedyOf(found, context));
            }
        }
    }

    /// <summary><c>var total = GetTotalAsync();</c>: the await may have been forgotten.</summary>
    private static bool HoldsTask(SyntaxNode node)
        => node is VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax call, Parent.Parent: LocalDeclarationStatementSyntax }
            && CallSyntax.CalledName(call) is { } name && name.EndsWith("Async", StringComparison.Ordinal);

    /// <summary>Where a local stands in a text, or is the argument of a call.</summary>
    private static IEnumerable<ExpressionSyntax> UsesOf(VariableDeclaratorSyntax local)
        => local.Parent!.Parent!.Parent!.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == local.Identifier.ValueText && name.SpanStart > local.SpanStart
                && name.Parent is InterpolationSyntax or ArgumentSyntax or AnonymousObjectMemberDeclaratorSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } or AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression }
                    or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToString" });

    private static bool MayBeTask(InvocationExpressionSyntax call, Compilation compilation)
        => CallSyntax.CalledName(call) is { } name
            && (name is "Select" or "ToList" or "ToArray" || AwaitableNames.Of(compilation).MayReturnAwaitable(name));

    private static string NameOf(ExpressionSyntax expression)
        => expression is InvocationExpressionSyntax call ? CallSyntax.CalledName(call) ?? "this call" : expression.ToString();

    private static string HarmOf(TaskAsValue found) => found.Kind switch
    {
        TaskValueKind.Text => "is a task, of which the text will hold the name of the type",
        TaskValueKind.Object => $"is a task, and '{found.Taker}' takes it as it is, without its result",
        TaskValueKind.Sequence => $"answers tasks, and '{found.Taker}' takes them as they are, without their results",
        TaskValueKind.NullTest => "is a task, which is never null, whatever its result is",
        TaskValueKind.Resource => "is a task, which is disposed of in the place of its result",
        _ => "is a task, a new one each time, on which nobody else locks",
    };

    private static string RemedyOf(TaskAsValue found, RuleContext context)
    {
        string remedy = found.Kind == TaskValueKind.Sequence ? "await 'Task.WhenAll' of them"
            : found.Result is null ? "await it in a statement of its own"
            : "await it";
        return AwaitPlacement.ObstacleAt(found.Expression, context.Model, context.Types, context.CancellationToken).Remedy(remedy, "then " + remedy);
    }
}
