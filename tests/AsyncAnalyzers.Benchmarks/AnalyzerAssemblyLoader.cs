using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>Loads the assemblies of one package apart from those of the others; the compiler's own are shared.</summary>
internal sealed class AnalyzerAssemblyLoader(IEnumerable<string> assemblies) : IAnalyzerAssemblyLoader
{
    private readonly PackageContext _context = new(assemblies.ToDictionary(path => Path.GetFileNameWithoutExtension(path)));

    /// <inheritdoc/>
    public void AddDependencyLocation(string fullPath)
    {
        // All are known from the start.
    }

    /// <inheritdoc/>
    public Assembly LoadFromPath(string fullPath) => _context.LoadFromAssemblyPath(fullPath);

    private sealed class PackageContext(Dictionary<string, string> paths) : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName name)
            => name.Name is not null && paths.TryGetValue(name.Name, out string? path) ? LoadFromAssemblyPath(path) : null;
    }
}
