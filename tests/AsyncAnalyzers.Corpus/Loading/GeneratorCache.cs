using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Corpus.Loading;

/// <summary>The source generators of the projects, each loaded once. What fails is told, and the rest goes on without it.</summary>
internal sealed class GeneratorCache : IDisposable
{
    private readonly ConcurrentDictionary<string, AnalyzerFileReference?> _references = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _failures = new(StringComparer.Ordinal);
    private readonly FolderLoader _loader = new();
    private readonly FailureListener _listener;

    /// <summary>Listens to what the compiler says of generators that throw.</summary>
    public GeneratorCache() => _listener = new FailureListener(failure => _failures.TryAdd(failure, 0));

    /// <summary>What did not load or threw.</summary>
    public IEnumerable<string> Failures => _failures.Keys.Order(StringComparer.Ordinal);

    /// <summary>Those assemblies that hold generators.</summary>
    public IEnumerable<AnalyzerReference> Load(IEnumerable<string> assemblies)
        => assemblies.Select(path => _references.GetOrAdd(path, Load)).OfType<AnalyzerReference>();

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private AnalyzerFileReference? Load(string path)
    {
        if (!File.Exists(path))
        {
            _failures.TryAdd($"{path}: not built", 0);
            return null;
        }

        var reference = new AnalyzerFileReference(path, _loader);
        reference.AnalyzerLoadFailed += (_, failure) =>
        {
            if (failure.ErrorCode != AnalyzerLoadFailureEventArgs.FailureErrorCode.NoAnalyzers)
            {
                _failures.TryAdd($"{path}: {failure.Message}", 0);
            }
        };
        return reference.GetGenerators(LanguageNames.CSharp).IsEmpty ? null : reference;
    }

    /// <summary>Assemblies of one folder see each other; what the host has is the host's.</summary>
    private sealed class FolderLoader : IAnalyzerAssemblyLoader
    {
        private readonly ConcurrentDictionary<string, FolderContext> _contexts = new(StringComparer.Ordinal);

        public void AddDependencyLocation(string fullPath)
        {
            // The folder is enough.
        }

        public Assembly LoadFromPath(string fullPath)
            => _contexts.GetOrAdd(Path.GetDirectoryName(fullPath)!, folder => new FolderContext(folder)).LoadFromAssemblyPath(fullPath);
    }

    private sealed class FolderContext(string folder) : AssemblyLoadContext
    {
        private static readonly HashSet<string> HostAssemblies =
        [
            .. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
                .Select(path => Path.GetFileNameWithoutExtension(path)),
        ];

        protected override Assembly? Load(AssemblyName name)
        {
            string path = Path.Combine(folder, name.Name + ".dll");
            return name.Name is not null && !HostAssemblies.Contains(name.Name) && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }

    private sealed class FailureListener(Action<string> failed) : EventListener
    {
        protected override void OnEventSourceCreated(EventSource source)
        {
            if (source.Name == "Microsoft-CodeAnalysis-General")
            {
                EnableEvents(source, EventLevel.Error);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs written)
        {
            if (written.EventName == "GeneratorException" && written.Payload is { Count: > 1 } payload)
            {
                failed($"{payload[0]} threw: {payload[1]?.ToString()?.Split('\n')[0]}");
            }
        }
    }
}
