namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>
/// A private field that holds a ValueTask from the construction of its object on, and is consumed in a method that can be called any number
/// of times.
/// </summary>
internal static class ValueTaskField
{
    private static readonly ModelCache<bool> Fields = new();

    /// <summary>By syntax alone: the name may be such a field's, as far as the declaration is in sight.</summary>
    public static FieldDeclarationSyntax? DeclarationOf(IdentifierNameSyntax mention)
    {
        if (mention.Parent is MemberAccessExpressionSyntax access
            && access.Name == mention
            && access.Expression is not ThisExpressionSyntax)
        {
            return null;
        }

        return mention.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Members.OfType<FieldDeclarationSyntax>()
            .FirstOrDefault(field => IsValueTask(field.Declaration.Type)
                && field.Declaration.Variables.Any(variable => variable.Identifier.ValueText == mention.Identifier.ValueText));
    }

    /// <summary>
    /// The field keeps the one ValueTask that it got while the object was constructed, and that one may be consumed only once.
    /// </summary>
    public static bool IsKeptForEver(IFieldSymbol field, CodeModel model)
        => field is { DeclaredAccessibility: Accessibility.Private, IsStatic: false }
            && field.Type.IsValueTask(model.Types)
            && field.DeclaringSyntaxReferences is { Length: 1 } references && references[0].SyntaxTree == model.SyntaxTree
            && references[0].GetSyntax(model.CancellationToken) is VariableDeclaratorSyntax declarator
            && Fields.GetOrAdd(model, declarator, _ => AllWritesAreOfConstruction(field, declarator, model));

    /// <summary>The values that the field is given: its initializer's, and those assigned by name.</summary>
    public static IEnumerable<ExpressionSyntax> ValuesOf(IFieldSymbol field, VariableDeclaratorSyntax declarator, CodeModel model)
        => (declarator.Initializer is { Value: { } value } ? new[] { value } : Array.Empty<ExpressionSyntax>())
            .Concat(MentionsOf(field, declarator, model)
                .Select(mention => Outer(mention).Parent)
                .OfType<AssignmentExpressionSyntax>()
                .Where(assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                    && Outer(assignment.Left) == assignment.Left
                    && NameOf(assignment.Left) == field.Name)
                .Select(assignment => assignment.Right));

    private static bool AllWritesAreOfConstruction(IFieldSymbol field, VariableDeclaratorSyntax declarator, CodeModel model)
    {
        if (declarator.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || type.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return false;
        }

        foreach (IdentifierNameSyntax mention in MentionsOf(field, declarator, model))
        {
            ExpressionSyntax outer = Outer(mention);
            bool isWrite = outer.Parent is AssignmentExpressionSyntax assignment && assignment.Left == outer
                || outer.Parent is RefExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not 0 }
                || outer != mention && outer is not MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };
            if (isWrite && (outer.Parent is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression }
                || FunctionSyntax.Enclosing(mention) is not ConstructorDeclarationSyntax))
            {
                return false;
            }
        }

        ExpressionSyntax[] values = ValuesOf(field, declarator, model).ToArray();
        return values.Length > 0 && !values.Any(value => model.GetOperation(value) is not { } operation
            || RepeatedConsumption.IsHarmless(operation, model.Types)
            || operation is IParameterReferenceOperation or ILocalReferenceOperation);
    }

    private static IEnumerable<IdentifierNameSyntax> MentionsOf(IFieldSymbol field, VariableDeclaratorSyntax declarator, CodeModel model)
        => declarator.FirstAncestorOrSelf<TypeDeclarationSyntax>()!.Descendants().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == field.Name
                && SymbolEqualityComparer.Default.Equals(model.SymbolOf(name)?.OriginalDefinition, field.OriginalDefinition));

    /// <summary>The name with what is written before it: <c>this._f</c>.</summary>
    private static ExpressionSyntax Outer(ExpressionSyntax mention)
        => mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention ? access : mention;

    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private static bool IsValueTask(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText == "ValueTask",
        QualifiedNameSyntax qualified => IsValueTask(qualified.Right),
        _ => false,
    };
}
