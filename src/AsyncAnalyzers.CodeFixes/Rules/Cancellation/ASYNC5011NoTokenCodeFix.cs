using Microsoft.CodeAnalysis.FindSymbols;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>
/// Moves the body into an overload that takes a token and passes it on; the method calls it without one. What a framework calls gets the
/// parameter itself.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC5011NoTokenCodeFix))]
public sealed class ASYNC5011NoTokenCodeFix : AsyncCodeFix
{
    public ASYNC5011NoTokenCodeFix()
        : base(ASYNC5011NoTokenAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not MethodDeclarationSyntax { Parent: TypeDeclarationSyntax and not InterfaceDeclarationSyntax } declaration
            || UncancelableMethod.Find(declaration, request.ModelFor(cancellationToken)) is not { } found
            || found.Method is { IsVirtual: true } or { IsPartialDefinition: true } or { PartialDefinitionPart: not null }
            || declaration.Modifiers.Any(SyntaxKind.NewKeyword)
            || HasDirectives(declaration)
            || !declaration.ParameterList.Parameters.All(CanBePassedOn)
            || !await IsOnlyCalledAsync(found.Method, request.Document.Project.Solution, cancellationToken).ConfigureAwait(false))
        {
            return Array.Empty<Repair>();
        }

        string token = FreeNames.Numbered("cancellationToken", FreeNames.UsedIn(declaration).Contains);
        SyntaxNode root = found.IsAction
            ? request.Root.ReplaceNode(declaration, WithToken(declaration, found, token, isOptional: true, request, cancellationToken))
            : WithOverload(declaration, found, token, request, cancellationToken);
        if (IsMissing(request))
        {
            root = ImportEditing.AddUsing(root, request.Types.CancellationToken!.ContainingNamespace.ToDisplayString());
        }

