using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>A chain of calls does not end at what the constants of its calls rule out.</summary>
public class KnownArgumentsTests
{
    private const string Members = """

            readonly ManualResetEventSlim _done = new();
            bool Flag { get; set; }
            const Flags Default = Flags.FireAndForget;
            Task<int> LoadAsync() => Task.Delay(1).ContinueWith(_ => 1);

            void Save(bool wait) { if (wait) Thread.Sleep(5); }
            void Outer(bool flush) => Save(flush);
            void Inverted(bool skip) => Save(!skip);
            void Optional(int n = 1, bool wait = false) { if (!wait) return; Thread.Sleep(n); }
            void Named(int n, bool wait) { while (wait) { Thread.Sleep(n); } }
            void Generic<T>(bool wait) { if (wait is true) Thread.Sleep(1); }
            int Conditional(bool wait) => wait ? LoadAsync().Result : 0;
            void Local(bool wait) { Core(); void Core() { if (wait) Thread.Sleep(5); } }
            void Lambda(bool wait) { Action a = () => { if (wait) Thread.Sleep(1); }; a(); }
            void Throws(bool ok) { if (!ok) throw new Exception(); Thread.Sleep(1); }
            void Early(bool wait) { if (wait) return; Thread.Sleep(1); }
            void Both(bool a, bool b) { if (a && b) Thread.Sleep(1); if (!a || !b) return; Thread.Sleep(2); }
            void Written(bool wait) { wait = true; if (wait) Thread.Sleep(5); }
            void Recursive(bool wait, int n) { if (n > 0) Recursive(wait, n - 1); if (wait) Thread.Sleep(1); }
            void Alternating(bool wait, int n) { if (n > 0) Alternating(!wait, n - 1); if (wait) Thread.Sleep(1); }
            protected virtual void Virtual(bool wait) { if (wait) Thread.Sleep(1); }
            void Dispose(bool disposing) { if (disposing) _done.Wait(); }
            void Execute(string m, Flags flags = Flags.None) { if ((flags & Flags.FireAndForget) != 0) { Send(m); return; } Send(m); _done.Wait(); }
            void Has(Flags flags) { bool fire = flags.HasFlag(Flags.FireAndForget); if (!fire) _done.Wait(); }
            void Helper(Flags flags) { if (!IsFire(flags)) _done.Wait(); }
            void Extension(Flags flags) { if (flags.IsFire()) return; _done.Wait(); }
            void PassedOn(Flags flags) => Execute("", flags | Flags.High);
            void PassedOnInNest(Flags flags) => NestOne(flags | Flags.High);
            void NestOne(Flags flags) { if (Flag) NestTwo(flags & ~Flags.High); else NestTwo(flags); }
            void NestTwo(Flags flags) { if (Flag) PassedOnInNest(flags | Flags.High); Execute("", flags); }
            static bool IsFire(Flags f) => (f & Flags.FireAndForget) == Flags.FireAndForget;
            void Send(string m) { }
            void Mode(Mode mode) { switch (mode) { case global::Mode.Fast: break; case global::Mode.Durable: Thread.Sleep(5); break; } }
            int Switch(Mode mode) => mode switch { global::Mode.Fast => 1, _ => LoadAsync().Result };
            void Log(string? path) { if (path != null) { File.WriteAllText(path, ""); } }
            void Text(string? path) { if (!string.IsNullOrEmpty(path)) File.WriteAllText(path, ""); }
            void Number(int? ms) { if (ms is { } value) Thread.Sleep(value); if (ms.HasValue) Thread.Sleep(ms.Value); }
            bool Take(SemaphoreSlim s, int timeout = 0) => s.Wait(timeout);
            bool Span(SemaphoreSlim s, TimeSpan timeout = default) => s.Wait(timeout);
        }

        [Flags] enum Flags { None = 0, High = 1, FireAndForget = 2 }
        enum Mode { Fast, Durable }
        static class Extensions { public static bool IsFire(this Flags flags) { return (flags & Flags.FireAndForget) != 0; } }
        class Made { public Made(bool load) { if (load) File.ReadAllText(""); } }
        interface IJob { void Do(bool wait); }
        class First : IJob { public void Do(bool wait) { if (wait) Thread.Sleep(1); } }
        class Second : IJob { public void Do(bool hold) { if (hold) Thread.Sleep(1); } }
        """;

