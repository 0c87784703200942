using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Configuration.ASYNC0003UnmatchedListEntryAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Configuration;

public class ASYNC0003UnmatchedListEntryTests
{
    private const string Path = "/0/AsyncAnalyzers.BlockingApis.txt";

    private const string Library =
        """
        namespace Lib
        {
            public class Base { public void Old() { } }
            public class Db : Base { public void Save(int x) { } public void Save(string s) { } public int Count => 1; public class Row { public void Lock() { } } }
            public class Repo<T> { public void Find<U>(T key, U other) { } }
        }
        namespace Lib.Data { class X { } }
        """;

    [Theory]
    [InlineData("M:Lib.Db.Sav", "M:Lib.Db.Sav", "the type has no member 'Sav' of its own")]
    [InlineData("M:Lib.Db.Old", "M:Lib.Db.Old", "the type has no member 'Old' of its own")]
    [InlineData("M:Lib.Db.Save(System.Int64)", "M:Lib.Db.Save(System.Int64)", "no 'Save' of the type fits the prefix and parameters")]
    [InlineData("M:Lib.Db.Save()", "M:Lib.Db.Save()", "no 'Save' of the type fits the prefix and parameters")]
    [InlineData("M:Lib.Db.Count", "M:Lib.Db.Count", "no 'Count' of the type fits the prefix and parameters")]
    [InlineData("M:Lib.Database.Save", "M:Lib.Database.Save", "there is no type 'Lib.Database'")]
    [InlineData("!T:Lib.Database", "T:Lib.Database", "there is no type 'Lib.Database'")]
    [InlineData("T:Lib.Repo", "T:Lib.Repo", "there is no type 'Lib.Repo'")]
    [InlineData("N:Lob*", "N:Lob*", "there is no such namespace")]
    [InlineData("M:Lib.Db.Save => M:Lib.Db.SaveAsync", "M:Lib.Db.SaveAsync", "the type has no member 'SaveAsync' of its own")]
    public Task Entry_that_names_nothing(string line, string id, string explanation) => Verify.SilentAsync(
        Library,
        configure: test =>
        {
            test.TestState.AdditionalFiles.Add((Path, line));
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC0003", DiagnosticSeverity.Info).WithSpan(Path, 1, 1, 1, line.Length + 1)
                .WithMessage($"'{id}' matches no API of this project, because {explanation}; fix or remove the entry"));
        });

    [Theory]
    [InlineData("M:Lib.Db.Save")]
    [InlineData("M:Lib.Db.Save(System.Int32)")]
    [InlineData("P:Lib.Db.Count")]
    [InlineData("T:Lib.Db")]
    [InlineData("T:Lib.Db.Row")]
    [InlineData("M:Lib.Db.Row.Lock")]
    [InlineData("M:Lib.Repo`1.Find")]
    [InlineData("M:Lib.Repo`1.Find``1(`0,``0)")]
    [InlineData("N:Lib")]
    [InlineData("N:Lib*")]
    [InlineData("N:Lib.Data")]
    [InlineData("!M:System.Threading.SemaphoreSlim.Wait")]
    [InlineData("M:Lib.Db.Save => M:Lib.Base.Old")]
    [InlineData("M:Lib.Db.Save => AnExtensionPerhaps")]
    [InlineData("not readable: the business of another rule")]
    public Task Entry_that_names_something(string line) => Verify.SilentAsync(Library, configure: test => test.TestState.AdditionalFiles.Add((Path, line)));
}
