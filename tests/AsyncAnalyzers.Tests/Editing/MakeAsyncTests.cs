namespace AsyncAnalyzers.Tests.Editing;

/// <summary>Which functions become async with which others, and where nothing is done because one of them could not.</summary>
public class MakeAsyncTests
{
    // ---- contracts ----

    [Fact]
    public Task An_override_takes_the_abstract_method_the_other_overrides_and_the_callers_along() => AsyncPlan.BecomesAsync("""
        abstract class Store
        {
            /// <summary>Saves.</summary>
            protected internal abstract void Save(int id); // all of it
        }

        class FileStore : Store
        {
            protected internal override void Save(int id)
            {
                // to the disk
                [|Task.Delay(id)|];
            }
        }

        class NullStore : Store
        {
            protected internal override void Save(int id)
            {
                // nothing to do
            }
        }

        class LoudStore : Store
        {
            protected internal override void Save(int id) => Console.WriteLine(id); // said
        }

        class User
        {
            void Use(Store store, LoudStore loud) { store.Save(1); loud.Save(2); }
        }
        """, """
        abstract class Store
        {
            /// <summary>Saves.</summary>
            protected internal abstract Task Save(int id); // all of it
        }

        class FileStore : Store
        {
            protected internal override async Task Save(int id)
            {
                // to the disk
                await Task.Delay(id);
            }
        }

        class NullStore : Store
        {
            protected internal override Task Save(int id)
            {
                // nothing to do
                return Task.CompletedTask;
            }
        }

        class LoudStore : Store
        {
            protected internal override Task Save(int id)
            {
                Console.WriteLine(id);
                return Task.CompletedTask;
            } // said
        }

        class User
        {
            async Task Use(Store store, LoudStore loud) { await store.Save(1); await loud.Save(2); }
        }
        """);

    [Fact]
    public Task The_base_takes_overrides_along_down_to_the_last() => AsyncPlan.BecomesAsync("""
        class A { internal virtual int F(bool x) { [|Task.Delay(1)|]; return 1; } }
        class B : A { internal override int F(bool x) { if (x) { return 2; } return base.F(x); } }
        class D : B { internal sealed override int F(bool x) => 3; }
        class E : A { internal override int F(bool x) => throw new NotSupportedException(); }
        """, """
        class A { internal virtual async Task<int> F(bool x) { await Task.Delay(1); return 1; } }
        class B : A { internal override async Task<int> F(bool x) { if (x) { return 2; } return await base.F(x); } }
        class D : B { internal sealed override Task<int> F(bool x) => Task.FromResult(3); }
        class E : A { internal override Task<int> F(bool x) => throw new NotSupportedException(); }
        """);

    [Fact]
    public Task An_interface_with_all_implementations() => AsyncPlan.BecomesAsync("""
        interface IStore
        {
            /// <summary>Counts.</summary>
            long Count(string? name);
        }

        class Disk : IStore
        {
            public long Count(string? name)
            {
                [|Task.Delay(1)|];
                return 7;
            }
        }

        class Memory : IStore
        {
            long IStore.Count(string? name) => name is null ? 0 : 1;
        }

        class Other : IStore
        {
            public long Count(string? name)
            {
                if (name is null)
                    return 0L;

                foreach (char c in name)
                {
                    return c;
                }

                return new Func<long>(() => { return 5; })();
            }
        }

        class User
        {
            internal bool Many(IStore store) => store.Count("a") > 1;
        }
        """, """
        interface IStore
        {
            /// <summary>Counts.</summary>
            Task<long> Count(string? name);
        }

        class Disk : IStore
        {
            public async Task<long> Count(string? name)
            {
                await Task.Delay(1);
                return 7;
            }
        }

        class Memory : IStore
        {
            Task<long> IStore.Count(string? name) => Task.FromResult<long>(name is null ? 0 : 1);
        }

        class Other : IStore
        {
            public Task<long> Count(string? name)
            {
                if (name is null)
                    return Task.FromResult(0L);

                foreach (char c in name)
                {
                    return Task.FromResult<long>(c);
                }

                return Task.FromResult(new Func<long>(() => { return 5; })());
            }
        }

        class User
        {
            internal async Task<bool> Many(IStore store) => await store.Count("a") > 1;
        }
        """);

    [Fact]
    public Task An_interface_that_an_inherited_member_implements() => AsyncPlan.BecomesAsync("""
        class Base { public void Save() { [|Task.Delay(1)|]; } }
        //// Lib/B.cs
        interface ISave { void Save(); }
        class Derived : Base, ISave { }
        class Plain : ISave { public void Save() { } }
        static class User { static void Use(ISave saver) { saver.Save(); } }
        """, """
        class Base { public async Task Save() { await Task.Delay(1); } }
        //// Lib/B.cs
        interface ISave { Task Save(); }
        class Derived : Base, ISave { }
        class Plain : ISave { public Task Save() { return Task.CompletedTask; } }
        static class User { static async Task Use(ISave saver) { await saver.Save(); } }
        """);

    [Fact]
    public Task A_generic_interface_and_a_generic_method() => AsyncPlan.BecomesAsync("""
        interface IGet<T> { T Get<U>(U key) where U : class; }
        class Ints : IGet<int> { public int Get<U>(U key) where U : class { [|Task.Delay(1)|]; return 1; } }
        class All<T> : IGet<T?> where T : class { public T? Get<U>(U key) where U : class => null; }
        class User { void Use(IGet<int> ints, All<string> all) { int n = ints.Get("") + ints.Get<object>(1); string? s = all.Get("x"); } }
        """, """
        interface IGet<T> { Task<T> Get<U>(U key) where U : class; }
        class Ints : IGet<int> { public async Task<int> Get<U>(U key) where U : class { await Task.Delay(1); return 1; } }
        class All<T> : IGet<T?> where T : class { public Task<T?> Get<U>(U key) where U : class => Task.FromResult<T?>(null); }
        class User { async Task Use(IGet<int> ints, All<string> all) { int n = await ints.Get("") + await ints.Get<object>(1); string? s = await all.Get("x"); } }
        """);

    [Fact]
    public Task A_default_interface_member() => AsyncPlan.BecomesAsync("""
        interface I { void M() { [|Task.Delay(1)|]; } }
        class C : I { }
        class D : I { void I.M() { Console.WriteLine(); } }
        class U { void F(I i) => i.M(); }
        """, """
        interface I { async Task M() { await Task.Delay(1); } }
        class C : I { }
        class D : I { Task I.M() { Console.WriteLine(); return Task.CompletedTask; } }
        class U { async Task F(I i) => await i.M(); }
        """);

