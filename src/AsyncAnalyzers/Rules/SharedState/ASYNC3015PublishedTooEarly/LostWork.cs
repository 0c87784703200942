namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What is lost or done twice where two threads make the same thing one after the other.</summary>
internal static class LostWork
{
    /// <summary>
    /// The second object takes the place of one that other code has put things into, or making it starts, subscribes or registers
    /// something.
    /// </summary>
    public static bool IsIn(LockStatementSyntax @lock, FirstUse use, ITypeSymbol type, CodeModel model)
    {
        if (!use.IsFlag && IsCollection(type) && IsFilledElsewhere(@lock, use.Name))
        {
            return true;
        }

        var own = new HashSet<string>(StringComparer.Ordinal) { use.Name };
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(@lock.Statement))
        {
            switch (node)
            {
                case VariableDeclaratorSyntax variable:
                    own.Add(variable.Identifier.ValueText);
                    break;
                case InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call when CallSyntax.CalledName(call) == "Start":
                    return true;
                case InvocationExpressionSyntax call when CallSyntax.CalledNameSyntax(call) is { } name
                    && name.Identifier.ValueText is "Add" or "AddRange" or "Enqueue" or "Push"
                    && CallSyntax.Receiver(name) is IdentifierNameSyntax
                        or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
                    && OwnMember.NameWithTypeOf(CallSyntax.Receiver(name)!) is { } target && !own.Contains(target)
                    && !IsMadeIn(@lock, target):
                    return true;
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } subscription
                    when model.SymbolOf(subscription.Left) is IEventSymbol
                    && !(CallSyntax.LeftmostOf(subscription.Left) is SimpleNameSyntax root && own.Contains(root.Identifier.ValueText)):
                    return true;
                case BaseObjectCreationExpressionSyntax creation when node.Parent == use.Assignment
                    && model.TypeOf(creation) is { Name: "Timer" or "Thread" }:
                    return true;
            }
        }

        return false;
    }

    private static bool IsCollection(ITypeSymbol type)
        => type.SpecialType != SpecialType.System_String && type is not IArrayTypeSymbol
            && type.AllInterfaces.Any(static one => one.SpecialType == SpecialType.System_Collections_IEnumerable);

    /// <summary>A member of the type puts something in, outside of the lock statement.</summary>
    private static bool IsFilledElsewhere(LockStatementSyntax @lock, string name)
        => @lock.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && type.Descendants().Any(node
            => node is StatementSyntax and not BlockSyntax && !node.Span.Contains(@lock.Span) && !@lock.Span.Contains(node.Span)
            && node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is null && Filling.In(node, name, null) is not null);

    private static bool IsMadeIn(LockStatementSyntax @lock, string name)
        => FunctionSyntax.OwnNodes(@lock.Statement).Any(node => node is AssignmentExpressionSyntax assignment
            && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && OwnMember.NameWithTypeOf(assignment.Left) == name);
}
