namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// Calls that are given a <c>TaskCompletionSource</c> and tell that how the work ends: <c>CopyRows(i + 1, source);</c> Whoever holds the
/// source's task learns of the failure, not whoever calls.
/// </summary>
internal static class AnsweredSource
{
    /// <summary>How many calls a source is followed through that is merely passed on.</summary>
    private const int MaximumDepth = 3;

    public static bool IsGivenTo(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
        => IsGivenTo(call, method, model, MaximumDepth);

    private static bool IsGivenTo(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model, int depth)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (IsSource(parameter.Type)
                && GivenArgument.For(parameter, call) is IdentifierNameSyntax or MemberAccessExpressionSyntax
                && CalledSource.Of(method, model) is { } source
                && Answers(parameter.Name, source, model, depth))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The code tells the source of a failure, also in a function within, or passes it on to a method that does.</summary>
    private static bool Answers(string name, CalledSource source, CodeModel model, int depth)
    {
        foreach (SyntaxNode node in source.Body.DescendantsAndSelf())
        {
            if (node is not IdentifierNameSyntax mention || mention.Identifier.ValueText != name || CallSyntax.IsInNameOf(mention))
            {
                continue;
            }

            if (mention.Parent is MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "SetException" or "TrySetException" or "SetFromTask" or "TrySetFromTask"
                } access
                && access.Expression == mention)
            {
                return true;
            }

            if (depth > 0 && mention.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax next }
                && model.With(source.Model) is var there
                && CallSyntax.MethodOf(next, there) is { } method
                && IsGivenTo(next, method, there, depth - 1))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSource(ITypeSymbol? type)
        => type is
        {
            Name: "TaskCompletionSource",
            ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } }
        };
}
