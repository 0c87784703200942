namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// A token source that nothing cancels, although a loop asks it whether to go on. Under-approximates: one mention that is not read as a
/// use of the source itself, such as an argument, may cancel it.
/// </summary>
/// <param name="Name">The local or private field.</param>
/// <param name="Loop">The loop that nothing else ends.</param>
/// <param name="Disposed">Where it is disposed in the same file; null where that is by <c>using</c>, or not at all.</param>
/// <param name="IsDisposed">Something disposes it, while the loop runs in another function.</param>
internal sealed record UncancelledSource(string Name, SyntaxNode Loop, SimpleNameSyntax? Disposed, bool IsDisposed)
{
    /// <summary>Looks at <c>new CancellationTokenSource()</c> for a local or a private field; null for all else.</summary>
    public static UncancelledSource? Of(ExpressionSyntax creation, CodeModel model)
    {
        if (!IsUntimed(creation) || HolderOf(creation, model) is not { } holder)
        {
            return null;
        }

        SyntaxNode? loop = null;
        SimpleNameSyntax? disposed = null;
        bool isDisposed = false;
        foreach (SimpleNameSyntax mention in MentionsOf(holder, creation, model))
        {
            switch (TokenSourceUses.Of(mention))
            {
                case TokenSourceUse.None or TokenSourceUse.Token:
                    loop ??= LoopAsking(mention, model);
                    break;
                case TokenSourceUse.Disposed:
                    isDisposed = true;
                    disposed ??= mention.SyntaxTree == creation.SyntaxTree ? mention : null;
                    break;
                case TokenSourceUse.Set when IsReported(mention, creation):
                    break;
                default:
                    return null;
            }
        }

        if (loop is null)
        {
            return null;
        }

        SyntaxNode? function = FunctionSyntax.Enclosing(creation);
        bool isUsed = holder is ILocalSymbol && creation.FirstAncestorOrSelf<VariableDeclarationSyntax>()?.Parent
            is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword };
        // A loop of the function itself is over when the source is disposed.
        bool isBeside = holder is not ILocalSymbol || FunctionSyntax.Enclosing(loop) != function;
        return new UncancelledSource(holder.Name, loop, disposed, (isDisposed || isUsed) && isBeside);
    }

    private static bool IsUntimed(ExpressionSyntax creation)
        => creation is BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null };

    private static ISymbol? HolderOf(ExpressionSyntax creation, CodeModel model)
    {
        ISymbol? holder = CallSyntax.WithCasts(creation).Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => model.GetDeclaredSymbol(variable),
            AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax, Left: var left } => model.SymbolOf(left),
            _ => null,
        };
        return holder is ILocalSymbol { RefKind: RefKind.None, Type: var type } && type.Is(model.Types.CancellationTokenSource)
            || holder is IFieldSymbol { DeclaredAccessibility: Accessibility.Private, Type: var held }
                && held.Is(model.Types.CancellationTokenSource)
            ? holder
            : null;
    }

    private static IEnumerable<SimpleNameSyntax> MentionsOf(ISymbol holder, SyntaxNode creation, CodeModel model)
        => (holder is IFieldSymbol field
                ? NameMentions.InType(field.ContainingType, field.Name, model)
                : NameMentions.In(FunctionSyntax.OutermostEnclosing(FunctionSyntax.Enclosing(creation)!), model)[holder.Name])
            .Where(mention => SymbolEqualityComparer.Default.Equals(
                model.In(mention.SyntaxTree).SymbolOf(mention)?.OriginalDefinition, holder.OriginalDefinition));

    /// <summary>The variable gets no other kind of source, and the creation is the first of several.</summary>
    private static bool IsReported(SimpleNameSyntax mention, ExpressionSyntax creation)
        => Writes.ExpressionOf(mention).Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } set
            && CallSyntax.WithoutCasts(set.Right) is var value
            && (value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression)
                || (IsUntimed(value)
                    && (value.SyntaxTree == creation.SyntaxTree ? value.SpanStart >= creation.SpanStart
                        : CallSyntax.WithCasts(creation).Parent is EqualsValueClauseSyntax)));

    /// <summary>The endless loop that only this source can end: it asks the source, its token, or what was made of that.</summary>
    private static SyntaxNode? LoopAsking(SimpleNameSyntax mention, CodeModel model)
    {
        if (TokenSourceUses.TokenOf(mention) is not { } token)
        {
            return Around(mention, model);
        }

        return CallSyntax.WithCasts(token).Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } when VariableMentions.ScopeOf(local) is not null
                => VariableMentions.Of(local, model.In(local.SyntaxTree)).Select(copy => Around(copy, model))
                    .FirstOrDefault(static loop => loop is not null),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
                => Around(call, model) ?? InCallee(call, token, model),
            _ => Around(token, model),
        };
    }

    private static SyntaxNode? InCallee(InvocationExpressionSyntax call, ExpressionSyntax token, CodeModel model)
    {
        CodeModel own = model.In(call.SyntaxTree);
        return CallSyntax.MethodOf(call, own) is { } method && GivenArgument.ParameterOf(token, call, method) is { Ordinal: var place }
            && CalledSource.OfOnly(method, own) is { } called && CalledSource.ParameterName(method, place) is { } name
            ? VariableMentions.In(called.Function, name, called.Model).Select(mention => Around(mention, model))
                .FirstOrDefault(static loop => loop is not null)
            : null;
    }

    /// <summary>The loop whose condition, or whose wait, the mention stands in.</summary>
    private static StatementSyntax? Around(SyntaxNode mention, CodeModel model)
    {
        if (LoopWaits.LoopAround(mention, model.In(mention.SyntaxTree)) is { } loop
            && (ControlFlowSyntax.LoopCondition(loop)?.Span.Contains(mention.Span) == true
                || ControlFlowSyntax.LoopCondition(loop) is null or LiteralExpressionSyntax))
        {
            return loop;
        }

        return null;
    }
}
