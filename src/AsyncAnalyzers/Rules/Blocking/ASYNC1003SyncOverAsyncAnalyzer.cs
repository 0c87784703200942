namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1003: a synchronous wait for a task, in synchronous code.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1003SyncOverAsyncAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1003";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Avoid sync-over-async",
        "'{0}' blocks the thread of {1}; {2}",
        RuleCategory.Blocking,
        DiagnosticSeverity.Info,
        "A thread that synchronous code keeps waiting is missing where the wait would end: with one thread that is a deadlock, and under "
            + "load the thread pool runs empty.");

    private static readonly ModelCache<bool> Benchmarks = new();

    public ASYNC1003SyncOverAsyncAnalyzer()
        : base(Rule, Trigger.OnNames(BlockingWait.Names))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var name = (SimpleNameSyntax)node;
        if (BlockingWait.Find(name, context.Model) is not { } wait
            || ExpressionTree.Contains(node, context.Model)
            || EventLoopContext.OfExecution(node, context.Model).IsOnLoop
            || SynchronousPlace.Of(node, context.Model) is not { } place
            || IsMeant(place, context)
            || IsSaidOfLock(node, context)
            || IsAsynchronousHalfOfTest(wait.Expression, context)
            || SynchronousBranch.Contains(wait.Expression, context.Model)
            || wait.IsForCompletedTasks(context.Model)
            || context.IsTakenOut(wait.Member)
            || AcceptedFindings.Include(AcceptedFindings.BlockingWaits, wait.Expression))
        {
            return;
        }

        Phrase remedy = SyncOverAsyncRemedy.Of(wait, place, context.Model);
        context.Report(wait.Expression.GetLocation(), wait.DisplayName, place.DisplayName, remedy);
    }

    /// <summary>Code that is there to wait, and that harms nobody by it.</summary>
    private static bool IsMeant(SynchronousPlace place, RuleContext context)
    {
        switch (place.Kind)
        {
            // The only thread of a console program has nothing else to do, and no context that a continuation would need it for.
            case SynchronousPlaceKind.EntryPoint when !context.Types.HasUserInterfaceLoop:
                return true;
            // The synchronous way to dispose of what can be disposed of asynchronously.
            case SynchronousPlaceKind.Dispose when HasDisposeAsync(place.Node, context):
                return true;
            // The end of a Begin/End pair waits by contract; whoever calls it is told first that there is nothing left to wait for.
            case SynchronousPlaceKind.Method when place.Node is MethodDeclarationSyntax method
                && method.Identifier.ValueText.StartsWith("End", StringComparison.Ordinal)
                && method.ParameterList.Parameters.LastOrDefault()?.Type is SimpleNameSyntax { Identifier.ValueText: "IAsyncResult" }
                    or QualifiedNameSyntax { Right.Identifier.ValueText: "IAsyncResult" }:
                return true;
            // A test's host is built by what a test framework calls, as it asks for it.
            case SynchronousPlaceKind.Method when context.Types.HasTestFramework
                && context.Model.GetDeclaredSymbol(place.Node) is IMethodSymbol symbol
                && SyncOverAsyncRemedy.ForeignContract(symbol) is not null:
                return true;
        }

        // The runner of benchmarks has its threads for itself.
        if (place.Node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Any(type
            => Benchmarks.GetOrAdd(context.Model, type, HasBenchmarks)))
        {
            return true;
        }

        for (SyntaxNode? function = place.Node; function is not null; function = FunctionSyntax.Enclosing(function))
        {
            if (function is AnonymousFunctionExpressionSyntax lambda && TestAssertions.IsAsserted(lambda, context.Model))
            {
                return true;
            }
        }

        return OffloadedCode.RunsOnOwnThread(place.Node, context.Model);
    }

    /// <summary>Under a lock another rule speaks of the wait, and names the lock.</summary>
    private static bool IsSaidOfLock(SyntaxNode wait, RuleContext context)
        => !context.Types.HasTestFramework && LockSets.LockStatementAround(wait) is { } @lock
            && !LockSets.OfObject(@lock.Expression, context.Model).Locks.IsEmpty;

    /// <summary>
    /// One test of both forms of an API: <c>if (async) s.SaveAsync().GetAwaiter().GetResult(); else s.Save();</c>. It must wait there, for
    /// its other half is synchronous.
    /// </summary>
    private static bool IsAsynchronousHalfOfTest(SyntaxNode wait, RuleContext context)
        => context.Types.HasTestFramework
            && ControllingCondition.Of(wait).Any(condition
                => AsyncFlag.SideOf(condition, context.Model) == FlagSide.Asynchronous);

    private static bool HasDisposeAsync(SyntaxNode dispose, RuleContext context)
        => context.Model.GetDeclaredSymbol(dispose)?.ContainingType is { } type
            && type.AllInterfaces.Any(implemented => implemented.Is(context.Types.AsyncDisposable));

    private static bool HasBenchmarks(SyntaxNode type)
        => ((TypeDeclarationSyntax)type).Members.SelectMany(member => member.AttributeLists).SelectMany(list => list.Attributes)
            .Any(attribute => attribute.Name is IdentifierNameSyntax { Identifier.ValueText: "Benchmark" });
}
