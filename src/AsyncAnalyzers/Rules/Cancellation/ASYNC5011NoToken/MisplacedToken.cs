namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A token that other parameters follow.</summary>
internal static class MisplacedToken
{
    /// <summary>By syntax alone. False is certain.</summary>
    public static bool MayBeIn(ParameterListSyntax list)
    {
        int last = -1;
        for (int index = 0; index < list.Parameters.Count; index++)
        {
            if (TypeNames.Of(list.Parameters[index].Type) == "CancellationToken")
            {
                last = index;
            }
        }

        return last >= 0 && last < list.Parameters.Count - 1;
    }

    /// <summary>
    /// The last token, where a parameter follows it that could stand in front of it. <c>params</c>, <c>out</c> and <c>ref</c> stand last
    /// themselves, so does the receiver of a progress report; what is optional cannot stand in front of a token that is not.
    /// </summary>
    public static IParameterSymbol? Find(MethodDeclarationSyntax declaration, CodeModel model)
    {
        if (model.GetDeclaredSymbol(declaration) is not { } method
            || !PublicMethods.HasOwnSignature(method)
            || TokenArguments.ParameterOf(method, model.Types) is not { } token
            || (method.IsExtensionMethod && token.Ordinal == 0)
            // Of a synchronous method it may be what the call is about.
            || (!token.IsOptional && !method.ReturnType.IsTaskLike(model.Types) && !method.ReturnType.IsAsyncStream(model.Types)))
        {
            return null;
        }

        return method.Parameters.Skip(token.Ordinal + 1).Any(parameter => parameter is { IsParams: false, RefKind: RefKind.None }
            && !(parameter.IsOptional && (!token.IsOptional || IsFilledInByCompiler(parameter)))
            && !parameter.Type.Name.EndsWith("Progress", StringComparison.Ordinal))
                ? token
                : null;
    }

    /// <summary><c>[CallerMemberName]</c> and its like.</summary>
    private static bool IsFilledInByCompiler(IParameterSymbol parameter)
        => parameter.GetAttributes().Any(static attribute
            => attribute.AttributeClass?.Name.StartsWith("Caller", StringComparison.Ordinal) == true);
}
