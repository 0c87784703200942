using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Copies the variable in the body of the loop, and has the work read the copy.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3019CapturedLoopVariableCodeFix))]
public sealed class ASYNC3019CapturedLoopVariableCodeFix : AsyncCodeFix
{
    public ASYNC3019CapturedLoopVariableCodeFix()
        : base(ASYNC3019CapturedLoopVariableAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request,
        CancellationToken cancellationToken)
    {
        if (Find(request, cancellationToken) is not { } captured
            || StatementOf(captured) is not { } statement
            || !AsyncEdit.IsWithoutDirectives(captured.Function)
            || NamesMember(captured))
        {
            return Array.Empty<Repair>();
        }

        string variable = captured.Mention.Identifier.ValueText;
        string copy = CopyBefore(statement, variable) ?? NameFor(variable, captured);
        bool isThere = CopyBefore(statement, variable) is not null;
        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        StatementSyntax reading = Reading(statement, captured, copy, request.ModelFor(cancellationToken));
        SyntaxNode? root = isThere ? request.Root.ReplaceNode(statement, reading)
            : WithCopy(request.Root, statement, reading, Declaration(copy, variable), text);
        return root is null ? Array.Empty<Repair>() : new[]
        {
            new Repair($"Copy '{variable}' to '{copy}'", "ASYNC3019.Copy", _
                => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)),
        };
    }

    private static CapturedLoopVariable? Find(RepairRequest request, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode node in request.Node.Ancestors())
        {
            IEnumerable<SyntaxNode> triggers = node switch
            {
                LocalFunctionStatementSyntax local when CapturedLoopVariable.MayBeStarted(local) => new[] { local },
                InvocationExpressionSyntax call when CallSyntax.CalledNameSyntax(call) is { } name
                    && CapturedLoopVariable.TriggerNames.Contains(name.Identifier.ValueText) => new[] { name },
                ObjectCreationExpressionSyntax { Type: var type } => type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>(),
                VariableDeclarationSyntax { Type: var type } => type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>(),
                _ => Array.Empty<SyntaxNode>(),
            };
            foreach (SyntaxNode trigger in triggers)
            {
                foreach (CapturedLoopVariable captured in CapturedLoopVariable.FindAll(trigger, request.ModelFor(cancellationToken)))
                {
                    if (captured.Mention == request.Node)
                    {
                        return captured;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The statement of a block, or the body of a loop or branch, that holds the function; null where that is the loop itself.
    /// </summary>
    private static StatementSyntax? StatementOf(CapturedLoopVariable captured)
        => captured.Function.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault() is { } statement
            && captured.Loop.Span.Contains(statement.Span) && statement != captured.Loop && statement.Parent is not LabeledStatementSyntax
                ? statement
                : null;

    /// <summary><c>new { i }</c>, <c>(i, x)</c>: the variable also names a member.</summary>
    private static bool NamesMember(CapturedLoopVariable captured)
        => captured.Function.DescendantNodes().Any(node => node is IdentifierNameSyntax name
            && name.Identifier.ValueText == captured.Mention.Identifier.ValueText
            && name.Parent is AnonymousObjectMemberDeclaratorSyntax { NameEquals: null }
            or ArgumentSyntax { NameColon: null, Parent: TupleExpressionSyntax });

    /// <summary>The copy that an earlier repair, or the author, has made in the same block.</summary>
    private static string? CopyBefore(StatementSyntax statement, string variable)
    {
        if (statement.Parent is not (BlockSyntax or SwitchSectionSyntax))
        {
            return null;
        }

        foreach (StatementSyntax before in statement.Parent.ChildNodes().OfType<StatementSyntax>())
        {
            if (before == statement)
            {
                return null;
            }

            if (before is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
                && variables[0].Initializer?.Value is IdentifierNameSyntax value && value.Identifier.ValueText == variable
                && !statement.Parent.DescendantNodes().Any(node => node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left }
                    && (left.Identifier.ValueText == variables[0].Identifier.ValueText || left.Identifier.ValueText == variable)))
            {
                return variables[0].Identifier.ValueText;
            }
        }

        return null;
    }

    /// <summary><c>index</c> for <c>i</c> of a <c>for</c>; <c>currentPage</c> for <c>page</c>.</summary>
    private static string NameFor(string variable, CapturedLoopVariable captured)
    {
        string bare = variable.TrimStart('_', '@');
        string name = bare.Length > 1 ? "current" + char.ToUpperInvariant(bare[0]) + bare.Substring(1)
            : captured.Loop is ForStatementSyntax { Declaration: not null } && bare is "i" or "j" or "k" ? "index"
            : "current";
        SyntaxNode member = captured.Function.AncestorsAndSelf().FirstOrDefault(static node => node is MemberDeclarationSyntax
            and not GlobalStatementSyntax) ?? captured.Function.SyntaxTree.GetRoot();
        return FreeNames.Numbered(name, FreeNames.UsedIn(member).Contains);
    }

    /// <summary>The statement with the copy in each place where the function reads the variable.</summary>
    private static StatementSyntax Reading(StatementSyntax statement, CapturedLoopVariable captured, string copy, CodeModel model)
    {
        ISymbol? variable = model.SymbolOf(captured.Mention);
        IEnumerable<IdentifierNameSyntax> reads = captured.Function.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == captured.Mention.Identifier.ValueText
                && SymbolEqualityComparer.Default.Equals(model.SymbolOf(name), variable));
        return statement.ReplaceNodes(reads, (name, _) => name.WithIdentifier(Identifier(copy).WithTriviaFrom(name.Identifier)));
    }

    private static LocalDeclarationStatementSyntax Declaration(string copy, string variable)
        => ElasticTrivia.RemovedFrom(LocalDeclarationStatement(VariableDeclaration(
            IdentifierName(Identifier(default, "var", TriviaList(Space))),
            SingletonSeparatedList(VariableDeclarator(
                Identifier(copy),
                null,
                EqualsValueClause(Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)), IdentifierName(variable)))))));

    private static SyntaxNode? WithCopy(SyntaxNode root, StatementSyntax statement, StatementSyntax reading, StatementSyntax declaration,
        SourceText text)
    {
        if (statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax)
        {
            var marker = new SyntaxAnnotation();
            SyntaxNode marked = root.ReplaceNode(statement, reading.WithAdditionalAnnotations(marker));
            return StatementInsertion.Before(marked, (StatementSyntax)marked.GetAnnotatedNodes(marker).Single(), declaration, text);
        }

        return statement.Parent is StatementSyntax around
            ? root.ReplaceNode(statement, InBlock(around, statement, reading, declaration, text)) : null;
    }

    /// <summary>The body of a loop or branch in a block of its own, on one line where it was.</summary>
    private static BlockSyntax InBlock(StatementSyntax around, StatementSyntax statement, StatementSyntax reading,
        StatementSyntax declaration, SourceText text)
    {
        if (text.Lines.IndexOf(around.SpanStart) == text.Lines.IndexOf(statement.SpanStart))
        {
            return Block(
                Token(default, SyntaxKind.OpenBraceToken, TriviaList(Space)),
                List(new[] { declaration.WithTrailingTrivia(Space), reading.WithoutLeadingTrivia().WithTrailingTrivia(Space) }),
                Token(default, SyntaxKind.CloseBraceToken, statement.GetTrailingTrivia()));
        }

        Indentation outer = Indentation.Of(around, text);
        SyntaxTriviaList inner = TriviaList(Whitespace(Indentation.Of(statement, text).Line));
        SyntaxTriviaList lineEnd = TriviaList(EndOfLine(outer.NewLine));
        SyntaxTriviaList margin = TriviaList(Whitespace(outer.Line));
        return Block(
            Token(margin, SyntaxKind.OpenBraceToken, lineEnd),
            List(new[] { declaration.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(lineEnd),
                reading.WithLeadingTrivia(inner) }),
            Token(margin, SyntaxKind.CloseBraceToken, lineEnd));
    }
}
