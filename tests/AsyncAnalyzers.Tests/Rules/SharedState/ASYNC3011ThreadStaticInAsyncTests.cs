using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3011ThreadStaticInAsyncAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3011ThreadStaticInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>State of a thread on both sides of an await, [ThreadStatic] that does not do what it says, and AsyncLocal set for a caller.</summary>
public class ASYNC3011ThreadStaticInAsyncTests
{
    private const string Fields =
        "[ThreadStatic] private static int t_depth; [ThreadStatic] private static string? t_user; private static int s_plain; "
        + "private static readonly ThreadLocal<int> s_nest = new(); private static readonly AsyncLocal<int> s_flow = new(); "
        + "[ThreadStatic] private static System.Text.StringBuilder? t_text; private static Task Save() => Task.Delay(1); ";

    // ---- Across an await ----

    [Theory]
    [InlineData("t_depth++; await Save(); [|t_depth|]--;", "t_depth.Value++; await Save(); t_depth.Value--;")]
    [InlineData("t_depth = 3; await Save(); Console.WriteLine([|t_depth|]);", "t_depth.Value = 3; await Save(); Console.WriteLine(t_depth.Value);")]
    [InlineData("t_depth += 3; await Save().ConfigureAwait(false); if ([|t_depth|] > 3) Console.WriteLine();",
        "t_depth.Value += 3; await Save().ConfigureAwait(false); if (t_depth.Value > 3) Console.WriteLine();")]
    [InlineData("t_depth = 1; try { await Save(); await Save(); } finally { [|t_depth|] = 0; }",
        "t_depth.Value = 1; try { await Save(); await Save(); } finally { t_depth.Value = 0; }")]
    [InlineData("C.t_depth = 1; if (b) { await Save(); } Console.WriteLine([|C.t_depth|]);",
        "C.t_depth.Value = 1; if (b) { await Save(); } Console.WriteLine(C.t_depth.Value);")]
    [InlineData("Func<Task> f = async () => { t_depth++; await Save(); [|t_depth|]--; }; await f();",
        "Func<Task> f = async () => { t_depth.Value++; await Save(); t_depth.Value--; }; await f();")]
    [InlineData("async Task Local() { t_depth++; await Task.Yield(); [|t_depth|]--; } await Local();",
        "async Task Local() { t_depth.Value++; await Task.Yield(); t_depth.Value--; } await Local();")]
    [InlineData("t_depth = 1; await using (var s = new System.IO.MemoryStream()) { await Save(); } Console.WriteLine([|t_depth|]);",
        "t_depth.Value = 1; await using (var s = new System.IO.MemoryStream()) { await Save(); } Console.WriteLine(t_depth.Value);")]
    public Task The_field_becomes_an_async_local(string before, string after)
    {
        const string Rest = "static Task Save() => Task.Delay(1); ";
        return Verify.FixesAsync(
            $"class C {{ [ThreadStatic] private static int t_depth; {Rest} async Task M(bool b) {{ {before} }} }}",
            $"class C {{ private static readonly AsyncLocal<int> t_depth = new(); {Rest} async Task M(bool b) {{ {after} }} }}");
    }

    [Theory]
    [InlineData("s_nest.Value++; await Save(); [|s_nest.Value|]--;", "s_nest.Value++; await Save(); s_nest.Value--;")]
    [InlineData("s_nest.Value = 1; await Save(); Console.WriteLine([|s_nest.Value|]);", "s_nest.Value = 1; await Save(); Console.WriteLine(s_nest.Value);")]
    public Task A_thread_local_becomes_an_async_local(string before, string after)
        => Verify.FixesAsync(
            $"class C {{ private static readonly ThreadLocal<int> s_nest = new(); static Task Save() => Task.Delay(1); async Task M() {{ {before} }} }}",
            $"class C {{ private static readonly AsyncLocal<int> s_nest = new(); static Task Save() => Task.Delay(1); async Task M() {{ {after} }} }}");

