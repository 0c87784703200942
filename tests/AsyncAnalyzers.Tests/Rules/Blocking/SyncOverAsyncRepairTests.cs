using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1003SyncOverAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>What becomes of a wait where its function cannot be async: the type changes instead.</summary>
public class SyncOverAsyncRepairTests
{
    // ---- Dispose gets DisposeAsync ----

    [Fact]
    public Task DisposeAsync_is_added() => Verify.FixesAsync(
        """
        sealed class C : IDisposable
        {
            /// <summary>Stops.</summary>
            public void Dispose()
            {
                if (_stopped)
                {
                    return;
                }

                // stop first
                [|StopAsync().GetAwaiter().GetResult()|]; // behind
                [|Task.WaitAll(StopAsync(), StopAsync())|];
                _stopped = true;
            }

            bool _stopped;
            Task StopAsync() => null!;
        }
        """,
        """
        sealed class C : IDisposable, IAsyncDisposable
        {
            /// <summary>Stops.</summary>
            public void Dispose()
            {
                if (_stopped)
                {
                    return;
                }

                // stop first
                StopAsync().GetAwaiter().GetResult(); // behind
                Task.WaitAll(StopAsync(), StopAsync());
                _stopped = true;
            }

            /// <inheritdoc/>
            public async ValueTask DisposeAsync()
            {
                if (_stopped)
                {
                    return;
                }

                // stop first
                await StopAsync(); // behind
                await Task.WhenAll(StopAsync(), StopAsync());
                _stopped = true;
            }

            bool _stopped;
            Task StopAsync() => null!;
        }
        """);

    [Theory]
    [InlineData("class C : IDisposable, ICloneable", "class C : IDisposable, IAsyncDisposable, ICloneable")]
    [InlineData("class C : ICloneable, System.IDisposable", "class C : ICloneable, System.IDisposable, IAsyncDisposable")]
    [InlineData("class C : ICloneable, IMine", "class C : ICloneable, IMine, IAsyncDisposable")]
    [InlineData("class C<U> : ICloneable, IDisposable where U : class", "class C<U> : ICloneable, IDisposable, IAsyncDisposable where U : class")]
    [InlineData("record C : IDisposable, ICloneable", "record C : IDisposable, IAsyncDisposable, ICloneable", "")]
    public Task Base_lists(string head, string fixedHead, string clone = "public object Clone() => this;") => Verify.FixesAsync(
        $$"""
        {{head}}
        {
            public void Dispose() => [|T().Wait()|];

            Task T() => null!;
            {{(clone.Length == 0 ? "object ICloneable.Clone() => this;" : clone)}}
        }

        interface IMine : IDisposable { }
        """,
        $$"""
        {{fixedHead}}
        {
            public void Dispose() => T().Wait();

            public async ValueTask DisposeAsync() => await T();

            Task T() => null!;
            {{(clone.Length == 0 ? "object ICloneable.Clone() => this;" : clone)}}
        }

        interface IMine : IDisposable { }
        """);

    [Fact]
    public Task DisposeAsync_on_one_line() => Verify.FixesAsync(
        "class C : IDisposable { public void Dispose() => [|T().Wait()|]; Task T() => null!; }",
        "class C : IDisposable, IAsyncDisposable { public void Dispose() => T().Wait(); public async ValueTask DisposeAsync() => await T(); Task T() => null!; }");

    [Fact]
    public Task DisposeAsync_with_tabs_and_carriage_returns() => Verify.FixesAsync(
        "class C : IDisposable\r\n{\r\n\tTask t = null!;\r\n\tpublic void Dispose()\r\n\t{\r\n\t\t[|t.Wait()|];\r\n\t}\r\n}\r\n",
        "class C : IDisposable, IAsyncDisposable\r\n{\r\n\tTask t = null!;\r\n\tpublic void Dispose()\r\n\t{\r\n\t\tt.Wait();\r\n\t}\r\n\r\n\tpublic async ValueTask DisposeAsync()\r\n\t{\r\n\t\tawait t;\r\n\t}\r\n}\r\n");

