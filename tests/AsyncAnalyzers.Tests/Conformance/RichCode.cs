namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>Code that is full of what C# has, so that rules meet it whole, cut off and with holes.</summary>
internal static class RichCode
{
    public const string Statements = """
        class Statements
        {
            readonly object gate = new();
            int total;
            async Task M(Task<int> t, CancellationToken token, IEnumerable<int> items)
            {
                Thread.Sleep(10);
                int x = t.Result + t.GetAwaiter().GetResult();
                if (t.IsCompleted && t.Result > 1) { x++; } else if (!t.IsFaulted) { t.Wait(); } else { t.Wait(10, token); }
                for (int i = 0; i < 1000000; i++) { for (int j = 0; j < 1000000; j++) { x += i * j; if (x == 3) break; else continue; } }
                foreach (var item in items) { total += item; }
                while (x > 0) { x--; }
                do { x ??= 3; goto end; } while (true);
                lock (gate) { total++; Thread.Sleep(1); }
                switch (x) { case 1: t.Wait(); break; case > 5 and < 9: return; case int y when t.Result == y: goto case 1; default: throw new Exception(); }
                try { Task.WaitAll(t); } catch (AggregateException e) when (t.Result == 1) { throw; } catch { } finally { Task.WaitAny(t); }
                using (var s = new MemoryStream()) { s.WriteAsync(new byte[1], 0, 1); }
                fixed (char* p = "a") { }
                checked { x += 1; } unchecked { x -= 1; }
                end: ;
                await Task.WhenAll(items.Select(async i => { total += i; await Task.Yield(); }));
            }
        }
        """;

    public const string Expressions = """
        class Expressions
        {
            Task<int> F() => Task.FromResult(1);
            async Task<int> M(bool b, Expressions? other, Task<int>[] tasks, dynamic d)
            {
                var a = b ? F().Result : tasks[0].Result;
                var c = other?.F().Result ?? other!.F().GetAwaiter().GetResult();
                var e = (await F()) switch { 0 => F().Result, var n when n > 1 => n, _ => throw new Exception() };
                F(); _ = F(); other?.F(); F().ConfigureAwait(false); (b ? F() : F()).Wait(); d.Wait(); d.Result.Sleep();
                var tuple = (x: F().Result, y: nameof(Task<int>.Result)); var (p, q) = tuple;
                var l = new List<Task<int>> { F(), F() }; var dict = new Dictionary<int, Task> { [1] = F() };
                var s = $"{F().Result:N} {tuple.x,3}" + @"verbatim" + F().AsTask();
                Func<int> f = () => F().Result; Action g = delegate { F(); }; Func<Task> h = async () => { F(); };
                var query = from t in tasks where t.Result > 1 let z = t.Result group z by z into gr select gr.Key;
                object o = new { F().Result }; var arr = stackalloc int[3]; var range = tasks[^1..]; var w = default(Task);
                return await (F()) + (int)F().Result + sizeof(int) - ~a + (c is { } v ? v : -1) + typeof(Task).Name.Length;
            }
        }
        """;

    public const string Functions = """
        static class Functions
        {
            static int count; static event Action? E; [ThreadStatic] static int perThread;
            static Task Local() { return Inner(); async Task Inner() { Inner(); Thread.Sleep(1); static void Deep() { Task.Delay(1).Wait(); } Deep(); } }
            static async void Handler(object sender, EventArgs e) { await Task.Delay(1); Thread.Sleep(1); }
            static IEnumerable<int> Iterate() { Thread.Sleep(1); yield return 1; yield break; }
            static async IAsyncEnumerable<int> Async() { Thread.Sleep(1); yield return await Task.FromResult(1); }
            static void Threads()
            {
                Parallel.For(0, 10, i => count++); Parallel.ForEach(new[] { 1 }, x => { perThread += x; count -= x; });
                Task.Run(() => count++); new Thread(() => count++).Start(); ThreadPool.QueueUserWorkItem(_ => count++);
                Task.Factory.StartNew(() => { lock (E!) { count++; } }); new Timer(_ => count++, null, 0, 1);
                Parallel.Invoke(() => count = count + 1, () => Interlocked.Increment(ref count));
                E += () => Thread.Sleep(1); E?.Invoke(); E!();
            }
            static T Generic<T>(this T self) where T : Task { self.Wait(); return self; }
            static int Recursive(int n) => n < 2 ? n : Recursive(n - 1) + Recursive(n - 2);
            static async Task<int> Calls() => Recursive(40) + await Task.FromResult(Recursive(41));
            static ref int Ref(ref int x, out int y, in int z, params int[] rest) { y = 1; x++; return ref x; }
        }
        """;

