namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// ASYNC3013: a field that Interlocked updates here is updated plainly there, or read again where the call has returned its value.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3013MixedInterlockedAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3013";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use Interlocked for every update of a field, and its result",
        "This update of '{0}' can lose that of '{1}' ({2}); {3}",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "Interlocked keeps out other calls of Interlocked, but no plain update: what it writes between the read and the write is lost.");

    private static readonly DiagnosticDescriptor UnderLock = RuleDescriptor.Variant(
        Rule, "Lock '{0}' does not keep '{1}' ({2}) out of this update of '{3}'; {4}");

    private static readonly DiagnosticDescriptor Reset = RuleDescriptor.Variant(
        Rule, "What '{0}' ({1}) adds between the read of '{2}' and this write is lost; use 'Interlocked.Exchange'");

    private static readonly DiagnosticDescriptor ReadAgain = RuleDescriptor.Variant(
        Rule, "Another thread may change '{0}' between '{1}' ({2}) and this read; use the result of the call");

    private static readonly DiagnosticDescriptor ReadFirst = RuleDescriptor.Variant(
        Rule, "Another thread may change '{0}' between this read and '{1}' ({2}); use the result of the call");

    private static readonly DiagnosticDescriptor Tested = RuleDescriptor.Variant(
        Rule, "Another thread can pass the test of '{0}' ({1}) before this call; test the result of the call, or use 'CompareExchange'");

    public ASYNC3013MixedInterlockedAnalyzer()
        : base(
            new[] { Rule, UnderLock, Reset, ReadAgain, ReadFirst, Tested },
            Trigger.OnNames("Increment", "Decrement", "Add", "Exchange", "CompareExchange", "Or", "And"))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Interlocked is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (CallSyntax.InvocationOf((SimpleNameSyntax)node) is not { } call || !InterlockedFields.IsCall(call))
        {
            return;
        }

        if (IgnoredResult.Of(call, context.Model) is { } ignored
            && !TestMethods.Contain(call) && !(ignored.IsOfLocal && context.Types.HasTestFramework))
        {
            context.Saying(ReadAgain).ReportAs(
                ignored.Severity, ignored.Read.GetLocation(), new[] { call.GetLocation() },
                InterlockedFields.TargetOf(call).ToString(), NameOf(call), SourceLine.Of(call));
        }

        if (IgnoredResult.ReadBefore(call, context.Model) is { } before && !TestMethods.Contain(call))
        {
            context.Saying(ReadFirst).ReportAs(
                DiagnosticSeverity.Info, before.GetLocation(), new[] { call.GetLocation() },
                InterlockedFields.TargetOf(call).ToString(), NameOf(call), SourceLine.Of(call));
        }

        if (TestedFirst.Of(call, context.Model) is { } test && !TestMethods.Contain(call) && !context.Types.HasTestFramework)
        {
            context.Saying(Tested).ReportAs(
                DiagnosticSeverity.Info, call.GetLocation(), new[] { test.GetLocation() },
                InterlockedFields.TargetOf(call).ToString(), SourceLine.Of(test));
        }

        if (InterlockedFields.OutermostType(call) is { } type && context.IsFirstAt(type.Identifier.Span))
        {
            foreach (ExpressionSyntax update in InterlockedFields.Of(type, context.Model).Updates)
            {
                if (MixedUpdate.At(update, context.Model) is { } mixed
                    && !(mixed.IsReset && TestMethods.Contain(update))
                    && !context.IsTakenOut(mixed.State.Holder))
                {
                    Report(mixed, context);
                }
            }
        }
    }

    private static void Report(MixedUpdate mixed, RuleContext context)
    {
        string field = mixed.Target.ToString();
        string call = NameOf(mixed.Call);
        string line = SourceLine.Of(mixed.Call);
        Location place = mixed.Node.GetLocation();
        Location[] evidence = { mixed.Call.GetLocation() };
        DiagnosticSeverity severity = mixed.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
        if (mixed.IsReset)
        {
            context.Saying(Reset).ReportAs(severity, place, evidence, call, line, field);
        }
        else if (mixed.Held.Locks.IsEmpty)
        {
            context.ReportAs(severity, place, evidence, field, call, line, RemedyOf(mixed));
        }
        else
        {
            context.Saying(UnderLock).ReportAs(severity, place, evidence, NameOf(mixed.Held), call, line, field, RemedyOf(mixed));
        }
    }

    private static string NameOf(InvocationExpressionSyntax call) => "Interlocked." + CallSyntax.CalledName(call);

    private static string NameOf(LockSet held)
    {
        string text = held.Locks[0].Lock.Text;
        return text.StartsWith("this.", StringComparison.Ordinal) ? text.Substring("this.".Length) : text;
    }

    private static Phrase RemedyOf(MixedUpdate mixed)
    {
        string? method = mixed.Node.Kind() switch
        {
            SyntaxKind.PreIncrementExpression or SyntaxKind.PostIncrementExpression => "Increment",
            SyntaxKind.PreDecrementExpression or SyntaxKind.PostDecrementExpression => "Decrement",
            SyntaxKind.AddAssignmentExpression or SyntaxKind.SubtractAssignmentExpression when mixed.State.Type.IsValueType => "Add",
            SyntaxKind.OrAssignmentExpression => "Or",
            SyntaxKind.AndAssignmentExpression => "And",
            _ => null,
        };
        return method is null ? Phrase.Of($"use 'Interlocked.CompareExchange' in a loop, or a lock for both")
            : $"use 'Interlocked.{method}'";
    }
}
