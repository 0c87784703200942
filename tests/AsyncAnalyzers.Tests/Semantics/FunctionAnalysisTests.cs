using AsyncAnalyzers.Rules.CpuBound;
using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>What is found out about a function depends on the function, and not on who asks for it first.</summary>
public class FunctionAnalysisTests
{
    private static readonly (string Name, string Source)[] Programs =
    [
        ("chain", $"class C {{ {Chain(300, last: "n")} }}"),
        ("chain with a change at its end", $"class C {{ static int s; {Chain(300, last: "s++")} }}"),
        ("pair", "class C { static int F(int n) => n > 0 ? G(n - 1) : 0; static int G(int n) => n > 1 ? F(n - 2) : 1; }"),
        ("pair with loops", """
            class C
            {
                static int F(int n) { int s = 0; for (int i = 0; i < 100; i++) s += G(n - 1); return s; }
                static int G(int n) { int s = 0; for (int i = 0; i < 30; i++) s += n; return n > 0 ? F(n - 1) : s; }
                static int H(int n) => F(n) + G(n);
            }
            """),
        ("cycle of which one prints", """
            class C
            {
                static int F(int n) => n > 0 ? G(n - 1) : 0;
                static int G(int n) => n > 0 ? H(n - 1) : 0;
                static int H(int n) { if (n > 0) return F(n - 1) + I(n); Console.WriteLine(); return 0; }
                static int I(int n) => n > 0 ? I(n - 1) + J(n) : 0;
                static int J(int n) => n + 1;
            }
            """),
        ("two cycles", """
            class C
            {
                static int F(int n) { int s = 0; for (int i = 0; i < 50; i++) s += G(n); return s + P(n); }
                static int G(int n) => n > 0 ? F(n - 1) + H(n) : 0;
                static int H(int n) { int s = 0; for (int i = 0; i < 70; i++) s += i; return n > 0 ? G(n - 1) : s; }
                static int P(int n) { int s = 0; for (int i = 0; i < 90; i++) s += i; return n > 0 ? Q(n - 1) : s; }
                static int Q(int n) => n > 0 ? P(n - 1) : 0;
            }
            """),
        ("large cycle", $"class C {{ {string.Join(" ", Enumerable.Range(0, 40).Select(i => $"static int F{i}(int n) => n > 0 ? F{(i + 1) % 40}(n - 1) : F{i * 7 % 40}(n);"))} }}"),
        ("waits in a cycle", """
            class C
            {
                static string F(int n) => n > 0 ? G(n - 1) : "";
                static string G(int n) => n > 0 ? F(n - 1) : File.ReadAllText("a");
                static string H(int n) => n > 0 ? H(n - 1) : F(n);
            }
            """),
        ("properties and constructors", """
            class C
            {
                readonly int _n;
                public C(int n) { _n = n; }
                int Even => _n == 0 ? 1 : new C(_n - 1).Odd;
                int Odd => _n == 0 ? 0 : new C(_n - 1).Even;
                int Sum() { int s = 0; for (int i = 0; i < 9; i++) s += Even + Odd; return s; }
            }
            """),
    ];

    public static TheoryData<string> Names => [.. Programs.Select(program => program.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Pure_computation_does_not_depend_on_who_asks_first(string program)
        => await AssertSameAsync(program,
            (method, model, types) => PureComputation.EstimateOf(method, CodeModel.Of(model, CancellationToken.None)) is { } work
            ? string.Join("; ", work.Levels)
            : "no");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_only_code_does_not_depend_on_who_asks_first(string program)
        => await AssertSameAsync(program,
            (method, model, types) => ReadOnlyCode.ChangesNothing(method, CodeModel.Of(model, CancellationToken.None)).ToString());

    [Theory]
    [InlineData("chain", true)]
    [InlineData("chain with a change at its end", false)]
    [InlineData("pair", true)]
    [InlineData("large cycle", true)]
    public async Task The_length_of_a_chain_does_not_matter(string program, bool expected)
    {
        (SemanticModel model, IMethodSymbol[] methods) = await MethodsAsync(program);
        KnownTypes types = KnownTypes.Of(model.Compilation);
        Assert.Equal(expected, ReadOnlyCode.ChangesNothing(methods[0], CodeModel.Of(model, CancellationToken.None)));
        // To change a field is computation too.
        Assert.NotNull(PureComputation.EstimateOf(methods[0], CodeModel.Of(model, CancellationToken.None)));
    }

    [Fact]
    public async Task A_cycle_counts_what_each_of_its_functions_does_once()
    {
        (SemanticModel model, IMethodSymbol[] methods) = await MethodsAsync("pair with loops");
        double[] iterations = [.. methods.Select(method
            => PureComputation.EstimateOf(method, CodeModel.Of(model, CancellationToken.None))!.Iterations(100))];
        Assert.Equal([3000, 100, 3000], iterations);
    }

    [Fact]
    public async Task One_function_that_prints_makes_no_other_of_its_cycle_pure()
    {
        (SemanticModel model, IMethodSymbol[] methods) = await MethodsAsync("cycle of which one prints");
        Assert.Equal("IJ", string.Concat(methods
            .Where(method => PureComputation.EstimateOf(method, CodeModel.Of(model, CancellationToken.None)) is not null)
            .Select(method => method.Name)));
    }

    /// <summary>Each method is asked first once, on a compilation of its own, and all others after it, forwards or backwards.</summary>
    private static async Task AssertSameAsync(string program, Func<IMethodSymbol, SemanticModel, KnownTypes, string> ask)
    {
        (_, IMethodSymbol[] methods) = await MethodsAsync(program);
        string[] alone = new string[methods.Length];
        for (int first = 0; first < methods.Length; first += Math.Max(1, methods.Length / 12))
        {
            alone[first] = (await AskAsync([first]))[0];
        }

        for (int first = 0; first < methods.Length; first += Math.Max(1, methods.Length / 6))
        {
            int[] order = [first, .. first % 2 == 0 ? Enumerable.Range(0, methods.Length) : Enumerable.Range(0, methods.Length).Reverse()];
            string[] answers = await AskAsync(order);
            for (int asked = 0; asked < order.Length; asked++)
            {
                string expected = alone[order[asked]] ??= answers[asked];
                Assert.True(expected == answers[asked], $"{methods[order[asked]].Name}: {expected} when asked alone, {answers[asked]} after {methods[first].Name}");
            }
        }

        async Task<string[]> AskAsync(int[] order)
        {
            (SemanticModel model, IMethodSymbol[] own) = await MethodsAsync(program);
            return [.. order.Select(index => ask(own[index], model, KnownTypes.Of(model.Compilation)))];
        }
    }

    private static async Task<(SemanticModel Model, IMethodSymbol[] Methods)> MethodsAsync(string program)
    {
        TestedCode code = TestedCode.Create(Programs.Single(one => one.Name == program).Source);
        Assert.Empty(await code.ErrorsAsync());
        SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
        return (model, [.. model.Compilation.GetTypeByMetadataName("C")!.GetMembers().OfType<IMethodSymbol>().Where(method => !method.IsImplicitlyDeclared)]);
    }

    private static string Chain(int length, string last)
        => string.Join(" ", Enumerable.Range(0, length).Select(index => $"static int F{index}(int n) => {(index == length - 1 ? last : $"F{index + 1}(n + 1)")};"));
}
