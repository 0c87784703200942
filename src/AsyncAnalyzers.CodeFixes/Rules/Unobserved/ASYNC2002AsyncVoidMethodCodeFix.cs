namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// Lets an async void method return a task, which its callers await; or catches its exceptions where it has to return nothing.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2002AsyncVoidMethodCodeFix))]
public sealed class ASYNC2002AsyncVoidMethodCodeFix : AsyncCodeFix
{
    public ASYNC2002AsyncVoidMethodCodeFix()
        : base(ASYNC2002AsyncVoidMethodAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node.FirstAncestorOrSelf<SyntaxNode>(node
            => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax) is not { } function
            || FunctionSyntax.SymbolOf(function, request.ModelFor(cancellationToken)) is not { } method)
        {
            return repairs;
        }

        if (AsyncVoidRoles.Of(function, method, request.ModelFor(cancellationToken)) == AsyncVoidRole.Free
            && !BackgroundLoop.IsIn(function)
            && await MakeAsync.PlanTaskAsync(request.Document, function, includePublicApi: true, cancellationToken)
                .ConfigureAwait(false) is { } plan
            // A loop that starts one after the other does not wait for the first: the work would no longer overlap. Nor does who says so
            // beside the call.
            && !plan.AwaitedCalls.Exists(call => CallSyntax.CalledName(call) == method.Name
                && (LoopBounds.IsInLoop(call) || DropIntent.IsCommented(call))))
        {
            bool changesPublicApi = plan.ChangedPublicApi.Count > 0;
            Phrase title = plan.ChangedSignatures.Count switch
            {
                1 when plan.AwaitedCalls.Count == 0 => Phrase.Of($"Return a task from '{method.Name}'"),
                1 => $"Return a task from '{method.Name}' and await the task",
                2 => $"Return a task from '{method.Name}' and make '{plan.ChangedSignatures[1]}' async",
                int count => $"Return a task from '{method.Name}' and make {count - 1} callers async",
            };
            repairs.Add(new Repair(
                RepairTitle.WithPublicApi(title, changesPublicApi),
                changesPublicApi ? "ASYNC2002.TaskInPublicApi" : "ASYNC2002.Task",
                ct => plan.ApplyAsync(Array.Empty<NodeEdit>(), ct)));
        }

        if (!EscapingFailures.Of(function, request.ModelFor(cancellationToken)).IsSettled
            && GuardEditing.TryCreate(function, request, await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false),
                cancellationToken) is { } guard)
        {
            repairs.Add(new Repair(
                $"Catch the exceptions of '{method.Name}' and {guard.Destination}",
                "ASYNC2002.Catch",
                ct => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(
                    request.Document.Id, request.Root.ReplaceNode(function, guard.Apply())))));
        }

        return repairs;
    }
}
