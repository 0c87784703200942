namespace AsyncAnalyzers.Semantics;

/// <summary>Tasks in locals that no path looks at.</summary>
internal static class UnobservedLocal
{
    private static readonly ModelCache<Uses> UsesOfLocals = new();

    /// <summary>The declarator of the local that an assignment of started work sets; null for other assignments.</summary>
    public static VariableDeclaratorSyntax? DeclaratorOf(IdentifierNameSyntax left, ExpressionSyntax value, CodeModel model)
        => StartedWork.CallsIn(value).Any(call => StartedWork.MayStart(call, model.Compilation))
            && model.SymbolOf(left) is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } references }
                ? references[0].GetSyntax(model.CancellationToken) as VariableDeclaratorSyntax
                : null;

    /// <param name="declarator">The local.</param>
    /// <param name="write">What sets it: the declarator itself, or an assignment that is a statement.</param>
    /// <param name="value">What it is set to.</param>
    /// <param name="model">The model of the tree.</param>
    public static UnobservedTask? Find(VariableDeclaratorSyntax declarator, SyntaxNode write, ExpressionSyntax value, CodeModel model)
    {
        string name = declarator.Identifier.ValueText;
        if (!IsFollowed(declarator)
            || IsForNobody(name)
            || !StartedWork.CallsIn(value).Any(call => StartedWork.MayStart(call, model.Compilation)))
        {
            return null;
        }

        Uses uses = UsesOfLocals.GetOrAdd(model, declarator, _ => UsesOf(declarator, model));
        if (uses.AreUnknown)
        {
            return null;
        }

        bool isRead = uses.IsRead;
        if ((isRead && uses.Writes < 2)
            || model.GetDeclaredSymbol(declarator) is not ILocalSymbol { IsRef: false } local
            || !(local.Type.IsTaskOrValueTask(model.Types) || local.Type.Name.StartsWith("Configured", StringComparison.Ordinal)
                || DroppedTask.IsReportedAwaitable(local.Type, model, declarator.SpanStart))
            || StartedWork.Find(value, model) is not { } call
            || !IsForAwaiting(local.Type, call, model.Types))
        {
            return null;
        }

        if (!isRead)
        {
            return IsAsserted(write, model) ? null : new UnobservedTask(UnobservedTaskKind.NeverRead, value, call, name);
        }

        // A timer that is set anew is not waited for.
        if (CallSyntax.CalledName(call) == "Delay"
            || FunctionSyntax.Enclosing(write) is not { } function
            || LocalValueFlow.FateOf(write, local, function, model) is not { } fate)
        {
            return null;
        }

        SyntaxNode? overwriter = fate.OverwrittenBy.FirstOrDefault(found => found is AssignmentExpressionSyntax);
        if (!fate.IsRead)
        {
            return new UnobservedTask(overwriter is null
                ? UnobservedTaskKind.NeverRead
                : UnobservedTaskKind.Overwritten, value, call, name, overwriter);
        }

        if (fate.OverwrittenBy.Contains(write) && write is AssignmentExpressionSyntax)
        {
            return IsInEveryTurn(write) ? new UnobservedTask(UnobservedTaskKind.OverwrittenInLoop, value, call, name, write) : null;
        }

        return overwriter is null ? null : new UnobservedTask(UnobservedTaskKind.OverwrittenAtTimes, value, call, name, overwriter);
    }

    /// <summary>
    /// A task, a type that async methods return, or what a method answers that says by its name that it is to be awaited.
    /// </summary>
    public static bool IsForAwaiting(ITypeSymbol type, InvocationExpressionSyntax call, KnownTypes types)
        => type.IsTaskOrTaskLike(types) || type.Name.StartsWith("Configured", StringComparison.Ordinal)
            || CallSyntax.CalledName(call)?.EndsWith("Async", StringComparison.Ordinal) == true;

    /// <summary>The name says that the value is not wanted: <c>_</c>, <c>ignored</c>, <c>unusedTask</c>, <c>noWait</c>.</summary>
    private static bool IsForNobody(string name)
        => name.All(character => character == '_')
            || name.Trim('_').ToLowerInvariant() is "nowait" or "noawait" or "notawaited" or "unawaited" or "fireandforget"
            || NameWords.Of(name).Exists(static word
                => word.ToLowerInvariant() is "ignore" or "ignored" or "unused" or "discard" or "discarded" or "dummy" or "forget");

    private static Uses UsesOf(VariableDeclaratorSyntax declarator, CodeModel model)
    {
        bool isRead = false;
        int writes = declarator.Initializer is null ? 0 : 1;
        foreach (IdentifierNameSyntax mention in VariableMentions.Of(declarator, model))
        {
            if (TaskUse.IsCaptured(mention, declarator) || IsReference(mention))
            {
                return new Uses(AreUnknown: true, IsRead: true, Writes: 0);
            }

            TaskUseKind use = TaskUse.Of(mention).Kind;
            isRead |= use is not (TaskUseKind.NotRead or TaskUseKind.Dropped);
            writes += use == TaskUseKind.NotRead ? 1 : 0;
        }

        return new Uses(AreUnknown: false, isRead, writes);
    }

    /// <summary>An assertion runs the lambda to see what the call throws before it has a task.</summary>
    private static bool IsAsserted(SyntaxNode write, CodeModel model)
        => FunctionSyntax.Enclosing(write) is AnonymousFunctionExpressionSyntax lambda && TestAssertions.IsAsserted(lambda, model);

    /// <summary>A plain local: not of a <c>using</c>, which disposes it, or of a loop.</summary>
    private static bool IsFollowed(VariableDeclaratorSyntax declarator)
        => declarator.Parent is VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } };

    private static bool IsReference(IdentifierNameSyntax mention)
        => mention.Parent is RefExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression }
            || mention.Parent is ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword };

    /// <summary>The assignment is a statement of the loop's own block, and no choice of the loop: it does not look for one item.</summary>
    private static bool IsInEveryTurn(SyntaxNode write)
        => write.Parent is ExpressionStatementSyntax statement
            && (statement.Parent is BlockSyntax block ? block.Parent : statement.Parent)
                is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    /// <summary>What the mentions of a local tell together.</summary>
    /// <param name="AreUnknown">Another function, or a ref, may read it at any time.</param>
    /// <param name="IsRead">Some mention reads it.</param>
    /// <param name="Writes">How many set it, its declaration included.</param>
    private readonly record struct Uses(bool AreUnknown, bool IsRead, int Writes);
}
