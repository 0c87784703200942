using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Found = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2002AsyncVoidMethodAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2002AsyncVoidMethodAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2002AsyncVoidMethodCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

public class ASYNC2002AsyncVoidMethodTests
{
    /// <summary>What the tests call.</summary>
    private const string Svc = """

        interface ISvc { Task DoAsync(); Task<int> GetAsync(); ValueTask VAsync(); }
        """;

    private const string Allow = "async_analyzers.async_void_event_handlers = allow";

    private const string Report = "async_analyzers.async_void_event_handlers = report";

    // ---- reported, and a task returned ----

    [Fact]
    public Task Caller_awaits() => Verify.FixesAsync("""
        class C
        {
            async Task Run(ISvc svc)
            {
                // saves
                Save(svc); // now
            }

            /// <summary>Saves.</summary>
            private async void [|Save|](ISvc svc)
            {
                await svc.DoAsync();
            }
        }
        """ + Svc, """
        class C
        {
            async Task Run(ISvc svc)
            {
                // saves
                await Save(svc); // now
            }

            /// <summary>Saves.</summary>
            private async Task Save(ISvc svc)
            {
                await svc.DoAsync();
            }
        }
        """ + Svc);

    [Fact]
    public Task Callers_become_async_in_turn() => Verify.FixesAsync("""
        class C
        {
            void Outer(ISvc svc) => Run(svc);
            void Run(ISvc svc) { Save(svc); }
            async void [|Save|](ISvc svc) => await svc.DoAsync();
        }
        """ + Svc, """
        class C
        {
            async Task Outer(ISvc svc) => await Run(svc);
            async Task Run(ISvc svc) { await Save(svc); }
            async Task Save(ISvc svc) => await svc.DoAsync();
        }
        """ + Svc);

    [Fact]
    public Task Nobody_calls_it() => Verify.FixesAsync("""
        class C
        {
            // comment
            static async void /* nothing */ [|Save|](ISvc svc) => await svc.DoAsync();
        }
        """ + Svc, """
        class C
        {
            // comment
            static async Task /* nothing */ Save(ISvc svc) => await svc.DoAsync();
        }
        """ + Svc);

    [Fact]
    public Task Early_return_stays() => Verify.FixesAsync("""
        class C
        {
            private async void [|Save|](ISvc svc, bool b)
            {
                if (b) { return; }
                await svc.VAsync();
            }
        }
        """ + Svc, """
        class C
        {
            private async Task Save(ISvc svc, bool b)
            {
                if (b) { return; }
                await svc.VAsync();
            }
        }
        """ + Svc);

