namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2017: async without any await. Where the compiler says so itself, as CS1998, it is left to it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2017AsyncWithoutAwaitAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2017";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Remove async from methods without await",
        "{0} is async but has no 'await' and runs synchronously; {1}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Info,
        "Callers of an async function expect their thread to be free while it works; without an await it blocks the thread until all is "
            + "done, and pays for a state machine that never waits.");

    private readonly bool _compilerReports;

    public ASYNC2017AsyncWithoutAwaitAnalyzer()
        : this(CompilerWarnings.IncludeAsyncWithoutAwait)
    {
    }

    internal ASYNC2017AsyncWithoutAwaitAnalyzer(bool compilerReports)
        : base(
            Rule,
            Trigger.OnKind(SyntaxKind.MethodDeclaration, IsCandidate),
            Trigger.OnKind(SyntaxKind.LocalFunctionStatement, IsCandidate),
            Trigger.OnKind(SyntaxKind.SimpleLambdaExpression, IsCandidate),
            Trigger.OnKind(SyntaxKind.ParenthesizedLambdaExpression, IsCandidate),
            Trigger.OnKind(SyntaxKind.AnonymousMethodExpression, IsCandidate))
        => _compilerReports = compilerReports;

    private protected override bool IsApplicable(KnownTypes types)
        => types.Task is not null && !_compilerReports && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        SyntaxNode body = FunctionSyntax.Body(node)!;
        if (FunctionSyntax.SymbolOf(node, context.Model) is not { } method
            || !(method.ReturnsVoid
                || method.ReturnType.Is(context.Types.Task)
                || method.ReturnType.Is(context.Types.TaskOfT)
                || method.ReturnType.IsValueTask(context.Types))
            || IsEmptyDefault(method, body)
            || ChangesItsStruct(method)
            || method is { IsStatic: true, Name: WellKnownMemberNames.EntryPointMethodName, MethodKind: MethodKind.Ordinary }
            || (node is AnonymousFunctionExpressionSyntax lambda && (method.ReturnsVoid || !IsShorterWithout(lambda, body, context)))
            || ChangesAmbientState(node, context)
            || CompilerWarnings.IsSilenced(CompilerWarnings.AsyncWithoutAwait, node, context.Model.Compilation, context.CancellationToken)
            || MissedAwaits.AreIn(node, context))
        {
            return;
        }

        context.Report(
            PlaceOf(node).GetLocation(),
            EventLoopContext.SubjectOf(node),
            IsRun(node) || method.ReturnsVoid ? (Phrase)"remove 'async'" : (Phrase)"remove 'async' and return a completed task");
    }

    /// <summary>The name of a method, as the compiler marks it; the modifier of a lambda.</summary>
    private static SyntaxToken PlaceOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Identifier,
        LocalFunctionStatementSyntax local => local.Identifier,
        _ => ((AnonymousFunctionExpressionSyntax)function).AsyncKeyword,
    };

    private static bool IsCandidate(SyntaxNode function)
        => FunctionSyntax.IsAsync(function)
            && FunctionSyntax.Body(function) is { } body
            && !(function is MethodDeclarationSyntax method && (method.Modifiers.Any(SyntaxKind.PartialKeyword)
                || TestMethods.IsTest(method) || ControllerActions.MayBe(method)))
            && (FunctionSyntax.ReturnType(function) is not PredefinedTypeSyntax || !MayThrow(body))
            && !FunctionSyntax.OwnNodes(body).Any(node => FunctionSyntax.IsAwait(node) || node is YieldStatementSyntax)
            && !IsThrow(body)
            && !SpeaksOfAwait(body);

    /// <summary>An async void function that throws is another rule's.</summary>
    private static bool MayThrow(SyntaxNode body)
        => FunctionSyntax.OwnNodes(body).Any(node => node is ThrowStatementSyntax or ThrowExpressionSyntax);

    /// <summary>Not implemented, or not supported: the function throws whatever happens.</summary>
    private static bool IsThrow(SyntaxNode body) => body switch
    {
        ExpressionSyntax expression => CallSyntax.WalkDownParentheses(expression) is ThrowExpressionSyntax,
        BlockSyntax block => block.Statements.LastOrDefault() is ThrowStatementSyntax
            && !FunctionSyntax.OwnNodes(block).Any(node => node is ReturnStatementSyntax),
        _ => false,
    };

    /// <summary>Another branch of conditional compilation awaits, or a comment says where an await was or is to be.</summary>
    private static bool SpeaksOfAwait(SyntaxNode body)
        => body.DescendantTrivia().Any(trivia
            => trivia.Kind() is SyntaxKind.DisabledTextTrivia or SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            && trivia.ToString().IndexOf("await", StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>A hook that does nothing until somebody overrides it.</summary>
    private static bool IsEmptyDefault(IMethodSymbol method, SyntaxNode body)
        => body is BlockSyntax { Statements.Count: 0 } && (method.IsVirtual || method.ContainingType.TypeKind == TypeKind.Interface);

    /// <summary>An async method of a struct works on a copy of it; without <c>async</c> it would work on the struct.</summary>
    internal static bool ChangesItsStruct(IMethodSymbol method)
        => method is
        {
            IsStatic: false, IsReadOnly: false, MethodKind: MethodKind.Ordinary
            or MethodKind.ExplicitInterfaceImplementation, ContainingType: { TypeKind: TypeKind.Struct, IsReadOnly: false }
        };

    /// <summary>
    /// An async lambda is the shortest way to a delegate that returns a task, and nobody minds. What is worth a word: one that does
    /// nothing or only knows its result, and one that <c>Task.Run</c> would take as it is without <c>async</c>.
    /// </summary>
    private static bool IsShorterWithout(AnonymousFunctionExpressionSyntax lambda, SyntaxNode body, RuleContext context)
        => body is BlockSyntax { Statements.Count: 0 }
            || (body is ExpressionSyntax expression && SafeCode.NeverThrows(expression, context.Model)
                && context.Model.TypeOf(expression)?.SpecialType != SpecialType.System_Void)
            || (IsRun(lambda) && !ReturnsAwaitable(lambda, context));

    /// <summary>The lambda is what <c>Task.Run</c> is given.</summary>
    private static bool IsRun(SyntaxNode function)
        => function.Parent is ArgumentSyntax
        {
            Parent.Parent: InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" },
                    Name: IdentifierNameSyntax { Identifier.ValueText: "Run" }
                }
            }
        };

    private static bool ReturnsAwaitable(AnonymousFunctionExpressionSyntax lambda, RuleContext context)
        => FunctionSyntax.SymbolOf(
            lambda, context.Model)?.ReturnType is INamedTypeSymbol { TypeArguments: { Length: 1 } results }
            && results[0].IsAwaitable(context.Model, lambda.SpanStart);

    /// <summary>An async function gives the old value back to its caller, another one does not.</summary>
    private static bool ChangesAmbientState(SyntaxNode function, RuleContext context)
        => AmbientState.IsChangedIn(function, context.Model)
            || AmbientState.IsLeftChangedBy(function, context.Model);
}
