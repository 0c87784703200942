using AsyncAnalyzers.Semantics;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>What a compilation is by the types that it knows and by its name.</summary>
public class KnownTypesTests
{
    [Theory]
    [InlineData("Shop.Tests")]
    [InlineData("Shop.Core.Test")]
    [InlineData("Shop.Tests.Unit")]
    [InlineData("Shop.Test.Common")]
    [InlineData("Shop.IntegrationTests")]
    [InlineData("Shop-Benchmarks")]
    [InlineData("Shop.Specs")]
    [InlineData("Shop.UnitTesting")]
    [InlineData("Shop.TestHelpers")]
    [InlineData("ManualTests")]
    [InlineData("ShopUnitTests")]
    public void Named_for_tests(string name) => Assert.True(HasTestFramework(name));

    [Theory]
    [InlineData("Shop")]
    [InlineData("Tests")]
    [InlineData("SpeedTest")]
    [InlineData("TestsRunner")]
    [InlineData("TestProject")]
    [InlineData("Shop.TestHost")]
    [InlineData("Shop.Attesting")]
    [InlineData("Shop.TestClient")]
    [InlineData("Shop.Latest")]
    [InlineData("Test.Server")]
    [InlineData("")]
    [InlineData(null)]
    public void Not_named_for_tests(string? name) => Assert.False(HasTestFramework(name));

    [Theory]
    [InlineData("namespace Xunit { public class FactAttribute { } }")]
    [InlineData("namespace BenchmarkDotNet.Attributes { public class BenchmarkAttribute { } }")]
    public void With_a_runner(string source) => Assert.True(HasTestFramework("Shop", source));

    private static bool HasTestFramework(string? name, string source = "")
        => KnownTypes.Of(CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)])).HasTestFramework;
}
