namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Which expressions of a member may come to something else where some of its parameters are known, by names alone. What does not
/// depend on them is evaluated once, however many sets of constants the member is called with.
/// </summary>
internal sealed class ValueOrigins
{
    private readonly List<(string Local, string[] Names)> _locals = new();

    private ValueOrigins(SyntaxNode member)
    {
        foreach (SyntaxNode node in member.Descendants())
        {
            if (node is VariableDeclaratorSyntax { Initializer.Value: { } value } local)
            {
                _locals.Add((local.Identifier.ValueText, NamesIn(value)));
            }
        }
    }

    /// <param name="member">An outermost function: lambdas and local functions see the locals around them.</param>
    public static ValueOrigins Of(SyntaxNode member) => new(member);

    /// <summary>The names that an expression speaks of.</summary>
    public static string[] NamesIn(SyntaxNode expression)
        => expression.DescendantsAndSelf().OfType<IdentifierNameSyntax>().Select(static name
            => name.Identifier.ValueText).Distinct().ToArray();

    /// <summary>The parameters, and the locals whose values come from them. Of several locals of one name each counts.</summary>
    public HashSet<string> DependentOn(IEnumerable<string> parameters)
    {
        var dependent = new HashSet<string>(parameters, StringComparer.Ordinal);
        bool isGrowing = true;
        while (isGrowing)
        {
            isGrowing = false;
            foreach ((string local, string[] names) in _locals)
            {
                isGrowing |= !dependent.Contains(local) && dependent.Overlaps(names) && dependent.Add(local);
            }
        }

        return dependent;
    }
}