    [Fact]
    public Task Both_parts_of_a_partial_method() => AsyncPlan.BecomesAsync("""
        partial class C
        {
            // the plan
            partial void M(int n);
            private partial int N();
        }
        //// Lib/B.cs
        partial class C
        {
            partial void M(int n) { [|Task.Delay(n)|]; }
            private partial int N() { M(1); return 2; }
            int F() => N();
        }
        """, """
        partial class C
        {
            // the plan
            private partial Task M(int n);
            private partial Task<int> N();
        }
        //// Lib/B.cs
        partial class C
        {
            private async partial Task M(int n) { await Task.Delay(n); }
            private async partial Task<int> N() { await M(1); return 2; }
            async Task<int> F() => await N();
        }
        """);

    [Fact]
    public Task Implementations_that_must_await_do_and_the_others_do_not() => AsyncPlan.BecomesAsync("""
        interface I { void A(); void B(); }
        class X : I { public void A() { [|Task.Delay(1)|]; } public void B() => A(); }
        class Y : I { public void A() { } public void B() { A(); } }
        class Z : I { public void A() { return; } public void B() { throw new InvalidOperationException(); } }
        """, """
        interface I { Task A(); Task B(); }
        class X : I { public async Task A() { await Task.Delay(1); } public async Task B() => await A(); }
        class Y : I { public Task A() { return Task.CompletedTask; } public async Task B() { await A(); } }
        class Z : I { public Task A() { return Task.CompletedTask; } public Task B() { throw new InvalidOperationException(); } }
        """);

    [Theory]
    [InlineData("class C : IDisposable { public void Dispose() { [|Task.Delay(1)|]; } }")]
    [InlineData("class C : IDisposable { void IDisposable.Dispose() { [|Task.Delay(1)|]; } }")]
    [InlineData("class C : IDisposable { public void Dispose() => Close(); internal void Close() { [|Task.Delay(1)|]; } }")]
    [InlineData("class C { public override string ToString() { [|Task.Delay(1)|]; return \"\"; } }")]
    [InlineData("class B { public void Dispose() { [|Task.Delay(1)|]; } } class C : B, IDisposable { }")]
    [InlineData("class A { internal virtual A F() { [|Task.Delay(1)|]; return this; } } class B : A { internal override B F() => this; }")] // covariant
    [InlineData("interface I { void M(); } class C : I { public void M() { [|Task.Delay(1)|]; } } class D : I { [System.Diagnostics.Conditional(\"X\")] public void N() { } public void M() { } event Action E { add { M(); } remove { } } }")]
    [InlineData("interface I { void M(); } class C : I { public void M() { [|Task.Delay(1)|]; } } class D { int P => 1; D(I i) { i.M(); } }")]
    [InlineData("interface I { void M(); } class C : I { public void M() { [|Task.Delay(1)|]; } } class D : I { public extern void M(); }")]
    [InlineData("class B<T> { internal virtual void M(T t) { } } class C : B<int> { internal override void M(int t) { [|Task.Delay(1)|]; } } class D : B<string> { internal override void M(string s) { } Action<string> A => M; }")]
    public Task A_contract_that_cannot_follow(string source) => AsyncPlan.IsRefusedAsync(source);

    [Fact]
    public Task Implementations_in_other_projects() => AsyncPlan.BecomesAsync("""
        interface IJob { void Run(); }
        class First : IJob { public void Run() { [|Task.Delay(1)|]; } }
        //// App/B.cs
        class Second : IJob { public void Run() { Console.WriteLine("2"); } }
        //// Tests/T.cs
        class Runner { void All(IEnumerable<IJob> jobs) { foreach (IJob job in jobs) { job.Run(); } new Second().Run(); } }
        """.Replace("new Second().Run(); ", ""), """
        interface IJob { Task Run(); }
        class First : IJob { public async Task Run() { await Task.Delay(1); } }
        //// App/B.cs
        class Second : IJob { public Task Run() { Console.WriteLine("2"); return Task.CompletedTask; } }
        //// Tests/T.cs
        class Runner { async Task All(IEnumerable<IJob> jobs) { foreach (IJob job in jobs) { await job.Run(); } } }
        """);

    // ---- callers ----

    [Fact]
    public Task Recursion_mutual_recursion_and_a_diamond_end() => AsyncPlan.BecomesAsync("""
        class C
        {
            private int A(int n) { [|Task.Delay(1)|]; return n == 0 ? 0 : A(n - 1) + B(n - 1); }
            private int B(int n) { return n == 0 ? 1 : A(n - 1); }
            private int Left() => A(1);
            private int Right() => A(2) + B(2);
            private int Top() => Left() + Right();
        }
        """, """
        class C
        {
            private async Task<int> A(int n) { await Task.Delay(1); return n == 0 ? 0 : await A(n - 1) + await B(n - 1); }
            private async Task<int> B(int n) { return n == 0 ? 1 : await A(n - 1); }
            private async Task<int> Left() => await A(1);
            private async Task<int> Right() => await A(2) + await B(2);
            private async Task<int> Top() => await Left() + await Right();
        }
        """);

    [Fact]
    public Task Callers_in_all_places_of_an_expression() => AsyncPlan.BecomesAsync("""
        class C
        {
            private string Name(int n = 1) { [|Task.Delay(1)|]; return "x"; }
            private void M(C other)
            {
                // first
                string s = Name() /* one */ + Name(2).Length; // end
                s += Name()[0];
                if (Name() is { Length: 1 } && !Name().Equals(Name(n: 3)))
                {
                    Console.WriteLine($"{Name()}: {Name().Trim(),5}");
                }

                foreach (char c in Name()) { }
                using (var x = new System.IO.StringReader(Name())) { }
                var all = new[] { Name(), other.Name() };
                var first = from c in Name() select c;
                s = Name() switch { "x" => Name(), _ => (string)Name() };
                for (int i = 0; i < Name().Length; i++) { other.M(this); }
                _ = nameof(Name);
            }
        }
        """, """
        class C
        {
            private async Task<string> Name(int n = 1) { await Task.Delay(1); return "x"; }
            private async Task M(C other)
            {
                // first
                string s = await Name() /* one */ + (await Name(2)).Length; // end
                s += (await Name())[0];
                if (await Name() is { Length: 1 } && !(await Name()).Equals(await Name(n: 3)))
                {
                    Console.WriteLine($"{await Name()}: {(await Name()).Trim(),5}");
                }

                foreach (char c in await Name()) { }
                using (var x = new System.IO.StringReader(await Name())) { }
                var all = new[] { await Name(), await other.Name() };
                var first = from c in await Name() select c;
                s = (await Name()) switch { "x" => await Name(), _ => (string)await Name() };
                for (int i = 0; i < (await Name()).Length; i++) { await other.M(this); }
                _ = nameof(Name);
            }
        }
        """);

