namespace AsyncAnalyzers.Semantics;

/// <summary>How often loops iterate, as far as the code says it.</summary>
internal static class LoopBounds
{
    private const int MaximumNameLength = 30;

    public static bool IsLoop(SyntaxNode node)
        => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    /// <summary>The node stands in a loop of its function.</summary>
    public static bool IsInLoop(SyntaxNode node)
        => node.Ancestors()
            .TakeWhile(static ancestor => !FunctionSyntax.IsFunction(ancestor) && ancestor is not MemberDeclarationSyntax)
            .Any(IsLoop);

    /// <summary>
    /// The iterations of a loop, or null for one whose bound cannot be told: a <c>while</c> that is no counting loop mostly goes on
    /// where another left off (scanners, work lists) or halves what is left, so it is not taken for another level.
    /// </summary>
    public static WorkLevel? Of(StatementSyntax loop, CodeModel model)
    {
        WorkLevel? level = loop switch
        {
            CommonForEachStatementSyntax @foreach => OfData(@foreach.Expression, model),
            ForStatementSyntax @for => OfFor(@for, model),
            WhileStatementSyntax @while => OfWhile(@while, model),
            _ => null,
        };
        return level is not null && CanBeLeftEarly(loop) ? level.LeftEarly() : level;
    }

    /// <summary>One pass over a collection, array, string or query.</summary>
    public static WorkLevel OfData(ExpressionSyntax source, CodeModel model)
        => KnownSize.Of(source, model) is { } count
            ? new WorkLevel(count, 0, NameOf(source))
            : new WorkLevel(1, 1, NameOf(source))
            {
                Origin = DataOrigin.Of(source, model),
                IsOverObjects = HoldsObjects(model.TypeOf(source)),
            };

