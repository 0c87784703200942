using Microsoft.CodeAnalysis.FindSymbols;

namespace AsyncAnalyzers.Editing;

/// <summary>
/// Plans how a function becomes async together with what depends on it. A function that returns a task already changes alone;
/// any other gets a new return type, with all declarations of its contract, and its callers in the solution await it and become async in
/// turn.
/// The plan is complete before anything is edited: if one dependent cannot follow, there is no plan.
/// </summary>
internal sealed class MakeAsync
{
    /// <summary>More than anybody would review in one step.</summary>
    private const int MostFunctions = 200;

    private readonly Solution _solution;
    private readonly ProjectId _project;
    private readonly bool _includePublicApi;
    private readonly MakeAsyncPlan _plan;
    private readonly DelegateSlots _slots;
    private readonly Dictionary<SourcePlace, PlannedFunction> _functions = new();
    private readonly HashSet<SourcePlace> _references = new();
    private int _contracts;

    private MakeAsync(Project project, bool includePublicApi)
    {
        _solution = project.Solution;
        _project = project.Id;
        _includePublicApi = includePublicApi;
        _plan = new MakeAsyncPlan(_solution);
        _slots = new DelegateSlots(this, _plan, _solution);
    }

    /// <summary>
    /// The plan for one function; null where it, or a dependent that would have to follow, cannot be async or is public API.
    /// </summary>
    public static Task<MakeAsyncPlan?> PlanAsync(Document document, SyntaxNode function, CancellationToken cancellationToken)
        => PlanAsync(document, function, includePublicApi: false, cancellationToken);

    /// <summary>The plan for one function; null where it, or a dependent that would have to follow, cannot be async.</summary>
    /// <param name="document">The document that the function is in.</param>
    /// <param name="function">What <see cref="FunctionSyntax.Enclosing"/> answers for the node that is to be awaited.</param>
    /// <param name="includePublicApi">Public members may change too: <see cref="MakeAsyncPlan.ChangedPublicApi"/> says which, for the
    /// title of the action.</param>
    /// <param name="cancellationToken">Ends the search for callers.</param>
    public static Task<MakeAsyncPlan?> PlanAsync(
        Document document, SyntaxNode function, bool includePublicApi, CancellationToken cancellationToken)
        => new MakeAsync(document.Project, includePublicApi).PlanAsync(planner
            => planner.AwaitInAsync(document, function, cancellationToken), cancellationToken);

    /// <summary>
    /// The plan that lets an <c>async void</c> function return a task, which its callers await; null where it, or one of them, cannot.
    /// </summary>
    public static Task<MakeAsyncPlan?> PlanTaskAsync(
        Document document, SyntaxNode function, bool includePublicApi, CancellationToken cancellationToken)
        => new MakeAsync(document.Project, includePublicApi).PlanAsync(planner
            => planner.ReturnTaskAsync(document, function, cancellationToken), cancellationToken);

    /// <summary>
    /// The same for a method that is named at one place to be handed over: an edit awaits it there, so the function around that place
    /// becomes async.
    /// </summary>
    public static Task<MakeAsyncPlan?> PlanTaskAsync(
        Document document, SyntaxNode function, ExpressionSyntax awaited, CancellationToken cancellationToken)
        => new MakeAsync(document.Project, includePublicApi: false).PlanAsync(
            async planner => await planner.OnceAsync(document, awaited, cancellationToken).ConfigureAwait(false) is { } place
                && planner._references.Add(SourcePlace.Of(place.Document, place.Node))
                && FunctionSyntax.Enclosing(place.Node) is { } around
                && await planner.AwaitInAsync(place.Document, around, cancellationToken).ConfigureAwait(false)
                && await planner.ReturnTaskAsync(document, function, cancellationToken).ConfigureAwait(false),
            cancellationToken);

