using System.Diagnostics.CodeAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// What a line of a list names: a member by its documentation id (without a parameter list: all overloads), all of a type
/// (<c>T:</c>), or all of a namespace (<c>N:A.B</c>; <c>N:A.B*</c> with those below it).
/// </summary>
internal sealed class DocumentationIdPattern
{
    private readonly string[] _namespace;
    private readonly bool _withNamespacesBelow;

    private DocumentationIdPattern(string id)
    {
        Id = id;
        _withNamespacesBelow = id.EndsWith("*", StringComparison.Ordinal);
        _namespace = Kind == 'N' ? id.Substring(2).TrimEnd('*').TrimEnd('.').Split('.') : Array.Empty<string>();
        string path = id.IndexOf('(') is var list and >= 0 ? id.Substring(0, list) : id;
        if (Kind is 'M' or 'P')
        {
            int dot = path.LastIndexOf('.');
            TypeId = "T:" + path.Substring(2, dot - 2);
            string name = path.Substring(dot + 1);
            MemberName = name.IndexOf('`') is var arity and >= 0 ? name.Substring(0, arity) : name;
        }
        else if (Kind == 'T')
        {
            TypeId = path;
        }
    }

    public string Id { get; }

    /// <summary>M, P, T or N.</summary>
    public char Kind => Id[0];

    /// <summary>The documentation id of the type that is named, or whose member is; null for a namespace.</summary>
    public string? TypeId { get; }

    /// <summary>Null for a type or a namespace.</summary>
    public string? MemberName { get; }

    /// <param name="text">What is written.</param>
    /// <param name="pattern">What it names.</param>
    /// <param name="fault">What is wrong with it, and what would be right.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out DocumentationIdPattern? pattern, [NotNullWhen(false)] out Phrase? fault)
    {
        pattern = null;
        fault = text.Length < 3 || text[1] != ':' ? "write a documentation id such as 'M:Namespace.Type.Method'"
            : text[0] is not ('M' or 'P' or 'T' or 'N')
                ? "begin with 'M:' (method), 'P:' (property), 'T:' (type) or 'N:' (namespace)"
            : text.IndexOf("#ctor", StringComparison.Ordinal) >= 0
                || text.IndexOf("#cctor", StringComparison.Ordinal) >= 0 ? "list the methods that block instead of a constructor"
            : text[0] == 'N' ? FaultOfNamespace(text.Substring(2))
            : text.IndexOf('*') >= 0 ? "end only a namespace with '*'"
            : FaultOfPath(text);
        if (fault is not null)
        {
            return false;
        }

        pattern = new DocumentationIdPattern(text);
        return true;
    }

    /// <summary>The definition itself is named, or its type or namespace is. What it overrides or implements is not looked at.</summary>
    public bool Matches(ISymbol definition)
    {
        switch (Kind)
        {
            case 'N':
                return IsNamed(definition.ContainingNamespace);
            case 'T':
                return definition.ContainingType?.OriginalDefinition.GetDocumentationCommentId() == Id;
            default:
                return definition.Name == MemberName
                    && definition.GetDocumentationCommentId() is { } id
                    && (id.Length == Id.Length ? id == Id
                        : Id.EndsWith("()", StringComparison.Ordinal) ? id == Id.Substring(0, Id.Length - 2)
                        // The type arguments and the parameter list may be left out.
                        : id.Length > Id.Length
                            && id[Id.Length] is '(' or '`'
                            && Id.IndexOf('(') < 0
                            && id.StartsWith(Id, StringComparison.Ordinal));
        }
    }

    /// <summary>
    /// The members of the compilation and what it references that are named themselves; for a type or namespace, its types.
    /// </summary>
    public IEnumerable<ISymbol> SymbolsIn(Compilation compilation)
    {
        switch (Kind)
        {
            case 'N':
                return NamespaceIn(compilation) is { } found ? TypesIn(found, _withNamespacesBelow) : Enumerable.Empty<ISymbol>();
            case 'T':
                return DocumentationCommentId.GetSymbolsForDeclarationId(TypeId!, compilation);
            default:
                return DocumentationCommentId.GetSymbolsForDeclarationId(TypeId!, compilation)
                    .OfType<INamedTypeSymbol>()
                    .SelectMany(type => type.GetMembers(MemberName!))
                    .Where(Matches);
        }
    }

