namespace AsyncAnalyzers.Semantics;

/// <summary>How surely a call adds to work that something else runs and whose end it reports.</summary>
internal enum Collecting
{
    /// <summary>It starts work of its own.</summary>
    No,

    /// <summary>Its receiver is of a type named like a batch, or is told to execute, flush or commit later.</summary>
    Perhaps,

    /// <summary>Its receiver was made as a batch, or is of a type named so and executed later in the function.</summary>
    Yes,
}

/// <summary>
/// Calls on a transaction, batch or pipeline object: <c>batch.SetAsync(key, value); …; batch.Execute();</c>. What they return completes
/// with the batch,
/// whose own answer says whether it failed.
/// </summary>
internal static class CollectedWork
{
    private static readonly HashSet<string> Executing = new(StringComparer.Ordinal)
    {
        "Execute", "ExecuteAsync", "ExecuteBatch", "ExecuteBatchAsync", "ExecuteTransaction", "ExecuteTransactionAsync", "Exec",
            "ExecAsync", "EndBatch", "EndBatchAsync",
    };

    private static readonly HashSet<string> Ending = new(StringComparer.Ordinal)
    {
        "Commit", "CommitAsync", "Flush", "FlushAsync", "Submit", "SubmitAsync", "SendBatch", "SendBatchAsync", "Complete", "CompleteAsync",
    };

    private static readonly string[] Kinds = { "Transaction", "Batch", "Pipeline", "TransactionalBatch" };

    private static readonly string[] Makers = { "Create", "Begin", "Start", "New", "Open" };

    /// <param name="call">The call whose task is dropped.</param>
    /// <param name="method">The method that it calls.</param>
    /// <param name="model">The model of the tree.</param>
    public static Collecting Of(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        if (method.IsStatic || CallSyntax.CalledNameSyntax(call) is not { } name || IsEnd(name.Identifier.ValueText)
            || CallSyntax.Receiver(name) is not { } receiver
            || CallSyntax.WalkDownParentheses(receiver) is not IdentifierNameSyntax variable
            || model.SymbolOf(variable) is not { } symbol
            || symbol is not (ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol)
            || model.TypeOf(variable) is not { } type
            || IsDirect(type, model.Types)
            || FunctionSyntax.Enclosing(call) is not { } function)
        {
            return Collecting.No;
        }

        bool isNamedSo = IsNamedLikeBatch(type.Name);
        bool ends = false;
        foreach (IdentifierNameSyntax mention in VariableMentions.In(FunctionSyntax.OutermostEnclosing(function),
            variable.Identifier.ValueText, model))
        {
            if (mention.SpanStart > call.SpanStart
                && TaskUse.Of(mention) is { Kind: TaskUseKind.Passed, Place: InvocationExpressionSyntax later }
                && CallSyntax.CalledName(later) is { } called)
            {
                if (isNamedSo && Executing.Contains(called))
                {
                    return Collecting.Yes;
                }

                ends |= Executing.Contains(called) || Ending.Contains(called);
            }
        }

        return symbol is ILocalSymbol local && IsMadeAsBatch(local, model.CancellationToken) ? Collecting.Yes
            : ends || isNamedSo ? Collecting.Perhaps
            : Collecting.No;
    }

    /// <summary>
    /// <c>database.CreateTransaction()</c>, <c>connection.BeginBatch()</c>: not <c>BeginTransaction</c>, which collects nothing.
    /// </summary>
    private static bool IsMadeAsBatch(ILocalSymbol local, CancellationToken cancellationToken)
        => local.FirstSyntax(cancellationToken)
                is VariableDeclaratorSyntax { Initializer.Value: { } value }
            && DroppedTask.CallIn(value is AwaitExpressionSyntax awaited ? awaited.Expression : value) is { } made
            && CallSyntax.CalledName(made) is { } maker
            && WithoutAsync(maker) is var bare && bare != "BeginTransaction"
            && Array.Exists(Makers, prefix => bare.StartsWith(prefix, StringComparison.Ordinal))
            && IsNamedLikeBatch(bare);

    private static bool IsNamedLikeBatch(string name) => Array.Exists(Kinds, kind => name.EndsWith(kind, StringComparison.Ordinal));

    private static bool IsEnd(string name)
        => Executing.Contains(name) || Ending.Contains(name)
            || name.StartsWith("Execute", StringComparison.Ordinal) || name.StartsWith("Rollback", StringComparison.Ordinal)
            || name.StartsWith("Dispose", StringComparison.Ordinal)
            || name.StartsWith("Save", StringComparison.Ordinal) || name.StartsWith("Close", StringComparison.Ordinal);

    /// <summary>Streams, writers and the framework's database objects work at once.</summary>
    private static bool IsDirect(ITypeSymbol type, KnownTypes types)
    {
        if (type.IsOrDerivesFrom(types.Stream) || type.IsOrDerivesFrom(types.TextWriter))
        {
            return true;
        }

        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name.StartsWith("Db", StringComparison.Ordinal)
                && current.Name is "DbTransaction" or "DbConnection" or "DbCommand" or "DbBatch" or "DbContext"
                || current.Name is "PipeWriter" or "Socket")
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(static implemented => implemented.Name is "IDbTransaction" or "IDbConnection" or "IDbCommand");
    }

    private static string WithoutAsync(string name)
        => name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - 5) : name;
}
