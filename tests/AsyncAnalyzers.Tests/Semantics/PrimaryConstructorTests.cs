using Microsoft.CodeAnalysis.CSharp.Testing;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Calls on what a primary constructor is given, and what such a constructor runs.</summary>
public class PrimaryConstructorTests
{
    private const string Services =
        """
        interface IService { void Save(); string Load(); string Name { get; } }
        class Service : IService { public void Save() => Thread.Sleep(50); public string Load() => File.ReadAllText("a"); public string Name => File.ReadAllText("a"); }
        interface IMixed { void Save(); }
        class Slow : IMixed { public void Save() => Thread.Sleep(50); }
        class Fast : IMixed { public void Save() { } }

        """;

    [Theory]
    [InlineData("record C(IService S) { public async Task M() { await Task.Yield(); S.[|Save|](); } }")]
    [InlineData("record C(IService S) { public async Task M() { await Task.Yield(); this.S.[|Save|](); } }")]
    [InlineData("record C(IService? S) { public async Task M() { await Task.Yield(); S?.[|Save|](); } }")]
    [InlineData("record C(IService S) { readonly IService _s = S; public async Task M() { await Task.Yield(); _s.[|Save|](); } }")]
    [InlineData("record struct C(IService S) { public async Task M() { await Task.Yield(); S.[|Save|](); } }")]
    [InlineData("abstract record B(IService S); record C(IService S, int N) : B(S) { public async Task M() { await Task.Yield(); S.[|Save|](); } }")]
    [InlineData("abstract record B(IService S); record C(int N, IService T) : B(T) { public async Task M() { await Task.Yield(); S.[|Save|](); } }")]
    [InlineData("record C(IService S) { void Go() => S.Save(); public async Task M() { await Task.Yield(); [|Go|](); } }")]
    [InlineData("record C(IService S) { public async Task M(C other) { await Task.Yield(); _ = other.S.[|Name|]; } }")]
    [InlineData("record C(Service S) { public async Task M() { await Task.Yield(); var t = S; t.[|Load|](); } }")]
    // what the constructor runs
    [InlineData("record B(IService S) { readonly string _t = S.Load(); } class C { public async Task M(IService s) { await Task.Yield(); _ = [|new B(s)|]; } }")]
    [InlineData("record B(IService S) { readonly string _t = S.Load(); } record D(IService S) : B(S); class C { public async Task M(IService s) { await Task.Yield(); _ = [|new D(s)|]; } }")]
    [InlineData("record B(string T); record D(IService S) : B(S.Load()); class C { public async Task M(IService s) { await Task.Yield(); _ = [|new D(s)|]; } }")]
    [InlineData("record B(string P) { public B(int n) : this(File.ReadAllText(\"a\")) { } } class C { public async Task M() { await Task.Yield(); _ = [|new B(1)|]; } }")]
    [InlineData("class B { public B(string p) { Thread.Sleep(9); } public B(int n) : this(\"\") { } } class C { public async Task M() { await Task.Yield(); _ = [|new B(1)|]; } }")]
    public Task Records(string source) => Flagged(Services + source);

    [Theory]
    [InlineData("record C(IMixed S) { public async Task M() { await Task.Yield(); S.Save(); } }")]
    [InlineData("record C(Fast S) { public async Task M() { await Task.Yield(); S.Save(); } }")]
    [InlineData("record C(IService S) { public async Task M(Fast S) { await Task.Yield(); S.Save(); } }")]
    [InlineData("record C(IService S) { public async Task M() { Fast S = new(); await Task.Yield(); S.Save(); } }")]
    [InlineData("record C(IService S) { public void M() => S.Save(); }")]
    [InlineData("record C(IService S) { public async Task M() => await Task.Run(() => S.Save()); }")]
    [InlineData("class B { public B(string p) { Thread.Sleep(9); } public B() { } } class C { class D : B { public D(string p) : base() { } } public async Task M() { await Task.Yield(); _ = new D(\"\"); } }")]
    public Task Silent(string source) => Verify.SilentAsync(Services + source);

