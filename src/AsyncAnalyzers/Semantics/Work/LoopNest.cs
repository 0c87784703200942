namespace AsyncAnalyzers.Semantics;

/// <summary>
/// How deep loops stand in one another in some code, and what it calls how deep in them. By syntax alone; over-approximates what
/// <see cref="LoopBounds"/> makes of the same loops.
/// </summary>
/// <param name="Levels">Of the deepest nest: one for each loop over data; <see cref="Unbounded"/> where a bound may be any number.</param>
/// <param name="Calls">Names and numbers of arguments of the calls, each with the levels around it.</param>
internal sealed record LoopNest(int Levels, (string Name, int Arguments, int Levels)[] Calls)
{
    /// <summary>More levels than anybody asks for.</summary>
    public const int Unbounded = 100;

    private static readonly LoopNest None = new(0, Array.Empty<(string, int, int)>());

    /// <summary>What may give a sequence a size that the code tells, and that may be large.</summary>
    public static IReadOnlyList<Trigger> Triggers { get; } = Trigger.OnNames("Range", "Take", "Repeat")
        .Append(Trigger.OnKind(SyntaxKind.ArrayCreationExpression, static node => IsLargeArray((ArrayCreationExpressionSyntax)node))).ToArray();

    /// <summary>Of a function's body, or of a loop.</summary>
    public static LoopNest Of(SyntaxNode code)
    {
        if ((LoopBounds.IsLoop(code) ? code : FunctionSyntax.Body(code)) is not { } root)
        {
            return None;
        }

        int deepest = 0;
        Dictionary<(string, int), int>? calls = null;
        foreach (SyntaxNode node in root.DescendantsAndSelf(static node => node is not LocalFunctionStatementSyntax))
        {
            var call = node as InvocationExpressionSyntax;
            bool isLevel = LoopBounds.IsLoop(node) || (call is not null && TakesLambda(call));
            // Most code has no loop.
            int around = deepest == 0 ? 0 : LevelsAround(node, root);
            if (isLevel)
            {
                deepest = Math.Max(deepest, around + LevelsOf(node));
            }

            if (call is not null && CallSyntax.CalledName(call) is { } name)
            {
                calls ??= new();
                (string, int) key = (name, call.ArgumentList.Arguments.Count);
                calls[key] = calls.TryGetValue(key, out int known) ? Math.Max(known, around) : around;
            }
        }

        // A function that goes on in itself multiplies its loops.
        if (deepest > 1 && NameOf(code) is { } own && calls?.Keys.Any(key => key.Item1 == own) == true)
        {
            deepest = Unbounded;
        }

        return deepest == 0 && calls is null
            ? None
            : new LoopNest(
                Math.Min(deepest, Unbounded),
                calls?.Select(static pair => (pair.Key.Item1, pair.Key.Item2, pair.Value)).ToArray() ?? None.Calls);
    }

    private static string? NameOf(SyntaxNode code) => code switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        _ => null,
    };

    private static int LevelsAround(SyntaxNode node, SyntaxNode root)
    {
        int levels = 0;
        SyntaxNode child = node;
        while (child != root && child.Parent is { } parent)
        {
            if (LoopBounds.IsLoop(parent) || (parent is InvocationExpressionSyntax call && child == call.ArgumentList && TakesLambda(call)))
            {
                levels += LevelsOf(parent);
            }

            child = parent;
        }

        return levels;
    }

    private static bool TakesLambda(InvocationExpressionSyntax call)
    {
        foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is AnonymousFunctionExpressionSyntax)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Of a loop, or of a call that is given a lambda.</summary>
    private static int LevelsOf(SyntaxNode loop) => loop switch
    {
        ForStatementSyntax @for => LevelsOf(@for.Condition),
        WhileStatementSyntax @while => LevelsOf(@while.Condition),
        DoStatementSyntax => 1,
        _ => TriggerIndex.Of(loop.SyntaxTree, CancellationToken.None).NodesFor(typeof(LoopNest)).IsEmpty ? 1 : Unbounded,
    };

    /// <summary>The bound of a counting loop is no size of a collection: it may be any number.</summary>
    private static int LevelsOf(ExpressionSyntax? condition) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression, Right: var bound }
            => bound switch
            {
                _ when IsSize(bound) || bound is InvocationExpressionSyntax => 1,
                // Of one more digit, ten times as many.
                LiteralExpressionSyntax { Token.ValueText.Length: var digits } => digits >= 5 ? Unbounded : digits,
                _ => Unbounded,
            },
        // Downwards, the size stands in the start.
        BinaryExpressionSyntax { Parent: ForStatementSyntax { Declaration.Variables: { Count: > 0 } variables } }
            => variables[0].Initializer?.Value is BinaryExpressionSyntax { Left: var start } && IsSize(start) ? 1 : Unbounded,
        BinaryExpressionSyntax => Unbounded,
        _ => 1,
    };

    private static bool IsSize(ExpressionSyntax bound)
        => bound is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count" };

    private static bool IsLargeArray(ArrayCreationExpressionSyntax array)
        => array is { Initializer: null, Type.RankSpecifiers: { Count: > 0 } ranks }
            && ranks[0].Sizes.Any(static size => size is not LiteralExpressionSyntax { Token.ValueText.Length: <= 2 });
}
