using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2010TaskAsValueCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A task as the resource of a <c>using</c>, in every form that an expression can have there.</summary>
public class ResourceTaskTests
{
    private const string Types = """

        class Gate : IDisposable
        {
            public void Dispose() => GC.SuppressFinalize(this);
            public async Task<IDisposable> EnterAsync() { await Task.Yield(); return this; }
            public async Task<Task<IDisposable>> NestedAsync() { await Task.Yield(); return EnterAsync(); }
            public async ValueTask<IDisposable> EnterQuicklyAsync() { await Task.Yield(); return this; }
            public Task<IDisposable> Enter() => EnterAsync();
            public Task<IDisposable> Slot => EnterAsync();
        }
        """;

    [Fact]
    public Task The_await_is_put_in() => Verify.FixesAsync("""
        class C
        {
            private readonly Task<IDisposable> _slot = null!;
            public async Task A(Gate gate) { using var g = [|gate.EnterAsync()|]; await Task.Yield(); }
            public async Task B(Gate gate) { using (var g = [|gate.EnterAsync()|]) { await Task.Yield(); } }
            public async Task D(Gate gate) { var t = gate.EnterAsync(); using ([|t|]) { await Task.Yield(); } }
            public async Task E(Gate? gate, Gate o) { using ([|gate?.EnterAsync() ?? o.EnterAsync()|]) { await Task.Yield(); } }
            public async Task F(Gate gate) { using ([|await gate.NestedAsync()|]) { await Task.Yield(); } }
            public async Task G(Gate gate) { using var g = [|await gate.NestedAsync()|]; await Task.Yield(); }
            public async Task H(Gate gate, bool b) { using var g = [|b ? gate.EnterAsync() : gate.Enter()|]; await Task.Yield(); }
            public async Task I(Gate gate, bool b) { using var g = [|b switch { true => gate.EnterAsync(), _ => gate.Enter() }|]; await Task.Yield(); }
            public async Task J() { using ([|_slot|]) { await Task.Yield(); } }
            public async Task K(Task<IDisposable> p) { using ([|p|]) { await Task.Yield(); } }
            public async Task L(Gate gate) { using ([|gate.Slot|]) { await Task.Yield(); } }
            public async Task M(Gate gate) { using var g = (IDisposable)[|gate.EnterAsync()|]; await Task.Yield(); }
            public async Task N(Gate gate) { using IDisposable a = await gate.EnterAsync(), b = [|gate.EnterAsync()|]; await Task.Yield(); }
            public async Task O(Func<Task<IDisposable>> enter) { using var g = [|enter()|]; await Task.Yield(); }
            public async Task Q<T>(Func<Task<T>> enter) where T : IDisposable { using var g = [|enter()|]; await Task.Yield(); }
        }
        """ + Types, """
        class C
        {
            private readonly Task<IDisposable> _slot = null!;
            public async Task A(Gate gate) { using var g = await gate.EnterAsync(); await Task.Yield(); }
            public async Task B(Gate gate) { using (var g = await gate.EnterAsync()) { await Task.Yield(); } }
            public async Task D(Gate gate) { var t = gate.EnterAsync(); using (await t) { await Task.Yield(); } }
            public async Task E(Gate? gate, Gate o) { using (await (gate?.EnterAsync() ?? o.EnterAsync())) { await Task.Yield(); } }
            public async Task F(Gate gate) { using (await await gate.NestedAsync()) { await Task.Yield(); } }
            public async Task G(Gate gate) { using var g = await await gate.NestedAsync(); await Task.Yield(); }
            public async Task H(Gate gate, bool b) { using var g = await (b ? gate.EnterAsync() : gate.Enter()); await Task.Yield(); }
            public async Task I(Gate gate, bool b) { using var g = await (b switch { true => gate.EnterAsync(), _ => gate.Enter() }); await Task.Yield(); }
            public async Task J() { using (await _slot) { await Task.Yield(); } }
            public async Task K(Task<IDisposable> p) { using (await p) { await Task.Yield(); } }
            public async Task L(Gate gate) { using (await gate.Slot) { await Task.Yield(); } }
            public async Task M(Gate gate) { using var g = (IDisposable)await gate.EnterAsync(); await Task.Yield(); }
            public async Task N(Gate gate) { using IDisposable a = await gate.EnterAsync(), b = await gate.EnterAsync(); await Task.Yield(); }
            public async Task O(Func<Task<IDisposable>> enter) { using var g = await enter(); await Task.Yield(); }
            public async Task Q<T>(Func<Task<T>> enter) where T : IDisposable { using var g = await enter(); await Task.Yield(); }
        }
        """ + Types);

    [Fact]
    public Task Synchronous_code_becomes_async() => Verify.FixesAsync("""
        class C
        {
            void M(Gate gate) { using ([|gate.EnterAsync()|]) { Console.WriteLine(); } }
        }
        """ + Types, """
        class C
        {
            async Task M(Gate gate) { using (await gate.EnterAsync()) { Console.WriteLine(); } }
        }
        """ + Types);

    [Fact]
    public Task No_fix_where_the_local_is_declared_as_a_task() => Verify.ReportsAsync("""
        class C
        {
            public async Task N(Gate gate) { using Task<IDisposable> g = [|gate.EnterAsync()|]; await Task.Yield(); }
        }
        """ + Types);

    [Fact]
    public Task The_task_itself_is_meant() => Verify.SilentAsync("""
        class C
        {
            public async Task A() { using (var t = Task.Run(() => 1)) { await t; } }
            public async Task B() { using var t = Task.Run(() => Console.WriteLine()); await t; }
            public async Task D(Gate gate) { using var t = gate.EnterAsync(); (await t).Dispose(); }
            public void E(Task t) { using (t) { t.Wait(); } }
            public async Task F(Gate gate) { using var g = await gate.EnterAsync(); await Task.Yield(); }
            public async Task G(Gate gate) { using (await gate.EnterAsync()) { await Task.Yield(); } }
            public async Task H(Gate gate) { var t = gate.EnterAsync(); using (t) { var held = await t; Console.WriteLine(held); } }
            public async Task I(Gate gate) { using (gate) { await Task.Yield(); } }
            public async Task J(Gate gate) { using (await gate.EnterQuicklyAsync()) { await Task.Yield(); } }
            public async Task K(Gate? gate, Gate o) { using (await (gate?.EnterAsync() ?? o.EnterAsync())) { await Task.Yield(); } }
        }
        """ + Types);
}
