using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>Code that a concurrent start runs: the function it is given, or one that this function calls directly.</summary>
/// <param name="Function">The function, or the body of a query.</param>
/// <param name="Body">Its block or expression.</param>
/// <param name="Started">The function that is handed to the start; the same as <paramref name="Function"/> unless that is called from
/// it.</param>
/// <param name="CalledAt">Where <paramref name="Started"/> calls <paramref name="Function"/>.</param>
internal sealed record ConcurrentBody(SyntaxNode Function, SyntaxNode Body, SyntaxNode Started, SyntaxNode? CalledAt)
{
    private static readonly ConditionalWeakTable<TypeDeclarationSyntax, ILookup<string, MethodDeclarationSyntax>> MethodsOf = new();

    /// <summary>
    /// The body of a function expression, and the bodies of the local functions and methods of the same type that it
    /// calls by their bare names: one level deep, in the same file, found by name without binding.
    /// </summary>
    public static IEnumerable<ConcurrentBody> Of(SyntaxNode functionExpression)
    {
        SyntaxNode? function = functionExpression is AnonymousFunctionExpressionSyntax or QueryBodySyntax ? functionExpression
            : NameOf(functionExpression) is { } group ? Declaration(group, functionExpression, parameters: null) : null;
        if (function is null || (function is QueryBodySyntax ? function : FunctionSyntax.Body(function)) is not { } body)
        {
            yield break;
        }

        yield return new ConcurrentBody(function, body, function, null);

        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (node is InvocationExpressionSyntax call && NameOf(call.Expression) is { } name
                && Declaration(name, call, call.ArgumentList.Arguments.Count) is { } callee && callee != function
                && FunctionSyntax.Body(callee) is { } calledBody)
            {
                yield return new ConcurrentBody(callee, calledBody, function, call);
            }
        }
    }

    /// <summary>The names that are declared in the started function or in the called one: state of one run alone.</summary>
    public HashSet<string> OwnNames()
    {
        var names = new HashSet<string>(FunctionSyntax.VariablesOf(Function));
        if (CalledAt is not null && Function is not MethodDeclarationSyntax)
        {
            names.UnionWith(FunctionSyntax.VariablesOf(Started));
        }

        return names;
    }

    /// <summary>
    /// An await stands before the node on some way through the function, or between its read and its write: the rest of the
    /// function runs when and where the awaited work ends.
    /// </summary>
    public bool IsBehindAwait(SyntaxNode node)
        => IsBehindAwait(node, Body) || CalledAt is not null && IsBehindAwait(CalledAt, FunctionSyntax.Body(Started) ?? Started);

    /// <summary>The locks that are held at a place in it: by itself, and by the function that calls it.</summary>
    public LockSet HeldAt(SyntaxNode place, CodeModel model)
    {
        if (Function is QueryBodySyntax)
        {
            return LockSet.Empty;
        }

        LockSet own = LockSets.TakenAt(place, model);
        return CalledAt is null ? own : own.Union(LockSets.TakenAt(CalledAt, model));
    }

    private static bool IsBehindAwait(SyntaxNode node, SyntaxNode body)
    {
        foreach (SyntaxNode candidate in FunctionSyntax.OwnNodes(body))
        {
            if (FunctionSyntax.IsAwait(candidate) && (candidate.Span.End <= node.SpanStart && ControlFlowSyntax.MayReach(candidate, node)
                || node.Span.Contains(candidate.Span)
                || candidate is not AwaitExpressionSyntax && candidate.Span.Contains(node.Span)
                || ControlFlowSyntax.LoopAround(candidate, node, body) is not null))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The declaration of a bare name: a local function in scope, or the only method of that name in the type declaration.
    /// </summary>
    private static SyntaxNode? Declaration(string name, SyntaxNode place, int? parameters)
    {
        foreach (SyntaxNode scope in place.Ancestors())
        {
            SyntaxNode? found = null;
            int matches = 0;
            IEnumerable<SyntaxNode> candidates = scope is TypeDeclarationSyntax declaring
                ? MethodsOf.GetValue(declaring, static type => type.Members.OfType<MethodDeclarationSyntax>()
                    .ToLookup(static method => method.Identifier.ValueText, StringComparer.Ordinal))[name]
                : scope switch
                {
                    BlockSyntax block => block.Statements,
                    SwitchSectionSyntax section => section.Statements,
                    CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().Select(global => global.Statement),
                    _ => Enumerable.Empty<SyntaxNode>(),
                };
            foreach (SyntaxNode candidate in candidates)
            {
                if (candidate is LocalFunctionStatementSyntax local
                    && local.Identifier.ValueText == name
                    && Takes(local.ParameterList, parameters)
                    || candidate is MethodDeclarationSyntax method
                        && method.Identifier.ValueText == name
                        && Takes(method.ParameterList, parameters)
                        && !method.Modifiers.Any(SyntaxKind.VirtualKeyword) && !method.Modifiers.Any(SyntaxKind.OverrideKeyword))
                {
                    found = candidate;
                    matches++;
                }
            }

            if (matches > 0 || scope is TypeDeclarationSyntax)
            {
                return matches == 1 ? found : null;
            }
        }

        return null;

        static bool Takes(ParameterListSyntax list, int? parameters)
            => parameters is null
                || list.Parameters.Count == parameters
                || list.Parameters.Count > parameters
                && list.Parameters[parameters.Value].Default is not null;
    }

    private static string? NameOf(SyntaxNode expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        _ => null,
    };
}
