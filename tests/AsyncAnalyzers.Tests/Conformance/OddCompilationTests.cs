using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>Compilations that lack what the rules speak of, or have it twice; and what the rules keep of them afterwards.</summary>
public class OddCompilationTests
{
    private const string TaskTwin = "namespace System.Threading.Tasks { public class Task { public void Wait() { } } public class Task<T> : Task { public T Result => default; } public struct ValueTask { } }";

    private const string OwnCore = """
        namespace System
        {
            public class Object { } public struct Void { } public abstract class ValueType { } public struct Int32 { } public struct Boolean { } public class String { }
            public class Attribute { } public abstract class Enum { } public abstract class Delegate { } public abstract class MulticastDelegate : Delegate { } public class Exception { }
        }
        namespace System.Threading { public class Thread { public static void Sleep(int milliseconds) { } } }
        class C { async void M() { System.Threading.Thread.Sleep(1); int n = 0; n++; for (int i = 0; true; i = i) { n = n; } } }
        """;

    private static readonly ImmutableArray<MetadataReference> Framework =
        TestSetup.References.ResolveAsync(LanguageNames.CSharp, CancellationToken.None).GetAwaiter().GetResult();

    public static TheoryData<string> Snippets => [.. RichCode.All.Keys];

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task Without_any_reference(string name)
        => Assert.Empty(await TestedCode.ReportsAsync(Compile([RichCode.All[name], TestedCode.GlobalUsings], [])));

    [Fact]
    public async Task With_a_core_library_that_has_no_Task() => _ = await TestedCode.ReportsAsync(Compile([OwnCore], []));

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task With_Task_in_two_more_assemblies(string name)
        => _ = await TestedCode.ReportsAsync(Compile([RichCode.All[name], TestedCode.GlobalUsings], [.. Framework, Twin("One"), Twin("Two")]));

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task With_Task_in_the_source(string name)
        => _ = await TestedCode.ReportsAsync(Compile([RichCode.All[name], TestedCode.GlobalUsings, TaskTwin], Framework));

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task Under_an_old_language_version(string name)
        => _ = await TestedCode.ReportsAsync(Compile([RichCode.All[name]], Framework, LanguageVersion.CSharp5));

    [Fact]
    public async Task Code_that_is_dynamic() => Assert.DoesNotContain(
        await TestedCode.ReportsAsync(Compile(
            ["class C { dynamic d; async Task M(dynamic x) { x.Wait(); x.Sleep(1); int r = x.Result; x++; d += 1; x.GetAwaiter().GetResult(); x(); await x; foreach (var y in x) { foreach (var z in y) { } } } }", TestedCode.GlobalUsings],
            Framework)),
        report => report.Id is "ASYNC1001" or "ASYNC1002");

    [Fact]
    public async Task Nothing_keeps_a_compilation_alive()
    {
        // Two: what is kept of the first only until the second comes would be found alive with the second.
        WeakReference[] compilations = [await AnalyzeAndForgetAsync("A"), await AnalyzeAndForgetAsync("B")];
        // Threads of other tests may hold something for a while: what is static holds it for ever.
        for (int attempt = 0; attempt < 200 && compilations.Any(compilation => compilation.IsAlive); attempt++)
        {
            await Task.Delay(50);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
        }

        Assert.All(compilations, compilation => Assert.False(compilation.IsAlive, "Something static holds on to a compilation or its symbols."));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> AnalyzeAndForgetAsync(string name)
    {
        Compilation compilation = Compile([.. RichCode.All.Values, TestedCode.GlobalUsings, $"class Only{name} {{ }}"], Framework);
        _ = await TestedCode.ReportsAsync(compilation);
        return new WeakReference(compilation);
    }

    private static CSharpCompilation Compile(IEnumerable<string> sources, IEnumerable<MetadataReference> references, LanguageVersion? version = null)
        => CSharpCompilation.Create(
            "Odd",
            sources.Select((source, number) => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(version ?? TestSetup.NewestLanguageVersion), $"/0/Test{number}.cs")),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static MetadataReference Twin(string assembly)
        => CSharpCompilation.Create(assembly, [CSharpSyntaxTree.ParseText(TaskTwin)], Framework, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).ToMetadataReference();
}
