namespace AsyncAnalyzers.Semantics;

/// <summary>What a chain of calls ends at.</summary>
internal enum BlockingLeafKind
{
    Sleep,
    TaskWait,
    Primitive,
    Io,
}

/// <summary>
/// The place in synchronous code where the thread is made to wait, worth a word to those who call it from asynchronous code.
/// </summary>
/// <param name="Kind">What it waits for.</param>
/// <param name="Expression">The whole call, or the access to a property.</param>
/// <param name="Display">The type and the member: <c>File.WriteAllText</c>.</param>
internal sealed record BlockingLeaf(BlockingLeafKind Kind, ExpressionSyntax Expression, string Display)
{
    /// <summary>
    /// What <c>Wait</c> and <c>Result</c> block on; other types that have members of these names are dismissed by their names.
    /// </summary>
    private static readonly HashSet<string> WaitableTypes = new(StringComparer.Ordinal)
    {
        "Task", "ValueTask", "SemaphoreSlim", "Semaphore", "ManualResetEventSlim",
        "ManualResetEvent", "AutoResetEvent", "EventWaitHandle", "WaitHandle", "Mutex",
        "CountdownEvent", "Barrier", "Monitor", "Thread", "Process", "BlockingCollection", "SpinWait", "Parallel",
        "JoinableTaskFactory", "JoinableTask",
        "TaskAwaiter", "ValueTaskAwaiter", "ConfiguredTaskAwaiter", "ConfiguredValueTaskAwaiter",
    };

    /// <summary>The task that is waited for, without its configuration; null where it is another kind of leaf, or several tasks.</summary>
    public ExpressionSyntax? Task { get; private init; }

    /// <summary>What opens the one local file that is read or written; null where it is something else.</summary>
    public ExpressionSyntax? Opening { get; private init; }

    /// <summary>The thread waits while it computes: for its own share of work that it has handed to others, too.</summary>
    public bool IsParallelWork
        => Display.StartsWith("Parallel.", StringComparison.Ordinal) || Display.StartsWith("ParallelEnumerable.", StringComparison.Ordinal);

    /// <summary>
    /// The names allow for a leaf at the node. False is certain. The files that tests read and write are not worth a word.
    /// </summary>
    public static bool MayBeAt(SyntaxNode node, NameScope scope, BlockingApis apis, KnownTypes types)
    {
        if (node is not SimpleNameSyntax name)
        {
            return false;
        }

        if (!types.HasTestFramework && CertainIo.MayBeAt(name, scope))
        {
            return true;
        }

        if (!(BlockingWait.IsName(name.Identifier.ValueText) ? BlockingWait.MayBeAt(name) : BlockingCall.MayBeAt(name, apis)))
        {
            return false;
        }

        if (IsBeforeTheProcessEnds(name))
        {
            return false;
        }

        return apis.ListedNames.Contains(name.Identifier.ValueText)
            || CallSyntax.Receiver(name) is not { } receiver
            || scope.TypeOf(receiver) is not { } type
            || WaitableTypes.Contains(type);
    }

    /// <summary>The leaf that a name makes; null where it binds to something else, or does not wait for long.</summary>
    public static BlockingLeaf? Find(SimpleNameSyntax name, BlockingApis apis, CodeModel model)
    {
        if (BlockingWait.IsName(name.Identifier.ValueText) && BlockingWait.Find(name, model) is { } wait)
        {
            return IsForParameter(wait, model)
                || wait.IsForCompletedTasks(model)
                || (wait.Task is { } made && CompletedCalls.Make(made, model))
                || PassingWait.IsAskedFirst(wait, model)
                || apis.IsExcluded(wait.Member)
                ? null
                : new BlockingLeaf(BlockingLeafKind.TaskWait, wait.Expression, DisplayOf(wait))
                {
                    Task = wait.Task is { } task ? CallSyntax.WalkDownParentheses(CallSyntax.WithoutConfiguration(task)) : null,
                };
        }

        if (BlockingCall.Find(name, apis, model) is { Api.Kind: not BlockingApiKind.Lock } call
            && call.Member.Name != "EndOfStream"
            && !(call.Api.Kind == BlockingApiKind.Sleep && call.Expression is InvocationExpressionSyntax sleep
                && PassingWait.IsSpin(sleep, model))
            && !PassingWait.IsForSynchronousLock(call.Expression, model))
        {
            return new BlockingLeaf(call.Api.Kind == BlockingApiKind.Sleep
                ? BlockingLeafKind.Sleep
                : BlockingLeafKind.Primitive, call.Expression, call.Display(model.Types));
        }

        return CallSyntax.InvocationOf(name) is { } invocation && CertainIo.Find(invocation, model) is { } io
            && !apis.IsExcluded(io)
            ? new BlockingLeaf(BlockingLeafKind.Io, invocation, io.ContainingType.Name + "." + io.Name)
            {
                Opening = LocalFiles.OpeningOf(invocation, io, model),
            }
            : null;
    }

    /// <summary>
    /// Behind it the process ends in any case: nobody is left to be kept waiting. (A sleep that gives the loggers time, mostly.)
    /// </summary>
    private static bool IsBeforeTheProcessEnds(SyntaxNode node)
        => node.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } statement
            && block.Statements.Skip(block.Statements.IndexOf(statement) + 1).Any(next => next is ExpressionStatementSyntax
            {
                Expression: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "FailFast"
                    or "Exit", Expression: { } owner
                    }
                },
            }
            && owner is SimpleNameSyntax { Identifier.ValueText: "Environment" }
                or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Environment" });

    /// <summary>What the caller hands in may be complete already: that is for the caller to say.</summary>
    private static bool IsForParameter(BlockingWait wait, CodeModel model)
        => (wait.IsOnStoredAwaiter
            ? StoredAwaiter.TaskOf((IdentifierNameSyntax)wait.Task!, model)
            : wait.Task) is { } task
            && CallSyntax.WalkDownParentheses(CallSyntax.WithoutConfiguration(task)) switch
            {
                // One of the tasks that the caller hands in.
                ElementAccessExpressionSyntax element => model.SymbolOf(element.Expression) is IParameterSymbol,
                var named => model.SymbolOf(named) switch
                {
                    IParameterSymbol => true,
                    ILocalSymbol local => model.SyntaxOf(local) is ForEachStatementSyntax { Expression: var all }
                        && model.SymbolOf(all) is IParameterSymbol,
                    _ => false,
                },
            };

    private static string DisplayOf(BlockingWait wait) => wait.Kind switch
    {
        BlockingWaitKind.Result => "Task.Result",
        BlockingWaitKind.GetResult => "Task.GetAwaiter().GetResult()",
        BlockingWaitKind.Wait => "Task.Wait",
        BlockingWaitKind.WaitAll => "Task.WaitAll",
        _ => "Task.WaitAny",
    };
}
