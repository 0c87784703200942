using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>What the referenced assemblies of a compilation declare together: kept as long as the list of them stays the same.</summary>
internal sealed class ReferencedLibraries
{
    private static readonly ConditionalWeakTable<ReferencedNames, StrongBox<(
        ReferencedNames[] References, ReferencedLibraries Libraries)>> Latest = new();

    private static readonly string[] Suffixes = { "Async", "TaskAsync" };
    private static readonly ReferencedLibraries None = new(Array.Empty<ReferencedNames>());

    private readonly Lazy<HashSet<string>> _synchronousNames;

    private ReferencedLibraries(ReferencedNames[] references)
    {
        foreach (ReferencedNames reference in references)
        {
            Methods.UnionWith(reference.Methods);
            AwaitableTypes.UnionWith(reference.AwaitableTypes);
            AddAll(reference.FirstParameters, FirstParameters);
        }

        _synchronousNames = new Lazy<HashSet<string>>(() => WithoutSuffixes(Methods));
    }

    /// <inheritdoc cref="ReferencedNames.Methods"/>
    public HashSet<string> Methods { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc cref="ReferencedNames.AwaitableTypes"/>
    public HashSet<string> AwaitableTypes { get; } = new(StringComparer.Ordinal);

    /// <summary>By method, the types of the first parameters of the static ones.</summary>
    public Dictionary<string, HashSet<string>> FirstParameters { get; } = new(StringComparer.Ordinal);

    /// <summary>The methods without <c>Async</c> or <c>TaskAsync</c> behind the name.</summary>
    public HashSet<string> SynchronousNames => _synchronousNames.Value;

    public static ReferencedLibraries Of(ReferencedNames[] references)
    {
        if (references.Length == 0)
        {
            return None;
        }

        StrongBox<(ReferencedNames[] References, ReferencedLibraries Libraries)> latest = Latest.GetOrCreateValue(references[0]);
        lock (latest)
        {
            if (latest.Value.References is null || !Enumerable.SequenceEqual(latest.Value.References, references))
            {
                latest.Value = (references, new ReferencedLibraries(references));
            }

            return latest.Value.Libraries;
        }
    }

    public static void AddAll(IEnumerable<(string Method, string Type)> parameters, Dictionary<string, HashSet<string>> to)
    {
        foreach ((string method, string type) in parameters)
        {
            if (!to.TryGetValue(method, out HashSet<string> types))
            {
                to.Add(method, types = new HashSet<string>(StringComparer.Ordinal));
            }

            types.Add(type);
        }
    }

    public static HashSet<string> WithoutSuffixes(HashSet<string> names)
    {
        var synchronous = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            foreach (string suffix in Suffixes)
            {
                if (name.EndsWith(suffix, StringComparison.Ordinal))
                {
                    synchronous.Add(name.Substring(0, name.Length - suffix.Length));
                }
            }
        }

        return synchronous;
    }
}
