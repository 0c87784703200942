using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Delegates = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2003AsyncVoidDelegateAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Methods = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2002AsyncVoidMethodAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>
/// <c>async_void_event_handlers = auto</c>: under the SynchronizationContext of a user interface an exception of an async void handler comes where that of a synchronous
/// one does; elsewhere it ends the process.
/// </summary>
public class UserInterfaceHandlerTests
{
    private const string Frameworks = """

        namespace System.Windows { public class RoutedEventArgs : System.EventArgs { } public class DependencyObject { } public class Window : DependencyObject { public event EventHandler? Closed; protected virtual void OnClosed(EventArgs e) => Closed?.Invoke(this, e); } }
        namespace System.Windows.Controls { public class Button : System.Windows.DependencyObject { public event EventHandler? Click; protected void Raise() => Click?.Invoke(this, EventArgs.Empty); } }
        namespace System.Windows.Threading { public class DispatcherTimer { public event EventHandler? Tick; protected void Raise() => Tick?.Invoke(this, EventArgs.Empty); } }
        namespace System.Windows.Forms { public class Control { public event EventHandler? Load; protected void Raise() => Load?.Invoke(this, EventArgs.Empty); } public class Form : Control { } }
        namespace Microsoft.Maui.Controls { public class Page { protected virtual void OnAppearing() { } } }
        namespace Avalonia.Controls { public class UserControl { } public class TappedEventArgs { } }
        namespace Microsoft.UI.Xaml { public class TappedRoutedEventArgs { } }
        namespace Eto.Forms { public class Form { protected virtual void OnLoad() { } } }
        namespace UnityEngine { public class MonoBehaviour { } }
        namespace Godot { public class Node { public virtual void _Ready() { } } }
        namespace Microsoft.AspNetCore.Components { public abstract class ComponentBase { protected virtual void OnInitialized() { } } }
        """;

    private const string Work = """await File.WriteAllTextAsync("a", "b");""";

    [Theory]
    [InlineData("""class Main : System.Windows.Window { async void Button_Click(object sender, System.Windows.RoutedEventArgs e) { WORK } }""")]
    [InlineData("""class Main : System.Windows.Forms.Form { async void Button_Click(object sender, EventArgs e) { WORK } }""")]
    [InlineData("""class Base : System.Windows.Forms.Form { } class Main : Base { async void Button_Click(object sender, EventArgs e) { WORK } }""")]
    [InlineData("""class Model { async void Tapped(object sender, Avalonia.Controls.TappedEventArgs e) { WORK } }""")]
    [InlineData("""class Model { async void Tapped(object sender, Microsoft.UI.Xaml.TappedRoutedEventArgs e) { WORK } }""")]
    [InlineData("""class Model { async void Clicked(System.Windows.Controls.Button sender, EventArgs e) { WORK } }""")]
    [InlineData("""class Model { public Model(System.Windows.Controls.Button b) { b.Click += Clicked; } async void Clicked(object? sender, EventArgs e) { WORK } }""")]
    [InlineData("""class Model { public Model(System.Windows.Threading.DispatcherTimer t) => t.Tick += OnTick; async void OnTick(object? sender, EventArgs e) { WORK } }""")]
    [InlineData("""class Main : System.Windows.Window { protected override async void OnClosed(EventArgs e) { WORK } }""")]
    [InlineData("""class Main : Microsoft.Maui.Controls.Page { protected override async void OnAppearing() { WORK } }""")]
    [InlineData("""class Counter : Microsoft.AspNetCore.Components.ComponentBase { protected override async void OnInitialized() { WORK } }""")]
    [InlineData("""class Command : System.Windows.Input.ICommand { public bool CanExecute(object? o) => true; public async void Execute(object? o) { WORK } public event EventHandler? CanExecuteChanged { add { } remove { } } }""")]
    [InlineData("""class Main : System.Windows.Window { public Main(Model m) { m.Saved += OnSaved; } async void OnSaved(object? sender, EventArgs e) { WORK } } class Model { public event EventHandler? Saved; void Raise() => Saved?.Invoke(this, EventArgs.Empty); }""")]
    [InlineData("""class Main : System.Windows.Window { public Main(System.ComponentModel.INotifyPropertyChanged m) { m.PropertyChanged += OnChanged; } async void OnChanged(object? sender, System.ComponentModel.PropertyChangedEventArgs e) { WORK } }""")]
    [InlineData("""partial class Main : Avalonia.Controls.UserControl { Main() => InitializeComponent(); async void Refresh() { WORK } } partial class Main { void InitializeComponent() { } }""")]
    [InlineData("""class Main : System.Windows.Forms.Form { System.Timers.Timer _t = new(); Main() { _t.SynchronizingObject = null; _t.Elapsed += OnElapsed; } async void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e) { WORK } }""")]
    [InlineData("""class Main : Eto.Forms.Form { async void Saved(object? sender, EventArgs e) { WORK } }""")]
    [InlineData("""class Main : Eto.Forms.Form { protected override async void OnLoad() { WORK } }""")]
    [InlineData("""class Player : Godot.Node { public override async void _Ready() { WORK } }""")]
    public Task Methods_under_a_user_interface(string type) => Methods.SilentAsync(type.Replace("WORK", Work) + Frameworks);

