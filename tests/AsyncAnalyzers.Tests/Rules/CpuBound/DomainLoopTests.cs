using AsyncAnalyzers.Rules.CpuBound;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.CpuBound.ASYNC4001CpuBoundLoopInAsyncAnalyzer, AsyncAnalyzers.Rules.CpuBound.ASYNC4001CpuBoundLoopInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.CpuBound;

/// <summary>Lists of a program's own objects are mostly short, and a loop that looks for partners does its work once for each.</summary>
public class DomainLoopTests
{
    [Theory]
    [InlineData("{|#0:foreach (var a in orders)|} foreach (var b in orders) foreach (var c in orders) sum += a.Id * b.Id * c.Id;", DiagnosticSeverity.Info)]
    [InlineData("{|#0:foreach (var a in orders.ToArray())|} foreach (int x in v) foreach (int y in v) sum += a.Id * x * y;", DiagnosticSeverity.Info)]
    [InlineData("{|#0:foreach (int x in v)|} foreach (int y in v) foreach (var a in Orders()) sum += a.Id * x * y;", DiagnosticSeverity.Info)]
    [InlineData("{|#0:foreach (int x in v)|} for (int y = 0; y < x; y++) for (int i = 0; i < orders.Count; i++) sum += x * y;", DiagnosticSeverity.Info)]
    [InlineData("{|#0:foreach (int x in v)|} foreach (int y in v) sum += orders.Count(o => o.Id == x * y);", DiagnosticSeverity.Info)]
    [InlineData("{|#0:foreach (var a in byName.Values)|} foreach (int x in v) foreach (int y in v) sum += a.Id * x * y;", DiagnosticSeverity.Info)]
    // values, texts and numbers
    [InlineData("{|#0:foreach (int a in v)|} foreach (int b in v) foreach (int c in v) sum += a * b * c;", DiagnosticSeverity.Warning)]
    [InlineData("{|#0:foreach (var a in points)|} foreach (var b in points) foreach (var c in points) sum += a.X * b.X * c.X;", DiagnosticSeverity.Warning)]
    [InlineData("{|#0:foreach (var a in names)|} foreach (var b in names) foreach (var c in names) sum += a.Length * b.Length * c.Length;", DiagnosticSeverity.Warning)]
    [InlineData("{|#0:for (int i = 0; i < sum; i++)|} for (int j = 0; j < sum; j++) for (int k = 0; k < v[0]; k++) v[1] += i * j * k;", DiagnosticSeverity.Warning)]
    // the bounds are known
    [InlineData("{|#0:foreach (var a in orders)|} for (int i = 0; i < 10000; i++) for (int j = 0; j < 10000; j++) v[0] += i * j;", DiagnosticSeverity.Info)]
    public async Task Over_objects(string statement, DiagnosticSeverity severity)
    {
        var test = new CSharpAnalyzerTest<ASYNC4001CpuBoundLoopInAsyncAnalyzer, DefaultVerifier> { TestCode = Class(statement) };
        test.ExpectedDiagnostics.Add(new DiagnosticResult(ASYNC4001CpuBoundLoopInAsyncAnalyzer.Id, severity).WithLocation(0));
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }

    [Theory]
    [InlineData("foreach (var a in orders) foreach (var l in lines) { if (l.OrderId != a.Id) continue; foreach (int x in v) sum += x; }")]
    [InlineData("foreach (var a in orders) foreach (var l in lines) { if (!l.OrderId.Equals(a.Id)) { continue; } foreach (int x in v) sum += x; }")]
    [InlineData("foreach (var a in orders) foreach (var l in lines) { if (l == null || a.Id != l.OrderId) continue; sum += v.Sum(x => x * l.OrderId); }")]
    [InlineData("foreach (var a in orders) foreach (var l in lines) if (l.OrderId == a.Id) foreach (int x in v) sum += x;")]
    [InlineData("foreach (var a in orders) foreach (var l in lines) { if (l != null && a.Id == l.OrderId) { foreach (int x in v) sum += x; } }")]
    [InlineData("foreach (var a in orders) foreach (var l in lines) { if (a.Name.Equals(l.Name)) { foreach (int x in v) sum += x; } }")]
    // parts of the element of a loop around, through a local that is set again
    [InlineData("List<int> parts = new(); foreach (var a in orders) { parts = a.Parts; foreach (int p in parts) foreach (int x in v) sum += p * x; }")]
    [InlineData("var words = new string[0]; foreach (var a in orders) { if (a.Id > 3) words = a.Name.Split(' '); foreach (var w in words) foreach (int x in v) sum += x; }")]
    public Task Once_for_each_partner(string statement) => Verify.SilentAsync(Class(statement));

    [Theory]
    // flags and kinds have many partners
    [InlineData("[|foreach (var a in orders)|] foreach (var l in lines) { if (l.IsOpen != a.IsOpen) continue; foreach (int x in v) sum += x; }")]
    [InlineData("[|foreach (var a in orders)|] foreach (var l in lines) { if (l.Day != a.Day) continue; foreach (int x in v) sum += x; }")]
    // no key: a constant, the element itself, no comparison of both
    [InlineData("[|foreach (var a in orders)|] foreach (var l in lines) { if (l.OrderId != 3) continue; foreach (int x in v) sum += x; }")]
    [InlineData("[|foreach (var a in orders)|] foreach (var l in lines) { if (l.OrderId != l.Other) continue; foreach (int x in v) sum += x; }")]
    // the others go on, or more is done than the test says
    [InlineData("[|foreach (var a in orders)|] foreach (var l in lines) { if (l.OrderId == a.Id) continue; foreach (int x in v) sum += x; }")]
    [InlineData("[|foreach (var a in orders)|] foreach (var l in lines) { if (l.OrderId != a.Id) sum++; foreach (int x in v) sum += x; }")]
    [InlineData("[|foreach (var a in orders)|] foreach (var l in lines) { if (l.OrderId != a.Id) { foreach (int x in v) sum += x; } }")]
    [InlineData("[|foreach (var a in orders)|] foreach (var l in lines) { if (l.OrderId != a.Id && sum > 3) continue; foreach (int x in v) sum += x; }")]
    [InlineData("[|foreach (var a in orders)|] foreach (var l in lines) { if (l.OrderId == a.Id || sum > 3) foreach (int x in v) sum += x; }")]
    [InlineData("[|foreach (var a in orders)|] foreach (var l in lines) { if (l.OrderId == a.Id) sum++; else foreach (int x in v) sum += x; }")]
    [InlineData("[|foreach (var a in orders)|] foreach (var l in lines) { foreach (int x in v) sum += x; if (l.OrderId != a.Id) continue; }")]
    // the condition itself is the work
    [InlineData("[|foreach (var a in orders)|] foreach (var l in lines) { if (l.OrderId + v.Sum(x => x) != a.Id) continue; sum++; }")]
    public Task Reported(string statement) => Verify.ReportsAsync(Class("lock (this) { " + statement + " }"));

    private static string Class(string statement) => $$"""
        class Order { public int Id; public string Name = ""; public bool IsOpen; public DayOfWeek Day; public List<int> Parts = new(); }
        class Line { public int OrderId, Other; public string Name = ""; public bool IsOpen; public DayOfWeek Day; }
        struct Point { public int X; }
        class C
        {
            List<Order> orders = new(); List<Line> lines = new(); Dictionary<string, Order> byName = new(); List<int> v = new(); Point[] points = new Point[0]; string[] names = new string[0];
            IEnumerable<Order> Orders() => orders;
            long sum;
            async Task M() { await Task.Yield(); {{statement}} }
        }
        """;
}
