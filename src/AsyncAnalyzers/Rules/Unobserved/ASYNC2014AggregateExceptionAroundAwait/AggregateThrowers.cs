namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Whether code may throw an AggregateException. An await does not: it throws what the task failed with.</summary>
internal sealed class AggregateThrowers(CodeModel model)
{
    private const int MaximumDepth = 3;

    private static readonly string[] FrameworkNamespaces = { "System.", "Microsoft.AspNetCore.", "Microsoft.Extensions.",
        "Microsoft.EntityFrameworkCore.", "Microsoft.Win32." };

    /// <summary>Certain only where false: something in the block may throw one, or nobody can tell.</summary>
    public bool MayThrow(BlockSyntax block) => MayThrow(block, model, 0);

    private bool MayThrow(SyntaxNode body, CodeModel bodyModel, int depth)
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
                } when bodyModel.TypeOf(owner).IsTask(model.Types):
                case MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "Result",
                    Expression: var task
                } when bodyModel.TypeOf(task).IsTask(model.Types):
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
                    && MayCallThrow(invocation, bodyModel.SymbolOf(invocation) as IMethodSymbol, depth):
                case BaseObjectCreationExpressionSyntax creation when MayCallThrow(
                    creation, bodyModel.SymbolOf(creation) as IMethodSymbol, depth):
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
        if (CalledSource.MayBeOverridden(method))
        {
            return true;
        }

        return CalledSource.Of(method, model) is { } called
            ? depth >= MaximumDepth || MayThrow(called.Body, model.With(called.Model), depth + 1)
            : method.MethodKind != MethodKind.Constructor;
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
