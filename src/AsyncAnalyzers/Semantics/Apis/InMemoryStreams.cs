namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Streams, readers (of text and of data) and writers that work in memory, or on the console: reading and writing them never waits for I/O.
/// </summary>
internal static class InMemoryStreams
{
    private const int MaximumDepth = 6;

    /// <summary>The call reads or writes streams, readers or writers, and all of them are known to work in memory.</summary>
    public static bool AreAllOf(InvocationExpressionSyntax call, ExpressionSyntax? receiver, CodeModel model)
    {
        bool found = false;
        foreach (ExpressionSyntax operand in call.ArgumentList.Arguments.Select(argument => argument.Expression).Prepend(receiver!))
        {
            if (operand is not null && model.TypeOf(operand) is var type
                && (IsStream(type, model.Types) || type.IsOrDerivesFrom(model.Types.DbDataReader)))
            {
                if (!IsInMemory(operand, model, 0))
                {
                    return false;
                }

                found = true;
            }
        }

        return found;
    }

    public static bool IsStream(ITypeSymbol? type, KnownTypes types)
        => type is { TypeKind: TypeKind.Class }
            && (type.IsOrDerivesFrom(types.Stream) || type.IsOrDerivesFrom(types.TextReader) || type.IsOrDerivesFrom(types.TextWriter));

    /// <summary>The stream, reader or writer works in memory, as far as the code shows where it comes from.</summary>
    public static bool IsInMemory(ExpressionSyntax stream, CodeModel model) => IsInMemory(stream, model, 0);

    /// <summary>A type whose instances are all in memory.</summary>
    public static bool IsInMemory(ITypeSymbol? type, KnownTypes types)
        => type.IsOrDerivesFrom(types.MemoryStream) || type.IsOrDerivesFrom(types.UnmanagedMemoryStream)
            || type.IsOrDerivesFrom(types.StringReader) || type.IsOrDerivesFrom(types.StringWriter)
            || type.IsOrDerivesFrom(types.DataTableReader);

    /// <summary>
    /// <c>_body = new MemoryStream(bytes)</c>, <c>: this(new MemoryStream(bytes))</c>: by names alone, as for a type of another project.
    /// </summary>
    public static bool Fill(SyntaxNode node, string field) => node switch
    {
        AssignmentExpressionSyntax assignment => OwnMember.NameOf(assignment.Left) == field && IsMadeInMemory(assignment.Right),
        ConstructorInitializerSyntax { ThisOrBaseKeyword.RawKind: (int)SyntaxKind.ThisKeyword, ArgumentList.Arguments: var arguments }
            => arguments.Any(static argument => IsMadeInMemory(argument.Expression)),
        _ => false,
    };

    private static bool IsMadeInMemory(ExpressionSyntax value)
        => value is ObjectCreationExpressionSyntax
        {
            Type: SimpleNameSyntax { Identifier.ValueText: "MemoryStream" }
            or QualifiedNameSyntax { Right.Identifier.ValueText: "MemoryStream" }
        };

    private static bool IsInMemory(ExpressionSyntax expression, CodeModel model, int depth)
    {
        ExpressionSyntax stream = CallSyntax.WithoutCasts(expression);
        if (depth > MaximumDepth || model.TypeOf(stream) is not { } type)
        {
            return false;
        }

        if (IsInMemory(type, model.Types))
        {
            return true;
        }

        return stream switch
        {
            // A reader, writer or stream over another one; one over a path or handle has no such argument.
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
                => IsStream(model.TypeOf(arguments[0].Expression), model.Types)
                    && IsInMemory(arguments[0].Expression, model, depth + 1),
            InvocationExpressionSyntax invocation when IsWrapperOfMemory(invocation, type, model, depth) => true,
            InvocationExpressionSyntax invocation when CallSyntax.MethodOf(invocation, model) is { } method
                && IsHandedOutInMemory(method, model, depth) => true,
            InvocationExpressionSyntax invocation
                => CallSyntax.CalledName(invocation) is "GetManifestResourceStream" or "OpenStandardOutput" or "OpenStandardError"
                && CallSyntax.MethodOf(invocation, model) is { ContainingType: { } declaring }
                && (declaring.Is(model.Types.Console) || declaring.Name == "Assembly"),
            IdentifierNameSyntax or MemberAccessExpressionSyntax
                => IsInMemory(model.SymbolOf(stream), model, depth),
            _ => false,
        };
    }

