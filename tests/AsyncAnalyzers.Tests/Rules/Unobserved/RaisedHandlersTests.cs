using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Raised events and called delegates: their handlers decide whether a failure is lost.</summary>
public class RaisedHandlersTests
{
    /// <summary>Each of an event that nothing outside of the compilation can subscribe to.</summary>
    [Theory]
    [InlineData("D() { new C().Changed += OnChanged; } int n; Task OnChanged(int i) { n++; return Task.CompletedTask; }")]
    [InlineData("D() { new C().Changed += new Func<int, Task>(OnChanged); } Task OnChanged(int i) => Task.FromResult(i);")]
    [InlineData("D(C? c) { if (c != null) { c.Changed += i => Task.CompletedTask; } }")]
    [InlineData("D() { new C().Changed += delegate { return Task.CompletedTask; }; }")]
    [InlineData("D() { new C().Changed += static i => { Console.WriteLine(i); return Task.CompletedTask; }; }")]
    [InlineData("D() { new C().Changed += async i => { try { await Task.Delay(i); } catch (Exception e) { Console.WriteLine(e); } }; }")]
    [InlineData("D() { new C().Changed += OnChanged; new C().Changed -= Other; } async Task OnChanged(int i) { try { await Task.Delay(i); } catch { } } Task Other(int i) => Task.Run(() => { });")]
    [InlineData("D() { new C().Changed += i => SafeAsync(); } async Task SafeAsync() { try { await Task.Delay(1); } catch { } }")]
    public Task Silent_where_no_handler_can_fail(string members) => Verify.SilentAsync(
        "class C { internal event Func<int, Task>? Changed; void M() { Changed?.Invoke(1); } } class D { " + members + " }");

    [Theory]
    [InlineData("Changed(1);")]
    [InlineData("Changed.Invoke(1);")]
    [InlineData("Changed!.Invoke(1);")]
    [InlineData("this.Changed?.Invoke(1);")]
    [InlineData("var handler = Changed; handler?.Invoke(1);")]
    [InlineData("var handler = Changed; if (handler != null) { handler(1); }")]
    public Task All_ways_to_raise(string raise) => Verify.SilentAsync(
        "class C { internal event Func<int, Task> Changed = null!; void M() { " + raise + " } void N() { Changed += i => Task.CompletedTask; } }");

    /// <summary>A public event of a library: a handler elsewhere may fail, and nothing here shows one that does.</summary>
    [Theory]
    [InlineData("public event Func<int, Task>? Changed;", "")]
    [InlineData("public event Func<int, Task>? Changed;", "Changed += i => Task.CompletedTask;")]
    [InlineData("public event Func<int, Task> Changed = i => Task.CompletedTask;", "")]
    [InlineData("protected event Func<int, Task>? Changed;", "")]
    [InlineData("internal event Func<int, Task>? Changed;", "")]
    public Task Suggested_where_no_handler_is_seen_that_fails(string declaration, string subscription) => ReportsAsync(
        "public class C { " + declaration + " void M() { {|#0:Changed?.Invoke(1)|}; } void N() { " + subscription + " } }", DiagnosticSeverity.Info);

    [Fact]
    public Task Suggested_where_others_subscribe_by_the_interface() => ReportsAsync("""
        public interface I { event Func<int, Task>? Changed; }
        class C : I
        {
            public event Func<int, Task>? Changed;
            void M() { {|#0:Changed?.Invoke(1)|}; }
            void N() { Changed += i => Task.CompletedTask; }
        }
        """, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("D() { new C().Changed += OnChanged; } async Task OnChanged(int i) { await Task.Delay(i); }")]
    [InlineData("D() { new C().Changed += i => Task.CompletedTask; new C().Changed += i => Task.Run(() => { }); }")]
    [InlineData("D(Func<int, Task> given) { new C().Changed += given; }")]
    [InlineData("D(C c) { c.Changed += async i => throw new InvalidOperationException(); }")]
    [InlineData("D(C c) { c.Changed += i => Task.FromException(new InvalidOperationException()); }")]
    [InlineData("D(C c) { c.Changed += async i => { try { await Task.Delay(i); } catch (ArgumentException) { } }; }")]
    [InlineData("D(C c) { c.Changed += OnChanged; } protected virtual Task OnChanged(int i) => Task.CompletedTask;")]
    public Task Warned_where_a_handler_may_fail(string members) => ReportsAsync(
        "public class C { public event Func<int, Task>? Changed; void M() { {|#0:Changed?.Invoke(1)|}; } } public class D { " + members + " }",
        DiagnosticSeverity.Warning);

