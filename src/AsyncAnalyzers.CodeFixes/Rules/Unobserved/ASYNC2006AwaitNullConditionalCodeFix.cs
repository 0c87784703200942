namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Awaits only where there is a task: under a null test, or with a completed task instead of null.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2006AwaitNullConditionalCodeFix))]
public sealed class ASYNC2006AwaitNullConditionalCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC2006.Await";

    public ASYNC2006AwaitNullConditionalCodeFix()
        : base(ASYNC2006AwaitNullConditionalAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
        => Task.FromResult(FindRepairs(request, cancellationToken));

    private static IReadOnlyList<Repair> FindRepairs(RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node is not ConditionalAccessExpressionSyntax conditional
            || NullConditionalAwait.AwaitOf(conditional) is not { } awaited
            || !AsyncEdit.IsWithoutDirectives(awaited))
        {
            return repairs;
        }

        if (NullConditionalAwait.IsSuperfluous(conditional, request.ModelFor(cancellationToken)))
        {
            SyntaxNode whole = conditional.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : conditional;
            ExpressionSyntax plain = NullTestedAwait.CallOn(conditional.Expression, conditional);
            repairs.Add(new Repair("Replace '?.' with '.'", "ASYNC2006.Drop", _
                => Task.FromResult<Solution?>(Replace(request, whole, plain.WithTriviaFrom(whole)))));
            return repairs;
        }

        InvocationExpressionSyntax? configured = NullConditionalAwait.ConfigurationOf(conditional);
        bool configuredFalse = configured is { ArgumentList.Arguments: { Count: 1 } arguments }
            && arguments[0].Expression.IsKind(SyntaxKind.FalseLiteralExpression);
        var statement = awaited.Parent as ExpressionStatementSyntax;
        if ((configured is null || configuredFalse)
            && Tested(request, conditional, awaited, statement, configuredFalse, cancellationToken) is { } tested)
        {
            repairs.Add(tested);
        }

        if (request.Model.GetTypeInfo(conditional, cancellationToken).Type is INamedTypeSymbol type
            && (type.Is(request.Types.Task) || type.Is(request.Types.TaskOfT)))
        {
            // Where nobody reads the result, any completed task will do.
            INamedTypeSymbol wanted = statement is null ? type : request.Types.Task!;
            ExpressionSyntax replaced = Whole(conditional);
            ExpressionSyntax instead = CompletedTaskSyntax.InsteadOfNull(conditional, CompletedTaskSyntax.Of(request, wanted), replaced);
            instead = replaced.Parent is ParenthesizedExpressionSyntax
                ? instead
                : ParenthesizedExpression(instead.WithoutTrivia()).WithTriviaFrom(replaced);
            Solution repaired = Replace(request, replaced, instead);
            repairs.Add(new Repair(
                $"Await a completed task where '{conditional.Expression.WithoutTrivia().ToString()}' is null",
                repairs.Count == 0 ? Key : "ASYNC2006.Coalesce",
                _ => Task.FromResult<Solution?>(repaired)));
        }

        return repairs;
    }

    private static Repair? Tested(
        RepairRequest request, ConditionalAccessExpressionSyntax conditional, AwaitExpressionSyntax awaited,
        ExpressionStatementSyntax? statement, bool configuredFalse, CancellationToken cancellationToken)
    {
        Phrase title = $"Await only where '{conditional.Expression.WithoutTrivia().ToString()}' is not null";
        if (statement is not null)
        {
            StatementSyntax? test = NullTestedAwait.IsPossible(statement, request.ModelFor(cancellationToken))
                ? NullTestedAwait.InPlaceOf(statement, configuredFalse, request.Document.Project.ParseOptions)
                : VariableFor(statement, conditional, request) is { } variable
                    ? NullTestedAwait.InPlaceOf(statement, variable, configuredFalse)
                    : null;
            return test is null ? null : RepairOf(statement, test);
        }

        // A result that may be null is said to be null: a completed task would hide it from the annotations.
        if (!IsUnannotatedReference(request.Model.GetTypeInfo(awaited, cancellationToken).Type, awaited, request)
            || conditional.WhenNotNull.DescendantNodesAndSelf().OfType<ConditionalAccessExpressionSyntax>().Any()
            || request.Model.GetSymbolInfo(conditional.Expression, cancellationToken).Symbol is not (
                ILocalSymbol or IParameterSymbol or IFieldSymbol { IsReadOnly: true })
            || request.Model.GetTypeInfo(conditional.Expression, cancellationToken).Type is not { IsReferenceType: true })
        {
            return null;
        }

        ExpressionSyntax receiver = conditional.Expression.WithoutTrivia();
        ExpressionSyntax call = NullTestedAwait.CallOn(receiver, conditional);
        ExpressionSyntax ternary = ConditionalExpression(
            IsPatternExpression(receiver.WithTrailingTrivia(Space), Token(SyntaxKind.IsKeyword)
                .WithTrailingTrivia(Space), ConstantPattern(LiteralExpression(SyntaxKind.NullLiteralExpression))),
            Token(TriviaList(Space), SyntaxKind.QuestionToken, TriviaList(Space)),
            LiteralExpression(SyntaxKind.NullLiteralExpression),
            Token(TriviaList(Space), SyntaxKind.ColonToken, TriviaList(Space)),
            AwaitSyntax.InPlaceOf(call, parent: null, call, configuredFalse));
        bool standsAlone = awaited.Parent is EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax
            or ArgumentSyntax or LambdaExpressionSyntax or ParenthesizedExpressionSyntax
            || (awaited.Parent is AssignmentExpressionSyntax assignment && assignment.Right == awaited);
        return RepairOf(awaited, (standsAlone ? ternary : ParenthesizedExpression(ternary)).WithTriviaFrom(awaited));

        Repair RepairOf(SyntaxNode old, SyntaxNode @new)
        {
            Solution repaired = Replace(request, old, @new);
            return new Repair(title, Key, _ => Task.FromResult<Solution?>(repaired));
        }
    }

    private static bool IsUnannotatedReference(ITypeSymbol? result, SyntaxNode place, RepairRequest request)
        => result is { IsReferenceType: true, NullableAnnotation: not NullableAnnotation.Annotated }
            && NullState.AreAnnotationsOn(place.SpanStart, request.Model);

    /// <summary>A name for what the receiver answers, so that it is read once; null where none is free.</summary>
    private static string? VariableFor(
        ExpressionStatementSyntax statement, ConditionalAccessExpressionSyntax conditional, RepairRequest request)
    {
        if (request.Document.Project.ParseOptions is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }
            || statement.Parent is not (BlockSyntax or SwitchSectionSyntax)
            || conditional.WhenNotNull.DescendantNodesAndSelf().OfType<ConditionalAccessExpressionSyntax>().Any()
            || conditional.Expression.DescendantNodesAndSelf().Any(node
                => node is AwaitExpressionSyntax or ConditionalAccessExpressionSyntax)
            || NameOf(conditional.Expression)?.TrimStart('_') is not { Length: > 0 } name)
        {
            return null;
        }

        name = char.ToLowerInvariant(name[0]) + name.Substring(1);
        SyntaxNode member = statement.Ancestors().FirstOrDefault(ancestor => ancestor is MemberDeclarationSyntax) ?? request.Root;
        bool isFree = SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            && request.Model.LookupSymbols(statement.SpanStart, name: name).IsEmpty
            && !member.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken)
                && token.ValueText == name
                && token.Parent is not (MemberBindingExpressionSyntax or MemberAccessExpressionSyntax));
        return isFree ? name : null;
    }

    private static string? NameOf(ExpressionSyntax receiver) => receiver switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        InvocationExpressionSyntax invocation when CallSyntax.CalledName(invocation) is { } called
            => called.StartsWith("Get", StringComparison.Ordinal) && called.Length > 3 ? called.Substring(3) : called,
        _ => null,
    };

    private static ExpressionSyntax Whole(ConditionalAccessExpressionSyntax conditional)
    {
        ExpressionSyntax whole = conditional;
        while (whole.Parent is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed)
        {
            whole = suppressed;
        }

        return whole;
    }

    private static Solution Replace(RepairRequest request, SyntaxNode old, SyntaxNode @new)
        => request.Document.WithSyntaxRoot(request.Root.ReplaceNode(old, @new)).Project.Solution;
}
