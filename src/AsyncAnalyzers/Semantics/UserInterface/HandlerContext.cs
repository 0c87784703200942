namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Whether an <c>async void</c> handler runs under the SynchronizationContext of a user interface. Its exception then comes to the same
/// handler as that of a synchronous
/// one (<c>DispatcherUnhandledException</c>, <c>Application.ThreadException</c>, the circuit of a Blazor page); anywhere else it ends the
/// process, where that of a synchronous handler
/// may not.
/// </summary>
internal static class HandlerContext
{
    private const string Synchronizing = "SynchronizingObject";

    private const int MaximumSteps = 2;

    /// <summary>A method that handles events, overrides or implements something.</summary>
    public static bool IsUserInterface(IMethodSymbol method, AsyncVoidRole role, CodeModel model)
        => role == AsyncVoidRole.Contract
            ? IsCalledByUserInterface(method, model.Compilation)
            : IsUserInterface(method, method.ContainingType, EventSubscriptions.EventsOf(method, model), model);

    /// <summary>
    /// The first of the events that a method handles, where by all of them the process ends: <c>Console.CancelKeyPress</c>,
    /// <c>AppDomain.ProcessExit</c>. Null for all else.
    /// </summary>
    public static string? ProcessEndOf(IMethodSymbol method, CodeModel model)
        => EventSubscriptions.EventsOf(method, model) is { Count: > 0 } events && events.All(IsProcessEnd) ? events.First().Name : null;

