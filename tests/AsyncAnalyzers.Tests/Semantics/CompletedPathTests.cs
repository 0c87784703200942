using Reporting = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Tasks that are known to be complete through a chain of fields, properties, elements and locals.</summary>
public class CompletedPathTests
{
    /// <summary>A project has a shorter name for its <c>ConfigureAwait(false)</c>; or it does not compile here.</summary>
    [Theory]
    [InlineData("await t.ForAwait(); n = t.Result;")]
    [InlineData("await Task.WhenAll(t, u).ForAwait(); n = t.Result + u.Result;")]
    [InlineData("await Ext.ForAwait(t); n = t.Result;")]
    [InlineData("await Task.WhenAll(all).ForAwait(); n = all[0].Result;")]
    [InlineData("await Task.WhenAll(t, u).{|CS1061:Unknown|}(); n = t.Result + u.Result;")]
    // Collected in a list.
    [InlineData("var some = new List<Task>(); some.Add(t); some.Add(u); await Task.WhenAll(some); n = t.Result + u.Result;")]
    [InlineData("var some = new List<Task>(); some.Add(Task.Delay(1)); some.Add(t); await Task.WhenAll(some.ToArray()); n = t.Result;")]
    [InlineData("var some = new List<Task<int>> { u }; some.Add(t); await Task.WhenAll(some).ConfigureAwait(false); n = t.Result;")]
    [InlineData("List<Task> some = new(); var own = Task.FromResult(n).ContinueWith(x => 1); some.Add(own); await Task.WhenAll(some.ToList()); n = own.Result;")]
    public Task Awaited_through_an_extension(string body) => Verify.SilentAsync(Awaiting(body));

    [Theory]
    [InlineData("n = [|t.Result|]; await t.ForAwait();")]
    [InlineData("await u.ForAwait(); n = [|t.Result|];")]
    [InlineData("await t.Timed(5); n = [|t.Result|];")]
    [InlineData("await n.Later(t); n = [|t.Result|];")]
    [InlineData("var some = new List<Task>(); some.Add(u); await Task.WhenAll(some); n = [|t.Result|]; some.Add(t);")]
    [InlineData("var some = new List<Task>(); some.Add(t); await Task.WhenAny(some); n = [|t.Result|];")]
    [InlineData("var some = new List<Task>(); some.Add(t); t = Task.Run(() => 1); await Task.WhenAll(some); n = [|t.Result|];")]
    [InlineData("var some = new List<Task>(); some.Add(t); await Task.WhenAll(some); n = [|u.Result|];")]
    public Task Not_awaited_through_an_extension(string body) => Reporting.ReportsAsync(Awaiting(body));

    /// <summary>A local function knows what is known wherever it is called.</summary>
    [Theory]
    [InlineData("await t; n = await L(); async Task<int> L() { await Task.Yield(); return t.Result; }")]
    [InlineData("await Task.WhenAll(t, u); n = await L(); async Task<int> L() { await Task.Yield(); return t.Result + u.Result; }")]
    [InlineData("var own = Task.Run(() => 1); await Task.WhenAll(own, u); n = await L(1) + await L(2); async Task<int> L(int m) { await u; return own.Result + m; }")]
    [InlineData("await t; if (n > 1) { n = await L(); } else { await u; n = await L(); } async Task<int> L() { await Task.Yield(); return t.Result; }")]
    [InlineData("await t; var some = all.Select(x => L()).ToList(); async Task<int> L() { await Task.Yield(); return t.Result; }")]
    [InlineData("await t; n = await L(); async Task<int> L() { await Task.Yield(); return nameof(L).Length + t.Result; }")]
    public Task Awaited_before_a_local_function(string body) => Verify.SilentAsync(Awaiting(body));

