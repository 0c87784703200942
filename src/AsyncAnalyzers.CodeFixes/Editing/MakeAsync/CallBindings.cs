namespace AsyncAnalyzers.Editing;

/// <summary>
/// What the calls near an edit are bound to, before and after: with a task as the result of a lambda or method group the
/// compiler may choose another overload, and nothing would say so.
/// </summary>
internal sealed class CallBindings
{
    private const string DeclarationKind = "AsyncAnalyzers.Contract";
    private readonly Dictionary<SyntaxNode, int> _contracts = new();
    private readonly Dictionary<SyntaxNode, (
        DocumentId Document, SyntaxAnnotation Mark, IMethodSymbol Method, bool ReturnsNothing)> _calls = new();

    /// <summary>The declaration with the mark of its contract.</summary>
    public static SyntaxNode Mark(SyntaxNode declaration, int contract)
        => declaration.WithAdditionalAnnotations(
            new SyntaxAnnotation(DeclarationKind, contract.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The declarations of a changed document with their contracts.</summary>
    public static IEnumerable<(SyntaxNode Declaration, int Contract)> MarkedIn(SyntaxNode root)
        => root.GetAnnotatedNodes(DeclarationKind)
            .SelectMany(node
                => node.GetAnnotations(DeclarationKind), (node, mark)
                    => (node, int.Parse(mark.Data!, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary><c>Task.Run</c> waits for the task of an async lambda: the change of overload there is the one that is wanted.</summary>
    public static bool IsTaskRun(IMethodSymbol? method)
        => method is { Name: "Run", IsStatic: true, ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } };

    /// <summary>A declaration that changes and takes the calls that are bound to it along.</summary>
    public void AddDeclaration(SyntaxNode declaration, int contract) => _contracts[declaration] = contract;

    /// <summary>The mark that the call is to carry; null where it has one, or is bound to nothing.</summary>
    public SyntaxAnnotation? Add(DocumentId document, ExpressionSyntax call, CodeModel model, bool returnsNothing)
    {
        if (_calls.ContainsKey(call)
            || model.SymbolOf(call) is not IMethodSymbol { MethodKind: not MethodKind.DelegateInvoke } method)
        {
            return null;
        }

        var mark = new SyntaxAnnotation();
        _calls.Add(call, (document, mark, method, returnsNothing));
        return mark;
    }

    /// <summary>True where every call that is still there is bound to what it was bound to before.</summary>
    public async Task<bool> AreKeptAsync(Solution solution, CancellationToken cancellationToken)
    {
        foreach (IGrouping<DocumentId, (
            DocumentId Document, SyntaxAnnotation Mark, IMethodSymbol Method, bool ReturnsNothing)> calls in _calls.Values.GroupBy(call
            => call.Document))
        {
            Document document = solution.GetDocument(calls.Key)!;
            SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            CodeModel model = await document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
            foreach ((_, SyntaxAnnotation mark, IMethodSymbol before, bool returnsNothing) in calls)
            {
                if (root.GetAnnotatedNodes(mark).FirstOrDefault() is { } call
                    && model.SymbolOf(call) is var after
                    && !IsSame(before, after as IMethodSymbol)
                    && !(returnsNothing && TakesRequestDelegate(after as IMethodSymbol, before)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool IsSame(IMethodSymbol before, IMethodSymbol? after)
    {
        if (after is null)
        {
            return false;
        }

        if (IsTaskRun(before))
        {
            return IsTaskRun(after) && after.Parameters.Length == before.Parameters.Length;
        }

        before = (before.ReducedFrom ?? before).OriginalDefinition;
        after = (after.ReducedFrom ?? after).OriginalDefinition;
        string? contract = before.Parts()
            .Where(_contracts.ContainsKey).Select(node
                => _contracts[node].ToString(System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();
        return contract is null
            ? Key(before) == Key(after)
            : after.DeclaringSyntaxReferences.Any(place
                => place.GetSyntax().GetAnnotations(DeclarationKind).Any(mark => mark.Data == contract));
    }

    /// <summary>
    /// <c>MapGet</c> has an overload for a function of the request that returns a task, and one for any delegate; both await it.
    /// </summary>
    private static bool TakesRequestDelegate(IMethodSymbol? after, IMethodSymbol before)
        => after is not null && after.Name == before.Name && after.Parameters.Length == before.Parameters.Length
            && after.Parameters.Any(parameter
                => parameter.Type is
                {
                    Name: "RequestDelegate",
                    ContainingNamespace: { Name: "Http", ContainingNamespace.Name: "AspNetCore" }
                });

    private static string Key(IMethodSymbol method) => method.GetDocumentationCommentId() ?? method.ToDisplayString();
}
