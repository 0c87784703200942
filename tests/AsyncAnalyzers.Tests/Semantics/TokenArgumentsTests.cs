using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Which token a call gives to its method, and which it could give.</summary>
public class TokenArgumentsTests
{
    private const string Callees = """
        class B<T>
        {
            public Task Own(int a, CancellationToken t = default) => Task.CompletedTask;
            public Task Named(int a = 1, string b = "", CancellationToken stop = default) => Task.CompletedTask;
            public Task Two(CancellationToken first, CancellationToken last) => Task.CompletedTask;
            public Task ByRef(ref CancellationToken t) => Task.CompletedTask;
            public Task Plain(int a) => Task.CompletedTask;
            public Task Plain(int a, CancellationToken stop) => Task.CompletedTask;
            public Task First(T a) => Task.CompletedTask;
            public Task First(CancellationToken stop, T a) => Task.CompletedTask;
            public Task<U> Generic<U>(U a) => Task.FromResult(a);
            public Task<U> Generic<U>(U a, CancellationToken stop) => Task.FromResult(a);
            public Task More(int a) => Task.CompletedTask;
            public Task More(int a, string b = "", CancellationToken stop = default, int c = 1) => Task.CompletedTask;
            public Task Needs(int a) => Task.CompletedTask;
            public Task Needs(int a, string b, CancellationToken stop) => Task.CompletedTask;
            public Task Other(int a) => Task.CompletedTask;
            public Task Other(long a, CancellationToken stop) => Task.CompletedTask;
            public Task Answer(int a) => Task.CompletedTask;
            public Task<int> Answer(int a, CancellationToken stop) => Task.FromResult(1);
            public Task Old(int a) => Task.CompletedTask;
            [Obsolete] public Task Old(int a, CancellationToken stop) => Task.CompletedTask;
            public Task Hidden(int a) => Task.CompletedTask;
            private Task Hidden(int a, CancellationToken stop) => Task.CompletedTask;
            public Task Params(params int[] a) => Task.CompletedTask;
            public Task Params(int[] a, CancellationToken stop) => Task.CompletedTask;
            public Task Static(int a) => Task.CompletedTask;
            public static Task Static(int a, CancellationToken stop) => Task.CompletedTask;
            public B() { }
            public B(int a) { }
            public B(int a, CancellationToken stop) { }
        }
        static class X
        {
            public static Task Ext(this string s, int a) => Task.CompletedTask;
            public static Task Ext(this string s, int a, CancellationToken stop) => Task.CompletedTask;
            public static Task<U> ExtOf<U>(this List<U> s) => Task.FromResult(s[0]);
            public static Task<U> ExtOf<U>(this List<U> s, CancellationToken stop) => Task.FromResult(s[0]);
            public static Task Given(this string s, CancellationToken stop = default) => Task.CompletedTask;
        }
        """;

    [Theory]
    [InlineData("b.Own(1)", null)]
    [InlineData("b.Own(1, ct)", "ct")]
    [InlineData("b.Own(1, t: cts.Token)", "cts.Token")]
    [InlineData("b.Own(t: ct, a: 1)", "ct")]
    [InlineData("b.Own(1, default)", null)]
    [InlineData("b.Own(1, default(CancellationToken))", null)]
    [InlineData("b.Own(1, CancellationToken.None)", null)]
    [InlineData("b.Own(1, System.Threading.CancellationToken.None)", null)]
    [InlineData("b.Own(1, (CancellationToken.None))", null)]
    [InlineData("b.Own(1, new CancellationToken())", null)]
    [InlineData("b.Own(1, new())", null)]
    [InlineData("b.Own(1, new(false))", null)]
    [InlineData("b.Own(1, new CancellationToken(true))", "new CancellationToken(true)")]
    [InlineData("b.Own(1, b2 ? ct : default)", "b2 ? ct : default")]
    [InlineData("b.Two(CancellationToken.None, ct)", "ct")]
    [InlineData("b.Two(ct, CancellationToken.None)", null)]
    [InlineData("b.ByRef(ref ct)", null)]
    [InlineData("b.Plain(1)", null)]
    [InlineData("\"\".Given(ct)", "ct")]
    [InlineData("X.Given(\"\", ct)", "ct")]
    [InlineData("\"\".Given()", null)]
    [InlineData("new B<int>(1, ct)", "ct")]
    [InlineData("new B<int>(1)", null)]
    public async Task The_token_that_is_passed(string call, string? expected)
    {
        (SyntaxNode node, IMethodSymbol method, _, KnownTypes types) = await Bind(call);
        Assert.Equal(expected, TokenArguments.Passed(node, method, types)?.ToString());
    }

    [Theory]
    [InlineData("b.Own(1)", "t of Own(1)")]
    [InlineData("b.Own(1, ct)", null)]
    [InlineData("b.Own(1, CancellationToken.None)", null)]
    [InlineData("b.Own(1, default)", null)]
    [InlineData("b.Named(b: \"\")", "stop of Named(2)")]
    [InlineData("b.ByRef(ref ct)", null)]
    [InlineData("b.Plain(1)", "stop of Plain(1)")]
    [InlineData("b.Plain(1, default)", null)]
    [InlineData("b.First(\"\")", "stop of First(0)")]
    [InlineData("b.Generic(1)", "stop of Generic(1)")]
    [InlineData("b.Generic<int>(1)", "stop of Generic(1)")]
    [InlineData("b.More(1)", "stop of More(2)")]
    [InlineData("b.Needs(1)", null)]
    [InlineData("b.Other(1)", null)]
    [InlineData("b.Answer(1)", null)]
    [InlineData("b.Old(1)", null)]
    [InlineData("b.Hidden(1)", null)]
    [InlineData("b.Params(1, 2)", null)]
    [InlineData("b.Static(1)", null)]
    [InlineData("\"\".Ext(1)", "stop of Ext(1)")]
    [InlineData("X.Ext(\"\", 1)", "stop of Ext(2)")]
    [InlineData("new List<int>().ExtOf()", "stop of ExtOf(0)")]
    [InlineData("new B<int>(1)", "stop of .ctor(1)")]
    [InlineData("new B<int>()", null)]
    [InlineData("Task.Delay(1)", "cancellationToken of Delay(1)")]
    [InlineData("File.ReadAllTextAsync(\"\")", "cancellationToken of ReadAllTextAsync(1)")]
    [InlineData("L(1)", null)]
    public async Task The_parameter_that_is_free(string call, string? expected)
    {
        (SyntaxNode node, IMethodSymbol method, SemanticModel model, _) = await Bind(call);
        IParameterSymbol? free = TokenArguments.Free(node, method, CodeModel.Of(model, CancellationToken.None));
        Assert.Equal(expected, free is null ? null : $"{free.Name} of {free.ContainingSymbol.Name}({free.Ordinal})");
    }

    private static async Task<(SyntaxNode Call, IMethodSymbol Method, SemanticModel Model, KnownTypes Types)> Bind(string call)
    {
        TestedCode code = TestedCode.Create($$"""
            class C
            {
                void M(B<string> b, bool b2, CancellationToken ct, CancellationTokenSource cts)
                {
                    object o = {{call}};
                    static Task L(int a) => Task.CompletedTask;
                }
            }
            {{Callees}}
            """);
        SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
        SyntaxNode root = await model.SyntaxTree.GetRootAsync();
        SyntaxNode node = root.DescendantNodes().OfType<EqualsValueClauseSyntax>().First().Value;
        return (node, Assert.IsAssignableFrom<IMethodSymbol>(model.GetSymbolInfo(node).Symbol), model, KnownTypes.Of(model.Compilation));
    }
}
