using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1012OutputReadAfterExitAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1012OutputReadAfterExitAnalyzer,
    AsyncAnalyzers.Rules.Blocking.ASYNC1012OutputReadAfterExitCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

public class ASYNC1012OutputReadAfterExitTests
{
    private const string One = "var psi = new ProcessStartInfo(\"tool\") { RedirectStandardOutput = true }; ";

    private const string Two = "var psi = new ProcessStartInfo(\"tool\") { RedirectStandardOutput = true, RedirectStandardError = true }; ";

    private const string Errors = "var psi = new ProcessStartInfo(\"tool\") { RedirectStandardError = true }; ";

    // ---- messages ----

    [Theory]
    [InlineData(
        One + "var p = Process.Start(psi); p.{|#0:WaitForExit|}(); Use(p.{|#1:StandardOutput|}.ReadToEnd());",
        "'WaitForExit' waits before 'StandardOutput' is read (Test0.cs:7), and a full pipe stops the process; read before the wait")]
    [InlineData(
        "var psi = new ProcessStartInfo(\"tool\") { {|#1:RedirectStandardOutput|} = true }; var p = Process.Start(psi); p.{|#0:WaitForExit|}(5000);",
        "'WaitForExit' waits while 'StandardOutput' (Test0.cs:7) is never read, and a full pipe stops the process; read it or do not redirect it")]
    [InlineData(
        One + "var p = Process.Start(psi); if (b) { Use(p.{|#1:StandardOutput|}.ReadToEnd()); } p.{|#0:WaitForExit|}();",
        "'WaitForExit' waits where 'StandardOutput' is read on another path only (Test0.cs:7), and a full pipe stops the process; read it on every path")]
    [InlineData(
        Two + "var p = Process.Start(psi); Use(p.StandardError.{|#0:ReadToEnd|}()); Use(p.{|#1:StandardOutput|}.ReadToEnd()); p.WaitForExit();",
        "'ReadToEnd' waits before 'StandardOutput' is read (Test0.cs:7), and a full pipe stops the process; read both at once")]
    public Task Messages(string body, string message) => ReportsAsync(body, DiagnosticSeverity.Warning, message);

    // ---- reported ----

