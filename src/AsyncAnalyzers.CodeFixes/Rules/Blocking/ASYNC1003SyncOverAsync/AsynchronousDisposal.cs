namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// A <c>Dispose</c> that waits gets a <c>DisposeAsync</c> beside it that awaits: for whoever can. <c>Dispose</c> itself stays, for whoever
/// cannot.
/// </summary>
internal static class AsynchronousDisposal
{
    /// <summary>Null where the type cannot be IAsyncDisposable: a struct, an overridden Dispose, a base that has DisposeAsync.</summary>
    public static Repair? Find(MethodDeclarationSyntax dispose, RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Types.AsyncDisposable is not { } asyncDisposable || request.Types.ValueTask is null
            || dispose.Parent is not (
                ClassDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: not (int)SyntaxKind.StructKeyword })
            || dispose.Parent is not TypeDeclarationSyntax { BaseList: { } bases } type
            || dispose.ParameterList.Parameters.Count > 0 || dispose.ExplicitInterfaceSpecifier is not null
            || dispose.AttributeLists.Count > 0
            || !dispose.Modifiers.All(modifier => modifier.IsKind(SyntaxKind.PublicKeyword)) || dispose.Modifiers.Count != 1
            || FunctionSyntax.Body(dispose) is not { } body
            || request.Model.GetDeclaredSymbol(dispose, cancellationToken) is not { } method
            || HasDisposeAsync(method.ContainingType)
            || request.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }
            || WaitsToAwait.All(body, request, cancellationToken) is not { Count: > 0 } edits)
        {
            return null;
        }

        return new Repair("Add 'DisposeAsync', which awaits", ASYNC1003SyncOverAsyncCodeFix.Key, _ =>
        {
            TypeSyntax valueTask = AsyncEdit.TypeName(request, request.Types.ValueTask);
            MethodDeclarationSyntax added = Await(dispose, edits, valueTask);
            BaseListSyntax list = WithInterface(bases, AsyncEdit.TypeName(request, asyncDisposable));
            int index = type.Members.IndexOf(dispose);
            string newLine = MemberInsertion.NewLineOf(dispose);
            SyntaxNode root = request.Root.ReplaceNodes(
                new SyntaxNode[] { bases, type },
                (original, rewritten) => original == bases
                    ? list
                    : MemberInsertion.After((TypeDeclarationSyntax)rewritten, index, added, "/// <inheritdoc/>", newLine));
            return Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root));
        });
    }

    private static bool HasDisposeAsync(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (!current.GetMembers("DisposeAsync").IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static MethodDeclarationSyntax Await(MethodDeclarationSyntax dispose, IReadOnlyList<NodeEdit> edits, TypeSyntax valueTask)
        => WaitsToAwait.Rewrite(dispose, edits)
            .WithReturnType(valueTask.WithTriviaFrom(dispose.ReturnType))
            .WithIdentifier(Identifier("DisposeAsync").WithTriviaFrom(dispose.Identifier))
            .WithModifiers(TokenList(
                Token(default, SyntaxKind.PublicKeyword, TriviaList(Space)), Token(default, SyntaxKind.AsyncKeyword, TriviaList(Space))));

    /// <summary>The interface is listed behind IDisposable, or at the end.</summary>
    private static BaseListSyntax WithInterface(BaseListSyntax bases, TypeSyntax added)
    {
        int index = bases.Types.IndexOf(listed
            => listed.Type is SimpleNameSyntax { Identifier.ValueText: "IDisposable" }
                or QualifiedNameSyntax { Right.Identifier.ValueText: "IDisposable" });
        index = index < 0 ? bases.Types.Count - 1 : index;
        BaseTypeSyntax before = bases.Types[index];
        SeparatedSyntaxList<BaseTypeSyntax> types = bases.Types.Replace(before, before.WithoutTrailingTrivia());
        // The separator gets its space, and what followed the last type follows the new one.
        BaseTypeSyntax type = SimpleBaseType(added).WithTrailingTrivia(before.GetTrailingTrivia());
        List<SyntaxNodeOrToken> items = types.GetWithSeparators().ToList();
        items.Insert((2 * index) + 1, type);
        items.Insert((2 * index) + 1, Token(default, SyntaxKind.CommaToken, TriviaList(Space)));
        return bases.WithTypes(SeparatedList<BaseTypeSyntax>(NodeOrTokenList(items)));
    }
}
