namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Follows an expression back to the variables it is reached through: <c>orders[i].Lines.Where(…)</c> to <c>orders</c> and <c>i</c>.
/// </summary>
internal sealed class DataPath(CodeModel model)
{
    private const int MaximumDepth = 8;

    private readonly ImmutableArray<ISymbol>.Builder _roots = ImmutableArray.CreateBuilder<ISymbol>();
    private int _depth;

    /// <summary>No member has been taken: the value is that of a variable.</summary>
    public bool IsDirect { get; private set; } = true;

    /// <summary>The value is a row of a matrix.</summary>
    public bool IsMatrix { get; private set; }

    public DataOrigin ToOrigin() => new(_roots.ToImmutable(), IsDirect);

    public void Follow(ExpressionSyntax expression)
    {
        if (_depth > MaximumDepth)
        {
            return;
        }

        _depth++;
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                Follow(parenthesized.Expression);
                break;
            case CastExpressionSyntax cast:
                Follow(cast.Expression);
                break;
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                Follow(suppressed.Operand);
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression or (int)SyntaxKind.AsExpression } binary:
                Follow(binary.Left);
                break;
            case ConditionalAccessExpressionSyntax access:
                IsDirect = false;
                Follow(access.Expression);
                break;
            case ThisExpressionSyntax or BaseExpressionSyntax:
                AddThis(model.TypeOf(expression));
                break;
            case MemberAccessExpressionSyntax { Expression: var owner } when model.SymbolOf(owner) is not INamespaceOrTypeSymbol:
                IsDirect = false;
                Follow(owner);
                break;
            case ElementAccessExpressionSyntax element:
                IsMatrix |= IsDirect && DataOrigin.IsMatrix(model.TypeOf(element.Expression));
                IsDirect = false;
                Follow(element.Expression);
                FollowArguments(element.ArgumentList.Arguments);
                break;
            case InvocationExpressionSyntax call:
                FollowCall(call);
                break;
            case IdentifierNameSyntax name:
                FollowName(name);
                break;
        }

        _depth--;
    }

    /// <summary>What a query operator or a method answers belongs to what it is called on, or to its only argument.</summary>
    private void FollowCall(InvocationExpressionSyntax call)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        if (call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } access
            && model.SymbolOf(receiver) is not INamespaceOrTypeSymbol)
        {
            IsDirect &= KnownSize.IsPartOfReceiver(access.Name.Identifier.ValueText);
            Follow(receiver);
        }
        else if (arguments.Count == 1)
        {
            IsDirect = false;
            FollowArguments(arguments);
        }
    }

    private void FollowArguments(SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        foreach (ArgumentSyntax argument in arguments)
        {
            if (argument.Expression is not (AnonymousFunctionExpressionSyntax or DeclarationExpressionSyntax))
            {
                Follow(argument.Expression);
            }
        }
    }

    private void FollowName(IdentifierNameSyntax name)
    {
        ISymbol? symbol = model.SymbolOf(name);
        switch (symbol)
        {
            case IParameterSymbol when CapturedParameters.IsAt(name, symbol):
                IsDirect = false;
                AddThis(symbol.ContainingType);
                break;
            case IParameterSymbol parameter:
                _roots.Add(parameter);
                break;
            case ILocalSymbol local:
                _roots.Add(local);
                FollowDeclaration(local);
                break;
            case IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false }:
                IsDirect = false;
                AddThis(model.GetEnclosingSymbol(name.SpanStart)?.ContainingType);
                break;
        }
    }

    private void FollowDeclaration(ILocalSymbol local)
    {
        if (DataOrigin.InitializerOf(local, model) is { } value)
        {
            Follow(value);
            FollowAssignments((VariableDeclaratorSyntax)value.Parent!.Parent!);
            return;
        }

        if (local.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference || reference.SyntaxTree != model.SyntaxTree
            || reference.GetSyntax(model.CancellationToken) is not SingleVariableDesignationSyntax designation)
        {
            return;
        }

        // if (map.TryGetValue(key, out var list)), if (x is Parent parent)
        switch (designation.Ancestors().FirstOrDefault(ancestor
            => ancestor is InvocationExpressionSyntax or IsPatternExpressionSyntax or StatementSyntax))
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call:
                IsDirect = false;
                Follow(access.Expression);
                FollowArguments(call.ArgumentList.Arguments);
                break;
            case IsPatternExpressionSyntax pattern:
                Follow(pattern.Expression);
                break;
        }
    }

    /// <summary>What it is set to later counts as well: <c>lines = order.Lines;</c></summary>
    private void FollowAssignments(VariableDeclaratorSyntax local)
    {
        foreach (SyntaxNode write in LocalAssignments.Of(local, model))
        {
            if (write is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var assigned })
            {
                Follow(assigned);
            }
        }
    }

    private void AddThis(ITypeSymbol? type)
    {
        if (type is not null)
        {
            _roots.Add(type.OriginalDefinition);
        }
    }
}
