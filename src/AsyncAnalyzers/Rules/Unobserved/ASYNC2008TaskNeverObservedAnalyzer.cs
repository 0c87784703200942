namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2008: a task is kept where no path ever looks at it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2008TaskNeverObservedAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2008";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Observe a task stored in a variable",
        "'{0}' holds the task of '{1}', which is never observed; {2}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "Work whose task is in a variable that nothing reads may still run, or have failed, when the code after it continues, and its "
            + "exception is lost.");

    private static readonly DiagnosticDescriptor Several = Variant(
        "'{0}' holds the tasks of '{1}', which are never observed; {2}");

    private static readonly DiagnosticDescriptor Overwritten = Variant(
        "'{0}' is overwritten ({1}) before the task of '{2}' is observed; {3}");

    private static readonly DiagnosticDescriptor OverwrittenAtTimes = Variant(
        "'{0}' can be overwritten ({1}) before the task of '{2}' is observed; {3}");

    private static readonly DiagnosticDescriptor OverwrittenInLoop = Variant(
        "'{0}' is overwritten in the next iteration before the task of '{1}' is observed; {2}");

    private static readonly DiagnosticDescriptor Sequence = Variant(
        "The tasks that 'Select' starts are never observed; {0}");

    private static readonly DiagnosticDescriptor QuerySequence = Variant(
        "The tasks that this query starts are never observed; {0}");

    private static readonly DiagnosticDescriptor LazySequence = Variant(
        "'Select' is never enumerated, so none of its tasks starts; {0}");

    private static readonly DiagnosticDescriptor LazyQuery = Variant(
        "This query is never enumerated, so none of its tasks starts; {0}");

    private static readonly DiagnosticDescriptor Restarted = Variant(
        "Enumerating '{0}' again ({1}) starts all its tasks a second time; store the tasks with 'ToArray'");

    private static readonly DiagnosticDescriptor Race = Variant(
        "The task of '{0}' is not awaited after 'WhenAny' ({1}); {2}");

    public ASYNC2008TaskNeverObservedAnalyzer()
        : base(
            new[]
            {
                Rule, Several, Overwritten, OverwrittenAtTimes, OverwrittenInLoop, Sequence, QuerySequence, LazySequence, LazyQuery,
                Restarted, Race,
            },
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
        if (UnobservedTask.Find(node, context.Model) is not { } task)
        {
            return;
        }

        IEnumerable<Location> evidence = task.Evidence is { } lost
            && lost != task.Call.Parent ? new[] { lost.GetLocation() } : Array.Empty<Location>();
        (DiagnosticDescriptor variant, object[] arguments) = MessageOf(task, context);
        context.Saying(variant).ReportAs(SeverityOf(task, context), task.Place.GetLocation()!, evidence, arguments);
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

    /// <summary>A test often starts something only to have it running while it looks at something else.</summary>
    private static DiagnosticSeverity SeverityOf(UnobservedTask task, RuleContext context)
        => task.Kind is UnobservedTaskKind.Field or UnobservedTaskKind.OverwrittenAtTimes or UnobservedTaskKind.Race
            || context.Types.HasTestFramework || TestMethods.Contain(task.Call)
            || (task.Kind == UnobservedTaskKind.NeverRead && IsBesideThisCode(task.Call, context.Model))
            ? DiagnosticSeverity.Info
            : DiagnosticSeverity.Warning;

    /// <summary>Synchronous code starts what runs beside it, as <c>Task.Run(…);</c> does without a variable, or a subscription.</summary>
    private static bool IsBesideThisCode(SyntaxNode started, CodeModel model)
        => started is InvocationExpressionSyntax call && CallSyntax.MethodOf(call, model) is { } method
            && (DropIntent.IsSubscription(method) || ConnectedWork.EndsWithLoop(method, model)
                || (DropIntent.IsBesideThisCode(call, method, model)
                    && FunctionSyntax.Enclosing(call) is { } function && !FunctionSyntax.IsAsync(function)));

    private static DiagnosticDescriptor Variant(string message) => RuleDescriptor.Variant(Rule, message);

    private static (DiagnosticDescriptor Variant, object[] Arguments) MessageOf(UnobservedTask task, RuleContext context)
    {
        string variable = task.Variable ?? "";
        Phrase remedy = RemedyOf(task, context);
        bool isSelect = task.CallName == "Select";
        return task.Kind switch
        {
            UnobservedTaskKind.Overwritten
                => (Overwritten, new object[] { variable, SourceLine.Of(task.Evidence!), task.CallName, remedy }),
            UnobservedTaskKind.OverwrittenAtTimes
                => (OverwrittenAtTimes, new object[] { variable, SourceLine.Of(task.Evidence!), task.CallName, remedy }),
            UnobservedTaskKind.OverwrittenInLoop => (OverwrittenInLoop, new object[] { variable, task.CallName, remedy }),
            UnobservedTaskKind.Collection => (Several, new object[] { variable, task.CallName, remedy }),
            UnobservedTaskKind.Sequence => (isSelect ? Sequence : QuerySequence, new object[] { remedy }),
            UnobservedTaskKind.LazySequence => (isSelect ? LazySequence : LazyQuery, new object[] { remedy }),
            UnobservedTaskKind.RestartedSequence => (Restarted, new object[] { variable, SourceLine.Of(task.Evidence!) }),
            UnobservedTaskKind.WonRace or UnobservedTaskKind.Race
                => (Race, new object[] { task.CallName, SourceLine.Of(task.Evidence ?? task.Call), remedy }),
            _ => (Rule, new object[] { variable, task.CallName, remedy }),
        };
    }

    private static Phrase RemedyOf(UnobservedTask task, RuleContext context)
    {
        Phrase remedy = task.Kind switch
        {
            UnobservedTaskKind.Collection when MustBeAwaitedOneByOne(task, context) => "await each of them",
            UnobservedTaskKind.Collection or UnobservedTaskKind.Sequence or UnobservedTaskKind.LazySequence
                => "await them with 'Task.WhenAll'",
            UnobservedTaskKind.OverwrittenInLoop => "collect the tasks and await 'Task.WhenAll'",
            UnobservedTaskKind.Field => "await it before disposal, or discard it with '_ ='",
            UnobservedTaskKind.WonRace or UnobservedTaskKind.Race => "await the winner, or cancel the work on timeout",
            _ => "await it",
        };
        SyntaxNode place = task.Place.AsNode() ?? task.Place.Parent!;
        return task.Kind == UnobservedTaskKind.Field ? remedy
            : FunctionSyntax.Enclosing(place) is ConstructorDeclarationSyntax ? "start the task in an async method instead of a constructor"
            : AwaitPlacement.ObstacleAt(place, context.Model).Remedy(remedy);
    }

    /// <summary>Value tasks, and awaitables that are no tasks.</summary>
    private static bool MustBeAwaitedOneByOne(UnobservedTask task, RuleContext context)
        => context.Model.TypeOf(task.Call) is { } type
            && !type.IsTask(context.Types)
            && DroppedTask.IsReportedAwaitable(type, context.Model, task.Call.SpanStart);
}
