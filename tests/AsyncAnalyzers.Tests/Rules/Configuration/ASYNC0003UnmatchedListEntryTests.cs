using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Configuration.ASYNC0003UnmatchedListEntryAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Configuration;

public class ASYNC0003UnmatchedListEntryTests
{
    private const string Path = "/0/AsyncAnalyzers.BlockingApis.txt";

    private const string NoCounterpart =
        "nothing of that name beside 'Save' can be awaited";

    private const string Library =
        """
        namespace Lib
        {
            public class Base { public void Old() { } public Task StoreAsync() => Task.CompletedTask; }
            public static class Extensions { public static Task KeepAsync(this Db db) => Task.CompletedTask; }
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
    [InlineData("T:Databse", "T:Databse", "there is no type 'Databse'")]
    [InlineData("N:Lib.Dta*", "N:Lib.Dta*", "there is no such namespace")]
    [InlineData("!T:System.Threading.SemaphorSlim", "T:System.Threading.SemaphorSlim", "there is no type 'System.Threading.SemaphorSlim'")]
    [InlineData("M:Lib.Db.Save => SaveAsnc", "SaveAsnc", NoCounterpart)]
    [InlineData("M:Lib.Db.Save => Old", "Old", NoCounterpart)]
    [InlineData("M:Lib.Db.Save => M:Lib.Db.SaveAsync", "M:Lib.Db.SaveAsync", "the type has no member 'SaveAsync' of its own")]
    public Task Entry_that_names_nothing(string line, string id, string explanation) => Verify.SilentAsync(
        Library,
        configure: test =>
        {
            test.TestState.AdditionalFiles.Add((Path, line));
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC0003", DiagnosticSeverity.Warning)
                .WithSpan(Path, 1, 1, 1, line.Length + 1)
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
    [InlineData("M:Lib.Db.Save => StoreAsync")]
    [InlineData("M:Lib.Db.Save => KeepAsync")]
    [InlineData("M:System.Threading.SemaphoreSlim.Wait => WaitAsync")]
    // What is not referenced: a list may speak of more libraries than a project uses.
    [InlineData("M:Contoso.Database.Save => SaveAsync")]
    [InlineData("T:Contoso.Database")]
    [InlineData("N:Contoso*")]
    [InlineData("!N:Contoso.Data")]
    [InlineData("M:Lib.Web.Api.Client.Send")]
    [InlineData("M:System.Data.OtherClient.Command.Execute")]
    [InlineData("not readable: the business of another rule")]
    public Task Entry_that_names_something(string line) => Verify.SilentAsync(Library, configure: test => test.TestState.AdditionalFiles.Add((Path, line)));

    [Theory]
    [InlineData(100, 100, "the type has no member 'Sav' of its own")]
    [InlineData(103, 100, "the type has no member 'Sav' of its own (3 more here)")]
    public Task A_hundred_at_most(int lines, int reported, string last) => Verify.SilentAsync(
        Library,
        configure: test =>
        {
            test.TestState.AdditionalFiles.Add((Path, string.Join('\n', Enumerable.Repeat("M:Lib.Db.Sav", lines))));
            for (int line = 1; line <= reported; line++)
            {
                string explanation = line == reported ? last : "the type has no member 'Sav' of its own";
                test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC0003", DiagnosticSeverity.Warning)
                    .WithSpan(Path, line, 1, line, 13)
                    .WithMessage($"'M:Lib.Db.Sav' matches no API of this project, because {explanation}; fix or remove the entry"));
            }
        });
}
