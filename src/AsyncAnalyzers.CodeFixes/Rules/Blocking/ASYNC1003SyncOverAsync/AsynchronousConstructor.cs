namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>A constructor that waits, taken apart into one that does not and a factory that awaits.</summary>
/// <param name="Constructor">The private constructor.</param>
/// <param name="Factory"><c>static async Task&lt;T&gt; CreateAsync(…)</c></param>
internal sealed record AsynchronousConstructor(ConstructorDeclarationSyntax Constructor, MethodDeclarationSyntax Factory)
{
    /// <summary>What the factory calls the object.</summary>
    public const string Created = "created";

    /// <summary>
    /// Null where what is left would not run in the order it did, or a readonly field would be set outside of the constructor.
    /// </summary>
    public static async Task<AsynchronousConstructor?> SplitAsync(
        ConstructorDeclarationSyntax constructor, ClassDeclarationSyntax type, RepairRequest request, CancellationToken cancellationToken)
    {
        if (constructor is not { Initializer: null, Body: { } body, AttributeLists.Count: 0 }
            || constructor.ContainsDirectives
            || WaitsToAwait.All(body, request, cancellationToken) is not { Count: > 0 } waits
            || body.DescendantNodes().Any(node
                => node is ReturnStatementSyntax or LocalFunctionStatementSyntax or BaseExpressionSyntax or UnsafeStatementSyntax
                || node is IdentifierNameSyntax { Identifier.ValueText: Created }))
        {
            return null;
        }

        Microsoft.CodeAnalysis.Text.SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var split = new ConstructorSplit(constructor, body, type, waits, request, text, cancellationToken);
        return new AwaitedValues(split).TrySplit() ?? new AwaitedRest(split).TrySplit();
    }
}
