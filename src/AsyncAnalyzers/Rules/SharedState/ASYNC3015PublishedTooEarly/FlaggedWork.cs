namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>The work that a flag says is done, where it stands behind the place that sets the flag.</summary>
internal static class FlaggedWork
{
    private static readonly HashSet<string> WordsOfDone = new(StringComparer.OrdinalIgnoreCase)
    {
        "Initialized", "Initialised", "Initialization", "Inited", "Init", "Loaded", "Ready", "Built", "Populated", "Cached", "Configured",
        "Registered", "Filled", "Prepared", "Created", "Compiled", "Parsed", "Resolved", "Computed", "Calculated", "Scanned", "Read",
    };

    /// <summary>What tells others, and makes nothing that they need.</summary>
    private static readonly string[] QuietVerbs =
    {
        "Log", "On", "Raise", "Notify", "Pulse", "Release", "Exit", "Dispose", "Stop", "Assert", "Trace", "Write", "Debug", "Info", "Warn",
    };

    private static readonly HashSet<string> QuietReceivers = new(StringComparer.OrdinalIgnoreCase)
    {
        "_logger", "logger", "_log", "log", "Log", "s_logger", "Console", "Debug", "Trace", "Interlocked", "Volatile", "Monitor", "Thread",
    };

    /// <summary>
    /// The first piece of work behind the assignment of the flag, where the flag's name says what is done, or the function goes on with
    /// what the work sets.
    /// </summary>
    public static SyntaxNode? Find(FirstUse use, SyntaxNode function, CodeModel model)
    {
        List<string> words = NameWords.Of(use.Name);
        bool speaksOfDone = words.Exists(WordsOfDone.Contains);
        if (!speaksOfDone && (words.Exists(IsProgress) || IsTakenBack(use, function)))
        {
            return null;
        }

        SyntaxNode? first = null;
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (SyntaxNode node in use.Later().SelectMany(FunctionSyntax.OwnNodes))
        {
            bool isWork = node switch
            {
                InvocationExpressionSyntax call => IsCall(call) && !IsLeftAlone(call, model),
                // What is emptied afterwards was of use before.
                AssignmentExpressionSyntax { Right.RawKind: (int)SyntaxKind.NullLiteralExpression } => false,
                AssignmentExpressionSyntax assignment => TargetOf(assignment) is { } target && target != use.Name
                    && IsMember(assignment, model) && written.Add(target) is var _,
                _ => false,
            };
            if (!isWork)
            {
                continue;
            }

            first ??= node;
            if (Filling.CalledOf(node, model) is { } called)
            {
                written.UnionWith(FunctionSyntax.OwnNodes(called.Body).OfType<AssignmentExpressionSyntax>()
                    .Select(TargetOf).OfType<string>());
            }
        }

        if (first is null || speaksOfDone)
        {
            return first;
        }

        SyntaxNode once = use.Once();
        return FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node
            => node is IdentifierNameSyntax name && written.Contains(name.Identifier.ValueText) && !once.Span.Contains(name.Span))
                ? first
                : null;
    }

    /// <summary><c>_preparing</c>, <c>_isBusy</c>: the flag keeps others away from work that goes on, and is set before it.</summary>
    private static bool IsProgress(string word)
        => (word.Length > 6 && word.EndsWith("ing", StringComparison.OrdinalIgnoreCase))
            || "Busy".Equals(word, StringComparison.OrdinalIgnoreCase) || "Progress".Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Behind the work the same function sets the flag back, and not only where the work has failed.</summary>
    private static bool IsTakenBack(FirstUse use, SyntaxNode function)
        => FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node => node is AssignmentExpressionSyntax
        {
            RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression
        } back
            && back.SpanStart > use.Assignment.Span.End && OwnMember.NameWithTypeOf(back.Left) == use.Name
            && back.FirstAncestorOrSelf<CatchClauseSyntax>() is null
            && back.FirstAncestorOrSelf<IfStatementSyntax>() == use.Assignment.FirstAncestorOrSelf<IfStatementSyntax>());

    private static bool IsCall(InvocationExpressionSyntax call)
        => CallSyntax.CalledNameSyntax(call) is { } name
            && name.Identifier.ValueText is not ("nameof" or "Set" or "SetResult" or "TrySetResult" or "ConfigureAwait" or "Invoke")
            && !Array.Exists(QuietVerbs, verb => name.Identifier.ValueText.StartsWith(verb, StringComparison.Ordinal))
            && (CallSyntax.Receiver(name) is not { } receiver || !QuietReceivers.Contains(
                CallSyntax.LeftmostOf(receiver) is SimpleNameSyntax root ? root.Identifier.ValueText : ""));

    /// <summary>
    /// <c>_ = Task.Run(LoadAsync);</c> The work goes on when the function has ended: a flag that is set behind it says no more.
    /// </summary>
    private static bool IsLeftAlone(InvocationExpressionSyntax call, CodeModel model)
        => TaskUse.Of(call).Kind == TaskUseKind.Discarded && model.TypeOf(call).IsTaskOrValueTask(model.Types);

    /// <summary>The field or property that is assigned, or whose element or member is.</summary>
    private static string? TargetOf(AssignmentExpressionSyntax assignment)
    {
        ExpressionSyntax target = assignment.Left;
        while (target is ElementAccessExpressionSyntax element)
        {
            target = element.Expression;
        }

        return OwnMember.NameWithTypeOf(target);
    }

    private static bool IsMember(AssignmentExpressionSyntax assignment, CodeModel model)
    {
        ExpressionSyntax target = assignment.Left;
        while (target is ElementAccessExpressionSyntax element)
        {
            target = element.Expression;
        }

        return model.SymbolOf(target) is IFieldSymbol or IPropertySymbol;
    }
}
