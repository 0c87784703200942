namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Puts the use of guarded state, or the call that leads to it, under the lock that guards it elsewhere.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3002InconsistentLockCodeFix))]
public sealed class ASYNC3002InconsistentLockCodeFix : AsyncCodeFix
{
    public ASYNC3002InconsistentLockCodeFix()
        : base(ASYNC3002InconsistentLockAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && request.Model.GetDeclaredSymbol(declaration, cancellationToken) is { } type
            && GuardedState.FindingsIn(type, request.ModelFor(cancellationToken)).ToArray() is var findings
            && Array.Find(findings, one => one.Place == request.Node) is { Kind: not MissingLock.Other } finding
            && Plan(finding, findings, request, cancellationToken) is { } edit)
        {
            Phrase title = finding.Kind == MissingLock.AtCall
                ? Phrase.Of($"Hold '{finding.LockName}' for the call of '{request.Node.ToString()}'")
                : $"Hold '{finding.LockName}' for '{finding.Access.Member.Name}'";
            repairs.Add(new Repair(title, "ASYNC3002.HoldLock", _
                => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(edit.Apply()).Project.Solution)));
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }

    /// <summary>
    /// Puts all that the function does without the lock to what it guards under it at once, where that is one run of statements: values
    /// that belong together change together. Else the flagged state alone.
    /// </summary>
    private static LockEditing? Plan(
        LockFinding finding, LockFinding[] findings, RepairRequest request, CancellationToken cancellationToken)
    {
        if (FunctionSyntax.Enclosing(finding.Place) is not { } function
            || GuardFor(finding, function, request, cancellationToken) is not { } kind)
        {
            return null;
        }

        INamedTypeSymbol type = finding.Access.Member.ContainingType;
        var run = new GuardedRun(request, function, kind, finding.LockName, MayBeCalled, cancellationToken);
        if (finding.Kind == MissingLock.AtCall)
        {
            return run.Plan(new[] { finding.Place });
        }

        SyntaxNode[] together = findings.Where(one => one.Kind == MissingLock.None && one.Lock.Lock.Equals(finding.Lock.Lock)
            && one.Access.Function == function).SelectMany(BareUsesOf).ToArray();
        return (together.Length > 0 ? run.Plan(together) : null)
            ?? (BareUsesOf(finding).ToArray() is { Length: > 0 } own ? run.Plan(own) : null);

        IEnumerable<SyntaxNode> BareUsesOf(LockFinding one)
            => TypeAccesses.Of(type, request.ModelFor(cancellationToken))[one.Access.Member]!
                .Where(access => access.Function == function && access.Held.IsEmpty).Select(static access => (SyntaxNode)access.Place);

        // The holder of a semaphore cannot take it again.
        bool MayBeCalled(InvocationExpressionSyntax call, IMethodSymbol method)
            => kind == GuardKind.Lock || call == finding.Place.Parent
                || !SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, type.OriginalDefinition);
    }

    /// <summary>How the lock is taken; null where the fix cannot take it here.</summary>
    private static GuardKind? GuardFor(
        LockFinding finding, SyntaxNode function, RepairRequest request, CancellationToken cancellationToken)
    {
        string name = finding.LockName;
        if (!(SyntaxFacts.IsValidIdentifier(name) || name == "this") || !MeansTheLock())
        {
            return null;
        }

        return finding.Lock.Lock.Kind switch
        {
            LockKind.Monitor => GuardKind.Lock,
            LockKind.Lock
                when ((CSharpParseOptions)request.Root.SyntaxTree.Options).LanguageVersion >= (LanguageVersion)1300 => GuardKind.Lock,
            LockKind.Semaphore when FunctionSyntax.IsAsync(function) && AwaitPlacement.ObstacleAt(
                finding.Place, request.ModelFor(cancellationToken)) == AwaitObstacle.None => GuardKind.Semaphore,
            _ => null,
        };

        // No local hides the lock.
        bool MeansTheLock()
            => name == "this" || request.Model.GetSpeculativeSymbolInfo(
                finding.Place.SpanStart, SyntaxFactory.ParseExpression(name), SpeculativeBindingOption.BindAsExpression).Symbol
                is IFieldSymbol or IPropertySymbol;
    }
}
