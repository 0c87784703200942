using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>What counts as a write: <c>$</c> stands before the name in question.</summary>
public class WritesTests
{
    [Theory]
    // Assignments
    [InlineData("$x = 1;", "Write")]
    [InlineData("y = $x;", "Read")]
    [InlineData("y = $x = 1;", "Write")]
    [InlineData("$x += 1;", "ReadWrite")]
    [InlineData("$x <<= 1;", "ReadWrite")]
    [InlineData("$s ??= \"\";", "ReadWrite")]
    [InlineData("$x++;", "ReadWrite")]
    [InlineData("--$x;", "ReadWrite")]
    [InlineData("y = -$x;", "Read")]
    [InlineData("y = ~$x;", "Read")]
    [InlineData("($x) = 1;", "Write")]
    [InlineData("this.$x = 1;", "Write")]
    [InlineData("((this).$x)++;", "ReadWrite")]
    [InlineData("y = $s!.Length;", "Read")]
    [InlineData("$s!.Trim();", "Read")]
    [InlineData("checked { $x++; }", "ReadWrite")]
    [InlineData("for ($x = 0; ; ) { }", "Write")]
    [InlineData("using ($d = new MemoryStream()) { }", "Write")]
    [InlineData("$array[0] = 1;", "Read")]
    [InlineData("array[$x] = 1;", "Read")]
    [InlineData("$other.x = 1;", "Read")]
    [InlineData("other.$x = 1;", "Write")]
    [InlineData("other.other.$x++;", "ReadWrite")]
    // Deconstruction
    [InlineData("($x, y) = (1, 2);", "Write")]
    [InlineData("(y, $x) = (1, 2);", "Write")]
    [InlineData("(y, (_, $x)) = (1, (2, 3));", "Write")]
    [InlineData("(this.$x, y) = (1, 2);", "Write")]
    [InlineData("($x, var z) = (1, 2);", "Write")]
    [InlineData("(y, _) = ($x, 2);", "Read")]
    [InlineData("var t = ($x, y);", "Read")]
    [InlineData("F(($x, y));", "Read")]
    [InlineData("foreach (var (a, b) in new[] { ($x, y) }) { }", "Read")]
    // By reference
    [InlineData("Set(out $x);", "Write")]
    [InlineData("Change(ref $x);", "ReadWrite")]
    [InlineData("Look(in $x);", "Read")]
    [InlineData("Look($x);", "Read")]
    [InlineData("Change(ref this.$x);", "ReadWrite")]
    [InlineData("ref int r = ref $x;", "ReadWrite")]
    [InlineData("ref readonly int r = ref $x;", "Read")]
    [InlineData("ref int r = ref (y > 0 ? ref $x : ref y);", "ReadWrite")]
    [InlineData("ref int r = ref y; r = ref $x;", "ReadWrite")]
    [InlineData("ref int L() { return ref $x; }", "ReadWrite")]
    [InlineData("ref int L() => ref $x;", "ReadWrite")]
    [InlineData("unsafe { fixed (int* p = &$x) { } }", "ReadWrite")]
    [InlineData("Interlocked.Increment(ref $x);", "ReadWrite")]
    [InlineData("Volatile.Write(ref $x, 1);", "ReadWrite")]
    [InlineData("y = Volatile.Read(ref $x);", "Read")]
    [InlineData("y = System.Threading.Volatile.Read(ref $x);", "Read")]
    [InlineData("y = (int)Interlocked.Read(ref $l);", "Read")]
    [InlineData("Read(ref $x);", "ReadWrite")]
    // Patterns, initializers, with
    [InlineData("if ($x is 1 or 2) { }", "Read")]
    [InlineData("if (other is { x: var z }) { y = $x; }", "Read")]
    [InlineData("var o = new C { $x = 1 };", "Write")]
    [InlineData("var o = new C { y = $x };", "Read")]
    [InlineData("var o = rec with { $N = 1 };", "Write")]
    [InlineData("var o = $rec with { N = 1 };", "Read")]
    public async Task Access(string statement, string expected) => Assert.Equal(expected, Writes.AccessOf(await ExpressionAsync(statement)).ToString());

    [Theory]
    [InlineData("var o = new C { $x = 1 };", true)]
    [InlineData("var o = rec with { $N = 1 };", true)]
    [InlineData("var o = new C { other = { $x = 1 } };", true)]
    [InlineData("var o = new C { y = $x };", false)]
    [InlineData("$x = 1;", false)]
    public async Task Members_of_an_object_that_is_made(string statement, bool expected)
        => Assert.Equal(expected, Writes.IsOfInitializedObject(await ExpressionAsync(statement)));

