namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Streams that are only read: to dispose them writes nothing, and so fails no more than leaving a scope does. Told by what is called on
/// them here and in the functions of this compilation that they are given to.
/// </summary>
internal static class ReadStreams
{
    private const int MaximumDepth = 3;

    /// <summary><c>await using var stream = File.OpenRead(path);</c></summary>
    public static bool IsOnlyDisposalOf(SyntaxNode awaiting, CodeModel model)
    {
        VariableDeclarationSyntax? declaration = awaiting switch
        {
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } local => local.Declaration,
            UsingStatementSyntax @using => @using.Declaration,
            _ => null,
        };
        return declaration is { Variables: { Count: > 0 } variables }
            && FunctionSyntax.Enclosing(awaiting) is { } function && FunctionSyntax.Body(function) is { } body
            && variables.All(variable => model.GetDeclaredSymbol(variable) is ILocalSymbol { Type: var type, Name: var name }
                && IsStream(type) && IsOnlyRead(name, body, model, MaximumDepth));
    }

    private static bool IsStream(ITypeSymbol type)
        => type.SelfAndBases().Any(static one => one is
        {
            Name: "Stream", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" }
        })
            && type.ContainingNamespace?.Name == "IO";

    /// <summary>Over-approximates: another variable of the name counts too.</summary>
    private static bool IsOnlyRead(string name, SyntaxNode body, CodeModel model, int depth)
        => NameMentions.In(body, model)[name].All(mention => mention.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == mention => Reads(access.Name.Identifier.ValueText),
            MemberAccessExpressionSyntax => true,
            ArgumentSyntax { Parent.Parent: ExpressionSyntax call } argument => IsReadBy(call, argument.Expression, model, depth),
            BinaryExpressionSyntax or IsPatternExpressionSyntax => true,
            _ => CallSyntax.IsInNameOf(mention),
        });

    private static bool Reads(string member)
        => member is "Seek" or "Position" or "Length" or "Dispose" or "DisposeAsync" or "Close" or "ConfigureAwait"
            || member.StartsWith("Read", StringComparison.Ordinal) || member.StartsWith("CopyTo", StringComparison.Ordinal)
            || member.StartsWith("Can", StringComparison.Ordinal);

    private static bool IsReadBy(ExpressionSyntax call, ExpressionSyntax argument, CodeModel model, int depth) => call switch
    {
        ObjectCreationExpressionSyntax { Type: var type } => TypeNames.Of(type) is "StreamReader" or "BinaryReader" or "StreamContent",
        InvocationExpressionSyntax invocation when CallSyntax.MethodOf(invocation, model) is { } method
            => method.DeclaringSyntaxReferences.IsEmpty
                ? NameWords.Of(method.Name).FirstOrDefault() is "Read" or "Deserialize" or "Parse" or "Compute" or "Hash"
                : depth > 0 && GivenArgument.ParameterOf(argument, invocation, method) is { } parameter
                    && CalledSource.OfOnly(method, model) is { } source
                    && CalledSource.ParameterName(method, parameter.Ordinal) is { } name
                    && IsOnlyRead(name, source.Body, model.With(source.Model), depth - 1),
        _ => false,
    };
}
