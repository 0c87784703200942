namespace AsyncAnalyzers;

/// <summary>
/// What code is asked about with: the semantic model of its file, the types that rules speak of, and the token that stops the search.
/// </summary>
internal readonly struct CodeModel(SemanticModel semantic, KnownTypes types, CancellationToken cancellationToken)
{
    /// <summary>Roslyn's own model: the key of what is kept with it.</summary>
    public SemanticModel Semantic { get; } = semantic;

    public KnownTypes Types { get; } = types;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public Compilation Compilation => Semantic.Compilation;

    public SyntaxTree SyntaxTree => Semantic.SyntaxTree;

    public static CodeModel Of(SemanticModel semantic, CancellationToken cancellationToken)
        => new(semantic, KnownTypes.Of(semantic.Compilation), cancellationToken);

    public static implicit operator SemanticModel(CodeModel model) => model.Semantic;

    /// <summary>
    /// The same, of another file of the compilation, or of one that it refers to as source, into which a question leads. From there it
    /// leads back as well.
    /// </summary>
    public CodeModel In(SyntaxTree tree) => tree == SyntaxTree ? this : With(TreeModels.Of(tree, Types.Compilation));

    /// <summary>The same, of another model of the compilation.</summary>
    public CodeModel With(SemanticModel other) => new(other, Types, CancellationToken);

    /// <inheritdoc cref="Microsoft.CodeAnalysis.ModelExtensions.GetSymbolInfo"/>
    public SymbolInfo GetSymbolInfo(SyntaxNode node) => Semantic.GetSymbolInfo(node, CancellationToken);

    /// <summary>What an expression means; null where that is not certain.</summary>
    public ISymbol? SymbolOf(SyntaxNode node) => GetSymbolInfo(node).Symbol;

    /// <summary>The declaration of what the source declares, the first where there are parts; null for what it does not.</summary>
    public SyntaxNode? SyntaxOf(ISymbol symbol) => symbol.FirstSyntax(CancellationToken);

    /// <inheritdoc cref="Microsoft.CodeAnalysis.ModelExtensions.GetTypeInfo"/>
    public TypeInfo GetTypeInfo(SyntaxNode node) => Semantic.GetTypeInfo(node, CancellationToken);

    /// <summary>The type of an expression before it is converted.</summary>
    public ITypeSymbol? TypeOf(SyntaxNode node) => GetTypeInfo(node).Type;

    /// <inheritdoc cref="SemanticModel.GetConstantValue"/>
    public Optional<object?> GetConstantValue(SyntaxNode node) => Semantic.GetConstantValue(node, CancellationToken);

    /// <inheritdoc cref="SemanticModel.GetOperation"/>
    public IOperation? GetOperation(SyntaxNode node) => Semantic.GetOperation(node, CancellationToken);

    /// <inheritdoc cref="SemanticModel.GetEnclosingSymbol"/>
    public ISymbol? GetEnclosingSymbol(int position) => Semantic.GetEnclosingSymbol(position, CancellationToken);

    /// <inheritdoc cref="SemanticModel.LookupSymbols"/>
    public ImmutableArray<ISymbol> LookupSymbols(
        int position, INamespaceOrTypeSymbol? container = null, string? name = null, bool includeReducedExtensionMethods = false)
        => Semantic.LookupSymbols(position, container, name, includeReducedExtensionMethods);

    /// <inheritdoc cref="Microsoft.CodeAnalysis.ModelExtensions.GetDeclaredSymbol"/>
    public ISymbol? GetDeclaredSymbol(SyntaxNode declaration) => Semantic.GetDeclaredSymbol(declaration, CancellationToken);

    public INamedTypeSymbol? GetDeclaredSymbol(BaseTypeDeclarationSyntax declaration)
        => Semantic.GetDeclaredSymbol(declaration, CancellationToken);

    public IMethodSymbol? GetDeclaredSymbol(BaseMethodDeclarationSyntax declaration)
        => Semantic.GetDeclaredSymbol(declaration, CancellationToken);

    public IPropertySymbol? GetDeclaredSymbol(PropertyDeclarationSyntax declaration)
        => Semantic.GetDeclaredSymbol(declaration, CancellationToken);

    public IParameterSymbol? GetDeclaredSymbol(ParameterSyntax declaration) => Semantic.GetDeclaredSymbol(declaration, CancellationToken);

    public ILocalSymbol? GetDeclaredSymbol(ForEachStatementSyntax declaration)
        => Semantic.GetDeclaredSymbol(declaration, CancellationToken);
}