    [Fact]
    public Task Warned_where_one_fails_that_is_subscribed_by_the_interface() => ReportsAsync("""
        interface I { event Func<int, Task>? Changed; }
        class C : I
        {
            public event Func<int, Task>? Changed;
            void M() { {|#0:Changed?.Invoke(1)|}; }
            void N(I i) { i.Changed += n => Task.Run(() => { }); Changed += n => Task.CompletedTask; }
        }
        """, DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("Func<int, Task> _call = i => Task.CompletedTask;")]
    [InlineData("readonly Func<int, Task> _call; C() { _call = Run; } Task Run(int i) { Console.WriteLine(i); return Task.CompletedTask; }")]
    [InlineData("Func<int, Task>? _call; void N(bool b) { _call = b ? null : null; _call = i => Task.CompletedTask; }", false)]
    public Task A_private_field_whose_functions_are_over_when_they_return(string members, bool isKnown = true) => isKnown
        ? Verify.SilentAsync("class C { void M() { _call?.Invoke(1); } " + members + " }")
        : ReportsAsync("class C { void M() { {|#0:_call?.Invoke(1)|}; } " + members + " }", DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("Func<int, Task>? _call;")]
    [InlineData("Func<int, Task> _call = i => Task.Run(() => { });")]
    [InlineData("readonly Func<int, Task> _call; C(Func<int, Task> call) { _call = call; }")]
    [InlineData("Func<int, Task> _call = i => Task.CompletedTask; void N(Func<int, Task> call) => System.Threading.Interlocked.Exchange(ref _call, call);")]
    [InlineData("internal Func<int, Task> _call = i => Task.CompletedTask;")]
    [InlineData("Func<int, Task> _call { get; set; } = i => Task.CompletedTask;")]
    public Task A_delegate_that_may_fail_or_is_not_known(string members) => ReportsAsync(
        "class C { void M() { {|#0:_call?.Invoke(1)|}; } " + members + " }", DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("void M(Func<Task> call) { {|#0:call()|}; }")]
    [InlineData("event Func<int, Task>? E { add { _e += value; } remove { _e -= value; } } Func<int, Task>? _e; void M() { {|#0:_e?.Invoke(1)|}; }")]
    public Task A_delegate_of_somebody_else(string members) => ReportsAsync("class C { " + members + " }", DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("void M(C c) { c.Closed += () => {|#0:c.SaveAsync()|}; }")]
    [InlineData("void M(System.Collections.Specialized.INotifyCollectionChanged c) { c.CollectionChanged += (s, e) => {|#0:SaveAsync()|}; }")]
    [InlineData("void M() { new System.Threading.Timer(_ => {|#0:SaveAsync()|}); }")]
    public Task A_handler_that_returns_nothing_is_not_told_to_return_a_task(string member) => Verify.ReportsAsync(
        "class C { internal event Action? Closed; internal virtual Task SaveAsync() => Task.Run(() => { }); " + member + " }",
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", DiagnosticSeverity.Warning).WithLocation(0)
            .WithMessage("The task of 'SaveAsync' is not awaited, so its exceptions are lost; "
                + "catch them in an async lambda, or discard the task with '_ ='")));

    private static Task ReportsAsync(string source, DiagnosticSeverity severity) => Verify.ReportsAsync(
        source,
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2001", severity).WithLocation(0)));
}
