using Find = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

public class ASYNC1006BlockingThroughCallsTests
{
    // ---- what blocks at the end ----

    [Theory]
    [InlineData("Thread.Sleep(10);")]
    [InlineData("Thread.Sleep(TimeSpan.FromSeconds(1));")]
    [InlineData("F().Wait();")]
    [InlineData("int x = F().Result;")]
    [InlineData("int x = F().GetAwaiter().GetResult();")]
    [InlineData("int x = F().ConfigureAwait(false).GetAwaiter().GetResult();")]
    [InlineData("Task.WaitAll(F(), F());")]
    [InlineData("Task.WaitAny(F(), F());")]
    [InlineData("task.Wait();")]
    [InlineData("semaphore.Wait();")]
    [InlineData("gate.WaitOne();")]
    [InlineData("thread.Join();")]
    [InlineData("if (n > 0) { Thread.Sleep(n); }")]
    [InlineData("try { n++; } catch { Thread.Sleep(n); }")]
    [InlineData("foreach (int i in new[] { 1 }) Thread.Sleep(i);")]
    [InlineData("lock (gate) { F().Wait(); }")]
    [InlineData("File.WriteAllText(\"a\", \"b\");")]
    [InlineData("string s = System.IO.File.ReadAllText(\"a\");")]
    [InlineData("byte[] b = File.ReadAllBytes(\"a\");")]
    [InlineData("using var s = File.OpenRead(\"a\"); s.Read(new byte[1], 0, 1);")]
    [InlineData("using Stream s = File.Create(\"a\"); s.Write(new byte[1], 0, 1);")]
    [InlineData("using var s = new FileStream(\"a\", FileMode.Open); s.Flush();")]
    [InlineData("using var s = new StreamReader(\"a\"); string all = s.ReadToEnd();")]
    [InlineData("using var s = new StreamWriter(File.Create(\"a\")); s.Write(1.ToString());")]
    [InlineData("new System.Net.Http.HttpClient().Send(null!);")]
    [InlineData("System.Net.Sockets.NetworkStream s = new System.Net.Sockets.TcpClient().GetStream(); int b = s.ReadByte();")]
    [InlineData("Stream s = new System.Net.Sockets.TcpClient().GetStream(); s.WriteByte(1);")]
    [InlineData("var a = System.Net.Dns.GetHostAddresses(\"a\");")]
    [InlineData("if (field == null) { Thread.Sleep(1); }")]
    [InlineData("string? local = null; if (local == null) { local = File.ReadAllText(\"a\"); }")]
    public Task Leaves(string leaf)
        => Find.ReportsAsync($$"""
            class C
            {
                int n; Task<int> task = null!; SemaphoreSlim semaphore = null!; ManualResetEvent gate = null!; Thread thread = null!;
                Task<int> F() => Task.FromResult(n).ContinueWith(t => n);
                string? field;
                void Save() { {{leaf}} field = null; }
                async Task M() { await Task.Yield(); [|Save|](); }
            }
            """);

    [Fact]
    public Task Joinable_tasks() => Find.ReportsAsync("""
        namespace Microsoft.VisualStudio.Threading
        {
            public class JoinableTaskFactory { public void Run(Func<Task> f) { } public JoinableTask RunAsync(Func<Task> f) => null!; }
            public class JoinableTask { public void Join(CancellationToken token = default) { } }
        }
        class C
        {
            readonly Microsoft.VisualStudio.Threading.JoinableTaskFactory _jtf = new();
            Task WorkAsync() => Task.Delay(1);
            void Load() { _jtf.Run(async () => await WorkAsync()); }
            void LoadNew() { var jtf = new Microsoft.VisualStudio.Threading.JoinableTaskFactory(); jtf.Run(WorkAsync); }
            void Finish(Microsoft.VisualStudio.Threading.JoinableTask work) { work.Join(); }
            void Start() { _jtf.RunAsync(async () => await WorkAsync()); }
            async Task M() { await Task.Yield(); [|Load|](); [|LoadNew|](); [|Finish|](null!); Start(); }
        }
        """);

