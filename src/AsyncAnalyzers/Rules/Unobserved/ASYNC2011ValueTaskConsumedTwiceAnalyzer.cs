namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2011: a ValueTask that is awaited, converted or handed on after it was consumed before.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2011ValueTaskConsumedTwiceAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2011";

    private const string Harm = "a ValueTask may be used once, and then stand for another operation";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Consume a ValueTask only once",
        "'{0}' {1}: {2}; {3}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "What stands behind a ValueTask may be used again for another operation once it was awaited: a second await throws, waits for ever, or answers what belongs to somebody else.");

    public ASYNC2011ValueTaskConsumedTwiceAnalyzer()
        : base(Rule, Trigger.OnNames("AsTask", "Preserve").Append(Trigger.OnKind(SyntaxKind.AwaitExpression, IsCandidate)).ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.ValueTask is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        ExpressionSyntax? consumed = node switch
        {
            AwaitExpressionSyntax await => await.Expression,
            SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access } name when access.Name == name => access.Expression,
            _ => null,
        };
        if (consumed is null || NameIn(consumed) is not { } mention)
        {
            return;
        }

        if (ValueTaskField.DeclarationOf(mention) is { } declaration)
        {
            AnalyzeField(mention, declaration, context);
        }
        else if (mention.Parent is not MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            && RepeatedConsumption.MayBeAt(mention, context.Model))
        {
            AnalyzeVariable(mention, context);
        }
    }

    private static bool IsCandidate(SyntaxNode node) => NameIn(((AwaitExpressionSyntax)node).Expression) is not null;

    /// <summary><c>t</c> of <c>t</c>, <c>this.t</c>, <c>t.ConfigureAwait(false)</c>, <c>t.AsTask()</c>.</summary>
    private static IdentifierNameSyntax? NameIn(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case IdentifierNameSyntax name:
                    return name;
                case ParenthesizedExpressionSyntax parenthesized:
                    expression = parenthesized.Expression;
                    break;
                case MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name }:
                    return name;
                case InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "ConfigureAwait"
                    or "AsTask" or "Preserve"
                    } access
                }:
                    expression = access.Expression;
                    break;
                default:
                    return null;
            }
        }
    }

    private static void AnalyzeVariable(IdentifierNameSyntax mention, RuleContext context)
    {
        if (context.Model.GetSymbolInfo(mention, context.CancellationToken).Symbol is not
            {
                Kind: SymbolKind.Local
            or SymbolKind.Parameter
            } variable
            || !((variable as ILocalSymbol)?.Type ?? ((IParameterSymbol)variable).Type).IsValueTask(context.Types)
            || variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) is not { } declaration
            || !context.IsFirstAt(declaration.Span))
        {
            return;
        }

        foreach (RepeatedConsumption repeated in RepeatedConsumption.Of(
            variable, declaration, context.Model, context.Types, context.CancellationToken))
        {
            string what = repeated.IsRepeated ? "is made before the loop and consumed in each round"
                : repeated.IsReturned ? "is handed on after it was consumed"
                : "is consumed a second time";
            context.ReportWithEvidence(
                repeated.Place.GetLocation(),
                repeated.IsRepeated ? new[] { declaration.GetLocation() } : new[] { repeated.First.GetLocation() },
                variable.Name,
                what,
                Harm,
                repeated.IsRepeated
                    ? "await it once, before the loop, or keep it as a Task by 'AsTask'"
                    : "await it once and keep the result, or keep it as a Task by 'AsTask'");
        }
    }

    private static void AnalyzeField(IdentifierNameSyntax mention, FieldDeclarationSyntax declaration, RuleContext context)
    {
        if (FunctionSyntax.Enclosing(mention) is not { } function
            || FunctionSyntax.OutermostEnclosing(function) is not { } member
            || member is not (MethodDeclarationSyntax or PropertyDeclarationSyntax or AccessorDeclarationSyntax)
            || IsCalledOnce(member)
            || context.Model.GetSymbolInfo(mention, context.CancellationToken).Symbol is not IFieldSymbol field
            || !ValueTaskField.IsKeptForEver(field, context.Model, context.Types, context.CancellationToken)
            || RepeatedConsumption.ConsumptionAt(mention, out _, out _) is not { } place
            || !context.IsFirstAt(place.Span))
        {
            return;
        }

        context.ReportWithEvidence(
            place.GetLocation(),
            new[] { declaration.GetLocation() },
            field.Name,
            $"is consumed each time '{EventLoopContext.NameOf(member)}' runs",
            Harm,
            "keep it by 'Preserve', or as a Task");
    }

    /// <summary>The beginning and the end of an object's life, and what a framework calls once.</summary>
    private static bool IsCalledOnce(SyntaxNode member)
        => member is MethodDeclarationSyntax { Identifier.ValueText: var name }
            && (name is "Main" or "DisposeAsync" or "DisposeAsyncCore" or "DisposeCoreAsync" or "Dispose" or "ExecuteAsync"
                || name.StartsWith("Start", StringComparison.Ordinal) || name.StartsWith("Stop", StringComparison.Ordinal)
                || name.StartsWith("Close", StringComparison.Ordinal)
                || name.StartsWith("Shutdown", StringComparison.Ordinal)
                || name.StartsWith("Init", StringComparison.Ordinal));
}
