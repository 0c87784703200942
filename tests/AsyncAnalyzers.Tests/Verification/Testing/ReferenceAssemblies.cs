using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The framework that test code is compiled against. Its metadata is read once and shared by all tests.</summary>
public sealed class ReferenceAssemblies
{
    private static readonly ConcurrentDictionary<string, Lazy<ImmutableArray<MetadataReference>>> Cache = new();

    // The compiler keeps the symbols of metadata only as long as some compilation uses them.
    private static readonly ConcurrentBag<Compilation> KeepsSymbolsAlive = new();

    private readonly ImmutableArray<string> _names;

    private ReferenceAssemblies(string targetFramework, params string[] names)
    {
        TargetFramework = targetFramework;
        _names = [.. names];
    }

    public string TargetFramework { get; }

    public static ReferenceAssemblies Default => NetStandard.NetStandard20;

    /// <summary>The metadata of the named assemblies, or of all that the framework has.</summary>
    /// <exception cref="DirectoryNotFoundException">The reference pack is not on this machine.</exception>
    public Task<ImmutableArray<MetadataReference>> ResolveAsync(string? language, CancellationToken cancellationToken)
        => Task.FromResult(Resolve());

    internal ImmutableArray<MetadataReference> Resolve()
        => Cache.GetOrAdd(TargetFramework + ":" + string.Join(",", _names), _ => new(Read)).Value;

    private ImmutableArray<MetadataReference> Read()
    {
        string folder = typeof(ReferenceAssemblies).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(attribute => attribute.Key == "References." + TargetFramework).Value!;
        IEnumerable<string> files = _names.IsEmpty
            ? Directory.EnumerateFiles(folder, "*.dll")
            : _names.Select(name => Path.Combine(folder, name + ".dll"));
        ImmutableArray<MetadataReference> references = files
            .Order(StringComparer.Ordinal)
            .Select(file => MetadataReference.CreateFromFile(file))
            .Where(reference => !_names.IsEmpty || !IsOldFacade(reference))
            .ToImmutableArray<MetadataReference>();
        Compilation compilation = CSharp.CSharpCompilation.Create(TargetFramework, references: references);
        _ = compilation.GetSpecialType(SpecialType.System_Object);
        KeepsSymbolsAlive.Add(compilation);
        return references;
    }

    /// <summary>
    /// An assembly without types, which only tells where they went. The compiler asks each assembly for every name; nothing that a test
    /// compiles was built against these, but for the three that stand for all of a framework.
    /// </summary>
    private static bool IsOldFacade(PortableExecutableReference reference)
        => Path.GetFileNameWithoutExtension(reference.FilePath) is not ("mscorlib" or "netstandard" or "System")
            // Each has the pseudo-type <Module>.
            && ((AssemblyMetadata)reference.GetMetadata()).GetModules().All(module => module.GetMetadataReader().TypeDefinitions.Count <= 1);

    public static class Net
    {
        public static ReferenceAssemblies Net80 { get; } = new("net8.0");

        public static ReferenceAssemblies Net100 { get; } = new("net10.0");
    }

    public static class NetStandard
    {
        public static ReferenceAssemblies NetStandard20 { get; } = new("netstandard2.0");
    }

    public static class NetFramework
    {
        private static readonly string[] Basic =
        [
            "mscorlib", "System", "System.Core", "System.Data", "System.Data.DataSetExtensions",
            "System.Net.Http", "System.Xml", "System.Xml.Linq", "Microsoft.CSharp",
        ];

        public static class Net472
        {
            public static ReferenceAssemblies Default { get; } = new("net472", Basic);

            public static ReferenceAssemblies WindowsForms { get; } = new("net472", [.. Basic, "System.Drawing", "System.Windows.Forms"]);

            public static ReferenceAssemblies Wpf { get; } = new("net472", [.. Basic, "PresentationCore", "PresentationFramework", "System.Xaml", "WindowsBase"]);
        }
    }
}