    [Fact]
    public Task Property_of_another_type() => Verify.FixesAsync(
        "static class Context { [ThreadStatic] private static string? t_user; public static string? User { get => t_user; set => t_user = value; } } class C { async Task<string?> M() { Context.User = \"a\"; await Task.Yield(); return [|Context.User|]; } }",
        "static class Context { private static readonly AsyncLocal<string?> t_user = new(); public static string? User { get => t_user.Value; set => t_user.Value = value; } } class C { async Task<string?> M() { Context.User = \"a\"; await Task.Yield(); return Context.User; } }");

    [Fact]
    public Task Methods_of_another_type() => Verify.FixesAsync(
        "static class Context { [ThreadStatic] private static int t_id; public static void Set(int id) { t_id = id; } public static int Get() { return t_id; } } class C { async ValueTask<int> M() { Context.Set(3); await Task.Yield(); return [|Context.Get()|]; } }",
        "static class Context { private static readonly AsyncLocal<int> t_id = new(); public static void Set(int id) { t_id.Value = id; } public static int Get() { return t_id.Value; } } class C { async ValueTask<int> M() { Context.Set(3); await Task.Yield(); return Context.Get(); } }");

    [Theory]
    [InlineData("[ThreadStatic] internal static int t_n; async Task M() { t_n = 1; await Task.Yield(); Console.WriteLine([|t_n|]); }")]
    [InlineData("[ThreadStatic] private static int t_n; async Task M() { t_n = 1; await Task.Yield(); Console.WriteLine([|t_n|]); } void N() => int.TryParse(\"\", out t_n);")]
    [InlineData("[ThreadStatic] private static int t_n, t_m; async Task M() { t_n = 1; await Task.Yield(); Console.WriteLine([|t_n|]); }")]
    [InlineData("private static readonly ThreadLocal<int> s_n = new(() => 3); async Task M() { s_n.Value = 1; await Task.Yield(); Console.WriteLine([|s_n.Value|]); }")]
    [InlineData("private static readonly ThreadLocal<int> s_n = new(); async Task M() { s_n.Value = 1; await Task.Yield(); Console.WriteLine([|s_n.Value|]); s_n.Dispose(); }")]
    [InlineData("private struct P { public int X; } [ThreadStatic] private static P t_p; async Task M() { t_p = default; await Task.Yield(); Console.WriteLine([|t_p|].X); t_p.X = 3; }")]
    public Task No_fix_where_the_field_cannot_be_followed(string members) => Verify.ReportsAsync($"class C {{ {members} }}");

    [Theory]
    [InlineData("t_depth++; t_depth--; await Save();")]
    [InlineData("t_user = \"a\"; await Save(); t_user = \"b\"; Console.WriteLine(t_user);")]
    [InlineData("t_user = \"a\"; Console.WriteLine(t_user); await Save();")]
    [InlineData("if (b) { t_user = \"a\"; Console.WriteLine(t_user); return; } await Save(); Console.WriteLine(t_user);")]
    [InlineData("string? user = t_user; await Save(); Console.WriteLine(user);")]
    [InlineData("await Save(); Console.WriteLine(t_user);")]
    [InlineData("t_user = \"a\"; await Task.CompletedTask; Console.WriteLine(t_user);")]
    [InlineData("s_plain = 1; await Save(); Console.WriteLine(s_plain);")]
    [InlineData("s_flow.Value = 1; await Save(); Console.WriteLine(s_flow.Value);")]
    [InlineData("t_user = \"a\"; Func<Task> f = async () => await Save(); Console.WriteLine(t_user); await f();")]
    [InlineData("(t_text ??= new()).Append('a'); await Save(); (t_text ??= new()).Clear();")]
    [InlineData("var text = t_text ?? new(); t_text = null; try { await Save(); text.Clear(); } finally { t_text = text; }")]
    [InlineData("var text = t_text ?? new(); t_text = null; await Save(); t_text = text;")]
    [InlineData("t_user = nameof(t_user); await Save(); Console.WriteLine(nameof(t_user));")]
    [InlineData("int t_depth = 3; await Save(); Console.WriteLine(t_depth);")]
    public Task One_thread_or_none_of_its_state(string body) => Verify.SilentAsync($"class C {{ {Fields} async Task M(bool b) {{ {body} }} }}");

