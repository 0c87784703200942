using AsyncAnalyzers.Semantics;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

public class TaskUseTests
{
    [Theory]
    [InlineData("t;", nameof(TaskUseKind.Dropped))]
    [InlineData("t.ConfigureAwait(false);", nameof(TaskUseKind.Dropped))]
    [InlineData("_ = t;", nameof(TaskUseKind.Discarded))]
    [InlineData("await t;", nameof(TaskUseKind.Awaited))]
    [InlineData("await (b ? t : u)!.ConfigureAwait(false);", nameof(TaskUseKind.Awaited))]
    [InlineData("await (t ?? u);", nameof(TaskUseKind.Awaited))]
    [InlineData("await (u ?? t).AsTask().WaitAsync(time);", nameof(TaskUseKind.Awaited))]
    [InlineData("await (n switch { 1 => t, _ => u });", nameof(TaskUseKind.Awaited))]
    [InlineData("await ((Task<int>)(object)t);", nameof(TaskUseKind.Awaited))]
    [InlineData("await (t as Task<int>);", nameof(TaskUseKind.Awaited))]
    [InlineData("x = (await t).Length;", nameof(TaskUseKind.Awaited))]
    [InlineData("await this.t;", nameof(TaskUseKind.Awaited))]
    [InlineData("x = t.Result;", nameof(TaskUseKind.Waited))]
    [InlineData("t.Wait(100);", nameof(TaskUseKind.Waited))]
    [InlineData("t?.Wait();", nameof(TaskUseKind.Waited))]
    [InlineData("t?.ConfigureAwait(false).GetAwaiter().GetResult();", nameof(TaskUseKind.Waited))]
    [InlineData("return t;", nameof(TaskUseKind.Returned))]
    [InlineData("yield return t;", nameof(TaskUseKind.Returned))]
    [InlineData("f = () => t;", nameof(TaskUseKind.Returned))]
    [InlineData("Task L() => t;", nameof(TaskUseKind.Returned))]
    [InlineData("void L() => t.ConfigureAwait(false);", nameof(TaskUseKind.Dropped))]
    [InlineData("F(t);", nameof(TaskUseKind.Passed))]
    [InlineData("F(ref t);", nameof(TaskUseKind.Passed))]
    [InlineData("new C(b ? t : u);", nameof(TaskUseKind.Passed))]
    [InlineData("t.Forget();", nameof(TaskUseKind.Passed))]
    [InlineData("t?.Forget();", nameof(TaskUseKind.Passed))]
    [InlineData("s = $\"{t}\";", nameof(TaskUseKind.Passed))]
    [InlineData("await Task.WhenAll(t, u);", nameof(TaskUseKind.Combined))]
    [InlineData("Task.WaitAny(t, u);", nameof(TaskUseKind.Combined))]
    [InlineData("t.ContinueWith(F);", nameof(TaskUseKind.Combined))]
    [InlineData("t.GetAwaiter().OnCompleted(F);", nameof(TaskUseKind.Combined))]
    [InlineData("if (t.IsCompleted) { }", nameof(TaskUseKind.Checked))]
    [InlineData("if (t is { IsFaulted: true }) { }", nameof(TaskUseKind.Checked))]
    [InlineData("if (t == u) { }", nameof(TaskUseKind.Checked))]
    [InlineData("if (t?.Status == x) { }", nameof(TaskUseKind.Checked))]
    [InlineData("switch (t) { }", nameof(TaskUseKind.Checked))]
    [InlineData("t ??= u;", nameof(TaskUseKind.Checked))]
    [InlineData("t.Start();", nameof(TaskUseKind.Started))]
    [InlineData("var v = t;", nameof(TaskUseKind.Assigned))]
    [InlineData("u = t;", nameof(TaskUseKind.Assigned))]
    [InlineData("u = t.ConfigureAwait(false).GetAwaiter();", nameof(TaskUseKind.Assigned))]
    [InlineData("x.U = t;", nameof(TaskUseKind.Stored))]
    [InlineData("xs[0] = t;", nameof(TaskUseKind.Stored))]
    [InlineData("x = new C { U = t };", nameof(TaskUseKind.Stored))]
    [InlineData("x = new[] { t };", nameof(TaskUseKind.Stored))]
    [InlineData("x = (1, t);", nameof(TaskUseKind.Stored))]
    [InlineData("x = new { t };", nameof(TaskUseKind.Stored))]
    [InlineData("t = u;", nameof(TaskUseKind.NotRead))]
    [InlineData("(t, u) = v;", nameof(TaskUseKind.NotRead))]
    [InlineData("F(out t);", nameof(TaskUseKind.NotRead))]
    [InlineData("s = nameof(t);", nameof(TaskUseKind.NotRead))]
    public void Use_of_a_variable(string statement, string expected)
        => Assert.Equal(expected, TaskUse.Of(Find<IdentifierNameSyntax>(statement, node => node.Identifier.ValueText == "t")).Kind.ToString());

