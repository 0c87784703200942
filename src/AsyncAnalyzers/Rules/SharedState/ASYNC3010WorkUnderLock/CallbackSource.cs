namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Where a delegate comes from that is called: code outside of the type, or the type itself.</summary>
internal static class CallbackSource
{
    private const int MaximumDepth = 4;

    /// <summary><c>f</c> of <c>f(x)</c>, <c>f.Invoke(x)</c> and <c>f?.Invoke(x)</c>; null for what is no such call by its syntax.</summary>
    public static ExpressionSyntax? CalledBy(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke" } access => access.Expression,
        MemberBindingExpressionSyntax { Name: { Identifier.ValueText: "Invoke" } name } => CallSyntax.Receiver(name),
        MemberBindingExpressionSyntax => null,
        var expression => expression,
    };

    /// <summary>
    /// The event, member, parameter or collection that has the delegate from code out of sight; null where the type made it, or nobody
    /// knows.
    /// </summary>
    /// <param name="called">The expression that is called.</param>
    /// <param name="model">The model of its tree.</param>
    /// <param name="isCalled">The function is looked at for a call: what its parameters are is the caller's.</param>
    public static ISymbol? Of(ExpressionSyntax called, CodeModel model, bool isCalled)
        => Of(called, model, isCalled, 0);

