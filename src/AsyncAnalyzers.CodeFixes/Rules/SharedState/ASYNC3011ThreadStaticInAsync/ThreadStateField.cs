namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>A private field of the thread, with all its uses, as a field of another kind.</summary>
internal static class ThreadStateField
{
    /// <summary>
    /// The field as a <c>readonly</c> AsyncLocal or ThreadLocal, and each of its uses with <c>.Value</c>; null where some use is out of
    /// sight or cannot be written so.
    /// </summary>
    /// <param name="field">The [ThreadStatic] field.</param>
    /// <param name="holder">AsyncLocal or ThreadLocal.</param>
    /// <param name="keepsInitializer">The initializer becomes a factory; else there must be none.</param>
    /// <param name="request">What is repaired.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static SyntaxNode? TryChange(
        IFieldSymbol field, INamedTypeSymbol holder, bool keepsInitializer, RepairRequest request, CancellationToken cancellationToken)
    {
        if (DeclarationOf(field, request, cancellationToken) is not { } declaration
            || declaration.AttributeLists.Sum(static list => list.Attributes.Count) != 1
            || UsesOf(field, declaration, request, cancellationToken) is not { } uses)
        {
            return null;
        }

        VariableDeclaratorSyntax variable = declaration.Declaration.Variables[0];
        ExpressionSyntax? initial = variable.Initializer?.Value;
        if (!keepsInitializer && initial is not null && !IsDefault(initial))
        {
            return null;
        }

        TypeSyntax written = declaration.Declaration.Type;
        TypeSyntax type = HolderOf(written.WithoutTrivia(), holder, request);
        ArgumentListSyntax arguments = keepsInitializer && initial is not null
            ? ArgumentList(SingletonSeparatedList(Argument(ParenthesizedLambdaExpression(ParameterList(), initial.WithoutTrivia())
                .WithArrowToken(Token(TriviaList(Space), SyntaxKind.EqualsGreaterThanToken, TriviaList(Space))))))
            : ArgumentList();
        ExpressionSyntax creation = ((CSharpParseOptions)request.Root.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp9
            ? ImplicitObjectCreationExpression(arguments, null)
            : ObjectCreationExpression(Token(default, SyntaxKind.NewKeyword, TriviaList(Space)), type, arguments, null);
        SyntaxTokenList modifiers = declaration.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) ? declaration.Modifiers
            : declaration.Modifiers.Add(Token(default, SyntaxKind.ReadOnlyKeyword, TriviaList(Space)));
        FieldDeclarationSyntax changed = declaration
            .WithAttributeLists(default)
            .WithModifiers(modifiers)
            .WithDeclaration(VariableDeclaration(
                type.WithTrailingTrivia(written.GetTrailingTrivia()),
                SingletonSeparatedList(VariableDeclarator(
                    variable.Identifier.WithTrailingTrivia(Space),
                    null,
                    EqualsValueClause(Token(default, SyntaxKind.EqualsToken, TriviaList(Space)), creation)))))
            .WithLeadingTrivia(declaration.GetLeadingTrivia());
        changed = ElasticTrivia.RemovedFrom(changed);
        return request.Root.ReplaceNodes(
            uses.Append<SyntaxNode>(declaration),
            (original, _) => original == declaration ? changed : WithValue((ExpressionSyntax)original));
    }

    /// <summary>A ThreadLocal as an AsyncLocal, which has the same <c>Value</c>; null where the rest of ThreadLocal is used.</summary>
    public static SyntaxNode? TryRename(IFieldSymbol field, RepairRequest request, CancellationToken cancellationToken)
    {
        if (DeclarationOf(field, request, cancellationToken) is not { AttributeLists.Count: 0 } declaration
            || declaration.Declaration.Variables[0].Initializer?.Value is not BaseObjectCreationExpressionSyntax
            {
                ArgumentList: null or { Arguments.Count: 0 }, Initializer: null
            }
            || UsesOf(field, declaration, request, cancellationToken) is not { } uses
            || !uses.All(static use => use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } access
                && access.Expression == use))
        {
            return null;
        }

        GenericNameSyntax[] names = declaration.Declaration.DescendantNodes().OfType<GenericNameSyntax>()
            .Where(static name => name.Identifier.ValueText == "ThreadLocal").ToArray();
        return names.Length == 0 ? null : request.Root.ReplaceNodes(
            names, static (_, name) => name.WithIdentifier(Identifier("AsyncLocal").WithTriviaFrom(name.Identifier)));
    }

    /// <summary>No use of the private field is written with the object that it belongs to.</summary>
    public static bool IsNamedBare(IFieldSymbol field, RepairRequest request, CancellationToken cancellationToken)
        => DeclarationOf(field, request, cancellationToken) is { } declaration
            && UsesOf(field, declaration, request, cancellationToken)?.All(static use => use is SimpleNameSyntax) == true;

    /// <summary>The declaration with <c>static</c> after the other modifiers.</summary>
    public static FieldDeclarationSyntax WithStatic(FieldDeclarationSyntax declaration)
    {
        int index = declaration.Modifiers.IndexOf(SyntaxKind.ReadOnlyKeyword) is >= 0 and var found ? found : declaration.Modifiers.Count;
        SyntaxToken @static = Token(default, SyntaxKind.StaticKeyword, TriviaList(Space));
        return declaration.Modifiers.Count > 0
            ? declaration.WithModifiers(declaration.Modifiers.Insert(index, @static))
            : declaration.WithModifiers(TokenList(@static.WithLeadingTrivia(declaration.Declaration.GetLeadingTrivia())))
                .WithDeclaration(declaration.Declaration.WithoutLeadingTrivia());
    }

    private static bool IsDefault(ExpressionSyntax value)
        => value is LiteralExpressionSyntax { Token.ValueText: "null" or "default" or "0" or "false" } or DefaultExpressionSyntax;

    private static FieldDeclarationSyntax? DeclarationOf(IFieldSymbol field, RepairRequest request, CancellationToken cancellationToken)
        => field is { DeclaredAccessibility: Accessibility.Private, DeclaringSyntaxReferences: { Length: 1 } references }
            && references[0].SyntaxTree == request.Root.SyntaxTree
            && references[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax
            {
                Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax declaration }
            }
            && declaration.Parent is TypeDeclarationSyntax type
            && !type.Modifiers.Any(SyntaxKind.PartialKeyword) && !declaration.ContainsDirectives
                ? declaration
                : null;

    /// <summary>Each mention as a whole expression; null where one is no plain read or write.</summary>
    private static List<ExpressionSyntax>? UsesOf(
        IFieldSymbol field, FieldDeclarationSyntax declaration, RepairRequest request, CancellationToken cancellationToken)
    {
        var uses = new List<ExpressionSyntax>();
        foreach (SimpleNameSyntax name in declaration.Parent!.DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>())
        {
            if (name.Identifier.ValueText != field.Name || !SymbolEqualityComparer.Default.Equals(
                request.Model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, field.OriginalDefinition))
            {
                continue;
            }

            ExpressionSyntax use = Writes.ExpressionOf(name);
            if (name.IsPartOfStructuredTrivia() || CallSyntax.IsInNameOf(name) || use is MemberBindingExpressionSyntax
                || use.Parent is ArgumentSyntax argument && !argument.RefKindKeyword.IsKind(SyntaxKind.None)
                || use.Parent is RefExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression }
                || use.Parent is NameEqualsSyntax or NameColonSyntax or AnonymousObjectMemberDeclaratorSyntax { NameEquals: null }
                || (use.Parent is ArgumentSyntax && use.Parent.Parent is TupleExpressionSyntax)
                || (field.Type.IsValueType && use.Parent is MemberAccessExpressionSyntax member && member.Expression == use
                    && Writes.IsWritten(member)))
            {
                return null;
            }

            uses.Add(use);
        }

        return uses;
    }

    private static ExpressionSyntax WithValue(ExpressionSyntax use)
        => MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, use.WithoutTrivia(), IdentifierName("Value"))
            .WithTriviaFrom(use);

    /// <summary><c>AsyncLocal&lt;T&gt;</c> with the type as it is written.</summary>
    private static TypeSyntax HolderOf(TypeSyntax type, INamedTypeSymbol holder, RepairRequest request)
    {
        GenericNameSyntax generic = GenericName(
            Identifier(holder.Name), TypeArgumentList(Token(SyntaxKind.LessThanToken), SingletonSeparatedList(type),
                Token(SyntaxKind.GreaterThanToken)));
        bool isInScope = request.Model.LookupNamespacesAndTypes(request.Node.SpanStart, name: holder.Name)
            .Contains(holder, SymbolEqualityComparer.Default);
        return isInScope ? generic : QualifiedName(ParseName("System.Threading"), generic);
    }
}
