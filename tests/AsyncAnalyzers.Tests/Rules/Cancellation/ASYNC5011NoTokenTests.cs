using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Report = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5011NoTokenAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5011NoTokenAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5011NoTokenCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5011NoTokenTests
{
    // ---- no token ----

    [Fact]
    public Task Body_moves_into_an_overload() => Verify.FixesAsync("""
        public class Store
        {
            /// <summary>Loads a text.</summary>
            public async Task<int> [|LoadAsync|](string path, int times = 1)
            {
                // first
                await Task.Delay(times);
                string text = await File.ReadAllTextAsync(path).ConfigureAwait(false);
                return text.Length;
            }

            public int Other => 1;
        }
        """, """
        public class Store
        {
            /// <summary>Loads a text.</summary>
            public Task<int> LoadAsync(string path, int times = 1) => LoadAsync(path, times, CancellationToken.None);

            /// <inheritdoc cref="LoadAsync(string, int)"/>
            public async Task<int> LoadAsync(string path, int times, CancellationToken cancellationToken)
            {
                // first
                await Task.Delay(times, cancellationToken);
                string text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
                return text.Length;
            }

            public int Other => 1;
        }
        """);

    [Fact]
    public Task Message_names_the_call() => Verify.FixesAsync("""
        public class Store
        {
            public async Task {|#0:SaveAsync|}()
            {
                await Task.Yield();
                await {|#1:Task.Delay(1000)|};
            }
        }
        """, """
        public class Store
        {
            public Task SaveAsync() => SaveAsync(CancellationToken.None);

            public async Task SaveAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
                await Task.Delay(1000, cancellationToken);
            }
        }
        """, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5011", DiagnosticSeverity.Info)
            .WithLocation(0).WithLocation(1)
            .WithMessage("'SaveAsync' cannot be cancelled, although 'Delay' (Test0.cs:6) takes a token; add an overload with a 'CancellationToken'")));

    [Theory]
    // forms of the body
    [InlineData("public Task [|F|]() => Task.Delay(1000);",
        "public Task F() => F(CancellationToken.None); public Task F(CancellationToken cancellationToken) => Task.Delay(1000, cancellationToken);")]
    [InlineData("public Task [|F|]() { return Task.Delay(1000); }",
        "public Task F() => F(CancellationToken.None); public Task F(CancellationToken cancellationToken) { return Task.Delay(1000, cancellationToken); }")]
    [InlineData("public async ValueTask<int> [|F|](int n) { await Task.Delay(n); return n; }",
        "public ValueTask<int> F(int n) => F(n, CancellationToken.None); public async ValueTask<int> F(int n, CancellationToken cancellationToken) { await Task.Delay(n, cancellationToken); return n; }")]
    [InlineData("public static async Task [|F|]() => await Task.Delay(1000);",
        "public static Task F() => F(CancellationToken.None); public static async Task F(CancellationToken cancellationToken) => await Task.Delay(1000, cancellationToken);")]
    [InlineData("protected async Task [|F|]() { await Task.Delay(1000); }",
        "protected Task F() => F(CancellationToken.None); protected async Task F(CancellationToken cancellationToken) { await Task.Delay(1000, cancellationToken); }")]
    // generic
    [InlineData("public async Task<T> [|F|]<T>(T x) where T : class { await Task.Delay(1000); return x; }",
        "public Task<T> F<T>(T x) where T : class => F<T>(x, CancellationToken.None); public async Task<T> F<T>(T x, CancellationToken cancellationToken) where T : class { await Task.Delay(1000, cancellationToken); return x; }")]
    // own calls of it, and names that are taken
    [InlineData("public async Task [|F|](int n) { await Task.Delay(1000); if (n > 0) { await F(n - 1); } }",
        "public Task F(int n) => F(n, CancellationToken.None); public async Task F(int n, CancellationToken cancellationToken) { await Task.Delay(1000, cancellationToken); if (n > 0) { await F(n - 1, cancellationToken); } }")]
    [InlineData("public async Task [|F|](int @in) { await Task.Delay(@in); await Task.WhenAny(Task.Delay(2), G()); await foreach (string s in File.ReadLinesAsync(\"a\")) { } } Task G() => Task.CompletedTask;",
        "public Task F(int @in) => F(@in, CancellationToken.None); public async Task F(int @in, CancellationToken cancellationToken) { await Task.Delay(@in, cancellationToken); await Task.WhenAny(Task.Delay(2, cancellationToken), G()); await foreach (string s in File.ReadLinesAsync(\"a\", cancellationToken)) { } } Task G() => Task.CompletedTask;")]
    // what has to run to its end is given none
    [InlineData("public async Task [|F|]() { try { await Task.Delay(1000); } catch (IOException) { await Task.Delay(2); } finally { await Task.Delay(3); } }",
        "public Task F() => F(CancellationToken.None); public async Task F(CancellationToken cancellationToken) { try { await Task.Delay(1000, cancellationToken); } catch (IOException) { await Task.Delay(2); } finally { await Task.Delay(3); } }")]
    // lambdas are left as they are
    [InlineData("public async Task [|F|]() { await Task.Delay(1000); Func<Task> f = () => Task.Delay(2); await f(); await Task.Run(() => 1); }",
        "public Task F() => F(CancellationToken.None); public async Task F(CancellationToken cancellationToken) { await Task.Delay(1000, cancellationToken); Func<Task> f = () => Task.Delay(2); await f(); await Task.Run(() => 1); }")]
    [InlineData("public async Task [|F|]() { await Optional(name: \"a\"); } Task Optional(int n = 1, string name = \"\", CancellationToken ct = default) => Task.CompletedTask;",
        "public Task F() => F(CancellationToken.None); public async Task F(CancellationToken cancellationToken) { await Optional(name: \"a\", ct: cancellationToken); } Task Optional(int n = 1, string name = \"\", CancellationToken ct = default) => Task.CompletedTask;")]
    public Task Forms(string member, string repaired) => Verify.FixesAsync($"public class C {{ {member} }}", $"public class C {{ {repaired} }}");

    [Fact]
    public Task Extension_method_and_callers_in_expression_trees() => Verify.FixesAsync("""
        using System.Linq.Expressions;
        public static class C
        {
            public static async Task [|WaitAsync|](this TimeSpan time, int n)
            {
                await Task.Delay(time);
            }

            static Expression<Func<Task>> tree = () => TimeSpan.Zero.WaitAsync(1);
            static string name = nameof(WaitAsync);
        }
        """, """
        using System.Linq.Expressions;
        public static class C
        {
            public static Task WaitAsync(this TimeSpan time, int n) => WaitAsync(time, n, CancellationToken.None);

            public static async Task WaitAsync(this TimeSpan time, int n, CancellationToken cancellationToken)
            {
                await Task.Delay(time, cancellationToken);
            }

            static Expression<Func<Task>> tree = () => TimeSpan.Zero.WaitAsync(1);
            static string name = nameof(WaitAsync);
        }
        """);

    [Fact]
    public Task Action_of_a_controller_gets_the_parameter() => Verify.FixesAsync("""
        public abstract class ControllerBase { }
        public class HttpGetAttribute : Attribute { }
        public class Items : ControllerBase
        {
            [HttpGet]
            public async Task<string> {|#0:Get|}(int id)
            {
                return await {|#1:File.ReadAllTextAsync("a" + id)|};
            }

            public async Task<string> {|#2:List|}() => await {|#3:File.ReadAllTextAsync("a")|};
        }
        """, """
        public abstract class ControllerBase { }
        public class HttpGetAttribute : Attribute { }
        public class Items : ControllerBase
        {
            [HttpGet]
            public async Task<string> Get(int id, CancellationToken cancellationToken = default)
            {
                return await File.ReadAllTextAsync("a" + id, cancellationToken);
            }

            public async Task<string> List(CancellationToken cancellationToken = default) => await File.ReadAllTextAsync("a", cancellationToken);
        }
        """, configure: test => test.TestState.ExpectedDiagnostics.AddRange(new[]
        {
            new DiagnosticResult("ASYNC5011", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1)
                .WithMessage("'Get' cannot be cancelled, although 'ReadAllTextAsync' (Test0.cs:8) takes a token; add a 'CancellationToken' parameter"),
            new DiagnosticResult("ASYNC5011", DiagnosticSeverity.Info).WithLocation(2).WithLocation(3),
        }));

    [Fact]
    public Task The_type_is_imported() => Verify.FixesAsync("""
        using System.Threading.Tasks;

        public class C
        {
            public async Task [|F|]()
            {
                await Task.Delay(1000);
            }
        }
        """, """
        using System.Threading;
        using System.Threading.Tasks;

        public class C
        {
            public Task F() => F(CancellationToken.None);

            public async Task F(CancellationToken cancellationToken)
            {
                await Task.Delay(1000, cancellationToken);
            }
        }
        """, globalUsings: false);

    [Theory]
    [InlineData("public class C { public virtual async Task [|F|]() { await Task.Delay(1000); } }")]
    [InlineData("public interface I { public async Task [|F|]() { await Task.Delay(1000); } }")]
    [InlineData("public class C { public async Task [|F|](params int[] n) { await Task.Delay(1000); } }")]
    [InlineData("public class C { public Task [|F|](ref int n) => Task.Delay(n); }")]
    [InlineData("public class C { public async Task [|F|]([System.Runtime.CompilerServices.CallerMemberName] string name = \"\") { await Task.Delay(1000); } }")]
    [InlineData("public partial class C { public partial Task F(); public async partial Task [|F|]() { await Task.Delay(1000); } }")]
    [InlineData("public class B { public Task F() => Task.CompletedTask; } public class C : B { public new async Task [|F|]() { await Task.Delay(1000); } }")]
    // a second one of the name would be in the way
    [InlineData("public class C { public async Task [|F|]() { await Task.Delay(1000); } Func<Task> G() => F; }")]
    [InlineData("public class C { public async Task [|F|]() { await Task.Delay(1000); } object G() => typeof(C).GetMethod(\"F\"); }")]
    [InlineData("public class C { public async Task [|F|]() { await Task.Delay(1000); } object G() => typeof(C).GetMethod(nameof(F)); }")]
    public Task No_overload_can_be_added(string source) => Verify.ReportsAsync(source);

    [Theory]
    [InlineData("private async Task F() { await Task.Delay(1000); }")]
    [InlineData("internal async Task F() { await Task.Delay(1000); }")]
    [InlineData("async Task F() { await Task.Delay(1000); }")]
    [InlineData("private protected async Task F() { await Task.Delay(1000); }")]
    // nothing takes one
    [InlineData("public async Task F() { await Task.Yield(); }")]
    [InlineData("public async Task F() { await G(); } Task G() => Task.CompletedTask;")]
    [InlineData("public async Task F() { await Task.Run(() => 1); }")]
    [InlineData("public async Task F() { await Task.Delay(1000, CancellationToken.None); }")]
    [InlineData("public async Task F() { await Task.Yield(); Func<Task> f = () => Task.Delay(1000); }")]
    [InlineData("public async Task F() { await Task.Yield(); try { } finally { await Task.Delay(1000); } }")]
    [InlineData("public async Task F() { Task t = Task.Delay(1000); await Task.Yield(); }")]
    // there is one
    [InlineData("public async Task F(CancellationToken t) { await Task.Delay(1000); }")]
    [InlineData("public async Task F(CancellationToken? t) { await Task.Delay(1000); }")]
    [InlineData("public async Task F(CancellationTokenSource s) { await Task.Delay(1000); }")]
    [InlineData("public async Task F(Context c) { await Task.Delay(1000); } public class Context { public CancellationToken Token { get; } }")]
    [InlineData("public async Task F() { await Task.Delay(1000); } public Task F(CancellationToken t) => F();")]
    [InlineData("public async Task F() { await Task.Delay(1000); } public Task F(int n, string s, CancellationToken t) => F();")]
    [InlineData("CancellationTokenSource _stop = new(); public async Task F() { await Task.Delay(1000); }")]
    [InlineData("CancellationToken Stop { get; } public async Task F() { await Task.Delay(1000); }")]
    [InlineData("public async Task F() { try { await Task.Delay(1000); } catch (OperationCanceledException) { } }")]
    [InlineData("public async Task F() { using var t = new CancellationTokenSource(1); await Task.Delay(1000); }")]
    // the signature, or the end, is given
    [InlineData("public async Task OnClick(object sender, EventArgs e) { await Task.Delay(1000); }")]
    [InlineData("[Obsolete] public async Task F() { await Task.Delay(1000); }")]
    [InlineData("public async Task StopAsync() { await Task.Delay(1000); }")]
    [InlineData("public async Task CompleteAsync() { await Task.Delay(1000); }")]
    [InlineData("public async Task F({|CS0246:HttpContext|} context) { await Task.Delay(1000); }")]
    [InlineData("public async Task CloseAsync() { await Task.Delay(1000); }")]
    [InlineData("public async ValueTask DisposeAsync() { await Task.Delay(1000); }")]
    [InlineData("public async void F() { await Task.Delay(1000); }")]
    [InlineData("public void F() { Thread.Sleep(1); }")]
    [InlineData("public Task F() => Task.CompletedTask;")]
    [InlineData("public abstract class B { public abstract Task F(); }")]
    public Task Nothing_to_offer(string member) => Verify.SilentAsync($"public class C {{ {member} }}");

    [Theory]
    [InlineData("class C { public async Task F() { await Task.Delay(1000); } }")]
    [InlineData("class Outer { public class C { public async Task F() { await Task.Delay(1000); } } }")]
    [InlineData("public interface I { Task F(); } public class C : I { public async Task F() { await Task.Delay(1000); } }")]
    [InlineData("public interface I { Task F(); } public class C : I { async Task I.F() { await Task.Delay(1000); } }")]
    [InlineData("public class B { public virtual Task F() => Task.CompletedTask; } public class C : B { public override async Task F() { await Task.Delay(1000); } }")]
    [InlineData("public class Hub { } public class C : Hub { public async Task F() { await Task.Delay(1000); } }")]
    [InlineData("namespace Xunit { class FactAttribute : Attribute { } } public class C { public async Task F() { await Task.Delay(1000); } }")]
    [InlineData("public class C { public async Task F() { await {|CS0103:Missing|}(); } }")]
    public Task Types_and_contracts(string source) => Verify.SilentAsync(source);

    [Fact]
    public Task Entry_point() => Verify.SilentAsync(
        "public class Program { public static async Task Main() { await Task.Delay(1000); } }", outputKind: OutputKind.ConsoleApplication);

    // ---- not the last one ----

    [Theory]
    [InlineData("public class C { public Task F(CancellationToken [|t|], int n) => Task.CompletedTask; }")]
    [InlineData("public class C { public Task F(int a, CancellationToken [|t|], int n) => Task.CompletedTask; }")]
    [InlineData("public class C { public Task F(CancellationToken [|t|] = default, int n = 1) => Task.CompletedTask; }")]
    [InlineData("public abstract class C { protected abstract Task F(CancellationToken [|t|], int n); }")]
    [InlineData("public interface I { Task F(CancellationToken [|t|], int n); }")]
    [InlineData("public static class C { public static Task F(this object o, CancellationToken [|t|], int n) => Task.CompletedTask; }")]
    [InlineData("public class C { public Task F(CancellationToken [|t|], int a, params int[] n) => Task.CompletedTask; }")]
    public Task Token_in_front_of_others(string source) => Verify.ReportsAsync(source);

    [Fact]
    public Task Message_of_a_token_in_front_of_others() => Verify.ReportsAsync(
        "public class C { public Task LoadAsync(CancellationToken {|#0:token|}, int n) => Task.CompletedTask; }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5011", DiagnosticSeverity.Info).WithLocation(0)
            .WithMessage("'token' is not the last parameter of 'LoadAsync', where callers look for the token; move the parameter to the end")));

    [Theory]
    [InlineData("public class C { public Task F(int n, CancellationToken t) => Task.CompletedTask; }")]
    [InlineData("public class C { public Task F(CancellationToken t, params int[] n) => Task.CompletedTask; }")]
    [InlineData("public class C { public void F(CancellationToken t, out int n) { n = 1; } }")]
    [InlineData("public class C { public void F(CancellationToken t, ref int n) { } }")]
    [InlineData("public class C { public void F(CancellationToken t, int n = 1) { } }")]
    [InlineData("public class C { public void F(CancellationToken t = default, [System.Runtime.CompilerServices.CallerMemberName] string n = \"\") { } }")]
    [InlineData("public class C { public void F(CancellationToken t, IProgress<int> n) { } }")]
    [InlineData("public class C { public void F(CancellationToken t, CancellationToken u) { } }")]
    [InlineData("public static class C { public static void F(this CancellationToken t, int n) { } }")]
    [InlineData("public class C { internal void F(CancellationToken t, int n) { } void G(CancellationToken t, int n) { } }")]
    [InlineData("class C { public void F(CancellationToken t, int n) { } }")]
    [InlineData("interface I { void F(CancellationToken t, int n); } public class C : I { public void F(CancellationToken t, int n) { } }")]
    [InlineData("class B { public virtual void F(CancellationToken t, int n) { } } class C : B { public override void F(CancellationToken t, int n) { } }")]
    [InlineData("public delegate void D(CancellationToken t, int n);")]
    [InlineData("struct CancellationToken { } public class C { void F(CancellationToken t, int n) { } }")]
    public Task Token_in_its_place(string source) => Verify.SilentAsync(source);

    /// <summary>It ends something, waits for nothing, belongs to what a user sees, or writes a whole file.</summary>
    [Theory]
    [InlineData("public class Manager { public async Task AppExitAsync() { await Task.Delay(5000); } }")]
    [InlineData("public class Picker { public async Task SubmitAndCloseAsync(int ms) { await Task.Delay(ms); } }")]
    [InlineData("public class Manager { public async Task KillProcessAsync() { await Task.Delay(5000); } }")]
    [InlineData("public class Manager { public async Task ReloadAsync(SemaphoreSlim gate) { if (!await gate.WaitAsync(0)) { return; } gate.Release(); } }")]
    [InlineData("public class Manager { public async Task LoadAsync() { await Task.Delay(100); } }")]
    [InlineData("public class ComponentBase { } public class Upload : ComponentBase { public async Task ClearAsync() { await Task.Delay(5000); } }")]
    [InlineData("public class Config { public async Task SaveAsync(string s) { await File.WriteAllTextAsync(s, s); } }")]
    [InlineData("public interface ITransferProgress { } public class Folder { public Task<int> GetAsync(int i, CancellationToken token = default, ITransferProgress? progress = null) => Task.FromResult(i); }")]
    [InlineData("public static class Limits { public static int Limit(CancellationToken token, int n) => n; }")]
    public Task No_need_of_a_token(string source) => Verify.SilentAsync(source);

    [Theory]
    [InlineData("public class Manager { public async Task [|LoadAsync|]() { await Task.Delay(5000); } }")]
    [InlineData("public class Manager { public async Task [|LoadAsync|]() { for (int i = 0; i < 9; i++) { await Task.Delay(200); } } }")]
    [InlineData("public class Config { public async Task [|LoadAsync|](string s) { await File.ReadAllTextAsync(s); } }")]
    [InlineData("public static class Limits { public static int Limit(CancellationToken [|token|] = default, int n = 1) => n; }")]
    [InlineData("public class Folder { public Task<int> GetAsync(CancellationToken [|token|], int i) => Task.FromResult(i); }")]
    public Task A_token_that_is_missed(string source) => Report.ReportsAsync(source);
}
