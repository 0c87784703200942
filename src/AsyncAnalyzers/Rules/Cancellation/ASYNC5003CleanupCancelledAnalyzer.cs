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

    public ASYNC5003CleanupCancelledAnalyzer()
        : base(
            new[] { Rule, Cancelled },
            Trigger.OnNames("IsCancellationRequested", "Cancel", "CancelAsync")
                .Append(Trigger.OnKind(SyntaxKind.CatchClause, static node => CleanupName.MayBeCalledIn(((CatchClauseSyntax)node).Block)))
                .Append(Trigger.OnKind(SyntaxKind.FinallyClause, CleanupName.MayBeCalledIn))
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
                break;
            case CatchClauseSyntax @catch:
                Report(
                    @catch.Block,
                    name => IsUsedIn(((TryStatementSyntax)@catch.Parent!).Block, name, context)
                        || (@catch.Filter is { } filter && IsUsedIn(filter, name, context)),
                    call => IsRetry(call, @catch) ? null
                        : StoppedWork.Before(@catch, call.Token, context.Model),
                    context);
                break;
            // Tests give cancelled tokens to see what happens.
            case SimpleNameSyntax name when !context.Types.HasTestFramework:
                AnalyzeCancelled(name, context);
                break;
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
                        CleanupName.IsFlush(call.Name) && !work.IsCertain ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                        call.Argument.GetLocation(),
                        new[] { work.Evidence.GetLocation() },
                        call.Name,
                        call.Token.Text,
                        SourceLine.Of(work.Evidence));
                }
            }
        }
    }

    /// <summary>The work had called the same before: it is tried once more.</summary>
    private static bool IsRetry(CleanupCall call, CatchClauseSyntax @catch)
        => @catch.Parent is TryStatementSyntax @try && call.Call.ToString() is var text
            && @try.Block.Descendants().Any(node => node is InvocationExpressionSyntax other
                && CallSyntax.CalledName(other) == call.Name && other.ToString() == text);

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
                .Select(static assignment => assignment.SpanStart)
                .DefaultIfEmpty(-1)
                .Min() is var set && set > lastGiven);
    }
}
