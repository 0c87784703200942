using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Awaits the task before the resource is disposed, or moves the <c>using</c> into the lambda that alone uses it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2013DisposedWhileInUseCodeFix))]
public sealed class ASYNC2013DisposedWhileInUseCodeFix : AsyncCodeFix
{
    public ASYNC2013DisposedWhileInUseCodeFix()
        : base(ASYNC2013DisposedWhileInUseAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (UseAt(request, cancellationToken) is not { } use || use.Call.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            return repairs;
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (AwaitPlacement.ObstacleAt(statement, request.ModelFor(cancellationToken)) == AwaitObstacle.None
            && FunctionSyntax.Enclosing(statement) is { } function
            && EditOf(use, statement, function, request, text, cancellationToken) is { } edit
            && await MakeAsync.PlanAsync(request.Document, function, cancellationToken).ConfigureAwait(false) is { } plan)
        {
            Phrase title = RepairTitle.WithAsync(edit.Title, plan);
            repairs.Add(new Repair(title, "ASYNC2013.Await", async ct => await plan.ApplyAsync(edit.Edits, ct).ConfigureAwait(false)));
        }

        if (UsingInLambda.Find(use, request.ModelFor(cancellationToken)) is { } move)
        {
            // An endless loop is not for being awaited.
            repairs.Insert(move.IsEndless
                ? 0
                : repairs.Count, new Repair("Move the 'using' into the lambda", "ASYNC2013.MoveUsing", ct => Task.FromResult<Solution?>(
                request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, move.Apply(request.Root, text)))));
        }

        return repairs;
    }

    private static DisposedWhileInUse? UseAt(RepairRequest request, CancellationToken cancellationToken)
        => request.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
            ? DisposedWhileInUse.FindIn(call, request.ModelFor(cancellationToken)).FirstOrDefault(use => use.Call == call)
            : null;