    [Theory]
    [InlineData("struct C : IDisposable { public void Dispose() => [|T().Wait()|]; static Task T() => null!; }")]
    [InlineData("class C : IDisposable { public virtual void Dispose() => [|T().Wait()|]; static Task T() => null!; }")]
    [InlineData("class C : IDisposable { void IDisposable.Dispose() => [|T().Wait()|]; static Task T() => null!; }")]
    [InlineData("class C : IDisposable { public void Dispose() => Dispose(true); protected virtual void Dispose(bool disposing) => [|T().Wait()|]; static Task T() => null!; }")]
    [InlineData("class C : IDisposable { public void Dispose() { if ([|T().Wait(5)|]) { } } static Task T() => null!; }")]
    [InlineData("class C : IDisposable { public void Dispose() { [|T().Wait(5)|]; } static Task T() => null!; }")]
    [InlineData("class B { public void DisposeAsync() { } } class C : B, IDisposable { public void Dispose() => [|T().Wait()|]; static Task T() => null!; }")]
    public Task Types_that_cannot_be_disposed_of_asynchronously(string type) => Verify.ReportsAsync(type);

    [Fact]
    public Task Framework_without_IAsyncDisposable() => Verify.ReportsAsync(
        "using System; using System.Threading.Tasks; class C : IDisposable { public void Dispose() => [|T().Wait()|]; static Task T() => null; }",
        references: ReferenceAssemblies.NetFramework.Net472.Default, languageVersion: LanguageVersion.CSharp8);

    // ---- Lazy ----

    [Theory]
    [InlineData("Lazy<int> _x = new Lazy<int>(() => [|T().Result|]);", "Lazy<Task<int>> _x = new Lazy<Task<int>>(() => T());")]
    [InlineData("Lazy<int> _x = new(() => [|T().Result|]);", "Lazy<Task<int>> _x = new(() => T());")]
    [InlineData("Lazy<int> _x = new(() => [|T().GetAwaiter().GetResult()|], true);", "Lazy<Task<int>> _x = new(() => T(), true);")]
    [InlineData("Lazy<int> _x = new(() => [|T().ConfigureAwait(false).GetAwaiter().GetResult()|]);", "Lazy<Task<int>> _x = new(() => T());")]
    [InlineData("Lazy<int> _x = new(() => /*c*/ [|T().Result|], LazyThreadSafetyMode.None);", "Lazy<Task<int>> _x = new(() => /*c*/ T(), LazyThreadSafetyMode.None);")]
    [InlineData("Lazy<int> _x = new(() => [|T().Result|] + 1);", "Lazy<Task<int>> _x = new(async () => await T() + 1);")]
    [InlineData("Lazy<int> _x = new(() => { Console.WriteLine(); return [|T().Result|]; });", "Lazy<Task<int>> _x = new(async () => { Console.WriteLine(); return await T(); });")]
    [InlineData("Lazy<int> _x = new(() => [|V().Result|]);", "Lazy<Task<int>> _x = new(async () => await V());")]
    [InlineData("System.Lazy<int> _x = new System.Lazy<int>(() => [|T().Result|]);", "System.Lazy<Task<int>> _x = new System.Lazy<Task<int>>(() => T());")]
    public Task Lazy_of_the_task(string field, string fixedField) => Verify.FixesAsync(
        "class C { static " + field + " int M() => _x.Value + 1; async Task N() { if (_x.IsValueCreated) Console.WriteLine(C._x.Value.ToString()); await Task.Yield(); } static Task<int> T() => null!; static ValueTask<int> V() => default; }",
        "class C { static " + fixedField + " async Task<int> M() => await _x.Value + 1; async Task N() { if (_x.IsValueCreated) Console.WriteLine((await C._x.Value).ToString()); await Task.Yield(); } static Task<int> T() => null!; static ValueTask<int> V() => default; }");

    [Fact]
    public Task Lazy_made_in_the_constructor() => Verify.FixesAsync(
        """
        class C
        {
            private readonly Lazy<string> _text;

            public C(string path)
            {
                // when it is needed
                _text = new Lazy<string>(() => [|File.ReadAllTextAsync(path).Result|]);
            }

            internal int Length() => _text.Value.Length;

            internal bool IsLong() => Length() > 10 && this._text.Value != "";
        }
        """,
        """
        class C
        {
            private readonly Lazy<Task<string>> _text;

            public C(string path)
            {
                // when it is needed
                _text = new Lazy<Task<string>>(() => File.ReadAllTextAsync(path));
            }

            internal async Task<int> Length() => (await _text.Value).Length;

            internal async Task<bool> IsLong() => await Length() > 10 && await this._text.Value != "";
        }
        """);

