using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The APIs that block in a compilation: what is built in, and what the user and the libraries list (<see cref="BlockingApiList"/>).
/// </summary>
internal sealed class BlockingApis
{
    private static readonly ConditionalWeakTable<Compilation, BlockingApis> PerCompilation = new();
    private static readonly ILookup<string, (BlockingApi Api, DocumentationIdPattern Pattern)> BuiltIn = BuiltInBlockingApis.All
        .Select(api => DocumentationIdPattern.TryParse(api.Id, out DocumentationIdPattern? pattern, out Phrase? fault)
            ? (Api: api, Pattern: pattern)
            : throw new InvalidOperationException(fault.ToString()))
        .ToLookup(entry => entry.Pattern.MemberName!, StringComparer.Ordinal);

    /// <summary>The names of what is built in; for PLINQ queries the name they begin with.</summary>
    public static readonly ImmutableHashSet<string> BuiltInNames = ImmutableHashSet.CreateRange(
        StringComparer.Ordinal,
        BuiltInBlockingApis.All.Where(api
            => api.Kind != BlockingApiKind.ParallelQuery).Select(api
                => api.Id.Substring(api.Id.LastIndexOf('.') + 1)).Append(BuiltInBlockingApis.ParallelQueryStart));

    private readonly KnownTypes _types;
    private readonly ImmutableArray<SourceText> _texts;
    private readonly BlockingApiList.Entry[] _listed;
    private readonly BlockingApiList.Entry[] _takenOut;
    private readonly ConcurrentDictionary<ISymbol, BlockingApi?> _found = new(SymbolEqualityComparer.Default);

    private BlockingApis(Compilation compilation, ImmutableArray<SourceText> texts)
    {
        _types = KnownTypes.Of(compilation);
        _texts = texts;
        BlockingApiList.Entry[] entries = texts.SelectMany(text => BlockingApiList.Of(text).Entries).ToArray();
        _listed = Array.FindAll(entries, entry => !entry.IsTakenOut);
        _takenOut = Array.FindAll(entries, entry => entry.IsTakenOut);
        ListedNames = _listed.Length == 0
            ? ImmutableHashSet<string>.Empty
            : _listed.SelectMany(entry => NamesOf(entry.Pattern, compilation)).ToImmutableHashSet(StringComparer.Ordinal);
    }

    /// <summary>The names of the members that the lists call blocking, but not those built in.</summary>
    public ImmutableHashSet<string> ListedNames { get; }

    /// <summary>What is built in, with the lists among the additional files; kept with the compilation.</summary>
    public static BlockingApis Of(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        ImmutableArray<SourceText> texts = ImmutableArray<SourceText>.Empty;
        foreach (AdditionalText file in options.AdditionalFiles)
        {
            if (BlockingApiList.Is(file) && file.GetText(cancellationToken) is { } text)
            {
                texts = texts.Add(text);
            }
        }

        // An edited list comes with the same compilation.
        if (!PerCompilation.TryGetValue(compilation, out BlockingApis? known) || !known._texts.SequenceEqual(texts))
        {
            known = new BlockingApis(compilation, texts);
            PerCompilation.Remove(compilation);
            known = PerCompilation.GetValue(compilation, _ => known);
        }

        return known;
    }

    /// <summary>
    /// Something of that name may block: a look at the name alone. False is certain, but for the ends of PLINQ queries,
    /// which <c>AsParallel</c> announces.
    /// </summary>
    public bool MayBlock(string name) => BuiltInNames.Contains(name) || ListedNames.Contains(name);

    /// <summary>
    /// The API that a method or property is, overrides or implements; null where it does not block, or is taken out by a list.
    /// Whether a call of it waits is for <see cref="BlockingCall"/> to say.
    /// </summary>
    public BlockingApi? Find(ISymbol member)
    {
        ISymbol definition = DefinitionOf(member);
        return _found.GetOrAdd(definition, Lookup);
    }

    /// <summary>A list takes the member out: no rule speaks of it, whatever it does.</summary>
    public bool IsExcluded(ISymbol member)
        => _takenOut.Length > 0 && MeaningsOf(DefinitionOf(member), withInterfaces: true).Any(IsTakenOut);

    private BlockingApi? Lookup(ISymbol definition)
    {
        if (IsExcluded(definition))
        {
            return null;
        }

        // What the user lists says more than what is built in: it may name a replacement.
        foreach (ISymbol meaning in MeaningsOf(definition, withInterfaces: _listed.Length > 0))
        {
            foreach (BlockingApiList.Entry entry in _listed)
            {
                if (entry.Pattern.Matches(meaning) && (entry.Pattern.MemberName is not null || IsPlainMethod(meaning)))
                {
                    return new BlockingApi(entry.Pattern.Id, BlockingApiKind.Listed, null, entry.Replacement);
                }
            }

            foreach ((BlockingApi api, DocumentationIdPattern pattern) in BuiltIn[meaning.Name])
            {
                if (pattern.Matches(meaning))
                {
                    return api;
                }
            }
        }

        return null;
    }

    private bool IsTakenOut(ISymbol meaning) => _takenOut.Any(entry => entry.Pattern.Matches(meaning));

    /// <summary>Where a whole type is listed, its asynchronous methods are not meant, nor what every object has.</summary>
    private bool IsPlainMethod(ISymbol meaning)
        => meaning is IMethodSymbol { MethodKind: MethodKind.Ordinary, ReturnType.Name: not "IAsyncEnumerable" } method
            && !method.ReturnType.IsTaskLike(_types)
            && method.Name is not ("ToString" or "Equals" or "GetHashCode" or "GetType" or "Dispose" or "MemberwiseClone");

    /// <summary>What is declared: the property of an accessor, the extension method as it is written, without type arguments.</summary>
    internal static ISymbol DefinitionOf(ISymbol member)
        => (member switch
        {
            IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => property,
            IMethodSymbol { ReducedFrom: { } extension } => extension,
            _ => member,
        }).OriginalDefinition;

    /// <summary>The definition, what it overrides, and the interface members that these implement.</summary>
    internal static IEnumerable<ISymbol> MeaningsOf(ISymbol definition, bool withInterfaces)
    {
        for (ISymbol? current = definition; current is not null; current = Overridden(current)?.OriginalDefinition)
        {
            yield return current;
        }

        if (!withInterfaces
            || definition.IsStatic
            || definition.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface } type)
        {
            yield break;
        }

        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            foreach (ISymbol member in implemented.GetMembers(definition.Name.Substring(definition.Name.LastIndexOf('.') + 1)))
            {
                if (SymbolEqualityComparer.Default.Equals(
                    type.FindImplementationForInterfaceMember(member)?.OriginalDefinition, definition))
                {
                    yield return member.OriginalDefinition;
                }
            }
        }
    }

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    private static IEnumerable<string> NamesOf(DocumentationIdPattern pattern, Compilation compilation)
        => pattern.MemberName is { } name
            ? new[] { name }
            : pattern.SymbolsIn(compilation).OfType<INamedTypeSymbol>().SelectMany(type => type.MemberNames);
}