    [FactSinceCSharp(14)]
    public async Task Behind_a_null_test()
    {
        Assert.Equal(AccessKind.Write, Writes.AccessOf(await ExpressionAsync("other?.$x = 1;")));
        Assert.Equal(AccessKind.ReadWrite, Writes.AccessOf(await ExpressionAsync("other?.$x += 1;")));
        Assert.Equal(AccessKind.ReadWrite, Writes.AccessOf(await ExpressionAsync("other?.other?.$s ??= \"\";")));
        Assert.Equal(AccessKind.Write, Writes.AccessOf(await ExpressionAsync("other?.other.$x = 1;")));
        Assert.Equal(AccessKind.Read, Writes.AccessOf(await ExpressionAsync("other?.$other.x = 1;")));
        Assert.Equal(AccessKind.Read, Writes.AccessOf(await ExpressionAsync("y = other?.$x ?? 1;")));
    }

    [Theory]
    [InlineData("int v = 1; F(v);", true, "1")]
    [InlineData("int v = 1; v = 2;", false, null)]
    [InlineData("int v = 1; v++;", false, null)]
    [InlineData("int v = 1; (v, _) = (2, 3);", false, null)]
    [InlineData("int v = 1; (_, (v, _)) = (2, (3, 4));", false, null)]
    [InlineData("int v = 1; (array[v], _) = (2, 3);", true, "1")]
    [InlineData("int v = 1; Change(ref v);", false, null)]
    [InlineData("int v = 1; Look(in v);", true, "1")]
    [InlineData("int v; Set(out v);", true, null)]
    [InlineData("int v = 1; ref int r = ref v;", false, null)]
    [InlineData("int v = 1; ref readonly int r = ref v;", true, "1")]
    [InlineData("int v = 1; ref int r = ref (y > 0 ? ref v : ref y);", false, null)]
    [InlineData("int v = 1; ref int r = ref y; r = ref v;", false, null)]
    [InlineData("object v2 = s; if (v2 is string { Length: 1 } v) { v = s; }", false, null)]
    [InlineData("object v2 = s; if (v2 is string v) { v = s; }", false, null)]
    [InlineData("object v2 = array; if (v2 is int[] and [1, ..] v) { v = array; }", false, null)]
    [InlineData("try { } catch (Exception v) { v = new Exception(); }", false, null)]
    [InlineData("try { } catch (Exception v) { F(v); }", true, null)]
    [InlineData("int v = 1; void L() { v = 2; }", false, null)]
    public async Task Variables(string statements, bool isNeverReassigned, string? onlyValue)
    {
        (SemanticModel model, SyntaxNode root) = await OpenAsync(statements);
        SyntaxNode declaration = root.DescendantNodes().First(node => node is VariableDeclaratorSyntax { Identifier.ValueText: "v" }
            or SingleVariableDesignationSyntax { Identifier.ValueText: "v" } or CatchDeclarationSyntax { Identifier.ValueText: "v" });
        ISymbol variable = model.GetDeclaredSymbol(declaration)!;
        MethodDeclarationSyntax method = root.DescendantNodes().OfType<MethodDeclarationSyntax>().Single(one => one.Identifier.ValueText == "M");
        VariableWrites writes = VariableWrites.Of(model.GetOperation(method)!);
        Assert.Equal(isNeverReassigned, writes.IsNeverReassigned(variable));
        Assert.Equal(onlyValue, writes.OnlyValue(variable)?.Syntax.ToString());
        if (variable is ILocalSymbol { RefKind: RefKind.None } local && declaration is VariableDeclaratorSyntax)
        {
            Assert.Equal(onlyValue, LocalAssignments.OnlyValueOf(local, CodeModel.Of(model, CancellationToken.None))?.ToString());
        }
    }

    private static async Task<ExpressionSyntax> ExpressionAsync(string statement)
    {
        int mark = statement.IndexOf('$');
        (_, SyntaxNode root) = await OpenAsync(statement.Remove(mark, 1));
        int start = root.ToString().IndexOf("/*begin*/", StringComparison.Ordinal) + "/*begin*/".Length + mark;
        return Writes.ExpressionOf((SimpleNameSyntax)root.FindToken(start).Parent!);
    }

    private static async Task<(SemanticModel Model, SyntaxNode Root)> OpenAsync(string statements)
    {
        TestedCode code = TestedCode.Create("record R(int N); unsafe class C { public int x, y; public long l; public string? s; public int[] array = new int[1]; public C other = null!; IDisposable? d; R rec = new(1); "
            + "void Set(out int n) => n = 1; void Change(ref int n) { } void Look(in int n) { } int Read(ref int n) => n; void F(object o) { } "
            + $"void M() {{ /*begin*/{statements} }} }}");
        return ((await code.Document.GetSemanticModelAsync())!, (await code.Document.GetSyntaxRootAsync())!);
    }
}
