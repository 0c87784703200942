namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// What belongs to a request, used by work that nobody waits for: the request may be over by then, and the object disposed.
/// </summary>
/// <param name="Place">The use, or the call that leads to it.</param>
/// <param name="Name">The object.</param>
/// <param name="IsCertain">The object is the request's for certain; else its type is registered to be made for each scope.</param>
internal sealed record OutlivedRequest(SyntaxNode Place, string Name, bool IsCertain)
{
    private static readonly TreeNames Scoped = new(static (tree, cancellationToken)
        => tree.GetRoot(cancellationToken).Descendants().OfType<GenericNameSyntax>()
            .Where(static name => name.Identifier.ValueText is "AddScoped" or "TryAddScoped" or "AddTransient" or "TryAddTransient")
            .Select(static name => TypeNames.Of(name.TypeArgumentList.Arguments.Last())).OfType<string>());

    /// <summary>
    /// The call starts work that outlives its caller: <c>_ = Task.Run(…)</c>, <c>_ = F()</c>, a queue of the pool or of the host. What is
    /// dropped without a word is ASYNC2001's.
    /// </summary>
    public static bool MayBeStartedBy(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) is "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" or "QueueBackgroundWorkItem"
            or "QueueBackgroundWorkItemAsync"
            || call.Parent is AssignmentExpressionSyntax
            {
                RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax { Identifier.ValueText: "_" }
            };

    /// <summary>The first use that may come too late; null where there is none.</summary>
    public static OutlivedRequest? Of(InvocationExpressionSyntax call, InstanceUses uses, RuleContext context)
    {
        if (FunctionSyntax.Enclosing(call) is not { } function || function is CompilationUnitSyntax
            || CallSyntax.MethodOf(call, context.Model) is not { } method
            || (call.Parent is AssignmentExpressionSyntax && !method.ReturnType.IsTaskOrValueTask(context.Types)))
        {
            return null;
        }

        SyntaxNode[] lambdas = call.ArgumentList.Arguments.Select(static argument => ConcurrentStart.FunctionOf(argument.Expression))
            .OfType<AnonymousFunctionExpressionSyntax>().ToArray<SyntaxNode>();
        if (lambdas.Any(Signals))
        {
            return null; // somebody waits for a sign of it
        }

        foreach (SyntaxNode lambda in lambdas)
        {
            if (ContextMentionedIn(lambda, context) is { } mention)
            {
                return new(mention, mention.ToString(), true);
            }
        }

        foreach (InstanceUse use in lambdas.SelectMany(uses.OfStarted).Concat(uses.At(call).Where(static use => use.Lasts)))
        {
            if (use.Side == UseSide.Whole && OwnerOf(use, function, context) is { } isCertain)
            {
                SyntaxNode place = call.Span.Contains(use.Call.Span) && use.Call.SyntaxTree == call.SyntaxTree ? use.Call : call;
                return new(place, use.Instance.Text, isCertain);
            }
        }

        return null;
    }

    /// <summary>Whether the object is the request's (true) or that of a scope (false); null where neither is known.</summary>
    private static bool? OwnerOf(InstanceUse use, SyntaxNode function, RuleContext context)
    {
        if (use.Instance.Root is not { IsStatic: false } root || TypeOf(root) is not { } type
            || !(QueryContexts.IsContext(type) || type.SelfAndBases().Any(static one => one.Name == "DbConnection")))
        {
            return null;
        }

        if (use.Instance.IsOfVariable)
        {
            return root is IParameterSymbol && IsOfRequest(root.ContainingSymbol, function, context) ? true : null;
        }

        return root.ContainingType is not { } declaring || !IsInjected(root, context.CancellationToken) ? null
            : IsMadeForEachRequest(declaring, context.Types) ? true
            : Scoped.Of(context.Model.Compilation, context.CancellationToken).Contains(declaring.Name) ? false
            : null;
    }

    /// <summary>The parameters are those of an action, an endpoint, or a middleware.</summary>
    private static bool IsOfRequest(ISymbol owner, SyntaxNode function, RuleContext context)
    {
        for (SyntaxNode? current = function; current is not null; current = FunctionSyntax.Enclosing(current))
        {
            if (SymbolEqualityComparer.Default.Equals(FunctionSyntax.SymbolOf(current, context.Model), owner))
            {
                return EndpointHandlers.Is(current, context.Model)
                    || (owner is IMethodSymbol { DeclaredAccessibility: Accessibility.Public } action
                        && (IsMadeForEachRequest(action.ContainingType, context.Types)
                            || (action.Name is "Invoke" or "InvokeAsync" && action.Parameters[0].Type.Is(context.Types.HttpContext))));
            }
        }

        return false;
    }

    private static bool IsMadeForEachRequest(INamedTypeSymbol type, KnownTypes types)
        => type.IsOrDerivesFrom(types.ControllerBase) || type.IsOrDerivesFrom(types.Hub) || type.IsOrDerivesFrom(types.PageModel);

    /// <summary>The member is a parameter of the constructor, or set to one.</summary>
    private static bool IsInjected(ISymbol member, CancellationToken cancellationToken)
        => CapturedParameters.Is(member) || member.ContainingType.InstanceConstructors.Any(constructor
            => CalledSource.DeclarationOf(constructor, cancellationToken) switch
            {
                ConstructorDeclarationSyntax declaration => declaration.Descendants().Any(node => node is AssignmentExpressionSyntax
                {
                    Right: IdentifierNameSyntax value
                } assignment
                    && (assignment.Left switch
                    {
                        IdentifierNameSyntax name => name.Identifier.ValueText,
                        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
                        _ => null,
                    }) == member.Name
                    && constructor.Parameters.Any(parameter => parameter.Name == value.Identifier.ValueText)),
                TypeDeclarationSyntax => member.FirstSyntax(cancellationToken)
                    is VariableDeclaratorSyntax { Initializer.Value: IdentifierNameSyntax value }
                    && constructor.Parameters.Any(parameter => parameter.Name == value.Identifier.ValueText),
                _ => false,
            });

    /// <summary>The request's context, or a part of it, that the work has captured.</summary>
    private static IdentifierNameSyntax? ContextMentionedIn(SyntaxNode lambda, RuleContext context)
    {
        if (context.Types.HttpContext is null)
        {
            return null;
        }

        foreach (SyntaxNode node in lambda.Descendants())
        {
            if (node is IdentifierNameSyntax { Parent: not (NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax) } name
                && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
                && !CallSyntax.IsInNameOf(name)
                && context.Model.SymbolOf(name) is { } symbol and not ITypeSymbol
                && TypeOf(symbol) is { ContainingNamespace.Name: "Http" } type
                && (type.Is(context.Types.HttpContext)
                    || (type.Name is "HttpRequest" or "HttpResponse"
                        && SymbolEqualityComparer.Default.Equals(type.ContainingNamespace, context.Types.HttpContext.ContainingNamespace)))
                && !symbol.IsDeclaredWithin(lambda))
            {
                return name;
            }
        }

        return null;
    }

    private static bool Signals(SyntaxNode lambda)
        => lambda.Descendants().Any(static node => node is InvocationExpressionSyntax call
            && CallSyntax.CalledName(call) is "Set" or "SetResult" or "TrySetResult" or "Release" or "Complete" or "TryComplete");

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local => local.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
