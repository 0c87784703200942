namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Whether a method heeds the token that it is given.</summary>
internal static class ObservedToken
{
    /// <summary>How many calls deep the token is followed.</summary>
    private const int MaximumDepth = 4;

    /// <summary>Of an interface that more types implement, some heeds the token.</summary>
    private const int MostImplementations = 8;

    /// <summary>
    /// False where the body that the call runs is in sight and does not pass the token on to anything that heeds it, nor throws because of
    /// it. For what may be overridden the body of its own speaks, and for what has none all those that implement it here.
    /// </summary>
    public static bool IsHeeded(IMethodSymbol method, int parameter, CodeModel model)
        => IsHeeded(method, parameter, MaximumDepth, model);

    private static bool IsHeeded(IMethodSymbol method, int parameter, int depth, CodeModel model)
    {
        if (depth == 0)
        {
            return true;
        }

        if (method.IsAbstract)
        {
            IMethodSymbol[] all = OnlyImplementation.AllOf(method, model).Take(MostImplementations + 1).ToArray();
            return all.Length is 0 or > MostImplementations
                || Array.Exists(all, one => IsHeeded(one, parameter, depth - 1, model));
        }

        if (CalledSource.Of(method, model) is not { } called)
        {
            return true;
        }

        // The parameter as it is declared: a reduced extension method has one less.
        IMethodSymbol declared = (method.ReducedFrom ?? method).OriginalDefinition;
        declared = declared.PartialImplementationPart ?? declared;
        int ordinal = parameter + (method.ReducedFrom is null ? 0 : 1);
        if (ordinal >= declared.Parameters.Length)
        {
            return true;
        }

        string name = declared.Parameters[ordinal].Name;
        return called.Body.DescendantsAndSelf().OfType<IdentifierNameSyntax>()
            .Any(mention => mention.Identifier.ValueText == name && IsHeeded(mention, depth, model.With(called.Model)));
    }

    private static bool IsHeeded(IdentifierNameSyntax mention, int depth, CodeModel model)
    {
        switch (mention.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == mention:
                return access.Name.Identifier.ValueText is not ("IsCancellationRequested" or "CanBeCanceled" or "Register"
                    or "UnsafeRegister");
            case MemberAccessExpressionSyntax or NameColonSyntax:
                return false;
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument:
                return CallSyntax.MethodOf(call, model) is not { } method
                    || ParameterOf(argument, call, method) is not { } parameter
                    || IsHeeded(method, parameter, depth - 1, model);
            default:
                return true;
        }
    }

    private static int? ParameterOf(ArgumentSyntax argument, InvocationExpressionSyntax call, IMethodSymbol method)
        => argument.NameColon is { } name
            ? method.Parameters.FirstOrDefault(parameter => parameter.Name == name.Name.Identifier.ValueText)?.Ordinal
            : call.ArgumentList.Arguments.IndexOf(argument) is var index && index < method.Parameters.Length ? index : null;
}
