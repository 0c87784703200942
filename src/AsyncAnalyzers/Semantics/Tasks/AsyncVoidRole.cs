namespace AsyncAnalyzers.Semantics;

/// <summary>Why a function is <c>async void</c>: whether anything but its author's choice makes it return nothing.</summary>
internal enum AsyncVoidRole
{
    /// <summary>A function like any other: it could return a task.</summary>
    Free,

    /// <summary>It handles an event: subscribed by <c>+=</c>, by the shape of its parameters, or from XAML.</summary>
    EventHandler,

    /// <summary>It overrides, implements or completes what is declared elsewhere.</summary>
    Contract,
}

/// <summary>Tells the role of async functions that return nothing.</summary>
internal static class AsyncVoidRoles
{
    /// <summary>
    /// What is said about event handlers: report those that let exceptions out, none, or all; by default none under a user interface and
    /// the first elsewhere
    /// (<see cref="HandlerContext"/>). ASYNC2002 reads it, and ASYNC2003 for lambdas.
    /// </summary>
    internal static readonly RuleOption<string> EventHandlers = RuleOption.Choice("async_analyzers.async_void_event_handlers", "auto",
        "require_try_catch", "allow", "report");

    public static AsyncVoidRole Of(SyntaxNode function, IMethodSymbol method, CodeModel model)
        => IsContract(method) ? AsyncVoidRole.Contract
            : HasEventHandlerShape(method, model.Types)
                || EventSubscriptions.MaySubscribe(method.Name, model)
                || (function is MethodDeclarationSyntax && IsNamedInXamlOnly(method, model))
                ? AsyncVoidRole.EventHandler
                : AsyncVoidRole.Free;

    /// <summary>A method or local function that is written <c>async void</c>.</summary>
    public static bool IsAsyncVoid(SyntaxNode node)
        => FunctionSyntax.IsAsync(node)
            && FunctionSyntax.ReturnType(node) is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    /// <summary>Frameworks outside of .NET's own have arguments that derive from nothing, but are called so.</summary>
    public static bool HasEventHandlerShape(IMethodSymbol method, KnownTypes types)
        => method.Parameters.Length == 2
            && method.Parameters[1].Type is { } arguments
            && (arguments.IsOrDerivesFrom(types.EventArgs) || arguments.Name.EndsWith("EventArgs", StringComparison.Ordinal));

    /// <summary>It overrides, implements or completes what is declared elsewhere, and has to return what that says.</summary>
    public static bool IsContract(IMethodSymbol method)
        => method.IsOverride
            || !method.ExplicitInterfaceImplementations.IsEmpty
            || method.PartialDefinitionPart is not null
            || (method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false }
                && method.ContainingType.AllInterfaces.Any(implemented => implemented.GetMembers(method.Name)
                    .Any(member
                        => SymbolEqualityComparer.Default.Equals(
                            method.ContainingType.FindImplementationForInterfaceMember(member), method))));

    /// <summary>The type has a part in XAML, and no code of it names the method: the markup does.</summary>
    private static bool IsNamedInXamlOnly(IMethodSymbol method, CodeModel model)
    {
        if (method.DeclaredAccessibility == Accessibility.Public
            || method.ContainingType is not { TypeKind: TypeKind.Class, DeclaringSyntaxReferences: var places })
        {
            return false;
        }

        SyntaxNode[] parts = places.Select(place => place.GetSyntax(model.CancellationToken)).ToArray();
        return parts.Any(part => part is ClassDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            && parts.Any(part => NameMentions.In(part, model).Contains("InitializeComponent"))
            && !parts.Any(part => NameMentions.In(part, model).Contains(method.Name));
    }
}