    [Fact]
    public Task Callers_that_return_tasks_and_async_void_ones() => AsyncPlan.BecomesAsync("""
        public class C
        {
            internal void M() { [|Task.Delay(1)|]; }
            public Task A() { M(); return Task.CompletedTask; }
            public Task<int> B() { M(); return Task.FromResult(1); }
            public async void D() { M(); await Task.Yield(); }
            public async Task E() { await Task.Yield(); void F() => M(); F(); }
            public Func<Task> G() => () => { M(); return A(); };
        }
        """, """
        public class C
        {
            internal async Task M() { await Task.Delay(1); }
            public async Task A() { await M(); }
            public async Task<int> B() { await M(); return 1; }
            public async void D() { await M(); await Task.Yield(); }
            public async Task E() { await Task.Yield(); async Task F() => await M(); await F(); }
            public Func<Task> G() => async () => { await M(); await A(); };
        }
        """);

    [Fact]
    public Task The_habit_of_each_file_is_followed() => AsyncPlan.BecomesAsync("""
        class C { internal void M() { [|Task.Delay(1)|]; } }
        //// Lib/B.cs
        class D { async Task X() => await Task.Delay(1).ConfigureAwait(false); void F(C c) { c.M(); } }
        """, """
        class C { internal async Task M() { await Task.Delay(1); } }
        //// Lib/B.cs
        class D { async Task X() => await Task.Delay(1).ConfigureAwait(false); async Task F(C c) { await c.M().ConfigureAwait(false); } }
        """);

