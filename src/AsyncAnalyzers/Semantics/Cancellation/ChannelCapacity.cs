namespace AsyncAnalyzers.Semantics;

/// <summary>Whether a write to a channel can wait: only one with a bound makes it.</summary>
internal sealed class ChannelCapacity
{
    private static readonly ModelCache<ChannelCapacity> Found = new();

    /// <summary>Whether what is assigned to a name is bounded; null where it is both.</summary>
    private readonly Dictionary<string, bool?> _isBounded = new(StringComparer.Ordinal);

    private ChannelCapacity(SyntaxNode type)
    {
        foreach (SyntaxNode node in type.Descendants())
        {
            if (node is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is "CreateBounded" or "CreateUnbounded"
                && NameOf(call) is { } name)
            {
                bool isBounded = CallSyntax.CalledName(call) == "CreateBounded";
                _isBounded[name] = _isBounded.TryGetValue(name, out bool? other) && other != isBounded ? null : isBounded;
            }
        }
    }

    /// <summary>
    /// The field, property or local that the call writes to holds a channel that the type makes with a bound, or without one; null where
    /// that cannot be told. By names alone.
    /// </summary>
    public static bool? IsBounded(InvocationExpressionSyntax write, CodeModel model)
        => write.Expression is MemberAccessExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Writer" } writer
        }
            && LastNameOf(writer.Expression) is { } channel
            && ((SyntaxNode?)write.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? write.SyntaxTree.GetRoot()) is var scope
            && Found.GetOrAdd(model, scope, static scope => new ChannelCapacity(scope))._isBounded.TryGetValue(channel, out bool? isBounded)
                ? isBounded : null;

    private static string? NameOf(InvocationExpressionSyntax creation) => CallSyntax.WithCasts(creation).Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
        AssignmentExpressionSyntax assignment => LastNameOf(assignment.Left),
        _ => null,
    };

    private static string? LastNameOf(ExpressionSyntax expression) => CallSyntax.WithoutSuppression(expression) switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };
}
