namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3008: state is read before an await and written after it, by a function that others run meanwhile.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3008UpdateAcrossAwaitAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3008";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not update shared state across an await",
        "'{0}' is read before an await and written after it while {1}; {2}",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "While the await waits, another run reads the same old value: of the two updates one is lost, whatever the number of threads.");

    private static readonly DiagnosticDescriptor Tested = RuleDescriptor.Variant(
        Rule, "'{0}' is tested before an await and set after it while {1}; {2}");

    public ASYNC3008UpdateAcrossAwaitAnalyzer()
        : base(
            new[] { Rule, Tested },
            Array.ConvertAll(AwaitedUpdate.Kinds, static kind => Trigger.OnKind(kind, AwaitedUpdate.MayBe)))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (AwaitedUpdate.At((AssignmentExpressionSyntax)node) is not { } update
            || FunctionSyntax.Enclosing(node) is not { } function
            || IsOwnVariable(update.Target, function)
            || OverlappingRuns.AreStartedDirectly(function, context.Model)
            || StatePath.Of(update.Target, context.Model) is not { Type.TypeKind: not TypeKind.Error } state
            || (state.IsOfVariable && state.IsDeclaredIn(function))
            || !IsRead(update, state, context)
            || context.IsTakenOut(state.Holder))
        {
            return;
        }

        OverlappingRuns? overlap = OverlappingRuns.Of(function, state, context.Model);
        bool isHarmless = update.Loss == AwaitedLoss.Object && !OpenResource.Is(state.Type, context.Types);
        SharedObject? shared = overlap is not null || isHarmless || context.Types.HasTestFramework ? null
            : SharedObject.Of(function, state, context.Model);
        if ((overlap is null && (shared is null || (!shared.IsCertain && MayBeMeant(update, state, context.Types))))
            || IsLocked(update.Read) || IsLocked(update.Await) || IsLocked(update.Node))
        {
            return;
        }

        (update.Loss == AwaitedLoss.Update ? context : context.Saying(Tested)).ReportAs(
            // Two runs are seen to collide, and something is lost by it.
            !isHarmless && (overlap is not null || (shared!.IsCertain && update.Loss == AwaitedLoss.Update))
                ? DiagnosticSeverity.Warning
                : DiagnosticSeverity.Info,
            update.Node.GetLocation(),
            new[] { update.Read.GetLocation(), update.Await.GetLocation(), overlap?.Place ?? shared!.Place },
            update.Target.ToString(),
            overlap?.Text ?? shared!.Text,
            Remedy(update, state));

        // What calls the lambda of an endpoint holds no lock.
        bool IsLocked(SyntaxNode place)
            => (shared is { IsCertain: true } && function is AnonymousFunctionExpressionSyntax
                ? LockSets.TakenAt(place, context.Model)
                : LockSets.At(place, context.Model)).KeepsWritersOut;
    }

    /// <summary>
    /// Nothing is lost but work that is done twice: a step of what runs once, or a value that is fetched when the old one is due. That it
    /// happens nobody has seen.
    /// </summary>
    private static bool MayBeMeant(AwaitedUpdate update, StatePath state, KnownTypes types)
        => update.Loss switch
        {
            AwaitedLoss.Object => !OpenResource.Is(state.Type, types),
            AwaitedLoss.Work => true,
            _ => update.Read.Ancestors().TakeWhile(static one => one is not BlockSyntax).Any(one
                => one is IfStatementSyntax test && test.Condition.Span.Contains(update.Read.Span)),
        };

    /// <summary>What is read is the state, and no type or method of its name.</summary>
    private static bool IsRead(AwaitedUpdate update, StatePath state, RuleContext context)
        => update.Read == update.Target || (update.Read is ExpressionSyntax read
            && StatePath.Of(read, context.Model)?.Equals(state) == true);

    /// <summary>A local or parameter of the function itself, by its name: nothing is bound for it.</summary>
    private static bool IsOwnVariable(ExpressionSyntax target, SyntaxNode function)
        => CallSyntax.LeftmostOf(target) is IdentifierNameSyntax { Identifier.ValueText: var name }
            && FunctionSyntax.VariablesOf(function).Contains(name);

    private static Phrase Remedy(AwaitedUpdate update, StatePath state)
        => update.Loss == AwaitedLoss.Update && update.Read == update.Target
            ? state.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 && state.Holder is not IPropertySymbol
                && update.Node.Kind() is SyntaxKind.AddAssignmentExpression or SyntaxKind.SubtractAssignmentExpression
                ? "use 'Interlocked.Add'"
                : "await first, then lock"
            : "hold a 'SemaphoreSlim'";
}
