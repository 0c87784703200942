using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Editing;

/// <summary>
/// Plans how a function becomes async together with what depends on it. A function that returns a task already changes alone;
/// any other gets a new return type, and its callers in the solution await it and become async in turn.
/// The plan is complete before anything is edited: if one dependent cannot follow, there is no plan.
/// </summary>
internal sealed class MakeAsync
{
    private static readonly HashSet<string> HarmlessAttributes = new(StringComparer.Ordinal)
    {
        "DataRowAttribute", "InlineDataAttribute", "MemberDataAttribute", "ClassDataAttribute", "TraitAttribute", "CategoryAttribute", "TestCategoryAttribute",
        "ObsoleteAttribute", "MethodImplAttribute", "SuppressMessageAttribute", "DebuggerStepThroughAttribute", "DebuggerHiddenAttribute",
        "DebuggerNonUserCodeAttribute", "EditorBrowsableAttribute", "ExcludeFromCodeCoverageAttribute",
    };

    /// <summary>What a runner calls by reflection and awaits where it returns a task; it is public without being API.</summary>
    private static readonly HashSet<string> RunnerAttributes = new(StringComparer.Ordinal)
    {
        "FactAttribute", "TheoryAttribute", "TestAttribute", "TestCaseAttribute", "TestMethodAttribute", "DataTestMethodAttribute",
        "SetUpAttribute", "TearDownAttribute", "OneTimeSetUpAttribute", "OneTimeTearDownAttribute", "TestInitializeAttribute", "TestCleanupAttribute",
        "BenchmarkAttribute", "GlobalSetupAttribute", "GlobalCleanupAttribute",
    };

    private readonly Solution _solution;
    private readonly ProjectId _project;
    private readonly bool _includePublicApi;
    private readonly MakeAsyncPlan _plan;
    private readonly HashSet<(string? Path, DocumentId? Document, TextSpan Span)> _seen = new();

    private MakeAsync(Project project, bool includePublicApi)
    {
        _solution = project.Solution;
        _project = project.Id;
        _includePublicApi = includePublicApi;
        _plan = new MakeAsyncPlan(_solution);
    }

    /// <summary>The plan for one function; null where it, or a caller that would have to follow, cannot be async or is public API.</summary>
    public static Task<MakeAsyncPlan?> PlanAsync(Document document, SyntaxNode function, CancellationToken cancellationToken)
        => PlanAsync(document, function, includePublicApi: false, cancellationToken);

    /// <summary>The plan for one function; null where it, or a caller that would have to follow, cannot be async.</summary>
    /// <param name="document">The document that the function is in.</param>
    /// <param name="function">What <see cref="FunctionSyntax.Enclosing"/> answers for the node that is to be awaited.</param>
    /// <param name="includePublicApi">Public members may change too: <see cref="MakeAsyncPlan.ChangedPublicApi"/> says which, for the title of the action.</param>
    /// <param name="cancellationToken">Ends the search for callers.</param>
    public static async Task<MakeAsyncPlan?> PlanAsync(Document document, SyntaxNode function, bool includePublicApi, CancellationToken cancellationToken)
    {
        var planner = new MakeAsync(document.Project, includePublicApi);
        return await planner.AddFunctionAsync(document, function, cancellationToken).ConfigureAwait(false) ? planner._plan : null;
    }

    private async Task<bool> AddFunctionAsync(Document document, SyntaxNode function, CancellationToken cancellationToken)
    {
        if (!_seen.Add(Key(document, function)) || FunctionSyntax.IsAsync(function))
        {
            return true;
        }

        SemanticModel model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        KnownTypes types = KnownTypes.Of(model.Compilation);
        if (function is CompilationUnitSyntax)
        {
            // Top-level statements become async by the first await in them.
            return document.Project.ParseOptions is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 };
        }

