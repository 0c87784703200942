namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// A loop that ends when the token is cancelled, in a function whose task then has what the loop has built so far, as when it had come to
/// its end.
/// </summary>
/// <param name="Place">The test in the condition of the loop; or the <c>break</c> or <c>return</c>.</param>
/// <param name="Test">The question whether the token is cancelled.</param>
/// <param name="Loop">The loop.</param>
/// <param name="Return">What returns the result of the whole loop, too.</param>
/// <param name="Function">The function.</param>
/// <param name="Token">The name of the token.</param>
/// <param name="Result">The name of what is built.</param>
internal sealed record PartialResult(
    SyntaxNode Place, ExpressionSyntax Test, StatementSyntax Loop, ReturnStatementSyntax Return, SyntaxNode Function, string Token,
    string Result)
{
    /// <summary>Functions with such words in their names return as much as there is.</summary>
    private static readonly HashSet<string> Partial = new(StringComparer.OrdinalIgnoreCase)
    {
        "Try", "Drain", "Batch", "Available", "Partial", "Buffer", "Until", "Main", "Execute", "Run", "Pending", "Tail", "Sample", "Chunk",
    };

    /// <summary>A sum or list that is called so tells what was done, whatever ended the loop.</summary>
    private static readonly HashSet<string> Done = new(StringComparer.OrdinalIgnoreCase)
    {
        "Processed", "Deleted", "Removed", "Updated", "Imported", "Copied", "Sent", "Written", "Read",
        "Inserted", "Handled", "Moved", "Migrated", "Cleaned", "Purged", "Archived", "Expired",
        "Affected", "Done", "Completed", "Succeeded", "Failed", "Received", "Added", "Position", "Offset",
    };

    /// <summary>Functions that ask for a number; what others add up is what they have done.</summary>
    private static readonly HashSet<string> Questions = new(StringComparer.OrdinalIgnoreCase)
    {
        "Sum", "Total", "Totals", "Count", "Compute", "Calculate", "Calc", "Average", "Mean", "Measure", "Query", "Estimate", "Evaluate",
        "Balance", "Aggregate", "Get",
    };

    private static readonly HashSet<string> Builders = new(StringComparer.Ordinal)
    {
        "Add", "AddRange", "AddLast", "AddFirst", "Append", "AppendLine",
        "AppendFormat", "Enqueue", "Push", "Insert", "TryAdd", "UnionWith",
    };

    private static readonly string[] Excuses = { "partial", "so far", "cancel", "stop", "abort", "incomplete", "what we" };

    /// <param name="name">The name in <c>token.IsCancellationRequested</c>.</param>
    /// <param name="model">The model of its tree.</param>
    public static PartialResult? Of(SimpleNameSyntax name, CodeModel model)
    {
        if (name.Parent is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax token } test
            || test.Name != name
            || FunctionSyntax.Enclosing(test) is not { } function
            || EndAt(test) is not (var place, var loop)
            || ReturnOf(place, loop, token.Identifier.ValueText) is not (var @return, var result)
            || NameOf(function) is { } called && NameWords.Of(called).Any(Partial.Contains)
            || IsExplained(function, place, loop)
            || !IsBuiltIn(loop, result)
            || ResultOf(function, @return, model) is not { } type
            || !(IsWhole(type) || (IsNumber(type) && NameOf(function) is { } asked && NameWords.Of(asked).Any(Questions.Contains)))
            || model.SymbolOf(token) is not IParameterSymbol parameter
            || !parameter.Type.Is(model.Types.CancellationToken)
            || IsTestedBehind(function)
            || CallersTest(function, model))
        {
            return null;
        }

        return new PartialResult(place, test, loop, @return, function, token.Identifier.ValueText, result);
    }

    /// <summary>Where the test ends the loop, and the loop, which must have another end than that.</summary>
    private static (SyntaxNode Place, StatementSyntax Loop)? EndAt(MemberAccessExpressionSyntax test)
    {
        SyntaxNode condition = test;
        while (condition.Parent is ExpressionSyntax or ConstantPatternSyntax)
        {
            condition = condition.Parent;
        }

        if (LoopBounds.IsLoop(condition.Parent!) && ControlFlowSyntax.LoopCondition(condition.Parent!) == condition)
        {
            var loop = (StatementSyntax)condition.Parent!;
            IEnumerable<ExpressionSyntax> operands = CallSyntax.Operands((ExpressionSyntax)condition, SyntaxKind.LogicalAndExpression);
            return operands.Any(operand => TokenTest.AskedNegated(operand) == test.Expression)
                && (operands.Any(static operand
                        => TokenTest.AskedNegated(operand) is null && !operand.IsKind(SyntaxKind.TrueLiteralExpression))
                    || HasBreak(loop, except: null))
                ? (test, loop)
                : null;
        }

        if (condition.Parent is not IfStatementSyntax { Else: null } @if || TokenTest.Asked(@if.Condition) != test.Expression)
        {
            return null;
        }

        StatementSyntax? last = @if.Statement is BlockSyntax block ? block.Statements.LastOrDefault() : @if.Statement;
        return last is BreakStatementSyntax or ReturnStatementSyntax { Expression: not null }
            && LoopLeftBy(last) is { } around
            && ((ControlFlowSyntax.LoopCondition(around) is { } bound
                    ? !bound.IsKind(SyntaxKind.TrueLiteralExpression)
                    : around is CommonForEachStatementSyntax)
                || HasBreak(around, except: last))
            ? (last, around)
            : null;
    }

    /// <summary>The innermost loop; null for a <c>break</c> out of a switch.</summary>
    private static StatementSyntax? LoopLeftBy(StatementSyntax leave)
        => leave.Ancestors().TakeWhile(static ancestor => !FunctionSyntax.IsFunction(ancestor))
            .FirstOrDefault(ancestor => LoopBounds.IsLoop(ancestor) || (leave is BreakStatementSyntax && ancestor is SwitchStatementSyntax))
            is StatementSyntax loop and not SwitchStatementSyntax ? loop : null;

    private static bool HasBreak(StatementSyntax loop, StatementSyntax? except)
        => FunctionSyntax.OwnNodes(loop).Any(node => node is BreakStatementSyntax @break && @break != except && LoopLeftBy(@break) == loop);

    /// <summary>
    /// The return behind the loop and the local that it returns; null where the code in between looks at the token, which would tell.
    /// </summary>
    private static (ReturnStatementSyntax Return, string Result)? ReturnOf(SyntaxNode place, StatementSyntax loop, string token)
    {
        for (SyntaxNode current = loop; current.Parent is { } parent and not MemberDeclarationSyntax && !FunctionSyntax.IsFunction(parent);
            current = parent)
        {
            if (current != loop && LoopBounds.IsLoop(current))
            {
                return null;
            }

            if (parent is not BlockSyntax block)
            {
                continue;
            }

            foreach (StatementSyntax statement in block.Statements.SkipWhile(statement => statement != current).Skip(1))
            {
                if (statement.DescendantsAndSelf().Any(node => node is IdentifierNameSyntax name
                    && (name.Identifier.ValueText == token || name.Identifier.ValueText == "IsCancellationRequested")))
                {
                    return null;
                }

                if (statement is ReturnStatementSyntax { Expression: { } value } @return)
                {
                    return RootOf(value) is { } root
                        && (place is not ReturnStatementSyntax { Expression: { } early } || RootOf(early) == root) ? (@return, root) : null;
                }
            }
        }

        return null;
    }

    /// <summary><c>list</c> of <c>list</c>, <c>list.ToArray()</c>, <c>Task.FromResult(list)</c>.</summary>
    private static string? RootOf(ExpressionSyntax value)
    {
        value = CallSyntax.WithoutCasts(value);
        if (value is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult" },
                ArgumentList.Arguments: { Count: 1 } arguments
            })
        {
            value = CallSyntax.WithoutCasts(arguments[0].Expression);
        }

        return (CallSyntax.LeftmostOf(value) as IdentifierNameSyntax)?.Identifier.ValueText;
    }

    /// <summary>
    /// The loop adds to what was there before it. What is named for what was done is left out: it tells that, whatever ended the loop.
    /// </summary>
    private static bool IsBuiltIn(StatementSyntax loop, string result)
        => FunctionSyntax.OwnNodes(loop).Any(node => node switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax target } access }
                => target.Identifier.ValueText == result && Builders.Contains(access.Name.Identifier.ValueText)
                    && !NameWords.Of(result).Any(Done.Contains),
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } assignment when target.Identifier.ValueText == result
                => !NameWords.Of(result).Any(Done.Contains)
                    && (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                        || assignment.Right.DescendantsAndSelf().Any(part
                            => part is IdentifierNameSyntax own && own.Identifier.ValueText == result))
                    && !assignment.Right.IsKind(SyntaxKind.NumericLiteralExpression),
            AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax target } }
                => target.Identifier.ValueText == result,
            _ => false,
        })
            && FunctionSyntax.Enclosing(loop) is { } function
            && FunctionSyntax.Body(function) is { } body
            && FunctionSyntax.OwnNodes(body).Any(node => node is VariableDeclaratorSyntax variable
                && variable.Identifier.ValueText == result && variable.Span.End <= loop.SpanStart);

    /// <summary>
    /// What the task of the function has when it returns this; also of a lambda that <c>Task.Run</c> runs for it. Null for all other
    /// functions.
    /// </summary>
    private static ITypeSymbol? ResultOf(SyntaxNode function, ReturnStatementSyntax @return, CodeModel model)
    {
        if (FunctionSyntax.SymbolOf(function, model) is not { } method)
        {
            return null;
        }

        if (method.ReturnType is INamedTypeSymbol { TypeArguments: { Length: 1 } results } task
            && (task.Is(model.Types.TaskOfT) || task.Is(model.Types.ValueTaskOfT)))
        {
            return results[0];
        }

        return function is AnonymousFunctionExpressionSyntax
        {
            Parent: ArgumentSyntax
            {
                Parent.Parent: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Run" }
                } run
            }
        }
            && CallSyntax.MethodOf(run, model) is { } called && called.IsDeclaredIn(model.Types.Task)
            && IsReturned(run)
                ? model.GetTypeInfo(@return.Expression!).ConvertedType
                : null;
    }

    private static bool IsReturned(ExpressionSyntax call)
    {
        SyntaxNode current = call;
        while (current.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax
            || current.Parent is InvocationExpressionSyntax invocation && invocation.Expression == current)
        {
            current = current.Parent;
        }

        return current.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax;
    }

    /// <summary>A text or a collection: it has no state that could tell of the cancellation.</summary>
    private static bool IsWhole(ITypeSymbol type)
        => type.SpecialType == SpecialType.System_String || type is IArrayTypeSymbol || type.SequenceElement() is not null;

    private static bool IsNumber(ITypeSymbol type)
        => type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Double
            or SpecialType.System_Decimal or SpecialType.System_Single;

    /// <summary>Code of the type that calls the function and looks at a token itself: it can tell.</summary>
    private static bool CallersTest(SyntaxNode function, CodeModel model)
        => NameOf(function) is { } name
            && function.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault() is { } type
            && NameMentions.In(type, model)[name].Any(mention => FunctionSyntax.Enclosing(mention) is { } caller
                && caller != function
                && NameMentions.In(caller, model) is var names
                && names["IsCancellationRequested"].Concat(names["ThrowIfCancellationRequested"])
                    .Any(test => !function.Span.Contains(test.Span)));

    /// <summary>
    /// <c>var tags = await Task.Run(…); if (token.IsCancellationRequested) return Cancelled;</c>: who awaits the lambda tests at once.
    /// </summary>
    private static bool IsTestedBehind(SyntaxNode function)
        => function is AnonymousFunctionExpressionSyntax
            && function.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax { Statements: var statements } } statement
            && statements.IndexOf(statement) + 1 is var next && next < statements.Count
            && (statements[next] is IfStatementSyntax { Condition: var condition } ? condition : (SyntaxNode)statements[next])
                .DescendantsAndSelf().Any(static node => node is SimpleNameSyntax
                {
                    Identifier.ValueText: "IsCancellationRequested" or "ThrowIfCancellationRequested"
                });

    private static string? NameOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        _ => function.Ancestors().OfType<MethodDeclarationSyntax>().FirstOrDefault()?.Identifier.ValueText,
    };

    /// <summary>A comment at the test, or the documentation, says what is returned then.</summary>
    private static bool IsExplained(SyntaxNode function, SyntaxNode place, StatementSyntax loop)
    {
        SyntaxNode around = LoopBounds.IsLoop(place.Parent!) || place is ExpressionSyntax ? loop
            : place.FirstAncestorOrSelf<IfStatementSyntax>() ?? place;
        SyntaxNode documented = function.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? function;
        return around.DescendantTrivia().Where(static trivia
                => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)
            .Any(static trivia => Speaks(trivia.ToString(), from: 0))
            || documented.GetLeadingTrivia().Any(static trivia
                => trivia.ToFullString() is var text
                    && (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) ? Speaks(text, from: 0)
                        : trivia.HasStructure
                            && (Speaks(text, text.IndexOf("<returns>", StringComparison.Ordinal)) || text.Contains("artial"))));
    }

    private static bool Speaks(string text, int from)
        => from >= 0 && Excuses.Any(excuse => text.IndexOf(excuse, from, StringComparison.OrdinalIgnoreCase) >= 0);
}
