using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>The compiler's command line for one project, freed of every analyzer: what source generators write is made part of the sources.</summary>
internal sealed class CompilerCommandLine
{
    // What writes files, picks rules or turns warnings into errors; the benchmark has its own of these.
    private static readonly ImmutableArray<string> Dropped =
    [
        "/analyzer:", "/a:", "/analyzerconfig:", "/additionalfile:", "/ruleset:", "/out:", "/refout:", "/doc:", "/pdb:", "/errorlog:", "/generatedfilesout:",
        "/warnaserror", "/skipanalyzers", "/reportanalyzer", "/sourcelink:", "/embed", "/keyfile:", "/publicsign", "/delaysign", "/refonly",
        "/win32res:", "/win32icon:", "/win32manifest:", "/resource:", "/res:", "/linkresource:", "/linkres:",
    ];

    private readonly string _workFolder;
    private readonly string _projectFolder;
    private readonly ImmutableArray<string> _arguments;

    private CompilerCommandLine(string workFolder, string projectFolder, ImmutableArray<string> arguments)
    {
        _workFolder = workFolder;
        _projectFolder = projectFolder;
        _arguments = arguments;
    }

    /// <summary>Builds a project as its authors do, analyzers off, and takes the compiler's command line from that build.</summary>
    /// <param name="project">The project file.</param>
    /// <param name="buildArguments">Further arguments of <c>dotnet build</c>.</param>
    /// <param name="workFolder">An empty folder for what the compiler writes.</param>
    /// <exception cref="InvalidOperationException">The project does not build.</exception>
    public static async Task<CompilerCommandLine> CaptureAsync(string project, IEnumerable<string> buildArguments, string workFolder)
    {
        string projectFolder = Path.GetDirectoryName(Path.GetFullPath(project))!;
        (int exitCode, string output, _) = await ChildProcess.RunDotNetAsync(
            [
                "build", Path.GetFullPath(project), "-c", "Release", "-v", "q", "-nologo",
                "-p:CustomAfterMicrosoftCommonTargets=" + Path.Combine(AppContext.BaseDirectory, "CaptureCommandLine.targets"),
                "-p:CaptureDirectory=" + workFolder, "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", .. buildArguments,
            ],
            projectFolder);
        string name = Path.GetFileNameWithoutExtension(project);
        // A number follows the name: the projects that this one needs may be called like it, with more behind.
        string[] captured =
        [
            .. Directory.GetFiles(workFolder, name + ".*.args").Where(path => Path.GetFileName(path)[(name.Length + 1)..] is ['-' or (>= '0' and <= '9'), ..]),
        ];
        if (exitCode != 0 || captured.Length == 0)
        {
            throw new InvalidOperationException($"{project} does not build:{Environment.NewLine}{output}");
        }

        // Of several target frameworks the last by name is the newest, near enough.
        string[] arguments = await File.ReadAllLinesAsync(captured.Order(StringComparer.Ordinal).Last());
        string generated = Path.Combine(workFolder, "generated");
        Directory.CreateDirectory(generated);
        CompilerCommandLine original = new(workFolder, projectFolder, [.. arguments.Where(argument => !IsOutput(argument))]);
        await original.RunAsync(["/skipanalyzers+", "/generatedfilesout:" + generated], "generate");
        return new(
            workFolder,
            projectFolder,
            [
                .. arguments.Where(argument => !Dropped.Any(prefix => argument.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))),
                .. Directory.GetFiles(generated, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Quoted),
            ]);

        static bool IsOutput(string argument)
            => new[] { "/out:", "/refout:", "/doc:", "/pdb:", "/errorlog:", "/generatedfilesout:", "/skipanalyzers", "/warnaserror" }
                .Any(prefix => argument.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The number of lines of the source files on the command line.</summary>
    public int LineCount => _arguments
        .Select(argument => argument.Trim('"'))
        .Where(argument => argument.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) && !argument.StartsWith("/reference:", StringComparison.Ordinal))
        .Sum(file => File.ReadLines(Path.Combine(_projectFolder, file)).Count());

    /// <summary>The compilation of the command line, in this process.</summary>
    public CSharpCompilation ToCompilation()
    {
        CSharpCommandLineArguments parsed = CSharpCommandLineParser.Default.Parse(_arguments, _projectFolder, sdkDirectory: null);
        return CSharpCompilation.Create(
            parsed.CompilationName ?? "Project",
            parsed.SourceFiles.Select(file => CSharpSyntaxTree.ParseText(
                SourceText.From(File.ReadAllText(file.Path), Encoding.UTF8), parsed.ParseOptions, file.Path)),
            parsed.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(
                Path.Combine(_projectFolder, reference.Reference), reference.Properties)),
            parsed.CompilationOptions);
    }

    /// <summary>Compiles in a process of its own, apart from the shared compiler server.</summary>
    /// <param name="more">Arguments beside the project's own.</param>
    /// <param name="name">A name for the files that the compiler writes.</param>
    public async Task<(int ExitCode, string Output, TimeSpan ProcessorTime)> RunAsync(IEnumerable<string> more, string name)
    {
        string response = Path.Combine(_workFolder, name + ".rsp");
        string output = Path.Combine(_workFolder, name);
        Directory.CreateDirectory(output);
        await File.WriteAllLinesAsync(
            response,
            _arguments.Where(argument => argument != "/noconfig").Concat(more).Append("/out:" + Quoted(Path.Combine(output, "Output.dll"))));
        return await ChildProcess.RunDotNetAsync([BuildPaths.Get("Compiler"), "/noconfig", "@" + response], _projectFolder);
    }

    /// <summary>A path as one argument of a response file.</summary>
    public static string Quoted(string path) => $"\"{path}\"";
}
