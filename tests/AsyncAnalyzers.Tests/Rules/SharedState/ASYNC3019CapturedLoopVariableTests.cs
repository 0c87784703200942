using Microsoft.CodeAnalysis.CSharp;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3019CapturedLoopVariableAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3019CapturedLoopVariableCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>Work that is started in a loop reads the loop's variable when that has changed.</summary>
public class ASYNC3019CapturedLoopVariableTests
{
    private const string Types = """

        static class Work
        {
            public static void Do(int n) { }
            public static string? Next() => null;
            public static async Task SendAsync(int n) => await Task.Yield();
        }
        """;

    [Theory]
    [InlineData("""async Task A() { var ts = new List<Task>(); for (int i = 0; i < 5; i++) ts.Add(Task.Run(() => Work.Do([|i|]))); await Task.WhenAll(ts); }""",
        """async Task A() { var ts = new List<Task>(); for (int i = 0; i < 5; i++) { var index = i; ts.Add(Task.Run(() => Work.Do(index))); } await Task.WhenAll(ts); }""")]
    [InlineData("""void B() { var ts = new Task[5]; for (int i = 0; i < 5; i++) { ts[i] = Task.Run(() => Work.Do([|i|])); } Task.WaitAll(ts); }""",
        """void B() { var ts = new Task[5]; for (int i = 0; i < 5; i++) { var index = i; ts[i] = Task.Run(() => Work.Do(index)); } Task.WaitAll(ts); }""")]
    [InlineData("""void D() { for (int i = 0; i < 5; i++) new Thread(() => Work.Do([|i|])).Start(); }""",
        """void D() { for (int i = 0; i < 5; i++) { var index = i; new Thread(() => Work.Do(index)).Start(); } }""")]
    [InlineData("""void E() { for (int i = 0; i < 5; i++) ThreadPool.QueueUserWorkItem(_ => Work.Do([|i|])); }""",
        """void E() { for (int i = 0; i < 5; i++) { var index = i; ThreadPool.QueueUserWorkItem(_ => Work.Do(index)); } }""")]
    [InlineData("""void F() { for (int i = 0; i < 5; i++) Task.Factory.StartNew(() => Work.Do([|i|])); }""",
        """void F() { for (int i = 0; i < 5; i++) { var index = i; Task.Factory.StartNew(() => Work.Do(index)); } }""")]
    [InlineData("""async Task G() { string? s; var ts = new List<Task>(); while ((s = Work.Next()) != null) ts.Add(Task.Run(() => Console.WriteLine([|s|]))); await Task.WhenAll(ts); }""",
        """async Task G() { string? s; var ts = new List<Task>(); while ((s = Work.Next()) != null) { var current = s; ts.Add(Task.Run(() => Console.WriteLine(current))); } await Task.WhenAll(ts); }""")]
    [InlineData("""async Task H(StreamReader r) { string? line; var ts = new List<Task>(); while ((line = await r.ReadLineAsync()) != null) { ts.Add(Task.Run(() => Console.WriteLine([|line|]))); } await Task.WhenAll(ts); }""",
        """async Task H(StreamReader r) { string? line; var ts = new List<Task>(); while ((line = await r.ReadLineAsync()) != null) { var currentLine = line; ts.Add(Task.Run(() => Console.WriteLine(currentLine))); } await Task.WhenAll(ts); }""")]
    [InlineData("""async Task I() { var fs = new List<Func<Task>>(); for (int i = 0; i < 5; i++) fs.Add(() => Work.SendAsync([|i|])); foreach (var f in fs) await f(); }""",
        """async Task I() { var fs = new List<Func<Task>>(); for (int i = 0; i < 5; i++) { var index = i; fs.Add(() => Work.SendAsync(index)); } foreach (var f in fs) await f(); }""")]
    [InlineData("""void J() { for (int i = 0; i < 5; i++) { var t = new Timer(_ => Work.Do([|i|]), null, 100, 100); Console.WriteLine(t); } }""",
        """void J() { for (int i = 0; i < 5; i++) { var index = i; var t = new Timer(_ => Work.Do(index), null, 100, 100); Console.WriteLine(t); } }""")]
    [InlineData("""async Task K() { var ts = new List<Task>(); for (int i = 0; i < 5; i++) { async Task Local() { await Task.Yield(); Work.Do([|i|]); } ts.Add(Local()); } await Task.WhenAll(ts); }""",
        """async Task K() { var ts = new List<Task>(); for (int i = 0; i < 5; i++) { var index = i; async Task Local() { await Task.Yield(); Work.Do(index); } ts.Add(Local()); } await Task.WhenAll(ts); }""")]
    [InlineData("""void M() { int i = 0; while (i < 5) { Task.Run(() => Work.Do([|i|])); i++; } }""",
        """void M() { int i = 0; while (i < 5) { var current = i; Task.Run(() => Work.Do(current)); i++; } }""")]
    [InlineData("""void N(List<int> all) { var batch = new List<int>(); foreach (var x in all) { batch.Add(x); Task.Run(() => Console.WriteLine([|batch|].Count)); batch = new List<int>(); } }""",
        """void N(List<int> all) { var batch = new List<int>(); foreach (var x in all) { batch.Add(x); var currentBatch = batch; Task.Run(() => Console.WriteLine(currentBatch.Count)); batch = new List<int>(); } }""")]
    [InlineData("""async Task O() { for (int i = 0; i < 5; i++) { var ts = new List<Task>(); for (int j = 0; j < 5; j++) { ts.Add(Task.Run(() => Work.Do(i + [|j|]))); } await Task.WhenAll(ts); } }""",
        """async Task O() { for (int i = 0; i < 5; i++) { var ts = new List<Task>(); for (int j = 0; j < 5; j++) { var index = j; ts.Add(Task.Run(() => Work.Do(i + index))); } await Task.WhenAll(ts); } }""")]
    [InlineData("""void Q(Task t) { for (int i = 0; i < 5; i++) t.ContinueWith(_ => Work.Do([|i|])); }""",
        """void Q(Task t) { for (int i = 0; i < 5; i++) { var index = i; t.ContinueWith(_ => Work.Do(index)); } }""")]
    [InlineData("""async Task R() { var ts = new List<Task>(); for (int i = 0; i < 5; i++) { ts.Add(Task.Run(() => Work.Do([|i|]))); if (ts.Count == 3) { await Task.WhenAll(ts); ts.Clear(); } } await Task.WhenAll(ts); }""",
        """async Task R() { var ts = new List<Task>(); for (int i = 0; i < 5; i++) { var index = i; ts.Add(Task.Run(() => Work.Do(index))); if (ts.Count == 3) { await Task.WhenAll(ts); ts.Clear(); } } await Task.WhenAll(ts); }""")]
    [InlineData("""void S() { var threads = new List<Thread>(); for (int i = 0; i < 5; i++) { threads.Add(new Thread(() => Work.Do([|i|]))); } threads.ForEach(t => t.Start()); }""",
        """void S() { var threads = new List<Thread>(); for (int i = 0; i < 5; i++) { var index = i; threads.Add(new Thread(() => Work.Do(index))); } threads.ForEach(t => t.Start()); }""")]
    [InlineData("""void T() { for (int i = 0; i < 5; i++) { int index = 3; Task.Run(() => Work.Do([|i|] + index)); Task.Run(() => { Work.Do([|i|]); Work.Do(i); }); } }""",
        """void T() { for (int i = 0; i < 5; i++) { int index = 3; var index2 = i; Task.Run(() => Work.Do(index2 + index)); Task.Run(() => { Work.Do(index2); Work.Do(index2); }); } }""")]
    [InlineData("""void U(int n) { for (; n > 0; n--) Task.Run(() => Work.Do([|n|])); }""",
        """void U(int n) { for (; n > 0; n--) { var current = n; Task.Run(() => Work.Do(current)); } }""")]
    [InlineData("""void V() { Action? go = null; for (int i = 0; i < 5; i++) { go = delegate { Task.Run(() => Work.Do(1)); }; new Thread(delegate () { Work.Do([|i|]); }).Start(); } go?.Invoke(); }""",
        """void V() { Action? go = null; for (int i = 0; i < 5; i++) { go = delegate { Task.Run(() => Work.Do(1)); }; var index = i; new Thread(delegate () { Work.Do(index); }).Start(); } go?.Invoke(); }""")]
    [InlineData("""void W() { for (int i = 0; i < 5; i++) { Thread thread = new(() => Work.Do([|i|])); thread.Start(); } }""",
        """void W() { for (int i = 0; i < 5; i++) { var index = i; Thread thread = new(() => Work.Do(index)); thread.Start(); } }""")]
    public Task The_variable_is_copied(string member, string repaired)
        => Verify.FixesAsync($"class C {{ {member} }}" + Types, $"class C {{ {repaired} }}" + Types);

