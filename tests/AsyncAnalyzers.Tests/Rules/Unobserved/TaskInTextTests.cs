using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A task in a text through a variable, a parameter, a field or a property.</summary>
public class TaskInTextTests
{
    private const string Types = """

        static class Work
        {
            public static async Task<int> GetAsync() { await Task.Yield(); return 1; }
            public static async ValueTask<int> Quick() { await Task.Yield(); return 1; }
        }
        """;

    [Fact]
    public Task It_is_awaited() => Verify.FixesAsync("""
        class C
        {
            private readonly Task<int> _f = Work.GetAsync(); private Task<int> Prop => Work.GetAsync();
            private async Task<string> A() { var t = Work.GetAsync(); await Task.Yield(); return $"{[|t|]}"; }
            private async Task<string> B() { var t = Work.GetAsync(); await Task.Yield(); return string.Format("{0}", [|t|]); }
            private async Task<string> D() { var t = Work.GetAsync(); await Task.Yield(); return "" + [|t|]; }
            private async Task<string> F(Task<int> t) { await Task.Yield(); return $"{[|t|]}"; }
            private async Task<string> G() { await Task.Yield(); return $"{[|_f|]}"; }
            private async Task<string> H() { await Task.Yield(); return $"{[|Prop|]}"; }
            private async Task<string> I() { Task<int> t; t = Work.GetAsync(); await Task.Yield(); return $"x{[|t|]}"; }
            private async Task<string> J(bool b) { var t = b ? Work.GetAsync() : Work.GetAsync(); await Task.Yield(); return $"x{[|t|]}"; }
            private async Task<string> K() { var t = Task.Run(() => 1); await Task.Yield(); return $"{[|t|]}"; }
            private async Task<string> L() { var v = Work.Quick(); await Task.Yield(); return $"{[|v|]}"; }
            private async Task<string> M() { var t = Work.GetAsync(); await Task.Yield(); return string.Concat("a", [|t|]); }
            private async Task<string> N(Task<int> t) { await Task.Yield(); Console.WriteLine("{0}", [|t|]); return ""; }
            private async Task<string> O() { await Task.Yield(); return "x" + [|this._f|]; }
            private async Task<string> S(Task<int> t) { await Task.Yield(); return await Local(t); async Task<string> Local(Task<int> u) { await Task.Yield(); return "a" + [|u|]; } }
            private async Task<string> Q() { var t = Work.GetAsync(); await Task.Yield(); return [|t|].ToString(); }
        }
        """ + Types, """
        class C
        {
            private readonly Task<int> _f = Work.GetAsync(); private Task<int> Prop => Work.GetAsync();
            private async Task<string> A() { var t = Work.GetAsync(); await Task.Yield(); return $"{await t}"; }
            private async Task<string> B() { var t = Work.GetAsync(); await Task.Yield(); return string.Format("{0}", await t); }
            private async Task<string> D() { var t = Work.GetAsync(); await Task.Yield(); return "" + await t; }
            private async Task<string> F(Task<int> t) { await Task.Yield(); return $"{await t}"; }
            private async Task<string> G() { await Task.Yield(); return $"{await _f}"; }
            private async Task<string> H() { await Task.Yield(); return $"{await Prop}"; }
            private async Task<string> I() { Task<int> t; t = Work.GetAsync(); await Task.Yield(); return $"x{await t}"; }
            private async Task<string> J(bool b) { var t = b ? Work.GetAsync() : Work.GetAsync(); await Task.Yield(); return $"x{await t}"; }
            private async Task<string> K() { var t = Task.Run(() => 1); await Task.Yield(); return $"{await t}"; }
            private async Task<string> L() { var v = Work.Quick(); await Task.Yield(); return $"{await v}"; }
            private async Task<string> M() { var t = Work.GetAsync(); await Task.Yield(); return string.Concat("a", await t); }
            private async Task<string> N(Task<int> t) { await Task.Yield(); Console.WriteLine("{0}", await t); return ""; }
            private async Task<string> O() { await Task.Yield(); return "x" + await this._f; }
            private async Task<string> S(Task<int> t) { await Task.Yield(); return await Local(t); async Task<string> Local(Task<int> u) { await Task.Yield(); return "a" + await u; } }
            private async Task<string> Q() { var t = Work.GetAsync(); await Task.Yield(); return (await t).ToString(); }
        }
        """ + Types);

    [Fact]
    public Task The_task_itself_is_meant() => Verify.SilentAsync("""
        class C
        {
            private readonly Task<int> _f = Work.GetAsync(); private readonly Dictionary<string, object> _all = new();
            string A(Task<int> t) => $"{t.Id}";
            string B(Task<int> t) => $"{t.Status}";
            async Task<string> D() { var t = Work.GetAsync(); return $"{await t}"; }
            void E(Task<int> t) { _all.Add("a", t); Keep(t); }
            void F() { Keep(_f); }
            void Keep(object o) { }
            string G(Task t) => $"{t}";
            int H(Task<int> t, int n) => n + t.Id;
            string I(Task<int> t) { string s = nameof(t); return $"{s}"; }
        }
        """ + Types);
}
