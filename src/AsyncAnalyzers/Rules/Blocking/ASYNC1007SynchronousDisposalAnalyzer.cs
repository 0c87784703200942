namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>ASYNC1007: a using in async code of what is better disposed asynchronously.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC1007SynchronousDisposalAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC1007";

    /// <summary>
    /// Whether a <c>using</c> of a database context or connection counts, whose disposal mostly puts a connection back into its pool.
    /// </summary>
    internal static readonly RuleOption<string> PooledConnections = RuleOption.Choice(
        "async_analyzers.async1007.pooled_connections", "ignore", "report");

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use await using in async code",
        "Disposing '{0}' blocks the thread of {1}; use 'await using'",
        RuleCategory.Blocking,
        DiagnosticSeverity.Info,
        "What a synchronous Dispose has to flush, send or shut down keeps the thread waiting, where DisposeAsync would let it run other "
            + "continuations.");

    private static readonly DiagnosticDescriptor Scope = RuleDescriptor.Variant(
        Rule, "Disposing '{0}' can block the thread of {1}; use 'CreateAsyncScope' with 'await using'");

    public ASYNC1007SynchronousDisposalAnalyzer()
        : base(
            new[] { Rule, Scope },
            Trigger.OnKind(SyntaxKind.UsingStatement, node => node is UsingStatementSyntax { AwaitKeyword.RawKind: 0 }),
            Trigger.OnKind(SyntaxKind.LocalDeclarationStatement, node
                => node is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, AwaitKeyword.RawKind: 0 }))
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.AsyncDisposable is not null && types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (context.Model.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }
            || FunctionSyntax.Enclosing(node) is not { } function
            || !FunctionSyntax.IsAsync(function)
            || DisposedIn((StatementSyntax)node, function, context) is not var (variant, type)
            || EventLoopContext.Of(node, context.Model).Relation != EventLoopRelation.Async
            || SynchronousBranch.Contains(node, context.Model)
            || AwaitPlacement.ObstacleAt(node, context.Model) != AwaitObstacle.None)
        {
            return;
        }

        SyntaxToken keyword = node is UsingStatementSyntax statement
            ? statement.UsingKeyword
            : ((LocalDeclarationStatementSyntax)node).UsingKeyword;
        context.Saying(variant).Report(keyword.GetLocation(), type, EventLoopContext.DisplayOf(function));
    }

    private static ISymbol? DisposeOf(ITypeSymbol type, RuleContext context)
        => context.Types.Disposable?.GetMembers("Dispose").FirstOrDefault() is not { } dispose ? null
            : type.TypeKind == TypeKind.Interface ? dispose
            : type.FindImplementationForInterfaceMember(dispose) ?? type.GetMembers("Dispose").FirstOrDefault();

    /// <summary>What to say, and the name of what is disposed; null where there is nothing to say.</summary>
    private static (DiagnosticDescriptor Variant, string Type)? DisposedIn(StatementSyntax node, SyntaxNode function, RuleContext context)
    {
        if (AsyncDisposal.DisposedIn(node, context.Model) is { } type)
        {
            return (AsyncDisposalWork.IsReturnToPool(type) && PooledConnections.Of(context.Options) == "ignore")
                || (DisposeOf(type, context) is { } dispose && context.IsTakenOut(dispose)) ? null
                : (Rule, type.Name);
        }

        // A test, and a program before it serves anybody, make scopes all the time.
        return !context.Types.HasTestFramework
            && ServiceScopes.CreatedIn(node, context.Model) is { } created
            && CallSyntax.MethodOf(created, context.Model) is { } creation
            && !context.IsTakenOut(creation)
            && !OneTimeCode.Is(function, context.Model)
                ? (Scope, "IServiceScope")
                : null;
    }
}