    /// <summary>
    /// What is named can be expected in the compilation: the first two names of its namespace are there, or all of one below
    /// <c>System</c> and <c>Microsoft</c>, which hundreds of packages share. If not, the library is not referenced.
    /// </summary>
    public bool MayBeReferenced(Compilation compilation)
    {
        string[] names = TypeId?.Substring(2).Split('.') ?? _namespace;
        int above = Kind == 'N' && names.Length == 1 ? 1 : names.Length - 1;
        INamespaceOrTypeSymbol current = compilation.GlobalNamespace;
        foreach (string name in names.Take(names[0] is "System" or "Microsoft" ? above : Math.Min(above, 2)))
        {
            if (current.GetMembers(WithoutArity(name)).OfType<INamespaceOrTypeSymbol>().FirstOrDefault() is not { } next)
            {
                return false;
            }

            current = next;
        }

        return true;

        static string WithoutArity(string name) => name.IndexOf('`') is var arity and >= 0 ? name.Substring(0, arity) : name;
    }

    private bool IsNamed(INamespaceSymbol? @namespace)
    {
        if (_withNamespacesBelow)
        {
            for (int below = DepthOf(@namespace) - _namespace.Length; below > 0; below--)
            {
                @namespace = @namespace!.ContainingNamespace;
            }
        }

        for (int index = _namespace.Length - 1; index >= 0; index--)
        {
            if (@namespace is null or { IsGlobalNamespace: true } || @namespace.Name != _namespace[index])
            {
                return false;
            }

            @namespace = @namespace.ContainingNamespace;
        }

        return @namespace is { IsGlobalNamespace: true };
    }

    private static int DepthOf(INamespaceSymbol? @namespace)
    {
        int depth = 0;
        for (; @namespace is { IsGlobalNamespace: false }; @namespace = @namespace.ContainingNamespace)
        {
            depth++;
        }

        return depth;
    }

    private static Phrase? FaultOfNamespace(string name)
    {
        string path = name.EndsWith("*", StringComparison.Ordinal) ? name.Substring(0, name.Length - 1).TrimEnd('.') : name;
        if (path.IndexOf('*') >= 0)
        {
            return "write '*' only at the end";
        }

        return path.Split('.').All(SyntaxFacts.IsValidIdentifier) ? null : Phrase.Of($"write a namespace instead of '{name}'");
    }

    private static Phrase? FaultOfPath(string id)
    {
        int list = id.IndexOf('(');
        if (list >= 0 && (id[id.Length - 1] != ')' || id.Count(c => c == '(') != id.Count(c => c == ')')))
        {
            return "end the parameter list with ')'";
        }

        if (list >= 0 && id[0] == 'T')
        {
            return "remove the parameter list of the type";
        }

        string path = list >= 0 ? id.Substring(2, list - 2) : id.Substring(2);
        string[] names = path.Split('.');
        return !names.All(IsName) ? Phrase.Of($"write the name of a member or type instead of '{path}'")
            : names.Length == 1 && id[0] != 'T' ? (Phrase)"add the type of the member, as in 'M:Namespace.Type.Method'"
            : null;

        static bool IsName(string name)
        {
            string[] parts = name.Split('`');
            return SyntaxFacts.IsValidIdentifier(parts[0]) && parts.Skip(1).All(part => part.All(char.IsDigit));
        }
    }

    private INamespaceSymbol? NamespaceIn(Compilation compilation)
    {
        INamespaceSymbol? current = compilation.GlobalNamespace;
        foreach (string name in _namespace)
        {
            current = current?.GetNamespaceMembers().FirstOrDefault(member => member.Name == name);
        }

        return current;
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceSymbol @namespace, bool withNamespacesBelow)
    {
        var work = new Stack<INamespaceOrTypeSymbol>();
        work.Push(@namespace);
        while (work.Count > 0)
        {
            INamespaceOrTypeSymbol current = work.Pop();
            if (current is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (INamespaceOrTypeSymbol member in current.GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                if (member is INamedTypeSymbol || withNamespacesBelow)
                {
                    work.Push(member);
                }
            }
        }
    }
}