    [Theory]
    [InlineData("Thread.Sleep(0);")]
    [InlineData("Thread.Yield();")]
    [InlineData("n++;")]
    [InlineData("string s = n.ToString();")]
    [InlineData("Thread.MemoryBarrier();")]
    [InlineData("int x = Math.Max(n, 1);")]
    [InlineData("bool b = F().IsCompleted;")]
    [InlineData("semaphore.Release();")]
    [InlineData("semaphore.Wait(0);")]
    [InlineData("F().Wait(0);")]
    [InlineData("int x = Task.FromResult(1).Result;")]
    [InlineData("Task<int> t = F(); if (t.IsCompleted) { int x = t.Result; }")]
    [InlineData("lock (this) { n++; }")]
    [InlineData("bool b = File.Exists(\"a\"); File.Delete(\"a\"); Directory.CreateDirectory(\"a\");")]
    [InlineData("using var s = new MemoryStream(); s.Write(new byte[1], 0, 1);")]
    [InlineData("using var s = new StringReader(\"a\"); string all = s.ReadToEnd();")]
    [InlineData("stream.Read(new byte[1], 0, 1);")]
    [InlineData("using var s = new StreamReader(stream); string all = s.ReadToEnd();")]
    [InlineData("writer.WriteLine(n); writer.Flush();")]
    [InlineData("using var s = File.OpenRead(\"a\");")]
    [InlineData("text ??= File.ReadAllText(\"a\");")]
    [InlineData("if (text == null) { text = File.ReadAllText(\"a\"); }")]
    [InlineData("if (null == text) { text = File.ReadAllText(\"a\"); }")]
    [InlineData("if (text is not { }) { text = File.ReadAllText(\"a\"); }")]
    [InlineData("if (text is null) { lock (this) { if (text is null) { string loaded = File.ReadAllText(\"a\"); text = loaded; } } }")]
    [InlineData("if (text == null && File.Exists(\"a\")) { text = File.ReadAllText(\"a\"); }")]
    [InlineData("if (this.text is not null) { return; } this.text = File.ReadAllText(\"a\");")]
    [InlineData("if (loaded) return; loaded = true; Thread.Sleep(1);")]
    [InlineData("if (!loaded) { Thread.Sleep(1); loaded = true; }")]
    [InlineData("string s = text ?? (text = File.ReadAllText(\"a\"));")]
    [InlineData("Console.WriteLine(n);")]
    [InlineData("Task.Run(() => Thread.Sleep(n));")]
    [InlineData("new Thread(() => Thread.Sleep(n)).Start();")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => Thread.Sleep(n));")]
    [InlineData("Action a = () => Thread.Sleep(n);")]
    [InlineData("Func<Task> a = async () => { await F(); Thread.Sleep(n); };")]
    [InlineData("void Local() => Thread.Sleep(n);")]
    [InlineData("slim.EnterReadLock(); slim.ExitReadLock();")]
    [InlineData("string s = nameof(Thread.Sleep);")]
    [InlineData("string s = string.Join(\",\", new[] { 1 }); new List<int>().Add(n);")]
    public Task What_does_not_block(string code)
        => Find.SilentAsync($$"""
            class C
            {
                int n; SemaphoreSlim semaphore = null!; ReaderWriterLockSlim slim = null!; Stream stream = null!; TextWriter writer = null!; string? text; bool loaded;
                Task<int> F() => Task.FromResult(n).ContinueWith(t => n);
                void Save() { {{code}} }
                async Task M() { await Task.Yield(); Save(); }
            }
            """);

    // ---- the ways to call ----

    [Theory]
    [InlineData("[|Save|]();")]
    [InlineData("this.[|Save|]();")]
    [InlineData("new C().[|Save|]();")]
    [InlineData("other?.[|Save|]();")]
    [InlineData("other!.[|Save|]();")]
    [InlineData("(other as C)!.[|Save|]();")]
    [InlineData("C.[|Static|]();")]
    [InlineData("[|Generic<int>|]();")]
    [InlineData("int x = n + [|Value|]();")]
    [InlineData("n = other.[|Property|];")]
    [InlineData("n = [|Property|];")]
    [InlineData("[|Property|] = 1;")]
    [InlineData("[|Property|].CompareTo(1);")]
    [InlineData("string s = other.[|Property|].ToString();")]
    [InlineData("other.[|Property|] += 1;")]
    [InlineData("var b = [|new Blocking()|];")]
    [InlineData("Blocking b = [|new()|];")]
    [InlineData("var b = [|new Initialized()|];")]
    [InlineData("var b = [|new Derived()|];")]
    [InlineData("var b = [|new Derived2(1)|];")]
    [InlineData("other.[|Extension|]();")]
    [InlineData("Extensions.[|Extension|](other);")]
    [InlineData("[|Local|](); void Local() { Thread.Sleep(1); }")]
    [InlineData("void Local() => Save(); [|Local|]();")]
    [InlineData("Action a = () => Thread.Sleep(1); [|a|]();")]
    [InlineData("Action a = () => Save(); a.[|Invoke|]();")]
    [InlineData("((Action)(() => [|Save|]()))();")]
    [InlineData("new Action(() => [|Save|]())();")]
    [InlineData("new Action(() => { [|Save|](); }).Invoke();")]
    [InlineData("new List<int>().ForEach(i => [|Save|]());")]
    [InlineData("[|using|] (var d = new Disposed()) { }")]
    [InlineData("[|using|] var d = new Disposed();")]
    [InlineData("[|using|] Disposed d = new();")]
    [InlineData("foreach (int i in [|Iterate|]()) { }")]
    [InlineData("var list = [|Iterate|]().ToList();")]
    [InlineData("var list = [|Iterate|]().Where(i => i > 0).ToArray();")]
    [InlineData("foreach (int i in [|new Sequence()|]) { }")]
    [InlineData("F(out int z); [|Out|](out int y);")]
    [InlineData("if ([|Value|]() == 1 && Value() == 2) { }")]
    public Task Ways_to_call(string call)
        => Find.ReportsAsync($$"""
            class C
            {
                int n; C other = null!;
                public void Save() { Thread.Sleep(1); }
                public static void Static() { Thread.Sleep(1); }
                public void Generic<T>() { Thread.Sleep(1); }
                int Value() { Thread.Sleep(1); return 1; }
                void F(out int x) => x = 1;
                void Out(out int x) { x = 1; Thread.Sleep(1); }
                int Property { get { Thread.Sleep(1); return n; } set { Thread.Sleep(1); n = value; } }
                IEnumerable<int> Iterate() { Thread.Sleep(1); yield return 1; }
                async Task M() { await Task.Yield(); {{call}} }
            }
            static class Extensions { public static void Extension(this C c) => c.Save(); }
            class Blocking { public Blocking() { Thread.Sleep(1); } }
            class Initialized { int x = Slow(); static int Slow() { Thread.Sleep(1); return 1; } }
            class Derived : Blocking { }
            class Derived2 : Blocking { public Derived2(int x) { } }
            class Disposed : IDisposable { public void Dispose() { Thread.Sleep(1); } }
            class Sequence : IEnumerable<int> { public IEnumerator<int> GetEnumerator() { Thread.Sleep(1); yield return 1; } System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator(); }
            """);

