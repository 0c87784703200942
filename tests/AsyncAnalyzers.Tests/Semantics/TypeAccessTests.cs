using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>How the code of a class uses its state <c>_x</c>: what is done, under which locks, and by whom.</summary>
public class TypeAccessTests
{
    private static async Task<TypeAccesses> OfAsync(string members, params string[] otherParts)
    {
        TestedCode code = TestedCode.Create(
            "#pragma warning disable CS0649, CS0169, CS8618, CS0414, CS1998, CS0067\nusing System.Text; partial class C { readonly object _gate = new(); "
            + members + "\n}" + string.Concat(otherParts.Select(static part => "\npartial class C { " + part + " }")));
        Assert.Empty((await code.ErrorsAsync()).Select(error => error.ToString()));
        SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
        var declaration = (await code.Document.GetSyntaxRootAsync())!.DescendantNodes().OfType<ClassDeclarationSyntax>().First();
        return TypeAccesses.Of(model.GetDeclaredSymbol(declaration)!, CodeModel.Of(model, CancellationToken.None));
    }

    private static async Task<string> UsesAsync(string members, params string[] otherParts)
    {
        TypeAccesses accesses = await OfAsync(members, otherParts);
        return accesses.Members.SingleOrDefault(member => member.Name == "_x") is not { } state ? "left out"
            : string.Join("; ", accesses[state]!.Where(access => access.Place.FirstAncestorOrSelf<MemberDeclarationSyntax>()
                is not MethodDeclarationSyntax { Identifier.ValueText: "Guarded" }).Select(static access => $"{access.Use} {access.Held}"));
    }

    [Theory]
    [InlineData("_x++;", "Update -")]
    [InlineData("_x += 2;", "Update -")]
    [InlineData("_x = _x + 1;", "Update -; Read -")]
    [InlineData("_x = 1;", "Write -")]
    [InlineData("(_x, int y) = (1, 2);", "Write -")]
    [InlineData("int.TryParse(\"1\", out _x);", "Write -")]
    [InlineData("int y = _x;", "Read -")]
    [InlineData("ref int y = ref _x; y = 1;", "Escape -")]
    [InlineData("Interlocked.Increment(ref _x);", "left out")]
    [InlineData("Volatile.Write(ref _x, 1);", "left out")]
    [InlineData("string s = nameof(_x);", "")]
    [InlineData("lock (_gate) { _x = 1; }", "left out")]
    [InlineData("Monitor.Enter(_gate); _x = 1; Monitor.Exit(_gate);", "Write this._gate")]
    [InlineData("lock (_gate) { } this._x = 1;", "Write -")]
    [InlineData("new C()._x = 1; _x = 1;", "Write -")]
    [InlineData("_ = new C { _x = 1 }; _x = 1;", "Write -")]
    public async Task A_number(string body, string uses)
        => Assert.Equal(uses, await UsesAsync("int _x; void Guarded() { lock (_gate) { _x++; } } public void M() { " + body + " }"));

    [Theory]
    [InlineData("_x.Add(1);", "Change -")]
    [InlineData("_x[0] = 1;", "Change -")]
    [InlineData("_x[0]++;", "Change -")]
    [InlineData("_x?.Clear();", "Change -")]
    [InlineData("int y = _x[0];", "LookUp -")]
    [InlineData("bool b = _x.Contains(1);", "LookUp -")]
    [InlineData("int n = _x.Count;", "Peek -")]
    [InlineData("bool b = _x.Any();", "Peek -")]
    [InlineData("bool b = _x is null || _x == null;", "Peek -; Peek -")]
    [InlineData("lock (_x) { }", "Peek -")]
    [InlineData("bool b = _x.Any(y => y > 1);", "Enumerate -")]
    [InlineData("foreach (int y in _x) { }", "Enumerate -")]
    [InlineData("foreach (int y in _x.Where(z => z > 1)) { }", "Enumerate -")]
    [InlineData("var y = _x.Where(z => z > 1);", "Escape -")]
    [InlineData("var y = _x.Where(z => z > 1).Select(z => z + 1).ToList();", "Enumerate -")]
    [InlineData("string s = string.Join(\",\", _x.Select(z => z + 1));", "Enumerate -")]
    [InlineData("var y = new List<int>(_x);", "Enumerate -")]
    [InlineData("var y = new System.Collections.ObjectModel.ReadOnlyCollection<int>(_x);", "Escape -")]
    [InlineData("var y = _x;", "Escape -")]
    [InlineData("Action<int> a = _x.Add;", "Escape -")]
    [InlineData("_x = new();", "Write -")]
    [InlineData("_x ??= new();", "Update -")]
    public async Task A_list(string body, string uses)
        => Assert.Equal(uses, await UsesAsync("List<int> _x = new(); void Guarded() { lock (_gate) { _x.Add(1); } } public void M() { " + body + " }"));

