using System.Diagnostics.CodeAnalysis;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// <c>var a = ReadAsync(); var b = WriteAsync(); await Task.WhenAll(a, b);</c>: what an async method does behind its first await runs on a
/// thread of the pool, beside what its caller does until it awaits the task. Under-approximates: calls of the same type or scope by the
/// bare name count, and none where a user interface may take the code back.
/// </summary>
internal static class UnawaitedCalls
{
    /// <summary>How many calls down the code beside is looked at.</summary>
    private const int MaximumDepth = 3;

    /// <summary>The nodes that run beside a place of an async function; nothing where no call of the function is seen to go on.</summary>
    public static IEnumerable<SyntaxNode> NodesBeside(SyntaxNode place, SyntaxNode function, CodeModel model)
    {
        if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax) || !FunctionSyntax.IsAsync(function)
            || model.Types.HasUserInterfaceLoop || model.Types.HasTestFramework
            || FunctionSyntax.Body(function) is not { } body
            || FunctionSyntax.SymbolOf(function, model) is not { } symbol
            || !new ConcurrentBody(function, body, function, null).IsBehindAwait(place)
            || ThreadSwitches.AreAround(function, model) || TurnBasedTypes.Contain(function, model)
            || UserInterfaceTypes.AreSeenBy(model.Compilation))
        {
            yield break;
        }

        var seen = new HashSet<SyntaxNode>();
        foreach (SimpleNameSyntax name in NameMentions.Of(symbol, function, model))
        {
            if (name.SyntaxTree != function.SyntaxTree || !IsGoingOn(name, out InvocationExpressionSyntax? call)
                || FunctionSyntax.Enclosing(call) is not { } caller || caller == function
                || !SymbolEqualityComparer.Default.Equals(CallSyntax.MethodOf(call, model)?.OriginalDefinition, symbol.OriginalDefinition))
            {
                continue;
            }

            var start = new ConcurrentStart(
                ConcurrencyKind.Started, call, symbol.Name, ImmutableArray.Create<SyntaxNode>(call.Expression));
            foreach (ParallelNode beside in MayHappenInParallel.Of(start, model).Nodes())
            {
                foreach (SyntaxNode node in WithCalled(beside.Node, function, seen, 0))
                {
                    yield return node;
                }
            }
        }
    }

    /// <summary>By syntax alone: the call is neither awaited nor waited for where it stands, nor handed on.</summary>
    private static bool IsGoingOn(SimpleNameSyntax name, [NotNullWhen(true)] out InvocationExpressionSyntax? call)
    {
        call = CallSyntax.InvocationOf(name);
        return call is not null && CallSyntax.Receiver(name) is null or ThisExpressionSyntax
            && call.Parent is EqualsValueClauseSyntax or ExpressionStatementSyntax
                or AssignmentExpressionSyntax { Left: IdentifierNameSyntax, Parent: ExpressionStatementSyntax }
                or ArgumentSyntax
            {
                Parent.Parent: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "WhenAll" }
                }
            };
    }

    /// <summary>The node, and where it is a call those of the function that it calls.</summary>
    private static IEnumerable<SyntaxNode> WithCalled(SyntaxNode node, SyntaxNode function, HashSet<SyntaxNode> seen, int depth)
    {
        yield return node;
        if (depth < MaximumDepth
            && node is InvocationExpressionSyntax
            {
                Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            } call
            && ConcurrentBody.Of(call.Expression).FirstOrDefault() is { } called && called.Function != function && seen.Add(called.Body))
        {
            foreach (SyntaxNode inner in FunctionSyntax.OwnNodes(called.Body).SelectMany(one
                => WithCalled(one, function, seen, depth + 1)))
            {
                yield return inner;
            }
        }
    }
}
