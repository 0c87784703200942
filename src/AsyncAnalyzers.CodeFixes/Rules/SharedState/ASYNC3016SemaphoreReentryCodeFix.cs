namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Calls what the method does under the lock, as a method of its own that does not lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3016SemaphoreReentryCodeFix))]
public sealed class ASYNC3016SemaphoreReentryCodeFix : AsyncCodeFix
{
    public ASYNC3016SemaphoreReentryCodeFix()
        : base(ASYNC3016SemaphoreReentryAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Repair>>(
            request.Node is InvocationExpressionSyntax call && Find(call, request, cancellationToken) is { } repair
                ? new[] { repair }
                : Array.Empty<Repair>());

    private static Repair? Find(InvocationExpressionSyntax call, RepairRequest request, CancellationToken cancellationToken)
    {
        if (CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is not (null or ThisExpressionSyntax)
            || ReentryAt(call, request, cancellationToken) is not { Second.Steps: { Length: 2 } steps }
            || steps[1].Function is not MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } method
            || !type.Span.Contains(call.Span) || type.SyntaxTree != call.SyntaxTree
            || LockedSection.Of(method, steps[1].Node) is not { } section
            || Reentry.After((InvocationExpressionSyntax)steps[1].Node, CodeModel.Of(steps[1].Model, cancellationToken)).Any())
        {
            return null;
        }

        MethodDeclarationSyntax? existing = section.CalledCore(type);
        bool isAsync = existing is not null
            ? existing.Modifiers.Any(SyntaxKind.AsyncKeyword)
            : FunctionSyntax.IsAsync(method) && section.Awaits;
        if (CallEdit(call, isAsync || !FunctionSyntax.IsAsync(method)) is not { } edited)
        {
            return null;
        }

        string name = existing?.Identifier.ValueText ?? CoreExtraction.NameOf(method, isAsync);
        Phrase title = existing is not null
            ? Phrase.Of($"Call '{name}', which does not lock")
            : Phrase.Of($"Extract '{name}', which does not lock, for this call");
        return new Repair(title, "ASYNC3016.Core", _ => Task.FromResult<Solution?>(
            request.Document.Project.Solution.WithDocumentSyntaxRoot(
                request.Document.Id,
                existing is not null
                    ? request.Root.ReplaceNode(edited, Renamed(edited, call, name))
                    : CoreExtraction.Of(request.Root, method, section, name, isAsync, edited, node => Renamed(node, call, name)))));
    }

    private static Reentry? ReentryAt(InvocationExpressionSyntax call, RepairRequest request, CancellationToken cancellationToken)
    {
        SyntaxNode? function = FunctionSyntax.Enclosing(call);
        foreach (InvocationExpressionSyntax take in (function ?? request.Root).DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (CallSyntax.CalledName(take) is { } name && Reentry.Names.Contains(name) && FunctionSyntax.Enclosing(take) == function
                && Reentry.After(take, request.ModelFor(cancellationToken)).FirstOrDefault(one => one.Call == call)
                    is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>
    /// What is replaced: the name, or with the await around the call where nothing is left to await; null where it cannot be.
    /// </summary>
    private static ExpressionSyntax? CallEdit(InvocationExpressionSyntax call, bool keepsTask)
    {
        if (keepsTask)
        {
            return call;
        }

        ExpressionSyntax task = call.Parent is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured,
        }
            ? configured
            : call;
        return task.Parent is AwaitExpressionSyntax await && FunctionSyntax.Enclosing(call) is { } function
            && FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node => FunctionSyntax.IsAwait(node) && node != await)
                ? await
                : null;
    }

    private static ExpressionSyntax Renamed(SyntaxNode original, InvocationExpressionSyntax call, string name)
    {
        SimpleNameSyntax called = CallSyntax.CalledNameSyntax(call)!;
        InvocationExpressionSyntax renamed = call.ReplaceNode(
            called, called.WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(called.Identifier)));
        return original == call ? renamed : renamed.WithTriviaFrom(original);
    }
}
