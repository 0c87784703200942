using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Which functions of a type may take or release a lock for their caller, by the names of the calls in them. Over-approximates.
/// </summary>
internal sealed class LockHelpers(SyntaxNode function)
{
    private static readonly ConditionalWeakTable<SyntaxNode, HashSet<string>> Types = new();

    private HashSet<string>? _names;

    /// <summary>A function of that name takes or releases one, or calls one that does.</summary>
    public bool MayLock(string name)
        => (_names ??= Types.GetValue(
            function.AncestorsAndSelf().LastOrDefault(static node => node is TypeDeclarationSyntax) ?? function.SyntaxTree.GetRoot(),
            Find)).Contains(name);

    /// <summary>What it answers is no scope that holds the lock.</summary>
    public static bool LeavesItToTheCaller(IMethodSymbol method)
        => method.ReturnsVoid || method.ReturnType is { SpecialType: SpecialType.System_Boolean }
            || method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask" } task
                && (task.TypeArguments.IsEmpty || task.TypeArguments[0].SpecialType == SpecialType.System_Boolean);

    private static HashSet<string> Find(SyntaxNode scope)
    {
        var direct = new HashSet<string>(StringComparer.Ordinal);
        var calls = new List<(string Caller, string Called)>();
        foreach (InvocationExpressionSyntax call in scope.Descendants().OfType<InvocationExpressionSyntax>())
        {
            if (CallSyntax.CalledName(call) is { } called
                && FunctionSyntax.Enclosing(call) is { } caller
                && NameOf(caller) is { } name)
            {
                calls.Add((name, called));
                if (LockCalls.Takes(called) || LockCalls.Releases(called))
                {
                    direct.Add(name);
                }
            }
        }

        // One call further: as deep as it is looked into.
        var all = new HashSet<string>(direct, StringComparer.Ordinal);
        all.UnionWith(calls.Where(one => direct.Contains(one.Called)).Select(static one => one.Caller));
        return all;
    }

    private static string? NameOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        _ => null,
    };
}