    [Theory]
    [InlineData("static class Cache { [ThreadStatic] private static System.Text.StringBuilder? t_text; public static System.Text.StringBuilder Get() => t_text ??= new(); } class C { async Task M() { Cache.Get().Append('a'); await Task.Yield(); Cache.Get().Clear(); } }")]
    [InlineData("static class Cache { [ThreadStatic] private static System.Text.StringBuilder? t_text; public static System.Text.StringBuilder Take() { var x = t_text ?? new(); t_text = null; return x; } public static void Return(System.Text.StringBuilder x) => t_text = x; } class C { async Task M() { var x = Cache.Take(); await Task.Yield(); Cache.Return(x); } }")]
    [InlineData("static class Rng { [ThreadStatic] private static Random? t_r; public static Random Local { get { if (t_r == null) t_r = new Random(); return t_r; } } } class C { async Task M() { Rng.Local.Next(); await Task.Yield(); Rng.Local.Next(); } }")]
    [InlineData("class C { private static readonly ThreadLocal<Random> s_r = new(() => new Random()); async Task M() { s_r.Value!.Next(); await Task.Yield(); s_r.Value!.Next(); } }")]
    [InlineData("class C { [ThreadStatic] private static int t_n; void M() { t_n = 1; Task.Delay(1).Wait(); Console.WriteLine(t_n); } async Task N() { await Task.Yield(); } }")]
    [InlineData("class ThreadStaticAttribute : Attribute { } class C { [ThreadStatic] private static int t_n; async Task M() { t_n = 1; await Task.Yield(); Console.WriteLine(t_n); } }")]
    [InlineData("static class Context { [ThreadStatic] private static int t_id; public static void With(int id, Action a) { var old = t_id; t_id = id; a(); t_id = old; } public static int Id => t_id; } class C { async Task M() { Context.With(3, () => { }); await Task.Yield(); Console.WriteLine(Context.Id); } }")]
    public Task Caches_and_look_alikes(string source) => Verify.SilentAsync(source);

    // ---- The attribute ----

    [Theory]
    [InlineData("[ThreadStatic] private static int [|t_id|] = -1;", "private static readonly ThreadLocal<int> t_id = new(() => -1);", "t_id = 4; Console.WriteLine(t_id);", "t_id.Value = 4; Console.WriteLine(t_id.Value);")]
    [InlineData("[ThreadStatic] static Random [|t_id|] = new Random(3);", "static readonly ThreadLocal<Random> t_id = new(() => new Random(3));", "Console.WriteLine(t_id.Next());", "Console.WriteLine(t_id.Value.Next());")]
    public Task An_initializer_runs_on_one_thread(string field, string changed, string body, string after)
        => Verify.FixesAsync($"#nullable disable\nclass C {{ {field} void M() {{ {body} }} }}", $"#nullable disable\nclass C {{ {changed} void M() {{ {after} }} }}");

    [Theory]
    [InlineData("[ThreadStatic] private int [|_n|];", "private static int _n;")]
    [InlineData("[ThreadStatic] int [|_n|];", "static int _n;")]
    public Task The_attribute_needs_a_static_field(string field, string changed)
    {
        string attribute = field[..(field.IndexOf(']', StringComparison.Ordinal) + 2)];
        return Verify.FixesAsync($"class C {{ {field} int M() => _n++; }}", $"class C {{ {attribute}{changed} int M() => _n++; }}");
    }

    [Theory]
    [InlineData("[ThreadStatic] private int [|_n|]; int M() => this._n++;")]
    [InlineData("[ThreadStatic] public static int [|t_n|] = 3;")]
    [InlineData("[ThreadStatic] private static int[] [|t_n|] = new int[3], t_m; void M() => t_m = t_n;")]
    public Task No_fix_where_others_use_it(string members) => Verify.ReportsAsync($"#nullable disable\nclass C {{ {members} }}");

