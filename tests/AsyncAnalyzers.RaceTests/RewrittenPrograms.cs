using System.Reflection;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.Coyote;
using Microsoft.Coyote.Rewriting;
using Microsoft.Coyote.SystematicTesting;

namespace AsyncAnalyzers.RaceTests;

/// <summary>
/// The programs in one assembly that Coyote has rewritten: it then decides which thread runs next, at every access to memory, lock and
/// await, and tries one order after the other. P. Deligiannis et al., "Industrial-Strength Controlled Concurrency Testing for C#
/// Programs with Coyote", TACAS 2023.
/// </summary>
public sealed class RewrittenPrograms : IDisposable
{
    /// <summary>Most orders that lose something are found among the first ten.</summary>
    private const uint Iterations = 200;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("AsyncAnalyzers.RaceTests.");
    private readonly Assembly _assembly;

    public RewrittenPrograms()
    {
        string path = Path.Combine(_folder.FullName, "RacePrograms.dll");
        CSharpCompilation compilation = RaceCompilation.Of(
            "RacePrograms",
            OutputKind.DynamicallyLinkedLibrary,
            RaceProgram.All.Values.Select(program => $"namespace {program.Name}; {program.Source[program.Source.IndexOf('\n')..]}"));
        using (FileStream stream = File.Create(path))
        {
            EmitResult emitted = compilation.Emit(stream);
            Assert.Empty(emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        }

        Rewrite(path);
        _assembly = Assembly.LoadFrom(path);
        Assert.True(RewritingEngine.IsAssemblyRewritten(_assembly));
    }

    /// <summary>What goes wrong in some order of the threads of the program; null where nothing does in all orders that are tried.</summary>
    public string? FailureOf(RaceProgram program)
    {
        MethodInfo main = _assembly.GetType(program.Name + ".Program", throwOnError: true)!
            .GetMethod("Main", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;
        Configuration configuration = Configuration.Create()
            .WithTestingIterations(Iterations)
            .WithTelemetryEnabled(false)
            .WithSystematicFuzzingFallbackEnabled(false)
            .WithRandomGeneratorSeed(20261129)
            .WithPotentialDeadlocksReportedAsBugs(true)
            .WithDeadlockTimeout(2000)
            .WithMemoryAccessRaceCheckingEnabled(true)
            .WithCollectionAccessRaceCheckingEnabled(true)
            .WithAtomicOperationRaceCheckingEnabled(true)
            .WithLockAccessRaceCheckingEnabled(true)
            .WithConsoleLoggingEnabled(false);
        using TestingEngine engine = TestingEngine.Create(configuration, main.CreateDelegate<Func<Task>>());
        engine.Run();
        return engine.TestReport.NumOfFoundBugs == 0 ? null : engine.TestReport.BugReports.First();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A loaded assembly cannot be deleted everywhere.
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    /// <summary>What the tool <c>coyote rewrite</c> does; the library has no public way to it.</summary>
    private static void Rewrite(string path)
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        MethodInfo run = typeof(RewritingEngine).GetMethods(Any).Single(method => method.Name == "Run" && method.GetParameters().Length == 4);
        ParameterInfo[] parameters = run.GetParameters();
        object options = parameters[0].ParameterType.GetMethod("Create", Any)!.Invoke(null, null)!;
        Set("AssembliesDirectory", Path.GetDirectoryName(path)!);
        Set("OutputDirectory", Path.GetDirectoryName(path)!);
        Set("AssemblyPaths", new HashSet<string> { path });
        Set("DependencySearchPaths", new List<string> { AppContext.BaseDirectory, Path.GetDirectoryName(typeof(object).Assembly.Location)! });
        Set("IsRewritingMemoryLocations", true);
        Set("IsRewritingConcurrentCollections", true);
        Set("IsDataRaceCheckingEnabled", true);
        Configuration configuration = Configuration.Create().WithTelemetryEnabled(false).WithConsoleLoggingEnabled(false);
        object log = parameters[2].ParameterType.GetConstructors(Any).Single(constructor => constructor.GetParameters().Length == 2)
            .Invoke([configuration, false]);
        run.Invoke(null, [options, configuration, log, Activator.CreateInstance(parameters[3].ParameterType, nonPublic: true)]);

        void Set(string name, object value) => parameters[0].ParameterType.GetProperty(name, Any)!.SetValue(options, value);
    }
}
