using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Moves the ends of a section that is guarded by a lock.</summary>
internal static class LockSectionEditing
{
    /// <summary>
    /// The statements up to the one that waits stand before the <c>try</c>. Null where its <c>finally</c> does more than release, where it
    /// catches, and where the lock is taken or released in between.
    /// </summary>
    public static SyntaxNode? BeforeTry(
        SyntaxNode root, InvocationExpressionSyntax take, InvocationExpressionSyntax release, SourceText text)
    {
        if (release.FirstAncestorOrSelf<TryStatementSyntax>() is not
            {
                Catches.Count: 0, Finally.Block.Statements.Count: 1, Parent: BlockSyntax around
            } @try
            || take.FirstAncestorOrSelf<StatementSyntax>() is not { } wait || wait.Parent != @try.Block
            || HasOther(@try.Block, take, take))
        {
            return null;
        }

        int count = @try.Block.Statements.IndexOf(wait) + 1;
        if (count == @try.Block.Statements.Count || @try.Block.Statements.Take(count).Any(IsFixed)
            || @try.GetFirstToken().LeadingTrivia.Any(static trivia => trivia.IsDirective))
        {
            return null;
        }

        Indentation outer = Indentation.Of(@try, text);
        var moved = new List<StatementSyntax>();
        foreach (StatementSyntax statement in @try.Block.Statements.Take(count))
        {
            moved.Add(Outdent(statement, Indentation.Of(statement, text).Line, outer.Line));
        }

        // What is said above the try is said above the section.
        moved[0] = moved[0].WithLeadingTrivia(@try.GetLeadingTrivia().AddRange(moved[0].GetLeadingTrivia()
            .SkipWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia))));
        TryStatementSyntax rest = @try
            .WithBlock(@try.Block.WithStatements(List(WithoutFirstBlankLine(@try.Block.Statements.Skip(count)))))
            .WithLeadingTrivia(Whitespace(outer.Line));
        if (!moved[moved.Count - 1].GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
        {
            moved[moved.Count - 1] = moved[moved.Count - 1].WithTrailingTrivia(Space);
            rest = rest.WithLeadingTrivia();
        }

        return root.ReplaceNode(around, around.WithStatements(
            around.Statements.ReplaceRange(@try, moved.Append(rest))));
    }

    /// <summary>
    /// What stands between the two statements that take and release the lock is in a <c>try</c> whose <c>finally</c> releases it. Null
    /// where the lock is released elsewhere too, and where something in between would change its scope.
    /// </summary>
    public static SyntaxNode? WithFinally(
        SyntaxNode root, InvocationExpressionSyntax take, InvocationExpressionSyntax release, SourceText text)
    {
        if (take.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } first
            || CallSyntax.StatementIgnoring(release) is not { } last || last.Parent != block
            || HasOther(FunctionSyntax.Enclosing(take)!, take, release))
        {
            return null;
        }

        int from = block.Statements.IndexOf(first) + 1, to = block.Statements.IndexOf(last);
        StatementSyntax[] section = block.Statements.Skip(from).Take(to - from).ToArray();
        if (section.Any(static statement => IsFixed(statement)
                || statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }
                || statement.ContainsDirectives)
            || last.ContainsDirectives)
        {
            return null;
        }

        Indentation layout = Indentation.Of(last, text);
        string newLine = layout.NewLine, line = layout.Line;
        bool onOneLine = !section[0].GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        bool braceEndsLine = !block.OpenBraceToken.GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
            && !block.OpenBraceToken.LeadingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        string open = onOneLine ? " { " : (braceEndsLine ? " " : newLine + line) + "{" + newLine;
        string close = onOneLine ? "} " : line + "}";
        string next = onOneLine || braceEndsLine ? (onOneLine ? string.Empty : " ") : newLine + line;
        var guard = (TryStatementSyntax)ParseStatement($"try{open}{close}{next}finally{open}{close}", options: root.SyntaxTree.Options);
        StatementSyntax[] deeper = section.Select(statement => onOneLine ? statement : layout.Deepen(statement)).ToArray();
        if (!onOneLine)
        {
            deeper[0] = deeper[0].WithLeadingTrivia(deeper[0].GetLeadingTrivia()
                .SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
        }

        StatementSyntax released = onOneLine
            ? last.WithTrailingTrivia(Space)
            : layout.Deepen(last.WithLeadingTrivia(WithoutBlankLines(last.GetLeadingTrivia())));
        guard = guard
            .WithBlock(guard.Block.WithStatements(List(deeper)))
            .WithFinally(guard.Finally!.WithBlock(guard.Finally.Block.WithStatements(SingletonList(released))))
            .WithLeadingTrivia(onOneLine ? section[0].GetLeadingTrivia() : TriviaList(Whitespace(line)))
            .WithTrailingTrivia(onOneLine ? last.GetTrailingTrivia() : TriviaList(EndOfLine(newLine)));
        return root.ReplaceNode(block, block.WithStatements(
            List(block.Statements.Take(from).Append(guard).Concat(block.Statements.Skip(to + 1)))));
    }

    /// <summary>
    /// A wait that timed out throws, before the <c>try</c> where that releases the lock. Null where that cannot be.
    /// </summary>
    public static SyntaxNode? WithAnswerTested(
        RepairRequest request, InvocationExpressionSyntax take, InvocationExpressionSyntax release, SourceText text)
    {
        if (take.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement
            || request.Types.TimeoutException is not { } exception || statement.Parent is not BlockSyntax)
        {
            return null;
        }

        SyntaxNode root = request.Root;
        TryStatementSyntax? @try = release.FirstAncestorOrSelf<FinallyClauseSyntax>()?.Parent as TryStatementSyntax;
        if (@try is not null && @try.Block.Span.Contains(take.Span))
        {
            var mark = new SyntaxAnnotation();
            if (BeforeTry(root.ReplaceNode(take, take.WithAdditionalAnnotations(mark)), mark, release, text) is not { } moved)
            {
                return null;
            }

            root = moved;
            statement = root.GetAnnotatedNodes(mark).Single().FirstAncestorOrSelf<ExpressionStatementSyntax>()!;
        }

        ExpressionSyntax wait = statement.Expression is AssignmentExpressionSyntax discard ? discard.Right : statement.Expression;
        Indentation layout = Indentation.Of(take.FirstAncestorOrSelf<StatementSyntax>()!, text);
        string line = statement.GetLeadingTrivia().LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        bool onOneLine = !statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        string type = AsyncEdit.TypeName(request, exception).ToString();
        string body = onOneLine
            ? $" {{ throw new {type}(); }}"
            : $"{layout.NewLine}{line}{{{layout.NewLine}{line}{layout.Unit}throw new {type}();{layout.NewLine}{line}}}";
        StatementSyntax tested = ParseStatement($"if (!{wait.WithoutTrivia()}){body}", options: request.Root.SyntaxTree.Options)
            .WithTriviaFrom(statement);
        return root.ReplaceNode(statement, tested);
    }

    private static SyntaxNode? BeforeTry(SyntaxNode root, SyntaxAnnotation mark, InvocationExpressionSyntax release, SourceText text)
    {
        var take = (InvocationExpressionSyntax)root.GetAnnotatedNodes(mark).Single();
        return root.FindNode(release.Span, getInnermostNodeForTie: true) is InvocationExpressionSyntax same
            ? BeforeTry(root, take, same, text)
            : null;
    }

    private static bool IsFixed(StatementSyntax statement)
        => statement is LabeledStatementSyntax or LocalFunctionStatementSyntax || statement.ContainsDirectives;

    /// <summary>The scope has another call that takes or releases the lock.</summary>
    private static bool HasOther(SyntaxNode scope, InvocationExpressionSyntax take, InvocationExpressionSyntax release)
        => scope.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call
            => call != take && call != release && CallSyntax.CalledName(call) is { } name
                && (LockCalls.Takes(name) || LockCalls.Releases(name)) && LockFault.IsOnTheSame(call, take));

    private static StatementSyntax Outdent(StatementSyntax statement, string from, string to)
        => from == to || !from.StartsWith(to, StringComparison.Ordinal) ? statement
            : statement.ReplaceTrivia(
                statement.DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)
                    && trivia.ToString().StartsWith(from, StringComparison.Ordinal)
                    && (trivia.Token.LeadingTrivia.Contains(trivia))),
                (trivia, _) => Whitespace(to + trivia.ToString().Substring(from.Length)));

    private static IEnumerable<StatementSyntax> WithoutFirstBlankLine(IEnumerable<StatementSyntax> statements)
        => statements.Select((statement, index)
            => index == 0 ? statement.WithLeadingTrivia(WithoutBlankLines(statement.GetLeadingTrivia())) : statement);

    private static SyntaxTriviaList WithoutBlankLines(SyntaxTriviaList trivia)
        => TriviaList(trivia.SkipWhile(static one => one.IsKind(SyntaxKind.EndOfLineTrivia)));
}
