using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.SharedState.ASYNC3014EventRaiseAnalyzer,
    AsyncAnalyzers.Rules.SharedState.ASYNC3014EventRaiseCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.SharedState;

/// <summary>Events that are tested for null and read again.</summary>
public class ASYNC3014EventRaiseTests
{
    private const string Events =
        "public event Action? E; public static event EventHandler<int>? S; public event Func<int, int>? F; public event Predicate<int>? P; "
        + "public event Func<string?>? T; private readonly object _gate = new(); private void Other() { } private bool Due() => true; ";

    [Theory]
    [InlineData("if (E != null) [|E()|];", "E?.Invoke();")]
    [InlineData("if (E is not null) [|E()|];", "E?.Invoke();")]
    [InlineData("if (E is { }) [|E()|];", "E?.Invoke();")]
    [InlineData("if (null != E) { [|E()|]; }", "E?.Invoke();")]
    [InlineData("if (!(E == null)) { [|E()|]; }", "E?.Invoke();")]
    [InlineData("if (E is object) [|E()|];", "E?.Invoke();")]
    [InlineData("if (E is not { }) return; [|E()|];", "if (E is not { }) return; E?.Invoke();")]
    [InlineData("if ((E != null)) { [|E.Invoke()|]; }", "E?.Invoke();")]
    [InlineData("if (this.E != null) this.[|E()|];", "this.E?.Invoke();")]
    [InlineData("if (this.E != null) [|E()|];", "E?.Invoke();")]
    [InlineData("if (S != null) [|S(this, 3)|];", "S?.Invoke(this, 3);")]
    [InlineData("if (C.S != null) [|C.S(this, n)|];", "C.S?.Invoke(this, n);")]
    [InlineData("if (E != null && n > 3) [|E()|];", "if (E != null && n > 3) E?.Invoke();")]
    [InlineData("if (n > 3 && E != null) { Other(); [|E()|]; }", "if (n > 3 && E != null) { Other(); E?.Invoke(); }")]
    [InlineData("if (E != null) { [|E()|]; Other(); }", "if (E != null) { E?.Invoke(); Other(); }")]
    [InlineData("if (E != null) [|E()|]; else Other();", "if (E != null) E?.Invoke(); else Other();")]
    [InlineData("if (E == null) Other(); else [|E()|];", "if (E == null) Other(); else E?.Invoke();")]
    [InlineData("if (E is null) { Other(); } else { [|E()|]; }", "if (E is null) { Other(); } else { E?.Invoke(); }")]
    [InlineData("if (E == null) return; [|E()|];", "if (E == null) return; E?.Invoke();")]
    [InlineData("if (E == null || n > 3) { return; } Other(); [|E()|];", "if (E == null || n > 3) { return; } Other(); E?.Invoke();")]
    [InlineData("if (n > 3) if (E != null) [|E()|];", "if (n > 3) E?.Invoke();")]
    [InlineData("if (n > 3) Other(); else if (E != null) [|E()|];", "if (n > 3) Other(); else E?.Invoke();")]
    [InlineData("if (E != null) { for (int i = 0; i < n; i++) [|E()|]; }", "if (E != null) { for (int i = 0; i < n; i++) E?.Invoke(); }")]
    [InlineData("int v = F != null ? [|F(n)|] : 0; Console.WriteLine(v);", "int v = F?.Invoke(n) ?? 0; Console.WriteLine(v);")]
    [InlineData("int v = F == null ? n + 1 : [|F(n)|]; Console.WriteLine(v);", "int v = F?.Invoke(n) ?? n + 1; Console.WriteLine(v);")]
    [InlineData("string? v = T != null ? [|T()|] : null; Console.WriteLine(v);", "string? v = T?.Invoke(); Console.WriteLine(v);")]
    [InlineData("if (P != null && [|P(n)|]) Other();", "if (P?.Invoke(n) == true) Other();")]
    [InlineData("bool b = P != null && [|P(n)|]; Console.WriteLine(b);", "bool b = P?.Invoke(n) == true; Console.WriteLine(b);")]
    [InlineData("Task.Run(() => { if (E != null) [|E()|]; });", "Task.Run(() => { E?.Invoke(); });")]
    [InlineData("void Local() { if (E != null) [|E()|]; } Local();", "void Local() { E?.Invoke(); } Local();")]
    public Task The_event_is_read_once(string before, string after)
        => Verify.FixesAsync(
            $"class C {{ {Events} void M(int n) {{ {before.Replace("this.[|E()|]", "[|this.E()|]", StringComparison.Ordinal)} }} }}",
            $"class C {{ {Events} void M(int n) {{ {after} }} }}");

