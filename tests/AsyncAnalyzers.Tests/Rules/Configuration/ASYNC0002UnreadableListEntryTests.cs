using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Configuration.ASYNC0002UnreadableListEntryAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Configuration;

public class ASYNC0002UnreadableListEntryTests
{
    private const string Path = "/0/AsyncAnalyzers.BlockingApis.txt";

    [Theory]
    [InlineData("Lib.Db.Save", "expected is a documentation id, such as 'M:Namespace.Type.Method'")]
    [InlineData("M:", "expected is a documentation id, such as 'M:Namespace.Type.Method'")]
    [InlineData("F:Lib.Db.Value", "'F:' is none of 'M:' (method), 'P:' (property), 'T:' (type) and 'N:' (namespace)")]
    [InlineData("M:Lib.Db.#ctor(System.String)", "constructors cannot be listed: list the methods that block")]
    [InlineData("M:Save", "the type of the member is missing: 'M:Namespace.Type.Method'")]
    [InlineData("M:Lib.Db.Save(System.Int32", "the parameter list does not end with ')'")]
    [InlineData("M:Lib.Db.Save()x", "the parameter list does not end with ')'")]
    [InlineData("T:Lib.Db()", "a type has no parameter list")]
    [InlineData("M:Lib.Db.Save*", "only a namespace may end with '*'")]
    [InlineData("N:Lib.*.Db", "'*' may stand at the end only")]
    [InlineData("N:Lib..Db", "'Lib..Db' is no namespace")]
    [InlineData("M:Lib.Db.Save Now", "'Lib.Db.Save Now' is no name of a member or type")]
    [InlineData("M:Lib.Db.Save -> SaveAsync", "'Lib.Db.Save -> SaveAsync' is no name of a member or type")]
    [InlineData("M:Lib.Db.Save =>", "behind '=>' the name or the documentation id of a method is expected")]
    [InlineData("M:Lib.Db.Save => await it", "behind '=>' the name or the documentation id of a method is expected")]
    [InlineData("M:Lib.Db.Save => T:Lib.AsyncDb", "behind '=>' the name or the documentation id of a method is expected")]
    [InlineData("T:Lib.Db => SaveAsync", "only a method or property has a replacement")]
    [InlineData("!M:Lib.Db.Save => SaveAsync", "what is taken out has no replacement")]
    public Task Line_that_cannot_be_read(string line, string explanation)
        => ReportsAsync(line, (1, 1, line.Length + 1, $"The line '{line}' has no effect: {explanation}"));

    [Fact]
    public Task Each_line_at_its_place()
        => ReportsAsync(
            "# blocks\n\nM:Lib.Db.Save\n   Save   # no id\nT:Lib.Db\n\tX:Lib\n",
            (4, 4, 8, "The line 'Save' has no effect: expected is a documentation id, such as 'M:Namespace.Type.Method'"),
            (6, 2, 7, "The line 'X:Lib' has no effect: 'X:' is none of 'M:' (method), 'P:' (property), 'T:' (type) and 'N:' (namespace)"));

    [Fact]
    public Task A_hundred_lines_at_most()
    {
        const string Message = "The line 'Save' has no effect: expected is a documentation id, such as 'M:Namespace.Type.Method'";
        return ReportsAsync(
            string.Concat(Enumerable.Repeat("Save\n", 5_000)),
            [.. from line in Enumerable.Range(1, 100)
                select (line, 1, 5, line < 100 ? Message : Message + " (4900 more of this file are not reported)")]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment")]
    [InlineData("M:Lib.Db.Save")]
    [InlineData("M:Lib.Db.Save()")]
    [InlineData("M:Lib.Db.Save(System.Int32,System.Collections.Generic.List{System.String})")]
    [InlineData("M:Lib.Repo`1.Find``2(`0,``1)")]
    [InlineData("P:Lib.Db.Count # reads all")]
    [InlineData("T:Lib.Db")]
    [InlineData("T:Lib.Repo`1")]
    [InlineData("N:Lib")]
    [InlineData("N:Lib*")]
    [InlineData("N:Lib.Data.*")]
    [InlineData("!N:Lib.Data*")]
    [InlineData("!  M:Lib.Db.Save")]
    [InlineData("M:Lib.Db.Save=>SaveAsync")]
    [InlineData("M:Lib.Db.Save => M:Lib.Db.SaveAsync(System.Int32)")]
    [InlineData("\r\n\tM:Lib.Db.Save\r\n")]
    public Task Line_that_can_be_read(string lines) => Verify.SilentAsync("class C { }", configure: test => test.TestState.AdditionalFiles.Add((Path, lines)));

    [Fact]
    public Task Another_file() => Verify.SilentAsync("class C { }", configure: test => test.TestState.AdditionalFiles.Add(("/0/Notes.txt", "no list")));

    private static Task ReportsAsync(string lines, params (int Line, int Start, int End, string Message)[] expected)
        => Verify.SilentAsync("class C { }", configure: test =>
        {
            test.TestState.AdditionalFiles.Add((Path, lines));
            foreach ((int line, int start, int end, string message) in expected)
            {
                test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC0002", DiagnosticSeverity.Warning).WithSpan(Path, line, start, line, end).WithMessage(message));
            }
        });
}
