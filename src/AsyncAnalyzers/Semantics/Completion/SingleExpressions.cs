using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>The bodies of functions and properties that evaluate one expression, of this compilation.</summary>
internal sealed class SingleExpressions(CodeModel model)
{
    /// <summary>
    /// What the method, accessor or local function returns, where its whole body is that one expression. An override may do something
    /// else: the declaration that is named is taken as what is meant.
    /// </summary>
    public IOperation? Of(IMethodSymbol? method)
    {
        method = method?.OriginalDefinition;
        method = method?.PartialImplementationPart ?? method;
        if (method is null or { IsAsync: true } or { IsAbstract: true }
            || method.DeclaringSyntaxReferences is not { Length: 1 } references
            || references[0].GetSyntax(model.CancellationToken) is not { } declaration
            || !IsOfCompilation(declaration.SyntaxTree))
        {
            return null;
        }

        SyntaxNode? body = declaration is ArrowExpressionClauseSyntax arrow ? arrow.Expression : FunctionSyntax.Body(declaration);
        if (body is BlockSyntax { Statements: { Count: 1 } statements }
            && statements[0] is ReturnStatementSyntax { Expression: { } returned })
        {
            body = returned;
        }

        return body is ExpressionSyntax expression ? ModelOf(declaration.SyntaxTree).GetOperation(expression, model.CancellationToken)
            : null;
    }

    /// <summary>False for the source of another project that this one references: it has its own models.</summary>
    public bool IsOfCompilation(SyntaxTree tree) => tree == model.SyntaxTree || model.Compilation.ContainsSyntaxTree(tree);

    /// <summary>The model of a tree of this compilation.</summary>
    public SemanticModel ModelOf(SyntaxTree tree) => TreeModels.Of(tree, model);

    /// <summary>What the lambda returns, where its whole body is that one expression.</summary>
    public IOperation? Of(IAnonymousFunctionOperation lambda)
        => lambda is { Symbol.IsAsync: false, Body.Operations: { Length: >= 1 } operations }
            && operations[0] is IReturnOperation { ReturnedValue: { } value } ? value : null;

    /// <summary>The lambda as it is in the tree, of one in a control-flow graph or a delegate.</summary>
    public IAnonymousFunctionOperation? LambdaIn(IOperation? operation)
    {
        switch (FunctionIn(operation))
        {
            case IAnonymousFunctionOperation lambda:
                return lambda;
            case IFlowAnonymousFunctionOperation flow:
                // The clause of a query is the body of a lambda that is not written.
                IOperation? found = model.GetOperation(flow.Syntax);
                while (found is not null and not IAnonymousFunctionOperation && found.Syntax == flow.Syntax)
                {
                    found = found.Parent;
                }

                while (found is not null and not IAnonymousFunctionOperation
                    && found.Parent is { } parent
                    && parent.Syntax.Span == flow.Syntax.Span)
                {
                    found = parent;
                }

                return found as IAnonymousFunctionOperation;
            default:
                return null;
        }
    }

    /// <summary>The method that is made a delegate.</summary>
    public static IMethodSymbol? MethodIn(IOperation? operation) => (FunctionIn(operation) as IMethodReferenceOperation)?.Method;

    /// <summary>What is made a delegate, without conversions.</summary>
    private static IOperation? FunctionIn(IOperation? operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IDelegateCreationOperation creation:
                    operation = creation.Target;
                    break;
                default:
                    return operation;
            }
        }
    }
}