    [Fact]
    public Task Lazy_in_a_local() => Verify.FixesAsync(
        "class C { async Task M(Task<int> t) { var x = new Lazy<int>(() => [|t.Result|]); await Task.Yield(); Console.WriteLine(x.Value); } }",
        "class C { async Task M(Task<int> t) { var x = new Lazy<Task<int>>(() => t); await Task.Yield(); Console.WriteLine(await x.Value); } }");

    [Theory]
    [InlineData("static Lazy<int> _x = new(() => [|T().Result|]); int P => _x.Value;")]
    [InlineData("internal static Lazy<int> _x = new(() => [|T().Result|]); void M() { int y = _x.Value; }")]
    [InlineData("static Lazy<int> _x = new(() => [|T().Result|]); Lazy<int> M() => _x;")]
    [InlineData("static Lazy<int> _x = new(() => [|T().Result|], LazyThreadSafetyMode.PublicationOnly); void M() { int y = _x.Value; }")]
    [InlineData("static Lazy<int> _x = new(() => [|T().Result|]); void M() { lock (this) { int y = _x.Value; } }")]
    [InlineData("static Lazy<int> _x = new(() => [|T().Result|]); void M() { try { int y = _x.Value; } catch (AggregateException) { } }")]
    [InlineData("static Lazy<int> _x = new(() => [|T().Result|]); void M() { _x = null!; int y = _x.Value; }")]
    [InlineData("static Lazy<int> _x = new(() => [|T().Result|]); void M(out int y) { y = _x.Value; }")]
    [InlineData("static Lazy<int> _x = new(() => [|T().Result|]); C() { int y = _x.Value; }")]
    [InlineData("Lazy<int> M() => new(() => [|T().Result|]);")]
    public Task Lazy_that_stays(string members) => Verify.ReportsAsync("class C { " + members + " static Task<int> T() => null!; }");

    // ---- a static field keeps the task ----

    [Fact]
    public Task Static_field_keeps_the_task() => Verify.FixesAsync(
        """
        class C
        {
            // once
            private static readonly string Text = [|LoadAsync().Result|]; // behind

            int Length() => Text.Length;

            async Task<bool> IsLong() => await Task.FromResult(true) && C.Text != nameof(Text);

            static Task<string> LoadAsync() => null!;
        }
        """,
        """
        class C
        {
            // once
            private static readonly Task<string> Text = LoadAsync(); // behind

            async Task<int> Length() => (await Text).Length;

            async Task<bool> IsLong() => await Task.FromResult(true) && await C.Text != nameof(Text);

            static Task<string> LoadAsync() => null!;
        }
        """);

    [Theory]
    [InlineData("static int F = [|T().Result|]; void M() { int y = F; }")]
    [InlineData("internal static readonly int F = [|T().Result|]; void M() { int y = F; }")]
    [InlineData("static readonly long F = [|T().Result|]; void M() { long y = F; }")]
    [InlineData("static readonly int F = [|T().Result|]; int P => F;")]
    [InlineData("static readonly int F = [|T().Result|]; void M() { D(in F); } void D(in int x) { }")]
    [InlineData("static readonly int F = [|T().Result|]; static readonly int G = F;")]
    public Task Static_fields_that_stay(string members) => Verify.ReportsAsync("class C { " + members + " static Task<int> T() => null!; }");

    // ---- a lambda that an overload awaits ----

    [Theory]
    [InlineData("await Task.Run(() => [|t.Result|]);", "await Task.Run(async () => await t);")]
    [InlineData("await Task.Run(() => { /*c*/ [|t.Wait()|]; });", "await Task.Run(async () => { /*c*/ await t; });")]
    [InlineData("int x = await Task.Run(() => [|t.Result|] + 1, default(CancellationToken));", "int x = await Task.Run(async () => await t + 1, default(CancellationToken));")]
    [InlineData("await Task.Run(delegate { [|t.Wait()|]; });", "await Task.Run(async delegate { await t; });")]
    public Task Lambda_becomes_async(string statement, string fixedStatement) => Verify.FixesAsync(
        "class C { async Task M(Task<int> t) { " + statement + " } }",
        "class C { async Task M(Task<int> t) { " + fixedStatement + " } }");

    [Theory]
    [InlineData("await Task.Factory.StartNew(() => [|t.Result|]);")]
    [InlineData("Parallel.For(0, 9, i => [|t.Wait()|]);")]
    [InlineData("new[] { 1 }.Select(i => [|t.Result|]);")]
    [InlineData("using var timer = new Timer(_ => [|t.Wait()|]);")]
    public Task Lambda_that_stays(string statement) => Verify.ReportsAsync("class C { async Task M(Task<int> t) { await Task.Yield(); " + statement + " } }");

