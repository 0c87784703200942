using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>The control-flow graphs of members and of the functions in them.</summary>
internal static class FunctionGraph
{
    /// <summary>
    /// Characters of source from which on a member is taken to be machine-written and not followed: the compiler needs time with the
    /// square of the length for a control-flow graph (a second where it is twice as long).
    /// </summary>
    public const int LongestMember = 100_000;

    private static readonly ModelCache<ControlFlowGraph?> Graphs = new();

    /// <summary>
    /// The graph of a function as <see cref="FunctionSyntax.Enclosing"/> finds it; null where there is none, or where the member is too
    /// long to follow.
    /// </summary>
    public static ControlFlowGraph? Of(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
        => Graphs.GetOrAdd(model, function, node => Find(node, model, cancellationToken));

    /// <summary>The graph of a whole member, as <see cref="FunctionSyntax.OutermostEnclosing"/> finds it.</summary>
    public static ControlFlowGraph? OfMember(SyntaxNode member, SemanticModel model, CancellationToken cancellationToken)
    {
        IOperation? root = member switch
        {
            PropertyDeclarationSyntax { ExpressionBody: { } body } => model.GetOperation(body, cancellationToken),
            IndexerDeclarationSyntax { ExpressionBody: { } body } => model.GetOperation(body, cancellationToken),
            // A lambda in a field initializer belongs to the initializer's graph.
            AnonymousFunctionExpressionSyntax lambda => RootOf(model.GetOperation(lambda, cancellationToken)),
            _ => model.GetOperation(member, cancellationToken),
        };

        return root switch
        {
            { Parent: not null } => null,
            IMethodBodyOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IConstructorBodyOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IBlockOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IFieldInitializerOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IPropertyInitializerOperation body => ControlFlowGraph.Create(body, cancellationToken),
            _ => null,
        };
    }

    private static ControlFlowGraph? Find(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.Enclosing(function) is { } outer)
        {
            return Of(outer, model, cancellationToken) is { } around ? FindNested(around, function, cancellationToken) : null;
        }

        if (function.Span.Length > LongestMember || OfMember(function, model, cancellationToken) is not { } graph)
        {
            return null;
        }

        // A lambda in a field initializer is the outermost function, and yet not the root of the graph.
        return function is AnonymousFunctionExpressionSyntax ? FindNested(graph, function, cancellationToken) : graph;
    }

    private static ControlFlowGraph? FindNested(ControlFlowGraph graph, SyntaxNode function, CancellationToken cancellationToken)
    {
        if (function is LocalFunctionStatementSyntax)
        {
            IMethodSymbol? local = graph.LocalFunctions.FirstOrDefault(
                symbol => symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) == function);
            return local is null ? null : graph.GetLocalFunctionControlFlowGraph(local, cancellationToken);
        }

        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in block.Operations.Concat(block.BranchValue is { } value
                ? new[] { value }
                : Array.Empty<IOperation>()))
            {
                if (operation.Syntax.Span.Contains(function.Span)
                    && operation.DescendantsAndSelf().OfType<IFlowAnonymousFunctionOperation>().FirstOrDefault(inner
                        => inner.Syntax == function) is { } lambda)
                {
                    return graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken);
                }
            }
        }

        return null;
    }

    private static IOperation? RootOf(IOperation? operation)
    {
        while (operation?.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }
}
