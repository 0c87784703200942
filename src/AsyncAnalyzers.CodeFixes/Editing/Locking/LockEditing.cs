namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>What holds other threads off: a lock statement, or a semaphore where an await stands inside.</summary>
internal enum GuardKind
{
    Lock,
    Semaphore,
}

/// <summary>
/// Puts statements under one lock: each statement, run of statements or expression body that is given, the declaration of the
/// lock beside the declaration of the state. Indents by itself: the formatter would turn the line ends and tabs of the file into its own.
/// </summary>
internal sealed class LockEditing : CSharpSyntaxRewriter
{
    private readonly Dictionary<StatementSyntax, StatementSyntax> _lastOfRun = new();
    private readonly HashSet<SyntaxNode> _expressionBodies = new();
    private readonly Dictionary<LocalDeclarationStatementSyntax, TypeSyntax> _split = new();
    private readonly HashSet<SyntaxNode> _awaiting = new();
    private readonly HashSet<SyntaxNode> _returning = new();
    private readonly SyntaxAnnotation _broken = new();
    private readonly SyntaxNode _root;
    private readonly string _unit;
    private readonly bool _configureAwaitFalse;

    public LockEditing(SyntaxNode root)
    {
        _root = root;
        LineEnd = root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } found
            ? EndOfLine(found.ToString())
            : EndOfLine("\n");
        _unit = IndentationUnit(root);
        _configureAwaitFalse = ConfigureAwaitHabit.IsFalse(root);
    }

    public GuardKind Kind { get; set; }

    /// <summary>The expression that names the lock or semaphore.</summary>
    public string LockName { get; set; } = "";

    /// <summary>The statement or member behind which <see cref="Declaration"/> is put; a block for its beginning.</summary>
    public SyntaxNode? DeclareBehind { get; set; }

    /// <summary>The declaration of the lock: a member or a statement; null where one is used that exists.</summary>
    public SyntaxNode? Declaration { get; set; }

    /// <summary>The line end that the file uses.</summary>
    public SyntaxTrivia LineEnd { get; }

    /// <summary>Guards the statements from the first to the last, which stand in one block.</summary>
    public void GuardRun(StatementSyntax first, StatementSyntax last, bool canAwait)
    {
        _lastOfRun[first] = last;
        Remember(first, canAwait);
    }

    /// <summary>Turns the expression body of a lambda, accessor, property or method into a block and guards that.</summary>
    public void GuardExpressionBody(SyntaxNode function, bool returnsValue, bool canAwait)
    {
        _expressionBodies.Add(function);
        Remember(function, canAwait);
        if (returnsValue)
        {
            _returning.Add(function);
        }
    }

    /// <summary>Declares the local before the guard and assigns it inside.</summary>
    public void GuardDeclaration(LocalDeclarationStatementSyntax declaration, TypeSyntax type, bool canAwait)
    {
        _split[declaration] = type;
        Remember(declaration, canAwait);
    }

    /// <summary>The root with all that was asked for.</summary>
    public SyntaxNode Apply()
    {
        SyntaxNode root = Visit(_root)!;

        // What stood before a brace that has moved to a line of its own ends its line now.
        root = root.ReplaceTokens(
            root.GetAnnotatedNodes(_broken).Select(node
                => node.GetFirstToken().GetPreviousToken()).Where(token => !token.IsKind(SyntaxKind.None)),
            (_, token) => token.WithTrailingTrivia(token.TrailingTrivia.Where(trivia
                => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))));
        return WithoutElasticTrivia(root);
    }

    /// <summary>Elastic trivia, which the factory puts around tokens, make the formatter rewrite their surroundings.</summary>
    public static TNode WithoutElasticTrivia<TNode>(TNode node)
        where TNode : SyntaxNode
        => node.ReplaceTokens(
            node.DescendantTokens().Where(token => token.LeadingTrivia.Any(IsElastic) || token.TrailingTrivia.Any(IsElastic)),
            (_, token) => token.WithLeadingTrivia(token.LeadingTrivia.Where(trivia
                => !IsElastic(trivia))).WithTrailingTrivia(token.TrailingTrivia.Where(trivia => !IsElastic(trivia))));

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        SyntaxNode? visited = base.Visit(node);
        if (node is null || visited is null)
        {
            return visited;
        }

        if (_expressionBodies.Contains(node))
        {
            visited = WithGuardedBlock(node, visited);
        }
        else if (node is StatementSyntax statement
            && node.Parent is not (BlockSyntax or SwitchSectionSyntax)
            && _lastOfRun.ContainsKey(statement))
        {
            string indent = IndentOf(node);
            var single = (StatementSyntax)visited;
            StatementSyntax guarded = Kind == GuardKind.Lock
                ? Guarded(node, new[] { single }, indent, single.GetLeadingTrivia()).Single()
                : BlockOf(Guarded(node, new[] { single }, indent + _unit, Spaces(indent + _unit)), indent, LineEnd)
                    .WithLeadingTrivia(single.GetLeadingTrivia());
            visited = OneLine.Holds(node) ? OneLine.Flatten(guarded).WithTriviaFrom(single) : guarded;
        }

        if (DeclareBehind is not null && Declaration is not null)
        {
            switch (visited)
            {
                case TypeDeclarationSyntax type when DeclareBehind is MemberDeclarationSyntax member
                    && node is TypeDeclarationSyntax original
                    && original.Members.Contains(member):
                    bool isLine = member.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
                    return type.WithMembers(type.Members.Insert(
                        original.Members.IndexOf(member) + 1,
                        isLine ? (MemberDeclarationSyntax)Declaration
                            : ((MemberDeclarationSyntax)Declaration).WithoutTrivia().WithTrailingTrivia(Space)));
                case BlockSyntax block when node == DeclareBehind:
                    return block.WithStatements(block.Statements.Insert(0, (StatementSyntax)Declaration));
                case CompilationUnitSyntax unit when DeclareBehind is StatementSyntax { Parent: GlobalStatementSyntax global }
                    && node == global.Parent:
                    return unit.WithMembers(unit.Members.Insert(
                        ((CompilationUnitSyntax)node).Members.IndexOf(global) + 1, GlobalStatement((StatementSyntax)Declaration)));
            }
        }

        return visited;
    }

    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        bool isOnOneLine = IsOnOneLine(node);
        bool staysSo = isOnOneLine && OneLine.Holds(node);
        string indent = IndentOf(node);
        List<StatementSyntax>? statements = Statements(node.Statements, isOnOneLine ? indent + _unit : null);
        if (statements is null)
        {
            return base.VisitBlock(node);
        }

        if (staysSo)
        {
            return OneLine.Flatten(node.WithStatements(List(statements.Select(EndingLine)))
                .WithOpenBraceToken(node.OpenBraceToken.WithTrailingTrivia(
                    WithoutSpaces(node.OpenBraceToken.TrailingTrivia).Append(LineEnd)))).WithTriviaFrom(node);
        }

        return isOnOneLine
            ? Block(
                    Token(TriviaList(LineEnd).AddRange(Spaces(indent)), SyntaxKind.OpenBraceToken,
                        TriviaList(WithoutSpaces(node.OpenBraceToken.TrailingTrivia).Append(LineEnd))),
                    List(statements.Select(EndingLine)),
                    node.CloseBraceToken.WithLeadingTrivia(Spaces(indent)))
                .WithAdditionalAnnotations(_broken)
            : node.WithStatements(List(statements));
    }

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node)
        => Statements(node.Statements, null) is { } statements ? node.WithStatements(List(statements)) : base.VisitSwitchSection(node);

    /// <summary>The white space that a line begins with.</summary>
    public string IndentOf(SyntaxNode node)
    {
        string line = node.SyntaxTree.GetText().Lines.GetLineFromPosition(node.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    private static string IndentationUnit(SyntaxNode root)
    {
        int least = int.MaxValue;
        foreach (Microsoft.CodeAnalysis.Text.TextLine line in root.SyntaxTree.GetText().Lines)
        {
            string text = line.ToString();
            int spaces = text.Length - text.TrimStart(' ').Length;
            if (text.StartsWith("\t", StringComparison.Ordinal))
            {
                return "\t";
            }

            if (spaces is 2 or 3 or 4 && spaces < text.Length)
            {
                least = Math.Min(least, spaces);
            }
        }

        return new string(' ', least == int.MaxValue ? 4 : least);
    }

    private static bool IsElastic(SyntaxTrivia trivia) => trivia.HasAnnotation(SyntaxAnnotation.ElasticAnnotation);

    private static bool IsOnOneLine(SyntaxNode node)
    {
        FileLinePositionSpan lines = node.SyntaxTree.GetLineSpan(node.Span);
        return lines.StartLinePosition.Line == lines.EndLinePosition.Line;
    }

    private static SyntaxTriviaList Spaces(string indent) => indent.Length == 0 ? default : TriviaList(Whitespace(indent));

    private static IEnumerable<SyntaxTrivia> WithoutSpaces(SyntaxTriviaList trivia)
        => trivia.Where(one => !one.IsKind(SyntaxKind.WhitespaceTrivia));

    private void Remember(SyntaxNode node, bool canAwait)
    {
        if (canAwait)
        {
            _awaiting.Add(node);
        }
    }

    private StatementSyntax EndingLine(StatementSyntax statement)
        => statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            ? statement
            : statement.WithTrailingTrivia(statement.GetTrailingTrivia().Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia))
                ? statement.GetTrailingTrivia().Append(LineEnd)
                : TriviaList(LineEnd));

    /// <summary>The statements of a block with the guards, or null where there are none.</summary>
    /// <param name="originals">The statements.</param>
    /// <param name="newIndent">Where the block is broken into lines: how far they are indented.</param>
    private List<StatementSyntax>? Statements(SyntaxList<StatementSyntax> originals, string? newIndent)
    {
        var result = new List<StatementSyntax>();
        bool isGuarded = false;
        bool isChanged = false;
        for (int i = 0; i < originals.Count; i++)
        {
            StatementSyntax original = originals[i];
            string indent = newIndent ?? IndentOf(original);
            StatementSyntax visited = (StatementSyntax)Visit(original)!;
            SyntaxTriviaList leading = Leading(visited);
            if (_lastOfRun.TryGetValue(original, out StatementSyntax last))
            {
                var run = new List<StatementSyntax> { visited };
                while (originals[i] != last)
                {
                    var next = (StatementSyntax)Visit(originals[++i])!;
                    run.Add(next.WithLeadingTrivia(Leading(next)));
                }

                result.AddRange(Guarded(original, run, indent, leading));
                isGuarded = true;
            }
            else if (original is LocalDeclarationStatementSyntax declaration && _split.TryGetValue(declaration, out TypeSyntax type))
            {
                VariableDeclaratorSyntax variable = ((LocalDeclarationStatementSyntax)visited).Declaration.Variables[0];
                result.Add(WithoutElasticTrivia(LocalDeclarationStatement(VariableDeclaration(
                    type.WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(variable.Identifier.WithoutTrivia())))))
                    .WithLeadingTrivia(leading).WithTrailingTrivia(LineEnd));
                StatementSyntax assignment = ExpressionStatement(AssignmentExpression(
                    SyntaxKind.SimpleAssignmentExpression,
                    IdentifierName(variable.Identifier.WithoutTrivia()).WithTrailingTrivia(Space),
                    Token(default, SyntaxKind.EqualsToken, TriviaList(Space)),
                    variable.Initializer!.Value)).WithTrailingTrivia(visited.GetTrailingTrivia());
                result.AddRange(Guarded(original, new[] { assignment }, indent, Spaces(indent)));
                isGuarded = true;
            }
            else
            {
                isChanged |= visited != original;
                result.Add(newIndent is null ? visited : visited.WithLeadingTrivia(leading));
            }

            if (original == DeclareBehind && Declaration is StatementSyntax lockDeclaration)
            {
                result[result.Count - 1] = EndingLine(result[result.Count - 1]);
                result.Add(newIndent is null ? lockDeclaration : lockDeclaration.WithLeadingTrivia(Spaces(newIndent)));
                isGuarded = true;
            }
        }

        return isGuarded || isChanged && newIndent is null ? result : null;

        SyntaxTriviaList Leading(StatementSyntax statement)
            => newIndent is null
                ? statement.GetLeadingTrivia()
                : Spaces(newIndent).AddRange(WithoutSpaces(statement.GetLeadingTrivia()).SelectMany(one => new[] { one, Space }));
    }

    private IEnumerable<StatementSyntax> Guarded(
        SyntaxNode original, IReadOnlyList<StatementSyntax> statements, string indent, SyntaxTriviaList leading)
    {
        StatementSyntax first = Indented(
            statements[0].WithLeadingTrivia(default(SyntaxTriviaList))).WithLeadingTrivia(Spaces(indent + _unit));
        BlockSyntax block = BlockOf(new[] { first }.Concat(statements.Skip(1).Select(statement
            => Indented(statement, startsLine: true))), indent, LineEnd);
        if (Kind == GuardKind.Lock)
        {
            yield return LockStatement(
                    Token(default, SyntaxKind.LockKeyword, TriviaList(Space)),
                    Token(default, SyntaxKind.OpenParenToken, default),
                    ParseExpression(LockName),
                    Token(default, SyntaxKind.CloseParenToken, TriviaList(LineEnd)),
                    block)
                .WithLeadingTrivia(leading);
            yield break;
        }

        bool canAwait = _awaiting.Contains(original);
        ExpressionSyntax wait = ParseExpression(LockName + (canAwait ? ".WaitAsync()" : ".Wait()"));
        if (canAwait)
        {
            wait = AwaitExpression(Token(default, SyntaxKind.AwaitKeyword, TriviaList(Space)), _configureAwaitFalse
                ? AwaitSyntax.ConfigureAwaitFalse(wait)
                : wait);
        }

        yield return ExpressionStatement(wait).WithLeadingTrivia(leading).WithTrailingTrivia(LineEnd);
        StatementSyntax release = ExpressionStatement(ParseExpression(LockName + ".Release()")).WithLeadingTrivia(Spaces(indent + _unit));
        yield return TryStatement(
            Token(Spaces(indent), SyntaxKind.TryKeyword, TriviaList(LineEnd)),
            block,
            default,
            FinallyClause(
                Token(Spaces(indent), SyntaxKind.FinallyKeyword, TriviaList(LineEnd)), BlockOf(new[] { release }, indent, LineEnd)));
    }

    private BlockSyntax BlockOf(IEnumerable<StatementSyntax> statements, string indent, params SyntaxTrivia[] trailing)
        => Block(
            Token(Spaces(indent), SyntaxKind.OpenBraceToken, TriviaList(LineEnd)),
            List(statements.Select(EndingLine)),
            Token(Spaces(indent), SyntaxKind.CloseBraceToken, TriviaList(trailing)));

    /// <summary>The same code one level deeper: each line but, unless it starts one, the first.</summary>
    private TNode Indented<TNode>(TNode node, bool startsLine = false)
        where TNode : SyntaxNode
    {
        var atLineStart = new HashSet<SyntaxToken>();
        bool isAtLineStart = startsLine;
        foreach (SyntaxToken token in node.DescendantTokens())
        {
            if (isAtLineStart)
            {
                atLineStart.Add(token);
            }

            isAtLineStart = token.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        }

        return node.ReplaceTokens(atLineStart, (_, token) =>
        {
            var trivia = new List<SyntaxTrivia>();
            bool lineStarts = true;
            foreach (SyntaxTrivia one in token.LeadingTrivia)
            {
                if (lineStarts && !one.IsKind(SyntaxKind.EndOfLineTrivia) && !one.IsDirective)
                {
                    trivia.Add(Whitespace(_unit));
                }

                trivia.Add(one);
                lineStarts = one.IsKind(SyntaxKind.EndOfLineTrivia) || one.IsDirective;
            }

            if (lineStarts)
            {
                trivia.Add(Whitespace(_unit));
            }

            return token.WithLeadingTrivia(trivia);
        });
    }

    private SyntaxNode WithGuardedBlock(SyntaxNode original, SyntaxNode visited)
    {
        ExpressionSyntax expression = visited switch
        {
            AnonymousFunctionExpressionSyntax lambda => (ExpressionSyntax)lambda.Body,
            PropertyDeclarationSyntax property => property.ExpressionBody!.Expression,
            AccessorDeclarationSyntax accessor => accessor.ExpressionBody!.Expression,
            LocalFunctionStatementSyntax local => local.ExpressionBody!.Expression,
            _ => ((BaseMethodDeclarationSyntax)visited).ExpressionBody!.Expression,
        };
        SyntaxTriviaList trailing = visited.GetTrailingTrivia();
        string indent = IndentOf(original);
        string blockIndent = visited is PropertyDeclarationSyntax ? indent + _unit : indent;
        StatementSyntax statement = _returning.Contains(original)
            ? ReturnStatement(Token(default, SyntaxKind.ReturnKeyword, TriviaList(Space)), expression.WithoutTrivia(),
                Token(default, SyntaxKind.SemicolonToken, default))
            : ExpressionStatement(expression.WithoutTrivia(), Token(default, SyntaxKind.SemicolonToken, default));
        SyntaxTriviaList leading = Spaces(blockIndent + _unit).AddRange(expression.GetLeadingTrivia().Where(trivia
            => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia).SelectMany(comment
                => new[] { comment, Space }));
        BlockSyntax block = BlockOf(Guarded(original, new[] { statement }, blockIndent + _unit, leading), blockIndent);
        BlockSyntax broken = OneLine.Holds(original) && original is not PropertyDeclarationSyntax
            ? OneLine.Flatten(block)
            : block.WithOpenBraceToken(Token(TriviaList(LineEnd).AddRange(Spaces(blockIndent)), SyntaxKind.OpenBraceToken,
                TriviaList(LineEnd))).WithAdditionalAnnotations(_broken);
        return visited switch
        {
            SimpleLambdaExpressionSyntax lambda => lambda.WithBody(broken).WithTrailingTrivia(WithoutSpaces(trailing)),
            ParenthesizedLambdaExpressionSyntax lambda => lambda.WithBody(broken).WithTrailingTrivia(WithoutSpaces(trailing)),
            AccessorDeclarationSyntax accessor
                => accessor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(broken).WithTrailingTrivia(trailing),
            PropertyDeclarationSyntax property => property.WithExpressionBody(null).WithSemicolonToken(default)
                .WithAccessorList(AccessorList(
                    Token(TriviaList(LineEnd).AddRange(Spaces(indent)), SyntaxKind.OpenBraceToken, TriviaList(LineEnd)),
                    SingletonList(AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, block)
                        .WithKeyword(Token(Spaces(blockIndent), SyntaxKind.GetKeyword, TriviaList(LineEnd))).WithTrailingTrivia(LineEnd)),
                    Token(Spaces(indent), SyntaxKind.CloseBraceToken, default)).WithAdditionalAnnotations(_broken))
                .WithTrailingTrivia(trailing),
            LocalFunctionStatementSyntax local
                => local.WithExpressionBody(null).WithSemicolonToken(default).WithBody(broken).WithTrailingTrivia(trailing),
            MethodDeclarationSyntax method
                => method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(broken).WithTrailingTrivia(trailing),
            _ => visited,
        };
    }
}
