namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Takes the lock that the attribute names around the smallest run of statements that uses what it guards.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3018GuardedByCodeFix))]
public sealed class ASYNC3018GuardedByCodeFix : AsyncCodeFix
{
    public ASYNC3018GuardedByCodeFix()
        : base(ASYNC3018GuardedByAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node is ExpressionSyntax node
            && FunctionSyntax.Enclosing(node) is { } function
            && node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault(LockContract.MayBeOn) is { } type
            && UnguardedUse.FindAll(type, request.ModelFor(cancellationToken)).ToArray() is var uses
            && Array.Find(uses, use => use.Use == node) is { Member: { } member } flagged
            && IsMonitor(member, request.ModelFor(cancellationToken), node)
            && GateOf(flagged, member) is var gate
            && new GuardedRun(request, function, GuardKind.Lock, gate, static (_, _) => true, cancellationToken).Plan(Places()) is { } edit)
        {
            repairs.Add(new Repair($"Hold lock '{gate}' here", "ASYNC3018.Lock", _
                => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(edit.Apply()).Project.Solution)));
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);

        // What needs the same lock in the same block goes under it together.
        List<SyntaxNode> Places()
        {
            BlockSyntax? block = node.FirstAncestorOrSelf<StatementSyntax>()?.Parent as BlockSyntax;
            return uses.Where(use => use.Use == node
                    || (use.Member?.Gate == member.Gate && GateOf(use, use.Member) == gate && FunctionSyntax.Enclosing(use.Use) == function
                        && block?.Span.Contains(use.Use.Span) == true))
                .Select(static use => (SyntaxNode)use.Use).ToList();
        }
    }

    /// <summary>The lock as it is written at the place: of the same object that the member is used on.</summary>
    private static string GateOf(UnguardedUse use, GuardedMember member)
        => use.Use is MemberAccessExpressionSyntax { Expression: var receiver and not (ThisExpressionSyntax or BaseExpressionSyntax) }
            && !member.IsStatic && !member.Symbol.IsStatic
                ? member.Gate == "this" ? receiver.ToString() : receiver + "." + member.GateName
                : member.GateName;

    private static bool IsMonitor(GuardedMember member, CodeModel model, SyntaxNode place)
        => member.Gate == "this" || model.LookupSymbols(place.SpanStart, name: member.GateName).FirstOrDefault() is IFieldSymbol
        {
            Type: { IsReferenceType: true } type,
        } && (type.Name == "Lock" || type.ContainingNamespace?.ToDisplayString() != "System.Threading");
}
