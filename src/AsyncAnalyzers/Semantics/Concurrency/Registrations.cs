namespace AsyncAnalyzers.Semantics;

/// <summary>What the compilation tells a container of services: which types it makes one object of.</summary>
internal static class Registrations
{
    private const string Hosting = "AddHostedService";

    /// <summary>What registers singletons, and what the host runs.</summary>
    public static IReadOnlyList<Trigger> Triggers { get; } = Trigger.OnNames("AddSingleton", "TryAddSingleton", Hosting);

    /// <summary>The last type argument of a registration, a <c>typeof</c>, or what is created in it.</summary>
    private static readonly TreeNames Singletons = new(static (tree, cancellationToken)
        => CallsIn(tree, cancellationToken).SelectMany(TypesMadeBy).Select(static type => TypeNames.Of(type)).OfType<string>());

    /// <summary><c>AddHostedService&lt;T&gt;()</c>: the host makes an object of its own.</summary>
    private static readonly TreeNames OfHost = new(static (tree, cancellationToken)
        => AllCallsIn(tree, cancellationToken).Where(static call => call.ArgumentList.Arguments.Count == 0 && IsHosting(call))
            .SelectMany(TypesMadeBy).Select(static type => TypeNames.Of(type)).OfType<string>());

    /// <summary>The host makes an object of a type of that name, which no other code gets.</summary>
    public static bool NameOwnOfHost(string type, Compilation compilation, CancellationToken cancellationToken)
        => OfHost.Of(compilation, cancellationToken).Contains(type);

    /// <summary>Some type of that name is registered as one object for all.</summary>
    public static bool NameSingleton(string type, Compilation compilation, CancellationToken cancellationToken)
        => Singletons.Of(compilation, cancellationToken).Contains(type);

    /// <summary>The call that registers the type as one object for all; null where there is none.</summary>
    /// <param name="type">The type.</param>
    /// <param name="compilation">All of its trees are looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Location? OfSingleton(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
        => Singletons.TreesThatName(type.Name, compilation, cancellationToken)
            .SelectMany(tree => CallsIn(tree, cancellationToken))
            .FirstOrDefault(call => TypesMadeBy(call).Any(made => TypeNames.Of(made) == type.Name)) is { } call
                && CallSyntax.CalledNameSyntax(call) is { } name
                ? name.GetLocation()
                : null;

    private static IEnumerable<InvocationExpressionSyntax> CallsIn(SyntaxTree tree, CancellationToken cancellationToken)
        => AllCallsIn(tree, cancellationToken).Where(static call => !IsHosting(call));

    private static bool IsHosting(InvocationExpressionSyntax call) => CallSyntax.CalledName(call) == Hosting;

    private static IEnumerable<InvocationExpressionSyntax> AllCallsIn(SyntaxTree tree, CancellationToken cancellationToken)
        => TriggerIndex.Of(tree, cancellationToken).NodesFor(typeof(Registrations))
            .Select(static name => CallSyntax.InvocationOf((SimpleNameSyntax)name)).OfType<InvocationExpressionSyntax>();

    private static IEnumerable<TypeSyntax> TypesMadeBy(InvocationExpressionSyntax call)
    {
        if (CallSyntax.CalledNameSyntax(call) is GenericNameSyntax { TypeArgumentList.Arguments: { Count: > 0 } arguments })
        {
            yield return arguments.Last();
        }

        foreach (SyntaxNode node in call.ArgumentList.Descendants())
        {
            TypeSyntax? type = node switch
            {
                TypeOfExpressionSyntax @typeof => @typeof.Type,
                ObjectCreationExpressionSyntax creation when creation.Parent is ArgumentSyntax or LambdaExpressionSyntax
                    && IsMadeOnce(creation, call) => creation.Type,
                _ => null,
            };
            if (type is not null)
            {
                yield return type;
            }
        }
    }

    /// <summary>
    /// The registration runs the code once: not what is in <c>_ => new Factory(() => new Product())</c>, but for the lambda of a Lazy.
    /// </summary>
    private static bool IsMadeOnce(SyntaxNode creation, InvocationExpressionSyntax registration)
        => creation.Ancestors().TakeWhile(around => around != registration).All(around => !FunctionSyntax.IsFunction(around)
            || (around.Parent is ArgumentSyntax { Parent: { Parent: { } taker } }
                && (taker == registration || taker is ObjectCreationExpressionSyntax lazy && TypeNames.Of(lazy.Type) == "Lazy")));
}
