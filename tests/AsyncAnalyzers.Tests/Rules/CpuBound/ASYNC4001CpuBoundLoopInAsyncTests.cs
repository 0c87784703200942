using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.CpuBound.ASYNC4001CpuBoundLoopInAsyncAnalyzer, AsyncAnalyzers.Rules.CpuBound.ASYNC4001CpuBoundLoopInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.CpuBound;

public class ASYNC4001CpuBoundLoopInAsyncTests
{
    // ----- reported -----

    [Fact]
    public Task Three_nested_loops_over_data() => Says(
        """
        async Task M(double[] rows, List<double> columns, double[] depth, double[] sum)
        {
            await Task.Yield();
            {|#0:for (int i = 0; i < rows.Length; i++)|}
                for (int j = 0; j < columns.Count; j++)
                    for (int k = 0; k < depth.Length; k++)
                        sum[i] += rows[i] * columns[j] * depth[k];
        }
        """,
        "'M' runs 3 nested loops over 'rows', 'columns' and 'depth' on the event loop; use 'await Task.Run'");

    [Fact]
    public Task Constant_bound() => Says(
        """
        async Task<long> M()
        {
            await Task.Yield();
            long sum = 0;
            {|#0:for (int i = 0; i < 5_000_000; i++)|} sum += i * i;
            return sum;
        }
        """,
        "'M' runs a loop of 5,000,000 iterations on the event loop; use 'await Task.Run'");

    [Fact]
    public Task Constant_bounds_multiply() => Says(
        """
        const int N = 2000;
        async Task<long> M()
        {
            await Task.Yield();
            long sum = 0;
            {|#0:for (int i = 0; i < N; i++)|}
                for (int j = 1000; j > 0; j--) sum += i ^ j;
            return sum;
        }
        """,
        "'M' runs 2 nested loops of 2,000 × 1,000 = 2,000,000 iterations on the event loop; use 'await Task.Run'");

    [Fact]
    public Task Callee_that_loops() => Says(
        """
        async Task<int> M(int[] rows, int[] columns)
        {
            await Task.Yield();
            int best = 0;
            {|#0:foreach (int row in rows)|}
                foreach (int column in columns) best = Math.Max(best, Score(row, column));
            return best;
        }
        int[] weights = new int[0];
        int Score(int row, int column) { int s = 0; foreach (int weight in weights) s += weight * row ^ column; return s; }
        """,
        "'M' runs 3 nested loops over 'rows', 'columns' and 'weights' in 'Score' on the event loop; use 'await Task.Run'");

    /// <summary>Before anything is bound, the loops of a local function and of what it calls are counted too, and recursion.</summary>
    [Theory]
    [InlineData("[|foreach (int x in a)|] foreach (int y in b) n += Score(x, y); int Score(int x, int y) { int s = 0; foreach (int z in c) s += z * x ^ y; return s; }")]
    [InlineData("[|foreach (int x in a)|] n += Outer(x); int Outer(int x) { int s = 0; foreach (int y in b) s += Inner(x ^ y); return s; } int Inner(int x) { int s = 0; foreach (int z in c) s += z * x; return s; }")]
    [InlineData("[|foreach (int x in a)|] n += Fib(x);")]
    [InlineData("[|foreach (int x in a)|] n += Local(x); int Local(int i) => i < 2 ? i : Local(i - 1) + Local(i - 2);")]
    public Task What_a_loop_calls(string body) => Reports(
        "async Task<int> M(List<int> a, List<int> b, List<int> c) { await Task.Yield(); int n = 0; " + body + " return n; } static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);");

    [Fact]
    public Task Recursion_that_branches() => Says(
        """
        async Task<int> M(int n) { await Task.Yield(); return {|#0:Fib(n)|}; }
        static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
        """,
        "'M' runs the branching recursion of 'Fib' on the event loop; use 'await Task.Run'");

