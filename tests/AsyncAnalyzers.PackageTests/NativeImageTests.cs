using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AsyncAnalyzers.PackageTests;

/// <summary>The assemblies compiled ahead of time: what they are, who gets them, and that a compiler really runs them.</summary>
[Collection(PackageCollection.Name)]
public sealed class NativeImageTests(Consumers consumers)
{
    public const string Folder = "native/linux-x64";

    [Theory]
    [InlineData("AsyncAnalyzers.dll")]
    [InlineData("AsyncAnalyzers.CodeFixes.dll")]
    public void ANativeImageIsTheSameAssemblyWithCodeOfTheMachine(string name)
    {
        using PEReader plain = consumers.Package.OpenAssembly($"{PackedAssemblies.Folder}/{name}");
        using PEReader native = consumers.Package.OpenAssembly($"{Folder}/{name}");

        Assert.Equal(Identity(plain), Identity(native));
        Assert.Equal(0, plain.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
        Assert.NotEqual(0, native.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }

    [Fact]
    public async Task TheCompilerOfItsHostGetsIt()
        => Assert.Equal([IsItsHost ? Folder : PackedAssemblies.Folder], await FoldersOfTheRulesAsync());

    [Fact]
    public async Task APropertyTurnsItOff()
        => Assert.Equal([PackedAssemblies.Folder], await FoldersOfTheRulesAsync("-p:AsyncAnalyzersNativeImages=false"));

    /// <summary>A runtime that does not take an image says nothing of it: only what the just-in-time compiler had to do tells.</summary>
    [Fact]
    public async Task ACompilerDoesNotCompileTheRules()
    {
        if (!IsItsHost)
        {
            return; // Without native images there is nothing to compare.
        }

        int native = await CompiledMethodsOfTheRulesAsync();
        int plain = await CompiledMethodsOfTheRulesAsync("-p:AsyncAnalyzersNativeImages=false");

        Assert.True(plain > 500, $"Only {plain} methods of the rules were compiled: the measurement is broken.");
        Assert.True(native < plain / 10, $"{native} methods of the rules were compiled in spite of the native image, {plain} without it.");
    }

    private static bool IsItsHost
        => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && RuntimeInformation.RuntimeIdentifier != "linux-musl-x64";

    private async Task<string[]> FoldersOfTheRulesAsync(params string[] arguments)
    {
        DotnetResult items = await DotnetCommand.RunAsync(
            consumers.Package.Directory,
            ["msbuild", consumers.Plain.ProjectFile, "-t:Compile", "-getItem:Analyzer", .. arguments]);
        items.MustSucceed();
        string json = items.Output[items.Output.IndexOf('{', StringComparison.Ordinal)..];
        string[] paths =
        [
            .. JsonDocument.Parse(json).RootElement.GetProperty("Items").GetProperty("Analyzer").EnumerateArray()
                .Select(item => item.GetProperty("FullPath").GetString()!.Replace('\\', '/'))
                .Where(path => Path.GetFileName(path).StartsWith("AsyncAnalyzers", StringComparison.Ordinal)),
        ];
        Assert.Equal(["AsyncAnalyzers.CodeFixes.dll", "AsyncAnalyzers.dll"], paths.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(paths, path => Assert.True(File.Exists(path), path));
        string root = $"/asyncanalyzers/{consumers.Package.Version}/";
        return [.. paths.Select(path => Path.GetDirectoryName(path[(path.IndexOf(root, StringComparison.Ordinal) + root.Length)..])!.Replace('\\', '/')).Distinct()];
    }

    private async Task<int> CompiledMethodsOfTheRulesAsync(params string[] arguments)
    {
        string list = Path.Combine(consumers.Package.Directory, $"compiled-{Guid.NewGuid():N}.txt");
        Dictionary<string, string?> environment = new()
        {
            ["DOTNET_JitStdOutFile"] = list,
            ["DOTNET_JitDisasmSummary"] = "1",
            // Neither a server that has run before nor a node that stays behind: this compiler, from its start to its end.
            ["UseSharedCompilation"] = "false",
            ["MSBUILDDISABLENODEREUSE"] = "1",
        };
        DotnetResult build = await DotnetCommand.RunAsync(
            consumers.Package.Directory,
            environment,
            ["build", consumers.Plain.ProjectFile, "--no-restore", "--no-incremental", "-m:1", "-tl:off", .. arguments]);
        build.MustSucceed();
        return File.ReadLines(list).Count(line => line.Contains(" AsyncAnalyzers.", StringComparison.Ordinal));
    }

    private static (Guid Version, string Name) Identity(PEReader assembly)
    {
        MetadataReader metadata = assembly.GetMetadataReader();
        return (metadata.GetGuid(metadata.GetModuleDefinition().Mvid), metadata.GetAssemblyDefinition().GetAssemblyName().FullName);
    }
}
