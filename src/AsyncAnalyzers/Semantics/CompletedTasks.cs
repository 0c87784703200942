using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Tasks that are known to be complete where they are read: reading their result does not block. Flow-sensitive on the
/// control-flow graph of the member; only locals and parameters (and elements of collections that they hold) are proved,
/// since a field or property may name another task at the next read.
/// </summary>
internal sealed class CompletedTasks
{
    /// <summary>
    /// Characters of source from which on a member is taken to be machine-written, and nothing in it is held against a task: the
    /// compiler needs time with the square of the length for a control-flow graph (a second where it is twice as long).
    /// </summary>
    private const int LongestMember = 100_000;

    private static readonly ModelCache<CompletedTasks> Members = new();

    private readonly HashSet<SyntaxNode> _complete = new();

    private CompletedTasks()
    {
    }

    /// <summary>The expression, a task or value task, is complete on every path that leads to it. In members too long to follow every task counts as complete.</summary>
    public static bool Contains(ExpressionSyntax task, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        ExpressionSyntax expression = CallSyntax.WalkDownParentheses(task);
        if (model.GetOperation(expression, cancellationToken) is { } operation && CompletionFacts.IsCompleteByItself(CompletionFacts.Strip(operation, types), types))
        {
            return true;
        }

        if (FunctionSyntax.Enclosing(expression) is not { } function || FunctionSyntax.OutermostEnclosing(function) is not { } member)
        {
            return false;
        }

        if (member.Span.Length > LongestMember)
        {
            return true;
        }

        CompletedTasks analysis = Members.GetOrAdd(model, member, root => Analyze(root, model, types, cancellationToken));
        return analysis._complete.Contains(expression);
    }

    private static CompletedTasks Analyze(SyntaxNode member, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        var result = new CompletedTasks();
        IOperation? root = member switch
        {
            PropertyDeclarationSyntax { ExpressionBody: { } body } => model.GetOperation(body, cancellationToken),
            IndexerDeclarationSyntax { ExpressionBody: { } body } => model.GetOperation(body, cancellationToken),
            // A lambda in a field initializer belongs to the initializer's graph.
            AnonymousFunctionExpressionSyntax lambda => RootOf(model.GetOperation(lambda, cancellationToken)),
            _ => model.GetOperation(member, cancellationToken),
        };

        ControlFlowGraph? graph = root switch
        {
            { Parent: not null } => null,
            IMethodBodyOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IConstructorBodyOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IBlockOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IFieldInitializerOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IPropertyInitializerOperation body => ControlFlowGraph.Create(body, cancellationToken),
            _ => null,
        };
        if (graph is not null)
        {
            new CompletionFlow(VariableWrites.Of(root!), model, types, result._complete, cancellationToken).Analyze(graph);
        }

        return result;
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
