namespace AsyncAnalyzers.Semantics;

/// <summary>What a polling loop waits for.</summary>
internal enum PolledKind
{
    /// <summary>A task that completes.</summary>
    Task,

    /// <summary>A thread that ends.</summary>
    Thread,

    /// <summary>A process that ends.</summary>
    Process,

    /// <summary>An item in a queue of the code's own.</summary>
    Queue,

    /// <summary>An item in a channel.</summary>
    Channel,

    /// <summary>A variable that other code of the same type sets.</summary>
    Variable,

    /// <summary>A request to stop: of no interest by itself.</summary>
    Cancellation,
}

/// <summary>A state that can be awaited instead of polled: known in this process, and changed by code that could tell.</summary>
internal sealed class PolledState
{
    private static readonly ModelCache<ILookup<string, SimpleNameSyntax>> Mentions = new();

    private PolledState(PolledKind kind, ExpressionSyntax expression, ISymbol? symbol = null, SimpleNameSyntax? setter = null)
    {
        Kind = kind;
        Expression = expression;
        Symbol = symbol;
        Setter = setter;
    }

    public PolledKind Kind { get; }

    /// <summary>The task, thread, process, queue or variable.</summary>
    public ExpressionSyntax Expression { get; }

    /// <summary>The variable.</summary>
    public ISymbol? Symbol { get; }

    /// <summary>A place where the variable is set.</summary>
    public SimpleNameSyntax? Setter { get; }

