using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Moves the assignment that others see behind what has to be done before.</summary>
internal static class LatePublication
{
    /// <summary>A local that is filled, and assigned behind the last statement that fills it.</summary>
    public static SyntaxNode? OfLocal(
        RepairRequest request, PublicationFault fault, string local, SourceText text, CancellationToken cancellationToken)
    {
        if (PlaceOf(fault, request.ModelFor(cancellationToken)) is not var (statement, block, index, last)
            || Reaches.Any(block.Statements.Skip(index + 1).Take(last - index), fault.Name, request.ModelFor(cancellationToken))
            || MentionsIn(block, fault, index, last, request, cancellationToken) is not { } mentions
            || Declaration(fault, local, request, cancellationToken) is not { } declaration)
        {
            return null;
        }

        Indentation layout = Indentation.Of(block.Statements[last], text);
        ExpressionStatementSyntax publication = ElasticTrivia.RemovedFrom(ExpressionStatement(AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            fault.Assignment.Left.WithoutTrivia(),
            Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)),
            IdentifierName(local))));
        BlockSyntax edited = block.ReplaceNodes(mentions.Cast<SyntaxNode>().Append(statement), (node, _) => node == statement
            ? declaration.WithTriviaFrom(statement)
            : IdentifierName(local).WithTriviaFrom(node));
        return request.Root.ReplaceNode(block, StatementInsertion.After(edited, last, publication, layout));
    }

    /// <summary>The statement as it is, behind the last one of the work or of the filling.</summary>
    public static SyntaxNode? Moved(RepairRequest request, PublicationFault fault, SourceText text, CancellationToken cancellationToken)
    {
        if (PlaceOf(fault, request.ModelFor(cancellationToken)) is not var (statement, block, index, last))
        {
            return null;
        }

        StatementSyntax[] between = block.Statements.Skip(index + 1).Take(last - index).ToArray();
        if (statement.ContainsDirectives || Reaches.Any(between, fault.Name, request.ModelFor(cancellationToken))
            || between.Any(one => one.DescendantNodes().Any(node
                => node is IdentifierNameSyntax name && name.Identifier.ValueText == fault.Name)))
        {
            return null;
        }

        Indentation layout = Indentation.Of(block.Statements[last], text);
        bool isOneLine = !statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        bool isAfterBlankLine = statement.GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
        StatementSyntax moved = isOneLine ? statement
            : between[between.Length - 1].GetLastToken().IsKind(SyntaxKind.CloseBraceToken)
                && !isAfterBlankLine
                ? statement.WithLeadingTrivia(statement.GetLeadingTrivia().Insert(0, EndOfLine(layout.NewLine)))
            : statement;
        between[0] = isOneLine ? between[0].WithLeadingTrivia(statement.GetLeadingTrivia())
            : isAfterBlankLine ? between[0]
            : between[0].WithLeadingTrivia(between[0].GetLeadingTrivia()
                .SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
        if (isOneLine)
        {
            moved = moved.WithLeadingTrivia().WithTrailingTrivia(between[between.Length - 1].GetTrailingTrivia());
            between[between.Length - 1] = between[between.Length - 1].WithTrailingTrivia(Space);
        }

        return request.Root.ReplaceNode(block, block.WithStatements(List(
            block.Statements.Take(index).Concat(between).Append(moved).Concat(block.Statements.Skip(last + 1)))));
    }

    /// <summary>The factory returns what it makes, and leaves it to its caller to set the variable.</summary>
    public static SyntaxNode? InFactory(RepairRequest request, PublicationFault fault, string local, CancellationToken cancellationToken)
    {
        AssignmentExpressionSyntax assignment = fault.Assignment;
        SyntaxNode factory = FunctionSyntax.Enclosing(assignment)!;
        if (assignment.Parent is not ExpressionStatementSyntax statement)
        {
            bool isReturned = assignment.Parent is ReturnStatementSyntax || assignment.Parent == factory;
            return !isReturned ? null
                : request.Root.ReplaceNode(assignment, assignment.Right.WithTriviaFrom(assignment));
        }

        if (statement.Parent is not BlockSyntax block || block.Parent != factory)
        {
            return null;
        }

        int index = block.Statements.IndexOf(statement);
        if (MentionsIn(block, fault, index, block.Statements.Count - 1, request, cancellationToken) is not { } mentions
            || Reaches.Any(block.Statements.Skip(index + 1), fault.Name, request.ModelFor(cancellationToken))
            || Declaration(fault, local, request, cancellationToken) is not { } declaration)
        {
            return null;
        }

        return request.Root.ReplaceNodes(mentions.Cast<SyntaxNode>().Append(statement), (node, _) => node == statement
            ? declaration.WithTriviaFrom(statement)
            : IdentifierName(local).WithTriviaFrom(node));
    }

    /// <summary><c>map</c> for <c>_map</c>.</summary>
    public static string NameFor(PublicationFault fault)
    {
        string bare = fault.Name;
        if (bare.Length > 2 && bare[1] == '_' && bare[0] is 's' or 'm' or 't' or 'g')
        {
            bare = bare.Substring(2);
        }

        bare = bare.Trim('_');
        string wanted = bare.Length == 0 ? "created" : char.ToLowerInvariant(bare[0]) + bare.Substring(1);
        string prefixed = "new" + char.ToUpperInvariant(wanted[0]) + wanted.Substring(1);
        wanted = SyntaxFacts.GetKeywordKind(wanted) == SyntaxKind.None ? wanted : prefixed;
        SyntaxNode member = fault.Assignment.FirstAncestorOrSelf<MemberDeclarationSyntax>(static node => node is not GlobalStatementSyntax)
            ?? fault.Assignment.SyntaxTree.GetRoot();
        HashSet<string> used = FreeNames.UsedIn(member);
        return wanted != fault.Name && !used.Contains(wanted) ? wanted
            : FreeNames.Numbered(prefixed, used.Contains);
    }

    /// <summary>
    /// The statement that publishes, its block, its index there, and that of the last statement to come before it; null where the block is
    /// left in between or the two do not stand in one.
    /// </summary>
    private static (ExpressionStatementSyntax Statement, BlockSyntax Block, int Index, int Last)? PlaceOf(
        PublicationFault fault, CodeModel model)
    {
        if (fault.Assignment.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax block } statement || fault.Use is not { } use)
        {
            return null;
        }

        int index = block.Statements.IndexOf(statement);
        if (StatementInsertion.EndOf(block, index) is not { } end || end <= index
            || !block.Statements.Skip(index + 1).Any(one => one.Span.Contains(fault.Later!.Span)))
        {
            return null;
        }

        if (!use.IsFlag)
        {
            while (end > index && Filling.Find(new[] { block.Statements[end] }, use, model, model.CancellationToken) is null)
            {
                end--;
            }
        }

        return (statement, block, index, end);
    }

    /// <summary>The places that name the state; null where a lambda does, which may run later, or where it is written.</summary>
    private static IReadOnlyList<ExpressionSyntax>? MentionsIn(
        BlockSyntax block, PublicationFault fault, int index, int last, RepairRequest request, CancellationToken cancellationToken)
    {
        var mentions = new List<ExpressionSyntax>();
        ISymbol? state = request.Model.GetSymbolInfo(fault.Assignment.Left, cancellationToken).Symbol;
        foreach (IdentifierNameSyntax name in block.Statements.Skip(index + 1).Take(last - index)
            .SelectMany(static statement => statement.DescendantNodes()).OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != fault.Name
                || !SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(name, cancellationToken).Symbol, state))
            {
                continue;
            }

            ExpressionSyntax mention = Writes.ExpressionOf(name);
            if (FunctionSyntax.Enclosing(name) != FunctionSyntax.Enclosing(fault.Assignment) || Writes.IsWritten(mention)
                || OwnMember.NameWithTypeOf(mention) is null || CallSyntax.IsInNameOf(name))
            {
                return null;
            }

            mentions.Add(mention);
        }

        return mentions;
    }

    private static LocalDeclarationStatementSyntax? Declaration(
        PublicationFault fault, string local, RepairRequest request, CancellationToken cancellationToken)
    {
        ExpressionSyntax value = fault.Assignment.Right;
        TypeSyntax type = IdentifierName("var");
        if (value is not (ObjectCreationExpressionSyntax or InvocationExpressionSyntax or ArrayCreationExpressionSyntax
            or ImplicitArrayCreationExpressionSyntax or AwaitExpressionSyntax))
        {
            if (request.Model.GetTypeInfo(fault.Assignment.Left, cancellationToken).Type is not { } declared)
            {
                return null;
            }

            type = TypeNaming.NameOf(
                request.Document, request.Model, value.SpanStart, declared.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        }

        return ElasticTrivia.RemovedFrom(LocalDeclarationStatement(VariableDeclaration(
            type.WithTrailingTrivia(Space),
            SingletonSeparatedList(VariableDeclarator(
                Identifier(local), null,
                EqualsValueClause(Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)), value.WithoutTrivia()))))));
    }
}