    private static ISymbol? Of(ExpressionSyntax called, CodeModel model, bool isCalled, int depth)
    {
        called = CallSyntax.WithoutCasts(called);
        if (called is ElementAccessExpressionSyntax element)
        {
            return OfCollection(element.Expression, model, depth);
        }

        if (depth > MaximumDepth || model.SymbolOf(called) is not { } symbol)
        {
            return null;
        }

        switch (symbol)
        {
            case IEventSymbol:
                return KnownBehavior.IsDeclaredFor(symbol, model.CancellationToken)
                    || symbol.DeclaredAccessibility == Accessibility.Private ? null : symbol;
            case IPropertySymbol { Name: "Value", ContainingType.Name: "KeyValuePair" }
                when called is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax pair }
                    && model.SymbolOf(pair) is ILocalSymbol local:
                return OfLocal(local, model, isCalled, depth);
            case IFieldSymbol or IPropertySymbol:
                return !KnownBehavior.IsDeclaredFor(symbol, model.CancellationToken)
                    && (!IsSetOnce(symbol) || IsOfLocal(called, model) || KnownBehavior.IsNamedAsNotification(symbol.Name))
                    && IsSetFromOutside(symbol, model) ? symbol : null;
            case IParameterSymbol { ContainingSymbol: IMethodSymbol method }:
                // Who hands an action to a method that runs it under a lock mostly wants that; but not of a notification.
                return !isCalled && method.MethodKind is not (MethodKind.LocalFunction or MethodKind.AnonymousFunction)
                    && method.DeclaredAccessibility != Accessibility.Private
                    && KnownBehavior.IsNamedAsNotification(symbol.Name)
                    && !KnownBehavior.IsNamedAsOperation(symbol.Name) && !KnownBehavior.IsNamed(method.Name) ? symbol : null;
            case ILocalSymbol local:
                return KnownBehavior.IsNamedAsOperation(local.Name) ? null : OfLocal(local, model, isCalled, depth);
            default:
                return null;
        }
    }

    private static ISymbol? OfLocal(ILocalSymbol local, CodeModel model, bool isCalled, int depth)
        => model.SyntaxOf(local) switch
        {
            ForEachStatementSyntax loop => OfCollection(loop.Expression, model, depth),
            SingleVariableDesignationSyntax
            {
                Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } },
            } => CallSyntax.CalledName(call) is { } name && name.StartsWith("Try", StringComparison.Ordinal)
                && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } collection
                    ? OfCollection(collection, model, depth)
                    : null,
            // if (Changed is { } handler)
            SingleVariableDesignationSyntax { Parent: PatternSyntax { Parent: IsPatternExpressionSyntax test } }
                => Of(test.Expression, model, isCalled, depth + 1),
            VariableDeclaratorSyntax => LocalAssignments.OnlyValueOf(local, model) switch
            {
                null => null,
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
                    when access.Name.Identifier.ValueText is "Dequeue" or "Pop" or "Peek" or "First" or "Last" or "FirstOrDefault"
                    => OfCollection(access.Expression, model, depth),
                var value => Of(value, model, isCalled, depth + 1),
            },
            _ => null,
        };

    /// <summary>The elements of a member that others put something into.</summary>
    private static ISymbol? OfCollection(ExpressionSyntax collection, CodeModel model, int depth)
    {
        collection = CallSyntax.WithoutCasts(collection);
        while (true)
        {
            switch (collection)
            {
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Values", Expression: var map }:
                    collection = CallSyntax.WithoutCasts(map);
                    continue;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax copy }
                    when copy.Name.Identifier.ValueText is "ToArray" or "ToList" or "Reverse" or "AsEnumerable" or "ToImmutableArray":
                    collection = CallSyntax.WithoutCasts(copy.Expression);
                    continue;
            }

            break;
        }

        switch (depth > MaximumDepth ? null : model.SymbolOf(collection))
        {
            case ILocalSymbol local when LocalAssignments.OnlyValueOf(local, model) is { } value:
                return OfCollection(value, model, depth + 1);
            case (IFieldSymbol or IPropertySymbol) and var member:
                return !KnownBehavior.IsDeclaredFor(member, model.CancellationToken) && IsFilledFromOutside(member, model)
                    ? member : null;
            default:
                return null;
        }
    }

    /// <summary><c>foreach (var entry in _entries) entry.Call();</c> What others have registered.</summary>
    private static bool IsOfLocal(ExpressionSyntax called, CodeModel model)
        => called is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } && model.SymbolOf(owner) is ILocalSymbol;

    /// <summary>What the constructor is given is mostly how the type does its work; but not what is named as a notification.</summary>
    private static bool IsSetOnce(ISymbol member)
        => member is IFieldSymbol { IsReadOnly: true }
            or IPropertySymbol { SetMethod: null or { IsInitOnly: true } or { DeclaredAccessibility: Accessibility.Private } };

    /// <summary>The member can be set from outside, or is set to what comes from there.</summary>
    private static bool IsSetFromOutside(ISymbol member, CodeModel model)
    {
        if (member.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        bool isSettable = member is IFieldSymbol { IsReadOnly: false }
            or IPropertySymbol { SetMethod.DeclaredAccessibility: not Accessibility.Private };
        if (isSettable && member.DeclaredAccessibility != Accessibility.Private
            && member.ContainingType.DeclaredAccessibility != Accessibility.Private)
        {
            return true;
        }

        foreach (SimpleNameSyntax mention in MentionsOf(member, member.Name, model))
        {
            ExpressionSyntax named = CallSyntax.WithCasts(Writes.ExpressionOf(mention));
            if (named.Parent is AssignmentExpressionSyntax assignment && assignment.Left == named
                && IsForeign(assignment.Right, model, 0))
            {
                return true;
            }
        }

        return model.Compilation.ContainsSyntaxTree(member.DeclaringSyntaxReferences[0].SyntaxTree)
            && member.DeclaringSyntaxReferences[0].GetSyntax(model.CancellationToken) switch
            {
                VariableDeclaratorSyntax { Initializer.Value: { } value } => IsForeign(value, model, 0),
                PropertyDeclarationSyntax { Initializer.Value: { } value } => IsForeign(value, model, 0),
                ParameterSyntax => true, // The property of a record.
                _ => false,
            };
    }

    /// <summary>Something is put into the collection that the type has not made.</summary>
    private static bool IsFilledFromOutside(ISymbol member, CodeModel model)
    {
        if (member.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        foreach (SimpleNameSyntax mention in MentionsOf(member, member.Name, model))
        {
            ExpressionSyntax named = CallSyntax.WithCasts(Writes.ExpressionOf(mention));
            ExpressionSyntax? added = named.Parent switch
            {
                MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == named
                    && (access.Name.Identifier.ValueText.Contains("Add")
                        || access.Name.Identifier.ValueText is "Enqueue" or "Push" or "Insert" or "TryUpdate")
                    => call.ArgumentList.Arguments.LastOrDefault()?.Expression,
                ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } element
                    when assignment.Left == element && element.Expression == named => assignment.Right,
                AssignmentExpressionSyntax assignment when assignment.Left == named
                    && CallSyntax.WithoutCasts(assignment.Right) is InvocationExpressionSyntax call
                    => call.ArgumentList.Arguments.LastOrDefault()?.Expression,
                _ => null,
            };
            if (added is not null && IsForeign(added, model, 0))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The mentions of a name in all code that can see a private member.</summary>
    private static IEnumerable<SimpleNameSyntax> MentionsOf(ISymbol member, string name, CodeModel model)
    {
        INamedTypeSymbol scope = member.ContainingType;
        while (scope is { DeclaredAccessibility: Accessibility.Private, ContainingType: { } outer })
        {
            scope = outer;
        }

        return scope.DeclaringSyntaxReferences.Where(part => model.Compilation.ContainsSyntaxTree(part.SyntaxTree)).SelectMany(part
            => NameMentions.In(part.GetSyntax(model.CancellationToken), TreeModels.Of(part.SyntaxTree, model))[name]);
    }

    /// <summary>A delegate that code elsewhere has given: by a parameter, or a member of another object.</summary>
    private static bool IsForeign(ExpressionSyntax value, CodeModel model, int depth)
    {
        value = CallSyntax.WithoutCasts(value);
        switch (value)
        {
            case ConditionalExpressionSyntax choice:
                return IsForeign(choice.WhenTrue, model, depth)
                    || IsForeign(choice.WhenFalse, model, depth);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice:
                return IsForeign(choice.Left, model, depth) || IsForeign(choice.Right, model, depth);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax when depth <= MaximumDepth:
                return model.In(value.SyntaxTree).GetSymbolInfo(value).Symbol switch
                {
                    IParameterSymbol parameter => IsGivenFromOutside(parameter, model, depth),
                    IPropertySymbol or IFieldSymbol => value is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax },
                    _ => false,
                };
            default:
                return false;
        }
    }

    /// <summary>A caller out of sight gives the parameter, or one in sight that has it from there.</summary>
    private static bool IsGivenFromOutside(IParameterSymbol parameter, CodeModel model, int depth)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } method)
        {
            return false;
        }

        bool isOfPrivateType = method.MethodKind == MethodKind.Constructor
            && method.ContainingType.DeclaredAccessibility == Accessibility.Private;
        if (!isOfPrivateType && (method.DeclaredAccessibility != Accessibility.Private || method.MethodKind == MethodKind.PropertySet))
        {
            return true;
        }

        string name = isOfPrivateType ? method.ContainingType.Name : method.Name;
        foreach (SimpleNameSyntax mention in MentionsOf(method, name, model))
        {
            SeparatedSyntaxList<ArgumentSyntax> arguments = (mention.Parent is BaseObjectCreationExpressionSyntax creation
                ? creation.ArgumentList : CallSyntax.InvocationOf(mention)?.ArgumentList)?.Arguments ?? default;
            ArgumentSyntax? given = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name)
                ?? arguments.ElementAtOrDefault(parameter.Ordinal);
            if (given is not null && IsForeign(given.Expression, model, depth + 1))
            {
                return true;
            }
        }

        return false;
    }
}
