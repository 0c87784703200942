namespace AsyncAnalyzers.Semantics;

/// <summary>Objects that run code, or let it run on, each time that a period is over.</summary>
internal static class TimerTypes
{
    public static bool Contains(ITypeSymbol? type, KnownTypes types)
        => type is INamedTypeSymbol
            && (type.Is(types.Timer) || type.IsOrDerivesFrom(types.TimersTimer) || type.Is(types.PeriodicTimer)
                || type.IsOrDerivesFrom(types.DispatcherTimer) || type.IsOrDerivesFrom(types.FormsTimer)
                || (types.TimerOfProvider is { } timer && (type.Is(timer) || type.AllInterfaces.Any(one => one.Is(timer)))));

    /// <summary>The code names a timer: a variable, member or call whose value is one, or the type itself.</summary>
    /// <param name="code">What is looked at, nested functions included.</param>
    /// <param name="holder">What else stands for the timer in question, such as the variable it is kept in.</param>
    /// <param name="model">The model of the tree.</param>
    public static bool AreNamedIn(SyntaxNode code, ISymbol? holder, CodeModel model)
        => code.DescendantsAndSelf().OfType<SimpleNameSyntax>().Any(name
            => model.SymbolOf(name) is { } symbol
                && (SymbolEqualityComparer.Default.Equals(symbol, holder) || Contains(TypeOf(symbol), model.Types)));

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IMethodSymbol method => method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.ReturnType,
        _ => symbol as ITypeSymbol,
    };

    /// <summary>The variable or field that the call is assigned to; null where it is none.</summary>
    public static ISymbol? HolderOf(ExpressionSyntax start, CodeModel model)
        => start.Ancestors().Select(ancestor => ancestor switch
        {
            VariableDeclaratorSyntax variable => model.GetDeclaredSymbol(variable),
            AssignmentExpressionSyntax assignment => model.SymbolOf(assignment.Left),
            _ => null,
        }).FirstOrDefault(static symbol => symbol is not null);

    /// <summary>The member names a timer, or calls a method of the same type that does: it may have stopped the timer.</summary>
    public static bool AreHandledBy(MemberDeclarationSyntax member, ISymbol? holder, CodeModel model)
        => member.Descendants().OfType<InvocationExpressionSyntax>()
            .Select(static call => call.Expression
                is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
                ? ConcurrentBody.Of(call.Expression).FirstOrDefault()?.Body
                : null)
            .OfType<SyntaxNode>().Prepend(member)
            .Any(code => AreNamedIn(code, holder, model));
}