    [Theory]
    [InlineData("""void A() { for (int i = 0; i < 5; i++) { Task.Run(() => new { [|i|] }); } }""")]
    [InlineData("""void B() { for (int i = 0; i < 5; i++) { again: Task.Run(() => Work.Do([|i|])); if (i > 7) goto again; } }""")]
    public Task No_fix_where_the_variable_names_a_member_or_is_under_a_label(string member) => Verify.ReportsAsync($"class C {{ {member} }}" + Types);

    [Theory]
    [InlineData("""async Task A() { var ts = new List<Task>(); for (int i = 0; i < 5; i++) { int j = i; ts.Add(Task.Run(() => Work.Do(j))); } await Task.WhenAll(ts); }""")]
    [InlineData("""async Task B() { for (int i = 0; i < 5; i++) await Task.Run(() => Work.Do(i)); }""")]
    [InlineData("""async Task D(int[] xs) { var ts = new List<Task>(); foreach (var x in xs) ts.Add(Task.Run(() => Work.Do(x))); await Task.WhenAll(ts); }""")]
    [InlineData("""void E() { for (int i = 0; i < 5; i++) Task.Factory.StartNew(o => Work.Do((int)o!), i); }""")]
    [InlineData("""void F() { for (int i = 0; i < 5; i++) ThreadPool.QueueUserWorkItem(o => Work.Do((int)o!), i); }""")]
    [InlineData("""async Task G() { for (int i = 0; i < 5; i++) { var t = Task.Run(() => Work.Do(i)); await t; } }""")]
    [InlineData("""async Task H() { for (int i = 0; i < 5; i++) { var t = Task.Run(() => Work.Do(i)); var u = Task.Run(() => Work.Do(i)); await Task.WhenAll(t, u); } }""")]
    [InlineData("""async Task I() { for (int i = 0; i < 5; i++) { await Task.WhenAll(Task.Run(() => Work.Do(i)), Task.Run(() => Work.Do(i))); } }""")]
    [InlineData("""void J(int[] xs) { for (int i = 0; i < 5; i++) { var y = xs.Where(x => x > i).ToList(); Parallel.For(0, 3, k => Work.Do(i + k)); } }""")]
    [InlineData("""async Task K() { var ts = new List<Task>(); for (int i = 0; i < 5; i++) ts.Add(Work.SendAsync(i)); await Task.WhenAll(ts); }""")]
    [InlineData("""async Task M() { var ts = new List<Task>(); for (int i = 0; i < 5; i++) { async Task Local() { Work.Do(i); await Task.Yield(); } ts.Add(Local()); } await Task.WhenAll(ts); }""")]
    [InlineData("""void N() { for (int i = 0; i < 5; i++) { var thread = new Thread(() => Work.Do(i)); thread.Start(); thread.Join(); } }""")]
    [InlineData("""void O() { for (int i = 0; i < 5; i++) Task.Run(() => Work.Do(i)).Wait(); }""")]
    [InlineData("""async Task Q() { for (int i = 0; i < 5; i++) { var ts = new List<Task>(); for (int j = 0; j < 5; j++) { int k = j; ts.Add(Task.Run(() => Work.Do(i + k))); } await Task.WhenAll(ts); } }""")]
    public Task The_work_is_over_or_has_its_own(string member) => Verify.SilentAsync($"class C {{ {member} }}" + Types);