    [Theory]
    [InlineData("public Action? OnDone; public void Stop() => OnDone = null; void M() { if (OnDone != null) [|OnDone()|]; }",
        "public Action? OnDone; public void Stop() => OnDone = null; void M() { OnDone?.Invoke(); }")]
    [InlineData("private Action? _done; public event Action Done { add { _done += value; } remove { _done -= value; } } void M() { if (_done != null) [|_done()|]; }",
        "private Action? _done; public event Action Done { add { _done += value; } remove { _done -= value; } } void M() { _done?.Invoke(); }")]
    [InlineData("private event Action? E; public void Leave() => E -= M; void M() { if (E != null) [|E()|]; }",
        "private event Action? E; public void Leave() => E -= M; void M() { E?.Invoke(); }")]
    [InlineData("int M(Func<int, int>? x) => F != null ? [|F(3)|] : -1; public event Func<int, int>? F;",
        "int M(Func<int, int>? x) => F?.Invoke(3) ?? -1; public event Func<int, int>? F;")]
    public Task Fields_of_delegates_and_expression_bodies(string before, string after)
        => Verify.FixesAsync($"class C {{ {before} }}", $"class C {{ {after} }}");

    /// <summary>Where a value is needed, <c>?.</c> has none to give.</summary>
    [Theory]
    [InlineData("int M(int n) { if (F != null) return [|F(n)|]; return 0; }",
        "int M(int n) { var handler = F; if (handler != null) return handler(n); return 0; }")]
    [InlineData("bool M(int n) { if (P != null) { return [|P(n)|]; } else { return n > 3; } }",
        "bool M(int n) { var handler = P; if (handler != null) { return handler(n); } else { return n > 3; } }")]
    [InlineData("int M(int n) { if (F == null) { return 0; } Other(); return [|F.Invoke(n)|]; }",
        "int M(int n) { var handler = F; if (handler == null) { return 0; } Other(); return handler.Invoke(n); }")]
    [InlineData("bool M(int n) { if (P != null) return n > 3 && [|P(n)|]; return n == 3 ? false : true; }",
        "bool M(int n) { var handler = P; if (handler != null) return n > 3 && handler(n); return n == 3 ? false : true; }")]
    [InlineData("async Task M() { if (A != null) { await [|A()|]; } } public event Func<Task>? A;",
        "async Task M() { var handler = A; if (handler != null) { await handler(); } } public event Func<Task>? A;")]
    [InlineData("void M(int n) { if (this.F != null && n > 3) Console.WriteLine([|F(n)|]); }",
        "void M(int n) { var handler = F; if (handler != null && n > 3) Console.WriteLine(handler(n)); }")]
    [InlineData("int M(int handler) { if (F is not null) { int v = [|F(handler)|]; return v; } return 0; }",
        "int M(int handler) { var handler2 = F; if (handler2 is not null) { int v = handler2(handler); return v; } return 0; }")]
    [InlineData("void M() { if (E == null) return; foreach (Delegate one in [|E.GetInvocationList()|]) Console.WriteLine(one); }",
        "void M() { var handler = E; if (handler == null) return; foreach (Delegate one in handler.GetInvocationList()) Console.WriteLine(one); }")]
    [InlineData("int M() { if (E != null) { return [|this.E.GetInvocationList()|].Length; } return 0; }",
        "int M() { var handler = this.E; if (handler != null) { return handler.GetInvocationList().Length; } return 0; }")]
    [InlineData("int M(int n) { if (!(F is null)) { int v = [|F(n)|]; return v; } return 0; }",
        "int M(int n) { var handler = F; if (!(handler is null)) { int v = handler(n); return v; } return 0; }")]
    public Task The_local_copy(string before, string after)
        => Verify.FixesAsync($"class C {{ {Events} {before} }}", $"class C {{ {Events} {after} }}");

    [Fact]
    public Task The_message_names_the_copy() => Verify.SilentAsync(
        "class C { public event Func<int>? F; int M() { if (F != null)\nreturn {|#0:F()|}; return 0; } }", configure: test
            => test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerWarning("ASYNC3014").WithSeverity(DiagnosticSeverity.Info).WithLocation(0)
                .WithMessage("'F' can become null between the test (Test0.cs:1) and this call; test and call a local copy of it")
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Fact]
    public Task The_layout_stays_with_a_copy() => Verify.FixesAsync(
        """
        class C
        {
            public Func<object, bool>? Check;

            public void Stop() => Check = null;

            public bool IsValid(object item)
            {
                int count = 1;

                // The user decides.
                if (Check != null)
                {
                    return [|Check(item)|]; // always
                }

                return count > 0;
            }

            public async Task Run() => await Task.Yield();
        }
        """,
        """
        class C
        {
            public Func<object, bool>? Check;

            public void Stop() => Check = null;

            public bool IsValid(object item)
            {
                int count = 1;

                // The user decides.
                var handler = Check;
                if (handler != null)
                {
                    return handler(item); // always
                }

                return count > 0;
            }

            public async Task Run() => await Task.Yield();
        }
        """);

