namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>
/// Passes the token to what is enumerated, marks the parameter that should get it, and disposes enumerators. Serves CS8425 too.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5006EnumeratorCancellationCodeFix))]
public sealed class ASYNC5006EnumeratorCancellationCodeFix : AsyncCodeFix
{
    private const string Attribute = "EnumeratorCancellation";
    private const string AttributeNamespace = "System.Runtime.CompilerServices";
    private const string MarkKey = "ASYNC5006.Mark";

    public ASYNC5006EnumeratorCancellationCodeFix()
        : base(ASYNC5006EnumeratorCancellationAnalyzer.Id, CompilerWarnings.UnmarkedToken)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        Repair? repair = request.DiagnosticId == CompilerWarnings.UnmarkedToken
            ? Mark(request.Model.GetDeclaredSymbol(request.Node, cancellationToken) as IMethodSymbol, request, cancellationToken)
            : request.Node.FirstAncestorOrSelf<CommonForEachStatementSyntax>() is { } loop && loop.Expression.Span == request.Node.Span
                ? PassToken(loop, request, cancellationToken)
                : request.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call ? null
                    : CallSyntax.CalledNameSyntax(call) == request.Node ? Dispose(call, request, cancellationToken)
                        : Mark(LostToken.Find(call, request.ModelFor(cancellationToken))?.Method, request, cancellationToken);
        return Task.FromResult<IReadOnlyList<Repair>>(repair is null ? Array.Empty<Repair>() : new[] { repair });
    }

    private static Repair? PassToken(CommonForEachStatementSyntax loop, RepairRequest request, CancellationToken cancellationToken)
    {
        if (EnumerationWithoutToken.Find(loop, request.ModelFor(cancellationToken)) is not { } found)
        {
            return null;
        }

        if (found.Parameter is { } parameter
            && CallSyntax.WithoutSuppression(found.Sequence) is InvocationExpressionSyntax call
            && TokenPassing.Of(call, parameter, request.ModelFor(cancellationToken)) is { } passing)
        {
            SyntaxNode passed = request.Root.ReplaceNode(call, passing.Apply(call, found.Token));
            return new Repair($"Pass '{found.Token}' to '{found.Name}'", "ASYNC5006.Pass", _
                => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(passed).Project.Solution));
        }

        ExpressionSyntax bare = found.Sequence.WithoutTrivia();
        ExpressionSyntax receiver = bare is NameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax
            or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax or BaseObjectCreationExpressionSyntax
                ? bare
                : ParenthesizedExpression(bare);
        ExpressionSyntax cancellable = InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, IdentifierName("WithCancellation")),
            ArgumentList(SingletonSeparatedList(Argument(IdentifierName(found.Token))))).WithTriviaFrom(found.Sequence);
        SyntaxNode root = request.Root.ReplaceNode(found.Sequence, cancellable);
        // The extension method is in the namespace of Task.
        if (!request.Model.LookupNamespacesAndTypes(loop.SpanStart, name: "TaskAsyncEnumerableExtensions").Any())
        {
            root = ImportEditing.AddUsing(root, "System.Threading.Tasks");
        }

        return new Repair($"Add 'WithCancellation({found.Token})'", "ASYNC5006.WithCancellation", _
            => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution));
    }

    /// <summary><c>[EnumeratorCancellation]</c> on the only token that the iterator takes.</summary>
    private static Repair? Mark(IMethodSymbol? iterator, RepairRequest request, CancellationToken cancellationToken)
    {
        if (iterator is null
            || iterator.Parameters.Where(parameter => parameter.Type.Is(request.Types.CancellationToken)).Take(2).ToArray()
                is not { Length: 1 } tokens
            || request.Types.EnumeratorCancellationAttribute is not { } attribute
            || tokens[0].FirstSyntax(cancellationToken) is not ParameterSyntax parameter
            || request.Document.Project.Solution.GetDocument(parameter.SyntaxTree) is not { } document)
        {
            return null;
        }

        CodeModel model = CodeModel.Of(TreeModels.Of(parameter.SyntaxTree, request.Model), cancellationToken);
        bool isInScope = model.Semantic.LookupNamespacesAndTypes(parameter.SpanStart, name: attribute.Name)
            .Contains(attribute, SymbolEqualityComparer.Default);
        bool imports = !isInScope && !ImportConflicts.Arise(document, model, attribute.ContainingNamespace);
        NameSyntax name = isInScope || imports ? IdentifierName(Attribute) : ParseName($"global::{AttributeNamespace}.{Attribute}");
        ParameterSyntax marked = parameter.WithoutLeadingTrivia()
            .AddAttributeLists(AttributeList(SingletonSeparatedList(SyntaxFactory.Attribute(name))).WithTrailingTrivia(Space))
            .WithLeadingTrivia(parameter.GetLeadingTrivia());
        SyntaxNode root = parameter.SyntaxTree.GetRoot(cancellationToken).ReplaceNode(parameter, marked);
        root = imports ? ImportEditing.AddUsing(root, AttributeNamespace) : root;
        return new Repair($"Mark '{parameter.Identifier.ValueText}' of '{iterator.Name}' with '[EnumeratorCancellation]'", MarkKey, _
            => Task.FromResult<Solution?>(document.WithSyntaxRoot(root).Project.Solution));
    }

    private static Repair? Dispose(InvocationExpressionSyntax call, RepairRequest request, CancellationToken cancellationToken)
    {
        if (UndisposedEnumerator.Find(call, request.ModelFor(cancellationToken)) is not { Local: { } local }
            || local.Parent is not VariableDeclarationSyntax
            {
                Variables.Count: 1,
                Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement
            }
            || FunctionSyntax.Enclosing(statement) is not { } function
            || !FunctionSyntax.IsAsync(function)
            || AwaitPlacement.ObstacleAt(statement, request.ModelFor(cancellationToken)) != AwaitObstacle.None)
        {
            return null;
        }

        LocalDeclarationStatementSyntax disposed = statement.WithoutLeadingTrivia()
            .WithUsingKeyword(Token(default, SyntaxKind.UsingKeyword, TriviaList(Space)))
            .WithAwaitKeyword(Token(statement.GetLeadingTrivia(), SyntaxKind.AwaitKeyword, TriviaList(Space)));
        SyntaxNode root = request.Root.ReplaceNode(statement, disposed);
        return new Repair($"Dispose '{local.Identifier.ValueText}' with 'await using'", "ASYNC5006.AwaitUsing", _
            => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution));
    }
}
