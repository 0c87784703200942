using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Editing;

/// <summary>
/// One edit that is made together with a plan: the node, and what takes its place, given the node with what is inside it rewritten.
/// </summary>
internal sealed record NodeEdit(DocumentId Document, SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Rewrite);

/// <summary>A checked set of edits that makes functions async and awaits their callers; applied to the solution in one step.</summary>
internal sealed class MakeAsyncPlan(Solution solution)
{
    private readonly Dictionary<DocumentId, Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>> _edits = new();
    private readonly HashSet<DocumentId> _changed = new();
    private readonly HashSet<DocumentId> _declaring = new();
    private readonly HashSet<int> _returning = new();
    private readonly CallBindings _bindings = new();

    private static readonly ConditionalWeakTable<Solution, MakeAsyncPlan> Results = new();

    /// <summary>
    /// The names of the functions whose return type changes, the one asked for first; one name for all that share a contract.
    /// </summary>
    public List<string> ChangedSignatures { get; } = new();

    /// <summary>
    /// The public members whose signature changes, as <c>Type.Member</c>; empty unless the plan was asked to include them.
    /// </summary>
    public List<string> ChangedPublicApi { get; } = new();

    /// <summary>The names of the methods of which a parameter gets another type.</summary>
    public List<string> ChangedParameters { get; } = new();

    /// <summary>All methods whose return type changes.</summary>
    public List<IMethodSymbol> ChangedMethods { get; } = new();

    /// <summary>The calls that are awaited from now on.</summary>
    public List<InvocationExpressionSyntax> AwaitedCalls { get; } = new();

    /// <summary>The plan that a solution is the result of; null where it is none.</summary>
    public static MakeAsyncPlan? Of(Solution result) => Results.TryGetValue(result, out MakeAsyncPlan plan) ? plan : null;

