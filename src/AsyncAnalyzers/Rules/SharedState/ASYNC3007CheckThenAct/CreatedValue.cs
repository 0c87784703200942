namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Whether it matters which of two threads sets its value: to a cache of what the key says it does not.</summary>
internal static class CreatedValue
{
    /// <summary>
    /// The thread that comes second replaces an object that the first goes on with: a list to fill, a lock, a connection.
    /// </summary>
    public static bool IsLost(CheckThenAct site, SyntaxNode function, CodeModel model)
        => ValueOf(site, function) is var (value, variable)
            && model.TypeOf(value) is { IsReferenceType: true } type
            && (CallSyntax.WithoutCasts(value) switch
            {
                BaseObjectCreationExpressionSyntax creation => IsOneOfAKind(type, model) || (IsToBeFilled(type)
                    && creation.Initializer is null or { Expressions.Count: 0 }
                    && creation.ArgumentList?.Arguments.Any(argument => IsSource(argument, model)) != true
                    && !IsFilledBefore(site, function, value, variable)),
                InvocationExpressionSyntax or AwaitExpressionSyntax => OpenResource.Is(type, model.Types),
                _ => false,
            });

    /// <summary>The value where it is made, and the variable that it is put into first.</summary>
    private static (ExpressionSyntax Value, string? Variable)? ValueOf(CheckThenAct site, SyntaxNode function)
    {
        ExpressionSyntax? value = site.Value;
        while (value is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } both)
        {
            value = both.Right;
        }

        if (value is not IdentifierNameSyntax { Identifier.ValueText: var variable })
        {
            return value is null ? null : (value, null);
        }

        ExpressionSyntax? made = FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).LastOrDefault(node
            => node.Span.End <= site.Node.SpanStart && node switch
            {
                VariableDeclaratorSyntax { Initializer: not null } declared => declared.Identifier.ValueText == variable,
                AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } => target.Identifier.ValueText == variable,
                _ => false,
            }) switch
        {
            VariableDeclaratorSyntax declared => declared.Initializer!.Value,
            AssignmentExpressionSyntax assignment => assignment.Right,
            _ => null,
        };
        return made is null ? null : (made, variable);
    }

    private static bool IsFilledBefore(CheckThenAct site, SyntaxNode function, ExpressionSyntax value, string? variable)
        => variable is not null && FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function).Any(node
            => node is IdentifierNameSyntax name && name.Identifier.ValueText == variable
            && name.SpanStart >= value.Span.End && name.Span.End <= site.Node.SpanStart);

    /// <summary>What is only of use when all have the same one.</summary>
    private static bool IsOneOfAKind(ITypeSymbol type, CodeModel model)
        => IsLock(type, model.Types) || type.Is(model.Types.TaskCompletionSource) || type.Is(model.Types.TaskCompletionSourceOfT)
            || OpenResource.Is(type, model.Types)
            || GuardsItself(type, model);

    private static bool IsLock(ITypeSymbol type, KnownTypes types)
        => type.SpecialType == SpecialType.System_Object || type.Is(types.SemaphoreSlim) || type.Is(types.Lock);

    /// <summary>A lock is made with each object of the type: it is made for several threads to use one of them.</summary>
    private static bool GuardsItself(ITypeSymbol type, CodeModel model)
        => type.SelfAndBases().Where(static one => one.Locations.Any(static place => place.IsInSource))
            .SelectMany(static one => one.GetMembers()).Any(member
                => member is IFieldSymbol { IsStatic: false } field && IsLock(field.Type, model.Types)
                    && LockPath.CreationsOf(field.AssociatedSymbol ?? field, model.CancellationToken) is { Count: > 0 });

    private static bool IsToBeFilled(ITypeSymbol type)
        => type.ContainingNamespace?.ToDisplayString() is "System.Collections" or "System.Collections.Generic"
            or "System.Collections.Concurrent" || type is { Name: "StringBuilder", ContainingNamespace.Name: "Text" };

    /// <summary>The argument is what the collection is filled with, and not its size or comparer.</summary>
    private static bool IsSource(ArgumentSyntax argument, CodeModel model)
        => model.TypeOf(argument.Expression) is { } type
            && (type.TypeKind == TypeKind.Array || type.SpecialType == SpecialType.System_String
                || type.AllInterfaces.Append(type).Any(static one => one.SpecialType == SpecialType.System_Collections_IEnumerable));
}
