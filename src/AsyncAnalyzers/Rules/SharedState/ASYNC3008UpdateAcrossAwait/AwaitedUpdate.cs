namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What is lost when another run comes between the read and the write.</summary>
internal enum AwaitedLoss
{
    /// <summary>One of two updates: <c>total += await PriceAsync()</c>.</summary>
    Update,

    /// <summary>One of two objects: <c>connection ??= await OpenAsync()</c>.</summary>
    Object,

    /// <summary>Nothing, but the work is done twice: <c>if (!started) { await StartAsync(); started = true; }</c>.</summary>
    Work,
}

/// <summary>State that is read, and after an await written because of what was read: found by syntax alone.</summary>
/// <param name="Node">The write: what is flagged.</param>
/// <param name="Target">The state, as it is written.</param>
/// <param name="Read">Where it is read.</param>
/// <param name="Await">The first await that stands between the two.</param>
/// <param name="Loss">What another run in between costs.</param>
internal sealed record AwaitedUpdate(
    AssignmentExpressionSyntax Node, ExpressionSyntax Target, SyntaxNode Read, SyntaxNode Await, AwaitedLoss Loss)
{
    /// <summary>How far back a test is looked for in one block.</summary>
    private const int MostStatements = 30;

    /// <summary>The kinds of nodes that can be such a write.</summary>
    public static readonly SyntaxKind[] Kinds =
    {
        SyntaxKind.SimpleAssignmentExpression, SyntaxKind.AddAssignmentExpression, SyntaxKind.SubtractAssignmentExpression,
        SyntaxKind.MultiplyAssignmentExpression, SyntaxKind.OrAssignmentExpression, SyntaxKind.AndAssignmentExpression,
        SyntaxKind.ExclusiveOrAssignmentExpression, SyntaxKind.CoalesceAssignmentExpression,
    };

    /// <summary>
    /// The cheap half of <see cref="At"/>: an assignment of a field, or of something else with a name, in an async function.
    /// </summary>
    public static bool MayBe(SyntaxNode node)
        => node is AssignmentExpressionSyntax
        {
            Left: IdentifierNameSyntax { Identifier.ValueText: not "_" } or MemberAccessExpressionSyntax,
            Parent: not InitializerExpressionSyntax,
        } && FunctionSyntax.Enclosing(node) is { } function and not CompilationUnitSyntax && FunctionSyntax.IsAsync(function);

    /// <summary>The update that an assignment is the end of, if it is one.</summary>
    public static AwaitedUpdate? At(AssignmentExpressionSyntax assignment)
    {
        if (FunctionSyntax.Enclosing(assignment) is not { } function || FunctionSyntax.Body(function) is not { } body)
        {
            return null;
        }

        ExpressionSyntax state = assignment.Left;
        AwaitedUpdate? found = assignment.Kind() switch
        {
            SyntaxKind.SimpleAssignmentExpression => OfPlainWrite(assignment, state, body),
            SyntaxKind.CoalesceAssignmentExpression => OfOperator(AwaitedLoss.Object),
            _ => OfOperator(AwaitedLoss.Update),
        };
        return found is null || found.IsClaimed(body) || found.IsBehindFlag(body) ? null : found;

        AwaitedUpdate? OfOperator(AwaitedLoss loss)
            => AwaitIn(assignment.Right, state) is { } await ? new(assignment, state, state, await, loss) : null;
    }

    private static AwaitedUpdate? OfPlainWrite(AssignmentExpressionSyntax assignment, ExpressionSyntax state, SyntaxNode body)
    {
        if (MentionIn(assignment.Right, state) is { } mention)
        {
            bool isCreated = assignment.Right is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce
                && coalesce.Left.Span.Contains(mention.Span);
            return AwaitIn(assignment.Right, mention) is { } later
                ? new(assignment, state, mention, later, isCreated ? AwaitedLoss.Object : AwaitedLoss.Update)
                : null;
        }

        if (TestOf(assignment, state, body) is { } test)
        {
            return MentionIn(test, state) is { } tested && AwaitBetween(tested, assignment, body) is { } after
                ? new(assignment, state, tested, after, IsConstant(assignment.Right) ? AwaitedLoss.Work
                    : IsTestOfAbsence(tested) ? AwaitedLoss.Object : AwaitedLoss.Update)
                : null;
        }

        return StateUpdate.At(assignment, body) is { Form: UpdateForm.ReadThenWrite } update
            && MentionIn(update.Read, state) is { } read && AwaitBetween(read, assignment, body) is { } between
            ? new(assignment, state, read, between, AwaitedLoss.Update)
            : null;
    }

    /// <summary>
    /// The last test of the state before the write: of the innermost <c>if</c> around it that names the state, or of one that leaves.
    /// </summary>
    private static ExpressionSyntax? TestOf(SyntaxNode write, ExpressionSyntax state, SyntaxNode body)
    {
        for (SyntaxNode current = write; current != body && current.Parent is { } parent && !FunctionSyntax.IsFunction(parent);
            current = parent)
        {
            switch (parent)
            {
                case IfStatementSyntax test when current != test.Condition && MentionIn(test.Condition, state) is not null:
                    return test.Condition;
                case WhileStatementSyntax loop when current != loop.Condition && MentionIn(loop.Condition, state) is not null:
                    return loop.Condition;
                case BlockSyntax block:
                    int index = block.Statements.IndexOf((StatementSyntax)current);
                    for (int left = MostStatements; --index >= 0 && left > 0; left--)
                    {
                        if (block.Statements[index] is IfStatementSyntax { Else: null } guard
                            && ControllingCondition.Leaves(guard.Statement) && MentionIn(guard.Condition, state) is not null)
                        {
                            return guard.Condition;
                        }
                    }

                    break;
            }
        }

        return null;
    }

    /// <summary>The state was written between the read and the await: the run has said that it is at it.</summary>
    private bool IsClaimed(SyntaxNode body)
        => FunctionSyntax.OwnNodes(body).Any(node => node != Target && node is ExpressionSyntax expression
            && node.SpanStart >= Read.SpanStart && node.Span.End <= Node.SpanStart
            && IsMention(expression, Target) && Writes.IsWritten(expression));

    /// <summary><c>if (busy) return; busy = true;</c> before the read: a flag keeps other runs out.</summary>
    private bool IsBehindFlag(SyntaxNode body)
        => FunctionSyntax.OwnNodes(body).Any(node => node is AssignmentExpressionSyntax
        {
            RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
            Left: IdentifierNameSyntax or MemberAccessExpressionSyntax,
            Right: LiteralExpressionSyntax,
        } claim && claim.Span.End <= Read.SpanStart && !IsMention(claim.Left, Target)
            && TestOf(claim, claim.Left, body) is { } test && AwaitBetween(test, claim, body) is null);

    /// <summary>The first await of the function that runs between the two places.</summary>
    private static SyntaxNode? AwaitBetween(SyntaxNode read, AssignmentExpressionSyntax write, SyntaxNode body)
        => FunctionSyntax.OwnNodes(body).FirstOrDefault(node => FunctionSyntax.IsAwait(node)
            && node is not (LocalDeclarationStatementSyntax or UsingStatementSyntax)
            && (node.Span.Contains(read.Span) ? node is AwaitExpressionSyntax : node.SpanStart >= read.Span.End)
            && (node.Span.End <= write.SpanStart || write.Right.Span.Contains(node.Span)
                || (node is CommonForEachStatementSyntax && node.Span.Contains(write.Span)))
            && !AreAlternatives(read, node)
            && ControlFlowSyntax.MayReach(node, write));

    /// <summary>The first await of an expression that runs when what is read in it has been.</summary>
    private static AwaitExpressionSyntax? AwaitIn(ExpressionSyntax value, SyntaxNode read)
        => FunctionSyntax.OwnNodes(value).OfType<AwaitExpressionSyntax>().FirstOrDefault(await
            => await.Span.End > read.Span.End && !AreAlternatives(read, await));

    /// <summary>Only one of the two is evaluated: the sides of a condition.</summary>
    private static bool AreAlternatives(SyntaxNode one, SyntaxNode other)
    {
        SyntaxNode child = one;
        for (SyntaxNode? current = one.Parent; current is ExpressionSyntax or SwitchExpressionArmSyntax or ArgumentSyntax
            or ArgumentListSyntax; child = current, current = current.Parent)
        {
            if (current.Span.Contains(other.Span) && current is ConditionalExpressionSyntax or SwitchExpressionSyntax)
            {
                return !child.Span.Contains(other.Span) && current switch
                {
                    ConditionalExpressionSyntax conditional => child != conditional.Condition,
                    SwitchExpressionSyntax @switch => child != @switch.GoverningExpression,
                    _ => false,
                };
            }
        }

        return false;
    }

    private static ExpressionSyntax? MentionIn(SyntaxNode code, ExpressionSyntax state)
        => FunctionSyntax.OwnNodes(code).OfType<ExpressionSyntax>().FirstOrDefault(node => IsMention(node, state));

    /// <summary>The node names the state, with <c>this.</c> or without.</summary>
    private static bool IsMention(ExpressionSyntax node, ExpressionSyntax state)
        => node is IdentifierNameSyntax or MemberAccessExpressionSyntax && Text(node) is { } text && text == Text(state)
            && !(node.Parent is MemberAccessExpressionSyntax access && access.Name == node)
            && node.Parent is not (NameColonSyntax or NameEqualsSyntax) && !Writes.IsOfInitializedObject(node)
            && !CallSyntax.IsInNameOf(node);

    private static string? Text(ExpressionSyntax path) => path switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        MemberAccessExpressionSyntax access
            => Text(access.Expression) is { } holder ? holder + "." + access.Name.Identifier.ValueText : null,
        _ => null,
    };

    /// <summary>A literal, or what looks like a constant or a member of an enumeration.</summary>
    private static bool IsConstant(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax => true,
        PrefixUnaryExpressionSyntax prefix => IsConstant(prefix.Operand),
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax type } access
            => char.IsUpper(type.Identifier.ValueText[0]) && char.IsUpper(access.Name.Identifier.ValueText[0]),
        _ => false,
    };

    /// <summary>
    /// <c>x is null</c>, <c>x == null</c>, <c>!x.HasValue</c>, <c>string.IsNullOrEmpty(x)</c>, <c>x != null</c> that leaves.
    /// </summary>
    private static bool IsTestOfAbsence(ExpressionSyntax tested)
    {
        ExpressionSyntax expression = CallSyntax.WithCasts(tested);
        return expression.Parent switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } equality
                => (equality.Left == expression ? equality.Right : equality.Left).Kind()
                    is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression,
            IsPatternExpressionSyntax pattern => pattern.Pattern is not RelationalPatternSyntax,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText is "HasValue" or "IsEmpty" or "Length" or "Count",
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
                => CallSyntax.CalledName(call) is "IsNullOrEmpty" or "IsNullOrWhiteSpace" or "ReferenceEquals",
            _ => false,
        };
    }
}
