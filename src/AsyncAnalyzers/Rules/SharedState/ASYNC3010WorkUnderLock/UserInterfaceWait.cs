namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// <c>Dispatcher.Invoke</c>, <c>Control.Invoke</c>, <c>SynchronizationContext.Send</c>: the thread waits until the one of the user
/// interface has run something, and that one may wait for a lock that is held meanwhile.
/// </summary>
internal static class UserInterfaceWait
{
    /// <summary>Null for other calls, and on the thread of the user interface itself, where the code runs at once.</summary>
    public static Stall? At(SimpleNameSyntax name, CodeModel model)
        => model.Types.HasUserInterfaceLoop && CallSyntax.InvocationOf(name) is { } call
            && CallSyntax.MethodOf(call, model) is { } method && Waits(method, model.Types)
            && !IsOnUserInterface(call, model)
                ? new Stall(StallKind.UserInterface, name, method, method.ContainingType.Name + "." + method.Name)
                : null;

    /// <summary>Where code that the thread of the user interface runs locks it by a statement; null where none is seen.</summary>
    public static Location? LockThere(LockIdentity held, SyntaxNode place, CodeModel model)
    {
        if (held.Path.Symbol is not { } symbol || symbol is not IFieldSymbol
            || place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        foreach (SyntaxNode node in type.Descendants())
        {
            if (node is LockStatementSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax } statement
                && (symbol.IsStatic || statement.Expression is IdentifierNameSyntax
                    or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
                && SymbolEqualityComparer.Default.Equals(model.SymbolOf(statement.Expression), symbol)
                && IsOnUserInterface(statement, model))
            {
                return statement.LockKeyword.GetLocation();
            }
        }

        return null;
    }

    private static bool Waits(IMethodSymbol method, KnownTypes types)
        => (method.Name == "Invoke" && (method.IsDeclaredIn(types.Dispatcher) || method.IsDeclaredIn(types.Control)))
            || (method.Name == "Send" && method.IsDeclaredIn(types.SynchronizationContext));

    /// <summary>
    /// A delegate that is sent or posted there, a handler of an event of a control, an override of what a framework calls there, and
    /// private methods that such code calls.
    /// </summary>
    private static bool IsOnUserInterface(SyntaxNode place, CodeModel model)
    {
        for (SyntaxNode? function = FunctionSyntax.Enclosing(place); function is not null; function = FunctionSyntax.Enclosing(function))
        {
            switch (function)
            {
                case AnonymousFunctionExpressionSyntax lambda:
                    return IsGivenToUserInterface(lambda, model);
                case MethodDeclarationSyntax:
                    return VisibleCallers.Of(function, model).Any(caller => IsHandler(caller, model));
            }
        }

        return false;
    }

    private static bool IsGivenToUserInterface(AnonymousFunctionExpressionSyntax lambda, CodeModel model)
    {
        SyntaxNode given = CallSyntax.WithCasts(lambda);
        while (given.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: ObjectCreationExpressionSyntax creation } })
        {
            given = creation;
        }

        return given.Parent switch
        {
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => CallSyntax.CalledName(call) is "Invoke" or "BeginInvoke"
                    or "InvokeAsync" or "Send" or "Post"
                && CallSyntax.MethodOf(call, model) is { } method
                && (method.IsDeclaredIn(model.Types.Dispatcher) || method.IsDeclaredIn(model.Types.Control)
                    || method.IsDeclaredIn(model.Types.SynchronizationContext)),
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } subscription
                => model.SymbolOf(subscription.Left) is IEventSymbol raised && UserInterfaceTypes.IsOrDerivesFrom(raised.ContainingType),
            _ => false,
        };
    }

    private static bool IsHandler(IMethodSymbol method, CodeModel model)
        => method.IsOverride ? HandlerContext.IsUserInterface(method, AsyncVoidRole.Contract, model)
            : method.Parameters.Length == 2 && method.ReturnsVoid
                && method.Parameters[1].Type.SelfAndBases().Any(static one => one.Name == "EventArgs")
                && HandlerContext.IsUserInterface(method, AsyncVoidRole.EventHandler, model);
}
