using System.Reflection;

namespace AsyncAnalyzers.PackageTests;

/// <summary>
/// The package, packed once, and a folder in which it is the only package source. Nothing of the repository or of the
/// machine's settings leaks in: an .editorconfig and Directory.Build files at the top of the folder end every search.
/// </summary>
public sealed class PackedPackage : IDisposable
{
    private PackedPackage(string directory, string version)
    {
        Directory = directory;
        Version = version;
    }

    /// <summary>The folder that the consumers live in.</summary>
    public string Directory { get; }

    /// <summary>A version that no cache knows.</summary>
    public string Version { get; }

    public string Path => System.IO.Path.Combine(Directory, "source", $"AsyncAnalyzers.{Version}.nupkg");

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static async Task<PackedPackage> PackAsync()
    {
        // With a letter in front: a version part of digits alone must not begin with a zero.
        string unique = "t" + Guid.NewGuid().ToString("N")[..8];
        string directory = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "AsyncAnalyzers.PackageTests", unique);
        var package = new PackedPackage(directory, $"0.0.1-test.{unique}");
        string source = System.IO.Directory.CreateDirectory(System.IO.Path.Combine(directory, "source")).FullName;

        string project = System.IO.Path.Combine(RepositoryRoot, "src", "AsyncAnalyzers.Package", "AsyncAnalyzers.Package.csproj");
        DotnetResult pack = await DotnetCommand.RunAsync(directory, "pack", project, "--no-build", "-c", Metadata("Configuration"), "-o", source, $"-p:PackageVersion={package.Version}");
        pack.MustSucceed();

        package.Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{System.IO.Path.Combine(directory, "packages")}" />
              </config>
              <packageSources>
                <clear />
                <add key="packed" value="{source}" />
              </packageSources>
              <fallbackPackageFolders>
                <clear />
                <add key="restored with the tests" value="{Metadata("NuGetPackageRoot")}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        package.Write("Directory.Build.props", "<Project />");
        package.Write("Directory.Build.targets", "<Project />");
        package.Write("Directory.Packages.props", "<Project />");
        package.Write(".editorconfig", "root = true\n");
        return package;
    }

    /// <summary>Writes a file under <see cref="Directory"/> and returns its full path.</summary>
    public string Write(string relativePath, string content)
    {
        string path = System.IO.Path.Combine(Directory, relativePath);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Deletes the folder, unless the environment asks to keep it for a look.</summary>
    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("KEEP_CONSUMERS") is not null)
        {
            return;
        }

        try
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows: a compiler server may still hold an analyzer. The folder is under the temporary one.
        }
    }

    private static string Metadata(string key)
        => typeof(PackedPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
