using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Whether the runs of the function with <c>_n = …</c> overlap, across an await and on several threads.</summary>
public class OverlappingRunsTests
{
    [Theory]
    [InlineData("async Task M() { await F(); await F(); } async Task F() { await Task.Yield(); _n = 1; }", false, false)]
    [InlineData("async Task M() { var a = F(); await F(); await a; } async Task F() { await Task.Yield(); _n = 1; }", true, true)]
    [InlineData("async Task M() { var a = F(); await F(); await a; } async Task F() { _n = 1; await Task.Yield(); }", true, false)]
    [InlineData("void M() { while (true) { _ = F(); } } async Task F() { await Task.Yield(); _n = 1; }", true, true)]
    [InlineData("void M() { while (true) { _ = new C().F(); } } async Task F() { await Task.Yield(); _n = 1; }", false, false)]
    [InlineData("void M(C c) { while (true) { _ = c.F(); } } async Task F() { await Task.Yield(); _n = 1; }", true, true)]
    [InlineData("void M() { while (true) { _ = F(); } } async Task F() { await Task.Yield(); _n = 1; _gate.Release(); }", false, false)]
    [InlineData("void M() { Parallel.For(0, 9, i => { _n = 1; }); }", false, true)]
    [InlineData("void M() { Parallel.For(0, 9, i => F()); } void F() { _n = 1; }", true, true)]
    [InlineData("void M() { Parallel.For(0, 9, i => G()); } void G() { H(); } void H() { F(); } void F() { _n = 1; }", true, true)]
    [InlineData("void M() { Task.Run(() => { _n = 1; }); }", false, false)]
    [InlineData("void M() { while (true) Task.Run(() => { _n = 1; }); }", false, true)]
    [InlineData("async Task M(int[] xs) { await Task.WhenAll(xs.Select(async x => { _n = 1; await Task.Yield(); })); }", false, false)]
    [InlineData("async Task M(int[] xs) { await Task.WhenAll(xs.Select(async x => { await Task.Yield(); _n = 1; })); }", false, true)]
    [InlineData("async Task M(int[] xs) { foreach (var x in xs) { var c = new C(); _ = c.F(); } } async Task F() { await Task.Yield(); _n = 1; }", false, false)]
    [InlineData("void M() { M(); F(); } void F() { F(); _n = 1; }", false, false)]
    public async Task Of_the_function_that_writes(string members, bool runs, bool onThreads)
    {
        TestedCode code = TestedCode.Create(
            "#pragma warning disable CS4014, CS8618, CS0649, CS0414\nclass C { int _n; SemaphoreSlim _gate = new(1); " + members + " }");
        Assert.Empty((await code.ErrorsAsync()).Select(error => error.ToString()));
        SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
        KnownTypes types = KnownTypes.Of(model.Compilation);
        AssignmentExpressionSyntax write = (await code.Document.GetSyntaxRootAsync())!.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Single(one => one.Left.ToString() == "_n");
        StatePath state = StatePath.Of(write.Left, CodeModel.Of(model, CancellationToken.None))!;

        Assert.Equal(runs, OverlappingRuns.Of(FunctionSyntax.Enclosing(write)!, state, CodeModel.Of(model, CancellationToken.None))
            is not null);
        Assert.Equal(onThreads, OverlappingRuns.OnThreads(write, state, CodeModel.Of(model, CancellationToken.None)) is not null);
    }
}
