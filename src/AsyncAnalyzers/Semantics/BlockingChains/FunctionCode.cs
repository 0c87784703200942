using System.Collections.Concurrent;

namespace AsyncAnalyzers.Semantics;

/// <summary>What is found in a function once, whatever is known of its parameters where it is called.</summary>
/// <param name="node">The function.</param>
/// <param name="executed">What a call of it runs.</param>
internal sealed class FunctionCode(SyntaxNode node, SyntaxNode[] executed)
{
    public SyntaxNode Node { get; } = node;

    /// <summary>What a call of the function runs; null when its calls have been found.</summary>
    public SyntaxNode[]? Executed { get; set; } = executed;

    /// <summary>Where it blocks itself.</summary>
    public (BlockingLeaf Leaf, ExecutedPlace Place)[] Leaves { get; set; } = Array.Empty<(BlockingLeaf, ExecutedPlace)>();

    /// <summary>The calls that may block; null until somebody asks.</summary>
    public (ExecutedPlace Place, CallTargets Targets)[]? Calls { get; set; }

    /// <summary>What runs with a constructor before its own body.</summary>
    public object[]? RunBefore { get; set; }

    public ValueOrigins? Origins { get; set; }

    /// <summary>Which parameters matter to what the function does, of those that somebody has asked for.</summary>
    public ConcurrentDictionary<string, object> Parameters { get; } = new(StringComparer.Ordinal);
}

/// <summary>A place in a function, with the conditions that it depends on.</summary>
internal sealed class ExecutedPlace(SyntaxNode node)
{
    private static readonly SyntaxNode Null = SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression);

    public SyntaxNode Node { get; } = node;

    public ControllingCondition[] Conditions => field ??= ControllingCondition.Of(Node).Concat(NullTests()).ToArray();

    public string[] NamesOfConditions => field ??= Conditions
        .SelectMany(static condition => ValueOrigins.NamesIn(condition.Tested).Concat(condition.Pattern is null
            ? Array.Empty<string>()
            : ValueOrigins.NamesIn(condition.Pattern)))
        .Distinct().ToArray();

    /// <summary>A condition is false whatever the parameters are. A reference: several threads may find out at once.</summary>
    public object? IsNeverReached { get; set; }

    /// <summary>What a call runs where its arguments depend on nothing that is known of the function.</summary>
    public object[]? Targets { get; set; }

    /// <summary>The right side of <c>??</c> and <c>??=</c> runs for null, what is behind <c>?.</c> for anything else.</summary>
    private IEnumerable<ControllingCondition> NullTests()
    {
        SyntaxNode child = Node;
        for (SyntaxNode? current = Node.Parent;
            current is not null and not MemberDeclarationSyntax && !FunctionSyntax.IsFunction(current);
            child = current, current = current.Parent)
        {
            (ExpressionSyntax? tested, bool holds) = current switch
            {
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce when child == coalesce.Right
                    => (coalesce.Left, true),
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } fill when child == fill.Right
                    => (fill.Left, true),
                ConditionalAccessExpressionSyntax access when child == access.WhenNotNull => (access.Expression, false),
                _ => (null, false),
            };
            if (tested is not null)
            {
                yield return new ControllingCondition(tested, Null, holds, Array.Empty<SyntaxNode>(), false);
            }
        }
    }
}