    // ---- a constructor gets CreateAsync ----

    [Fact]
    public Task Awaited_values_are_handed_in() => Verify.FixesAsync(
        """
        class Prices
        {
            private readonly string _name;
            private readonly int _rate;

            /// <summary>Loads the rate.</summary>
            internal Prices(string name)
            {
                _name = name;
                // takes its time
                _rate = [|LoadAsync(name).Result|];
                Console.WriteLine(_name);
            }

            static Task<int> LoadAsync(string name) => null!;
        }

        class Shop
        {
            async Task M(string name)
            {
                var prices = new Prices(name + "s");
                await Task.Yield();
            }

            int N()
            {
                Prices prices = new("x");
                return prices.GetHashCode();
            }
        }
        """,
        """
        class Prices
        {
            private readonly string _name;
            private readonly int _rate;

            /// <summary>Loads the rate.</summary>
            private Prices(string name, int rate)
            {
                _name = name;
                // takes its time
                _rate = rate;
                Console.WriteLine(_name);
            }

            /// <summary>Creates an instance.</summary>
            internal static async Task<Prices> CreateAsync(string name)
            {
                return new Prices(name, await LoadAsync(name));
            }

            static Task<int> LoadAsync(string name) => null!;
        }

        class Shop
        {
            async Task M(string name)
            {
                var prices = await Prices.CreateAsync(name + "s");
                await Task.Yield();
            }

            async Task<int> N()
            {
                Prices prices = await Prices.CreateAsync("x");
                return prices.GetHashCode();
            }
        }
        """);

    [Fact]
    public Task The_rest_is_done_outside() => Verify.FixesAsync(
        """
        class Client
        {
            private readonly string _name;
            private int _state;

            internal Client(string name)
            {
                _name = name ?? throw new ArgumentNullException(nameof(name));

                // connect first
                [|ConnectAsync(3).Wait()|];
                _state = [|this.ReadAsync(_name).GetAwaiter().GetResult()|] + 1; // behind
                Note(() => _state);
            }

            Task ConnectAsync(int n) => null!;
            Task<int> ReadAsync(string s) => null!;
            void Note(Func<int> f) { }
        }

        class Shop
        {
            async Task M() => (await Task.FromResult(1)).CompareTo(new Client("a").GetHashCode());
        }
        """,
        """
        class Client
        {
            private readonly string _name;
            private int _state;

            private Client(string name)
            {
                _name = name ?? throw new ArgumentNullException(nameof(name));
            }

            internal static async Task<Client> CreateAsync(string name)
            {
                var created = new Client(name);

                // connect first
                await created.ConnectAsync(3);
                created._state = await created.ReadAsync(created._name) + 1; // behind
                created.Note(() => created._state);
                return created;
            }

            Task ConnectAsync(int n) => null!;
            Task<int> ReadAsync(string s) => null!;
            void Note(Func<int> f) { }
        }

        class Shop
        {
            async Task M() => (await Task.FromResult(1)).CompareTo((await Client.CreateAsync("a")).GetHashCode());
        }
        """);

    [Theory]
    [InlineData(
        "internal C() { [|S().Wait()|]; } static Task S() => null!;",
        "private C() { } internal static async Task<C> CreateAsync() { await S(); return new C(); } static Task S() => null!;")]
    [InlineData(
        "int rate; internal C() { rate = [|T().Result|]; }",
        "int rate; private C(int rate) { this.rate = rate; } internal static async Task<C> CreateAsync() { return new C(await T()); }")]
    [InlineData(
        "int Rate { get; } internal C() { this.Rate = [|T().Result|]; [|Task.WaitAll(T())|]; }",
        "int Rate { get; } private C(int rate) { this.Rate = rate; } internal static async Task<C> CreateAsync() { int rate = await T(); await Task.WhenAll(T()); return new C(rate); }")]
    [InlineData(
        "int n; internal C() { n = 1; if (n > 0) { n = [|T().Result|]; } }",
        "int n; private C() { n = 1; } internal static async Task<C> CreateAsync() { var created = new C(); if (created.n > 0) { created.n = await T(); } return created; }")]
    public Task Constructors_on_one_line(string members, string fixedMembers) => Verify.FixesAsync(
        "class C { " + members + " static Task<int> T() => null!; } class D { async Task M() { await Task.Yield(); var c = new C(); } }",
        "class C { " + fixedMembers + " static Task<int> T() => null!; } class D { async Task M() { await Task.Yield(); var c = await C.CreateAsync(); } }");

