namespace AsyncAnalyzers.Semantics;

/// <summary>Who runs a function, as far as its own type tells.</summary>
internal enum FunctionReach
{
    /// <summary>No code that is in sight.</summary>
    Nobody,

    /// <summary>The thread that makes the object, before others know of it.</summary>
    Construction,

    /// <summary>Who is done with the object: <c>Dispose</c>, a finalizer.</summary>
    End,

    /// <summary>It is called on other objects than <c>this</c>, which may be known to one thread.</summary>
    OtherObject,

    /// <summary>Whoever has the object, at any time.</summary>
    AnyThread,
}

/// <summary>
/// Who runs the functions of a type: what other code can call, any thread may run; of a private member and of a local function the callers
/// tell, to a fixed point.
/// </summary>
internal sealed class FunctionReaches
{
    private readonly Dictionary<SyntaxNode, FunctionReach?> _known = new();

    /// <param name="function">The function; null for an initializer.</param>
    /// <param name="model">The model of its tree.</param>
    public FunctionReach Of(SyntaxNode? function, CodeModel model)
    {
        if (function is null)
        {
            return FunctionReach.Construction;
        }

        if (_known.TryGetValue(function, out FunctionReach? known))
        {
            return known ?? FunctionReach.Nobody;
        }

        _known.Add(function, null);
        FunctionReach reach = Find(function, model);
        _known[function] = reach;
        return reach;
    }

    private FunctionReach Find(SyntaxNode function, CodeModel model)
    {
        switch (function)
        {
            case ConstructorDeclarationSyntax or AccessorDeclarationSyntax { RawKind: (int)SyntaxKind.InitAccessorDeclaration }:
                return FunctionReach.Construction;
            case DestructorDeclarationSyntax:
                return FunctionReach.End;
            case AnonymousFunctionExpressionSyntax lambda:
                return SpotLambda.FunctionAround(lambda, model) is { } around ? Of(around, model)
                    : CallSyntax.WithCasts(lambda).Parent is InvocationExpressionSyntax ? Of(FunctionSyntax.Enclosing(lambda), model)
                    : FunctionReach.AnyThread;
            case MethodDeclarationSyntax method when IsEnd(method.Identifier.ValueText):
                return FunctionReach.End;
            case LocalFunctionStatementSyntax or MethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax:
                return FunctionSyntax.SymbolOf(function, model) is { } symbol
                    && CallersOf.FindAll(symbol, function, model) is { } callers
                        ? OfCallers(callers, model)
                        : FunctionReach.AnyThread;
            default:
                return FunctionReach.AnyThread;
        }
    }

    private FunctionReach OfCallers(IReadOnlyList<SyntaxNode> callers, CodeModel model)
    {
        FunctionReach all = FunctionReach.Nobody;
        foreach (SyntaxNode caller in callers)
        {
            CodeModel own = model.In(caller.SyntaxTree);
            FunctionReach one = caller is SimpleNameSyntax name && CallSyntax.Receiver(name) is { } receiver
                && receiver is not (ThisExpressionSyntax or BaseExpressionSyntax)
                && own.SymbolOf(receiver) is not INamedTypeSymbol
                    ? FunctionReach.OtherObject
                    : Of(FunctionSyntax.Enclosing(caller), own);
            all = one > all ? one : all;
        }

        return all;
    }

    private static bool IsEnd(string name)
        => name.StartsWith("Dispose", StringComparison.Ordinal) || name.StartsWith("OnDispos", StringComparison.Ordinal)
            || name is "Finalize" or "Cleanup" or "CleanUp" or "Teardown" or "TearDown";
}
