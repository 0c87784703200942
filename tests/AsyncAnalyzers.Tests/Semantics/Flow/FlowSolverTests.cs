using System.Globalization;
using AsyncAnalyzers.Semantics;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Assignments and calls have numbers: an assignment takes away those of the same variable, and adds its own.</summary>
public class FlowSolverTests
{
    [Theory]
    // branches and loops
    [InlineData("a = 1; P(9);", "1", "1")]
    [InlineData("a = 1; a = 2; P(9);", "2", "2")]
    [InlineData("if (f) a = 1; P(9);", "1", "")]
    [InlineData("if (f) a = 1; else a = 2; P(9);", "1 2", "")]
    [InlineData("a = 1; while (f) { P(9); a = 2; }", "1 2 9", "")]
    [InlineData("while (true) { a = 1; if (f) break; a = 2; } P(9);", "1", "1")]
    [InlineData("return; P(9);", "unreached", "unreached")]
    [InlineData("if (false) P(9);", "unreached", "unreached")]
    [InlineData("a = f ? Q(1) : Q(2); P(9);", "1 2", "")]
    [InlineData("if (C_(1) && C_(2)) P(9);", "1 2", "1 2")]
    [InlineData("if (C_(1) || C_(2)) P(9);", "1 2", "1")]
    [InlineData("P(Q(9, a = 1));", "1", "1")]
    // exceptions of single operations
    [InlineData("try { a = 1; P(2); a = 3; } catch { P(9); }", "1 2", "1")]
    [InlineData("try { a = 1; a = 2; } catch { P(9); }", "unreached", "unreached")]
    [InlineData("a = 3; try { a = Q(1); } catch { P(9); }", "1 3", "3")]
    [InlineData("try { a = f ? 1 : 2; } catch { P(9); }", "unreached", "unreached")]
    [InlineData("try { throw X(1); } catch { P(9); }", "1", "")]
    [InlineData("try { P(1); } catch { throw; } P(9);", "1", "1")]
    [InlineData("try { try { P(1); } catch (E0) { a = 2; } } catch { P(9); }", "1", "")]
    [InlineData("try { try { P(1); } catch { a = 2; } P(3); } catch { P(9); }", "1 2 3", "")]
    [InlineData("try { try { P(1); } catch (System.Exception) { a = 2; } } catch { P(9); }", "unreached", "unreached")]
    // filters
    [InlineData("try { P(1); } catch (E0) when (C_(2)) { P(9); }", "1 2", "2")]
    [InlineData("try { P(1); } catch (System.Exception) when (C_(2)) { } catch { P(9); }", "1 2", "")]
    [InlineData("try { try { P(1); } catch when (C_(2)) { } } catch { P(9); }", "1 2", "")]
    [InlineData("try { try { P(1); } catch when (f) { } catch { } } catch { P(9); }", "unreached", "unreached")]
    // finally
    [InlineData("try { P(1); } finally { P(9); }", "1", "")]
    [InlineData("try { P(1); } finally { a = 2; } P(9);", "1 2", "1 2")]
    [InlineData("while (true) { try { if (f) break; a = 1; } finally { P(2); } } P(9);", "1 2", "2")]
    [InlineData("while (true) { try { if (f) { a = 1; break; } a = 2; } finally { P(3); } } P(9);", "1 3", "1 3")]
    [InlineData("try { if (f) { a = 1; return; } a = 2; } finally { P(3); } P(9);", "2 3", "2 3")]
    [InlineData("try { P(1); } finally { throw X(2); } P(9);", "unreached", "unreached")]
    [InlineData("try { try { } finally { P(1); } a = 2; } catch { P(9); }", "1", "")]
    [InlineData("try { try { P(1); } finally { a = 2; } } catch { P(9); }", "1 2", "2")]
    [InlineData("try { try { P(1); } finally { try { P(2); } finally { a = 3; } } } catch { P(9); }", "1 2 3", "3")]
    [InlineData("try { try { return; } finally { a = 1; } } finally { P(9); }", "1", "1")]
    // what the compiler makes a finally of
    [InlineData("using (R(1)) { if (f) return; a = 2; } P(9);", "1 2", "1 2")]
    [InlineData("try { using (R(1)) { a = 2; } } catch { P(9); }", "1 2", "")]
    [InlineData("lock (o) { a = 1; } P(9);", "1", "1")]
    [InlineData("foreach (int x in S(1)) { a = 2; } P(9);", "1 2", "1")]
    public void State_at_a_call(string body, string may, string must)
    {
        Assert.Equal(may, GenKill.Show(Solve(body, may: true, out SyntaxNode method).At(Marker(method))));
        Assert.Equal(must, GenKill.Show(Solve(body, may: false, out method).At(Marker(method))));
    }

