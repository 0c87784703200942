namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1005: a wait on a primitive that blocks its thread, on the event loop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1005BlockingPrimitiveInAsyncAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1005";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not block on synchronization primitives in async code",
        "'{0}' blocks the thread of {1} while it waits; {2}",
        RuleCategory.Blocking,
        DiagnosticSeverity.Warning,
        "A thread that waits for a semaphore, an event, a queue or a process runs no continuation, perhaps not even the one that would end "
            + "the wait; on a thread pool every such wait takes a thread away from all others.");

    private static readonly DiagnosticDescriptor SynchronousFile = RuleDescriptor.Variant(
        Rule, "'{0}' opens the file synchronously, so its async reads block a thread-pool thread; open the file with 'useAsync: true'");

    /// <summary><c>Thread.Sleep</c> is left to ASYNC1001.</summary>
    private static readonly ImmutableHashSet<string> Names = BlockingApis.BuiltInNames.Remove("Sleep");

    public ASYNC1005BlockingPrimitiveInAsyncAnalyzer()
        : base(new[] { Rule, SynchronousFile }, Trigger.OnNames(Names.Union(SynchronousFileStreams.Names).ToArray()))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    /// <summary>
    /// Triggers are the same for all compilations: where users list APIs of their own, the trees are searched once more for these.
    /// </summary>
    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes types)
    {
        base.Register(start, types);
        ImmutableHashSet<string> listed = BlockingApis.Of(start.Compilation, start.Options, start.CancellationToken).ListedNames
            .Except(Names);
        if (listed.IsEmpty)
        {
            return;
        }

        start.RegisterSemanticModelAction(tree =>
        {
            var context = new RuleContext(tree, types, Rule);
            foreach (SyntaxNode node in tree.SemanticModel.SyntaxTree.GetRoot(tree.CancellationToken).Descendants())
            {
                if (node is SimpleNameSyntax { Identifier.ValueText: var name } && listed.Contains(name))
                {
                    Analyze(node, context);
                }
            }
        });
    }

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        var name = (SimpleNameSyntax)node;
        if (SynchronousFileStreams.Names.Contains(name.Identifier.ValueText))
        {
            AnalyzeFileStream(name, context);
            return;
        }

        BlockingApis apis = BlockingApis.Of(context.Model.Compilation, context.AnalyzerOptions, context.CancellationToken);
        if (!BlockingCall.MayBeAt(name, apis)
            || !EventLoopContext.MayBeOnLoop(node)
            || BlockingCall.Find(
                name, apis, context.Model) is not { Api.Kind: not BlockingApiKind.Sleep } call
            || EventLoopContext.Of(
                node, context.Model) is not { IsOnLoop: true, Function: { } function }
            || (call.Api.Kind == BlockingApiKind.Console && context.Model.Compilation.Options.OutputKind == OutputKind.ConsoleApplication)
            || SynchronousBranch.Contains(call.Expression, context.Model, call.ReplacementName)
            || !context.IsFirstAt(call.Expression.Span))
        {
            return;
        }

        // A lock that is held for a moment, a program that talks to a person, a test that waits for what it tests, the end of an object, a
        // process that was killed: seldom what keeps a loop waiting. A parallel loop computes itself: only a user interface stands still
        // meanwhile.
        DiagnosticSeverity severity = call.Api.Kind is BlockingApiKind.Lock or BlockingApiKind.Console
            || (call.Api.Kind == BlockingApiKind.Parallel && !UserInterfaceTypes.AreSeenBy(context.Model.Compilation))
            || (call.ReplacementName is null && IsNamedForEnd(function))
            || (call.Member.Name == "WaitForExit" && KilledProcess.IsWaitedForAt(name, context.Model))
            || (call.Member.Name == "EndOfStream" && CallSyntax.Receiver(name) is { } reader && IsMostlyInMemory(reader, context.Model))
            || context.IsInTests || ExplainedCode.Is(call.Expression)
            || AcceptedFindings.Include(AcceptedFindings.SynchronousCalls, call.Expression) ? DiagnosticSeverity.Info
            : EntryPoint.SeverityIn(function, DiagnosticSeverity.Warning, context);
        context.ReportAs(
            severity,
            call.Expression.GetLocation(),
            call.Display(context.Types),
            EventLoopContext.DisplayOf(function),
            Remedy(call, context));
    }

    /// <summary>The reader is over what a member of the project hands out, or over one entry of an archive.</summary>
    private static bool IsMostlyInMemory(ExpressionSyntax reader, CodeModel model)
        => RewoundStreams.IsOfUnknownKind(reader, model)
            || (RewoundStreams.StreamOf(reader, model) is { } stream && IsOfArchive(stream, model));

    private static bool IsOfArchive(ExpressionSyntax stream, CodeModel model)
        => stream is IdentifierNameSyntax && model.SymbolOf(stream) is ILocalSymbol local
            ? LocalAssignments.OnlyValueOf(local, model) is { } value && IsOfArchive(value, model)
            : stream is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Open" } open }
                && model.TypeOf(open.Expression) is { Name: "ZipArchiveEntry" };

    /// <summary><c>StopAsync</c>, <c>DisposeAsync</c>, <c>ShutdownGracefully</c>.</summary>
    private static bool IsNamedForEnd(SyntaxNode function)
        => NameWords.Of(EventLoopContext.NameOf(function)).FirstOrDefault()
            is "Dispose" or "Stop" or "Close" or "Shutdown" or "Shut" or "Terminate" or "Exit" or "Quit" or "Unload";

    private static Phrase Remedy(BlockingCall call, RuleContext context)
        => AwaitPlacement.ObstacleAt(call.Expression, context.Model)
            .Remedy(Replacement(call, context));

    private static Phrase Replacement(BlockingCall call, RuleContext context)
    {
        if (call.ReplacementName is { } replacement)
        {
            return $"use 'await {(call.Api.Kind == BlockingApiKind.Parallel ? "Parallel." + replacement : replacement)}'";
        }

        return call.IsForCancellation(context.Types) ? "use 'await Task.Delay' with the token"
            : NamedPrimitive.IsReceiverOf(call.Expression, context.Model) ? RemedyAmongProcesses(call, context)
            : call.Api.Remedy ?? "use an async API, or 'await Task.Run'";
    }

    private static Phrase RemedyAmongProcesses(BlockingCall call, RuleContext context)
        => NamedPrimitive.IsMutex(call.Expression, context.Model)
            ? "wait and release on a dedicated thread, because other processes share it"
            : "use 'ThreadPool.RegisterWaitForSingleObject', because other processes share it";

    private static void AnalyzeFileStream(SimpleNameSyntax name, RuleContext context)
    {
        if (EventLoopContext.MayBeOnLoop(name)
            && SynchronousFileStreams.OpeningOf(name, context.Model) is { } opening
            && EventLoopContext.Of(name, context.Model) is { IsOnLoop: true }
            && !SynchronousBranch.Contains(opening, context.Model)
            && context.Model.SymbolOf(opening) is { } opener
            && !context.IsTakenOut(opener)
            && context.IsFirstAt(opening.Span))
        {
            context.Saying(SynchronousFile).ReportAs(
                DiagnosticSeverity.Info,
                opening.GetLocation(),
                opening is InvocationExpressionSyntax ? "File.OpenRead" : "new FileStream");
        }
    }
}
