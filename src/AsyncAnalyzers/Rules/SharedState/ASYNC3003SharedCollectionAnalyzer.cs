namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3003: a collection that serves one thread at a time is changed by code that runs concurrently.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3003SharedCollectionAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3003";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Do not change a plain collection from several threads",
        "'{0}' is changed without a lock while {1}; {2}",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "List, Dictionary and their kin serve one thread at a time: two changes at once lose elements, throw, or leave a collection that "
        + "never works again.");

    private static readonly DiagnosticDescriptor OtherLock = RuleDescriptor.Variant(
        Rule, "'{0}' is changed while {1}, not under the same lock; hold one lock at both places");

    private static readonly DiagnosticDescriptor Inner = RuleDescriptor.Variant(
        Rule, "'{0}' is thread-safe, but the '{1}' in it is changed without a lock; {2}");

    private static readonly DiagnosticDescriptor InnerSeen = RuleDescriptor.Variant(
        Rule, "The '{1}' in '{0}' is changed without a lock while {2}; lock it");

    /// <summary>What a list has, and a bag has not.</summary>
    private static readonly HashSet<string> OfLists = new(StringComparer.Ordinal)
    {
        "Remove", "RemoveAt", "RemoveAll", "RemoveRange", "Insert", "InsertRange", "Sort", "Reverse", "IndexOf", "FindIndex",
        "BinarySearch",
    };

    public ASYNC3003SharedCollectionAnalyzer()
        : base(
            new[] { Rule, OtherLock, Inner, InnerSeen },
            Trigger.OnNames(ConcurrentStart.TriggerNames.Concat(EndpointHandlers.Names).Concat(InnerCollection.Names).ToArray())
                .Append(Trigger.OnKind(SyntaxKind.ClassDeclaration, SharedFieldChanges.MayBe))
                .Append(Trigger.OnKind(SyntaxKind.RecordDeclaration, SharedFieldChanges.MayBe)).ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.Task is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        switch (node)
        {
            case TypeDeclarationSyntax type:
                ReportAll(new SharedFieldChanges(type, context).Find(), context);
                break;
            case SimpleNameSyntax { Identifier.ValueText: "GetOrAdd" } name:
                if (InnerCollection.At(name, context) is { } inner && !context.IsTakenOut(inner.State.Holder)
                    && context.IsFirstAt(inner.Change.Span))
                {
                    Report(inner, context);
                }

                break;
            case SimpleNameSyntax name when Array.IndexOf(EndpointHandlers.Names, name.Identifier.ValueText) >= 0:
                if (CallSyntax.InvocationOf(name) is { } call)
                {
                    ReportAll(ChangesOfEndpoint(call, context), context);
                }

                break;
            case SimpleNameSyntax name:
                if (ConcurrentStart.At(name) is { } start)
                {
                    ReportAll(new StartedChanges(start, context).Find(), context);
                }

                break;
        }
    }

    /// <summary>What lambdas that serve requests change of what is declared around them.</summary>
    private static IEnumerable<SharedChange> ChangesOfEndpoint(InvocationExpressionSyntax call, RuleContext context)
    {
        foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is not AnonymousFunctionExpressionSyntax lambda)
            {
                continue;
            }

            foreach (SyntaxNode node in FunctionSyntax.OwnNodes(lambda.Body))
            {
                if (CollectionUse.At(node, context.Model) is { } use
                    && !(use.State.IsOfVariable && use.State.IsDeclaredIn(lambda))
                    && SharedObject.Of(lambda, use.State, context.Model)
                        is { IsCertain: true } shared
                    && !LockSets.TakenAt(node, context.Model).KeepsWritersOut)
                {
                    yield return new SharedChange(use, shared.Place, shared.Text);
                }
            }
        }
    }

    private static void ReportAll(IEnumerable<SharedChange> changes, RuleContext context)
    {
        foreach (SharedChange change in changes)
        {
            if (!context.IsFirstAt(change.Use.Node.Span) || context.IsTakenOut(change.Use.State.Holder))
            {
                continue;
            }

            (change.IsLocked ? context.Saying(OtherLock) : context).ReportAs(
                change.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, change.Use.Node.GetLocation(),
                new[] { change.Place }, change.Use.Collection.ToString(), change.Text, Remedy(change.Use, context));
        }
    }

    private static void Report(InnerCollection inner, RuleContext context)
    {
        string name = inner.Dictionary.ToString();
        Phrase remedy = inner.Value.Name switch
        {
            "List" => "lock it, or use 'ConcurrentBag'",
            "Dictionary" or "HashSet" => "lock it, or use 'ConcurrentDictionary'",
            _ => "lock it",
        };
        (Location Place, Phrase Text)? together = inner.Together(context);
        if (together is var (place, text))
        {
            context.Saying(InnerSeen).ReportWithEvidence(inner.Change.GetLocation(), new[] { place }, name, inner.Value.Name, text);
        }
        else if (!context.Types.HasTestFramework && !inner.State.IsOfVariable
            && FunctionSyntax.Enclosing(inner.Change) is { } function and not ConstructorDeclarationSyntax && !SetUpCode.Is(function))
        {
            context.Saying(Inner).ReportAs(DiagnosticSeverity.Info, inner.Change.GetLocation(), name, inner.Value.Name, remedy);
        }
    }

    private static Phrase Remedy(CollectionUse use, RuleContext context) => use.State.Type.Name switch
    {
        "List" when !HasOrder(use.State.Holder, context.Model) => "hold a lock, or use 'ConcurrentBag'",
        "Dictionary" => "hold a lock, or use 'ConcurrentDictionary'",
        "Queue" => "hold a lock, or use 'ConcurrentQueue'",
        "Stack" => "hold a lock, or use 'ConcurrentStack'",
        "Random" when context.Types.HasSharedRandom && !IsSeeded(use.State.Holder, context.CancellationToken) => "use 'Random.Shared'",
        _ => "hold a lock",
    };

    /// <summary>The type does with the list what a bag cannot: its items have places, or one of them is removed.</summary>
    private static bool HasOrder(ISymbol list, CodeModel model)
        => list is IFieldSymbol or IPropertySymbol && NameMentions.InType(list.ContainingType, list.Name, model).Any(static name
            => Writes.ExpressionOf(name).Parent switch
            {
                ElementAccessExpressionSyntax => true,
                MemberAccessExpressionSyntax access => access.Name != name && OfLists.Contains(access.Name.Identifier.ValueText),
                _ => false,
            });

    /// <summary><c>new Random(42)</c> is meant to repeat itself, which <c>Random.Shared</c> does not.</summary>
    private static bool IsSeeded(ISymbol holder, CancellationToken cancellationToken)
        => LockPath.CreationsOf(holder, cancellationToken) is { } creations
            && creations.Any(static value => CallSyntax.WithoutCasts(value) is BaseObjectCreationExpressionSyntax
            {
                ArgumentList.Arguments.Count: > 0
            });
}
