using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Puts a run of statements, or an expression body, under a lock that exists.</summary>
internal static class LockedRun
{
    /// <summary>
    /// The lock around the statements of one block from the first to the last that uses what it guards; null where an await, a loop's
    /// condition or a variable that is used behind them stands against it.
    /// </summary>
    public static SyntaxNode? Add(
        RepairRequest request, ExpressionSyntax flagged, IEnumerable<ExpressionSyntax> uses, string gate, SourceText text,
        CancellationToken cancellationToken)
    {
        if (flagged.FirstAncestorOrSelf<SyntaxNode>(static node => node is StatementSyntax or ArrowExpressionClauseSyntax) is not { } place
            || FunctionSyntax.Enclosing(flagged) is not { } function)
        {
            return null;
        }

        if (place is ArrowExpressionClauseSyntax arrow)
        {
            return OfArrow(request, arrow, gate, text, cancellationToken);
        }

        if (FunctionSyntax.Enclosing(place) != function || place.Parent is not BlockSyntax block
            || place is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or BlockSyntax)
        {
            return null;
        }

        int[] indexes = uses.Where(use => block.Span.Contains(use.Span) && FunctionSyntax.Enclosing(use) == function)
            .Select(use => block.Statements.IndexOf(statement => statement.Span.Contains(use.Span))).ToArray();
        int from = indexes.Min();
        int to = indexes.Max();
        StatementSyntax[] run = block.Statements.Skip(from).Take(to - from + 1).ToArray();
        if (run.Any(static one => one.ContainsDirectives || one is LocalFunctionStatementSyntax or LabeledStatementSyntax
                || FunctionSyntax.OwnNodes(one).Any(static node => FunctionSyntax.IsAwait(node)
                    || node is YieldStatementSyntax or GotoStatementSyntax
                    || ControlFlowSyntax.LoopBody(node) is not null and not CommonForEachStatementSyntax && node is WhileStatementSyntax)))
        {
            return null;
        }

        Indentation layout = Indentation.Of(run[0], text);
        bool isOneLine = text.Lines.IndexOf(block.SpanStart) == text.Lines.IndexOf(run[0].SpanStart);
        if (run.Length == 1 && run[0] is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } local
            && local.UsingKeyword.IsKind(SyntaxKind.None) && variables[0].Initializer is { } initializer)
        {
            return Split(request, block, local, initializer, gate, layout, isOneLine, cancellationToken);
        }

        var declared = new HashSet<string>(run.SelectMany(static one => one is LocalDeclarationStatementSyntax declaration
            ? declaration.Declaration.Variables.Select(static variable => variable.Identifier.ValueText)
            : one.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(static variable => variable.Identifier.ValueText)),
            StringComparer.Ordinal);
        if (declared.Count > 0 && block.Statements.Skip(to + 1).SelectMany(static one => one.DescendantNodes()).Any(node
            => node is IdentifierNameSyntax name && declared.Contains(name.Identifier.ValueText)))
        {
            return null;
        }