    [Theory]
    [InlineData("[ThreadStatic] private static int t_n;")]
    [InlineData("[ThreadStatic] private static int t_n = 0;")]
    [InlineData("[ThreadStatic] private static bool t_n = false;")]
    [InlineData("[ThreadStatic] private static string? t_n = null;")]
    [InlineData("[ThreadStatic] private static string t_n = null!;")]
    [InlineData("[ThreadStatic] private static string? t_n = default;")]
    [InlineData("[ThreadStatic] private static DayOfWeek t_n = default;")]
    [InlineData("[ThreadStatic] private static Random? t_n = new(); Random M() => t_n ??= new();")]
    [InlineData("[ThreadStatic] private static Random? t_n = new(); Random M() { if (t_n == null) t_n = new(); return t_n; }")]
    [InlineData("private static int t_n = 3;")]
    [InlineData("private readonly ThreadLocal<int> _n = new(() => 3);")]
    public Task Declarations_that_are_right(string members) => Verify.SilentAsync($"class C {{ {members} }}");

    // ---- AsyncLocal ----

    private const string Flow = "private static readonly AsyncLocal<string?> Id = new(); private static void Use(string? s) { } ";

    [Theory]
    [InlineData("async Task Set(string s) { await Task.Yield(); [|Id.Value|] = s; } async Task M() { await Set(\"a\"); Use(Id.Value); }")]
    [InlineData("async Task<int> Set(string s) { await Task.Yield(); [|Id.Value|] = s; return 3; } async Task M() { int n = await Set(\"a\").ConfigureAwait(false); if (Id.Value == null) Use(\"\"); }")]
    [InlineData("async ValueTask Set(string s) { [|C.Id.Value|] = await Task.FromResult(s); } async Task M() { await (Set(\"a\")); Use(Id.Value); }")]
    [InlineData("async Task M() { await Set(\"a\"); Use(Id.Value); async Task Set(string s) { await Task.Yield(); [|Id.Value|] = s; } }")]
    public Task Set_for_a_caller_that_does_not_see_it(string members) => Verify.ReportsAsync($"class C {{ {Flow} {members} }}");

    [Theory]
    [InlineData("async Task Set(string s) { await Task.Yield(); Id.Value = s; Use(null); } async Task M() { await Set(\"a\"); Use(Id.Value); }")]
    [InlineData("async Task Set(string s) { Id.Value = s; await Task.Yield(); } async Task M() { await Set(\"a\"); Use(Id.Value); }")]
    [InlineData("Task Set(string s) { Id.Value = s; return Task.CompletedTask; } async Task M() { await Set(\"a\"); Use(Id.Value); }")]
    [InlineData("void Set(string s) { Id.Value = s; } async Task M() { Set(\"a\"); await Task.Yield(); Use(Id.Value); }")]
    [InlineData("async Task Clear() { await Task.Yield(); Id.Value = null; } async Task M() { await Clear(); Use(Id.Value); }")]
    [InlineData("async Task With(Func<Task> f) { var old = Id.Value; Id.Value = \"a\"; try { await f(); } finally { Id.Value = old; } }")]
    [InlineData("async Task Loop() { while (true) { await Task.Yield(); Use(Id.Value); Id.Value = \"a\"; } }")]
    [InlineData("sealed class Box { public string? Value; } async Task Set(Box b) { await Task.Yield(); b.Value = \"a\"; } async Task M(Box b) { await Set(b); Use(b.Value); }")]
    public Task Seen_by_the_method_itself(string members) => Verify.SilentAsync($"class C {{ {Flow} {members} }}");