    [Theory]
    [InlineData("n = await L(); await t; async Task<int> L() { await Task.Yield(); return [|t.Result|]; }")]
    [InlineData("await u; n = await L(); async Task<int> L() { await Task.Yield(); return [|t.Result|]; }")]
    [InlineData("if (n > 1) { await t; } n = await L(); async Task<int> L() { await Task.Yield(); return [|t.Result|]; }")]
    [InlineData("n = await L(); await t; n = await L(); async Task<int> L() { await Task.Yield(); return [|t.Result|]; }")]
    [InlineData("await t; n = await L(); t = Task.Run(() => 1); async Task<int> L() { await Task.Yield(); return [|t.Result|]; }")]
    [InlineData("Func<Task<int>> f = L; await t; n = await L(); async Task<int> L() { await Task.Yield(); return [|t.Result|]; }")]
    [InlineData("n = await K(); await t; n = await L(); async Task<int> L() { await Task.Yield(); return [|t.Result|]; } Task<int> K() => L();")]
    [InlineData("await t; n = await L(u); async Task<int> L(Task<int> v) { await Task.Yield(); return [|v.Result|]; }")]
    public Task Not_awaited_before_a_local_function(string body) => Reporting.ReportsAsync(Awaiting(body));

    private static string Awaiting(string body) => $$"""
        using System.Runtime.CompilerServices;
        static class Ext
        {
            public static ConfiguredTaskAwaitable ForAwait(this Task t) => t.ConfigureAwait(false);
            public static ConfiguredTaskAwaitable<T> ForAwait<T>(this Task<T> t) => t.ConfigureAwait(false);
            public static ConfiguredTaskAwaitable Later(this int n, Task t) => Task.Delay(n).ConfigureAwait(false);
            public static async Task<bool> Timed(this Task t, int ms) => await Task.WhenAny(t, Task.Delay(ms)) == t;
        }
        class C { async Task M(int n, Task<int> t, Task<int> u, Task<int>[] all) { {{body}} } }
        """;