    [Theory]
    [InlineData("Action a = Save;")]
    [InlineData("Action a = () => Save();")]
    [InlineData("string s = nameof(Save);")]
    [InlineData("await Task.Run(() => Save());")]
    [InlineData("await Task.Run(Save);")]
    [InlineData("await Task.Run(() => { Save(); });")]
    [InlineData("new Thread(Save).Start();")]
    [InlineData("var sequence = Iterate();")]
    [InlineData("await SaveAsync();")]
    [InlineData("SaveAsync().ContinueWith(t => Save());")]
    [InlineData("Property = 1;")]
    [InlineData("int x = SetOnly; SetOnly = 2;")]
    [InlineData("var quiet = new Quiet(); quiet.Save();")]
    [InlineData("void Local() => Save();")]
    [InlineData("Action a = () => Save(); a = () => { }; a();")]
    [InlineData("Expression(() => Value());")]
    [InlineData("await using var d = new AsyncDisposed();")]
    [InlineData("Marked();")]
    [InlineData("Recursive(3);")]
    public Task What_does_not_run_it(string code)
        => Find.SilentAsync($$"""
            using System.Diagnostics.CodeAnalysis;
            class C
            {
                int n;
                public void Save() { Thread.Sleep(1); }
                int Value() { Thread.Sleep(1); return 1; }
                int Property { get { Thread.Sleep(1); return n; } set { n = value; } }
                int SetOnly { get => n; set { n = value; } }
                IEnumerable<int> Iterate() { Thread.Sleep(1); yield return 1; }
                async Task SaveAsync() { await Task.Yield(); Thread.Sleep(1); }
                void Expression(System.Linq.Expressions.Expression<Func<int>> e) { }
                [SuppressMessage("Blocking", "ASYNC1006", Justification = "once")] void Marked() { Thread.Sleep(1); }
                void Recursive(int n) { if (n > 0) { Recursive(n - 1); Other(n); } }
                void Other(int n) => Recursive(n);
                async Task M() { await Task.Yield(); {{code}} }
            }
            class Quiet { public void Save() { } }
            class AsyncDisposed : IAsyncDisposable, IDisposable { public ValueTask DisposeAsync() => default; public void Dispose() { Thread.Sleep(1); } }
            """);

    // ---- who calls ----

    [Theory]
    [InlineData("async Task M() { await Task.Yield(); [|Save|](); }")]
    [InlineData("async void M() { await Task.Yield(); [|Save|](); }")]
    [InlineData("async Task M() { [|Save|](); await Task.Yield(); }")]
    [InlineData("async ValueTask<int> M() { await Task.Yield(); [|Save|](); return 1; }")]
    [InlineData("async IAsyncEnumerable<int> M() { await Task.Yield(); [|Save|](); yield return 1; }")]
    [InlineData("Task M() { [|Save|](); return Task.CompletedTask; }")]
    [InlineData("Task<int> M() => Task.FromResult([|Value|]());")]
    [InlineData("void M() { async Task Local() { await Task.Yield(); [|Save|](); } _ = Local(); }")]
    [InlineData("Func<Task> f = null!; void M() { f = async () => { await Task.Yield(); [|Save|](); }; }")]
    [InlineData("Func<Task> f = null!; void M() { f = () => { [|Save|](); return Task.CompletedTask; }; }")]
    [InlineData("Func<int, Task<int>> f = null!; void M() { f = x => Task.FromResult([|Value|]()); }")]
    [InlineData("Func<Task> f = null!; void M() { f = async delegate { await Task.Yield(); [|Save|](); }; }")]
    public Task Who_calls(string member)
        => Find.ReportsAsync($$"""
            class C
            {
                void Save() { Thread.Sleep(1); }
                int Value() { Thread.Sleep(1); return 1; }
                {{member}}
            }
            """);

