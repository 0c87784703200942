namespace AsyncAnalyzers.Rules.Threads;

/// <summary>
/// A loop over a queue that ends when the queue is complete, which it never is, though somebody waits for that: all that happens to the
/// queue is seen, and none of it completes it. Under-approximates: queues that are handed to others are theirs, and a loop that takes a
/// token or may be left ends another way.
/// </summary>
/// <param name="Queue">Where the loop names the queue.</param>
/// <param name="Wait">Who waits for the end of the loop; null where it is the code behind the loop.</param>
/// <param name="Completion">The method that is missing, behind the name of the queue: <c>CompleteAdding</c>.</param>
/// <param name="IsLastWrite">All items are in the queue when the wait begins, or those that come later are not wanted.</param>
/// <param name="MayBeNull">The queue is a field that may not be set yet.</param>
internal sealed record UncompletedQueue(
    IdentifierNameSyntax Queue, ConsumerWait? Wait, string Completion, bool IsLastWrite = false, bool MayBeNull = false)
{
    private static readonly string[] Stops =
    {
        "Dispose", "Stop", "Close", "Shut", "Finish", "Complete", "Flush", "Drain", "End", "WaitFor", "Terminate", "Teardown", "TearDown",
    };

    /// <summary>Finds it at the method by which a loop reads the queue.</summary>
    public static UncompletedQueue? Of(SimpleNameSyntax read, CodeModel model)
    {
        if (ConsumerLoop.At(read) is not { } loop || ConsumerLoop.MayEnd(loop)
            || ConsumerLoop.QueueOf(read, model) is not { } queue
            || FunctionSyntax.Enclosing(loop) is not { } function
            || model.SymbolOf(queue) is not { } symbol
            || OwnQueue.WritesOf(symbol, model) is not { } writes)
        {
            return null;
        }

        bool isChannel = read.Identifier.ValueText != "GetConsumingEnumerable";
        if (symbol is IFieldSymbol field)
        {
            return ConsumerWait.Of(function, model).FirstOrDefault(IsInStop) is { } stop
                ? new UncompletedQueue(
                    queue, stop, isChannel ? "Writer.TryComplete" : "CompleteAdding", IsLastWrite: true,
                    MayBeNull: !field.IsReadOnly && model.SyntaxOf(field) is VariableDeclaratorSyntax { Initializer: null })
                : null;
        }

        string completion = isChannel ? "Writer.Complete" : "CompleteAdding";
        if (writes.Count == 0 || !writes.All(IsFinite))
        {
            return null;
        }

        SyntaxNode? owner = model.SyntaxOf(symbol) is { } declaration ? FunctionSyntax.Enclosing(declaration) : null;
        return function != owner
            ? ConsumerWait.Of(function, model).FirstOrDefault(wait
                => writes.Any(write => write.SpanStart < wait.Place.SpanStart)) is { } wait
                    ? new UncompletedQueue(queue, wait, completion, writes.All(write => IsOverBefore(wait, write)))
                    : null
            : HasCodeBehind(loop, function) ? new UncompletedQueue(queue, null, completion) : null;
    }

    /// <summary>The object is asked to end: elsewhere a worker that is waited for may be meant to run as long as the process.</summary>
    private static bool IsInStop(ConsumerWait wait)
        => wait.Place.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Identifier.ValueText: var name }
            && Array.Exists(Stops, begin => name.StartsWith(begin, StringComparison.Ordinal));

    private static bool IsOverBefore(ConsumerWait wait, SimpleNameSyntax write)
        => write.SpanStart < wait.Place.SpanStart && FunctionSyntax.Enclosing(write) == FunctionSyntax.Enclosing(wait.Place);

    /// <summary>Not in a loop that writes as long as the process runs.</summary>
    private static bool IsFinite(SimpleNameSyntax write)
        => !write.Ancestors().TakeWhile(static around => around is not MemberDeclarationSyntax)
            .Any(static around => LoopWaits.IsEndless(around));

    /// <summary>The function does more after the loop than to log that it has ended.</summary>
    private static bool HasCodeBehind(StatementSyntax loop, SyntaxNode function)
    {
        for (SyntaxNode? inner = loop; inner is not null && inner != function; inner = inner.Parent)
        {
            if (inner.Parent is BlockSyntax block && inner is StatementSyntax statement
                && block.Statements.Skip(block.Statements.IndexOf(statement) + 1).Any(DoesSomething))
            {
                return true;
            }
        }

        return false;

        static bool DoesSomething(StatementSyntax statement) => statement switch
        {
            LocalFunctionStatementSyntax or ReturnStatementSyntax { Expression: null } => false,
            ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
                => CallSyntax.CalledName(call) is not { } name
                    || !(name.StartsWith("Log", StringComparison.Ordinal) || name.StartsWith("Write", StringComparison.Ordinal)),
            _ => true,
        };
    }
}
