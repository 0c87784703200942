namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>How a cancellation can get past a <c>catch</c> clause and out of the loop.</summary>
/// <param name="ByFilter">A filter sends it on to the caller.</param>
/// <param name="ByClause">The statements with which a clause before it leaves, best first.</param>
internal sealed record CancellationRoute(bool ByFilter, IReadOnlyList<string> ByClause)
{
    /// <summary>Null where no way is certain to mean what the code means otherwise.</summary>
    public static CancellationRoute? Of(SwallowedCancellation found, CodeModel model)
    {
        if (MayBeNull(found.Token!, model) || CancellationCatch.CleansUp(found.Clause))
        {
            return null;
        }

        // What another clause around takes does not leave the loop.
        SyntaxNode? end = found.Loop ?? FunctionSyntax.Enclosing(found.Clause);
        bool isTaken = found.Clause.Parent!.Ancestors().TakeWhile(ancestor => ancestor != end)
            .Any(ancestor => ancestor is TryStatementSyntax outer && outer.Block.Span.Contains(found.Clause.Span)
                && outer.Catches.Any(static clause => CancellationCatch.TypeOf(clause) != CaughtCancellations.None));
        var clauses = new List<string>();
        switch (found.As)
        {
            case SwallowedAs.Turn:
                bool mayThrow = !isTaken && !EndsProcess(found.Clause, model);
                bool hasLater = CancellationCatch.HasLaterClause(found.Clause);
                if (mayThrow && hasLater)
                {
                    clauses.Add("throw");
                }

                if (MayBreak(found.Clause, found.Loop!, model))
                {
                    clauses.Add("break");
                }

                return new CancellationRoute(mayThrow && !hasLater, clauses);
            case SwallowedAs.LoggedError when LeaveOf(found, model) is { } leave && !(isTaken && leave == "throw"):
                return new CancellationRoute(false, new[] { leave });
            case SwallowedAs.OtherException or SwallowedAs.Result when !isTaken:
                return new CancellationRoute(true, clauses);
            default:
                return null;
        }
    }

    /// <summary>
    /// How the loop ends today, once it has logged the error; null where that cannot be told, or something is done before.
    /// </summary>
    private static string? LeaveOf(SwallowedCancellation found, CodeModel model)
    {
        var @try = (TryStatementSyntax)found.Clause.Parent!;
        SyntaxNode[] rest = found.Loop!.Descendants(node => node != @try).ToArray();
        SyntaxNode[] behind = rest.Where(node => node.SpanStart > @try.Span.End).ToArray();
        if (Array.Exists(behind, Throws) || found.Clause.Block.Descendants().Any(Throws))
        {
            return "throw";
        }

        ExpressionSyntax? condition = found.Loop switch
        {
            WhileStatementSyntax @while => @while.Condition,
            ForStatementSyntax @for => @for.Condition,
            _ => null,
        };
        return condition is not null && condition.Descendants().Any(static node
                => node is IdentifierNameSyntax { Identifier.ValueText: "IsCancellationRequested" })
            && behind.Length == 0 && MayBreak(found.Clause, found.Loop!, model)
                ? "break"
                : null;
    }

    private static bool Throws(SyntaxNode node)
        => node is IdentifierNameSyntax { Identifier.ValueText: "ThrowIfCancellationRequested" }
            || (node is ArgumentSyntax { Expression: var argument } && LoopToken.MayBe(argument)
                && node.FirstAncestorOrSelf<AwaitExpressionSyntax>() is not null);

    /// <summary>
    /// A <c>break</c> in the clause leaves the loop, and is all that it takes: the loop is in no other one that goes on, and the code
    /// behind it needs nothing that the loop was to give.
    /// </summary>
    private static bool MayBreak(CatchClauseSyntax clause, SyntaxNode loop, CodeModel model)
        => !clause.Ancestors().TakeWhile(ancestor => ancestor != loop).Any(static ancestor
                => ancestor is SwitchStatementSyntax or FinallyClauseSyntax)
            && FunctionSyntax.Enclosing(clause) is { } function
            && !loop.Ancestors().TakeWhile(ancestor => ancestor != function).Any(around
                => ControlFlowSyntax.LoopBody(around) is not null && !AsksOutside(around, loop))
            && !(FunctionSyntax.NeedsValue(function, model)
                && model.Semantic.AnalyzeControlFlow((StatementSyntax)loop) is { Succeeded: true, EndPointIsReachable: false })
            // The value says that all is done.
            && !(ReturnsValue(function, model) && !EndsProcess(clause, model))
            && !IsFilledFor(loop, function, model);

    /// <summary>The outer loop asks a token itself.</summary>
    private static bool AsksOutside(SyntaxNode outer, SyntaxNode loop)
        => outer.Descendants(node => node != loop).Any(static node => node is IdentifierNameSyntax
        {
            Identifier.ValueText: "IsCancellationRequested" or "ThrowIfCancellationRequested",
        });

    /// <summary>The caller gets more than a bare task: an answer that says something.</summary>
    private static bool ReturnsValue(SyntaxNode function, CodeModel model)
        => FunctionSyntax.SymbolOf(function, model) is { ReturnsVoid: false, ReturnType: var type }
            && !(type is INamedTypeSymbol { Arity: 0 } && type.IsTaskOrValueTask(model.Types));

    /// <summary>A local without a value gets one in the loop, and is read behind it.</summary>
    private static bool IsFilledFor(SyntaxNode loop, SyntaxNode function, CodeModel model)
        => FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).OfType<VariableDeclaratorSyntax>().Any(local
            => local.Initializer is null && local.Span.End <= loop.SpanStart
                && VariableMentions.Of(local, model).Any(mention => mention.SpanStart >= loop.Span.End));

    /// <summary>No one awaits or catches what leaves the function.</summary>
    private static bool EndsProcess(CatchClauseSyntax clause, CodeModel model)
        => FunctionSyntax.Enclosing(clause) is not { } function
            || EntryPoint.Is(function, model)
            || FunctionSyntax.SymbolOf(function, model) is not { } symbol
            || (symbol.ReturnsVoid && (symbol.IsAsync || function is AnonymousFunctionExpressionSyntax
                || symbol.Parameters.All(static parameter => parameter.Type.SpecialType == SpecialType.System_Object)));

    private static bool MayBeNull(LoopToken token, CodeModel model)
        => token.Source is { } source && model.GetTypeInfo(source).Nullability.FlowState == NullableFlowState.MaybeNull;
}
