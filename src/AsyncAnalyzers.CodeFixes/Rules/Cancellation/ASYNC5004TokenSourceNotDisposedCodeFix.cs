using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>
/// Disposes a source or a registration: by <c>using</c> where all that has the token ends with the function, in the Dispose of its type
/// where a field holds it, or before it is replaced.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5004TokenSourceNotDisposedCodeFix))]
public sealed class ASYNC5004TokenSourceNotDisposedCodeFix : AsyncCodeFix
{
    public ASYNC5004TokenSourceNotDisposedCodeFix()
        : base(ASYNC5004TokenSourceNotDisposedAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (Edit(request, text, cancellationToken) is not var (root, title, key))
        {
            return Array.Empty<Repair>();
        }

        Solution changed = request.Document.WithSyntaxRoot(root).Project.Solution;
        return new[] { new Repair(title, "ASYNC5004." + key, _ => Task.FromResult<Solution?>(changed)) };
    }

    private static (SyntaxNode Root, Phrase Title, string Key)? Edit(
        RepairRequest request, SourceText text, CancellationToken cancellationToken)
    {
        if (request.Node is SimpleNameSyntax { Identifier.ValueText: "Register" or "UnsafeRegister" } register)
        {
            return UndisposedRegistration.Find(register, request.ModelFor(cancellationToken))
                    is { EndsWithFunction: true } found
                && OfRegistration(request, found, text) is { } root
                    ? (root, "Dispose the registration with 'using'", "Using")
                    : null;
        }

        if (request.Node is not ExpressionSyntax creation
            || UndisposedSource.Find(creation, request.ModelFor(cancellationToken)) is not { } source)
        {
            return null;
        }

        switch (source)
        {
            case { Kind: HolderKind.Local, EndsWithFunction: true, Local.Parent.Parent: LocalDeclarationStatementSyntax declaration }:
                return OfLocal(request.Root, declaration, source.Disposals, text) is { } ofLocal
                    ? (ofLocal, $"Dispose '{source.Name!}' with 'using'", "Using")
                    : null;
            case { Kind: HolderKind.None, EndsWithFunction: true }:
                return OfNothing(request, creation, text) is { } ofNothing
                    ? (ofNothing, "Hold the source in a 'using' variable", "Using")
                    : null;
            case { Kind: HolderKind.Field, DisposedAt: not null }:
                return FieldDisposal.BeforeItIsReplaced(request.Root, creation, source.Name!, text) is { } replaced
                    ? (replaced, $"Dispose '{source.Name!}' after 'Cancel'", "Replaced")
                    : null;
            case { Kind: HolderKind.Field }:
                return FieldDisposal.InDispose(request, creation, source.Name!, text, cancellationToken) is { } disposed
                    ? (disposed, $"Dispose '{source.Name!}' in 'Dispose'", "Field")
                    : null;
            default:
                return null;
        }
    }

    /// <summary>The declaration with <c>using</c>, which does what the disposals did; null where it would do it much later.</summary>
    private static SyntaxNode? OfLocal(
        SyntaxNode root, LocalDeclarationStatementSyntax declaration, IReadOnlyList<ExpressionStatementSyntax> disposals, SourceText text)
    {
        if (disposals.Count == 0)
        {
            return UsingEditing.OfLocal(root, declaration, text);
        }

        int last = disposals.Max(static disposal => disposal.SpanStart);
        if (!UsingEditing.KnowsDeclarations(declaration)
            || declaration.Parent is not BlockSyntax block
            || block.Statements.Any(statement => statement.SpanStart > last
                && statement.DescendantNodesAndSelf().Any(static node => FunctionSyntax.IsAwait(node) || LoopBounds.IsLoop(node))))
        {
            return null;
        }

        root = root.TrackNodes(disposals.Append<StatementSyntax>(declaration));
        foreach (ExpressionStatementSyntax disposal in disposals)
        {
            root = StatementRemoval.From(root, root.GetCurrentNode(disposal)!);
        }

        return UsingEditing.OfLocal(root, root.GetCurrentNode(declaration)!, text);
    }

    private static SyntaxNode? OfRegistration(RepairRequest request, UndisposedRegistration found, SourceText text)
    {
        switch (found.Statement)
        {
            case LocalDeclarationStatementSyntax declaration:
                return UsingEditing.OfLocal(request.Root, declaration, text);
            case ExpressionStatementSyntax statement when UsingEditing.KnowsDeclarations(statement):
                return request.Root.ReplaceNode(
                    statement, UsingEditing.Declaration(FreeName("registration", statement), found.Call).WithTriviaFrom(statement));
            case ExpressionStatementSyntax { Parent: BlockSyntax block } statement:
                return UsingEditing.Around(request.Root, block, statement, UsingStatement(null, found.Call.WithoutTrivia(), Block()), text);
            default:
                return null;
        }
    }

    /// <summary><c>using var source = …;</c> before the statement that takes the token of what nothing holds.</summary>
    private static SyntaxNode? OfNothing(RepairRequest request, ExpressionSyntax creation, SourceText text)
    {
        if (creation.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax } statement
            || statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax)
            || !UsingEditing.KnowsDeclarations(creation)
            || !UsingEditing.CanMoveBefore(creation, statement))
        {
            return null;
        }

        string name = FreeName("source", statement);
        var moved = new SyntaxAnnotation();
        SyntaxNode root = request.Root.ReplaceNode(
            creation, IdentifierName(name).WithTriviaFrom(creation).WithAdditionalAnnotations(moved));
        ExpressionSyntax use = root.GetAnnotatedNodes(moved).OfType<ExpressionSyntax>().Single();
        if (use.Parent is MemberAccessExpressionSyntax access)
        {
            // What was broken over several lines is short now.
            root = root.ReplaceNode(access, access.WithExpression(access.Expression.WithTrailingTrivia())
                .WithOperatorToken(access.OperatorToken.WithoutTrivia()));
            use = root.GetAnnotatedNodes(moved).OfType<ExpressionSyntax>().Single();
        }

        return StatementInsertion.Before(
            root, use.FirstAncestorOrSelf<StatementSyntax>()!, UsingEditing.Declaration(name, creation), text);
    }

    private static string FreeName(string wanted, SyntaxNode place)
    {
        HashSet<string> used = FreeNames.UsedIn(FunctionSyntax.OutermostEnclosing(FunctionSyntax.Enclosing(place) ?? place));
        return FreeNames.Numbered(wanted, used.Contains);
    }
}
