namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>ASYNC5004: a linked or timed CancellationTokenSource, or a registration on a token, that is never disposed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC5004TokenSourceNotDisposedAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC5004";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Dispose linked token sources and registrations",
        "{0} stays registered on {1} after each call because it is never disposed; {2}",
        RuleCategory.Cancellation,
        DiagnosticSeverity.Warning,
        "What is linked to a token or registered on it stays in memory until it is disposed, or the token's own source is gone.");

    private static readonly DiagnosticDescriptor Timed = RuleDescriptor.Variant(
        Rule, "{0} keeps its timer until the time has passed because it is never disposed; {1}");

    private static readonly DiagnosticDescriptor Registration = RuleDescriptor.Variant(
        Rule, "Each call leaves a callback registered on {0}; {1}");

    private static readonly DiagnosticDescriptor Replaced = RuleDescriptor.Variant(
        Rule, "'{0}' is disposed only at the end ({1}), so a replaced source stays registered on {2}; call 'Dispose' first");

    private static readonly DiagnosticDescriptor Skipped = RuleDescriptor.Variant(
        Rule, "'{0}' stays registered on {1} when this await ({2}) throws; {3}");

    public ASYNC5004TokenSourceNotDisposedAnalyzer()
        : base(
            new[] { Rule, Timed, Registration, Replaced, Skipped },
            Trigger.OnNames("CreateLinkedTokenSource", "Register", "UnsafeRegister")
                .Append(Trigger.OnKind(SyntaxKind.ObjectCreationExpression, TokenSourceSyntax.MayCreate))
                .Append(Trigger.OnKind(SyntaxKind.ImplicitObjectCreationExpression, TokenSourceSyntax.MayCreate))
                .ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.CancellationTokenSource is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node is SimpleNameSyntax { Identifier.ValueText: "Register" or "UnsafeRegister" } register)
        {
            if (UndisposedRegistration.Find(register, context.Model) is { } registration)
            {
                Phrase remedy = registration.EndsWithFunction ? "add 'using'" : "call 'Dispose' when the work ends";
                context.Saying(Registration).ReportAs(registration.Severity, register.GetLocation(), Named(registration.Token), remedy);
            }
        }
        else if (TokenSourceSyntax.CreationAt(node) is { } creation
            && UndisposedSource.Find(creation, context.Model) is { } source)
        {
            Report(source, context);
        }
    }

    private static void Report(UndisposedSource source, RuleContext context)
    {
        Location location = source.Creation.GetLocation();
        Phrase name = source.Name is { } given ? Phrase.Of($"'{given}'") : "This source";
        Phrase remedy = source switch
        {
            { Kind: HolderKind.Field, Disposer: { } end } => Phrase.Of($"call 'Dispose' in '{end}'"),
            { Kind: HolderKind.Field } => "call 'Dispose' when its owner ends",
            { EndsWithFunction: false } => "call 'Dispose' when its work ends",
            { Kind: HolderKind.None } => "hold it in a 'using' variable",
            _ => "add 'using'",
        };
        if (source.DisposedAt is { } disposed)
        {
            context.Saying(Replaced).ReportAs(source.Severity, location, new[] { disposed.GetLocation() }, source.Name!,
                SourceLine.Of(disposed), Named(source.Parent));
        }
        else if (source.Thrower is { } thrower)
        {
            context.Saying(Skipped).ReportAs(source.Severity, location, new[] { thrower.GetLocation() }, source.Name!,
                Named(source.Parent), SourceLine.Of(thrower),
                source.EndsWithFunction ? "add 'using'" : Phrase.Of($"call 'Dispose' in a 'finally'"));
        }
        else if (source.IsLinked)
        {
            context.ReportAs(source.Severity, location, name, Named(source.Parent), remedy);
        }
        else
        {
            context.Saying(Timed).ReportAs(source.Severity, location, name, remedy);
        }
    }

    private static Phrase Named(string? token) => token is null ? "the tokens that it is given" : Phrase.Of($"'{token}'");
}