    [Theory]
    // fields, properties, static members, chains
    [InlineData("if (_f.IsCompleted) n = _f.Result;")]
    [InlineData("n = _f.IsCompleted ? _f.Result : await _f;")]
    [InlineData("n = holder.Value.Status == TaskStatus.RanToCompletion ? holder.Value.Result : await holder.Value;")]
    [InlineData("if (s_f.IsCompleted) n = s_f.Result + C.s_f.Result;")]
    [InlineData("if (this._f.IsCompleted) n = _f.Result;")]
    [InlineData("if (box.Next.Mut.T.IsCompleted) n = box.Next.Mut.T.Result;")]
    [InlineData("if (!_box.T.IsCompleted) return; n = _box.T.Result;")]
    [InlineData("if (_lazy.IsValueCreated && _lazy.Value.IsCompletedSuccessfully) n = _lazy.Value.Result;")]
    [InlineData("if (Current.IsCompleted) n = Current.Result + _f.Result;")]
    [InlineData("if (box.Memo.IsCompleted) n = box.Memo.Result; if (box.Block.IsCompleted) n = box.Block.Result;")]
    [InlineData("if (Volatile.Read(ref _f).IsCompleted) n = _f.Result;")]
    [InlineData("while (_f.IsCompleted) { n = _f.Result; _f = Inc(2); }")]
    // what the rest of the code cannot change
    [InlineData("if (_ro.IsCompleted) { Reset(); await Task.Yield(); n = _ro.Result; }")]
    [InlineData("await box.Own; Reset(); n = box.Own.Result;")]
    [InlineData("await box.Next.Ro; await Task.Yield(); n = box.Next.Ro.Result;")]
    [InlineData("await record.T; Reset(); n = record.T.Result;")]
    [InlineData("if (value.T.IsCompleted) { Reset(); await Task.Yield(); n = value.T.Result; }")]
    [InlineData("await pair.t; Reset(); n = pair.t.Result + pair.Item2.Result;")]
    [InlineData("await Task.WhenAll(box.T, box.Next.Ro); n = box.T.Result + box.Next.Ro.Result;")]
    [InlineData("try { await box.T; } catch { } n = box.T.Result;")]
    // code that changes nothing
    [InlineData("if (_f.IsCompleted) { Console.WriteLine(1); n = _f.Result; }")]
    [InlineData("if (_f.IsCompleted && Pure() > 0 && Enabled) n = _f.Result;")]
    [InlineData("if (_f.IsCompleted) { var y = xs.Select(x => x + 1).ToList(); n = _f.Result; }")]
    [InlineData("if (_f.IsCompleted) { var list = new List<int>(); n = _f.Result; }")]
    // ?., patterns, casts
    [InlineData("if (_box?.T?.IsCompleted == true) n = _box.T.Result;")]
    [InlineData("if (_box?.T is { IsCompleted: true }) n = _box.T.Result;")]
    [InlineData("if (_box is { T: { IsCompleted: true } }) n = _box.T.Result;")]
    [InlineData("if (_box is { T.IsCompleted: true } b2) n = b2.T.Result + _box.T.Result;")]
    [InlineData("if (o is Box { T: { IsCompleted: true } done }) n = done.Result;")]
    [InlineData("if (t is { Status: TaskStatus.RanToCompletion } done) n = done.Result + t.Result;")]
    [InlineData("if (s_f is not { IsCompleted: true }) return; n = s_f.Result;")]
    [InlineData("if (t.Status is TaskStatus.RanToCompletion or TaskStatus.Faulted) n = t.Result;")]
    [InlineData("if (t is { Status: >= TaskStatus.RanToCompletion }) n = t.Result;")]
    [InlineData("if (plain.IsCompleted) n = ((Task<int>)plain).Result;")]
    [InlineData("n = t.IsCompleted ? new ValueTask<int>(task: (Task<int>)t).Result : 0;")]
    [InlineData("switch (o) { case Task<int> { IsCompletedSuccessfully: true } c: n = c.Result; break; }")]
    // tests with a name of their own
    [InlineData("if (Ready) n = _box.T.Result; if (IsReady()) n = _box.T.Result; if (ReadyBlock) n = _box.T.Result;")]
    [InlineData("if (!NotReady) n = _box.T.Result;")]
    [InlineData("if (Done(t)) n = t.Result; if (t.IsOver()) n = t.Result; if (box.IsReady()) n = box.T.Result; if (box.HasT) n = box.T.Result;")]
    [InlineData("bool Over(Task x) => x.Status == TaskStatus.RanToCompletion; if (Over(t)) n = t.Result;")]
    [InlineData("bool ready = Ready; if (ready) n = _box.T.Result;")]
    [InlineData("bool pending = !t.IsCompleted; if (pending) return; n = t.Result;")]
    [InlineData("bool ok = t?.IsCompleted ?? false; if (ok) n = t.Result;")]
    // a local that holds the state, or the task
    [InlineData("var state = t.Status; if (state == TaskStatus.RanToCompletion || state == TaskStatus.Faulted) n = t.Result;")]
    [InlineData("var state = plain.Status; switch (state) { case TaskStatus.RanToCompletion: n = ((Task<int>)plain).Result; break; }")]
    [InlineData("var state = t.Status; n = state switch { TaskStatus.RanToCompletion => t.Result, _ => 0 };")]
    [InlineData("var task = _f; if (!_f.IsCompleted) return; n = task.Result;")]
    [InlineData("var task = box.Own; await task; n = box.Own.Result;")]
    [InlineData("var b2 = _box; if (b2.T.IsCompleted) n = b2.T.Result;")]
    [InlineData("if (_box.T.IsCompleted) { var b2 = _box; n = b2.T.Result; }")]
    // neither failed nor cancelled
    [InlineData("if (t.IsFaulted) n = 1; else if (t.IsCanceled) n = 2; else n = t.Result;")]
    [InlineData("n = t.IsCanceled || t.IsFaulted ? 0 : t.Result;")]
    [InlineData("if (t.IsCanceled == false && !t.IsFaulted) n = t.Result;")]
    [InlineData("bool failed = t.IsFaulted || t.IsCanceled; if (!failed) n = t.Result;")]
    [InlineData("if (t.Exception != null || t.IsCanceled) return; n = t.Result;")]
    [InlineData("if (t.Exception is { } e) throw e; if (t.IsCanceled) return; n = t.Result;")]
    [InlineData("switch (t.Status) { case TaskStatus.Faulted: case TaskStatus.Canceled: break; default: n = t.Result; break; }")]
    [InlineData("if (_f is { IsFaulted: false, IsCanceled: false }) n = _f.Result;")]
    [InlineData("switch (t) { case { IsFaulted: true }: break; case { IsCanceled: true }: break; default: n = t.Result; break; }")]
    [InlineData("n = (t.IsFaulted, t.IsCanceled) switch { (false, false) => t.Result, _ => 0 };")]
    // elements
    [InlineData("for (int i = 0; i < ts.Length; i++) if (ts[i].IsCompleted) n += ts[i].Result;")]
    [InlineData("for (int i = 0; i < ts.Length; i++) { await ts[i]; n += ts[i].Result; }")]
    [InlineData("if (map[\"a\"].IsCompleted) n = map[\"a\"].Result;")]
    [InlineData("if (ts[box.Id].IsCompleted) n = ts[box.Id].Result;")]
    [InlineData("t.RunSynchronously(); n = t.Result;")]
    // awaited without its exception
    [InlineData("await t.ContinueWith(_ => { }); n = t.Result;")]
    [InlineData("await Task.WhenAny(t); n = t.Result;")]
    [InlineData("var any = Task.WhenAny(t, _f); var winner = await any; n = winner.Result;")]
    // a loop that is left at its break alone
    [InlineData("while (true) { t = Inc(1); if (t.IsCompleted) break; await Task.Yield(); } n = t.Result;")]
    [InlineData("for (;;) { t = ts[n++]; if (n > 3) continue; if (t.IsCompletedSuccessfully) break; } n = t.Result;")]
    [InlineData("do { t = Inc(1); if (t.IsCompleted) break; } while (true); n = t.Result;")]
    [InlineData("const bool Forever = true; while (Forever) { t = Inc(1); if (t.IsCompleted) break; } n = t.Result;")]
    [InlineData("while (true) { if (t.IsCompleted) { n = t.Result; break; } await Task.Delay(1); }")]
    // behind !
    [InlineData("if (t!.IsCompleted) n = t.Result; if (_box!.T!.IsCompleted) n = _box.T!.Result + _box!.T.Result;")]
    // null, or a complete task
    [InlineData("Task<int>? won = null; foreach (var x in ts) if (x.IsCompletedSuccessfully) { won = x; break; } await Task.Yield(); if (won == null) throw new Exception(); n = won.Result;")]
    [InlineData("Task<int>? won = default; foreach (var x in ts) if (x.IsCompleted) won = x; await Task.Yield(); n = won!.Result;")]
    [InlineData("ValueTask<int> won = default; if (t.IsCompleted) won = new ValueTask<int>(t); n = won.Result;")]
    public Task Known(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("if (_f.IsCompleted) { _f = Inc(1); n = [|_f.Result|]; }")]
    [InlineData("if (_f.IsCompleted) { Reset(); n = [|_f.Result|]; }")]
    [InlineData("if (_f.IsCompleted) { await Task.Yield(); n = [|_f.Result|]; }")]
    [InlineData("if (_f.IsCompleted) { Changed?.Invoke(); n = [|_f.Result|]; }")]
    [InlineData("if (_f.IsCompleted) { action(); n = [|_f.Result|]; }")]
    [InlineData("if (_f.IsCompleted) { Count = 3; n = [|_f.Result|]; }")]
    [InlineData("if (_f.IsCompleted) { xs.ForEach(x => Reset()); n = [|_f.Result|]; }")]
    [InlineData("if (_f.IsCompleted) { Interlocked.Exchange(ref _f, null!); n = [|_f.Result|]; }")]
    [InlineData("if (_f.IsCompleted) { other._f = Inc(1); n = [|_f.Result|]; }")]
    [InlineData("if (_f.IsCompleted) { new Resetter(this); n = [|_f.Result|]; }")]
    [InlineData("if (_f.IsCompleted) { (_f, n) = (Inc(1), 2); n = [|_f.Result|]; }")]
    [InlineData("if (_f.IsCompleted || n > 1) n = [|_f.Result|];")]
    [InlineData("if (_f.IsCompleted) n = [|_ro.Result|];")]
    [InlineData("if (_f.IsCompleted) n = [|other._f.Result|];")]
    [InlineData("await _f; n = [|_f.Result|];")]
    [InlineData("await Task.WhenAll(_f, t); n = [|_f.Result|] + t.Result;")]
    [InlineData("if (_box.T.IsCompleted) { _box = new Box(); n = [|_box.T.Result|]; }")]
    [InlineData("if (box.Mut.T.IsCompleted) { box.Mut = new Box(); n = [|box.Mut.T.Result|]; }")]
    [InlineData("if (box.T.IsCompleted) { box = new Box(); n = [|box.T.Result|]; }")]
    [InlineData("await box.T; await Task.Yield(); n = [|box.T.Result|];")]
    [InlineData("try { await _box.T; } catch { n = [|_box.T.Result|]; }")]
    [InlineData("if (value.T.IsCompleted) { value.T = Inc(1); n = [|value.T.Result|]; }")]
    [InlineData("if (_f.IsCompleted) { try { Reset(); } finally { n = [|_f.Result|]; } }")]
    [InlineData("if (_f.IsCompleted) { try { n = 1; } finally { Reset(); } n = [|_f.Result|]; }")]
    // a loop that is left in another way as well
    [InlineData("while (n < 3) { t = Inc(1); if (t.IsCompleted) break; } n = [|t.Result|];")]
    [InlineData("while (true) { t = Inc(1); if (t.IsCompleted) break; if (n > 3) break; } n = [|t.Result|];")]
    [InlineData("Task<int>? won = null; foreach (var x in ts) if (!x.IsFaulted) won = x; await Task.Yield(); if (won != null) n = [|won.Result|];")]
    [InlineData("Task<int>? won = null; if (n > 3) won = t; await Task.Yield(); n = [|won!.Result|];")]
    // another task each time
    [InlineData("if (Fresh.IsCompleted) n = [|Fresh.Result|];")]
    [InlineData("if (box.Fresh.IsCompleted) n = [|box.Fresh.Result|];")]
    [InlineData("if (Inc(1).IsCompleted) n = [|Inc(1).Result|];")]
    // one of the two
    [InlineData("if (!t.IsFaulted) n = [|t.Result|];")]
    [InlineData("if (t.IsFaulted) throw t.Exception!; n = [|t.Result|];")]
    [InlineData("if (!t.IsCanceled && !_f.IsFaulted) n = [|t.Result|];")]
    [InlineData("if (!(t.IsCanceled && t.IsFaulted)) n = [|t.Result|];")]
    [InlineData("if (t.Exception == null) n = [|t.Result|];")]
    [InlineData("if (t.Status < TaskStatus.RanToCompletion) n = [|t.Result|];")]
    [InlineData("if (t is { IsFaulted: false } or { IsCanceled: false }) n = [|t.Result|];")]
    // tests that say something else, or about something else
    [InlineData("if (NotReady) n = [|_box.T.Result|];")]
    [InlineData("if (Done(_f)) n = [|t.Result|];")]
    [InlineData("if (Ready) { Reset(); n = [|_box.T.Result|]; }")]
    [InlineData("bool ready = Ready; _box = new Box(); if (ready) n = [|_box.T.Result|];")]
    [InlineData("var state = t.Status; t = Inc(1); if (state == TaskStatus.RanToCompletion) n = [|t.Result|];")]
    [InlineData("var state = t.Status; state = _f.Status; if (state == TaskStatus.RanToCompletion) n = [|t.Result|];")]
    [InlineData("var task = _f; Reset(); if (!_f.IsCompleted) return; n = [|task.Result|];")]
    // another element
    [InlineData("await ts[0]; n = [|ts[1].Result|];")]
    [InlineData("if (ts[0].IsCompleted) { ts[0] = Inc(1); n = [|ts[0].Result|]; }")]
    [InlineData("for (int i = 0; i < ts.Length; i++) { await ts[i]; i++; n = [|ts[i].Result|]; }")]
    [InlineData("if (map[\"a\"].IsCompleted) n = [|map[\"b\"].Result|];")]
    [InlineData("var first = ts.First(); await first; n = [|ts[1].Result|];")]
    [InlineData("if (ts.First().IsCompleted) n = [|ts[1].Result|];")]
    [InlineData("var first = ts[0]; await first; n = [|ts[1].Result|];")]
    [InlineData("Func<Task<int>> f = async () => [|_f.Result|]; if (_f.IsCompleted) { f = async () => [|_f.Result|]; }")]
    public Task Not_known(string body) => Verify.SilentAsync(InMethod(body));

