namespace AsyncAnalyzers.Rules.Threads;

using static SyntaxFactory;

/// <summary>Keeps the timer in a new private field; where the program begins, until the end of the code there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC6002CollectedTimerCodeFix))]
public sealed class ASYNC6002CollectedTimerCodeFix : AsyncCodeFix
{
    public ASYNC6002CollectedTimerCodeFix()
        : base(ASYNC6002CollectedTimerAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        CodeModel model = request.ModelFor(cancellationToken);
        Repair? repair = request.Node is BaseObjectCreationExpressionSyntax creation
            && creation.FirstAncestorOrSelf<StatementSyntax>() is { ContainsDirectives: false } statement
            && CollectedTimer.Of(creation, model) is { } timer
                ? timer.IsOfProgram ? WithUsing(request, timer, statement)
                    : timer.Lasts ? null : WithField(request, timer, statement, model)
                : null;
        return Task.FromResult<IReadOnlyList<Repair>>(repair is null ? Array.Empty<Repair>() : new[] { repair });
    }

    private static Repair? WithUsing(RepairRequest request, CollectedTimer timer, StatementSyntax statement)
    {
        if (request.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }
            || statement.Parent is not (BlockSyntax or GlobalStatementSyntax))
        {
            return null;
        }

        SyntaxToken keyword = Token(statement.GetLeadingTrivia(), SyntaxKind.UsingKeyword, TriviaList(Space));
        LocalDeclarationStatementSyntax declaration = statement is LocalDeclarationStatementSyntax local
            ? local.WithLeadingTrivia()
            : (LocalDeclarationStatementSyntax)ParseStatement(
                $"var {FreeNames.Numbered("timer", FreeNames.UsedIn(request.Root).Contains)} = {timer.Creation};",
                options: statement.SyntaxTree.Options);
        declaration = declaration.WithUsingKeyword(keyword).WithTrailingTrivia(statement.GetTrailingTrivia());
        return Repair.WithRoot(
            request, request.Root.ReplaceNode(statement, declaration),
            "Dispose the timer at the end by 'using'", "ASYNC6002.Using");
    }

    private static Repair? WithField(RepairRequest request, CollectedTimer timer, StatementSyntax statement, CodeModel model)
    {
        if (statement.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || type is not (ClassDeclarationSyntax or RecordDeclarationSyntax { RawKind: (int)SyntaxKind.RecordDeclaration })
            || FieldInsertion.PlaceFor(type) is not { } place || !IsWithin(statement, type))
        {
            return null;
        }

        bool isStatic = statement.Ancestors().TakeWhile(around => around != type).Any(static around
            => FunctionSyntax.IsStatic(around) || (around as MemberDeclarationSyntax)?.Modifiers.Any(SyntaxKind.StaticKeyword) == true);
        HashSet<string> taken = FreeNames.UsedIn(type);
        string name = FreeNames.Numbered(
            FieldInsertion.NameIn(type, timer.Variable?.Identifier.ValueText.TrimStart('_') ?? "timer", isStatic),
            wanted => taken.Contains(wanted) || !model.LookupSymbols(statement.SpanStart, name: wanted).IsEmpty);
        ExpressionStatementSyntax kept = ExpressionStatement(AssignmentExpression(
                SyntaxKind.SimpleAssignmentExpression, IdentifierName(name),
                Token(TriviaList(Space), SyntaxKind.EqualsToken, TriviaList(Space)), timer.Creation.WithoutTrivia()))
            .WithTriviaFrom(statement);
        IdentifierNameSyntax[] mentions = timer.MentionsIn(model).ToArray();
        TypeDeclarationSyntax changed = type.ReplaceNodes(
            mentions.Prepend<SyntaxNode>(statement),
            (original, _) => original == statement ? kept : IdentifierName(name).WithTriviaFrom(original));
        FieldDeclarationSyntax field = FieldOf(request, type, name, isStatic);
        changed = FieldInsertion.Before(changed, type.Members.IndexOf(place), field, type);
        return Repair.WithRoot(
            request, request.Root.ReplaceNode(type, changed), Phrase.Of($"Keep the timer in a new field '{name}'"), "ASYNC6002.Field");
    }

    private static FieldDeclarationSyntax FieldOf(RepairRequest request, TypeDeclarationSyntax type, string name, bool isStatic)
    {
        TypeSyntax timer = AsyncEdit.TypeName(request, request.Types.Timer!).WithoutTrivia();
        if (request.Model.GetNullableContext(type.OpenBraceToken.SpanStart).AnnotationsEnabled())
        {
            timer = NullableType(timer);
        }

        return FieldInsertion.Declaration(timer, name, isStatic);
    }

    /// <summary>In a member of the type itself: the initializer of a field or property cannot name an object's field.</summary>
    private static bool IsWithin(StatementSyntax statement, TypeDeclarationSyntax type)
        => statement.Ancestors().TakeWhile(around => around != type).OfType<MemberDeclarationSyntax>().LastOrDefault()
            is BaseMethodDeclarationSyntax or PropertyDeclarationSyntax { Initializer: null } or IndexerDeclarationSyntax;
}
