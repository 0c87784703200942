namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1006: a call, on the event loop, of a method that blocks further down.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1006BlockingThroughCallsAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1006";

    /// <summary>Longer chains are often cut by a condition that nothing here knows of.</summary>
    private const int MostSureSteps = 3;

    /// <summary>From this length on, a chain through a catch clause is rarely taken to its end.</summary>
    private const int RareSteps = 3;

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not call blocking methods from async code",
        "'{0}' blocks at '{1}' ({2}) on the thread of {3}; {4}",
        RuleCategory.Blocking,
        DiagnosticSeverity.Warning,
        "A method that blocks further down holds the thread of its asynchronous caller all the same: the event loop or pool thread runs "
            + "nothing else until the call returns.");

    public ASYNC1006BlockingThroughCallsAnalyzer()
        : base(Rule, Functions)
    {
    }

    private static Trigger[] Functions => new[]
    {
        SyntaxKind.MethodDeclaration, SyntaxKind.LocalFunctionStatement, SyntaxKind.SimpleLambdaExpression,
            SyntaxKind.ParenthesizedLambdaExpression,
        SyntaxKind.AnonymousMethodExpression, SyntaxKind.CompilationUnit,
    }.Select(kind => Trigger.OnKind(kind, MayBeOnLoop)).ToArray();

    /// <summary>The thread of a test serves nobody else, and helpers that block are told of where they do (ASYNC1003).</summary>
    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        MethodSummaries summaries = MethodSummaries.Of(context.Model.Compilation, context.AnalyzerOptions, context.CancellationToken);
        if (context.IsInTests)
        {
            return;
        }

        HashSet<(SyntaxNode First, SyntaxNode Leaf)>? told = null;
        HashSet<(SyntaxNode Statement, SyntaxNode Leaf, bool IsSure)>? toldOf = null;
        foreach (CallSite site in summaries.Names.CandidatesIn(node, summaries.Names.ScopeOf(node), context.CancellationToken))
        {
            if (EventLoopContext.OfFunction(node, context.Model) is { IsOnLoop: false })
            {
                if (!LeftThread.MayContain(node, context.Model))
                {
                    return;
                }

                if (!LeftThread.Contains(site.Node, node, context.Model))
                {
                    continue;
                }
            }

            if (summaries.ChainFrom(site, context.Model) is { } chain
                && !SynchronousBranch.Contains(site.Node, context.Model)
                && !IsForAnotherRule(site, context)
                // Nothing can be awaited there, and the lock is not in sight.
                && !ThreadAffineScopes.IsUnderWrappedLock(site.Node, context.Model)
                && !PassingWait.IsOnNewObject(chain, site.Node, context.Model)
                && !InverseAdapters.AreOn(chain, site, node, context.Model)
                && !HandedInTasks.AreAwaitedBefore(chain, site.Node, context.Model)
                && !(chain.Leaf.Kind != BlockingLeafKind.TaskWait
                    && OneTimeCode.Is(node, context.Model)))
            {
                // One way to the same place is enough for one function, and one call among the arguments of another.
                (SyntaxNode, SyntaxNode) way = (
                    chain.Steps.Length > 1 ? chain.Steps[0].Function : ArgumentsAround(site.Node) ?? site.Node,
                    chain.Leaf.Expression);
                if (told?.Contains(way) == true)
                {
                    continue;
                }

                bool isSure = IsSure(chain, site, node, context) && !Initialization.Contains(site.Node, summaries.Names.ScopeOf(node));
                // So is one call of a statement: both of 'IsConnected && IsAuthenticated' wait for the same.
                if (site.Node is SimpleNameSyntax
                    && !(toldOf ??= new()).Add((StatementOf(site.Node) ?? node, chain.Leaf.Expression, isSure)))
                {
                    continue;
                }

                (told ??= new()).Add(way);
                AwaitObstacle obstacle = AwaitPlacement.ObstacleAt(site.Node, context.Model);
                context.ReportAs(
                    isSure ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                    site.Location,
                    chain.Locations,
                    chain.Display,
                    chain.Leaf.Display,
                    SourceLine.Of(chain.Leaf.Expression),
                    EventLoopContext.DisplayOf(node),
                    obstacle.Remedy(
                        obstacle == AwaitObstacle.None ? "make the calls async, or use 'await Task.Run'" : "make the calls async"));
            }
        }
    }

    private static SyntaxNode? StatementOf(SyntaxNode node) => node.FirstAncestorOrSelf<StatementSyntax>();

    /// <summary><c>Use(Read(a), Read(b))</c>: the list that the call is an argument of.</summary>
    private static SyntaxNode? ArgumentsAround(SyntaxNode called)
        => called is SimpleNameSyntax name
            && CallSyntax.InvocationOf(name) is { Parent: ArgumentSyntax { Parent: ArgumentListSyntax list } }
            ? list
            : null;

    /// <summary>
    /// The chain is short, what it ends at is no rare case and no work of its own, and other work waits for the thread. The end of a
    /// <c>using</c> is mostly the end of the work.
    /// </summary>
    private static bool IsSure(BlockingChain chain, CallSite site, SyntaxNode function, RuleContext context)
        => chain.Steps.Length <= MostSureSteps && site.Kind != CallKind.Disposal
            && !IsInCatch(chain.Leaf.Expression) && !IsInCatch(site.Node) && !IsBeforeThrow(site.Node)
            && !RareWait.Is(chain.Leaf, context.Model)
            && !StoredValue.IsFilledBy(chain, context.Model)
            && !IsFirstWrite(chain.Leaf)
            && !IsOnSqlite(chain.Leaf, context)
            && !(chain.Steps.Length >= RareSteps && chain.Steps.Any(step => IsInCatch(step.Site)))
            && !(chain.Leaf.IsParallelWork && !UserInterfaceTypes.AreSeenBy(context.Model.Compilation))
            && !OneTimeCode.Is(function, context.Model)
            && !OneTimeCode.IsNamedForStart(function)
            && !EntryPoint.IsBesides(function, context.Model) && !ExampleProjects.IsUnused(context.Model.Compilation)
            && !IsConstantForSetter(chain, site, context)
            && !ExplainedCode.Is(chain.Leaf.Expression) && !ExplainedCode.Is(site.Node)
            && !IsAccepted(chain.Leaf.Kind, chain.Leaf.Expression) && !IsAccepted(BlockingLeafKind.Io, site.Node)
            && !IsShort(chain, site.Node, function, context)
            && !DebugBranches.Contain(chain.Leaf.Expression) && !chain.Steps.Any(step => DebugBranches.Contain(step.Site))
            && !(chain.Leaf.Kind == BlockingLeafKind.Io && OlderFrameworks.LackAsyncFormOf(chain.Leaf.Expression, context));

    /// <summary>Another tool was told to accept that the code blocks; who calls it may not know.</summary>
    private static bool IsAccepted(BlockingLeafKind kind, SyntaxNode node)
        => AcceptedFindings.Include(
            kind == BlockingLeafKind.TaskWait ? AcceptedFindings.BlockingWaits : AcceptedFindings.SynchronousCalls, node);

    /// <summary><c>Selected = None;</c> where the setter waits under a condition only: this value is mostly not the one for it.</summary>
    private static bool IsConstantForSetter(BlockingChain chain, CallSite site, RuleContext context)
        => chain.Steps[0].Function is AccessorDeclarationSyntax { RawKind: (int)SyntaxKind.SetAccessorDeclaration }
            && site.Node is SimpleNameSyntax name
            && Writes.ExpressionOf(name).Parent is AssignmentExpressionSyntax { Right: var value }
            && context.Model.GetConstantValue(value).HasValue
            && ControllingCondition.Of(chain.Steps[0].Site).Any();

    private static bool IsOnSqlite(BlockingLeaf leaf, RuleContext context)
        => leaf.Kind == BlockingLeafKind.Io && leaf.Expression is InvocationExpressionSyntax call
            && CallSyntax.MethodOf(call, context.Model.In(call.SyntaxTree)) is { } method
            && DatabaseProviders.AreSynchronousFor(method, context.Model);

    /// <summary><c>if (!File.Exists(path)) File.WriteAllBytes(path, Create());</c>: what is missing is made once.</summary>
    private static bool IsFirstWrite(BlockingLeaf leaf)
        => leaf.Kind == BlockingLeafKind.Io && leaf.Display.StartsWith("File.Write", StringComparison.Ordinal)
            && ControllingCondition.Of(leaf.Expression).Any(condition
                => condition.Pattern is null && condition.Tested.DescendantsAndSelf().Any(node
                    => node is InvocationExpressionSyntax asked && CallSyntax.CalledName(asked) == "Exists"
                        && asked.Parent.IsKind(SyntaxKind.LogicalNotExpression) == condition.Holds));

    private static bool IsInCatch(SyntaxNode node) => node.FirstAncestorOrSelf<CatchClauseSyntax>() is not null;

    /// <summary>What is told, or read for the message, right before a <c>throw</c>: nothing is left to do that would be slow.</summary>
    private static bool IsBeforeThrow(SyntaxNode node)
        => StatementOf(node) is StatementSyntax statement && statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        } is var statements
            && statements.IndexOf(statement) is >= 0 and var index && index + 1 < statements.Count
            && statements[index + 1] is ThrowStatementSyntax;

    /// <summary>
    /// One local file (settings, a state, a crash report) is mostly small, and a wait that is given up soon is over soon. They matter where
    /// they are many, such a wait also where somebody waits for the code around. The lines or parts of one file are not many.
    /// </summary>
    private static bool IsShort(BlockingChain chain, SyntaxNode call, SyntaxNode function, RuleContext context)
    {
        bool isFile = chain.Leaf.Opening is not null;
        return (isFile || BoundedWaits.Include(chain.Leaf, context.Model))
            && (call.FirstAncestorOrSelf<CatchClauseSyntax>() is not null
                || !((!isFile && ServingCode.Is(function, context.Model))
                    || chain.Steps.Select(step => (step.Site == chain.Leaf.Expression ? chain.Leaf.Opening : null) ?? step.Site)
                        .Prepend(call)
                        .Any(place => FileLoops.AreAround(place, context.Model.In(place.SyntaxTree)))));
    }

    /// <summary>The called method is listed as blocking itself (ASYNC1005), or has an asynchronous counterpart (ASYNC1004).</summary>
    private static bool IsForAnotherRule(CallSite site, RuleContext context)
        => site.Invocation is { } invocation
            && CallSyntax.MethodOf(invocation, context.Model) is { } method
            && (BlockingApis.Of(context.Model.Compilation, context.AnalyzerOptions, context.CancellationToken).Find(method) is not null
                || AsyncCounterpart.Find(invocation, method, context.Model, withToken: false) is not null);

    /// <summary>The function is async, or hands out a task as far as its syntax tells.</summary>
    private static bool MayBeOnLoop(SyntaxNode function)
        => FunctionSyntax.IsAsync(function) || EndpointHandlers.MayBe(function) || function switch
        {
            MethodDeclarationSyntax or LocalFunctionStatementSyntax
                => FunctionSyntax.Body(function) is not null && TypeNames.IsAsynchronous(FunctionSyntax.ReturnType(function)),
            AnonymousFunctionExpressionSyntax { ExpressionBody: { } body } => IsTask(body),
            AnonymousFunctionExpressionSyntax { Block: { } block } => FunctionSyntax.OwnNodes(block).Any(node
                => node is ReturnStatementSyntax { Expression: { } returned } && IsTask(returned)),
            _ => false,
        };

    private static bool IsTask(ExpressionSyntax returned) => returned switch
    {
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } }
        }
            => true,
        InvocationExpressionSyntax invocation => CallSyntax.CalledName(invocation)?.EndsWith("Async", StringComparison.Ordinal) == true,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "CompletedTask",
        _ => false,
    };
}
