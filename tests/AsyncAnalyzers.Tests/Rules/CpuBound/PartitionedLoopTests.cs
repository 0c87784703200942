using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.CpuBound.ASYNC4001CpuBoundLoopInAsyncAnalyzer, AsyncAnalyzers.Rules.CpuBound.ASYNC4001CpuBoundLoopInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.CpuBound;

/// <summary>Nested loops over a whole and its parts visit each element once: they are one pass over the data.</summary>
public class PartitionedLoopTests
{
    [Theory]
    // groups and chunks
    [InlineData("foreach (var s in orders.GroupBy(o => o.Season)) foreach (var n in s.GroupBy(o => o.Number)) foreach (var o in n) sum += o.Number;")]
    [InlineData("var gs = orders.GroupBy(o => o.Season).ToList(); foreach (var s in gs) { var ns = s.GroupBy(o => o.Number); foreach (var n in ns) foreach (var o in n) sum += o.Number; }")]
    [InlineData("foreach (var g in orders.ToLookup(o => o.Season)) foreach (var o in g) foreach (var l in o.Lines) sum += l.Price;")]
    [InlineData("var byS = orders.ToLookup(o => o.Season); foreach (var g in byS) foreach (var o in byS[g.Key]) foreach (var l in o.Lines) sum += l.Price;")]
    [InlineData("foreach (var c in a.Chunk(100)) foreach (int x in c) foreach (int y in b) sum += x * y;")]
    [InlineData("var chunks = a.Chunk(100).ToList(); foreach (var c in chunks) foreach (int x in c) foreach (int y in b) sum += x * y;")]
    // the lists of a dictionary
    [InlineData("foreach (var pair in map) foreach (var l in pair.Value) foreach (var t in l.Tags) sum += t;")]
    [InlineData("foreach (var (key, lines) in map) foreach (var l in lines) foreach (var t in l.Tags) sum += t + key;")]
    [InlineData("foreach (var lines in map.Values) foreach (var l in lines) foreach (var t in l.Tags) sum += t;")]
    [InlineData("foreach (var key in map.Keys) foreach (var l in map[key]) foreach (var t in l.Tags) sum += t;")]
    [InlineData("foreach (var o in orders) if (map.TryGetValue(o.Number, out var lines)) foreach (var l in lines) foreach (var t in l.Tags) sum += t;")]
    // children
    [InlineData("foreach (var o in orders) foreach (var l in o.Lines) foreach (var t in l.Tags) sum += t;")]
    [InlineData("foreach (var o in orders) foreach (var l in o.Lines ?? new()) foreach (var t in l.Tags!) sum += t;")]
    [InlineData("foreach (var o in orders) foreach (var l in o.Lines.Where(l => l.Price > 1)) foreach (var t in l.Tags.OrderBy(t => t)) sum += t;")]
    [InlineData("foreach (var o in orders) sum += o.Lines.Sum(l => l.Tags.Sum(t => t));")]
    [InlineData("foreach (var o in orders) foreach (var t in o.Lines.SelectMany(l => l.Tags)) sum += t;")]
    [InlineData("foreach (object x in orders) if (x is Order o) foreach (var l in o.Lines) foreach (var t in l.Tags) sum += t;")]
    [InlineData("for (int i = 0; i < orders.Count; i++) for (int j = 0; j < orders[i].Lines.Count; j++) for (int k = 0; k < orders[i].Lines[j].Tags.Count; k++) sum += k;")]
    [InlineData("for (int i = 0; i < orders.Count; i++) { var o = orders[i]; for (int j = 0; j < o.Lines.Count; j++) foreach (int t in o.Lines[j].Tags) sum += t; }")]
    [InlineData("foreach (var o in orders) foreach (var w in o.Text.Split(' ')) foreach (char c in w) sum += c;")]
    // in called methods
    [InlineData("foreach (var o in orders) Count(o);")]
    [InlineData("foreach (var o in orders) sum += o.Total();")]
    [InlineData("foreach (var o in orders) sum += o.Weight;")]
    [InlineData("foreach (var o in orders) foreach (var l in LinesOf(o)) foreach (var t in l.Tags) sum += t;")]
    // short loops
    [InlineData("foreach (int x in a) foreach (int y in b) foreach (string z in \"a,b,c\".Split(',')) sum += x * y + z.Length;")]
    [InlineData("foreach (int x in a) foreach (int y in b) foreach (var z in Enum.GetValues(typeof(DayOfWeek)).Cast<DayOfWeek>()) sum += x * y;")]
    [InlineData("foreach (int x in a) foreach (int y in b) foreach (var z in Days) sum += x * y;")]
    [InlineData("foreach (int x in a) foreach (int y in b) for (int d = 1; d <= DateTime.DaysInMonth(2020, 2); d++) sum += d;")]
    [InlineData("foreach (int x in a) foreach (int y in b) for (int bit = 1; bit <= 1 << 20; bit <<= 1) sum += x & y & bit;")]
    [InlineData("var names = new List<string> { \"a\", \"b\" }; foreach (int x in a) foreach (int y in b) foreach (var z in names) sum += z.Length;")]
    [InlineData("var names = new[] { \"a\", \"b\" }; foreach (int x in a) foreach (int y in b) foreach (var z in names.Where(n => n != \"\")) sum += z.Length;")]
    public Task Silent(string statement) => Verify.SilentAsync(Class(statement));

