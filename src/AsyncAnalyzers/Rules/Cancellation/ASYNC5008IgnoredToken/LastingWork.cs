namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Whether code does what it is worth to stop, also by the functions of the project that it calls.</summary>
internal sealed class LastingWork(KnownTypes types, CancellationToken cancellationToken)
{
    /// <summary>How many calls deep the code is followed.</summary>
    private const int MaximumDepth = 2;

    /// <summary>What is awaited waits for something that takes a token, or blocks. False for what is not in sight.</summary>
    public bool MayLast(SyntaxNode awaited, CodeModel model)
        => awaited is not AwaitExpressionSyntax await || Lasts(await.Expression, model, MaximumDepth);

    /// <summary>Something in the code blocks its thread.</summary>
    public bool Blocks(SyntaxNode code, CodeModel model)
        => FunctionSyntax.OwnNodes(code).OfType<InvocationExpressionSyntax>().Any(call => IsBlocking(call, model));

    /// <summary>All that the code calls computes, in memory, as far as that is known.</summary>
    public bool IsCheap(SyntaxNode code, CodeModel model) => IsCheap(code, model, MaximumDepth);

    private bool Lasts(SyntaxNode code, CodeModel model, int depth)
        => FunctionSyntax.OwnNodes(code).OfType<InvocationExpressionSyntax>().Any(call
            => CallSyntax.MethodOf(call, model) is { } method
                && (TokenArguments.ParameterOf(method, types) is not null
                    || TokenArguments.Free(call, method, model) is not null
                    || IsBlocking(call, model)
                    || (depth > 0 && CalledSource.OfOnly(method, model) is { } called
                        && Lasts(called.Body, CodeModel.Of(called.Model, cancellationToken), depth - 1))));

    private bool IsBlocking(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.CalledName(call) is "Sleep" or "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "Join" or "GetResult"
            && CallSyntax.MethodOf(call, model) is { } method
            && method.ContainingNamespace.ToDisplayString() is "System.Threading" or "System.Threading.Tasks"
                or "System.Runtime.CompilerServices";

    private bool IsCheap(SyntaxNode code, CodeModel model, int depth)
        => FunctionSyntax.OwnNodes(code).All(node => node is not InvocationExpressionSyntax call
            || CallSyntax.CalledName(call) == "nameof"
            || (CallSyntax.MethodOf(call, model) is { } method
                && (method.DeclaringSyntaxReferences.IsEmpty
                    ? PureApis.Contains(method)
                    : depth > 0 && CalledSource.OfOnly(method, model) is { } called
                        && !FunctionSyntax.OwnNodes(called.Body).Any(static inner
                            => LoopBounds.IsLoop(inner) || FunctionSyntax.IsAwait(inner))
                        && IsCheap(called.Body, CodeModel.Of(called.Model, cancellationToken), depth - 1))));
}
