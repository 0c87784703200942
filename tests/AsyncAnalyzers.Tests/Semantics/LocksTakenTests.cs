using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Which locks the method <c>M</c> takes, itself and through the methods that it calls: by name, with the length of the way.</summary>
public class LocksTakenTests
{
    private const string Members = """
        #pragma warning disable CS0649, CS0169, CS8618, CS8602, CS1998, CS0414, CS8321
        abstract class Base
        {
            public static readonly object All = new(); protected readonly object Own = new();
            protected void OfBase() { lock (Own) { } } public abstract void Abstract(); public virtual void Virtual() { lock (Own) { } }
        }
        interface IOnly { void Only(); } interface ITwice { void Twice(); }
        class First : IOnly, ITwice { readonly object _x = new(); public void Only() { lock (_x) { } } public void Twice() { lock (_x) { } } }
        class Second : ITwice { public void Twice() { } }
        static class Extensions { public static void Under(this object gate) { lock (gate) { } } public static void Both(object a, object b) { lock (a) { lock (b) { } } } }
        static class Cache<T> { static readonly object Gate = new(); public static void Use() { lock (Gate) { } } }
        class Other
        {
            readonly object _inner = new(); public readonly object Gate = new();
            public void Lock() { lock (_inner) { } } public async Task LockAsync() { await Task.Yield(); lock (_inner) { } }
            public Other Next { get; } = null!;
        }
        class C : Base
        {
            readonly object _a = new(), _b = new(); readonly Other _other = new(); Other _set; readonly SemaphoreSlim _one = new(1, 1); readonly Lock _lock = new();
            readonly ReaderWriterLockSlim _rw = new(); IOnly _only; ITwice _twice; readonly C _next;
            public override void Abstract() { lock (_b) { } }
            void A() { lock (_a) { } } void B() { lock (_b) { } } void AThenB() { A(); B(); } void Deep1() => AThenB(); void Deep2() => Deep1();
            void Deep3() => Deep2(); void Deep4() => Deep3(); void Deep5() => Deep4();
            async Task OneAsync() { await _one.WaitAsync(); _one.Release(); } Task Through() => OneAsync(); async void Void() { await OneAsync(); }
            void Loop() { A(); Back(); } void Back() { B(); Loop(); }
            IEnumerable<int> Items() { lock (_a) { yield return 1; } } static void Run(Action a) { } Other Find() => _other;
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] void Synchronized() { }

        """;

    [Theory]
    // Itself
    [InlineData("", "-")]
    [InlineData("lock (_a) { }", "this._a 1")]
    [InlineData("lock (_a) { lock (_b) { } }", "this._a 1, this._b 1")]
    [InlineData("lock (All) { }", "Base.All 1")]
    [InlineData("Monitor.Enter(_a); Monitor.Exit(_a);", "this._a 1")]
    [InlineData("Monitor.TryEnter(_a, 5);", "-")]
    [InlineData("using (_lock.EnterScope()) { }", "this._lock 1")]
    [InlineData("_one.Wait();", "this._one 1")]
    [InlineData("_one.Wait(5);", "-")]
    [InlineData("_one.WaitAsync().Wait();", "this._one 1")]
    [InlineData("_one.WaitAsync().Wait(5);", "-")]
    [InlineData("_ = _one.WaitAsync();", "-")]
    [InlineData("_rw.EnterReadLock();", "this._rw:read 1")]
    [InlineData("_rw.EnterWriteLock();", "this._rw 1")]
    [InlineData("Run(() => { lock (_a) { } });", "-")]
    // Through calls
    [InlineData("A();", "this._a 2")]
    [InlineData("this.A();", "this._a 2")]
    [InlineData("base.OfBase();", "this.Own 2")]
    [InlineData("base.Virtual();", "this.Own 2")]
    [InlineData("AThenB();", "this._a 3, this._b 3")]
    [InlineData("AThenB(); B();", "this._b 2, this._a 3")]
    [InlineData("Deep1(); lock (_b) { }", "this._b 1, this._a 4")]
    [InlineData("Deep2();", "this._a 5, this._b 5")]
    [InlineData("Deep3();", "-")]
    [InlineData("Loop();", "this._a 3, this._b 4")]
    [InlineData("Synchronized();", "this 2")]
    [InlineData("_other.Lock();", "this._other._inner 2")]
    [InlineData("_other.Next.Lock();", "this._other.Next._inner 2")]
    [InlineData("var o = _other; o.Lock();", "this._other._inner 2")]
    [InlineData("_set.Lock();", "this._set._inner 2")]
    [InlineData("Find().Lock();", "-")]
    [InlineData("_next.A();", "this._next._a 2")]
    [InlineData("_a.Under();", "this._a 2")]
    [InlineData("Extensions.Both(_b, _a);", "this._b 2, this._a 2")]
    [InlineData("Extensions.Both(b: _b, a: _a);", "this._a 2, this._b 2")]
    [InlineData("Extensions.Both(_other.Gate, new object());", "this._other.Gate 2")]
    [InlineData("Cache<int>.Use();", "-")]
    [InlineData("L(); void L() { lock (_a) { } }", "this._a 2")]
    [InlineData("var own = new object(); L(); void L() { lock (own) { } }", "own 2")]
    // Which body runs
    [InlineData("Virtual();", "-")]
    [InlineData("((Base)this).Abstract();", "this._b 2")]
    [InlineData("_only.Only();", "this._only._x 2")]
    [InlineData("_twice.Twice();", "-")]
    // What nobody waits for
    [InlineData("Run(A);", "-")]
    [InlineData("Run(() => A());", "-")]
    [InlineData("_ = Task.Run(A);", "-")]
    [InlineData("Items();", "-")]
    [InlineData("Void();", "-")]
    [InlineData("_ = OneAsync();", "-")]
    [InlineData("OneAsync().Wait();", "this._one 2")]
    [InlineData("OneAsync().Wait(5);", "-")]
    [InlineData("Through().GetAwaiter().GetResult();", "this._one 3")]
    [InlineData("Task.WhenAll(Through(), _other.LockAsync()).Wait();", "this._other._inner 2, this._one 3")]
    [InlineData("OneAsync().WaitAsync(TimeSpan.Zero).Wait();", "-")]
    public async Task Of_a_method(string body, string expected)
    {
        foreach (bool isAskedFirst in new[] { true, false })
        {
            TestedCode code = TestedCode.Create(Members + "void M() { " + body + " }\n}\n");
            Assert.Empty((await code.ErrorsAsync()).Select(error => error.ToString()));
            SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
            LocksTaken locks = LocksTaken.Of(model.Compilation);
            MethodDeclarationSyntax[] methods = (await code.Document.GetSyntaxRootAsync())!.DescendantNodes()
                .OfType<MethodDeclarationSyntax>().ToArray();
            if (!isAskedFirst)
            {
                foreach (MethodDeclarationSyntax other in methods)
                {
                    locks.By(other, CodeModel.Of(model, CancellationToken.None));
                }
            }

            IEnumerable<string> found = locks.By(methods.Last(), CodeModel.Of(model, CancellationToken.None))
                .Select(taken => $"{taken.Held} {taken.Steps.Length}");
            Assert.Equal(expected, string.Join(", ", found.DefaultIfEmpty("-")));
        }
    }
}
