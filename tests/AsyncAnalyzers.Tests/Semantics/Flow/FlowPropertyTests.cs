using System.Globalization;
using AsyncAnalyzers.Semantics;
using CsCheck;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>
/// The solver on thousands of random functions beside all paths through their syntax. A failure names the seed and the smallest function
/// that was found for it: <c>Sample(…, seed: "…")</c> runs it again.
/// </summary>
public class FlowPropertyTests
{
    private static readonly Gen<RandomFunction> Functions = Gen.Byte.Array[0, 70].Select(bytes => new RandomFunction(bytes));

    [Fact]
    public void What_some_or_every_path_has_done()
        => Functions.Sample(
            function =>
            {
                var paths = new AllPaths(function, withExceptions: true);
                (ControlFlowGraph graph, Dictionary<int, SyntaxNode> places) = Compile(function);
                Dictionary<SyntaxNode, (ulong, ulong)> effects = EffectsOf(function, places);
                foreach (bool may in new[] { true, false })
                {
                    FlowResult<ulong> result = new GenKill(effects, may).Solve(graph, GenKill.Begun, CancellationToken.None);
                    foreach ((int id, SyntaxNode place) in places)
                    {
                        AssertEqual(Join(paths.At.GetValueOrDefault(id) ?? [], may), result.At(place), $"at {id}, may: {may}");
                    }

                    AssertEqual(Join(paths.Returned, may), result.AtNormalExit, $"at the end, may: {may}");
                    AssertEqual(Join(paths.Thrown, may), result.AtExceptionalExit, $"thrown, may: {may}");
                }
            },
            iter: 1500,
            print: function => function.Source);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_a_path_leads(bool withExceptions)
        => Functions.Sample(
            function =>
            {
                var paths = new AllPaths(function, withExceptions);
                (ControlFlowGraph graph, Dictionary<int, SyntaxNode> places) = Compile(function);
                foreach ((int id, char variable, bool inFinally) in function.Assignments)
                {
                    if (paths.At.GetValueOrDefault(id) is not { Count: > 0 })
                    {
                        continue;
                    }

                    HashSet<SyntaxNode> overwriting = [.. function.Assignments.Where(one => one.Variable == variable)
                        .Select(one => places[one.Id])];
                    var search = new Search(overwriting, [.. function.Calls.Select(call => places[call])], withExceptions);
                    search.Follow(graph, places[id], CancellationToken.None);
                    IEnumerable<int> expected = function.Calls.Where(call => Holds(paths, call, id));
                    IEnumerable<int> found = function.Calls.Where(call => search.Found.Contains(places[call]));
                    // From within a finally, the search leaves it by every way that leads out.
                    if (inFinally ? expected.Except(found).Any() : !expected.SequenceEqual(found))
                    {
                        Assert.Fail($"from {id}: expected {string.Join(' ', expected)}, found {string.Join(' ', found)}");
                    }
                }
            },
            iter: 700,
            print: function => function.Source);

    private static bool Holds(AllPaths paths, int call, int id)
        => paths.At.GetValueOrDefault(call)?.Any(state => (state & (1UL << id)) != 0) == true;

    private static ulong Join(HashSet<ulong> states, bool may)
        => states.Count == 0 ? 0 : states.Aggregate((left, right) => may ? left | right : left & right);

    private static void AssertEqual(ulong expected, ulong actual, string where)
    {
        if (expected != actual)
        {
            Assert.Fail($"{where}: expected {GenKill.Show(expected)}, was {GenKill.Show(actual)}");
        }
    }

    private static (ControlFlowGraph Graph, Dictionary<int, SyntaxNode> Places) Compile(RandomFunction function)
    {
        (ControlFlowGraph graph, SyntaxNode method) = GenKill.Compile(function.Source.Replace("C(", "C_(", StringComparison.Ordinal));
        var places = new Dictionary<int, SyntaxNode>();
        int assignment = 0;
        foreach (SyntaxNode node in method.DescendantNodes())
        {
            switch (node)
            {
                case InvocationExpressionSyntax call:
                    places.Add(int.Parse(call.ArgumentList.Arguments[0].ToString(), CultureInfo.InvariantCulture), call);
                    break;
                case AssignmentExpressionSyntax:
                    places.Add(function.Assignments[assignment++].Id, node);
                    break;
            }
        }

        return (graph, places);
    }

    private static Dictionary<SyntaxNode, (ulong Kill, ulong Gen)> EffectsOf(RandomFunction function, Dictionary<int, SyntaxNode> places)
    {
        var effects = function.Calls.ToDictionary(id => places[id], id => (0UL, 1UL << id));
        foreach ((int id, char variable, _) in function.Assignments)
        {
            ulong kill = function.Assignments.Where(one => one.Variable == variable).Aggregate(0UL, (bits, one) => bits | (1UL << one.Id));
            effects.Add(places[id], (kill, 1UL << id));
        }

        return effects;
    }

    private sealed class Search(HashSet<SyntaxNode> overwriting, HashSet<SyntaxNode> calls, bool withExceptions) : PathSearch(withExceptions)
    {
        public HashSet<SyntaxNode> Found { get; } = [];

        protected override bool Passes(IOperation operation)
        {
            if (operation is IInvocationOperation { IsImplicit: false } && calls.Contains(operation.Syntax))
            {
                Found.Add(operation.Syntax);
            }

            return operation is not ISimpleAssignmentOperation || !overwriting.Contains(operation.Syntax);
        }
    }
}
