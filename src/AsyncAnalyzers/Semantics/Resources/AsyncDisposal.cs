namespace AsyncAnalyzers.Semantics;

/// <summary>Says where a <c>using</c> disposes synchronously what has something to wait for.</summary>
internal static class AsyncDisposal
{
    /// <summary>The type that a <c>using</c> without await disposes, if its DisposeAsync does real work; else null.</summary>
    public static ITypeSymbol? DisposedIn(StatementSyntax @using, CodeModel model)
    {
        VariableDeclarationSyntax? declaration = @using switch
        {
            UsingStatementSyntax statement => statement.Declaration,
            LocalDeclarationStatementSyntax local => local.Declaration,
            _ => null,
        };
        if (declaration is not null)
        {
            foreach (VariableDeclaratorSyntax variable in declaration.Variables)
            {
                if (variable.Initializer?.Value is { } value
                    && WorthAwaiting(value, model.TypeOf(declaration.Type), model) is { } type)
                {
                    return type;
                }
            }

            return null;
        }

        return @using is UsingStatementSyntax { Expression: { } expression }
            ? WorthAwaiting(expression, model.TypeOf(expression), model)
            : null;
    }

    private static ITypeSymbol? WorthAwaiting(ExpressionSyntax value, ITypeSymbol? staticType, CodeModel model)
    {
        ExpressionSyntax made = CallSyntax.WalkDownParentheses(value);
        ITypeSymbol? type = made is BaseObjectCreationExpressionSyntax ? model.TypeOf(made) : staticType;
        return type is { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface }
            && (Implements(type, model.Types) && (staticType is null || Implements(staticType, model.Types))
                ? AsyncDisposalWork.IsDoneBy(type, model.Types, model.CancellationToken)
                : staticType is not null && AsyncDisposalPattern.MethodOf(staticType, value.SpanStart, model) is { } pattern
                    && AsyncDisposalWork.IsDoneBy(pattern, type, model.CancellationToken))
            && !HasNothingToFlush(made, model)
                ? type
                : null;
    }

    public static bool Implements(ITypeSymbol type, KnownTypes types)
        => type.Is(types.AsyncDisposable) || type.AllInterfaces.Any(implemented => implemented.Is(types.AsyncDisposable));

    /// <summary>Nothing is written at the end: what is made here goes to memory, or is opened for reading.</summary>
    private static bool HasNothingToFlush(ExpressionSyntax value, CodeModel model)
    {
        if (value is AwaitExpressionSyntax awaited)
        {
            return HasNothingToFlush(CallSyntax.WithoutConfiguration(awaited.Expression), model);
        }

        if (value is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name && OpensForReading(name))
        {
            return true;
        }

        ArgumentListSyntax? arguments = value switch
        {
            BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
            InvocationExpressionSyntax invocation => invocation.ArgumentList,
            _ => null,
        };
        if (arguments is null)
        {
            return false;
        }

        return arguments.Descendants().Any(IsReadingMode)
            || value is BaseObjectCreationExpressionSyntax && arguments.Arguments.Count > 0
                && (IsMemory(model.TypeOf(arguments.Arguments[0].Expression))
                    || arguments.Arguments.Count == 1 && model.TypeOf(value) is { Name: "ZipArchive" });
    }

    /// <summary>
    /// <c>OpenRead</c>, and what is named like it: <c>FileOpenRead</c>, <c>OpenReadStreamAsync</c>, <c>OpenForReading</c>.
    /// </summary>
    private static bool OpensForReading(string name)
    {
        if (!name.Contains("Open"))
        {
            return false;
        }

        List<string> words = NameWords.Of(name);
        return words.Contains("Open")
            && words.Any(static word => word is "Read" or "Reading")
            && !words.Contains("Write")
            && !words.Contains("Writing");
    }

    /// <summary><c>FileAccess.Read</c>, <c>CompressionMode.Decompress</c> and their like.</summary>
    private static bool IsReadingMode(SyntaxNode node)
        => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Read" or "Decompress" } access
            && (access.Expression switch
            {
                SimpleNameSyntax name => name,
                MemberAccessExpressionSyntax qualified => qualified.Name,
                _ => null,
            })?.Identifier.ValueText is "FileAccess" or "CryptoStreamMode" or "ZipArchiveMode" or "CompressionMode";

    private static bool IsMemory(ITypeSymbol? type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "MemoryStream" or "StringBuilder" or "IBufferWriter"
                || current.Interfaces.Any(implemented => implemented.Name == "IBufferWriter"))
            {
                return true;
            }
        }

        return false;
    }
}
