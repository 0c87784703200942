namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A public asynchronous method that takes no token, and has calls that would.</summary>
/// <param name="Method">The method.</param>
/// <param name="Callee">The first call that would take a token.</param>
/// <param name="IsAction">A framework calls it and fills in its parameters: an action of a controller, a handler of a page.</param>
internal sealed record UncancelableMethod(IMethodSymbol Method, InvocationExpressionSyntax Callee, bool IsAction)
{
    /// <summary>Types whose methods a framework calls by their signature.</summary>
    private static readonly HashSet<string> CalledByFramework = new(StringComparer.Ordinal)
    {
        "Hub", "ViewComponent", "Attribute",
        // What a user sees is told to close, and is called by its own handlers.
        "ComponentBase", "Control", "UIElement", "Form", "BindableObject", "UIViewController", "Activity", "Fragment", "MonoBehaviour",
    };

    public static UncancelableMethod? Find(MethodDeclarationSyntax declaration, CodeModel model)
    {
        if (FunctionSyntax.Body(declaration) is not { } body
            || MentionsCancellation(body)
            || model.GetDeclaredSymbol(declaration) is not { } method
            || !method.ReturnType.IsTaskLike(model.Types)
            || !PublicMethods.HasOwnSignature(method)
            || HasTokenElsewhere(method, model.Types)
            || EntryPoint.Is(declaration, model))
        {
            return null;
        }

        bool isAction = IsCalledByController(method);
        if (!isAction && (method.GetAttributes().Length > 0
            || method.ContainingType.SelfAndBases().Any(static type => CalledByFramework.Contains(type.Name))))
        {
            return null;
        }

        return TakersIn(body, model)
            .Where(taker => IsWaitedFor(taker.Call, declaration, body) && !IsBrief(taker.Call, declaration, model))
            .Select(static taker => taker.Call)
            .FirstOrDefault() is { } callee
                ? new UncancelableMethod(method, callee, isAction)
                : null;
    }

    /// <summary>
    /// The calls of the body that would take a token, with the parameter for it. Not what takes back or cleans up, which has to run to its
    /// end, and not <c>Task.Run</c>, which looks at its token before it begins only.
    /// </summary>
    public static IEnumerable<(InvocationExpressionSyntax Call, IParameterSymbol Token)> TakersIn(SyntaxNode body, CodeModel model)
    {
        foreach (SyntaxNode node in body.DescendantsAndSelf(static node
            => !FunctionSyntax.IsFunction(node) && node is not (CatchClauseSyntax or FinallyClauseSyntax)))
        {
            if (node is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) is { } name
                && !name.StartsWith("Rollback", StringComparison.OrdinalIgnoreCase)
                && CallSyntax.MethodOf(call, model) is { } called
                && (called.ReturnType.IsTaskLike(model.Types) || called.ReturnType.IsAsyncStream(model.Types))
                && !StartsWork(called, model.Types)
                && TokenArguments.Free(call, called, model) is { } token)
            {
                yield return (call, token);
            }
        }
    }

    /// <summary>
    /// A pause that nobody notices, what does not wait at all, or a file that is written as a whole and is better not cut off.
    /// </summary>
    private static bool IsBrief(InvocationExpressionSyntax call, MethodDeclarationSyntax method, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { } called
            && ((called.ContainingType.Name == "File" && called.Name.IndexOf("All", StringComparison.Ordinal) > 0
                    && WorkNames.FirstWord(called.Name) is "Write" or "Append")
                || WaitingCalls.Of(
                    call, called, isRepeated: call.Ancestors().TakeWhile(ancestor => ancestor != method).Any(LoopBounds.IsLoop),
                    isLoopAsked: false, model) == WaitKind.None);

    private static bool StartsWork(IMethodSymbol called, KnownTypes types)
        => (called.ContainingType.IsOrDerivesFrom(types.Task) && called.Name is "Run" or "ContinueWith")
            || called.ContainingType.IsOrDerivesFrom(types.TaskFactory) || called.ContainingType.IsOrDerivesFrom(types.TaskFactoryOfT);

    /// <summary>The method awaits the call, or returns its task.</summary>
    private static bool IsWaitedFor(InvocationExpressionSyntax call, MethodDeclarationSyntax method, SyntaxNode body)
    {
        SyntaxNode task = call;
        while (task.Parent is ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }
            || (task is MemberAccessExpressionSyntax
                && task.Parent is InvocationExpressionSyntax configured
                && configured.Expression == task))
        {
            task = task.Parent;
        }

        return task.Parent is AwaitExpressionSyntax
            || (task.Parent is CommonForEachStatementSyntax loop && loop.Expression == task)
            || (!FunctionSyntax.IsAsync(method) && (task == body || task.Parent is ReturnStatementSyntax));
    }

    /// <summary>A parameter, a member of the type or an overload brings the token; or there is a handler of an event.</summary>
    private static bool HasTokenElsewhere(IMethodSymbol method, KnownTypes types)
        => method.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Error || TokenCarriers.Carries(parameter.Type, types)
                || parameter.Type.IsOrDerivesFrom(types.EventArgs) || parameter.Type.Name.EndsWith("EventArgs", StringComparison.Ordinal))
            || method.ContainingType.SelfAndBases().SelectMany(static type => type.GetMembers()).Any(member => member switch
            {
                IFieldSymbol field => TokenCarriers.IsTokenOrSource(field.Type, types),
                IPropertySymbol property => TokenCarriers.IsTokenOrSource(property.Type, types),
                IMethodSymbol overload => overload.Name == method.Name && TokenArguments.ParameterOf(overload, types) is not null,
                _ => false,
            });

    private static bool IsCalledByController(IMethodSymbol method)
        => method is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }
            && method.ContainingType.SelfAndBases().Skip(1).Any(type => type.Name is "ControllerBase" or "Controller"
                || (type.Name == "PageModel" && method.Name.StartsWith("On", StringComparison.Ordinal)))
            && !method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "NonActionAttribute");

    /// <summary><c>RequestAborted</c>, <c>catch (OperationCanceledException)</c>, <c>Program.Cancellation</c>: it is thought of.</summary>
    private static bool MentionsCancellation(SyntaxNode body)
        => body.DescendantsAndSelf().Any(static node => node is SimpleNameSyntax { Identifier.ValueText: var name }
            && (name.IndexOf("cancel", StringComparison.OrdinalIgnoreCase) >= 0 || name is "RequestAborted" or "ApplicationStopping"));
}
