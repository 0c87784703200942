namespace AsyncAnalyzers.Semantics;

/// <summary>
/// A call that is told not to wait for an answer: <c>Send(message, Flags.FireAndForget)</c>. The flag may travel in an object that is
/// made for the call, so no condition on the way shows that the wait is left out. Known by the name of the flag.
/// </summary>
internal static class UnawaitedRequest
{
    /// <summary>How often a message is looked into that is made of another.</summary>
    private const int Deepest = 4;

    private static readonly string[] Flags = { "FireAndForget", "NoWait", "DoNotWait", "DontWait", "NonBlocking", "Nonblocking" };

    private static readonly ModelCache<bool> Named = new();

    /// <summary>
    /// An argument is such a flag, has it among others, or is made with it; also through a local variable that is written once.
    /// </summary>
    public static bool Is(InvocationExpressionSyntax call, CodeModel model)
        => call.ArgumentList.Arguments.Count > 0
            && FunctionSyntax.Enclosing(call) is { } function && Named.GetOrAdd(model, function, NamesFlag)
            && Is(call.ArgumentList, model, Deepest);

    private static bool NamesFlag(SyntaxNode function)
        => function.Descendants().Any(static node
            => node is IdentifierNameSyntax name && Array.IndexOf(Flags, name.Identifier.ValueText) >= 0);

    private static bool Is(BaseArgumentListSyntax? arguments, CodeModel model, int depth)
    {
        if (arguments is not null && depth > 0)
        {
            foreach (ArgumentSyntax argument in arguments.Arguments)
            {
                if (Has(argument.Expression, model, depth))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Has(ExpressionSyntax expression, CodeModel model, int depth)
        => expression switch
        {
            ParenthesizedExpressionSyntax inner => Has(inner.Expression, model, depth),
            CastExpressionSyntax cast => Has(cast.Expression, model, depth),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } flags
                => Has(flags.Left, model, depth) || Has(flags.Right, model, depth),
            MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax } flag
                => Array.IndexOf(Flags, flag.Name.Identifier.ValueText) >= 0,
            InvocationExpressionSyntax made => Is(made.ArgumentList, model, depth - 1),
            BaseObjectCreationExpressionSyntax made => Is(made.ArgumentList, model, depth - 1),
            IdentifierNameSyntax name => Array.IndexOf(Flags, name.Identifier.ValueText) >= 0
                || (depth > 0 && model.SymbolOf(name) is ILocalSymbol local
                    && LocalAssignments.OnlyValueOf(local, model) is { } value
                    && Has(value, model, depth - 1)),
            _ => false,
        };
}
