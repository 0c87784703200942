namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Says what runs at the same time as a started function: further runs of itself, or the code behind the start up to where
/// its end is awaited. By syntax alone, and careful: what may be ordered by other means counts as ordered.
/// </summary>
internal static class ConcurrentCode
{
    /// <summary>
    /// The loop body or the lambda of a <c>Select</c> in which the start happens again while what it started before still
    /// runs; null where it happens once, or where each run is awaited before the next.
    /// </summary>
    public static SyntaxNode? RepeatedScope(ConcurrentStart start)
    {
        if (JoinInStatement(start.Call) is not null || LeavesAfter(start.Call))
        {
            return null;
        }

        SyntaxNode child = start.Call;
        for (SyntaxNode? current = child.Parent; current is not null; child = current, current = current.Parent)
        {
            if (ControlFlowSyntax.LoopBody(current) is { } repeated && repeated == child)
            {
                // The variable of a foreach is a new one each time around; that of a for is not.
                return IsOrderedIn(repeated, start) ? null : current is CommonForEachStatementSyntax ? current : repeated;
            }

            switch (current)
            {
                case AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } lambda:
                    return CallSyntax.CalledName(call) == "Select" && lambda.Body is ExpressionSyntax && IsEnumeratedAtOnce(call) ? lambda
                        : null;
                case MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>
    /// The nodes that run beside what is started: those between the start and the place where its end is awaited, in the
    /// function that starts it, and in what other starts between run. None where the two sides signal each other.
    /// </summary>
    public static IEnumerable<SyntaxNode> BesideNodes(ConcurrentStart start)
    {
        if (FunctionSyntax.Enclosing(start.Call) is not { } function || start.Functions.Any(SignalsOrWaits))
        {
            yield break;
        }

        SyntaxNode body = FunctionSyntax.Body(function) ?? function;
        SyntaxNode? begin = start.Name == "new Thread" ? ThreadStartOf(start.Call, body) : start.Call;
        if (begin is null)
        {
            yield break;
        }

        int end = EndOf(start, begin, body);
        foreach (SyntaxNode node in NodesOf(body))
        {
            if (node.SpanStart < begin.Span.End || node.SpanStart >= end || !ControlFlowSyntax.MayReach(begin, node))
            {
                continue;
            }

            yield return node;

            if (node is SimpleNameSyntax name
                && ConcurrentStart.At(name) is
                {
                    Kind: ConcurrencyKind.Started or ConcurrencyKind.ParallelLoop
                    or ConcurrencyKind.ParallelInvoke
                } other)
            {
                foreach (SyntaxNode handedOver in other.Functions)
                {
                    foreach (ConcurrentBody started in ConcurrentBody.Of(handedOver))
                    {
                        foreach (SyntaxNode inner in FunctionSyntax.OwnNodes(started.Body))
                        {
                            yield return inner;
                        }
                    }
                }
            }
        }
    }

    /// <summary>The await or the blocking call that the started work is the operand of, in the same statement.</summary>
    private static SyntaxNode? JoinInStatement(SyntaxNode call)
    {
        for (SyntaxNode? current = call.Parent; current is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax
            or InitializerExpressionSyntax or EqualsValueClauseSyntax; current = current.Parent)
        {
            if (current is AwaitExpressionSyntax
                || current is AnonymousFunctionExpressionSyntax
                || current is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "Result" or "GetAwaiter" or "Join" }
                || current is InvocationExpressionSyntax invocation && CallSyntax.CalledName(invocation) is "WaitAll")
            {
                return current is AnonymousFunctionExpressionSyntax ? null : current;
            }
        }

        return null;
    }

    private static bool LeavesAfter(SyntaxNode call)
    {
        StatementSyntax? statement = call.FirstAncestorOrSelf<StatementSyntax>();
        return statement is ReturnStatementSyntax
            || statement?.Parent is BlockSyntax block
                && block.Statements.Last() is ReturnStatementSyntax or BreakStatementSyntax or ThrowStatementSyntax;
    }

    /// <summary>Something in the loop waits for what was started, or may do so.</summary>
    private static bool IsOrderedIn(StatementSyntax repeated, ConcurrentStart start)
    {
        string? stored = StoredIn(start.Call);
        bool releases = start.Functions.Any(function => FunctionSyntax.OwnNodes(function).Any(node
            => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Release" or "Set" or "SetResult"));
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(repeated))
        {
            if (start.Call.Span.Contains(node.Span) || !Waits(node))
            {
                continue;
            }

            if (node.SpanStart > start.Call.SpanStart || releases
                || stored is not null
                    && node.DescendantNodes().Any(part => part is IdentifierNameSyntax name && name.Identifier.ValueText == stored))
            {
                return true;
            }
        }

        // for (…) threads[i] = new Thread(…); … foreach (…) { thread.Start(); thread.Join(); }
        return start.Name == "new Thread" && FunctionSyntax.Enclosing(start.Call) is { } function
            && FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node
                => ControlFlowSyntax.LoopBody(node) is { } loop && Calls(loop, "Start") && Calls(loop, "Join"));

        static bool Calls(SyntaxNode region, string name)
            => FunctionSyntax.OwnNodes(region).Any(node => node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) == name);
    }

    /// <summary>An await or a blocking call that may wait for other code, and not just for time to pass.</summary>
    private static bool Waits(SyntaxNode node) => node switch
    {
        AwaitExpressionSyntax await => !(CalledIn(await.Expression) is "Delay" or "Yield"),
        InvocationExpressionSyntax call
            => CallSyntax.CalledName(call) is "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "Join" or "SignalAndWait" or "Take"
                or "GetResult",
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "Result",
        _ => false,
    };

