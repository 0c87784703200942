using Xunit;
using Found = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2002AsyncVoidMethodAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>
/// Where the exception of an async void method comes to: a loop of the project's own, that of a user interface; and streams whose disposal
/// is all that is awaited.
/// </summary>
public class AsyncVoidLoopTests
{
    private const string Save = "class C { async void {|#0:Save|}() => await File.WriteAllTextAsync(\"a\", \"b\"); }\n";
    private const string Post = "public override void Post(SendOrPostCallback d, object? state) { } ";

    [Theory]
    [InlineData("sealed class Loop : SynchronizationContext { " + Post + "}", DiagnosticSeverity.Info)]
    [InlineData("class Loop : SynchronizationContext { " + Post + "} class Other : Loop { }", DiagnosticSeverity.Info)]
    [InlineData("namespace N { class GameContext : Base { " + Post + "} abstract class Base : SynchronizationContext { } }", DiagnosticSeverity.Info)]
    // A helper that runs one call to its end; one that does not say where it posts to; another type of the name.
    [InlineData("static class Pump { sealed class Loop : SynchronizationContext { " + Post + "} }", DiagnosticSeverity.Warning)]
    [InlineData("class Loop : SynchronizationContext { }", DiagnosticSeverity.Warning)]
    [InlineData("class Loop : N.SynchronizationContext { public override void Post() { } } "
        + "namespace N { class SynchronizationContext { public virtual void Post() { } } }", DiagnosticSeverity.Warning)]
    [InlineData("", DiagnosticSeverity.Warning)]
    public Task Own_loop(string types, DiagnosticSeverity severity) => ReportsAsync(Save + types, severity, "method 'Save'", "return a task");

    private const string Controls = """

        namespace Avalonia.Controls { public class TextBox { protected virtual void OnKeyDown(int key) { } public string? Text; } }
        """;

    [Theory]
    [InlineData("protected override void OnKeyDown(int key) { Paste(); } public async void {|#0:Paste|}() => Text = await F();")]
    [InlineData("protected override void OnKeyDown(int key) => Check(key); void Check(int key) { if (key > 1) { Paste(); } } async void {|#0:Paste|}() => Text = await F();")]
    [InlineData("void OnClick(object o, EventArgs e) { Paste(); } async void {|#0:Paste|}() => Text = await F();")]
    public Task Step_of_a_user_interface(string members) => ReportsAsync(
        "class Box : Avalonia.Controls.TextBox { Task<string> F() => File.ReadAllTextAsync(\"a\"); " + members + " }" + Controls,
        DiagnosticSeverity.Info, "method 'Paste'", "catch exceptions in it");

    [Theory]
    [InlineData("async Task M() { Paste(); await F(); } protected override void OnKeyDown(int key) { Paste(); } public async void {|#0:Paste|}() => Text = await F();")]
    [InlineData("public void M() { Paste(); } public async void {|#0:Paste|}() => Text = await F();")]
    [InlineData("bool M() { Paste(); return true; } async void {|#0:Paste|}() => Text = await F();")]
    [InlineData("public async void {|#0:Paste|}() => Text = await F();")]
    public Task Step_of_other_code(string members) => ReportsAsync(
        "class Box : Avalonia.Controls.TextBox { Task<string> F() => File.ReadAllTextAsync(\"a\"); " + members + " }" + Controls,
        DiagnosticSeverity.Warning, "method 'Paste'", "return a task");

    [Theory]
    [InlineData("await using var s = File.OpenRead(\"a\"); Use(s.Length);")]
    [InlineData("await using (FileStream s = new(\"a\", FileMode.Open)) { var b = new byte[4]; s.Seek(0, SeekOrigin.Begin); Use(s.Read(b, 0, 4)); }")]
    [InlineData("await using Stream s = File.Open(\"a\", FileMode.Open); Take(s); void Take(Stream given) => Use(new StreamReader(given).Read());")]
    public async Task Only_the_disposal_of_a_stream_that_is_read(string body)
    {
        await ReportsAsync(Streaming("{|#0:Load|}", body), DiagnosticSeverity.Info, "method 'Load'", "return a task");
        await Found.SilentAsync(Streaming("Load", "await using Stream given = Open(); try { " + body + " } catch (Exception) { }"));
    }

    [Theory]
    [InlineData("await using var s = File.Create(\"a\"); s.WriteByte(1);")]
    [InlineData("await using var s = File.Open(\"a\", FileMode.Open); new StreamWriter(s).Write(1);")]
    [InlineData("await using var s = File.Open(\"a\", FileMode.Open); Take(s); void Take(Stream given) => given.WriteByte(1);")]
    [InlineData("await using var s = File.Open(\"a\", FileMode.Open); _kept = s;")]
    [InlineData("await using var s = File.OpenRead(\"a\"); Use(await s.ReadAsync(new byte[4]));")]
    [InlineData("await using var s = Own();")]
    public Task Disposal_of_what_is_written(string body)
        => ReportsAsync(Streaming("{|#0:Load|}", body), DiagnosticSeverity.Warning, "method 'Load'", "return a task");

    private static string Streaming(string name, string body) => $$"""
        class C
        {
            Stream? _kept;
            void Use(long n) { }
            Stream Open() => File.OpenRead("a");
            IAsyncDisposable Own() => File.OpenRead("a");
            async void {{name}}() { {{body}} }
        }
        """;

    private static Task ReportsAsync(string source, DiagnosticSeverity severity, string what, string advice)
        => Found.ReportsAsync(source, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2002", severity)
            .WithLocation(0).WithMessage($"An exception in the async void {what} ends the process; {advice}")));
}