    [Theory]
    [InlineData("""void A() { bool stop = false; for (int k = 0; k < 3; k++) { Task.Run(() => { while (!stop) Thread.Sleep(1); }); stop = k == 2; } }""")]
    [InlineData("""Task? B() { for (int i = 0; i < 5; i++) { if (i == 3) return Task.Run(() => Work.Do(i)); } return null; }""")]
    [InlineData("""void D() { for (int i = 0; i < 5; i++) { if (i == 3) { Task.Run(() => Work.Do(i)); break; } } }""")]
    [InlineData("""async Task E() { var ts = new List<Task>(); for (int i = 0, n = 5; i < n; i++) { int j = i; ts.Add(Task.Run(() => Work.Do(j + n))); } await Task.WhenAll(ts); }""")]
    [InlineData("""void F() { int done = 0; for (int i = 0; i < 5; i++) { Task.Run(() => Console.WriteLine(done)); done++; } }""")]
    [InlineData("""void G() { for (int i = 0; i < 5; i++) { Action a = () => Work.Do(i); a(); } }""")]
    [InlineData("""void H() { var later = new List<Action>(); for (int i = 0; i < 5; i++) { later.Add(() => Work.Do(i)); } later.ForEach(x => x()); }""")]
    [InlineData("""void I() { for (int i = 0; i < 5; i++) { Task.Run(() => Work.Do(nameof(i).Length)); } }""")]
    [InlineData("""void J() { int n = 0; for (int i = 0; i < 5; i++) { Task.Run(() => Work.Do(n)); } n = 3; Work.Do(n); }""")]
    [InlineData("""void K() { for (int i = 0; i < 5; i++) { Task.Run(() => { for (int i2 = 0; i2 < 3; i2++) Work.Do(i2); }); } }""")]
    [InlineData("""void M(Task[] all) { foreach (var t in all) { for (int k = 0; k < 3; k++) Work.Do(k); t.ContinueWith(x => Work.Do(x.Id)); } }""")]
    public Task The_variable_does_not_change_or_is_shared_on_purpose(string member) => Verify.SilentAsync($"class C {{ {member} }}" + Types);