    [Fact]
    public Task What_is_overridden_is_not_there() => Methods.SilentAsync(
        """class Main : {|CS0246:Activity|} { protected override async void OnCreate() { WORK } }""".Replace("WORK", Work));

    [Theory]
    [InlineData("""class Main : System.Windows.Forms.Form { System.Timers.Timer _t = new(); Main() { _t.Elapsed += OnElapsed; } async void [|OnElapsed|](object? sender, System.Timers.ElapsedEventArgs e) { WORK } }""")]
    [InlineData("""class Main : System.Windows.Window { FileSystemWatcher _w = new(); Main() { _w.Changed += OnChanged; } async void [|OnChanged|](object? sender, FileSystemEventArgs e) { WORK } }""")]
    [InlineData("""class Main : System.Windows.Window { Main(System.Diagnostics.Process p) { p.Exited += OnExited; } async void [|OnExited|](object? sender, EventArgs e) { WORK } }""")]
    [InlineData("""class Main : System.Windows.Window { Main() { AppDomain.CurrentDomain.ProcessExit += OnExit; } async void [|OnExit|](object? sender, EventArgs e) { WORK } }""")]
    [InlineData("""class Model { async void [|Clicked|](object sender, EventArgs e) { WORK } }""")]
    [InlineData("""class Model { Model(Source s) { s.Saved += OnSaved; } async void [|OnSaved|](object? sender, EventArgs e) { WORK } } class Source { public event EventHandler? Saved; void Raise() => Saved?.Invoke(this, EventArgs.Empty); }""")]
    [InlineData("""class Main : System.Windows.Window { public async void [|Save|]() { WORK } }""")]
    [InlineData("""class Main : System.Windows.Window, IStep { public async void [|Run|]() { WORK } } interface IStep { void Run(); }""")]
    [InlineData("""class Base : System.Windows.Window { protected virtual void OnLoaded() { } } class Main : Base { protected override async void [|OnLoaded|]() { WORK } }""")]
    [InlineData("""class Player : UnityEngine.MonoBehaviour { async void [|Start|]() { WORK } }""")]
    [InlineData("""class Player : UnityEngine.MonoBehaviour { void Update() => Load(); async void [|Load|]() { WORK } }""")]
    [InlineData("""class Writer : StringWriter { public override async void [|Flush|]() { WORK } }""")]
    public Task Methods_elsewhere(string type) => Methods.ReportsAsync(type.Replace("WORK", Work) + Frameworks);

    /// <summary>Without such a framework, a command is run by whoever likes.</summary>
    [Fact]
    public Task Command_without_a_user_interface() => Methods.ReportsAsync("""
        class Command : System.Windows.Input.ICommand { public bool CanExecute(object? o) => true; public async void [|Execute|](object? o) { WORK } public event EventHandler? CanExecuteChanged { add { } remove { } } }
        """.Replace("WORK", Work));

    [Theory]
    [InlineData("""class Model { public Model(System.Windows.Controls.Button b) { b.Click += async (s, e) => { WORK }; } }""")]
    [InlineData("""class Model { public Model(System.Windows.Controls.Button b) { b.Click += async delegate { WORK }; } }""")]
    [InlineData("""class Model { public Model(System.Windows.Controls.Button b) { b.Click += new EventHandler(async (s, e) => { WORK }); } }""")]
    [InlineData("""class Main : System.Windows.Window { public Main(Model m) { m.Saved += async (s, e) => { WORK }; } } class Model { public event EventHandler? Saved; void Raise() => Saved?.Invoke(this, EventArgs.Empty); }""")]
    [InlineData("""class Model { EventHandler<System.Windows.RoutedEventArgs> _h = async (s, e) => { WORK }; }""")]
    public Task Lambdas_under_a_user_interface(string type) => Delegates.SilentAsync(type.Replace("WORK", Work) + Frameworks);