    [Theory]
    [InlineData("DateTime?", "WideValue")]
    [InlineData("Guid", "WideValue")]
    [InlineData("decimal", "WideValue")]
    [InlineData("DateTimeOffset", "WideValue")]
    [InlineData("(int, int)", "Value")]
    [InlineData("(int, object)", "WideValue")]
    [InlineData("(int A, int B, int C)", "WideValue")]
    [InlineData("KeyValuePair<int, object>", "WideValue")]
    [InlineData("ReadOnlyMemory<byte>", "WideValue")]
    [InlineData("ImmutableArray<int>", "Value")]
    [InlineData("DateTime", "Value")]
    [InlineData("TimeSpan", "Value")]
    [InlineData("int?", "Value")]
    [InlineData("long?", "WideValue")]
    [InlineData("DayOfWeek?", "Value")]
    [InlineData("CancellationToken", "Value")]
    [InlineData("string", "Value")]
    [InlineData("int[]", "Value")]
    [InlineData("Dictionary<int, int>", "Collection")]
    [InlineData("StringBuilder", "Collection")]
    [InlineData("System.Collections.Hashtable", "SingleWriterCollection")]
    [InlineData("System.Collections.Concurrent.ConcurrentDictionary<int, int>", "Value")]
    [InlineData("ImmutableList<int>", "Value")]
    public async Task Kinds_by_type(string type, string kind)
    {
        TestedCode code = TestedCode.Create("#pragma warning disable CS0649, CS0169, CS8618\nusing System.Text; class C { " + type + " _x; }");
        SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
        var field = (IFieldSymbol)model.GetDeclaredSymbol((await code.Document.GetSyntaxRootAsync())!.DescendantNodes().OfType<VariableDeclaratorSyntax>().Single())!;
        Assert.Equal(kind, StateKinds.OfType(field.Type).ToString());
    }

    [Theory]
    // By whom: others can call it, or the callers tell.
    [InlineData("public void M() { _x = 1; }", "AnyThread")]
    [InlineData("internal void M() { _x = 1; }", "AnyThread")]
    [InlineData("void M() { _x = 1; }", "Nobody")]
    [InlineData("void M() { _x = 1; } public void N() => M();", "AnyThread")]
    [InlineData("void M() { _x = 1; } public Action N() => M;", "AnyThread")]
    [InlineData("void M() { _x = 1; } C() => M();", "Construction")]
    [InlineData("void M() { _x = 1; } C() => N(); void N() => M();", "Construction")]
    [InlineData("void M() { _x = 1; } C() => N(); void N() => M(); public void O() => N();", "AnyThread")]
    [InlineData("void M() { if (_x < 9) { _x = 1; M(); } } C() => M();", "Construction")]
    [InlineData("C() { Task.Run(() => M()); } void M() { _x = 1; }", "AnyThread")]
    [InlineData("static int s_y = N(); static int N() { new C().M(); return 1; } void M() { _x = 1; }", "OtherObject")]
    [InlineData("public void Dispose() { _x = 1; }", "End")]
    [InlineData("public void Dispose() => M(); void M() { _x = 1; }", "End")]
    [InlineData("~C() { _x = 1; }", "End")]
    [InlineData("public int P { init { _x = 1; } }", "Construction")]
    [InlineData("public int P { set { _x = 1; } }", "AnyThread")]
    [InlineData("public void N() { M(); void M() { _x = 1; } }", "AnyThread")]
    [InlineData("C() { M(); void M() { _x = 1; } }", "Construction")]
    [InlineData("C(List<int> xs) { xs.ForEach(x => _x = x); }", "Construction")]
    [InlineData("C() { Changed += (_, _) => _x = 1; } event EventHandler Changed;", "AnyThread")]
    public async Task Who_runs_it(string members, string reach)
    {
        TypeAccesses accesses = await OfAsync("int _x; public void Guarded() { lock (_gate) { _x++; } } public void Bare() => _x++; " + members);
        ISymbol state = accesses.Members.Single(member => member.Name == "_x");
        Assert.Equal(reach, accesses[state]!.Last(access => access.Use == AccessUse.Write).Reach.ToString());
    }

    [Fact]
    public async Task Parts_and_callers_are_put_together()
    {
        Assert.Equal(
            "Update this._gate; Update -",
            await UsesAsync("int _x; public void A() { lock (_gate) { B(); } }", "void B() => _x++;", "public void D() => _x--;"));
        Assert.Equal("Update -", await UsesAsync("int _x; void Guarded() { lock (_gate) { _x++; } } public void A() { lock (_gate) { B(); } } public void D() => B(); void B() => _x++;"));
        Assert.Equal(
            "Update ?; Update -",
            await UsesAsync("int _x; public void A() { if (Monitor.IsEntered(_gate)) { _x++; } } public void B() => _x++; void Guarded() { lock (_gate) { _x++; } }"));
    }

    [FactSinceCSharp(12)]
    public async Task A_captured_parameter()
    {
        TestedCode code = TestedCode.Create("class C(int _x) { readonly object _gate = new(); public void A() { lock (_gate) { _x++; } } public void B() => _x++; int Y = _x; }");
        SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
        var declaration = (await code.Document.GetSyntaxRootAsync())!.DescendantNodes().OfType<ClassDeclarationSyntax>().First();
        TypeAccesses accesses = TypeAccesses.Of(model.GetDeclaredSymbol(declaration)!, CodeModel.Of(model, CancellationToken.None));
        ISymbol state = accesses.Members.Single(member => member.Name == "_x");
        Assert.Equal("Update this._gate; Update -", string.Join("; ", accesses[state]!.Select(static access => $"{access.Use} {access.Held}")));
    }

    /// <summary>Two thousand members that call each other, and two hundred fields with a lock: no square in it.</summary>
    [Fact]
    public async Task A_type_of_two_thousand_members()
    {
        var members = new System.Text.StringBuilder();
        for (int field = 0; field < 200; field++)
        {
            members.Append($"int _f{field}; void G{field}() {{ lock (_gate) {{ _f{field}++; }} }} void H{field}() {{ lock (_gate) {{ _f{field}--; }} }}\n");
        }

        for (int member = 0; member < 1_600; member++)
        {
            members.Append($"void M{member}() {{ if (_f{member % 200} > 9) {{ M{(member + 7) % 1_600}(); }} _f{member % 200}++; M{(member + 1) % 1_600}(); }}\n");
        }

        members.Append("public void Start() { M0(); G1(); }");
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        TypeAccesses accesses = await OfAsync(members.ToString());
        Assert.Equal(200, accesses.Members.Count());
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds < 30);
    }
}