    [Fact]
    public Task Constant_argument_that_is_large_enough() => Reports("""
        async Task<int> M() { await Task.Yield(); return [|Fib(40)|]; }
        static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
        """);

    [Fact]
    public Task Hash_computing_is_computation() => Reports("""
        async Task<byte[]> M(byte[] password)
        {
            await Task.Yield();
            byte[] hash = password;
            [|for (int i = 0; i < 2_000_000; i++)|] hash = System.Security.Cryptography.SHA256.HashData(hash);
            return hash;
        }
        """);

    [Fact]
    public Task Queries_are_loops() => Reports("""
        async Task<int> M(List<int> a, List<int> b, List<int> c)
        {
            await Task.Yield();
            int n = 0;
            [|foreach (int x in a)|]
                n += b.Count(y => c.Sum(z => z ^ y) > x);
            return n;
        }
        """);

    [Fact]
    public Task Counting_while() => Reports("""
        async Task<long> M()
        {
            await Task.Yield();
            long sum = 0; int i = 0;
            [|while (i < 100_000_000)|] { sum += i; i++; }
            return sum;
        }
        """);

    [Fact]
    public Task Nest_in_a_loop_that_awaits() => Reports("""
        async Task M(int[] a, int[] b, int[] c)
        {
            while (true)
            {
                await Task.Delay(5);
                [|foreach (int x in a)|] foreach (int y in b) for (int z = 0; z < c.Length; z++) c[z] += x ^ y;
            }
        }
        """);

    [Fact]
    public Task Nest_in_a_loop_that_logs() => Reports("""
        async Task M(int[] n, int[] a, int[] b, int[] c)
        {
            await Task.Yield();
            foreach (int w in n)
            {
                Console.WriteLine(w);
                [|foreach (int x in a)|] foreach (int y in b) for (int z = 0; z < c.Length; z++) c[z] += x ^ y;
            }
        }
        """);

    [Fact]
    public Task Async_lambda_and_local_function() => Reports("""
        void M(int[] a)
        {
            Func<Task> f = async () => { await Task.Yield(); [|for (int i = 0; i < 10_000_000; i++)|] a[i & 3]++; };
            async Task G() { await Task.Yield(); [|for (int i = 0; i < 10_000_000; i++)|] a[i & 3]++; }
            G();
        }
        """);

    [Fact]
    public Task In_a_lock_says_what_comes_first() => Says(
        """
        async Task M(int[] a)
        {
            await Task.Yield();
            lock (a) { {|#0:for (int i = 0; i < 10_000_000; i++)|} a[i & 3]++; }
        }
        """,
        "'M' runs a loop of 10,000,000 iterations on the event loop; move it out of the lock, then use 'await Task.Run'");

    [Fact]
    public Task In_a_lock_no_fix() => Verify.ReportsAsync(Class("""
        async Task M(int[] a)
        {
            await Task.Yield();
            lock (a) { [|for (int i = 0; i < 10_000_000; i++)|] a[i & 3]++; }
        }
        """));

    [Fact]
    public Task Thresholds_are_options() => Verify.ReportsAsync(
        Class("async Task M(int[] a) { await Task.Yield(); lock (a) { [|for (int i = 0; i < 5000; i++)|] a[i & 3]++; } }"),
        editorConfig: "async_analyzers.async4001.iteration_threshold = 5_000");

    [Fact]
    public Task Depth_is_an_option() => Verify.ReportsAsync(
        Class("async Task M(int[] a) { await Task.Yield(); lock (a) { [|foreach (int x in a)|] foreach (int y in a) a[0] += x ^ y; } }"),
        editorConfig: "async_analyzers.async4001.data_loop_depth = 2");

    // ----- silent -----