    [FactSinceCSharp(12)]
    public Task Classes_and_structs() => Flagged(Services +
        """
        class C1(IService s) { public async Task M() { await Task.Yield(); s.[|Save|](); } }
        class C2(IService? s) { public async Task M() { await Task.Yield(); s?.[|Save|](); s!.[|Save|](); _ = (s).[|Name|]; } }
        class C3(IService s) { readonly IService _s = s; public async Task M() { await Task.Yield(); _s.[|Save|](); } }
        class C4(IService s) { protected IService Service { get; } = s; public async Task M() { await Task.Yield(); Service.[|Save|](); } }
        class C5(IService s) { protected IService Inner => s; }
        class C6(IService s) : C5(s) { public async Task M() { await Task.Yield(); Inner.[|Save|](); } }
        class C7(IService s) : C5(s) { public async Task M() { await Task.Yield(); s.[|Save|](); } }
        struct C8(IService s) { public Task M() { s.[|Save|](); return Task.CompletedTask; } }
        class C9(IService s) { void Go() => s.Save(); public async Task M() { await Task.Yield(); [|Go|](); } }
        class C10(Service s) { public async Task M() { Func<Task> f = async () => { await Task.Yield(); s.[|Load|](); }; await f(); } }
        partial class C11(IService s);
        partial class C11 { public async Task M() { await Task.Yield(); s.[|Save|](); var t = s; t.[|Save|](); ((IService)s).[|Save|](); } }
        class C12(IService s) { public IService Own => s; class Inner(IService t) { public async Task M() { await Task.Yield(); t.[|Save|](); } } }
        class C13<T>(T s) where T : IService { public async Task M() { await Task.Yield(); s.[|Save|](); } }
        """);

    [FactSinceCSharp(12)]
    public Task Constructors_of_classes() => Flagged(Services +
        """
        class B1(string path) { readonly string _text = File.ReadAllText(path); public string T => _text; }
        class B2(IService s) { readonly string _text = s.Load(); public string T => _text; }
        class D2(IService s) : B2(s);
        class B3 { public B3(string p) { Thread.Sleep(200); } public B3() { } }
        class D3(string p) : B3(p);
        class N3(string p) : B3() { public string P => p; }
        class D4(IService s) : D3(s.Load()) { public D4(int n) : this(new Service()) { } }
        class C
        {
            public async Task M(IService s)
            {
                await Task.Yield();
                _ = [|new B1("x")|];
                _ = [|new B2(s)|];
                _ = [|new D2(s)|];
                _ = [|new D3("p")|];
                _ = new N3("p");
                _ = [|new D4(1)|];
            }
        }
        """);

    [FactSinceCSharp(12)]
    public Task Silent_in_classes() => Verify.SilentAsync(Services +
        """
        class N1(IMixed q) { public async Task M() { await Task.Yield(); q.Save(); } }
        class N2(Fast q) { public async Task M() { await Task.Yield(); q.Save(); } }
        class N3(IService s) { public IService S => s; public async Task M(Fast s) { await Task.Yield(); s.Save(); } }
        class N4(IService s) { public IService S => s; public async Task M() { Fast s = new(); await Task.Yield(); s.Save(); } }
        class N5(IService s) { public void M() => s.Save(); }
        class N6(IService s) { public async Task M() => await Task.Run(() => s.Save()); }
        """);

    [FactSinceCSharp(12)]
    public Task The_chain_becomes_asynchronous() => Verify.FixesAsync(
        """
        class Store { public void Save() { Thread.Sleep(50); } }
        class C(Store store)
        {
            public async Task M()
            {
                await Task.Yield();
                // saved
                store.[|Save|]();
            }
        }
        """,
        """
        class Store { public async Task Save() { await Task.Delay(50); } }
        class C(Store store)
        {
            public async Task M()
            {
                await Task.Yield();
                // saved
                await store.Save();
            }
        }
        """);

    private static async Task Flagged(string source)
    {
        var test = new CSharpAnalyzerTest<AsyncAnalyzers.Rules.Blocking.ASYNC1006BlockingThroughCallsAnalyzer, DefaultVerifier> { TestCode = source };
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        await test.RunAsync();
    }
}
