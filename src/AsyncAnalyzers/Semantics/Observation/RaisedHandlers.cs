namespace AsyncAnalyzers.Semantics;

/// <summary>What this compilation tells of the functions that the call of a delegate runs.</summary>
internal enum KnownHandlers
{
    /// <summary>Nothing, or one of them may fail behind its first await.</summary>
    MayFail,

    /// <summary>None of an event that is seen here may fail, or there is none; code elsewhere may subscribe others.</summary>
    NoneToBlame,

    /// <summary>All are seen, and each is over when it returns, or catches whatever happens in it.</summary>
    Harmless,
}

/// <summary>The functions that a raised event runs, or a private field that holds a delegate: <c>Changed?.Invoke();</c></summary>
internal static class RaisedHandlers
{
    /// <param name="call">The call of a delegate.</param>
    /// <param name="method">What it calls.</param>
    /// <param name="model">The model of its file.</param>
    public static KnownHandlers Of(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model)
    {
        if (method.MethodKind != MethodKind.DelegateInvoke || CalledMember(call, model) is not { } member
            || model.SyntaxOf(member) is not VariableDeclaratorSyntax declarator
            || !model.Compilation.ContainsSyntaxTree(declarator.SyntaxTree))
        {
            return KnownHandlers.MayFail;
        }

        bool isAny = false;
        foreach (ExpressionSyntax? handler in HandlersOf(member, declarator, model))
        {
            if (handler is null || !IsHarmless(handler, model.In(handler.SyntaxTree)))
            {
                return KnownHandlers.MayFail;
            }

            isAny = true;
        }

        return isAny && !IsOpenToOthers(member, model) ? KnownHandlers.Harmless
            : member is IEventSymbol ? KnownHandlers.NoneToBlame
            : KnownHandlers.MayFail;
    }

    /// <summary>
    /// The event or private field whose delegate is called, also by way of a local that only ever holds it; null for what others set: a
    /// parameter, a property.
    /// </summary>
    private static ISymbol? CalledMember(InvocationExpressionSyntax call, CodeModel model)
    {
        ISymbol? called = model.SymbolOf(call.Expression);
        if (called is IMethodSymbol)
        {
            called = CallSyntax.CalledNameSyntax(call) is { } name && CallSyntax.Receiver(name) is { } receiver
                ? model.SymbolOf(CallSyntax.WithoutSuppression(receiver))
                : null;
        }

        if (called is ILocalSymbol local)
        {
            called = LocalAssignments.OnlyValueOf(local, model) is { } value ? model.SymbolOf(CallSyntax.WithoutCasts(value)) : null;
        }

        ISymbol? member = called?.OriginalDefinition;
        return member is IEventSymbol { IsAbstract: false } or IFieldSymbol { DeclaredAccessibility: Accessibility.Private }
            ? member
            : null;
    }

    /// <summary>What is subscribed to the event, or set to the field; null for what is not known.</summary>
    private static IEnumerable<ExpressionSyntax?> HandlersOf(ISymbol member, VariableDeclaratorSyntax declarator, CodeModel model)
    {
        if (declarator.Initializer?.Value is { } initial && !IsNull(initial))
        {
            yield return initial;
        }

        foreach (SimpleNameSyntax mention in NameMentions.InType(member.ContainingType, member.Name, model))
        {
            ExpressionSyntax written = Writes.ExpressionOf(mention);
            if (!Writes.IsWritten(written) || !Means(model.In(mention.SyntaxTree).SymbolOf(mention), member))
            {
                continue;
            }

            if (written.Parent is not AssignmentExpressionSyntax assignment || assignment.Left != written)
            {
                yield return null;
            }
            else if (!assignment.IsKind(SyntaxKind.SubtractAssignmentExpression) && !IsNull(assignment.Right))
            {
                yield return assignment.Right;
            }
        }

        if (member is not IEventSymbol { DeclaredAccessibility: not Accessibility.Private })
        {
            yield break;
        }

        foreach ((SimpleNameSyntax name, ExpressionSyntax handler) in EventSubscriptions.To(member.Name, model))
        {
            if (Means(model.In(name.SyntaxTree).SymbolOf(name), member))
            {
                yield return handler;
            }
        }
    }

    /// <summary>The member itself; over-approximates: also an event of its name that it may implement or override.</summary>
    private static bool Means(ISymbol? bound, ISymbol member)
        => SymbolEqualityComparer.Default.Equals(bound?.OriginalDefinition, member)
            || (member is IEventSymbol && bound is IEventSymbol
                && (bound.IsAbstract || bound.IsVirtual || bound.IsOverride || bound.ContainingType.TypeKind == TypeKind.Interface));

    /// <summary>It catches whatever happens in it, or is over when it returns.</summary>
    private static bool IsHarmless(ExpressionSyntax handler, CodeModel model)
    {
        handler = EventSubscriptions.FunctionOf(handler);
        if (handler is not AnonymousFunctionExpressionSyntax && model.SymbolOf(handler) is not IMethodSymbol)
        {
            return false;
        }

        SyntaxNode? function = handler is AnonymousFunctionExpressionSyntax ? handler
            : CalledSource.MethodNamedBy(handler, model) is { } method ? CalledSource.OfOnly(method, model)?.Function
            : null;
        return function is not null && EscapingFailures.Of(function, model).IsSettled;
    }

    private static bool IsOpenToOthers(ISymbol member, CodeModel model)
        => CalledSource.IsOpenToOthers(member, model.Compilation)
            || (member is IEventSymbol { DeclaredAccessibility: not Accessibility.Private }
                && member.ContainingType.AllInterfaces.Any(implemented
                    => implemented.GetMembers(member.Name).Any(one => one is IEventSymbol
                        && CalledSource.IsOpenToOthers(one, model.Compilation))));

    private static bool IsNull(ExpressionSyntax value)
        => CallSyntax.WithoutCasts(value).Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression;
}
