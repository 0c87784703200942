using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>ASYNC2001 in tests: calls of mocks, calls whose effect on a mock is looked at, and calls that are to throw.</summary>
public class TestDoublesTests
{
    private const string Libraries = """

        public interface IRepo { Task SaveAsync(int id); }
        static class RepoExtensions { public static Task SaveAllAsync(this IRepo repo, int count) => repo.SaveAsync(count); }
        interface IService { Task RunAsync(IRepo repo); Task StopAsync(); }
        class Mock<T> where T : class { public T Object => null!; public void Verify(Action<T> call) { } public void VerifyAll() { } }
        static class Mock { public static T Of<T>() where T : class => null!; }
        static class Substitute { public static T For<T>() where T : class => null!; }
        static class A { public static T Fake<T>() where T : class => null!; }
        static class Assert { public static void Throws<T>(Action act) { } public static void DoesNotThrow(Action act) { } public static void Equal(int a, int b) { } }
        class Asserted { public void Throw<T>() { } public void NotThrow() { } }
        static class Should_ { public static Asserted Should(this Action act) => new(); public static void ShouldThrow<T>(this Action act) { } }
        """;

    private const string Framework = "namespace Xunit { class FactAttribute : Attribute { } }\n";

    [Theory]
    [InlineData("var repo = new Mock<IRepo>(); repo.Object.SaveAsync(1);")]
    [InlineData("var mock = new Mock<IRepo>(); var repo = mock.Object; repo.SaveAsync(1);")]
    [InlineData("var repo = new Mock<IRepo>().Object; repo.SaveAsync(1);")]
    [InlineData("var repo = Make().Object; RepoExtensions.SaveAllAsync(repo, 1);")]
    [InlineData("var repo = Mock.Of<IRepo>(); repo.SaveAllAsync(1);")]
    [InlineData("var repo = Substitute.For<IRepo>(); repo.SaveAsync(1);")]
    [InlineData("IRepo repo; repo = A.Fake<IRepo>(); repo.SaveAsync(1);")]
    [InlineData("_repo.SaveAsync(1);")]
    public Task Calls_of_mocks(string body) => Verify.SilentAsync(Framework
        + "class C { IRepo _repo = Substitute.For<IRepo>(); Mock<IRepo> Make() => new(); [Xunit.Fact] public void M(IService service) { " + body + " } }"
        + Libraries);

    [Theory]
    [InlineData("var repo = new Mock<IRepo>(); {|#0:service.RunAsync(repo.Object)|}; repo.Verify(r => r.SaveAsync(1));")]
    [InlineData("var repo = new Mock<IRepo>(); {|#0:service.StopAsync()|}; repo.VerifyAll();")]
    [InlineData("Assert.Throws<Exception>(() => {|#0:service.StopAsync()|});")]
    [InlineData("Action act = () => {|#0:service.StopAsync()|}; act.Should().Throw<Exception>();")]
    [InlineData("Action act = () => {|#0:service.StopAsync()|}; act.ShouldThrow<Exception>();")]
    public Task Suggested(string body) => Verify.ReportsAsync(
        Framework + "class C { [Xunit.Fact] public void M(IService service) { " + body + " } }" + Libraries.Replace("Action<T> call", "Func<T, object> call"),
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Info).WithLocation(0)));

    [Theory]
    [InlineData("[|service.StopAsync()|]; Assert.Equal(1, 2);")]
    [InlineData("var repo = new Mock<IRepo>().Object; [|service.RunAsync(repo)|]; Assert.Equal(1, 2);")]
    [InlineData("Action act = () => [|service.StopAsync()|]; act.Should().NotThrow();")]
    [InlineData("Assert.DoesNotThrow(() => [|service.StopAsync()|]);")]
    public Task Warned(string body) => Verify.ReportsAsync(
        Framework + "class C { [Xunit.Fact] public void M(IService service) { " + body + " } }" + Libraries, severity: DiagnosticSeverity.Warning);

    [Fact]
    public Task What_is_no_test_has_no_mocks() => Verify.ReportsAsync(
        "class C { void M(Mock<IRepo> mock) { var repo = mock.Object; [|repo.SaveAsync(1)|]; } }" + Libraries);
}