        if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)
            || FunctionSyntax.Body(function) is not { } body
            || FunctionSyntax.SymbolOf(function, model, cancellationToken) is not { } method
            || AwaitPlacement.ObstacleIn(function, model, types, cancellationToken) != AwaitObstacle.None)
        {
            return false;
        }

        DiscardWhatIsMeant(document, body, model, types, cancellationToken);
        if (method.ReturnType.IsTaskLike(types))
        {
            return _plan.TryAddTaskReturning(document, function, body, method, model, types, cancellationToken);
        }

        if (!CanChangeReturnType(method, model, types, cancellationToken))
        {
            return false;
        }

        _plan.AddSignatureChange(document, function, method, model, types);
        return await AddCallersAsync(method, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tasks that are dropped on purpose stay so, in writing: in an async function the compiler would ask for an await (CS4014).</summary>
    private void DiscardWhatIsMeant(Document document, SyntaxNode body, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        foreach (ExpressionStatementSyntax statement in FunctionSyntax.OwnNodes(body).OfType<ExpressionStatementSyntax>())
        {
            if (CallSyntax.WalkDownParentheses(statement.Expression) is InvocationExpressionSyntax call
                && CallSyntax.MethodOf(call, model, cancellationToken) is { IsAsync: false } called
                && called.ReturnType.IsAwaitable(types, model, call.SpanStart)
                && DroppedTask.Find(statement, model, types, cancellationToken) is null
                && DiscardSyntax.IsFree(call, model))
            {
                _plan.AddDiscard(document, statement.Expression);
            }
        }
    }

    private async Task<bool> AddCallersAsync(IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach (ReferencedSymbol referenced in await SymbolFinder.FindReferencesAsync(method, _solution, cancellationToken).ConfigureAwait(false))
        {
            foreach (ReferenceLocation reference in referenced.Locations)
            {
                if (!await AddReferenceAsync(reference, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private async Task<bool> AddReferenceAsync(ReferenceLocation reference, CancellationToken cancellationToken)
    {
        Document document = LinkedFiles.Home(reference.Document, _project);
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        SyntaxNode node = root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
        if (reference.Location.SourceTree?.GetRoot(cancellationToken).FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true).IsEquivalentTo(node) == false)
        {
            // Compiled for another target framework only: the edit of one document does not reach it.
            return false;
        }

        if (node.IsPartOfStructuredTrivia() || CallSyntax.IsInNameOf(node))
        {
            return true;
        }

        // A method group, an implicit use or a call by ?. cannot be awaited where it stands.
        if (node is not SimpleNameSyntax name || name.Parent is MemberBindingExpressionSyntax
            || CallSyntax.InvocationOf(name) is not { } call
            || FunctionSyntax.Enclosing(call) is not { } caller)
        {
            return false;
        }

        if (!_seen.Add(Key(document, call)))
        {
            return true;
        }

        SemanticModel model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (AwaitPlacement.ObstacleAt(call, model, KnownTypes.Of(model.Compilation), cancellationToken) != AwaitObstacle.None)
        {
            return false;
        }

        // In a function that is (or becomes) a void lambda or the like the planner says no; that is the check of every caller.
        _plan.AddCall(document, call, ConfigureAwaitHabit.IsFalse(root));
        return await AddFunctionAsync(document, caller, cancellationToken).ConfigureAwait(false);
    }

    private bool CanChangeReturnType(IMethodSymbol method, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (types.Task is null || types.TaskOfT is null || method.ReturnType.IsRefLikeType
            || method.ReturnType.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Error or TypeKind.Dynamic
            || model.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp5 } options)
        {
            return false;
        }

        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return true;
        }

        bool isEntryPoint = SymbolEqualityComparer.Default.Equals(method, model.Compilation.GetEntryPoint(cancellationToken));
        string[] attributes = method.GetAttributes().Select(attribute => attribute.AttributeClass?.Name ?? string.Empty).ToArray();
        bool isForRunner = attributes.Any(RunnerAttributes.Contains);
        bool isPublicApi = !isEntryPoint && !isForRunner && IsPublicApi(method);
        if (isPublicApi)
        {
            _plan.ChangedPublicApi.Add(method.ContainingType.Name + "." + method.Name);
        }

        return method.MethodKind == MethodKind.Ordinary
            && !method.IsVirtual && !method.IsOverride && !method.IsAbstract && !method.IsExtern
            && method.PartialDefinitionPart is null && method.PartialImplementationPart is null
            && method.ContainingType.TypeKind != TypeKind.Interface
            && !ImplementsInterfaceMember(method)
            && attributes.All(attribute => HarmlessAttributes.Contains(attribute) || RunnerAttributes.Contains(attribute))
            && !(method.ReturnsVoid && HasEventHandlerShape(method, types))
            && (!isEntryPoint || options.LanguageVersion >= LanguageVersion.CSharp7_1)
            && (_includePublicApi || !isPublicApi);
    }

    private static bool HasEventHandlerShape(IMethodSymbol method, KnownTypes types)
        => method.Parameters.Length == 2
            && method.Parameters[0].Type.SpecialType == SpecialType.System_Object
            && method.Parameters[1].Type.IsOrDerivesFrom(types.EventArgs);

    private static bool ImplementsInterfaceMember(IMethodSymbol method)
        => !method.ExplicitInterfaceImplementations.IsEmpty
            || method.ContainingType.AllInterfaces
                .SelectMany(implemented => implemented.GetMembers(method.Name))
                .Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    private static bool IsPublicApi(IMethodSymbol method)
    {
        for (ISymbol? symbol = method; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A linked file is one place, whichever project it is seen from.</summary>
    private static (string? Path, DocumentId? Document, TextSpan Span) Key(Document document, SyntaxNode node)
        => document.FilePath is { } path ? (path, null, node.Span) : (null, document.Id, node.Span);
}
