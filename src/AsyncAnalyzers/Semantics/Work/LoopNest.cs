namespace AsyncAnalyzers.Semantics;

/// <summary>
/// How deep loops stand in one another in some code, and what it calls how deep in them. By syntax alone; over-approximates what
/// <see cref="LoopBounds"/> makes of the same loops, and under-approximates where accessors and constructors loop.
/// </summary>
/// <param name="Levels">Of the deepest nest: one for each loop over data; <see cref="Unbounded"/> where a bound may be any number.</param>
/// <param name="Calls">Names and numbers of arguments of the calls, each with the levels around it.</param>
/// <param name="Branches">A function that calls itself at two places or more.</param>
internal sealed record LoopNest(int Levels, (string Name, int Arguments, int Levels)[] Calls, bool Branches)
{
    /// <summary>More levels than anybody asks for.</summary>
    public const int Unbounded = 100;

    private static readonly LoopNest None = new(0, Array.Empty<(string, int, int)>(), false);

    /// <summary>What may give a sequence a size that the code tells, and that may be large.</summary>
    public static IReadOnlyList<Trigger> Triggers { get; } = Trigger.OnNames("Range", "Take", "Repeat")
        .Append(Trigger.OnKind(SyntaxKind.ArrayCreationExpression, static node => IsLargeArray((ArrayCreationExpressionSyntax)node)))
        .ToArray();

    /// <summary>Of a function's body, or of a loop.</summary>
    public static LoopNest Of(SyntaxNode code)
    {
        if ((LoopBounds.IsLoop(code) ? code : FunctionSyntax.Body(code)) is not { } root)
        {
            return None;
        }

        int deepest = 0;
        int selfCalls = 0;
        string? own = NameOf(code);
        Dictionary<(string, int), int>? calls = null;
        foreach (SyntaxNode node in root.DescendantsAndSelf(static node => node is not LocalFunctionStatementSyntax))
        {
            var call = node as InvocationExpressionSyntax;
            bool isLevel = call is null ? LoopBounds.IsLoop(node) : TakesLambda(call);
            if (!isLevel && call is null)
            {
                continue;
            }

            // Most code has no loop.
            int around = deepest == 0 ? 0 : LevelsAround(node, root);
            if (isLevel)
            {
                deepest = Math.Max(deepest, around + LevelsOf(node));
            }

            if (call is not null && CallSyntax.CalledName(call) is { } name)
            {
                selfCalls += name == own ? 1 : 0;
                calls ??= new();
                (string, int) key = (name, call.ArgumentList.Arguments.Count);
                calls[key] = calls.TryGetValue(key, out int known) ? Math.Max(known, around) : around;
            }
        }

        // A function that goes on in itself multiplies its loops.
        if (deepest > 1 && selfCalls > 0)
        {
            deepest = Unbounded;
        }

        return deepest == 0 && calls is null
            ? None
            : new LoopNest(
                Math.Min(deepest, Unbounded),
                calls?.Select(static pair => (pair.Key.Item1, pair.Key.Item2, pair.Value)).ToArray() ?? None.Calls,
                selfCalls > 1);
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
        _ => TriggerIndex.Of(loop.SyntaxTree, CancellationToken.None).NodesFor(typeof(LoopNest)).Any(IsLargeSize) ? Unbounded : 1,
    };

    /// <summary>
    /// A bound that names a variable is the size of something, or not known: one level. A constant may be any number.
    /// </summary>
    private static int LevelsOf(ExpressionSyntax? condition) => condition switch
    {
        BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression,
            Right: var bound
        }
            => LevelsOfBound(bound),
        // Downwards, the size stands in the start.
        BinaryExpressionSyntax { Parent: ForStatementSyntax { Declaration.Variables: { Count: > 0 } variables } }
            => variables[0].Initializer is { Value: var start } ? LevelsOfBound(start) : 1,
        BinaryExpressionSyntax => Unbounded,
        _ => 1,
    };

    private static int LevelsOfBound(ExpressionSyntax bound)
    {
        if (bound is LiteralExpressionSyntax { Token.ValueText.Length: var digits })
        {
            // Of one more digit, ten times as many.
            return digits >= 5 ? Unbounded : digits;
        }

        foreach (SyntaxNode node in bound.DescendantsAndSelf())
        {
            if (node is ThisExpressionSyntax or InvocationExpressionSyntax
                || (node is IdentifierNameSyntax { Identifier.ValueText: var name } && name.Length > 0 && !char.IsUpper(name[0])
                    && !IsLocalConstant(node, name)))
            {
                return 1;
            }
        }

        return Unbounded;
    }

    private static bool IsLocalConstant(SyntaxNode use, string name)
    {
        foreach (SyntaxNode around in use.Ancestors())
        {
            if (around is BlockSyntax block && block.Statements.Any(statement
                => statement is LocalDeclarationStatementSyntax { IsConst: true } declaration
                    && declaration.Declaration.Variables.Any(variable => variable.Identifier.ValueText == name)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The name of an operator that tells how many elements there are, with a large number or one that has a name.</summary>
    private static bool IsLargeSize(SyntaxNode name)
        => name is not SimpleNameSyntax simple
            || CallSyntax.InvocationOf(simple) is not { ArgumentList.Arguments: { Count: > 0 } arguments }
            || arguments.Last().Expression is not (LiteralExpressionSyntax { Token.ValueText.Length: <= 2 } or PostfixUnaryExpressionSyntax)
                && LevelsOfBound(arguments.Last().Expression) > 1;

    private static bool IsLargeArray(ArrayCreationExpressionSyntax array)
        => array is { Initializer: null, Type.RankSpecifiers: { Count: > 0 } ranks }
            && ranks[0].Sizes.Any(static size => size is not LiteralExpressionSyntax { Token.ValueText.Length: <= 2 });
}
