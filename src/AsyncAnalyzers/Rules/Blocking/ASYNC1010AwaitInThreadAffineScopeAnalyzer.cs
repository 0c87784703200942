namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1010: an await between the beginning and the end of something that must end on the thread that began it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1010AwaitInThreadAffineScopeAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1010";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not await in a scope that must end on its thread",
        "'await' can switch threads, but {0}; {1}",
        RuleCategory.Blocking,
        DiagnosticSeverity.Warning,
        "Where the continuation runs on another thread, the end of the scope throws there, and the first thread keeps its lock or state.");

    public ASYNC1010AwaitInThreadAffineScopeAnalyzer()
        : base(Rule, Openings)
    {
    }

    private static Trigger[] Openings => Trigger.OnNames(
            "SuppressFlow", "BeginCriticalRegion", "BeginThreadAffinity", "Enter", "TryEnter", "WaitOne",
            "EnterReadLock", "TryEnterReadLock", "EnterWriteLock", "TryEnterWriteLock",
            "EnterUpgradeableReadLock", "TryEnterUpgradeableReadLock",
            "AcquireReaderLock", "AcquireWriterLock", "Priority", "SetData")
        .Concat(new[]
        {
            Trigger.OnKind(SyntaxKind.ObjectCreationExpression, static node
                => TypeNames.Of(((ObjectCreationExpressionSyntax)node).Type) is "TransactionScope" or "Mutex"),
            Trigger.OnKind(SyntaxKind.UsingStatement, static node => MayWrap((UsingStatementSyntax)node)),
            Trigger.OnKind(SyntaxKind.LocalDeclarationStatement, static node => MayWrap((LocalDeclarationStatementSyntax)node)),
        })
        .ToArray();

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (MayOpen(node) && FunctionSyntax.Enclosing(node) is { } function && FunctionSyntax.IsAsync(function))
        {
            AnalyzeFunction(function, context);
        }
    }

    private static void AnalyzeFunction(SyntaxNode function, RuleContext context)
    {
        if (!context.IsFirstAt(function.FullSpan) || !ThreadAffineEvents.NodesOf(function).Any(FunctionSyntax.IsAwait)
            || ExpressionTree.Contains(function, context.Model))
        {
            return;
        }

        foreach ((ThreadAffineScope scope, SyntaxNode await) in ThreadAffineScopes.Broken(function, context.Model))
        {
            if (context.IsFirstAt(KeywordOf(await).Span))
            {
                Location[] evidence = scope.Creation is null || scope.Creation == scope.Opening
                    ? new[] { scope.Opening.GetLocation() }
                    : new[] { scope.Opening.GetLocation(), scope.Creation.GetLocation() };
                Phrase obligation = ObligationOf(scope, evidence[evidence.Length - 1]);
                context.ReportWithEvidence(KeywordOf(await).GetLocation(), evidence, obligation, RemedyOf(scope, context));
            }
        }
    }

    /// <summary>A property that is called Priority begins something where it is written.</summary>
    private static bool MayOpen(SyntaxNode node)
        => node is not IdentifierNameSyntax { Identifier.ValueText: "Priority", Parent: var parent }
            || parent is MemberAccessExpressionSyntax access && access.Name == node
                && access.Parent is AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax;

    private static bool MayWrap(UsingStatementSyntax @using)
        => @using.AwaitKeyword.IsKind(SyntaxKind.None)
            && (@using.Expression is { } resource ? ResourceSyntax.Called(resource) is not null : MayWrap(@using.Declaration!));

    private static bool MayWrap(LocalDeclarationStatementSyntax local)
        => local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword) && local.AwaitKeyword.IsKind(SyntaxKind.None) && MayWrap(local.Declaration);

    private static bool MayWrap(VariableDeclarationSyntax declaration)
        => declaration.Variables.FirstOrDefault()?.Initializer?.Value is { } value && ResourceSyntax.Called(value) is not null;

    private static SyntaxToken KeywordOf(SyntaxNode await) => await switch
    {
        AwaitExpressionSyntax expression => expression.AwaitKeyword,
        CommonForEachStatementSyntax loop => loop.AwaitKeyword,
        UsingStatementSyntax @using => @using.AwaitKeyword,
        _ => ((LocalDeclarationStatementSyntax)await).AwaitKeyword,
    };

    private static Phrase ObligationOf(ThreadAffineScope scope, Location place) => scope.Kind switch
    {
        ThreadAffineScopeKind.Lock => Phrase.Of($"the lock '{scope.Display}' ({SourceLine.Of(place)}) is bound to its thread"),
        ThreadAffineScopeKind.Transaction
            => $"the transaction scope '{scope.Display}' ({SourceLine.Of(place)}) is bound to its thread",
        ThreadAffineScopeKind.SuppressedFlow => $"suppressed flow ({SourceLine.Of(place)}) is bound to its thread",
        ThreadAffineScopeKind.ThreadAffinity => $"'{scope.Display}' ({SourceLine.Of(place)}) binds it to its thread",
        _ => $"'{scope.Display}' ({SourceLine.Of(place)}) belongs to its thread",
    };

    private static Phrase RemedyOf(ThreadAffineScope scope, RuleContext context) => scope.Kind switch
    {
        ThreadAffineScopeKind.Lock when NamedPrimitive.IsReceiverOf(scope.Opening, context.Model)
            => "release it first, or use a dedicated thread",
        ThreadAffineScopeKind.Lock => "release it first, or use a 'SemaphoreSlim'",
        ThreadAffineScopeKind.Transaction => "pass 'TransactionScopeAsyncFlowOption.Enabled'",
        ThreadAffineScopeKind.SuppressedFlow => "start the task in the scope and await it after",
        ThreadAffineScopeKind.ThreadAffinity => "end the thread affinity before the 'await'",
        _ => "use an 'AsyncLocal' or a local variable",
    };
}