    [Theory]
    [InlineData("a = 1;", "1", "unreached")]
    [InlineData("P(1);", "1", "1")]
    [InlineData("throw X(1);", "unreached", "1")]
    [InlineData("while (true) { P(1); }", "unreached", "1")]
    [InlineData("try { P(1); } catch { }", "1", "unreached")]
    [InlineData("try { P(1); } catch (E0) { a = 2; }", "1 2", "1")]
    [InlineData("try { P(1); } catch { a = 2; throw; }", "1", "1 2")]
    [InlineData("if (f) { a = 1; return; } a = 2;", "1 2", "unreached")]
    [InlineData("try { throw X(1); } finally { a = 2; }", "unreached", "1 2")]
    [InlineData("try { a = 1; } finally { P(2); }", "1 2", "1 2")]
    [InlineData("try { if (f) return; P(1); } finally { while (true) { a = 2; } }", "unreached", "unreached")]
    public void State_at_the_exits(string body, string normal, string exceptional)
    {
        FlowResult<ulong> result = Solve(body, may: true, out _);
        Assert.Equal((normal, exceptional), (GenKill.Show(result.AtNormalExit), GenKill.Show(result.AtExceptionalExit)));
    }

    [Theory]
    [InlineData("a = 1; [a = Q(2)]; b = 3;", "1")]
    [InlineData("a = 1; if (f) [{ P(2); }]", "1")]
    [InlineData("a = 1; [if (C_(2)) { P(3); }]", "1")]
    [InlineData("a = 1; [try { P(2); } finally { }]", "1")]
    [InlineData("a = 1; return; [P(2);]", "unreached")]
    public void State_where_a_statement_begins(string body, string expected)
    {
        int start = body.IndexOf('[', StringComparison.Ordinal);
        int length = body.IndexOf(']', StringComparison.Ordinal) - start - 1;
        FlowResult<ulong> result = Solve(body.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal), may: true, out SyntaxNode method);
        SyntaxNode place = method.DescendantNodes().OfType<BlockSyntax>().First().DescendantNodes().OfType<StatementSyntax>()
            .First(statement => statement.SpanStart - ((MethodDeclarationSyntax)method).Body!.SpanStart - 2 == start && statement.Span.Length >= length);
        Assert.Equal(expected, GenKill.Show(result.At(place)));
    }

    [Theory]
    [InlineData("f = false; if (f) P(9);", false)]
    [InlineData("f = false; if (!f) { a = 1; } else P(9);", false)]
    [InlineData("f = true; while (f) { P(1); } P(9);", false)]
    [InlineData("f = true; if (C_(1)) f = false; if (f) P(9);", true)]
    [InlineData("f = true; try { P(1); f = false; } finally { if (f) P(9); }", true)]
    [InlineData("f = true; try { P(1); f = false; } finally { } if (f) P(9);", false)]
    [InlineData("f = true; try { P(1); } catch { return; } finally { if (!f) P(9); }", false)]
    public void Impossible_branches(string body, bool isReached)
    {
        (ControlFlowGraph graph, SyntaxNode method) = GenKill.Compile($"void M(int a, int b, bool f, object o) {{ {body} }}");
        Assert.Equal(isReached, new Constants(entersDeadCode: false).Solve(graph, Constants.Unknown, CancellationToken.None).At(Marker(method)) != 0);
        Assert.NotEqual(0UL, new Constants(entersDeadCode: true).Solve(graph, Constants.Unknown, CancellationToken.None).At(Marker(method)));
    }

    [Fact]
    public void Handlers_of_what_throws_nothing_are_dead_code()
    {
        (ControlFlowGraph graph, SyntaxNode method) = GenKill.Compile("void M(bool f) { f = true; try { f = false; } catch { try { } catch { } P(9); } }");
        Assert.Equal(0UL, new Constants(entersDeadCode: false).Solve(graph, Constants.Unknown, CancellationToken.None).At(Marker(method)));
        Assert.Equal(Constants.True, new Constants(entersDeadCode: true).Solve(graph, Constants.Unknown, CancellationToken.None).At(Marker(method)));
    }

    [Theory]
    [InlineData("a = 1; P(9);", true)]
    [InlineData("a = 1; a = 2; P(9);", false)]
    [InlineData("P(9); a = 1;", false)]
    [InlineData("while (f) { P(9); a = 1; }", true)]
    [InlineData("a = 1; try { P(2); a = 3; } catch { P(9); }", true)]
    [InlineData("a = 1; try { a = 3; } catch { P(9); }", false)]
    [InlineData("try { a = 1; return; } finally { P(9); }", true)]
    [InlineData("try { a = 1; return; } finally { a = 2; P(9); }", false)]
    [InlineData("try { P(2); } finally { a = 1; } P(9);", true)]
    [InlineData("try { return; } finally { a = 1; } P(9);", false)]
    [InlineData("try { try { P(2); } finally { a = 1; } } catch { P(9); }", true)]
    [InlineData("try { try { return; } finally { a = 1; } } finally { P(9); }", true)]
    [InlineData("b = Q(2, a = 1) + Q(9);", true)]
    [InlineData("b = Q(9) + Q(2, a = 1);", false)]
    public void Path_from_the_first_assignment(string body, bool exists)
    {
        (ControlFlowGraph graph, SyntaxNode method) = GenKill.Compile($"void M(int a, int b, bool f, object o) {{ {body} }}");
        var search = new Search();
        search.Follow(graph, method.DescendantNodes().OfType<AssignmentExpressionSyntax>().First(one => one.ToString() == "a = 1"), CancellationToken.None);
        Assert.Equal(exists, search.Found);
    }

    [Fact]
    public void A_lambda_does_not_throw_into_the_function_around_it()
    {
        (ControlFlowGraph graph, SyntaxNode method) = GenKill.Compile("void M(int a) { try { System.Action g = () => { P(1); }; } catch { P(9); } }");
        IFlowAnonymousFunctionOperation lambda = graph.Blocks.SelectMany(block => block.Operations)
            .SelectMany(operation => operation.DescendantsAndSelf()).OfType<IFlowAnonymousFunctionOperation>().Single();
        FlowResult<ulong> result = Solver(method, may: true)
            .Solve(graph.GetAnonymousFunctionControlFlowGraph(lambda), GenKill.Begun, CancellationToken.None);
        Assert.Equal("1", GenKill.Show(result.AtExceptionalExit));
        Assert.Equal("unreached", GenKill.Show(Solver(method, may: true).Solve(graph, GenKill.Begun, CancellationToken.None).At(Marker(method))));
    }

    private static FlowResult<ulong> Solve(string body, bool may, out SyntaxNode method)
    {
        (ControlFlowGraph graph, method) = GenKill.Compile($"void M(int a, int b, bool f, object o) {{ {body} }}");
        return Solver(method, may).Solve(graph, GenKill.Begun, CancellationToken.None);
    }

    private static SyntaxNode Marker(SyntaxNode method)
        => method.DescendantNodes().OfType<InvocationExpressionSyntax>().Single(call => NumberOf(call) == 9);

    private static GenKill Solver(SyntaxNode method, bool may)
    {
        var effects = new Dictionary<SyntaxNode, (ulong Kill, ulong Gen)>();
        AssignmentExpressionSyntax[] assignments = method.DescendantNodes().OfType<AssignmentExpressionSyntax>().ToArray();
        foreach (AssignmentExpressionSyntax assignment in assignments)
        {
            ulong kill = assignments.Where(other => other.Left.ToString() == assignment.Left.ToString())
                .Aggregate(0UL, (bits, other) => bits | Bit(other.Right));
            effects.Add(assignment, (kill, Bit(assignment.Right)));
        }

        foreach (InvocationExpressionSyntax call in method.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            effects.Add(call, (0, 1UL << NumberOf(call)));
        }

        return new GenKill(effects, may);
    }

    private static ulong Bit(ExpressionSyntax value)
        => value is LiteralExpressionSyntax { Token.Value: int number } ? 1UL << number : 0;

    private static int NumberOf(InvocationExpressionSyntax call)
        => int.TryParse(call.ArgumentList.Arguments[0].ToString(), CultureInfo.InvariantCulture, out int number) ? number : 0;

    /// <summary>What a parameter may hold: a bit for false, one for true.</summary>
    private sealed class Constants(bool entersDeadCode) : ForwardFlow<ulong>
    {
        public const ulong False = 1;
        public const ulong True = 2;
        public const ulong Unknown = False | True;

        public override bool EntersDeadCode => entersDeadCode;

        public override ulong Join(ulong left, ulong right) => left | right;

        public override ulong Visit(IOperation operation, ulong before)
            => operation is ISimpleAssignmentOperation { Value.ConstantValue: { HasValue: true, Value: bool value } } ? value ? True : False
                : before;

        public override ulong Assume(IOperation condition, bool holds, ulong state) => condition switch
        {
            IParameterReferenceOperation => state & (holds ? True : False),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => Assume(not.Operand, !holds, state),
            _ => state,
        };
    }

    private sealed class Search() : PathSearch(withExceptions: true)
    {
        public bool Found { get; private set; }

        protected override bool Passes(IOperation operation)
        {
            Found |= operation is IInvocationOperation { IsImplicit: false } && NumberOf((InvocationExpressionSyntax)operation.Syntax) == 9;
            return operation is not ISimpleAssignmentOperation { Target: IParameterReferenceOperation { Parameter.Name: "a" } };
        }
    }
}
