namespace AsyncAnalyzers.Semantics;

/// <summary>Types by their simple names, for what can be told from the syntax alone.</summary>
internal static class TypeNames
{
    /// <summary>
    /// The simple name of a written type; null where it may stand for any type: <c>var</c>, <c>dynamic</c>, a type parameter.
    /// </summary>
    public static string? Of(TypeSyntax? type) => type switch
    {
        null => null,
        IdentifierNameSyntax { Identifier.ValueText: var name } => name is "var" or "dynamic" || LooksLikeTypeParameter(name) ? null : name,
        GenericNameSyntax generic => generic.Identifier.ValueText,
        QualifiedNameSyntax qualified => Of(qualified.Right),
        AliasQualifiedNameSyntax qualified => Of(qualified.Name),
        NullableTypeSyntax nullable => Of(nullable.ElementType),
        RefTypeSyntax @ref => Of(@ref.Type),
        PredefinedTypeSyntax predefined => predefined.Keyword.ValueText,
        // An array, a tuple, a pointer: none of them has members of its own.
        _ => type.Kind().ToString(),
    };

    /// <summary>What an <c>await</c> of a value of the type answers.</summary>
    public static string? OfAwaited(TypeSyntax? type)
        => type is GenericNameSyntax { Identifier.ValueText: "Task" or "ValueTask", TypeArgumentList.Arguments: { Count: 1 } arguments }
            ? Of(arguments[0])
            : null;

    /// <summary>A function that returns it hands out a task or an asynchronous stream.</summary>
    public static bool IsAsynchronous(TypeSyntax? type)
        => Of(type) is "Task" or "ValueTask" or "IAsyncEnumerable" or "IAsyncEnumerator";

    /// <summary>The names that <c>using X = …</c> gives to types.</summary>
    public static IEnumerable<string> AliasesIn(SyntaxList<UsingDirectiveSyntax> usings)
        => usings.Select(static directive => directive.Alias?.Name.Identifier.ValueText).OfType<string>();

    private static bool LooksLikeTypeParameter(string name)
        => name.Length > 0 && name[0] == 'T' && (name.Length == 1 || char.IsUpper(name[1]) || char.IsDigit(name[1]));
}
