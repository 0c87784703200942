namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A place that takes the monitor of an object, gives it back, waits for it or signals it.</summary>
/// <param name="Object">The object, as it is written.</param>
/// <param name="Place">The <c>lock</c> statement, or the call of a method of <c>Monitor</c>.</param>
internal readonly record struct LockUse(ExpressionSyntax Object, SyntaxNode Place)
{
    /// <summary>A <c>lock</c> statement: the only form that a <c>System.Threading.Lock</c> has in common with a monitor.</summary>
    public bool IsStatement => Place is LockStatementSyntax;

    /// <summary>The call waits for another thread or wakes one: it depends on who else uses this very object.</summary>
    public bool IsSignal => Place is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "Wait" or "Pulse" or "PulseAll";

    /// <summary>The object without casts and without <c>this.</c>, as it is compared with others.</summary>
    public ExpressionSyntax Name => OwnMember.WithoutThis(CallSyntax.WithoutCasts(Object));

    /// <summary>Null for other nodes. Whether <c>Monitor</c> is the framework's is not asked.</summary>
    public static LockUse? Of(SyntaxNode node) => node switch
    {
        LockStatementSyntax @lock => new LockUse(@lock.Expression, @lock),
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "Enter" or "TryEnter" or "Exit" or "Wait" or "Pulse" or "PulseAll" or "IsEntered",
                Expression: IdentifierNameSyntax { Identifier.ValueText: "Monitor" }
                    or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Monitor" },
            },
            ArgumentList.Arguments: { Count: > 0 } arguments,
        } call => new LockUse(arguments[0].Expression, call),
        _ => null,
    };

    /// <summary>All of them in a part of a type, or in a whole file; not those of types that are nested in it.</summary>
    public static IEnumerable<LockUse> In(SyntaxNode scope)
    {
        foreach (SyntaxNode node in scope.Descendants(node => node == scope || scope is CompilationUnitSyntax
            || node is not BaseTypeDeclarationSyntax))
        {
            if (Of(node) is { } use)
            {
                yield return use;
            }
        }
    }

    /// <summary>The two name the same object as far as the text tells.</summary>
    public bool HasNameOf(LockUse other) => SyntaxFactory.AreEquivalent(Name, other.Name);
}
