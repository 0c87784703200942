namespace AsyncAnalyzers.Semantics;

/// <summary>
/// What conditions come to where some parameters are known: bools, whole numbers (enums too), types by their names, and null.
/// </summary>
internal sealed class ConstantEvaluation(KnownArguments known, CodeModel model, Func<SyntaxTree, SemanticModel> modelOf)
{
    /// <summary>Calls and locals are looked through so far.</summary>
    private const int Deepest = 6;

    private const int MostFlags = 2;

    private readonly NonNullValues _nonNull = new(modelOf);
    private int _depth;
    private bool _hasCombined;

    /// <summary>One of the conditions that a place depends on has the other outcome: it does not run.</summary>
    public bool RulesOut(IEnumerable<ControllingCondition> conditions)
    {
        foreach (ControllingCondition condition in conditions)
        {
            Optional<object?> tested = Evaluate(condition.Tested);
            bool? outcome = condition.Pattern is null ? tested.Value as bool? : Matches(tested, condition.Pattern);
            if (outcome is { } known && known != condition.Holds)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Zero milliseconds or a TimeSpan of zero, also as a parameter that is known.</summary>
    public bool IsZero(ExpressionSyntax duration)
        => Durations.IsZero(duration, model) || Evaluate(duration) is { HasValue: true, Value: 0L };

    /// <summary>The value of the expression, if it is known.</summary>
    public Optional<object?> Evaluate(ExpressionSyntax expression)
    {
        if (_depth >= Deepest)
        {
            return default;
        }

        _depth++;
        Optional<object?> value = ValueOf(expression);
        _depth--;
        return value;
    }

    /// <summary>The expression is not null, whatever it is.</summary>
    public bool IsNotNull(ExpressionSyntax expression) => _nonNull.Contain(expression, model);

    /// <summary>
    /// What the type of an argument says beyond that of its parameter: <c>Send(new Batch())</c> where <c>Send</c> takes any message. Null
    /// where it may be null, or says no more.
    /// </summary>
    public SomeOf? TypeOf(ExpressionSyntax argument, ITypeSymbol declared)
    {
        ExpressionSyntax given = CallSyntax.WithoutSuppression(argument);
        return model.TypeOf(given) is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } type
            && !SymbolEqualityComparer.Default.Equals(type, declared) && IsClosed(type) && IsNotNull(given)
                ? new SomeOf(type, IsMade(given) || (given is IdentifierNameSyntax && model.SymbolOf(given) is ILocalSymbol local
                    && LocalAssignments.OnlyValueOf(local, model) is { } value && IsMade(value)))
                : null;

        static bool IsMade(ExpressionSyntax value) => value is BaseObjectCreationExpressionSyntax;
    }

    /// <summary>All whole numbers are compared as one type.</summary>
    public static Optional<object?> Normalized(object? constant) => constant switch
    {
        null or bool => new Optional<object?>(constant),
        int or long or short or sbyte or byte or ushort or uint
            => Convert.ToInt64(constant, System.Globalization.CultureInfo.InvariantCulture),
        ulong number => unchecked((long)number),
        _ => default,
    };

    private Optional<object?> ValueOf(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Evaluate(parenthesized.Expression);
            case CastExpressionSyntax cast:
                return Evaluate(cast.Expression);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                return Evaluate(suppressed.Operand);
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression }:
                return new Optional<object?>(null);
            case TypeOfExpressionSyntax { Type: var named }:
                return model.TypeOf(named) is { } type && IsClosed(type) ? new Optional<object?>(type.ToDisplayString()) : default;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation:
                return Evaluate(negation.Operand).Value is bool operand ? new Optional<object?>(!operand) : default;
            case ConditionalExpressionSyntax conditional:
                return Evaluate(conditional.Condition).Value is bool condition
                    ? Evaluate(condition ? conditional.WhenTrue : conditional.WhenFalse)
                    : default;
            case ConditionalAccessExpressionSyntax access:
                return Evaluate(access.Expression) is { HasValue: true, Value: null } ? new Optional<object?>(null) : default;
            case BinaryExpressionSyntax binary:
                return OfBinary(binary);
            case IsPatternExpressionSyntax pattern:
                return Matches(Evaluate(pattern.Expression), pattern.Pattern) is { } matches ? new Optional<object?>(matches) : default;
            case InvocationExpressionSyntax call:
                return OfCall(call);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "HasValue" } access
                when Evaluate(access.Expression) is { HasValue: true, Value: var nullable } && (nullable is null || IsSome(nullable)):
                return new Optional<object?>(nullable is not null);
        }

        if (model.GetConstantValue(expression) is { HasValue: true, Value: var constant })
        {
            return Normalized(constant);
        }

        if (expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }))
        {
            return default;
        }

        ISymbol? member = model.SymbolOf(expression);
        return member switch
        {
            IFieldSymbol or IPropertySymbol when known.TryGetValue(member!.OriginalDefinition, out object? flag)
                => new Optional<object?>(flag),
            IParameterSymbol parameter when known.TryGetValue(parameter.OriginalDefinition, out object? value)
                => new Optional<object?>(value),
            ILocalSymbol local when LocalAssignments.OnlyValueOf(local, model) is { } only => Evaluate(only),
            _ => default,
        };
    }

    private Optional<object?> OfBinary(BinaryExpressionSyntax binary)
    {
        Optional<object?> left = Evaluate(binary.Left);
        switch (binary.Kind())
        {
            case SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression:
                bool decides = binary.IsKind(SyntaxKind.LogicalOrExpression);
                Optional<object?> right = left.Value as bool? == decides ? left : Evaluate(binary.Right);
                return left.Value as bool? == decides || right.Value as bool? == decides ? decides
                    : left.Value is bool && right.Value is bool ? !decides
                    : default(Optional<object?>);
            case SyntaxKind.CoalesceExpression:
                return !left.HasValue ? default : left.Value is null ? Evaluate(binary.Right) : left;
            case SyntaxKind.IsExpression:
                return left is { HasValue: true, Value: null } ? false
                    : left.Value is SomeOf some && some.Is(model.TypeOf(binary.Right)) is { } isOfType ? isOfType
                    : left.HasValue && model.SymbolOf(binary.Right) is IFieldSymbol { HasConstantValue: true } constant
                        ? Compute(SyntaxKind.EqualsExpression, left.Value, Normalized(constant.ConstantValue).Value)
                    : default(Optional<object?>);
            case SyntaxKind.AsExpression:
                return left is { HasValue: true, Value: null } ? left
                    : left.Value is SomeOf one ? one.Is(model.TypeOf(binary.Right)) switch
                    {
                        true => left,
                        false => new Optional<object?>(null),
                        _ => default,
                    }
                    : default;
        }

        return left.HasValue && Evaluate(binary.Right) is { HasValue: true } other
            ? Compute(binary.Kind(), left.Value, other.Value)
            : default;
    }

    /// <summary>
    /// The value as a function that is called may know it. Of flags that are put together here no more than <see cref="MostFlags"/> are
    /// passed on:
    /// code that passes its own flags on with others set and cleared would come to every combination of them.
    /// </summary>
    public Optional<object?> ValueToPass(ExpressionSyntax argument)
    {
        _hasCombined = false;
        Optional<object?> value = Evaluate(argument);
        return _hasCombined
            && value.Value is long flags
            && CountOf(flags) > MostFlags
            && !model.GetConstantValue(argument).HasValue ? default : value;

        static int CountOf(long flags)
        {
            int count = 0;
            for (; flags != 0; flags &= flags - 1)
            {
                count++;
            }

            return count;
        }
    }

    private Optional<object?> Compute(SyntaxKind kind, object? left, object? right)
    {
        _hasCombined |= kind is SyntaxKind.BitwiseAndExpression or SyntaxKind.BitwiseOrExpression or SyntaxKind.ExclusiveOrExpression;
        return !IsSome(left) && !IsSome(right) ? Result(kind, left, right)
            : left is not null && right is not null ? default
            : kind is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression ? kind == SyntaxKind.NotEqualsExpression
            : default(Optional<object?>);
    }

    /// <summary>The type is the same whoever runs the code: no type parameter is part of it.</summary>
    private static bool IsClosed(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsClosed(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.All(IsClosed) && (named.ContainingType is null || IsClosed(named.ContainingType)),
        _ => false,
    };

    private static bool IsSome(object? value) => NonNullValues.IsSome(value);

    private static Optional<object?> Result(SyntaxKind kind, object? left, object? right) => (kind, left, right) switch
    {
        (SyntaxKind.EqualsExpression, _, _) => Equals(left, right),
        (SyntaxKind.NotEqualsExpression, _, _) => !Equals(left, right),
        (SyntaxKind.BitwiseAndExpression, long a, long b) => a & b,
        (SyntaxKind.BitwiseOrExpression, long a, long b) => a | b,
        (SyntaxKind.ExclusiveOrExpression, long a, long b) => a ^ b,
        (SyntaxKind.BitwiseAndExpression, bool a, bool b) => a & b,
        (SyntaxKind.BitwiseOrExpression, bool a, bool b) => a | b,
        (SyntaxKind.ExclusiveOrExpression, bool a, bool b) => a ^ b,
        (SyntaxKind.GreaterThanExpression, long a, long b) => a > b,
        (SyntaxKind.GreaterThanOrEqualExpression, long a, long b) => a >= b,
        (SyntaxKind.LessThanExpression, long a, long b) => a < b,
        (SyntaxKind.LessThanOrEqualExpression, long a, long b) => a <= b,
        _ => default(Optional<object?>),
    };

    private bool? Matches(in Optional<object?> value, SyntaxNode pattern)
    {
        if (!value.HasValue)
        {
            return null;
        }

        switch (pattern)
        {
            case ParenthesizedPatternSyntax parenthesized:
                return Matches(value, parenthesized.Pattern);
            case UnaryPatternSyntax negation:
                return !Matches(value, negation.Pattern);
            case BinaryPatternSyntax binary:
                (bool? left, bool? right) = (Matches(value, binary.Left), Matches(value, binary.Right));
                return binary.IsKind(SyntaxKind.OrPattern) ? left | right : left & right;
            case DiscardPatternSyntax or VarPatternSyntax:
                return true;
            case ConstantPatternSyntax { Expression: TypeSyntax named } when value.Value is SomeOf
                && model.SymbolOf(named) is INamedTypeSymbol type:
                return Is(value, type);
            case ConstantPatternSyntax constant:
                return Matches(value, constant.Expression);
            case ExpressionSyntax constant:
                return Evaluate(constant) is not { HasValue: true, Value: var other } ? null
                    : !IsSome(value.Value) && !IsSome(other) ? Equals(value.Value, other)
                    : value.Value is null || other is null ? false
                    : null;
            case RecursivePatternSyntax { Type: null, PositionalPatternClause: null, PropertyPatternClause.Subpatterns.Count: 0 }:
                return value.Value is not null;
            case DeclarationPatternSyntax or TypePatternSyntax or RecursivePatternSyntax when value.Value is null:
                return false;
            case DeclarationPatternSyntax declaration:
                return Is(value, model.TypeOf(declaration.Type));
            case TypePatternSyntax tested:
                return Is(value, model.TypeOf(tested.Type));
            case RecursivePatternSyntax { Type: { } part }:
                return Is(value, model.TypeOf(part)) == false ? false : null;
            default:
                return null;
        }
    }

    private static bool? Is(in Optional<object?> value, ITypeSymbol? type) => (value.Value as SomeOf)?.Is(type);

    private Optional<object?> OfCall(InvocationExpressionSyntax call)
    {
        if (call is { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: { Count: 1 } flags }
            && access.Name.Identifier.ValueText == "HasFlag")
        {
            return Evaluate(access.Expression).Value is long set && Evaluate(flags[0].Expression).Value is long asked
                ? (set & asked) == asked
                : default(Optional<object?>);
        }

        if (CallSyntax.CalledName(call) is "IsNullOrEmpty" or "IsNullOrWhiteSpace" && call.ArgumentList.Arguments is { Count: 1 } text)
        {
            return Evaluate(text[0].Expression) is { HasValue: true, Value: null } ? true : default(Optional<object?>);
        }

        // What was there before is asked for, and a flag that is known was set before.
        if (SetFlags.ReadBy(call) is { } read && model.SymbolOf(read) is IFieldSymbol)
        {
            return Evaluate(read);
        }

        // A test that has a method of its own: static bool IsFireAndForget(Flags flags) => (flags & Flags.FireAndForget) != 0;
        if (CallSyntax.MethodOf(call, model) is not { ReturnType.SpecialType: SpecialType.System_Boolean } method)
        {
            return default;
        }

        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (CalledSource.MayBeOverridden(definition)
            || CalledSource.DeclarationOf(definition, model.CancellationToken) is not { } declaration
            || !SymbolEqualityComparer.Default.Equals(definition.ContainingAssembly, model.Compilation.Assembly)
            || ResultOf(declaration) is not { } result)
        {
            return default;
        }

        var values = KnownArguments.Of(method, call.ArgumentList, this)
            .Select(pair => new KeyValuePair<ISymbol, object?>(definition.Parameters[pair.Key], pair.Value))
            .ToList();
        if (method.ReducedFrom is not null && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } receiver
            && Evaluate(receiver) is { HasValue: true, Value: var first })
        {
            values.Add(new KeyValuePair<ISymbol, object?>(definition.Parameters[0], first));
        }

        if (values.Count == 0)
        {
            return default;
        }

        CodeModel there = model.With(modelOf(declaration.SyntaxTree));
        return new ConstantEvaluation(KnownArguments.None.With(values), there, modelOf)
        { _depth = _depth }.Evaluate(result);
    }

    /// <summary>The one expression that a method consists of.</summary>
    private static ExpressionSyntax? ResultOf(SyntaxNode declaration) => FunctionSyntax.Body(declaration) switch
    {
        ExpressionSyntax expression => expression,
        BlockSyntax { Statements: { Count: 1 } only } when only[0] is ReturnStatementSyntax { Expression: { } returned } => returned,
        _ => null,
    };
}
