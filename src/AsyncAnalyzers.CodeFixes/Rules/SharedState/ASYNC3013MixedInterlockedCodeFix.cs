namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Has Interlocked make the plain update too, or puts the result of the call where the field is read again.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3013MixedInterlockedCodeFix))]
public sealed class ASYNC3013MixedInterlockedCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC3013.UseInterlocked";

    public ASYNC3013MixedInterlockedCodeFix()
        : base(ASYNC3013MixedInterlockedAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        (Phrase Title, SyntaxNode Root)? edit =
            MixedUpdate.At(request.Node, request.ModelFor(cancellationToken)) is { } mixed
                ? mixed.IsReset ? Exchanged(mixed, request) : Converted(mixed, request, cancellationToken)
                : Find(request, cancellationToken) is { } ignored ? WithResult(ignored, request.Root, request.ModelFor(cancellationToken))
                : null;
        return Task.FromResult<IReadOnlyList<Repair>>(edit is not (Phrase title, SyntaxNode root) ? Array.Empty<Repair>()
            : new[]
            {
                new Repair(title, Key, _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)),
            });
    }

    private static (Phrase, SyntaxNode)? Converted(MixedUpdate mixed, RepairRequest request, CancellationToken cancellationToken)
        => mixed.Read == mixed.Node && AsyncEdit.IsWithoutDirectives(mixed.Node)
            && InterlockedEditing.TryConvert(mixed.Node, mixed.State, request, cancellationToken) is { } converted
                ? ($"Use '{converted.Method}'", request.Root.ReplaceNode(mixed.Node, converted.Expression))
                : null;

    /// <summary><c>var n = Interlocked.Exchange(ref _count, 0);</c> for the two statements that read and reset.</summary>
    private static (Phrase, SyntaxNode)? Exchanged(MixedUpdate mixed, RepairRequest request)
    {
        var read = (ExpressionSyntax)mixed.Read;
        var reset = (AssignmentExpressionSyntax)mixed.Node;
        ITypeSymbol type = mixed.State.Type;
        if (reset.Parent is not StatementSyntax { Parent: BlockSyntax block } statement
            || read.FirstAncestorOrSelf<StatementSyntax>() is not { } reading
            || block.Statements.IndexOf(statement) != block.Statements.IndexOf(reading) + 1
            || CallSyntax.WithCasts(read).Parent is not (EqualsValueClauseSyntax
            {
                Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } }
            } or AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax })
            || request.Types.Interlocked is not { } interlocked
            || !interlocked.GetMembers("Exchange").OfType<IMethodSymbol>().Any(method => !method.IsGenericMethod
                && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, type)))
        {
            return null;
        }

        ExpressionSyntax call = ElasticTrivia.RemovedFrom(AsyncEdit.StaticCall(
            request, interlocked, "Exchange", Reference(mixed.Target), Argument(reset.Right.WithoutTrivia())));
        SyntaxNode marked = request.Root.TrackNodes(read, statement);
        marked = marked.ReplaceNode(marked.GetCurrentNode(read)!, call.WithTriviaFrom(read));
        return ("Use 'Interlocked.Exchange'", StatementRemoval.From(marked, marked.GetCurrentNode(statement)!));
    }

    private static ArgumentSyntax Reference(ExpressionSyntax target)
        => Argument(null, Token(default, SyntaxKind.RefKeyword, TriviaList(Space)), target.WithoutTrivia());

    /// <summary>The ignored result whose variable the node reads.</summary>
    private static IgnoredResult? Find(RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } reading)
        {
            return null;
        }

        SyntaxNode around = reading.Parent is GlobalStatementSyntax global ? global.Parent! : reading.Parent!;
        foreach (InvocationExpressionSyntax call in around.ChildNodes().TakeWhile(node => node.SpanStart < reading.SpanStart)
            .SelectMany(static node => node.DescendantNodes()).OfType<InvocationExpressionSyntax>().Where(InterlockedFields.IsCall))
        {
            if (IgnoredResult.Of(call, request.ModelFor(cancellationToken)) is { } ignored && ignored.Read == request.Node)
            {
                return ignored;
            }
        }

        return null;
    }

    private static (Phrase, SyntaxNode)? WithResult(IgnoredResult ignored, SyntaxNode root, CodeModel model)
    {
        if (!AsyncEdit.IsWithoutDirectives(ignored.Evaluated) || ignored.Dropped.ContainsDirectives)
        {
            return null;
        }

        Phrase title = $"Use the result of 'Interlocked.{CallSyntax.CalledName(ignored.Call)!}'";
        ExpressionSyntax[] reads = IgnoredResult.ReadsIn(ignored.Evaluated, ignored.Call, model).ToArray();
        if (reads.Length == 1 && IsNext(ignored) && IsEvaluatedFirst(ignored))
        {
            SyntaxNode marked = root.TrackNodes(ignored.Read, ignored.Dropped);
            marked = marked.ReplaceNode(marked.GetCurrentNode(ignored.Read)!, ignored.Call.WithTriviaFrom(ignored.Read));
            return (title, StatementRemoval.From(marked, marked.GetCurrentNode(ignored.Dropped)!));
        }

        SyntaxNode member = ignored.Dropped.Ancestors().FirstOrDefault(static node
            => node is MemberDeclarationSyntax and not GlobalStatementSyntax) ?? root;
        string name = FreeNames.Numbered(NameFor(InterlockedFields.TargetOf(ignored.Call)), FreeNames.UsedIn(member).Contains);
        StatementSyntax declaration = ElasticTrivia.RemovedFrom(LocalDeclarationStatement(VariableDeclaration(
            IdentifierName(Identifier(default, "var", TriviaList(Space))),
            SingletonSeparatedList(VariableDeclarator(
                Identifier(default, name, TriviaList(Space)),
                null,
                EqualsValueClause(Token(default, SyntaxKind.EqualsToken, TriviaList(Space)), ignored.Call.WithoutTrivia()))))))
            .WithTriviaFrom(ignored.Dropped);
        return (title, root.ReplaceNodes(
            reads.Append<SyntaxNode>(ignored.Dropped),
            (original, _) => original == ignored.Dropped ? declaration : IdentifierName(name).WithTriviaFrom(original)));
    }

    private static bool IsNext(IgnoredResult ignored)
    {
        SyntaxNode dropped = ignored.Dropped.Parent is GlobalStatementSyntax first ? first : ignored.Dropped;
        SyntaxNode reading = ignored.Reading.Parent is GlobalStatementSyntax second ? second : ignored.Reading;
        return dropped.Parent!.ChildNodes().SkipWhile(node => node != dropped).ElementAtOrDefault(1) == reading;
    }

    /// <summary>Nothing that the statement does comes before the read, and nothing decides whether it happens.</summary>
    private static bool IsEvaluatedFirst(IgnoredResult ignored)
    {
        SyntaxNode current = ignored.Read;
        while (current != ignored.Evaluated)
        {
            SyntaxNode parent = current.Parent!;
            bool isFirst = parent switch
            {
                ParenthesizedExpressionSyntax or CastExpressionSyntax or PrefixUnaryExpressionSyntax => true,
                BinaryExpressionSyntax binary => binary.Left == current || IsConstant(binary.Left),
                IsPatternExpressionSyntax test => test.Expression == current,
                ConditionalExpressionSyntax choice => choice.Condition == current,
                SwitchExpressionSyntax @switch => @switch.GoverningExpression == current,
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                    => assignment.Right == current && assignment.Left is IdentifierNameSyntax,
                _ => false,
            };
            if (!isFirst)
            {
                return false;
            }

            current = parent;
        }

        return true;
    }

    /// <summary>For the left side of an operator that evaluates both.</summary>
    private static bool IsConstant(ExpressionSyntax left)
        => left is LiteralExpressionSyntax && left.Parent is not BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression
        };

    /// <summary><c>count</c> for <c>_count</c>.</summary>
    private static string NameFor(ExpressionSyntax target)
    {
        string name = (InterlockedFields.NameOf(target) ?? "result").TrimStart('@');
        name = (name.StartsWith("s_", StringComparison.Ordinal) || name.StartsWith("m_", StringComparison.Ordinal)
            ? name.Substring(2) : name).TrimStart('_');
        name = name.Length == 0 ? "result" : char.ToLowerInvariant(name[0]) + name.Substring(1);
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.IsValidIdentifier(name) ? name : "result";
    }
}
