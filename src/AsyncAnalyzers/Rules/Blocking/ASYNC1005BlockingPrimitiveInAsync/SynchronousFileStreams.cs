namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>
/// Files that are opened for synchronous access and read asynchronously all the same: the framework then makes each read a blocking
/// one on a thread of the pool.
/// </summary>
internal static class SynchronousFileStreams
{
    private const int AsynchronousOption = 0x40000000;

    /// <summary>The names to look at with <see cref="OpeningOf"/>.</summary>
    public static readonly ImmutableHashSet<string> Names = ImmutableHashSet.Create("FileStream", "OpenRead");

    /// <summary>
    /// The <c>new FileStream(…)</c> or <c>File.OpenRead(…)</c> at the name, where it opens a local for synchronous access that is used for
    /// nothing but <c>ReadAsync</c>, and for this in a loop.
    /// </summary>
    public static ExpressionSyntax? OpeningOf(SimpleNameSyntax name, CodeModel model)
    {
        ExpressionSyntax? opening = name switch
        {
            { Identifier.ValueText: "OpenRead" } => CallSyntax.InvocationOf(name),
            { Parent: ObjectCreationExpressionSyntax creation } => creation,
            { Parent: QualifiedNameSyntax { Parent: ObjectCreationExpressionSyntax creation } } => creation,
            { Parent: VariableDeclarationSyntax { Variables: { Count: 1 } variables } }
                => variables[0].Initializer?.Value as ImplicitObjectCreationExpressionSyntax,
            _ => null,
        };
        return opening?.Parent is EqualsValueClauseSyntax
        {
            Parent: VariableDeclaratorSyntax
            {
                Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax }
            } variable
        }
            && IsReadAsynchronouslyOnly(variable)
            && IsSynchronous(opening, model)
            ? opening
            : null;
    }

    private static bool IsReadAsynchronouslyOnly(VariableDeclaratorSyntax variable)
    {
        if (FunctionSyntax.Enclosing(variable) is not { } function)
        {
            return false;
        }

        bool inLoop = false;
        foreach (SyntaxNode node in ((SyntaxNode?)FunctionSyntax.Body(function) ?? function).Descendants())
        {
            if (node is not IdentifierNameSyntax use || use.Identifier.ValueText != variable.Identifier.ValueText)
            {
                continue;
            }

            switch (use.Parent)
            {
                case MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "ReadAsync",
                    Parent: InvocationExpressionSyntax
                } access when access.Expression == use:
                    inLoop |= use.Ancestors().TakeWhile(ancestor => ancestor != function)
                        .Any(ancestor
                            => ancestor is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or ForEachStatementSyntax);
                    break;
                case MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "Length" or "Position" or "Name" or "Close" or "Dispose"
                    or "DisposeAsync"
                } access when access.Expression == use:
                    break;
                default:
                    return false;
            }
        }

        return inLoop;
    }

    private static bool IsSynchronous(ExpressionSyntax opening, CodeModel model)
    {
        if (model.SymbolOf(opening) is not IMethodSymbol
            {
                ContainingType:
                {
                    ContainingNamespace:
                    {
                        Name: "IO",
                        ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
                    }
                } type
            } method)
        {
            return false;
        }

        if (opening is InvocationExpressionSyntax)
        {
            return type.Name == "File";
        }

        if (type.Name != "FileStream" || method.Parameters.IsEmpty || method.Parameters[0].Type.SpecialType != SpecialType.System_String)
        {
            return false;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = ((BaseObjectCreationExpressionSyntax)opening).ArgumentList?.Arguments ?? default;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.Name is "useAsync" or "options")
            {
                ArgumentSyntax? argument = arguments.FirstOrDefault(argument
                    => argument.NameColon?.Name.Identifier.ValueText == parameter.Name)
                    ?? (parameter.Ordinal < arguments.Count ? arguments[parameter.Ordinal] : null);
                return argument is not null
                    && model.GetConstantValue(argument.Expression) is { HasValue: true, Value: var value }
                    && value switch
                    {
                        bool useAsync => !useAsync,
                        int options => (options & AsynchronousOption) == 0,
                        _ => false,
                    };
            }
        }

        return true;
    }
}
