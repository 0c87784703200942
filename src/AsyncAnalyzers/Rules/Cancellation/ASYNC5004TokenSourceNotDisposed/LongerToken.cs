namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>How long a token's source lives, as far as the code shows.</summary>
internal enum TokenLife
{
    /// <summary>Nothing stays on it: <c>CancellationToken.None</c>, or the token of a source that this function made.</summary>
    Call,

    /// <summary>It belongs to a request or a connection, and ends with that.</summary>
    Request,

    /// <summary>It belongs to an object that was handed in, or it is not known.</summary>
    Unknown,

    /// <summary>Longer than the call: a parameter of the method, or a token of the object or of the program.</summary>
    Longer,
}

/// <summary>A token that something is registered on.</summary>
/// <param name="Life">How long its source lives.</param>
/// <param name="Name">What it is called; null where it has no short name.</param>
internal readonly record struct LongerToken(TokenLife Life, string? Name)
{
    /// <summary>How many callers a token is followed to.</summary>
    private const int MaximumDepth = 3;

    private static readonly LongerToken None = new(TokenLife.Call, null);

    /// <summary>The token that lives longest of those that a linked source is given.</summary>
    public static LongerToken OfLinked(ArgumentListSyntax arguments, CodeModel model)
    {
        LongerToken longest = None;
        foreach (ExpressionSyntax token in arguments.Arguments.SelectMany(static argument => ElementsOf(argument.Expression)))
        {
            LongerToken found = Of(token, model);
            longest = found.Life > longest.Life ? found : longest;
        }

        return longest;
    }

    /// <summary>
    /// Each token that lives longer is of a source of the same object, which disposes it at its own end: <c>_stop.Token</c>.
    /// </summary>
    public static bool AreOwn(ArgumentListSyntax arguments, CodeModel model)
        => arguments.Arguments.All(argument => Of(argument.Expression, model).Life < TokenLife.Unknown
            || (argument.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: var owner }
                && model.SymbolOf(owner) is IFieldSymbol { DeclaredAccessibility: Accessibility.Private, IsStatic: false } field
                && NameMentions.InType(field.ContainingType, field.Name, model).Any(static mention
                    => TokenSourceUses.Of(mention) == TokenSourceUse.Disposed
                        && mention.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Identifier.ValueText: var name }
                        && name.StartsWith("Dispose", StringComparison.Ordinal))));

    public static LongerToken Of(ExpressionSyntax token, CodeModel model) => Of(token, MaximumDepth, model);

    private static LongerToken Of(ExpressionSyntax token, int depth, CodeModel model)
    {
        token = CallSyntax.WithoutCasts(token);
        switch (token)
        {
            case LiteralExpressionSyntax or DefaultExpressionSyntax or BaseObjectCreationExpressionSyntax:
                return None;
            case ConditionalExpressionSyntax conditional:
                return Longest(Of(conditional.WhenTrue, depth, model), Of(conditional.WhenFalse, depth, model));
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                return Longest(Of(coalesce.Left, depth, model), Of(coalesce.Right, depth, model));
            case IdentifierNameSyntax name:
                return OfVariable(name, depth, model);
            case MemberAccessExpressionSyntax access:
                return OfMember(access, access.Expression, access.Name, model);
            case ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax { Name: var name } } access:
                return OfMember(access, access.Expression, name, model);
            default:
                return new LongerToken(TokenLife.Unknown, null);
        }
    }

    private static LongerToken Longest(LongerToken one, LongerToken two) => one.Life >= two.Life ? one : two;

    private static IEnumerable<ExpressionSyntax> ElementsOf(ExpressionSyntax argument) => argument switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        _ => new[] { argument },
    };

    private static LongerToken OfVariable(IdentifierNameSyntax name, int depth, CodeModel model)
    {
        string text = name.Identifier.ValueText;
        switch (model.SymbolOf(name))
        {
            case IParameterSymbol { ContainingSymbol: IMethodSymbol function } when IsOfSubscription(function, model):
                return None;
            case IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } }:
                return new LongerToken(TokenLife.Unknown, text);
            case IParameterSymbol parameter:
                return UncancelledTokens.Contain(parameter, model)
                    ? None
                    : new LongerToken(
                        IsOfRequest(parameter) || IsGivenByRequests(parameter, depth, model) ? TokenLife.Request : TokenLife.Longer,
                        text);
            case ILocalSymbol local when LocalAssignments.OnlyValueOf(local, model) is { } value:
                return Of(value, depth, model) is { Life: not TokenLife.Call } found
                    ? found with { Name = found.Name ?? text }
                    : None;
            case IPropertySymbol property when IsMadeBy(property, model.CancellationToken):
                return None;
            case IFieldSymbol or IPropertySymbol:
                return UncancelledTokens.Contain(model.SymbolOf(name), model) ? None : new LongerToken(TokenLife.Longer, text);
            default:
                return new LongerToken(TokenLife.Unknown, text);
        }
    }

    /// <summary>
    /// <c>Observable.Create(async (observer, token) => …)</c>, or a private function that only such a call is given: each subscription has
    /// a source of its own, which goes with it.
    /// </summary>
    private static bool IsOfSubscription(IMethodSymbol function, CodeModel model)
        => model.SyntaxOf(function) switch
        {
            LambdaExpressionSyntax lambda => IsForObservable(CallSyntax.WithCasts(lambda)),
            MethodDeclarationSyntax or LocalFunctionStatementSyntax => function.DeclaredAccessibility
                    is Accessibility.Private or Accessibility.NotApplicable
                && NameMentions.Of(function, model.SyntaxOf(function)!, model).ToArray() is { Length: > 0 } mentions
                && Array.TrueForAll(mentions, static mention => IsForObservable(CallSyntax.WithCasts(Writes.ExpressionOf(mention)))),
            _ => false,
        };

    private static bool IsForObservable(ExpressionSyntax function)
        => function.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            && CallSyntax.CalledNameSyntax(call) is
            {
                Identifier.ValueText: "Create" or "Defer" or "DeferAsync" or "FromAsync"
                or "StartAsync" or "Using"
            } name
            && CallSyntax.Receiver(name) is { } receiver
            && (receiver is MemberAccessExpressionSyntax access ? access.Name : receiver) is IdentifierNameSyntax
            {
                Identifier.ValueText: "Observable"
            };

    private static LongerToken OfMember(ExpressionSyntax access, ExpressionSyntax owner, SimpleNameSyntax name, CodeModel model)
    {
        string member = name.Identifier.ValueText;
        string text = access.ToString() is { Length: <= 40 } whole && whole.IndexOf('\n') < 0 ? whole : member;
        ISymbol? symbol = model.SymbolOf(name);
        if (member == "None" && symbol?.ContainingType.Is(model.Types.CancellationToken) == true)
        {
            return None;
        }

        if (member is "ApplicationStopping" or "ApplicationStopped" or "ApplicationStarted" || symbol is { IsStatic: true })
        {
            return new LongerToken(TokenLife.Longer, text);
        }

        if (member is "RequestAborted" or "ConnectionClosed" or "ConnectionAborted" or "CancellationToken")
        {
            return new LongerToken(
                member != "CancellationToken" || IsOfCall(symbol) ? TokenLife.Request
                    : TokenLife.Unknown,
                text);
        }

        if (IsMadeHere(owner) || (symbol is IPropertySymbol property && IsMadeBy(property, model.CancellationToken)))
        {
            return None;
        }

        ExpressionSyntax root = CallSyntax.LeftmostOf(CallSyntax.WithoutCasts(owner));
        if (root is ThisExpressionSyntax)
        {
            return new LongerToken(TokenLife.Longer, text);
        }

        switch (model.SymbolOf(root))
        {
            case ILocalSymbol local when root == owner && local.Type.Is(model.Types.CancellationTokenSource)
                && IsCreatedHere(local, model.CancellationToken):
                return None;
            case IFieldSymbol field when EndsWithCallers(field, owner, model):
                return None;
            case IFieldSymbol { Type.Name: not "HttpContext" } or IPropertySymbol { Type.Name: not "HttpContext" } or INamedTypeSymbol:
                return new LongerToken(TokenLife.Longer, text);
            case IParameterSymbol { Type: var type } when type.Is(model.Types.CancellationTokenSource):
                return new LongerToken(TokenLife.Longer, text);
            default:
                return new LongerToken(TokenLife.Unknown, text);
        }
    }

    /// <summary>The token of a call: <c>ServerCallContext.CancellationToken</c>, and what is named like it.</summary>
    private static bool IsOfCall(ISymbol? member)
        => member?.ContainingType is { } type
            && type.SelfAndBases().Any(static one => one.Name.EndsWith("CallContext", StringComparison.Ordinal));

    /// <summary>All calls of the method are in sight, and give the token of a request or none.</summary>
    private static bool IsGivenByRequests(IParameterSymbol parameter, int depth, CodeModel model)
        => depth > 0 && parameter.ContainingSymbol is IMethodSymbol method
            && (CallsInProject.Of(method, model) ?? CallsInProject.OfImplementation(method, model)) is { Count: > 0 } calls
            && calls.All(call =>
            {
                CodeModel own = model.In(call.SyntaxTree);
                return own.SymbolOf(call) is IMethodSymbol { ReducedFrom: null } bound
                    && bound.Parameters.ElementAtOrDefault(parameter.Ordinal) is { } taken
                    && (GivenArgument.For(taken, call) is { } given
                        ? Of(given, depth - 1, own).Life <= TokenLife.Request
                        : taken.IsOptional);
            });

    /// <summary>
    /// <c>try { await ServeAsync(); } finally { _handle.Dispose(); }</c> All that call the private function end what the token belongs to.
    /// </summary>
    private static bool EndsWithCallers(IFieldSymbol field, ExpressionSyntax owner, CodeModel model)
        => owner.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method
            && FunctionSyntax.Enclosing(owner) == method
            && FunctionSyntax.SymbolOf(method, model) is { DeclaredAccessibility: Accessibility.Private } function
            && CallersOf.FindAll(function, method, model) is { Count: > 0 } callers
            && callers.All(caller => caller.Ancestors().OfType<TryStatementSyntax>().Any(@try
                => @try.Finally is { } last && @try.Block.Span.Contains(caller.Span)
                    && FunctionSyntax.Enclosing(@try) == FunctionSyntax.Enclosing(caller)
                    && last.Descendants().Any(node => node is SimpleNameSyntax name && name.Identifier.ValueText == field.Name
                        && TokenSourceUses.Of(name) == TokenSourceUse.Disposed)));

    /// <summary>The local was declared for a source of its own.</summary>
    private static bool IsCreatedHere(ILocalSymbol local, CancellationToken cancellationToken)
        => local.FirstSyntax(cancellationToken) is VariableDeclaratorSyntax
        { Initializer.Value: var value } && IsCreation(value);

    /// <summary>The function sets the field to a source of its own.</summary>
    private static bool IsMadeHere(ExpressionSyntax source)
        => FunctionSyntax.Enclosing(source) is { } function && FunctionSyntax.Body(function) is { } body
            && FunctionSyntax.OwnNodes(body).Any(node => node is AssignmentExpressionSyntax { Left: var left, Right: var right }
                && IsCreation(right) && SyntaxFactory.AreEquivalent(left, source));

    /// <summary>A member that is no constructor sets the field of its own type to a new source.</summary>
    public static bool IsMadeForEachRun(ExpressionSyntax source)
        => OwnMember.NameOf(source) is { } name && source.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            && type.Members.Where(static member => member is MethodDeclarationSyntax or PropertyDeclarationSyntax)
                .SelectMany(static member => member.Descendants()).Any(node
                    => node is AssignmentExpressionSyntax { Left: var left, Right: var right }
                        && IsCreation(right)
                        && OwnMember.NameOf(left) == name);

    /// <summary>Each read of the property makes a source.</summary>
    private static bool IsMadeBy(IPropertySymbol property, CancellationToken cancellationToken)
        => property.FirstSyntax(cancellationToken) is PropertyDeclarationSyntax
        { ExpressionBody.Expression: MemberAccessExpressionSyntax { Expression: var source } } && IsCreation(source);

    private static bool IsCreation(ExpressionSyntax value) => value is BaseObjectCreationExpressionSyntax
        or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CreateLinkedTokenSource" } };

    /// <summary>The token ends with a request: that of an action of a controller.</summary>
    private static bool IsOfRequest(IParameterSymbol parameter)
        => parameter.ContainingSymbol is IMethodSymbol { DeclaredAccessibility: Accessibility.Public, ContainingType: { } type } method
            && (type.SelfAndBases().Any(static current => current.Name is "ControllerBase" or "PageModel" or "Hub")
                || method.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: var name }
                    && name.StartsWith("Http", StringComparison.Ordinal)));
}