    [Fact]
    public Task Old_language() => Verify.SilentAsync(
        """
        using System.Threading.Tasks;
        class C
        {
            private Task<int> _f;
            async Task<int> M(object o)
            {
                if (_f.IsFaulted || _f.IsCanceled) { await Task.Yield(); return 0; }
                var t = o as Task<int>;
                if (t != null && t.IsCompleted) return t.Result;
                return _f.Result + (o is Task<int> x && x.IsCompleted ? x.Result : 0);
            }
        }
        """,
        languageVersion: LanguageVersion.CSharp7_3,
        globalUsings: false);

    [Fact]
    public Task Tests_and_getters_in_another_file() => Verify.SilentAsync(
        "partial class C { async Task<int> M() { await Task.Yield(); return IsReady ? Current.Result : 0; } }",
        configure: test => test.TestState.Sources.Add("partial class C { Task<int> _f = null!; bool IsReady => _f.IsCompleted; Task<int> Current => _f; }"));

    [Fact]
    public Task Generic_and_inherited_members() => Verify.SilentAsync(
        """
        class Base<T> { protected Task<T> Pending = null!; protected virtual bool IsReady => Pending.IsCompletedSuccessfully; }
        class Derived<T> : Base<T>
        {
            async Task<T> M() => IsReady ? Pending.Result : await Pending;
            async Task<T> N() => base.Pending.IsCompleted ? this.Pending.Result : await Pending;
        }
        """);

