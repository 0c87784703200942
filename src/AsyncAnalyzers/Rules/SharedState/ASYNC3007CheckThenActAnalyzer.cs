namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3007: a concurrent collection, or a flag, is looked at in one step and changed in another.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3007CheckThenActAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3007";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use one call to check and act on a concurrent collection",
        "Another thread can add the key to '{0}' after the check ({1}), and its value is lost; use '{2}'",
        RuleCategory.SharedState,
        DiagnosticSeverity.Info,
        "Each call of a concurrent collection is safe, two calls are not: what the first one said may be wrong when the second one runs.");

    private static readonly DiagnosticDescriptor Updated = RuleDescriptor.Variant(
        Rule, "Another thread can change '{0}' between this read and write, and its update is lost; use 'AddOrUpdate'");

    private static readonly DiagnosticDescriptor Seen = RuleDescriptor.Variant(
        Rule, "'{0}' is read and set in two calls while {1}, and a value is lost; use '{2}'");

    private static readonly DiagnosticDescriptor Removed = RuleDescriptor.Variant(
        Rule, "The key can be removed from '{0}' ({1}) after this check, and the read then throws; use 'TryGetValue'");

    private static readonly DiagnosticDescriptor Taken = RuleDescriptor.Variant(
        Rule, "Another thread can empty '{0}' after the check, and '{1}' then sets a default value; test what it returns");

    private static readonly DiagnosticDescriptor TakenKey = RuleDescriptor.Variant(
        Rule, "Another thread can remove the key from '{0}' after the check, and '{1}' then sets a default value; test what it returns");

    private static readonly DiagnosticDescriptor RemovedNew = RuleDescriptor.Variant(
        Rule, "Another thread can set the key in '{0}' after this was read ({1}), and its value is removed; remove the pair of both");

    private static readonly DiagnosticDescriptor Flag = RuleDescriptor.Variant(
        Rule, "'{0}' is tested and set in two steps while {1}, so two can pass; use 'Interlocked.Exchange'");

    private static readonly DiagnosticDescriptor Cleared = RuleDescriptor.Variant(
        Rule, "What another thread adds to '{0}' ({1}) after it was read ({2}) is lost here; remove one by one what was read");

    public ASYNC3007CheckThenActAnalyzer()
        : base(
            new[] { Rule, Updated, Seen, Removed, Taken, TakenKey, RemovedNew, Flag, Cleared },
            Trigger.OnNames(CheckThenAct.Names).Append(Trigger.OnNames("Clear")[0]).Concat(CheckThenAct.Kinds.Select(static kind
                => Trigger.OnKind(kind, static node => CheckThenAct.MayBe(node) || TestedFlag.MayBe(node)))).ToArray())
    {
    }

    private protected override bool IsApplicable(KnownTypes types) => types.ConcurrentDictionary is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node is SimpleNameSyntax { Identifier.ValueText: "Clear" } clear)
        {
            if (ClearedCollection.At(clear, context.Model) is { } cleared)
            {
                Analyze(cleared, context);
            }
        }
        else if (CheckThenAct.At(node) is { } site)
        {
            Analyze(site, context);
        }
        else if (TestedFlag.At(node) is { } flag)
        {
            Analyze(flag, context);
        }
    }

    private static void Analyze(CheckThenAct site, RuleContext context)
    {
        if (!IsConcurrent(context.Model.TypeOf(site.Collection), site.Kind, context.Types)
            || FunctionSyntax.Enclosing(site.Node) is not { } function || function is ConstructorDeclarationSyntax
            || StatePath.Of(site.Collection, context.Model) is not { } state
            || context.IsTakenOut(state.Holder)
            || site.Key?.ToString().Contains("ThreadId") == true
            || (site.Kind == CheckThenActKind.Create
                && !CreatedValue.IsLost(site, function, context.Model)))
        {
            return;
        }

        (Location Place, Phrase Text)? together = Together(site.Node, function, state, context);
        if ((together is null && (state.IsOfVariable || context.Types.HasTestFramework || IsFilledAhead(function)))
            || (state.IsOfVariable && state.IsDeclaredIn(function))
            || IsLocked(site.Node, context) || IsLocked(site.Check, context))
        {
            return;
        }

        string name = site.Collection.ToString();
        Location place = site.Node.GetLocation();
        switch (site.Kind)
        {
            case CheckThenActKind.Take:
                context.Saying(Taken).Report(place, name, CallSyntax.CalledName((InvocationExpressionSyntax)site.Node)!);
                break;
            case CheckThenActKind.TakeKey:
                context.Saying(TakenKey).Report(place, name, CallSyntax.CalledName((InvocationExpressionSyntax)site.Node)!);
                break;
            case CheckThenActKind.Remove:
                context.Saying(RemovedNew).ReportWithEvidence(
                    place, new[] { site.Check.GetLocation() }, name, SourceLine.Of(site.Check));
                break;
            case CheckThenActKind.Read:
                if (RemovalOf(site, function, context) is { } removal)
                {
                    context.Saying(Removed).ReportWithEvidence(
                        place, new[] { removal.GetLocation() }, name, SourceLine.Of(removal));
                }

                break;
            case var kind when together is var (other, text):
                context.Saying(Seen).ReportAs(
                    DiagnosticSeverity.Warning, place, new[] { other }, name, text,
                    kind == CheckThenActKind.Update ? "AddOrUpdate" : Creation(site));
                break;
            case CheckThenActKind.Update:
                context.Saying(Updated).Report(place, name);
                break;
            default:
                context.ReportWithEvidence(
                    place, new[] { site.Check.GetLocation() }, name, SourceLine.Of(site.Check), Creation(site));
                break;
        }
    }

    private static void Analyze(ClearedCollection cleared, RuleContext context)
    {
        ITypeSymbol? type = context.Model.TypeOf(cleared.Collection);
        if ((type.Is(context.Types.ConcurrentDictionary) || IsConcurrent(type, CheckThenActKind.Take, context.Types))
            && StatePath.Of(cleared.Collection, context.Model) is { IsOfVariable: false } state
            && !context.IsTakenOut(state.Holder) && !context.Types.HasTestFramework
            && !IsLocked(cleared.Call, context) && !IsLocked(cleared.Read, context))
        {
            context.Saying(Cleared).ReportAs(
                cleared.IsFilledAgain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, cleared.Call.GetLocation(),
                new[] { cleared.Addition.GetLocation(), cleared.Read.GetLocation() },
                cleared.Collection.ToString(), SourceLine.Of(cleared.Addition), SourceLine.Of(cleared.Read));
        }
    }

    private static string Creation(CheckThenAct site) => site.ThrowsWhereFound ? "TryAdd" : "GetOrAdd";

    private static void Analyze(TestedFlag flag, RuleContext context)
    {
        if (FunctionSyntax.Enclosing(flag.Node) is { } function and not ConstructorDeclarationSyntax
            && !OverlappingRuns.AreStartedDirectly(function, context.Model)
            && StatePath.Of(flag.Node.Left, context.Model) is
            { IsOfVariable: false, Holder: IFieldSymbol, Type.SpecialType: SpecialType.System_Boolean } state
            && !context.IsTakenOut(state.Holder)
            && SharedObject.Of(function, state, context.Model) is { IsCertain: true } shared
            && !IsLocked(flag.Node, context) && !IsLocked(flag.Test.Condition, context))
        {
            context.Saying(Flag).ReportAs(
                DiagnosticSeverity.Warning, flag.Node.GetLocation(), new[] { flag.Test.Condition.GetLocation(), shared.Place },
                flag.Node.Left.ToString(), shared.Text);
        }
    }

    /// <summary><c>void PopulateCache()</c>: who fills a collection before it is asked for.</summary>
    private static bool IsFilledAhead(SyntaxNode function)
        => FunctionSyntax.OutermostEnclosing(function) is MethodDeclarationSyntax
        {
            ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
                or IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" },
            ParameterList.Parameters.Count: 0,
        } method
            && NameWords.Of(method.Identifier.ValueText) is { Count: > 0 } words
            && words[0] is "Populate" or "Preload" or "Prefill" or "Initialize" or "Init";

    /// <summary>What has several threads run the place at once.</summary>
    private static (Location Place, Phrase Text)? Together(SyntaxNode place, SyntaxNode function, StatePath state, RuleContext context)
        => IsKeyOfItsRun(place, function) ? null
            : OverlappingRuns.OnThreads(place, state, context.Model) is { } runs
                ? (runs.Place, runs.Text)
            : SharedObject.Of(function, state, context.Model) is { IsCertain: true } shared
                ? (shared.Place, shared.Text)
            : null;

    /// <summary>The body of a <c>Parallel.For</c> that uses its index as the key has that key for itself.</summary>
    private static bool IsKeyOfItsRun(SyntaxNode place, SyntaxNode function)
        => function is LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } lambda
            && CallSyntax.CalledName(call) is "For" or "ForAsync"
            && (lambda switch
            {
                SimpleLambdaExpressionSyntax simple => simple.Parameter,
                ParenthesizedLambdaExpressionSyntax several => several.ParameterList.Parameters.FirstOrDefault(),
                _ => null,
            })?.Identifier.ValueText is { } index
            && place.Descendants().OfType<ElementAccessExpressionSyntax>().FirstOrDefault() is { } element
            && element.ArgumentList.Arguments[0].Expression is IdentifierNameSyntax key && key.Identifier.ValueText == index;

    private static bool IsConcurrent(ITypeSymbol? type, CheckThenActKind kind, KnownTypes types)
        => kind == CheckThenActKind.Take
            ? type.Is(types.ConcurrentQueue) || type.Is(types.ConcurrentStack) || type.Is(types.ConcurrentBag)
            : type.Is(types.ConcurrentDictionary);

    /// <summary>A place of the type that removes keys, other than where it ends.</summary>
    private static SyntaxNode? RemovalOf(CheckThenAct site, SyntaxNode function, RuleContext context)
    {
        if (function.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        ILookup<string, SimpleNameSyntax> names = NameMentions.In(type, context.Model);
        string collection = site.Collection.ToString();
        return names["TryRemove"].Concat(names["Remove"]).Concat(names["Clear"]).FirstOrDefault(name
            => CallSyntax.InvocationOf(name) is not null && CallSyntax.Receiver(name)?.ToString() == collection
                && !IsAtEnd(name));
    }

    /// <summary>In <c>Dispose</c>; or all keys go at once, in <c>Destroy()</c> and the like.</summary>
    private static bool IsAtEnd(SimpleNameSyntax removal)
        => removal.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Identifier.ValueText: var method } declaration
            && (method.StartsWith("Dispose", StringComparison.Ordinal)
                || (removal.Identifier.ValueText == "Clear" && declaration.ParameterList.Parameters.Count == 0
                    && NameWords.Of(method) is { Count: > 0 } words
                    && words[0] is "Destroy" or "Shutdown" or "Shut" or "Teardown" or "Tear" or "Terminate"));

    private static bool IsLocked(SyntaxNode place, RuleContext context)
        => LockSets.At(place, context.Model).KeepsWritersOut;
}
