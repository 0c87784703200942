using System.IO.Compression;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.PackageTests;

/// <summary>The two assemblies as they lie in the nupkg, loaded beside the Roslyn that the tests run on: the floor.</summary>
internal sealed class PackedAssemblies
{
    public const string Folder = "analyzers/dotnet/roslyn4.5/cs";

    public PackedAssemblies(string nupkg)
    {
        using ZipArchive package = ZipFile.OpenRead(nupkg);
        var context = new AssemblyLoadContext("packed");
        Assembly analyzers = Load("AsyncAnalyzers.dll");
        Assembly fixes = Load("AsyncAnalyzers.CodeFixes.dll");
        RuleIds = Concrete<DiagnosticAnalyzer>(analyzers)
            .SelectMany(type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics)
            .Select(rule => rule.Id).ToHashSet();
        Fixes = Concrete<CodeFixProvider>(fixes).ToList();

        Assembly Load(string name) => context.LoadFromStream(new MemoryStream(package.GetEntry($"{Folder}/{name}")!.Read()));
    }

    public IReadOnlySet<string> RuleIds { get; }

    public IReadOnlyList<Type> Fixes { get; }

    private static IEnumerable<Type> Concrete<T>(Assembly assembly)
        => assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(T)));
}