    public const string Types = """
        namespace N.M;
        using static System.Math;
        using Alias = System.Threading.Tasks.Task;
        [Obsolete] public abstract partial record R(int A, Task<int> B) : IDisposable { public int C { get; init; } = 3; public abstract Alias Run(); public void Dispose() { B.Wait(); } }
        public record struct RS(int X) { public async Task Up() { X++; await Task.Yield(); } }
        public readonly ref struct RefS { public readonly Span<int> S; public RefS(Span<int> s) { S = s; Thread.Sleep(1); } }
        public interface I<out T> where T : class { Task<int> P { get; } int this[int i] { get; set; } static abstract I<T> operator +(I<T> a, I<T> b); void D() => P.Wait(); }
        public enum En : byte { A = 1, B = A << 2 }
        public delegate Task Del<in T>(T x);
        public class K : I<string>
        {
            int n; volatile int v; const int Big = 1 << 30; static readonly Task<int> T = Task.Run(() => 1); Lazy<int> lazy = new(() => T.Result);
            public K() : base() { n = T.Result; } static K() { T.Wait(); } ~K() { n++; }
            public Task<int> P { get { Thread.Sleep(1); return T; } private set { n += value.Result; } }
            public int this[int i] { get => T.Result; set => n = value; }
            public event EventHandler E { add { n++; } remove { n--; } }
            public static K operator ++(K k) { k.n++; return k; } public static implicit operator int(K k) => T.Result;
            async Task I<string>.Explicit() { for (long i = 0; i < Big; i++) n += (int)i; }
            class Nested<T1, T2> where T1 : unmanaged where T2 : notnull, new() { T2 x = new(); async ValueTask V() { await V(); V(); V().GetAwaiter().GetResult(); } }
        }
        """;

    public const string TopLevel = """
        #define X
        #nullable enable
        #pragma warning disable CS1998
        Console.WriteLine(args.Length); int shared = 0; var t = Task.Delay(1);
        t.Wait(); Thread.Sleep(1);
        #if X
        Parallel.For(0, 3, i => shared += i); Work();
        #else
        Thread.Sleep(2);
        #endif
        await t; t.Wait(); await foreach (var x in Numbers()) { shared += x; } await using var d = new Disp();
        #region R
        async Task Work() { for (var i = 0; i < 100000; i++) for (var j = 0; j < 100000; j++) for (var k = 0; k < 100000; k++) shared ^= i ^ j ^ k; }
        #endregion
        async IAsyncEnumerable<int> Numbers([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken c = default) { yield return 1; Thread.Sleep(1); }
        return shared;
        class Disp : IAsyncDisposable { public ValueTask DisposeAsync() { Thread.Sleep(1); return default; } }
        """;

    public const string Loops = """
        class Loops
        {
            long sum; readonly long[,] grid = new long[1000, 1000];
            async Task A(int[] data)
            {
                await Task.Yield();
                for (int i = 0; i < data.Length; i++) for (int j = 0; j < data.Length; j++) for (int k = 0; k < data.Length; k++) sum += data[i] * data[j] - data[k];
                foreach (var x in data) { foreach (var y in data) { if (x == y) { await Task.Delay(1); } sum ^= x & y; } }
                outer: while (sum > 0) { do { sum >>= 1; if (sum % 3 == 0) goto outer; } while (sum % 2 == 0); }
                for (; ; ) { sum = Fib(40); if (sum < 0) return; } 
            }
            async Task<long> B() { long s = 0; for (int i = 0, j = 10; i < 10_000_000 && j > 0; i++, j--) { s += grid[i % 1000, j]; Span<int> sp = stackalloc int[2]; sp[0] = (int)s; } return s; }
            static int Fib(int n) { if (n < 2) { return n; } return Fib(n - 1) + Fib(n - 2); }
            async void C(IEnumerable<IEnumerable<int>> xs) { foreach (var x in xs) foreach (ref readonly var y in x.ToArray().AsSpan()) foreach (var (a, b) in x.Zip(x)) sum += a * b + y; }
            async Task D(int n) { for (int i = 0; i < n; i++) { Primes(n); } void Primes(int m) { for (int i = 2; i < m; i++) for (int j = 2; j < i; j++) if (i % j == 0) sum++; } }
        }
        """;

    public const string Completion = """
        class Completion
        {
            async Task<int> M(Task<int> a, Task<int> b, ValueTask<int> v, Task<Task<int>> nested)
            {
                if (a.IsCompletedSuccessfully) { return a.Result; } await a; var x = a.Result; a = b; x += a.Result;
                await Task.WhenAll(a, b); x += a.Result + b.Result; var w = await Task.WhenAny(a, b); x += w.Result; if (w == a) x += a.Result;
                while (!a.IsCompleted) { await Task.Delay(1); } x += a.Result; try { await b; } catch { x += b.Result; } finally { b.Wait(); }
                x += await v + v.Result + nested.Result.Result + (await nested).Result; a.ContinueWith(t => t.Result); b.ContinueWith(async t => t.Result);
                foreach (var t in new[] { a, b }) { await t; x += t.Result; } x += a.IsCompleted ? a.Result : 0; x += !a.IsCompleted || a.Result > 0 ? 1 : 0;
                switch (a.Status) { case TaskStatus.RanToCompletion: return a.Result; default: goto again; } again: if (a is { IsCompleted: true, Result: > 1 } done) return done.Result;
                using var cts = new CancellationTokenSource(); a.Wait(cts.Token); a.Wait(TimeSpan.FromSeconds(1)); if (!a.Wait(1)) throw new TimeoutException(); Task.WaitAll(new[] { a, b }, 10); x += Task.WaitAny(a, b);
                return a.ConfigureAwait(false).GetAwaiter().GetResult() + v.AsTask().Result + Task.FromResult(1).Result + ((Task<int>)(object)a).Result;
            }
        }
        """;

