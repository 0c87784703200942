namespace AsyncAnalyzers.Semantics;

/// <summary>Projects, by their names, in which nobody waits for a thread: what shows how something is used, and what measures it.</summary>
internal static class ExampleProjects
{
    private static readonly HashSet<string> ExampleWords = new(StringComparer.Ordinal)
    {
        "Sample", "Samples", "Example", "Examples", "Demo", "Demos", "Playground", "Sandbox", "Tutorial", "Tutorials",
    };

    private static readonly HashSet<string> LoadWords = new(StringComparer.Ordinal) { "Stress", "Benchmark", "Benchmarks", "Perf" };

    private static readonly HashSet<string> TestWords = new(StringComparer.Ordinal) { "Tests" };

    private static readonly string[] TestNames = { "UnitTest", "IntegrationTest", "PerformanceTest", "LoadTest", "TestApp", "TestHost" };

    /// <summary>
    /// The project shows how something is used: <c>Shop.Samples</c>, <c>Shop.Demo.Locks</c>. Nobody waits for it, but others copy from it.
    /// </summary>
    public static bool IsExample(Compilation compilation) => HasWordOf(ExampleWords, compilation);

    /// <summary>The project measures: <c>Shop.Benchmarks</c>.</summary>
    public static bool IsLoad(Compilation compilation) => HasWordOf(LoadWords, compilation);

    /// <summary>
    /// <c>Shop.Tests</c>, <c>Shop.Test.Common</c>, <c>Shop.IntegrationTests</c>, <c>Shop.UnitTesting</c>, <c>Shop.TestHelpers</c>,
    /// <c>Shop.Benchmarks</c>, <c>ManualTests</c>: the project counts as one with a test framework. A name of one word, or
    /// <c>SpeedTest</c>, may well be a product's.
    /// </summary>
    public static bool AreNamedForTests(string? assembly)
    {
        string[] segments = assembly?.Split('.', '-') ?? Array.Empty<string>();
        return segments.Skip(1).Any(static segment => NameWords.Of(segment) is { Count: > 0 } words
                && (words[words.Count - 1] is "Test" or "Tests" or "Testing" or "Specs" or "Benchmark" or "Benchmarks"
                    || (words.Count == 2 && words[0] is "Test" or "Tests"
                        && words[1] is "Helpers" or "Utilities" or "Utils" or "Common" or "Support" or "Infrastructure" or "Assets")))
            || (segments.Length > 0 && NameWords.Of(segments[0]) is { Count: > 1 } own
                && own[own.Count - 1] is "Tests" or "Specs" or "Benchmarks");
    }

    /// <summary>
    /// The project is there for tests, with a test framework or without: <c>Shop.UnitTestApp</c>, <c>Shop.Tests.Common</c>.
    /// </summary>
    public static bool IsTest(Compilation compilation)
        => compilation.AssemblyName is { } assembly
            && (AreNamedForTests(assembly) || Array.Exists(TestNames, name => assembly.IndexOf(name, StringComparison.Ordinal) >= 0)
                || HasWordOf(TestWords, compilation));

    /// <summary>An example, a measurement or a test: nobody stops it but who has started it to look at it.</summary>
    public static bool IsUnused(Compilation compilation) => IsExample(compilation) || IsLoad(compilation) || IsTest(compilation);

    private static bool HasWordOf(HashSet<string> words, Compilation compilation)
        => compilation.AssemblyName is { } assembly
            && assembly.Split('.', '-', '_').Any(segment => NameWords.Of(segment).Any(words.Contains));
}
