namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Code that runs nowhere but in the bodies of parallel loops whose end is waited for where they are started: before and behind the loop
/// nothing of it runs. Over-approximates: the loop may be started by two threads.
/// </summary>
internal static class JoinedLoops
{
    /// <summary>How many calls up callers are looked at.</summary>
    private const int MaximumDepth = 6;

    /// <summary>The place is in such code.</summary>
    public static bool Contain(SyntaxNode place, CodeModel model)
        => FunctionSyntax.Enclosing(place) is { } function && IsRunByLoop(function, new HashSet<SyntaxNode>(), MaximumDepth, model, null);

    /// <summary>
    /// The place is in such code, and the function starts all of these loops, itself or by functions that it calls, or runs nowhere but in
    /// one that does: what it does of its own it does before the loop or behind it.
    /// </summary>
    public static bool AreWaitedForBy(SyntaxNode function, SyntaxNode place, CodeModel model)
    {
        var loops = new HashSet<SyntaxNode>();
        return function is MemberDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
            && FunctionSyntax.Enclosing(place) is { } body
            && IsRunByLoop(body, new HashSet<SyntaxNode>(), MaximumDepth, model, loops)
            && loops.Count > 0 && loops.All(loop => FunctionSyntax.Enclosing(loop) is { } starter
                && IsAroundStart(function, starter, MaximumDepth, model));
    }

    /// <summary>The function is the one that starts the loop, or that calls it, or a private one that only such functions call.</summary>
    private static bool IsAroundStart(SyntaxNode function, SyntaxNode starter, int depth, CodeModel model)
    {
        HashSet<SyntaxNode> waiting = WaitingFor(starter, depth, model);
        return waiting.Contains(function)
            || (FunctionSyntax.SymbolOf(function, model.In(function.SyntaxTree)) is { DeclaredAccessibility: Accessibility.Private } symbol
                && function is MethodDeclarationSyntax
                && MentionsOf(symbol, function, model).ToArray() is { Length: > 0 } mentions
                && Array.TrueForAll(mentions, mention => CallSyntax.InvocationOf(mention) is not null
                    && FunctionSyntax.Enclosing(mention) is { } caller && waiting.Contains(caller)));
    }

    /// <summary>The functions that are on the stack when the loop runs, as far as calls of private functions tell.</summary>
    private static HashSet<SyntaxNode> WaitingFor(SyntaxNode starter, int depth, CodeModel model)
    {
        var waiting = new HashSet<SyntaxNode> { starter };
        SyntaxNode[] last = { starter };
        for (; depth > 0 && last.Length > 0; depth--)
        {
            last = last.SelectMany(function => FunctionSyntax.SymbolOf(function, model.In(function.SyntaxTree)) is { } symbol
                    && function is MethodDeclarationSyntax or LocalFunctionStatementSyntax
                    ? MentionsOf(symbol, function, model).Where(static mention => CallSyntax.InvocationOf(mention) is not null)
                        .Select(FunctionSyntax.Enclosing).OfType<SyntaxNode>()
                    : Array.Empty<SyntaxNode>())
                .Where(waiting.Add).ToArray();
        }

        return waiting;
    }

    /// <summary>
    /// The function is no delegate, and code of other types does not call it: what calls it in its own type does so before the loop or
    /// behind it. Over-approximates: the calls are not ordered.
    /// </summary>
    public static bool AreOver(SyntaxNode function, CodeModel model)
        => function is MethodDeclarationSyntax or LocalFunctionStatementSyntax
            && FunctionSyntax.SymbolOf(function, model) is { } symbol
            && (function is LocalFunctionStatementSyntax
                || symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected)
            && MentionsOf(symbol, function, model).All(static mention => CallSyntax.InvocationOf(mention) is not null
                && !(FunctionSyntax.Enclosing(mention) is AnonymousFunctionExpressionSyntax));

    private static bool IsRunByLoop(
        SyntaxNode function, HashSet<SyntaxNode> seen, int depth, CodeModel model, HashSet<SyntaxNode>? loops)
    {
        if (depth == 0 || !seen.Add(function))
        {
            return false;
        }

        if (function is AnonymousFunctionExpressionSyntax lambda)
        {
            return IsBodyOfLoop(CallSyntax.WithCasts(lambda), loops);
        }

        if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            || FunctionSyntax.SymbolOf(function, model.In(function.SyntaxTree)) is not { } symbol
            || (function is MethodDeclarationSyntax && symbol.DeclaredAccessibility != Accessibility.Private))
        {
            return false;
        }

        bool any = false;
        foreach (SimpleNameSyntax mention in MentionsOf(symbol, function, model))
        {
            any = true;
            bool isRun = CallSyntax.InvocationOf(mention) is not null
                ? FunctionSyntax.Enclosing(mention) is { } caller
                    && (caller == function || IsRunByLoop(caller, seen, depth - 1, model, loops))
                : IsBodyOfLoop(CallSyntax.WithCasts(Writes.ExpressionOf(mention)), loops);
            if (!isRun)
            {
                return false;
            }
        }

        return any;
    }

    /// <summary>The function is handed to <c>Parallel</c>, which waits for the end, or whose task is awaited at once.</summary>
    private static bool IsBodyOfLoop(ExpressionSyntax function, HashSet<SyntaxNode>? loops)
    {
        if (function.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } || !IsWaitedFor(call))
        {
            return false;
        }

        loops?.Add(call);
        return true;
    }

    private static bool IsWaitedFor(InvocationExpressionSyntax call)
        => CallSyntax.CalledNameSyntax(call) is { Parent: MemberAccessExpressionSyntax { Expression: var receiver } } name
            && (receiver is MemberAccessExpressionSyntax type ? type.Name : receiver) is IdentifierNameSyntax
            {
                Identifier.ValueText: "Parallel"
            }
            && (name.Identifier.ValueText is "For" or "ForEach" or "Invoke"
                || (name.Identifier.ValueText is "ForAsync" or "ForEachAsync"
                    && call.Ancestors().TakeWhile(static around => around is not StatementSyntax).Any(FunctionSyntax.IsAwait)));

    private static IEnumerable<SimpleNameSyntax> MentionsOf(IMethodSymbol method, SyntaxNode declaration, CodeModel model)
    {
        return NameMentions.Of(method, declaration, model).Where(mention
            => !CallSyntax.IsInNameOf(mention)
            && model.In(mention.SyntaxTree).GetSymbolInfo(mention) is var info
            && (info.Symbol is { } symbol ? Is(symbol) : info.CandidateSymbols.Any(Is)));

        bool Is(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, method.OriginalDefinition);
    }
}
