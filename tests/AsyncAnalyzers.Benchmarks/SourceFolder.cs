using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>A folder of C#, taken as one compilation.</summary>
internal sealed class SourceFolder
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions ParseOptions = new(
        LanguageVersion.Latest,
        preprocessorSymbols:
        [
            "TRACE", "RELEASE", "NET", "NETCOREAPP", "NET10_0",
            .. Enumerable.Range(5, 6).Select(version => $"NET{version}_0_OR_GREATER"),
            "NETCOREAPP3_1_OR_GREATER", "NETCOREAPP3_0_OR_GREATER",
        ]);

    private readonly ImmutableArray<(string Path, SourceText Text)> _files;
    private readonly ImmutableArray<MetadataReference> _references;

    private SourceFolder(ImmutableArray<(string Path, SourceText Text)> files, ImmutableArray<MetadataReference> references)
    {
        _files = files;
        _references = references;
    }

    /// <summary>The number of source files.</summary>
    public int FileCount => _files.Length;

    /// <summary>The number of lines of all of them.</summary>
    public int LineCount => _files.Sum(file => file.Text.Lines.Count);

    /// <summary>A single file that needs nothing but the framework.</summary>
    public static SourceFolder Of(string path, string source)
        => new([(path, SourceText.From(source, Encoding.UTF8))], [.. BuildPaths.FrameworkReferences().Select(reference => MetadataReference.CreateFromFile(reference))]);

    /// <summary>Reads all C# below a folder, except what a build put there (bin, obj).</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="references">Assemblies beside those of the framework.</param>
    public static async Task<SourceFolder> ReadAsync(string folder, IEnumerable<string> references)
    {
        ImmutableArray<(string Path, SourceText Text)>.Builder files = ImmutableArray.CreateBuilder<(string, SourceText)>();
        foreach (string path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string[] parts = Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar);
            if (!parts.Any(part => part is "bin" or "obj" or "artifacts" or ".git" or "node_modules"))
            {
                files.Add((path, SourceText.From(await File.ReadAllTextAsync(path), Encoding.UTF8)));
            }
        }

        if (UsesImplicitUsings(folder))
        {
            files.Add((Path.Combine(folder, "obj", "ImplicitUsings.g.cs"), SourceText.From(ImplicitUsings, Encoding.UTF8)));
        }

        // One assembly of a name: the later one, which the user gave, wins over the framework's.
        Dictionary<string, string> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach (string reference in BuildPaths.FrameworkReferences().Concat(references))
        {
            byName[Path.GetFileName(reference)] = reference;
        }

        return new(files.ToImmutable(), [.. byName.Values.Select(path => MetadataReference.CreateFromFile(path))]);
    }

    /// <summary>A compilation that shares no tree with any other, so that nothing in it was computed yet.</summary>
    public async Task<CSharpCompilation> CompileAsync(bool concurrent)
    {
        var trees = new SyntaxTree[_files.Length];
        await Parallel.ForAsync(0, _files.Length, (i, cancellationToken) =>
        {
            trees[i] = CSharpSyntaxTree.ParseText(_files[i].Text, ParseOptions, _files[i].Path, cancellationToken);
            return ValueTask.CompletedTask;
        });
        return CSharpCompilation.Create(
            "Source",
            trees,
            _references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable,
                concurrentBuild: concurrent));
    }

    /// <summary>The line of source that a report points at, without its indentation.</summary>
    public static string LineOf(Location location)
    {
        SourceText? text = location.SourceTree?.GetText();
        return text is null ? "" : text.Lines[location.GetLineSpan().StartLinePosition.Line].ToString().Trim();
    }

    /// <summary>A project in or above the folder switches the SDK's implicit usings on.</summary>
    private static bool UsesImplicitUsings(string folder)
    {
        IEnumerable<string> below = Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(folder, "Directory.Build.props", SearchOption.AllDirectories));
        IEnumerable<string> above = Ancestors(folder)
            .SelectMany(parent => Directory.EnumerateFiles(parent, "*.csproj").Concat(Directory.EnumerateFiles(parent, "Directory.Build.props")));
        return below.Concat(above).Any(path => File.ReadAllText(path).Contains("<ImplicitUsings>enable", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (DirectoryInfo? parent = Directory.GetParent(Path.GetFullPath(folder)); parent is not null; parent = parent.Parent)
        {
            yield return parent.FullName;
        }
    }
}
