namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3020: a collection that a lock guards is handed out as it is, to code that does not hold the lock.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3020GuardedStateEscapesAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3020";

    private static readonly string[] TakingNames =
    {
        "Enter", "TryEnter", "WaitOne", "Wait", "WaitAsync", "EnterScope", "EnterWriteLock", "TryEnterWriteLock", "AcquireWriterLock",
        "LockAsync", "Synchronized",
    };

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Copy guarded collections before they leave the lock",
        "'{0}' is handed out and {2} without '{1}' ({3}), under which '{4}' ({5}) changes it; copy it",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "Whoever gets the collection itself uses it without the lock, while another thread changes it under the lock.");

    private static readonly DiagnosticDescriptor Query = RuleDescriptor.Variant(
        Rule, "The query reads '{0}' when lock '{1}' is released, while '{2}' ({3}) may change it; end it with 'ToArray'");

    private static readonly DiagnosticDescriptor Enumerator = RuleDescriptor.Variant(
        Rule, "The enumerator reads '{0}' when lock '{1}' is released, while '{2}' ({3}) may change it; copy it first");

    private static readonly DiagnosticDescriptor Unseen = RuleDescriptor.Variant(
        Rule, "'{0}' is handed out and used without lock '{1}', under which '{2}' ({3}) changes it; copy it under the lock");

    public ASYNC3020GuardedStateEscapesAnalyzer()
        : base(
            new[] { Rule, Query, Enumerator, Unseen },
            Trigger.OnNames(TakingNames).Append(Trigger.OnKind(SyntaxKind.LockStatement)).Append(Trigger.OnKind(
                SyntaxKind.ClassDeclaration,
                static node => ((ClassDeclarationSyntax)node).Modifiers.Any(SyntaxKind.PartialKeyword))).ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Monitor is not null && !types.HasTestFramework;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || declaration is not (ClassDeclarationSyntax or RecordDeclarationSyntax { RawKind: (int)SyntaxKind.RecordDeclaration })
            || !context.IsFirstAt(declaration.Identifier.Span)
            || context.Model.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } type
            || (node == declaration && !TakesLock(type, context.CancellationToken)))
        {
            return;
        }

        foreach (EscapeFinding finding in
            new GuardedCollections(type, context.Model, context.Types, context.CancellationToken).FindAll())
        {
            if (finding.Escape.Place.SyntaxTree == context.Model.SyntaxTree && declaration.Span.Contains(finding.Escape.Place.Span)
                && !context.IsTakenOut(finding.Escape.Member))
            {
                Report(finding, context);
            }
        }
    }

    /// <summary>A part of the type, in whatever file, takes a lock.</summary>
    private static bool TakesLock(INamedTypeSymbol type, CancellationToken cancellationToken)
        => type.DeclaringSyntaxReferences.Any(part => TriggerIndex.Of(part.SyntaxTree, cancellationToken)
            .NodesFor(typeof(ASYNC3020GuardedStateEscapesAnalyzer))
            .Any(node => node is not ClassDeclarationSyntax && part.Span.Contains(node.Span)));

    private static void Report(EscapeFinding finding, RuleContext context)
    {
        DiagnosticSeverity severity = finding.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
        Location place = finding.Escape.Place.GetLocation();
        Location changed = finding.Change.Place.GetLocation();
        string member = finding.Escape.Member.Name, change = NameOf(finding.Change.Function);
        if (finding.Use is { } use)
        {
            Phrase done = use.Kind switch
            {
                AccessUse.Enumerate => "enumerated",
                AccessUse.Change => "changed",
                _ => "searched",
            };
            context.ReportAs(
                severity, place, new[] { changed, use.Place.GetLocation() },
                member, finding.LockName, done, SourceLine.Of(use.Place), change, SourceLine.Of(changed));
            return;
        }

        DiagnosticDescriptor variant = finding.View.Kind switch
        {
            ViewKind.Query => Query,
            ViewKind.Enumerator => Enumerator,
            _ => Unseen,
        };
        context.Saying(variant).ReportAs(
            severity, place, new[] { changed }, member, finding.LockName, change, SourceLine.Of(changed));
    }

    private static string NameOf(SyntaxNode function)
        => function.AncestorsAndSelf().Select(static node => node switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax local => local.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            IndexerDeclarationSyntax => "this[]",
            EventDeclarationSyntax @event => @event.Identifier.ValueText,
            OperatorDeclarationSyntax @operator => "operator " + @operator.OperatorToken.ValueText,
            _ => null,
        }).FirstOrDefault(static name => name is not null) ?? "Main";
}
