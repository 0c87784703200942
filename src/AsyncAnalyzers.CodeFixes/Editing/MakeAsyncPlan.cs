namespace AsyncAnalyzers.Editing;

/// <summary>One edit that is made together with a plan: the node, and what takes its place, given the node with what is inside it rewritten.</summary>
internal sealed record NodeEdit(DocumentId Document, SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Rewrite);

/// <summary>A checked set of edits that makes functions async and awaits their callers; applied to the solution in one step.</summary>
internal sealed class MakeAsyncPlan(Solution solution)
{
    private readonly Dictionary<DocumentId, Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>> _edits = new();

    /// <summary>The names of the functions whose return type changes, the one asked for first.</summary>
    public List<string> ChangedSignatures { get; } = new();

    /// <summary>The public members whose return type changes, as <c>Type.Member</c>; empty unless the plan was asked to include them.</summary>
    public List<string> ChangedPublicApi { get; } = new();

    /// <summary>A function that returns a task: its returns become results or awaits.</summary>
    public bool TryAddTaskReturning(Document document, SyntaxNode function, SyntaxNode body, IMethodSymbol method, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (ReturnRewriter.TryCreate(function, body, method, model, types, cancellationToken) is not { } returns)
        {
            return false;
        }

        foreach ((SyntaxNode node, SyntaxAnnotation mark) in returns.Marks)
        {
            Add(document.Id, node, rewritten => rewritten.WithAdditionalAnnotations(mark));
        }

        Add(document.Id, function, rewritten => AsyncModifier.AddTo(returns.Rewrite(rewritten)));
        return true;
    }

    /// <summary>A method or local function that gets a task as its return type.</summary>
    public void AddSignatureChange(Document document, SyntaxNode function, IMethodSymbol method, SemanticModel model, KnownTypes types)
    {
        ChangedSignatures.Add(method.Name);
        TypeSyntax task = AsyncEdit.TypeName(document, model, function.SpanStart, types.Task!);
        Add(document.Id, function, rewritten => AsyncModifier.AddTo(AsyncModifier.WithReturnType(rewritten, TaskOf(task, FunctionSyntax.ReturnType(rewritten)!, method.ReturnsVoid))));
    }

    public void AddCall(Document document, InvocationExpressionSyntax call, bool configureAwaitFalse)
        => Add(document.Id, call, rewritten => AwaitSyntax.InPlaceOf(call, (ExpressionSyntax)rewritten, configureAwaitFalse));

    public void AddDiscard(Document document, ExpressionSyntax dropped)
        => Add(document.Id, dropped, rewritten => DiscardSyntax.Of((ExpressionSyntax)rewritten));

    /// <summary>The solution with the plan carried out, and one edit more.</summary>
    public Task<Solution> ApplyAsync(NodeEdit edit, CancellationToken cancellationToken) => ApplyAsync(new[] { edit }, cancellationToken);

    /// <summary>The solution with the plan carried out, and further edits with it; the nodes are those of the solution that was planned for. Can be called once.</summary>
    public async Task<Solution> ApplyAsync(IEnumerable<NodeEdit> edits, CancellationToken cancellationToken)
    {
        foreach (NodeEdit edit in edits)
        {
            Add(edit.Document, edit.Node, edit.Rewrite);
        }

        Solution result = solution;
        foreach (KeyValuePair<DocumentId, Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>> document in _edits)
        {
            SyntaxNode root = (await solution.GetDocument(document.Key)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            result = result.WithDocumentSyntaxRoot(document.Key, root.ReplaceNodes(document.Value.Keys, (original, rewritten) => document.Value[original](rewritten)));
        }

        return result;
    }

    private void Add(DocumentId document, SyntaxNode node, Func<SyntaxNode, SyntaxNode> edit)
    {
        if (!_edits.TryGetValue(document, out Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> edits))
        {
            _edits.Add(document, edits = new Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>());
        }

        // A call that is awaited may itself be what a return hands on: the edits of one node are made one after the other.
        edits[node] = edits.TryGetValue(node, out Func<SyntaxNode, SyntaxNode> first) ? rewritten => edit(first(rewritten)) : edit;
    }

    private static TypeSyntax TaskOf(TypeSyntax task, TypeSyntax result, bool returnsVoid)
    {
        if (!returnsVoid)
        {
            GenericNameSyntax generic = SyntaxFactory.GenericName(
                SyntaxFactory.Identifier("Task"), SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(result.WithoutTrivia())));
            task = task is QualifiedNameSyntax qualified ? qualified.WithRight(generic) : generic;
        }

        return task.WithTriviaFrom(result);
    }
}