        StatementSyntax first = isOneLine ? run[0].WithoutLeadingTrivia() : run[0];
        StatementSyntax locked = Lock(run.Skip(1).Prepend(first), gate, layout, isOneLine);
        locked = locked.WithLeadingTrivia(isOneLine ? run[0].GetLeadingTrivia() : BeginOf(run[0], layout));
        return request.Root.ReplaceNode(block, block.WithStatements(List(
            block.Statements.Take(from).Append(locked).Concat(block.Statements.Skip(to + 1)))));
    }

    private static SyntaxNode? Split(
        RepairRequest request, BlockSyntax block, LocalDeclarationStatementSyntax local, EqualsValueClauseSyntax initializer, string gate,
        Indentation layout, bool isOneLine, CancellationToken cancellationToken)
    {
        VariableDeclaratorSyntax variable = local.Declaration.Variables[0];
        if (local.Declaration.Type is RefTypeSyntax || local.IsConst
            || request.Model.GetDeclaredSymbol(variable, cancellationToken) is not ILocalSymbol { IsRef: false } symbol)
        {
            return null;
        }

        TypeSyntax type = local.Declaration.Type.IsVar
            ? TypeNaming.NameOf(request.Document, request.Model, local.SpanStart, symbol.Type).WithTriviaFrom(local.Declaration.Type)
            : local.Declaration.Type;
        SyntaxTriviaList lineEnd = isOneLine ? TriviaList(Space) : TriviaList(EndOfLine(layout.NewLine));
        LocalDeclarationStatementSyntax bare = local
            .WithDeclaration(local.Declaration.WithType(type).WithVariables(SingletonSeparatedList(
                variable.WithInitializer(null).WithIdentifier(variable.Identifier.WithTrailingTrivia()))))
            .WithTrailingTrivia(lineEnd);
        StatementSyntax set = ElasticTrivia.RemovedFrom(ExpressionStatement(AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression, IdentifierName(variable.Identifier.WithoutTrivia()),
            Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)), initializer.Value.WithoutTrivia())))
            .WithLeadingTrivia(isOneLine ? TriviaList() : TriviaList(Whitespace(layout.Line)))
            .WithTrailingTrivia(local.GetTrailingTrivia());
        StatementSyntax locked = Lock(new[] { set }, gate, layout, isOneLine)
            .WithLeadingTrivia(isOneLine ? TriviaList() : TriviaList(Whitespace(layout.Line)));
        int index = block.Statements.IndexOf(local);
        return request.Root.ReplaceNode(block, block.WithStatements(List(
            block.Statements.Take(index).Append(bare).Append(locked).Concat(block.Statements.Skip(index + 1)))));
    }

    private static LockStatementSyntax Lock(IEnumerable<StatementSyntax> statements, string gate, Indentation layout, bool isOneLine)
    {
        SyntaxTriviaList lineEnd = isOneLine ? TriviaList(Space) : TriviaList(EndOfLine(layout.NewLine));
        SyntaxTriviaList margin = isOneLine ? TriviaList() : TriviaList(Whitespace(layout.Line));
        StatementSyntax[] inner = statements.Select(one => isOneLine ? one : layout.Deepen(one)).ToArray();
        inner[0] = inner[0].WithLeadingTrivia(inner[0].GetLeadingTrivia().SkipWhile(static one => one.IsKind(SyntaxKind.EndOfLineTrivia)));
        BlockSyntax body = Block(
            Token(margin, SyntaxKind.OpenBraceToken, lineEnd),
            List(inner),
            Token(margin, SyntaxKind.CloseBraceToken, lineEnd));
        return LockStatement(
            Token(default, SyntaxKind.LockKeyword, TriviaList(Space)),
            Token(default, SyntaxKind.OpenParenToken, default),
            ParseExpression(gate),
            Token(default, SyntaxKind.CloseParenToken, lineEnd),
            body);
    }

    /// <summary>An empty line above stays above the lock, a comment goes with its statement.</summary>
    private static SyntaxTriviaList BeginOf(StatementSyntax first, Indentation layout)
        => TriviaList(first.GetLeadingTrivia().TakeWhile(static one => one.IsKind(SyntaxKind.EndOfLineTrivia))
            .Append(Whitespace(layout.Line)));

    /// <summary><c>int Count => _count;</c> becomes a body that takes the lock.</summary>
    private static SyntaxNode? OfArrow(
        RepairRequest request, ArrowExpressionClauseSyntax arrow, string gate, SourceText text, CancellationToken cancellationToken)
    {
        if (arrow.ContainsDirectives || arrow.Parent is not (MethodDeclarationSyntax or PropertyDeclarationSyntax)
            || FunctionSyntax.OwnNodes(arrow.Expression).Any(FunctionSyntax.IsAwait) || arrow.Expression is RefExpressionSyntax)
        {
            return null;
        }

        var member = (MemberDeclarationSyntax)arrow.Parent;
        bool returns = member is PropertyDeclarationSyntax || request.Model.GetDeclaredSymbol(member, cancellationToken) is IMethodSymbol
        {
            ReturnsVoid: false,
            IsAsync: false,
        };
        TextLine line = text.Lines.GetLineFromPosition(member.SpanStart);
        string begin = line.ToString();
        string margin = begin.Substring(0, begin.Length - begin.TrimStart().Length);
        string unit = margin.Contains('\t') ? "\t" : "    ";
        bool isOneLine = text.Lines.IndexOf(member.FirstAncestorOrSelf<TypeDeclarationSyntax>()!.SpanStart) == line.LineNumber;
        string newLine = text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)) is { Length: > 0 } end ? end : "\n";
        string statement = (returns ? "return " : "") + arrow.Expression.WithoutTrivia() + ";";
        string body = Nested($"lock ({gate})", statement, member is PropertyDeclarationSyntax ? 2 : 1);
        if (member is PropertyDeclarationSyntax)
        {
            body = isOneLine ? "get { " + body + " }"
                : $"{margin}{unit}get{newLine}{margin}{unit}{{{newLine}{body}{newLine}{margin}{unit}}}";
        }

        string header = text.ToString(TextSpan.FromBounds(member.SpanStart, arrow.SpanStart)).TrimEnd();
        string whole = isOneLine ? $"{header} {{ {body} }}" : $"{header}{newLine}{margin}{{{newLine}{body}{newLine}{margin}}}";
        return ParseMemberDeclaration(whole, options: request.Root.SyntaxTree.Options) is { } parsed
            ? request.Root.ReplaceNode(member, parsed.WithTriviaFrom(member))
            : null;

        string Nested(string head, string inner, int depth)
        {
            string outer = margin + string.Concat(Enumerable.Repeat(unit, depth));
            return isOneLine ? $"{head} {{ {inner} }}"
                : $"{outer}{head}{newLine}{outer}{{{newLine}{outer}{unit}{inner}{newLine}{outer}}}";
        }
    }
}