    [Theory]
    [InlineData(One + "var p = Process.Start(psi); p.{|#0:WaitForExit|}(); return p.StandardOutput.ReadToEnd();")]
    [InlineData(One + "var p = Process.Start(psi)!; p.{|#0:WaitForExit|}(5000); if (p.HasExited) return p.StandardOutput.ReadToEnd(); p.Kill();")]
    [InlineData(One + "var p = Process.Start(psi) ?? throw new Exception(); p.{|#0:WaitForExit|}(TimeSpan.FromSeconds(5)); if (p.HasExited) return p.ExitCode.ToString();")]
    [InlineData(One + "using (var p = Process.Start(psi)) { p.{|#0:WaitForExit|}(); Use(p.StandardOutput.ReadToEnd()); }")]
    [InlineData(One + "using var p = Process.Start(psi); p?.{|#0:WaitForExit|}(); Use(p?.StandardOutput.ReadToEnd());")]
    [InlineData(One + "Process p = null; try { p = Process.Start(psi); p.{|#0:WaitForExit|}(5000); if (p.HasExited) return p.StandardOutput.ReadToEnd().Trim(); } catch { } finally { if (p != null && !p.HasExited) p.Kill(); }")]
    [InlineData(One + "if (Process.Start(psi) is { } p) { p.{|#0:WaitForExit|}(); Use(p.StandardOutput.ReadToEnd()); }")]
    [InlineData(One + "Process.Start(psi).{|#0:WaitForExit|}();")]
    [InlineData(One + "Process.Start(psi)?.{|#0:WaitForExit|}();")]
    [InlineData("Process.Start(new ProcessStartInfo { FileName = \"x\", RedirectStandardOutput = true }).{|#0:WaitForExit|}();")]
    [InlineData("var p = new Process { StartInfo = new ProcessStartInfo { RedirectStandardOutput = true } }; p.Start(); p.{|#0:WaitForExit|}();")]
    [InlineData("var p = new Process { StartInfo = { RedirectStandardOutput = true } }; p.Start(); p.{|#0:WaitForExit|}();")]
    [InlineData("var p = new Process(); p.StartInfo.RedirectStandardOutput = true; p.Start(); p.{|#0:WaitForExit|}();")]
    [InlineData("var p = new Process(); p.StartInfo = new ProcessStartInfo { RedirectStandardOutput = true }; p.Start(); p.{|#0:WaitForExit|}();")]
    [InlineData("var p = new Process(); var info = p.StartInfo; info.RedirectStandardOutput = true; p.Start(); p.{|#0:WaitForExit|}();")]
    [InlineData("var psi = new ProcessStartInfo(); psi.RedirectStandardOutput = true; var p = new Process(); p.StartInfo = psi; if (!p.Start()) return null; p.{|#0:WaitForExit|}();")]
    [InlineData("given.RedirectStandardOutput = true; var p = Process.Start(given); p.{|#0:WaitForExit|}();")]
    [InlineData("process.StartInfo.RedirectStandardOutput = true; process.Start(); process.{|#0:WaitForExit|}(); Use(process.StandardOutput.ReadToEnd());")]
    [InlineData(One + "var p = Process.Start(psi); while (!p.{|#0:HasExited|}) Thread.Sleep(5); Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(One + "var p = Process.Start(psi); while (p.{|#0:HasExited|} == false && b) { Thread.Sleep(5); } Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(One + "var p = Process.Start(psi); for (int i = 0; i < 5 && !p.{|#0:HasExited|}; i++) Thread.Sleep(5);")]
    [InlineData(One + "var p = Process.Start(psi); p.OutputDataReceived += (_, e) => Use(e.Data); p.{|#0:WaitForExit|}();")]
    [InlineData(One + "var p = Process.Start(psi); p.OutputDataReceived += (_, e) => Use(e.Data); p.{|#0:WaitForExit|}(); p.BeginOutputReadLine();")]
    [InlineData(Two + "var p = Process.Start(psi); p.BeginErrorReadLine(); p.{|#0:WaitForExit|}(); Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(Two + "var p = Process.Start(psi); p.BeginOutputReadLine(); p.{|#0:WaitForExit|}(); Use(p.StandardError.ReadToEnd());")]
    [InlineData(Two + "var p = Process.Start(psi); p.{|#0:WaitForExit|}(); if (p.ExitCode != 0) throw new Exception(p.StandardError.ReadToEnd());")]
    [InlineData(Two + "var p = Process.Start(psi); if (!p.{|#0:WaitForExit|}(5000)) { p.Kill(); p.WaitForExit(5000); throw new Exception(); } Use(p.StandardOutput.ReadToEnd() + p.StandardError.ReadToEnd());")]
    [InlineData(Errors + "var p = Process.Start(psi); p.{|#0:WaitForExit|}(); Use(p.StandardError.ReadToEnd());")]
    [InlineData(Errors + "var p = Process.Start(psi); p.{|#0:WaitForExit|}();")]
    [InlineData(Errors + "var p = Process.Start(psi); p.{|#0:WaitForExit|}(5000); Use(p.StandardError.ReadToEnd());")]
    [InlineData(One + "var p = Process.Start(psi); if (!b) p.BeginOutputReadLine(); p.{|#0:WaitForExit|}(-1);")]
    [InlineData(One + "var p = Process.Start(psi); token.Register(() => p.Kill()); p.{|#0:WaitForExit|}(); Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(One + "_p = Process.Start(psi); _p.{|#0:WaitForExit|}(); Use(_p.StandardOutput.ReadToEnd());")]
    [InlineData(One + "var p = Process.Start(psi); using (StreamReader reader = p.StandardOutput) { p.{|#0:WaitForExit|}(); Use(reader.ReadToEnd()); }")]
    [InlineData(One + "var p = Process.Start(psi); var reader = p.StandardOutput; while (!p.{|#0:HasExited|}) { Thread.Sleep(1); } Use(reader.ReadToEnd());")]
    [InlineData(One + "var p = Process.Start(psi); while (!p.{|#0:WaitForExit|}(1000)) { if (b) p.Kill(); } Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(One + "foreach (var i in new[] { 1, 2 }) { var p = Process.Start(psi); p.{|#0:WaitForExit|}(); Use(p.StandardOutput.ReadToEnd()); }")]
    [InlineData(One + "Run(() => { var p = Process.Start(psi); p.{|#0:WaitForExit|}(); Use(p.StandardOutput.ReadToEnd()); });")]
    public Task Waited_for_first(string body) => ReportsAsync(body, DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("await p.{|#0:WaitForExitAsync|}(); return await p.StandardOutput.ReadToEndAsync();")]
    [InlineData("await p.{|#0:WaitForExitAsync|}(token).ConfigureAwait(false); return p.StandardOutput.ReadToEnd();")]
    [InlineData("await p.{|#0:WaitForExitAsync|}().WaitAsync(TimeSpan.FromSeconds(5)); return p.StandardOutput.ReadToEnd();")]
    [InlineData("await Task.WhenAny(p.{|#0:WaitForExitAsync|}(), Task.Delay(5000)); return p.StandardOutput.ReadToEnd();")]
    [InlineData("p.{|#0:WaitForExitAsync|}().Wait(); return p.StandardOutput.ReadToEnd();")]
    [InlineData("p.{|#0:WaitForExitAsync|}().GetAwaiter().GetResult(); return p.StandardOutput.ReadToEnd();")]
    [InlineData("try { await p.{|#0:WaitForExitAsync|}(token); } catch (OperationCanceledException) { p.Kill(); } return await p.StandardOutput.ReadToEndAsync();")]
    public Task Awaited_first(string body)
        => ReportsAsync(One + "using var p = Process.Start(psi); " + body, DiagnosticSeverity.Warning, isAsync: true);

    [Theory]
    [InlineData(Two + "var p = Process.Start(psi); Use(p.StandardOutput.{|#0:ReadToEnd|}()); Use(p.StandardError.ReadToEnd()); p.WaitForExit();")]
    [InlineData(Two + "var p = Process.Start(psi); Use(p.StandardOutput.{|#0:ReadToEnd|}()); p.WaitForExit(); Use(p.StandardError.ReadToEnd());")]
    [InlineData(Two + "var p = Process.Start(psi); Use(p.StandardOutput.{|#0:ReadToEnd|}()); p.WaitForExit();")]
    [InlineData(Errors + "var p = Process.Start(psi); p.{|#0:WaitForExit|}(5000);")]
    [InlineData(One + "var p = Process.Start(psi); if (p.{|#0:WaitForExit|}(500)) throw new Exception(p.StandardOutput.ReadToEnd());")]
    [InlineData(Two + "var p = Process.Start(psi); while (p.StandardOutput.ReadLine() is { } line) Use(line); p.{|#0:WaitForExit|}(); Use(p.StandardError.ReadToEnd());")]
    public Task Suggestions(string body) => ReportsAsync(body, DiagnosticSeverity.Info);

    // ---- silent ----

    [Theory]
    [InlineData(One + "var p = Process.Start(psi); var s = p.StandardOutput.ReadToEnd(); p.WaitForExit(); return s;")]
    [InlineData(One + "var p = Process.Start(psi); var s = p.StandardOutput.ReadToEndAsync(); p.WaitForExit(); return s.Result;")]
    [InlineData(Two + "var p = Process.Start(psi); var e = p.StandardError.ReadToEndAsync(); var s = p.StandardOutput.ReadToEnd(); p.WaitForExit(); return s + e.Result;")]
    [InlineData(Two + "var p = Process.Start(psi); p.ErrorDataReceived += (_, e) => Use(e.Data); p.BeginErrorReadLine(); var s = p.StandardOutput.ReadToEnd(); p.WaitForExit(); return s;")]
    [InlineData(Two + "var p = Process.Start(psi); p.BeginOutputReadLine(); p.BeginErrorReadLine(); p.WaitForExit();")]
    [InlineData(One + "var p = Process.Start(psi); while (p.StandardOutput.ReadLine() is { } line) Use(line); p.WaitForExit();")]
    [InlineData(One + "var p = Process.Start(psi); var reader = p.StandardOutput; Run(() => reader.ReadToEnd()); p.WaitForExit();")]
    [InlineData(One + "var p = Process.Start(psi); var reader = p.StandardOutput; string all = reader.ReadToEnd(); p.WaitForExit(); return all;")]
    [InlineData(One + "var p = Process.Start(psi); using var reader = p.StandardOutput; while (!p.HasExited) { Use(reader.ReadLine()); }")]
    [InlineData(One + "var p = Process.Start(psi); Run(() => p.StandardOutput.ReadToEnd()); p.WaitForExit();")]
    [InlineData(One + "var p = Process.Start(psi); Read(); p.WaitForExit(); void Read() => Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(One + "var p = Process.Start(psi); p.StandardOutput.BaseStream.CopyTo(Stream.Null); p.WaitForExit();")]
    [InlineData(One + "var p = Process.Start(psi); Watch(p); p.WaitForExit(); Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(One + "var p = Process.Start(psi); p.Drain(); p.WaitForExit();")]
    [InlineData(One + "var p = Process.Start(psi); var q = p; p.WaitForExit();")]
    [InlineData(One + "var p = Process.Start(psi); if (!p.WaitForExit(5000)) { } Watch(p);")]
    [InlineData(One + "var p = Process.Start(psi); p.Kill(); p.WaitForExit(); Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(One + "var p = Process.Start(psi); if (p.WaitForExit(0)) Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(One + "var p = Process.Start(psi); while (!p.WaitForExit(50)) { Use(p.StandardOutput.ReadLine()); }")]
    [InlineData(One + "var p = Process.Start(psi); while (!p.HasExited) { Use(p.StandardOutput.ReadLine()); }")]
    [InlineData(One + "var p = Process.Start(psi); while (true) { if (p.WaitForExit(50)) break; Use(p.StandardOutput.ReadLine()); }")]
    [InlineData(One + "var p = Process.Start(psi); if (!p.HasExited) p.BeginOutputReadLine(); p.WaitForExit();")]
    [InlineData("var psi = new ProcessStartInfo(\"tool\"); var p = Process.Start(psi); p.WaitForExit();")]
    [InlineData("var psi = new ProcessStartInfo(\"tool\") { RedirectStandardOutput = false }; var p = Process.Start(psi); p.WaitForExit();")]
    [InlineData("var psi = new ProcessStartInfo(\"tool\") { RedirectStandardOutput = b }; var p = Process.Start(psi); if (b) Use(p.StandardOutput.ReadToEnd()); p.WaitForExit();")]
    [InlineData("var psi = new ProcessStartInfo(\"tool\"); if (b) psi.RedirectStandardOutput = true; var p = Process.Start(psi); if (b) Use(p.StandardOutput.ReadToEnd()); p.WaitForExit();")]
    [InlineData("var psi = new ProcessStartInfo(\"tool\"); if (b) { psi.RedirectStandardOutput = true; } else { var p = Process.Start(psi); p.WaitForExit(); }")]
    [InlineData("var psi = new ProcessStartInfo(\"tool\") { RedirectStandardInput = true }; var p = Process.Start(psi); p.StandardInput.Close(); p.WaitForExit();")]
    [InlineData(One + "psi.RedirectStandardOutput = false; var p = Process.Start(psi); p.WaitForExit();")]
    [InlineData("given.FileName = \"x\"; var p = Process.Start(given); p.WaitForExit(); Use(p.StandardOutput.ReadToEnd());")]
    [InlineData("process.WaitForExit(); Use(process.StandardOutput.ReadToEnd());")]
    [InlineData(One + "var p = b ? Process.Start(psi) : null; p?.WaitForExit();")]
    [InlineData(One + "_shared = Process.Start(psi); _shared.WaitForExit(); Use(_shared.StandardOutput.ReadToEnd());")]
    [InlineData(One + "try { Process.Start(psi); } finally { process.WaitForExit(); }")]
    public Task Read_in_time_or_not_known(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("var s = p.StandardOutput.ReadToEndAsync(); await p.WaitForExitAsync(); return await s;")]
    [InlineData("var exit = p.WaitForExitAsync(); var s = await p.StandardOutput.ReadToEndAsync(); await exit; return s;")]
    [InlineData("await Task.WhenAll(p.WaitForExitAsync(), p.StandardOutput.ReadToEndAsync());")]
    [InlineData("var s = await p.StandardOutput.ReadToEndAsync(token); await p.WaitForExitAsync(token); return s;")]
    [InlineData("var s = p.StandardOutput.ReadToEndAsync(); if (await Task.WhenAny(s, Task.Delay(5)) != s) p.Kill(); await p.WaitForExitAsync();")]
    public Task Awaited_in_time(string body)
        => Verify.SilentAsync(InMethod(One + "using var p = Process.Start(psi); " + body, isAsync: true));

    // ---- the fix ----

    [Theory]
    [InlineData(
        One + "var p = Process.Start(psi); p.[|WaitForExit|](); string s = p.StandardOutput.ReadToEnd(); return s;",
        One + "var p = Process.Start(psi); string s = p.StandardOutput.ReadToEnd(); p.WaitForExit(); return s;")]
    [InlineData(
        One + "var p = Process.Start(psi); p.[|WaitForExit|](); string s = p.StandardOutput.ReadToEnd().Trim(); return s + p.ExitCode;",
        One + "var p = Process.Start(psi); string s = p.StandardOutput.ReadToEnd().Trim(); p.WaitForExit(); return s + p.ExitCode;")]
    [InlineData(
        One + "string s; var p = Process.Start(psi); p.[|WaitForExit|](); s = p.StandardOutput.ReadToEnd(); return s;",
        One + "string s; var p = Process.Start(psi); s = p.StandardOutput.ReadToEnd(); p.WaitForExit(); return s;")]
    [InlineData(
        One + "using (var p = Process.Start(psi)) { p.[|WaitForExit|](); return p.StandardOutput.ReadToEnd(); }",
        One + "using (var p = Process.Start(psi)) { string output = p.StandardOutput.ReadToEnd(); p.WaitForExit(); return output; }")]
    public Task Fixed(string body, string repaired) => Verify.FixesAsync(InMethod(body), InMethod(repaired));

    [Theory]
    [InlineData(
        "await p.[|WaitForExitAsync|](); string s = await p.StandardOutput.ReadToEndAsync(); return s;",
        "string s = await p.StandardOutput.ReadToEndAsync(); await p.WaitForExitAsync(); return s;")]
    [InlineData(
        "await p.[|WaitForExitAsync|](token).ConfigureAwait(false); string s = p.StandardOutput.ReadToEnd().Trim(); return s;",
        "string s = (await p.StandardOutput.ReadToEndAsync(token).ConfigureAwait(false)).Trim(); await p.WaitForExitAsync(token).ConfigureAwait(false); return s;")]
    [InlineData(
        "await p.[|WaitForExitAsync|](token); string s = await p.StandardOutput.ReadToEndAsync(); return s;",
        "string s = await p.StandardOutput.ReadToEndAsync(token); await p.WaitForExitAsync(token); return s;")]
    [InlineData(
        "await p.[|WaitForExitAsync|](); return await p.StandardOutput.ReadToEndAsync();",
        "string output = await p.StandardOutput.ReadToEndAsync(); await p.WaitForExitAsync(); return output;")]
    public Task Fixed_asynchronously(string body, string repaired)
        => Verify.FixesAsync(
            InMethod(One + "using var p = Process.Start(psi); " + body, isAsync: true),
            InMethod(One + "using var p = Process.Start(psi); " + repaired, isAsync: true));

    [Fact]
    public Task Two_streams_are_read_at_once() => Verify.FixesAsync(
        """
        using System.Diagnostics;
        class C
        {
            async Task<string> M(ProcessStartInfo psi, CancellationToken token)
            {
                psi.RedirectStandardOutput = true;
                psi.RedirectStandardError = true;
                using var p = Process.Start(psi);

                await p.[|WaitForExitAsync|](token);
                var output = await p.StandardOutput.ReadToEndAsync(token);
                var error = await p.StandardError.ReadToEndAsync(token);

                return output + error;
            }
        }
        """,
        """
        using System.Diagnostics;
        class C
        {
            async Task<string> M(ProcessStartInfo psi, CancellationToken token)
            {
                psi.RedirectStandardOutput = true;
                psi.RedirectStandardError = true;
                using var p = Process.Start(psi);

                Task<string> errorTask = p.StandardError.ReadToEndAsync(token);
                var output = await p.StandardOutput.ReadToEndAsync(token);
                var error = await errorTask;
                await p.WaitForExitAsync(token);

                return output + error;
            }
        }
        """);

    [Fact]
    public Task Comments_stay_with_their_statements() => Verify.FixesAsync(
        """
        using System.Diagnostics;
        class C
        {
            int M(ProcessStartInfo psi)
            {
                psi.RedirectStandardOutput = true;
                using var p = Process.Start(psi);

                // to the end
                p.[|WaitForExit|](); // however long
                // all of it
                var output = p.StandardOutput.ReadToEnd();
                return output.Length + p.ExitCode;
            }
        }
        """,
        """
        using System.Diagnostics;
        class C
        {
            int M(ProcessStartInfo psi)
            {
                psi.RedirectStandardOutput = true;
                using var p = Process.Start(psi);
                // all of it
                var output = p.StandardOutput.ReadToEnd();

                // to the end
                p.WaitForExit(); // however long
                return output.Length + p.ExitCode;
            }
        }
        """);

    /// <summary>A bounded wait, something in between, another stream, a wait in a condition.</summary>
    [Theory]
    [InlineData(One + "var p = Process.Start(psi); p.[|WaitForExit|](5000); var s = p.StandardOutput.ReadToEnd(); return s;")]
    [InlineData(One + "var p = Process.Start(psi); p.[|WaitForExit|](); if (p.ExitCode != 0) return null; var s = p.StandardOutput.ReadToEnd(); return s;")]
    [InlineData(Two + "var p = Process.Start(psi); p.[|WaitForExit|](); var s = p.StandardError.ReadToEnd(); return s;")]
    [InlineData(One + "var p = Process.Start(psi); if (p.[|WaitForExit|](-1)) Use(p.StandardOutput.ReadToEnd());")]
    [InlineData(One + "var p = Process.Start(psi); while (!p.[|HasExited|]) { } var s = p.StandardOutput.ReadToEnd(); return s;")]
    [InlineData(One + "var p = Process.Start(psi); p.WaitForExitAsync(token).Wait(); var s = p.StandardOutput.ReadToEnd(); return s;", "WaitForExitAsync")]
    public Task Not_fixed(string body, string? unmarked = null)
    {
        string source = InMethod(unmarked is null ? body : body.Replace(unmarked, $"[|{unmarked}|]"));
        return Verify.FixesAsync(source, source);
    }

    private static Task ReportsAsync(string body, DiagnosticSeverity severity, string? message = null, bool isAsync = false)
        => message is null
            ? Report.ReportsAsync(InMethod(Regex.Replace(body, @"\{\|#0:(\w+)\|\}", "[|$1|]"), isAsync), severity: severity)
            : Report.ReportsAsync(InMethod(body, isAsync), configure: test => test.TestState.ExpectedDiagnostics.Add(
                new DiagnosticResult("ASYNC1012", severity).WithLocation(0).WithLocation(1).WithMessage(message)));

    private static string InMethod(string body, bool isAsync = false) => $$"""
        using System.Diagnostics;
        static class X { public static void Drain(this Process p) { } }
        class C
        {
            {{(isAsync ? "async Task<string>" : "string")}} M(bool b, ProcessStartInfo given, Process process, CancellationToken token)
            {
                {{body}}
                return null;
            }
            private Process _p, _shared;
            void Close() => _shared.Kill();
            static void Use(string s) { }
            static void Watch(Process p) { }
            static void Run(Action a) { }
        }
        """;
}
