using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>The source of a called function: its declaration, its body, and the model to ask about them.</summary>
internal readonly record struct CalledSource(SyntaxNode Function, SyntaxNode Body, SemanticModel Model)
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<SyntaxTree, SemanticModel>> Models = new();

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
        return FunctionSyntax.Body(function) is { } body ? new CalledSource(function, body, ModelOf(place.SyntaxTree, model)) : null;
    }

    private static SemanticModel ModelOf(SyntaxTree tree, SemanticModel model)
    {
        if (tree == model.SyntaxTree)
        {
            return model;
        }

        Compilation compilation = model.Compilation;
#pragma warning disable RS1030 // the called function is in another file than the one that is analyzed; the models are made once and kept
        return Models.GetValue(compilation, static _ => new ConcurrentDictionary<SyntaxTree, SemanticModel>())
            .GetOrAdd(tree, one => compilation.GetSemanticModel(one));
#pragma warning restore RS1030
    }
}