    [Theory]
    [InlineData("void M() { Save(); }")]
    [InlineData("int M() => Value();")]
    [InlineData("async Task M() { await Task.Run(() => N()); } void N() { Save(); }")]
    [InlineData("IEnumerable<int> M(IEnumerable<int> xs) => xs.Select(x => Value());")]
    [InlineData("void M() { Task.Run(async () => { await Task.Yield(); Save(); }); }")]
    [InlineData("C() { Save(); }")]
    public Task Who_may_call(string member)
        => Find.SilentAsync($$"""
            class C
            {
                void Save() { Thread.Sleep(1); }
                int Value() { Thread.Sleep(1); return 1; }
                {{member}}
            }
            """);

    [Fact]
    public Task Top_level_statements()
        => Find.ReportsAsync(
            """
            await Task.Yield();
            [|Save|]();
            Load();
            static void Save() { Task.Delay(1).Wait(); }
            static void Load() { Thread.Sleep(1); }
            """,
            outputKind: OutputKind.ConsoleApplication);

    [Theory]
    [InlineData("Thread.Sleep(2000); Console.WriteLine(); Environment.FailFast(\"\");")]
    [InlineData("Thread.Sleep(2000); System.Environment.Exit(1);")]
    public Task Before_the_process_ends(string body)
        => Find.SilentAsync($$"""class C { async Task M() { await Task.Yield(); Die(); } void Die() { {{body}} } }""");

    [Theory]
    [InlineData("Environment.ExitCode = 1; Thread.Sleep(2000);")]
    [InlineData("Thread.Sleep(2000); if (Environment.HasShutdownStarted) Environment.Exit(1);")]
    public Task The_process_may_go_on(string body)
        => Find.ReportsAsync($$"""class C { async Task M() { await Task.Yield(); [|Die|](); } void Die() { {{body}} } }""");

    // ---- chains ----

