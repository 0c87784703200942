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
    /// <param name="cancellationToken">Ends the search.</param>
    public static ISymbol? Of(ExpressionSyntax called, SemanticModel model, bool isCalled, CancellationToken cancellationToken)
        => Of(called, model, isCalled, 0, cancellationToken);

    private static ISymbol? Of(
        ExpressionSyntax called, SemanticModel model, bool isCalled, int depth, CancellationToken cancellationToken)
    {
        called = CallSyntax.WithoutCasts(called);
        if (called is ElementAccessExpressionSyntax element)
        {
            return OfCollection(element.Expression, model, depth, cancellationToken);
        }

        if (depth > MaximumDepth || model.GetSymbolInfo(called, cancellationToken).Symbol is not { } symbol)
        {
            return null;
        }

        switch (symbol)
        {
            case IEventSymbol:
                return KnownBehavior.IsDeclaredFor(symbol, cancellationToken)
                    || symbol.DeclaredAccessibility == Accessibility.Private ? null : symbol;
            case IPropertySymbol { Name: "Value", ContainingType.Name: "KeyValuePair" }
                when called is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax pair }
                    && model.GetSymbolInfo(pair, cancellationToken).Symbol is ILocalSymbol local:
                return OfLocal(local, model, isCalled, depth, cancellationToken);
            case IFieldSymbol or IPropertySymbol:
                return !KnownBehavior.IsDeclaredFor(symbol, cancellationToken)
                    && IsSetFromOutside(symbol, model, cancellationToken) ? symbol : null;
            case IParameterSymbol { ContainingSymbol: IMethodSymbol method }:
                // Who hands an action to a method that runs it under a lock mostly wants that; but not of a notification.
                return !isCalled && method.MethodKind is not (MethodKind.LocalFunction or MethodKind.AnonymousFunction)
                    && method.DeclaredAccessibility != Accessibility.Private
                    && KnownBehavior.IsNamedAsNotification(symbol.Name)
                    && !KnownBehavior.IsNamedAsOperation(symbol.Name) && !KnownBehavior.IsNamed(method.Name) ? symbol : null;
            case ILocalSymbol local:
                return KnownBehavior.IsNamedAsOperation(local.Name) ? null : OfLocal(local, model, isCalled, depth, cancellationToken);
            default:
                return null;
        }
    }

    private static ISymbol? OfLocal(
        ILocalSymbol local, SemanticModel model, bool isCalled, int depth, CancellationToken cancellationToken)
        => local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
        {
            ForEachStatementSyntax loop => OfCollection(loop.Expression, model, depth, cancellationToken),
            SingleVariableDesignationSyntax
            {
                Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } },
            } => CallSyntax.CalledName(call) is { } name && name.StartsWith("Try", StringComparison.Ordinal)
                && CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) is { } collection
                    ? OfCollection(collection, model, depth, cancellationToken)
                    : null,
            // if (Changed is { } handler)
            SingleVariableDesignationSyntax { Parent: PatternSyntax { Parent: IsPatternExpressionSyntax test } }
                => Of(test.Expression, model, isCalled, depth + 1, cancellationToken),
            VariableDeclaratorSyntax => LocalAssignments.OnlyValueOf(local, model, cancellationToken) switch
            {
                null => null,
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
                    when access.Name.Identifier.ValueText is "Dequeue" or "Pop" or "Peek" or "First" or "Last" or "FirstOrDefault"
                    => OfCollection(access.Expression, model, depth, cancellationToken),
                var value => Of(value, model, isCalled, depth + 1, cancellationToken),
            },
            _ => null,
        };

    /// <summary>The elements of a member that others put something into.</summary>
    private static ISymbol? OfCollection(ExpressionSyntax collection, SemanticModel model, int depth, CancellationToken cancellationToken)
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

        switch (depth > MaximumDepth ? null : model.GetSymbolInfo(collection, cancellationToken).Symbol)
        {
            case ILocalSymbol local when LocalAssignments.OnlyValueOf(local, model, cancellationToken) is { } value:
                return OfCollection(value, model, depth + 1, cancellationToken);
            case (IFieldSymbol or IPropertySymbol) and var member:
                return !KnownBehavior.IsDeclaredFor(member, cancellationToken) && IsFilledFromOutside(member, model, cancellationToken)
                    ? member : null;
            default:
                return null;
        }
    }

    /// <summary>The member can be set from outside, or is set to what comes from there.</summary>
    private static bool IsSetFromOutside(ISymbol member, SemanticModel model, CancellationToken cancellationToken)
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

        foreach (SimpleNameSyntax mention in MentionsOf(member, member.Name, model, cancellationToken))
        {
            ExpressionSyntax named = CallSyntax.WithCasts(Writes.ExpressionOf(mention));
            if (named.Parent is AssignmentExpressionSyntax assignment && assignment.Left == named
                && IsForeign(assignment.Right, model, 0, cancellationToken))
            {
                return true;
            }
        }

        return model.Compilation.ContainsSyntaxTree(member.DeclaringSyntaxReferences[0].SyntaxTree)
            && member.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } => IsForeign(value, model, 0, cancellationToken),
            PropertyDeclarationSyntax { Initializer.Value: { } value } => IsForeign(value, model, 0, cancellationToken),
            ParameterSyntax => true, // The property of a record.
            _ => false,
        };
    }

    /// <summary>Something is put into the collection that the type has not made.</summary>
    private static bool IsFilledFromOutside(ISymbol member, SemanticModel model, CancellationToken cancellationToken)
    {
        if (member.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        foreach (SimpleNameSyntax mention in MentionsOf(member, member.Name, model, cancellationToken))
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
            if (added is not null && IsForeign(added, model, 0, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The mentions of a name in all code that can see a private member.</summary>
    private static IEnumerable<SimpleNameSyntax> MentionsOf(
        ISymbol member, string name, SemanticModel model, CancellationToken cancellationToken)
    {
        INamedTypeSymbol scope = member.ContainingType;
        while (scope is { DeclaredAccessibility: Accessibility.Private, ContainingType: { } outer })
        {
            scope = outer;
        }

        return scope.DeclaringSyntaxReferences.Where(part => model.Compilation.ContainsSyntaxTree(part.SyntaxTree)).SelectMany(part
            => NameMentions.In(part.GetSyntax(cancellationToken), TreeModels.Of(part.SyntaxTree, model))[name]);
    }

    /// <summary>A delegate that code elsewhere has given: by a parameter, or a member of another object.</summary>
    private static bool IsForeign(ExpressionSyntax value, SemanticModel model, int depth, CancellationToken cancellationToken)
    {
        value = CallSyntax.WithoutCasts(value);
        switch (value)
        {
            case ConditionalExpressionSyntax choice:
                return IsForeign(choice.WhenTrue, model, depth, cancellationToken)
                    || IsForeign(choice.WhenFalse, model, depth, cancellationToken);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice:
                return IsForeign(choice.Left, model, depth, cancellationToken) || IsForeign(choice.Right, model, depth, cancellationToken);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax when depth <= MaximumDepth:
                return TreeModels.Of(value.SyntaxTree, model).GetSymbolInfo(value, cancellationToken).Symbol switch
                {
                    IParameterSymbol parameter => IsGivenFromOutside(parameter, model, depth, cancellationToken),
                    IPropertySymbol or IFieldSymbol => value is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax },
                    _ => false,
                };
            default:
                return false;
        }
    }

    /// <summary>A caller out of sight gives the parameter, or one in sight that has it from there.</summary>
    private static bool IsGivenFromOutside(
        IParameterSymbol parameter, SemanticModel model, int depth, CancellationToken cancellationToken)
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
        foreach (SimpleNameSyntax mention in MentionsOf(method, name, model, cancellationToken))
        {
            SeparatedSyntaxList<ArgumentSyntax> arguments = (mention.Parent is BaseObjectCreationExpressionSyntax creation
                ? creation.ArgumentList : CallSyntax.InvocationOf(mention)?.ArgumentList)?.Arguments ?? default;
            ArgumentSyntax? given = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name)
                ?? arguments.ElementAtOrDefault(parameter.Ordinal);
            if (given is not null && IsForeign(given.Expression, model, depth + 1, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}
