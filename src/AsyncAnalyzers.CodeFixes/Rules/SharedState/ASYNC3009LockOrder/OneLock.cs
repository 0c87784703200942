using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// One lock for what two guard: the second field goes, and whoever locked it locks the first. A thread may take a lock again that it
/// has, so only what ran at the same time runs no more so.
/// </summary>
internal sealed class OneLock
{
    /// <summary>How many nested statements become one.</summary>
    private const int MostNested = 100;

    private static readonly string[] WaitingNames =
    {
        "WaitAsync", "GetResult", "Pulse", "PulseAll", "Enter", "TryEnter", "EnterScope", "EnterReadLock", "EnterWriteLock",
        "EnterUpgradeableReadLock", "Invoke", "DynamicInvoke", "Send", "RunSynchronously", "Take", "TryTake",
    };

    private readonly PrivateFieldUses _kept;
    private readonly PrivateFieldUses _dropped;

    private OneLock(PrivateFieldUses kept, PrivateFieldUses dropped) => (_kept, _dropped) = (kept, dropped);

    public string Kept => _kept.Field.Name;

    public string Dropped => _dropped.Field.Name;

    /// <summary>Null where another lock or a wait stands under one of the two, or one is used for more than to be locked.</summary>
    public static OneLock? Of(OppositeOrder order, CodeModel model)
    {
        if (order.Pair.Outer.Lock.Path.Symbol is not IFieldSymbol outer
            || order.Pair.Inner.Held.Lock.Path.Symbol is not IFieldSymbol inner
            || outer.IsStatic != inner.IsStatic
            || !SymbolEqualityComparer.Default.Equals(outer.ContainingType, inner.ContainingType)
            || !SymbolEqualityComparer.Default.Equals(outer.Type, inner.Type)
            || UsesOf(outer, model) is not { } first || UsesOf(inner, model) is not { } second
            || first.Declaration.Parent!.DescendantTokens().Any(token => token.IsKind(SyntaxKind.StringLiteralToken)
                && (token.ValueText == outer.Name || token.ValueText == inner.Name)))
        {
            return null;
        }

        var merged = first.Declaration.SpanStart < second.Declaration.SpanStart ? new OneLock(first, second) : new OneLock(second, first);
        return HasCommentOf(merged._dropped.Declaration)
            || !first.Uses.Concat(second.Uses).Select(static use => (LockStatementSyntax)Locked(use).Parent!)
                .All(statement => merged.IsLeaf(statement.Statement, model, mayCall: true)) ? null : merged;
    }

    public SyntaxNode RootWith(SyntaxNode root, CancellationToken cancellationToken)
    {
        IEnumerable<TextChange> changes = _dropped.Uses.Select(use => new TextChange(NameOf(use).Identifier.Span, Kept))
            .Append(new TextChange(_dropped.Declaration.FullSpan, ""));
        SyntaxTree tree = Changed(root.SyntaxTree, changes, cancellationToken);
        for (int count = 0; count < MostNested && Collapsed(tree, cancellationToken) is { } collapse; count++)
        {
            tree = Changed(tree, new[] { collapse }, cancellationToken);
        }

        return tree.GetRoot(cancellationToken);
    }

    private static SyntaxTree Changed(SyntaxTree tree, IEnumerable<TextChange> changes, CancellationToken cancellationToken)
        => tree.WithChangedText(tree.GetText(cancellationToken).WithChanges(changes.OrderBy(static change => change.Span.Start)));

    /// <summary>Of two statements that lock it, one directly in the other, the inner one goes.</summary>
    private TextChange? Collapsed(SyntaxTree tree, CancellationToken cancellationToken)
    {
        SourceText text = tree.GetText(cancellationToken);
        foreach (LockStatementSyntax outer in tree.GetRoot(cancellationToken).DescendantNodes().OfType<LockStatementSyntax>())
        {
            if (!IsOfKept(outer) || InnerOf(outer) is not { } inner || !IsOfKept(inner))
            {
                continue;
            }

            if (outer.Statement == inner)
            {
                return new TextChange(TextSpan.FromBounds(inner.SpanStart, inner.Statement.SpanStart), "");
            }

            var (around, within) = ((BlockSyntax)outer.Statement, (BlockSyntax)inner.Statement);
            string code = text.ToString(TextSpan.FromBounds(within.OpenBraceToken.Span.End, within.CloseBraceToken.SpanStart));
            int depth = ColumnOf(within.CloseBraceToken, text) - ColumnOf(around.CloseBraceToken, text);
            if (code.IndexOf('\n') < 0 || depth <= 0)
            {
                return new TextChange(TextSpan.FromBounds(around.OpenBraceToken.Span.End, around.CloseBraceToken.SpanStart), code);
            }

            // The lines of a text may begin with what looks like indentation.
            if (!within.DescendantTokens().Any(static token => token.Text.IndexOf('\n') >= 0))
            {
                return new TextChange(
                    TextSpan.FromBounds(around.OpenBraceToken.Span.End, around.CloseBraceToken.SpanStart), Outdented(code, depth));
            }
        }

        return null;
    }

