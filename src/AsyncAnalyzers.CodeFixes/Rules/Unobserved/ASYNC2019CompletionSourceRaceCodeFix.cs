namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Completes the source with the method that answers false where another was first.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2019CompletionSourceRaceCodeFix))]
public sealed class ASYNC2019CompletionSourceRaceCodeFix : AsyncCodeFix
{
    public ASYNC2019CompletionSourceRaceCodeFix()
        : base(ASYNC2019CompletionSourceRaceAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        CodeModel model = request.ModelFor(cancellationToken);
        if (request.Node is IdentifierNameSyntax name
            && SourceCompletion.At(name, model) is { IsTry: false } completion
            && SecondCompletion.FirstBefore(completion, model) is null
            && HasNoValue(completion.Call))
        {
            string tried = "Try" + name.Identifier.ValueText;
            SyntaxNode root = request.Root.ReplaceNode(name, IdentifierName(tried).WithTriviaFrom(name));
            repairs.Add(new Repair(
                $"Use '{tried}'",
                "ASYNC2019.Try",
                _ => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root))));
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }

    /// <summary>
    /// Nothing asks for the value of the call, nor for its type: a statement, the body of a function, or of a lambda that is handed over.
    /// </summary>
    private static bool HasNoValue(InvocationExpressionSyntax call)
    {
        SyntaxNode whole = call;
        while (whole.Parent is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull == whole)
        {
            whole = conditional;
        }

        return whole.Parent switch
        {
            ExpressionStatementSyntax or ArrowExpressionClauseSyntax => true,
            // The type of the variable would be another.
            LambdaExpressionSyntax lambda => lambda.Parent is not EqualsValueClauseSyntax
            {
                Parent.Parent: VariableDeclarationSyntax { Type.IsVar: true }
            },
            _ => false,
        };
    }
}
