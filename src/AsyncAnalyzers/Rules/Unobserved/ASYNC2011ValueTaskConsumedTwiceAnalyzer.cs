namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>ASYNC2011: a ValueTask that is awaited, converted or handed on after it was consumed before.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC2011ValueTaskConsumedTwiceAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC2011";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Consume a ValueTask only once",
        "'{0}' was consumed before ({1}), but a ValueTask may be consumed once; {2}",
        RuleCategory.Unobserved,
        DiagnosticSeverity.Warning,
        "What stands behind a ValueTask may be used again for another operation once it was awaited: a second await throws, waits forever, "
            + "or returns the result of another operation.");

    private static readonly DiagnosticDescriptor Repeated = RuleDescriptor.Variant(
        Rule, "'{0}' ({1}) is consumed in a loop, but a ValueTask may be consumed once; {2}");

    private static readonly DiagnosticDescriptor Field = RuleDescriptor.Variant(
        Rule, "'{0}' ({1}) is consumed by each call of '{2}', but a ValueTask may be consumed once; use 'Preserve' or a 'Task'");

    public ASYNC2011ValueTaskConsumedTwiceAnalyzer()
        : base(
            new[] { Rule, Repeated, Field },
            Trigger.OnNames("AsTask", "Preserve").Append(Trigger.OnKind(SyntaxKind.AwaitExpression, IsCandidate)).ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.ValueTask is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        ExpressionSyntax? consumed = node switch
        {
            AwaitExpressionSyntax await => await.Expression,
            SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access } name
                when access.Name == name => access.Expression,
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
        if (context.Model.SymbolOf(mention) is not
            {
                Kind: SymbolKind.Local
            or SymbolKind.Parameter
            } variable
            || !((variable as ILocalSymbol)?.Type ?? ((IParameterSymbol)variable).Type).IsValueTask(context.Types)
            || variable.FirstSyntax(context.CancellationToken) is not { } declaration
            || !context.IsFirstAt(declaration.Span))
        {
            return;
        }

        foreach (RepeatedConsumption repeated in RepeatedConsumption.Of(variable, declaration, context.Model))
        {
            Location evidence = repeated.IsRepeated ? declaration.GetLocation() : repeated.First.GetLocation();
            Phrase remedy = repeated.IsRepeated ? "await it before the loop, or use 'AsTask'" : "store its result, or use 'AsTask'";
            context.Saying(repeated.IsRepeated ? Repeated : Rule).ReportWithEvidence(
                repeated.Place.GetLocation(), new[] { evidence }, variable.Name, SourceLine.Of(evidence), remedy);
        }
    }

    private static void AnalyzeField(IdentifierNameSyntax mention, FieldDeclarationSyntax declaration, RuleContext context)
    {
        if (FunctionSyntax.Enclosing(mention) is not { } function
            || FunctionSyntax.OutermostEnclosing(function) is not { } member
            || member is not (MethodDeclarationSyntax or PropertyDeclarationSyntax or AccessorDeclarationSyntax)
            || IsCalledOnce(member)
            || context.Model.SymbolOf(mention) is not IFieldSymbol field
            || !ValueTaskField.IsKeptForEver(field, context.Model)
            || RepeatedConsumption.ConsumptionAt(mention, out _, out _) is not { } place
            || !context.IsFirstAt(place.Span))
        {
            return;
        }

        context.Saying(Field).ReportWithEvidence(
            place.GetLocation(),
            new[] { declaration.GetLocation() },
            field.Name,
            SourceLine.Of(declaration),
            EventLoopContext.NameOf(member));
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
