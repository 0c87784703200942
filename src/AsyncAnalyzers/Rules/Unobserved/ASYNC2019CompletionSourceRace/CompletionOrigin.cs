namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// The variable that a source is known by: a local, a parameter, a field or property, or the collection field that it is an element of.
/// Two objects of one type share its fields here, which over-approximates.
/// </summary>
/// <param name="Symbol">The variable, or the field of the collection.</param>
/// <param name="IsElement">The source is an element.</param>
/// <param name="IsTaken">It was removed from the collection in the same step: whoever did that has it alone.</param>
internal sealed record CompletionOrigin(ISymbol Symbol, bool IsElement, bool IsTaken)
{
    /// <summary>How many aliases are followed.</summary>
    private const int MaximumDepth = 4;

    public bool IsMember => Symbol is IFieldSymbol or IPropertySymbol;

    public bool IsSameAs(CompletionOrigin other)
        => IsElement == other.IsElement && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol);

    /// <summary>The origin of a source; null where nothing is known of it, or where the local holds several.</summary>
    public static CompletionOrigin? Of(ExpressionSyntax source, CodeModel model) => Of(source, MaximumDepth, model);

    private static CompletionOrigin? Of(ExpressionSyntax source, int depth, CodeModel model)
    {
        source = CallSyntax.WithoutCasts(source);
        if (depth == 0)
        {
            return null;
        }

        switch (source)
        {
            case ElementAccessExpressionSyntax element:
                return ElementOf(element.Expression, isTaken: false, model);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var collection } } call
                when CallSyntax.CalledName(call) is "GetOrAdd" or "AddOrUpdate" or "Dequeue" or "Pop" or "Peek" or "First" or "Last":
                return ElementOf(collection, CallSyntax.CalledName(call) is "Dequeue" or "Pop", model);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value", Expression: IdentifierNameSyntax pair }
                when model.SymbolOf(pair) is ILocalSymbol { Type.Name: "KeyValuePair" } local:
                return OfLocal(local, depth, model);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax or MemberBindingExpressionSyntax:
                return model.SymbolOf(source) switch
                {
                    ILocalSymbol local => OfLocal(local, depth, model),
                    IParameterSymbol parameter => OfParameter(parameter, depth, model),
                    { } symbol when IsDeclaredMember(symbol) => new CompletionOrigin(symbol.OriginalDefinition, false, false),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static CompletionOrigin? OfLocal(ILocalSymbol local, int depth, CodeModel model)
    {
        switch (model.SyntaxOf(local))
        {
            case VariableDeclaratorSyntax declarator:
                if (LocalAssignments.Of(declarator, model).Any() && declarator.Initializer is not null)
                {
                    return null;
                }

                return declarator.Initializer is { Value: var value }
                    && CallSyntax.WithoutCasts(value) is not BaseObjectCreationExpressionSyntax
                    && Of(value, depth - 1, model) is { } alias
                        ? alias
                        : StoredIn(declarator, model) ?? new CompletionOrigin(local, false, false);
            case ForEachStatementSyntax loop:
                return ElementOf(WithoutCopy(loop.Expression), isTaken: false, model) ?? new CompletionOrigin(local, false, false);
            case SingleVariableDesignationSyntax designation:
                return OfDesignation(designation, depth, model) ?? new CompletionOrigin(local, false, false);
            default:
                return null;
        }
    }

    private static CompletionOrigin? OfDesignation(SingleVariableDesignationSyntax designation, int depth, CodeModel model)
    {
        switch (designation.Parent)
        {
            case DeclarationExpressionSyntax
            {
                Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } }
            }:
                return access.Name.Identifier.ValueText switch
                {
                    "TryRemove" or "Remove" or "TryTake" or "TryDequeue" or "TryPop" => ElementOf(access.Expression, true, model),
                    "TryGetValue" or "TryPeek" => ElementOf(access.Expression, false, model),
                    _ => null,
                };
            case PatternSyntax { Parent: IsPatternExpressionSyntax test }:
                return Of(test.Expression, depth - 1, model);
            default:
                return null;
        }
    }

    /// <summary><c>token.Register(state => …, source)</c>: the parameter is the one source that the call is given.</summary>
    private static CompletionOrigin? OfParameter(IParameterSymbol parameter, int depth, CodeModel model)
    {
        var own = new CompletionOrigin(parameter, false, false);
        if (model.SyntaxOf(parameter) is not ParameterSyntax syntax
            || syntax.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is not { } lambda
            || !lambda.Span.Contains(syntax.Span)
            || CallSyntax.WithCasts(lambda).Parent is not ArgumentSyntax { Parent: ArgumentListSyntax list } given)
        {
            return own;
        }

        ArgumentSyntax? state = null;
        foreach (ArgumentSyntax argument in list.Arguments)
        {
            if (argument != given && CompletionSourceSyntax.IsSource(model.TypeOf(argument.Expression)?.OriginalDefinition, model.Types))
            {
                if (state is not null)
                {
                    return own;
                }

                state = argument;
            }
        }

        return state is null ? own : Of(state.Expression, depth - 1, model);
    }

    /// <summary>The field or collection that the local is put into: others find the source there.</summary>
    private static CompletionOrigin? StoredIn(VariableDeclaratorSyntax local, CodeModel model)
    {
        foreach (IdentifierNameSyntax mention in VariableMentions.Of(local, model))
        {
            CompletionOrigin? kept = mention.Parent switch
            {
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                    when assignment.Right == mention
                    => assignment.Left is ElementAccessExpressionSyntax element ? ElementOf(element.Expression, false, model)
                        : model.SymbolOf(assignment.Left) is { } member && IsDeclaredMember(member)
                            ? new CompletionOrigin(member.OriginalDefinition, false, false)
                            : null,
                ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } }
                    when access.Name.Identifier.ValueText is "Add" or "TryAdd" or "Enqueue" or "Push" or "GetOrAdd" or "AddOrUpdate"
                    => ElementOf(access.Expression, false, model),
                _ => null,
            };
            if (kept is not null)
            {
                return kept;
            }
        }

        return null;
    }

    private static CompletionOrigin? ElementOf(ExpressionSyntax collection, bool isTaken, CodeModel model)
        => model.SymbolOf(CallSyntax.WithoutCasts(collection)) is { } member && IsDeclaredMember(member)
            ? new CompletionOrigin(member.OriginalDefinition, true, isTaken)
            : null;

    private static bool IsDeclaredMember(ISymbol symbol)
        => symbol is IFieldSymbol or IPropertySymbol && !symbol.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty;

    /// <summary><c>_all.Values.ToArray()</c> goes through <c>_all</c>.</summary>
    private static ExpressionSyntax WithoutCopy(ExpressionSyntax sequence)
    {
        while (true)
        {
            switch (sequence)
            {
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
                    when CallSyntax.CalledName(call) is "ToArray" or "ToList":
                    sequence = access.Expression;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Values" } values:
                    sequence = values.Expression;
                    break;
                default:
                    return sequence;
            }
        }
    }
}
