namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1011: a flag for asynchronous callers whose two sides are the wrong way round.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1011SwappedAsyncBranchesAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1011";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Swap the branches of an async flag",
        "'{0}' blocks in the async branch of '{1}' while the other branch awaits '{2}'; swap the branches",
        RuleCategory.Blocking,
        DiagnosticSeverity.Warning,
        "Asynchronous callers are blocked, and synchronous callers wait for a task that they take to be complete: they can deadlock.");

    public ASYNC1011SwappedAsyncBranchesAnalyzer()
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.IfStatement, static node => MayBeFlag(((IfStatementSyntax)node).Condition)),
            Trigger.OnKind(SyntaxKind.ConditionalExpression, static node => MayBeFlag(((ConditionalExpressionSyntax)node).Condition)),
            Trigger.OnKind(
                SyntaxKind.SwitchStatement,
                static node => node is SwitchStatementSyntax @switch
                    && (MayBeFlag(@switch.Expression) || @switch.Sections.Any(static section => section.Labels.Any(MayBeFlag)))),
            Trigger.OnKind(
                SyntaxKind.SwitchExpression,
                static node => node is SwitchExpressionSyntax @switch
                    && (MayBeFlag(@switch.GoverningExpression) || @switch.Arms.Any(static arm => MayBeFlag(arm.Pattern)))))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        foreach ((SyntaxNode branch, ControllingCondition condition) in BranchesOf(node))
        {
            if (condition.OtherSide.Count > 0
                && IsFlagAlone(condition.Tested)
                && AsyncFlag.SideOf(condition, context.Model) == FlagSide.Asynchronous
                && !branch.DescendantsAndSelf().Any(IsAsynchronous)
                && EventLoopContext.Of(node, context.Model).IsOnLoop
                && FindBlocked(branch, condition, context) is { } found
                && context.IsFirstAt(condition.Tested.Span))
            {
                context.Report(condition.Tested.GetLocation(), found.Blocked, FlagIn(condition.Tested), found.Awaited);
            }
        }
    }

    /// <summary>The branches, with those that are written after an early exit.</summary>
    private static IEnumerable<(SyntaxNode Branch, ControllingCondition Condition)> BranchesOf(SyntaxNode node)
    {
        IEnumerable<SyntaxNode> parts = node switch
        {
            IfStatementSyntax { Else: { } @else } @if => new SyntaxNode[] { @if.Statement, @else },
            IfStatementSyntax @if => new[] { @if.Statement },
            ConditionalExpressionSyntax conditional => new[] { conditional.WhenTrue, conditional.WhenFalse },
            _ => Enumerable.Empty<SyntaxNode>(),
        };
        IEnumerable<(SyntaxNode Part, SyntaxNode Branch)> cases = node switch
        {
            SwitchStatementSyntax @switch => @switch.Sections.SelectMany(
                static section => section.Statements.Select(statement => ((SyntaxNode)section, (SyntaxNode)statement))),
            SwitchExpressionSyntax @switch => @switch.Arms.Select(arm => ((SyntaxNode)arm, (SyntaxNode)arm.Expression)),
            _ => parts.Select(part => (node, part)),
        };
        foreach ((SyntaxNode part, SyntaxNode branch) in cases)
        {
            foreach (ControllingCondition condition in ControllingCondition.At(part, branch))
            {
                yield return (branch, condition);
            }
        }

        if (node is IfStatementSyntax { Else: null } exit && ControllingCondition.Leaves(exit.Statement))
        {
            foreach (SyntaxNode after in ControllingCondition.After(exit))
            {
                yield return (after, new ControllingCondition(exit.Condition, null, false, new[] { exit.Statement }, true));
            }
        }
    }

    /// <summary>What blocks in the branch, with what the other side awaits instead.</summary>
    private static (string Blocked, string Awaited)? FindBlocked(SyntaxNode branch, in ControllingCondition condition, RuleContext context)
    {
        foreach (SyntaxNode node in branch.DescendantsAndSelf(static node => !FunctionSyntax.IsFunction(node)))
        {
            if (node is not SimpleNameSyntax name || BlockedBy(name) is not { } blocked)
            {
                continue;
            }

            var form = AsynchronousForm.Of(blocked);
            foreach (SyntaxNode other in condition.OtherSide)
            {
                if (form.FindIn(other) is ExpressionSyntax awaited && IsSame(name, awaited, context))
                {
                    ExpressionSyntax task = awaited is AwaitExpressionSyntax { Expression: var operand }
                        ? CallSyntax.WithoutConfiguration(operand)
                        : awaited;
                    string? called = task is InvocationExpressionSyntax call ? CallSyntax.CalledName(call) : null;
                    return (name.Identifier.ValueText, called ?? task.ToString());
                }
            }
        }

        return null;
    }

    private static ExpressionSyntax? BlockedBy(SimpleNameSyntax name)
        => (ExpressionSyntax?)CallSyntax.InvocationOf(name)
            ?? (name is { Identifier.ValueText: "Result", Parent: MemberAccessExpressionSyntax access } && access.Name == name
                ? access
                : null);

    /// <summary>One is synchronous, the other is not, and both are called on the same object.</summary>
    private static bool IsSame(SimpleNameSyntax blocked, ExpressionSyntax awaited, RuleContext context)
    {
        if (BlockingWait.Names.Contains(blocked.Identifier.ValueText)
            && BlockingWait.Find(blocked, context.Model) is { } wait)
        {
            return !wait.IsForCompletedTasks(context.Model) && !context.IsTakenOut(wait.Member);
        }

        if (context.Model.SymbolOf(blocked) is not IMethodSymbol method
            || awaited is not InvocationExpressionSyntax call
            || method.ReturnType.IsAwaitable(context.Model, blocked.SpanStart)
            || context.Model.TypeOf(awaited) is not { } type
            || !type.IsAwaitable(context.Model, awaited.SpanStart)
            || context.IsTakenOut(method))
        {
            return false;
        }

        return method.IsDeclaredIn(context.Types.Thread)
            || CallSyntax.Receiver(blocked) is not { } receiver
            || CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is not { } other
            || SyntaxFactory.AreEquivalent(receiver, other);
    }

    private static bool IsAsynchronous(SyntaxNode node)
        => FunctionSyntax.IsAwait(node)
            || (node is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call)?.EndsWith("Async", StringComparison.Ordinal) == true);

    /// <summary>With more than the flag in the condition, the other side is no longer the other side of the flag.</summary>
    private static bool IsFlagAlone(ExpressionSyntax condition)
        => condition.DescendantsAndSelf().All(static node => node is not BinaryExpressionSyntax
            || node.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression);

    private static string FlagIn(ExpressionSyntax condition)
        => condition.DescendantsAndSelf().OfType<SimpleNameSyntax>()
            .Select(static name => name.Identifier.ValueText)
            .FirstOrDefault(static name => AsyncFlag.SideOfName(name) != FlagSide.Unknown) ?? condition.ToString();

    /// <summary>By syntax alone: a name in the condition or label has the word in it.</summary>
    private static bool MayBeFlag(SyntaxNode condition)
    {
        foreach (SyntaxNode node in condition.DescendantsAndSelf())
        {
            if (node is IdentifierNameSyntax { Identifier.ValueText: var name }
                && name.IndexOf("sync", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
