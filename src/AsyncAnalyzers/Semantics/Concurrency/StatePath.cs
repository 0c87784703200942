namespace AsyncAnalyzers.Semantics;

/// <summary>
/// State that code can name again from elsewhere: a local, a field, an auto-property, or one of those of an object that such
/// a path leads to (<c>stats.Count</c>), or the element of an array at a constant index.
/// </summary>
internal sealed class StatePath
{
    private readonly ImmutableArray<object> _parts;

    private StatePath(ImmutableArray<object> parts) => _parts = parts;

    /// <summary>Where the path begins: a local or parameter, a static member, or a member of <c>this</c>.</summary>
    public ISymbol Root => (ISymbol)_parts[0];

    /// <summary>The member, local or array (for an element) that holds the state.</summary>
    public ISymbol Holder => _parts.OfType<ISymbol>().Last();

    public bool IsArrayElement => _parts[_parts.Length - 1] is string;

    /// <summary>The path begins with a variable of a function, and with no state of an object or a type.</summary>
    public bool IsOfVariable => Root is ILocalSymbol || (Root is IParameterSymbol && !CapturedParameters.Is(Root));

    /// <summary>The path is one symbol: a local, a static member, or a member of <c>this</c>.</summary>
    public bool IsDirect => _parts.Length == 1;

    public ITypeSymbol Type
    {
        get
        {
            ITypeSymbol type = Holder switch
            {
                ILocalSymbol local => local.Type,
                IParameterSymbol parameter => parameter.Type,
                IFieldSymbol member => member.Type,
                _ => ((IPropertySymbol)Holder).Type,
            };
            return IsArrayElement ? ((IArrayTypeSymbol)type).ElementType : type;
        }
    }

    /// <summary>
    /// The path that an expression names. Null for everything that does not lead to the same place each time it is
    /// evaluated (calls, computed elements), for events, and for what each thread has its own of.
    /// </summary>
    public static StatePath? Of(ExpressionSyntax expression, CodeModel model)
    {
        ImmutableArray<object>.Builder parts = ImmutableArray.CreateBuilder<object>();
        return Add(expression) && parts.Count > 0 ? new StatePath(parts.ToImmutable()) : null;

        bool Add(ExpressionSyntax part)
        {
            switch (part)
            {
                case ThisExpressionSyntax or BaseExpressionSyntax:
                    return true;
                case ParenthesizedExpressionSyntax parenthesized:
                    return Add(parenthesized.Expression);
                case IdentifierNameSyntax name:
                    return AddSymbol(model.SymbolOf(name));
                case MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } access:
                    ISymbol? member = model.SymbolOf(access);
                    return (member is { IsStatic: true } || Add(access.Expression)) && AddSymbol(member);
                case MemberBindingExpressionSyntax binding:
                    return CallSyntax.Receiver(binding.Name) is { } receiver && Add(receiver)
                        && AddSymbol(model.SymbolOf(binding));
                case ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } element
                    when arguments[0].Expression is LiteralExpressionSyntax index
                        && model.TypeOf(element.Expression) is IArrayTypeSymbol { Rank: 1 }:
                    if (!Add(element.Expression))
                    {
                        return false;
                    }

                    parts.Add(index.Token.ValueText);
                    return true;
                default:
                    return false;
            }
        }

        bool AddSymbol(ISymbol? symbol)
        {
            switch (symbol)
            {
                case ILocalSymbol { IsRef: false, IsConst: false }:
                case IParameterSymbol { RefKind: RefKind.None }:
                case IFieldSymbol { IsConst: false } field when !IsThreadStatic(field, model.Types):
                case IPropertySymbol { IsIndexer: false } property when IsAutoProperty(property):
                    parts.Add(symbol);
                    return true;
                default:
                    return false;
            }
        }
    }

    /// <summary>The path begins with what is declared inside of the node.</summary>
    public bool IsDeclaredIn(SyntaxNode node)
        => Root.IsDeclaredWithin(node);

    public bool Equals(StatePath other)
        => _parts.Length == other._parts.Length
            && _parts.Zip(other._parts, (mine, theirs) => mine is ISymbol symbol
                ? SymbolEqualityComparer.Default.Equals(symbol, theirs as ISymbol)
                : mine.Equals(theirs)).All(same => same);

    /// <summary>The places in a region, outside of functions nested in it, that name the same state.</summary>
    public IEnumerable<ExpressionSyntax> MentionsIn(SyntaxNode region, CodeModel model)
        => MentionsAmong(FunctionSyntax.OwnNodes(region), model);

    /// <summary>Those of the nodes that name the same state, as whole expressions.</summary>
    public IEnumerable<ExpressionSyntax> MentionsAmong(IEnumerable<SyntaxNode> nodes, CodeModel model)
    {
        string name = Holder.Name;
        foreach (SyntaxNode node in nodes)
        {
            if (node is not IdentifierNameSyntax identifier
                || identifier.Identifier.ValueText != name
                || identifier.Parent is NameColonSyntax)
            {
                continue;
            }

            ExpressionSyntax expression = Writes.ExpressionOf(identifier);
            if (IsArrayElement && expression.Parent is ElementAccessExpressionSyntax element && element.Expression == expression)
            {
                expression = element;
            }

            if (!IsInNameof(expression) && !Writes.IsOfInitializedObject(expression)
                && Of(expression, model) is { } path && path.Equals(this))
            {
                yield return expression;
            }
        }
    }

    private static bool IsInNameof(ExpressionSyntax expression)
        => expression.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax invocation }
            && CallSyntax.CalledName(invocation) == "nameof";

    private static bool IsThreadStatic(IFieldSymbol field, KnownTypes types)
        => field.IsStatic && field.GetAttributes().Any(attribute => attribute.AttributeClass.Is(types.ThreadStaticAttribute));

    internal static bool IsAutoProperty(IPropertySymbol property)
        => property.ContainingType.GetMembers().Any(member
            => member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
            && property.DeclaringSyntaxReferences.Length > 0;
}
