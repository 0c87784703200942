using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Why several callers may be in the functions of a type at once: what is looked at once per type, before anything else.</summary>
/// <param name="AreStarted">Its file starts tasks, threads or loops in parallel.</param>
/// <param name="ServesAll">A framework has one object of it serve all requests.</param>
/// <param name="IsForEachRequest">A controller, hub or page: what is static in it is shared.</param>
/// <param name="IsSingleton">The compilation registers it as one object for all.</param>
/// <param name="IsOfHost">The host runs it beside the requests.</param>
/// <param name="Promise">Where its documentation says that it is thread-safe.</param>
internal sealed record CallersOfType(
    bool AreStarted, bool ServesAll, bool IsForEachRequest, bool IsSingleton, bool IsOfHost, Location? Promise)
{
    private static readonly ModelCache<bool> Starting = new();

    /// <summary>Callers that no start of the file brings.</summary>
    public bool AreMany => ServesAll || IsForEachRequest || IsSingleton || Promise is not null;

    /// <param name="scope">The declaration of the type, or a file of top-level statements.</param>
    /// <param name="context">The tree.</param>
    public static CallersOfType Of(SyntaxNode scope, RuleContext context)
    {
        bool areStarted = Starting.GetOrAdd(context.Model, scope.SyntaxTree.GetRoot(context.CancellationToken), static root
            => TriggerIndex.Of(root.SyntaxTree, default).NodesFor(typeof(ASYNC3001UnsynchronizedUpdateAnalyzer))
                .Any(static node => node is SimpleNameSyntax));
        return scope is not (ClassDeclarationSyntax or RecordDeclarationSyntax { RawKind: (int)SyntaxKind.RecordDeclaration })
            || context.Model.GetDeclaredSymbol(scope) is not INamedTypeSymbol type
            || TurnBasedTypes.Contains(type)
                ? new(areStarted, false, false, false, false, null)
                : new(
                    areStarted,
                    SharedObject.EntriesThatServeAll(type, context.Types) is not null,
                    SharedObject.IsMadeForEachRequest(type, context.Types),
                    Registrations.OfSingleton(type, context.Model.Compilation, context.CancellationToken) is not null,
                    SharedObject.IsOfHost(type, context.Types),
                    PromiseOf((TypeDeclarationSyntax)scope));
    }

    /// <summary>A comment in front of the type has the word, and does not deny it.</summary>
    private static Location? PromiseOf(TypeDeclarationSyntax type)
    {
        foreach (SyntaxTrivia trivia in type.GetLeadingTrivia())
        {
            if (trivia.Kind() is not (SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
                or SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia))
            {
                continue;
            }

            string text = trivia.ToFullString();
            int at = Find(text, "thread-safe") is >= 0 and var hyphened ? hyphened : Find(text, "thread safe");
            if (at >= 0 && Find(text, "not thread") < 0 && Find(text, "isn't thread") < 0
                && Find(text, "non-thread") < 0 && Find(text, "non thread") < 0)
            {
                return Location.Create(type.SyntaxTree, new TextSpan(trivia.FullSpan.Start + at, "thread-safe".Length));
            }
        }

        return null;
    }

    private static int Find(string text, string words) => text.IndexOf(words, StringComparison.OrdinalIgnoreCase);
}