    /// <summary>
    /// What an operand of a loop's condition asks for, given the value that it has as long as the loop waits; null where that may
    /// be foreign, or more than a look. The operand comes without the negations around it.
    /// </summary>
    public static PolledState? Of(ExpressionSyntax operand, bool whileWaiting, CodeModel model)
    {
        switch (operand)
        {
            case MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "IsCompleted"
                or "IsCompletedSuccessfully"
            } access when !whileWaiting
                && model.TypeOf(access.Expression).IsTaskOrValueTask(model.Types):
                return new PolledState(PolledKind.Task, access.Expression);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "HasExited" } access when !whileWaiting
                && Is(access.Expression, model.Types.Process):
                return new PolledState(PolledKind.Process, access.Expression);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsAlive" } access when whileWaiting
                && Is(access.Expression, model.Types.Thread):
                return new PolledState(PolledKind.Thread, access.Expression);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested" } access when !whileWaiting
                && Is(access.Expression, model.Types.CancellationToken):
                return new PolledState(PolledKind.Cancellation, access.Expression);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsEmpty" } access when whileWaiting:
                return Queue(access.Expression);
            case BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.EqualsExpression,
                Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" } access,
                Right: LiteralExpressionSyntax { Token.Value: 0 }
            } when whileWaiting:
                return Queue(access.Expression);
            case InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax access,
                ArgumentList.Arguments: { Count: 1 } arguments
            } when !whileWaiting
                && access.Name.Identifier.ValueText is "TryDequeue" or "TryTake" or "TryPop" or "TryPeek" or "TryRead"
                && arguments[0].RefKindKeyword.IsKind(SyntaxKind.OutKeyword):
                return Queue(access.Expression);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.LogicalAndExpression } both:
                return Of(WalkDownNegations(both.Left, whileWaiting, out bool left), left,
                    model) is { Kind: not PolledKind.Cancellation } first
                    && Of(WalkDownNegations(both.Right, whileWaiting, out bool right), right,
                        model) is { Kind: not PolledKind.Cancellation } second
                        && first.Kind == second.Kind
                        ? new PolledState(first.Kind, both, null, first.Setter)
                        : null;
            default:
                return Variable(VariableIn(operand));
        }

        bool Is(ExpressionSyntax expression, INamedTypeSymbol? type)
            => model.TypeOf(expression).IsOrDerivesFrom(type);

        PolledState? Queue(ExpressionSyntax queue)
        {
            ITypeSymbol? type = model.TypeOf(queue);
            return type.IsOrDerivesFrom(model.Types.ChannelReader) ? new PolledState(PolledKind.Channel, queue)
                : IsConcurrentCollection(type)
                    && IsOwn(model.SymbolOf(queue)) ? new PolledState(PolledKind.Queue, queue)
                : null;
        }

        PolledState? Variable(ExpressionSyntax? variable)
            => variable is not null
                && model.SymbolOf(variable) is { } symbol
                && IsOwn(symbol)
                && IsPlain(symbol)
                && SetterOf(symbol, operand, model) is { } setter
                    ? new PolledState(PolledKind.Variable, variable, symbol, setter)
                    : null;

        ExpressionSyntax? VariableIn(ExpressionSyntax expression) => expression switch
        {
            IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } => expression,
            ParenthesizedExpressionSyntax parenthesized => VariableIn(parenthesized.Expression),
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } read when CallSyntax.CalledName(read) == "Read"
                && CallSyntax.MethodOf(read, model) is { } method && method.IsDeclaredIn(model.Types.Volatile)
                    => VariableIn(arguments[0].Expression),
            BinaryExpressionSyntax compared when compared.OperatorToken.Kind() is SyntaxKind.EqualsEqualsToken
                or SyntaxKind.ExclamationEqualsToken
                or SyntaxKind.LessThanToken or SyntaxKind.LessThanEqualsToken or SyntaxKind.GreaterThanToken
                    or SyntaxKind.GreaterThanEqualsToken
                && model.GetConstantValue(compared.Right).HasValue => VariableIn(compared.Left),
            IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } pattern
                => VariableIn(pattern.Expression),
            _ => null,
        };

        // Of the type that the loop stands in, or of a function around it.
        bool IsOwn(ISymbol? symbol) => symbol switch
        {
            ILocalSymbol => true,
            IParameterSymbol when !CapturedParameters.IsAt(operand, symbol) => false,
            IFieldSymbol or IPropertySymbol or IParameterSymbol => operand.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
                && SymbolEqualityComparer.Default.Equals(symbol.ContainingType.OriginalDefinition, model.GetDeclaredSymbol(type)),
            _ => false,
        };
    }

    private static ExpressionSyntax WalkDownNegations(ExpressionSyntax expression, bool value, out bool inner)
    {
        inner = value;
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    expression = parenthesized.Expression;
                    break;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation:
                    expression = negation.Operand;
                    inner = !inner;
                    break;
                default:
                    return expression;
            }
        }
    }

    private static bool IsConcurrentCollection(ITypeSymbol? type)
        => type is
        {
            ContainingNamespace:
            {
                Name: "Concurrent",
                ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" }
            }
        };

    /// <summary>Reading it is a look at a value and nothing else.</summary>
    private static bool IsPlain(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => !local.IsRef && !local.IsConst,
        IFieldSymbol field => !field.IsReadOnly && !field.IsConst,
        IParameterSymbol parameter => parameter.RefKind == RefKind.None,
        IPropertySymbol property => property is { IsAbstract: false, IsVirtual: false, IsOverride: false }
            && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field
                => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)),
        _ => false,
    };

    /// <summary>
    /// A write to the variable by another function of the same type, or of the same member for a local, in this file; not by
    /// a constructor, which is over when the loop runs.
    /// </summary>
    private static SimpleNameSyntax? SetterOf(ISymbol symbol, SyntaxNode place, CodeModel model)
    {
        SyntaxNode? function = FunctionSyntax.Enclosing(place);
        SyntaxNode? scope = symbol is ILocalSymbol
            ? function is null
            ? null
            : FunctionSyntax.OutermostEnclosing(function)
            : place.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        if (scope is null)
        {
            return null;
        }

        foreach (SimpleNameSyntax mention in Mentions.GetOrAdd(model, scope, MentionsIn)[symbol.Name])
        {
            if (FunctionSyntax.Enclosing(mention) is { } writer && writer != function && writer is not ConstructorDeclarationSyntax
                && SymbolEqualityComparer.Default.Equals(model.SymbolOf(mention), symbol))
            {
                return mention;
            }
        }

        return null;
    }

    private static ILookup<string, SimpleNameSyntax> MentionsIn(SyntaxNode scope)
        => scope.Descendants().OfType<SimpleNameSyntax>()
            .Where(static mention => Writes.IsWritten(Writes.ExpressionOf(mention)))
            .ToLookup(static mention => mention.Identifier.ValueText);
}
