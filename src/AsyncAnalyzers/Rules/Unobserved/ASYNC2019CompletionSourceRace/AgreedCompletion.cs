namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>What two completions of one source may agree by: a lock, an entry that one of them removes, a flag, a new source.</summary>
internal static class AgreedCompletion
{
    private static readonly HashSet<string> Taking = new(StringComparer.Ordinal)
    {
        "TryRemove", "Remove", "TryTake", "TryDequeue", "TryPop", "TryUpdate", "TryAdd", "TryRead",
    };

    /// <summary>Something orders the two, or decides which of them comes. Over-approximates.</summary>
    public static bool Orders(CompletionSide one, CompletionSide other)
        => (IsTaken(one) && IsTaken(other))
            || IsNewOrReplaced(one) || IsNewOrReplaced(other)
            || IsUnsubscribed(one.Run) || IsUnsubscribed(other.Run)
            || HaveFlag(one, other)
            || HaveLock(one, other);

    /// <summary>A condition around the call, or before it, asks for the state of a task: <c>if (!s.Task.IsCompleted)</c>.</summary>
    public static bool AsksForState(SyntaxNode call)
        => ControllingCondition.Of(call).Any(static condition => condition.Tested.DescendantNodesAndSelf().Any(static node
            => node is SimpleNameSyntax
            {
                Identifier.ValueText: "IsCompleted" or "IsCanceled" or "IsFaulted" or "Status"
                or "IsCompletedSuccessfully"
            }));

    /// <summary>The source comes out of the collection by the same step, or the call runs only where a step like it succeeded.</summary>
    private static bool IsTaken(CompletionSide side)
        => side.Origin.IsTaken
            || IsConsumed(side.Completion.Receiver)
            || ControllingCondition.Of(side.Completion.Call)
                .SelectMany(static condition => condition.Tested.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>())
                .Any(static call => CallSyntax.CalledName(call) is { } name && Taking.Contains(name));

    /// <summary>A loop that takes what it goes through has the item: <c>await foreach (var x in reader.ReadAllAsync())</c>.</summary>
    private static bool IsConsumed(ExpressionSyntax source)
        => CallSyntax.LeftmostOf(source) is IdentifierNameSyntax { Identifier.ValueText: var item }
            && source.Ancestors().OfType<ForEachStatementSyntax>().Any(loop => loop.Identifier.ValueText == item
                && loop.Expression.DescendantsAndSelf().Any(static node
                    => node is SimpleNameSyntax { Identifier.ValueText: "ReadAllAsync" or "GetConsumingEnumerable" }));

    /// <summary>
    /// The function puts another source into the variable: before the completion, or, where it is what comes at any time, before or after.
    /// </summary>
    private static bool IsNewOrReplaced(CompletionSide side)
    {
        SyntaxNode call = side.Completion.Call;
        if (!side.Origin.IsMember || side.Origin.IsElement || FunctionSyntax.Enclosing(call) is not { } function)
        {
            return false;
        }

        bool always = side.Run.Runner is CompletionRunner.Timeout or CompletionRunner.Close;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
        {
            if (node is AssignmentExpressionSyntax assignment
                && (always || assignment.SpanStart < call.SpanStart)
                && assignment.Left is IdentifierNameSyntax or MemberAccessExpressionSyntax
                && SymbolEqualityComparer.Default.Equals(side.Model.SymbolOf(assignment.Left)?.OriginalDefinition, side.Origin.Symbol))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The function ends subscriptions, its own or those of the other.</summary>
    private static bool IsUnsubscribed(CompletionRun run)
        => FunctionSyntax.OwnNodes(FunctionSyntax.Body(run.Function) ?? run.Function)
            .Any(static node => node is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression });

    /// <summary>Both functions ask or set one flag, or one number by reference.</summary>
    private static bool HaveFlag(CompletionSide one, CompletionSide other)
        => FlagsAround(one) is { } flags && FlagsAround(other) is { } theirs && flags.Overlaps(theirs);

    private static HashSet<ISymbol>? FlagsAround(CompletionSide side)
    {
        HashSet<ISymbol>? flags = null;
        SyntaxNode call = side.Completion.Call;
        SyntaxNode? function = FunctionSyntax.Enclosing(call);
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(function is null ? call : FunctionSyntax.Body(function) ?? function))
        {
            if (node is IdentifierNameSyntax name
                && name.Parent is not InvocationExpressionSyntax
                && side.Model.SymbolOf(name) is { } symbol
                && symbol switch
                {
                    IFieldSymbol field => field.Type,
                    IPropertySymbol property when property.DeclaringSyntaxReferences.Length > 0 => property.Type,
                    ILocalSymbol local => local.Type,
                    _ => null,
                } is { SpecialType: SpecialType.System_Boolean or SpecialType.System_Int32 } type
                && (type.SpecialType == SpecialType.System_Boolean || name.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 }))
            {
                (flags ??= new(SymbolEqualityComparer.Default)).Add(symbol.OriginalDefinition);
            }
        }

        return flags;
    }

    private static bool HaveLock(CompletionSide one, CompletionSide other)
    {
        LockSet first = HeldAt(one.Completion.Call, one.Model);
        LockSet second = HeldAt(other.Completion.Call, other.Model);
        return first.HoldsUnknown || second.HoldsUnknown || first.MayExclude(second);
    }

    /// <summary>What hands a lambda on holds its locks for itself.</summary>
    private static LockSet HeldAt(SyntaxNode place, CodeModel model)
        => FunctionSyntax.Enclosing(place) is AnonymousFunctionExpressionSyntax
            ? LockSets.TakenAt(place, model)
            : LockSets.At(place, model);
}
