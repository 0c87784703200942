namespace AsyncAnalyzers.PackageTests;

/// <summary>dotnet format, as docs/adopting.md says to use it, on a whole solution.</summary>
[Collection(PackageCollection.Name)]
public sealed class RepairTests(Consumers consumers)
{
    [Fact]
    public async Task DotnetFormatRepairsASolutionWhichThenBuildsCleanAndRunsAsBefore()
    {
        string directory = consumers.Package.Directory;
        string before = await RunAsync(consumers.Plain) + await RunAsync(consumers.CSharp73);
        string solution = consumers.Solution("Repair", consumers.Repairable);

        DotnetResult format = await DotnetCommand.RunAsync(directory, ["format", "analyzers", solution, "--no-restore", "--severity", "info", "--diagnostics", .. consumers.Assemblies.RuleIds.Order()]);
        format.MustSucceed();
        DotnetResult build = await DotnetCommand.RunAsync(directory, "build", solution, "--no-restore", "-m:1", "-tl:off", "-clp:NoSummary");

        Assert.Empty(BuildMessage.Parse(build.Output));
        build.MustSucceed();
        Assert.Equal(before, await RunAsync(consumers.Plain) + await RunAsync(consumers.CSharp73));
    }

    [Fact]
    public async Task APackedUserOfThePackageDoesNotListIt()
    {
        var library = new Consumer(consumers.Package, "Library", isPackageUser: false);
        library.With("Nothing.cs", "public static class Nothing;\n");

        (await DotnetCommand.RunAsync(library.Directory, "add", "package", "AsyncAnalyzers", "--version", consumers.Package.Version)).MustSucceed();
        (await DotnetCommand.RunAsync(library.Directory, "pack", "-o", library.Directory, "-m:1", "-tl:off")).MustSucceed();

        using var package = System.IO.Compression.ZipFile.OpenRead(Path.Combine(library.Directory, "Library.1.0.0.nupkg"));
        using var nuspec = new StreamReader(package.GetEntry("Library.nuspec")!.Open());
        Assert.Contains("""<PackageReference Include="AsyncAnalyzers" """, library.Read("Library.csproj"), StringComparison.Ordinal);
        Assert.DoesNotContain("AsyncAnalyzers", await nuspec.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(Consumer consumer)
        => (await DotnetCommand.RunAsync(consumer.Directory, "exec", consumer.Program)).MustSucceed().Output;
}
