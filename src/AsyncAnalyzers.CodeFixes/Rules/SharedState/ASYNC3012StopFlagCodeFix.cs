namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>Makes the field volatile; of a local, whose declaration cannot be, each use. A private field may become a source.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC3012StopFlagCodeFix))]
public sealed class ASYNC3012StopFlagCodeFix : AsyncCodeFix
{
    public ASYNC3012StopFlagCodeFix()
        : base(ASYNC3012StopFlagAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node is ExpressionSyntax flag && OwnMember.NameWithTypeOf(flag) is { } name)
        {
            switch (request.Model.GetSymbolInfo(flag, cancellationToken).Symbol)
            {
                case IFieldSymbol { IsVolatile: false } field when WithVolatile(request, field, cancellationToken) is { } solution:
                    repairs.Add(new Repair($"Make '{name}' volatile", "ASYNC3012.Volatile", _ => Task.FromResult<Solution?>(solution)));
                    if (SourceForFlag.RootWith(request, field, cancellationToken) is { } withSource)
                    {
                        repairs.Add(new Repair($"Use a 'CancellationTokenSource' for '{name}'", "ASYNC3012.Source", _
                            => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(withSource).Project.Solution)));
                    }

                    break;
                case ILocalSymbol local when WithVolatileAccess(request, local, cancellationToken) is { } root:
                    repairs.Add(new Repair($"Use 'Volatile.Read' and 'Volatile.Write' for '{name}'", "ASYNC3012.VolatileAccess", _
                        => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution)));
                    break;
            }
        }

        return Task.FromResult<IReadOnlyList<Repair>>(repairs);
    }

    private static Solution? WithVolatile(RepairRequest request, IFieldSymbol field, CancellationToken cancellationToken)
    {
        if (field.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference
            || reference.GetSyntax(cancellationToken).FirstAncestorOrSelf<FieldDeclarationSyntax>() is not { } declaration
            || request.Document.Project.Solution.GetDocument(reference.SyntaxTree) is not { } document)
        {
            return null;
        }

        SyntaxToken added = Token(default, SyntaxKind.VolatileKeyword, TriviaList(Space));
        FieldDeclarationSyntax edited = declaration.Modifiers.Count > 0
            ? declaration.AddModifiers(added)
            : declaration.WithDeclaration(declaration.Declaration.WithType(declaration.Declaration.Type.WithLeadingTrivia()))
                .WithModifiers(TokenList(added.WithLeadingTrivia(declaration.Declaration.GetLeadingTrivia())));
        return document.WithSyntaxRoot(reference.SyntaxTree.GetRoot(cancellationToken).ReplaceNode(declaration, edited)).Project.Solution;
    }

    private static SyntaxNode? WithVolatileAccess(RepairRequest request, ILocalSymbol local, CancellationToken cancellationToken)
    {
        if (request.Types.Volatile is not { } type)
        {
            return null;
        }

        var edits = new Dictionary<SyntaxNode, ExpressionSyntax>();
        SyntaxNode member = FunctionSyntax.OutermostEnclosing(FunctionSyntax.Enclosing(request.Node)!);
        foreach (IdentifierNameSyntax name in member.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != local.Name
                || !SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(name, cancellationToken).Symbol, local))
            {
                continue;
            }

            switch (name.Parent)
            {
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                    when assignment.Left == name && IsStatement(assignment):
                    edits.Add(assignment, Call("Write", name, assignment.Right.WithoutTrivia()).WithTriviaFrom(assignment));
                    break;
                case ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None }:
                    break;
                default:
                    if (Writes.IsWritten(name))
                    {
                        return null;
                    }

                    if (!CallSyntax.IsInNameOf(name) && !edits.Keys.Any(edited => edited.Span.Contains(name.Span)))
                    {
                        edits.Add(name, Call("Read", name, null).WithTriviaFrom(name));
                    }

                    break;
            }
        }

        return request.Root.ReplaceNodes(edits.Keys, (original, _) => edits[original]);

        ExpressionSyntax Call(string method, IdentifierNameSyntax variable, ExpressionSyntax? value)
        {
            ArgumentSyntax reference = Argument(null, Token(default, SyntaxKind.RefKeyword, TriviaList(Space)), variable.WithoutTrivia());
            return ElasticTrivia.RemovedFrom(AsyncEdit.StaticCall(
                request, type, method, value is null ? new[] { reference } : new[] { reference, Argument(value) }));
        }
    }

    private static bool IsStatement(AssignmentExpressionSyntax assignment)
        => assignment.Parent is ExpressionStatementSyntax or AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax;
}
