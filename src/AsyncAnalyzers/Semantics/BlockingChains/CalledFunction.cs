namespace AsyncAnalyzers.Semantics;

/// <summary>A function that is called: a node of the graph that the summaries are found on.</summary>
/// <param name="node">The function.</param>
/// <param name="known">What is known of its parameters where it is called: each set of constants is a node of its own.</param>
internal sealed class CalledFunction(SyntaxNode node, KnownArguments known)
{
    public SyntaxNode Node { get; } = node;

    public KnownArguments Known { get; } = known;

    /// <summary>Null until the function is looked at.</summary>
    public FunctionFacts? Facts { get; set; }
}

/// <summary>What one virtual call may run: it blocks for certain only where each of them does.</summary>
internal sealed class CalledGroup(CalledFunction[] functions)
{
    public CalledFunction[] Functions { get; } = functions;
}

/// <summary>What a function does itself.</summary>
/// <param name="Leaf">Where it blocks, without the help of others.</param>
/// <param name="Calls">What it calls, where it does not block itself: functions and groups.</param>
internal sealed record FunctionFacts(BlockingLeaf? Leaf, (SyntaxNode Site, object Target)[] Calls);