    [Fact]
    public Task Comments_are_kept() => Verify.FixesAsync(
        """
        class C
        {
            internal C()
            {
                // be ready
                [|T().Wait()|]; // now
            }

            static Task T() => null!;
            async Task M() { await Task.Yield(); var c = new C(/*new*/); }
        }
        """,
        """
        class C
        {
            private C()
            {
            }

            internal static async Task<C> CreateAsync()
            {
                var created = new C();
                // be ready
                await T(); // now
                return created;
            }

            static Task T() => null!;
            async Task M() { await Task.Yield(); var c = await C.CreateAsync(/*new*/); }
        }
        """);

    [Fact]
    public Task Public_constructor_under_a_title_that_says_so() => Verify.FixesAsync(
        "public class C { public C() { [|T().Wait()|]; } static Task T() => null!; class D { async Task M() { await Task.Yield(); var c = new C(); } } }",
        "public class C { private C() { } public static async Task<C> CreateAsync() { await T(); return new C(); } static Task T() => null!; class D { async Task M() { await Task.Yield(); var c = await C.CreateAsync(); } } }",
        configure: test => test.CodeActionVerifier = (action, _) => Assert.Equal("Create 'C' with 'await CreateAsync'; changes public API", action.Title));

    [Theory]
    [InlineData("class C { internal C() { [|T().Wait()|]; } static Task T() => null!; }")]
    [InlineData("class C { internal C() { [|T().Wait()|]; } static Task T() => null!; } class E : C { } class D { void M() { var c = new C(); } }")]
    [InlineData("class C { internal C() { [|T().Wait()|]; } internal C(int n) : this() { } static Task T() => null!; } class D { void M() { var c = new C(); } }")]
    [InlineData("class C { internal C() { [|T().Wait()|]; } static Task T() => null!; } class D { C P => new C(); }")]
    [InlineData("class C { internal C() { [|T().Wait()|]; } static Task T() => null!; } class D { C f = new C(); void M() { var c = new C(); } }")]
    [InlineData("class C { internal int X; internal C() { [|T().Wait()|]; } static Task T() => null!; } class D { void M() { var c = new C { X = 1 }; } }")]
    [InlineData("class C { public C() { [|T().Wait()|]; } static Task T() => null!; } class D { void M() { var c = new C(); Add<C>(); } void Add<T>() { } }")]
    [InlineData("class C { public C() { [|T().Wait()|]; } static Task T() => null!; } class D { void M() { var c = new C(); Activator.CreateInstance(typeof(C)); } }")]
    [InlineData("class C { public C() { [|T().Wait()|]; } static Task T() => null!; } class D<T> where T : new() { } class F : D<C> { void M() { var c = new C(); } }")]
    [InlineData("class C { readonly int _n; readonly int _m; internal C() { _n = 1; _m = [|T(_n).Result|]; } Task<int> T(int n) => null!; } class D { void M() { var c = new C(); } }")]
    [InlineData("class C { string _s; internal C() { Console.WriteLine(); _s = [|T().Result|]; } Task<string> T() => null!; } class D { void M() { var c = new C(); } }")]
    [InlineData("class C { int _s; internal C() { int n = 1; _s = [|T(n).Result|]; } Task<int> T(int n) => null!; } class D { void M() { var c = new C(); } }")]
    [InlineData("class C { internal C() { try { [|T().Wait()|]; } catch (AggregateException) { } } static Task T() => null!; } class D { void M() { var c = new C(); } }")]
    [InlineData("class B { } class C : B { internal C() { [|T().Wait()|]; } static Task T() => null!; } class D { void M() { var c = new C(); } }")]
    [InlineData("class C { internal C() { [|T().Wait()|]; } void CreateAsync() { } static Task T() => null!; } class D { void M() { var c = new C(); } }")]
    public Task Constructors_that_stay(string types) => Verify.ReportsAsync(types);