    /// <summary>A collection of instances of classes or interfaces, and not of values, texts or rows of values.</summary>
    private static bool HoldsObjects(ITypeSymbol? collection)
    {
        ITypeSymbol? element = collection.SequenceElement();
        return (element is INamedTypeSymbol { Name: "KeyValuePair", TypeArguments: { Length: 2 } pair } ? pair[1] : element)
            is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface, SpecialType: SpecialType.None, IsGenericType: false };
    }

    /// <summary>What takes the elements of a sequence, one in each iteration, or counts them: the variables of a loop.</summary>
    public static ImmutableArray<ISymbol> VariablesOf(StatementSyntax loop, CodeModel model)
    {
        IEnumerable<SyntaxNode> declarations = loop switch
        {
            ForEachStatementSyntax => new[] { loop },
            ForEachVariableStatementSyntax @foreach => @foreach.Variable.DescendantsAndSelf().OfType<SingleVariableDesignationSyntax>(),
            ForStatementSyntax { Declaration.Variables: var variables } => variables,
            _ => Array.Empty<SyntaxNode>(),
        };
        return ImmutableArray.CreateRange(declarations.Select(declaration
            => model.GetDeclaredSymbol(declaration)).OfType<ISymbol>());
    }

    private static WorkLevel? OfFor(ForStatementSyntax loop, CodeModel model)
    {
        (string? variable, ExpressionSyntax? start) = loop switch
        {
            { Declaration.Variables: { Count: > 0 } variables } => (variables[0].Identifier.ValueText, variables[0].Initializer?.Value),
            { Initializers: { Count: > 0 } initializers }
                when initializers[0] is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment
                => (left.Identifier.ValueText, assignment.Right),
            _ => (null, null),
        };
        return variable is null || start is null || loop.Condition is null
            ? null
            : OfCounting(variable, start, loop.Condition, loop.Incrementors, model);
    }

    /// <summary><c>int i = 0; while (i &lt; n) { …; i++; }</c>.</summary>
    private static WorkLevel? OfWhile(WhileStatementSyntax loop, CodeModel model)
    {
        if (loop is not
            {
                Condition: BinaryExpressionSyntax { Left: IdentifierNameSyntax variable }, Statement: BlockSyntax body,
                Parent: BlockSyntax around
            })
        {
            return null;
        }

        string name = variable.Identifier.ValueText;
        ExpressionSyntax? start = null;
        foreach (StatementSyntax statement in around.Statements.TakeWhile(statement => statement != loop))
        {
            start = statement switch
            {
                LocalDeclarationStatementSyntax declaration => declaration.Declaration.Variables.FirstOrDefault(declarator
                    => declarator.Identifier.ValueText == name)?.Initializer?.Value ?? start,
                ExpressionStatementSyntax
                {
                    Expression: AssignmentExpressionSyntax
                    {
                        RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
                        Left: IdentifierNameSyntax left, Right: { } right
                    }
                }
                    when left.Identifier.ValueText == name => right,
                _ => start,
            };
        }

        return start is null
            ? null
            : OfCounting(name, start, loop.Condition, body.Statements.OfType<ExpressionStatementSyntax>().Select(statement
                => statement.Expression), model);
    }

    private static WorkLevel? OfCounting(
        string variable,
        ExpressionSyntax start,
        ExpressionSyntax condition,
        IEnumerable<ExpressionSyntax> steps,
        CodeModel model)
    {
        BinaryExpressionSyntax? comparison = CallSyntax.Operands(condition, SyntaxKind.LogicalAndExpression)
            .OfType<BinaryExpressionSyntax>()
            .FirstOrDefault(part
            => IsComparison(part) && (Mentions(part.Left, variable) ^ Mentions(part.Right, variable)));
        if (comparison is null || steps.Select(step
            => StepOf(step, variable, model)).FirstOrDefault(step => step is not null) is not { } stepSize)
        {
            return null;
        }

        bool variableIsLeft = Mentions(comparison.Left, variable);
        ExpressionSyntax counted = variableIsLeft ? comparison.Left : comparison.Right;
        ExpressionSyntax end = variableIsLeft ? comparison.Right : comparison.Left;
        int inclusive = comparison.Kind() is SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanOrEqualExpression ? 1 : 0;
        // Downwards, the size of the data stands in the start: for (int i = n - 1; i >= 0; i--).
        bool isDownwards = (
            comparison.Kind() is SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression) == variableIsLeft
            && comparison.Kind() is not SyntaxKind.NotEqualsExpression;
        ExpressionSyntax limit = isDownwards ? start : end;
        WorkLevel? level = Distance(start, end, limit, inclusive, model);
        if (level is null)
        {
            return null;
        }

        level = stepSize switch
        {
            // i *= 2: logarithmic
            0 => level.DataPower == 0 && level.Known <= WorkEstimate.SmallBound
                ? level
                : new WorkLevel(WorkEstimate.SmallBound, 0, level.Name),
            -1 => level.LeftEarly(), // of unknown size
            _ => level.DataPower == 0 ? level with { Known = Math.Max(1, Math.Floor(level.Known / stepSize)) } : level,
        };

        // i * i <= n
        return counted is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression } ? level.LeftEarly() : level;
    }

    private static WorkLevel? Distance(ExpressionSyntax start, ExpressionSyntax end, ExpressionSyntax limit, int inclusive, CodeModel model)
    {
        (string startBase, double startOffset) = Split(start, model);
        (string endBase, double endOffset) = Split(end, model);
        if (startBase == endBase)
        {
            return new WorkLevel(Math.Max(0, Math.Abs(endOffset - startOffset) + inclusive), 0, NameOf(limit));
        }

        if (KnownSize.OfConstant(limit, model) is { } constant)
        {
            return constant < 0 ? null : new WorkLevel(constant + inclusive, 0, NameOf(limit));
        }

        return limit switch
        {
            // i < items.Length, i < items.Count() and the like
            _ when SizedBy(limit) is { } data => OfData(data, model),
            InvocationExpressionSyntax month when CallSyntax.CalledName(month) == "DaysInMonth" => new WorkLevel(31, 0, NameOf(limit)),
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } call when CallSyntax.CalledName(call) == "Min"
                && arguments.Select(argument
                    => KnownSize.OfConstant(argument.Expression, model)).FirstOrDefault(value
                        => value is not null) is { } smallest
                => new WorkLevel(Math.Max(0, smallest), 0, NameOf(limit)),
            // n - 1, items.Count - 1, items.Length / 2
            BinaryExpressionSyntax { Left: var left } binary when KnownSize.OfConstant(binary.Right, model) is not null
                && SizedBy(left) is { } data
                => OfData(data, model),
            _ => new WorkLevel(1, 1, NameOf(limit)),
        };
    }

    /// <summary>
    /// The data whose size an expression is: <c>items.Length</c>, <c>items.Count</c>, <c>items.Count()</c>, <c>grid.GetLength(0)</c>.
    /// </summary>
    private static ExpressionSyntax? SizedBy(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count" or "LongLength" } access => access.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" or "GetLength" } access }
            => access.Expression,
        _ => null,
    };

    /// <summary><c>x + 1</c> as x and 1, so that <c>for (i = x - 1; i &lt;= x + 1; i++)</c> is seen to run three times.</summary>
    private static (string Base, double Offset) Split(ExpressionSyntax expression, CodeModel model)
    {
        if (KnownSize.OfConstant(expression, model) is { } constant)
        {
            return ("", constant);
        }

        return CallSyntax.WalkDownParentheses(expression) is BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.AddExpression
            or (int)SyntaxKind.SubtractExpression
        } binary
            && KnownSize.OfConstant(binary.Right, model) is { } offset
                ? (binary.Left.ToString(), binary.IsKind(SyntaxKind.AddExpression) ? offset : -offset)
                : (expression.ToString(), 0);
    }

    /// <summary>
    /// The size of a step; 0 where the variable is multiplied or halved, -1 for a step of unknown size, null for something else.
    /// </summary>
    private static double? StepOf(ExpressionSyntax step, string variable, CodeModel model)
    {
        switch (step)
        {
            case PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand } when operand.Identifier.ValueText == variable:
            case PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax prefixed } when prefixed.Identifier.ValueText == variable:
                return 1;
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment when left.Identifier.ValueText == variable:
                bool isAddition = assignment.Kind() is SyntaxKind.AddAssignmentExpression or SyntaxKind.SubtractAssignmentExpression;
                ExpressionSyntax by = assignment.Right;
                if (assignment is { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BinaryExpressionSyntax binary })
                {
                    isAddition = binary.Kind() is SyntaxKind.AddExpression or SyntaxKind.SubtractExpression;
                    by = binary.Right;
                }

                return !isAddition ? 0
                    : KnownSize.OfConstant(by, model) is { } size && size != 0 ? Math.Abs(size)
                    : -1;
            default:
                return null;
        }
    }

    private static bool IsComparison(BinaryExpressionSyntax binary)
        => binary.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression
            or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.NotEqualsExpression;

    /// <summary>A second condition, a <c>break</c> of this loop, or a <c>return</c> or <c>goto</c> anywhere in it.</summary>
    private static bool CanBeLeftEarly(StatementSyntax loop)
    {
        ExpressionSyntax? condition = (loop as ForStatementSyntax)?.Condition ?? (loop as WhileStatementSyntax)?.Condition;
        return condition is not null && CallSyntax.WalkDownParentheses(condition).IsKind(SyntaxKind.LogicalAndExpression)
            || FunctionSyntax.OwnNodes(loop).Any(node => node switch
            {
                ReturnStatementSyntax => true,
                GotoStatementSyntax { RawKind: (int)SyntaxKind.GotoStatement } => true,
                BreakStatementSyntax => node.Ancestors().First(ancestor => ancestor is SwitchStatementSyntax || IsLoop(ancestor)) == loop,
                _ => false,
            });
    }

    private static bool Mentions(ExpressionSyntax expression, string variable)
        => expression.DescendantsAndSelf().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == variable);

    /// <summary>What a message calls the data: the expression, or its root where that is long.</summary>
    private static string NameOf(ExpressionSyntax expression)
    {
        ExpressionSyntax current = SizedBy(expression) ?? expression;
        while (true)
        {
            string text = current.ToString();
            if (text.Length <= MaximumNameLength && text.IndexOf('\n') < 0)
            {
                return text;
            }

            ExpressionSyntax? shorter = current switch
            {
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
                InvocationExpressionSyntax call => call.Expression,
                MemberAccessExpressionSyntax access => access.Name,
                BinaryExpressionSyntax binary => binary.Left,
                ParenthesizedExpressionSyntax parenthesized => parenthesized.Expression,
                ElementAccessExpressionSyntax element => element.Expression,
                _ => null,
            };
            if (shorter is null)
            {
                return text.Substring(0, Math.Min(text.Length, MaximumNameLength - 1)).Split('\r', '\n')[0] + "…";
            }

            current = shorter;
        }
    }
}
