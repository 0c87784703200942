namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Who handles an event, and which events a method handles: every <c>+=</c> of the compilation, found in the walk of each tree that is
/// made for all rules anyway.
/// </summary>
internal static class EventSubscriptions
{
    /// <summary><c>x.Changed += …</c></summary>
    public static IReadOnlyList<Trigger> Triggers { get; } =
        new[]
        {
            Trigger.OnKind(
                SyntaxKind.AddAssignmentExpression, static node => AddedTo(node) is not null || HandlerName(node) is not null),
        };

    private static readonly TreeNames Added = new(static (tree, cancellationToken)
        => In(tree, cancellationToken).Select(static node => AddedTo(node)?.Identifier.ValueText).OfType<string>().Distinct());

    private static readonly TreeNames Handlers = new(static (tree, cancellationToken)
        => In(tree, cancellationToken).Select(HandlerName).OfType<string>().Distinct());

    /// <summary>A method of that name is subscribed somewhere, as far as syntax tells.</summary>
    public static bool MaySubscribe(string method, CodeModel model)
        => Handlers.Of(model.Compilation, model.CancellationToken).Contains(method);

    /// <summary>What is added to a member of that name, in any file: the names that the code calls it by.</summary>
    public static IEnumerable<(SimpleNameSyntax Member, ExpressionSyntax Handler)> To(string member, CodeModel model)
    {
        foreach (SyntaxTree tree in Added.TreesThatName(member, model.Compilation, model.CancellationToken))
        {
            foreach (SyntaxNode node in In(tree, model.CancellationToken))
            {
                if (AddedTo(node) is { } name && name.Identifier.ValueText == member)
                {
                    yield return (name, ((AssignmentExpressionSyntax)node).Right);
                }
            }
        }
    }

    /// <summary>The events that a method is subscribed to, in any file. Over-approximates: another method may have its name.</summary>
    public static IReadOnlyCollection<IEventSymbol> EventsOf(IMethodSymbol method, CodeModel model)
    {
        var events = new List<IEventSymbol>();
        foreach (SyntaxTree tree in Handlers.TreesThatName(method.Name, model.Compilation, model.CancellationToken))
        {
            foreach (SyntaxNode node in In(tree, model.CancellationToken))
            {
                if (HandlerName(node) == method.Name
                    && model.In(tree).SymbolOf(((AssignmentExpressionSyntax)node).Left) is IEventSymbol raised)
                {
                    events.Add(raised);
                }
            }
        }

        return events;
    }

    /// <summary>The method that a delegate is made of: <c>x.F</c>, also by <c>new EventHandler(x.F)</c>; or the lambda itself.</summary>
    public static ExpressionSyntax FunctionOf(ExpressionSyntax handler)
    {
        handler = CallSyntax.WithoutCasts(handler);
        return handler is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments }
            ? CallSyntax.WithoutCasts(arguments[0].Expression)
            : handler;
    }

    private static IEnumerable<SyntaxNode> In(SyntaxTree tree, CancellationToken cancellationToken)
        => TriggerIndex.Of(tree, cancellationToken).NodesFor(typeof(EventSubscriptions));

    private static SimpleNameSyntax? AddedTo(SyntaxNode node)
        => node is not AssignmentExpressionSyntax assignment ? null
            : assignment.Left switch
            {
                SimpleNameSyntax name => name,
                MemberAccessExpressionSyntax access => access.Name,
                MemberBindingExpressionSyntax binding => binding.Name,
                _ => null,
            };

    /// <summary>The name of the method that the node subscribes; null where it subscribes none.</summary>
    private static string? HandlerName(SyntaxNode node)
        => node is not AssignmentExpressionSyntax { Right: var handler } ? null
            : FunctionOf(handler) switch
            {
                IdentifierNameSyntax name => name.Identifier.ValueText,
                MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
                _ => null,
            };
}