    [Fact]
    public Task Local_function() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc)
            {
                Save();
                async void [|Save|]() => await svc.DoAsync();
            }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc)
            {
                await Save();
                async Task Save() => await svc.DoAsync();
            }
        }
        """ + Svc);

    [Fact]
    public Task Top_level_statements() => Verify.FixesAsync("""
        Save();
        static async void [|Save|]() => await File.WriteAllTextAsync("a", "b");
        """, """
        await Save();
        static async Task Save() => await File.WriteAllTextAsync("a", "b");
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Two_that_call_each_other_by_fix_all() => Verify.FixesAsync("""
        class C
        {
            async void [|A|](ISvc svc) { await svc.DoAsync(); B(svc); }
            async void [|B|](ISvc svc) { await svc.DoAsync(); }
        }
        """ + Svc, """
        class C
        {
            async Task A(ISvc svc) { await svc.DoAsync(); await B(svc); }
            async Task B(ISvc svc) { await svc.DoAsync(); }
        }
        """ + Svc);

    [Fact]
    public Task Public_method_says_so() => Verify.FixesAsync("""
        public class C
        {
            public async void [|Save|](string path) => await File.WriteAllTextAsync(path, "");
        }
        """, """
        public class C
        {
            public async Task Save(string path) => await File.WriteAllTextAsync(path, "");
        }
        """);

    [Fact]
    public Task Virtual_method_with_its_overrides() => Verify.FixesAsync("""
        class C
        {
            protected virtual async void [|Save|](ISvc svc) => await svc.DoAsync();
            async Task M(ISvc svc) => await Task.Run(() => Save(svc));
        }
        class D : C { protected override void Save(ISvc svc) { } }
        """ + Svc, """
        class C
        {
            protected virtual async Task Save(ISvc svc) => await svc.DoAsync();
            async Task M(ISvc svc) => await Task.Run(async () => await Save(svc));
        }
        class D : C { protected override Task Save(ISvc svc) { return Task.CompletedTask; } }
        """ + Svc);

    [Fact]
    public Task Parameter_of_a_delegate_type_follows() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc) { await svc.DoAsync(); Twice(Save); Save(); }
            void Twice(Action action) { action(); action(); }
            async void [|Save|]() => await File.WriteAllTextAsync("a", "");
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc) { await svc.DoAsync(); await Twice(Save); await Save(); }
            async Task Twice(Func<Task> action) { await action(); await action(); }
            async Task Save() => await File.WriteAllTextAsync("a", "");
        }
        """ + Svc);

    [Fact]
    public Task Handed_to_somebody_and_never_called_is_another_rules() => Verify.SilentAsync("""
        class C
        {
            void M(List<int> xs) { xs.ForEach(Save); xs.ForEach(this.Save); }
            async void Save(int x) => await File.WriteAllTextAsync("a", "");
        }
        """);

    [Fact]
    public Task Configure_await_habit() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc) { await svc.DoAsync().ConfigureAwait(false); Save(svc); }
            async void [|Save|](ISvc svc) => await svc.DoAsync().ConfigureAwait(false);
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc) { await svc.DoAsync().ConfigureAwait(false); await Save(svc).ConfigureAwait(false); }
            async Task Save(ISvc svc) => await svc.DoAsync().ConfigureAwait(false);
        }
        """ + Svc);

    [Fact]
    public Task Missing_import() => Verify.FixesAsync("""
        class C
        {
            async void [|M|]() => await System.IO.File.WriteAllTextAsync("a", "");
        }
        """, """
        using System.Threading.Tasks;

        class C
        {
            async Task M() => await System.IO.File.WriteAllTextAsync("a", "");
        }
        """, globalUsings: false);

    [Fact]
    public Task Other_files_follow() => Verify.FixesAsync("""
        internal class C
        {
            internal async void [|Save|](ISvc svc) => await svc.DoAsync();
        }
        """ + Svc, """
        internal class C
        {
            internal async Task Save(ISvc svc) => await svc.DoAsync();
        }
        """ + Svc, configure: test =>
        {
            test.TestState.Sources.Add("class D { async Task M(C c, ISvc svc) { c.Save(svc); await svc.DoAsync(); } }");
            test.FixedState.Sources.Add("class D { async Task M(C c, ISvc svc) { await c.Save(svc); await svc.DoAsync(); } }");
        });

    [Fact]
    public Task Test_method() => Verify.FixesAsync("""
        public class Tests
        {
            [Fact]
            public async void [|Saves|]() => await File.WriteAllTextAsync("a", "");
        }
        class FactAttribute : Attribute { }
        """, """
        public class Tests
        {
            [Fact]
            public async Task Saves() => await File.WriteAllTextAsync("a", "");
        }
        class FactAttribute : Attribute { }
        """);

    // ---- reported, and guarded ----

    [Fact]
    public Task Second_action_catches() => Verify.FixesAsync("""
        class C
        {
            async void [|Save|](ISvc svc)
            {
                // first
                await svc.DoAsync(); // now

                // last
            }
        }
        """ + Svc, """
        using System.Diagnostics;

        class C
        {
            async void Save(ISvc svc)
            {
                try
                {
                    // first
                    await svc.DoAsync(); // now

                    // last
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """ + Svc, codeActionIndex: 1);

    [Fact]
    public Task Event_handler_catches() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            private async void [|OnClick|](object sender, EventArgs e)
            {
                int n = await Get();
                Show(n,
                    n);
            }

            Task<int> Get() => Task.FromResult(1);
            void Show(int n, int m) { }
        }
        """, """
        using System.Diagnostics;
        class C
        {
            private async void OnClick(object sender, EventArgs e)
            {
                try
                {
                    int n = await Get();
                    Show(n,
                        n);
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }

            Task<int> Get() => Task.FromResult(1);
            void Show(int n, int m) { }
        }
        """);

    [Fact]
    public Task Expression_body_gets_a_block() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            async void [|OnClick|](object sender, EventArgs e) => await File.WriteAllTextAsync("a", ""); // saves
        }
        """, """
        using System.Diagnostics;
        class C
        {
            async void OnClick(object sender, EventArgs e)
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            } // saves
        }
        """);

    [Fact]
    public Task Body_on_one_line() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            async void [|OnClick|](object sender, EventArgs e) { if (e is null) return; await File.WriteAllTextAsync("a", ""); }
        }
        """, """
        using System.Diagnostics;
        class C
        {
            async void OnClick(object sender, EventArgs e)
            {
                try
                {
                    if (e is null) return;
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """);

    [Fact]
    public Task Braces_at_the_end_of_lines() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C {
            async void [|OnClick|](object sender, EventArgs e) {
                await File.WriteAllTextAsync("a", "");
            }
        }
        """, """
        using System.Diagnostics;
        class C {
            async void OnClick(object sender, EventArgs e) {
                try {
                    await File.WriteAllTextAsync("a", "");
                } catch (Exception exception) {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """);

    [Fact]
    public Task One_catch_more() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            async void [|OnClick|](object sender, EventArgs e)
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (IOException exception)
                {
                    Console.WriteLine(exception);
                }
                finally
                {
                    Console.WriteLine();
                }
            }
        }
        """, """
        using System.Diagnostics;
        class C
        {
            async void OnClick(object sender, EventArgs e)
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (IOException exception)
                {
                    Console.WriteLine(exception);
                }
                catch (Exception ex)
                {
                    Trace.TraceError(ex.ToString());
                }
                finally
                {
                    Console.WriteLine();
                }
            }
        }
        """);

    [Fact]
    public Task Catch_that_throws_is_wrapped() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            async void [|OnClick|](object sender, EventArgs e)
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception)
                {
                    throw;
                }
            }
        }
        """, """
        using System.Diagnostics;
        class C
        {
            async void OnClick(object sender, EventArgs e)
            {
                try
                {
                    try
                    {
                        await File.WriteAllTextAsync("a", "");
                    }
                    catch (Exception)
                    {
                        throw;
                    }
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """);

    [Fact]
    public Task Directives_stay_in_pairs() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            async void [|OnClick|](object sender, EventArgs e)
            {
                await File.WriteAllTextAsync("a", "");
        #if DEBUG
                Console.WriteLine();
        #endif
            }
        }
        """, """
        using System.Diagnostics;
        class C
        {
            async void OnClick(object sender, EventArgs e)
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
        #if DEBUG
                Console.WriteLine();
        #endif
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """);

    [Fact]
    public Task Logger_in_scope() => Verify.FixesAsync("""
        using Microsoft.Extensions.Logging;
        namespace App
        {
            class C
            {
                private readonly ILogger<C> _logger;
                C(ILogger<C> logger) => _logger = logger;
                async void [|OnClick|](object sender, EventArgs e)
                {
                    await File.WriteAllTextAsync("a", "");
                }
            }
        }
        """ + Logging, """
        using Microsoft.Extensions.Logging;
        namespace App
        {
            class C
            {
                private readonly ILogger<C> _logger;
                C(ILogger<C> logger) => _logger = logger;
                async void OnClick(object sender, EventArgs e)
                {
                    try
                    {
                        await File.WriteAllTextAsync("a", "");
                    }
                    catch (Exception exception)
                    {
                        _logger.LogError(exception, "OnClick failed");
                    }
                }
            }
        }
        """ + Logging);

    // A logger that is not there would throw in the clause that is to catch.
    [Theory]
    [InlineData("ILogger? _log; C(ILogger? log) => _log = log;", "_log?.Error")]
    [InlineData("ILogger? Log { get; set; }", "Log?.Error")]
    [InlineData("static ILogger? s_log; void Set(ILogger log) => s_log = log;", "s_log?.Error")]
    [InlineData("readonly ILogger _log; C(ILogger log) => _log = log; void F(Exception e) => _log?.Error(e, \"F\");", "_log?.Error")]
    [InlineData("readonly ILogger _log; C(ILogger log) => _log = log; void F(Exception e) => this._log?.Error(e, \"F\");", "_log?.Error")]
    [InlineData("ILogger _log = null!; void Set(ILogger log) { if (_log == null) _log = log; }", "_log?.Error")]
    [InlineData("ILogger _log = null!; void F(Exception e) { if (_log is not null) _log.Error(e, \"F\"); }", "_log?.Error")]
    [InlineData("ILogger _log = null!; void F(Exception e) { if (null != _log) { _log.Error(e, \"F\"); } }", "_log?.Error")]
    [InlineData("ILogger _log = null!; void F(ILogger log) => _log ??= log;", "_log?.Error")]
    [InlineData("ILogger _log = null!; void F(ILogger log, Exception e) => (_log ?? log).Error(e, \"F\");", "_log?.Error")]
    [InlineData("readonly ILogger _log; C(ILogger log) => _log = log; void F(Exception e) => _log.Error(e, \"F\");", "_log.Error")]
    [InlineData("readonly ILogger _log; C(ILogger log) => _log = log ?? throw new ArgumentNullException();", "_log.Error")]
    [InlineData("readonly ILogger _log; C(ILogger _log) { if (_log == null) throw new ArgumentNullException(); this._log = _log; }", "_log.Error")]
    [InlineData("readonly ILogger _log; C(ILogger log) => _log = log; class D { ILogger? _log; void F(Exception e) => _log?.Error(e, \"F\"); }", "_log.Error")]
    [InlineData("ILogger? _aLog; readonly ILogger _log; C(ILogger log) => _log = log; void F(ILogger log) => _aLog = log;", "_log.Error")]
    public Task Logger_that_may_be_null(string members, string written) => Verify.FixesAsync($$"""
        #pragma warning disable CS0649, CS0169
        interface ILogger { void Error(Exception e, string message); }
        class C
        {
            {{members}}
            async void [|OnClick|](object sender, EventArgs e)
            {
                await File.WriteAllTextAsync("a", "");
            }
        }
        """, $$"""
        #pragma warning disable CS0649, CS0169
        interface ILogger { void Error(Exception e, string message); }
        class C
        {
            {{members}}
            async void OnClick(object sender, EventArgs e)
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception exception)
                {
                    {{written}}(exception, "OnClick failed");
                }
            }
        }
        """);

    [Fact]
    public Task Logger_of_the_instance_is_out_of_reach_of_a_static_method() => Verify.FixesAsync("""
        class Log { public interface ILogger { void Error(Exception e, string message); } }
        class C
        {
            Log.ILogger _instance = null!;
            static Log.ILogger s_log = null!;
            static async void [|OnClick|](object sender, EventArgs e)
            {
                await File.WriteAllTextAsync("a", "");
            }
        }
        """, """
        class Log { public interface ILogger { void Error(Exception e, string message); } }
        class C
        {
            Log.ILogger _instance = null!;
            static Log.ILogger s_log = null!;
            static async void OnClick(object sender, EventArgs e)
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception exception)
                {
                    s_log.Error(exception, "OnClick failed");
                }
            }
        }
        """);

    [Fact]
    public Task Console_program_writes_to_the_error_output() => Verify.FixesAsync("""
        class C
        {
            static void Main() => Console.CancelKeyPress += OnCancel;
            static async void [|OnCancel|](object? sender, ConsoleCancelEventArgs e)
            {
                await File.WriteAllTextAsync("a", "");
            }
        }
        """, """
        class C
        {
            static void Main() => Console.CancelKeyPress += OnCancel;
            static async void OnCancel(object? sender, ConsoleCancelEventArgs e)
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception exception)
                {
                    Console.Error.WriteLine(exception);
                }
            }
        }
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task Subscribed_method_of_any_shape() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            event Action<int>? Changed;
            C() => Changed += OnChanged;
            async void [|OnChanged|](int n)
            {
                await File.WriteAllTextAsync("a", "");
            }
        }
        """, """
        using System.Diagnostics;
        class C
        {
            event Action<int>? Changed;
            C() => Changed += OnChanged;
            async void OnChanged(int n)
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """);

    [Fact]
    public Task Override_is_a_contract() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C : B
        {
            protected override async void [|OnStart|]() => await File.WriteAllTextAsync("a", "");
        }
        abstract class B { protected abstract void OnStart(); }
        """, """
        using System.Diagnostics;
        class C : B
        {
            protected override async void OnStart()
            {
                try
                {
                    await File.WriteAllTextAsync("a", "");
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        abstract class B { protected abstract void OnStart(); }
        """);

    [Fact]
    public Task Constructor_cannot_follow() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            C(ISvc svc) => Load(svc);
            private async void [|Load|](ISvc svc)
            {
                await svc.DoAsync();
            }
        }
        """ + Svc, """
        using System.Diagnostics;
        class C
        {
            C(ISvc svc) => Load(svc);
            private async void Load(ISvc svc)
            {
                try
                {
                    await svc.DoAsync();
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Background_loop_is_not_awaited_by_its_callers() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            async Task M(ISvc svc) { await svc.DoAsync(); Poll(svc); }
            private async void [|Poll|](ISvc svc)
            {
                while (true)
                {
                    await svc.DoAsync();
                    await Task.Delay(100);
                }
            }
        }
        """ + Svc, """
        using System.Diagnostics;
        class C
        {
            async Task M(ISvc svc) { await svc.DoAsync(); Poll(svc); }
            private async void Poll(ISvc svc)
            {
                try
                {
                    while (true)
                    {
                        await svc.DoAsync();
                        await Task.Delay(100);
                    }
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """ + Svc);

    [Fact]
    public Task Work_that_a_loop_starts_side_by_side_is_not_awaited() => Verify.FixesAsync("""
        using System.Diagnostics;
        class C
        {
            async Task M(ISvc svc, int[] items) { await svc.DoAsync(); foreach (var item in items) Handle(svc); }
            private async void [|Handle|](ISvc svc)
            {
                await svc.DoAsync();
            }
        }
        """ + Svc, """
        using System.Diagnostics;
        class C
        {
            async Task M(ISvc svc, int[] items) { await svc.DoAsync(); foreach (var item in items) Handle(svc); }
            private async void Handle(ISvc svc)
            {
                try
                {
                    await svc.DoAsync();
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """ + Svc);

    [Theory]
    [InlineData("/* Don't await: the next one may come in. */ Handle(svc);")]
    [InlineData("/* fire and forget */ Handle(svc);")]
    [InlineData("Handle(svc); // runs in the background")]
    public Task Work_that_a_comment_says_nobody_waits_for_is_not_awaited(string call) => Verify.FixesAsync($$"""
        using System.Diagnostics;
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                {{call}}
            }
            private async void [|Handle|](ISvc svc)
            {
                await svc.DoAsync();
            }
        }
        """ + Svc, $$"""
        using System.Diagnostics;
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                {{call}}
            }
            private async void Handle(ISvc svc)
            {
                try
                {
                    await svc.DoAsync();
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
        }
        """ + Svc);

    [Theory]
    [InlineData("// The next one may come in.")]
    [InlineData("// TODO: should this run in the background?")]
    public Task Work_that_another_comment_stands_by_is_awaited(string comment) => Verify.FixesAsync($$"""
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                {{comment}}
                Handle(svc);
            }
            private async void [|Handle|](ISvc svc)
            {
                await svc.DoAsync();
            }
        }
        """ + Svc, $$"""
        class C
        {
            async Task M(ISvc svc)
            {
                await svc.DoAsync();
                {{comment}}
                await Handle(svc);
            }
            private async Task Handle(ISvc svc)
            {
                await svc.DoAsync();
            }
        }
        """ + Svc);

    // ---- reported where nothing can be done ----

    [Fact]
    public Task Messages() => Found.ReportsAsync("""
        class C : B, IDisposable
        {
            async void {|#0:Save|}(ISvc svc) => await svc.DoAsync();
            async void {|#1:OnClick|}(object sender, EventArgs e) => await File.WriteAllTextAsync("a", "");
            protected override async void {|#2:OnStart|}() => await File.WriteAllTextAsync("a", "");
            public async void {|#3:Dispose|}() => await File.WriteAllTextAsync("a", "");
            void M() { async void {|#4:F|}() => await File.WriteAllTextAsync("a", ""); F(); }
        }
        abstract class B { protected abstract void OnStart(); }
        """ + Svc, configure: test =>
        {
            Expect(0, "An exception in the async void method 'Save' ends the process; return a task");
            Expect(1, "An exception in the event handler 'OnClick' ends the process; catch exceptions in it");
            Expect(2, "An exception in the async void override 'OnStart' ends the process; catch exceptions in it");
            Expect(3, "An exception in the async void implementation of 'Dispose' ends the process; catch exceptions in it");
            Expect(4, "An exception in the async void local function 'F' ends the process; return a task");
            void Expect(int location, string message)
                => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC2002", DiagnosticSeverity.Warning).WithLocation(location).WithMessage(message));
        });

    [Theory]
    [InlineData("try { await F(); } catch (IOException) { }")]
    [InlineData("try { await F(); } catch (Exception e) when (e is IOException) { }")]
    [InlineData("try { await F(); } finally { G(); }")]
    [InlineData("try { G(); } catch (Exception) { } await F();")]
    [InlineData("try { await F(); } catch (Exception) { throw; }")]
    [InlineData("try { await F(); } catch (Exception e) { throw new IOException(\"\", e); }")]
    [InlineData("try { await F(); } catch (OperationCanceledException) { throw; } catch (Exception) { }")]
    [InlineData("try { await F(); } catch (Exception e) { System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e).Throw(); }")]
    [InlineData("if (o is null) { throw new ArgumentNullException(nameof(o)); } try { await F(); } catch (Exception) { }")]
    [InlineData("await using var d = D(); try { await F(); } catch (Exception) { }")]
    [InlineData("await foreach (var x in S()) { }")]
    [InlineData("Func<Task> f = async () => { try { await F(); } catch (Exception) { } }; await f();")]
    [InlineData("await H();")]
    [InlineData("try { await F(); } catch (Exception e) { if (IsNonFatal(e)) throw; }")]
    [InlineData("try { await F(); } catch (Exception e) { if (e is IOException) throw; }")]
    [InlineData("try { await F(); } catch (Exception e) { if (e is OutOfMemoryException || e is IOException) throw; }")]
    [InlineData("try { await F(); } catch (Exception e) { if (e is OutOfMemoryException) { G(); } else { throw; } }")]
    [InlineData("await Task.Delay(1, new CancellationToken(true));")]
    public Task Guards_that_let_exceptions_out(string body) => Found.ReportsAsync($$"""
        class C
        {
            async void [|OnClick|](object o, EventArgs args) { {{body}} }
            Task F() => File.WriteAllTextAsync("a", "");
            async Task H() { try { await F(); } catch (IOException) { } }
            static bool IsNonFatal(Exception e) => e is not OutOfMemoryException;
            void G() { }
            IAsyncDisposable D() => new MemoryStream();
            async IAsyncEnumerable<int> S() { await F(); yield return 1; }
        }
        """);

    [Fact]
    public Task Handlers_are_all_reported_on_demand() => Found.ReportsAsync("""
        class C
        {
            async void [|OnClick|](object o, EventArgs e) { try { await File.WriteAllTextAsync("a", ""); } catch (Exception x) { Console.WriteLine(x); } }
            async void [|Save|]() { try { await File.WriteAllTextAsync("a", ""); } catch (Exception x) { Console.WriteLine(x); } }
            void M() { Action a = Save; a += () => { }; Console.WriteLine(a); C c = this; }
            C() => Save();
        }
        """, editorConfig: Report);

    [Fact]
    public Task Guarded_method_that_an_async_caller_does_not_wait_for_is_a_suggestion() => Verify.FixesAsync("""
        class C
        {
            async Task M(ISvc svc) { {|#1:Save(svc)|}; await svc.DoAsync(); }
            async void {|#0:Save|}(ISvc svc) { try { await svc.DoAsync(); } catch (Exception e) { Console.WriteLine(e); } }
        }
        """ + Svc, """
        class C
        {
            async Task M(ISvc svc) { await Save(svc); await svc.DoAsync(); }
            async Task Save(ISvc svc) { try { await svc.DoAsync(); } catch (Exception e) { Console.WriteLine(e); } }
        }
        """ + Svc, configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2002", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1)
                .WithMessage("Callers such as 'M' (Test0.cs:3) cannot await the async void method 'Save'; return a task")));

    // ---- silent ----

    [Theory]
    [InlineData("try { await F(); } catch (Exception) { }")]
    [InlineData("try { await F(); } catch { G(); }")]
    [InlineData("try { await F(); } catch (System.Exception e) { Console.WriteLine(e); }")]
    [InlineData("try { await F(); } catch (IOException) { } catch (Exception) { }")]
    [InlineData("try { await F(); } catch (Exception) { } finally { G(); }")]
    [InlineData("G(); try { await F(); } catch (Exception) { } G();")]
    [InlineData("if (o is null) { return; } try { await F(); } catch (Exception) { }")]
    [InlineData("using (new MemoryStream()) { try { await F(); } catch (Exception) { } }")]
    [InlineData("try { await F(); } catch (Exception e) { await Tell(e); }")]
    [InlineData("try { await F(); throw new IOException(); } catch (Exception) { }")]
    [InlineData("try { try { await F(); } catch (IOException) { throw; } } catch (Exception) { }")]
    [InlineData("try { await F(); } catch (Exception e) { try { throw new IOException(\"\", e); } catch (Exception) { } }")]
    [InlineData("await Guarded();")]
    [InlineData("await this.Guarded().ConfigureAwait(false);")]
    [InlineData("foreach (var x in new[] { 1 }) { try { await F(); } catch (Exception) { continue; } }")]
    [InlineData("try { await foreach (var x in S()) { } } catch (Exception) { }")]
    [InlineData("try { await F(); } catch (Exception e) { if (IsFatal(e)) { throw; } Console.WriteLine(e); }")]
    [InlineData("try { await F(); } catch (Exception e) { if (e is OutOfMemoryException or StackOverflowException) throw; Console.WriteLine(e); }")]
    [InlineData("try { await F(); } catch (Exception e) { if (e is OutOfMemoryException || IsFatal(e)) throw; }")]
    public Task Guarded(string body) => Verify.SilentAsync($$"""
        class C
        {
            async void OnClick(object o, EventArgs args) { {{body}} }
            async void Save(object o) { {{body}} }
            Task F() => Task.CompletedTask;
            Task Tell(Exception e) => Task.CompletedTask;
            async Task Guarded() { try { await F(); } catch (Exception e) { Console.WriteLine(e); } }
            static bool IsFatal(Exception e) => e is OutOfMemoryException;
            void G() { }
            async IAsyncEnumerable<int> S() { await F(); yield return 1; }
        }
        """);

    [Theory]
    [InlineData("async Task M(Task t) { await t; Save(t); }", "Save", "(Task t)")]
    [InlineData("async Task M(Task t) { Save(t); await t; }", "Save", "(Task t)")]
    [InlineData("async Task M(Task t) { Save(() => { }); await t; }", "Save", "(Action done)")]
    [InlineData("async Task M(Task t) { SaveAndForget(); await t; }", "SaveAndForget", "()")]
    [InlineData("void M() { Save(); }", "Save", "()")]
    [InlineData("async Task M(Task t) { await t; Save(); }", "Save", "()")]
    public Task Guarded_and_nobody_needs_its_end(string caller, string name, string parameters) => Verify.SilentAsync($$"""
        class C
        {
            {{caller}}
            async void {{name}}{{parameters}} { try { await File.WriteAllTextAsync("a", ""); } catch (Exception e) { Console.WriteLine(e); } }
        }
        """);

    [Fact]
    public Task Guarded_loop_in_the_background() => Verify.SilentAsync("""
        class C
        {
            async Task M(ISvc svc) { Poll(svc); await svc.DoAsync(); }
            async void Poll(ISvc svc) { try { while (true) { await svc.DoAsync(); } } catch (Exception e) { Console.WriteLine(e); } }
        }
        """ + Svc);

    [Theory]
    [InlineData("async Task F() => await Task.Yield();")]
    [InlineData("async ValueTask F() => await Task.Yield();")]
    [InlineData("void F() { }")]
    [InlineData("async void F() { }")]
    [InlineData("void F(object o, EventArgs e) { Task.Run(async () => await Task.Yield()); }")]
    [InlineData("async IAsyncEnumerable<int> F() { await Task.Yield(); yield return 1; }")]
    public Task Others(string member) => Verify.SilentAsync($$"""
        class C { {{member}} }
        """);

    [Fact]
    public Task Async_lambda_is_another_rules() => Verify.SilentAsync("""
        class C
        {
            void M(List<int> xs, ISvc svc) => xs.ForEach(async x => await svc.DoAsync());
            event EventHandler? E;
            void N(ISvc svc) { E += async (s, e) => await svc.DoAsync(); E += async delegate { await svc.DoAsync(); }; }
        }
        """ + Svc);

    [Fact]
    public Task Guarded_method_of_another_file() => Verify.SilentAsync("""
        class C
        {
            Model _model = new();
            async void OnClick(object o, EventArgs e) => await _model.SaveAsync();
        }
        """, configure: test => test.TestState.Sources.Add("""
        class Model
        {
            public async Task SaveAsync() { try { await File.WriteAllTextAsync("a", ""); } catch (Exception e) { Console.WriteLine(e); } }
        }
        """));

    [Fact]
    public Task Virtual_guard_may_be_overridden() => SuggestsAsync("""
        public class C
        {
            async void {|#0:OnClick|}(object o, EventArgs e) => await Save();
            protected virtual async Task Save() { try { await Task.Yield(); } catch (Exception e) { Console.WriteLine(e); } }
        }
        """);

    [Theory]
    [InlineData("await Task.Delay(1); G();")]
    [InlineData("await Task.Yield(); G();")]
    [InlineData("await Task.WhenAny(Task.CompletedTask); G();")]
    [InlineData("await new SemaphoreSlim(1).WaitAsync(); G();")]
    public Task Handler_that_awaits_what_never_fails(string body) => Verify.SilentAsync($$"""
        class C
        {
            async void OnClick(object o, EventArgs args) { {{body}} }
            void G() { }
        }
        """);

    [Fact]
    public Task Method_that_awaits_what_never_fails_could_return_a_task() => Verify.FixesAsync("""
        class C
        {
            async Task M() { Later(); await Task.Yield(); }
            async void [|Later|]() { await Task.Delay(1); Console.WriteLine(); }
        }
        """, """
        class C
        {
            async Task M() { await Later(); await Task.Yield(); }
            async Task Later() { await Task.Delay(1); Console.WriteLine(); }
        }
        """);

    [Fact]
    public Task Allowed_on_demand() => Verify.SilentAsync("""
        class C : B, IDisposable
        {
            event Action? Changed;
            C() { Changed += OnChanged; Changed += new Action(this.OnOther); }
            async void OnClick(object sender, EventArgs e) => await File.WriteAllTextAsync("a", "");
            async void OnTapped(C sender, TappedEventArgs e) => await File.WriteAllTextAsync("a", "");
            async void OnChanged() => await File.WriteAllTextAsync("a", "");
            async void OnOther() => await File.WriteAllTextAsync("a", "");
            protected override async void OnStart() => await File.WriteAllTextAsync("a", "");
            public async void Dispose() => await File.WriteAllTextAsync("a", "");
        }
        abstract class B { protected abstract void OnStart(); }
        class TappedEventArgs { }
        """, editorConfig: Allow);

    [Fact]
    public Task Subscribed_in_another_file() => Verify.SilentAsync("""
        class C
        {
            public event Action? Changed;
            public async void OnChanged() => await File.WriteAllTextAsync("a", "");
        }
        """, editorConfig: Allow, configure: test => test.TestState.Sources.Add("class D { void M(C c) => c.Changed += c.OnChanged; }"));

    [Fact]
    public Task Subscribed_in_generated_code() => Verify.SilentAsync("""
        partial class Form1
        {
            event Action? Clicked;
            private async void OnClicked() => await File.WriteAllTextAsync("a", "");
        }
        """, editorConfig: Allow, configure: test => test.TestState.Sources.Add(("Form1.Designer.cs", """
        // <auto-generated/>
        partial class Form1 { void InitializeComponent() { this.Clicked += new System.Action(this.OnClicked); } }
        """)));

    [Fact]
    public Task Named_in_markup_only() => Verify.SilentAsync("""
        partial class Page : B
        {
            public Page() => InitializeComponent();
            private async void Refresh() => await File.WriteAllTextAsync("a", "");
        }
        partial class Page { void InitializeComponent() { } }
        class B { }
        """, editorConfig: Allow);

    [Fact]
    public Task Explicit_interface_member_and_partial_method() => Verify.SilentAsync("""
        partial class C : ICommand
        {
            async void ICommand.Execute(object? o) => await File.WriteAllTextAsync("a", "");
            partial void OnNameChanged();
        }
        partial class C
        {
            async partial void OnNameChanged() => await File.WriteAllTextAsync("a", "");
        }
        interface ICommand { void Execute(object? o); }
        """, editorConfig: Allow);

    [Fact]
    public Task Own_methods_are_reported_even_where_handlers_are_allowed() => Found.ReportsAsync("""
        class C
        {
            C() => Save();
            async void [|Save|]() => await File.WriteAllTextAsync("a", "");
        }
        """, editorConfig: Allow);

    [Fact]
    public Task Without_tasks_in_the_framework_of_old() => Verify.SilentAsync("class C { void M() { } }", languageVersion: LanguageVersion.CSharp7_3, globalUsings: false);

    [Fact]
    public Task Old_language() => Verify.FixesAsync("""
        using System;
        using System.Diagnostics;
        using System.Threading.Tasks;
        class C
        {
            async void [|OnClick|](object sender, EventArgs e)
            {
                await Get();
            }
            Task Get() { return Task.FromResult(1); }
        }
        """, """
        using System;
        using System.Diagnostics;
        using System.Threading.Tasks;
        class C
        {
            async void OnClick(object sender, EventArgs e)
            {
                try
                {
                    await Get();
                }
                catch (Exception exception)
                {
                    Trace.TraceError(exception.ToString());
                }
            }
            Task Get() { return Task.FromResult(1); }
        }
        """, languageVersion: LanguageVersion.CSharp5, globalUsings: false, references: ReferenceAssemblies.NetFramework.Net472.Default);

    private const string Logging = """

        namespace Microsoft.Extensions.Logging
        {
            public interface ILogger { }
            public interface ILogger<T> : ILogger { }
            public static class LoggerExtensions
            {
                public static void LogError(this ILogger logger, int eventId, Exception? exception, string? message, params object?[] args) { }
                public static void LogError(this ILogger logger, Exception? exception, string? message, params object?[] args) { }
                public static void LogError(this ILogger logger, string? message, params object?[] args) { }
            }
        }
        """;

    [Theory]
    [InlineData("e is not OutOfMemoryException")]
    [InlineData("e is not (OutOfMemoryException or StackOverflowException)")]
    [InlineData("!(e is AccessViolationException) && !(e is OutOfMemoryException)")]
    [InlineData("!IsFatal(e)")]
    [InlineData("!e.IsCriticalException()")]
    public Task A_filter_that_lets_out_what_ends_the_process_anyway(string filter) => Found.SilentAsync(Filtered("A", filter));

    [Theory]
    [InlineData("e is not OperationCanceledException")]
    [InlineData("e is not (OutOfMemoryException or InvalidOperationException)")]
    [InlineData("e is OutOfMemoryException")]
    [InlineData("IsFatal(e)")]
    [InlineData("!IsFatal(e) && e.Message.Length > 1")]
    [InlineData("!Known(e)")]
    public Task Other_filters_let_out_what_matters(string filter) => Found.ReportsAsync(Filtered("[|A|]", filter));

    private static string Filtered(string name, string filter) => """
        interface ISvc { Task SaveAsync(); }
        static class Exceptions { public static bool IsCriticalException(this Exception e) => false; }
        class C
        {
            async void NAME(ISvc svc) { try { await svc.SaveAsync(); } catch (Exception e) when (FILTER) { Console.WriteLine(e); } }
            static bool IsFatal(Exception e) => e is OutOfMemoryException;
            static bool Known(Exception e) => e is IndexOutOfRangeException;
        }
        """.Replace("NAME", name).Replace("FILTER", filter);

    // ---- what may fail farther away ----

    /// <summary>What the handler awaits lets nothing out, as far as it can be followed.</summary>
    [Theory]
    [InlineData("await _gate.WaitAsync(0); Count();")]
    [InlineData("await _gate.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None); Count();")]
    [InlineData("await Task.Delay(1, CancellationToken.None); Count();")]
    [InlineData("await Task.Delay(1, default(CancellationToken)).ConfigureAwait(false); Count();")]
    [InlineData("await using_.DisposeAsync(); Count();")]
    [InlineData("while (await _timer.WaitForNextTickAsync()) { Count(); }")]
    [InlineData("await Saved().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);")]
    [InlineData("await Task.WhenAll(Caught(), Far1());")]
    [InlineData("await Task.WhenAll(new[] { 1, 2 }.Select(_ => Caught()));")]
    [InlineData("await Task.WhenAll(new[] { 1, 2 }.Select(async _ => { try { await Saved(); } catch (Exception) { } }));")]
    [InlineData("await Task.Run(async () => await Caught());")]
    [InlineData("await Task.Run(() => { try { Count(); } catch (Exception) { } });")]
    [InlineData("await (o is null ? Caught() : Task.CompletedTask);")]
    [InlineData("var saved = Caught(); Count(); await saved;")]
    [InlineData("await _store.KeepAsync();")]
    [InlineData("await Locked();")]
    [InlineData("while (true) { try { Count(); } catch (Exception) { } await Task.Delay(1); }")]
    [InlineData("async Task Local() { try { await Saved(); } catch (Exception) { } } await Local();")]
    public Task Nothing_that_is_awaited_fails(string body) => Found.SilentAsync(Handler("OnClick", body));

    [Theory]
    [InlineData("await _gate.WaitAsync(_stop);")]
    [InlineData("await _gate.WaitAsync(0, _stop);")]
    [InlineData("await Task.Delay(1, _stop);")]
    [InlineData("await Saved();")]
    [InlineData("await Saved().ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext);")]
    [InlineData("await Saved().WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("await Task.WhenAll(Caught(), Saved());")]
    [InlineData("await Task.WhenAll(new[] { 1, 2 }.Select(_ => Saved()));")]
    [InlineData("await Task.Run(() => Count());")]
    [InlineData("await Task.Run(() => { Count(); });")]
    [InlineData("await Task.Run(async () => await Saved());")]
    [InlineData("await (o is null ? Caught() : Saved());")]
    [InlineData("await _mixed.KeepAsync();")]
    [InlineData("await _foreign.DisposeAsync();")]
    [InlineData("await Throwing();")]
    [InlineData("await _gate.WaitAsync(); try { await Saved(); } finally { _gate.Release(); }")]
    [InlineData("while (await _timer.WaitForNextTickAsync(_stop)) { Count(); }")]
    [InlineData("Func<Task> f = Saved; await f();")]
    [InlineData("await Idle();")]
    public Task Something_that_is_awaited_fails(string body) => Found.ReportsAsync(Handler("[|OnClick|]", body));

    /// <summary>Nothing that fails is seen, but the way is long, or there is plain code, or a test of arguments.</summary>
    [Theory]
    [InlineData("await Far();")]
    [InlineData("await Stepped();")]
    [InlineData("await Tested(null);")]
    public Task A_failure_is_only_conceivable(string body) => SuggestsAsync(Handler("{|#0:OnClick|}", body));

    /// <summary>A method that could as well return a task, and around its wait does nothing that fails.</summary>
    [Theory]
    [InlineData("if (!await _gate.WaitAsync(0)) { return; } try { _tick.Change(1, 1); } finally { _gate.Release(); }")]
    [InlineData("if (_known.TryGetValue(1, out int n)) { await _gate.WaitAsync(); _count = n; _gate.Release(); }")]
    [InlineData("while (await _own.Reader.WaitToReadAsync()) { while (_own.Reader.TryRead(out int n)) { _count = n; } }")]
    [InlineData("await foreach (int n in _own.Reader.ReadAllAsync()) { try { Count(); } catch (Exception) { } }")]
    [InlineData("var reader = _own.Reader; do { try { await Saved(); } catch (Exception) { } } while (await reader.WaitToReadAsync());")]
    public Task Plain_code_around_a_wait_that_cannot_fail(string body) => Found.SilentAsync(Handler("Save", body, ""));

    [Theory]
    [InlineData("await _gate.WaitAsync(); Count(); _gate.Release();")]
    [InlineData("await _gate.WaitAsync(); File.Delete(\"a\"); _gate.Release();")]
    [InlineData("await Task.Delay(1); _count = 1;")]
    [InlineData("while (await _ended.Reader.WaitToReadAsync()) { _count = 1; }")]
    [InlineData("while (await _given.Reader.WaitToReadAsync()) { _count = 1; }")]
    [InlineData("_count = await _own.Reader.ReadAsync();")]
    [InlineData("await foreach (int n in _own.Reader.ReadAllAsync(_stop)) { _count = n; }")]
    public Task Plain_code_that_may_fail(string body) => Found.ReportsAsync(Handler("[|Save|]", body, ""));

    /// <summary>It is given the work to wait for: who calls it has a task already.</summary>
    [Theory]
    [InlineData("Task task", "await task;")]
    [InlineData("Task task", "await task.ConfigureAwait(false);")]
    [InlineData("Func<Task> work", "await work();")]
    [InlineData("Func<Task>? work", "if (work is null) { return; } await work.Invoke();")]
    [InlineData("Action work", "await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default);")]
    [InlineData("Task task", "try { await task; } catch (IOException) { Count(); }")]
    public Task A_helper_that_waits_for_what_it_is_given(string parameter, string body) => SuggestsAsync(
        Handler("{|#0:InBackground|}", body, parameter),
        "An exception in the async void method 'InBackground' ends the process; catch exceptions in it");

    [Theory]
    [InlineData("Task task", "await task; await Saved();")]
    [InlineData("Func<Task> work", "await Saved(); work();")]
    [InlineData("Stream stream", "await stream.FlushAsync();")]
    public Task A_method_that_is_given_something_else(string parameter, string body)
        => Found.ReportsAsync(Handler("[|InBackground|]", body, parameter));

    private static Task SuggestsAsync(
        string source, string message = "An exception in the event handler 'OnClick' ends the process; catch exceptions in it")
        => Found.ReportsAsync(source, configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC2002", DiagnosticSeverity.Info).WithLocation(0).WithMessage(message)));

    private static string Handler(string name, string body, string parameters = "object? o, EventArgs args") => $$"""
        class C
        {
            readonly SemaphoreSlim _gate = new(1);
            readonly Timer _tick = new(_ => { });
            readonly Timer using_ = new(_ => { });
            readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(1));
            readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> _known = new();
            readonly System.Threading.Channels.Channel<int> _own = System.Threading.Channels.Channel.CreateUnbounded<int>();
            readonly System.Threading.Channels.Channel<int> _ended = System.Threading.Channels.Channel.CreateUnbounded<int>();
            readonly System.Threading.Channels.Channel<int> _given = System.Threading.Channels.Channel.CreateUnbounded<int>();
            CancellationToken _stop = new(true);
            IStore _store = null!;
            IMixed _mixed = null!;
            IAsyncDisposable _foreign = null!;
            int _count;

            async void {{name}}({{parameters}}) { {{body}} }

            void Count() => _count++;
            void End(Exception e) { _own.Writer.TryComplete(); _ended.Writer.TryComplete(e); }
            internal System.Threading.Channels.ChannelWriter<int> Writer => _given.Writer;
            Task Saved() => File.WriteAllTextAsync("a", "");
            Task Idle() => Task.CompletedTask;
            async Task Caught() { try { await Saved(); } catch (Exception e) { Console.WriteLine(e); } }
            async Task Locked() { await _gate.WaitAsync(); try { await Caught(); } finally { _gate.Release(); } }
            async Task Stepped() { await _gate.WaitAsync(); Count(); _gate.Release(); }
            async Task Throwing() { await Caught(); throw new InvalidOperationException(); }
            async Task Tested(string? s) { if (s is null) { throw new ArgumentNullException(nameof(s)); } await Caught(); }
            Task Far1() => Caught();
            Task Far2() => Far1();
            async Task Far3() => await Far2();
            Task Far() => Far3();
        }
        interface IStore { Task KeepAsync(); }
        class Disk : IStore { public async Task KeepAsync() { try { await File.WriteAllTextAsync("a", ""); } catch (Exception e) { Console.WriteLine(e); } } }
        class Memory : IStore { public Task KeepAsync() => Task.CompletedTask; }
        interface IMixed { Task KeepAsync(); }
        class Safe : IMixed { public Task KeepAsync() => Task.CompletedTask; }
        class Other : IMixed { public async Task KeepAsync() => await File.WriteAllTextAsync("a", ""); }
        """;
}