    [Theory]
    // small or single loops
    [InlineData("foreach (int x in a) sum += x;")]
    [InlineData("for (int i = 0; i < a.Length; i++) sum += a[i];")]
    [InlineData("foreach (int x in a) foreach (int y in b) sum += x * y;")]
    [InlineData("for (int i = 0; i < 1000; i++) for (int j = 0; j < 900; j++) sum += i * j;")]
    [InlineData("foreach (int x in a) foreach (int y in b) for (int k = 0; k < 16; k++) sum += x * y * k;")]
    [InlineData("foreach (int x in a) foreach (int y in b) for (int d = x - 1; d <= x + 1; d++) sum += d;")]
    [InlineData("foreach (int x in a) foreach (int y in b) foreach (int k in new[] { 1, 2, 3 }) sum += x * y * k;")]
    [InlineData("foreach (int x in a) foreach (int y in b) foreach (char k in s) sum += x * y * k;")]
    [InlineData("foreach (int x in a) foreach (int y in b) for (int k = 0; k < s.Length; k++) sum += x * y * s[k];")]
    [InlineData("foreach (int x in a) foreach (int y in b) foreach (int k in Offsets) sum += x * y * k;")]
    [InlineData("foreach (int x in a) foreach (int y in b) foreach (var k in Enum.GetValues<DayOfWeek>()) sum += (int)k;")]
    [InlineData("foreach (int x in a) foreach (int y in b) for (int k = 1; k < x; k *= 2) sum += k;")]
    [InlineData("foreach (int x in a) foreach (int y in b) { int r = y; while (r > 0) { sum += r % 10; r /= 10; } }")]
    // left early
    [InlineData("foreach (int x in a) foreach (int y in b) foreach (int z in c) if (x == y + z) return;")]
    [InlineData("foreach (int x in a) foreach (int y in b) foreach (int z in c) { if (x == z) break; sum += y; }")]
    [InlineData("foreach (int x in a) foreach (int y in b) if (c.Any(z => z == x)) sum += y;")]
    // something else in the loop: I/O, waiting, logging, code that is not seen
    [InlineData("for (int i = 0; i < 10_000_000; i++) Console.Write(i);")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) await Task.Yield();")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) File.ReadAllText(s);")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) stream.WriteByte(1);")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) sum += stream.Position;")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) Thread.Sleep(1);")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) lock (a) sum++;")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) sum += func(i);")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) sum += Virtual(i);")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) sum += Deep(i);")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) sum += shape.Area;")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) sum += dyn.Area;")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) sum += Task.FromResult(i).Result;")]
    [InlineData("for (int i = 0; i < 10_000_000; i++) Environment.CurrentDirectory = s;")]
    [InlineData("foreach (int x in query) foreach (int y in b) foreach (int z in c) sum += x;")]
    [InlineData("foreach (int x in queue.GetConsumingEnumerable()) foreach (int y in b) foreach (int z in c) sum += x;")]
    [InlineData("foreach (int x in a) foreach (int y in b) foreach (int z in Lazily()) sum += x;")]
    // not on the loop
    [InlineData("await Task.Run(() => { for (int i = 0; i < 10_000_000; i++) sum += i; });")]
    [InlineData("await Task.Run(async () => { for (int i = 0; i < 10_000_000; i++) sum += i; await Task.Yield(); });")]
    [InlineData("Action f = () => { for (int i = 0; i < 10_000_000; i++) sum += i; };")]
    [InlineData("await Task.Run(() => Fib(40));")]
    [InlineData("new Thread(() => { for (int i = 0; i < 10_000_000; i++) sum += i; }).Start();")]
    // recursion
    [InlineData("sum += Fib(20);")]
    [InlineData("sum += Depth(tree);")]
    [InlineData("sum += Remembering(a.Length);")]
    [InlineData("sum += Faculty(a.Length);")]
    [InlineData("Sort(a, 0, a.Length);")]
    [InlineData("sum += OneOfTwo(a.Length);")]
    // endless, scanning
    [InlineData("while (true) { sum++; if (sum > 100) break; }")]
    [InlineData("int p = 0; while (p < s.Length) { while (p < s.Length && s[p] == ' ') p++; while (p < s.Length && s[p] != ' ') p++; }")]
    [InlineData("for (int i = 0; ; i++) if (i > a.Length) break;")]
    public Task Silent(string statement) => Verify.SilentAsync($$"""
        class Tree { public Tree? Left, Right; }
        interface IShape { int Area { get; } }
        class C
        {
            static readonly int[] Offsets = { -1, 0, 1 };
            long sum;
            async Task M(int[] a, int[] b, List<int> c, string s, Stream stream, Func<int, int> func, IShape shape, dynamic dyn, IQueryable<int> query,
                System.Collections.Concurrent.BlockingCollection<int> queue, Tree tree)
            {
                await Task.Yield();
                {{statement}}
            }
            protected virtual int Virtual(int i) => i;
            static int Deep(int i) => Deeper(i) + 1;
            static int Deeper(int i) { Console.Write(i); return i; }
            IEnumerable<int> Lazily() { foreach (string line in File.ReadLines("a")) yield return line.Length; }
            static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
            static int Faculty(int n) => n < 2 ? 1 : n * Faculty(n - 1);
            static int Depth(Tree? tree) => tree is null ? 0 : 1 + Math.Max(Depth(tree.Left), Depth(tree.Right));
            static int OneOfTwo(int n) { if (n < 2) return n; if (n % 2 == 0) return OneOfTwo(n - 1); return OneOfTwo(n - 2); }
            Dictionary<int, int> known = new();
            int Remembering(int n) { if (known.TryGetValue(n, out int k)) return k; return known[n] = Remembering(n - 1) + Remembering(n - 2); }
            static void Sort(int[] a, int low, int high) { if (high - low < 2) return; int middle = (low + high) / 2; Sort(a, low, middle); Sort(a, middle, high); }
        }
        """);

    [Fact]
    public Task Synchronous_code() => Verify.SilentAsync(Class("long M() { long sum = 0; for (int i = 0; i < 10_000_000; i++) sum += i; return sum; }"));

    [Fact]
    public Task Only_started_by_Task_Run() => Verify.SilentAsync(Class("""
        Task Start() => Task.Run(Work);
        private async Task Work() { for (int i = 0; i < 10_000_000; i++) x += i; await Task.Yield(); }
        long x;
        """));

    [Fact]
    public Task Async_iterator_that_yields() => Verify.SilentAsync(Class("""
        async IAsyncEnumerable<int> M(int[] a) { foreach (int x in a) foreach (int y in a) for (int i = 0; i < 10_000_000; i++) yield return x + y; await Task.Yield(); }
        """));

    [Fact]
    public Task Mutual_recursion_ends() => Verify.SilentAsync(Class("""
        async Task M(int[] a) { await Task.Yield(); foreach (int x in a) A(x); }
        static int A(int n) => n < 0 ? 0 : B(n - 1) + B(n - 2);
        static int B(int n) => n < 0 ? 0 : A(n - 1) + C2(n - 2);
        static int C2(int n) => n < 0 ? 0 : A(n - 1) + B(n - 2);
        """));

    [Fact]
    public Task Broken_code() => Verify.SilentAsync(Class("""
        async Task M() { await Task.Yield(); for (int i = 0; i < 10_000_000; i++) {|CS0103:Missing|}(i); }
        """));

    // ----- fixes -----

    [Fact]
    public Task Results_are_returned() => Fixes(
        """
        async Task<long> M(int n)
        {
            await Task.Yield();
            // the sum
            long sum = 0; // starts at nothing
            // adds up
            [|for (int i = 0; i < 5_000_000; i++)|] // many
            {
                /* this */ sum += i * n; // and this
            } // end

            // what came out
            return sum;
        }
        """,
        """
        async Task<long> M(int n)
        {
            await Task.Yield();
            // the sum
            long sum = await Task.Run(() =>
            {
                long sum = 0; // starts at nothing
                // adds up
                for (int i = 0; i < 5_000_000; i++) // many
                {
                    /* this */ sum += i * n; // and this
                } // end
                return sum;
            });

            // what came out
            return sum;
        }
        """);

    [Fact]
    public Task Several_results_are_a_tuple() => Fixes(
        """
        async Task<int> M(int[] a)
        {
            await Task.Yield();
            int min = a[0];
            var max = int.MinValue;
            [|foreach (int x in a)|]
                foreach (int y in a)
                    foreach (int z in a)
                    {
                        min = Math.Min(min, x * y * z);
                        max = Math.Max(max, x * y * z);
                    }

            return max - min;
        }
        """,
        """
        async Task<int> M(int[] a)
        {
            await Task.Yield();
            (int min, var max) = await Task.Run(() =>
            {
                int min = a[0];
                var max = int.MinValue;
                foreach (int x in a)
                    foreach (int y in a)
                        foreach (int z in a)
                        {
                            min = Math.Min(min, x * y * z);
                            max = Math.Max(max, x * y * z);
                        }
                return (min, max);
            });

            return max - min;
        }
        """);

    [Fact]
    public Task Captured_where_something_stands_between() => Fixes(
        """
        async Task<long> M(int n)
        {
            long sum = 0;
            await Task.Yield();
            // adds up
            [|for (int i = 0; i < 5_000_000; i++)|]
            {
                sum += i * n;
            }

            return sum;
        }
        """,
        """
        async Task<long> M(int n)
        {
            long sum = 0;
            await Task.Yield();
            // adds up
            await Task.Run(() =>
            {
                for (int i = 0; i < 5_000_000; i++)
                {
                    sum += i * n;
                }
            });

            return sum;
        }
        """);

    [Fact]
    public Task Loop_that_returns_with_the_return_behind_it() => Fixes(
        """
        async Task<long> M(long goal)
        {
            await Task.Yield();
            // searches
            [|for (long i = 0; i < long.MaxValue; i++)|]
            {
                if (i * i % 1000007 == goal)
                {
                    return i;
                }
            }

            // not found
            return -1;
        }
        """,
        """
        async Task<long> M(long goal)
        {
            await Task.Yield();
            // searches
            return await Task.Run(() =>
            {
                for (long i = 0; i < long.MaxValue; i++)
                {
                    if (i * i % 1000007 == goal)
                    {
                        return i;
                    }
                }

                // not found
                return -1;
            });
        }
        """);

    [Fact]
    public Task Loop_that_returns_as_the_last_statement() => Fixes(
        """
        async Task M(long[] goal)
        {
            await Task.Yield();
            // searches
            [|for (long i = 0; i < long.MaxValue; i++)|]
                if (i * i % 1000007 == goal[0])
                    return;
        }
        """,
        """
        async Task M(long[] goal)
        {
            await Task.Yield();
            // searches
            await Task.Run(() =>
            {
                for (long i = 0; i < long.MaxValue; i++)
                    if (i * i % 1000007 == goal[0])
                        return;
            });
        }
        """);

    [Fact]
    public Task Return_from_the_middle_is_extracted() => Fixes(
        """
        async Task<long> M(long[] goal)
        {
            // searches
            [|for (long i = 0; i < long.MaxValue; i++)|]
            {
                if (i * i == goal[0])
                {
                    return i; // found
                }
            }

            await Task.Yield();
            return -1;
        }
        """,
        """
        async Task<long> M(long[] goal)
        {
            // searches
            (long returnValue, bool hasReturned) = await Task.Run(() => Compute(goal));
            if (hasReturned)
            {
                return returnValue;
            }

            await Task.Yield();
            return -1;

            static (long, bool) Compute(long[] goal)
            {
                for (long i = 0; i < long.MaxValue; i++)
                {
                    if (i * i == goal[0])
                    {
                        return (i, true); // found
                    }
                }

                return (default(long), false);
            }
        }
        """);

    [Fact]
    public Task Return_without_value_is_extracted() => Fixes(
        """
        async Task M()
        {
            // searches
            [|for (long i = 0; i < long.MaxValue; i++)|]
                if (i * i == goal)
                    return;
            await Task.Yield();
        }
        long goal;
        """,
        """
        async Task M()
        {
            // searches
            if (await Task.Run(() => Compute()))
            {
                return;
            }
            await Task.Yield();

            bool Compute()
            {
                for (long i = 0; i < long.MaxValue; i++)
                    if (i * i == goal)
                        return true;

                return false;
            }
        }
        long goal;
        """);

    [Fact]
    public Task Recursive_call() => Fixes(
        """
        async Task<int> M(int n)
        {
            await Task.Yield();
            // computes
            return 1 + /* a */ [|Fib(n)|] /* b */ * 2;
        }
        static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
        """,
        """
        async Task<int> M(int n)
        {
            await Task.Yield();
            // computes
            return 1 + /* a */ await Task.Run(() => Fib(n)) /* b */ * 2;
        }
        static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
        """);

    [Fact]
    public Task Task_returning_function_becomes_async() => Fixes(
        """
        Task<long> M(int n)
        {
            // the sum
            long sum = 0;
            [|for (int i = 0; i < 5_000_000; i++)|]
                sum += i * n;
            return Task.FromResult(sum);
        }
        """,
        """
        async Task<long> M(int n)
        {
            // the sum
            long sum = await Task.Run(() =>
            {
                long sum = 0;
                for (int i = 0; i < 5_000_000; i++)
                    sum += i * n;
                return sum;
            });
            return sum;
        }
        """);

    [Fact]
    public Task CSharp_7_3_captures() => Verify.FixesAsync(
        """
        using System.Threading.Tasks;
        class C
        {
            async Task<long> M(int n)
            {
                await Task.Yield();
                // the sum
                long sum = 0;
                // adds up
                [|for (int i = 0; i < 5000000; i++)|]
                    sum += i * n;
                return sum;
            }
        }
        """,
        """
        using System.Threading.Tasks;
        class C
        {
            async Task<long> M(int n)
            {
                await Task.Yield();
                // the sum
                long sum = 0;
                // adds up
                await Task.Run(() =>
                {
                    for (int i = 0; i < 5000000; i++)
                        sum += i * n;
                });
                return sum;
            }
        }
        """,
        languageVersion: LanguageVersion.CSharp7_3,
        references: ReferenceAssemblies.NetFramework.Net472.Default);

    [Fact]
    public Task Tabs_and_CRLF() => Verify.FixesAsync(
        "class C\r\n{\r\n\tasync Task M(int[] a)\r\n\t{\r\n\t\tawait Task.Yield();\r\n\t\t// adds up\r\n\t\t[|for (int i = 0; i < 5_000_000; i++)|]\r\n\t\t{\r\n\t\t\ta[i & 1]++;\r\n\t\t}\r\n\t}\r\n}\r\n",
        "class C\r\n{\r\n\tasync Task M(int[] a)\r\n\t{\r\n\t\tawait Task.Yield();\r\n\t\t// adds up\r\n\t\tawait Task.Run(() =>\r\n\t\t{\r\n\t\t\tfor (int i = 0; i < 5_000_000; i++)\r\n\t\t\t{\r\n\t\t\t\ta[i & 1]++;\r\n\t\t\t}\r\n\t\t});\r\n\t}\r\n}\r\n");

    [Fact]
    public Task Directives_and_long_strings_stay() => Fixes(
        """"
        async Task M(int[] a)
        {
            await Task.Yield();
            // adds up
        #if !NOTHING
            [|for (int i = 0; i < 5_000_000; i++)|]
            {
        #if NOTHING
                a[0]--;
        #else
                a[i & 1]++;
        #endif
                string s = @"two
        lines";
            }
        #endif
            await Task.Yield();
        }
        """",
        """"
        async Task M(int[] a)
        {
            await Task.Yield();
            // adds up
        #if !NOTHING
            await Task.Run(() =>
            {
                for (int i = 0; i < 5_000_000; i++)
                {
        #if NOTHING
                a[0]--;
        #else
                    a[i & 1]++;
        #endif
                    string s = @"two
        lines";
                }
            });
        #endif
            await Task.Yield();
        }
        """");

    [Fact]
    public Task ConfigureAwait_habit_and_missing_using() => Verify.FixesAsync(
        """
        class C
        {
            async System.Threading.Tasks.Task M(int[] a)
            {
                await System.Threading.Tasks.Task.Delay(1).ConfigureAwait(false);
                // adds up
                [|for (int i = 0; i < 5_000_000; i++)|] a[i & 1]++;
            }
        }
        """,
        """
        using System.Threading.Tasks;

        class C
        {
            async System.Threading.Tasks.Task M(int[] a)
            {
                await System.Threading.Tasks.Task.Delay(1).ConfigureAwait(false);
                // adds up
                await Task.Run(() =>
                {
                    for (int i = 0; i < 5_000_000; i++) a[i & 1]++;
                }).ConfigureAwait(false);
            }
        }
        """,
        globalUsings: false);

    [Fact]
    public Task Two_in_one_method_and_one_without_block() => Fixes(
        """
        async Task M(int[] a, bool b)
        {
            await Task.Yield();
            // first
            [|for (int i = 0; i < 5_000_000; i++)|] a[i & 1]++;
            if (b)
                // second
                [|for (int i = 0; i < 5_000_000; i++)|] a[i & 1]--;
        }
        """,
        """
        async Task M(int[] a, bool b)
        {
            await Task.Yield();
            // first
            await Task.Run(() =>
            {
                for (int i = 0; i < 5_000_000; i++) a[i & 1]++;
            });
            if (b)
                // second
                await Task.Run(() =>
                {
                    for (int i = 0; i < 5_000_000; i++) a[i & 1]--;
                });
        }
        """);

    [Fact]
    public Task Struct_that_uses_itself_no_fix() => Verify.ReportsAsync("""
        struct S
        {
            int x;
            async Task M() { await Task.Yield(); [|for (int i = 0; i < 5_000_000; i++)|] x += i; }
        }
        """);

    [Fact]
    public Task Goto_out_of_the_loop_no_fix() => Verify.ReportsAsync(Class("""
        async Task M(int[] a)
        {
            await Task.Yield();
            [|for (long i = 0; i < long.MaxValue; i++)|] { if (a[i & 3] == 5) goto end; }
        end:
            await Task.Yield();
        }
        """));

    [FactSinceCSharp(13)]
    public Task Span_in_use_no_fix() => Verify.ReportsAsync(Class("""
        async Task M(int[] a)
        {
            await Task.Yield();
            {
                Span<int> s = a;
                [|for (int i = 0; i < 5_000_000; i++)|] s[i & 3]++;
            }
        }
        """));

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync(
        """
        await Task.Yield();
        int[] a = new int[4];
        // adds up
        [|for (int i = 0; i < 5_000_000; i++)|]
        {
            a[i & 1]++;
        }
        """,
        """
        await Task.Yield();
        int[] a = new int[4];
        // adds up
        await Task.Run(() =>
        {
            for (int i = 0; i < 5_000_000; i++)
            {
                a[i & 1]++;
            }
        });
        """,
        outputKind: OutputKind.ConsoleApplication);

    private static string Class(string members) => "class C\n{\n" + string.Join("\n", members.Split('\n').Select(line => line.Length == 0 || line[0] == '#' ? line : "    " + line)) + "\n}\n";

    private static Task Reports(string members) => Verify.SilentAsync(Class(members));

    private static Task Fixes(string members, string fixedMembers) => Verify.FixesAsync(Class(members), Class(fixedMembers));

    private static Task Says(string members, string message) => Verify.SilentAsync(
        Class(members),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC4001", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(message)));
}
