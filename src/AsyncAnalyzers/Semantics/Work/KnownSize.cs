namespace AsyncAnalyzers.Semantics;

/// <summary>How many elements a sequence has, where the code says it. Strings and enums count as small.</summary>
internal static class KnownSize
{
    private const int MaximumDepth = 4;

    /// <summary>Operators that pass on elements of their source, each at most once.</summary>
    private static readonly HashSet<string> PartsOfReceiver = new(StringComparer.Ordinal)
    {
        "AsEnumerable", "AsReadOnly", "AsSpan", "Cast", "Distinct", "DistinctBy", "OfType",
        "Order", "OrderBy", "OrderByDescending", "OrderDescending", "Reverse", "Skip", "SkipWhile",
        "Take", "TakeWhile", "ThenBy", "ThenByDescending", "ToArray", "ToHashSet", "ToImmutableArray", "ToImmutableList", "ToList", "Where",
    };

    private static readonly HashSet<string> Growing = new(StringComparer.Ordinal)
    {
        "Add", "AddFirst", "AddLast", "AddRange", "Enqueue", "Insert", "InsertRange", "Push", "TryAdd", "UnionWith",
    };

    /// <summary>The operator passes on elements of what it is called on, and no others.</summary>
    public static bool IsPartOfReceiver(string operatorName) => PartsOfReceiver.Contains(operatorName);

    /// <summary>The number of elements; null where it is not known.</summary>
    public static double? Of(ExpressionSyntax source, CodeModel model)
        => Of(source, model, 0);

    /// <summary>The value of a constant expression; null where it is none, or no number.</summary>
    public static double? OfConstant(ExpressionSyntax expression, CodeModel model)
        => model.GetConstantValue(expression) is { HasValue: true, Value: { } value }
            ? value switch
            {
                int number => number,
                long number => number,
                uint number => number,
                ulong number => number,
                double number => number,
                float number => number,
                decimal number => (double)number,
                byte or sbyte or short or ushort => Convert.ToDouble(value),
                _ => null,
            }
            : null;

    private static double? Of(ExpressionSyntax source, CodeModel model, int depth)
    {
        switch (CallSyntax.WalkDownParentheses(source))
        {
            case ArrayCreationExpressionSyntax { Initializer: { } initializer }:
                return initializer.Expressions.Count;
            case ArrayCreationExpressionSyntax { Type.RankSpecifiers: { Count: > 0 } ranks }:
                return ranks[0].Sizes.Count == 1 ? OfConstant(ranks[0].Sizes[0], model) : null;
            case ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer }:
                return initializer.Expressions.Count;
            case InitializerExpressionSyntax initializer:
                return initializer.Expressions.Count;
            case BaseObjectCreationExpressionSyntax
            {
                ArgumentList: null
                or { Arguments.Count: 0 }, Initializer: { RawKind: (int)SyntaxKind.CollectionInitializerExpression } initializer
            }:
                return initializer.Expressions.Count;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression }:
                return WorkEstimate.SmallBound;
            case InvocationExpressionSyntax call:
                return OfCall(call, model, depth);
            // [a, b, c]: the syntax node is younger than the compiler that this is built against. A spread may be of any size.
            case { } expression when expression.GetFirstToken().IsKind(SyntaxKind.OpenBracketToken)
                && expression.GetLastToken().IsKind(SyntaxKind.CloseBracketToken):
                return expression.ChildNodes().Any(element => element.GetFirstToken().IsKind(SyntaxKind.DotDotToken))
                    ? null
                    : expression.ChildNodes().Count();
        }

        return model.TypeOf(source) is { SpecialType: SpecialType.System_String }
            ? WorkEstimate.SmallBound
            : depth < MaximumDepth && ValueOf(model.SymbolOf(source), model) is { } value
                ? Of(value, model, depth + 1)
                : null;
    }

    private static double? OfCall(InvocationExpressionSyntax call, CodeModel model, int depth)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        switch (CallSyntax.CalledName(call))
        {
            case "GetValues" or "GetNames": // of an enum
                return WorkEstimate.SmallBound;
            case "Range" when arguments.Count == 2:
                return OfConstant(arguments[1].Expression, model);
            case "Take" when arguments.Count == 1 && OfConstant(arguments[0].Expression, model) is { } limit:
                return limit;
            case "Split" when call.Expression is MemberAccessExpressionSyntax { Expression: var text }:
                return model.GetConstantValue(text).Value is string { Length: var length }
                    ? Math.Min(length, WorkEstimate.SmallBound)
                    : null;
            case { } name when depth < MaximumDepth
                && (PartsOfReceiver.Contains(name) || name == "Select")
                && call.Expression is MemberAccessExpressionSyntax { Expression: var receiver }:
                return Of(receiver, model, depth + 1);
            default:
                return null;
        }
    }

    /// <summary>What a local or readonly field of this file holds for good.</summary>
    private static ExpressionSyntax? ValueOf(ISymbol? symbol, CodeModel model)
        => symbol is ILocalSymbol or IFieldSymbol { IsReadOnly: true }
            && symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration && declaration.SyntaxTree == model.SyntaxTree
            && declaration.GetSyntax(model.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
            && !MayGrow(symbol, declarator, model)
                ? value
                : null;

    /// <summary>Something is added, or a local is set to something else. An array stays as long as it is.</summary>
    private static bool MayGrow(ISymbol symbol, VariableDeclaratorSyntax declarator, CodeModel model)
    {
        if (symbol is ILocalSymbol { IsConst: false } && LocalAssignments.Of(declarator, model).Any())
        {
            return true;
        }

        if (symbol is ILocalSymbol { Type: IArrayTypeSymbol } or IFieldSymbol { Type: IArrayTypeSymbol })
        {
            return false;
        }

        SyntaxNode? scope = symbol is ILocalSymbol
            ? declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>()
            : declarator.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        return scope is null || scope.Descendants().Any(node
            => node is IdentifierNameSyntax { Parent: { } parent } name && name.Identifier.ValueText == symbol.Name
            && (parent is ArgumentSyntax
                || (parent is MemberAccessExpressionSyntax access
                    && access.Expression == name
                    && Growing.Contains(access.Name.Identifier.ValueText))));
    }
}