    private static (Phrase Title, IEnumerable<NodeEdit> Edits)? EditOf(
        DisposedWhileInUse use, StatementSyntax statement, SyntaxNode function, RepairRequest request, SourceText text,
        CancellationToken cancellationToken)
    {
        bool configure = ConfigureAwaitHabit.IsFalse(request.Root);
        Phrase title = $"Await '{RepairTitle.NameOf(use.Call)}' before '{use.Scope.Resource.ValueText}' is disposed";
        if (use.Scope.Opening is ExpressionStatementSyntax { Parent: BlockSyntax around } disposal
            && use.Place is ResourceTaskPlace.Local or ResourceTaskPlace.ReturnedLocal)
        {
            return request.Model.GetTypeInfo(use.Kept, cancellationToken).Type.IsTask(request.Types) && IsPlain(TaskUse.Of(use.Kept))
                ? AwaitBefore(around, disposal, use.Variable!.Identifier.ValueText)
                : null;
        }

        // An await that throws would keep what follows the task from being attached.
        if ((use.Kept != use.Call && MayBeCanceled(use.Kept))
            || (use.Variable is { } kept && use.Place != ResourceTaskPlace.Collection
                && VariableMentions.Of(kept, request.Model).Any(DisposedWhileInUse.IsFollowedOnly)))
        {
            return null;
        }

        switch (use.Place)
        {
            case ResourceTaskPlace.Continuation when statement is ExpressionStatementSyntax
            {
                Expression: var dropped
                and not ConditionalAccessExpressionSyntax
            }:
                return (title, new[] { new NodeEdit(request.Document.Id, statement, node => AwaitSyntax.StatementInPlaceOf(
                    (StatementSyntax)node, WithoutDiscard((ExpressionStatementSyntax)node), configure
                        && !CallSyntax.IsConfigured(dropped))) });
            case ResourceTaskPlace.Discard
                when statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: var value } }
                    && value is not ConditionalAccessExpressionSyntax:
                return (title, new[] { new NodeEdit(request.Document.Id, statement, node => AwaitSyntax.StatementInPlaceOf(
                    (StatementSyntax)node, ((AssignmentExpressionSyntax)((ExpressionStatementSyntax)node).Expression).Right, configure
                        && !CallSyntax.IsConfigured(value))) });
            case ResourceTaskPlace.ReturnedLocal:
                // As an async function it awaits what it returns.
                return FunctionSyntax.IsAsync(function) ? null : (title, Array.Empty<NodeEdit>());
            case ResourceTaskPlace.Local
                or ResourceTaskPlace.LocalOnSomePaths when request.Model.GetTypeInfo(use.Kept, cancellationToken).Type.IsTask(request.Types)
                && IsPlain(TaskUse.Of(use.Kept)):
                return statement.Parent is BlockSyntax own && IsBlockOfTheScope(own, use.Scope)
                    && own.Statements.IndexOf(statement) is var start
                    ? AwaitBeforeDisposal.Find(use, own, start, request.ModelFor(cancellationToken), request.Types) is { } place
                        ? InsertAfter(own, place.Index, AwaitedOf(place.Tasks)) : null
                    : Insert(IdentifierName(use.Variable!.Identifier.WithoutTrivia()), atOnce: true);
            case ResourceTaskPlace.Collection when TaskUse.Of(use.Kept) is { Place: AssignmentExpressionSyntax { Left: var element } }:
                // The other elements may be null by now.
                return request.Model.GetTypeInfo(use.Kept, cancellationToken).Type.IsTask(request.Types)
                    ? Insert(element.WithoutTrivia(), atOnce: true)
                    : null;
            case ResourceTaskPlace.Collection when request.Model.GetDeclaredSymbol(use.Variable!, cancellationToken) is ILocalSymbol local
                && IsSequenceOfTasks(local.Type):
                return Insert(AsyncEdit.StaticCall(
                    request, request.Types.Task!, "WhenAll", Argument(IdentifierName(use.Variable!.Identifier.WithoutTrivia()))));
            default:
                return null;
        }

        // In front of the call of Dispose; where the next statement is the await, the two change places.
        (Phrase, IEnumerable<NodeEdit>)? AwaitBefore(BlockSyntax block, StatementSyntax disposing, string task)
        {
            int index = block.Statements.IndexOf(disposing);
            StatementSyntax? next = block.Statements.ElementAtOrDefault(index + 1);
            if (next is ExpressionStatementSyntax { Expression: AwaitExpressionSyntax { Expression: var awaited } }
                && CallSyntax.WithoutConfiguration(awaited) is IdentifierNameSyntax { Identifier.ValueText: var name } && name == task)
            {
                return (title, new[] { new NodeEdit(request.Document.Id, block, node => Swapped((BlockSyntax)node, index)) });
            }

            return InsertAfter(block, index - 1, IdentifierName(task));
        }

        static BlockSyntax Swapped(BlockSyntax block, int index)
        {
            StatementSyntax first = block.Statements[index];
            StatementSyntax second = block.Statements[index + 1];
            return block.WithStatements(block.Statements.Replace(first, second.WithTriviaFrom(first)) is var replaced
                ? replaced.Replace(replaced[index + 1], first.WithTriviaFrom(second)) : default);
        }

        // At the end of the scope where nothing leaves it earlier; else at once.
        (Phrase, IEnumerable<NodeEdit>)? Insert(ExpressionSyntax awaited, bool atOnce = false)
        {
            StatementSyntax outer = statement;
            while (outer.Parent is not BlockSyntax && outer.Parent is StatementSyntax parent && use.Scope.Span.Contains(parent.Span))
            {
                outer = parent;
            }

            // A loop awaits all that it has started in one go, behind it.
            for (SyntaxNode? around = outer.Parent; !atOnce
                && use.Place == ResourceTaskPlace.Collection
                && around is not null
                && use.Scope.Span.Contains(around.Span); around = around.Parent)
            {
                outer = around is StatementSyntax { Parent: BlockSyntax } wider ? wider : outer;
            }

            if (outer.Parent is not BlockSyntax block)
            {
                return null;
            }

            int index = block.Statements.IndexOf(outer);
            int end = !atOnce && IsBlockOfTheScope(block, use.Scope) && StatementInsertion.EndOf(block, index) is { } last ? last : index;
            return InsertAfter(block, end, awaited);
        }

        ExpressionSyntax AwaitedOf(IReadOnlyList<string> tasks)
            => tasks.Count == 1 ? IdentifierName(tasks[0])
                : AsyncEdit.StaticCall(request, request.Types.Task!, "WhenAll",
                    tasks.Select(task => Argument(IdentifierName(task))).ToArray());

        (Phrase, IEnumerable<NodeEdit>)? InsertAfter(BlockSyntax block, int end, ExpressionSyntax awaited)
        {
            Indentation layout = Indentation.Of(block.Statements[end], text);
            StatementSyntax added = ElasticTrivia.RemovedFrom(ExpressionStatement(AwaitSyntax.InPlaceOf(awaited, parent: null, awaited,
                configure)));
            return (title, new[] { new NodeEdit(request.Document.Id, block, node
                => StatementInsertion.After((BlockSyntax)node, end, added, layout)) });
        }

        bool IsSequenceOfTasks(ITypeSymbol type) => type switch
        {
            IArrayTypeSymbol { Rank: 1 } array => array.ElementType.IsTask(request.Types),
            INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } => arguments[0].IsTask(request.Types),
            _ => false,
        };

        static bool IsPlain(TaskUse kept)
            => kept.Kind == TaskUseKind.Assigned && !kept.Task.DescendantNodesAndSelf(node
                => node is not AnonymousFunctionExpressionSyntax).Any(node => node is ConditionalAccessExpressionSyntax);
    }

    /// <summary>A function that becomes async discards its dropped tasks.</summary>
    private static ExpressionSyntax WithoutDiscard(ExpressionStatementSyntax statement)
        => statement.Expression is AssignmentExpressionSyntax { Right: var value } ? value : statement.Expression;

    /// <summary>A continuation that does not run, since the task ended in another way, is cancelled: an await of it throws.</summary>
    private static bool MayBeCanceled(InvocationExpressionSyntax continuation)
        => continuation.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax)
            .Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: var name }
                && (name.StartsWith("OnlyOn", StringComparison.Ordinal) || name.StartsWith("NotOn", StringComparison.Ordinal)));

    private static bool IsBlockOfTheScope(BlockSyntax block, ResourceScope scope) => scope.Opening switch
    {
        LocalDeclarationStatementSyntax declaration => declaration.Parent == block,
        UsingStatementSyntax @using => @using.Statement == block,
        TryStatementSyntax @try => @try.Block == block,
        _ => false,
    };

    /// <summary>A <c>using</c> declaration whose resource is used in one lambda alone.</summary>
    private sealed class UsingInLambda(LocalDeclarationStatementSyntax declaration, AnonymousFunctionExpressionSyntax lambda)
    {
        public static UsingInLambda? Find(DisposedWhileInUse use, CodeModel model)
        {
            if (use.Scope.Opening is not LocalDeclarationStatementSyntax
                {
                    Parent: BlockSyntax,
                    Declaration.Variables: { Count: 1 } variables
                } declaration
                || use.Call.ArgumentList.Arguments.Select(argument
                    => argument.Expression).OfType<AnonymousFunctionExpressionSyntax>()
                        .FirstOrDefault() is not { Block.Statements.Count: > 0 } lambda
                || CallSyntax.CalledName(use.Call) is not ("Run" or "StartNew")
                || use.Call.Ancestors().TakeWhile(ancestor
                    => ancestor != declaration.Parent).Any(ancestor
                        => ancestor is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax)
                || declaration.Declaration.Variables[0].Initializer!.Value.DescendantNodesAndSelf().Any(FunctionSyntax.IsAwait)
                || (declaration.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword) && !FunctionSyntax.IsAsync(lambda)))
            {
                return null;
            }

            return VariableMentions.Of(variables[0], model).All(mention => lambda.Span.Contains(mention.Span))
                ? new UsingInLambda(declaration, lambda)
                : null;
        }

        public bool IsEndless => DroppedTask.LooksAfterItself(lambda);

        public SyntaxNode Apply(SyntaxNode root, SourceText text)
        {
            BlockSyntax body = lambda.Block!;
            StatementSyntax first = body.Statements[0];
            Indentation layout = Indentation.Of(first, text);
            bool beginsLine = first.GetLeadingTrivia().Any(SyntaxKind.WhitespaceTrivia);
            StatementSyntax moved = declaration
                .WithLeadingTrivia(declaration.GetLeadingTrivia().Where(trivia
                    => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
                    .SelectMany(comment => new[] { Whitespace(layout.Line), comment, EndOfLine(layout.NewLine) }).Append(beginsLine
                        ? Whitespace(layout.Line)
                        : Space))
                .WithTrailingTrivia(beginsLine ? EndOfLine(layout.NewLine) : Space);
            SyntaxNode tracked = root.TrackNodes(body, declaration);
            tracked = tracked.ReplaceNode(tracked.GetCurrentNode(body)!, body.WithStatements(body.Statements.Insert(0, moved)));
            return tracked.RemoveNode(tracked.GetCurrentNode(declaration)!, SyntaxRemoveOptions.KeepDirectives) ?? root;
        }
    }
}
