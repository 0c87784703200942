using AsyncAnalyzers.Rules.Blocking;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>
/// A local file that a helper reads or writes is mostly small: a suggestion, unless it is one of many. So is a wait that is given up soon,
/// unless somebody waits for the code.
/// </summary>
public class TextFileTests
{
    [Theory]
    [InlineData("async Task M() { await Task.Yield(); {|#0:Save|}(); }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:Load|}(); }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:Lines|}(); }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:Log|}(); }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:Via|}(); }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:Wait|}(); }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { try { await Task.Yield(); } catch (Exception) { {|#0:Log|}(); throw; } }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { await L(); async Task L() { await Task.Yield(); {|#0:Save|}(); } }", DiagnosticSeverity.Info)]
    // one of many
    [InlineData("async Task M(List<int> all) { foreach (int i in all) { await Task.Yield(); {|#0:Save|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M(int n) { for (int i = 0; i < n; i++) { await Task.Yield(); {|#0:Save|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M() { foreach (string f in Directory.GetFiles(\"a\")) { await Task.Yield(); {|#0:Bytes|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M(int[] a) { var l = new List<int>(); foreach (int i in a) l.Add(i); foreach (int i in l) { await Task.Yield(); {|#0:Save|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M() { var l = new List<int>(); Fill(l); foreach (int i in l) { await Task.Yield(); {|#0:Save|}(); } } void Fill(List<int> l) { }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M(int[] a) { var l = new List<int>(); l.AddRange(a); foreach (int i in l) { await Task.Yield(); {|#0:Save|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M() { while (true) { await Task.Yield(); if (DateTime.Now.Year > 3) {|#0:Log|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:All|}(); }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M() { while (true) { Func<Task> f = async () => { await Task.Yield(); {|#0:Save|}(); }; await f(); } }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:Opened|}(); }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:Copied|}(); }", DiagnosticSeverity.Warning)]
    // one of few, or the parts of one
    [InlineData("async Task M() { foreach (int i in new int[3]) { await Task.Yield(); {|#0:Save|}(); } }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { for (int i = 0; i < 3; i++) { await Task.Yield(); {|#0:Save|}(); } }", DiagnosticSeverity.Info)]
    [InlineData("async Task M(string? u) { var l = new List<string>(); if (u != null) l.Add(u); l.Add(\"a\"); foreach (var p in l) { await Task.Yield(); {|#0:Save|}(); } }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { await Task.Yield(); foreach (string line in {|#0:Lines|}()) { } }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:ReadOn|}(); }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:WriteOn|}(3); }", DiagnosticSeverity.Info)]
    // not the whole of a text
    [InlineData("async Task M() { await Task.Yield(); {|#0:Bytes|}(); }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:Stream|}(); }", DiagnosticSeverity.Info)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:ToMemory|}(); }", DiagnosticSeverity.Info)]
    // no file for certain
    [InlineData("async Task M(Stream s) { await Task.Yield(); {|#0:To|}(s); }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:Names|}(); }", DiagnosticSeverity.Warning)]
    [InlineData("async Task M() { await Task.Yield(); {|#0:Sleep|}(); }", DiagnosticSeverity.Warning)]
    public Task Anywhere(string member, DiagnosticSeverity severity) => ReportsAsync($"class C : Base {{ {member} }}", severity);

    [Theory]
    [InlineData("class C : Microsoft.AspNetCore.Mvc.ControllerBase { public async Task Get() { await Task.Yield(); Base.{|#0:Wait|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("class A : Microsoft.AspNetCore.Mvc.ControllerBase { } class C : A { public async Task Get() { await Task.Yield(); Base.{|#0:Wait|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("class C : Microsoft.AspNetCore.Mvc.ControllerBase { public Task Get() { Base.{|#0:Wait|}(); return Task.CompletedTask; } }", DiagnosticSeverity.Warning)]
    [InlineData("class C : Microsoft.AspNetCore.Http.IMiddleware { public async Task Invoke() { await Task.Yield(); Base.{|#0:Wait|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("class C { public async Task Invoke(Microsoft.AspNetCore.Http.HttpContext context) { await Task.Yield(); Base.{|#0:Wait|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("class C : Microsoft.AspNetCore.Mvc.ControllerBase { public async Task Get() { try { await Task.Yield(); } catch { Base.{|#0:Log|}(); } } }", DiagnosticSeverity.Info)]
    [InlineData("class C : Grpc.Core.Service { public async Task Get() { await Task.Yield(); Base.{|#0:Wait|}(); } }", DiagnosticSeverity.Warning)]
    // a file
    [InlineData("class C : Microsoft.AspNetCore.Mvc.ControllerBase { public async Task Get() { await Task.Yield(); Base.{|#0:Save|}(); } }", DiagnosticSeverity.Info)]
    [InlineData("class C : Microsoft.AspNetCore.Mvc.ControllerBase { public async Task Get(int[] all) { foreach (int i in all) { await Task.Yield(); Base.{|#0:Save|}(); } } }", DiagnosticSeverity.Warning)]
    // a look-alike
    [InlineData("class ControllerBase { } class C : ControllerBase { public async Task Get() { await Task.Yield(); Base.{|#0:Wait|}(); } }", DiagnosticSeverity.Info)]
    [InlineData("class C { void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app) => app.MapGet(async () => { await Task.Yield(); Base.{|#0:Wait|}(); }); }", DiagnosticSeverity.Warning)]
    [InlineData("class C { void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app) => app.MapGet(() => Base.{|#0:Load|}()); }", DiagnosticSeverity.Info)]
    [InlineData("class C { void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app) => app.MapGet(() => Base.{|#0:Bytes|}()); }", DiagnosticSeverity.Info)]
    [InlineData("class C { void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app) => app.MapGet(() => Base.{|#0:Names|}()); }", DiagnosticSeverity.Warning)]
    public Task In_a_server(string types, DiagnosticSeverity severity) => ReportsAsync(
        "using Microsoft.AspNetCore.Builder;\n" + types + """

        namespace Microsoft.AspNetCore.Mvc { public class ControllerBase { } }
        namespace Microsoft.AspNetCore.Http { public class HttpContext { } public interface IMiddleware { } }
        namespace Microsoft.AspNetCore.Routing { public interface IEndpointRouteBuilder { } }
        namespace Microsoft.AspNetCore.Builder
        {
            public static class Endpoints { public static void MapGet(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app, Delegate handler) { } }
        }
        namespace Grpc.Core { public class Service { } }
        """, severity);

    /// <summary>What a user waits for: handlers, and the code of what is shown. Others may well be on another thread.</summary>
    [Theory]
    [InlineData("class C : Base { async Task M() { await Task.Yield(); {|#0:Wait|}(); } }", DiagnosticSeverity.Info)]
    [InlineData("class C : Base { async void M(object? sender, EventArgs e) { await Task.Yield(); {|#0:Wait|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("class C : Base { async Task M(object? sender, ClickEventArgs e) { await Task.Yield(); {|#0:Wait|}(); } } class ClickEventArgs { }", DiagnosticSeverity.Warning)]
    [InlineData("class C : Base { event EventHandler? E; void Set() => E += async (s, e) => { await Task.Yield(); {|#0:Wait|}(); }; }", DiagnosticSeverity.Warning)]
    [InlineData("class C : System.Windows.Controls.Button { async Task M() { await Task.Yield(); Base.{|#0:Wait|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("abstract class C : Base, System.ComponentModel.INotifyPropertyChanged { public abstract event System.ComponentModel.PropertyChangedEventHandler? PropertyChanged; async Task M() { await Task.Yield(); {|#0:Wait|}(); } }", DiagnosticSeverity.Warning)]
    [InlineData("class C : Base { async void M(object? sender, EventArgs e) { await Task.Yield(); {|#0:Load|}(); } }", DiagnosticSeverity.Info)]
    public Task In_a_program_with_a_user_interface(string types, DiagnosticSeverity severity)
        => ReportsAsync(types + " namespace System.Windows.Controls { public class Button { } }", severity);

    private static async Task ReportsAsync(string types, DiagnosticSeverity severity)
    {
        var test = new CSharpAnalyzerTest<ASYNC1006BlockingThroughCallsAnalyzer, DefaultVerifier>
        {
            TestCode = types + """

                class Base
                {
                    public static void Save() => File.WriteAllText("a", "b");
                    public static string Load() => File.ReadAllText("a");
                    public static string[] Lines() => File.ReadAllLines("a");
                    public static void Log() => File.AppendAllText("a", "b");
                    public static void Via() => Save();
                    public static void All() { foreach (string f in Directory.GetFiles("a")) Save(); }
                    public static void Opened() { foreach (string f in Directory.GetFiles("a")) { using var s = File.OpenRead(f); s.ReadExactly(new byte[3]); } }
                    public static void Copied() { string[] all = Directory.GetFiles("a"); for (int i = 0; i < all.Length; i++) { byte[] b = File.ReadAllBytes(all[i]); } }
                    public static void ReadOn() { using var r = new StreamReader("a"); while (r.ReadLine() is not null) { } }
                    public static void WriteOn(int n) { using var s = new FileStream("a", FileMode.Create); using var w = new StreamWriter(s); for (int i = 0; i < n; i++) w.WriteLine("a"); }
                    public static void ToMemory() { using var s = File.OpenRead("a"); s.CopyTo(new MemoryStream()); }
                    public static void To(Stream to) { using var s = File.OpenRead("a"); s.CopyTo(to); }
                    public static void Names() { var a = System.Net.Dns.GetHostAddresses("a"); }
                    public static byte[] Bytes() => File.ReadAllBytes("a");
                    public static void Stream() { using var s = new FileStream("a", FileMode.Open); s.ReadExactly(new byte[3]); }
                    public static void Wait() => new ManualResetEvent(false).WaitOne(500);
                    public static void Sleep() => Thread.Sleep(100);
                }
                """,
        };
        test.ExpectedDiagnostics.Add(new DiagnosticResult(ASYNC1006BlockingThroughCallsAnalyzer.Id, severity).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }
}
