using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Collects the items in a list under the lock, and returns them one by one when the lock is released.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3005LockAcrossYieldCodeFix))]
public sealed class ASYNC3005LockAcrossYieldCodeFix : AsyncCodeFix
{
    /// <summary>More statements than these are no copying.</summary>
    private const int MostStatements = 6;

    public ASYNC3005LockAcrossYieldCodeFix()
        : base(ASYNC3005LockAcrossYieldAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (request.Node.FirstAncestorOrSelf<YieldStatementSyntax>() is not { } yield
            || FunctionSyntax.Enclosing(yield) is not { } function
            || SectionAround(yield) is not (var section, var body) || section.Parent is not BlockSyntax around
            || section.ContainsDirectives || !IsCopying(body)
            || ElementOf(function, request, cancellationToken) is not { } element
            || request.Types.ListOfT?.Construct(element) is not { } list)
        {
            return Array.Empty<Repair>();
        }

        SyntaxNode root = request.Root.ReplaceNode(around, Repaired(section, body, function, AsyncEdit.TypeName(request, list), text));
        Solution changed = request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root);
        return new[]
        {
            new Repair("Copy the items under the lock and return them after the lock", "ASYNC3005.Copy", _
                => Task.FromResult<Solution?>(changed)),
        };
    }

    /// <summary>The <c>lock</c>, or the <c>try</c> that releases in its <c>finally</c>, and what runs under the lock.</summary>
    private static (StatementSyntax Section, StatementSyntax Body)? SectionAround(YieldStatementSyntax yield)
    {
        if (LockSets.LockStatementAround(yield) is { } @lock)
        {
            return (@lock, @lock.Statement);
        }

        return yield.Ancestors().OfType<TryStatementSyntax>().FirstOrDefault(one
                => one is { Catches.Count: 0, Finally.Block.Statements: { Count: 1 } ends } && one.Block.Contains(yield)
                    && ends[0] is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
                    && CallSyntax.CalledName(call) is { } name && LockCalls.Releases(name)) is { } @try
            ? (@try, @try.Block)
            : null;
    }

    /// <summary>
    /// What runs is no more than a loop over something with tests: a caller that stops early has missed nothing but the copying.
    /// </summary>
    private static bool IsCopying(StatementSyntax body)
    {
        int statements = 0;
        foreach (SyntaxNode node in body.DescendantNodesAndSelf())
        {
            switch (node)
            {
                case BlockSyntax:
                    break;
                case ForStatementSyntax or CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0 } or IfStatementSyntax
                    or YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldReturnStatement }
                    or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, AwaitKeyword.RawKind: 0 } or ContinueStatementSyntax:
                    if (++statements > MostStatements)
                    {
                        return false;
                    }

                    break;
                case StatementSyntax or AnonymousFunctionExpressionSyntax or AwaitExpressionSyntax:
                case AssignmentExpressionSyntax:
                case ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword }:
                case PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression }
                    or PrefixUnaryExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression,
                }
                    when !(node.Parent is ForStatementSyntax @for && @for.Incrementors.Contains((ExpressionSyntax)node)):
                    return false;
                case InvocationExpressionSyntax call when CallSyntax.CalledName(call) is { } name && Takes(name):
                    return false;
            }
        }

        return true;
    }

    /// <summary>The call takes the item away: a caller that stops early would lose the rest.</summary>
    private static bool Takes(string name)
        => name is "Dequeue" or "Pop" or "Take" or "Read" or "MoveNext"
            || name.StartsWith("Try", StringComparison.Ordinal) || name.StartsWith("Remove", StringComparison.Ordinal)
            || name.StartsWith("Next", StringComparison.Ordinal) || name.StartsWith("Read", StringComparison.Ordinal);

    private static ITypeSymbol? ElementOf(SyntaxNode function, RepairRequest request, CancellationToken cancellationToken)
        => FunctionSyntax.SymbolOf(function, request.ModelFor(cancellationToken))?.ReturnType
            is INamedTypeSymbol { TypeArguments: { Length: 1 } of }
                ? of[0]
                : null;

    private static BlockSyntax Repaired(
        StatementSyntax section, StatementSyntax body, SyntaxNode function, TypeSyntax list, SourceText text)
    {
        var around = (BlockSyntax)section.Parent!;
        HashSet<string> taken = FreeNames.UsedIn(function);
        string items = FreeNames.Numbered("items", taken.Contains), item = FreeNames.Numbered("item", taken.Contains);
        Indentation layout = Indentation.Of(section, text);
        bool onOneLine = !section.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        int index = around.Statements.IndexOf(section);

        StatementSyntax filled = section.ReplaceNode(body, Filled(body, items));
        StatementSyntax declared = LocalDeclarationStatement(VariableDeclaration(
            IdentifierName("var").WithTrailingTrivia(Space),
            SingletonSeparatedList(VariableDeclarator(Identifier(items), null, EqualsValueClause(
                Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)),
                ObjectCreationExpression(Token(default, SyntaxKind.NewKeyword, TriviaList(Space)), list, ArgumentList(), null))))));
        int first = section is TryStatementSyntax && index > 0 && IsTake(around.Statements[index - 1]) ? index - 1 : index;
        StatementSyntax head = around.Statements[first];
        declared = ElasticTrivia.RemovedFrom(declared).WithLeadingTrivia(head.GetLeadingTrivia())
            .WithTrailingTrivia(onOneLine ? Space : EndOfLine(layout.NewLine));
        SyntaxTriviaList line = onOneLine ? default : TriviaList(Whitespace(layout.Line));
        string loop = onOneLine
            ? $"foreach (var {item} in {items}) {{ yield return {item}; }}"
            : $"{layout.NewLine}{layout.Line}foreach (var {item} in {items}){layout.NewLine}{layout.Line}{{{layout.NewLine}"
                + $"{layout.Line}{layout.Unit}yield return {item};{layout.NewLine}{layout.Line}}}";
        StatementSyntax returned = ParseStatement(loop, options: section.SyntaxTree.Options)
            .WithTrailingTrivia(onOneLine ? section.GetTrailingTrivia() : TriviaList(EndOfLine(layout.NewLine)));
        filled = onOneLine ? filled.WithTrailingTrivia(Space) : filled;

        SyntaxList<StatementSyntax> statements = around.Statements.Replace(
            section, first == index ? filled.WithLeadingTrivia(line) : filled);
        if (first < index)
        {
            statements = statements.Replace(statements[first], head.WithLeadingTrivia(line));
        }

        return around.WithStatements(statements.Insert(index + 1, returned).Insert(first, declared));
    }

    /// <summary><c>items.Add(x)</c> for each <c>yield return x</c>.</summary>
    private static StatementSyntax Filled(StatementSyntax body, string items)
        => (StatementSyntax)new Collector(items).Visit(body);

    private static bool IsTake(StatementSyntax statement)
        => statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
            && CallSyntax.CalledName(call) is { } name && LockCalls.Takes(name);

    private sealed class Collector(string items) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitYieldStatement(YieldStatementSyntax node)
            => ElasticTrivia.RemovedFrom(ExpressionStatement(InvocationExpression(
                    MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, IdentifierName(items), IdentifierName("Add")),
                    ArgumentList(SingletonSeparatedList(Argument(node.Expression!.WithoutTrivia()))))))
                .WithTriviaFrom(node);
    }
}