    /// <summary>
    /// The declarations that return a task from now on, in the solution that the plan made, each contract by itself, the one asked for
    /// first.
    /// </summary>
    public async Task<IReadOnlyList<IReadOnlyList<(DocumentId Document, SyntaxNode Declaration)>>> ChangedContractsAsync(
        Solution result, CancellationToken cancellationToken)
    {
        var contracts = new SortedDictionary<int, List<(DocumentId, SyntaxNode)>>();
        foreach (DocumentId document in _declaring)
        {
            SyntaxNode root = (await result.GetDocument(document)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            foreach ((SyntaxNode declaration, int contract) in CallBindings.MarkedIn(root))
            {
                if (_returning.Contains(contract) && declaration is MethodDeclarationSyntax or LocalFunctionStatementSyntax)
                {
                    if (!contracts.TryGetValue(contract, out List<(DocumentId, SyntaxNode)> declarations))
                    {
                        contracts.Add(contract, declarations = new List<(DocumentId, SyntaxNode)>());
                    }

                    declarations.Add((document, declaration));
                }
            }
        }

        return contracts.Values.ToArray();
    }

    /// <summary>
    /// The solution with the plan carried out, and one edit more; see <see cref="ApplyAsync(IEnumerable{NodeEdit}, CancellationToken)"/>.
    /// </summary>
    public Task<Solution?> ApplyAsync(NodeEdit edit, CancellationToken cancellationToken) => ApplyAsync(new[] { edit }, cancellationToken);

    /// <summary>
    /// The solution with the plan carried out, and further edits with it, whose nodes are those of the solution that was planned for.
    /// Null where a call would be bound to another method than before, or a type would declare what it may not.
    /// </summary>
    public async Task<Solution?> ApplyAsync(IEnumerable<NodeEdit> edits, CancellationToken cancellationToken)
    {
        Dictionary<DocumentId, Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>> all = _edits.ToDictionary(
            document => document.Key, document => new Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>(document.Value));
        var asked = new HashSet<DocumentId>();
        foreach (NodeEdit edit in edits)
        {
            asked.Add(edit.Document);
            Add(all, edit.Document, edit.Node, edit.Rewrite);
        }

        Solution result = solution;
        foreach (KeyValuePair<DocumentId, Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>> document in all)
        {
            SyntaxNode root = (await solution.GetDocument(document.Key)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            result = result.WithDocumentSyntaxRoot(document.Key, root.ReplaceNodes(document.Value.Keys, (original, rewritten)
                => document.Value[original](rewritten)));
        }

        if (!await _bindings.AreKeptAsync(result, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        foreach (DocumentId declaring in _declaring)
        {
            if (!await CompileCheck.AddsNoDeclarationErrorAsync(
                solution.GetDocument(declaring)!, result.GetDocument(declaring)!, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }

        // What carries nothing but marks goes back as it came.
        foreach (DocumentId unchanged in all.Keys.Where(document => !_changed.Contains(document) && !asked.Contains(document)))
        {
            result = result.WithDocumentSyntaxRoot(
                unchanged, (await solution.GetDocument(unchanged)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!);
        }

        Results.Remove(result);
        Results.Add(result, this);
        return result;
    }

    public void AddChangedPublicApi(IMethodSymbol method)
    {
        string name = method.MethodKind == MethodKind.Constructor
            ? method.ContainingType.Name
            : method.ContainingType.Name + "." + method.Name;
        if (!ChangedPublicApi.Contains(name))
        {
            ChangedPublicApi.Add(name);
        }
    }

    /// <summary>A call that is awaited from now on.</summary>
    public void AddCall(Document document, InvocationExpressionSyntax call, CodeModel model)
    {
        AwaitedCalls.Add(call);
        AddBindingCheck(document, call, model);
        bool configureAwaitFalse = ConfigureAwaitHabit.IsFalse(call.SyntaxTree.GetRoot(model.CancellationToken));
        if (StatementOfConditional(call) is { } statement)
        {
            Add(document.Id, statement, rewritten
                => NullTestedAwait.InPlaceOf((ExpressionStatementSyntax)rewritten, configureAwaitFalse, document.Project.ParseOptions));
            return;
        }

        Add(document.Id, call, rewritten => AwaitSyntax.InPlaceOf(call, (ExpressionSyntax)rewritten, configureAwaitFalse));
    }

    /// <summary>A loop over an iterator that is async from now on.</summary>
    public void AddLoop(Document document, CommonForEachStatementSyntax loop, CodeModel model)
    {
        AddBindingCheck(document, loop.Expression, model);
        bool configureAwaitFalse = ConfigureAwaitHabit.IsFalse(loop.SyntaxTree.GetRoot(model.CancellationToken));
        Add(document.Id, loop, rewritten
            => AwaitForEachEditing.Await(
                (CommonForEachStatementSyntax)rewritten, ((CommonForEachStatementSyntax)rewritten).Expression, configureAwaitFalse));
    }

    /// <summary>A type that is written in another way from now on.</summary>
    public void AddType(Document document, TypeSyntax written, TypeSyntax changed) => Add(document.Id, written, _ => changed);

    /// <summary>A declaration whose parameters change; the calls that are bound to it stay so.</summary>
    public void AddContract(Document document, SyntaxNode declaration, int contract)
    {
        Add(document.Id, declaration, rewritten => CallBindings.Mark(rewritten, contract));
        AddDeclaration(document, declaration, contract);
    }

    /// <summary>The statement that consists of the call behind <c>?.</c>; null where the call stands in another way.</summary>
    public static ExpressionStatementSyntax? StatementOfConditional(InvocationExpressionSyntax call)
        => call.Parent is ConditionalAccessExpressionSyntax { Parent: ExpressionStatementSyntax statement } access
            && access.WhenNotNull == call ? statement : null;

    /// <summary>All edits of one function, once it is known what it is to become.</summary>
    public void AddEditsOf(PlannedFunction function, CancellationToken cancellationToken)
    {
        if (function.Awaits && FunctionSyntax.Body(function.Node) is { } body)
        {
            DiscardWhatIsMeant(function, body, cancellationToken);
        }

        if (function.Returns is { } returns)
        {
            foreach ((SyntaxNode node, SyntaxAnnotation mark) in returns.Marks)
            {
                Add(function.Document.Id, node, rewritten => rewritten.WithAdditionalAnnotations(mark));
            }

            Add(function.Document.Id, function.Node, rewritten => AsyncModifier.AddTo(returns.Rewrite(rewritten)));
        }
        else if (function is { Contract: { } contract, Method: { } method })
        {
            AddSignatureChange(function, method, contract, cancellationToken);
        }

        if (function.Node is AnonymousFunctionExpressionSyntax lambda)
        {
            if (function.IsInSlot)
            {
                AddLambdaChange(function, cancellationToken);
            }

            foreach (SyntaxNode call in lambda.Ancestors().TakeWhile(ancestor
                => !FunctionSyntax.IsFunction(ancestor)).Where(ancestor
                    => ancestor is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax))
            {
                AddBindingCheck(function.Document, (ExpressionSyntax)call, CodeModel.Of(function.Model, cancellationToken));
            }
        }
    }

    private void AddDeclaration(Document document, SyntaxNode declaration, int contract)
    {
        _declaring.Add(document.Id);
        _bindings.AddDeclaration(declaration, contract);
    }

    private void AddLambdaChange(PlannedFunction lambda, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.IsAsync(lambda.Node))
        {
            return;
        }

        if (!lambda.Awaits
            && DelegateSlots.IsForAnyDelegate((AnonymousFunctionExpressionSyntax)lambda.Node,
                CodeModel.Of(lambda.Model, cancellationToken)))
        {
            return;
        }

        TypeSyntax task = AsyncEdit.TypeName(lambda.Document, lambda.Model, lambda.Node.SpanStart, lambda.Types.Task!);
        if (lambda.Awaits)
        {
            Add(lambda.Document.Id, lambda.Node, rewritten => AsyncModifier.AddTo(FunctionSyntax.ReturnType(rewritten) is { } returned
                ? AsyncModifier.WithReturnType(rewritten, AsyncDelegate.TaskOf(task, returned, lambda.Method!.ReturnsVoid))
                : rewritten));
            return;
        }

        AddCompletedReturns(lambda, task, lambda.Method!, cancellationToken);
    }

    private void AddCompletedReturns(PlannedFunction function, TypeSyntax task, IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach ((SyntaxNode node, Func<SyntaxNode, SyntaxNode> rewrite) in new CompletedReturns(
            function, task, method.ReturnsVoid, method.ReturnType).Edits(cancellationToken))
        {
            Add(function.Document.Id, node, rewrite);
        }
    }

    private void AddSignatureChange(PlannedFunction function, IMethodSymbol method, int contract, CancellationToken cancellationToken)
    {
        _returning.Add(contract);
        if (function.IsSequence)
        {
            Add(function.Document.Id, function.Node, rewritten =>
            {
                SyntaxNode changed = AsyncSequence.WithReturnType(rewritten, function.Awaits);
                return CallBindings.Mark(function.Awaits ? AsyncModifier.AddTo(changed) : changed, contract);
            });
            AddDeclaration(function.Document, function.Node, contract);
            return;
        }

        TypeSyntax task = AsyncEdit.TypeName(function.Document, function.Model, function.Node.SpanStart, function.Types.Task!);
        bool isAsync = FunctionSyntax.IsAsync(function.Node);
        if (!function.Awaits && !isAsync && FunctionSyntax.Body(function.Node) is not null)
        {
            AddCompletedReturns(function, task, method, cancellationToken);
        }

        Add(function.Document.Id, function.Node, rewritten =>
        {
            SyntaxNode changed = AsyncModifier.WithReturnType(
                rewritten, AsyncDelegate.TaskOf(task, FunctionSyntax.ReturnType(rewritten)!, method.ReturnsVoid));
            changed = method.IsPartialDefinition
                || method.PartialDefinitionPart is not null ? AsyncModifier.WithAccessibility(changed) : changed;
            return CallBindings.Mark(function.Awaits && !isAsync ? AsyncModifier.AddTo(changed) : changed, contract);
        });
        AddDeclaration(function.Document, function.Node, contract);
    }

    /// <summary>
    /// Tasks that are dropped on purpose stay so, in writing: in an async function the compiler would ask for an await (CS4014).
    /// </summary>
    private void DiscardWhatIsMeant(PlannedFunction function, SyntaxNode body, CancellationToken cancellationToken)
    {
        foreach (ExpressionStatementSyntax statement in FunctionSyntax.OwnNodes(body).OfType<ExpressionStatementSyntax>())
        {
            if (CallSyntax.WalkDownParentheses(statement.Expression) is InvocationExpressionSyntax call
                && CallSyntax.MethodOf(call, CodeModel.Of(function.Model, cancellationToken)) is { IsAsync: false } called
                && called.ReturnType.IsAwaitable(CodeModel.Of(function.Model, cancellationToken), call.SpanStart)
                && DroppedTask.Find(statement, CodeModel.Of(function.Model, cancellationToken)) is null
                && DiscardSyntax.IsFree(call, CodeModel.Of(function.Model, cancellationToken)))
            {
                Add(function.Document.Id, statement.Expression, rewritten => DiscardSyntax.Of((ExpressionSyntax)rewritten));
            }
        }
    }

    /// <summary>The call must be bound to the same method afterwards.</summary>
    /// <param name="document">The document that the call is in.</param>
    /// <param name="call">The call or creation.</param>
    /// <param name="model">The model of the document.</param>
    /// <param name="returnsNothing">The delegate in question returns nothing so far: an overload for a request delegate does the same with
    /// its task.</param>
    public void AddBindingCheck(Document document, ExpressionSyntax call, CodeModel model, bool returnsNothing = false)
    {
        if (_bindings.Add(document.Id, call, model, returnsNothing) is { } mark)
        {
            Add(_edits, document.Id, call, rewritten => rewritten.WithAdditionalAnnotations(mark));
        }
    }

    private void Add(DocumentId document, SyntaxNode node, Func<SyntaxNode, SyntaxNode> edit)
    {
        _changed.Add(document);
        Add(_edits, document, node, edit);
    }

    private static void Add(
        Dictionary<DocumentId, Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>> all, DocumentId document, SyntaxNode node,
        Func<SyntaxNode, SyntaxNode> edit)
    {
        if (!all.TryGetValue(document, out Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> edits))
        {
            all.Add(document, edits = new Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>());
        }

        // A call that is awaited may itself be what a return hands on: the edits of one node are made one after the other.
        edits[node] = edits.TryGetValue(node, out Func<SyntaxNode, SyntaxNode> first) ? rewritten => edit(first(rewritten)) : edit;
    }
}
