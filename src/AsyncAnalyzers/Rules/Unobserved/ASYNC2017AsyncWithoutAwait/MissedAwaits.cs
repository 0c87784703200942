namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>What an async function does without an await that asks for one: it waits in another way, or leaves a task alone.</summary>
internal static class MissedAwaits
{
    /// <summary>
    /// The function blocks, itself or through the functions that it calls, or makes a task and lets it fall. Sooner silent than wrong:
    /// names decide where binding would cost.
    /// </summary>
    public static bool AreIn(SyntaxNode function, RuleContext context)
    {
        CodeModel model = context.Model;
        CancellationToken cancellationToken = context.CancellationToken;
        MethodSummaries summaries = MethodSummaries.Of(model.Compilation, context.AnalyzerOptions, cancellationToken);
        BlockingApis apis = BlockingApis.Of(model.Compilation, context.AnalyzerOptions, cancellationToken);
        NameScope scope = summaries.Names.ScopeOf(function);
        foreach (SyntaxNode node in ExecutedCode.NodesOf(function, withNested: false))
        {
            if (BlockingLeaf.MayBeAt(node, scope, apis, context.Types)
                || node is InvocationExpressionSyntax call && HasCounterpart(call, context)
                || node is StatementSyntax statement
                    && (LeavesTask(statement, context) || IsSlowDisposal(statement, context) || IsLoopNest(statement)))
            {
                return true;
            }
        }

        return summaries.Names.CandidatesIn(function, scope, cancellationToken).Any(site
            => summaries.ChainFrom(site, model) is not null);
    }

    /// <summary>The call has an asynchronous counterpart.</summary>
    private static bool HasCounterpart(InvocationExpressionSyntax call, RuleContext context)
        => CallSyntax.CalledName(call) is { } name
            && AwaitableNames.Of(context.Model.Compilation).HasAsyncForm(name)
            && CallSyntax.MethodOf(call, context.Model) is { } method
            && AsyncCounterpart.Find(call, method, context.Model, withToken: false) is not null;

    /// <summary>
    /// <c>FAsync();</c>, <c>x?.FAsync();</c>, <c>Task t = FAsync();</c>: an await was meant, or the task is for another rule to speak of.
    /// </summary>
    private static bool LeavesTask(StatementSyntax statement, RuleContext context)
    {
        ExpressionSyntax? made = statement switch
        {
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } assignment }
                => context.Model.SymbolOf(target) is ILocalSymbol ? assignment.Right : null,
            ExpressionStatementSyntax { Expression: not AssignmentExpressionSyntax and var expression } => expression,
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } => variables[0].Initializer?.Value,
            _ => null,
        };
        return made is not null && CallSyntax.WalkDownParentheses(made) is InvocationExpressionSyntax or ConditionalAccessExpressionSyntax
            && context.Model.TypeOf(made).IsAwaitable(context.Model, made.SpanStart);
    }

    private static bool IsSlowDisposal(StatementSyntax statement, RuleContext context)
        => statement is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }
            && AsyncDisposal.DisposedIn(statement, context.Model) is not null;

    /// <summary>A loop in a loop may be long work, which belongs off the event loop, behind an await.</summary>
    private static bool IsLoopNest(StatementSyntax statement)
        => LoopBounds.IsLoop(statement) && statement.Ancestors().TakeWhile(ancestor
            => ancestor is StatementSyntax and not LocalFunctionStatementSyntax).Any(LoopBounds.IsLoop);
}