    [Theory]
    [InlineData("Save(false);")]
    [InlineData("Outer(false);")]
    [InlineData("Inverted(true);")]
    [InlineData("bool wait = false; Save(wait);")]
    [InlineData("Optional(); Optional(3); Optional(wait: false);")]
    [InlineData("Named(wait: false, n: 3);")]
    [InlineData("Generic<int>(false);")]
    [InlineData("Conditional(false);")]
    [InlineData("Local(false);")]
    [InlineData("Lambda(false);")]
    [InlineData("Throws(false);")]
    [InlineData("Early(true);")]
    [InlineData("Both(false, true); Both(true, false);")]
    [InlineData("Recursive(false, 3);")]
    [InlineData("Virtual(false);")]
    [InlineData("Dispose(false);")]
    [InlineData("new Made(false);")]
    [InlineData("job.Do(false);")]
    [InlineData("Execute(\"\", Flags.FireAndForget);")]
    [InlineData("Execute(\"\", Flags.FireAndForget | Flags.High); Execute(flags: Default, m: \"\");")]
    [InlineData("var flags = Flags.FireAndForget; PassedOn(flags);")]
    [InlineData("PassedOnInNest(Flags.FireAndForget);")]
    [InlineData("Has(Flags.FireAndForget); Helper(Flags.FireAndForget); Extension(Default);")]
    [InlineData("Mode(global::Mode.Fast); Switch(global::Mode.Fast);")]
    [InlineData("Log(null); Text(null); Number(null); Log(default); Log(null!);")]
    [InlineData("Take(s); Take(s, 0); Span(s); Span(s, TimeSpan.Zero); Span(s, default);")]
    public Task Ruled_out(string statements) => Verify.SilentAsync(
        $$"""class C { async Task M(IJob job, SemaphoreSlim s) { await Task.Yield(); {{statements}} } {{Members}}""");

    [Theory]
    [InlineData("[|Save|](true);")]
    [InlineData("[|Save|](b); [|Save|](Flag);")]
    [InlineData("[|Outer|](true); [|Inverted|](false);")]
    [InlineData("bool wait = false; if (b) wait = true; [|Save|](wait);")]
    [InlineData("[|Optional|](wait: true);")]
    [InlineData("[|Conditional|](true); [|Local|](true); [|Lambda|](true); [|Throws|](true); [|Early|](false);")]
    [InlineData("[|Both|](true, true); [|Both|](true, b);")]
    [InlineData("[|Written|](false);")]
    [InlineData("[|Alternating|](false, 3);")]
    [InlineData("[|Virtual|](true); [|Dispose|](true); [|job.Do|](true);")]
    [InlineData("[|new Made(true)|];")]
    [InlineData("[|Execute|](\"\"); [|Execute|](\"\", Flags.High); [|PassedOn|](Flags.None);")]
    [InlineData("var flags = Flags.FireAndForget; if (b) flags = Flags.None; [|PassedOn|](flags);")]
    [InlineData("[|PassedOnInNest|](Flags.None);")]
    [InlineData("[|Mode|](global::Mode.Durable); [|Switch|](global::Mode.Durable);")]
    [InlineData("[|Log|](\"x\"); [|Text|](b ? \"x\" : null); [|Number|](3);")]
    [InlineData("[|Take|](s, 50); [|Take|](s, b ? 1 : 0); [|Span|](s, TimeSpan.FromSeconds(3));")]
    public Task Not_ruled_out(string statements) => Verify.SilentAsync(
        $$"""class C { async Task M(IJob job, SemaphoreSlim s, bool b) { await Task.Yield(); {{statements.Replace("[|job.Do|]", "job.[|Do|]")}} } {{Members}}""");

    [Theory]
    [InlineData("void A() => B(); void B() => C(); void C() => Thread.Sleep(5);", DiagnosticSeverity.Warning)]
    [InlineData("void A() => B(); void B() => C(); void C() => D(); void D() => Thread.Sleep(5);", DiagnosticSeverity.Info)]
    [InlineData("void A() => B(); void B() { try { Console.Beep(); } catch (IOException) { C(); } } void C() => Thread.Sleep(5);", DiagnosticSeverity.Info)]
    [InlineData("void A() { try { Console.Beep(); } catch (IOException) { B(); } } void B() => Thread.Sleep(5);", DiagnosticSeverity.Warning)]
    public Task Long_chains_and_rare_ends_are_suggestions(string members, DiagnosticSeverity severity) => SeverityAsync(
        $$"""class Q { async Task M() { {|#0:A|](); await Task.Yield(); } {{members}} }""", severity);

    [Theory]
    [InlineData("class Startup { public async Task RunAsync() { {|#0:Save|](); await Task.Yield(); }")]
    [InlineData("class App { async Task OnEvent(object sender, EventArgs e) { {|#0:Save|](); await Task.Yield(); }")]
    public Task Code_that_runs_often(string type) => SeverityAsync(type + Save, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("class Startup { public async Task ConfigureAsync() { Save(); await Task.Yield(); }")]
    [InlineData("class ServiceInstaller { public async Task InstallAsync() { Save(); await Task.Yield(); }")]
    [InlineData("class App { async void OnCrash(object sender, UnhandledExceptionEventArgs e) { Save(); await Task.Yield(); }")]
    [InlineData("class App { void Watch() { AppDomain.CurrentDomain.UnhandledException += async (s, e) => { Save(); await Task.Yield(); }; }")]
    public Task Code_that_runs_once(string type) => Verify.SilentAsync(type + Save);

    private const string Save = """ void Save() => File.WriteAllBytes("x", new byte[1]); }""";

    private static Task SeverityAsync(string source, DiagnosticSeverity severity) => Verify.SilentAsync(
        source.Replace("|](", "|}("),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1006", severity).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));
}
