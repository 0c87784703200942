namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>An <c>await foreach</c> whose sequence could be given the token in scope, and is not.</summary>
/// <param name="Sequence">What is enumerated, without <c>ConfigureAwait</c>.</param>
/// <param name="Name">How a message names it.</param>
/// <param name="Token">The token in scope.</param>
/// <param name="Method">The method that makes the sequence.</param>
/// <param name="Parameter">The parameter of the method, or of its overload, that takes the token; null where there is none.</param>
/// <param name="Wait">The wait of the iterator that the token would end.</param>
/// <param name="IsCertain">A stop really waits.</param>
internal sealed record EnumerationWithoutToken(
    ExpressionSyntax Sequence, string Name, string Token, IMethodSymbol? Method, IParameterSymbol? Parameter, SyntaxNode? Wait,
    bool IsCertain)
{
    /// <summary>Sequences that are there already.</summary>
    private static readonly HashSet<string> InMemory =
        new(StringComparer.Ordinal) { "ToAsyncEnumerable", "Range", "Empty", "Repeat", "Return" };

    public static EnumerationWithoutToken? Find(CommonForEachStatementSyntax loop, CodeModel model)
    {
        ExpressionSyntax sequence = CallSyntax.WithoutConfiguration(loop.Expression);
        if (NameOf(sequence) is not { } name
            || CallsIn(sequence).Any(static call => CallSyntax.CalledName(call) is { } called
                && (called == "WithCancellation" || InMemory.Contains(called)))
            || CancellationTokensInScope.Only(loop, model) is not { } token
            || Mentions(sequence, token)
            || !IsAsyncEnumerable(model.TypeOf(sequence), model.Types)
            || IsGivenToken(sequence, token, model))
        {
            return null;
        }

        var call = CallSyntax.WithoutSuppression(sequence) as InvocationExpressionSyntax;
        IMethodSymbol? method = call is null ? null : CallSyntax.MethodOf(call, model);
        if (call is not null && method is null)
        {
            return null;
        }

        IParameterSymbol? parameter = method is null ? null : TokenArguments.Free(call!, method, model);
        EnumeratedIterator? iterator = EnumeratedIterator.Find(sequence, model);
        if (iterator?.Given is { } given && !TokenArguments.IsNone(given)
            || (parameter is null && method is not null && TokenArguments.ParameterOf(method, model.Types) is not null)
            // What WithCancellation gives would not arrive.
            || (parameter is null && iterator is not null && !iterator.IsMarked(model.Types)))
        {
            return null;
        }

        SyntaxNode? wait = iterator?.WaitWithToken();
        bool isCertain = wait is not null
            || (parameter is not null && IsOfFramework(method!) && (method!.Name == "ReadAllAsync"
                ? !CompletedQueues.AreIn(model.Compilation, model.CancellationToken)
                : !Mentions(loop.Statement, token)));
        return new EnumerationWithoutToken(sequence, name, token, method, parameter, wait, isCertain);
    }

    private static string? NameOf(ExpressionSyntax sequence) => CallSyntax.WithoutCasts(sequence) switch
    {
        InvocationExpressionSyntax call => CallSyntax.CalledName(call),
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    private static IEnumerable<InvocationExpressionSyntax> CallsIn(ExpressionSyntax sequence)
        => sequence.DescendantsAndSelf(static node => !FunctionSyntax.IsFunction(node)).OfType<InvocationExpressionSyntax>();

    private static bool Mentions(SyntaxNode code, string name)
        => code.DescendantsAndSelf().Any(node => node is IdentifierNameSyntax { Identifier.ValueText: var text } && text == name);

    private static bool IsAsyncEnumerable(ITypeSymbol? type, KnownTypes types)
        => type.Is(types.AsyncEnumerableOfT)
            || type is { TypeKind: TypeKind.Class or TypeKind.Interface or TypeKind.TypeParameter }
                && type.AllInterfaces.Count(implemented => implemented.Is(types.AsyncEnumerableOfT)) == 1;

    /// <summary>
    /// Some token, or what carries one, goes into the sequence: an argument of a call, the object that is asked for it, the value of the
    /// local that it is.
    /// </summary>
    private static bool IsGivenToken(ExpressionSyntax sequence, string token, CodeModel model)
    {
        foreach (InvocationExpressionSyntax call in CallsIn(sequence))
        {
            foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
            {
                if (TokenCarriers.Carries(model.TypeOf(argument.Expression), model.Types))
                {
                    return true;
                }
            }
        }

        ExpressionSyntax leftmost = CallSyntax.LeftmostOf(CallSyntax.WithoutCasts(sequence));
        if (leftmost is not IdentifierNameSyntax || leftmost.Parent is InvocationExpressionSyntax)
        {
            return false;
        }

        ISymbol? owner = model.SymbolOf(leftmost);
        return owner switch
        {
            ILocalSymbol local => TokenCarriers.Carries(local.Type, model.Types)
                || LocalAssignments.OnlyValueOf(local, model) is not { } value
                || Mentions(value, token)
                || CallsIn(value).Any(static call => CallSyntax.CalledName(call) is { } called
                    && (called == "WithCancellation" || InMemory.Contains(called)))
                || IsGivenToken(value, token, model),
            IParameterSymbol parameter => TokenCarriers.Carries(parameter.Type, model.Types),
            IFieldSymbol field => TokenCarriers.Carries(field.Type, model.Types),
            IPropertySymbol property => TokenCarriers.Carries(property.Type, model.Types),
            _ => false,
        };
    }

    private static bool IsOfFramework(IMethodSymbol method)
        => method.ContainingNamespace.IsWithin(new[] { "System." }) && method.DeclaringSyntaxReferences.IsEmpty;
}
