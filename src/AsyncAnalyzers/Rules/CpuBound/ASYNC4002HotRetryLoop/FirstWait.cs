namespace AsyncAnalyzers.Rules.CpuBound;

/// <summary>The first thing that code waits for, and whether it always comes to it.</summary>
internal static class FirstWait
{
    private const int Depth = 4;

    /// <summary>The await that runs first; null where there is none, or it may be the start of an asynchronous loop or disposal.</summary>
    public static AwaitExpressionSyntax? In(SyntaxNode body)
    {
        AwaitExpressionSyntax? first = null;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (node is AwaitExpressionSyntax @await)
            {
                first = first is null || @await.Span.End < first.Span.End ? @await : first;
            }
            else if (first is null && node is CommonForEachStatementSyntax && FunctionSyntax.IsAwait(node))
            {
                return null;
            }
        }

        return first;
    }

    /// <summary>Whenever the body runs, the code in it runs.</summary>
    public static bool IsAlwaysReached(SyntaxNode place, SyntaxNode body)
    {
        for (SyntaxNode child = place; child != body; child = child.Parent!)
        {
            bool isPart = child.Parent switch
            {
                null => false,
                IfStatementSyntax @if => child == @if.Condition,
                WhileStatementSyntax @while => child == @while.Condition,
                SwitchStatementSyntax @switch => child == @switch.Expression,
                ForEachStatementSyntax each => child == each.Expression,
                ConditionalExpressionSyntax conditional => child == conditional.Condition,
                BinaryExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression
                        or (int)SyntaxKind.CoalesceExpression,
                } binary => child == binary.Left,
                ConditionalAccessExpressionSyntax access => child == access.Expression,
                ForStatementSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax or FinallyClauseSyntax => false,
                AssignmentExpressionSyntax assignment => !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression),
                TryStatementSyntax @try => child == @try.Block && @try.Catches.Count == 0,
                _ => true,
            };
            if (!isPart)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Something waits, or leaves, before the place is reached.</summary>
    public static bool IsPacedBefore(SyntaxNode place, SyntaxNode body)
        => FunctionSyntax.OwnNodes(body).Any(node => node.Span.End <= place.SpanStart && (IsPace(node) || Leaves(node)));

    /// <summary>An await, or a call that is named like a wait.</summary>
    public static bool IsPace(SyntaxNode node)
        => FunctionSyntax.IsAwait(node)
            || (node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Sleep" or "Wait" or "WaitOne" or "WaitAny"
                or "WaitAll" or "Take" or "Consume" or "Join" or "SpinOnce" or "SpinUntil" or "Delay" or "GetResult" or "Dequeue" or "Read"
                or "Receive");

    /// <summary>The node leaves a turn of the loop, or the function.</summary>
    public static bool Leaves(SyntaxNode node)
        => node is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax
            or YieldStatementSyntax;

    /// <summary>What is awaited, without <c>ConfigureAwait</c>; null where it is no call.</summary>
    public static InvocationExpressionSyntax? CallOf(AwaitExpressionSyntax @await)
        => CallSyntax.WithoutConfiguration(@await.Expression) as InvocationExpressionSyntax;

    /// <summary>
    /// The call waits on the network, itself or by the first wait of a method of the project, and by nothing before that.
    /// </summary>
    public static bool IsOnNetwork(InvocationExpressionSyntax call, CodeModel model) => IsOnNetwork(call, model, Depth);

    private static bool IsOnNetwork(InvocationExpressionSyntax call, CodeModel model, int depth)
    {
        if (CallSyntax.MethodOf(call, model) is not { } method)
        {
            return false;
        }

        if (IsOnNetwork(call, method, model))
        {
            return true;
        }

        return depth > 0 && CalledSource.OfOnly(method, model) is { } source
            && WaitOf(source) is { } first && IsAlwaysReached(first, source.Body)
            && !FunctionSyntax.OwnNodes(source.Body).Any(node => node.Span.End <= first.SpanStart
                && (IsPace(node) || (Leaves(node) && node is not ThrowStatementSyntax)))
            && IsOnNetwork(first, CodeModel.Of(source.Model, model.CancellationToken), depth - 1);
    }

    /// <summary>Of the framework: the content of an answer has mostly arrived, and names are looked up with time-outs.</summary>
    private static bool IsOnNetwork(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        INamedTypeSymbol type = (method.ReducedFrom ?? method).ContainingType;
        return type.Name switch
        {
            "HttpContent" or "HttpContentJsonExtensions" or "Dns" => false,
            "HttpClient" or "HttpMessageInvoker" or "HttpClientJsonExtensions" => method.IsOfFramework(),
            _ => WaitingCalls.IsNetworkRead(call, method, model)
                || (method.Name == "OpenAsync" && type.SelfAndBases().Any(static one => one.Name == "DbConnection")),
        };
    }

    /// <summary>What an async function awaits first, or what another one returns.</summary>
    private static InvocationExpressionSyntax? WaitOf(CalledSource source)
        => In(source.Body) is { } first ? CallOf(first)
            : FunctionSyntax.ReturnedBy(source.Body).ToArray() is { Length: 1 } returned
                ? CallSyntax.WithoutConfiguration(returned[0]) as InvocationExpressionSyntax
                : null;
}