    [Theory]
    [InlineData("if (n > 3 && F != null) Console.WriteLine([|F(n)|]);")]
    [InlineData("if (n > 3) Other(); else if (F != null) Console.WriteLine([|F(n)|]);")]
    [InlineData("if (F != null) { F += x => x; Console.WriteLine([|F(n)|]); }")]
    [InlineData("string v = T != null ? [|T()|] ?? \"x\" : \"y\"; Console.WriteLine(v);")]
    [InlineData("string? v = T != null ? [|T()|] : \"y\"; Console.WriteLine(v);")]
    [InlineData("long v = F != null ? [|F(n)|] : 0L; Console.WriteLine(v);")]
    [InlineData("if (n > 3 && P != null && [|P(n)|]) Other();")]
    public Task No_fix_where_the_value_is_used(string body) => Verify.ReportsAsync($"class C {{ {Events} void M(int n) {{ {body} }} }}");

    [Theory]
    [InlineData("E?.Invoke();")]
    [InlineData("if (E != null) E?.Invoke();")]
    [InlineData("var e = E; if (e != null) e();")]
    [InlineData("var e = E; if (e != null) Console.WriteLine(e.GetInvocationList().Length);")]
    [InlineData("if (E != null) Console.WriteLine(E.Method);")]
    [InlineData("lock (_gate) { if (E != null) Console.WriteLine(E.GetInvocationList().Length); }")]
    [InlineData("if (E is { } e) e();")]
    [InlineData("if (E is Action e) e();")]
    [InlineData("var E = (Action?)null; if (E != null) E();")]
    [InlineData("lock (_gate) { if (E != null) E(); }")]
    [InlineData("if (E != null) Other();")]
    [InlineData("if (E == null) Other();")]
    [InlineData("if (E != null || n > 3) Other();")]
    [InlineData("if (E == null) Other(); E!();")]
    [InlineData("if (E != null) { Action a = () => E(); a(); }")]
    [InlineData("if (F != null) Console.WriteLine(nameof(F));")]
    [InlineData("if (_gate != null) _gate.ToString();")]
    [InlineData("Action? a = Other; if (a != null) a();")]
    public Task Read_once_or_no_event(string body) => Verify.SilentAsync($"#nullable disable warnings\nclass C {{ {Events} void M(int n) {{ {body} }} }}");

    [Theory]
    [InlineData("private readonly Action? _a; void M() { if (_a != null) _a(); }")]
    [InlineData("private Action? _a; void M() { if (_a != null) _a(); }")]
    [InlineData("private Action? _a; C() { _a = null; } void M() { if (_a != null) _a(); }")]
    [InlineData("private Action? _a; public void Set(Action a) => _a = a; void M() { if (_a != null) _a(); }")]
    [InlineData("private Action? _a; void M() { if (_a != null) { _a(); _a = null; } }")]
    [InlineData("[ThreadStatic] private static Action? t_a; public void Stop() => t_a = null; void M() { if (t_a != null) t_a(); }")]
    [InlineData("void M(Action? a) { if (a != null) a(); }")]
    [InlineData("public event Action? E; C() { if (E != null) E(); }")]
    [InlineData("private Action? E { get; set; } void M() { if (E != null) E(); }")]
    // The object lives for one raise.
    [InlineData("class AppendEventArgs : EventArgs { public event EventHandler? Completed; internal void OnCompleted() { if (Completed != null) Completed(this, Empty); } }")]
    // Nobody removes a handler, or only the end of the object does.
    [InlineData("private event Action? E; public C() { E += M; } void M() { if (E != null) E(); }")]
    [InlineData("private Action? _a; private readonly object _gate = new(); public void Dispose() { lock (_gate) { _a = null; } } void M() { if (_a != null) _a(); }")]
    [InlineData("public Action? A; ~C() { A = null; } void M() { if (A != null) A(); }")]
    [InlineData("private object? _o; public void Stop() => _o = null; void M() { if (_o != null) _o.ToString(); }")]
    [InlineData("public event Action? E; void M() { System.Linq.Expressions.Expression<Func<int>> e = () => E != null ? 1 : 0; }")]
    [InlineData("class B { public Action? A; } private B _b = new(); void M() { if (_b.A != null) _b.A(); }")]
    [InlineData("private Action? _a; private readonly object _g = new(); public event Action A { add { lock (_g) _a += value; } remove { lock (_g) _a -= value; } } void M() { lock (_g) { if (_a != null) _a(); } }")]
    // A form raises its events on its own thread, where handlers come and go.
    [InlineData("class F : System.Windows.Forms.Form { public event Action? E; void M() { if (E != null) E(); } } } namespace System.Windows.Forms { class Form { }")]
    public Task Delegates_that_stay(string members) => Verify.SilentAsync($"class C {{ {members} }}");

