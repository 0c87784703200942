namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// A plain collection that is the value of a concurrent dictionary, changed where it is got: the dictionary is safe, what it holds is not.
/// </summary>
/// <param name="Change">The change.</param>
/// <param name="Dictionary">The dictionary as it is written.</param>
/// <param name="State">The dictionary.</param>
/// <param name="Value">The type of the values.</param>
internal sealed record InnerCollection(ExpressionSyntax Change, ExpressionSyntax Dictionary, StatePath State, ITypeSymbol Value)
{
    /// <summary>The methods that answer a value.</summary>
    public static readonly string[] Names = { "GetOrAdd" };

    /// <summary>The first change of what a call of <c>GetOrAdd</c> answers, with no lock that keeps others out.</summary>
    public static InnerCollection? At(SimpleNameSyntax name, RuleContext context)
    {
        if (CallSyntax.InvocationOf(name) is not { } call || CallSyntax.Receiver(name) is not { } dictionary
            || ChangesOf(call).FirstOrDefault() is not { } change
            || context.Model.TypeOf(dictionary)
                is not INamedTypeSymbol { TypeArguments.Length: 2 } type
            || !type.Is(context.Types.ConcurrentDictionary)
            || StateKinds.OfType(type.TypeArguments[1]) != StateKind.Collection
            || StatePath.Of(dictionary, context.Model) is not { } state
            || call.ArgumentList.Arguments is not { Count: > 0 } arguments || IsOfOneThread(arguments[0].Expression, call)
            || MethodOf(change, context) is not { DeclaringSyntaxReferences.IsEmpty: true }
            || LockSets.At(change, context.Model).KeepsWritersOut)
        {
            return null;
        }

        return new InnerCollection(change, dictionary, state, type.TypeArguments[1]);
    }

    /// <summary>What is seen to change a value at the same time.</summary>
    public (Location Place, Phrase Text)? Together(RuleContext context)
    {
        if (OverlappingRuns.OnThreads(Change, State, context.Model) is { } runs)
        {
            return (runs.Place, runs.Text);
        }

        if (FunctionSyntax.Enclosing(Change) is not { } function)
        {
            return null;
        }

        if (SharedObject.Of(function, State, context.Model) is { IsCertain: true } shared)
        {
            return (shared.Place, shared.Text);
        }

        // Two tasks that do so are started one after the other.
        return function is AnonymousFunctionExpressionSyntax
        {
            Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax starter },
        }
            && CallSyntax.CalledNameSyntax(starter) is { } started && ConcurrentStart.At(started) is { Kind: ConcurrencyKind.Started } start
            && start.IsConfirmed(context.Model)
            && State.MentionsAmong(
                MayHappenInParallel.Of(start, context.Model).Nodes().Select(static one => one.Node),
                context.Model).FirstOrDefault(IsChanged) is { } other
                ? (other.GetLocation(), Phrase.Of($"other code ({SourceLine.Of(other)}) changes it concurrently"))
                : null;
    }

    private static bool IsChanged(ExpressionSyntax dictionary)
        => dictionary.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access
            && access.Name.Identifier.ValueText == "GetOrAdd" && ChangesOf(call).Any();

    /// <summary><c>d.GetOrAdd(…).Add(x)</c>; of <c>var list = d.GetOrAdd(…)</c> the calls of the function that change the local.</summary>
    private static IEnumerable<ExpressionSyntax> ChangesOf(InvocationExpressionSyntax call)
    {
        ExpressionSyntax value = CallSyntax.WithCasts(call);
        switch (value.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == value:
                return access.Parent is InvocationExpressionSyntax change && CollectionUse.ChangedBy(change) is not null
                    ? new[] { change }
                    : Array.Empty<ExpressionSyntax>();
            case ElementAccessExpressionSyntax element when element.Expression == value:
                return CollectionUse.ChangedBy(element) is not null ? new[] { element } : Array.Empty<ExpressionSyntax>();
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var local } }
                when FunctionSyntax.Enclosing(call) is { } function:
                return FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function)
                    .Where(node => node.SpanStart > call.Span.End && CollectionUse.ChangedBy(node) is IdentifierNameSyntax changed
                        && changed.Identifier.ValueText == local)
                    .Cast<ExpressionSyntax>();
            default:
                return Array.Empty<ExpressionSyntax>();
        }
    }

    private static ISymbol? MethodOf(ExpressionSyntax change, RuleContext context)
        => context.Model.SymbolOf(change);

    /// <summary>The key is one of a thread, or of a run of a parallel loop.</summary>
    private static bool IsOfOneThread(ExpressionSyntax key, SyntaxNode call)
        => key.ToString().Contains("ThreadId")
            || (key is IdentifierNameSyntax { Identifier.ValueText: var name } && FunctionSyntax.Enclosing(call) switch
            {
                SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.ValueText == name,
                ParenthesizedLambdaExpressionSyntax several
                    => several.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == name),
                _ => false,
            });
}
