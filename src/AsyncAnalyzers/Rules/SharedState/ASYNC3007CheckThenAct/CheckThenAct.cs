namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What goes wrong when another thread comes between the check and the act.</summary>
internal enum CheckThenActKind
{
    /// <summary>Its update of the value is lost: <c>d[k] = d[k] + 1</c>.</summary>
    Update,

    /// <summary>Its value is replaced: <c>if (!d.ContainsKey(k)) d[k] = new List&lt;int&gt;()</c>.</summary>
    Create,

    /// <summary>The key is gone: <c>if (d.ContainsKey(k)) Use(d[k])</c>.</summary>
    Read,

    /// <summary>Nothing is left to take: <c>if (q.Count > 0) q.TryDequeue(out var x)</c>.</summary>
    Take,

    /// <summary>The key is gone: <c>if (d.ContainsKey(k)) { d.TryRemove(k, out var x); x.Run(); }</c>.</summary>
    TakeKey,

    /// <summary>Its new value is removed: <c>if (d[k] == mine) d.TryRemove(k, out _)</c>.</summary>
    Remove,
}

/// <summary>A check of a collection and what is done because of it, as two calls: found by syntax alone.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Node">What is flagged.</param>
/// <param name="Collection">The collection, as it is written.</param>
/// <param name="Key">The key; null where there is none.</param>
/// <param name="Check">The call that checks or reads.</param>
/// <param name="Value">What is set.</param>
internal sealed record CheckThenAct(
    CheckThenActKind Kind, ExpressionSyntax Node, ExpressionSyntax Collection, ExpressionSyntax? Key, ExpressionSyntax Check,
    ExpressionSyntax? Value)
{
    /// <summary>How far back a check is looked for in one block.</summary>
    private const int MostStatements = 30;

    /// <summary>The names that make up a check; <see cref="At"/> is to be asked for each use of one.</summary>
    public static readonly string[] Names =
    {
        "ContainsKey", "TryAdd", "AddOrUpdate", "TryDequeue", "TryPop", "TryTake", "TryRemove", "Remove",
    };

    /// <summary>The kinds of nodes that can be the act.</summary>
    public static readonly SyntaxKind[] Kinds =
    {
        SyntaxKind.PostIncrementExpression, SyntaxKind.PostDecrementExpression, SyntaxKind.PreIncrementExpression,
        SyntaxKind.PreDecrementExpression, SyntaxKind.AddAssignmentExpression, SyntaxKind.SubtractAssignmentExpression,
        SyntaxKind.OrAssignmentExpression, SyntaxKind.SimpleAssignmentExpression,
    };

    /// <summary>A key that is there already is an error: <c>if (d.ContainsKey(k)) throw …; d[k] = x;</c></summary>
    public bool ThrowsWhereFound
        => Check.FirstAncestorOrSelf<IfStatementSyntax>() is { } test
            && (test.Statement.Span.Contains(Node.Span) ? test.Else?.Statement : test.Statement) is { } found
            && (found is BlockSyntax block ? block.Statements.LastOrDefault() : found) is ThrowStatementSyntax;

    /// <summary>The cheap half of <see cref="At"/>: an element is written.</summary>
    public static bool MayBe(SyntaxNode node) => WrittenBy(node) is { ArgumentList.Arguments.Count: 1 };

    /// <summary>The check and act that a node is the end of, if it is one.</summary>
    public static CheckThenAct? At(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax { Identifier.ValueText: "ContainsKey" } name when CallSyntax.InvocationOf(name) is { } call
            => ReadOf(call, name),
        IdentifierNameSyntax { Identifier.ValueText: "TryAdd" } name when CallSyntax.InvocationOf(name) is { } call => AddOf(call, name),
        IdentifierNameSyntax { Identifier.ValueText: "AddOrUpdate" } name when CallSyntax.InvocationOf(name) is { } call
            => ReplaceOf(call, name),
        IdentifierNameSyntax { Identifier.ValueText: "TryRemove" or "Remove" } name when CallSyntax.InvocationOf(name) is { } call
            => KeyRemoval.At(call, name),
        IdentifierNameSyntax name when CallSyntax.InvocationOf(name) is { } call => TakeOf(call, name),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => WriteOf(assignment),
        ExpressionSyntax update when WrittenBy(update) is { } element
            => new(CheckThenActKind.Update, update, element.Expression, KeyOf(element), element, null),
        _ => null,
    };

    /// <summary>The element that an assignment or increment writes, of a collection with a name.</summary>
    private static ElementAccessExpressionSyntax? WrittenBy(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment => Element(assignment.Left),
        PostfixUnaryExpressionSyntax step => Element(step.Operand),
        PrefixUnaryExpressionSyntax step => Element(step.Operand),
        _ => null,
    };

    private static ElementAccessExpressionSyntax? Element(ExpressionSyntax expression)
        => expression is ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax } element
            ? element
            : null;

    private static ExpressionSyntax KeyOf(ElementAccessExpressionSyntax element) => element.ArgumentList.Arguments[0].Expression;

    private static CheckThenAct? WriteOf(AssignmentExpressionSyntax assignment)
    {
        if (WrittenBy(assignment) is not { } element)
        {
            return null;
        }

        (ExpressionSyntax collection, ExpressionSyntax key) = (element.Expression, KeyOf(element));
        if (AccessIn(assignment.Right, collection, key, isIndexed: true) is { } read)
        {
            return new(CheckThenActKind.Update, assignment, collection, key, read, assignment.Right);
        }

        if (CheckBefore(assignment, collection, key) is not { } found)
        {
            return null;
        }

        (InvocationExpressionSyntax check, bool isAbsent) = found;
        if (isAbsent)
        {
            // With another condition beside it, a value that is there is replaced.
            return IsWholeCondition(check) ? new(CheckThenActKind.Create, assignment, collection, key, check, assignment.Right) : null;
        }

        return OutVariableOf(check) is { } old
            && (MentionsVariable(assignment.Right, old) || check.Ancestors().OfType<IfStatementSyntax>().FirstOrDefault() is { } test
                && test.Condition.Span.Contains(check.Span) && MentionsVariable(test.Condition, old, check))
            ? new(CheckThenActKind.Update, assignment, collection, key, check, assignment.Right)
            : null;
    }

    /// <summary><c>if (!d.TryGetValue(k, out var list)) { list = new(); d.TryAdd(k, list); } list.Add(x)</c>.</summary>
    private static CheckThenAct? AddOf(InvocationExpressionSyntax call, IdentifierNameSyntax name)
        => call is { Parent: ExpressionStatementSyntax, ArgumentList.Arguments: { Count: 2 } arguments }
            && CallSyntax.Receiver(name) is { } collection
            && CheckBefore(call, collection, arguments[0].Expression) is { IsAbsent: true } found && IsWholeCondition(found.Check)
            && OutVariableOf(found.Check) is { } variable
            && arguments[1].Expression is IdentifierNameSyntax { Identifier.ValueText: var added } && added == variable
            ? new(CheckThenActKind.Create, call, collection, arguments[0].Expression, found.Check, arguments[1].Expression)
            : null;

    /// <summary>
    /// <c>if (!d.TryGetValue(k, out var list)) { list = new(); d.AddOrUpdate(k, list, (_, _) => list); }</c>: it sets the value, whatever
    /// is there.
    /// </summary>
    private static CheckThenAct? ReplaceOf(InvocationExpressionSyntax call, IdentifierNameSyntax name)
        => call is { Parent: ExpressionStatementSyntax or AssignmentExpressionSyntax, ArgumentList.Arguments: { Count: 3 } arguments }
            && CallSyntax.Receiver(name) is { } collection
            && arguments[2].Expression is ParenthesizedLambdaExpressionSyntax
            {
                ParameterList.Parameters: { Count: 2 } parameters, ExpressionBody: { } updated
            }
            && (arguments[1].Expression is LambdaExpressionSyntax { ExpressionBody: { } made } ? made : arguments[1].Expression)
                is var added
            && SyntaxFactory.AreEquivalent(added, updated)
            && !MentionsVariable(updated, parameters[1].Identifier.ValueText)
            && CheckBefore(call, collection, arguments[0].Expression) is { IsAbsent: true } found && IsWholeCondition(found.Check)
                ? new(CheckThenActKind.Create, call, collection, arguments[0].Expression, found.Check, added)
                : null;

    /// <summary>
    /// <c>if (d.ContainsKey(k)) … d[k] …</c>, <c>d.ContainsKey(k) ? d[k] : e</c>, <c>d.ContainsKey(k) &amp;&amp; d[k] …</c>.
    /// </summary>
    private static CheckThenAct? ReadOf(InvocationExpressionSyntax call, IdentifierNameSyntax name)
    {
        if (call.ArgumentList.Arguments.Count != 1 || CallSyntax.Receiver(name) is not { } collection || IsNegated(call))
        {
            return null;
        }

        ExpressionSyntax key = call.ArgumentList.Arguments[0].Expression;
        ExpressionSyntax condition = call;
        ElementAccessExpressionSyntax? read = null;
        while (condition.Parent is ParenthesizedExpressionSyntax
            or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression })
        {
            if (condition.Parent is BinaryExpressionSyntax both && both.Left == condition)
            {
                read ??= IndexIn(both.Right);
            }

            condition = (ExpressionSyntax)condition.Parent;
        }

        read ??= condition.Parent switch
        {
            IfStatementSyntax test when test.Condition == condition => IndexIn(test.Statement),
            ConditionalExpressionSyntax choice when choice.Condition == condition => IndexIn(choice.WhenTrue),
            _ => null,
        };
        return read is null ? null : new(CheckThenActKind.Read, call, collection, key, call, read);

        // A write comes back with the key.
        ElementAccessExpressionSyntax? IndexIn(SyntaxNode code)
            => FunctionSyntax.OwnNodes(code).OfType<ElementAccessExpressionSyntax>().FirstOrDefault(element
                => IsOf(element, collection, key)) is { } first && Writes.AccessOf(first) == AccessKind.Read ? first : null;
    }

    private static CheckThenAct? TakeOf(InvocationExpressionSyntax call, IdentifierNameSyntax name)
    {
        if (call is not { Parent: ExpressionStatementSyntax statement, ArgumentList.Arguments: { Count: 1 } arguments }
            || CallSyntax.Receiver(name) is not { } collection || VariableOf(arguments[0]) is not { } taken
            || statement.Parent is not BlockSyntax around || !IsUsedBehind(statement, taken))
        {
            return null; // It is thrown away.
        }

        ExpressionSyntax? condition = around.Parent switch
        {
            IfStatementSyntax test when test.Statement == around => test.Condition,
            WhileStatementSyntax loop when loop.Statement == around => loop.Condition,
            _ => null,
        };
        string text = OwnMember.TextOf(collection);
        return condition is not null && FunctionSyntax.OwnNodes(condition).OfType<MemberAccessExpressionSyntax>().FirstOrDefault(access
            => access.Name.Identifier.ValueText is "Count" or "IsEmpty" or "Any"
                && OwnMember.TextOf(access.Expression) == text) is { } check
            ? new(CheckThenActKind.Take, call, collection, null, check, null)
            : null;
    }

    /// <summary>
    /// Statements behind this one name the variable, and the first that does uses what is in it: it neither tests that (<c>is null</c>)
    /// nor does without (<c>x?.Run()</c>).
    /// </summary>
    public static bool IsUsedBehind(StatementSyntax statement, string variable)
        => statement.Parent is BlockSyntax block
            && block.Statements.Where(after => after.SpanStart > statement.SpanStart).SelectMany(FunctionSyntax.OwnNodes)
                .FirstOrDefault(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == variable) is { } first
            && first.Parent is not (ConditionalAccessExpressionSyntax or IsPatternExpressionSyntax
                or BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression or (int)SyntaxKind.CoalesceExpression
            });

    /// <summary>
    /// The call that tells whether the key is there, on the way to the place: in the condition of an <c>if</c> around it, in one before
    /// that leaves, or as a statement.
    /// </summary>
    public static (InvocationExpressionSyntax Check, bool IsAbsent)? CheckBefore(
        SyntaxNode place, ExpressionSyntax collection, ExpressionSyntax key)
    {
        for (SyntaxNode current = place; current.Parent is { } parent && !FunctionSyntax.IsFunction(parent)
            && parent is not MemberDeclarationSyntax; current = parent)
        {
            switch (parent)
            {
                case IfStatementSyntax test when current != test.Condition && CheckIn(test.Condition) is { } check:
                    return (check, IsNegated(check) == (current == test.Statement));
                case BlockSyntax block:
                    int index = block.Statements.IndexOf((StatementSyntax)current);
                    for (int left = MostStatements; --index >= 0 && left > 0; left--)
                    {
                        switch (block.Statements[index])
                        {
                            case IfStatementSyntax guard when CheckIn(guard.Condition) is { } check:
                                return ControllingCondition.Leaves(guard.Statement) && guard.Else is null
                                    ? (check, !IsNegated(check))
                                    : null;
                            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } when CheckIn(call) == call:
                                return (call, false);
                        }
                    }

                    break;
            }
        }

        return null;

        InvocationExpressionSyntax? CheckIn(ExpressionSyntax code)
            => AccessIn(code, collection, key, isIndexed: false) as InvocationExpressionSyntax;
    }

    /// <summary>An access to the key in the collection: by index where that is asked for, or by a call that reads or checks.</summary>
    private static ExpressionSyntax? AccessIn(SyntaxNode code, ExpressionSyntax collection, ExpressionSyntax key, bool isIndexed)
        => (ExpressionSyntax?)FunctionSyntax.OwnNodes(code).FirstOrDefault(node => node switch
        {
            ElementAccessExpressionSyntax element => isIndexed && IsOf(element, collection, key),
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call
                => (isIndexed ? CallSyntax.CalledName(call) is "GetValueOrDefault" or "GetOrAdd" or "TryGetValue"
                    : CallSyntax.CalledName(call) is "ContainsKey" or "TryGetValue")
                    && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } receiver
                    && OwnMember.TextOf(receiver) == OwnMember.TextOf(collection)
                    && SyntaxFactory.AreEquivalent(arguments[0].Expression, key),
            _ => false,
        });

    public static bool IsOf(ElementAccessExpressionSyntax element, ExpressionSyntax collection, ExpressionSyntax key)
        => element.ArgumentList.Arguments.Count == 1 && OwnMember.TextOf(element.Expression) == OwnMember.TextOf(collection)
            && SyntaxFactory.AreEquivalent(KeyOf(element), key);

    /// <summary>The variable that <c>TryGetValue</c> fills.</summary>
    public static string? OutVariableOf(ExpressionSyntax check)
        => check is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } ? VariableOf(arguments[1]) : null;

    public static string? VariableOf(ArgumentSyntax argument) => argument.Expression switch
    {
        DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax variable } => variable.Identifier.ValueText,
        IdentifierNameSyntax { Identifier.ValueText: not "_" } variable => variable.Identifier.ValueText,
        _ => null,
    };

    private static bool MentionsVariable(SyntaxNode code, string variable, SyntaxNode? except = null)
        => FunctionSyntax.OwnNodes(code).Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == variable
            && except?.Span.Contains(name.Span) != true);

    private static bool IsNegated(ExpressionSyntax check)
    {
        ExpressionSyntax current = CallSyntax.WithCasts(check);
        return current.Parent switch
        {
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } => true,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right: LiteralExpressionSyntax literal }
                => literal.IsKind(SyntaxKind.FalseLiteralExpression),
            IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax literal } }
                => literal.IsKind(SyntaxKind.FalseLiteralExpression),
            _ => false,
        };
    }

    private static bool IsWholeCondition(ExpressionSyntax check)
    {
        ExpressionSyntax current = check;
        while (current.Parent is ParenthesizedExpressionSyntax or PrefixUnaryExpressionSyntax or IsPatternExpressionSyntax
            or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression })
        {
            current = (ExpressionSyntax)current.Parent;
        }

        return current.Parent is IfStatementSyntax test && test.Condition == current;
    }
}
