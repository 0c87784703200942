namespace AsyncAnalyzers.Tests.Cases;

/// <summary>State that concurrent code changes: inputs after public bug reports.</summary>
public class SharedStateCases
{
    /// <summary>An increment of a volatile field is no atomic one (aevitas/flakeid#18).</summary>
    [Fact]
    public Task Interlocked_and_volatile() => Case.HoldsAsync("""
        class Flake
        {
            private int _seq; private volatile int _v;
            public int NextRight() => Interlocked.Increment(ref _seq);
            public void Par(int[] xs) { Parallel.ForEach(xs, x => {|ASYNC3001:_v++|}); }
        }
        """, libraries: [Library.AspNetCore]);

    /// <summary>The variable of a for loop has moved on when the work reads it (dotnet/runtime#75117).</summary>
    [Fact]
    public Task Captured_loop_variables() => Case.HoldsAsync("""
        class Loops
        {
            private void Work(int n) => Console.WriteLine(n); private string Next() => null;
            public void A() { var ts = new Task[5]; for (int i = 0; i < 5; ++i) { ts[i] = Task.Run(() => Work({|ASYNC3019:i|})); } foreach (var t in ts) t.ContinueWith(_ => { }); }
            public async Task B() { var ts = new List<Task>(); for (int i = 0; i < 5; i++) ts.Add(Task.Run(() => Work({|ASYNC3019:i|}))); await Task.WhenAll(ts); }
            public async Task C() { var ts = new List<Task>(); for (int i = 0; i < 5; i++) { int j = i; ts.Add(Task.Run(() => Work(j))); } await Task.WhenAll(ts); }
            public async Task D() { for (int i = 0; i < 5; i++) await Task.Run(() => Work(i)); }
            public async Task E(int[] xs) { var ts = new List<Task>(); foreach (var x in xs) ts.Add(Task.Run(() => Work(x))); await Task.WhenAll(ts); }
            public void F() { for (int i = 0; i < 5; i++) new Thread(() => Work({|ASYNC3019:i|})).Start(); }
            public void G() { for (int i = 0; i < 5; i++) ThreadPool.QueueUserWorkItem(_ => Work({|ASYNC3019:i|})); }
            public async Task H() { string s = null; var ts = new List<Task>(); while ((s = Next()) != null) ts.Add(Task.Run(() => Console.WriteLine({|ASYNC3019:s|}))); await Task.WhenAll(ts); }
        }
        """);

    /// <summary>Counters, sums, texts and maxima in parallel loops.</summary>
    [Fact]
    public Task Shapes_of_updates() => Case.HoldsAsync("""
        class Counters
        {
            private int _n; private long _l; private double _d; private short _s; private uint _u; private byte _b; private int? _q; private E _e; private static int s_n; public int P { get; set; }
            enum E { A, B }
            private readonly int[] _a = new int[4]; private struct S { public int N; } private S _st;
            public void A(int[] xs) { Parallel.ForEach(xs, x => { checked { {|ASYNC3001:_n++|}; } }); }
            public void B(int[] xs) { Parallel.ForEach(xs, x => { {|ASYNC3001:_n = checked(_n + x)|}; }); }
            public void C(int[] xs) { Parallel.ForEach(xs, x => { var id = {|ASYNC3001:_n++|}; Console.WriteLine(id); }); }
            public void D(int[] xs) { Parallel.ForEach(xs, x => { {|ASYNC3001:_d += x|}; }); }
            public void F(int[] xs) { Parallel.ForEach(xs, x => { {|ASYNC3001:_s++|}; {|ASYNC3001:_b++|}; {|ASYNC3001:_u++|}; }); }
            public void G(int[] xs) { Parallel.ForEach(xs, x => { {|ASYNC3001:_q++|}; {|ASYNC3001:P++|}; {|ASYNC3001:_e++|}; }); }
            public void H(int[] xs) { Parallel.ForEach(xs, x => { {|ASYNC3001:_st.N++|}; {|ASYNC3001:_a[0]++|}; {|ASYNC3001:s_n--|}; }); }
            public void I(int[] xs) { Parallel.ForEach(xs, x => { {|ASYNC3001:_n += _n > 5 ? 1 : 2|}; }); }
            public void J(int[] xs) { Parallel.ForEach(xs, x => { {|ASYNC3001:_l += x|}; {|ASYNC3001:_l -= 3|}; {|ASYNC3001:_n |= x|}; {|ASYNC3001:_n *= 2|}; {|ASYNC3001:_n ^= x|}; }); }
            public void K(int[] xs) { Parallel.ForEach(xs, x => { if (x > _n) {|ASYNC3001:_n = x|}; }); }
            public void L(int[] xs) { Parallel.ForEach(xs, x => { {|ASYNC3001:_n += x > 3 ? 1 : 0|}; Console.WriteLine({|ASYNC3001:_n++|} + {|ASYNC3001:++_n|}); }); }
            public void M(string[] xs) { string all = ""; Parallel.ForEach(xs, x => { {|ASYNC3001:all += x|}; }); Console.WriteLine(all); }
            public void N(int[] xs) { decimal m = 0; Parallel.ForEach(xs, x => { {|ASYNC3001:m += x|}; }); Console.WriteLine(m); }
            public void O(int[] xs) { int n = 0; Parallel.ForEach(xs, x => {|ASYNC3001:n++|}); Console.WriteLine(n); }
            public void Q(int[] xs) { Parallel.For(0, 10, i => { for (int k = 0; k < 3; k++, {|ASYNC3001:_n++|}) { } }); }
            public int R(int[] xs) { int n = 0; Func<int> f = () => n; Parallel.ForEach(xs, x => { {|ASYNC3001:n += f()|}; }); return n; }
        }
        """);
}
