using System.Globalization;
using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>The textbook analysis: a set of numbers, of which an operation takes some away and adds some.</summary>
/// <param name="effects">By the syntax of calls and assignments.</param>
/// <param name="may">What some path has done; else what every path has.</param>
internal sealed class GenKill(IReadOnlyDictionary<SyntaxNode, (ulong Kill, ulong Gen)> effects, bool may) : ForwardFlow<ulong>
{
    public const ulong Begun = AllPaths.Begun;
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create("Flow", references: TestedCode.Framework);

    public override ulong Join(ulong left, ulong right) => may ? left | right : left & right;

    public override ulong Visit(IOperation operation, ulong before)
        => !operation.IsImplicit && operation is IInvocationOperation or ISimpleAssignmentOperation
            && effects.TryGetValue(operation.Syntax, out (ulong Kill, ulong Gen) effect) ? (before & ~effect.Kill) | effect.Gen : before;

    /// <summary>Compiles a method, and makes the graph of it.</summary>
    public static (ControlFlowGraph Graph, SyntaxNode Method) Compile(string method)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText($$"""
            class C
            {
                {{method}}
                static void P(int id) { }
                static int Q(int id, int value = 0) => id;
                static bool C_(int id, int value = 0) => id > 0;
                static System.IDisposable R(int id) => null!;
                static System.Exception X(int id) => null!;
                static System.Collections.Generic.IEnumerable<int> S(int id) => null!;
                class E0 : System.Exception { }
                class E1 : System.Exception { }
            }
            """);
        CSharpCompilation compilation = Empty.AddSyntaxTrees(tree);
        SemanticModel model = compilation.GetSemanticModel(tree);
        SyntaxNode declaration = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().First();
        Assert.DoesNotContain(model.GetDiagnostics(declaration.Span), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return (FunctionGraph.Of(declaration, CodeModel.Of(model, CancellationToken.None))!, declaration);
    }

    public static string Show(ulong state)
        => state == 0 ? "unreached" : string.Join(' ', Enumerable.Range(0, 63).Where(id => (state & (1UL << id)) != 0)
            .Select(id => id.ToString(CultureInfo.InvariantCulture)));
}
