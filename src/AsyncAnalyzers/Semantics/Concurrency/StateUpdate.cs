namespace AsyncAnalyzers.Semantics;

/// <summary>How an update reads a value and writes one that depends on it.</summary>
internal enum UpdateForm
{
    /// <summary><c>x++</c>, <c>++x</c>, <c>x--</c>, <c>--x</c>.</summary>
    Step,

    /// <summary><c>x += e</c> and its kin.</summary>
    Compound,

    /// <summary><c>x ??= e</c>.</summary>
    Coalesce,

    /// <summary><c>x = f(x)</c>.</summary>
    Recomputed,

    /// <summary><c>if (v > x) x = v</c>.</summary>
    TestThenWrite,

    /// <summary><c>var y = x; … x = y + 1</c>.</summary>
    ReadThenWrite,
}

/// <summary>
/// A read and a write of the same state that belong together, found by syntax alone: two threads that do it at once lose
/// one of the two results.
/// </summary>
/// <param name="Node">The increment or assignment: what is flagged.</param>
/// <param name="Target">The state, as it is written.</param>
/// <param name="Form">How the read and the write are written.</param>
/// <param name="Read">Where the read stands: the node itself, the condition of an <c>if</c>, an earlier declaration.</param>
internal sealed record StateUpdate(ExpressionSyntax Node, ExpressionSyntax Target, UpdateForm Form, SyntaxNode Read)
{
    /// <summary>The updates in a body, without those in functions nested in it.</summary>
    public static IEnumerable<StateUpdate> In(SyntaxNode body)
    {
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            if (At(node, body) is { } update)
            {
                yield return update;
            }
        }
    }

    /// <summary>The update that a node is, if it is one.</summary>
    /// <param name="node">An increment or an assignment.</param>
    /// <param name="body">The body of the function that it stands in: no test or read outside of it counts.</param>
    public static StateUpdate? At(SyntaxNode node, SyntaxNode body)
    {
        switch (node)
        {
            case PrefixUnaryExpressionSyntax step when step.IsKind(SyntaxKind.PreIncrementExpression)
                || step.IsKind(SyntaxKind.PreDecrementExpression):
                return Of(step, step.Operand, UpdateForm.Step, body);
            case PostfixUnaryExpressionSyntax step when step.IsKind(SyntaxKind.PostIncrementExpression)
                || step.IsKind(SyntaxKind.PostDecrementExpression):
                return Of(step, step.Operand, UpdateForm.Step, body);
            case AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment:
                return assignment.Kind() switch
                {
                    SyntaxKind.SimpleAssignmentExpression => OfAssignment(assignment, body),
                    SyntaxKind.CoalesceAssignmentExpression => Of(assignment, assignment.Left, UpdateForm.Coalesce, body),
                    _ => Of(assignment, assignment.Left, UpdateForm.Compound, body),
                };
            default:
                return null;
        }
    }

    /// <summary>The expression, or one in it outside of nested functions and <c>nameof</c>, is written as the state is.</summary>
    public static bool Mentions(SyntaxNode expression, ExpressionSyntax state)
        => expression.DescendantsAndSelf(node => !FunctionSyntax.IsFunction(node)).Any(node => IsMention(node, state));

    private static bool IsMention(SyntaxNode node, ExpressionSyntax state)
        => node.RawKind == state.RawKind
            && SyntaxFactory.AreEquivalent(node, state)
            && node.Parent switch
            {
                MemberAccessExpressionSyntax access => access.Expression == node,
                NameColonSyntax or NameEqualsSyntax => false,
                AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } member => member.Left != node,
                ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax invocation } => CallSyntax.CalledName(invocation) != "nameof",
                _ => true,
            };

    private static StateUpdate? OfAssignment(AssignmentExpressionSyntax assignment, SyntaxNode body)
    {
        ExpressionSyntax state = assignment.Left;
        if (state is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax))
        {
            return null;
        }

        if (Mentions(assignment.Right, state))
        {
            return Of(assignment, state, UpdateForm.Recomputed, body);
        }

        // Setting a flag that was tested is idempotent; it becomes a race where something else is done because of the test.
        bool isConstant = assignment.Right is LiteralExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax }
            or DefaultExpressionSyntax;
        return TestOf(assignment, state, mustDoMore: isConstant, body) is { } test
            ? new StateUpdate(assignment, state, UpdateForm.TestThenWrite, test)
            : EarlierReadOf(assignment, body) is { } read ? new StateUpdate(assignment, state, UpdateForm.ReadThenWrite, read)
            : null;
    }

    /// <summary>
    /// An update whose own operator reads the value; a test of the value before it is the earlier read: <c>if (n &lt; max) n++</c>.
    /// </summary>
    private static StateUpdate Of(ExpressionSyntax node, ExpressionSyntax state, UpdateForm form, SyntaxNode body)
        => new(node, state, form, state is IdentifierNameSyntax or MemberAccessExpressionSyntax
            && TestOf(node, state, mustDoMore: false, body) is { } test ? test : node);

    private static ExpressionSyntax? TestOf(ExpressionSyntax update, ExpressionSyntax state, bool mustDoMore, SyntaxNode body)
    {
        for (SyntaxNode current = update; current != body
            && current.Parent is { } parent
            && !FunctionSyntax.IsFunction(parent); current = parent)
        {
            if (parent is IfStatementSyntax test && current != test.Condition && Mentions(test.Condition, state))
            {
                return !mustDoMore || DoesMore(current) ? test.Condition : null;
            }
        }

        // if (started) return; started = true; ...
        if (update.Parent is ExpressionStatementSyntax { Parent: BlockSyntax block } statement)
        {
            int index = block.Statements.IndexOf(statement);
            if (index > 0 && block.Statements[index - 1] is IfStatementSyntax { Else: null } guard && IsExit(guard.Statement)
                && Mentions(guard.Condition, state)
                && (!mustDoMore || index < block.Statements.Count - 1))
            {
                return guard.Condition;
            }
        }

        return null;
    }

    private static bool DoesMore(SyntaxNode branch)
        => (branch is ElseClauseSyntax @else ? @else.Statement : branch) is BlockSyntax block
            && block.Statements.Count(statement => !IsExit(statement)) > 1;

    private static bool IsExit(StatementSyntax statement) => statement switch
    {
        BlockSyntax { Statements: { Count: 1 } statements } => IsExit(statements[0]),
        ReturnStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or ThrowStatementSyntax => true,
        _ => false,
    };

    private static SyntaxNode? EarlierReadOf(AssignmentExpressionSyntax assignment, SyntaxNode body)
    {
        foreach (SyntaxNode node in assignment.Right.DescendantsAndSelf(node => !FunctionSyntax.IsFunction(node)))
        {
            if (node is not IdentifierNameSyntax name || name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            {
                continue;
            }

            foreach (BlockSyntax block in assignment.Ancestors().TakeWhile(ancestor
                => body.Span.Contains(ancestor.Span) && !FunctionSyntax.IsFunction(ancestor)).OfType<BlockSyntax>())
            {
                foreach (StatementSyntax statement in block.Statements)
                {
                    if (statement.SpanStart >= assignment.SpanStart)
                    {
                        break;
                    }

                    if (statement is LocalDeclarationStatementSyntax declaration
                        && declaration.Declaration.Variables.Any(variable => variable.Identifier.ValueText == name.Identifier.ValueText
                            && variable.Initializer is not null && Mentions(variable.Initializer.Value, assignment.Left)))
                    {
                        return declaration;
                    }
                }
            }
        }

        return null;
    }
}
