namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// A lock that is held while an event is raised, whose handler takes a lock of the object that has subscribed it; and that object takes the
/// first lock while it holds its own.
/// </summary>
/// <param name="Outer">The lock that is held.</param>
/// <param name="Raise">What raises the event under it: the call, or the call of the function that does.</param>
/// <param name="Inner">The lock that the handler takes, and the way to it.</param>
/// <param name="Other">The opposite order, in the type of the handler.</param>
internal sealed record RaisedOrder(HeldLock Outer, SyntaxNode Raise, TakenLock Inner, LockPair Other)
{
    /// <summary>
    /// Under-approximates: events of the type itself, raised in the function or one that it calls, and fields that never change.
    /// </summary>
    public static IEnumerable<RaisedOrder> Of(SyntaxNode function, CodeModel model)
    {
        if (function is ConstructorDeclarationSyntax or DestructorDeclarationSyntax)
        {
            yield break;
        }

        foreach ((SyntaxNode place, IEventSymbol raised) in RaisesIn(function, model))
        {
            LockSet held = LockSets.TakenAt(place, model);
            foreach (HeldLock outer in held.Locks)
            {
                if (!outer.Lock.Path.MayChange && outer.Lock.Path.Holder is null or { IsRoot: true }
                    && FirstOpposite(outer, raised, model) is var (inner, other))
                {
                    bool isConditional = place.Parent is ConditionalAccessExpressionSyntax;
                    yield return new RaisedOrder(outer, isConditional ? place.Parent! : place, inner, other);
                }
            }
        }
    }

    private static IEnumerable<(SyntaxNode Place, IEventSymbol Raised)> RaisesIn(SyntaxNode function, CodeModel model)
    {
        foreach (InvocationExpressionSyntax call in CallsIn(function))
        {
            if (RaisedBy(call, model) is { } raised)
            {
                yield return (call, raised);
            }
            else if (call.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
                && LockSets.LockStatementAround(call) is not null
                && CallSyntax.MethodOf(call, model) is { MethodKind: MethodKind.Ordinary, IsAsync: false } method
                && CalledSource.Of(method, model) is { } called)
            {
                CodeModel own = model.With(called.Model);
                foreach (InvocationExpressionSyntax nested in CallsIn(called.Function))
                {
                    if (RaisedBy(nested, own) is { } indirect)
                    {
                        yield return (call, indirect);
                    }
                }
            }
        }
    }

    private static IEnumerable<InvocationExpressionSyntax> CallsIn(SyntaxNode function)
        => FunctionSyntax.Body(function) is { } body
            ? FunctionSyntax.OwnNodes(body).OfType<InvocationExpressionSyntax>()
            : Enumerable.Empty<InvocationExpressionSyntax>();

    /// <summary>The event of the type itself that <c>E(…)</c>, <c>E.Invoke(…)</c> or <c>E?.Invoke(…)</c> raises.</summary>
    private static IEventSymbol? RaisedBy(InvocationExpressionSyntax call, CodeModel model)
        => (call.Expression switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke" } access => access.Expression,
            MemberBindingExpressionSyntax { Name: { Identifier.ValueText: "Invoke" } name } => CallSyntax.Receiver(name),
            IdentifierNameSyntax own => own,
            _ => null,
        }) is { } written && OwnMember.NameOf(written) is { } named && EventSubscriptions.To(named, model).Any()
            ? model.SymbolOf(written) as IEventSymbol
            : null;

    /// <summary>The first handler that takes a lock which its object holds elsewhere when it takes the outer one.</summary>
    private static (TakenLock Inner, LockPair Other)? FirstOpposite(HeldLock outer, IEventSymbol raised, CodeModel model)
    {
        LocksTaken locks = LocksTaken.Of(model.Compilation);
        LockPairs pairs = LockPairs.Of(model.Compilation);
        foreach ((SimpleNameSyntax member, ExpressionSyntax handler) in EventSubscriptions.To(raised.Name, model))
        {
            CodeModel own = model.In(member.SyntaxTree);
            if (member.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
                || !SymbolEqualityComparer.Default.Equals(own.SymbolOf(member)?.OriginalDefinition, raised.OriginalDefinition)
                || own.GetDeclaredSymbol(declaration) is not { } type
                || HandlerOf(handler, type, own) is not { } function)
            {
                continue;
            }

            foreach (TakenLock inner in locks.By(function, model.In(function.SyntaxTree)))
            {
                if (inner.Held.Lock.Path.MayChange || inner.Held.Lock.Equals(outer.Lock) || IsOfRun(inner.Held.Lock))
                {
                    continue;
                }

                foreach (LockPair other in pairs.In(type, inner.Held.Lock, outer.Lock, model))
                {
                    if (other.Outer.Lock.Equals(inner.Held.Lock) && other.Outer.Excludes(inner.Held)
                        && outer.Excludes(other.Inner.Held) && IsSame(outer.Lock, other.Inner.Held.Lock, member, own))
                    {
                        return (inner, other);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The lambda or the method of the same object that is subscribed.</summary>
    private static SyntaxNode? HandlerOf(ExpressionSyntax handler, INamedTypeSymbol type, CodeModel model)
    {
        ExpressionSyntax function = EventSubscriptions.FunctionOf(handler);
        return function is AnonymousFunctionExpressionSyntax ? FunctionSyntax.IsAsync(function) ? null : function
            : OwnMember.NameOf(function) is not null && CalledSource.MethodNamedBy(function, model) is { IsAsync: false } method
                && SymbolEqualityComparer.Default.Equals(method.ContainingType, type) ? CalledSource.OfOnly(method, model)?.Function
            : null;
    }

    private static bool IsOfRun(LockIdentity @lock) => @lock.Path.Variable is ILocalSymbol or IParameterSymbol;

    /// <summary>
    /// The other path takes the lock of the very object whose event the handler is subscribed to: <c>_socket.Connected += …</c> and
    /// <c>_socket.Release()</c>.
    /// </summary>
    private static bool IsSame(LockIdentity outer, LockIdentity taken, SimpleNameSyntax member, CodeModel model)
    {
        ExpressionSyntax? receiver = CallSyntax.Receiver(member);
        if (!outer.Path.StartsWithThis || receiver is null or ThisExpressionSyntax or BaseExpressionSyntax)
        {
            return outer.Equals(taken);
        }

        return SymbolEqualityComparer.Default.Equals(outer.Path.Symbol, taken.Path.Symbol)
            && taken.Path.Holder is { IsRoot: false, Holder.IsRoot: true, Symbol: { } kept }
            && (SymbolEqualityComparer.Default.Equals(model.SymbolOf(receiver), kept) || IsPutInto(receiver, kept));
    }

    /// <summary><c>_socket = socket; socket.Connected += …;</c></summary>
    private static bool IsPutInto(ExpressionSyntax subscribed, ISymbol field)
        => subscribed is IdentifierNameSyntax { Identifier.ValueText: var variable } && FunctionSyntax.Enclosing(subscribed) is { } function
            && FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node => node is AssignmentExpressionSyntax
            {
                RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: var left, Right: IdentifierNameSyntax value,
            }
                && value.Identifier.ValueText == variable && OwnMember.NameOf(left) == field.Name);
}
