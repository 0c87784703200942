namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>ASYNC3006: an object is locked that keeps nobody out, or that others can lock too.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ASYNC3006LockObjectAnalyzer : AsyncRuleAnalyzer
{
    public const string Id = "ASYNC3006";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        "Use one private object as the lock",
        "Any code can lock '{0}' too and then waits for this code, or deadlocks with it; lock a private field",
        RuleCategory.SharedState,
        DiagnosticSeverity.Warning,
        "A lock keeps apart what locks the same object: one that each call, instance or value makes for itself keeps nobody out, and one "
        + "that others can reach is locked by them too.");

    private static readonly DiagnosticDescriptor New = RuleDescriptor.Variant(
        Rule, "'{0}' is a new object each time, so the lock excludes no other thread; lock a private readonly field");

    private static readonly DiagnosticDescriptor Boxed = RuleDescriptor.Variant(
        Rule, "'{0}' is boxed into a new object each time, so the lock excludes no other thread; lock a private readonly field");

    private static readonly DiagnosticDescriptor Local = RuleDescriptor.Variant(
        Rule, "'{0}' is made by each call for itself ({1}), so the lock excludes no other thread; lock a private readonly field");

    private static readonly DiagnosticDescriptor CurrentThread = RuleDescriptor.Variant(
        Rule, "'{0}' is another object on each thread, so the lock excludes no other thread; lock a private readonly field");

    private static readonly DiagnosticDescriptor ReplacedWhileHeld = RuleDescriptor.Variant(
        Rule, "'{0}' is replaced ({1}) while it is locked, and the next caller locks the new object; lock a private readonly field");

    private static readonly DiagnosticDescriptor Replaced = RuleDescriptor.Variant(
        Rule, "'{0}' is replaced ({1}), so two callers may lock different objects; lock a private readonly field");

    private static readonly DiagnosticDescriptor StaticState = RuleDescriptor.Variant(
        Rule, "'{0}' is another object in each instance, but '{1}' ({2}) is shared by all of them; lock a static field");

    private static readonly DiagnosticDescriptor Text = RuleDescriptor.Variant(
        Rule, "'{0}' is one object with each equal literal of the process, which any code can lock; lock a private field");

    private static readonly DiagnosticDescriptor TextValue = RuleDescriptor.Variant(
        Rule, "'{0}' is a string, and equal strings may be different objects, or be locked by any code; lock an object made for that");

    private static readonly DiagnosticDescriptor HandedOut = RuleDescriptor.Variant(
        Rule, "'{0}' is handed out ({1}), so any code can lock it too and deadlock with this code; lock a private field");

    public ASYNC3006LockObjectAnalyzer()
        : base(
            new[] { Rule, New, Boxed, Local, CurrentThread, ReplacedWhileHeld, Replaced, StaticState, Text, TextValue, HandedOut },
            Places)
    {
    }

    private static Trigger[] Places => Trigger.OnNames("Enter", "TryEnter")
        .Concat(new[]
        {
            Trigger.OnKind(SyntaxKind.LockStatement, static node => !IsPlainGate(LockUse.Of(node)!.Value)),
            Trigger.OnKind(SyntaxKind.MethodDeclaration, static node => SynchronizedMember.AttributeOf(node) is not null),
            Trigger.OnKind(SyntaxKind.GetAccessorDeclaration, static node => SynchronizedMember.AttributeOf(node) is not null),
            Trigger.OnKind(SyntaxKind.SetAccessorDeclaration, static node => SynchronizedMember.AttributeOf(node) is not null),
        })
        .ToArray();

    private protected override bool IsApplicable(KnownTypes types) => types.Monitor is not null;

    private protected override void Analyze(SyntaxNode node, RuleContext context)
    {
        if (node is MethodDeclarationSyntax or AccessorDeclarationSyntax)
        {
            AnalyzeSynchronized(node, context);
            return;
        }

        if ((node is SimpleNameSyntax name ? CallSyntax.InvocationOf(name) is { } call ? LockUse.Of(call) : null : LockUse.Of(node))
                is { } use
            && (use.IsStatement || IsOfMonitor((InvocationExpressionSyntax)use.Place, context))
            && LockObjectFault.Find(use, context.Model) is { } fault
            && ((fault.IsCertain && !IsOfMember(fault)) || IsFirst(use, context))
            && !AcceptedFindings.Include(AcceptedFindings.LockObjects, node))
        {
            Report(use.Object.GetLocation(), fault, context);
        }
    }

    private static void AnalyzeSynchronized(SyntaxNode member, RuleContext context)
    {
        if (context.Model.GetDeclaredSymbol(member) is IMethodSymbol method && SynchronizedMember.Is(method)
            && !context.IsTakenOut(method.AssociatedSymbol ?? method)
            && LockObjectFault.OfSynchronized(member, method, context.Model) is { } fault
            && (fault.IsCertain || IsFirstSynchronized(member, method, context)))
        {
            Report(SynchronizedMember.AttributeOf(member)!.GetLocation(), fault, context);
        }
    }

    private static void Report(Location place, LockObjectFault fault, RuleContext context)
    {
        bool isOfTests = context.Types.HasTestFramework;
        if (isOfTests && !fault.IsCertain)
        {
            return;
        }

        var arguments = new List<object> { fault.Object };
        if (fault.State is { } state)
        {
            arguments.Add(state);
        }

        Location[] evidence = fault.Cause is { } cause ? new[] { cause.GetLocation() } : Array.Empty<Location>();
        arguments.AddRange(evidence.Select(SourceLine.Of));
        context.Saying(MessageOf(fault)).ReportAs(
            fault.IsCertain && !isOfTests ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, place, evidence, arguments.ToArray());
    }

    private static DiagnosticDescriptor MessageOf(LockObjectFault fault) => fault.Kind switch
    {
        LockObjectFaultKind.New => fault.Cause is null ? New : Local,
        LockObjectFaultKind.Boxed => Boxed,
        LockObjectFaultKind.Local => Local,
        LockObjectFaultKind.CurrentThread => CurrentThread,
        LockObjectFaultKind.ReplacedWhileHeld => ReplacedWhileHeld,
        LockObjectFaultKind.Replaced => Replaced,
        LockObjectFaultKind.StaticState => StaticState,
        LockObjectFaultKind.Text => Text,
        LockObjectFaultKind.TextValue => TextValue,
        LockObjectFaultKind.HandedOut => HandedOut,
        _ => Rule,
    };

    /// <summary>
    /// <c>private readonly object _gate = new();</c> of the type around, which has no static state in sight: what nearly all locks are.
    /// </summary>
    private static bool IsPlainGate(LockUse use)
    {
        if (use.Name is not IdentifierNameSyntax { Identifier.ValueText: var name }
            || use.Place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return false;
        }

        bool isGate = false, isShared = type.Modifiers.Any(SyntaxKind.PartialKeyword);
        foreach (MemberDeclarationSyntax member in type.Members)
        {
            if (member is not FieldDeclarationSyntax field)
            {
                continue;
            }

            bool isStatic = field.Modifiers.Any(SyntaxKind.StaticKeyword);
            if (field.Declaration.Variables.Any(variable => variable.Identifier.ValueText == name))
            {
                isGate = field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)
                    && !field.Modifiers.Any(SyntaxKind.PublicKeyword)
                    && TypeNames.Of(field.Declaration.Type) is "object" or "Lock";
                if (!isGate || isStatic)
                {
                    return isGate;
                }
            }
            else
            {
                isShared |= isStatic;
            }
        }

        return isGate && !isShared;
    }

    /// <summary><c>Lock Gate => new();</c> is wrong once, however often it is locked.</summary>
    private static bool IsOfMember(LockObjectFault fault) => fault is { Kind: LockObjectFaultKind.New, Cause: not null };

    private static bool IsOfMonitor(InvocationExpressionSyntax call, RuleContext context)
        => CallSyntax.MethodOf(call, context.Model) is { } method
            && method.IsDeclaredIn(context.Types.Monitor);

    /// <summary>The object is locked here for the first time in its type: once is said what holds for all of these places.</summary>
    private static bool IsFirst(LockUse use, RuleContext context)
        => use.Place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || (!IsLockedInEarlierPart(use, type, context)
                && context.IsFirstAt(LockUse.In(type).First(other => other.HasNameOf(use)).Object.Span));

    private static bool IsLockedInEarlierPart(LockUse use, TypeDeclarationSyntax type, RuleContext context)
    {
        if (!type.Modifiers.Any(SyntaxKind.PartialKeyword)
            || context.Model.GetDeclaredSymbol(type) is not { } symbol)
        {
            return false;
        }

        foreach (SyntaxReference part in symbol.DeclaringSyntaxReferences)
        {
            SyntaxNode declaration = part.GetSyntax(context.CancellationToken);
            if (declaration == type)
            {
                return false;
            }

            if (LockUse.In(declaration).Any(other => other.HasNameOf(use)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFirstSynchronized(SyntaxNode member, IMethodSymbol method, RuleContext context)
        => method.ContainingType.GetMembers().OfType<IMethodSymbol>()
                .First(other => other.IsStatic == method.IsStatic && SynchronizedMember.Is(other)) is { } first
            && (SymbolEqualityComparer.Default.Equals(first, method)
                || !first.DeclaringSyntaxReferences.Any(place => SynchronizedMember.AttributeOf(
                    place.GetSyntax(context.CancellationToken)) is not null));
}
