using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.PackageTests;

/// <summary>What lies in the nupkg.</summary>
[Collection(PackageCollection.Name)]
public sealed class PackageContentTests(Consumers consumers)
{
    [Fact]
    public void TheEntriesAreExactlyTheExpectedOnes()
    {
        using ZipArchive package = ZipFile.OpenRead(consumers.Package.Path);

        string[] entries = package.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("package/services/metadata/core-properties/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToArray();

        Assert.Equal(
        [
            "AsyncAnalyzers.nuspec",
            "LICENSE",
            "README.md",
            "[Content_Types].xml",
            "_rels/.rels",
            $"{PackedAssemblies.Folder}/AsyncAnalyzers.CodeFixes.dll",
            $"{PackedAssemblies.Folder}/AsyncAnalyzers.dll",
            $"{PackedAssemblies.Folder}/ko/AsyncAnalyzers.resources.dll",
            "buildTransitive/AsyncAnalyzers.Baseline.targets",
            "buildTransitive/AsyncAnalyzers.props",
            "buildTransitive/AsyncAnalyzers.targets",
            "buildTransitive/config/AsyncAnalyzers.Default.globalconfig",
            "buildTransitive/config/AsyncAnalyzers.None.globalconfig",
            "buildTransitive/config/AsyncAnalyzers.Recommended.globalconfig",
            "buildTransitive/config/AsyncAnalyzers.Strict.globalconfig",
            .. PagesAndImages().Order(StringComparer.Ordinal),
            "icon.png",
            $"{NativeImageTests.Folder}/AsyncAnalyzers.CodeFixes.dll",
            $"{NativeImageTests.Folder}/AsyncAnalyzers.dll",
            $"{NativeImageTests.Folder}/ko/AsyncAnalyzers.resources.dll",
            "tasks/AsyncAnalyzers.Tasks.dll",
        ], entries);
    }

    [Fact]
    public void ItIsADevelopmentDependencyWithoutDependencies()
    {
        XDocument nuspec = XDocument.Parse(ReadText("AsyncAnalyzers.nuspec"));
        string? Value(string name) => nuspec.Descendants().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal("AsyncAnalyzers", Value("id"));
        Assert.Equal("true", Value("developmentDependency"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.DoesNotContain(nuspec.Descendants(), element => element.Name.LocalName is "dependency" or "frameworkAssembly" or "frameworkReference");
    }

    [Fact]
    public void TheDefaultPresetChangesNothing()
        => Assert.DoesNotContain("severity", string.Join('\n', ReadText("buildTransitive/config/AsyncAnalyzers.Default.globalconfig").Split('\n').Where(line => !line.StartsWith('#'))), StringComparison.Ordinal);

    [Fact]
    public void EveryRuleHasAFixInTheFixesAssembly()
    {
        IEnumerable<string> ids = consumers.Assemblies.RuleIds;
        HashSet<string> fixable = consumers.Assemblies.Fixes.SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds).ToHashSet();

        Assert.NotEmpty(ids);
        Assert.All(consumers.Assemblies.Fixes, type => Assert.NotNull(type.GetCustomAttribute<ExportCodeFixProviderAttribute>()));
        // ASYNC0xxx speaks of the options, where there is no code to repair.
        Assert.All(ids.Where(id => !id.StartsWith("ASYNC0", StringComparison.Ordinal)), id => Assert.Contains(id, fixable));
    }

    /// <summary>A host that is older than a reference does not load the assembly, and the rules vanish.</summary>
    [Theory]
    [InlineData($"{PackedAssemblies.Folder}/AsyncAnalyzers.dll")]
    [InlineData($"{PackedAssemblies.Folder}/AsyncAnalyzers.CodeFixes.dll")]
    [InlineData($"{NativeImageTests.Folder}/AsyncAnalyzers.dll")]
    [InlineData($"{NativeImageTests.Folder}/AsyncAnalyzers.CodeFixes.dll")]
    [InlineData("tasks/AsyncAnalyzers.Tasks.dll")]
    public void TheAssembliesReferToNothingNewerThanTheFloor(string name)
    {
        using PEReader file = consumers.Package.OpenAssembly(name);
        MetadataReader metadata = file.GetMetadataReader();
        Dictionary<string, Version> floor = new()
        {
            ["netstandard"] = new(2, 0, 0, 0),
            ["AsyncAnalyzers"] = new(0, 1, 0, 0),
            ["Microsoft.CodeAnalysis"] = new(4, 5, 0, 0),
            ["Microsoft.CodeAnalysis.CSharp"] = new(4, 5, 0, 0),
            ["Microsoft.CodeAnalysis.Workspaces"] = new(4, 5, 0, 0),
            ["Microsoft.CodeAnalysis.CSharp.Workspaces"] = new(4, 5, 0, 0),
            ["Microsoft.Build.Framework"] = new(15, 1, 0, 0),
            // What Roslyn 4.5 itself refers to.
            ["System.Collections.Immutable"] = new(6, 0, 0, 0),
            ["System.Reflection.Metadata"] = new(6, 0, 0, 0),
            ["System.Composition.AttributedModel"] = new(6, 0, 0, 0),
        };

        foreach (AssemblyReference reference in metadata.AssemblyReferences.Select(metadata.GetAssemblyReference))
        {
            string referenced = metadata.GetString(reference.Name);
            Assert.True(floor.TryGetValue(referenced, out Version? highest), $"{name} refers to {referenced} {reference.Version}, which no host promises.");
            Assert.True(reference.Version <= highest, $"{name} refers to {referenced} {reference.Version}; the floor has {highest}.");
        }
    }

    private static IEnumerable<string> PagesAndImages()
        => Directory.EnumerateFiles(Path.Combine(PackedPackage.RepositoryRoot, "docs"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".md" or ".svg" or ".png")
            .Select(file => Path.GetRelativePath(PackedPackage.RepositoryRoot, file).Replace('\\', '/'));

    private string ReadText(string entry)
    {
        using ZipArchive package = ZipFile.OpenRead(consumers.Package.Path);
        using var reader = new StreamReader(package.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }
}
