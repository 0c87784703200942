namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Catch clauses that were written for the failure of a task, and never see it because the task is not awaited.</summary>
internal static class HandledFaults
{
    /// <summary>How many helpers are followed that only hand on what another one makes of the exception.</summary>
    private const int MaximumDepth = 2;

    /// <summary>Thrown by what builds a call rather than by the work: by parsing, casting, reflection, a closed object.</summary>
    private static readonly HashSet<string> ThrownWhileCalling = new(StringComparer.Ordinal)
    {
        "ArgumentException", "ArgumentNullException", "ArgumentOutOfRangeException", "FormatException",
        "OverflowException", "InvalidCastException", "NotSupportedException", "NotImplementedException",
        "PlatformNotSupportedException", "NullReferenceException", "IndexOutOfRangeException", "KeyNotFoundException",
        "UriFormatException", "MissingMethodException", "MissingMemberException", "TypeLoadException",
        "ObjectDisposedException", "RuntimeBinderException", "DllNotFoundException", "EntryPointNotFoundException",
        "BadImageFormatException", "FileLoadException", "AmbiguousMatchException", "TypeInitializationException",
    };

    /// <summary>The first clause that would handle a fault of the task, were it awaited in the block.</summary>
    public static CatchClauseSyntax? MissedBy(TryStatementSyntax @try, InvocationExpressionSyntax call, CodeModel model)
    {
        if (@try.Catches.Count == 0 || CallSyntax.MethodOf(call, model) is not { } method || NeverFails(method, model.Types))
        {
            return null;
        }

        foreach (CatchClauseSyntax clause in @try.Catches)
        {
            string? caught = NameOf(clause.Declaration?.Type);
            if (caught is "TargetInvocationException" or "AggregateException" || IsPassedOn(clause, model) || CallsTheSame(clause, call))
            {
                continue;
            }

            if ((caught is null || !ThrownWhileCalling.Contains(caught) || (method.IsAsync && IsOnlyCallOf(@try, call)))
                && !HandlesItself(method, caught, model.CancellationToken))
            {
                return clause;
            }
        }

        return null;
    }

    /// <summary>All that the clause does is to log the exception and to throw it on: nothing but a line of the log is missed.</summary>
    public static bool OnlyLogs(CatchClauseSyntax clause)
        => clause.Block.Statements is { Count: > 1 } statements
            && statements[statements.Count - 1] is ThrowStatementSyntax { Expression: null }
            && statements.Take(statements.Count - 1).All(static statement
                => statement is ExpressionStatementSyntax { Expression: var expression } && DroppedTask.CallIn(expression) is { } call
                    && IsLogging(call));

    /// <summary><c>Log.Error(e)</c>, <c>_logger.LogWarning(e, …)</c>, <c>LogFailure(e)</c>, <c>Console.WriteLine(e)</c>.</summary>
    private static bool IsLogging(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) is { } name
            && ((name.StartsWith("Log", StringComparison.Ordinal) && (name.Length == 3 || char.IsUpper(name[3])))
                || (CallSyntax.CalledNameSyntax(call) is { } called && CallSyntax.Receiver(called) is { } receiver
                    && receiver.DescendantsAndSelf().OfType<SimpleNameSyntax>().LastOrDefault()?.Identifier.ValueText is { } log
                    && (log is "Console" or "Debug" or "Trace" || log.EndsWith("log", StringComparison.OrdinalIgnoreCase)
                        || log.EndsWith("logger", StringComparison.OrdinalIgnoreCase))));

    /// <summary>A continuation runs however the task before it ends, and so does what waits for the first of several.</summary>
    private static bool NeverFails(IMethodSymbol method, KnownTypes types)
        => method.ContainingType.IsTask(types)
            && (method.Name is "ContinueWith" or "WhenAny" || (method.Name == "Delay" && method.Parameters.Length == 1));

