namespace AsyncAnalyzers.Semantics;

/// <summary>The source of a called function: its declaration, its body, and the model to ask about them.</summary>
internal readonly record struct CalledSource(SyntaxNode Function, SyntaxNode Body, SemanticModel Model)
{
    /// <summary>
    /// Null where the function has no body in this compilation: another assembly, an abstract member, an implicit constructor.
    /// </summary>
    public static CalledSource? Of(IMethodSymbol called, SemanticModel model, CancellationToken cancellationToken)
    {
        IMethodSymbol method = (called.ReducedFrom ?? called).OriginalDefinition;
        method = method.PartialImplementationPart ?? method;
        if (method.DeclaringSyntaxReferences.FirstOrDefault() is not { } place || !model.Compilation.ContainsSyntaxTree(place.SyntaxTree))
        {
            return null;
        }

        SyntaxNode declaration = place.GetSyntax(cancellationToken);
        // The getter of an expression-bodied property is declared by the arrow.
        SyntaxNode function = declaration is ArrowExpressionClauseSyntax { Parent: { } property } ? property : declaration;
        return FunctionSyntax.Body(function) is { } body ? new CalledSource(function, body, TreeModels.Of(place.SyntaxTree, model)) : null;
    }
}
