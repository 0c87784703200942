namespace AsyncAnalyzers.Semantics;

/// <summary>What makes a rule look: an identifier of a given name, or a node of a given kind.</summary>
internal sealed class Trigger
{
    private Trigger(string? name, SyntaxKind kind, Func<SyntaxNode, bool>? filter)
    {
        Name = name;
        Kind = kind;
        Filter = filter;
    }

    public string? Name { get; }

    public SyntaxKind Kind { get; }

    public Func<SyntaxNode, bool>? Filter { get; }

    /// <summary>Every use of one of the names; the rule is handed the <see cref="SimpleNameSyntax"/>.</summary>
    public static Trigger[] OnNames(params string[] names)
        => Array.ConvertAll(names, name => new Trigger(name, SyntaxKind.None, null));

    /// <summary>Every node of the kind for which the filter, a look at the syntax alone, says yes.</summary>
    public static Trigger OnKind(SyntaxKind kind, Func<SyntaxNode, bool>? filter = null) => new(null, kind, filter);
}