    /// <summary>A parameter that the called function never uses.</summary>
    [Theory]
    [InlineData("Task.Run(() => Put(all, i));", "static void Put(List<int> all, int index) { for (var i = 0; i < 9; i++) lock (all) all.Add(i); }")]
    [InlineData("Task.Run(() => Put(index: i, all: all));", "static void Put(List<int> all, int index) { lock (all) all.Clear(); }")]
    [InlineData("Task.Run(() => this.Put(all, i));", "void Put(List<int> all, int _) => all.Clear();")]
    [InlineData("Task.Run(async () => { await PutAsync(i, all); });", "async Task PutAsync(int n, List<int> all) { await Task.Yield(); all.Clear(); }")]
    [InlineData("Task.Run(() => Put(all, [|i|]));", "static void Put(List<int> all, int index) { lock (all) all.Add(index); }")]
    [InlineData("Task.Run(() => { Put(all, i); Work.Do([|i|]); });", "static void Put(List<int> all, int index) { all.Clear(); }")]
    [InlineData("Task.Run(() => Put(all, [|i|] + 1));", "static void Put(List<int> all, int index) { all.Clear(); }")]
    [InlineData("Task.Run(() => Put([|i|]));", "static void Put(int index) { Thread.Sleep(10); }")]
    [InlineData("Task.Run(() => Put(all, [|i|]));", "protected virtual void Put(List<int> all, int index) { all.Clear(); }")]
    [InlineData("Task.Run(() => Put(all, [|i|]));", "static void Put(List<int> all, params int[] index) { all.AddRange(index); }")]
    public Task A_parameter_that_nothing_uses(string start, string member)
        => Verify.SilentAsync($"class C {{ void M(List<int> all) {{ for (int i = 0; i < 5; i++) {{ {start} }} }} {member} }}" + Types);

    [Fact]
    public Task The_layout_stays() => Verify.FixesAsync("""
        class C
        {
            void M(bool quick)
            {
                for (int page = 0; page < 5; page++)
                    // each page
                    Task.Run(() => Work.Do([|page|])); // done

                for (int k = 0; k < 5; k++)
                {
                    // first
                    Work.Do(k);

                    // second
                    if (quick)
                        Task.Run(() => Work.Do([|k|]));

                    // third
                    Task.Run(() =>
                    {
                        // in the background
                        Work.Do([|k|]);
                    });
                }
            }
        }
        """ + Types, """
        class C
        {
            void M(bool quick)
            {
                for (int page = 0; page < 5; page++)
                {
                    // each page
                    var currentPage = page;
                    Task.Run(() => Work.Do(currentPage)); // done
                }

                for (int k = 0; k < 5; k++)
                {
                    // first
                    Work.Do(k);

                    // second
                    if (quick)
                    {
                        var index = k;
                        Task.Run(() => Work.Do(index));
                    }

                    // third
                    var index2 = k;
                    Task.Run(() =>
                    {
                        // in the background
                        Work.Do(index2);
                    });
                }
            }
        }
        """ + Types);

    [Fact]
    public Task Older_language() => Verify.FixesAsync("""
        using System;
        using System.Threading;
        class C
        {
            void M()
            {
                for (var i = 0; i < 5; i++)
                {
                    new Thread(() => Console.WriteLine([|i|])).Start();
                }
            }
        }
        """, """
        using System;
        using System.Threading;
        class C
        {
            void M()
            {
                for (var i = 0; i < 5; i++)
                {
                    var index = i;
                    new Thread(() => Console.WriteLine(index)).Start();
                }
            }
        }
        """, languageVersion: LanguageVersion.CSharp7_3);
}
