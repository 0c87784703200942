using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>
/// Waits for the lock before the <c>try</c>, releases it in a <c>finally</c>, tests the answer, or calls the right release.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3004LockNotReleasedCodeFix))]
public sealed class ASYNC3004LockNotReleasedCodeFix : AsyncCodeFix
{
    public ASYNC3004LockNotReleasedCodeFix()
        : base(ASYNC3004LockNotReleasedAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (request.Node is not InvocationExpressionSyntax call || Find(call, request, cancellationToken) is not { } found)
        {
            return Array.Empty<Repair>();
        }

        (InvocationExpressionSyntax take, LockFault fault) = found;
        SyntaxNode? repaired = fault.Kind switch
        {
            LockFaultKind.Wrong => WithRightRelease(request.Root, take, fault),
            LockFaultKind.Answer => LockSectionEditing.WithAnswerTested(request, take, fault.Release, text),
            LockFaultKind.Return or LockFaultKind.Exception => LockSectionEditing.WithFinally(request.Root, take, fault.Release, text),
            _ => LockSectionEditing.BeforeTry(request.Root, take, fault.Release, text),
        };
        Phrase title = fault.Kind switch
        {
            LockFaultKind.Wrong => Phrase.Of($"Call '{LockFault.ReleaseOf(CallSyntax.CalledName(take)!)}'"),
            LockFaultKind.Answer => Phrase.Of($"Throw a 'TimeoutException' if '{fault.Lock}' is not taken"),
            LockFaultKind.Return or LockFaultKind.Exception => Phrase.Of($"Release '{fault.Lock}' in a 'finally'"),
            _ => Phrase.Of($"Wait for '{fault.Lock}' before the 'try'"),
        };
        if (repaired is not { } root)
        {
            return Array.Empty<Repair>();
        }

        Solution changed = request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root);
        return new[] { new Repair(title, "ASYNC3004.Release", _ => Task.FromResult<Solution?>(changed)) };
    }

    /// <summary>The call that takes the lock, and what is wrong: a wrong release is flagged itself.</summary>
    private static (InvocationExpressionSyntax Take, LockFault Fault)? Find(
        InvocationExpressionSyntax call, RepairRequest request, CancellationToken cancellationToken)
    {
        if (LockFault.Find(call, request.ModelFor(cancellationToken)) is { } own)
        {
            return (call, own);
        }

        foreach (SyntaxNode node in FunctionSyntax.Enclosing(call)?.Descendants() ?? Enumerable.Empty<SyntaxNode>())
        {
            if (node is InvocationExpressionSyntax take && CallSyntax.CalledName(take) is { } name && LockFault.Names.Contains(name)
                && LockFault.Find(take, request.ModelFor(cancellationToken)) is { Kind: LockFaultKind.Wrong } fault
                && fault.Release == call)
            {
                return (take, fault);
            }
        }

        return null;
    }

    private static SyntaxNode WithRightRelease(SyntaxNode root, InvocationExpressionSyntax take, LockFault fault)
    {
        SimpleNameSyntax name = CallSyntax.CalledNameSyntax(fault.Release)!;
        return root.ReplaceNode(name, IdentifierName(LockFault.ReleaseOf(CallSyntax.CalledName(take)!)).WithTriviaFrom(name));
    }
}