    [Theory]
    // two wholes, or the same one twice
    [InlineData("[|foreach (var x in orders)|] foreach (var y in orders) foreach (var z in orders) sum += x.Number * y.Number * z.Number;")]
    [InlineData("[|foreach (var o in orders)|] foreach (var p in orders) foreach (var q in orders) foreach (var l in o.Lines) sum += l.Price;")]
    [InlineData("[|foreach (var c in a.Chunk(100))|] foreach (int x in c) foreach (int y in b) foreach (int z in b) sum += x * y * z;")]
    [InlineData("[|foreach (var o in orders)|] foreach (int x in a) foreach (int y in b.Where(n => n == o.Number)) sum += y;")]
    // matrices and vectors: each row is as long as the others
    [InlineData("[|for (int k = 0; k < m.Length; k++)|] for (int i = 0; i < m.Length; i++) for (int j = 0; j < m[i].Length; j++) m[i][j] += m[i][k] * m[k][j];")]
    [InlineData("[|foreach (var v in m)|] foreach (var w in m) for (int i = 0; i < v.Length; i++) sum += (long)(v[i] * w[i]);")]
    [InlineData("[|foreach (var o in orders)|] foreach (var p in orders) for (int i = 0; i < o.Vector.Length; i++) sum += (long)(o.Vector[i] * p.Vector[i]);")]
    [InlineData("[|for (int i = 0; i < size; i++)|] for (int j = 0; j < i; j++) for (int k = 0; k < j; k++) sum += k;")]
    // it grows
    [InlineData("var l = new List<int> { 1 }; foreach (int x in a) l.Add(x); [|foreach (int x in a)|] foreach (int y in b) foreach (var z in l) sum += z;")]
    [InlineData("int[] l = { 1 }; l = a; [|foreach (int x in a)|] foreach (int y in b) foreach (var z in l) sum += z;")]
    public Task Reported(string statement) => Verify.ReportsAsync(Class("lock (this) { " + statement + " }"));

    private static string Class(string statement) => $$"""
        class Line { public int Price; public List<int> Tags = new(); }
        class Order
        {
            public int Season, Number; public string Text = ""; public List<Line> Lines = new(); public double[] Vector = new double[0];
            public int Total() { int total = 0; foreach (var l in Lines) foreach (var t in l.Tags) total += t; return total; }
            public int Weight { get { int total = 0; foreach (var l in this.Lines) foreach (var t in l.Tags) total += t; return total; } }
        }
        class C
        {
            static readonly List<DayOfWeek> Days = Enum.GetValues<DayOfWeek>().ToList();
            long sum;
            async Task M(List<Order> orders, Dictionary<int, List<Line>> map, int[] a, int[] b, double[][] m, int size)
            {
                await Task.Yield();
                {{statement}}
            }
            void Count(Order order) { foreach (var l in order.Lines) foreach (var t in l.Tags) sum += t; }
            static List<Line> LinesOf(Order order) => order.Lines;
        }
        """;
}
