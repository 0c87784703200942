namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Tasks among the elements of a tuple that nothing reads: <c>var (a, b) = (F(), G());</c> and <c>var both = (F(), G());</c>.
/// </summary>
internal static class UnobservedTuple
{
    /// <summary>By syntax alone: an element that a call makes, of a tuple that is kept in a local or in one local each.</summary>
    public static bool MayBe(ArgumentSyntax element)
        => element.Parent is TupleExpressionSyntax { Parent: EqualsValueClauseSyntax or AssignmentExpressionSyntax } tuple
            && tuple.Parent is EqualsValueClauseSyntax
            {
                Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax }
            }
                or AssignmentExpressionSyntax
            {
                Parent: ExpressionStatementSyntax, Left: DeclarationExpressionSyntax
                    or TupleExpressionSyntax
            }
            && StartedWork.CallsIn(element.Expression).Any();

    public static UnobservedTask? Find(ArgumentSyntax element, CodeModel model)
    {
        if (!MayBe(element) || !StartedWork.CallsIn(element.Expression).Any(call => StartedWork.MayStart(call, model.Compilation)))
        {
            return null;
        }

        var tuple = (TupleExpressionSyntax)element.Parent!;
        int index = tuple.Arguments.IndexOf(element);
        string? unread = tuple.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } => UnreadElement(local, index, model),
            AssignmentExpressionSyntax assignment when assignment.Right == tuple => UnreadLocal(assignment, index, model),
            _ => null,
        };
        return unread is not null
            && model.TypeOf(element.Expression) is { } type
            && DroppedTask.IsReportedAwaitable(type, model, element.SpanStart)
            && StartedWork.Find(element.Expression, model) is { } started
            && UnobservedLocal.IsForAwaiting(type, started, model.Types)
                ? new UnobservedTask(UnobservedTaskKind.NeverRead, element.Expression, started, unread)
                : null;
    }

    /// <summary><c>both.Item1</c>, where each mention of the tuple is one of another element.</summary>
    private static string? UnreadElement(VariableDeclaratorSyntax local, int index, CodeModel model)
    {
        if ((model.GetDeclaredSymbol(local) as ILocalSymbol)?.Type is not INamedTypeSymbol { IsTupleType: true } type
            || index >= type.TupleElements.Length)
        {
            return null;
        }

        string name = type.TupleElements[index].Name;
        string position = "Item" + (index + 1);
        foreach (IdentifierNameSyntax mention in VariableMentions.Of(local, model))
        {
            if (mention.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } access
                || access.Expression != mention || member == name || member == position
                || !type.TupleElements.Any(other => other.Name == member || other.CorrespondingTupleField?.Name == member))
            {
                return null;
            }
        }

        return local.Identifier.ValueText + "." + name;
    }

    /// <summary>The new local of the deconstruction that takes the element, where nothing reads it.</summary>
    private static string? UnreadLocal(AssignmentExpressionSyntax assignment, int index, CodeModel model)
    {
        VariableDesignationSyntax? designation = assignment.Left switch
        {
            DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax all } when index < all.Variables.Count
                => all.Variables[index],
            TupleExpressionSyntax { Arguments: var targets } when index < targets.Count
                => (targets[index].Expression as DeclarationExpressionSyntax)?.Designation,
            _ => null,
        };
        SyntaxNode? scope = assignment.Parent?.Parent is GlobalStatementSyntax global ? global.Parent : assignment.Parent?.Parent;
        if (designation is not SingleVariableDesignationSyntax { Identifier.ValueText: var name }
            || name.All(static character => character == '_')
            || scope is null || FunctionSyntax.Enclosing(assignment) is not { } function)
        {
            return null;
        }

        foreach (IdentifierNameSyntax mention in VariableMentions.In(FunctionSyntax.OutermostEnclosing(function), name, model))
        {
            if (scope.Span.Contains(mention.Span) && TaskUse.Of(mention).Kind is not (TaskUseKind.NotRead or TaskUseKind.Dropped))
            {
                return null;
            }
        }

        return name;
    }
}
