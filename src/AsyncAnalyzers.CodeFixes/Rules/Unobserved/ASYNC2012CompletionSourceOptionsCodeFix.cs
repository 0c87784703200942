namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Gives a TaskCompletionSource the right options.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2012CompletionSourceOptionsCodeFix))]
public sealed class ASYNC2012CompletionSourceOptionsCodeFix : AsyncCodeFix
{
    public ASYNC2012CompletionSourceOptionsCodeFix()
        : base(ASYNC2012CompletionSourceOptionsAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (CreationAt(request, cancellationToken) is { } creation
            && WithOptions(request, creation, cancellationToken) is { } corrected)
        {
            SyntaxNode root = request.Root.ReplaceNode(creation.Node, corrected);
            repairs.Add(new Repair(
                $"Use 'TaskCreationOptions.{CompletionSourceCreation.Flag}'",
                "ASYNC2012.Options",
                _ => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root))));
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }

    private static CompletionSourceCreation? CreationAt(RepairRequest request, CancellationToken cancellationToken)
        => request.Node.AncestorsAndSelf()
            .TakeWhile(node => node is not StatementSyntax)
            .Where(CompletionSourceSyntax.MayCreate)
            .Select(node => CompletionSourceCreation.Find(node, request.ModelFor(cancellationToken)))
            .FirstOrDefault(found => found?.Place.Span == request.Node.Span);

    /// <summary>The creation with the right options; null where it is not known what the wrong ones were to say.</summary>
    private static SyntaxNode? WithOptions(RepairRequest request, CompletionSourceCreation creation, CancellationToken cancellationToken)
    {
        ExpressionSyntax type = TypeNaming.ExpressionOf(request, request.Types.TaskCreationOptions!);
        ExpressionSyntax flag = TypeNaming.Member(type, CompletionSourceCreation.Flag);
        if (creation.Options is not { Parent: ArgumentSyntax argument } options)
        {
            return creation.Node is ConstructorInitializerSyntax initializer
                ? initializer.WithArgumentList(CompletionSourceOptions.With(initializer.ArgumentList, flag))
                : CompletionSourceOptions.With((BaseObjectCreationExpressionSyntax)creation.Node, flag);
        }

        ExpressionSyntax? corrected = creation.Flaw switch
        {
            CompletionSourceFlaw.RefusesOptions => flag,
            CompletionSourceFlaw.IgnoresOptions => InCreationOptions(options, type, request, cancellationToken),
            _ => BinaryExpression(SyntaxKind.BitwiseOrExpression, options.WithoutTrivia(),
                Token(TriviaList(Space), SyntaxKind.BarToken, TriviaList(Space)), flag),
        };
        return corrected is null ? null : creation.Node.ReplaceNode(
            argument,
            argument.WithNameColon(creation.Flaw == CompletionSourceFlaw.IgnoresOptions
                ? null
                : argument.NameColon).WithExpression(corrected.WithTriviaFrom(options)).WithLeadingTrivia(argument.GetLeadingTrivia()));
    }

    /// <summary>The same flags of the other enumeration; null where it has none that a source accepts.</summary>
    private static ExpressionSyntax? InCreationOptions(
        ExpressionSyntax options, ExpressionSyntax type, RepairRequest request, CancellationToken cancellationToken)
    {
        switch (options)
        {
            case MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: CompletionSourceCreation.Flag or "AttachedToParent"
                or "None"
            } flag
                when request.Model.GetSymbolInfo(flag, cancellationToken).Symbol is IFieldSymbol { IsConst: true }:
                return flag.WithExpression(type.WithTriviaFrom(flag.Expression));
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } both:
                return InCreationOptions(both.Left, type, request, cancellationToken) is { } left
                    && InCreationOptions(both.Right, type, request, cancellationToken) is { } right
                    ? both.WithLeft(left).WithRight(right)
                    : null;
            case ParenthesizedExpressionSyntax parenthesized:
                return InCreationOptions(parenthesized.Expression, type, request, cancellationToken) is { } inner
                    ? parenthesized.WithExpression(inner)
                    : null;
            default:
                return null;
        }
    }
}
