namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>What both ways to take a constructor apart need to know of it and to write.</summary>
internal sealed class ConstructorSplit(
    ConstructorDeclarationSyntax constructor,
    BlockSyntax body,
    ClassDeclarationSyntax type,
    IReadOnlyList<NodeEdit> waits,
    RepairRequest request,
    Microsoft.CodeAnalysis.Text.SourceText text,
    CancellationToken cancellationToken)
{
    private readonly Indentation _indentation = Indentation.Of(body.Statements[0], text);

    public ConstructorDeclarationSyntax Constructor { get; } = constructor;

    public BlockSyntax Body { get; } = body;

    public IReadOnlyList<NodeEdit> Waits { get; } = waits;

    public SemanticModel Model => request.Model;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>The body has lines of its own.</summary>
    public bool IsOnLines { get; } = body.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);

    /// <summary>A wait is somewhere in the statement.</summary>
    public bool HasWait(StatementSyntax statement) => Waits.Any(wait => statement.Span.Contains(wait.Node.Span));

    /// <summary>The node with its waits awaited.</summary>
    public T Awaited<T>(T node)
        where T : SyntaxNode
        => WaitsToAwait.Rewrite(node, Waits.Where(wait => node.Span.Contains(wait.Node.Span)).ToList());

    /// <summary>An instance member that is named without its object.</summary>
    public static bool IsOwnInstanceMember(SimpleNameSyntax name, ISymbol symbol)
        => symbol is { IsStatic: false, Kind: SymbolKind.Field or SymbolKind.Property or SymbolKind.Method or SymbolKind.Event }
            && symbol is not IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.Constructor }
            && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            && name.Parent is not (MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax)
            && !(name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } initialized && initialized.Left == name)
            && !CallSyntax.IsInNameOf(name);

    /// <summary>The type with its type parameters, as it names itself.</summary>
    public string TypeName() => type.Identifier.Text + type.TypeParameterList?.WithoutTrivia();

    public IEnumerable<string> OwnArguments() => Constructor.ParameterList.Parameters.Select(parameter => parameter.Identifier.Text);

    /// <summary>The statements on lines of their own, or on one.</summary>
    public string Lines(IEnumerable<string> statements)
        => IsOnLines
            ? string.Concat(statements.Select(statement => _indentation.Line + statement + _indentation.NewLine))
            : string.Join(" ", statements);

    /// <summary>The method with these statements, which are text of whole lines or of one.</summary>
    public MethodDeclarationSyntax Factory(string statements)
    {
        string indentation = text.Lines.GetLineFromPosition(Constructor.SpanStart).ToString();
        indentation = indentation.Substring(0, indentation.Length - indentation.TrimStart().Length);
        string newLine = _indentation.NewLine;
        string block = IsOnLines ? $"{newLine}{indentation}{{{newLine}{statements}{indentation}}}" : $" {{ {statements} }}";
        string modifiers = string.Concat(Constructor.Modifiers.Select(modifier => modifier.Text + " "));
        var factory = (MethodDeclarationSyntax)ParseMemberDeclaration(
            $"{modifiers}static async void CreateAsync{Constructor.ParameterList.WithoutTrivia()}{block}",
                options: Constructor.SyntaxTree.Options)!;
        return factory.WithReturnType(AsyncEdit.TaskOf(request, ParseTypeName(TypeName())).WithTriviaFrom(factory.ReturnType));
    }

    public static ConstructorDeclarationSyntax Private(ConstructorDeclarationSyntax constructor)
        => constructor.Modifiers.Count == 0
            ? constructor
            : constructor.WithModifiers(TokenList(
                Token(constructor.Modifiers[0].LeadingTrivia, SyntaxKind.PrivateKeyword, constructor.Modifiers.Last().TrailingTrivia)));
}
