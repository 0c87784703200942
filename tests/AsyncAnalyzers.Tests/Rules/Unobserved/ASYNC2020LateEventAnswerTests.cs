using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2020LateEventAnswerAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2020LateEventAnswerAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2020LateEventAnswerCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2020LateEventAnswerTests
{
    private const string Work = """

        static class Work
        {
            public static Task SaveAsync() => Task.Delay(1);
            public static Task<bool> AskAsync() => Task.FromResult(true);
            public static async IAsyncEnumerable<int> ItemsAsync() { await Task.Yield(); yield return 1; }
            public static void Close() { }
        }
        class KeyArgs : EventArgs { public bool Handled { get; set; } public int Key { get; set; } }
        class Deferred : System.ComponentModel.CancelEventArgs { public IDisposable GetDeferral() => null; }
        class Progress : System.ComponentModel.CancelEventArgs { public int Done { get; set; } }
        class NoArgs { public bool Cancel { get; set; } }
        """;

    [Fact]
    public Task Message_and_fix() => Verify.FixesAsync("""
        class C
        {
            async void OnClosing(object sender, System.ComponentModel.CancelEventArgs e)
            {
                // The draft first.
                {|#1:await|} Work.SaveAsync();

                {|#0:e.Cancel = true|}; // not yet
                Work.Close();
            }
        }
        """ + Work, """
        class C
        {
            async void OnClosing(object sender, System.ComponentModel.CancelEventArgs e)
            {
                // The draft first.
                e.Cancel = true;
                await Work.SaveAsync();

                // not yet
                Work.Close();
            }
        }
        """ + Work, configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2020", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
                "'e.Cancel' comes after the 'await' (Test0.cs:6), when the code that raised the event has read it; set it before the 'await'")));

    [Theory]
    [InlineData("await Work.SaveAsync(); [|e.Cancel = true|];")]
    [InlineData("await Work.SaveAsync().ConfigureAwait(false); [|e.Cancel = true|];")]
    [InlineData("[|e.Cancel = !await Work.AskAsync()|];")]
    [InlineData("[|e.Cancel |= await Work.AskAsync()|];")]
    [InlineData("if (await Work.AskAsync()) [|e.Cancel = true|];")]
    [InlineData("if (!await Work.AskAsync()) { Work.Close(); } else { [|e.Cancel = true|]; }")]
    [InlineData("try { await Work.SaveAsync(); } catch (IOException) { [|e.Cancel = true|]; }")]
    [InlineData("try { await Work.SaveAsync(); } finally { [|e.Cancel = false|]; }")]
    [InlineData("await foreach (var i in Work.ItemsAsync()) { [|e.Cancel = i > 0|]; }")]
    [InlineData("for (int i = 0; i < 3; i++) { [|e.Cancel = i > 1|]; await Work.SaveAsync(); }")]
    [InlineData("bool yes = await Work.AskAsync(); [|e.Cancel = !yes|];")]
    [InlineData("switch (await Work.AskAsync()) { case true: [|e.Cancel = true|]; break; }")]
    [InlineData("await Task.Delay(1); if (e.Cancel) return; [|e.Cancel = true|];")]
    [InlineData("await Task.CompletedTask; await Task.Yield(); [|e.Cancel = true|];")]
    [InlineData("await using (new MemoryStream()) { } [|e.Cancel = true|];")]
    public Task Behind_an_await(string body) => Report.ReportsAsync(Handler("System.ComponentModel.CancelEventArgs", body));

    [Theory]
    [InlineData("e.Cancel = true; await Work.SaveAsync();")]
    [InlineData("e.Cancel = true; if (await Work.AskAsync()) Work.Close();")]
    [InlineData("e.Cancel = true; await Work.SaveAsync(); e.Cancel = true;")]
    [InlineData("await Task.CompletedTask; e.Cancel = true;")]
    [InlineData("await using var s = new MemoryStream(); e.Cancel = true;")]
    [InlineData("if (e.Cancel) { await Work.SaveAsync(); return; } e.Cancel = true;")]
    [InlineData("if (e.Cancel) { await Work.SaveAsync(); } else { e.Cancel = true; }")]
    [InlineData("await Work.SaveAsync(); var other = new System.ComponentModel.CancelEventArgs(); other.Cancel = true;")]
    [InlineData("await Work.SaveAsync(); var o = new System.ComponentModel.CancelEventArgs { Cancel = true };")]
    [InlineData("async Task F() { await Work.SaveAsync(); e.Cancel = true; } await F();")]
    public Task Before_or_elsewhere(string body) => Verify.SilentAsync(Handler("System.ComponentModel.CancelEventArgs", body));

    [Theory]
    [InlineData("KeyArgs", "await Work.SaveAsync(); [|e.Handled = true|];")]
    [InlineData("Deferred", "await Work.SaveAsync(); [|e.Cancel = true|];")]
    [InlineData("Progress", "await Work.SaveAsync(); [|e.Cancel = true|];")]
    [InlineData("UnobservedTaskExceptionEventArgs", "await Work.SaveAsync(); [|e.SetObserved()|];")]
    [InlineData("System.ComponentModel.DoWorkEventArgs", "[|e.Result = await Work.AskAsync()|];")]
    public Task Arguments(string type, string body) => Report.ReportsAsync(Handler(type, body));

    [Theory]
    [InlineData("KeyArgs", "await Work.SaveAsync(); e.Key = 3;")]
    [InlineData("Deferred", "using (e.GetDeferral()) { await Work.SaveAsync(); e.Cancel = true; }")]
    [InlineData("Progress", "await Work.SaveAsync(); e.Done = 3;")]
    [InlineData("NoArgs", "await Work.SaveAsync(); e.Cancel = true;")]
    [InlineData("UnobservedTaskExceptionEventArgs", "e.SetObserved(); await Work.SaveAsync();")]
    public Task Arguments_that_are_not_asked(string type, string body) => Verify.SilentAsync(Handler(type, body));

    [Theory]
    [InlineData("static void M(System.ComponentModel.BackgroundWorker w) { w.DoWork += async (s, e) => { await Work.SaveAsync(); [|e.Result = 1|]; }; }")]
    [InlineData("static void M(System.ComponentModel.BackgroundWorker w) { w.DoWork += async delegate(object s, System.ComponentModel.DoWorkEventArgs e) { await Work.SaveAsync(); [|e.Result = 1|]; }; }")]
    [InlineData("static void M(System.ComponentModel.BackgroundWorker w) { w.DoWork += async (s, e) => [|e.Result = await Work.AskAsync()|]; }")]
    [InlineData("static void M(System.ComponentModel.BackgroundWorker w) { async void On(object s, System.ComponentModel.DoWorkEventArgs e) { await Work.SaveAsync(); [|e.Result = 1|]; } w.DoWork += On; }")]
    [InlineData("void M() { PosixSignalRegistration.Create(PosixSignal.SIGTERM, async c => { await Work.SaveAsync(); [|c.Cancel = true|]; }); }")]
    public Task Functions(string member) => Report.ReportsAsync("using System.Runtime.InteropServices; class C { " + member + " }" + Work);

    [Theory]
    [InlineData("static void M(System.ComponentModel.BackgroundWorker w) { w.DoWork += async (s, e) => { Action a = () => e.Result = 1; await Work.SaveAsync(); a(); }; }")]
    [InlineData("static void M(Func<KeyArgs, Task> f) { M(async e => { await Work.SaveAsync(); e.Handled = true; }); }")]
    [InlineData("async Task On(KeyArgs e) { await Work.SaveAsync(); e.Handled = true; }")]
    [InlineData("void M() { PosixSignalRegistration.Create(PosixSignal.SIGTERM, async c => { c.Cancel = true; await Work.SaveAsync(); }); }")]
    public Task Functions_that_answer_in_time(string member) => Verify.SilentAsync("using System.Runtime.InteropServices; class C { " + member + " }" + Work);

    [Fact]
    public Task Another_answer_before_is_a_suggestion() => Report.ReportsAsync(
        "class C { async void On(object s, System.ComponentModel.CancelEventArgs e) { e.Cancel = true; {|#1:await|} Work.SaveAsync(); {|#0:e.Cancel = false|}; } }"
            + Work,
        configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2020", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1)));

    [Theory]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += async (s, e) => [|await|] Work.SaveAsync();")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += async delegate { Work.Close(); [|await|] Work.SaveAsync(); Work.Close(); };")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += On; async void On(object s, EventArgs e) { [|await|] Work.SaveAsync(); }")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += new EventHandler(On); static async void On(object s, EventArgs e) { [|await|] foreach (var i in Work.ItemsAsync()) { } }")]
    [InlineData("Console.CancelKeyPress += async (s, e) => { [|await|] Work.SaveAsync(); };")]
    [InlineData("Console.CancelKeyPress += async (s, e) => { await Work.SaveAsync(); [|e.Cancel = true|]; };")]
    [InlineData("System.Runtime.Loader.AssemblyLoadContext.Default.Unloading += async c => [|await|] Work.SaveAsync();")]
    [InlineData("System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, async c => [|await|] Work.SaveAsync());")]
    public Task The_process_ends(string body) => Report.ReportsAsync("class C { void M() { " + body + " } }" + Work);

    [Theory]
    [InlineData("Console.CancelKeyPress += async (s, e) => { e.Cancel = true; await Work.SaveAsync(); };")]
    [InlineData("System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGWINCH, async c => await Work.SaveAsync());")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += async (s, e) => await Task.CompletedTask;")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (s, e) => Work.SaveAsync().GetAwaiter().GetResult();")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (s, e) => { async Task F() { await Work.SaveAsync(); } F().Wait(); };")]
    [InlineData("AppDomain.CurrentDomain.AssemblyLoad += async (s, e) => await Work.SaveAsync();")]
    public Task The_process_goes_on(string body) => Verify.SilentAsync("class C { void M() { " + body + " } }" + Work);

    [Fact]
    public Task Message_where_the_process_ends() => Report.ReportsAsync(
        "class C { void M() { AppDomain.CurrentDomain.ProcessExit += async (s, e) => {|#0:await|} Work.SaveAsync(); } }" + Work,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2020", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "The process ends when this handler of 'ProcessExit' returns, which it does at this 'await'; wait for the work in it synchronously")));

    [Theory]
    [InlineData("await Work.SaveAsync(); Work.Close(); [|e.Cancel = true|];", "e.Cancel = true; await Work.SaveAsync(); Work.Close();")]
    [InlineData("try { await Work.SaveAsync(); [|e.Cancel = true|]; } catch (IOException) { }", "try { e.Cancel = true; await Work.SaveAsync(); } catch (IOException) { }")]
    [InlineData("if (e.Cancel) { } await Work.SaveAsync(); [|e.Cancel = true|];", "if (e.Cancel) { } e.Cancel = true; await Work.SaveAsync();")]
    [InlineData("using (new MemoryStream()) { await Work.SaveAsync(); } [|e.Cancel = true|];", "e.Cancel = true; using (new MemoryStream()) { await Work.SaveAsync(); }")]
    public Task Moved(string before, string after) => Verify.FixesAsync(
        Handler("System.ComponentModel.CancelEventArgs", before), Handler("System.ComponentModel.CancelEventArgs", after));

    [Theory]
    [InlineData("[|e.Cancel = !await Work.AskAsync()|];")]
    [InlineData("bool b = await Work.AskAsync(); [|e.Cancel = b|];")]
    [InlineData("if (!await Work.AskAsync()) return; [|e.Cancel = true|];")]
    [InlineData("await Work.SaveAsync(); if (e.Cancel) Work.Close(); [|e.Cancel = true|];")]
    [InlineData("if (await Work.AskAsync()) { [|e.Cancel = true|]; }")]
    [InlineData("await Work.SaveAsync(); if (Environment.ExitCode > 0) throw new IOException(); [|e.Cancel = true|];")]
    [InlineData("for (int i = 0; i < 3; i++) { [|e.Cancel = true|]; await Work.SaveAsync(); }")]
    public Task Not_moved(string body) => Verify.ReportsAsync(Handler("System.ComponentModel.CancelEventArgs", body));

    [Fact]
    public Task Top_level_statements() => Report.ReportsAsync("""
        Console.CancelKeyPress += OnCancel;
        await Work.SaveAsync();
        static async void OnCancel(object sender, ConsoleCancelEventArgs e) { await Work.SaveAsync(); [|e.Cancel = true|]; }
        """ + Work, outputKind: OutputKind.ConsoleApplication);

    private static string Handler(string type, string body) => "class C { async void On(object sender, " + type + " e) { " + body + " } }" + Work;
}