    [Theory]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } int P { get { M(); return 1; } } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } int P { set => M(); } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } int this[int i] { get { M(); return 1; } } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } C() { M(); } }")]
    [InlineData("class C { static void M() { [|Task.Delay(1)|]; } static C() { M(); } }")]
    [InlineData("class C { static int M() { [|Task.Delay(1)|]; return 1; } int f = M(); }")]
    [InlineData("class C { static int M() { [|Task.Delay(1)|]; return 1; } int P { get; } = M(); }")]
    [InlineData("class B { protected B(int n) { } } class C : B { static int M() { [|Task.Delay(1)|]; return 1; } C() : base(M()) { } }")]
    [InlineData("class C { int M() { [|Task.Delay(1)|]; return 1; } public static int operator +(C a, C b) => a.M(); }")]
    [InlineData("class C { int M() { [|Task.Delay(1)|]; return 1; } public static implicit operator int(C a) => a.M(); }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } ~C() { M(); } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } event Action E { add { M(); } remove { } } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } void N() { lock (this) { M(); } } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } void N() { Monitor.Enter(this); M(); Monitor.Exit(this); } }")]
    [InlineData("class C { bool M() { [|Task.Delay(1)|]; return true; } void N() { try { } catch when (M()) { } } }")]
    [InlineData("class C { int M(int i) { [|Task.Delay(1)|]; return i; } void N(int[] a) { var q = from i in a select M(i); } }")]
    [InlineData("class C { int M(int i) { [|Task.Delay(1)|]; return i; } void N(int[] a) { var q = a.Select(i => M(i)); } }")]
    [InlineData("class C { int M(int i) { [|Task.Delay(1)|]; return i; } void N(IQueryable<int> a) { var q = a.Select(i => M(i)); } }")]
    [InlineData("class C { int M(int i) { [|Task.Delay(1)|]; return i; } void N(int[] a) { var q = a.Select(M); } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } void N() { new Thread(M).Start(); } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } void N() { new Thread(() => M()).Start(); } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } void N() { Parallel.Invoke(() => M()); } }")]
    [InlineData("class C { void M(object o) { [|Task.Delay(1)|]; } void N(dynamic d) { M(d); } }")]
    [InlineData("class C { unsafe void M() { [|Task.Delay(1)|]; } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } unsafe void N() { M(); } }")]
    [InlineData("class C { void M(ref int i) { [|Task.Delay(i)|]; } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } void N(out int i) { M(); i = 1; } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } void N(in int i) { M(); } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } void N(Span<int> s) { M(); } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } ref int N(int[] a) { M(); return ref a[0]; } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } void N() { Span<int> s = new int[3]; M(); s[0] = 1; } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } void N(int[] a) { ref int s = ref a[0]; M(); s = 1; } }")]
    [InlineData("struct S { int _n; void M() { _n++; [|Task.Delay(1)|]; } }")]
    [InlineData("class C { internal void M() { [|Task.Delay(1)|]; } } struct S { int _n; void N(C c) { c.M(); _n++; } }")]
    [InlineData("class C { internal void M() { [|Task.Delay(1)|]; } } ref struct S { void N(C c) { c.M(); } }")]
    [InlineData("class C { internal void M() { [|Task.Delay(1)|]; } [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] void N() { M(); } }")]
    [InlineData("class C { internal void M() { [|Task.Delay(1)|]; } IEnumerator<int> N() { M(); yield return 1; } }")]
    [InlineData("class C { internal void M() { [|Task.Delay(1)|]; } Task? N() { M(); return null; } }")]
    [InlineData("class C { internal void M() { [|Task.Delay(1)|]; } void N() { System.Linq.Expressions.Expression<Action> e = () => M(); } }")]
    [InlineData("class C { internal void M() { [|Task.Delay(1)|]; } void OnClick(object? sender, EventArgs e) { M(); } }")]
    [InlineData("class C { event Action? E; void M() { [|Task.Delay(1)|]; } void N() { E += M; } }")]
    [InlineData("class C { event Action? E; void M() { [|Task.Delay(1)|]; } void N() { E -= M; } }")]
    [InlineData("class C { event Action? E; void M() { [|Task.Delay(1)|]; } void N() { E += () => M(); } }")]
    [InlineData("class C { event EventHandler? E; void M(object? sender, EventArgs e) { [|Task.Delay(1)|]; } void N() { E += M; } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } Action A() => M; }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } Action A() => () => M(); }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } object A() => (Action)M; }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } Delegate A() => M; }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } object A() => new Action(M); }")]
    [InlineData("class C { static void M() { [|Task.Delay(1)|]; } unsafe void A() { delegate*<void> p = &M; } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } object? N() => typeof(C).GetMethod(\"M\"); }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } object? N() => typeof(C).GetMethod(nameof(M)); }")]
    [InlineData("class XAttribute : Attribute { public XAttribute(string s) { } } class C { [X(nameof(M))] int f; void M() { [|Task.Delay(1)|]; } }")]
    [InlineData("class C { [System.Runtime.Serialization.OnDeserialized] void M(System.Runtime.Serialization.StreamingContext c) { [|Task.Delay(1)|]; } }")]
    [InlineData("class C { [System.Diagnostics.Conditional(\"DEBUG\")] void M() { [|Task.Delay(1)|]; } }")]
    [InlineData("class C { [return: System.Diagnostics.CodeAnalysis.MaybeNull] string M() { [|Task.Delay(1)|]; return \"\"; } }")]
    [InlineData("class C : System.Collections.IEnumerable { public System.Collections.IEnumerator GetEnumerator() => null!; internal void Add(int i) { [|Task.Delay(1)|]; } static object N() => new C { 1, 2 }; }")]
    [InlineData("class C { internal C Where(Func<int, bool> f) { [|Task.Delay(1)|]; return this; } static object N(C c) => from x in c where x > 1 select x; internal C Select(Func<int, int> f) => this; }")]
    [InlineData("class C { [System.Runtime.CompilerServices.ModuleInitializer] internal static void M() { [|Task.Delay(1)|]; } }")]
    [InlineData("class C { void M() { [|Task.Delay(1)|]; } int P { get { void F() { M(); } F(); return 1; } } }")]
    public Task A_caller_that_cannot_follow(string source) => AsyncPlan.IsRefusedAsync(source);

    [Fact]
    public Task Nothing_is_done_for_a_plan_that_nobody_would_review() => AsyncPlan.IsRefusedAsync(
        "class C { void M0() { [|Task.Delay(1)|]; } " + string.Concat(Enumerable.Range(1, 250).Select(i => $"void M{i}() {{ M{i - 1}(); }} ")) + "}");

    [Fact]
    public Task Generated_code_cannot_follow() => AsyncPlan.IsRefusedAsync("""
        class C { internal void M() { [|Task.Delay(1)|]; } }
        //// Lib/B.g.cs
        class D { void N(C c) { c.M(); } }
        """);

    [Fact]
    public Task Callers_in_other_projects() => AsyncPlan.BecomesAsync("""
        class C { /* c */ internal int M() { [|Task.Delay(1)|]; return 1; } }
        //// App/B.cs
        class D { static void Main(string[] args) { /* d */ Console.WriteLine(new C().M()); } }
        //// Tests/T.cs
        class FactAttribute : Attribute { }
        public class T { [Fact] public void Works() { int n = new C().M(); } }
        """, """
        class C { /* c */ internal async Task<int> M() { await Task.Delay(1); return 1; } }
        //// App/B.cs
        class D { static async Task Main(string[] args) { /* d */ Console.WriteLine(await new C().M()); } }
        //// Tests/T.cs
        class FactAttribute : Attribute { }
        public class T { [Fact] public async Task Works() { int n = await new C().M(); } }
        """);

    [Theory]
    [InlineData("class P { static void Main() { [|Task.Delay(1)|]; } }", "class P { static async Task Main() { await Task.Delay(1); } }")]
    [InlineData("class P { static int Main() { [|Task.Delay(1)|]; return 1; } }", "class P { static async Task<int> Main() { await Task.Delay(1); return 1; } }")]
    [InlineData("public class P { public static int Main(string[] args) { [|Task.Delay(1)|]; return 1; } }", "public class P { public static async Task<int> Main(string[] args) { await Task.Delay(1); return 1; } }")]
    [InlineData("F(); //top\nstatic void F() { [|Task.Delay(1)|]; }", "await F(); //top\nstatic async Task F() { await Task.Delay(1); }")]
    public Task The_entry_point(string source, string expected) => AsyncPlan.BecomesAsync(source, expected);

    [Fact]
    public Task The_entry_point_before_csharp_7_1() => AsyncPlan.IsRefusedAsync(
        "using System.Threading.Tasks; class P { static void Main() { [|Task.Delay(1)|]; } }", languageVersion: LanguageVersion.CSharp7);

    [Fact]
    public Task The_entry_point_of_a_single_threaded_apartment() => AsyncPlan.IsRefusedAsync("class P { [STAThread] static void Main() { [|Task.Delay(1)|]; } }");

    // ---- public API ----

    [Fact]
    public Task Public_api_stays() => AsyncPlan.IsRefusedAsync("public class C { public void M() { [|Task.Delay(1)|]; } }");

    [Fact]
    public Task A_public_caller_stays() => AsyncPlan.IsRefusedAsync("public class C { void M() { [|Task.Delay(1)|]; } protected void N() { M(); } }");

    [Fact]
    public Task A_public_interface_behind_an_internal_class_stays() => AsyncPlan.IsRefusedAsync("public interface I { void M(); } class C : I { public void M() { [|Task.Delay(1)|]; } }");

    [Fact]
    public Task Public_api_changes_where_it_was_asked_for() => AsyncPlan.BecomesAsync("""
        public interface I { int M(); }
        public class C : I { public int M() { [|Task.Delay(1)|]; return 1; } public int N() => M(); internal void O() => N(); }
        """, """
        public interface I { Task<int> M(); }
        public class C : I { public async Task<int> M() { await Task.Delay(1); return 1; } public async Task<int> N() => await M(); internal async Task O() => await N(); }
        """, includePublicApi: true, publicApi: "C.M, I.M, C.N");

    [Theory]
    [InlineData("public class C { public void M() { [|Task.Delay(1)|]; } }")]
    [InlineData("public class C { protected internal virtual void M() { [|Task.Delay(1)|]; } }")]
    [InlineData("public class C { public object M() { [|Task.Delay(1)|]; return 1; } }")]
    [InlineData("public class C { public dynamic M() { [|Task.Delay(1)|]; return 1; } }")]
    [InlineData("public class C { public T M<T>(T x) { [|Task.Delay(1)|]; return x; } }")]
    [InlineData("public class C<T> { public T M(T x) { [|Task.Delay(1)|]; return x; } }")]
    [InlineData("public static class C { public static void M(this string s) { [|Task.Delay(1)|]; } }")]
    [InlineData("public interface I { void M(); } class C : I { public void M() { [|Task.Delay(1)|]; } }")]
    [InlineData("public class B { public virtual void M() { } } class C : B { public override void M() { [|Task.Delay(1)|]; } }")]
    [InlineData("public class C { public void N() => M(); internal int M() { [|Task.Delay(1)|]; return 1; } }")]
    public Task Callers_elsewhere_that_would_drop_the_task_in_silence(string source) => AsyncPlan.IsRefusedAsync(source, includePublicApi: true);

    [Theory]
    [InlineData(
        "public class C { public T M<T>(T x) where T : struct { [|Task.Delay(1)|]; return x; } }",
        "public class C { public async Task<T> M<T>(T x) where T : struct { await Task.Delay(1); return x; } }")]
    [InlineData(
        "public class C { public string M() { [|Task.Delay(1)|]; return null!; } }",
        "public class C { public async Task<string> M() { await Task.Delay(1); return null!; } }")]
    public Task Callers_elsewhere_that_would_not_compile(string source, string expected)
        => AsyncPlan.BecomesAsync(source, expected, includePublicApi: true, publicApi: "C.M");

    [Theory]
    [InlineData(
        "public class C { internal void M() { [|Task.Delay(1)|]; } }",
        "public class C { internal async Task M() { await Task.Delay(1); } }")]
    [InlineData(
        "interface I { void M(); } public class C : I { void I.M() { [|Task.Delay(1)|]; } }",
        "interface I { Task M(); } public class C : I { async Task I.M() { await Task.Delay(1); } }")]
    [InlineData(
        "public class C { private protected object M() { [|Task.Delay(1)|]; return 1; } }",
        "public class C { private protected async Task<object> M() { await Task.Delay(1); return 1; } }")]
    public Task Nobody_elsewhere_calls_it(string source, string expected) => AsyncPlan.BecomesAsync(source, expected, includePublicApi: true);

    [Fact]
    public Task Public_api_that_cannot_follow_is_not_changed() => AsyncPlan.IsRefusedAsync("public class C { public void M() { [|Task.Delay(1)|]; } public int P { get { M(); return 1; } } }", includePublicApi: true);

    [Fact]
    public Task Public_members_of_an_internal_class_are_no_api() => AsyncPlan.BecomesAsync(
        "class C { public void M() { [|Task.Delay(1)|]; } }", "class C { public async Task M() { await Task.Delay(1); } }");

    [Fact]
    public Task Actions_of_a_controller_are_called_by_the_framework() => AsyncPlan.BecomesAsync("""
        public class HttpGetAttribute : Attribute { public HttpGetAttribute(string s) { } }
        public class HomeController { [HttpGet("/")] public int Index() { return Load(); } int Load() { [|Task.Delay(1)|]; return 1; } }
        """, """
        public class HttpGetAttribute : Attribute { public HttpGetAttribute(string s) { } }
        public class HomeController { [HttpGet("/")] public async Task<int> Index() { return await Load(); } async Task<int> Load() { await Task.Delay(1); return 1; } }
        """);

    // ---- linked files ----

    [Fact]
    public Task A_linked_file_is_edited_once_and_the_callers_of_both_projects_follow() => AsyncPlan.BecomesAsync("""
        // nothing
        //// Lib/S.cs App/S.cs
        static class Shared { internal static void M() { [|Task.Delay(1)|]; N(); } static void N() => M(); }
        //// Lib/L.cs
        class L { void F() { Shared.M(); } }
        //// App/P.cs
        class P { void F() { Shared.M(); } }
        """, """
        // nothing
        //// Lib/S.cs App/S.cs
        static class Shared { internal static async Task M() { await Task.Delay(1); await N(); } static async Task N() => await M(); }
        //// Lib/L.cs
        class L { async Task F() { await Shared.M(); } }
        //// App/P.cs
        class P { async Task F() { await Shared.M(); } }
        """);

    [Fact]
    public Task A_caller_that_only_the_other_project_compiles() => AsyncPlan.IsRefusedAsync("""
        // nothing
        //// Lib/S.cs App/S.cs
        static class Shared
        {
            internal static void M() { [|Task.Delay(1)|]; }
        #if APP
            static void N() => M();
        #endif
        }
        """);

    // ---- imports and names ----

    [Fact]
    public Task Each_file_that_needs_it_imports_task() => AsyncPlan.BecomesAsync("""
        class C { internal virtual void M() { [|System.Threading.Tasks.Task.Delay(1)|]; } }
        //// Lib/B.cs
        class Task { }
        class D : C { internal override void M() { } }
        """, """
        class C { internal virtual async System.Threading.Tasks.Task M() { await System.Threading.Tasks.Task.Delay(1); } }
        //// Lib/B.cs
        class Task { }
        class D : C { internal override System.Threading.Tasks.Task M() { return System.Threading.Tasks.Task.CompletedTask; } }
        """);

    // ---- behind a null test ----

    [Fact]
    public Task A_call_behind_a_null_test() => AsyncPlan.BecomesAsync("""
        class C
        {
            internal void M() { [|Task.Delay(1)|]; }
            internal readonly C? Next;
            static void N(C? c)
            {
                // maybe
                c?.M();
            }
            void O() { Next?.M(); }
        }
        """, """
        class C
        {
            internal async Task M() { await Task.Delay(1); }
            internal readonly C? Next;
            static async Task N(C? c)
            {
                // maybe
                if (c is not null)
                {
                    await c.M();
                }
            }
            async Task O() { if (Next is not null) { await Next.M(); } }
        }
        """);

    [Theory]
    [InlineData("class C { internal void M() { [|Task.Delay(1)|]; } C? Next { get; set; } void N() { Next?.M(); } }")]
    [InlineData("class C { internal void M() { [|Task.Delay(1)|]; } void N(C? c, bool b) { if (b) c?.M(); else M(); } }")]
    [InlineData("class C { internal void M() { [|Task.Delay(1)|]; } void N(C? c) => c?.M(); }")]
    [InlineData("class C { internal int M() { [|Task.Delay(1)|]; return 1; } int? N(C? c) { return c?.M(); } }")]
    [InlineData("class C { internal string M() { [|Task.Delay(1)|]; return \"\"; } int? N(C? c) { return c?.M().Length; } }")]
    public Task Behind_a_null_test_that_cannot_follow(string source) => AsyncPlan.IsRefusedAsync(source);

    [Theory]
    [InlineData("class C { int M() { [|Task.Delay(1)|]; return 1; } void N() { try { M(); } catch (AggregateException) { } } }")]
    [InlineData("class C { int _n; int M() { [|Task.Delay(1)|]; return 1; } void N() { _n += M(); } }")]
    public Task A_caller_that_would_mean_something_else(string source) => AsyncPlan.IsRefusedAsync(source);

    // ---- delegates ----

    [Fact]
    public Task A_lambda_takes_the_parameter_and_the_method_that_calls_it_along() => AsyncPlan.BecomesAsync("""
        class C
        {
            private void M() { [|Task.Delay(1)|]; }

            /// <summary>Runs it.</summary>
            private void Run(string name, Action work /* w */, Action? after = null)
            {
                Console.WriteLine(name);
                // now
                work();
            }

            void User()
            {
                Run("a", () => M());
                Run("b", () => Console.WriteLine("b"));
                Run(after: null, work: () =>
                {
                    Console.WriteLine("c");
                }, name: "c");
                Run("d", delegate { });
                Run("e", M);
            }
        }
        """, """
        class C
        {
            private async Task M() { await Task.Delay(1); }

            /// <summary>Runs it.</summary>
            private async Task Run(string name, Func<Task> work /* w */, Action? after = null)
            {
                Console.WriteLine(name);
                // now
                await work();
            }

            async Task User()
            {
                await Run("a", async () => await M());
                await Run("b", () => { Console.WriteLine("b"); return Task.CompletedTask; });
                await Run(after: null, work: () =>
                {
                    Console.WriteLine("c");
                    return Task.CompletedTask;
                }, name: "c");
                await Run("d", delegate { return Task.CompletedTask; });
                await Run("e", M);
            }
        }
        """);

    [Fact]
    public Task Functions_with_results_and_arguments() => AsyncPlan.BecomesAsync("""
        static class C
        {
            static int Get(int n) { [|Task.Delay(n)|]; return n; }
            static T Twice<T>(Func<T> f) { _ = f(); return f.Invoke(); }
            static int Sum(Func<int, long, int> f, Predicate<int>? p) { return p == null ? f(1, 2) : p(3) ? 1 : f(1, 3); }
            static void User(int x)
            {
                int a = Twice(() => Get(1));
                string b = Twice<string>(() => "b");
                string? c = Twice<string?>(() => null);
                int d = Sum((n, m) => Get(n), n => Get(n) > 1);
                int e = Sum((n, m) => { if (n > 1) return 1; return n + 1; }, n => true);
                int f = Sum(static (n, m) => throw new Exception(), null);
            }
        }
        """, """
        static class C
        {
            static async Task<int> Get(int n) { await Task.Delay(n); return n; }
            static async Task<T> Twice<T>(Func<Task<T>> f) { _ = await f(); return await f.Invoke(); }
            static async Task<int> Sum(Func<int, long, Task<int>> f, Func<int, Task<bool>>? p) { return p == null ? await f(1, 2) : await p(3) ? 1 : await f(1, 3); }
            static async Task User(int x)
            {
                int a = await Twice(async () => await Get(1));
                string b = await Twice<string>(() => Task.FromResult("b"));
                string? c = await Twice<string?>(() => Task.FromResult<string?>(null));
                int d = await Sum(async (n, m) => await Get(n), async n => await Get(n) > 1);
                int e = await Sum((n, m) => { if (n > 1) return Task.FromResult(1); return Task.FromResult(n + 1); }, n => Task.FromResult(true));
                int f = await Sum(static (n, m) => throw new Exception(), null);
            }
        }
        """);

    [Fact]
    public Task Variables_and_fields() => AsyncPlan.BecomesAsync("""
        class C
        {
            private readonly Action _work;
            private Action<int>? _more;

            C(Action work) { _work = work ?? throw new ArgumentNullException(nameof(work)); }

            static C Create() => new C(() => { });
            static C Other() => new(null!);

            private void M() { [|Task.Delay(1)|]; }

            void Local()
            {
                // a local
                Action a = () => M();
                a();
                var b = () => M();
                b();
                _more = n => Console.WriteLine(n);
                var c = new C(a);
            }

            void Fields(int n)
            {
                _work();
                this._work.Invoke();
                if (_more != null)
                {
                    _more(n);
                }
            }
        }
        """, """
        class C
        {
            private readonly Func<Task> _work;
            private Action<int>? _more;

            C(Func<Task> work) { _work = work ?? throw new ArgumentNullException(nameof(work)); }

            static C Create() => new C(() => { return Task.CompletedTask; });
            static C Other() => new(null!);

            private async Task M() { await Task.Delay(1); }

            async Task Local()
            {
                // a local
                Func<Task> a = async () => await M();
                await a();
                var b = async () => await M();
                await b();
                _more = n => Console.WriteLine(n);
                var c = new C(a);
            }

            async Task Fields(int n)
            {
                await _work();
                await this._work.Invoke();
                if (_more != null)
                {
                    _more(n);
                }
            }
        }
        """);

    [Fact]
    public Task A_parameter_of_a_contract_in_several_files_and_projects() => AsyncPlan.BecomesAsync("""
        interface IRunner { void Run(Action<int> step); }
        class Once : IRunner { public void Run(Action<int> step) { step(1); } }
        class Never : IRunner { public void Run(Action<int> step) { } }
        class User { void M(int n) { [|Task.Delay(n)|]; } void Use(IRunner runner) { runner.Run(M); runner.Run(n => M(n)); } }
        //// App/B.cs
        class Outer : IRunner
        {
            private readonly IRunner _inner = new Never();
            public void Run(Action<int> step) => _inner.Run(step);
            static void Use() { new Outer().Run(n => Console.WriteLine(n)); }
        }
        """, """
        interface IRunner { Task Run(Func<int, Task> step); }
        class Once : IRunner { public async Task Run(Func<int, Task> step) { await step(1); } }
        class Never : IRunner { public Task Run(Func<int, Task> step) { return Task.CompletedTask; } }
        class User { async Task M(int n) { await Task.Delay(n); } async Task Use(IRunner runner) { await runner.Run(M); await runner.Run(async n => await M(n)); } }
        //// App/B.cs
        class Outer : IRunner
        {
            private readonly IRunner _inner = new Never();
            public async Task Run(Func<int, Task> step) => await _inner.Run(step);
            static async Task Use() { await new Outer().Run(n => { Console.WriteLine(n); return Task.CompletedTask; }); }
        }
        """);

    [Fact]
    public Task A_delegate_type_of_the_solution() => AsyncPlan.BecomesAsync("""
        // when all is done
        internal delegate void Done(int id);
        internal delegate T Maker<T>(); // unused
        class C
        {
            private Done? _done;
            void M() { [|Task.Delay(1)|]; }
            void On(Done done) { _done = done; }
            void Use() { On(id => M()); On(id => { }); _done?.Invoke(1); }
            void Call(Done first) { first(1); }
        }
        """.Replace("_done?.Invoke(1); ", ""), """
        // when all is done
        internal delegate Task Done(int id);
        internal delegate T Maker<T>(); // unused
        class C
        {
            private Done? _done;
            async Task M() { await Task.Delay(1); }
            void On(Done done) { _done = done; }
            void Use() { On(async id => await M()); On(id => { return Task.CompletedTask; }); }
            async Task Call(Done first) { await first(1); }
        }
        """);

    [Fact]
    public Task A_delegate_that_is_called_behind_a_null_test() => AsyncPlan.BecomesAsync("""
        class C
        {
            void M() { [|Task.Delay(1)|]; }
            void Run(Action? work)
            {
                work?.Invoke();
            }
            void Use() { Run(M); Run(null); }
        }
        """, """
        class C
        {
            async Task M() { await Task.Delay(1); }
            async Task Run(Func<Task>? work)
            {
                if (work is not null)
                {
                    await work.Invoke();
                }
            }
            async Task Use() { await Run(M); await Run(null); }
        }
        """);

    [Fact]
    public Task Task_Run_waits_for_the_task() => AsyncPlan.BecomesAsync("""
        class C
        {
            int M() { [|Task.Delay(1)|]; return 1; }
            void N() { M(); }
            async Task<int> Use(CancellationToken stop)
            {
                await Task.Run(() => N());
                await Task.Run(N, stop);
                await Task.Run(() => { N(); N(); });
                return await Task.Run(() => M()) + await Task.Run(M);
            }
        }
        """, """
        class C
        {
            async Task<int> M() { await Task.Delay(1); return 1; }
            async Task N() { await M(); }
            async Task<int> Use(CancellationToken stop)
            {
                await Task.Run(async () => await N());
                await Task.Run(N, stop);
                await Task.Run(async () => { await N(); await N(); });
                return await Task.Run(async () => await M()) + await Task.Run(M);
            }
        }
        """);

    [Theory]
    [InlineData("void Run(Action a) { a(); } void Use() { Run(() => M()); Run(Other); } void Other() { }")] // another method group
    [InlineData("void Run(Action a) { a(); } void Use(Action x) { Run(() => M()); Run(x); x.DynamicInvoke(); }")]
    [InlineData("void Run(Action a) { a(); new Thread(new ThreadStart(a)).Start(); } void Use() { Run(() => M()); }")]
    [InlineData("void Run(Action a) { a.BeginInvoke(null, null); } void Use() { Run(() => M()); }")]
    [InlineData("List<Action> _all = new(); void Run(Action a) { _all.Add(a); } void Use() { Run(() => M()); }")]
    [InlineData("void Run(params Action[] a) { a[0](); } void Use() { Run(() => M()); }")]
    [InlineData("void Run(ref Action a) { a(); } void Use() { Action x = () => M(); Run(ref x); }")]
    [InlineData("void Run(Action a) { lock (this) { a(); } } void Use() { Run(() => M()); }")]
    [InlineData("int P { get { Action a = () => M(); a(); return 1; } }")]
    [InlineData("void Run(Action a) { a(); } void Run(Func<Task> a) { } void Use() { Run(() => M()); }")] // another overload
    [InlineData("void Run(Action a) { a(); } void Use() { Run(() => M()); Run(async () => await Task.Yield()); }")] // not waited for so far
    [InlineData("Action? _a; void Use() { _a += () => M(); }")]
    [InlineData("Action A { get; set; } = () => { }; void Use() { A = () => M(); }")]
    [InlineData("public Action? A; void Use() { A = () => M(); }", true)]
    [InlineData("Action Use() { Action a = () => M(); return a; }")]
    [InlineData("void Use() { Lazy<int> x = new Lazy<int>(() => { M(); return 1; }); }")]
    [InlineData("void Use() { Task.Factory.StartNew(() => M()); }")]
    [InlineData("void Use() { Task.Run(() => 1).ContinueWith(t => M()); }")]
    [InlineData("void Use() { ThreadPool.QueueUserWorkItem(_ => M()); }")]
    [InlineData("void Use() { new List<int>().ForEach(_ => M()); }")]
    [InlineData("void Use() { var t = new Timer(_ => M()); }")]
    [InlineData("void Use() { object o = (Action)(() => M()); }")]
    [InlineData("void Use() { Action a = () => M(), b = () => { }; a(); b(); }")]
    [InlineData("void Run(Action a) { Expression(() => a()); } void Expression(System.Linq.Expressions.Expression<Action> e) { } void Use() { Run(() => M()); }")]
    [InlineData("IEnumerator<int> Run(Action a) { a(); yield return 1; } void Use() { Run(() => M()); }")]
    [InlineData("internal delegate void D(); List<D> _all = new(); void Run(D d) { d(); } void Use() { Run(() => M()); }")]
    [InlineData("internal delegate void D(); event D? E; void Run(D d) { d(); } void Use() { Run(() => M()); }")]
    [InlineData("void Run(Action a) { a(); } Action<Action> Use() { Run(() => M()); return Run; }")]
    public Task Delegates_that_cannot_follow(string members, bool isPublic = false)
        => AsyncPlan.IsRefusedAsync($"{(isPublic ? "public " : "")}class C {{ void M() {{ [|Task.Delay(1)|]; }} {members} }}");

    [Fact]
    public Task A_field_of_a_linked_file() => AsyncPlan.IsRefusedAsync("""
        // nothing
        //// Lib/S.cs App/S.cs
        static class Shared { internal static Action? Work; static void M() { [|Task.Delay(1)|]; } static void N() { Work = () => M(); } }
        //// App/P.cs
        class P { void F() { Shared.Work!(); } }
        """);

    [Fact]
    public Task A_public_method_that_takes_a_delegate_is_api() => AsyncPlan.IsRefusedAsync(
        "public class C { void M() { [|Task.Delay(1)|]; } public async Task Run(Action a) { await Task.Yield(); a(); } async Task Use() { await Run(() => M()); } }");

    [Fact]
    public Task And_changes_where_it_was_asked_for() => AsyncPlan.BecomesAsync(
        "public class C { void M() { [|Task.Delay(1)|]; } public async Task Run(Action a) { await Task.Yield(); a(); } async Task Use() { await Run(() => M()); } }",
        "public class C { async Task M() { await Task.Delay(1); } public async Task Run(Func<Task> a) { await Task.Yield(); await a(); } async Task Use() { await Run(async () => await M()); } }",
        includePublicApi: true,
        publicApi: "C.Run");

    // ---- iterators ----

    [Fact]
    public Task An_iterator_and_the_loops_over_it() => AsyncPlan.BecomesAsync("""
        class Tree
        {
            private readonly List<Tree> _children = new();

            /// <summary>All of them.</summary>
            private IEnumerable<Tree?> All(int depth)
            {
                // loads
                [|Task.Delay(depth)|];
                yield return this;
                foreach (Tree child in _children)
                {
                    foreach (Tree? below in child.All(depth + 1)) // deeper
                    {
                        yield return below;
                    }
                }
            }

            private int Count()
            {
                int count = 0;
                // one by one
                foreach (var (tree, _) in Pairs())
                {
                    count++;
                }

                return count;
            }

            private IEnumerable<(Tree, int)> Pairs()
            {
                foreach (var tree in All(0)) { yield return (tree!, 1); }
            }
        }
        """, """
        class Tree
        {
            private readonly List<Tree> _children = new();

            /// <summary>All of them.</summary>
            private async IAsyncEnumerable<Tree?> All(int depth)
            {
                // loads
                await Task.Delay(depth);
                yield return this;
                foreach (Tree child in _children)
                {
                    await foreach (Tree? below in child.All(depth + 1)) // deeper
                    {
                        yield return below;
                    }
                }
            }

            private async Task<int> Count()
            {
                int count = 0;
                // one by one
                await foreach (var (tree, _) in Pairs())
                {
                    count++;
                }

                return count;
            }

            private async IAsyncEnumerable<(Tree, int)> Pairs()
            {
                await foreach (var tree in All(0)) { yield return (tree!, 1); }
            }
        }
        """);

    [Fact]
    public Task An_iterator_behind_an_interface_with_a_token() => AsyncPlan.BecomesAsync("""
        interface ISource { IEnumerable<int> Read(CancellationToken stop); }
        class Source : ISource { public IEnumerable<int> Read(CancellationToken stop) { [|Task.Delay(1, stop)|]; yield return 1; } }
        class User { async Task Use(ISource source) { await Task.Yield().ConfigureAwait(false); foreach (int i in source.Read(default)) { } } }
        """.Replace("Task.Yield()", "Task.Delay(1)"), """
        interface ISource { IAsyncEnumerable<int> Read(CancellationToken stop); }
        class Source : ISource { public async IAsyncEnumerable<int> Read([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop) { await Task.Delay(1, stop); yield return 1; } }
        class User { async Task Use(ISource source) { await Task.Delay(1).ConfigureAwait(false); await foreach (int i in source.Read(default).ConfigureAwait(false)) { } } }
        """);

    [Fact]
    public Task A_local_iterator() => AsyncPlan.BecomesAsync("""
        class C { int M() { foreach (int i in Numbers()) { return i; } return 0; IEnumerable<int> Numbers() { [|Task.Delay(1)|]; yield return 1; yield break; } } }
        """, """
        class C { async Task<int> M() { await foreach (int i in Numbers()) { return i; } return 0; async IAsyncEnumerable<int> Numbers() { await Task.Delay(1); yield return 1; yield break; } } }
        """);

    [Theory]
    [InlineData("IEnumerable<int> All() { [|Task.Delay(1)|]; yield return 1; } List<int> Use() => All().ToList();")]
    [InlineData("IEnumerable<int> All() { [|Task.Delay(1)|]; yield return 1; } IEnumerable<int> Use() => All();")]
    [InlineData("IEnumerable<int> All() { [|Task.Delay(1)|]; yield return 1; } void Use() { var all = All(); foreach (int i in all) { } }")]
    [InlineData("IEnumerable<int> All() { [|Task.Delay(1)|]; yield return 1; } int P { get { foreach (int i in All()) { } return 1; } }")]
    [InlineData("IEnumerable<int> All() { [|Task.Delay(1)|]; yield return 1; } void Use() { lock (this) { foreach (int i in All()) { } } }")]
    [InlineData("IEnumerable<int> All() { [|Task.Delay(1)|]; yield return 1; } void Use() { foreach (int i in All().Where(x => x > 1)) { } }")]
    [InlineData("IEnumerable<int> All() { [|Task.Delay(1)|]; yield return 1; } Func<IEnumerable<int>> Use() => All;")]
    [InlineData("IEnumerator<int> All() { [|Task.Delay(1)|]; yield return 1; }")]
    [InlineData("System.Collections.IEnumerable All() { [|Task.Delay(1)|]; yield return 1; }")]
    [InlineData("IEnumerable<Task> All() { [|Task.Delay(1)|]; yield return Task.CompletedTask; }")]
    [InlineData("internal virtual IEnumerable<int> All() { [|Task.Delay(1)|]; yield return 1; } class D : C { internal override IEnumerable<int> All() => new int[1]; }")]
    [InlineData("internal virtual IEnumerable<int> All() { [|Task.Delay(1)|]; yield return 1; } class D : C { internal override IEnumerable<int> All() { yield break; } }")]
    [InlineData("public IEnumerable<int> All() { [|Task.Delay(1)|]; yield return 1; }", true)]
    public Task Iterators_that_cannot_follow(string members, bool isPublic = false)
        => AsyncPlan.IsRefusedAsync($"{(isPublic ? "public " : "")}class C {{ {members} }}");

    [Fact]
    public Task Iterators_before_csharp_8() => AsyncPlan.IsRefusedAsync(
        "using System.Collections.Generic; using System.Threading.Tasks; class C { IEnumerable<int> All() { [|Task.Delay(1)|]; yield return 1; } }", languageVersion: LanguageVersion.CSharp7_3);
}
