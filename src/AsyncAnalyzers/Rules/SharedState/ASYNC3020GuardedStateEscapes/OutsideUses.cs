namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What becomes of a collection that a function answers, or that a local holds: the uses outside of its lock.</summary>
/// <param name="type">The type that has the collection.</param>
/// <param name="isKeyed">It is a dictionary or set: a search in it breaks too while it is changed.</param>
/// <param name="model">A model of the compilation.</param>
internal sealed class OutsideUses(INamedTypeSymbol type, bool isKeyed, CodeModel model)
{
    /// <summary>How many mentions of a name are looked at.</summary>
    private const int MostMentions = 200;

    private const int MaximumDepth = 3;

    private readonly FunctionReaches _reaches = new();
    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);

    /// <summary>The first use that breaks when the collection is changed meanwhile.</summary>
    public OutsideUse? Harmful { get; private set; }

    /// <summary>Some use is under a lock.</summary>
    public bool AnyLocked { get; private set; }

    /// <summary>Some use only asks how many there are.</summary>
    public bool AnyPeek { get; private set; }

    /// <summary>Somebody changes what he got.</summary>
    public bool AnyChange { get; private set; }

    /// <summary>It is handed on to where nobody can follow it.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Other code than that of the compilation may call it.</summary>
    public bool IsVisible { get; private set; }

    /// <summary>Looks at all uses of what the function around the place answers, or puts into an <c>out</c> parameter of its own.</summary>
    public void AddCallersOf(SyntaxNode function, CodeModel own, int depth = 0, IParameterSymbol? filled = null)
    {
        if (FunctionSyntax.SymbolOf(function, own) is not { } symbol || depth > MaximumDepth)
        {
            IsLost = true;
            return;
        }

        ISymbol named = symbol.AssociatedSymbol ?? symbol;
        if (!_seen.Add(named))
        {
            return;
        }

        if (symbol.MethodKind == MethodKind.LocalFunction
            || (named.DeclaredAccessibility == Accessibility.Private && !HandedMember.IsExplicit(named)))
        {
            if (CallersOf.FindAll(symbol, function, own) is not { } callers)
            {
                IsLost = true;
                return;
            }

            foreach (SyntaxNode caller in callers)
            {
                AddMention((SimpleNameSyntax)caller, model.In(caller.SyntaxTree), depth, filled);
            }

            return;
        }

        IsVisible |= HandedMember.IsVisibleOutside(named);
        int count = 0;
        foreach (SimpleNameSyntax name in ProjectMentions.Of(HandedMember.NameOf(named), model.Compilation, model.CancellationToken))
        {
            model.CancellationToken.ThrowIfCancellationRequested();
            CodeModel other = model.In(name.SyntaxTree);
            if (HandedMember.MayBeUsed(name, named) && !CallSyntax.IsInNameOf(name) && HandedMember.Means(name, named, other))
            {
                AddMention(name, other, depth, filled);
                if (Harmful is { MayBeLocked: false } && AnyChange)
                {
                    return;
                }
            }

            if (++count > MostMentions)
            {
                IsLost = true;
                return;
            }
        }
    }

    /// <summary>Looks at all uses of a local that holds the collection from the assignment on, and nothing else.</summary>
    public void AddLocal(VariableDeclaratorSyntax local, CodeModel own, int depth = 0)
    {
        if (own.GetDeclaredSymbol(local) is not ILocalSymbol symbol || !_seen.Add(symbol)
            || LocalAssignments.Of(local, own).Count()
                > (local.Initializer is { Value.RawKind: not (int)SyntaxKind.NullLiteralExpression } ? 0 : 1))
        {
            return;
        }

        foreach (IdentifierNameSyntax mention in VariableMentions.Of(local, own))
        {
            if (!Writes.IsWritten(mention) && !CallSyntax.IsInNameOf(mention)
                && SymbolEqualityComparer.Default.Equals(own.SymbolOf(mention), symbol))
            {
                AddUse(mention, own, depth);
            }
        }
    }

    /// <summary>Looks at all uses of a field of another type that keeps the collection.</summary>
    private void AddField(SyntaxToken field, CodeModel own, int depth)
    {
        if (depth > MaximumDepth || field.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } holder)
        {
            IsLost = true;
            return;
        }

        foreach (SimpleNameSyntax mention in NameMentions.In(holder, own)[field.ValueText])
        {
            ExpressionSyntax named = Writes.ExpressionOf(mention);
            if (!Writes.IsWritten(named) && !CallSyntax.IsInNameOf(mention) && FunctionSyntax.Enclosing(mention) is not null
                && own.SymbolOf(mention) is IFieldSymbol)
            {
                AddUse(named, own, depth + 1);
            }
        }
    }

    /// <summary>Looks at what a call does with the collection that it is given: a delegate may do anything.</summary>
    public void AddCalled(InvocationExpressionSyntax call, ExpressionSyntax given, CodeModel own)
    {
        if (CallSyntax.MethodOf(call, own) is not { } method)
        {
            return;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            IsLost = true;
        }
        else if (CalledSource.OfOnly(method, own) is { } source
            && method.Parameters.FirstOrDefault(parameter => GivenArgument.For(parameter, call) == given) is { } parameter)
        {
            AddMentionsOf(parameter.Name, source.Function, model.With(source.Model), 0, static symbol => symbol is IParameterSymbol);
        }
    }

    /// <summary>The local that the call of a function with an <c>out</c> parameter fills.</summary>
    private void AddFilled(SimpleNameSyntax name, IParameterSymbol filled, CodeModel own, int depth)
    {
        if (CallSyntax.InvocationOf(name) is not { } call || FunctionSyntax.Enclosing(call) is not { } function)
        {
            IsLost = true;
            return;
        }

        switch (GivenArgument.For(filled, call))
        {
            case DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax { Identifier.ValueText: var local } }:
                AddMentionsOf(local, FunctionSyntax.OutermostEnclosing(function), own, depth, static symbol => symbol is ILocalSymbol);
                break;
            case DeclarationExpressionSyntax { Designation: DiscardDesignationSyntax }
                or IdentifierNameSyntax { Identifier.ValueText: "_" }:
                break;
            default:
                IsLost = true;
                break;
        }
    }

    private void AddMentionsOf(string variable, SyntaxNode scope, CodeModel own, int depth, Func<ISymbol, bool> isOne)
    {
        foreach (IdentifierNameSyntax mention in VariableMentions.In(scope, variable, own))
        {
            if (!Writes.IsWritten(mention) && !CallSyntax.IsInNameOf(mention)
                && own.SymbolOf(mention) is { } symbol && isOne(symbol))
            {
                AddUse(mention, own, depth + 1);
            }
        }
    }

    private void AddMention(SimpleNameSyntax name, CodeModel own, int depth, IParameterSymbol? filled)
    {
        if (filled is not null)
        {
            AddFilled(name, filled, own, depth);
            return;
        }

        ExpressionSyntax use = CallSyntax.InvocationOf(name) ?? Writes.ExpressionOf(name);
        if (use is MemberBindingExpressionSyntax or InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax })
        {
            IsLost = true;
            return;
        }

        TaskUse task = TaskUse.Of(use);
        AddUse(task is { Kind: TaskUseKind.Awaited, Place: AwaitExpressionSyntax await } ? await : use, own, depth);
    }

    private void AddUse(ExpressionSyntax use, CodeModel own, int depth)
    {
        if (FunctionSyntax.Enclosing(use) is not { } function)
        {
            if (use.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } field })
            {
                AddField(field.Identifier, own, depth);
            }

            return;
        }

        if (IsBeforeOrAfterOthers(function, own))
        {
            return;
        }

        AccessUse kind = AccessUses.Of(use, StateKind.Collection, own);
        bool isHandedOn = kind == AccessUse.Escape && LiveView.Of(use) is { Target: not ViewTarget.Call };
        LockSet held = isHandedOn ? LockSet.Empty : LockSets.At(use, own);
        if (!held.Locks.IsEmpty)
        {
            AnyLocked = true;
            return;
        }

        AnyChange |= kind == AccessUse.Change;
        switch (kind)
        {
            case AccessUse.Peek:
                AnyPeek = true;
                break;
            case AccessUse.Enumerate or AccessUse.Change:
            case AccessUse.LookUp when isKeyed:
                if (Harmful is null || (Harmful.MayBeLocked && !held.HoldsUnknown))
                {
                    Harmful = new OutsideUse(use, kind, held.HoldsUnknown);
                }

                break;
            case AccessUse.LookUp:
                AnyPeek = true;
                break;
            case AccessUse.Escape:
                Follow(use, function, own, depth);
                break;
        }
    }

    /// <summary>The type itself uses it while it is made, or when it is over.</summary>
    private bool IsBeforeOrAfterOthers(SyntaxNode function, CodeModel own)
        => function.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration && declaration.Identifier.ValueText == type.Name
            && SymbolEqualityComparer.Default.Equals(own.GetDeclaredSymbol(declaration), type)
            && _reaches.Of(function, own) is FunctionReach.Construction or FunctionReach.End or FunctionReach.Nobody;

    private void Follow(ExpressionSyntax use, SyntaxNode function, CodeModel own, int depth)
    {
        switch (LiveView.Of(use))
        {
            case { Target: ViewTarget.Variable, Receiver: VariableDeclaratorSyntax variable }:
                AddLocal(variable, own, depth + 1);
                break;
            case { Target: ViewTarget.Variable, Receiver: IdentifierNameSyntax name }
                when own.SymbolOf(name) is IFieldSymbol { DeclaredAccessibility: Accessibility.Private }:
                AddField(name.Identifier, own, depth);
                break;
            case { Target: ViewTarget.Caller } when function is not AnonymousFunctionExpressionSyntax:
                AddCallersOf(function, own, depth + 1);
                break;
            case null when CallSyntax.WithCasts(use).Parent is ExpressionStatementSyntax:
                break;
            default:
                IsLost = true;
                break;
        }
    }
}