    /// <summary><c>provider.CreateStream(memory, level)</c>: a stream over the one that is handed in.</summary>
    private static bool IsWrapperOfMemory(InvocationExpressionSyntax invocation, ITypeSymbol type, CodeModel model, int depth)
    {
        if (!IsStream(type, model.Types))
        {
            return false;
        }

        bool found = false;
        foreach (ArgumentSyntax argument in invocation.ArgumentList.Arguments)
        {
            if (IsStream(model.TypeOf(argument.Expression), model.Types))
            {
                if (!IsInMemory(argument.Expression, model, depth + 1))
                {
                    return false;
                }

                found = true;
            }
        }

        return found;
    }

    private static bool IsInMemory(ISymbol? symbol, CodeModel model, int depth)
    {
        if (symbol is IPropertySymbol property)
        {
            return property.ContainingType.Is(model.Types.Console)
                || (property.GetMethod is { } getter && IsHandedOutInMemory(getter, model, depth));
        }

        if (symbol is not (ILocalSymbol or IFieldSymbol { IsReadOnly: true }
                or IFieldSymbol { DeclaredAccessibility: Accessibility.Private, ContainingType.DeclaringSyntaxReferences.Length: 1 })
            || symbol.DeclaringSyntaxReferences.FirstOrDefault() is not { } declaration || declaration.SyntaxTree != model.SyntaxTree
            || declaration.GetSyntax(model.CancellationToken) is not VariableDeclaratorSyntax declarator)
        {
            return false;
        }

        ExpressionSyntax? initial = declarator.Initializer?.Value;
        if (symbol is IFieldSymbol)
        {
            return IsFieldInMemory(declarator, initial, model, depth);
        }

        return AreInMemory(initial, LocalAssignments.Of(declarator, model), model, depth);
    }

    /// <summary>
    /// <c>Stream Stream => new MemoryStream(_bytes);</c>: whatever the member returns is in memory; of an abstract one, what implements it
    /// in this compilation counts as all that does.
    /// </summary>
    private static bool IsHandedOutInMemory(IMethodSymbol member, CodeModel model, int depth)
    {
        if (depth >= MaximumDepth || member.DeclaringSyntaxReferences.IsEmpty || !IsStream(member.ReturnType, model.Types)
            || (!member.IsAbstract && CalledSource.MayBeOverridden(member)))
        {
            return false;
        }

        bool any = false;
        foreach (IMethodSymbol one in member.IsAbstract ? OnlyImplementation.AllOf(member, model) : new[] { member })
        {
            if (CalledSource.Of(one, model) is not { Body: var body, Function: var function } || FunctionSyntax.IsAsync(function))
            {
                return false;
            }

            CodeModel own = model.In(function.SyntaxTree);
            foreach (ExpressionSyntax returned in FunctionSyntax.ReturnedBy(body))
            {
                if (!IsInMemory(returned, own, depth + 1))
                {
                    return false;
                }

                any = true;
            }
        }

        return any;
    }

    /// <summary>The field is set to what is in memory only: by its initializer, by constructors, by methods of its type.</summary>
    private static bool IsFieldInMemory(VariableDeclaratorSyntax field, ExpressionSyntax? initial, CodeModel model, int depth)
        => field.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            && AreInMemory(
                initial,
                type.Descendants().OfType<IdentifierNameSyntax>()
                    .Where(name => name.Identifier.ValueText == field.Identifier.ValueText
                        && name.Parent is not MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax }
                        && Writes.IsWritten(Writes.ExpressionOf(name)) && !Writes.IsOfInitializedObject(name))
                    .Select(static name => Writes.ExpressionOf(name).Parent!),
                model,
                depth);

    private static bool AreInMemory(ExpressionSyntax? initial, IEnumerable<SyntaxNode> writers, CodeModel model, int depth)
    {
        // Stream? s = null; if (zip) s = new GZipStream(memory, …);
        bool found = initial is not null and not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression };
        if (found && !IsInMemory(initial!, model, depth + 1))
        {
            return false;
        }

        foreach (SyntaxNode writer in writers)
        {
            if (writer is AssignmentExpressionSyntax { Right.RawKind: (int)SyntaxKind.NullLiteralExpression })
            {
                continue;
            }

            if (writer is not AssignmentExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.CoalesceAssignmentExpression,
                } assignment
                || !IsInMemory(assignment.Right, model, depth + 1))
            {
                return false;
            }

            found = true;
        }

        return found;
    }
}
