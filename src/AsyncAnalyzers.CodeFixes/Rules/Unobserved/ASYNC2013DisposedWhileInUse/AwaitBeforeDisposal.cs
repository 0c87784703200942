namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// Where in its scope a task in a local is awaited, so that no path leaves the scope without it, an exception's included: before the first
/// statement that awaits
/// something else, branches, leaves, or looks at the task. The tasks of the same resource that are under way there are awaited together.
/// </summary>
internal sealed class AwaitBeforeDisposal
{
    private static readonly string[] NamesOfReceiving = { "Read", "Receive", "Accept", "Listen", "Wait", "Run", "Watch", "Monitor",
        "Consume", "Serve", "Poll", "Take", "Peek", "Copy" };

    /// <summary>What lets another task of the resource get on, or ends it.</summary>
    private static readonly string[] NamesOfProgress =
    {
        "Write", "Send", "Flush", "Close", "Shutdown", "Complete", "Start", "Stop", "Cancel", "Kill", "Abort", "Post", "Publish",
            "Connect", "Signal", "Set", "TrySet", "Release", "Disconnect", "Run",
    };

    private AwaitBeforeDisposal(int index, IReadOnlyList<string> tasks)
    {
        Index = index;
        Tasks = tasks;
    }

    /// <summary>The index of the statement of the block after which the await is put.</summary>
    public int Index { get; }

    /// <summary>The locals to be awaited, in the order of their declarations.</summary>
    public IReadOnlyList<string> Tasks { get; }

    /// <param name="use">The task and its resource.</param>
    /// <param name="block">The block of the scope.</param>
    /// <param name="index">The index of the statement that starts the task.</param>
    /// <param name="model">The model of the tree.</param>
    /// <param name="types">The known types.</param>
    /// <returns>Null where the task may need what comes later to get to its end.</returns>
    public static AwaitBeforeDisposal? Find(DisposedWhileInUse use, BlockSyntax block, int index, CodeModel model, KnownTypes types)
    {
        var tasks = new List<string>();
        for (int earlier = 0; earlier < index; earlier++)
        {
            if (StartedWith(use, block.Statements[earlier], model, types) is { } name
                && !block.Statements.Skip(earlier + 1).Take(index - earlier).Any(statement => LooksAt(statement, name)))
            {
                tasks.Add(name);
            }
        }

        string own = use.Variable!.Identifier.ValueText;
        tasks.Add(own);
        int last = index;
        while (last + 1 < block.Statements.Count && !StopsAt(block.Statements[last + 1], tasks))
        {
            last++;
            if (StartedWith(use, block.Statements[last], model, types) is { } name)
            {
                tasks.Add(name);
            }
        }

        return MayNeed(use, block.Statements.Skip(last + 1)) ? null : new AwaitBeforeDisposal(last, tasks);
    }

    private static bool StopsAt(StatementSyntax statement, List<string> tasks)
        => FunctionSyntax.OwnNodes(statement).Any(static node => FunctionSyntax.IsAwait(node)
            || node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax
                or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax or IfStatementSyntax
                    or SwitchStatementSyntax)
            || tasks.Any(task => LooksAt(statement, task));

    private static bool LooksAt(StatementSyntax statement, string task)
        => statement.DescendantNodes().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == task);

    /// <summary><c>var other = resource.OtherAsync();</c></summary>
    private static string? StartedWith(DisposedWhileInUse use, StatementSyntax statement, CodeModel model, KnownTypes types)
        => statement is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
            && variables[0] is { Initializer.Value: InvocationExpressionSyntax call } local
            && CallSyntax.LeftmostOf(call) is IdentifierNameSyntax leftmost && leftmost.Identifier.ValueText == use.Scope.Resource.ValueText
            && model.TypeOf(call).IsTask(types)
                ? local.Identifier.ValueText
                : null;

    /// <summary>A task that receives may wait for what is sent, or for the end of something, in the statements behind.</summary>
    private static bool MayNeed(DisposedWhileInUse use, IEnumerable<StatementSyntax> later)
        => CallSyntax.CalledName(use.Call) is not { } started
            || (Begins(started, NamesOfReceiving) && later.SelectMany(statement => statement.DescendantNodes()).Any(node
                => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name && Begins(name, NamesOfProgress)
                    && !IsReport(call)));

    /// <summary>A line on the console or in a log.</summary>
    private static bool IsReport(InvocationExpressionSyntax call)
        => CallSyntax.LeftmostOf(call) is IdentifierNameSyntax { Identifier.ValueText: var leftmost }
            && (leftmost is "Console" or "Debug" or "Trace" || leftmost.IndexOf("log", StringComparison.OrdinalIgnoreCase) >= 0);

    private static bool Begins(string name, string[] prefixes)
        => Array.Exists(prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
