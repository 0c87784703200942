namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// What an <c>async void</c> handler tells the code that raised its event, behind an await: the handler has returned by then, and the
/// answer has been read.
/// </summary>
/// <param name="Node">The assignment, or the call of <c>SetObserved</c>.</param>
/// <param name="Text">What is set, as it is written: <c>e.Cancel</c>.</param>
/// <param name="Await">The first await before it.</param>
/// <param name="IsOnlyOne">Nothing else was answered before the await.</param>
internal sealed record LateAnswer(ExpressionSyntax Node, string Text, SyntaxNode Await, bool IsOnlyOne)
{
    /// <summary>The method of <c>UnobservedTaskExceptionEventArgs</c> that is an answer.</summary>
    public const string SetObserved = "SetObserved";

    private static readonly string[] Frameworks = { "System.", "Microsoft.", "Windows." };

    /// <summary>The kinds of assignments that answer.</summary>
    public static readonly SyntaxKind[] Kinds =
    {
        SyntaxKind.SimpleAssignmentExpression, SyntaxKind.OrAssignmentExpression, SyntaxKind.AndAssignmentExpression,
    };

    /// <summary>The cheap half of <see cref="At"/>: a member of something is set in an async function without a task.</summary>
    public static bool MayBe(SyntaxNode node)
        => ArgumentsOf(node) is not null && FunctionSyntax.Enclosing(node) is { } function
            && (function is AnonymousFunctionExpressionSyntax ? FunctionSyntax.IsAsync(function) : AsyncVoidRoles.IsAsyncVoid(function));

    /// <summary>The answer that comes too late; null for all else.</summary>
    public static LateAnswer? At(ExpressionSyntax node, CodeModel model)
    {
        if (ArgumentsOf(node) is not { } arguments
            || FunctionSyntax.Enclosing(node) is not { } function || FunctionSyntax.Body(function) is not { } body
            || model.SymbolOf(arguments) is not IParameterSymbol
            {
                ContainingSymbol: IMethodSymbol { IsAsync: true, ReturnsVoid: true } handler,
            }
            || !SymbolEqualityComparer.Default.Equals(handler, FunctionSyntax.SymbolOf(function, model))
            || !IsAnswer(node, model)
            || EarlierAwait.Of(node, body, model) is not { } await
            || FunctionSyntax.OwnNodes(body).Any(part => IsDeferral(part, arguments.Identifier.ValueText)))
        {
            return null;
        }

        string text = Target(node).ToString();
        ExpressionSyntax? earlier = FunctionSyntax.OwnNodes(body).OfType<ExpressionSyntax>().FirstOrDefault(other
            => other.SpanStart < node.SpanStart && other.IsKind(node.Kind()) && ArgumentsOf(other) is not null
                && Target(other).ToString() == text && EarlierAwait.Of(other, body, model) is null);
        return earlier is not null && SyntaxFactory.AreEquivalent(earlier, node)
            ? null
            : new LateAnswer(node, text, await, earlier is null);
    }

    /// <summary>The variable whose member is set: <c>e</c> of <c>e.Cancel = true</c> and of <c>e.SetObserved()</c>.</summary>
    private static IdentifierNameSyntax? ArgumentsOf(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name } } => name,
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Expression: IdentifierNameSyntax name,
                Name.Identifier.ValueText: SetObserved,
            }
        } => name,
        _ => null,
    };

    private static ExpressionSyntax Target(ExpressionSyntax node)
        => node is AssignmentExpressionSyntax assignment ? assignment.Left : ((InvocationExpressionSyntax)node).Expression;

    private static bool IsAnswer(ExpressionSyntax node, CodeModel model) => model.SymbolOf(Target(node)) switch
    {
        IPropertySymbol { IsStatic: false } property => IsAsked(property.ContainingType, model.Types)
            && (IsOfFramework(property)
                || (property.Type.SpecialType == SpecialType.System_Boolean
                    && property.Name is "Cancel" or "Canceled" or "Cancelled" or "Handled")),
        IMethodSymbol { IsStatic: false } method => IsAsked(method.ContainingType, model.Types) && IsOfFramework(method),
        _ => false,
    };

    private static bool IsAsked(INamedTypeSymbol type, KnownTypes types)
        => type.IsOrDerivesFrom(types.EventArgs) || (type.Name == "PosixSignalContext" && IsOfFramework(type));

    private static bool IsOfFramework(ISymbol symbol)
        => symbol.DeclaringSyntaxReferences.IsEmpty && symbol.ContainingNamespace.IsWithin(Frameworks);

    /// <summary>Who raised the event waits until the deferral is complete: <c>e.GetDeferral()</c>.</summary>
    private static bool IsDeferral(SyntaxNode node, string arguments)
        => node is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } called,
        } && owner.Identifier.ValueText == arguments && called.Name.Identifier.ValueText.Contains("Deferral");
}