    /// <summary>
    /// The event, or the signal, by which the process ends and that a lambda or method group is handed to: <c>ProcessExit</c>,
    /// <c>SIGTERM</c>. Null for all else.
    /// </summary>
    public static string? ProcessEndOf(ExpressionSyntax handler, CodeModel model) => CallSyntax.WithCasts(handler).Parent switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: var subscribed }
            => model.SymbolOf(subscribed) is IEventSymbol raised && IsProcessEnd(raised) ? raised.Name : null,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } when CallSyntax.CalledName(call) == "Create"
            => call.ArgumentList.Arguments[0].Expression is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "SIGTERM" or "SIGINT" or "SIGQUIT" or "SIGHUP",
            } signal
                && CallSyntax.MethodOf(call, model) is { ContainingType.Name: "PosixSignalRegistration" }
                    ? signal.Name.Identifier.ValueText
                    : null,
        _ => null,
    };

    /// <summary>The handler sets <c>e.Cancel = true</c>, if need be too late: the process is to go on.</summary>
    public static bool CallsOff(SyntaxNode body)
        => FunctionSyntax.OwnNodes(body).Any(static node => node is AssignmentExpressionSyntax
        {
            Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Cancel" },
            Right: not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression },
        });

    /// <summary>A lambda or method group that handles the event; null where it is not subscribed, but has the shape of a handler.</summary>
    public static bool IsUserInterface(IMethodSymbol function, ExpressionSyntax place, ExpressionSyntax? subscribedTo, CodeModel model)
    {
        IEventSymbol? raised = subscribedTo is null ? null : model.SymbolOf(subscribedTo) as IEventSymbol;
        return IsUserInterface(
            function,
            model.GetEnclosingSymbol(place.SpanStart)?.ContainingType,
            raised is null ? Array.Empty<IEventSymbol>() : new[] { raised },
            model);
    }

    /// <summary>
    /// A step of a page that waits for nothing but time and animations (<c>await Task.Delay(200); panel.Visibility = …</c>): what can fail
    /// in it fails where synchronous code of the page would.
    /// </summary>
    public static bool IsAnimation(IMethodSymbol method, SyntaxNode body)
        => (UserInterfaceTypes.IsOrDerivesFrom(method.ContainingType) || IsCodeBehind(method.ContainingType)
                || (method.Parameters.Length > 0 && UserInterfaceTypes.IsOrDerivesFrom(method.Parameters[0].Type)))
            && FunctionSyntax.OwnNodes(body).All(static node => !FunctionSyntax.IsAwait(node)
                || (node is AwaitExpressionSyntax await
                    && CallSyntax.WithoutConfiguration(await.Expression) is InvocationExpressionSyntax call
                    && CallSyntax.CalledName(call) is { } name
                    && (name is "PlayAsync" or "BeginAsync" || name.Contains("Animation")
                        || name.StartsWith("Animate", StringComparison.Ordinal)
                        || (name is "Delay" or "Yield"
                            && call.Expression is MemberAccessExpressionSyntax
                            {
                                Expression: SimpleNameSyntax { Identifier.ValueText: "Task" }
                            }
                            && call.ArgumentList.Arguments.Count < 2))));

    /// <summary>
    /// A step of functions that the user interface calls and that return nothing, also through one that is private: <c>protected override
    /// void OnKeyDown(KeyEventArgs e) { Paste(); }</c> A task of it would only be dropped there.
    /// </summary>
    public static bool IsStep(IMethodSymbol method, CodeModel model) => IsStep(method, model, MaximumSteps);

    private static bool IsStep(IMethodSymbol method, CodeModel model, int depth)
    {
        bool any = false;
        foreach (SimpleNameSyntax mention in ProjectMentions.Of(method.Name, model.Compilation, model.CancellationToken))
        {
            CodeModel there = model.In(mention.SyntaxTree);
            if (CallSyntax.IsInNameOf(mention)
                || !SymbolEqualityComparer.Default.Equals(there.SymbolOf(mention)?.OriginalDefinition, method))
            {
                continue;
            }

            if (CallSyntax.InvocationOf(mention) is not { } call
                || FunctionSyntax.Enclosing(call) is not MethodDeclarationSyntax caller
                || there.GetDeclaredSymbol(caller) is not { ReturnsVoid: true, IsAsync: false } calling)
            {
                return false;
            }

            AsyncVoidRole role = AsyncVoidRoles.Of(caller, calling, there);
            if (role != AsyncVoidRole.Free ? !IsUserInterface(calling, role, there)
                : depth == 0 || calling.DeclaredAccessibility != Accessibility.Private || !IsStep(calling, there, depth - 1))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    private static bool IsUserInterface(IMethodSymbol function, INamedTypeSymbol? declaring, IReadOnlyCollection<IEventSymbol> events,
        CodeModel model)
    {
        if (function.Parameters.Any(static parameter => UserInterfaceTypes.IsOrDerivesFrom(parameter.Type)))
        {
            return true;
        }

        bool isOfUserInterface = UserInterfaceTypes.IsOrDerivesFrom(declaring) || IsCodeBehind(declaring);
        if (function.Parameters.Any(static parameter => UserInterfaceTypes.IsBackground(parameter.Type))
            || events.Any(static raised => UserInterfaceTypes.IsBackground(raised.ContainingType)))
        {
            // A timer or watcher that is told which control to raise its events on.
            return isOfUserInterface
                && NameMentions.InType(declaring!, Synchronizing, model).Any();
        }

        return isOfUserInterface || events.Any(static raised => UserInterfaceTypes.IsOrDerivesFrom(raised.ContainingType));
    }

    /// <summary>
    /// A part of the type is the code behind a page. Its base type may stand in the other part, which is generated and not always there.
    /// </summary>
    private static bool IsCodeBehind(INamedTypeSymbol? type)
        => type is not null && type.DeclaringSyntaxReferences.Any(static part
            => part.SyntaxTree.FilePath.EndsWith(".xaml.cs", StringComparison.OrdinalIgnoreCase)
                || part.SyntaxTree.FilePath.EndsWith(".axaml.cs", StringComparison.OrdinalIgnoreCase)
                || part.SyntaxTree.FilePath.EndsWith(".razor.cs", StringComparison.OrdinalIgnoreCase));

    /// <summary>The member that it overrides or implements is declared by the framework, which calls it.</summary>
    private static bool IsCalledByUserInterface(IMethodSymbol method, Compilation compilation)
    {
        // What is overridden is in the generated part of a page, or in a package that is not there: nothing is known of who calls it.
        if (method is { IsOverride: true, OverriddenMethod: null })
        {
            return true;
        }

        IMethodSymbol root = method;
        while (root.OverriddenMethod is { } overridden)
        {
            root = overridden;
        }

        return (!SymbolEqualityComparer.Default.Equals(root, method) && UserInterfaceTypes.Declares(root.ContainingType))
            || method.ContainingType.AllInterfaces.Any(implemented
                => (UserInterfaceTypes.Declares(implemented)
                    || (implemented.Name == "ICommand" && UserInterfaceTypes.AreSeenBy(compilation)))
                    && implemented.GetMembers().Any(member
                        => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member),
                            method)));
    }

    /// <summary>The process ends, or an assembly is unloaded, when the handlers of the event have returned.</summary>
    private static bool IsProcessEnd(IEventSymbol raised)
        => (raised.ContainingType.Name, raised.Name) is
            ("Console", "CancelKeyPress") or ("AppDomain", "ProcessExit" or "DomainUnload") or ("AssemblyLoadContext", "Unloading");
}
