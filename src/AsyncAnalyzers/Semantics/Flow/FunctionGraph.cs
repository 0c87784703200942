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
    public static ControlFlowGraph? Of(SyntaxNode function, CodeModel model)
        => Graphs.GetOrAdd(model, function, node => Find(node, model));

    /// <summary>The graph of a whole member, as <see cref="FunctionSyntax.OutermostEnclosing"/> finds it.</summary>
    public static ControlFlowGraph? OfMember(SyntaxNode member, CodeModel model)
    {
        IOperation? root = member switch
        {
            PropertyDeclarationSyntax { ExpressionBody: { } body } => model.GetOperation(body),
            IndexerDeclarationSyntax { ExpressionBody: { } body } => model.GetOperation(body),
            // A lambda in a field initializer belongs to the initializer's graph.
            AnonymousFunctionExpressionSyntax lambda => RootOf(model.GetOperation(lambda)),
            _ => model.GetOperation(member),
        };

        return root switch
        {
            { Parent: not null } => null,
            IMethodBodyOperation body => ControlFlowGraph.Create(body, model.CancellationToken),
            IConstructorBodyOperation body => ControlFlowGraph.Create(body, model.CancellationToken),
            IBlockOperation body => ControlFlowGraph.Create(body, model.CancellationToken),
            IFieldInitializerOperation body => ControlFlowGraph.Create(body, model.CancellationToken),
            IPropertyInitializerOperation body => ControlFlowGraph.Create(body, model.CancellationToken),
            _ => null,
        };
    }

    private static ControlFlowGraph? Find(SyntaxNode function, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(function) is { } outer)
        {
            return Of(outer, model) is { } around ? FindNested(around, function, model.CancellationToken) : null;
        }

        if (function.Span.Length > LongestMember || OfMember(function, model) is not { } graph)
        {
            return null;
        }

        // A lambda in a field initializer is the outermost function, and yet not the root of the graph.
        return function is AnonymousFunctionExpressionSyntax ? FindNested(graph, function, model.CancellationToken) : graph;
    }

    private static ControlFlowGraph? FindNested(ControlFlowGraph graph, SyntaxNode function, CancellationToken cancellationToken)
    {
        if (function is LocalFunctionStatementSyntax)
        {
            IMethodSymbol? local = graph.LocalFunctions.FirstOrDefault(
                symbol => symbol.FirstSyntax(cancellationToken) == function);
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
