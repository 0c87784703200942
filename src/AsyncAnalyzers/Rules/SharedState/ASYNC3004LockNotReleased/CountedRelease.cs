namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// <c>if (_gate.CurrentCount == 0) _gate.Release();</c> in a function that does not wait for the semaphore, of which another function waits
/// and releases: the count is zero while that one is in its section too.
/// </summary>
/// <param name="Release">The release.</param>
/// <param name="Take">Where the semaphore is taken as a lock.</param>
/// <param name="Holder">The name of the function that does so.</param>
/// <param name="Lock">The semaphore as it is written.</param>
internal sealed record CountedRelease(InvocationExpressionSyntax Release, InvocationExpressionSyntax Take, string Holder, string Lock)
{
    /// <summary>Null where the count decides over no release, or where the semaphore is a signal that nobody holds.</summary>
    public static CountedRelease? Find(SimpleNameSyntax count, CodeModel model)
    {
        if (CallSyntax.Receiver(count) is not { } semaphore
            || count.FirstAncestorOrSelf<IfStatementSyntax>() is not { } test || !test.Condition.Span.Contains(count.Span)
            || OwnMember.NameOf(semaphore) is not { } name
            || ReleaseUnder(test, name) is not { } release
            || FunctionSyntax.Enclosing(release) is not { } function || function != FunctionSyntax.Enclosing(count)
            || CallsOf(name, function).Any(static call => LockCalls.Takes(CallSyntax.CalledName(call)!))
            || !model.TypeOf(semaphore).Is(model.Types.SemaphoreSlim)
            || model.SymbolOf(semaphore) is not { } symbol || symbol is not (IFieldSymbol or IPropertySymbol)
            || LifePhases.IsShutdown(function)
            || !LockSets.At(release, model).IsEmpty)
        {
            return null;
        }

        foreach (SimpleNameSyntax mention in NameMentions.InType(symbol.ContainingType, symbol.Name, model))
        {
            if (FunctionSyntax.Enclosing(mention) is { } other && other != function
                && FunctionSyntax.OutermostEnclosing(other) is MethodDeclarationSyntax holder
                && CallsOf(name, other).ToArray() is { Length: > 1 } calls
                && Array.Find(calls, static call => LockCalls.Takes(CallSyntax.CalledName(call)!)) is { } take
                && Array.Exists(calls, call => CallSyntax.CalledName(call) == "Release" && call.SpanStart > take.SpanStart))
            {
                return new CountedRelease(release, take, holder.Identifier.ValueText, semaphore.WithoutTrivia().ToString());
            }
        }

        return null;
    }

    /// <summary>What the branch does where there is no count, or what follows a branch that leaves where there is one.</summary>
    private static InvocationExpressionSyntax? ReleaseUnder(IfStatementSyntax test, string name)
    {
        InvocationExpressionSyntax? release = CallsOf(name, test.Statement).FirstOrDefault(static call
            => CallSyntax.CalledName(call) == "Release");
        return release is null && test is { Else: null, Parent: BlockSyntax block } && ControllingCondition.Leaves(test.Statement)
            ? block.Statements.Where(after => after.SpanStart > test.SpanStart).SelectMany(after => CallsOf(name, after))
                .FirstOrDefault(static call => CallSyntax.CalledName(call) == "Release")
            : release;
    }

    /// <summary>The calls that take or release the own member of that name, not those of functions in the code.</summary>
    private static IEnumerable<InvocationExpressionSyntax> CallsOf(string name, SyntaxNode code)
        => FunctionSyntax.OwnNodes(FunctionSyntax.IsFunction(code) ? FunctionSyntax.Body(code) ?? code : code)
            .OfType<InvocationExpressionSyntax>().Where(call
                => CallSyntax.CalledNameSyntax(call) is { } called
                    && (LockCalls.Takes(called.Identifier.ValueText) || called.Identifier.ValueText == "Release")
                    && CallSyntax.Receiver(called) is { } receiver && OwnMember.NameOf(receiver) == name);
}