    [Fact]
    public Task Members_that_read_each_other() => Verify.SilentAsync(
        """
        class C
        {
            bool A => B; bool B => A; Task<int> X => Y; Task<int> Y => X;
            async Task<int> M() { await Task.Yield(); return A && X.IsCompleted ? X.Result : 0; }
        }
        """);

    private static string InMethod(string body) => $$"""
        interface IHolder<T> { Task<T> Value { get; } }
        record Rec(string Name, Task<int> T);
        struct Val { public Task<int> T; }
        class Box
        {
            private Task<int>? _m;
            public readonly Task<int> Ro = null!;
            public Task<int> T { get; set; } = null!;
            public Task<int> Own { get; } = null!;
            public Task<int> Fresh => Task.Run(() => 1);
            public Task<int> Memo => _m ??= Task.Run(() => 1);
            public Task<int> Block { get { if (_m == null) _m = Task.Run(() => 1); return _m; } }
            public Box Next { get; } = null!;
            public Box Mut { get; set; } = null!;
            public int Id => 1;
            public bool HasT => T is { IsCompleted: true };
        }

        class C
        {
            Task<int> _f = null!; static Task<int> s_f = null!; readonly Task<int> _ro = null!; Box _box = null!; int _n; event Action? Changed;
            readonly Lazy<Task<int>> _lazy = new(() => Task.Run(() => 1));
            Task<int> Current => _f; Task<int> Fresh => Inc(1); bool Enabled => _n > 0; int Count { get => _n; set { _n = value; Changed?.Invoke(); } }
            bool Ready => _box.T.Status == TaskStatus.RanToCompletion; bool NotReady => !_box.T.IsCompleted; bool IsReady() => _box.T.IsCompleted;
            bool ReadyBlock { get { return _box.T.IsCompleted; } }
            internal void Reset() { _f = null!; _box = new Box(); } int Pure() => _n + 1; static bool Done(Task x) => x != null && x.Status == TaskStatus.RanToCompletion;

            async Task M(
                Task<int> t, Task plain, Task<int>[] ts, List<int> xs, Box box, Rec record, Val value, (int i, Task<int> t) pair, IHolder<int> holder,
                Dictionary<string, Task<int>> map, object o, Action action, C other, int n)
            {
                {{body}}
                await Task.Yield();
            }

            static Task<int> Inc(int x) => Task.Run(() => x + 1);
        }

        class Resetter { public Resetter(C c) => c.Reset(); }

        static class Extensions
        {
            public static bool IsOver(this Task t) => t.Status == TaskStatus.RanToCompletion;
            public static bool IsReady(this Box b) => b.T.IsCompleted;
        }
        """;
}
