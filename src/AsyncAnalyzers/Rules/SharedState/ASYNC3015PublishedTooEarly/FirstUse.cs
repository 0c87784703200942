namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Code that makes something when it is first asked for, by syntax alone: a test, and what is assigned.</summary>
/// <param name="If">The test: <c>if (_map == null) { … }</c>, or <c>if (_map != null) return _map;</c> with the rest behind it.</param>
/// <param name="State">What is tested.</param>
/// <param name="Assignment">The assignment that makes the next test say that it is there.</param>
/// <param name="IsFlag">The state says that something is done, and is not the thing itself.</param>
/// <param name="Region">What runs if it is not there yet: the branch of the test, or the block whose rest that is.</param>
internal sealed record FirstUse(
    IfStatementSyntax If, ExpressionSyntax State, AssignmentExpressionSyntax Assignment, bool IsFlag, SyntaxNode Region)
{
    /// <summary>How many statements behind a test that returns are looked at.</summary>
    private const int MostStatements = 40;

    /// <summary>The name of what is tested.</summary>
    public string Name => OwnMember.NameWithTypeOf(State)!;

    /// <summary>The test returns where the object is there: what makes it stands behind the test and not in it.</summary>
    public bool IsBehindReturn => Region != If.Statement;

    /// <summary>The first use that the statement tests for; null where it tests for something else.</summary>
    public static FirstUse? At(IfStatementSyntax @if)
    {
        if (@if.Else is not null)
        {
            return null;
        }

        bool returns = IsReturn(@if.Statement);
        foreach (ExpressionSyntax operand in OperandsOf(@if.Condition))
        {
            if (TestedIn(operand) is not var (state, isFlag, isThere) || isThere != returns)
            {
                continue;
            }

            string name = OwnMember.NameWithTypeOf(state)!;
            if (!returns && AssignmentIn(@if.Statement, name, isFlag) is { } assignment)
            {
                return new FirstUse(@if, state, assignment, isFlag, @if.Statement);
            }

            if (returns && @if.Parent is BlockSyntax block)
            {
                int first = block.Statements.IndexOf(@if) + 1;
                for (int index = first; index < block.Statements.Count && index < first + MostStatements; index++)
                {
                    if (AssignmentIn(block.Statements[index], name, isFlag) is { } later)
                    {
                        return new FirstUse(@if, state, later, isFlag, block);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The first use that an assignment belongs to: the outermost test of it in the function.</summary>
    public static IEnumerable<FirstUse> Around(AssignmentExpressionSyntax assignment)
    {
        for (SyntaxNode? current = assignment.Parent; current is not null && !FunctionSyntax.IsFunction(current)
            && current is not MemberDeclarationSyntax; current = current.Parent)
        {
            IEnumerable<IfStatementSyntax> tests = current is IfStatementSyntax one ? new[] { one }
                : current is BlockSyntax block
                    ? block.Statements.OfType<IfStatementSyntax>().Where(test => test.SpanStart < assignment.SpanStart)
                : Enumerable.Empty<IfStatementSyntax>();
            foreach (IfStatementSyntax test in tests)
            {
                if (At(test) is { } use && use.Assignment == assignment)
                {
                    yield return use;
                }
            }
        }
    }

    /// <summary>The expression is a test of what has that name.</summary>
    public static bool Tests(ExpressionSyntax condition, string name)
        => OperandsOf(condition).Any(operand => TestedIn(operand) is var (state, _, _) && OwnMember.NameWithTypeOf(state) == name);

    /// <summary>
    /// What runs at the first use alone: the branch of the innermost test of the state around the assignment, or the innermost lock.
    /// </summary>
    public SyntaxNode Once()
    {
        SyntaxNode child = Assignment;
        for (SyntaxNode current = Assignment.Parent!; child != Region; child = current, current = current.Parent!)
        {
            if ((current is IfStatementSyntax test && child != test.Condition && Tests(test.Condition, Name))
                || (current is LockStatementSyntax && child is StatementSyntax))
            {
                return child;
            }
        }

        return Region;
    }

    /// <summary>The statements that run behind the assignment at the first use, up to where they leave.</summary>
    public IEnumerable<StatementSyntax> Later()
    {
        SyntaxNode once = Once();
        StatementSyntax? current = Assignment.FirstAncestorOrSelf<StatementSyntax>();
        while (current is not null && current != once && once.Span.Contains(current.Span))
        {
            if (current is ReturnStatementSyntax or ThrowStatementSyntax)
            {
                yield break;
            }

            SyntaxList<StatementSyntax> statements = current.Parent switch
            {
                BlockSyntax block => block.Statements,
                SwitchSectionSyntax section => section.Statements,
                _ => default,
            };
            for (int index = statements.IndexOf(current) + 1; index > 0 && index < statements.Count; index++)
            {
                if (statements[index] is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax
                    or GotoStatementSyntax)
                {
                    yield break;
                }

                yield return statements[index];
            }

            current = current.Parent?.FirstAncestorOrSelf<StatementSyntax>();
        }
    }

    private static IEnumerable<ExpressionSyntax> OperandsOf(ExpressionSyntax condition)
        => CallSyntax.Operands(condition, SyntaxKind.LogicalAndExpression)
            .SelectMany(static operand => CallSyntax.Operands(operand, SyntaxKind.LogicalOrExpression));

    /// <summary>
    /// What an operand tests, whether it is a flag, and whether the operand is true where it is there: <c>x == null</c>, <c>x is null</c>,
    /// <c>!done</c>, and their opposites.
    /// </summary>
    private static (ExpressionSyntax State, bool IsFlag, bool IsThere)? TestedIn(ExpressionSyntax operand)
    {
        switch (operand)
        {
            case var _ when NullTest.Of(operand) is { } test:
                return Of(test.Tested, false, !test.IsNull);
            case BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression,
                Right: LiteralExpressionSyntax { Token.Value: bool value },
            } comparison:
                return Of(comparison.Left, true, comparison.IsKind(SyntaxKind.EqualsExpression) == value);
            case IsPatternExpressionSyntax
            {
                Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression },
            } match:
                return Of(match.Expression, true, false);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return Of(not.Operand, true, false);
            default:
                return Of(operand, true, true);
        }

        static (ExpressionSyntax, bool, bool)? Of(ExpressionSyntax tested, bool isFlag, bool isThere)
            => Variable(tested) is { } variable ? (variable, isFlag, isThere) : null;
    }

    /// <summary><c>x</c> of <c>x</c>, of <c>(x)</c> and of <c>Volatile.Read(ref x)</c>.</summary>
    private static ExpressionSyntax? Variable(ExpressionSyntax tested)
    {
        tested = CallSyntax.WithoutCasts(tested);
        if (tested is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Read" },
                ArgumentList.Arguments: { Count: 1 } arguments,
            })
        {
            tested = arguments[0].Expression;
        }

        return OwnMember.NameWithTypeOf(tested) is null ? null : tested;
    }

    private static AssignmentExpressionSyntax? AssignmentIn(StatementSyntax region, string name, bool isFlag)
    {
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(region))
        {
            if (node is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                && OwnMember.NameWithTypeOf(assignment.Left) == name
                && !Writes.IsOfInitializedObject(assignment.Left)
                && (isFlag ? assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression) : IsObject(assignment.Right))
                && !StateUpdate.Mentions(assignment.Right, assignment.Left)
                && !IsInLoop(assignment, region))
            {
                return assignment;
            }
        }

        return null;
    }

    private static bool IsObject(ExpressionSyntax value)
        => CallSyntax.WithoutCasts(value).Kind() is not (SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression
            or SyntaxKind.DefaultExpression or SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression
            or SyntaxKind.NumericLiteralExpression or SyntaxKind.StringLiteralExpression);

    private static bool IsInLoop(SyntaxNode node, SyntaxNode region)
        => node.Ancestors().TakeWhile(ancestor => ancestor != region.Parent)
            .Any(static ancestor => ControlFlowSyntax.LoopBody(ancestor) is not null || ancestor is CatchClauseSyntax);

    private static bool IsReturn(StatementSyntax statement) => statement switch
    {
        BlockSyntax { Statements: { Count: 1 } statements } => statements[0] is ReturnStatementSyntax,
        _ => statement is ReturnStatementSyntax,
    };
}
