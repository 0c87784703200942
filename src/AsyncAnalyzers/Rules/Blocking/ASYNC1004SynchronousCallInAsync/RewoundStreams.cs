namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>Streams that are set back to their beginning before they are read: no connection can be, so that most are in memory.</summary>
internal static class RewoundStreams
{
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
            => IsMovedBy(node, field) || IsFilledFromMemory(node, OwnMember.NameOf(field)!));
    }

    private static ExpressionSyntax? FieldHandedOutBy(MemberDeclarationSyntax member)
    {
        SyntaxNode? body = member switch
        {
            MethodDeclarationSyntax method => FunctionSyntax.Body(method),
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } value } => value,
            PropertyDeclarationSyntax { AccessorList: { } accessors } => accessors.Accessors
                .Where(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)).Select(FunctionSyntax.Body).FirstOrDefault(),
            _ => null,
        };
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

    /// <summary><c>_body = new MemoryStream(bytes)</c>, <c>: this(new MemoryStream(bytes))</c>.</summary>
    private static bool IsFilledFromMemory(SyntaxNode node, string field) => node switch
    {
        AssignmentExpressionSyntax assignment => OwnMember.NameOf(assignment.Left) == field && IsMemory(assignment.Right),
        ConstructorInitializerSyntax { ThisOrBaseKeyword.RawKind: (int)SyntaxKind.ThisKeyword, ArgumentList.Arguments: var arguments }
            => arguments.Any(static argument => IsMemory(argument.Expression)),
        _ => false,
    };

    private static bool IsMemory(ExpressionSyntax value)
        => value is ObjectCreationExpressionSyntax
        {
            Type: SimpleNameSyntax { Identifier.ValueText: "MemoryStream" }
            or QualifiedNameSyntax { Right.Identifier.ValueText: "MemoryStream" }
        };

    /// <summary>The stream under a reader or writer that is made here.</summary>
    private static ExpressionSyntax? StreamOf(ExpressionSyntax receiver, CodeModel model)
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
