namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Whether code may throw an AggregateException. An await does not: it throws what the task failed with.</summary>
internal sealed class AggregateThrowers(SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
{
    private const int MaximumDepth = 3;

    private static readonly string[] FrameworkNamespaces = { "System.", "Microsoft.AspNetCore.", "Microsoft.Extensions.",
        "Microsoft.EntityFrameworkCore.", "Microsoft.Win32." };

    /// <summary>Certain only where false: something in the block may throw one, or nobody can tell.</summary>
    public bool MayThrow(BlockSyntax block) => MayThrow(block, model, 0);

    private bool MayThrow(SyntaxNode body, SemanticModel bodyModel, int depth)
    {
        // Lambdas too: what a task runs, it fails with.
        foreach (SyntaxNode node in body.DescendantsAndSelf())
        {
            switch (node)
            {
                case SimpleNameSyntax
                {
                    Identifier.ValueText: "AggregateException" or "WaitAll" or "Wait" or "Parallel" or "AsParallel"
                    or "Cancel"
                }:
                // A fault read from a task, to be thrown: not the property of a catch variable.
                case MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "Exception",
                    Expression: var owner
                } when bodyModel.GetTypeInfo(owner, cancellationToken).Type.IsTask(types):
                case MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "Result",
                    Expression: var task
                } when bodyModel.GetTypeInfo(task, cancellationToken).Type.IsTask(types):
                // A stream that somebody else produces.
                case CommonForEachStatementSyntax
                {
                    AwaitKeyword.RawKind: (int)SyntaxKind.AwaitKeyword,
                    Expression: not InvocationExpressionSyntax
                }:
                // Dataflow: the fault of a block that another one passed on comes wrapped.
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Completion" }:
                    return true;
                case InvocationExpressionSyntax invocation when !CallSyntax.IsInNameOf(invocation)
                    && MayCallThrow(invocation, bodyModel.GetSymbolInfo(invocation, cancellationToken).Symbol as IMethodSymbol, depth):
                case BaseObjectCreationExpressionSyntax creation when MayCallThrow(
                    creation, bodyModel.GetSymbolInfo(creation, cancellationToken).Symbol as IMethodSymbol, depth):
                    return true;
            }
        }

        return false;
    }

    private bool MayCallThrow(SyntaxNode call, IMethodSymbol? method, int depth)
    {
        if (method is null)
        {
            // nameof is no call; what cannot be bound may do anything.
            return call is not InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return true;
        }

        if (method.ContainingType is { } declaring && IsOfFramework(declaring))
        {
            // Reflection runs other code.
            return declaring.Name is "ParallelEnumerable" or "Parallel" || method.Name is "DynamicInvoke"
                || (method.Name == "Invoke" && declaring.ContainingNamespace.Name == "Reflection");
        }

        // What an override, an implementation or another assembly does is not known: its task may hold any exception.
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (definition.IsAbstract || definition.IsVirtual
            || (definition.IsOverride && !definition.IsSealed && !definition.ContainingType.IsSealed))
        {
            return !(definition.IsVirtual && definition.ContainingType.IsSealed);
        }

        if (definition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
            && FunctionSyntax.Body(declaration) is { } body)
        {
            return depth >= MaximumDepth || !model.Compilation.ContainsSyntaxTree(declaration.SyntaxTree)
                || MayThrow(body, TreeModels.Of(declaration.SyntaxTree, model), depth + 1);
        }

        return method.MethodKind != MethodKind.Constructor;
    }

    private static bool IsOfFramework(INamedTypeSymbol type)
    {
        if (!type.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        string space = type.ContainingNamespace?.ToDisplayString() + ".";
        return Array.Exists(FrameworkNamespaces, prefix => space.StartsWith(prefix, StringComparison.Ordinal));
    }
}
