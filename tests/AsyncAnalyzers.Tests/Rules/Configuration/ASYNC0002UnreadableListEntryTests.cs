using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Configuration.ASYNC0002UnreadableListEntryAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Configuration;

public class ASYNC0002UnreadableListEntryTests
{
    private const string Path = "/0/AsyncAnalyzers.BlockingApis.txt";

    [Theory]
    [InlineData("Lib.Db.Save", "write a documentation id such as 'M:Namespace.Type.Method'")]
    [InlineData("M:", "write a documentation id such as 'M:Namespace.Type.Method'")]
    [InlineData("F:Lib.Db.Value", "begin with 'M:' (method), 'P:' (property), 'T:' (type) or 'N:' (namespace)")]
    [InlineData("M:Lib.Db.#ctor(System.String)", "list the methods that block instead of a constructor")]
    [InlineData("M:Save", "add the type of the member, as in 'M:Namespace.Type.Method'")]
    [InlineData("M:Lib.Db.Save(System.Int32", "end the parameter list with ')'")]
    [InlineData("M:Lib.Db.Save()x", "end the parameter list with ')'")]
    [InlineData("T:Lib.Db()", "remove the parameter list of the type")]
    [InlineData("M:Lib.Db.Save*", "end only a namespace with '*'")]
    [InlineData("N:Lib.*.Db", "write '*' only at the end")]
    [InlineData("N:Lib..Db", "write a namespace instead of 'Lib..Db'")]
    [InlineData("M:Lib.Db.Save Now", "write the name of a member or type instead of 'Lib.Db.Save Now'")]
    [InlineData("M:Lib.Db.Save -> SaveAsync", "write the name of a member or type instead of 'Lib.Db.Save -> SaveAsync'")]
    [InlineData("M:Lib.Db.Save =>", "write the name or documentation id of a method after '=>'")]
    [InlineData("M:Lib.Db.Save => await it", "write the name or documentation id of a method after '=>'")]
    [InlineData("M:Lib.Db.Save => T:Lib.AsyncDb", "write the name or documentation id of a method after '=>'")]
    [InlineData("T:Lib.Db => SaveAsync", "give a replacement to a method or property only")]
    [InlineData("!M:Lib.Db.Save => SaveAsync", "remove the replacement of an entry that begins with '!'")]
    public Task Line_that_cannot_be_read(string line, string remedy)
        => ReportsAsync(line, (1, 1, line.Length + 1, $"Line '{line}' is ignored; {remedy}"));

    [Fact]
    public Task Each_line_at_its_place()
        => ReportsAsync(
            "# blocks\n\nM:Lib.Db.Save\n   Save   # no id\nT:Lib.Db\n\tX:Lib\n",
            (4, 4, 8, "Line 'Save' is ignored; write a documentation id such as 'M:Namespace.Type.Method'"),
            (6, 2, 7, "Line 'X:Lib' is ignored; begin with 'M:' (method), 'P:' (property), 'T:' (type) or 'N:' (namespace)"));

    [Fact]
    public Task A_hundred_lines_at_most()
    {
        const string Message = "Line 'Save' is ignored; write a documentation id such as 'M:Namespace.Type.Method'";
        return ReportsAsync(
            string.Concat(Enumerable.Repeat("Save\n", 5_000)),
            [.. from line in Enumerable.Range(1, 100)
                select (line, 1, 5, line < 100 ? Message : Message + " (4900 more here)")]);
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
