namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// A ValueTask that is consumed (awaited, converted by <c>AsTask</c> or <c>Preserve</c>, read, returned) where it may have been consumed
/// before.
/// Flow-sensitive for locals and parameters; where one goes elsewhere (a copy, a field, an argument, a closure), nothing is known.
/// </summary>
/// <param name="Place">The second consumption.</param>
/// <param name="First">The first one; the same place where a loop comes by again.</param>
/// <param name="IsReturned">It is handed to the caller after it was consumed here.</param>
internal sealed record RepeatedConsumption(ExpressionSyntax Place, ExpressionSyntax First, bool IsReturned)
{
    private static readonly ModelCache<ImmutableArray<RepeatedConsumption>> Variables = new();
    private static readonly ModelCache<ILookup<string, IdentifierNameSyntax>> Functions = new();

    /// <summary>The variable is consumed in a loop that it was made before.</summary>
    public bool IsRepeated => Place == First;

    /// <summary>
    /// By syntax alone: the name is mentioned once more in its function, or stands in a loop or a lambda, so that it may be consumed
    /// twice.
    /// </summary>
    public static bool MayBeAt(IdentifierNameSyntax mention, CodeModel model)
        => FunctionSyntax.Enclosing(mention) is { } function
            && FunctionSyntax.OutermostEnclosing(function) is var member
            && (MentionsIn(member, mention.Identifier.ValueText, model).Take(2).Count() > 1
                || mention.Ancestors().TakeWhile(ancestor
                    => ancestor != member).Any(ancestor
                        => ControlFlowSyntax.LoopBody(ancestor) is not null || FunctionSyntax.IsFunction(ancestor)));

    /// <summary>Where the local or parameter, which is a ValueTask, is consumed again.</summary>
    public static ImmutableArray<RepeatedConsumption> Of(ISymbol variable, SyntaxNode declaration, CodeModel model)
        => Variables.GetOrAdd(model, declaration, node => Find(variable, node, model));

    /// <summary>The function that declares a local or parameter.</summary>
    public static SyntaxNode? FunctionOf(SyntaxNode declaration) => declaration is ParameterSyntax
        ? declaration.Ancestors().FirstOrDefault(ancestor
            => ancestor is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
                or TypeDeclarationSyntax) is { } owner and not TypeDeclarationSyntax
            ? owner
            : null
        : FunctionSyntax.Enclosing(declaration);

    /// <summary>All mentions of the variable in its function, nested ones included.</summary>
    public static IEnumerable<IdentifierNameSyntax> MentionsOf(ISymbol variable, SyntaxNode function, CodeModel model)
        => MentionsIn(FunctionSyntax.OutermostEnclosing(function), variable.Name, model)
            .Where(mention => function.Span.Contains(mention.Span)
                && SymbolEqualityComparer.Default.Equals(model.SymbolOf(mention), variable));

