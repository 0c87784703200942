namespace AsyncAnalyzers.Semantics;

/// <summary>Where a TaskCompletionSource is created, by syntax: what the rules about it begin with.</summary>
internal static class CompletionSourceSyntax
{
    /// <summary>What makes a rule look at such creations.</summary>
    public static Trigger[] Creations => new[]
    {
        Trigger.OnKind(SyntaxKind.ObjectCreationExpression, MayCreate),
        Trigger.OnKind(SyntaxKind.ImplicitObjectCreationExpression, MayCreate),
    };

    public static bool IsSource(ITypeSymbol? type, KnownTypes types)
        => type.Is(types.TaskCompletionSource) || type.Is(types.TaskCompletionSourceOfT);

    /// <summary>The syntax allows for the creation of a source.</summary>
    public static bool MayCreate(SyntaxNode node) => node switch
    {
        ObjectCreationExpressionSyntax creation => IsSourceName(creation.Type),
        ImplicitObjectCreationExpressionSyntax { Initializer: null, ArgumentList.Arguments.Count: <= 2, Parent: { } parent }
            => parent switch
            {
                EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } }
                    => IsSourceName(declaration.Type),
                EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => IsSourceName(property.Type),
                AssignmentExpressionSyntax { Left: { } left } => IsDeclaredSource(left),
                _ => false,
            },
        ConstructorInitializerSyntax
        {
            ThisOrBaseKeyword.RawKind: (int)SyntaxKind.BaseKeyword,
            Parent.Parent: TypeDeclarationSyntax { BaseList.Types: { Count: > 0 } bases }
        }
            => IsSourceName(bases[0].Type),
        _ => false,
    };

    /// <summary>The local that is declared for a source.</summary>
    public static VariableDeclaratorSyntax? LocalOf(SyntaxNode creation)
        => creation.Parent is EqualsValueClauseSyntax
        {
            Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } local,
        }
            ? local
            : null;

    /// <summary>A field or property of the enclosing types whose declared type is a source.</summary>
    private static bool IsDeclaredSource(ExpressionSyntax left)
    {
        SimpleNameSyntax? name = left switch
        {
            SimpleNameSyntax simple => simple,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name,
            _ => null,
        };
        if (name is null)
        {
            return false;
        }

        string text = name.Identifier.ValueText;
        foreach (TypeDeclarationSyntax type in left.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            foreach (MemberDeclarationSyntax member in type.Members)
            {
                if ((member is FieldDeclarationSyntax field
                    && IsSourceName(field.Declaration.Type)
                    && field.Declaration.Variables.Any(variable => variable.Identifier.ValueText == text))
                    || (member is PropertyDeclarationSyntax property
                        && IsSourceName(property.Type)
                        && property.Identifier.ValueText == text))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsSourceName(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText == "TaskCompletionSource",
        QualifiedNameSyntax qualified => IsSourceName(qualified.Right),
        NullableTypeSyntax nullable => IsSourceName(nullable.ElementType),
        _ => false,
    };
}
