using System.Text.RegularExpressions;

namespace AsyncAnalyzers.PackageTests;

/// <summary>A project that uses the package.</summary>
internal sealed partial class Consumer
{
    private readonly PackedPackage _package;

    /// <param name="package">The package.</param>
    /// <param name="name">The name of the folder and of the project.</param>
    /// <param name="properties">MSBuild properties, as XML.</param>
    /// <param name="isPackageUser">False for a project that does not refer to the package yet.</param>
    /// <param name="references">The names of the consumers that it refers to.</param>
    /// <param name="version">Of the package, where it is not the one that all consumers share.</param>
    public Consumer(
        PackedPackage package,
        string name,
        string properties = "",
        bool isPackageUser = true,
        string[]? references = null,
        string? version = null)
    {
        version ??= package.Version;
        _package = package;
        Name = name;
        ProjectFile = package.Write($"{name}/{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {(isPackageUser ? $"""<PackageReference Include="AsyncAnalyzers" Version="{version}" PrivateAssets="all" />""" : "")}
                {string.Concat(from other in references ?? [] select $"""<ProjectReference Include="../{other}/{other}.csproj" />""")}
              </ItemGroup>
            </Project>
            """);
    }

    public string Name { get; }

    public string ProjectFile { get; }

    public string Directory => Path.Combine(_package.Directory, Name);

    /// <summary>The program built last.</summary>
    public string Program => Path.Combine(Directory, "bin", "Debug", "net10.0", $"{Name}.dll");

    /// <summary>Where the sources are marked with <c>//! ID</c>, once for each report: file, line and id, in that order.</summary>
    public List<(string File, int Line, string Id)> Marks { get; } = [];

    public Consumer With(string relativePath, string content)
    {
        _package.Write($"{Name}/{relativePath}", content);
        if (relativePath.EndsWith(".cs", StringComparison.Ordinal))
        {
            string[] lines = content.Split('\n');
            Marks.AddRange(
                from index in Enumerable.Range(0, lines.Length)
                from mark in Mark().Matches(lines[index])
                from id in mark.Groups[1].Captures
                select (Path.GetFileName(relativePath), index + 1, id.Value));
        }

        return this;
    }

    /// <summary>Adds files of the folder Consumers under the same names.</summary>
    public Consumer WithSources(params string[] names)
    {
        foreach (string name in names)
        {
            With(name, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Consumers", name)).ReplaceLineEndings("\n"));
        }

        return this;
    }

    public string Read(string relativePath) => File.ReadAllText(Path.Combine(Directory, relativePath));

    [GeneratedRegex(@"//!(?: (ASYNC\d{4}))+")]
    private static partial Regex Mark();
}
