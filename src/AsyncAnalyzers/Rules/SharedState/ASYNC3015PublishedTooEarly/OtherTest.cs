namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A test in another member of the type that decides, without the lock, whether the object has to be made.</summary>
internal static class OtherTest
{
    /// <summary><c>_map ?? Load()</c>, <c>if (_map == null) Load();</c> for the function <c>Load</c>; null where there is none.</summary>
    /// <param name="state">What is tested.</param>
    /// <param name="function">What makes it.</param>
    /// <param name="model">The model of the tree.</param>
    public static SyntaxNode? Find(StatePath state, SyntaxNode function, CodeModel model)
    {
        if (function is not MethodDeclarationSyntax { Identifier.ValueText: var called }
            || function.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        foreach (SyntaxNode node in type.Descendants())
        {
            (ExpressionSyntax? test, SyntaxNode? then) = node switch
            {
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce
                    when OwnMember.NameWithTypeOf(coalesce.Left) == state.Holder.Name => (coalesce.Left, coalesce.Right),
                IfStatementSyntax @if when FirstUse.Tests(@if.Condition, state.Holder.Name) => (@if.Condition, @if.Statement),
                _ => (default(ExpressionSyntax), default(SyntaxNode)),
            };
            if (test is not null && then!.DescendantsAndSelf().Any(call => call is InvocationExpressionSyntax invocation
                    && CallSyntax.CalledName(invocation) == called)
                && FunctionSyntax.Enclosing(test) is { } tester && tester != function && tester is not ConstructorDeclarationSyntax
                && state.MentionsAmong(test.DescendantsAndSelf(), model).Any()
                && LockSets.At(test, model).IsEmpty)
            {
                return test;
            }
        }

        return null;
    }
}