    [Fact]
    public Task A_value_that_nobody_sees_is_a_suggestion() => Verify.SilentAsync(
        "class C { private static readonly AsyncLocal<int> Id = new(); public async Task Set(int n) { await Task.Yield(); {|#0:Id.Value|} = n; } }",
        configure: test => test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerWarning("ASYNC3011").WithSeverity(DiagnosticSeverity.Info).WithLocation(0)
            .WithMessage("'Id' is put back when async 'Set' returns, so nothing sees this value; set it before what needs it")));

    // ---- Messages, layout, versions ----

    [Theory]
    [InlineData("[ThreadStatic] static int t_n;\nasync Task M() {\nt_n = 1;\nawait Task.Yield();\nConsole.WriteLine({|#0:t_n|}); }",
        "'t_n' is set (Test0.cs:4) on a thread that the code after the 'await' (Test0.cs:5) may have left; use an 'AsyncLocal'")]
    [InlineData("[ThreadStatic] static int {|#0:t_n|} = 3;", "The initializer of 't_n' runs on one thread only, and all others see '0'; use a 'ThreadLocal'")]
    [InlineData("[ThreadStatic] static object {|#0:t_n|} = new();", "The initializer of 't_n' runs on one thread only, and all others see 'null'; use a 'ThreadLocal'")]
    [InlineData("[ThreadStatic] int {|#0:_n|};", "'[ThreadStatic]' has no effect on the instance field '_n'; make it static, or use a 'ThreadLocal'")]
    [InlineData("static readonly AsyncLocal<int> s = new();\nasync Task Set() { await Task.Yield(); {|#0:s.Value|} = 3; }\nasync Task M() { await Set(); Console.WriteLine(s.Value); }",
        "The caller (Test0.cs:4) does not see what async 'Set' sets in 's'; return the value, or set it in the caller")]
    public Task The_message(string members, string message) => Verify.SilentAsync($"class C {{\n{members} }}", configure: test
        => test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerWarning("ASYNC3011").WithLocation(0).WithMessage(message)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Fact]
    public Task The_layout_stays() => Verify.FixesAsync(
        """
        class C
        {
            private int _other;

            /// <summary>Who it is.</summary>
            [ThreadStatic]
            private static string? t_user; // of the request

            public async Task M()
            {
                // first
                t_user = "a"; // set
                await Task.Yield();
                Console.WriteLine([|t_user|]?.Length + /* here */ t_user + _other++);
            }
        }
        """,
        """
        class C
        {
            private int _other;

            /// <summary>Who it is.</summary>
            private static readonly AsyncLocal<string?> t_user = new(); // of the request

            public async Task M()
            {
                // first
                t_user.Value = "a"; // set
                await Task.Yield();
                Console.WriteLine(t_user.Value?.Length + /* here */ t_user.Value + _other++);
            }
        }
        """);

    [Fact]
    public Task Old_language_version() => Verify.FixesAsync(
        "using System; using System.Threading.Tasks; class C { [ThreadStatic] private static int t_n; public async Task M() { t_n = 1; await Task.Yield(); Console.WriteLine([|t_n|]); } }",
        "using System; using System.Threading.Tasks; class C { private static readonly System.Threading.AsyncLocal<int> t_n = new System.Threading.AsyncLocal<int>(); public async Task M() { t_n.Value = 1; await Task.Yield(); Console.WriteLine(t_n.Value); } }",
        languageVersion: LanguageVersion.CSharp7_3, globalUsings: false);

    [Fact]
    public Task Another_file() => Verify.ReportsAsync(
        "class C { async Task<int> M() { Context.Id = 3; await Task.Yield(); return [|Context.Id|]; } }", configure: test =>
        {
            test.TestState.Sources.Add("static class Context { [ThreadStatic] private static int t_id; public static int Id { get { return t_id; } set { t_id = value; } } }");
            test.FixedState.Sources.Add("static class Context { [ThreadStatic] private static int t_id; public static int Id { get { return t_id; } set { t_id = value; } } }");
        });

    [Theory]
    [InlineData("class C { [ThreadStatic] static int t_n async Task M() { t_n = 1; await ; } }")]
    [InlineData("class C { async Task M() { missing.Value = 1; await Task.Yield(); missing.Value++; } }")]
    public Task Broken_code(string source) => Verify.SilentAsync(source, configure: test => test.CompilerDiagnostics = CompilerDiagnostics.None);
}