    /// <summary>
    /// A value that may be consumed as often as one likes: made of a result or of a Task, complete, or preserved.
    /// </summary>
    public static bool IsHarmless(IOperation value, KnownTypes types)
    {
        switch (value)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return IsHarmless(conversion.Operand, types);
            case IObjectCreationOperation { Constructor.OriginalDefinition.Parameters: var parameters }:
                // Only an IValueTaskSource may be used again for another operation.
                return parameters.IsEmpty || parameters[0].Type is not { TypeKind: TypeKind.Interface };
            case IInvocationOperation { TargetMethod: { Name: "Preserve" or "FromResult" or "FromException" or "FromCanceled" } method }:
                return method.ContainingType.IsTaskOrValueTask(types);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return IsHarmless(conditional.WhenTrue, types) && IsHarmless(whenFalse, types);
            default:
                return CompletionFacts.IsCompleteByItself(value, types);
        }
    }

    /// <summary>
    /// The expression that consumes the task at a mention; null where it only looks at it, or writes it. Escapes are told by
    /// <paramref name="escapes"/>: from there on others may consume it.
    /// </summary>
    public static ExpressionSyntax? ConsumptionAt(IdentifierNameSyntax mention, out TaskUse use, out bool escapes)
    {
        use = TaskUse.Of(mention);
        escapes = false;
        for (SyntaxNode? current = mention; current != use.Task; current = current!.Parent)
        {
            if (current!.Parent is InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask" or "Preserve" } access
                } conversion
                && access.Expression.Span.Contains(mention.Span))
            {
                return use.Kind == TaskUseKind.Awaited ? (ExpressionSyntax)use.Place : conversion;
            }
        }

        switch (use.Kind)
        {
            case TaskUseKind.Awaited or TaskUseKind.Waited:
                return (ExpressionSyntax)use.Place;
            case TaskUseKind.Returned:
                return use.Task;
            case TaskUseKind.Checked or TaskUseKind.NotRead or TaskUseKind.Discarded when use.Task == mention
                || use.Kind == TaskUseKind.Checked:
                return null;
            default:
                escapes = true;
                return null;
        }
    }

    private static IEnumerable<IdentifierNameSyntax> MentionsIn(SyntaxNode member, string name, CodeModel model)
        => Functions.GetOrAdd(model, member, static node => node.Descendants().OfType<IdentifierNameSyntax>()
            .Where(identifier => identifier.Parent is not (NameColonSyntax or NameEqualsSyntax)
                && !(identifier.Parent is MemberAccessExpressionSyntax access && access.Name == identifier))
            .ToLookup(identifier => identifier.Identifier.ValueText, StringComparer.Ordinal))[name];

    private static ImmutableArray<RepeatedConsumption> Find(ISymbol variable, SyntaxNode declaration, CodeModel model)
    {
        if (FunctionOf(declaration) is not { } function)
        {
            return ImmutableArray<RepeatedConsumption>.Empty;
        }

        var consumptions = new Dictionary<SyntaxNode, (ExpressionSyntax Place, TaskUse Use, int Number)>();
        ImmutableArray<RepeatedConsumption>.Builder found = ImmutableArray.CreateBuilder<RepeatedConsumption>();
        foreach (IdentifierNameSyntax mention in MentionsOf(variable, function, model))
        {
            ExpressionSyntax? place = ConsumptionAt(mention, out TaskUse use, out bool escapes);
            if (place is not null
                && use.Kind != TaskUseKind.Waited
                && IsInRepeatedLambda(mention, function)
                && IsMadeHere(declaration, model))
            {
                found.Add(new RepeatedConsumption(place, place, IsReturned: false));
                continue;
            }

            if (escapes
                || FunctionSyntax.Enclosing(mention) != function
                || mention.Parent is RefExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword })
            {
                return ImmutableArray<RepeatedConsumption>.Empty;
            }

            if (place is not null)
            {
                consumptions.Add(mention, (place, use, consumptions.Count));
            }
        }

        if (consumptions.Count == 0)
        {
            return found.ToImmutable();
        }

        if (consumptions.Count > 60 || FunctionGraph.Of(function, model) is not { } graph)
        {
            return ImmutableArray<RepeatedConsumption>.Empty;
        }

        var flow = new ConsumptionFlow(variable, consumptions.ToDictionary(pair => pair.Key, pair => pair.Value.Number), model.Types);
        flow.Solve(graph, variable is IParameterSymbol ? ConsumptionFlow.Fresh : ConsumptionFlow.Unassigned, model.CancellationToken);
        SyntaxNode[] mentions = consumptions.OrderBy(pair => pair.Value.Number).Select(pair => pair.Key).ToArray();
        foreach (SyntaxNode second in mentions)
        {
            (ExpressionSyntax place, TaskUse use, int number) = consumptions[second];
            ulong before = flow.StateAt(number);
            SyntaxNode? first = mentions.FirstOrDefault(candidate
                => (before & ConsumptionFlow.ConsumedAt(consumptions[candidate].Number)) != 0
                    && !MayExclude(candidate, second, declaration));
            // A wait for what is not known to be complete is told by the rules about blocking.
            if (first is not null
                && (use.Kind != TaskUseKind.Waited || IsAwaited(consumptions[first].Place)
                    || CompletedTasks.Contains((ExpressionSyntax)second, model)))
            {
                found.Add(new RepeatedConsumption(place, consumptions[first].Place, use.Kind == TaskUseKind.Returned));
            }
        }

        return found.ToImmutable();
    }

    /// <summary><c>await t.AsTask()</c>, <c>await Task.WhenAll(t.AsTask(), …)</c>: behind it the task is complete.</summary>
    private static bool IsAwaited(ExpressionSyntax consumption) => consumption switch
    {
        AwaitExpressionSyntax { Expression: var task } => task.Descendants().Any(static node
            => node is IdentifierNameSyntax { Identifier.ValueText: "AsTask" }),
        InvocationExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax all } }
            => CallSyntax.CalledName(all) == "WhenAll" && TaskUse.Of(all).Kind == TaskUseKind.Awaited,
        _ => false,
    };

    /// <summary>A lambda that is called for each of many items.</summary>
    private static bool IsInRepeatedLambda(SyntaxNode mention, SyntaxNode function)
        => FunctionSyntax.Enclosing(mention) is AnonymousFunctionExpressionSyntax
        {
            Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
        } lambda
            && FunctionSyntax.Enclosing(lambda) == function
            && CallSyntax.CalledName(call) is "Select" or "SelectMany" or "ForEach" or "ForEachAsync";

    /// <summary>A local with a value that may be consumed once.</summary>
    private static bool IsMadeHere(SyntaxNode declaration, CodeModel model)
        => declaration is VariableDeclaratorSyntax { Initializer.Value: { } value }
            && model.GetOperation(value) is { } made && !IsHarmless(made, model.Types)
            && !LocalAssignments.Of((VariableDeclaratorSyntax)declaration, model).Any();

    /// <summary>
    /// Each of the two stands in a branch of its own: what they depend on may well exclude one another. For one place that a loop comes by
    /// again,
    /// a branch inside of the loop.
    /// </summary>
    private static bool MayExclude(SyntaxNode first, SyntaxNode second, SyntaxNode declaration)
    {
        if (first != second)
        {
            return !IsEvaluatedFor(second, first) && IsInBranchWithout(first, second) && IsInBranchWithout(second, first);
        }

        SyntaxNode? loop = first.Ancestors().FirstOrDefault(ancestor
            => (ControlFlowSyntax.LoopBody(ancestor) is not null) && !ancestor.Span.Contains(declaration.Span));
        return loop is null || first.Ancestors().TakeWhile(ancestor => ancestor != loop).Any(ancestor => IsBranch(ancestor, first));
    }

    /// <summary>
    /// <c>if (t.IsCompleted &amp;&amp; t.Result) t.AsTask();</c>: where the branch is taken, the whole condition has been evaluated.
    /// </summary>
    private static bool IsEvaluatedFor(SyntaxNode branch, SyntaxNode inCondition)
    {
        foreach (SyntaxNode ancestor in branch.Ancestors())
        {
            (ExpressionSyntax? condition, bool isTrueBranch) = ancestor switch
            {
                IfStatementSyntax @if => (@if.Condition, @if.Statement.Span.Contains(branch.Span)),
                ConditionalExpressionSyntax conditional => (conditional.Condition, conditional.WhenTrue.Span.Contains(branch.Span)),
                _ => (null, false),
            };
            if (condition is null || !condition.Span.Contains(inCondition.Span) || condition.Span.Contains(branch.Span))
            {
                continue;
            }

            SyntaxKind joined = isTrueBranch ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression;
            return inCondition.Ancestors().TakeWhile(part => condition.Span.Contains(part.Span))
                .SkipWhile(part => part.Kind() is not (SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression))
                .All(part => part.IsKind(joined) || part.IsKind(SyntaxKind.ParenthesizedExpression));
        }

        return false;
    }

    private static bool IsInBranchWithout(SyntaxNode node, SyntaxNode other)
        => node.Ancestors().TakeWhile(ancestor => !ancestor.Span.Contains(other.Span)).Any(ancestor => IsBranch(ancestor, node))
            || node.Ancestors().FirstOrDefault(ancestor => ancestor.Span.Contains(other.Span)) is { } common && IsBranch(common, node);

    /// <summary>The ancestor is a choice, and the node stands in one of its branches.</summary>
    private static bool IsBranch(SyntaxNode ancestor, SyntaxNode node) => ancestor switch
    {
        IfStatementSyntax @if => !@if.Condition.Span.Contains(node.Span),
        SwitchSectionSyntax => true,
        ConditionalExpressionSyntax conditional => !conditional.Condition.Span.Contains(node.Span),
        SwitchExpressionArmSyntax => true,
        BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression
            or (int)SyntaxKind.CoalesceExpression
        } binary
            => binary.Right.Span.Contains(node.Span),
        _ => false,
    };
}