    /// <summary>The called method catches the same: the clause out here is for what is thrown before its task exists.</summary>
    private static bool HandlesItself(IMethodSymbol method, string? caught, CancellationToken cancellationToken)
        => CalledSource.DeclarationOf(method, cancellationToken) is { } function
            && FunctionSyntax.IsAsync(function)
            && FunctionSyntax.Body(function) is BlockSyntax body
            && FunctionSyntax.OwnNodes(body).OfType<CatchClauseSyntax>().Any(clause
                => NameOf(clause.Declaration?.Type) is var handled && (handled is null or "Exception" || handled == caught));

    private static bool IsOnlyCallOf(TryStatementSyntax @try, InvocationExpressionSyntax call)
        => !@try.Block.Descendants(node
            => !FunctionSyntax.IsFunction(node)).Any(node
                => node != call
                    && node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or CastExpressionSyntax
                        or ElementAccessExpressionSyntax);

    /// <summary>
    /// The clause throws the exception on, closes what was opened before, or puts the exception into a task: that serves failures before
    /// there is a task.
    /// </summary>
    private static bool IsPassedOn(CatchClauseSyntax clause, CodeModel model)
    {
        SyntaxList<StatementSyntax> statements = clause.Block.Statements;
        if (statements.LastOrDefault() is ThrowStatementSyntax { Expression: null }
            && statements.Take(statements.Count - 1).All(statement
                => statement is ExpressionStatementSyntax { Expression: var expression } && IsClosing(expression)))
        {
            return true;
        }

        return clause.Block.Descendants().Any(node => FillsTask(node)
            || (node is ReturnStatementSyntax { Expression: InvocationExpressionSyntax helper } && TakesCaught(helper, clause)
                && MakesFailedTask(helper, model, MaximumDepth)));
    }

    /// <summary>The helper puts the exception into a task: its name or its code says so, or that of the helper which it returns.</summary>
    private static bool MakesFailedTask(InvocationExpressionSyntax helper, CodeModel model, int depth)
        => CallSyntax.CalledName(helper) is "FromError" or "FromException" or "Faulted" or "FromFault"
            || (depth > 0 && CallSyntax.MethodOf(helper, model) is { } method
                && CalledSource.Of(method, model) is { } source
                && (source.Body.DescendantsAndSelf().Any(FillsTask)
                    || FunctionSyntax.ReturnedBy(source.Body).Any(returned => returned is InvocationExpressionSyntax next
                        && MakesFailedTask(next, CodeModel.Of(source.Model, model.CancellationToken), depth - 1))));

    /// <summary>Names what puts an exception into a task.</summary>
    private static bool FillsTask(SyntaxNode node)
        => node is SimpleNameSyntax { Identifier.ValueText: var name }
            && (name is "FromException" or "FromCanceled" or "SetCanceled" or "TrySetCanceled"
                || (name.EndsWith("Exception", StringComparison.Ordinal)
                    && (name.StartsWith("Set", StringComparison.Ordinal) || name.StartsWith("TrySet", StringComparison.Ordinal))));

    private static bool TakesCaught(InvocationExpressionSyntax call, CatchClauseSyntax clause)
        => clause.Declaration?.Identifier.ValueText is { Length: > 0 } caught
            && call.ArgumentList.Arguments.Any(argument
                => argument.Expression is IdentifierNameSyntax { Identifier.ValueText: var given } && given == caught);

    /// <summary>The clause relies on the same method: its failure is not what it was written for.</summary>
    private static bool CallsTheSame(CatchClauseSyntax clause, InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) is { } name
            && clause.Block.Descendants().Any(node => node is InvocationExpressionSyntax other && CallSyntax.CalledName(other) == name);

    private static bool IsClosing(ExpressionSyntax expression)
        => DroppedTask.CallIn(expression) is { } call && CallSyntax.CalledName(call) is "Dispose" or "Close" or "Abort" or "Kill";

    private static string? NameOf(TypeSyntax? type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        _ => null,
    };
}
