namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Lets a cancellation past a catch clause: by a filter, by a clause before it, or by the base type.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5001SwallowedCancellationCodeFix))]
public sealed class ASYNC5001SwallowedCancellationCodeFix : AsyncCodeFix
{
    public ASYNC5001SwallowedCancellationCodeFix()
        : base(ASYNC5001SwallowedCancellationAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node.FirstAncestorOrSelf<CatchClauseSyntax>() is { } clause
            && SwallowedCancellation.Of(clause, request.ModelFor(cancellationToken)) is { } found)
        {
            if (found.As == SwallowedAs.DerivedType)
            {
                AddBaseType(repairs, request, clause);
            }
            else if (found.Token is { } token && CancellationRoute.Of(found, request.ModelFor(cancellationToken)) is { } route)
            {
                if (route.ByFilter)
                {
                    Add(
                        $"Add 'when (!{token.Asked}.IsCancellationRequested)'",
                        "ASYNC5001.Filter",
                        CancellationClause.WithFilter(clause, token));
                }

                foreach (string leave in route.ByClause)
                {
                    Add(
                        leave == "throw"
                            ? Phrase.Of($"Rethrow the exception when '{token.Asked}' is cancelled")
                            : Phrase.Of($"Leave the loop when '{token.Asked}' is cancelled"),
                        "ASYNC5001." + leave,
                        CancellationClause.Before(request, clause, token, leave, cancellationToken));
                }
            }

            void Add(Phrase title, string key, params CatchClauseSyntax[] clauses)
                => repairs.Add(new Repair(title, key, _ => Task.FromResult<Solution?>(
                    request.Document.WithSyntaxRoot(request.Root.ReplaceNode(clause, clauses)).Project.Solution)));
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }

    /// <summary>The base type; what is read that only the derived one has does not compile then.</summary>
    private static void AddBaseType(List<Repair> repairs, RepairRequest request, CatchClauseSyntax clause)
    {
        CatchDeclarationSyntax declaration = clause.Declaration!;
        TypeSyntax type = AsyncEdit.TypeName(request, request.Types.OperationCanceledException!);
        SyntaxNode root = request.Root.ReplaceNode(declaration.Type, type.WithTriviaFrom(declaration.Type));
        repairs.Add(new Repair("Catch 'OperationCanceledException'", "ASYNC5001.BaseType",
            _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)));
    }
}
