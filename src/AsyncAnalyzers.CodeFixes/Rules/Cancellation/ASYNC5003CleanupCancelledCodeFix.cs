using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>Gives clean-up <c>CancellationToken.None</c>, or a token that ends it after a time.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5003CleanupCancelledCodeFix))]
public sealed class ASYNC5003CleanupCancelledCodeFix : AsyncCodeFix
{
    private const int Seconds = 30;

    public ASYNC5003CleanupCancelledCodeFix()
        : base(ASYNC5003CleanupCancelledAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node.FirstAncestorOrSelf<ArgumentSyntax>() is not
            {
                RefKindKeyword.RawKind: 0,
                Parent.Parent: InvocationExpressionSyntax call,
            } argument
            || CallSyntax.CalledName(call) is not { } name)
        {
            return repairs;
        }

        // Written out, it says that the token is left out knowingly: rules that want tokens passed on let it be.
        ExpressionSyntax none = TypeNaming.Member(TypeNaming.ExpressionOf(request, request.Types.CancellationToken!), "None");
        repairs.Add(new Repair(
            $"Pass 'CancellationToken.None' to '{name}'",
            "ASYNC5003.None",
            _ => Changed(request, request.Root.ReplaceNode(argument, With(argument, none)))));

        // Without the lock there is nothing to go on with, however long it takes.
        if (name is "Wait" or "WaitAsync" && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } receiver
            && request.Model.GetTypeInfo(receiver, cancellationToken).Type is { } type && type.GetMembers("Release").Length > 0)
        {
            return repairs;
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (WithTimeout(request, argument, call, text) is { } bounded)
        {
            repairs.Add(new Repair(
                $"Pass '{name}' a token that is cancelled after {Seconds} seconds", "ASYNC5003.Timeout", _ => Changed(request, bounded)));
        }

        return repairs;
    }

    private static Task<Solution?> Changed(RepairRequest request, SyntaxNode root)
        => Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root));

    private static ArgumentSyntax With(ArgumentSyntax argument, ExpressionSyntax token)
        => argument.WithExpression(token.WithTriviaFrom(argument.Expression));

    /// <summary>The source is disposed at the end of the block: what uses its token has to be awaited by then.</summary>
    private static SyntaxNode? WithTimeout(RepairRequest request, ArgumentSyntax argument, InvocationExpressionSyntax call, SourceText text)
    {
        if (request.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }
            || request.Types is not { CancellationTokenSource: { } source, TimeSpan: { } timeSpan }
            || call.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } statement
            || !call.Ancestors().TakeWhile(around => around != statement).Any(static around => around is AwaitExpressionSyntax))
        {
            return null;
        }

        HashSet<string> used = FreeNames.UsedIn(FunctionSyntax.Enclosing(block) ?? block);
        string name = FreeNames.Numbered("cleanup", used.Contains);
        StatementSyntax declaration = ParseStatement(
            $"using var {name} = new __source__(__time__.FromSeconds({Seconds}));", options: request.Root.SyntaxTree.Options);
        TypeSyntax type = AsyncEdit.TypeName(request, source);
        ExpressionSyntax time = TypeNaming.ExpressionOf(request, timeSpan);
        declaration = declaration.ReplaceNodes(
            declaration.DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(static placeholder => placeholder.Identifier.ValueText is "__source__" or "__time__"),
            (placeholder, _) => placeholder.Identifier.ValueText == "__source__" ? type : time);
        ExpressionSyntax token = MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, IdentifierName(name), IdentifierName("Token"));
        StatementSyntax changed = statement.ReplaceNode(argument, With(argument, token));
        var mark = new SyntaxAnnotation();
        SyntaxNode root = request.Root.ReplaceNode(statement, changed.WithAdditionalAnnotations(mark));
        return StatementInsertion.Before(root, (StatementSyntax)root.GetAnnotatedNodes(mark).Single(), declaration, text);
    }
}
