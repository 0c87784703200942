using System.Collections.Concurrent;

namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What a function assigns to its variables, by their names; found in one walk.</summary>
internal sealed class LocalValues
{
    private static readonly ModelCache<LocalValues> Found = new();

    private readonly ILookup<string, ExpressionSyntax> _values;
    private readonly ConcurrentDictionary<string, HashSet<string>> _madeWith = new(StringComparer.Ordinal);

    private LocalValues(SyntaxNode function)
        => _values = FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function)
            .Select(static node => node switch
            {
                VariableDeclaratorSyntax { Initializer.Value: var initial } declarator => (declarator.Identifier.ValueText, initial),
                AssignmentExpressionSyntax assignment when CallSyntax.LeftmostOf(assignment.Left) is IdentifierNameSyntax name
                    => (name.Identifier.ValueText, assignment.Right),
                _ => ((string Name, ExpressionSyntax Value)?)null,
            })
            .Where(static pair => pair is not null)
            .ToLookup(static pair => pair!.Value.Name, static pair => pair!.Value.Value, StringComparer.Ordinal);

    public static LocalValues In(SyntaxNode function, CodeModel model)
        => Found.GetOrAdd(model, function, static function => new LocalValues(function));

    /// <summary>What is assigned to a variable, or to a part of it.</summary>
    public IEnumerable<ExpressionSyntax> Of(string variable) => _values[variable];

    /// <summary>Something that is assigned to the variable mentions the name.</summary>
    public bool IsMadeWith(string variable, string name)
        => _madeWith.GetOrAdd(name, one => new HashSet<string>(
            _values.Where(values => values.Any(value => Mentions(value, one))).Select(static values => values.Key), StringComparer.Ordinal))
            .Contains(variable);

    private static bool Mentions(ExpressionSyntax value, string name)
        => value.DescendantsAndSelf(static node => node is not AwaitExpressionSyntax)
            .Any(node => node is IdentifierNameSyntax mention && mention.Identifier.ValueText == name);
}