    /// <summary>The code of a user interface, and a delegate of an object that knows no threads.</summary>
    [Theory]
    [InlineData("class Indicator : System.ComponentModel.INotifyPropertyChanged { public event System.ComponentModel.PropertyChangedEventHandler PropertyChanged; void On() { if (PropertyChanged != null) { PropertyChanged(this, null); } } }")]
    [InlineData("class OptionsViewModel { public event EventHandler Selected; void On() { if (Selected != null) { Selected(this, null); } } }")]
    [InlineData("class Visitor { Func<int, bool> _each; void Cleanup() { _each = null; } bool Visit(int n) { if (_each != null) { return _each(n); } return true; } }")]
    [InlineData("class Worker { Func<int, bool> _each; readonly object _gate = new(); void Cleanup() { lock (_gate) { _each = null; } } bool Visit(int n) { if (_each != null) { return [|_each(n)|]; } return true; } }")]
    [InlineData("class Worker { Action _each; void Stop() { _each = null; } void Run() => System.Threading.Tasks.Task.Run(Visit); void Visit() { if (_each != null) { [|_each()|]; } } }")]
    public Task Code_of_one_thread(string source) => Verify.SilentAsync("#nullable disable\n" + source);

    [Fact]
    public Task In_the_code_of_a_page() => Verify.SilentAsync("", configure: test =>
    {
        test.TestState.Sources.Clear();
        test.TestState.Sources.Add(("/0/ProjectView.xaml.cs",
            "#nullable disable\npublic partial class ProjectView { public event System.EventHandler Clicked; void On() { if (Clicked != null) { Clicked(this, null); } } }"));
    });

    [Fact]
    public Task Before_the_language_knows_it() => Verify.SilentAsync(
        "using System; class C { public event Action E; public void M() { if (E != null) E(); } }", languageVersion: LanguageVersion.CSharp5, globalUsings: false);

    [Fact]
    public Task The_first_language_that_knows_it() => Verify.FixesAsync(
        "using System; class C { public event Action E; public void M() { if (E != null) [|E()|]; } }",
        "using System; class C { public event Action E; public void M() { E?.Invoke(); } }", languageVersion: LanguageVersion.CSharp6, globalUsings: false);

    [Fact]
    public Task The_message_names_the_test() => Verify.SilentAsync(
        "class C { public event Action? E;\nvoid M() { if (E != null)\n{|#0:E()|}; } }", configure: test
            => test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerWarning("ASYNC3014").WithSeverity(DiagnosticSeverity.Info).WithLocation(0)
                .WithMessage("'E' can become null between the test (Test0.cs:2) and this call; use 'E?.Invoke'")
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Fact]
    public Task The_layout_stays() => Verify.FixesAsync(
        """
        class C
        {
            public event EventHandler? Changed;

            protected virtual void OnChanged()
            {
                // tell them
                if (Changed != null)
                {
                    [|Changed(this, EventArgs.Empty)|];
                } // told

                // tell them again
                if (Changed != null)
                {
                    // here
                    [|Changed(this, EventArgs.Empty)|]; // now
                }

                if (Changed != null)
                    [|Changed.Invoke(
                        this,
                        EventArgs.Empty)|];
            }
        }
        """,
        """
        class C
        {
            public event EventHandler? Changed;

            protected virtual void OnChanged()
            {
                // tell them
                Changed?.Invoke(this, EventArgs.Empty); // told

                // tell them again
                if (Changed != null)
                {
                    // here
                    Changed?.Invoke(this, EventArgs.Empty); // now
                }

                Changed?.Invoke(
                        this,
                        EventArgs.Empty);
            }
        }
        """);

    [Theory]
    [InlineData("class C { public event Action? E; void M() { if (E != null } }")]
    [InlineData("class C { void M() { if (Missing != null) Missing(); } }")]
    public Task Broken_code(string source) => Verify.SilentAsync(source, configure: test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Fact]
    public Task Other_kinds_of_types() => Verify.ReportsAsync(
        "record R { public event Action? E; public int M() { if (E != null) { try { return 1; } finally { } } return 0; } } struct S { public event Action? E; public void M() { } } interface I { event Action E; }");
}
