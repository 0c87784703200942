namespace AsyncAnalyzers.Semantics;

/// <summary>A list of documentation ids, ordered so that a method is compared with few of them.</summary>
internal sealed class ApiPatterns
{
    private readonly ILookup<string, DocumentationIdPattern> _members;
    private readonly DocumentationIdPattern[] _types;
    private readonly DocumentationIdPattern[] _namespaces;

    private ApiPatterns(IReadOnlyCollection<DocumentationIdPattern> patterns)
    {
        _members = patterns.Where(pattern
            => pattern.MemberName is not null).ToLookup(pattern => pattern.MemberName!, StringComparer.Ordinal);
        _types = patterns.Where(pattern => pattern.Kind == 'T').ToArray();
        _namespaces = patterns.Where(pattern => pattern.Kind == 'N').ToArray();
    }

    public static ApiPatterns Empty { get; } = new(Array.Empty<DocumentationIdPattern>());

    /// <exception cref="ArgumentException">One of them cannot be read.</exception>
    public static ApiPatterns Of(IEnumerable<string> ids)
        => TryParse(ids, out ApiPatterns patterns) ? patterns : throw new ArgumentException("Not a documentation id.", nameof(ids));

    /// <summary>
    /// Reads a list as an option holds it: separated by <c>|</c>, by <c>,</c> outside of parameter lists, or by spaces. False where one
    /// of the ids cannot be read.
    /// </summary>
    public static bool TryParse(string text, out ApiPatterns patterns) => TryParse(Split(text), out patterns);

    private static bool TryParse(IEnumerable<string> ids, out ApiPatterns patterns)
    {
        var parsed = new List<DocumentationIdPattern>();
        patterns = Empty;
        foreach (string id in ids)
        {
            if (!DocumentationIdPattern.TryParse(id, out DocumentationIdPattern? pattern, out _))
            {
                return false;
            }

            parsed.Add(pattern);
        }

        patterns = new ApiPatterns(parsed);
        return true;
    }

    /// <summary>
    /// The method, or one that it overrides or implements, is listed by its id, its type or its namespace; or a type that the receiver
    /// is or derives from is.
    /// </summary>
    public bool Contain(IMethodSymbol method, ITypeSymbol? receiver)
    {
        for (ITypeSymbol? type = receiver; type is not null and not ITypeParameterSymbol && _types.Length > 0; type = type.BaseType)
        {
            if (IsListed(type))
            {
                return true;
            }
        }

        foreach (ISymbol meaning in BlockingApis.MeaningsOf(BlockingApis.DefinitionOf(method), withInterfaces: true))
        {
            if ((meaning.ContainingType is { } declaring && IsListed(declaring))
                || _members[meaning.Name].Any(pattern => pattern.Matches(meaning))
                || _namespaces.Any(pattern => pattern.Matches(meaning)))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Split(string text)
    {
        int start = 0;
        int depth = 0;
        for (int index = 0; index <= text.Length; index++)
        {
            char c = index < text.Length ? text[index] : '|';
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c is '|' or ';' || (depth == 0 && (c == ',' || char.IsWhiteSpace(c))))
            {
                if (index > start)
                {
                    yield return text.Substring(start, index - start);
                }

                start = index + 1;
            }
        }
    }

    /// <summary>As one would write it: nothing is listed.</summary>
    public override string ToString() => "(none)";

    private bool IsListed(ITypeSymbol type)
    {
        foreach (DocumentationIdPattern pattern in _types)
        {
            if (pattern.TypeId!.EndsWith(type.MetadataName, StringComparison.Ordinal)
                && type.OriginalDefinition.GetDocumentationCommentId() == pattern.TypeId)
            {
                return true;
            }
        }

        return false;
    }
}
