namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// Awaits what stands to the right of the last <c>?.</c> of a chain: <c>a?.B?.F();</c> becomes <c>if (a?.B is { } b) { await b.FAsync();
/// }</c>, and
/// <c>x = a?.B?.F();</c> becomes <c>x = a?.B is { } b ? await b.FAsync() : null;</c>. The receiver is read once, as before.
/// </summary>
internal sealed class ReceiverTest
{
    private readonly string _variable;
    private readonly Indentation _layout;

    private ReceiverTest(SyntaxNode replaced, string variable, Indentation layout)
    {
        Replaced = replaced;
        _variable = variable;
        _layout = layout;
    }

    /// <summary>The statement, or the value of one.</summary>
    public SyntaxNode Replaced { get; }

    /// <summary>Null where the call is not the end of the chain, or its value is used in an expression.</summary>
    /// <param name="call">The call that is to be awaited.</param>
    /// <param name="last">The access that it is the right side of.</param>
    /// <param name="request">What is to be repaired.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static ReceiverTest? Find(
        InvocationExpressionSyntax call, ConditionalAccessExpressionSyntax last, RepairRequest request, CancellationToken cancellationToken)
    {
        ExpressionSyntax whole = last;
        while (whole.Parent is ConditionalAccessExpressionSyntax outer && outer.WhenNotNull == whole)
        {
            whole = outer;
        }

        SyntaxNode? replaced = whole.Parent switch
        {
            ExpressionStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax } statement => statement,
            EqualsValueClauseSyntax
            {
                Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Parent: not GlobalStatementSyntax } }
            }
                or ReturnStatementSyntax when AnswersReference() => whole,
            AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax, Left: IdentifierNameSyntax } assignment
                when assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && AnswersReference() => whole,
            _ => null,
        };
        return last.WhenNotNull == call && replaced is not null
            && request.Root.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }
            && whole.FirstAncestorOrSelf<StatementSyntax>() is { } around
            && NameFor(last.Expression, whole, request) is { } variable
                ? new ReceiverTest(replaced, variable, Indentation.Of(around, request.Root.SyntaxTree.GetText(cancellationToken)))
                : null;

        bool AnswersReference() => request.Model.GetTypeInfo(call, cancellationToken).Type is { IsReferenceType: true };
    }

    /// <param name="rewritten">The node to be replaced, as it is by then.</param>
    /// <param name="operand">Makes of the call what is to be awaited.</param>
    /// <param name="configureAwaitFalse">Whether the await is configured.</param>
    public SyntaxNode Apply(SyntaxNode rewritten, Func<InvocationExpressionSyntax, ExpressionSyntax> operand, bool configureAwaitFalse)
    {
        var whole = (ConditionalAccessExpressionSyntax)(rewritten is ExpressionStatementSyntax statement
            ? statement.Expression
            : rewritten);
        ConditionalAccessExpressionSyntax last = whole;
        while (last.WhenNotNull is ConditionalAccessExpressionSyntax inner)
        {
            last = inner;
        }

        ExpressionSyntax receiver = (whole == last ? last.Expression : whole.ReplaceNode(last, last.Expression)).WithoutTrivia();
        ExpressionSyntax awaited = operand(
            (InvocationExpressionSyntax)NullTestedAwait.CallOn(IdentifierName(_variable), last)).WithoutTrivia();
        awaited = AwaitExpression(
            Token(default, SyntaxKind.AwaitKeyword, TriviaList(Space)), configureAwaitFalse
                ? AwaitSyntax.ConfigureAwaitFalse(awaited)
                : awaited);
        SyntaxNode frame = rewritten is StatementSyntax
            ? ParseStatement(
                $"if ({receiver} is {{ }} {_variable}){_layout.NewLine}{_layout.Line}{{{_layout.NewLine}"
                + $"{_layout.Line}{_layout.Unit}_();{_layout.NewLine}{_layout.Line}}}")
            : ParseExpression($"{receiver} is {{ }} {_variable} ? _() : null");
        InvocationExpressionSyntax hole = frame.DescendantNodes().OfType<InvocationExpressionSyntax>().Last(static one
            => one.Expression.ToString() == "_");
        return frame.ReplaceNode(hole, awaited.WithTriviaFrom(hole)).WithTriviaFrom(rewritten);
    }

    /// <summary>A free name after the member that is tested; null where none comes to mind.</summary>
    private static string? NameFor(ExpressionSyntax receiver, SyntaxNode place, RepairRequest request)
    {
        string? last = CallSyntax.WithoutSuppression(receiver) switch
        {
            SimpleNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            InvocationExpressionSyntax call
                => CallSyntax.CalledName(call) is { Length: > 3 } called && called.StartsWith("Get", StringComparison.Ordinal)
                ? called.Substring(3) : "found",
            ConditionalAccessExpressionSyntax => "found",
            ElementAccessExpressionSyntax or ElementBindingExpressionSyntax => "item",
            _ => null,
        };
        if (last?.TrimStart('_', '@') is not { Length: > 0 } bare)
        {
            return null;
        }

        string wanted = char.ToLowerInvariant(bare[0]) + bare.Substring(1);
        SyntaxNode member = place.Ancestors().FirstOrDefault(static node => node is MemberDeclarationSyntax and not GlobalStatementSyntax)
            ?? request.Root;
        HashSet<string> taken = FreeNames.UsedIn(member);
        return FreeNames.Numbered(wanted, name => taken.Contains(name) || !request.Model.LookupSymbols(place.SpanStart, name: name).IsEmpty
            || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None);
    }
}
