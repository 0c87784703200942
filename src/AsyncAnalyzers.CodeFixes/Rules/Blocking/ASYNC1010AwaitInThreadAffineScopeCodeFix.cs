using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// Lets a transaction scope flow across the await, moves the await behind the scope where the work begins in it all the same, or makes the
/// lock a semaphore.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC1010AwaitInThreadAffineScopeCodeFix))]
public sealed class ASYNC1010AwaitInThreadAffineScopeCodeFix : AsyncCodeFix
{
    public ASYNC1010AwaitInThreadAffineScopeCodeFix()
        : base(ASYNC1010AwaitInThreadAffineScopeAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.Enclosing(request.Node) is not { } function
            || ThreadAffineScopes.Broken(function, request.ModelFor(cancellationToken))
                .FirstOrDefault(broken => broken.Await == request.Node).Scope is not { } scope)
        {
            return Array.Empty<Repair>();
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        Repair? repair = scope switch
        {
            { Kind: ThreadAffineScopeKind.Transaction, Creation: { } creation }
                => await FlowAsync(creation, request, cancellationToken).ConfigureAwait(false),
            { Kind: ThreadAffineScopeKind.SuppressedFlow } when request.Node is AwaitExpressionSyntax awaited
                => AwaitBehind(awaited, scope, function, text, request, cancellationToken),
            { Kind: ThreadAffineScopeKind.Lock } when SemaphoreEditing.Apply(request, scope, text, cancellationToken) is { } root
                => new Repair(
                    $"Make the lock '{scope.Key ?? scope.Display}' a 'SemaphoreSlim'",
                    "ASYNC1010.Semaphore",
                    _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)),
            _ => null,
        };
        return repair is null ? Array.Empty<Repair>() : new[] { repair };
    }

    /// <summary>The option is added to the creation, which may stand in a method that is called.</summary>
    private static async Task<Repair?> FlowAsync(
        BaseObjectCreationExpressionSyntax creation, RepairRequest request, CancellationToken cancellationToken)
    {
        Solution solution = request.Document.Project.Solution;
        if (request.Types.TransactionScopeAsyncFlowOption is not { } option
            || solution.GetDocument(creation.SyntaxTree) is not { } document
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        SyntaxNode root = await creation.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        ArgumentListSyntax list = creation.ArgumentList ?? ArgumentList();
        ArgumentSyntax? given = list.Arguments.FirstOrDefault(argument
            => model.GetTypeInfo(argument.Expression, cancellationToken).ConvertedType.Is(option));
        bool isNamed = list.Arguments.Any(argument => argument.NameColon is not null);
        bool isInScope = model.LookupNamespacesAndTypes(creation.SpanStart, name: option.Name)
            .Contains(option, SymbolEqualityComparer.Default);
        ExpressionSyntax type = isInScope
            ? IdentifierName(option.Name)
            : ParseExpression(option.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))
                .WithAdditionalAnnotations(Simplifier.Annotation);
        ExpressionSyntax enabled = MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, type, IdentifierName("Enabled"));
        ArgumentListSyntax arguments = given is not null
            ? list.ReplaceNode(given.Expression, enabled.WithTriviaFrom(given.Expression))
            : list.WithArguments(AsyncEdit.Separated(list.Arguments.Append(
                isNamed ? Argument(NameColon("asyncFlowOption").WithTrailingTrivia(Space), default, enabled) : Argument(enabled))
                    .ToArray()));
        BaseObjectCreationExpressionSyntax flowing = creation is ObjectCreationExpressionSyntax { ArgumentList: null } bare
            ? bare.WithType(bare.Type.WithoutTrailingTrivia()).WithArgumentList(arguments.WithTrailingTrivia(bare.Type.GetTrailingTrivia()))
            : creation.WithArgumentList(arguments);
        return new Repair(
            "Pass 'TransactionScopeAsyncFlowOption.Enabled'",
            "ASYNC1010.Flow",
            _ => Task.FromResult<Solution?>(
                solution.WithDocumentSyntaxRoot(document.Id, root.ReplaceNode(creation, ElasticTrivia.RemovedFrom(flowing)))));
    }

    /// <summary>
    /// <c>using (…) { await Work(); }</c> becomes <c>Task task; using (…) { task = Work(); } await task;</c>: null where code of the scope
    /// follows the await, or a handler would no longer see its exception.
    /// </summary>
    private static Repair? AwaitBehind(
        AwaitExpressionSyntax await,
        ThreadAffineScope scope,
        SyntaxNode function,
        SourceText text,
        RepairRequest request,
        CancellationToken cancellationToken)
    {
        if (await.Parent is not (ExpressionStatementSyntax or ReturnStatementSyntax)
            || await.Parent is not StatementSyntax { Parent: BlockSyntax inner } statement
            || inner.Statements.Last() != statement
            || inner.Parent is not (UsingStatementSyntax or TryStatementSyntax { Catches.Count: 0 })
            || inner.Parent is not StatementSyntax { Parent: BlockSyntax outer } around
            || !IsOf(scope, inner, around)
            || FunctionSyntax.OwnNodes(inner).Count(FunctionSyntax.IsAwait) != 1
            || CallSyntax.WithoutConfiguration(await.Expression) is not { } started
            || request.Model.GetTypeInfo(started, cancellationToken).Type is not INamedTypeSymbol type || !type.IsTaskLike(request.Types))
        {
            return null;
        }

        IEnumerable<string> names = function.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(token => token.ValueText);
        var taken = new HashSet<string>(names, StringComparer.Ordinal);
        string name = new[] { "task", "started" }.Concat(Enumerable.Range(2, int.MaxValue - 2).Select(number => "task" + number))
            .First(free => !taken.Contains(free));
        Indentation layout = Indentation.Of(around, text);
        bool beginsLine = text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(around.SpanStart).Start, around.SpanStart))
            .Trim().Length == 0;
        SyntaxTrivia end = beginsLine ? EndOfLine(layout.NewLine) : Space;
        SyntaxTriviaList line = beginsLine ? TriviaList(Whitespace(layout.Line)) : default;

        LocalDeclarationStatementSyntax declared = LocalDeclarationStatement(
                VariableDeclaration(
                    AsyncEdit.TypeName(request, type).WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(name))))
            .WithLeadingTrivia(around.GetLeadingTrivia()).WithTrailingTrivia(end);
        StatementSyntax assigned = ExpressionStatement(AssignmentExpression(
                SyntaxKind.SimpleAssignmentExpression,
                IdentifierName(name),
                Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)),
                started.WithoutTrivia()))
            .WithTriviaFrom(statement);
        StatementSyntax opened = around.ReplaceNode(statement, ElasticTrivia.RemovedFrom(assigned)).WithLeadingTrivia(line);
        StatementSyntax awaited = statement.ReplaceNode(started, IdentifierName(name).WithTriviaFrom(started))
            .WithLeadingTrivia(beginsLine ? line.Insert(0, end) : line)
            .WithTrailingTrivia(beginsLine ? TriviaList(end) : around.GetTrailingTrivia());
        opened = beginsLine ? opened : opened.WithTrailingTrivia(end);
        int index = outer.Statements.IndexOf(around);
        BlockSyntax rewritten = outer.WithStatements(outer.Statements.RemoveAt(index)
            .InsertRange(index, new[] { ElasticTrivia.RemovedFrom(declared), opened, awaited }));
        return new Repair(
            "Start the task inside the scope and await after the scope",
            "ASYNC1010.AwaitAfter",
            _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(request.Root.ReplaceNode(outer, rewritten)).Project.Solution));
    }

    /// <summary>The statement ends the scope: it is its <c>using</c>, or the <c>try</c> behind it whose <c>finally</c> undoes it.</summary>
    private static bool IsOf(ThreadAffineScope scope, BlockSyntax inner, StatementSyntax around)
        => scope.Extent is { } extent ? extent == inner.Span
            : around is TryStatementSyntax { Finally: { } @finally } @try && inner == @try.Block
            && @finally.Block.DescendantNodes().OfType<InvocationExpressionSyntax>()
                .Any(call => CallSyntax.CalledName(call) is "Undo" or "Dispose" or "RestoreFlow");
}