    [Theory]
    [InlineData("""class Main : System.Windows.Window { public Main(System.Timers.Timer t) { t.Elapsed += [|async|] (s, e) => { WORK }; } }""")]
    [InlineData("""class Main : System.Windows.Window { public Main(System.Diagnostics.Process p) { p.Exited += [|async|] (s, e) => { WORK }; } }""")]
    [InlineData("""class Model { public Model(Source s) { s.Saved += [|async|] (o, e) => { WORK }; } } class Source { public event EventHandler? Saved; void Raise() => Saved?.Invoke(this, EventArgs.Empty); }""")]
    [InlineData("""class Main : System.Windows.Window { public void M(Action<Action> run) { run([|async|] () => { WORK }); } }""")]
    public Task Lambdas_elsewhere(string type) => Delegates.ReportsAsync(type.Replace("WORK", Work) + Frameworks);

    /// <summary>What a page derives from is in its generated part, which is not there when it has not been built.</summary>
    [Theory]
    [InlineData("Page.xaml.cs")]
    [InlineData("Views/Page.axaml.cs")]
    [InlineData("Pages/Counter.razor.cs")]
    public Task Code_behind(string file) => Methods.SilentAsync("class Other { }", configure: test => test.TestState.Sources.Add((file, """
        using System;
        partial class Page { async void OnClicked(object? sender, EventArgs e) { WORK } }
        """.Replace("WORK", Work))));

    [Fact]
    public Task Subscribed_in_a_designer_file() => Methods.SilentAsync("""
        partial class Form1 : System.Windows.Forms.Form
        {
            private async void OnClicked(object? sender, EventArgs e) { WORK }
        }
        """.Replace("WORK", Work) + Frameworks, configure: test => test.TestState.Sources.Add(("Form1.Designer.cs", """
        // <auto-generated/>
        partial class Form1 { void InitializeComponent() { this.Load += new System.EventHandler(this.OnClicked); } }
        """)));

    [Theory]
    [InlineData("auto", false)]
    [InlineData("AUTO", false)]
    [InlineData("require_try_catch", true)]
    [InlineData("allow", false)]
    [InlineData("report", true)]
    [InlineData("sometimes", false)]
    public async Task Each_value(string value, bool isReported)
    {
        string type = "class Main : System.Windows.Forms.Form { async void MARK(object sender, EventArgs e) { WORK } }".Replace("WORK", Work) + Frameworks;
        string option = "async_analyzers.async_void_event_handlers = " + value;
        await (isReported
            ? Methods.ReportsAsync(type.Replace("MARK", "[|Clicked|]"), editorConfig: option)
            : Methods.SilentAsync(type.Replace("MARK", "Clicked"), editorConfig: option));
    }

    [Theory]
    [InlineData("""void M(System.Windows.Threading.Dispatcher d) { d.BeginInvoke(async () => { WORK }); }""")]
    [InlineData("""void M(System.Windows.Threading.Dispatcher d) => d.InvokeAsync(async () => { WORK });""")]
    [InlineData("""void M(System.Windows.Threading.Dispatcher d) => d.BeginInvoke((Action)(async () => { WORK }));""")]
    public Task A_step_that_is_posted_to_the_loop(string member) => Delegates.SilentAsync(
        "class Model { " + member.Replace("WORK", Work) + """
             }
            namespace System.Windows.Threading { public class Dispatcher { public void BeginInvoke(Action a) { } public void InvokeAsync(Action a) { } public void Listen(Action a) { } } }
            """);

    [Theory]
    [InlineData("""void M(System.Windows.Threading.Dispatcher d) => d.Listen([|async|] () => { WORK });""")]
    [InlineData("""void M(Loop loop) => loop.BeginInvoke([|async|] () => { WORK }); class Loop { public void BeginInvoke(Action a) => a(); }""")]
    public Task What_is_no_post_to_the_loop(string member) => Delegates.ReportsAsync(
        "class Model { " + member.Replace("WORK", Work) + """
             }
            namespace System.Windows.Threading { public class Dispatcher { public void Listen(Action a) { } } }
            """);

    [Fact]
    public Task A_post_to_a_context_is_a_suggestion() => Delegates.ReportsAsync(
        """class Model { void M(SynchronizationContext c) => c.Post({|#0:async|} _ => { WORK }, null); }""".Replace("WORK", Work),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2003", DiagnosticSeverity.Info).WithLocation(0)));

    [Fact]
    public Task A_callback_of_a_mock_is_a_suggestion() => Delegates.ReportsAsync(
        """
        class Model { void M(Mock m) => m.Callback<int>({|#0:async|} n => { WORK }); }
        class Mock { public void Callback<T>(Action<T> a) { } }
        namespace Xunit { class FactAttribute : Attribute { } }
        """.Replace("WORK", Work),
        configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2003", DiagnosticSeverity.Info).WithLocation(0)));
}