    public const string Sharing = """
        class Sharing
        {
            int n; long l; string? s; decimal m; static int st; int[] arr = new int[9]; readonly object gate = new(); readonly SemaphoreSlim sem = new(1, 1);
            int P { get; set; } event Action? Ev; Dictionary<string, int> d = new(); double f; bool flag;
            public async Task M(IEnumerable<int> xs)
            {
                int local = 0; var list = new List<int>();
                Parallel.ForEach(xs, x => { local += x; n++; l = l + x; s += x; m *= 2; ++st; arr[x]++; arr[x % 9] += x; P++; list.Add(x); d["a"]++; f /= 2; flag = !flag; s ??= "a"; });
                Parallel.ForEach(xs, () => 0, (x, state, acc) => acc + x, acc => { lock (gate) { local += acc; } });
                await Task.WhenAll(xs.Select(async x => { await sem.WaitAsync(); try { n += x; } finally { sem.Release(); } l += x; await Task.Delay(x); l -= x; n = n + await Task.FromResult(1); }));
                await Parallel.ForEachAsync(xs, async (x, token) => { local++; await Task.Yield(); if (n == 0) { n = x; } });
                var total = xs.AsParallel().Select(x => { local += x; return local; }).Where(x => ++n > 1).Sum(); Monitor.Enter(gate); try { n++; } finally { Monitor.Exit(gate); }
                var t1 = Task.Run(() => { n++; Interlocked.Add(ref l, 2); Volatile.Write(ref n, 3); }); var t2 = Task.Run(Body); local++; await t1; await t2; local++;
                using var timer = new Timer(_ => { if (local > 0) local--; }, null, 0, 10); new Thread(Body) { IsBackground = true }.Start(); Ev += () => local++;
                void Body() { local++; (n, l) = (1, 2); ref int r = ref n; r++; n += n++ + ++n; }
            }
        }
        """;

    public const string Odd = """"
        class @class : Exception { int Result; void Wait() { } void Sleep() { } int Task => Result; async Task<T> @async<T>(T await1) { var async = 1; return default!; }
            async System.Threading.Tasks.Task var(int a = 1, __arglist) { global::System.Threading.Thread.Sleep(1); Thread . Sleep ( /* c */ 1 /* d */ ) ; new @class().Wait(); this.Sleep(); ((((Task.Delay(1))))).Wait(); }
            int this[Task<int> t] => t.Result; static int operator <<(@class c, int i) => i; unsafe void* P(delegate*<int, void> f, int** p) { f(1); return *p + 1; }
            Task Tern(bool b) => b ? Task.Run(() => Thread.Sleep(1)) : Task.Run(async () => { Thread.Sleep(1); }); Task<Task> Nest() => System.Threading.Tasks.Task.FromResult(Nest() as Task)!;
            void Empty() { ; ; { } if (true) ; else ; for (; ; ) ; } async Task Emoji() { var 变量 = "😀"; Console.WriteLine($$"""{{变量.Length}}""" + 'x' + '\u0041' + 0x_ff + 1e3 + 1m + 0b1); await Task.Yield(); }
            [System.Diagnostics.Conditional("DEBUG")] static void Attr([System.Runtime.CompilerServices.CallerMemberName] string s = nameof(Task.Wait)) => Task.Delay(1).Wait(); Span<Task<int>> Sp(Span<Task<int>> s) { s[0].Result.ToString(); return s[1..]; }
            ~@class() => Task.Delay(1).Wait(); System.Linq.Expressions.Expression<Func<Task<int>, int>> ex = t => t.Result; Func<Task> f = async () => await Task.Run(() => { }); int field = Task.Run(() => 1).Result;
        }
        """";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        [nameof(Statements)] = Statements,
        [nameof(Expressions)] = Expressions,
        [nameof(Functions)] = Functions,
        [nameof(Types)] = Types,
        [nameof(TopLevel)] = TopLevel,
        [nameof(Loops)] = Loops,
        [nameof(Completion)] = Completion,
        [nameof(Sharing)] = Sharing,
        [nameof(Odd)] = Odd,
    };
}
