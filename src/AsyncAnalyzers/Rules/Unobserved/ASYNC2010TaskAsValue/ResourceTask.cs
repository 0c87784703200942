namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>A task as the resource of a <c>using</c>: it is disposed, and what it holds is not.</summary>
internal static class ResourceTask
{
    /// <summary>What a <c>using</c> statement or declaration disposes.</summary>
    public static IEnumerable<ExpressionSyntax> ResourcesIn(SyntaxNode node) => node switch
    {
        UsingStatementSyntax { Expression: { } resource } => new[] { resource },
        UsingStatementSyntax { Declaration: { } declaration } => ValuesOf(declaration),
        LocalDeclarationStatementSyntax local => ValuesOf(local.Declaration),
        _ => Array.Empty<ExpressionSyntax>(),
    };

    /// <summary>By syntax alone: what is created is no task, and neither is an awaited property or variable of a plain name.</summary>
    public static bool MayBe(ExpressionSyntax resource)
    {
        ExpressionSyntax bare = CallSyntax.WithoutCasts(resource);
        return bare is InvocationExpressionSyntax call
            ? CallSyntax.CalledName(call) is { Length: > 0 } and not ("FromResult" or "FromException" or "FromCanceled")
            : bare is ConditionalExpressionSyntax or SwitchExpressionSyntax or AwaitExpressionSyntax or IdentifierNameSyntax
            or MemberAccessExpressionSyntax
                or ConditionalAccessExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression };
    }

    /// <summary>
    /// The whole resource of a <c>using</c> that the expression is with casts and <c>!</c>; the expression itself for all else.
    /// </summary>
    public static SyntaxNode WholeOf(SyntaxNode expression)
    {
        SyntaxNode outer = expression is ExpressionSyntax value ? CallSyntax.WithCasts(value) : expression;
        return outer.Parent is UsingStatementSyntax
            or EqualsValueClauseSyntax
        {
            Parent.Parent.Parent: UsingStatementSyntax
            or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }
        }
            ? outer
            : expression;
    }

    /// <summary>The result of the task is meant to be disposed: its variable is nowhere used as a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="whole">What <see cref="WholeOf"/> says of it.</param>
    /// <param name="type">Its type.</param>
    /// <param name="model">The model of the tree.</param>
    public static bool IsOne(ExpressionSyntax task, SyntaxNode whole, ITypeSymbol type, CodeModel model)
    {
        bool holdsResource = type is INamedTypeSymbol { Arity: 1 } named && IsResource(named.TypeArguments[0]);
        if (whole.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable })
        {
            return holdsResource && !IsMentioned(variable.Identifier.ValueText, variable)
                && (task is not IdentifierNameSyntax source || !IsMentioned(source.Identifier.ValueText, source));
        }

        // A call that is made for nothing else is certain; what has a name may be a task that somebody else awaits.
        return (task is InvocationExpressionSyntax && whole == task)
            || (holdsResource && (task is not IdentifierNameSyntax name || !IsMentioned(name.Identifier.ValueText, name)));

        bool IsMentioned(string name, SyntaxNode place)
            => FunctionSyntax.Enclosing(place) is not { } function
                || function.Descendants().Any(node => node is IdentifierNameSyntax mention && mention != place
                && mention.Identifier.ValueText == name
                && TaskUse.Of(mention).Kind != TaskUseKind.NotRead
                && model.SymbolOf(mention) is ILocalSymbol or IParameterSymbol or IFieldSymbol);
    }

    private static bool IsResource(ITypeSymbol type) => type is ITypeParameterSymbol parameter
        ? parameter.ConstraintTypes.Any(IsResource)
        : type.AllInterfaces.Append(type).Any(static one => one.Name is "IDisposable" or "IAsyncDisposable");

    private static IEnumerable<ExpressionSyntax> ValuesOf(VariableDeclarationSyntax declaration)
        => declaration.Variables.Where(static variable => variable.Initializer is not null).Select(static variable
            => variable.Initializer!.Value);
}
