namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// Makes a private field of the thread an AsyncLocal, or a ThreadLocal where its initializer is to run for each thread; adds
/// <c>static</c> to what is marked [ThreadStatic] without it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3011ThreadStaticInAsyncCodeFix))]
public sealed class ASYNC3011ThreadStaticInAsyncCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC3011.Repair";

    public ASYNC3011ThreadStaticInAsyncCodeFix()
        : base(ASYNC3011ThreadStaticInAsyncAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        (Phrase Title, SyntaxNode Root)? edit = request.Node is VariableDeclaratorSyntax declarator
            ? OfDeclaration(declarator, request, cancellationToken)
            : OfRead(request, cancellationToken);
        return Task.FromResult<IReadOnlyList<Repair>>(edit is not (Phrase title, SyntaxNode root) ? Array.Empty<Repair>()
            : new[]
            {
                new Repair(title, Key, _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)),
            });
    }

    private static (Phrase, SyntaxNode)? OfDeclaration(
        VariableDeclaratorSyntax declarator, RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Model.GetDeclaredSymbol(declarator, cancellationToken) is not IFieldSymbol field
            || declarator.Parent?.Parent is not FieldDeclarationSyntax declaration)
        {
            return null;
        }

        if (!field.IsStatic)
        {
            return !ThreadStateField.IsNamedBare(field, request, cancellationToken) ? null
                : ($"Make '{field.Name}' static", request.Root.ReplaceNode(declaration, ThreadStateField.WithStatic(declaration)));
        }

        return request.Types.ThreadLocal is { } type
            && ThreadStateField.TryChange(field, type, keepsInitializer: true, request, cancellationToken) is { } root
                ? ($"Make '{field.Name}' a 'ThreadLocal'", root)
                : null;
    }

    private static (Phrase, SyntaxNode)? OfRead(RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Types.AsyncLocal is not { } type || FunctionSyntax.Enclosing(request.Node) is not { } function)
        {
            return null;
        }

        foreach (SyntaxNode await in ThreadAffineEvents.NodesOf(function).Where(static node
            => FunctionSyntax.IsAwait(node) && !ThreadAffineScopes.IsCompleted(node)))
        {
            foreach ((ThreadBoundState.Use before, ThreadBoundState.Use after) in ThreadBoundState.FieldsLostAt(
                await, function, request.ModelFor(cancellationToken)))
            {
                if (after.Node == request.Node && before.Key is IFieldSymbol field)
                {
                    SyntaxNode? root = field.Type.OriginalDefinition.Is(request.Types.ThreadLocal)
                        ? ThreadStateField.TryRename(field, request, cancellationToken)
                        : ThreadStateField.TryChange(field, type, keepsInitializer: false, request, cancellationToken);
                    return root is null ? null : ($"Make '{field.Name}' an 'AsyncLocal'", root);
                }
            }
        }

        return null;
    }
}
