using Discarded = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2015DiscardedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2015DiscardedTaskCodeFix>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2002AsyncVoidMethodAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2002AsyncVoidMethodCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Fixes that write an exception somewhere write it where the project does.</summary>
public class ProjectLogTests
{
    [Theory]
    [InlineData("static class Log { public static void Error(Exception e, string s) { } }", """Log.Error(ex, "no");""", """Log.Error(exception, "OnClick failed")""")]
    [InlineData("static class Log { public static void Error(string s, Exception e) { } }", """Log.Error($"no {ex.Message}", ex);""", """Log.Error("OnClick failed", exception)""")]
    [InlineData("static class Logger { public static void Write(Exception e) { } }", """Logger.Write(ex);""", """Logger.Write(exception)""")]
    [InlineData("static class Log { public static void WriteWarning(string s) { } }", """Log.WriteWarning("no: " + ex);""", """Log.WriteWarning($"OnClick failed: {exception}")""")]
    [InlineData("static class Log { public static void WriteWarning(string s) { } }", """Log.WriteWarning(ex.ToString());""", """Log.WriteWarning($"OnClick failed: {exception}")""")]
    [InlineData("static class LogContext { public static Sink? Error; } class Sink { public void Log(Exception e, string s) { } }", """LogContext.Error?.Log(ex, "no");""", """LogContext.Error?.Log(exception, "OnClick failed")""")]
    [InlineData("class Log { public static Log Instance = new(); public void Error(Exception e) { } }", """Log.Instance.Error(ex);""", """Log.Instance.Error(exception)""")]
    public Task Static_call_in_the_file(string log, string call, string written) => Verify.FixesAsync($$"""
        class C
        {
            void M() { try { Console.WriteLine(); } catch (Exception ex) { {{call}} } }
            async void [|OnClick|](object sender, EventArgs e)
            {
                // saves
                await File.WriteAllTextAsync("a", "");
            }
        }
        {{log}}
        """, $$"""
        class C
        {
            void M() { try { Console.WriteLine(); } catch (Exception ex) { {{call}} } }
            async void OnClick(object sender, EventArgs e)
            {
                try
                {
                    // saves
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception exception)
                {
                    {{written}};
                }
            }
        }
        {{log}}
        """);

    [Fact]
    public Task Method_of_the_class_itself() => Verify.FixesAsync("""
        class C
        {
            void M() { try { Console.WriteLine(); } catch (Exception ex) { LogError(ex); } }
            private void LogError(Exception e) { }
            async void [|OnClick|](object sender, EventArgs e)
            {
                await File.WriteAllTextAsync("a", "");
            }
        }
        """, """
        class C
        {
            void M() { try { Console.WriteLine(); } catch (Exception ex) { LogError(ex); } }
            private void LogError(Exception e) { }
            async void OnClick(object sender, EventArgs e)
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception exception)
                {
                    LogError(exception);
                }
            }
        }
        """);

    /// <summary>A logger of the class comes first; what the framework writes to is no log of the project's; what is not given the exception alone is no pattern.</summary>
    [Theory]
    [InlineData("""private readonly ILog _log = null!;""", """Log.Error(ex, "no");""", "_log.Error(exception, \"OnClick failed\")")]
    [InlineData("""private readonly IAppLogger _log = null!;""", """Log.Error(ex, "no");""", "_log.LogError(\"OnClick failed\", exception)")]
    public Task Logger_of_the_class_comes_first(string member, string call, string written) => Verify.FixesAsync(Guarded(member, call, null), Guarded(member, call, written));

    [Theory]
    [InlineData("""Console.WriteLine(ex);""")]
    [InlineData("""System.Diagnostics.Debug.WriteLine(ex);""")]
    [InlineData("""Log.Error(ex, "no", 3);""")]
    [InlineData("""Log.Info("no");""")]
    [InlineData("""Throw(ex);""")]
    public Task Otherwise_the_trace(string call) => Verify.FixesAsync(Guarded("", call, null), "using System.Diagnostics;\n\n" + Guarded("", call, "Trace.TraceError(exception.ToString())"));

    [Fact]
    public Task Another_file_and_the_most_frequent() => Discarded.FixesAsync("""
        class C
        {
            public C(IDisk disk)
            {
                [|_ = disk.SaveAsync()|];
            }
        }
        interface IDisk { Task SaveAsync(); }
        """, """
        using App.Logging;

        class C
        {
            public C(IDisk disk)
            {
                _ = SaveAndLogAsync();

                async Task SaveAndLogAsync()
                {
                    try
                    {
                        await disk.SaveAsync();
                    }
                    catch (Exception exception)
                    {
                        Log.Error(exception, "SaveAsync failed");
                    }
                }
            }
        }
        interface IDisk { Task SaveAsync(); }
        """, configure: test =>
        {
            test.TestState.Sources.Add(Logging);
            test.FixedState.Sources.Add(Logging);
        });

    private const string Logging = """
        namespace App.Logging
        {
            public static class Log { public static void Error(System.Exception e, string s) { } public static void Warn(string s) { } }
            class Other
            {
                void A() { try { } catch (System.Exception ex) { Log.Warn(ex.Message); } }
                void B() { try { } catch (System.Exception ex) { Log.Error(ex, "b"); } }
                void C() { try { } catch (System.Exception ex) { Log.Error(ex, $"c {1}"); } }
            }
        }
        """;

    private static string Guarded(string member, string call, string? written) => $$"""
        class C
        {
            {{member}}
            void M() { try { Console.WriteLine(); } catch (Exception ex) { {{call}} } }
            void Throw(Exception e) { }
            async void {{(written is null ? "[|OnClick|]" : "OnClick")}}(object sender, EventArgs e)
            {
        {{(written is null ? """
                await File.WriteAllTextAsync("a", "");
        """ : $$"""
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception exception)
                {
                    {{written}};
                }
        """)}}
            }
        }
        static class Log { public static void Error(Exception e, string s, int n = 0) { } public static void Info(string s) { } }
        interface ILog { void Error(Exception e, string s); }
        interface IAppLogger { void LogError(string s, Exception e); }
        """;
}
