using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Takes the lock that the attribute names around the smallest run of statements that uses what it guards.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3018GuardedByCodeFix))]
public sealed class ASYNC3018GuardedByCodeFix : AsyncCodeFix
{
    public ASYNC3018GuardedByCodeFix()
        : base(ASYNC3018GuardedByAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not ExpressionSyntax node
            || node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault(LockContract.MayBeOn) is not { } type)
        {
            return Array.Empty<Repair>();
        }

        UnguardedUse[] uses = UnguardedUse.FindAll(type, request.Model, request.Types, cancellationToken).ToArray();
        if (Array.Find(uses, use => use.Use == node) is not { Member: { } member } flagged || !IsMonitor(member, request.Model, node))
        {
            return Array.Empty<Repair>();
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        string gate = GateOf(flagged, member);
        SyntaxNode? root = LockedRun.Add(
            request, node,
            uses.Where(use => use.Member?.Gate == member.Gate && GateOf(use, use.Member) == gate).Select(static use => use.Use),
            gate, text, cancellationToken);
        return root is null ? Array.Empty<Repair>() : new[]
        {
            new Repair($"Hold lock '{gate}' here", "ASYNC3018.Lock", _
                => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)),
        };
    }

    /// <summary>The lock as it is written at the place: of the same object that the member is used on.</summary>
    private static string GateOf(UnguardedUse use, GuardedMember member)
        => use.Use is MemberAccessExpressionSyntax { Expression: var receiver and not (ThisExpressionSyntax or BaseExpressionSyntax) }
            && !member.IsStatic && !member.Symbol.IsStatic
                ? member.Gate == "this" ? receiver.ToString() : receiver + "." + member.GateName
                : member.GateName;

    private static bool IsMonitor(GuardedMember member, SemanticModel model, SyntaxNode place)
        => member.Gate == "this" || model.LookupSymbols(place.SpanStart, name: member.GateName).FirstOrDefault() is IFieldSymbol
        {
            Type: { IsReferenceType: true } type,
        } && (type.Name == "Lock" || type.ContainingNamespace?.ToDisplayString() != "System.Threading");
}
