namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Streams that are mostly in memory, by what the code does with them: they are set back to their beginning before they are read, which no
/// connection can be, or a member of the project hands them out that says nothing of what they are.
/// </summary>
internal static class RewoundStreams
{
    private const int MaximumDepth = 3;

    /// <summary>
    /// <c>body.Position = 0; … new StreamReader(body).ReadToEnd()</c>: the function moves, cuts or copies out the stream that the call
    /// reads or writes, of which nothing is known but that it is a stream.
    /// </summary>
    public static bool IsUsedBy(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.CalledNameSyntax(call) is { } name
            && CallSyntax.Receiver(name) is { } receiver
            && StreamOf(receiver, model) is { } stream
            && FunctionSyntax.Enclosing(call) is { } function
            && (function.Descendants().Any(node => IsMovedBy(node, stream)) || IsOfMessage(stream, model))
            && model.TypeOf(stream) is { Name: "Stream" };

    /// <summary>
    /// <c>message.GetBodyStream()</c>: an object of the project hands out a stream that it holds, and sets it back itself or fills it
    /// from memory.
    /// </summary>
    private static bool IsOfMessage(ExpressionSyntax stream, CodeModel model)
    {
        if (stream is not (InvocationExpressionSyntax or MemberAccessExpressionSyntax)
            || model.SymbolOf(stream) is not { IsStatic: false, DeclaringSyntaxReferences: { Length: 1 } places }
            || places[0].GetSyntax(model.CancellationToken) is not MemberDeclarationSyntax { Parent: TypeDeclarationSyntax type } member
            || FieldHandedOutBy(member) is not { } field)
        {
            return false;
        }

        // Another tree: by names alone.
        return type.Descendants().Any(node
            => IsMovedBy(node, field) || InMemoryStreams.Fill(node, OwnMember.NameOf(field)!));
    }

    private static ExpressionSyntax? FieldHandedOutBy(MemberDeclarationSyntax member)
    {
        SyntaxNode? body = FunctionSyntax.ValueBody(member);
        ExpressionSyntax? field = null;
        foreach (ExpressionSyntax returned in body is null ? Array.Empty<ExpressionSyntax>() : FunctionSyntax.ReturnedBy(body))
        {
            ExpressionSyntax handed = CallSyntax.WithoutSuppression(
                returned is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce ? coalesce.Left : returned);
            if (OwnMember.NameOf(handed) is null || (field is not null && OwnMember.NameOf(field) != OwnMember.NameOf(handed)))
            {
                return null;
            }

            field = handed;
        }

        return field;
    }

    /// <summary>
    /// <c>file.Stream</c>, <c>serializer.ToStream(x)</c>: the stream under the receiver is what an abstract or virtual member of the
    /// project hands out, or a method that ends there, so that nothing says that reading it ever waits.
    /// </summary>
    public static bool IsOfUnknownKind(ExpressionSyntax receiver, CodeModel model)
        => StreamOf(receiver, model) is { } stream && IsOfUnknownKind(stream, model, 0);

    private static bool IsOfUnknownKind(ExpressionSyntax stream, CodeModel model, int depth)
    {
        ExpressionSyntax handed = CallSyntax.WithoutSuppression(stream);
        if (handed is IdentifierNameSyntax && model.SymbolOf(handed) is ILocalSymbol local)
        {
            return depth < MaximumDepth && LocalAssignments.OnlyValueOf(local, model) is { } value
                && IsOfUnknownKind(value, model, depth + 1);
        }

        IMethodSymbol? member = model.SymbolOf(handed) switch
        {
            IPropertySymbol { IsStatic: false } property => property.GetMethod,
            IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary } method => method,
            _ => null,
        };
        return member is { ReturnType.Name: "Stream", DeclaringSyntaxReferences.IsEmpty: false }
            && (CalledSource.MayBeOverridden(member)
                || (depth < MaximumDepth && handed is InvocationExpressionSyntax
                    && CalledSource.Of(member, model) is { Body: var body, Function.SyntaxTree: var tree }
                    && FunctionSyntax.ReturnedBy(body).ToArray() is { Length: > 0 } returned
                    && returned.All(one => InMemoryStreams.IsInMemory(one, model.In(tree))
                        || IsOfUnknownKind(one, model.In(tree), depth + 1))));
    }

    /// <summary>The stream under a reader or writer that is made here.</summary>
    public static ExpressionSyntax? StreamOf(ExpressionSyntax receiver, CodeModel model)
    {
        ExpressionSyntax made = CallSyntax.WalkDownParentheses(receiver);
        if (made is IdentifierNameSyntax && model.SymbolOf(made) is ILocalSymbol local
            && model.SyntaxOf(local) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax value })
        {
            made = value;
        }

        return made is BaseObjectCreationExpressionSyntax creation
            ? creation.ArgumentList is { Arguments: { Count: > 0 } arguments } ? arguments[0].Expression : null
            : made;
    }

    private static bool IsMovedBy(SyntaxNode node, ExpressionSyntax stream)
        => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } access
            && (member switch
            {
                "Position" => access.Parent is AssignmentExpressionSyntax assignment && assignment.Left == access,
                "Seek" or "SetLength" or "ToArray" or "GetBuffer" => access.Parent is InvocationExpressionSyntax,
                _ => false,
            })
            && SyntaxFactory.AreEquivalent(OwnMember.WithoutThis(access.Expression), OwnMember.WithoutThis(stream));
}