    [Fact]
    public Task Generic_type_with_callers_in_another_file() => Verify.FixesAsync(
        "class C<T> { internal C(T x) { [|Task.Delay(x!.GetHashCode()).Wait()|]; } }",
        "class C<T> { private C(T x) { } internal static async Task<C<T>> CreateAsync(T x) { await Task.Delay(x!.GetHashCode()); return new C<T>(x); } }",
        configure: test =>
        {
            test.TestState.Sources.Add("class D { void M() { var c = new C<string>(\"\"); } void N() => M(); }");
            test.FixedState.Sources.Add("class D { async Task M() { var c = await C<string>.CreateAsync(\"\"); } async Task N() => await M(); }");
        });

    // ---- callers await the asynchronous method that is there ----

    [Theory]
    [InlineData("int Get(int n) => [|GetAsync(n).Result|]; ", "")]
    [InlineData("internal int Get(int n) { return [|this.GetAsync(n).ConfigureAwait(false).GetAwaiter().GetResult()|]; } ", "")]
    [InlineData("internal int Get(int n) => [|GetAsync(n, CancellationToken.None).Result|]; ", "")]
    public Task Callers_await_what_is_there(string method, string fixedMethod) => Verify.FixesAsync(
        "class C { " + method + "internal Task<int> GetAsync(int n, CancellationToken ct = default) => null!; int M() => Get(1) + this.Get(2); }",
        "class C { " + fixedMethod + "internal Task<int> GetAsync(int n, CancellationToken ct = default) => null!; async Task<int> M() => await GetAsync(1) + await this.GetAsync(2); }");

    [Fact]
    public Task Public_method_stays_for_others() => Verify.FixesAsync(
        "public class C { public void Save() => [|SaveAsync().Wait()|]; public Task SaveAsync() => null!; internal void M() { Save(); } }",
        "public class C { public void Save() => [|SaveAsync().Wait()|]; public Task SaveAsync() => null!; internal async Task M() { await SaveAsync(); } }");

    [Theory]
    [InlineData("int Get(int n) => [|GetAsync(n).Result|] + 1; Task<int> GetAsync(int n) => null!; int M() => Get(1);")]
    [InlineData("int Get(int n) => [|GetAsync(n + 1).Result|]; Task<int> GetAsync(int n) => null!; int M() => Get(1);")]
    [InlineData("int Get(int n) => [|GetAsync(n).Result|]; async Task<int> GetAsync(int n) { await Task.Yield(); return n == 0 ? 1 : Get(n - 1); }")]
    [InlineData("int Get(int n) => [|GetAsync(n).Result|]; Task<int> GetAsync(int n) => null!; int P => Get(1);")]
    [InlineData("int Get(int n) => [|GetAsync(n).Result|]; Task<int> GetAsync(int n) => null!; Func<int, int> M() => Get;")]
    public Task Callers_that_stay(string members) => Verify.ReportsAsync("class C { " + members + " }");

    [Fact]
    public Task Caller_that_handles_AggregateException() => Verify.ReportsAsync(
        "class C { static void Load() => [|T().Wait()|]; void M() { try { Load(); } catch (AggregateException) { } } static Task T() => null!; }");

    [Fact]
    public Task Caller_in_the_type_itself() => Verify.FixesAsync(
        "class C { internal C() { [|T().Wait()|]; } static Task T() => null!; void M() { var c = new C(); } }",
        "class C { private C() { } internal static async Task<C> CreateAsync() { await T(); return new C(); } static Task T() => null!; async Task M() { var c = await C.CreateAsync(); } }");

    [Fact]
    public Task Asynchronous_method_that_the_callers_cannot_reach() => Verify.FixesAsync(
        "class C { internal int Get(int n) => [|GetAsync(n).Result|]; Task<int> GetAsync(int n) => null!; } class D { int M(C c) => c.Get(1); }",
        "class C { internal async Task<int> Get(int n) => await GetAsync(n); Task<int> GetAsync(int n) => null!; } class D { async Task<int> M(C c) => await c.Get(1); }");

    [Fact]
    public Task Test_that_is_ignored() => Verify.FixesAsync(
        "namespace NUnit.Framework { public class TestAttribute : Attribute { } public class IgnoreAttribute : Attribute { } } public class T { [NUnit.Framework.Test, NUnit.Framework.Ignore] public void M() { [|Task.Delay(1).Wait()|]; } }",
        "namespace NUnit.Framework { public class TestAttribute : Attribute { } public class IgnoreAttribute : Attribute { } } public class T { [NUnit.Framework.Test, NUnit.Framework.Ignore] public async Task M() { await Task.Delay(1); } }");
}
