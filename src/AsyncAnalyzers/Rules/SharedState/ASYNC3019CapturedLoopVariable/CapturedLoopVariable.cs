namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>A variable that a loop changes, captured by work that may still read it in a later iteration.</summary>
/// <param name="Mention">Where the work reads it first.</param>
/// <param name="Function">The lambda or local function that reads it.</param>
/// <param name="Loop">The loop that changes it.</param>
/// <param name="Change">What changes it.</param>
/// <param name="Reader">What runs the function, for a message.</param>
internal sealed record CapturedLoopVariable(IdentifierNameSyntax Mention, SyntaxNode Function, StatementSyntax Loop, SyntaxNode Change,
    Phrase Reader)
{
    /// <summary>What begins work, or keeps a function to be called later.</summary>
    public static readonly string[] TriggerNames =
    {
        "Run", "StartNew", "ContinueWith", "QueueUserWorkItem", "UnsafeQueueUserWorkItem", "Thread", "Timer", "Add", "Enqueue", "Push",
    };

    /// <summary>An async local function in a loop.</summary>
    public static bool MayBeStarted(LocalFunctionStatementSyntax local) => local.Modifiers.Any(SyntaxKind.AsyncKeyword)
        && LoopAround(local) is not null;

    /// <summary>
    /// All variables that are captured in vain where a name of <see cref="TriggerNames"/> or an async local function stands.
    /// </summary>
    public static IEnumerable<CapturedLoopVariable> FindAll(SyntaxNode node, CodeModel model)
    {
        StartedFunction? started = node switch
        {
            LocalFunctionStatementSyntax local => OfLocal(local),
            SimpleNameSyntax name => StartedFunction.At(name),
            _ => null,
        };
        if (started is null || LoopAround(node) is null)
        {
            yield break;
        }

        bool isConfirmed = false;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (SyntaxNode part in started.Function.Descendants())
        {
            if (part is not IdentifierNameSyntax mention || !IsRead(mention) || !IsLate(mention, started.Function)
                || !names.Add(mention.Identifier.ValueText)
                || ChangeOf(mention.Identifier.ValueText, started) is not var (loop, change)
                || WaitInLoop.EndsWith(started.Start, loop))
            {
                continue;
            }

            if (!isConfirmed && !(node is LocalFunctionStatementSyntax || started.IsConfirmed(model)))
            {
                yield break;
            }

            isConfirmed = true;
            if (IsCaptured(mention, started.Function, loop, change, model))
            {
                if (IsGivenInVain(mention, model))
                {
                    names.Remove(mention.Identifier.ValueText);
                    continue;
                }

                yield return new CapturedLoopVariable(mention, started.Function, loop, change, started.Reader);
            }
        }
    }

    /// <summary>The innermost loop around a node, in the same function.</summary>
    private static StatementSyntax? LoopAround(SyntaxNode node)
    {
        for (SyntaxNode? parent = node.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax)
            {
                return (StatementSyntax)parent;
            }

            if (FunctionSyntax.IsFunction(parent) || parent is MemberDeclarationSyntax)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The local function with the first call of it in its loop whose task is not awaited there.</summary>
    private static StartedFunction? OfLocal(LocalFunctionStatementSyntax local)
        => local.Parent?.Descendants().OfType<InvocationExpressionSyntax>().FirstOrDefault(call => !local.Span.Contains(call.Span)
            && call.Expression is IdentifierNameSyntax called && called.Identifier.ValueText == local.Identifier.ValueText
            && LoopAround(call) == LoopAround(local) && !WaitInLoop.EndsWith(call, LoopAround(call)!)) is { } start
                ? new StartedFunction(start, local, $"'{local.Identifier.ValueText}'")
                : null;

    /// <summary>A local function begins at once: what it reads before its first await, it reads in time.</summary>
    private static bool IsLate(IdentifierNameSyntax mention, SyntaxNode function)
        => function is not LocalFunctionStatementSyntax
            || FunctionSyntax.OwnNodes(FunctionSyntax.Body(function)!).Any(node => node is AwaitExpressionSyntax
            && node.Span.End <= mention.SpanStart);

    /// <summary>
    /// The loop around the start that changes the variable, and what changes it; null where the variable is the body's own, or does not
    /// change.
    /// </summary>
    private static (StatementSyntax Loop, SyntaxNode Change)? ChangeOf(string name, StartedFunction started)
    {
        for (StatementSyntax? loop = LoopAround(started.Start); loop is not null; loop = LoopAround(loop))
        {
            StatementSyntax body = BodyOf(loop);
            if (!body.Span.Contains(started.Start.Span) || LeavesAfter(started.Start, body))
            {
                return null;
            }

            bool isOwn = loop is ForStatementSyntax { Declaration: { } declaration }
                && declaration.Variables.Any(variable => variable.Identifier.ValueText == name);
            foreach (SyntaxNode node in loop.Descendants(inner => inner == loop || !FunctionSyntax.IsFunction(inner)))
            {
                if (DeclaredBy(node) == name && !(isOwn && node.Parent?.Parent == loop))
                {
                    return null;
                }

                if (IsChange(node, name) && (isOwn || IsSetByEachIteration(node, name, loop)))
                {
                    return (loop, node);
                }
            }

            if (isOwn)
            {
                return null;
            }
        }

        return null;
    }

    private static string? DeclaredBy(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        _ => null,
    };

    private static bool IsChange(SyntaxNode node, string name) => node switch
    {
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } => left.Identifier.ValueText == name,
        PrefixUnaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.PreIncrementExpression
            or (int)SyntaxKind.PreDecrementExpression, Operand: IdentifierNameSyntax operand
        } => operand.Identifier.ValueText == name,
        PostfixUnaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.PostIncrementExpression
            or (int)SyntaxKind.PostDecrementExpression, Operand: IdentifierNameSyntax operand
        } => operand.Identifier.ValueText == name,
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword, Expression: IdentifierNameSyntax target }
            => target.Identifier.ValueText == name,
        _ => false,
    };

    /// <summary>
    /// A variable of the function that holds the item of the iteration: the loop sets it anew, in its condition or as a statement of its
    /// body, or counts it for its condition. A count of something else may be read at any time.
    /// </summary>
    private static bool IsSetByEachIteration(SyntaxNode change, string name, StatementSyntax loop)
    {
        ExpressionSyntax? condition = ControlFlowSyntax.LoopCondition(loop);
        if (change is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } or ArgumentSyntax)
        {
            return condition?.Span.Contains(change.Span) == true
                || (change.FirstAncestorOrSelf<StatementSyntax>() is { } statement
                && (statement.Parent == BodyOf(loop) || statement == loop));
        }

        return condition is not null
            && condition.DescendantsAndSelf().Any(node => node is IdentifierNameSyntax mention && mention.Identifier.ValueText == name);
    }

    /// <summary>The function leaves the loop right after the start, or by it.</summary>
    private static bool LeavesAfter(SyntaxNode start, StatementSyntax body)
    {
        foreach (SyntaxNode ancestor in start.Ancestors())
        {
            if (ancestor is ReturnStatementSyntax or ThrowStatementSyntax)
            {
                return true;
            }

            if (ancestor is StatementSyntax { Parent: BlockSyntax block } statement
                && block.Statements.Last() is var last && last != statement
                && last is ReturnStatementSyntax or BreakStatementSyntax or ThrowStatementSyntax)
            {
                return true;
            }

            if (ancestor == body)
            {
                return false;
            }
        }

        return false;
    }

    private static StatementSyntax BodyOf(StatementSyntax loop) => loop switch
    {
        ForStatementSyntax @for => @for.Statement,
        CommonForEachStatementSyntax forEach => forEach.Statement,
        WhileStatementSyntax @while => @while.Statement,
        _ => ((DoStatementSyntax)loop).Statement,
    };

    /// <summary>
    /// <c>Store(cache, i)</c> where the one function that this calls works with its other parameters, and does nothing with that one.
    /// </summary>
    private static bool IsGivenInVain(IdentifierNameSyntax mention, CodeModel model)
        => mention.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument
            && CallSyntax.MethodOf(call, model) is { } method
            && (argument.NameColon?.Name.Identifier.ValueText
                ?? method.Parameters.ElementAtOrDefault(list.Arguments.IndexOf(argument))?.Name) is { } parameter
            && CalledSource.OfOnly(method, model) is { } called
            && called.Body.DescendantsAndSelf().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText)
                .ToImmutableHashSet() is var used
            && !used.Contains(parameter) && method.Parameters.Any(other => used.Contains(other.Name));

    private static bool IsRead(IdentifierNameSyntax mention) => mention.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == mention,
        NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax or TypeArgumentListSyntax or VariableDeclarationSyntax
            or MemberBindingExpressionSyntax => false,
        _ => true,
    };

    /// <summary>
    /// Both are the same variable, declared outside of the function and of the loop's body. A flag is there to be seen changing; what the
    /// function writes itself is shared on purpose.
    /// </summary>
    private static bool IsCaptured(IdentifierNameSyntax mention, SyntaxNode function, StatementSyntax loop, SyntaxNode change,
        CodeModel model)
    {
        IdentifierNameSyntax changed = change switch
        {
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } => left,
            PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand } => operand,
            PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand } => operand,
            _ => (IdentifierNameSyntax)((ArgumentSyntax)change).Expression,
        };
        return !CallSyntax.IsInNameOf(mention)
            && model.SymbolOf(mention) is { } variable
            && variable is ILocalSymbol { IsRef: false, Type.SpecialType: not SpecialType.System_Boolean }
            or IParameterSymbol { RefKind: RefKind.None, Type.SpecialType: not SpecialType.System_Boolean }
            && SymbolEqualityComparer.Default.Equals(variable, model.SymbolOf(changed))
            && variable.DeclaringSyntaxReferences.All(place => !function.Span.Contains(place.Span)
            && !BodyOf(loop).Span.Contains(place.Span))
            && !function.Descendants().Any(node => IsChange(node, mention.Identifier.ValueText));
    }
}
