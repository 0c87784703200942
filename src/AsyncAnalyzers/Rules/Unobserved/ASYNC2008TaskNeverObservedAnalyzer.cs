namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2008: a task is kept where no path ever looks at it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2008TaskNeverObservedAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2008";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Await the task that is kept",
        "{0}; {1}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "Work whose task lies in a variable that nothing reads may still run, or have failed, when the code behind it goes on, and its exception is seen by nobody.");

    public ASYNC2008TaskNeverObservedAnalyzer()
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.VariableDeclarator, IsLocalCandidate),
            Trigger.OnKind(SyntaxKind.SimpleAssignmentExpression, IsAssignmentCandidate),
            Trigger.OnKind(SyntaxKind.ExpressionStatement, static node
                => UnobservedCollection.SequenceIn(((ExpressionStatementSyntax)node).Expression) is not null),
            Trigger.OnKind(SyntaxKind.Argument, static node => UnobservedTuple.MayBe((ArgumentSyntax)node)),
            Trigger.OnKind(SyntaxKind.FieldDeclaration, static node => UnobservedField.MayHoldTasks((FieldDeclarationSyntax)node)),
            Trigger.OnNames("WhenAny")[0])
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (UnobservedTask.Find(node, context.Model, context.Types, context.CancellationToken) is not { } task)
        {
            return;
        }

        IEnumerable<Location> evidence = task.Evidence is { } lost
            && lost != task.Call.Parent ? new[] { lost.GetLocation() } : Array.Empty<Location>();
        context.ReportAs(SeverityOf(task.Kind), task.Place.GetLocation()!, evidence, ProblemOf(task), RemedyOf(task, context));
    }

    /// <summary>A local with a call in its initializer, or a collection of tasks.</summary>
    private static bool IsLocalCandidate(SyntaxNode node)
        => node is VariableDeclaratorSyntax
        {
            Initializer.Value: { } value,
            Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax, Type: not PredefinedTypeSyntax }
        } declarator
            && (StartedWork.CallsIn(value).Any() || RestartedSequence.MayBe(value) || UnobservedCollection.MayHoldTasks(declarator));

    private static bool IsAssignmentCandidate(SyntaxNode node)
        => node is AssignmentExpressionSyntax
        {
            Left: IdentifierNameSyntax { Identifier.ValueText: not "_" },
            Parent: ExpressionStatementSyntax
        } assignment
            && StartedWork.CallsIn(assignment.Right).Any();

    private static DiagnosticSeverity SeverityOf(UnobservedTaskKind kind)
        => kind is UnobservedTaskKind.Field or UnobservedTaskKind.OverwrittenAtTimes or UnobservedTaskKind.Race
            ? DiagnosticSeverity.Info
            : DiagnosticSeverity.Warning;

    private static string ProblemOf(UnobservedTask task) => task.Kind switch
    {
        UnobservedTaskKind.NeverRead => $"The task of '{task.CallName}' is kept in '{task.Variable}', and nothing looks at it there: nobody learns when it ends or that it failed",
        UnobservedTaskKind.Overwritten => $"The task of '{task.CallName}' is lost when '{task.Variable}' is set again {LineOf(task.Evidence!)}: nobody learns when it ends or that it failed",
        UnobservedTaskKind.OverwrittenAtTimes => $"The task of '{task.CallName}' is lost where '{task.Variable}' is set again {LineOf(task.Evidence!)}: nobody learns when it ends or that it failed",
        UnobservedTaskKind.OverwrittenInLoop => $"The task of '{task.CallName}' is lost when the next turn of the loop sets '{task.Variable}' again: all but the last may fail unseen",
        UnobservedTaskKind.Collection => $"The tasks of '{task.CallName}' are kept in '{task.Variable}', and nothing looks at them there: nobody learns when they end or that one failed",
        UnobservedTaskKind.Sequence => $"Nothing keeps the tasks that {(task.CallName == "Select" ? "'Select'" : "the query")} starts: "
            + "nobody learns when they end or that one failed",
        UnobservedTaskKind.LazySequence => (task.CallName == "Select" ? "'Select'" : "The query")
            + " is lazy, and nothing goes through it: none of its tasks is even started",
        UnobservedTaskKind.RestartedSequence
            => $"The query in '{task.Variable}' is lazy, and going through it again {LineOf(task.Evidence!)} starts all its tasks a second time",
        UnobservedTaskKind.Field => $"The task of '{task.CallName}' is kept in '{task.Variable}', and nothing in the type looks at it: nobody learns when it ends or that it failed",
        _ => $"'{task.CallName}' goes on when the delay wins, and nobody awaits it when it wins itself: its failure is lost",
    };

    private static string LineOf(SyntaxNode place) => "in line " + (place.GetLocation().GetLineSpan().StartLinePosition.Line + 1);

    private static string RemedyOf(UnobservedTask task, RuleContext context)
    {
        string remedy = task.Kind switch
        {
            UnobservedTaskKind.Collection when MustBeAwaitedOneByOne(task, context) => "await each of them",
            UnobservedTaskKind.Collection or UnobservedTaskKind.Sequence or UnobservedTaskKind.LazySequence
                => "await them with 'Task.WhenAll'",
            UnobservedTaskKind.OverwrittenInLoop => "keep all of them and await 'Task.WhenAll'",
            UnobservedTaskKind.Field => "await it before the object is done, or drop it on purpose with '_ ='",
            UnobservedTaskKind.WonRace or UnobservedTaskKind.Race => "await the winner, or cancel the work when its time is over",
            _ => "await it",
        };
        if (task.Kind == UnobservedTaskKind.RestartedSequence)
        {
            return "keep the tasks with 'ToArray'";
        }

        SyntaxNode place = task.Place.AsNode() ?? task.Place.Parent!;
        return task.Kind == UnobservedTaskKind.Field ? remedy
            : FunctionSyntax.Enclosing(place) is ConstructorDeclarationSyntax ? "a constructor cannot await: start it in a method that can"
            : AwaitPlacement.ObstacleAt(place, context.Model, context.Types, context.CancellationToken).Remedy(remedy, "then " + remedy);
    }

    /// <summary>Value tasks, and awaitables that are no tasks.</summary>
    private static bool MustBeAwaitedOneByOne(UnobservedTask task, RuleContext context)
        => context.Model.GetTypeInfo(task.Call, context.CancellationToken).Type is { } type
            && !type.IsTask(context.Types)
            && DroppedTask.IsReportedAwaitable(type, context.Types, context.Model, task.Call.SpanStart);
}