        Phrase title = found.IsAction
            ? Phrase.Of($"Add a 'CancellationToken' parameter to '{found.Method.Name}'")
            : $"Add an overload of '{found.Method.Name}' with a 'CancellationToken'";
        return new[] { new Repair(title, "ASYNC5011.Token", _
            => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)) };
    }

    private static SyntaxNode WithOverload(
        MethodDeclarationSyntax declaration, UncancelableMethod found, string token, RepairRequest request,
        CancellationToken cancellationToken)
    {
        var type = (TypeDeclarationSyntax)declaration.Parent!;
        int index = type.Members.IndexOf(declaration);
        MethodDeclarationSyntax overload = WithToken(declaration, found, token, isOptional: false, request, cancellationToken);
        ExpressionSyntax none = TypeNaming.Member(
            IsMissing(request)
                ? IdentifierName(nameof(CancellationToken))
                : TypeNaming.ExpressionOf(request, request.Types.CancellationToken!),
            "None");
        TypeDeclarationSyntax forwarded = type.ReplaceNode(declaration, Forwarding(declaration, none));
        string parameters = string.Join(", ", declaration.ParameterList.Parameters.Select(static parameter => NameInCref(parameter.Type!)));
        string documentation = $"/// <inheritdoc cref=\"{NameInCref(declaration)}({parameters})\"/>";
        return request.Root.ReplaceNode(
            type, MemberInsertion.After(forwarded, index, overload, documentation, MemberInsertion.NewLineOf(declaration)));
    }

    /// <summary><c>public Task FAsync(int x) => FAsync(x, CancellationToken.None);</c></summary>
    private static MethodDeclarationSyntax Forwarding(MethodDeclarationSyntax method, ExpressionSyntax none)
    {
        SimpleNameSyntax name = method.TypeParameterList is { Parameters: var types }
            ? GenericName(method.Identifier.WithoutTrivia(), TypeArgumentList(SeparatedList<TypeSyntax>(
                types.Select(static type => IdentifierName(type.Identifier.WithoutTrivia())),
                Enumerable.Repeat(Token(default, SyntaxKind.CommaToken, TriviaList(Space)), types.Count - 1))))
            : IdentifierName(method.Identifier.WithoutTrivia());
        ArgumentSyntax[] arguments = method.ParameterList.Parameters
            .Select(static parameter => Argument(IdentifierName(parameter.Identifier.WithoutTrivia()))).Append(Argument(none)).ToArray();
        SyntaxTriviaList trailing = method.GetTrailingTrivia();
        MethodDeclarationSyntax bare = method.WithBody(null).WithExpressionBody(null).WithSemicolonToken(default);
        bare = FunctionSyntax.IsAsync(bare) ? (MethodDeclarationSyntax)AsyncModifier.RemoveFrom(bare) : bare;
        return bare.WithTrailingTrivia(Space)
            .WithExpressionBody(ArrowExpressionClause(
                Token(default, SyntaxKind.EqualsGreaterThanToken, TriviaList(Space)),
                InvocationExpression(name, ArgumentList(AsyncEdit.Separated(arguments)))))
            .WithSemicolonToken(Token(SyntaxKind.SemicolonToken))
            .WithTrailingTrivia(trailing);
    }

    /// <summary>The method with a parameter for the token, which goes on to all calls that take one.</summary>
    private static MethodDeclarationSyntax WithToken(
        MethodDeclarationSyntax method, UncancelableMethod found, string token, bool isOptional, RepairRequest request,
        CancellationToken cancellationToken)
    {
        SyntaxNode body = FunctionSyntax.Body(method)!;
        var passings = new Dictionary<SyntaxNode, TokenPassing>();
        foreach ((InvocationExpressionSyntax call, IParameterSymbol parameter) in UncancelableMethod.TakersIn(
            body, request.ModelFor(cancellationToken)))
        {
            if (TokenPassing.Of(call, parameter, request.ModelFor(cancellationToken)) is { } passing)
            {
                passings.Add(call, passing);
            }
        }

        foreach (InvocationExpressionSyntax call in FunctionSyntax.OwnNodes(body).OfType<InvocationExpressionSyntax>())
        {
            // Calls of itself, which has taken no token so far.
            if (CallSyntax.CalledName(call) == found.Method.Name
                && call.ArgumentList.Arguments is var arguments
                && arguments.All(static argument => argument.NameColon is null)
                && CallSyntax.MethodOf(call, request.ModelFor(cancellationToken)) is { } called
                && called.Parameters.Length == arguments.Count
                && SymbolEqualityComparer.Default.Equals((called.ReducedFrom ?? called).OriginalDefinition, found.Method))
            {
                passings[call] = new TokenPassing(arguments.Count, null);
            }
        }

        MethodDeclarationSyntax passed = method.ReplaceNodes(
            passings.Keys, (original, rewritten) => passings[original].Apply((InvocationExpressionSyntax)rewritten, token));
        SeparatedSyntaxList<ParameterSyntax> parameters = passed.ParameterList.Parameters;
        TypeSyntax type = IsMissing(request)
            ? IdentifierName(nameof(CancellationToken))
            : AsyncEdit.TypeName(request, request.Types.CancellationToken!);
        ParameterSyntax added = Parameter(Identifier(token)).WithType(type.WithTrailingTrivia(Space));
        if (isOptional)
        {
            added = added.WithDefault(EqualsValueClause(
                Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)),
                LiteralExpression(SyntaxKind.DefaultLiteralExpression)));
        }
        else
        {
            parameters = SeparatedList<ParameterSyntax>(parameters.GetWithSeparators().Select(static part
                => part.AsNode() is ParameterSyntax { Default: { } @default } parameter
                    ? parameter.WithDefault(null).WithIdentifier(parameter.Identifier.WithTrailingTrivia(@default.GetTrailingTrivia()))
                    : part));
        }

        parameters = SeparatedList<ParameterSyntax>(parameters.Count == 0
            ? new SyntaxNodeOrToken[] { added }
            : parameters.GetWithSeparators().Add(Token(default, SyntaxKind.CommaToken, TriviaList(Space))).Add(added));
        return passed.WithParameterList(passed.ParameterList.WithParameters(parameters));
    }

    /// <summary>The name of the type means nothing yet, and a using directive makes it mean the type.</summary>
    private static bool IsMissing(RepairRequest request)
        => request.Types.CancellationToken is { } type
            && request.Model.LookupSymbols(request.Node.SpanStart, name: type.Name).IsEmpty
            && !ImportConflicts.Arise(request.Document, request.Model, type.ContainingNamespace);

    private static bool CanBePassedOn(ParameterSyntax parameter)
        => parameter is { AttributeLists.Count: 0, Type: { } type }
            && parameter.Modifiers.All(static modifier => modifier.IsKind(SyntaxKind.ThisKeyword))
            && !type.DescendantNodesAndSelf().Any(static node => node is TupleTypeSyntax or PointerTypeSyntax);

    /// <summary>In front of the body nothing may depend on directives or end in a comment.</summary>
    private static bool HasDirectives(MethodDeclarationSyntax method)
    {
        SyntaxToken body = method.Body?.OpenBraceToken ?? method.ExpressionBody!.ArrowToken;
        return method.DescendantTokens().TakeWhile(token => token != body).Skip(1).Append(body)
                .Any(static token => token.LeadingTrivia.Any(static trivia => trivia.IsDirective))
            || body.GetPreviousToken().TrailingTrivia.Any(static trivia
                => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
    }

    /// <summary>Where the method is named without a call, or by its name as a text, a second one of that name may be in the way.</summary>
    private static async Task<bool> IsOnlyCalledAsync(IMethodSymbol method, Solution solution, CancellationToken cancellationToken)
    {
        foreach (ReferencedSymbol referenced in await SymbolFinder.FindReferencesAsync(method, solution, cancellationToken)
            .ConfigureAwait(false))
        {
            foreach (ReferenceLocation place in referenced.Locations)
            {
                SyntaxNode root = (await place.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
                if (root.FindNode(place.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true)
                        is not SimpleNameSyntax name
                    || (CallSyntax.InvocationOf(name) is null && !CallSyntax.IsInNameOf(name))
                    || NamesInStrings.IsReadByName(name))
                {
                    return false;
                }
            }
        }

        return await NamesInStrings.AreFreeAsync(solution, new[] { method }, cancellationToken).ConfigureAwait(false);
    }

    private static string NameInCref(MethodDeclarationSyntax method) => method.TypeParameterList is { } types
        ? method.Identifier.ValueText + "{" + string.Join(", ", types.Parameters.Select(static type => type.Identifier.ValueText)) + "}"
        : method.Identifier.ValueText;

    private static string NameInCref(TypeSyntax type) => type.WithoutTrivia().ToString().Replace('<', '{').Replace('>', '}');
}
