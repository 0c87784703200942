using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.CpuBound;

/// <summary>ASYNC4001: a large computation on the event loop, without a pause.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC4001CpuBoundLoopInAsyncAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC4001";

    /// <summary>At 1 to 10 ns for a simple iteration, a million keep the loop busy for 1 to 10 ms; few bodies are that simple.</summary>
    internal static readonly RuleOption<int> IterationThreshold = RuleOption.Integer(
        "async_analyzers.async4001.iteration_threshold", 1_000_000, 1, int.MaxValue);

    /// <summary>How many nested loops over data of unknown size reach the threshold.</summary>
    internal static readonly RuleOption<int> DataLoopDepth = RuleOption.Integer("async_analyzers.async4001.data_loop_depth", 3, 1, 10);

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Move CPU-bound work off the event loop",
        "{0} runs {1} on the event loop; {2}",
        RuleCategory.CpuBound,
        DiagnosticSeverity.Warning,
        "While a long computation runs, its thread does nothing else: timers, input, other requests and every continuation that waits for "
            + "this event loop stand still until it is done.");

    public ASYNC4001CpuBoundLoopInAsyncAnalyzer()
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.ForStatement, IsOutermostWithoutPause),
            Trigger.OnKind(SyntaxKind.ForEachStatement, IsOutermostWithoutPause),
            Trigger.OnKind(SyntaxKind.ForEachVariableStatement, IsOutermostWithoutPause),
            Trigger.OnKind(SyntaxKind.WhileStatement, IsOutermostWithoutPause),
            Trigger.OnKind(SyntaxKind.DoStatement, IsOutermostWithoutPause),
            Trigger.OnKind(SyntaxKind.InvocationExpression, MayBeCostly))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var call = node as InvocationExpressionSyntax;
        bool isRecursive = call is not null && IsRecursiveCall(call);
        CostlyCalls costly = CostlyCalls.Of(context.Model.Compilation, context.CancellationToken);
        bool mayBeCostly = call is not null && costly.MayBeDeclared(call) && MayRunOnLoop(call);
        if (call is not null && !isRecursive && !mayBeCostly)
        {
            return;
        }

        double threshold = IterationThreshold.Of(context.Options);
        int depth = DataLoopDepth.Of(context.Options);
        double dataSize = Math.Pow(threshold, 1.0 / depth);
        // A bound of few digits counts as loops over data: not where these are taken for smaller still.
        int levels = dataSize >= 10 ? depth : 1;
        if (call is null)
        {
            AnalyzeLoop((StatementSyntax)node, threshold, dataSize, levels, context);
            return;
        }

        if (isRecursive)
        {
            AnalyzeRecursion(call, threshold, context);
        }

        if (mayBeCostly && costly.MayBe(call, levels))
        {
            AnalyzeCall(call, threshold, dataSize, levels, context);
        }
    }

    /// <summary>The loops are in a helper. Where the call is itself in a loop that is reported, that says it already.</summary>
    private static void AnalyzeCall(
        InvocationExpressionSyntax call, double threshold, double dataSize, int levels, RuleContext context)
    {
        if (EventLoopContext.Of(call, context.Model) is not { IsOnLoop: true }
            || CallSyntax.MethodOf(call, context.Model) is not { } method
            || CalledSource.DeclarationOf(method, context.CancellationToken) is not { } declaration
            || !CostlyCalls.Of(context.Model.Compilation, context.CancellationToken).MayBe(declaration, levels)
            || IsRecursive(declaration)
            || PureComputation.EstimateOf(method, context.Model) is null
            || PureComputation.Estimate(call, context.Model) is not { } work
            || work.Iterations(dataSize) < threshold * 0.999
            || call.Ancestors().TakeWhile(static ancestor
                => !FunctionSyntax.IsFunction(ancestor) && ancestor is not MemberDeclarationSyntax)
                .Any(IsReported))
        {
            return;
        }

        // Of the size of data nothing is known, and less than of the data at hand.
        Report(call, call.GetLocation(), work, context, isSure: work.Levels.All(level => level.DataPower == 0));

        bool IsReported(SyntaxNode ancestor)
            => (LoopBounds.IsLoop(ancestor)
                    ? !HasPause(ancestor)
                    : ancestor is InvocationExpressionSyntax outer
                        && CostlyCalls.Of(context.Model.Compilation, context.CancellationToken).MayBe(outer, levels))
                && PureComputation.Estimate(ancestor, context.Model) is { } around
                && around.Iterations(dataSize) >= threshold * 0.999;
    }

    /// <summary>A branching recursion is reported as such.</summary>
    private static bool IsRecursive(SyntaxNode declaration)
        => FunctionSyntax.Body(declaration) is { } body && BranchingRecursion.Of(declaration, body) is not null;

    private static void AnalyzeLoop(StatementSyntax loop, double threshold, double dataSize, int levels, RuleContext context)
    {
        if (EndlessLoop.IsAt(loop, context.Model))
        {
            ReportEndless(loop, context);
            return;
        }

        if (!MayBeLarge(loop, levels, context))
        {
            return;
        }

        if (PureComputation.Estimate(loop, context.Model) is { } work)
        {
            // The power of a root: without the margin, three loops of 10^(6/3) miss 10^6.
            if (work.Iterations(dataSize) >= threshold * 0.999)
            {
                Report(loop, HeadOf(loop), work, context, isSure: !work.Levels.Any(level => level.DataPower > 0 && level.IsOverObjects));
            }

            return;
        }

        // The loop does something else as well; a nest inside of it may be computation only.
        foreach (SyntaxNode inner in FunctionSyntax.OwnNodes(loop))
        {
            if (inner != loop && inner is StatementSyntax statement && LoopBounds.IsLoop(inner)
                && inner.Ancestors().First(LoopBounds.IsLoop) == loop)
            {
                AnalyzeLoop(statement, threshold, dataSize, levels, context);
            }
        }
    }

    /// <summary>Callers of a recursive function are looked for in its own file only: elsewhere it is found when a loop calls it.</summary>
    private static void AnalyzeRecursion(InvocationExpressionSyntax selfCall, double threshold, RuleContext context)
    {
        SyntaxNode declaration = FunctionSyntax.Enclosing(selfCall)!;
        SyntaxNode body = FunctionSyntax.Body(declaration)!;
        string name = CallSyntax.CalledName(selfCall)!;
        if (FunctionSyntax.OwnNodes(body).OfType<InvocationExpressionSyntax>().First(call
            => CallSyntax.CalledName(call) == name) != selfCall
            || BranchingRecursion.Of(declaration, body) is not { } recursion
            || FunctionSyntax.SymbolOf(declaration, context.Model) is not { } symbol)
        {
            return;
        }

        foreach (SyntaxNode node in selfCall.SyntaxTree.GetRoot(context.CancellationToken).Descendants())
        {
            if (node is not InvocationExpressionSyntax call
                || CallSyntax.CalledName(call) != name
                || call.ArgumentList.Arguments.Count <= recursion.Parameter
                || !MayRunOnLoop(call)
                || !SymbolEqualityComparer.Default.Equals(CallSyntax.MethodOf(call, context.Model)?.OriginalDefinition, symbol)
                || LoopBounds.IsInLoop(call))
            {
                continue;
            }

            double? argument = context.Model.GetConstantValue(call.ArgumentList.Arguments[recursion.Parameter].Expression) is
            {
                HasValue: true,
                Value: int value
            }
                ? value
                : null;
            if (recursion.Calls(argument) >= threshold
                && PureComputation.Estimate(call, context.Model) is { } work)
            {
                Report(call, call.GetLocation(), work, context);
            }
        }
    }

    private static void ReportEndless(StatementSyntax loop, RuleContext context)
    {
        if (EventLoopContext.Of(loop, context.Model)
            is { Relation: EventLoopRelation.Async, Function: { } function })
        {
            context.ReportAs(
                EntryPoint.SeverityIn(function, DiagnosticSeverity.Warning, context),
                HeadOf(loop),
                EventLoopContext.SubjectOf(function),
                (Phrase)"an endless loop that awaits only completed tasks",
                (Phrase)"await 'Task.Yield' or 'Task.Delay' in it");
        }
    }

    private static void Report(SyntaxNode node, Location location, WorkEstimate work, RuleContext context, bool isSure = true)
    {
        if (EventLoopContext.Of(
            node, context.Model) is not { IsOnLoop: true, Function: { } function } place
            || place.Relation is EventLoopRelation.RequestHandler or EventLoopRelation.LeftThread)
        {
            // A synchronous handler has its thread for itself until it returns; what has left its thread is on the pool already.
            return;
        }

        AwaitObstacle obstacle = AwaitPlacement.ObstacleAt(node, context.Model);
        context.ReportAs(
            isSure ? EntryPoint.SeverityIn(function, DiagnosticSeverity.Warning, context) : DiagnosticSeverity.Info,
            location,
            EventLoopContext.SubjectOf(function),
            work.Describe(),
            obstacle.Remedy("use 'await Task.Run'"));
    }

    private static bool IsOutermostWithoutPause(SyntaxNode node)
    {
        if (!MayRunOnLoop(node))
        {
            return false;
        }

        foreach (SyntaxNode ancestor in node.Ancestors())
        {
            if (FunctionSyntax.IsFunction(ancestor) || ancestor is MemberDeclarationSyntax)
            {
                break;
            }

            if (LoopBounds.IsLoop(ancestor))
            {
                if (!HasPause(ancestor))
                {
                    return false;
                }

                break;
            }
        }

        return !HasPause(node);
    }

    /// <summary>An await of what is complete is no pause, as far as syntax tells.</summary>
    private static bool HasPause(SyntaxNode loop)
        => FunctionSyntax.OwnNodes(loop).Any(static node
            => node is YieldStatementSyntax || (FunctionSyntax.IsAwait(node) && !CompletedAwait.MayBe(node)));

    /// <summary>Asynchronous, or written to return a task or an asynchronous stream.</summary>
    private static bool MayRunOnLoop(SyntaxNode node)
        => FunctionSyntax.Enclosing(node) is { } function
            && (FunctionSyntax.IsAsync(function) || TypeNames.IsAsynchronous(FunctionSyntax.ReturnType(function)));

    /// <summary>False for most loops, by syntax and names alone.</summary>
    private static bool MayBeLarge(StatementSyntax loop, int levels, RuleContext context)
        => CostlyCalls.Of(context.Model.Compilation, context.CancellationToken).MayBe(loop, levels);

    private static bool MayBeCostly(SyntaxNode node)
    {
        var call = (InvocationExpressionSyntax)node;
        return (call.Parent is not AwaitExpressionSyntax && CallSyntax.CalledName(call) is { } name
                && name != "ConfigureAwait" && !name.EndsWith("Async", StringComparison.Ordinal))
            || IsRecursiveCall(call);
    }

    private static bool IsRecursiveCall(InvocationExpressionSyntax call)
    {
        string? name = call.Expression is SimpleNameSyntax simple ? simple.Identifier.ValueText : null;
        return name is not null && call.ArgumentList.Arguments.Count > 0 && FunctionSyntax.Enclosing(call) switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText == name,
            LocalFunctionStatementSyntax local => local.Identifier.ValueText == name,
            _ => false,
        };
    }

    private static Location HeadOf(StatementSyntax loop)
    {
        SyntaxToken end = loop switch
        {
            ForStatementSyntax @for => @for.CloseParenToken,
            CommonForEachStatementSyntax @foreach => @foreach.CloseParenToken,
            WhileStatementSyntax @while => @while.CloseParenToken,
            _ => loop.GetFirstToken(),
        };
        return Location.Create(loop.SyntaxTree, TextSpan.FromBounds(loop.SpanStart, end.Span.End));
    }
}
