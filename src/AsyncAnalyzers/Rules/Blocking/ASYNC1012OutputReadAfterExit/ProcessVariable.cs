namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>A local, parameter or private field with all that one function does with it.</summary>
/// <param name="Function">The function.</param>
/// <param name="Symbol">The variable; null for a process that no variable keeps.</param>
/// <param name="Values">The values that it gets in the member, null aside.</param>
/// <param name="Mentions">Its other mentions in the member.</param>
internal sealed record ProcessVariable(
    SyntaxNode Function, ISymbol? Symbol, IReadOnlyList<ExpressionSyntax> Values, IReadOnlyList<IdentifierNameSyntax> Mentions)
{
    /// <summary>Null where the variable gets more than one value, or is at home elsewhere.</summary>
    public static ProcessVariable? Of(ExpressionSyntax process, SyntaxNode function, CodeModel model)
    {
        process = CallSyntax.WithoutCasts(process);
        if (process is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax)
        {
            return new ProcessVariable(function, null, new[] { process }, Array.Empty<IdentifierNameSyntax>());
        }

        if (process is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
            || model.SymbolOf(process) is not { } symbol)
        {
            return null;
        }

        return symbol switch
        {
            ILocalSymbol or IParameterSymbol => In(FunctionSyntax.OutermostEnclosing(function), symbol, function, model),
            IFieldSymbol field when IsOfOneMember(field, function, model)
                => In(FunctionSyntax.OutermostEnclosing(function), symbol, function, model),
            _ => null,
        };
    }

    /// <summary>The same of a variable that holds what a process is started with; null where it gets more than one value.</summary>
    public static ProcessVariable? In(SyntaxNode member, ISymbol symbol, SyntaxNode function, CodeModel model)
    {
        var values = new List<ExpressionSyntax>();
        var mentions = new List<IdentifierNameSyntax>();
        switch (symbol is ILocalSymbol ? model.SyntaxOf(symbol) : null)
        {
            case VariableDeclaratorSyntax { Initializer.Value: { } initial }:
                values.Add(initial);
                break;
            case SingleVariableDesignationSyntax { Parent: PatternSyntax { Parent: IsPatternExpressionSyntax test } }:
                values.Add(test.Expression);
                break;
        }

        foreach (IdentifierNameSyntax mention in VariableMentions.In(member, symbol.Name, model))
        {
            if (!SymbolEqualityComparer.Default.Equals(model.SymbolOf(mention), symbol))
            {
                continue;
            }

            ExpressionSyntax whole = Writes.ExpressionOf(mention);
            if (whole.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                && assignment.Left == whole)
            {
                values.Add(assignment.Right);
            }
            else
            {
                mentions.Add(mention);
            }
        }

        values.RemoveAll(static value => CallSyntax.WithoutCasts(value).Kind()
            is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression or SyntaxKind.DefaultExpression);
        return values.Count <= 1 ? new ProcessVariable(function, symbol, values, mentions) : null;
    }

    /// <summary>No other member speaks of the field.</summary>
    private static bool IsOfOneMember(IFieldSymbol field, SyntaxNode function, CodeModel model)
    {
        if (field.DeclaredAccessibility != Accessibility.Private || field.ContainingType.DeclaringSyntaxReferences.Length != 1)
        {
            return false;
        }

        SyntaxNode member = FunctionSyntax.OutermostEnclosing(function);
        SyntaxNode type = field.ContainingType.DeclaringSyntaxReferences[0].GetSyntax(model.CancellationToken);
        return type.SyntaxTree == model.SyntaxTree
            && VariableMentions.In(type, field.Name, model).All(mention => member.Span.Contains(mention.Span));
    }
}
