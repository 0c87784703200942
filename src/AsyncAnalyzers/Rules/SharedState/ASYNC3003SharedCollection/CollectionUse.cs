namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A place that changes a collection, builder or generator of random numbers that no two threads may use at once.</summary>
/// <param name="Node">What changes it: a call, or the assignment of an element.</param>
/// <param name="Collection">The collection as it is written.</param>
/// <param name="State">The collection as state that other code can name too.</param>
/// <param name="Kind">What it is.</param>
internal sealed record CollectionUse(ExpressionSyntax Node, ExpressionSyntax Collection, StatePath State, StateKind Kind)
{
    private static readonly HashSet<string> RandomMethods = new(StringComparer.Ordinal)
    {
        "Next", "NextDouble", "NextSingle", "NextInt64", "NextBytes", "Shuffle", "GetItems",
    };

    /// <summary>Each call moves its state on.</summary>
    public bool IsOfRandom => Kind == StateKind.Value;

    /// <summary>
    /// The collection that a node may change, by syntax alone: <c>x</c> of <c>x.Add(1)</c>, <c>x?.Add(1)</c>, <c>x[k] = v</c>.
    /// </summary>
    public static ExpressionSyntax? ChangedBy(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax call when CallSyntax.CalledNameSyntax(call) is { } name
            && (AccessUses.IsChange(name.Identifier.ValueText) || RandomMethods.Contains(name.Identifier.ValueText))
            => CallSyntax.Receiver(name),
        ElementAccessExpressionSyntax element when Writes.IsWritten(element) => element.Expression,
        _ => null,
    };

    /// <summary>The change that a node makes; null for everything else, and for a list whose element is replaced.</summary>
    public static CollectionUse? At(SyntaxNode node, CodeModel model)
    {
        if (ChangedBy(node) is not { } changed
            || StatePath.Of(CallSyntax.WithoutCasts(changed), model) is not { } state
            || KindOf(state, model) is not { } kind)
        {
            return null;
        }

        var use = new CollectionUse(NodeOf(node), CallSyntax.WithoutCasts(changed), state, kind);
        return use.UseAt(use.Collection, model) == AccessUse.Change
            && !(node is ElementAccessExpressionSyntax && IsList(state.Type)) ? use : null;
    }

    /// <summary>The change that is reported at an expression.</summary>
    public static CollectionUse? Reported(SyntaxNode node, CodeModel model)
        => At(
            node switch
            {
                AssignmentExpressionSyntax assignment => CallSyntax.WithoutCasts(assignment.Left),
                PostfixUnaryExpressionSyntax step => CallSyntax.WithoutCasts(step.Operand),
                PrefixUnaryExpressionSyntax step => CallSyntax.WithoutCasts(step.Operand),
                ConditionalAccessExpressionSyntax access => access.WhenNotNull,
                _ => node,
            },
            model);

    /// <summary>What code does with the collection where it names it.</summary>
    public AccessUse UseAt(ExpressionSyntax mention, CodeModel model)
        => !IsOfRandom ? AccessUses.Of(mention, Kind, model)
            : mention.Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax ? AccessUse.Change
            : AccessUse.Escape;

    /// <summary>Code that does so to the collection cannot run beside a change of it.</summary>
    public bool IsHarmful(AccessUse use)
        => use == AccessUse.Change || (Kind == StateKind.Collection && use is AccessUse.Enumerate or AccessUse.LookUp);

    private static StateKind? KindOf(StatePath state, CodeModel model)
    {
        ITypeSymbol type = state.Type;
        if (state.IsArrayElement)
        {
            return StateKinds.OfType(type) is var element and (StateKind.Collection or StateKind.SingleWriterCollection) ? element : null;
        }

        return StateKinds.OfValues(state.Holder, type, model) switch
        {
            StateKind.Collection => StateKind.Collection,
            StateKind.SingleWriterCollection => StateKind.SingleWriterCollection,
            // Random.Shared may be used by all: only what is made for the variable counts.
            StateKind.Value when type is { Name: "Random", ContainingNamespace.Name: "System" }
                && LockPath.CreationsOf(state.Holder, model.CancellationToken) is { Count: > 0 } => StateKind.Value,
            _ => null,
        };
    }

    /// <summary>Of a list or an array the elements are apart from each other: only its length is shared.</summary>
    private static bool IsList(ITypeSymbol type) => type.Name is "List" or "IList" or "ArrayList" or "StringBuilder";

    private static ExpressionSyntax NodeOf(SyntaxNode node)
    {
        var expression = (ExpressionSyntax)node;
        if (expression is ElementAccessExpressionSyntax)
        {
            ExpressionSyntax element = CallSyntax.WithCasts(expression);
            return element.Parent is AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax
                ? (ExpressionSyntax)element.Parent
                : expression;
        }

        return expression.Parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == expression ? access : expression;
    }
}