    private static string? CalledIn(ExpressionSyntax awaited)
        => awaited is InvocationExpressionSyntax call
            ? CallSyntax.CalledName(call) is "ConfigureAwait"
                && call.Expression is MemberAccessExpressionSyntax access ? CalledIn(access.Expression) : CallSyntax.CalledName(call)
            : null;

    private static bool IsEnumeratedAtOnce(InvocationExpressionSyntax select)
    {
        ExpressionSyntax tasks = select;
        while (tasks.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access
            && access.Expression == tasks)
        {
            if (access.Name.Identifier.ValueText is "ToArray" or "ToList")
            {
                return true;
            }

            tasks = call;
        }

        if (tasks.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax consumer })
        {
            return CallSyntax.CalledName(consumer) is "WhenAll" or "WaitAll";
        }

        // var tasks = items.Select(…); await Task.WhenAll(tasks);
        return tasks.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }
            && FunctionSyntax.Enclosing(select) is { } function
            && FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node
                => node is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call
                && CallSyntax.CalledName(call) is "WhenAll" or "WaitAll"
                && arguments[0].Expression is IdentifierNameSyntax argument
                && argument.Identifier.ValueText == variable.Identifier.ValueText);
    }

    /// <summary>The function sets, releases or awaits something: its order may be arranged with the code beside it.</summary>
    private static bool SignalsOrWaits(SyntaxNode function)
    {
        int barriers = 0;
        foreach (ConcurrentBody body in ConcurrentBody.Of(function))
        {
            foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body.Body))
            {
                if (node is not InvocationExpressionSyntax call)
                {
                    continue;
                }

                switch (CallSyntax.CalledName(call))
                {
                    case "Set" or "SetResult" or "TrySetResult" or "SetException" or "TrySetException" or "SetCanceled" or "TrySetCanceled"
                        or "Signal" or "Release" or "Pulse" or "PulseAll" or "Cancel" or "CancelAsync"
                        or "Wait" or "WaitOne" or "WaitAny" or "WaitAll" or "WaitAsync" or "Take" or "GetConsumingEnumerable"
                        or "ReadAsync" or "WriteAsync" or "TryWrite" or "TryRead" or "Join":
                        return true;
                    case "SignalAndWait" when ++barriers > 1 || ControlFlowSyntax.LoopAround(call, call, body.Body) is not null:
                        return true;
                }
            }

            if (FunctionSyntax.OwnNodes(body.Body).Any(node
                => node is AwaitExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax }))
            {
                // Awaits a task that other code completes.
                return true;
            }
        }

        return false;
    }

    /// <summary>The name of the local, field or collection that the task or thread is put into.</summary>
    private static string? StoredIn(SyntaxNode call)
    {
        for (SyntaxNode? current = call.Parent; current is not null and not StatementSyntax; current = current.Parent)
        {
            switch (current)
            {
                case AnonymousFunctionExpressionSyntax:
                    return null;
                case VariableDeclaratorSyntax variable:
                    return variable.Identifier.ValueText;
                case AssignmentExpressionSyntax assignment:
                    return NameOf(assignment.Left);
                case InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "Add" or "Enqueue"
                    or "Push"
                    } add
                }:
                    return NameOf(add.Expression);
            }
        }

        return null;

        static string? NameOf(ExpressionSyntax expression) => expression switch
        {
            IdentifierNameSyntax { Identifier.ValueText: not "_" } name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            ElementAccessExpressionSyntax element => NameOf(element.Expression),
            _ => null,
        };
    }

    private static SyntaxNode? ThreadStartOf(SyntaxNode creation, SyntaxNode body)
    {
        if (creation.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start" } direct)
        {
            return direct.Parent;
        }

        string? stored = StoredIn(creation);
        return stored is null ? null : NodesOf(body).FirstOrDefault(node => node.SpanStart > creation.Span.End
            && node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start" } access }
            && access.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == stored);
    }

    /// <summary>Where the started work has ended, as a position in the file.</summary>
    private static int EndOf(ConcurrentStart start, SyntaxNode begin, SyntaxNode body)
    {
        if (JoinInStatement(start.Call) is { } join)
        {
            return join.Span.End;
        }

        if (start.Call.FirstAncestorOrSelf<StatementSyntax>() is ReturnStatementSyntax
            || begin.Parent is ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax)
        {
            return begin.Span.End;
        }

        if (StoredIn(start.Call) is { } stored)
        {
            foreach (SyntaxNode node in NodesOf(body))
            {
                if (node.SpanStart >= begin.Span.End
                    && node is IdentifierNameSyntax name
                    && name.Identifier.ValueText == stored
                    && !IsHandling(name))
                {
                    return name.FirstAncestorOrSelf<StatementSyntax>() is { } statement
                        && name.SpanStart > statement.SpanStart
                        && statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax
                        ? statement.Span.End
                        : name.SpanStart;
                }
            }
        }

        return body.Span.End;
    }

    /// <summary>The mention does something to the stored task or thread that does not wait for it.</summary>
    private static bool IsHandling(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Expression == name
            => access.Name.Identifier.ValueText is "Start" or "Add" or "IsBackground" or "Name" or "Priority" or "SetApartmentState"
                or "IsCompleted" or "IsAlive" or "Enqueue" or "Push",
        ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } element => assignment.Left == element,
        _ => false,
    };

    private static IEnumerable<SyntaxNode> NodesOf(SyntaxNode body)
        => body is CompilationUnitSyntax unit
            ? unit.Members.OfType<GlobalStatementSyntax>().SelectMany(global => FunctionSyntax.OwnNodes(global))
            : FunctionSyntax.OwnNodes(body);
}