    private async Task<MakeAsyncPlan?> PlanAsync(Func<MakeAsync, Task<bool>> change, CancellationToken cancellationToken)
    {
        if (!await change(this).ConfigureAwait(false)
            || !_slots.AreMethodGroupsChanged()
            || !await NamesInStrings.AreFreeAsync(_solution, _plan.ChangedMethods, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        foreach (PlannedFunction planned in _functions.Values)
        {
            _plan.AddEditsOf(planned, cancellationToken);
        }

        return _plan;
    }

    /// <summary>An await is to stand in the function.</summary>
    private async Task<bool> AwaitInAsync(Document document, SyntaxNode function, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.IsAsync(function))
        {
            return true;
        }

        if (await AddAsync(document, function, cancellationToken).ConfigureAwait(false) is not { } planned)
        {
            return false;
        }

        if (planned.Awaits)
        {
            return true;
        }

        planned.Awaits = true;
        if (function is CompilationUnitSyntax)
        {
            // Top-level statements become async by the first await in them.
            return document.Project.ParseOptions is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 };
        }

        if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)
            || FunctionSyntax.Body(function) is not { } body
            || planned.Method is not { } method
            || AwaitPlacement.ObstacleIn(function, CodeModel.Of(planned.Model, cancellationToken)) != AwaitObstacle.None)
        {
            return false;
        }

        if (method.ReturnType.IsTaskLike(planned.Types))
        {
            planned.Returns = ReturnRewriter.TryCreate(function, body, method, CodeModel.Of(planned.Model, cancellationToken));
            return planned.Returns is not null;
        }

        if (planned.Contract is not null || planned.IsInSlot)
        {
            return true;
        }

        return planned.Node is AnonymousFunctionExpressionSyntax lambda
            ? await DelegateSlots.MayReturnTaskAsync(planned.Document, lambda, cancellationToken).ConfigureAwait(false)
                && await _slots.FollowAsync(planned.Document, lambda, cancellationToken).ConfigureAwait(false) && planned.IsInSlot
            : await ChangeReturnTypeAsync(planned, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Async lambdas that returned nothing are waited for from now on: that is what was asked for.</summary>
    public bool AwaitsAsyncLambdas { get; private set; }

    /// <summary>An async function that returns nothing returns a task; a lambda, where what it is given to can change.</summary>
    private async Task<bool> ReturnTaskAsync(Document document, SyntaxNode function, CancellationToken cancellationToken)
    {
        AwaitsAsyncLambdas = true;
        if (await AddAsync(document, function,
            cancellationToken).ConfigureAwait(false) is not { Method: { IsAsync: true, ReturnsVoid: true } } planned)
        {
            return false;
        }

        return planned.Node is AnonymousFunctionExpressionSyntax lambda
            ? await DelegateSlots.MayReturnTaskAsync(planned.Document, lambda, cancellationToken).ConfigureAwait(false)
                && await _slots.FollowAsync(planned.Document, lambda, cancellationToken).ConfigureAwait(false) && planned.IsInSlot
            : await ChangeReturnTypeAsync(planned, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The number of the next set of declarations that change together.</summary>
    public int NewContract() => _contracts++;

    /// <summary>The method returns a task by the plan.</summary>
    public bool IsChanged(IMethodSymbol method)
        => method.OriginalDefinition.DeclaringSyntaxReferences.Any(place => _solution.GetDocument(place.SyntaxTree) is { } document
            && _functions.TryGetValue(SourcePlace.Of(document, place.GetSyntax()), out PlannedFunction planned)
            && planned.Contract is not null);

    /// <summary>The member is no public API, or that may change; then the plan says so.</summary>
    public bool MayChangeApi(IMethodSymbol member, CodeModel model)
    {
        if (!AsyncSignature.IsPublicApi(member, model))
        {
            return true;
        }

        if (_includePublicApi)
        {
            _plan.AddChangedPublicApi(member);
        }

        return _includePublicApi;
    }

    /// <summary>The function returns a task from now on, with all that share its contract; whoever calls them awaits.</summary>
    private async Task<bool> ChangeReturnTypeAsync(PlannedFunction function, CancellationToken cancellationToken)
    {
        IMethodSymbol method = function.Method!;
        if (!AsyncSignature.CanReturnTask(method, CodeModel.Of(function.Model, cancellationToken))
            || (!_includePublicApi && AsyncSignature.IsPublicApi(method, CodeModel.Of(function.Model, cancellationToken)))
            || await MethodContract.FindAsync(method, _solution, cancellationToken).ConfigureAwait(false) is not { } contract)
        {
            return false;
        }

        bool isSequence = AsyncSequence.IsIterator(function.Node);
        if (isSequence && !AsyncSequence.CanChange(contract, function.Node))
        {
            return false;
        }

        int id = NewContract();
        _plan.ChangedSignatures.Add(method.Name);
        foreach ((Document document, SyntaxNode declaration, IMethodSymbol member) in contract.Members)
        {
            if (await AddAsync(document, declaration, cancellationToken).ConfigureAwait(false) is not { } planned
                || !AsyncSignature.CanReturnTask(member, CodeModel.Of(planned.Model, cancellationToken))
                || (FunctionSyntax.IsAsync(declaration) && !member.ReturnsVoid)
                || (!isSequence && AsyncSequence.IsIterator(declaration))
                || AsyncSignature.IsDroppedSilently(member, CodeModel.Of(planned.Model, cancellationToken))
                || !MayChangeApi(member, CodeModel.Of(planned.Model, cancellationToken)))
            {
                return false;
            }

            planned.Contract = id;
            planned.IsSequence = isSequence;
            _plan.ChangedMethods.Add(member);
        }

        if (await contract.FindReferencesAsync(cancellationToken).ConfigureAwait(false) is not { } references)
        {
            return false;
        }

        foreach (ReferenceLocation reference in references)
        {
            if (!await FollowAsync(reference, isSequence, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One place that names a method whose return type changes.</summary>
    private async Task<bool> FollowAsync(ReferenceLocation reference, bool isSequence, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        SyntaxNode node = root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
        if (node.IsPartOfStructuredTrivia())
        {
            return true;
        }

        if (CallSyntax.IsInNameOf(node))
        {
            return !NamesInStrings.IsReadByName(node);
        }

        // An implicit use and a call of a dynamic cannot be awaited where they stand.
        if (reference.IsImplicit || node is not SimpleNameSyntax name
            || (reference.IsCandidateLocation
                && !await IsMethodGroupAsync(reference.Document, name, cancellationToken).ConfigureAwait(false)))
        {
            return false;
        }

        if (CallSyntax.InvocationOf(name) is { } call)
        {
            return isSequence
                ? await AwaitLoopAsync(reference.Document, call, cancellationToken).ConfigureAwait(false)
                : await AwaitCallAsync(reference.Document, call, cancellationToken).ConfigureAwait(false);
        }

        if (isSequence)
        {
            return false;
        }

        ExpressionSyntax methodGroup = Qualified(name);
        return await OnceAsync(reference.Document, methodGroup, cancellationToken).ConfigureAwait(false) is { } place
            && (!_references.Add(SourcePlace.Of(place.Document, place.Node))
                || await _slots.FollowAsync(place.Document, place.Node, cancellationToken).ConfigureAwait(false));
    }

    private static ExpressionSyntax Qualified(SimpleNameSyntax name)
        => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;

    /// <summary>A method's name that is given to any delegate names one method, though no symbol is found for it.</summary>
    private static async Task<bool> IsMethodGroupAsync(Document document, SimpleNameSyntax name, CancellationToken cancellationToken)
        => CallSyntax.InvocationOf(name) is null
            && DelegateSlots.SymbolOf(Qualified(name),
                await document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false)) is IMethodSymbol;

    /// <summary>The call returns a task from now on, and is awaited.</summary>
    public async Task<bool> AwaitCallAsync(Document document, InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        if (await OnceAsync(document, call, cancellationToken).ConfigureAwait(false) is not { } place
            || FunctionSyntax.Enclosing(place.Node) is not { } caller)
        {
            return false;
        }

        if (!_references.Add(SourcePlace.Of(place.Document, place.Node)))
        {
            return true;
        }

        CodeModel model = await place.Document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
        if (model.TypeOf(place.Node) is null or IDynamicTypeSymbol
            || !AsyncEdit.IsWithoutDirectives(place.Node)
            || WaitReplacement.HandlesAggregateException(place.Node)
            || WaitReplacement.IsReadBefore(place.Node, model)
            || (CallSyntax.IsBehindConditionalAccess(place.Node) && !(MakeAsyncPlan.StatementOfConditional(place.Node) is { } statement
                && NullTestedAwait.IsPossible(statement, model)))
            || AwaitPlacement.ObstacleAt(place.Node, model) != AwaitObstacle.None)
        {
            return false;
        }

        _plan.AddCall(place.Document, place.Node, model);
        return await AwaitInAsync(place.Document, caller, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The call returns a sequence that comes asynchronously from now on: it is enumerated where it is made.</summary>
    private async Task<bool> AwaitLoopAsync(Document document, InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        if (AsyncSequence.LoopOver(call) is not { } found
            || await OnceAsync(document, found, cancellationToken).ConfigureAwait(false) is not { Node: var loop } place
            || FunctionSyntax.Enclosing(loop) is not { } caller)
        {
            return false;
        }

        if (!_references.Add(SourcePlace.Of(place.Document, loop.Expression)))
        {
            return true;
        }

        CodeModel model = await place.Document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
        if (WaitReplacement.HandlesAggregateException(loop.Expression)
            || AwaitPlacement.ObstacleAt(loop, model) != AwaitObstacle.None)
        {
            return false;
        }

        _plan.AddLoop(place.Document, loop, model);
        return await AwaitInAsync(place.Document, caller, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The function in the plan; null where it cannot be edited, or where the plan has grown too large.</summary>
    public async Task<PlannedFunction?> AddAsync(Document document, SyntaxNode function, CancellationToken cancellationToken)
    {
        if (_functions.TryGetValue(SourcePlace.Of(document, function), out PlannedFunction known))
        {
            return known;
        }

        if (_functions.Count == MostFunctions
            || await OnceAsync(document, function, cancellationToken).ConfigureAwait(false) is not { } place)
        {
            return null;
        }

        CodeModel model = await place.Document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
        var planned = new PlannedFunction(place.Document, place.Node, FunctionSyntax.SymbolOf(place.Node, model), model);
        _functions.Add(SourcePlace.Of(place.Document, place.Node), planned);
        return planned;
    }

    /// <summary>
    /// The node in the one document that is edited for all that link its file; null where that has no such node, or is generated.
    /// </summary>
    public async Task<(Document Document, T Node)?> OnceAsync<T>(Document document, T node, CancellationToken cancellationToken)
        where T : SyntaxNode
    {
        if (document is SourceGeneratedDocument
            || GeneratedCode.Is(
                node.SyntaxTree, document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(node.SyntaxTree)))
        {
            return null;
        }

        Document edited = LinkedFiles.Home(document, _project);
        if (edited.Id == document.Id)
        {
            return (document, node);
        }

        SyntaxNode root = (await edited.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        return root.FullSpan.Contains(node.FullSpan)
            && root.FindNode(node.Span).AncestorsAndSelf().FirstOrDefault(same
                => same.Span == node.Span && same.IsKind(node.Kind())) is T found ? (edited, found) : null;
    }
}