    private bool IsOfKept(LockStatementSyntax statement)
        => Unwrapped(statement.Expression) is IdentifierNameSyntax or MemberAccessExpressionSyntax
            && NameOf(Unwrapped(statement.Expression)).Identifier.ValueText == Kept;

    private static string Outdented(string code, int depth)
        => string.Join("\n", code.Split('\n').Select((line, index) => index == 0 ? line
            : line.Substring(Math.Min(depth, line.Length - line.TrimStart(' ', '\t').Length))));

    private static int ColumnOf(SyntaxToken token, SourceText text)
        => token.SpanStart - text.Lines.GetLineFromPosition(token.SpanStart).Start;

    private static SimpleNameSyntax NameOf(ExpressionSyntax use)
        => use is MemberAccessExpressionSyntax access ? access.Name : (SimpleNameSyntax)use;

    private static ExpressionSyntax Unwrapped(ExpressionSyntax expression)
        => expression is ParenthesizedExpressionSyntax around ? Unwrapped(around.Expression) : expression;

    /// <summary>A field that holds one object from the start, of the object at hand or of its type, and is only locked.</summary>
    private static PrivateFieldUses? UsesOf(IFieldSymbol field, CodeModel model)
        => field.IsReadOnly && PrivateFieldUses.Find(field, model) is
        {
            Declarator.Initializer.Value: BaseObjectCreationExpressionSyntax
            {
                ArgumentList: null or { Arguments.Count: 0 }, Initializer: null,
            },
        } uses
            && (field.Type.SpecialType == SpecialType.System_Object || field.Type.Is(model.Types.Lock))
            && uses.Uses.All(use => Locked(use).Parent is LockStatementSyntax
                && (use is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } || field.IsStatic))
            ? uses
            : null;

    private static ExpressionSyntax Locked(ExpressionSyntax use)
        => use.Parent is ParenthesizedExpressionSyntax around ? Locked(around) : use;

    /// <summary>
    /// No other lock and no wait stands in it, so there is no third that the one lock could be taken in opposite orders with.
    /// Over-approximates: what a framework's methods do counts as harmless but for those that wait.
    /// </summary>
    private bool IsLeaf(SyntaxNode code, CodeModel model, bool mayCall)
        => code.DescendantNodesAndSelf().All(node => node switch
        {
            LockStatementSyntax inner => Has(inner.Expression, model),
            InvocationExpressionSyntax call => IsHarmless(call, model, mayCall),
            AnonymousFunctionExpressionSyntax or YieldStatementSyntax or AwaitExpressionSyntax => false,
            BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax => IsFrameworks(model.SymbolOf(node)),
            IdentifierNameSyntax { Identifier.ValueText: "Result" } => false,
            IdentifierNameSyntax name => model.SymbolOf(name) is not IPropertySymbol property || IsFrameworks(property)
                || SafeCode.IsAutomatic(property, model.CancellationToken),
            _ => true,
        });

    private static bool IsFrameworks(ISymbol? member) => member is null || member.DeclaringSyntaxReferences.IsEmpty;

    private bool IsHarmless(InvocationExpressionSyntax call, CodeModel model, bool mayCall)
    {
        if (call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" })
        {
            return true;
        }

        if (CallSyntax.CalledName(call) is not { } name || WaitNames.IsOfThread(name) || Array.IndexOf(WaitingNames, name) >= 0
            || CallSyntax.MethodOf(call, model) is not { MethodKind: not MethodKind.DelegateInvoke } method)
        {
            return false;
        }

        return IsFrameworks(method)
            ? !method.IsAbstract && method.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) == true
            : mayCall && CalledSource.Of(method, model) is { } called && called.Model.SyntaxTree == model.SyntaxTree
                && IsLeaf(called.Body, model, mayCall: false);
    }

    private bool Has(ExpressionSyntax expression, CodeModel model)
        => model.SymbolOf(expression) is IFieldSymbol field
            && (SymbolEqualityComparer.Default.Equals(field, _kept.Field) || SymbolEqualityComparer.Default.Equals(field, _dropped.Field));

    /// <summary>The lock statement that is all of the other's statement, without a comment between.</summary>
    private static LockStatementSyntax? InnerOf(LockStatementSyntax outer)
        => outer.Statement switch
        {
            LockStatementSyntax inner => inner,
            BlockSyntax { Statements: { Count: 1 } statements } block
                when statements[0] is LockStatementSyntax { Statement: BlockSyntax } inner
                && !HasComment(block.OpenBraceToken.TrailingTrivia) && !HasComment(inner.GetLeadingTrivia())
                && !HasComment(inner.GetTrailingTrivia()) && !HasComment(block.CloseBraceToken.LeadingTrivia) => inner,
            _ => null,
        };

    private static bool HasCommentOf(FieldDeclarationSyntax field)
        => HasComment(field.GetLeadingTrivia()) || HasComment(field.GetTrailingTrivia());

    private static bool HasComment(SyntaxTriviaList trivia)
        => trivia.Any(static one => !one.IsKind(SyntaxKind.WhitespaceTrivia) && !one.IsKind(SyntaxKind.EndOfLineTrivia));
}
