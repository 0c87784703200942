namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>Awaits the task where its result was meant, making the function and its callers async where needed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2010TaskAsValueCodeFix))]
public sealed class ASYNC2010TaskAsValueCodeFix : AsyncCodeFix
{
    public ASYNC2010TaskAsValueCodeFix()
        : base(ASYNC2010TaskAsValueAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } expression
            || TaskAsValue.Find(expression, request.ModelFor(cancellationToken)) is not { Result: { } result } found
            || (found.Kind == TaskValueKind.NullTest
                && result is { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T })
            || (found.Kind == TaskValueKind.Sequence && !found.Type.IsTask(request.Types))
            || IsValueTaskReadElsewhere(expression, found, request)
            || WaitReplacement.IsReadBefore(expression, request.ModelFor(cancellationToken))
            || AwaitPlacement.ObstacleAt(expression, request.ModelFor(cancellationToken)) != AwaitObstacle.None)
        {
            return Task.FromResult<IReadOnlyList<Repair>>(Array.Empty<Repair>());
        }

        bool habit = ConfigureAwaitHabit.IsFalse(request.Root);
        if (found.Kind == TaskValueKind.Comparison
            && TaskComparison.OperandsOf(expression, request.ModelFor(cancellationToken)) is { Count: 2 } operands)
        {
            SyntaxNode comparison = operands[0].AncestorsAndSelf().First(node => node.Span.Contains(operands[1].Span));
            return Task.FromResult<IReadOnlyList<Repair>>(new[]
            {
                new Repair($"Await '{RepairTitle.NameOf(operands[0])}' and '{RepairTitle.NameOf(operands[1])}'", "ASYNC2010.Await", ct
                    => AsyncEdit.ApplyAsync(request.Document, comparison, rewritten
                        => AwaitBoth(comparison, rewritten, operands, habit), ct)),
            });
        }

        bool isSequence = found.Kind == TaskValueKind.Sequence;
        return Task.FromResult<IReadOnlyList<Repair>>(new[]
        {
            new Repair(
                isSequence ? (Phrase)"Await all tasks with 'Task.WhenAll'" : RepairTitle.Await(expression),
                "ASYNC2010.Await",
                ct => AsyncEdit.ApplyAsync(request.Document, expression, rewritten => AwaitSyntax.InPlaceOf(expression, isSequence
                    ? WhenAll((ExpressionSyntax)rewritten)
                    : (ExpressionSyntax)rewritten, habit), ct)),
        });

        ExpressionSyntax WhenAll(ExpressionSyntax tasks)
            => AsyncEdit.StaticCall(request, request.Types.Task!, "WhenAll", SyntaxFactory.Argument(tasks.WithoutTrivia()))
                .WithTriviaFrom(tasks);
    }

    /// <summary>The operands are those nodes of the rewritten comparison that have their places in the tree.</summary>
    private static SyntaxNode AwaitBoth(SyntaxNode comparison, SyntaxNode rewritten, IReadOnlyList<ExpressionSyntax> operands,
        bool configure)
    {
        List<SyntaxNode> before = comparison.DescendantNodes().ToList();
        List<SyntaxNode> after = rewritten.DescendantNodes().ToList();
        return rewritten.ReplaceNodes(
            operands.Select(operand => after[before.IndexOf(operand)]),
            (operand, _) => AwaitSyntax.InPlaceOf((ExpressionSyntax)operand, (ExpressionSyntax)operand, configure));
    }

    /// <summary>A value task may be awaited once.</summary>
    private static bool IsValueTaskReadElsewhere(ExpressionSyntax expression, TaskAsValue found, RepairRequest request)
        => expression is IdentifierNameSyntax local && found.Type.IsValueTask(request.Types)
            && FunctionSyntax.Enclosing(local) is { } function
            && function.DescendantNodes().OfType<IdentifierNameSyntax>().Count(name
                => name.Identifier.ValueText == local.Identifier.ValueText) > 1;
}