    [Fact]
    public Task The_message_shows_the_chain()
        => Find.ReportsAsync(
            """
            class C
            {
                async Task HandleAsync() { await Task.Yield(); {|#0:Checkout|](); }
                void Checkout() { int x = 1; {|#1:Save|}(); }
                void Save() => new Store().{|#2:Flush|}();
            }
            class Store { public void Flush() { {|#3:Thread.Sleep(1)|}; } }
            """.Replace("Checkout|]", "Checkout|}"),
            configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1006", DiagnosticSeverity.Warning)
                .WithLocation(0).WithLocation(1).WithLocation(2).WithLocation(3)
                .WithMessage("'Checkout → Save → Flush' blocks at 'Thread.Sleep' (Test0.cs:7) on the thread of 'HandleAsync'; make the calls async, or use 'await Task.Run'")));

    [Fact]
    public Task The_shortest_chain_is_shown()
        => Find.ReportsAsync(
            """
            class C
            {
                async Task M() { await Task.Yield(); {|#0:A|}(); }
                void A() { B(); {|#1:C1|}(); }
                void B() { B2(); }
                void B2() { Thread.Sleep(1); }
                void C1() { {|#2:Thread.Sleep(2)|}; }
            }
            """,
            configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1006", DiagnosticSeverity.Warning)
                .WithLocation(0).WithLocation(1).WithLocation(2)
                .WithMessage("'A → C1' blocks at 'Thread.Sleep' (Test0.cs:7) on the thread of 'M'; make the calls async, or use 'await Task.Run'")));

    [Fact]
    public Task Across_files()
        => Find.ReportsAsync(
            "class C { async Task M(Store store) { await Task.Yield(); store.[|Save|](); } }",
            configure: test =>
            {
                foreach (SolutionState state in new SolutionState[] { test.TestState, test.FixedState })
                {
                    state.Sources.Add("class Store { public void Save() => Disk.Write(this); }");
                    state.Sources.Add("static class Disk { public static void Write(Store store) { Thread.Sleep(1); } }");
                }
            });

    [Fact]
    public Task Recursion()
        => Find.ReportsAsync("""
            class C
            {
                async Task M() { await Task.Yield(); [|A|](3); }
                void A(int n) { if (n > 0) { B(n - 1); } }
                void B(int n) { if (n > 0) { A(n - 1); } else { D(n); } }
                void D(int n) { Thread.Sleep(1); A(n); }
            }
            """);

    [Theory]
    [InlineData(5, "{|#0:F0|}")]
    [InlineData(6, "F0")]
    [InlineData(40, "F0")]
    public Task Chains_of_more_than_five_are_left_out(int length, string call)
        => Find.ReportsAsync(
            "class C { async Task M() { await Task.Yield(); " + call + "(); } "
                + string.Concat(Enumerable.Range(0, length - 1).Select(i => $"void F{i}() => F{i + 1}(); ")) + $"void F{length - 1}() {{ Thread.Sleep(1); }} }}",
            configure: test => test.TestState.ExpectedDiagnostics.AddRange(call == "F0" ? [] : [new DiagnosticResult("ASYNC1006", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                .WithMessage("'F0 → F1 → F2 → F3 → F4' blocks at 'Thread.Sleep' (Test0.cs:1) on the thread of 'M'; make the calls async, or use 'await Task.Run'")]));

    [Fact]
    public Task In_a_lock_the_message_says_so()
        => Find.ReportsAsync(
            "class C { void Save() { Thread.Sleep(1); } async Task M() { await Task.Yield(); lock (this) { {|#0:Save|}(); } } }",
            configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1006", DiagnosticSeverity.Warning).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                .WithMessage("'Save' blocks at 'Thread.Sleep' (Test0.cs:1) on the thread of 'M'; move it out of the lock, then make the calls async")));

    // ---- virtual calls ----

    [Theory]
    [InlineData("interface IStore { void Save(); } class Store : IStore { public void Save() => Thread.Sleep(1); }")]
    [InlineData("public interface IStore { void Save(); } public class Store : IStore { public void Save() => Thread.Sleep(1); }")]
    [InlineData("interface IStore { void Save(); } class Store : IStore { void IStore.Save() => Thread.Sleep(1); }")]
    [InlineData("interface IStore { void Save(); } class Base { public void Save() => Thread.Sleep(1); } class Store : Base, IStore { }")]
    [InlineData("interface IStore { void Save(); } class A : IStore { public void Save() => Thread.Sleep(1); } class B : IStore { public void Save() { Thread.Sleep(2); } }")]
    [InlineData("interface IStore { void Save(); } abstract class Base : IStore { public abstract void Save(); } class Store : Base { public override void Save() => Thread.Sleep(1); }")]
    [InlineData("interface IStore { void Save() => Thread.Sleep(1); } class Store : IStore { }")]
    [InlineData("abstract class IStore { public abstract void Save(); } class Store : IStore { public override void Save() => Thread.Sleep(1); }")]
    [InlineData("abstract class IStore { public void Save() => Write(); protected abstract void Write(); } class A : IStore { protected override void Write() => Thread.Sleep(1); } class B : IStore { protected override void Write() => Thread.Sleep(1); }")]
    [InlineData("class IStore { public virtual void Save() => Thread.Sleep(1); }")]
    [InlineData("class Base { public virtual void Save() { } } sealed class IStore : Base { public override void Save() => Thread.Sleep(1); }")]
    public Task Virtual_calls_that_block(string types)
        => Find.ReportsAsync($$"""class C { async Task M(object o) { await Task.Yield(); ((IStore)o).[|Save|](); } } {{types}}""");

    [Theory]
    [InlineData("interface IStore { void Save(); }")]
    [InlineData("interface IStore { void Save(); } class A : IStore { public void Save() => Thread.Sleep(1); } class B : IStore { public void Save() { } }")]
    [InlineData("interface IStore { void Save(); } class A : IStore { public void Save() => Thread.Sleep(1); } class B : IStore { public async void Save() { await Task.Yield(); } }")]
    [InlineData("abstract class IStore { public abstract void Save(); } class A : IStore { public override void Save() => Thread.Sleep(1); } class B : IStore { public override void Save() { } }")]
    [InlineData("class IStore { public virtual void Save() { } } class A : IStore { public override void Save() => Thread.Sleep(1); }")]
    public Task Virtual_calls_that_may_not_block(string types)
        => Find.SilentAsync($$"""class C { async Task M(object o) { await Task.Yield(); ((IStore)o).Save(); } } {{types}}""");

    [Fact]
    public Task Generic_interface()
        => Find.ReportsAsync("""
            interface IStore<T> { void Save(T item); }
            class Store : IStore<int> { public void Save(int item) => Thread.Sleep(item); }
            class C { async Task M(IStore<int> store) { await Task.Yield(); store.[|Save|](1); } async Task N<T>(T store) where T : IStore<int> { await Task.Yield(); store.[|Save|](1); } }
            """);

    [Fact]
    public Task Base_call_is_exact()
        => Find.ReportsAsync("""
            class A { public virtual async Task M() { await Task.Yield(); } protected virtual void Save() => Thread.Sleep(1); }
            class B : A { public override async Task M() { await Task.Yield(); base.[|Save|](); Save(); } protected override void Save() { } }
            """);

    [Fact]
    public Task An_interface_of_the_framework_says_nothing()
        => Find.SilentAsync("""
            class Slow : IComparable { public int CompareTo(object? o) { Thread.Sleep(1); return 0; } public void Dispose() { } }
            class C { async Task M(IComparable x) { await Task.Yield(); x.CompareTo(x); } }
            """);

    [Fact]
    public Task Inference_of_receivers()
        => Find.ReportsAsync("""
            class Store { public void Save() => Thread.Sleep(1); public static Store Create() => new(); public Store Self => this; }
            class Settings { public void Save() { } }
            class C
            {
                Store field = null!; Settings settings = null!; Lazy<Store> lazy = null!; Store[] stores = null!; Dictionary<int, Store> map = null!;
                Task<Store> Load() => Task.FromResult(field);
                async Task M(Store parameter, Func<Store> factory, object o)
                {
                    field.[|Save|](); settings.Save(); parameter.[|Save|]();
                    var local = new Store(); local.[|Save|]();
                    var made = Store.Create(); made.[|Save|]();
                    var awaited = await Load(); awaited.[|Save|]();
                    (await Load()).[|Save|]();
                    field.Self.Self.[|Save|]();
                    lazy.Value.[|Save|](); stores[0].[|Save|](); map[1].[|Save|](); factory().[|Save|]();
                    foreach (var one in stores) { one.[|Save|](); }
                    if (o is Store s) { s.[|Save|](); }
                    if (map.TryGetValue(1, out var found)) { found.[|Save|](); }
                }
            }
            """);

    [Fact]
    public Task Static_usings_and_aliases()
        => Find.ReportsAsync("""
            using static N.Store;
            using S = N.Store;
            namespace N { static class Store { public static void Save() => Thread.Sleep(1); } }
            class C { async Task M() { await Task.Yield(); [|Save|](); S.[|Save|](); N.Store.[|Save|](); global::N.Store.[|Save|](); } }
            """);

    [Fact]
    public Task Partial_members_and_nested_types()
        => Find.ReportsAsync("""
            partial class C { partial void Save(); async Task M() { await Task.Yield(); [|Save|](); Inner.[|Run|](); } }
            partial class C { partial void Save() { Thread.Sleep(1); } static class Inner { public static void Run() => Outer(); } static void Outer() => Thread.Sleep(1); }
            """);

    [Fact]
    public Task A_listed_api_is_a_leaf_and_an_excluded_method_is_not_followed()
        => Find.ReportsAsync(
            """
            namespace N
            {
                class Lib { public void Poll() { } }
                class C
                {
                    void A() => new Lib().Poll();
                    void B() => Thread.Sleep(1);
                    async Task M() { await Task.Yield(); [|A|](); B(); }
                }
            }
            """,
            configure: test => test.TestState.AdditionalFiles.Add(("AsyncAnalyzers.BlockingApis.txt", "M:N.Lib.Poll\n!M:N.C.B\n")));

    [Fact]
    public Task A_task_that_is_handed_in_is_for_the_caller_to_know()
        => Find.SilentAsync("""
            class C
            {
                static int ResultOf(Task<int> t) => t.GetAwaiter().GetResult();
                async Task M(Task<int> a, Task<int> b) { await Task.WhenAll(a, b); int x = ResultOf(a) + ResultOf(b); }
            }
            """);

    [Fact]
    public Task What_another_rule_says_is_not_said_again()
        => Find.SilentAsync(
            """
            namespace N
            {
                class C
                {
                    public void Save() => Thread.Sleep(1);
                    public async Task SaveAsync() => await Task.Delay(1);
                    public void Listed() => Thread.Sleep(1);
                    async Task M() { await Task.Yield(); Save(); Listed(); }
                }
            }
            """,
            configure: test => test.TestState.AdditionalFiles.Add(("AsyncAnalyzers.BlockingApis.txt", "M:N.C.Listed\n")));

    [Fact]
    public Task In_test_projects_nobody_else_waits()
        => Find.SilentAsync("""
            namespace Xunit { public class FactAttribute : Attribute { } }
            class Host : IDisposable { public void Dispose() { Thread.Sleep(1); } }
            class C
            {
                static string Read() => File.ReadAllText("a");
                static void Poll() => Thread.Sleep(1);
                static void Run() => Task.Delay(1).Wait();
                [Xunit.Fact] async Task M() { await Task.Yield(); using var host = new Host(); string s = Read(); Poll(); Run(); }
            }
            """);

    [Fact]
    public Task A_property_that_fills_itself_blocks_once()
        => Find.SilentAsync("""
            class C
            {
                string? text; readonly object gate = new();
                string Text { get { if (text is null) { lock (gate) { text ??= Load(); } } return text; } }
                string Load() => File.ReadAllText("a");
                async Task<int> M() { await Task.Yield(); return Text.Length; }
            }
            """);

    [Theory]
    [InlineData("if (text == null) { FillAsync().Wait(); } return text!;")]
    [InlineData("if (text is null) this.FillAsync().GetAwaiter().GetResult(); return text!;")]
    [InlineData("if (text is not null) { if (text.Length == 0) { return \"none\"; } return text; } return text = File.ReadAllText(\"a\");")]
    public Task A_method_of_the_type_fills_it(string getter) => Find.SilentAsync(Filled(getter));

    [Theory]
    [InlineData("if (text == null) { OtherAsync().Wait(); } return text!;")]
    [InlineData("if (text != null) { FillAsync().Wait(); } return text!;")]
    [InlineData("if (text is not null) { n++; } return text = File.ReadAllText(\"a\");")]
    public Task Nothing_fills_it(string getter) => Find.SilentAsync(Filled(getter).Replace("return Text.Length", "return [|Text|].Length"));

    private static string Filled(string getter) => $$"""
        class C
        {
            string? text; int n;
            string Text { get { {{getter}} } }
            async Task FillAsync() { await Task.Delay(1); text = "a"; }
            async Task OtherAsync() { await Task.Delay(1); n = 1; }
            async Task<int> M() { await Task.Yield(); return Text.Length; }
        }
        """;

    // ---- fix: the chain becomes asynchronous ----

    [Fact]
    public Task The_chain_becomes_asynchronous()
        => Verify.FixesAsync(
            """
            class C
            {
                async Task HandleAsync(Store store)
                {
                    // checkout
                    [|Checkout|](store);
                    await Task.Yield();
                }

                void Checkout(Store store) => Save(store);

                int Save(Store store)
                {
                    store.Flush(1); // flushed
                    return 1;
                }

                async Task Other(Store store) => await Task.FromResult([|Save|](store));
            }

            class Store
            {
                internal void Flush(int ms)
                {
                    // a while
                    Thread.Sleep(ms);
                }
            }
            """,
            """
            class C
            {
                async Task HandleAsync(Store store)
                {
                    // checkout
                    await Checkout(store);
                    await Task.Yield();
                }

                async Task Checkout(Store store) => await Save(store);

                async Task<int> Save(Store store)
                {
                    await store.Flush(1); // flushed
                    return 1;
                }

                async Task Other(Store store) => await Task.FromResult(await Save(store));
            }

            class Store
            {
                internal async Task Flush(int ms)
                {
                    // a while
                    await Task.Delay(ms);
                }
            }
            """);

    [Theory]
    [InlineData("Thread.Sleep(n);", "await Task.Delay(n);")]
    [InlineData("F().Wait();", "await F();")]
    [InlineData("int x = F().Result + 1;", "int x = await F() + 1;")]
    [InlineData("int x = F().GetAwaiter().GetResult();", "int x = await F();")]
    [InlineData("Task.WaitAll(F(), F());", "await Task.WhenAll(F(), F());")]
    [InlineData("semaphore.Wait();", "await semaphore.WaitAsync();")]
    [InlineData("process.WaitForExit();", "await process.WaitForExitAsync();")]
    [InlineData("Thread.Sleep(1); F().Wait(); Thread.Sleep(F().Result);", "await Task.Delay(1); await F(); await Task.Delay(await F());")]
    [InlineData("File.WriteAllText(\"a\", \"b\");", "await File.WriteAllTextAsync(\"a\", \"b\");")]
    [InlineData("int x = File.ReadAllText(\"a\").Length;", "int x = (await File.ReadAllTextAsync(\"a\")).Length;")]
    [InlineData("using var s = new StreamReader(\"a\"); string all = s.ReadToEnd();", "using var s = new StreamReader(\"a\"); string all = await s.ReadToEndAsync();")]
    [InlineData("Thread.Sleep(1); lock (this) { Thread.Sleep(2); }", "await Task.Delay(1); lock (this) { Thread.Sleep(2); }")]
    public Task Leaves_are_awaited(string leaf, string awaited)
        => Verify.FixesAsync(Leaf("void", leaf, "[|Save|]()"), Leaf("async Task", awaited, "await Save()"));

    [Fact]
    public Task The_token_in_scope_and_the_habit_of_the_file_are_kept()
        => Verify.FixesAsync(
            """
            class C
            {
                async Task M(CancellationToken token) { await Task.Delay(1, token).ConfigureAwait(false); [|Load|]("a", token); }
                private string Load(string path, CancellationToken token) => File.ReadAllText(path);
            }
            """,
            """
            class C
            {
                async Task M(CancellationToken token) { await Task.Delay(1, token).ConfigureAwait(false); await Load("a", token).ConfigureAwait(false); }
                private async Task<string> Load(string path, CancellationToken token) => await File.ReadAllTextAsync(path, token).ConfigureAwait(false);
            }
            """);

    [Fact]
    public Task An_interface_and_its_implementation_follow()
        => Verify.FixesAsync(
            """
            interface IStore { void Save(); }
            class Store : IStore { public void Save() { Write(); } void Write() { Thread.Sleep(1); } }
            class C { async Task M(IStore store) { await Task.Yield(); store.[|Save|](); } }
            """,
            """
            interface IStore { Task Save(); }
            class Store : IStore { public async Task Save() { await Write(); } async Task Write() { await Task.Delay(1); } }
            class C { async Task M(IStore store) { await Task.Yield(); await store.Save(); } }
            """);

    [Theory]
    [InlineData("void Save() { lock (this) { Thread.Sleep(1); } }")]
    [InlineData("void Save() { Thread.Sleep(1); } Action Handed() => Save;")]
    [InlineData("void Save() { Thread.Sleep(1); } C() { Save(); }")]
    [InlineData("int n; void Save() { Other(ref n); } void Other(ref int x) { Thread.Sleep(x); }")]
    [InlineData("void Save() { var x = Slow; } int Slow { get { Thread.Sleep(1); return 1; } }")]
    [InlineData("void Save() { thread.Join(); } Thread thread = null!;")]
    public Task A_chain_that_cannot_become_asynchronous_is_moved_to_the_pool(string members)
        => Verify.FixesAsync(
            $$"""class C { {{members}} async Task M() { await Task.Yield(); [|Save|](); } }""",
            $$"""class C { {{members}} async Task M() { await Task.Yield(); await Task.Run(() => Save()); } }""");

    [Fact]
    public Task Local_functions_follow()
        => Verify.FixesAsync(
            "class C { async Task M() { await Task.Yield(); [|A|](); void A() => B(); void B() { Thread.Sleep(1); } } }",
            "class C { async Task M() { await Task.Yield(); await A(); async Task A() => await B(); async Task B() { await Task.Delay(1); } } }");

    [Fact]
    public Task The_second_action_moves_the_call_to_the_pool()
        => Verify.FixesAsync(
            "class C { void A() { Thread.Sleep(1); } async Task M() { await Task.Yield(); [|A|](); } }",
            "class C { void A() { Thread.Sleep(1); } async Task M() { await Task.Yield(); await Task.Run(() => A()); } }",
            codeActionIndex: 1);

    [Fact]
    public Task Public_api_is_changed_by_an_action_that_says_so()
        => Verify.FixesAsync(
            "public class C { public int Save() { Thread.Sleep(1); return 1; } async Task M() { await Task.Yield(); [|Save|](); } }",
            "public class C { public async Task<int> Save() { await Task.Delay(1); return 1; } async Task M() { await Task.Yield(); await Save(); } }",
            configure: test => test.CodeActionEquivalenceKey = "ASYNC1006.MakeAsyncWithPublicApi");

    // ---- fix: the thread pool ----

    [Theory]
    [InlineData("[|Save|](n);", "await Task.Run(() => Save(n));")]
    [InlineData("int x = [|Value|]() + 1;", "int x = await Task.Run(() => Value()) + 1;")]
    [InlineData("int x = this.[|Value|]().CompareTo(1);", "int x = (await Task.Run(() => this.Value())).CompareTo(1);")]
    [InlineData("int x = [|Property|];", "int x = await Task.Run(() => Property);")]
    [InlineData("int x = other.[|Property|];", "int x = await Task.Run(() => other.Property);")]
    [InlineData("var b = [|new Blocking()|];", "var b = await Task.Run(() => new Blocking());")]
    public Task Moved_to_the_pool(string call, string moved)
        => Verify.FixesAsync(Pool(call), Pool(moved), codeActionIndex: 0);

    [Theory]
    [InlineData("lock (this) { [|Save|](1); }")]
    [InlineData("[|Out|](out int y);")]
    [InlineData("other?.[|Save|](1);")]
    [InlineData("[|Save|](await Task.FromResult(1));")]
    [InlineData("[|Property|] = 1;")]
    [InlineData("new List<int>().ForEach(i => [|Save|](i));")]
    [InlineData("[|using|] (var d = new Disposed()) { }")]
    public Task Not_moved_to_the_pool(string call) => Verify.ReportsAsync(Pool(call));

    private static string Leaf(string returns, string leaf, string call)
        => $$"""
            class C
            {
                int n; SemaphoreSlim semaphore = null!; System.Diagnostics.Process process = null!;
                Task<int> F() => Task.FromResult(n).ContinueWith(t => n);
                {{returns}} Save()
                {
                    // above
                    {{leaf}}
                }
                async Task M() { await Task.Yield(); {{call}}; }
            }
            """;

    private static string Pool(string code)
        => $$"""
            class C
            {
                int n; C other = null!;
                public void Save(int x) { lock (this) { Thread.Sleep(x); } }
                int Value() { lock (this) { Thread.Sleep(1); } return 1; }
                void Out(out int x) { x = 1; Thread.Sleep(1); }
                public int Property { get { Thread.Sleep(1); return n; } set { Thread.Sleep(1); n = value; } }
                async Task M()
                {
                    await Task.Yield();
                    // above
                    {{code}}
                }
            }
            class Blocking { public Blocking() { Thread.Sleep(1); } }
            class Disposed : IDisposable { public void Dispose() { Thread.Sleep(1); } }
            """;
}
