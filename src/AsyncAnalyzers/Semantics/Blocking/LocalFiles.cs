namespace AsyncAnalyzers.Semantics;

/// <summary>Synchronous calls that read or write one local file. What is copied into a stream of any kind may wait for a network.</summary>
internal static class LocalFiles
{
    /// <summary>
    /// What opens the file that the call reads or writes: the call itself for those of <c>File</c>, else the call or creation that made
    /// the stream, reader or writer in the same function. Null where it is something else, or was opened elsewhere.
    /// </summary>
    public static ExpressionSyntax? OpeningOf(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
        => method.IsStatic ? (method.ContainingType.Name == "File" ? call : null)
            : call.Expression is MemberAccessExpressionSyntax { Expression: var stream } && Opening(stream, model) is { } opening
                && (method.Name != "CopyTo" || call.ArgumentList.Arguments.FirstOrDefault() is { Expression: var target }
                    && (model.TypeOf(target).Is(model.Types.MemoryStream) || Opening(target, model) is not null))
                ? opening
                : null;

    private static ExpressionSyntax? Opening(ExpressionSyntax stream, CodeModel model)
    {
        switch (CallSyntax.WalkDownParentheses(stream))
        {
            case IdentifierNameSyntax name:
                return model.SymbolOf(name) is ILocalSymbol local && LocalAssignments.OnlyValueOf(local, model) is { } value
                    ? Opening(value, model)
                    : null;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var owner } access } call:
                return access.Name.Identifier.ValueText is "Open" or "OpenRead" or "OpenWrite" or "OpenText" or "Create" or "CreateText"
                        or "AppendText"
                    && (model.TypeOf(owner) ?? model.SymbolOf(owner) as ITypeSymbol) is { Name: "File" or "FileInfo" }
                        ? call
                        : null;
            case BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } creation:
                return model.TypeOf(creation) switch
                {
                    { Name: "FileStream" } => creation,
                    { Name: "StreamReader" or "StreamWriter" }
                        => model.TypeOf(arguments[0].Expression) is { SpecialType: SpecialType.System_String }
                            ? creation
                            : Opening(arguments[0].Expression, model),
                    _ => null,
                };
            default:
                return null;
        }
    }
}