    [Theory]
    [InlineData("x?.FAsync();", nameof(TaskUseKind.Dropped))]
    [InlineData("x?.Y.FAsync().Wait();", nameof(TaskUseKind.Waited))]
    [InlineData("await (x?.Y?.FAsync() ?? u);", nameof(TaskUseKind.Awaited))]
    [InlineData("var t = x.FAsync();", nameof(TaskUseKind.Assigned))]
    [InlineData("t = FAsync();", nameof(TaskUseKind.Assigned))]
    public void Use_of_what_a_call_answers(string statement, string expected)
        => Assert.Equal(expected, TaskUse.Of(Find<InvocationExpressionSyntax>(statement, node => CallSyntax.CalledName(node) == "FAsync")).Kind.ToString());

    [Theory]
    [InlineData("await t;", true)]
    [InlineData("await Task.WhenAll(t, u).ConfigureAwait(false);", true)]
    [InlineData("return Task.WhenAll(Task.WhenAll(t), u);", true)]
    [InlineData("await Task.WhenAny(t, u);", false)]
    [InlineData("Task.WhenAll(t, u);", false)]
    [InlineData("_ = t;", false)]
    public void Waited_for_as_part_of_a_whole(string statement, bool expected)
        => Assert.Equal(
            expected, TaskUse.OfWhole(Find<IdentifierNameSyntax>(statement, node => node.Identifier.ValueText == "t")).IsWaitedFor);

    [Fact]
    public void Fields_are_stores()
    {
        CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit("class C { Task t = u; Task T { get; } = u; }");
        Assert.All(unit.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == "u"), name => Assert.Equal(TaskUseKind.Stored, TaskUse.Of(name).Kind));
    }

    [Fact]
    public void Task_and_place()
    {
        TaskUse use = TaskUse.Of(Find<IdentifierNameSyntax>("await (t ?? u).ConfigureAwait(false);", node => node.Identifier.ValueText == "t"));
        Assert.Equal("(t ?? u).ConfigureAwait(false)", use.Task.ToString());
        Assert.Equal("await (t ?? u).ConfigureAwait(false)", use.Place.ToString());
    }

    [Fact]
    public void Nested_functions_capture()
    {
        Assert.True(TaskUse.IsCaptured(Find<IdentifierNameSyntax>("{ Task t; Action a = () => t.Wait(); }", IsWaited), Find<VariableDeclaratorSyntax>("{ Task t; Action a = () => t.Wait(); }", _ => true)));
        Assert.False(TaskUse.IsCaptured(Find<IdentifierNameSyntax>("Action a = () => { Task t = null; t.Wait(); };", IsWaited), Find<VariableDeclaratorSyntax>("Action a = () => { Task t = null; t.Wait(); };", node => node.Identifier.ValueText == "t")));

        static bool IsWaited(IdentifierNameSyntax name) => name.Identifier.ValueText == "t";
    }

    private static T Find<T>(string statement, Func<T, bool> isWanted)
        where T : Microsoft.CodeAnalysis.SyntaxNode
        => SyntaxFactory.ParseCompilationUnit("class C { async Task M() { " + statement + " } }").DescendantNodes().OfType<T>().First(isWanted);
}
