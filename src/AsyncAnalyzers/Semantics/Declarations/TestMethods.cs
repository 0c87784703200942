using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>Methods that a runner of tests or benchmarks calls, by the names of their attributes.</summary>
internal static class TestMethods
{
    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "Fact", "Theory", "Test", "TestCase", "TestCaseSource", "TestMethod", "DataTestMethod", "SetUp", "TearDown",
        "OneTimeSetUp", "OneTimeTearDown", "TestInitialize", "TestCleanup", "ClassInitialize", "ClassCleanup", "AssemblyInitialize",
        "AssemblyCleanup", "Benchmark", "GlobalSetup", "GlobalCleanup",
    };

    private static readonly ConditionalWeakTable<SyntaxTree, object> Files = new();

    /// <summary>The file declares such a method.</summary>
    public static bool AreIn(SyntaxTree tree, CancellationToken cancellationToken)
        => Files.TryGetValue(tree, out object? found)
            ? (bool)found
            : (bool)Files.GetValue(tree, one => one.GetRoot(cancellationToken)
                .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
                .Any(static node => node is MethodDeclarationSyntax method && IsTest(method)));

    /// <summary>The node is in such a method, or in what is nested in one.</summary>
    public static bool Contain(SyntaxNode node)
        => node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && IsTest(method);

    /// <summary>The node is such a method, and not one that is nested in it.</summary>
    public static bool IsTestItself(SyntaxNode node) => node is MethodDeclarationSyntax method && IsTest(method);

    /// <summary>A runner calls the method.</summary>
    public static bool IsTest(MethodDeclarationSyntax method)
        => method.AttributeLists.Any(static list => list.Attributes.Any(static attribute => TypeNames.Of(attribute.Name) is { } name
            && (Attributes.Contains(name) || Attributes.Any(test => name == test + "Attribute") || IsDerived(name))));

    /// <summary>What derives from the attributes of xUnit, by its name: <c>ConditionalFact</c>, <c>SkippableTheory</c>.</summary>
    private static bool IsDerived(string attribute)
    {
        string name = attribute.EndsWith("Attribute", StringComparison.Ordinal)
            ? attribute.Substring(0, attribute.Length - "Attribute".Length)
            : attribute;
        return name.EndsWith("Fact", StringComparison.Ordinal) || name.EndsWith("Theory", StringComparison.Ordinal);
    }
}
