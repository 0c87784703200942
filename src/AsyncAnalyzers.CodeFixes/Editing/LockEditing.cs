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
/// lock beside the declaration of the state.
/// </summary>
internal sealed class LockEditing : CSharpSyntaxRewriter
{
    private readonly Dictionary<StatementSyntax, StatementSyntax> _lastOfRun = new();
    private readonly HashSet<SyntaxNode> _expressionBodies = new();
    private readonly Dictionary<LocalDeclarationStatementSyntax, TypeSyntax> _split = new();
    private readonly HashSet<SyntaxNode> _awaiting = new();
    private readonly HashSet<SyntaxNode> _returning = new();
    private readonly SyntaxTrivia _endOfLine;
    private readonly bool _configureAwaitFalse;

    public LockEditing(SyntaxNode root)
    {
        _endOfLine = EndOfLineIn(root);
        _configureAwaitFalse = ConfigureAwaitHabit.IsFalse(root);
    }

    /// <summary>The line ending that the file uses.</summary>
    public static SyntaxTrivia EndOfLineIn(SyntaxNode root)
        => root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } found ? EndOfLine(found.ToString()) : LineFeed;

    public GuardKind Kind { get; set; }

    /// <summary>The expression that names the lock or semaphore.</summary>
    public string LockName { get; set; } = "";

    /// <summary>The statement or member behind which <see cref="Declaration"/> is put; a block for its beginning.</summary>
    public SyntaxNode? DeclareBehind { get; set; }

    /// <summary>The declaration of the lock: a member or a statement; null where one is used that exists.</summary>
    public SyntaxNode? Declaration { get; set; }

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
        else if (node is StatementSyntax statement && node.Parent is not (BlockSyntax or SwitchSectionSyntax) && _lastOfRun.ContainsKey(statement))
        {
            StatementSyntax[] guarded = GuardedStatements(node, new[] { (StatementSyntax)visited }).ToArray();
            visited = guarded.Length == 1 ? guarded[0] : BlockOf(guarded).WithAdditionalAnnotations(Formatter.Annotation);
        }

        if (DeclareBehind is not null && Declaration is not null)
        {
            switch (visited)
            {
                case TypeDeclarationSyntax type when DeclareBehind is MemberDeclarationSyntax member && node is TypeDeclarationSyntax original && original.Members.Contains(member):
                    return type.WithMembers(type.Members.Insert(original.Members.IndexOf(member) + 1, (MemberDeclarationSyntax)Declaration));
                case BlockSyntax block when node == DeclareBehind:
                    return block.WithStatements(block.Statements.Insert(0, (StatementSyntax)Declaration));
                case CompilationUnitSyntax unit when DeclareBehind is StatementSyntax { Parent: GlobalStatementSyntax global } && node == global.Parent:
                    return unit.WithMembers(unit.Members.Insert(((CompilationUnitSyntax)node).Members.IndexOf(global) + 1, GlobalStatement((StatementSyntax)Declaration)));
            }
        }

        return visited;
    }

    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        SyntaxList<StatementSyntax> statements = Statements(node.Statements, out bool changed);
        if (!changed)
        {
            return base.VisitBlock(node);
        }

        BlockSyntax block = node.WithStatements(statements);
        FileLinePositionSpan lines = node.SyntaxTree.GetLineSpan(node.Span);
        if (lines.StartLinePosition.Line != lines.EndLinePosition.Line)
        {
            return block;
        }

        // A block on one line gets a line for each statement.
        return block
            .WithOpenBraceToken(block.OpenBraceToken.WithTrailingTrivia(block.OpenBraceToken.TrailingTrivia.Where(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Append(_endOfLine)))
            .WithStatements(List(statements.Select(OnItsOwnLine)))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node)
    {
        SyntaxList<StatementSyntax> statements = Statements(node.Statements, out bool changed);
        return changed ? node.WithStatements(statements) : base.VisitSwitchSection(node);
    }

    private void Remember(SyntaxNode node, bool canAwait)
    {
        if (canAwait)
        {
            _awaiting.Add(node);
        }
    }

    private StatementSyntax OnItsOwnLine(StatementSyntax statement)
        => statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            ? statement
            : statement.WithTrailingTrivia(statement.GetTrailingTrivia().Where(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Append(_endOfLine));

    private SyntaxList<StatementSyntax> Statements(SyntaxList<StatementSyntax> originals, out bool changed)
    {
        var result = new List<StatementSyntax>();
        changed = false;
        for (int i = 0; i < originals.Count; i++)
        {
            StatementSyntax original = originals[i];
            if (_lastOfRun.TryGetValue(original, out StatementSyntax last))
            {
                int end = originals.IndexOf(last);
                var run = new List<StatementSyntax>();
                for (; i < end; i++)
                {
                    run.Add((StatementSyntax)Visit(originals[i])!);
                }

                run.Add((StatementSyntax)Visit(originals[i])!);
                result.AddRange(GuardedStatements(original, run));
                changed = true;
            }
            else if (original is LocalDeclarationStatementSyntax declaration && _split.TryGetValue(declaration, out TypeSyntax type))
            {
                var visited = (LocalDeclarationStatementSyntax)Visit(original)!;
                VariableDeclaratorSyntax variable = visited.Declaration.Variables[0];
                result.Add(LocalDeclarationStatement(VariableDeclaration(type.WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(variable.Identifier.WithoutTrivia()))))
                    .WithLeadingTrivia(visited.GetLeadingTrivia()).WithTrailingTrivia(_endOfLine).WithAdditionalAnnotations(Formatter.Annotation));
                StatementSyntax assignment = ExpressionStatement(AssignmentExpression(
                    SyntaxKind.SimpleAssignmentExpression,
                    IdentifierName(variable.Identifier.WithoutTrivia()).WithTrailingTrivia(Space),
                    Token(default, SyntaxKind.EqualsToken, TriviaList(Space)),
                    variable.Initializer!.Value)).WithTrailingTrivia(visited.GetTrailingTrivia());
                result.AddRange(GuardedStatements(original, new[] { assignment }));
                changed = true;
            }
            else
            {
                var visited = (StatementSyntax)Visit(original)!;
                changed |= visited != original;
                result.Add(visited);
            }

            if (original == DeclareBehind && Declaration is StatementSyntax lockDeclaration)
            {
                result.Add(lockDeclaration);
                changed = true;
            }
        }

        return List(result);
    }

    private IEnumerable<StatementSyntax> GuardedStatements(SyntaxNode original, IReadOnlyList<StatementSyntax> statements)
    {
        SyntaxTriviaList leading = statements[0].GetLeadingTrivia();
        StatementSyntax first = statements[0].WithLeadingTrivia(default(SyntaxTriviaList));
        BlockSyntax block = BlockOf(new[] { first }.Concat(statements.Skip(1)));
        if (Kind == GuardKind.Lock)
        {
            yield return LockStatement(ParseExpression(LockName), block)
                .WithCloseParenToken(Token(default, SyntaxKind.CloseParenToken, TriviaList(_endOfLine)))
                .WithLeadingTrivia(leading)
                .WithAdditionalAnnotations(Formatter.Annotation);
            yield break;
        }

        bool canAwait = _awaiting.Contains(original);
        ExpressionSyntax wait = ParseExpression(LockName + (canAwait ? ".WaitAsync()" : ".Wait()"));
        if (canAwait)
        {
            wait = AwaitExpression(Token(default, SyntaxKind.AwaitKeyword, TriviaList(Space)), _configureAwaitFalse ? AwaitSyntax.ConfigureAwaitFalse(wait) : wait);
        }

        yield return ExpressionStatement(wait).WithLeadingTrivia(leading).WithTrailingTrivia(_endOfLine).WithAdditionalAnnotations(Formatter.Annotation);
        yield return TryStatement(
                Token(default, SyntaxKind.TryKeyword, TriviaList(_endOfLine)),
                block,
                default,
                FinallyClause(Token(default, SyntaxKind.FinallyKeyword, TriviaList(_endOfLine)), BlockOf(new[] { (StatementSyntax)ExpressionStatement(ParseExpression(LockName + ".Release()")) })))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private BlockSyntax BlockOf(IEnumerable<StatementSyntax> statements)
        => Block(
            Token(default, SyntaxKind.OpenBraceToken, TriviaList(_endOfLine)),
            List(statements.Select(OnItsOwnLine)),
            Token(default, SyntaxKind.CloseBraceToken, TriviaList(_endOfLine)));

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
        StatementSyntax statement = _returning.Contains(original)
            ? ReturnStatement(Token(default, SyntaxKind.ReturnKeyword, TriviaList(Space)), expression.WithoutTrivia(), Token(SyntaxKind.SemicolonToken))
            : ExpressionStatement(expression.WithoutTrivia());
        BlockSyntax block = BlockOf(GuardedStatements(original, new[] { statement.WithLeadingTrivia(expression.GetLeadingTrivia()) }));
        block = block.WithCloseBraceToken(Token(SyntaxKind.CloseBraceToken));
        return visited switch
        {
            SimpleLambdaExpressionSyntax lambda => lambda.WithArrowToken(EndingLine(lambda.ArrowToken)).WithBody(block.WithAdditionalAnnotations(Formatter.Annotation)).WithTrailingTrivia(trailing),
            ParenthesizedLambdaExpressionSyntax lambda => lambda.WithArrowToken(EndingLine(lambda.ArrowToken)).WithBody(block.WithAdditionalAnnotations(Formatter.Annotation)).WithTrailingTrivia(trailing),
            AccessorDeclarationSyntax accessor => accessor.WithKeyword(EndingLine(accessor.Keyword)).WithExpressionBody(null).WithSemicolonToken(default).WithBody(block)
                .WithTrailingTrivia(trailing).WithAdditionalAnnotations(Formatter.Annotation),
            PropertyDeclarationSyntax property => property.WithIdentifier(EndingLine(property.Identifier)).WithExpressionBody(null).WithSemicolonToken(default)
                .WithAccessorList(AccessorList(
                    Token(default, SyntaxKind.OpenBraceToken, TriviaList(_endOfLine)),
                    SingletonList(AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, block).WithKeyword(Token(default, SyntaxKind.GetKeyword, TriviaList(_endOfLine))).WithTrailingTrivia(_endOfLine)),
                    Token(SyntaxKind.CloseBraceToken)))
                .WithTrailingTrivia(trailing).WithAdditionalAnnotations(Formatter.Annotation),
            LocalFunctionStatementSyntax local => local.WithParameterList(local.ParameterList.WithTrailingTrivia(_endOfLine)).WithExpressionBody(null).WithSemicolonToken(default).WithBody(block)
                .WithTrailingTrivia(trailing).WithAdditionalAnnotations(Formatter.Annotation),
            MethodDeclarationSyntax method => method.WithParameterList(method.ParameterList.WithTrailingTrivia(_endOfLine)).WithExpressionBody(null).WithSemicolonToken(default).WithBody(block)
                .WithTrailingTrivia(trailing).WithAdditionalAnnotations(Formatter.Annotation),
            _ => visited,
        };
    }

    private SyntaxToken EndingLine(SyntaxToken token)
        => token.WithTrailingTrivia(token.TrailingTrivia.Where(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia)).Append(_endOfLine));
}
