namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5003: clean-up that is given the token which has stopped the work, and so does not happen.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5003CleanupCancelledAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5003";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not cancel clean-up with the token that stops the work",
        "'{0}' throws at once when '{1}' has cancelled the work ({2}); pass 'CancellationToken.None'",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Warning,
        "A call that is given a cancelled token throws before it does anything: what was to be rolled back, released or recorded is not.");

    private static readonly DiagnosticDescriptor Cancelled = RuleDescriptor.Variant(
        Rule, "'{0}' throws at once because '{1}' is cancelled here ({2}); pass 'CancellationToken.None'");

    private static readonly DiagnosticDescriptor Retaken = RuleDescriptor.Variant(
        Rule, "'{0}' throws when '{1}' is cancelled, and what is released in the end ({2}) is not held; pass 'CancellationToken.None'");

    public ASYNC5003CleanupCancelledAnalyzer()
        : base(
            new[] { Rule, Cancelled, Retaken },
            Trigger.OnNames("IsCancellationRequested", "Cancel", "CancelAsync")
                .Append(Trigger.OnKind(SyntaxKind.CatchClause, static node => MayCleanUp(((CatchClauseSyntax)node).Block)))
                .Append(Trigger.OnKind(SyntaxKind.FinallyClause, static node => MayCleanUp(((FinallyClauseSyntax)node).Block)))
                .ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types)
        => types.CancellationToken is not null && types.OperationCanceledException is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        switch (node)
        {
            case FinallyClauseSyntax @finally:
                Report(
                    @finally.Block,
                    name => IsUsedIn(((TryStatementSyntax)@finally.Parent!).Block, name, context),
                    call => StoppedWork.Before(@finally, call.Token) is { } work && !IsOfSuccess(call, @finally, work) ? work : null,
                    context);
                ReportRetaken(@finally.Block, (TryStatementSyntax)@finally.Parent!, context);
                break;
            case CatchClauseSyntax @catch:
                Report(
                    @catch.Block,
                    name => IsUsedIn(((TryStatementSyntax)@catch.Parent!).Block, name, context)
                        || (@catch.Filter is { } filter && IsUsedIn(filter, name, context)),
                    call => IsRetry(call, @catch) || IsOfOtherException(call, @catch, context.Model) ? null
                        : StoppedWork.Before(@catch, call.Token, context.Model),
                    context);
                ReportRetaken(@catch.Block, (TryStatementSyntax)@catch.Parent!, context);
                break;
            // Tests give cancelled tokens to see what happens.
            case SimpleNameSyntax name when !context.Types.HasTestFramework:
                AnalyzeCancelled(name, context);
                break;
        }
    }

    private static bool MayCleanUp(BlockSyntax clause) => CleanupName.MayBeCalledIn(clause) || RetakenLock.MayBeIn(clause);

    private static void ReportRetaken(BlockSyntax clause, TryStatementSyntax @try, RuleContext context)
    {
        foreach (RetakenLock retaken in RetakenLock.In(clause, @try, context.Model))
        {
            if (!context.IsTakenOut(retaken.Method) && context.IsFirstAt(retaken.Argument.Span))
            {
                context.Saying(Retaken).ReportAs(
                    retaken.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                    retaken.Argument.GetLocation(),
                    new[] { retaken.LastRelease.GetLocation() },
                    CallSyntax.CalledName(retaken.Call)!,
                    retaken.Token.Text,
                    SourceLine.Of(retaken.LastRelease));
            }
        }
    }

    private static void AnalyzeCancelled(SimpleNameSyntax name, RuleContext context)
    {
        IReadOnlyList<StatementSyntax> code = CancelledCode.Of(name);
        if (!code.Any(CleanupName.MayBeCalledIn) || CallSyntax.Receiver(name) is not { } asked
            || TokenPath.Of(asked, context.Model) is not { } path)
        {
            return;
        }

        ITypeSymbol? type = context.Model.TypeOf(asked);
        TokenPath? token = type.Is(context.Types.CancellationToken) ? path
            : type.IsOrDerivesFrom(context.Types.CancellationTokenSource) ? path.OfSource()
            : null;
        if (token is not null)
        {
            var work = new StoppedWork(
                name, CleanupName.All, IsCertain: true);
            foreach (StatementSyntax statement in code)
            {
                Report(statement, name => name == token.LastName, call => token.IsAt(call.Argument) ? work : null, context);
            }
        }
    }

    /// <summary>Clean-up is given a token of the work only: what the work does not name is none.</summary>
    private static bool IsUsedIn(SyntaxNode work, string name, RuleContext context)
        => NameMentions.In(work, context.Model).Contains(name);

    private static void Report(
        SyntaxNode code, Func<string, bool> mayBeToken, Func<CleanupCall, StoppedWork?> find, RuleContext context)
    {
        List<CleanupCall> calls = CleanupCall.In(code, mayBeToken, context.Model);
        foreach (IGrouping<string, CleanupCall> ofToken in calls.GroupBy(static call => call.Token.Text))
        {
            // What stands before the last clean-up throws first.
            List<CleanupCall> sequence = ofToken.ToList();
            if (find(sequence[0]) is not { } first
                || !StoppableToken.Is(sequence[0].Token, code, context.Model))
            {
                continue;
            }

            int last = sequence.FindLastIndex(call => (call.Kind & first.Kinds) != 0);
            foreach (CleanupCall call in sequence.Take(last + 1))
            {
                if (first.IsFallback && (call.Kind & first.Kinds) == 0)
                {
                    break;
                }

                if (find(call) is { } work && !context.IsTakenOut(call.Method) && context.IsFirstAt(call.Argument.Span))
                {
                    context.Saying(work.IsCertain ? Cancelled : Rule).ReportAs(
                        IsMissed(call, work) && !IsDoneAtDisposal(call, context.Model) && IsSure(call, context.Model)
                            ? DiagnosticSeverity.Warning
                            : DiagnosticSeverity.Info,
                        call.Argument.GetLocation(),
                        new[] { work.Evidence.GetLocation() },
                        call.Name,
                        call.Token.Text,
                        SourceLine.Of(work.Evidence));
                }
            }
        }
    }

    /// <summary>
    /// What is left undone is missed by others. What is saved or written out after any end of the work is no clean-up of something held:
    /// whether a cancelled one is to be saved, the author knows.
    /// </summary>
    private static bool IsMissed(CleanupCall call, StoppedWork work)
        => work.IsCertain || !(CleanupName.IsFlush(call.Name) || (work.Kinds == CleanupName.Records && CleanupName.IsSaving(call.Name)));

    /// <summary>None of the bodies in sight that the call may run keeps the token for later, or ignores it.</summary>
    private static bool IsSure(CleanupCall call, CodeModel model)
        => TokenArguments.ParameterOf(call.Method, model.Types) is not { Ordinal: var place }
            || TokenEffect.Of(call.Method, place, model) == TokenEffectKind.Throws;

    /// <summary>
    /// <c>await using var transaction = …; … catch { await transaction.RollbackAsync(token); throw; }</c>: what is not rolled back here is
    /// rolled back there.
    /// </summary>
    private static bool IsDoneAtDisposal(CleanupCall call, CodeModel model)
        => call.Name.StartsWith("Rollback", StringComparison.Ordinal)
            && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call.Call)!) is IdentifierNameSyntax receiver
            && model.TypeOf(receiver)?.Name.EndsWith("Transaction", StringComparison.Ordinal) == true
            && model.SymbolOf(receiver) is ILocalSymbol local
            && model.SyntaxOf(local)?.Parent?.Parent is UsingStatementSyntax
                or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 };

    /// <summary>
    /// The work had called the same before, or the code before it, and looks at what that says: it is tried once more.
    /// </summary>
    private static bool IsRetry(CleanupCall call, CatchClauseSyntax @catch)
    {
        if (@catch.Parent is not TryStatementSyntax @try || FunctionSyntax.Enclosing(@catch) is not { } function)
        {
            return false;
        }

        string text = call.Call.ToString();
        return @try.Block.Descendants().Any(IsSame)
            || (IsAnswer(call.Call) && FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function)
                .TakeWhile(node => node.SpanStart < @try.SpanStart).Any(node => IsSame(node) && IsAnswer(node)));

        bool IsSame(SyntaxNode node) => node is InvocationExpressionSyntax other
            && CallSyntax.CalledName(other) == call.Name && other.ToString() == text;
    }

    /// <summary>The value of the call, or what it is awaited for, is used.</summary>
    private static bool IsAnswer(SyntaxNode call)
    {
        SyntaxNode current = call;
        while (current.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax
            or InvocationExpressionSyntax { ArgumentList.Arguments.Count: <= 1 })
        {
            current = current.Parent;
        }

        return current.Parent is not (StatementSyntax { RawKind: (int)SyntaxKind.ExpressionStatement } or ArrowExpressionClauseSyntax);
    }

    /// <summary>
    /// <c>if (e is InvalidOperationException)</c> or <c>if (IsTransient(e))</c> stands around the call: no cancellation comes there.
    /// </summary>
    private static bool IsOfOtherException(CleanupCall call, CatchClauseSyntax @catch, CodeModel model)
        => @catch.Declaration?.Identifier.ValueText is { Length: > 0 } exception
            && call.Call.Ancestors().TakeWhile(around => around != @catch).OfType<IfStatementSyntax>()
                .Where(@if => @if.Statement.Span.Contains(call.Call.Span))
                .SelectMany(static @if => CallSyntax.Operands(@if.Condition, SyntaxKind.LogicalAndExpression))
                .Any(condition => TestsKind(condition, exception)
                    || (TypeTested(condition, exception) is { } type
                        && model.TypeOf(type) is { TypeKind: TypeKind.Class } tested
                        && !tested.IsOrDerivesFrom(model.Types.OperationCanceledException)
                        && !model.Types.OperationCanceledException!.IsOrDerivesFrom((INamedTypeSymbol)tested)));

    /// <summary><c>IsTransient(e)</c>, <c>e.IsRetired()</c>: asks for the kind of the exception, but for the stop.</summary>
    private static bool TestsKind(ExpressionSyntax condition, string exception)
        => condition is InvocationExpressionSyntax asked && CallSyntax.CalledName(asked) is { } name && !name.Contains("Cancel")
            && (asked.ArgumentList.Arguments.Any(argument => IsNamed(argument.Expression, exception))
                || (asked.Expression is MemberAccessExpressionSyntax access && IsNamed(access.Expression, exception)));

    private static bool IsNamed(ExpressionSyntax expression, string name)
        => expression is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name;

    /// <summary>The type in <c>e is Type</c> and <c>e is Type name</c>.</summary>
    private static TypeSyntax? TypeTested(ExpressionSyntax condition, string exception) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression, Left: IdentifierNameSyntax name, Right: TypeSyntax type }
            when name.Identifier.ValueText == exception => type,
        IsPatternExpressionSyntax { Expression: IdentifierNameSyntax name, Pattern: DeclarationPatternSyntax { Type: var type } }
            when name.Identifier.ValueText == exception => type,
        IsPatternExpressionSyntax { Expression: IdentifierNameSyntax name, Pattern: RecursivePatternSyntax { Type: { } type } }
            when name.Identifier.ValueText == exception => type,
        _ => null,
    };

    /// <summary>In a <c>finally</c>, the call is behind a flag that the work sets when all that heeds the token is done.</summary>
    private static bool IsOfSuccess(CleanupCall call, FinallyClauseSyntax @finally, StoppedWork work)
    {
        BlockSyntax block = ((TryStatementSyntax)@finally.Parent!).Block;
        int lastGiven = call.Token.MentionsIn(block).Select(static mention => mention.SpanStart).Append(work.Evidence.SpanStart).Max();
        return call.Call.Ancestors().TakeWhile(around => around != @finally).OfType<IfStatementSyntax>()
            .Where(@if => @if.Statement.Span.Contains(call.Call.Span))
            .SelectMany(static @if => CallSyntax.Operands(@if.Condition, SyntaxKind.LogicalAndExpression))
            .OfType<IdentifierNameSyntax>()
            .Any(flag => block.Descendants().OfType<AssignmentExpressionSyntax>()
                .Where(assignment => assignment.Left is IdentifierNameSyntax set && set.Identifier.ValueText == flag.Identifier.ValueText)
                .ToArray() is { Length: > 0 } sets
                && Array.TrueForAll(sets, set => set.SpanStart > lastGiven || IsSetOnReturn(set)));
    }

    /// <summary><c>done = true; return true;</c>: nothing is cancelled behind it.</summary>
    private static bool IsSetOnReturn(AssignmentExpressionSyntax set)
        => set.Parent is ExpressionStatementSyntax { Parent: BlockSyntax { Statements: var statements } } statement
            && statements.IndexOf(statement) + 1 is var next && next < statements.Count
            && statements[next] is ReturnStatementSyntax { Expression: null or LiteralExpressionSyntax or IdentifierNameSyntax };
}
